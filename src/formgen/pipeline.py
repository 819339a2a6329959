"""One function a command: the steps in order, no rules of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import assets, intake
from formgen.disk import make_folder, write_file
from formgen.forms import handout
from formgen.forms.compiled import forms_of
from formgen.forms.fields import Wishes, column_wishes, fill
from formgen.forms.summary import summary
from formgen.pack.plan import Task, folder_of, plan
from formgen.problems import FormgenError, Problem, errors_in
from formgen.rubric import load
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score

SUMMARY_FILE = "汇总表.xlsx"


@dataclass(frozen=True, slots=True)
class Scored:
    """A data file scored: the rubric in force, a scorecard a community, every problem found."""

    rubric: Rubric
    cards: tuple[Scorecard, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the files, the forms left out because of an error, every problem found."""

    scored: Scored
    files: tuple[Path, ...]
    refused: tuple[Path, ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """Tell whether an error was found anywhere."""
        return bool(errors_in(self.problems))


def score_file(source: Path, rubric_name: str, only: Sequence[str] = ()) -> Scored:
    """Read, check and score. ``only`` names communities; raises FormgenError D133 for unknown ones."""
    rubric = load.load(rubric_name)
    taken = intake.read(source, rubric)
    cards = tuple(score(rubric, community) for community in taken.communities)
    problems = (*taken.problems, *(problem for card in cards for problem in card.problems))
    chosen = _only(cards, only)
    if only:
        problems = tuple(problem for card in chosen for problem in _own(card, problems))
    return Scored(rubric, chosen, problems)


def _own(card: Scorecard, problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems of one community: those of its scoring, and those of the cells it was read from."""
    community = card.community
    figures = [
        *community.indicators.values(),
        *(each for column in community.monthly.values() for each in column),
    ]
    figures += [figure for column in community.scores.values() for figure in column.values()]
    places = {each.place for each in figures if each} | {each.place for each in community.facts.values()}
    places |= {each.place for each in community.judged.values()} | {community.place}
    return [problem for problem in problems if problem in card.problems or problem.place in places]


def _only(cards: tuple[Scorecard, ...], names: Sequence[str]) -> tuple[Scorecard, ...]:
    """Keep the communities that are named, by name or by township and name."""
    if not names:
        return cards
    known = {card.community.name for card in cards} | {card.community.full_name for card in cards}
    if missing := [name for name in names if name not in known]:
        shown = "、".join(card.community.name for card in cards[:20]) or "（没有）"
        raise FormgenError(
            *(Problem("D133", words={"name": name, "known": shown}) for name in missing), usage=True
        )
    return tuple(card for card in cards if {card.community.name, card.community.full_name} & set(names))


def annotate(source: Path, problems: Sequence[Problem], target: Path) -> None:
    """Write a copy of a workbook with the problems as coloured cells and notes."""
    intake.annotate(source, problems, target)


def workbook(rubric_name: str, target: Path) -> None:
    """Write the empty data workbook of a rubric."""
    intake.write_workbook(load.load(rubric_name), target)


def explanations(scored: Scored, target: Path) -> None:
    """Write the explanations as .docx or .xlsx. Raises FormgenError F113 for another suffix."""
    writers = {".docx": handout.word, ".xlsx": handout.sheet}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise FormgenError(Problem("F113", words={"file": target.name}), usage=True)
    write_file(target, writer(scored.cards))


def build(
    source: Path, rubric_name: str, folder: Path, columns: Sequence[str] = (), *, draft: bool = False
) -> Built:
    """Make every form of every community, and a 汇总表 a township.

    Raises FormgenError when nothing can be made: unreadable data, a broken template, names that clash, a folder
    that cannot be written.
    """
    scored = score_file(source, rubric_name)
    return build_scored(scored, folder, columns, draft=draft)


def build_scored(scored: Scored, folder: Path, columns: Sequence[str] = (), *, draft: bool = False) -> Built:
    """Make the forms of communities that are scored already."""
    forms = forms_of(scored.rubric)
    wishes = Wishes(column_wishes([form.form for form in forms], columns), draft)
    tasks = plan(scored.cards, forms)
    make_folder(folder)
    files, refused, problems = [], [], list[Problem]()
    for task in tasks:
        target = folder / task.path
        document, found = _document(task, wishes)
        problems += [problem for problem in found if problem not in problems]
        if document is None:
            refused.append(target)
            continue
        write_file(target, document)
        files.append(target)
    files += _summaries(scored, folder, problems)
    return Built(scored, tuple(files), tuple(refused), (*scored.problems, *problems))


def _document(task: Task, wishes: Wishes) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Fill one template for one community; None when the form must not be made."""
    filled = fill(task.card, task.form.form, wishes)
    if filled.refused:
        return None, filled.problems
    template = dict(task.form.templates)[task.suffix]
    try:
        return template.render(filled.values), filled.problems
    except FormgenError as error:
        return None, (*filled.problems, *error.problems)


def _summaries(scored: Scored, folder: Path, problems: Sequence[Problem]) -> list[Path]:
    """Write a 汇总表 for each township."""
    written = []
    townships = dict.fromkeys(folder_of(card) for card in scored.cards)
    for township in townships:
        cards = [card for card in scored.cards if folder_of(card) == township]
        names = {card.community.full_name for card in cards}
        own = [problem for problem in problems if problem.words.get("community") in names]
        own = [*own, *(problem for card in cards for problem in card.problems)]
        title = f"{cards[0].community.township}{scored.rubric.title}汇总表"
        target = folder / township / SUMMARY_FILE
        write_file(target, summary(title, cards, own))
        written.append(target)
    return written


@dataclass(frozen=True, slots=True)
class Demo:
    """One sample of the demo and what was built from it."""

    rubric: Rubric
    source: Path
    folder: Path
    built: Built


def demo(folder: Path) -> list[Demo]:
    """Build all samples: forms, 汇总表, explanations, an empty data workbook and a copy of the data."""
    made = []
    for name in assets.rubric_ids():
        source = assets.folder("samples") / name / "data.xlsx"
        if not source.is_file():
            continue
        place = folder / name
        built = build(source, name, place / "表格", draft=True)
        explanations(built.scored, place / "评分说明.docx")
        explanations(built.scored, place / "评分说明.xlsx")
        write_file(place / "示例数据.xlsx", source.read_bytes())
        workbook(name, place / "空白数据工作簿.xlsx")
        made.append(Demo(built.scored.rubric, source, place, built))
    return made
