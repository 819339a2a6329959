"""A criterion as far as its method is known, for what holds its clause against all parts of the method.

Where a person gives points nothing is compared: he reads the clause. Knows a typed rubric. Reads no file.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from formgen.folding import fold, remove_blanks
from formgen.rubric.methods.method import Nested, PointsFor
from formgen.rubric.schema import Criterion
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath


class Whole(NamedTuple):
    """All parts of a criterion with the path of its method, its clause without blanks, and the kinds of its parts."""

    criterion: Criterion
    path: KeyPath
    inner: Sequence[Nested]
    clause: str
    kinds: frozenset[str]

    @property
    def own(self) -> list[PointsFor]:
        """Return what all parts give or take points for."""
        return [own for each in self.inner for own in each.method.own_points]


def list_wholes(typed: TypedRubric) -> Iterator[Whole]:
    """Yield the criteria whose points no person gives."""
    for key, criterion in typed.rubric.criteria.items():
        path: KeyPath = ("criteria", key, "method")
        inner = list(criterion.method.walk(path))
        if not any(_is_left_to_people(typed, each) for each in inner):
            kinds = frozenset(typed.written(*part.path, "kind") for part in inner)
            yield Whole(criterion, path, inner, fold(remove_blanks(criterion.clause)), kinds)


def name_of_figure(typed: TypedRubric, key: str) -> str:
    """Return the name of a figure, empty for none."""
    figure = typed.rubric.indicators.get(key)
    return figure.zh if figure else ""


def _is_left_to_people(typed: TypedRubric, part: Nested) -> bool:
    """Return whether a person gives the points of a part, or the points it starts from."""
    method = part.method
    return method.takes_judgement or bool(method.judged_key) or typed.written(*part.path, "kind") == "pending"
