"""What a summary needs of one community: small enough to keep thirty thousand of them. Knows no Excel and no file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from formgen.model import Who
from formgen.problems import Problem
from formgen.rubric.score import Scorecard

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class OpenCriterion:
    """A criterion without points: its short and full label, why, and what would prove it."""

    short: str
    label: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ClaimDifference:
    """A criterion whose 自评 differs from the computation."""

    short: str
    label: str
    claim: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One community's line of a 汇总表, with all that is listed beside it."""

    township: str
    name: str
    points: tuple[Fraction | None, ...]
    main: Fraction | None
    bonus: Fraction | None
    total: Fraction | None
    passed: bool | None
    open: tuple[OpenCriterion, ...]
    differences: tuple[ClaimDifference, ...]
    problems: tuple[Problem, ...]

    @property
    def who(self) -> Who:
        """Return who the community is."""
        return Who(self.township, self.name)


def share_parts(line: SummaryRow, pool: dict[object, object]) -> SummaryRow:
    """Return a line whose equal parts are the same objects as in earlier lines.

    What comes back from worker processes repeats itself thirty thousand times: points, labels, evidence.
    """
    return replace(
        line,
        township=_pool(line.township, pool),
        points=_pool(tuple(_pool(points, pool) for points in line.points), pool),
        main=_pool(line.main, pool),
        bonus=_pool(line.bonus, pool),
        total=_pool(line.total, pool),
        open=tuple(_pool(each, pool) for each in line.open),
        differences=tuple(_pool(each, pool) for each in line.differences),
    )


def _pool(value: _Value, pool: dict[object, object]) -> _Value:
    pooled: _Value = pool.setdefault(value, value)  # type: ignore[assignment]  # a value is kept under itself
    return pooled


def make_summary_row(card: Scorecard, problems: Sequence[Problem] = ()) -> SummaryRow:
    """Return the line of a scorecard, with the problems met while its forms were filled."""
    waiting = set(card.open_keys)
    explanations = card.explain() if waiting else []
    return SummaryRow(
        township=card.community.township,
        name=card.community.name,
        points=tuple(card.points(key) for key in card.outcomes),
        main=card.main,
        bonus=card.bonus if card.rubric.bonus else None,
        total=card.total,
        passed=card.passed,
        open=tuple(
            OpenCriterion(
                card.short_label(each.key),
                card.label(each.key),
                "".join(each.sentences),
                "；".join(each.evidence),
            )
            for each in explanations
            if each.key in waiting
        ),
        differences=tuple(
            ClaimDifference(card.short_label(each.key), card.label(each.key), each.claim, each.points)
            for each in card.differences
        ),
        problems=(*card.problems, *problems),
    )
