"""Points that stop at a cap. Shared by methods that add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import exact_text
from formgen.rubric.trace import Outcome, Step


@dataclass(frozen=True, slots=True)
class Capped(Step):
    """Points above the cap are cut."""

    raw: Fraction
    cap: Fraction

    def say(self) -> str:
        """Say the sum and the cap."""
        return f"合计{exact_text(self.raw)}分，最多得{exact_text(self.cap)}分。"


def cap_points(raw: Fraction, cap: Fraction | None, steps: Sequence[Step]) -> Outcome:
    """Return points, cut to the cap where there is one and they lie above it."""
    if cap is None or raw <= cap:
        return Outcome.scored(raw, *steps)
    return Outcome.scored(cap, *steps, Capped(raw, cap))


def lower_of(most: Fraction, cap: Fraction | None) -> Fraction:
    """Return the most points a capped sum can give."""
    return most if cap is None else min(most, cap)
