"""Explain: from an outcome to plain Chinese. Every sentence is made from the trace of the computation.

Knows the rubric (clause, evidence, readings in force) and outcomes. Pure: no file, clock or format.
"""

from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import exact_text, points_text
from formgen.model import State
from formgen.rubric.schema import Rubric
from formgen.rubric.trace import Outcome


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
        points="" if outcome.points is None else points_text(outcome.points),
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
