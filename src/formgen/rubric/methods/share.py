"""按比例: full points times a share."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text, points_text
from formgen.rubric.conventions import WhenZero
from formgen.rubric.measures.measure import Quotient
from formgen.rubric.methods.method import MethodFault, MethodSpec
from formgen.rubric.methods.zero import decide_zero
from formgen.rubric.situation import Situation, Use, counts
from formgen.rubric.trace import Outcome, Step, Used, list_figures
from formgen.spec import Amount, Key, described


@dataclass(frozen=True, slots=True)
class Shared(Step):
    """Points in proportion."""

    of: Used
    to: Used
    full: Fraction
    raw: Fraction
    points: Fraction

    def say(self) -> str:
        """Say the figures, the calculation and the points."""
        above, below, full = exact_text(self.of.number), exact_text(self.to.number), exact_text(self.full)
        cut = f"，超过{full}分的按{full}分计" if self.raw > self.points else ""
        figures, raw = list_figures((self.of, self.to)), points_text(self.raw)
        return f"{figures}；{full}×{above}÷{below}＝{raw}分{cut}，得{points_text(self.points)}分。"


class Share(MethodSpec):
    """Points in proportion: ``full`` x of / to, never above ``full``."""

    kind: Literal["share"] = described("按比例：满分乘以两数之比")
    of: Key = described("分子：指标的键")
    to: Key = described("分母：指标的键")
    full: Amount = described("满分")
    when_zero: WhenZero | None = described("分母为零时；不写则按 conventions", default=None)

    @property
    def own_uses(self) -> list[Use]:
        """Return the figures above and below the line."""
        return counts(self.of, self.to)

    @property
    def quotients(self) -> list[Quotient]:
        """Return the share, unless it is one of a figure in itself: that is a fault of the record."""
        return [] if self.of == self.to else [Quotient([self.of], [self.to])]

    def largest(self, _points: Fraction) -> Fraction:
        """Return the full points."""
        return self.full

    def faults(self) -> Iterator[MethodFault]:
        """Yield a share of a figure in itself, and points that are not above zero."""
        if self.of == self.to:
            yield MethodFault("R124", ("to",), {"detail": "of 和 to 是同一个指标，永远是满分"})
        if self.full <= 0:
            yield MethodFault("R124", ("full",), {"detail": "满分应大于0"})

    def compute(self, situation: Situation) -> Outcome:
        """Multiply the full points by the share."""
        of, to = situation.take([self.of, self.to])
        if to.number == 0:
            return decide_zero(self.when_zero or situation.conventions.when_zero, self.full, (to,))
        raw = self.full * of.number / to.number
        points = min(raw, self.full)
        return Outcome.scored(points, Shared(of, to, self.full, raw, points))
