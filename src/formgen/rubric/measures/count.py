"""A plain count: ``2``."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from formgen.rubric.figures import StatedFigures
from formgen.rubric.measures.measure import Measurement, MeasureSpec, Quotient
from formgen.rubric.situation import Situation, Use, amounts
from formgen.rubric.trace import Step, Used
from formgen.spec import Key, ThresholdStyle, described


@dataclass(frozen=True, slots=True)
class CountTaken(Step):
    """A count as it was entered."""

    used: Used

    def say(self) -> str:
        """Say the figure."""
        return f"{self.used.say()}。"


class Count(MeasureSpec):
    """A plain count."""

    style: ClassVar[ThresholdStyle] = "count"

    kind: Literal["count"] = described("数量：一个数")
    of: Key = described("指标的键")

    @property
    def uses(self) -> list[Use]:
        """Return the count."""
        return amounts(self.of)

    @property
    def quotients(self) -> list[Quotient]:
        """Return none: nothing is divided."""
        return []

    def largest_value(self, figures: StatedFigures) -> Fraction | None:
        """Return the largest value of the figure."""
        return figures.largest(self.of)

    def compute(self, situation: Situation) -> Measurement:
        """Take the count; it is a share of one."""
        (used,) = situation.take([self.of])
        return Measurement(used.number, (CountTaken(used),), (used,), base=Fraction(1))
