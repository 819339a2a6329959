"""One function a command: the steps in order, no rules of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formgen import assets, intake
from formgen.disk import make_folder, write_file
from formgen.forms import handout
from formgen.forms.compiled import forms_of
from formgen.forms.fields import Wishes, column_wishes
from formgen.forms.form import Form, load_form
from formgen.forms.line import Line, shared
from formgen.forms.summary import index, summary
from formgen.intake import Entry, Source
from formgen.pack.collect import Collected
from formgen.pack.collect import collect as read_folder
from formgen.pack.keep import put
from formgen.pack.layout import Layout, refuse_clashes
from formgen.pack.run import Runner, jobs_for, parallel, serial
from formgen.pack.work import Made, Order, Packet
from formgen.problems import FormgenError, Place, Problem, errors_in
from formgen.rubric import load
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score

SUMMARY_FILE = "汇总表.xlsx"
WHOLE_FILE = "全部汇总表.xlsx"
INDEX_FILE = "目录.xlsx"


@dataclass(frozen=True, slots=True)
class Scored:
    """A data file scored: the rubric in force, a scorecard a community, every problem found."""

    rubric: Rubric
    cards: tuple[Scorecard, ...]
    problems: tuple[Problem, ...]


def score_file(source: Path, rubric_name: str, only: Sequence[str] = ()) -> Scored:
    """Read, check and score. ``only`` names communities; raises FormgenError D133 for unknown ones."""
    rubric = load.load(rubric_name)
    opened = intake.open_source(source, rubric)
    chosen = _chosen(opened, only, ())
    cards, problems = [], [] if only else list(opened.problems)
    for _, raw in opened.raws(chosen):
        community, found = intake.typed_community(raw, opened.catalogue)
        card = score(rubric, community)
        cards.append(card)
        problems += [*found, *card.problems]
    return Scored(rubric, tuple(cards), tuple(problems))


def _chosen(source: Source, only: Sequence[str], townships: Sequence[str]) -> list[int]:
    """Return which communities are wanted, by name (or township and name) and by township."""
    full = {f"{entry.township}{entry.name}" for entry in source.entries}
    plain = {entry.name for entry in source.entries}
    known_townships = list(dict.fromkeys(entry.township for entry in source.entries))
    faults = [
        *_missing("D133", only, full | plain, [entry.name for entry in source.entries]),
        *_missing("D137", townships, set(known_townships), known_townships),
    ]
    if faults:
        raise FormgenError(*faults, usage=True)
    return [
        at
        for at, entry in enumerate(source.entries)
        if (not only or {entry.name, f"{entry.township}{entry.name}"} & set(only))
        and (not townships or entry.township in townships)
    ]


def _missing(code: str, asked: Sequence[str], known: set[str], shown: Sequence[str]) -> list[Problem]:
    listed = "、".join(name or "（空）" for name in shown[:20]) or "（没有）"
    return [Problem(code, words={"name": name, "known": listed}) for name in asked if name not in known]


def annotate(source: Path, problems: Sequence[Problem], target: Path) -> None:
    """Write a copy of a workbook with the problems as coloured cells and notes."""
    intake.annotate(source, problems, target)


def workbook(rubric_name: str, target: Path) -> None:
    """Write the empty data workbook of a rubric. Raises FormgenError F117 rather than write over a file."""
    if target.exists():
        raise FormgenError(Problem("F117", words={"file": str(target)}))
    intake.write_workbook(load.load(rubric_name), target)


def explanations(scored: Scored, target: Path) -> None:
    """Write the explanations as .docx or .xlsx. Raises FormgenError F113 for another suffix."""
    writers = {".docx": handout.word, ".xlsx": handout.sheet}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise FormgenError(Problem("F113", words={"file": target.name}), usage=True)
    write_file(target, writer(scored.cards))


@dataclass(frozen=True, slots=True)
class Options:
    """What a build may be asked for beside its data, rubric and folder."""

    columns: Sequence[str] = ()
    draft: bool = False
    only: Sequence[str] = ()
    townships: Sequence[str] = ()
    layout: Layout = field(default_factory=Layout)
    jobs: int | None = None
    runner: Runner | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A build before anything is written: who, which forms, where to."""

    rubric: Rubric
    source: Source
    chosen: tuple[int, ...]
    forms: tuple[Form, ...]
    options: Options

    def paths(self, at: int) -> tuple[str, ...]:
        """Return the paths of a community's documents, without suffix, one a form."""
        entry = self.source.entries[at]
        return tuple(self.options.layout.path(entry, at + 1, form.spec.file) for form in self.forms)

    def files(self) -> Iterator[str]:
        """Yield every document's path below the output folder."""
        for at in self.chosen:
            for form, path in zip(self.forms, self.paths(at), strict=True):
                yield from (f"{path}{template.suffix}" for template in form.templates)


