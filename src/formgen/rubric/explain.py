"""Explain: from a scorecard to plain Chinese. Every sentence is made from the trace of the computation."""

from dataclasses import dataclass

from formgen.exact import exact_text, points_text
from formgen.model import State
from formgen.rubric import trace
from formgen.rubric.score import Scorecard
from formgen.rubric.sentences import say
from formgen.rubric.trace import Outcome, PartTrace, Step, walk

VERDICTS = {True: "合格", False: "不合格", None: ""}
STATE_WORDS = {
    State.SCORED: "计算得出",
    State.JUDGED: "评审评定",
    State.PENDING: "待定",
    State.NOT_APPLICABLE: "不适用",
    State.CONTRADICTION: "数据有误",
}


@dataclass(frozen=True, slots=True)
class ReadingUsed:
    """An interpretation that bears on a criterion, and the reading in force; ``decisive`` when it shows."""

    name: str
    title: str
    reading: str
    decisive: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """One criterion explained."""

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


def explain(card: Scorecard) -> list[Explanation]:
    """Explain every criterion of a scorecard, in the order of the printed table."""
    return [_explain(card, key) for key in card.outcomes]


def _explain(card: Scorecard, key: str) -> Explanation:
    criterion, outcome = card.rubric.criteria[key], card.outcomes[key]
    claim = card.claim("self", key)
    return Explanation(
        key=key,
        number=criterion.number,
        name=criterion.name,
        points="" if outcome.points is None else points_text(outcome.points),
        full=exact_text(criterion.points),
        state=outcome.state,
        clause=criterion.clause,
        sentences=tuple(sentences(outcome)),
        readings=tuple(readings(card, key)),
        evidence=tuple(criterion.evidence),
        claim="" if claim is None else exact_text(claim),
    )


def readings(card: Scorecard, key: str) -> list[ReadingUsed]:
    """Return the interpretations that bear on a criterion with the readings in force."""
    aspects = {aspect for step in walk(card.outcomes[key]) for aspect in _aspects(step)}
    return [
        ReadingUsed(
            name,
            interpretation.title,
            interpretation.readings[card.rubric.reading(name)].zh,
            interpretation.aspect in aspects,
        )
        for name, interpretation in card.rubric.interpretations.items()
        if key in interpretation.criteria
    ]


def _aspects(step: Step) -> list[str]:
    """Return the aspects of interpretations that a step shows to be decisive."""
    if isinstance(step, trace.TierReached):
        return [*(["boundary"] if step.on_edge else []), *(["below"] if step.mark is None else [])]
    if isinstance(step, trace.Answered) and step.partial:
        return ["partial"]
    if isinstance(step, trace.Deducted) and step.count > 1:
        return ["deduction"]
    aspect = trace.ASPECTS.get(type(step))
    return [aspect] if aspect else []


def sentences(outcome: Outcome) -> list[str]:
    """Return the sentences of an outcome, those of its parts introduced by the part's name."""
    told: list[str] = []
    for step in outcome.steps:
        if isinstance(step, PartTrace):
            told += _part(step)
        else:
            told.append(say(step))
    return told


def _part(part: PartTrace) -> list[str]:
    points = part.outcome.points
    result = STATE_WORDS[part.outcome.state] if points is None else f"{points_text(points)}分"
    head = f"【{part.label}】{result}" + ("" if part.counts else "（取高，未计入）")
    inner = sentences(part.outcome)
    return [f"{head}：{inner[0]}", *inner[1:]] if inner else [head]
