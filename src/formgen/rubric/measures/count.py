"""A plain count: ``2``."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from formgen.rubric.measures.measure import Measurement, MeasureSpec
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Step, Used
from formgen.spec import Key, described


@dataclass(frozen=True, slots=True)
class CountTaken(Step):
    """A count as it was entered."""

    used: Used

    def say(self) -> str:
        """Say the figure."""
        return f"{self.used.say()}。"


class Count(MeasureSpec):
    """A plain count."""

    style: ClassVar[str] = "count"

    kind: Literal["count"]
    of: Key = described("指标的键")

    @property
    def keys(self) -> list[str]:
        """Return the key of the count."""
        return [self.of]

    def compute(self, situation: Situation) -> Measurement:
        """Take the count; it is a share of one."""
        (used,) = situation.take([self.of])
        return Measurement(used.number, (CountTaken(used),), (used,), base=Fraction(1))
