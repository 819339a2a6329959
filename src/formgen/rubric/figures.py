"""What a rubric says of its figures: their records, and which is a part of which. Pure; knows no method.

Methods and measures are asked by it what is wrong with them for the figures they name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from formgen.rubric.indicator import Indicator
from formgen.spec import KeyPath


class PartOfWhole(NamedTuple):
    """Two figures of which the first cannot be greater than the second."""

    part: str
    whole: str


class Prerequisite(NamedTuple):
    """Two figures of which the first can only be there when the second is."""

    given: str
    needs: str


class RuleFault(NamedTuple):
    """What is wrong with a method or measure for the figures it names: path inside it, what is wrong, and what to do.

    ``rule`` says whose fault it is: ``{criterion}`` stands for the name of the criterion or standard, ``{written}`` for
    the text at ``quoted`` as it is written in the file. ``code`` is that of the problem.
    """

    path: KeyPath
    detail: str
    advice: str
    rule: str = "{criterion}"
    quoted: KeyPath = ()
    code: str = "R126"


@dataclass(frozen=True, slots=True)
class StatedFigures:
    """The figures of a rubric, its relations of parts and wholes, and of figures that need others.

    ``strict_parts`` are the relations that no community can break without being refused.
    """

    indicators: Mapping[str, Indicator]
    parts: Sequence[PartOfWhole]
    strict_parts: Sequence[PartOfWhole]
    prerequisites: Sequence[Prerequisite] = ()

    def largest(self, key: str) -> Fraction | None:
        """Return the largest value a figure can have, one for a yes; None where nothing limits it."""
        figure = self.indicators.get(key)
        if figure is None:
            return None
        return Fraction(1) if figure.kind == "yesno" else figure.most

    def wholes_above(self, part: str, *, strict: bool = False) -> set[str]:
        """Return all figures that a figure is a part of, itself too where the relations run in a circle."""
        return _follow(part, self.strict_parts if strict else self.parts)

    def needed_by(self, given: str) -> set[str]:
        """Return all figures that must be there where a figure is: those it needs, and those that they need."""
        return _follow(given, self.prerequisites)

    def never_exceeds(self, of: Sequence[str], to: Sequence[str]) -> bool:
        """Return whether the sum of some figures never exceeds that of others, by what the rubric says."""
        if set(of) <= set(to):
            return True
        return len(of) == 1 and bool(self.wholes_above(of[0], strict=True).intersection(to))


def _follow(first: str, pairs: Sequence[PartOfWhole] | Sequence[Prerequisite]) -> set[str]:
    """Return what pairs lead to from a figure, step by step, itself too where they run in a circle."""
    found: set[str] = set()
    waiting = [first]
    while waiting:
        here = waiting.pop()
        further = {pair[1] for pair in pairs if pair[0] == here != pair[1]} - found
        found |= further
        waiting += further
    return found
