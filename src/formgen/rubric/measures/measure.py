"""What every measure does, and the quotient that several share. Pure: knows no method and no rubric."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from formgen.rubric.situation import Situation, Use
from formgen.rubric.trace import Step, Used, add_up
from formgen.spec import Spec


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value with its trace; ``value`` is None when the denominator is zero.

    ``base`` is what the value is a share of, so that a threshold times base is the count it asks for.
    """

    value: Fraction | None
    steps: tuple[Step, ...]
    of: tuple[Used, ...] = ()
    to: tuple[Used, ...] = ()
    base: Fraction | None = None


class MeasureSpec(Spec, ABC):
    """Base of every measure.

    ``style`` says how its thresholds are written: ``ratio`` (95%), ``proportion`` (1:3) or ``count`` (2).
    """

    style: ClassVar[str] = "ratio"

    @property
    @abstractmethod
    def uses(self) -> list[Use]:
        """Return the figures it reads, and the kinds they may be of."""

    @property
    def keys(self) -> list[str]:
        """Return the keys of the figures it reads."""
        return [use.key for use in self.uses]

    @abstractmethod
    def compute(self, situation: Situation) -> Measurement:
        """Measure. Raises UndecidedError when figures are missing or unusable."""


MakeStep = Callable[[Fraction, tuple[Used, ...], tuple[Used, ...]], Step]


def divide(of: Sequence[str], to: Sequence[str], situation: Situation, step: MakeStep) -> Measurement:
    """Divide the sum of some figures by the sum of others; ``step`` makes the step that says so."""
    taken = {used.key: used for used in situation.take(list(dict.fromkeys([*of, *to])))}
    upper, lower = tuple(taken[key] for key in of), tuple(taken[key] for key in to)
    base = add_up(lower)
    if base == 0:
        return Measurement(None, (), upper, lower, base)
    value = add_up(upper) / base
    return Measurement(value, (step(value, upper, lower),), upper, lower, base)


def list_distinct(of: Sequence[Used], to: Sequence[Used]) -> tuple[Used, ...]:
    """Return the figures of a quotient, each once: one may stand above and below the line."""
    return tuple({used.key: used for used in (*of, *to)}.values())
