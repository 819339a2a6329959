"""按比例: full points times a share."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text, points_text
from formgen.rubric.conventions import WhenZero
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.methods.zero import decide_zero
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, Step, Used, list_figures
from formgen.spec import Exact, Key, described


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

    kind: Literal["share"]
    of: Key
    to: Key
    full: Exact = described("满分")
    when_zero: WhenZero | None = described("分母为零时；不写则按 conventions", default=None)

    @property
    def own_keys(self) -> tuple[str, str]:
        """Return the keys above and below the line."""
        return self.of, self.to

    def largest(self, _points: Fraction) -> Fraction:
        """Return the full points."""
        return self.full

    def compute(self, situation: Situation) -> Outcome:
        """Multiply the full points by the share."""
        of, to = situation.take([self.of, self.to])
        if to.number == 0:
            return decide_zero(self.when_zero or situation.conventions.when_zero, self.full, (to,))
        raw = self.full * of.number / to.number
        points = min(raw, self.full)
        return Outcome.scored(points, Shared(of, to, self.full, raw, points))
