"""What every scoring method does. A method overrides what is true of it; the rest holds as it stands here."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from formgen.rubric.situation import Situation, Use
from formgen.rubric.trace import Outcome, UndecidedError
from formgen.spec import Spec

KeyPath = tuple[str | int, ...]


class Nested(NamedTuple):
    """A method inside another, and the path that leads to it in the file."""

    path: KeyPath
    method: "MethodSpec"


class PartOfWhole(NamedTuple):
    """Two figures of which one cannot be greater than the other, as the method reads them."""

    part: str
    whole: str


class MethodFault(NamedTuple):
    """What the record alone proves wrong: code of the problem, path inside the method, and words.

    ``numbered`` says whether the criterion is named with its printed number.
    """

    code: str
    path: KeyPath
    words: Mapping[str, str]
    numbered: bool = True


class MethodSpec(Spec, ABC):
    """Base of every scoring method."""

    # -- what it computes ---------------------------------------------------------------------------
    @abstractmethod
    def compute(self, situation: Situation, /) -> Outcome:
        """Compute points with their trace. May raise UndecidedError."""

    @abstractmethod
    def largest(self, points: Fraction, /) -> Fraction:
        """Return the most points it can give; ``points`` is the criterion's 分值."""

    def apply(self, situation: Situation) -> Outcome:
        """Compute. What cannot be decided comes back as 待定 or contradiction with the reason."""
        try:
            return self.compute(situation)
        except UndecidedError as undecided:
            return undecided.outcome

    # -- what it reads ------------------------------------------------------------------------------
    @property
    def own_uses(self) -> Sequence[Use]:
        """Return the figures it reads itself, without those of nested methods, and the kinds they may be of."""
        return ()

    @property
    def takes_judgement(self) -> bool:
        """Return whether it reads the points a person gave for the criterion."""
        return any(inner.method.takes_judgement for inner in self.nested)

    @property
    def judged_key(self) -> str | None:
        """Return the key of the figure that may hold those points instead."""
        return None

    @property
    def judged_step(self) -> Fraction | None:
        """Return the step of those points, None when the conventions say it."""
        return None

    @property
    def partial_points(self) -> Mapping[str, Fraction]:
        """Return the keys of figures that hold a reviewer's partial points, with the most of each."""
        return {}

    @property
    def parts_of_wholes(self) -> Sequence[PartOfWhole]:
        """Return the figures it reads of which one is a part of the other."""
        return ()

    # -- what it holds ------------------------------------------------------------------------------
    @property
    def nested(self) -> Sequence[Nested]:
        """Return the methods directly inside it."""
        return ()

    def faults(self) -> Iterator[MethodFault]:
        """Yield what its record alone proves wrong, nested methods apart."""
        yield from ()

    # -- what follows from the above ----------------------------------------------------------------
    def walk(self, path: KeyPath = ()) -> Iterator[Nested]:
        """Yield it and every method inside it, each with its path below ``path``."""
        yield Nested(path, self)
        for inner in self.nested:
            yield from inner.method.walk((*path, *inner.path))

    @property
    def keys(self) -> list[str]:
        """Return the keys of all figures it reads, nested methods included, each once, in order."""
        return list(dict.fromkeys(use.key for inner in self.walk() for use in inner.method.own_uses))
