"""A share of one thing in another: ``95%``."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from formgen.exact import exact_text, percent_text
from formgen.rubric.measures.measure import Measurement, MeasureSpec, Quotient, divide, list_distinct
from formgen.rubric.situation import Situation, Use, counts
from formgen.rubric.trace import Step, Used, add_up, list_figures
from formgen.spec import Key, ThresholdStyle, described


@dataclass(frozen=True, slots=True)
class RatioMeasured(Step):
    """A share and the figures it was made from."""

    value: Fraction
    of: tuple[Used, ...]
    to: tuple[Used, ...]

    @property
    def rate(self) -> Fraction:
        """Return the share."""
        return self.value

    def say(self) -> str:
        """Say the figures, the division and the share, cut to two decimals."""
        above, below = exact_text(add_up(self.of)), exact_text(add_up(self.to))
        figures = list_figures(list_distinct(self.of, self.to))
        return f"{figures}；{above}÷{below}＝{percent_text(self.value)}。"


class Ratio(MeasureSpec):
    """A share: sum of ``of`` over sum of ``to``, both counts of one community."""

    style: ClassVar[ThresholdStyle] = "ratio"

    kind: Literal["ratio"] = described("比率：分子除以分母")
    of: list[Key] = described("分子：指标的键，多个则相加", min_length=1)
    to: list[Key] = described("分母：指标的键，多个则相加", min_length=1)

    @property
    def uses(self) -> list[Use]:
        """Return the figures above and below the line."""
        return counts(*self.of, *self.to)

    @property
    def quotients(self) -> list[Quotient]:
        """Return the one it is."""
        return [Quotient(self.of, self.to)]

    def compute(self, situation: Situation) -> Measurement:
        """Divide."""
        return divide(self.of, self.to, situation, RatioMeasured)
