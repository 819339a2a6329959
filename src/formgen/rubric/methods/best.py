"""分项取高: only the best piece counts."""

from fractions import Fraction
from typing import Literal

from formgen.rubric.methods.method import MethodSpec, Nested
from formgen.rubric.methods.pieces import Piece, nested_in, worst_state
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, PieceTrace
from formgen.spec import Key, described


class Best(MethodSpec):
    """Only the best part counts."""

    kind: Literal["best"] = described("分项取高")
    parts: dict[Key, Piece] = described("各部分取最高", min_length=1)

    @property
    def nested(self) -> list[Nested]:
        """Return the methods of the pieces."""
        return nested_in(self.parts)

    def largest(self, points: Fraction) -> Fraction:
        """Return the most that any piece can give."""
        return max(piece.method.largest(points) for piece in self.parts.values())

    def compute(self, situation: Situation) -> Outcome:
        """Take the best piece; one that is not decided leaves the whole undecided."""
        outcomes = {key: piece.method.apply(situation) for key, piece in self.parts.items()}
        undecided = worst_state(outcomes.values())
        best = max(outcomes, key=lambda key: outcomes[key].points or Fraction(0))
        pieces = tuple(
            PieceTrace(key, piece.label, outcomes[key], counts=undecided is not None or key == best)
            for key, piece in self.parts.items()
        )
        if undecided:
            return Outcome(None, undecided, pieces)
        return Outcome.scored(outcomes[best].points or Fraction(0), *pieces)
