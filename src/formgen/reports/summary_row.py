"""What a summary needs of one community: small enough to keep thirty thousand of them. Knows no Excel and no file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from formgen.exact import exact_text, round_points
from formgen.model import State, Who
from formgen.problems import Problem
from formgen.rubric.open_parts import say_open
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import STATE_WORDS, name_level
from formgen.rubric.verdict import Verdict

_Value = TypeVar("_Value")
_NAMED = 5  # communities that a sentence names
_CIRCLED = 20  # numbers that Unicode has in a circle


@dataclass(frozen=True, slots=True)
class OpenCriterion:
    """A criterion without points: its short number and full label, why, and what would prove it."""

    short: str
    label: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class LevelDifference:
    """A criterion for which a level entered other points than were computed; ``level`` is a word such as 自评.

    Both are as they are printed; ``computed`` is None for a criterion that does not apply.
    """

    level: str
    short: str
    label: str
    entered: Fraction
    computed: Fraction | None

    @property
    def computed_words(self) -> str:
        """Return the computed points for print: 不适用 where the criterion does not apply."""
        return STATE_WORDS[State.NOT_APPLICABLE] if self.computed is None else exact_text(self.computed)


@dataclass(frozen=True, slots=True)
class StandardLine:
    """A standard (评定标准): its title, its result in words, and the figures that decided it or are missing."""

    title: str
    words: str
    figures: str


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One community's row of a 汇总表, with all that is listed besides.

    ``points`` are None while 待定, and 不适用 for a criterion that does not apply. ``lack`` says what the deciding level
    did not enter, empty where it is through or has not begun.
    """

    township: str
    name: str
    points: tuple[Fraction | str | None, ...]
    main: Fraction | None
    bonus: Fraction | None
    total: Fraction | None
    final: Fraction | None
    basis: str
    verdict: Verdict
    standards: tuple[StandardLine, ...]
    open: tuple[OpenCriterion, ...]
    differences: tuple[LevelDifference, ...]
    problems: tuple[Problem, ...]
    grade: str = ""
    lack: str = ""

    @property
    def who(self) -> Who:
        """Return who the community is."""
        return Who(self.township, self.name)


def share_parts(row: SummaryRow, pool: dict[object, object]) -> SummaryRow:
    """Return a row whose equal parts are the same objects as in earlier rows.

    What comes back from worker processes repeats itself thirty thousand times: points, labels, evidence.
    """
    return replace(
        row,
        township=_pool(row.township, pool),
        points=_pool(tuple(_pool(points, pool) for points in row.points), pool),
        main=_pool(row.main, pool),
        bonus=_pool(row.bonus, pool),
        total=_pool(row.total, pool),
        final=_pool(row.final, pool),
        basis=_pool(row.basis, pool),
        verdict=_pool(row.verdict, pool),
        grade=_pool(row.grade, pool),
        lack=_pool(row.lack, pool),
        standards=tuple(_pool(each, pool) for each in row.standards),
        open=tuple(_pool(each, pool) for each in row.open),
        differences=tuple(_pool(each, pool) for each in row.differences),
    )


def _pool(value: _Value, pool: dict[object, object]) -> _Value:
    pooled: _Value = pool.setdefault(value, value)  # type: ignore[assignment]  # a value is kept under itself
    return pooled


def number_criteria(rubric: Rubric) -> Mapping[str, str]:
    """Return a short number for every criterion, by key: that of the notice, with ①② where it prints one twice."""
    printed = [rubric.criteria[key].number for key in rubric.ordered()]
    found: dict[str, str] = {}
    for at, (key, number) in enumerate(zip(rubric.ordered(), printed, strict=True)):
        place = printed[:at].count(number)
        found[key] = f"{number}{_count_off(place)}" if printed.count(number) > 1 else number
    return found


def _count_off(place: int) -> str:
    """Return ① for 0 and so on; beyond ⑳ a number in brackets."""
    return chr(ord("①") + place) if place < _CIRCLED else f"（{place + 1}）"


