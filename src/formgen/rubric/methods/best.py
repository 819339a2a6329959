"""分项取高: only the best piece counts."""

from fractions import Fraction
from typing import Literal

from formgen.model import State
from formgen.rubric.methods.method import MethodSpec, Nested
from formgen.rubric.methods.pieces import Piece, most_that_apply, nested_in, worst_state
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
        """Take the best piece of those that apply; one that is not decided leaves the whole undecided."""
        outcomes = {key: piece.method.apply(situation) for key, piece in self.parts.items()}
        state = worst_state(outcomes.values())
        applying = most_that_apply(self.parts, outcomes, situation.points)
        if not applying:
            state = State.NOT_APPLICABLE
        waived = self.largest(situation.points) - max(applying, default=Fraction(0))
        decided = {key: each.points for key, each in outcomes.items() if each.points is not None}
        best = "" if state else max(decided, key=lambda key: decided[key])
        pieces = tuple(
            PieceTrace(
                key,
                piece.label,
                outcomes[key],
                counts=key in {best, *(outcomes.keys() - decided)} or not best,
            )
            for key, piece in self.parts.items()
        )
        if state:
            return Outcome(None, state, pieces, waived if applying else Fraction(0))
        return Outcome(decided[best], State.SCORED, pieces, waived)
