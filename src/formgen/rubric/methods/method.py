"""What every scoring method does. A method overrides what is true of it; the rest holds as it stands here.

What a check wants to know is asked of every method here; no check asks which method it has before it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from formgen.rubric.conventions import Conventions
from formgen.rubric.figures import PartOfWhole, RuleFault, StatedFigures
from formgen.rubric.measures.measure import Mark, MeasureSpec, Quotient
from formgen.rubric.situation import Situation, Use
from formgen.rubric.trace import Outcome, UndecidedError
from formgen.spec import KeyPath, Spec


class Nested(NamedTuple):
    """A method inside another, and the path that leads to it in the file."""

    path: KeyPath
    method: "MethodSpec"


class Measured(NamedTuple):
    """What a method measures, and the path that leads to it inside the method."""

    path: KeyPath
    measure: MeasureSpec


class PointsFor(NamedTuple):
    """What a method gives or takes points for: the path inside the method, its label, the figure it reads, the points.

    ``level`` is that of the figure for which they are given; ``takes`` says that they are taken off, ``once`` that this
    is done only once.
    """

    path: KeyPath
    label: str
    of: str
    points: Fraction
    level: int | None = None
    takes: bool = False
    once: bool = False


class MethodFault(NamedTuple):
    """What the record alone proves wrong: code of the problem, path inside the method, and words.

    ``numbered`` says whether the criterion is named with its printed number.
    """

    code: str
    path: KeyPath
    words: Mapping[str, str]
    numbered: bool = True


def refuse_negative(points: Fraction, *path: str | int) -> Iterator[MethodFault]:
    """Yield negative points: only deductions take points off, and those are written without a sign."""
    if points < 0:
        yield MethodFault("R124", path, {"detail": "得分不写负数；要扣分的，用 deductions，points 写正数"})


def refuse_idle_cap(cap: Fraction | None) -> Iterator[MethodFault]:
    """Yield a cap that leaves nothing."""
    if cap is not None and cap <= 0:
        yield MethodFault("R124", ("cap",), {"detail": "cap 不大于0，永远不得分"})


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
        return [use for each in self.measures for use in each.measure.uses]

    @property
    def measures(self) -> Sequence[Measured]:
        """Return what it measures: every measure among its own keys."""
        return [Measured((name,), value) for name, value in self if isinstance(value, MeasureSpec)]

    @property
    def quotients(self) -> Sequence[Quotient]:
        """Return the shares of a whole that it divides itself, without those of its measures."""
        return ()

    def marks(self, _conventions: Conventions, /) -> Sequence[Mark]:
        """Return the marks that its measures are held against."""
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

    @property
    def own_grounds(self) -> Sequence[str]:
        """Return the figures each of which gives or takes points by itself, so that none may be counted twice."""
        return ()

    @property
    def own_points(self) -> Sequence[PointsFor]:
        """Return what it gives or takes points for by a label, nested methods apart."""
        return ()

    @property
    def grounds(self) -> frozenset[str]:
        """Return those figures, with those of nested methods."""
        return frozenset(ground for inner in self.walk() for ground in inner.method.own_grounds)

    # -- what it holds ------------------------------------------------------------------------------
    @property
    def nested(self) -> Sequence[Nested]:
        """Return the methods directly inside it."""
        return ()

    def faults(self) -> Iterator[MethodFault]:
        """Yield what its record alone proves wrong, nested methods apart."""
        yield from ()

    def faults_among(self, _figures: StatedFigures, /) -> Iterator[RuleFault]:
        """Yield what is wrong with it for the figures it names, its measures and nested methods apart."""
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
