"""The lowest of several ratios."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from formgen.rubric.figures import RuleFault
from formgen.rubric.measures.measure import ADVICE_ON_QUOTIENTS, Measurement, MeasureSpec, Quotient
from formgen.rubric.measures.ratio import Ratio
from formgen.rubric.situation import Situation, Use
from formgen.spec import ThresholdStyle, described


class Lowest(MeasureSpec):
    """The lowest of several ratios: each of them must reach the mark."""

    style: ClassVar[ThresholdStyle] = "ratio"

    kind: Literal["lowest"] = described("最低：几个比率中最低的一个")
    among: list[Ratio] = described("逐一比较的比率", min_length=1)

    @property
    def uses(self) -> list[Use]:
        """Return the figures of all ratios."""
        return [use for ratio in self.among for use in ratio.uses]

    @property
    def quotients(self) -> list[Quotient]:
        """Return all ratios."""
        return [Quotient(ratio.of, ratio.to, ("among", at)) for at, ratio in enumerate(self.among)]

    def faults(self) -> Iterator[RuleFault]:
        """Yield ratios that stand among the others twice."""
        figures = [(set(ratio.of), set(ratio.to)) for ratio in self.among]
        for at, each in enumerate(figures):
            if each in figures[:at]:
                yield RuleFault(("among", at), "的 among 里有两个一样的比率", ADVICE_ON_QUOTIENTS)

    def compute(self, situation: Situation) -> Measurement:
        """Measure all, and return the lowest; a ratio of nothing counts as lower than any, and keeps the others."""
        found = [ratio.compute(situation) for ratio in self.among]
        known = [each for each in found if each.value is not None]
        others = min(known, key=lambda each: each.value or 0) if known else None
        empty = next((each for each in found if each.value is None), None)
        if empty is not None:
            return replace(empty, others=others)
        return others or found[0]
