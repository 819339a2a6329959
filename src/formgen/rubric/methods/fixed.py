"""Points that a case gives by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.rubric.methods.method import MethodFault, MethodSpec, PointsFor, refuse_negative
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, Step
from formgen.spec import Amount, Text, described


@dataclass(frozen=True, slots=True)
class Decided(Step):
    """What follows from the case alone."""

    note: str

    def say(self) -> str:
        """Say the note of the rubric."""
        return f"{self.note}。"


class Fixed(MethodSpec):
    """Points that follow from the case alone."""

    kind: Literal["fixed"] = described("固定分：由情形直接得分")
    points: Amount = described("得分")
    note: Text = described("说明：写在评分说明里的话")

    @property
    def own_points(self) -> list[PointsFor]:
        """Return its points."""
        return [PointsFor((), self.note, "", self.points)]

    def largest(self, _points: Fraction) -> Fraction:
        """Return its points."""
        return self.points

    def faults(self) -> Iterator[MethodFault]:
        """Yield negative points."""
        yield from refuse_negative(self.points, "points")

    def compute(self, _situation: Situation) -> Outcome:
        """Give its points."""
        return Outcome.scored(self.points, Decided(self.note))
