"""How many of one thing there are for each one of another: ``1:3``."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from formgen.exact import cut_text, exact_text
from formgen.rubric.figures import RuleFault, StatedFigures
from formgen.rubric.measures.measure import (
    ADVICE_ON_QUOTIENTS,
    Measurement,
    MeasureSpec,
    Quotient,
    divide,
    list_distinct,
)
from formgen.rubric.situation import Situation, Use, counts
from formgen.rubric.trace import Step, Used, add_up, list_figures
from formgen.spec import Key, ThresholdStyle, described


@dataclass(frozen=True, slots=True)
class ProportionMeasured(Step):
    """How many of ``of`` there are for each one of ``to``."""

    value: Fraction
    of: tuple[Used, ...]
    to: tuple[Used, ...]

    def say(self) -> str:
        """Say the figures and the proportion, cut to two decimals."""
        above, below = exact_text(add_up(self.of)), exact_text(add_up(self.to))
        figures = list_figures(list_distinct(self.of, self.to))
        return f"{figures}；{below}比{above}，即1:{cut_text(self.value)}。"


class Proportion(MeasureSpec):
    """``1:n``, how many of ``many`` there are for each one of ``one``."""

    style: ClassVar[ThresholdStyle] = "proportion"

    kind: Literal["proportion"] = described("比例：1:n")
    one: Key = described("比例的前项（1）")
    many: Key = described("比例的后项（n）")

    @property
    def uses(self) -> list[Use]:
        """Return both figures."""
        return counts(self.one, self.many)

    @property
    def quotients(self) -> list[Quotient]:
        """Return none: the one may be a part of the many, or stand beside them."""
        return []

    @property
    def proportions(self) -> list[Quotient]:
        """Return how many of the many there are for each one."""
        return [] if self.one == self.many else [Quotient([self.many], [self.one])]

    def largest_value(self, figures: StatedFigures) -> Fraction | None:
        """Return one where the many are a part of the one."""
        within = self.many != self.one and figures.never_exceeds([self.many], [self.one])
        return Fraction(1) if within else None

    def faults(self) -> Iterator[RuleFault]:
        """Yield a proportion of a figure to itself."""
        if self.one == self.many:
            yield RuleFault((), "的 one 和 many 是同一个指标，永远是1:1", ADVICE_ON_QUOTIENTS)

    def compute(self, situation: Situation) -> Measurement:
        """Divide the many by the one."""
        return divide([self.many], [self.one], situation, ProportionMeasured)
