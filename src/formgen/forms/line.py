"""What a summary needs of one community: small enough to keep thirty thousand of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.problems import Problem
from formgen.rubric.explain import explain
from formgen.rubric.score import Scorecard


@dataclass(frozen=True, slots=True)
class Open:
    """A criterion without points: its short and full label, why, and what would prove it."""

    short: str
    label: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion whose 自评 differs from the computation."""

    short: str
    label: str
    claim: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """One community's line of a 汇总表, with all that is listed beside it."""

    township: str
    name: str
    points: tuple[Fraction | None, ...]
    main: Fraction | None
    bonus: Fraction | None
    total: Fraction | None
    passed: bool | None
    open: tuple[Open, ...]
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]


def line_of(card: Scorecard, problems: Sequence[Problem] = ()) -> Line:
    """Return the line of a scorecard, with the problems met while its forms were filled."""
    waiting = set(card.open_keys)
    explanations = explain(card) if waiting else []
    return Line(
        township=card.community.township,
        name=card.community.name,
        points=tuple(card.points(key) for key in card.outcomes),
        main=card.main,
        bonus=card.bonus if card.rubric.bonus else None,
        total=card.total,
        passed=card.passed,
        open=tuple(
            Open(
                card.short_label(each.key),
                card.label(each.key),
                "".join(each.sentences),
                "；".join(each.evidence),
            )
            for each in explanations
            if each.key in waiting
        ),
        differences=tuple(
            Difference(card.short_label(key), card.label(key), claim, points)
            for key, claim, points in card.differences
        ),
        problems=(*card.problems, *problems),
    )
