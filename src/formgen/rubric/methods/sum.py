"""分项相加: pieces that add up."""

from fractions import Fraction
from typing import Literal

from formgen.rubric.methods.cap import cap_points, lower_of
from formgen.rubric.methods.method import MethodSpec, Nested
from formgen.rubric.methods.pieces import Piece, nested_in, worst_state
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, PieceTrace
from formgen.spec import Exact, Key, described


class Sum(MethodSpec):
    """Points of the parts add up."""

    kind: Literal["sum"] = described("分项相加")
    parts: dict[Key, Piece] = described("各部分得分相加", min_length=1)
    cap: Exact | None = described("最多得分", default=None)

    @property
    def nested(self) -> list[Nested]:
        """Return the methods of the pieces."""
        return nested_in(self.parts)

    def largest(self, points: Fraction) -> Fraction:
        """Return what all pieces can give together, up to the cap."""
        most = sum((piece.method.largest(points) for piece in self.parts.values()), Fraction(0))
        return lower_of(most, self.cap)

    def compute(self, situation: Situation) -> Outcome:
        """Add the pieces up; one that is not decided leaves the whole undecided."""
        pieces = [
            PieceTrace(key, piece.label, piece.method.apply(situation)) for key, piece in self.parts.items()
        ]
        outcomes = [piece.outcome for piece in pieces]
        if undecided := worst_state(outcomes):
            return Outcome(None, undecided, tuple(pieces))
        points = sum((outcome.points or Fraction(0) for outcome in outcomes), Fraction(0))
        return cap_points(points, self.cap, pieces)