@dataclass(slots=True)
class Built:
    """What a build made: how many documents, which were left out, every problem, a line a community."""

    rubric: Rubric
    files: int = 0
    refused: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    index: list[tuple[str, str, str, str]] = field(default_factory=list)
    pool: dict[object, object] = field(default_factory=dict, repr=False)

    @property
    def failed(self) -> bool:
        """Tell whether an error was found anywhere."""
        return bool(errors_in(self.problems))


def plan(source: Path, rubric_name: str, options: Options) -> Plan:
    """Read names only, choose communities, lay out all documents.

    Raises FormgenError for unreadable data, an unknown name or column, or documents that would share a file.
    """
    rubric = load.load(rubric_name)
    forms = tuple(load_form(name) for name in rubric.forms)
    column_wishes(forms, options.columns)
    opened = intake.open_source(source, rubric)
    chosen = tuple(_chosen(opened, options.only, options.townships))
    numbered = ((at + 1, opened.entries[at]) for at in chosen)
    refuse_clashes(numbered, forms[0].spec.file, options.layout)
    return Plan(rubric, opened, chosen, forms, options)


def build(planned: Plan, folder: Path, done: Callable[[Built], None] = lambda _: None) -> Built:
    """Make every form of every chosen community, a 汇总表 a township, one for all, and an index.

    ``done`` is called after each community with what was made so far. One bad community never stops the others;
    a full disk does: raises FormgenError F108, with what was made kept.
    """
    make_folder(folder)
    options = planned.options
    order = Order(
        planned.rubric, Wishes(column_wishes(planned.forms, options.columns), options.draft), str(folder)
    )
    built = Built(planned.rubric, problems=list(planned.source.problems))
    for made in _runner(planned)(order, _packets(planned)):
        if made.fatal:
            raise FormgenError(made.fatal)
        _take(built, planned.source.entries[made.number], made)
        done(built)
    _summaries(built, planned, folder)
    return built


def _runner(planned: Plan) -> Runner:
    jobs = jobs_for(planned.options.jobs, len(planned.chosen))
    return planned.options.runner or (serial if jobs == 1 else parallel(jobs))


def _packets(planned: Plan) -> Iterator[Packet]:
    """Read the communities one after the other."""
    for at, raw in planned.source.raws(planned.chosen):
        entry = planned.source.entries[at]
        yield Packet(at, f"{entry.township}{entry.name}", raw, planned.paths(at))


def _take(built: Built, entry: Entry, made: Made) -> None:
    """Add one community to what was built."""
    built.files += len(made.documents)
    built.refused += made.refused
    built.problems += made.problems
    built.index += [(entry.township, entry.name, document.form, document.path) for document in made.documents]
    if made.line:
        built.lines.append(shared(made.line, built.pool))


def _summaries(built: Built, planned: Plan, folder: Path) -> None:
    """Write a 汇总表 for each township, one for all where there are several, and the index.

    A part of the communities (--only) must not pass for the whole: then nothing of this is written.
    """
    if planned.options.only:
        return
    by_township: dict[str, list[Line]] = {}
    for line in built.lines:
        by_township.setdefault(line.township, []).append(line)
    title = planned.rubric.title
    for township, lines in by_township.items():
        target = folder / planned.options.layout.township_file(township, SUMMARY_FILE)
        _put(built, target, summary(f"{township}{title}汇总表", planned.rubric, lines))
    if planned.options.townships:
        return
    if len(by_township) > 1:
        _put(built, folder / WHOLE_FILE, summary(f"{title}汇总表", planned.rubric, built.lines, whole=True))
    _put(built, folder / INDEX_FILE, index(built.index))


def _put(built: Built, target: Path, data: bytes) -> None:
    """Write one file of the whole, beside an old one that somebody changed."""
    built.problems += put(target, data)
    built.files += 1


def collect(source: Path, rubric_name: str, folder: Path, columns: Sequence[str] = ()) -> Collected:
    """Read back what people typed into the forms of a folder that was built with these columns.

    What the build itself printed, computed points and drafts too, is nobody's entry. Raises FormgenError F101 for
    no folder, T105 for a column no form has.
    """
    if not folder.is_dir():
        raise FormgenError(Problem("F101", Place(file=str(folder)), {"file": str(folder)}))
    scored = score_file(source, rubric_name)
    forms = forms_of(scored.rubric)
    wishes = Wishes(column_wishes([form.form for form in forms], columns), draft=True)
    return read_folder(folder, scored.cards, forms, wishes)


def take_over(source: Path, rubric_name: str, collected: Collected) -> Path:
    """Write what was read back into the data workbook. Returns the copy of the workbook as it was."""
    return intake.amend(source, load.load(rubric_name), [each.amendment for each in collected.found])


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
        built = build(plan(source, name, Options(draft=True)), place / "表格")
        scored = score_file(source, name)
        explanations(scored, place / "评分说明.docx")
        explanations(scored, place / "评分说明.xlsx")
        write_file(place / "示例数据.xlsx", source.read_bytes())
        intake.write_workbook(built.rubric, place / "空白数据工作簿.xlsx")
        made.append(Demo(built.rubric, source, place, built))
    return made
