"""A share of nothing. Shared by methods that divide."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.model import State
from formgen.rubric.conventions import DECISIONS, WhenZero
from formgen.rubric.trace import Aspect, Outcome, Step, Used, list_figures


@dataclass(frozen=True, slots=True)
class ZeroDenominator(Step):
    """A share of nothing, and what the reading in force makes of it."""

    to: tuple[Used, ...]
    decision: WhenZero

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """Say that the reading of a zero denominator was decisive."""
        return ("zero_denominator",)

    def say(self) -> str:
        """Say the figures and what follows."""
        return f"{list_figures(self.to)}，分母为0，{DECISIONS[self.decision]}。"


def decide_zero(
    decision: WhenZero, full: Fraction, to: tuple[Used, ...], before: Sequence[Step] = ()
) -> Outcome:
    """Return what a denominator of zero gives: nothing, ``full`` points, 不适用 or 待定."""
    steps = (*before, ZeroDenominator(to, decision))
    match decision:
        case "zero":
            return Outcome.scored(Fraction(0), *steps)
        case "full":
            return Outcome.scored(full, *steps)
        case "not_applicable":
            return Outcome(None, State.NOT_APPLICABLE, steps)
        case "pending":
            return Outcome.pending(*steps)
