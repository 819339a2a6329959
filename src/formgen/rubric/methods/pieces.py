"""Methods made of named pieces. Shared by ``sum`` and ``best``; a checklist is decided like a sum."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from formgen.model import State
from formgen.rubric.methods.method import Nested
from formgen.rubric.trace import Outcome
from formgen.spec import Spec, Text, described

if TYPE_CHECKING:
    from formgen.rubric.methods import Method


class Piece(Spec):
    """A named part of a criterion."""

    label: Text = described("名称：这一部分的名称")
    method: "Method" = described("评分办法")


def nested_in(pieces: Mapping[str, Piece]) -> list[Nested]:
    """Return the methods of some pieces, with their paths in the file."""
    return [Nested(("parts", key, "method"), piece.method) for key, piece in pieces.items()]


def most_that_apply(
    pieces: Mapping[str, Piece], outcomes: Mapping[str, Outcome], points: Fraction
) -> list[Fraction]:
    """Return the most that each piece can give that applies here, without those parts of it that do not."""
    return [
        pieces[key].method.largest(points) - outcome.waived
        for key, outcome in outcomes.items()
        if outcome.state is not State.NOT_APPLICABLE
    ]


def worst_state(outcomes: Iterable[Outcome]) -> State | None:
    """Return the state of a whole whose pieces are not all decided: contradiction before 待定; else None."""
    states = {outcome.state for outcome in outcomes}
    return next((state for state in (State.CONTRADICTION, State.PENDING) if state in states), None)
