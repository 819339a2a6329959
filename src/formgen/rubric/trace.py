"""The trace of a computation: what was read, compared and decided. Explanations are made from it alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.model import Figure, State
from formgen.rubric.types import Mark


@dataclass(frozen=True, slots=True)
class Used:
    """A figure that took part: its key, its label in the rubric, and the figure itself."""

    key: str
    label: str
    unit: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Missing:
    """Figures that are not there: the result is 待定."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unusable:
    """Figures that hold something unusable (text for a number, a negative head)."""

    used: tuple[Used, ...]


@dataclass(frozen=True, slots=True)
class Disagree:
    """Figures that contradict each other, in the words of the relation."""

    used: tuple[Used, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure and its exact value; ``style`` is ratio, proportion or count."""

    style: str
    value: Fraction
    of: tuple[Used, ...]
    to: tuple[Used, ...] = ()


@dataclass(frozen=True, slots=True)
class Averaged:
    """A twelve-month mean: one rate a month, and how they were averaged."""

    value: Fraction
    rates: tuple[Fraction, ...]
    counts: tuple[tuple[Used, Used], ...]
    mean: str


@dataclass(frozen=True, slots=True)
class MonthsMissing:
    """Months without a figure."""

    labels: tuple[str, ...]
    months: tuple[int, ...]
    averaged: bool


@dataclass(frozen=True, slots=True)
class ZeroDenominator:
    """A share of nothing, and what the reading in force makes of it."""

    to: tuple[Used, ...]
    decision: str


@dataclass(frozen=True, slots=True)
class TierReached:
    """The tier that decided and the next one; ``lacking`` counts what is missing to it, other figures equal."""

    mark: Mark | None
    falling: bool
    points: Fraction | None
    next_mark: Mark | None = None
    next_points: Fraction | None = None
    lacking: int | None = None
    unit: str = ""
    on_edge: bool = False
    boundary: str = "include"
    proportional: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """Points in proportion."""

    of: Used
    to: Used
    full: Fraction
    raw: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Started:
    """The points deductions start from; ``judged`` when a reviewer gave them."""

    points: Fraction
    judged: bool


@dataclass(frozen=True, slots=True)
class Deducted:
    """One ground for deduction and what it cost."""

    label: str
    used: tuple[Used, ...]
    count: Fraction
    each: Fraction
    once: bool
    total: Fraction


@dataclass(frozen=True, slots=True)
class Floored:
    """Deductions stopped at the floor."""

    raw: Fraction
    floor: Fraction


@dataclass(frozen=True, slots=True)
class Answered:
    """One element of a checklist; ``partial`` when a reviewer gave part of its points."""

    label: str
    used: Used
    points: Fraction
    full: Fraction
    partial: bool = False


@dataclass(frozen=True, slots=True)
class NobodyServed:
    """An element nobody needs here, and what the reading in force makes of it."""

    label: str
    decision: str


@dataclass(frozen=True, slots=True)
class Voided:
    """A checklist whose sum stays below the mark that voids it."""

    total: Fraction
    mark: Fraction


@dataclass(frozen=True, slots=True)
class LevelReached:
    """The level of service reached; ``summed`` when lower levels add to it."""

    used: Used
    label: str
    points: Fraction
    summed: bool
    next_label: str = ""
    next_points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """One weighted count."""

    label: str
    used: Used
    each: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class Capped:
    """Points above the cap are cut."""

    raw: Fraction
    cap: Fraction


@dataclass(frozen=True, slots=True)
class GivenByReviewer:
    """Points a person gave, with who and why."""

    points: Fraction
    by: str
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class AwaitsReviewer:
    """A person has to decide; ``note`` says why."""

    note: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Points that follow from the case alone."""

    points: Fraction | None
    note: str


@dataclass(frozen=True, slots=True)
class PartTrace:
    """A part of a criterion with its own outcome; ``counts`` is False for a part a better one replaced."""

    key: str
    label: str
    outcome: "Outcome"
    counts: bool = True


Step = (
    Missing
    | Unusable
    | Disagree
    | Measured
    | Averaged
    | MonthsMissing
    | ZeroDenominator
    | TierReached
    | Shared
    | Started
    | Deducted
    | Floored
    | Answered
    | NobodyServed
    | Voided
    | LevelReached
    | Counted
    | Capped
    | GivenByReviewer
    | AwaitsReviewer
    | Decided
    | PartTrace
)

# The aspect of an interpretation that a step shows to be decisive.
ASPECTS: Mapping[type, str] = {
    ZeroDenominator: "zero_denominator",
    MonthsMissing: "months_missing",
    Averaged: "monthly_mean",
    NobodyServed: "nobody",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method gave: points or None, the state, and the trace that led there."""

    points: Fraction | None
    state: State
    steps: tuple[Step, ...] = ()


def walk(outcome: Outcome) -> list[Step]:
    """Return all steps, those of the parts included."""
    found: list[Step] = []
    for step in outcome.steps:
        found.append(step)
        if isinstance(step, PartTrace):
            found += walk(step.outcome)
    return found
