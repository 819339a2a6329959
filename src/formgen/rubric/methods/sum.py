"""分项相加: pieces that add up."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from formgen.model import State
from formgen.rubric.methods.cap import cap_points, lower_of
from formgen.rubric.methods.method import MethodFault, MethodSpec, Nested, refuse_idle_cap
from formgen.rubric.methods.pieces import Piece, most_that_apply, nested_in, worst_state
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, PieceTrace
from formgen.spec import Amount, Key, described


class Sum(MethodSpec):
    """Points of the parts add up."""

    kind: Literal["sum"] = described("分项相加")
    parts: dict[Key, Piece] = described("各部分得分相加", min_length=1)
    cap: Amount | None = described("最多得分", default=None)

    @property
    def nested(self) -> list[Nested]:
        """Return the methods of the pieces."""
        return nested_in(self.parts)

    def faults(self) -> Iterator[MethodFault]:
        """Yield a cap that leaves nothing, and figures that give or take points in two pieces."""
        yield from refuse_idle_cap(self.cap)
        seen: set[str] = set()
        for key, piece in self.parts.items():
            for ground in sorted(seen & piece.method.grounds):
                yield MethodFault("R124", ("parts", key), {"detail": f"“{ground}”在前面的部分里已经计过分"})
            seen |= piece.method.grounds

    def largest(self, points: Fraction) -> Fraction:
        """Return what all pieces can give together, up to the cap."""
        most = sum((piece.method.largest(points) for piece in self.parts.values()), Fraction(0))
        return lower_of(most, self.cap)

    def compute(self, situation: Situation) -> Outcome:
        """Add up the pieces that apply; one that is not decided leaves the whole undecided."""
        outcomes = {key: piece.method.apply(situation) for key, piece in self.parts.items()}
        pieces = [PieceTrace(key, self.parts[key].label, outcome) for key, outcome in outcomes.items()]
        applying = most_that_apply(self.parts, outcomes, situation.points)
        if not applying:
            return Outcome(None, State.NOT_APPLICABLE, tuple(pieces))
        due = lower_of(sum(applying, Fraction(0)), self.cap)
        waived = self.largest(situation.points) - due
        if undecided := worst_state(outcomes.values()):
            return Outcome(None, undecided, tuple(pieces), waived)
        points = sum((outcome.points or Fraction(0) for outcome in outcomes.values()), Fraction(0))
        return replace(cap_points(points, self.cap, pieces), waived=waived)
