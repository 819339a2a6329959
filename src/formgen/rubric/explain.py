"""Explain: from an outcome to plain Chinese. Every sentence is made from the trace of the computation.

Knows the rubric (clause, evidence, readings in force) and outcomes. Pure: no file, clock or format.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import cut_text, exact_text, points_text
from formgen.model import Figure, State
from formgen.quoting import quote, shorten
from formgen.rubric.schema import Rubric
from formgen.rubric.standards import GateResult
from formgen.rubric.terms import name_level
from formgen.rubric.totals import FinalScore, Total
from formgen.rubric.trace import Outcome

_SHOWN = 5  # numbers of criteria that a sentence lists
_ONE_BY_ONE = 3  # points that cannot be used, up to which each is named


@dataclass(frozen=True, slots=True)
class ReadingUsed:
    """An interpretation that bears on a criterion, and the reading in force; ``decisive`` when it shows."""

    name: str
    title: str
    reading: str
    decisive: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """One criterion explained. Points are texts for print, empty for none; ``claim`` is the 自评."""

    key: str
    number: str
    name: str
    points: str
    full: str
    state: State
    clause: str
    sentences: tuple[str, ...]
    readings: tuple[ReadingUsed, ...]
    evidence: tuple[str, ...]
    claim: str


def explain_outcome(rubric: Rubric, key: str, outcome: Outcome, claim: Fraction | None) -> Explanation:
    """Explain the outcome of one criterion; ``claim`` are the points of the 自评, if any."""
    criterion = rubric.criteria[key]
    return Explanation(
        key=key,
        number=criterion.number,
        name=criterion.name,
        points="" if outcome.points is None else points_text(outcome.points, [criterion.points]),
        full=exact_text(criterion.points),
        state=outcome.state,
        clause=criterion.clause,
        sentences=tuple(outcome.sentences()),
        readings=tuple(readings_used(rubric, key, outcome)),
        evidence=tuple(criterion.evidence),
        claim="" if claim is None else exact_text(claim),
    )


def readings_used(rubric: Rubric, key: str, outcome: Outcome) -> list[ReadingUsed]:
    """Return the interpretations that bear on a criterion with the readings in force."""
    aspects = {aspect for step in outcome.walk() for aspect in step.aspects}
    return [
        ReadingUsed(
            name,
            interpretation.title,
            interpretation.readings[rubric.reading(name)].zh,
            interpretation.aspect in aspects,
        )
        for name, interpretation in rubric.interpretations.items()
        if key in interpretation.criteria
    ]


@dataclass(frozen=True, slots=True)
class StandardExplanation:
    """One standard (评定标准) explained: whether it holds in words, its clause, and the sentences that say why."""

    key: str
    title: str
    words: str
    clause: str
    sentences: tuple[str, ...]


def explain_gate(result: GateResult) -> StandardExplanation:
    """Explain the result of one standard."""
    gate = result.gate
    return StandardExplanation(result.key, gate.title, result.words, gate.clause, tuple(result.sentences()))


def name_basis(rubric: Rubric, final: FinalScore) -> str:
    """Return what a final score rests on, as short as a list needs it: 计算, 市级, 计算折算."""
    return (name_level(rubric.columns, final.level) if final.level else "计算") + (
        "折算" if final.converted else ""
    )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many criteria do not apply at all, and how many only in part."""

    whole: int
    in_part: int

    def say(self) -> str:
        """Say how many there are, empty where everything applies."""
        whole = f"{self.whole}项不适用" if self.whole else ""
        return "，".join(filter(None, (whole, f"{self.in_part}项有部分不适用" if self.in_part else "")))


def explain_lack(rubric: Rubric, missing: Sequence[str], *, waits: bool = False) -> str:
    """Say for which criteria, by their numbers, the deciding level entered no points, and what counts meanwhile.

    ``waits`` says that nothing does: some of its points were entered and cannot be used.
    """
    column = next(title for level, title in rubric.columns.items() if level == rubric.final_column)
    which = "、".join(missing[:_SHOWN]) + ("等" if len(missing) > _SHOWN else "")
    meanwhile = "没有读到可用的分" if waits else "没有录入"
    return f"{column}还有{len(missing)}项{meanwhile}（{which}）" + (
        "。" if waits else "，以按数据计算的得分为准。"
    )


def explain_final(rubric: Rubric, final: FinalScore, computed: Total, left_out: LeftOut) -> list[str]:
    """Say which score counts, and how it was made of what was computed or entered."""
    found = []
    if final.level:
        column = next(title for level, title in rubric.columns.items() if level == final.level)
        entered, own = (_say_points(rubric, each.total) for each in (final.plain, computed))
        found.append(f"以{column}为准：{entered}；按数据计算：{own}。")
    said = left_out.say()
    if said and not final.plain.due:
        found.append(f"{said}，没有适用的评分项。")
    elif said and final.plain.main is not None and final.main is not None:
        due, main = exact_text(final.plain.due), points_text(final.plain.main, rubric.marks)
        text = f"{said}，不计入：应得{due}分，实得{main}分"
        if final.converted:
            text += f"，折算{main}÷{due}×{exact_text(rubric.total)}＝{cut_text(final.main)}分"
        found.append(f"{text}。")
    return found


def explain_unusable(column: str, entered: Mapping[str, Figure]) -> list[str]:
    """Say which points that a level entered, by the labels of criteria, cannot be used, and where they stand.

    Many have one cause, such as a row that was entered twice: they are counted, and the first one is named.
    """
    said = []
    for label, figure in entered.items():
        place = f"（{figure.place.short}）" if figure.place.short else ""
        shown = f"填的“{quote(shorten(figure.text))}”" if figure.text else "公式没有结果"
        said.append(f"“{label}”{shown}{place}")
    if len(said) > _ONE_BY_ONE:
        return [f"{column}有{len(said)}项不能采用，如{said[0]}"]
    return [f"{column}{each}不能采用" for each in said]


def explain_stray(rubric: Rubric, named: Figure) -> str:
    """Say that points were entered, but not by which level, or not for which criterion, and where.

    ``named`` is what stands where the level should be named; the key of a level stands for points without criteria.
    """
    place = f"（{named.place.short}）" if named.place.short else ""
    if title := {str(level): title for level, title in rubric.columns.items()}.get(named.text):
        return f"{title}没有逐项写，看不出各项多少分{place}"
    said = f"写的是“{quote(shorten(named.text))}”" if named.text else "空着"
    return f"有一级评分认不出是哪一级，评分栏{said}{place}"


def explain_doubt(doubt: Figure) -> str:
    """Say why points of a level that were entered could not be read, and where they stand."""
    return quote(doubt.text) + (f"（{doubt.place.short}）" if doubt.place.short else "")


def _say_points(rubric: Rubric, points: Fraction | None) -> str:
    return "待定" if points is None else f"{points_text(points, rubric.marks)}分"