def join_numbers(shorts: Iterable[str], numbers: Sequence[str]) -> str:
    """Return numbers of criteria in the order of the notice, three and more in a row as 1至12; others behind them."""
    wanted = dict.fromkeys(shorts)
    runs = list[list[str]]()
    for at, number in enumerate(numbers):
        if number in wanted and runs and at and runs[-1][-1] == numbers[at - 1]:
            runs[-1].append(number)
        elif number in wanted:
            runs.append([number])
    told = [
        f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(run)  # noqa: PLR2004 - two are no stretch
        for run in runs
    ]
    return "、".join([*told, *(each for each in wanted if each not in numbers)])


def make_summary_row(card: Scorecard, problems: Sequence[Problem] = ()) -> SummaryRow:
    """Return the row of a scorecard, with the problems met while its data were read and its forms filled."""
    final, verdict, numbers = card.final, card.verdict, number_criteria(card.rubric)
    return SummaryRow(
        township=card.community.township,
        name=card.community.name,
        points=tuple(_points(card, key) for key in card.outcomes),
        main=card.main,
        bonus=card.bonus if card.rubric.bonus else None,
        total=card.total,
        final=final.total,
        basis=card.basis,
        verdict=verdict,
        standards=tuple(
            StandardLine(each.title, each.words, "".join(each.sentences)) for each in card.explain_standards()
        ),
        open=tuple(_list_open(card, verdict, numbers)),
        differences=tuple(
            LevelDifference(
                name_level(card.rubric.columns, each.level),
                numbers[each.key],
                card.label(each.key),
                round_points(each.entered, [each.full]),
                None if each.computed is None else round_points(each.computed, [each.full]),
            )
            for each in card.differences
        ),
        problems=(*card.problems, *problems),
        grade=card.grade.words if card.grade else "",
        lack=card.explain_lack(),
    )


def _points(card: Scorecard, key: str) -> Fraction | str | None:
    outcome = card.outcomes[key]
    return STATE_WORDS[outcome.state] if outcome.state is State.NOT_APPLICABLE else outcome.points


def _list_open(card: Scorecard, verdict: Verdict, numbers: Mapping[str, str]) -> Iterator[OpenCriterion]:
    """Yield what is 待定: criteria, standards, and the verdict where the notice names nothing to decide it by."""
    waiting = set(card.open_keys)
    for each in card.explain() if waiting else ():
        if each.key in waiting:
            reason = say_open(each.sentences, card.outcomes[each.key].walk(), each.state)
            evidence = "；".join(each.evidence)
            yield OpenCriterion(numbers[each.key], card.label(each.key), reason, evidence)
    for result in card.gates:
        if result.is_open:
            title = result.gate.title
            reason = say_open(result.sentences(), result.steps, result.state)
            yield OpenCriterion(f"“{title}”", f"评定标准：{title}", reason, "")
    if verdict.undecidable:
        yield OpenCriterion(verdict.undecidable, "是否合格", verdict.undecidable, "")


def list_lacks(rows: Sequence[SummaryRow]) -> list[str]:
    """Return what the deciding level did not enter, each once with the communities, as sentences."""
    return _say_each((row.lack.removesuffix("。"), row.who.full_name) for row in rows if row.lack)


def list_unmet(listed: Iterable[tuple[str, Verdict]]) -> list[str]:
    """Return the standards that fail without deciding the verdict, each once with the communities, as sentences.

    ``listed`` are communities by their names, with their verdicts.
    """
    return _say_each(
        (f"评定标准“{title}”不符合，结论不由它定", name)
        for name, verdict in listed
        for title in verdict.unmet
    )


def say_open_standards(listed: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return the standards that are open without deciding the verdict, each once with the communities, as sentences."""
    return _say_each(
        (f"评定标准“{title}”待定，结论不由它定", name) for name, titles in listed for title in titles
    )


def _say_each(listed: Iterable[tuple[str, str]]) -> list[str]:
    """Return each of some sayings once, with the first of the communities it is said of."""
    found: dict[str, list[str]] = {}
    for said, name in listed:
        found.setdefault(said, []).append(name)
    return [
        f"{said}（{len(names)}个：{'、'.join(names[:_NAMED])}{'等' if len(names) > _NAMED else ''}）。"
        for said, names in found.items()
    ]
