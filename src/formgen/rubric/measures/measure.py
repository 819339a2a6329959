"""What every measure does, and the quotient that several share. Pure: knows no method and no rubric."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from formgen.rubric.situation import Situation, Use
from formgen.rubric.trace import Step, Used, add_up, list_figures
from formgen.spec import Spec


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value with its trace; ``value`` is None when the denominator is zero.

    ``base`` is what the value is a share of, so that a threshold times base is the count it asks for. ``others`` is
    what was measured of those of several ratios that have a denominator, for one that has none.
    """

    value: Fraction | None
    steps: tuple[Step, ...]
    of: tuple[Used, ...] = ()
    to: tuple[Used, ...] = ()
    base: Fraction | None = None
    others: "Measurement | None" = None

    def without_empty(self, *, met: bool) -> "Measurement":
        """Return what others give where a ratio of nothing is ``met`` or does not count, with what was seen of it."""
        if self.value is not None or self.others is None or not met:
            return self
        return replace(self.others, steps=(*self.steps, LeftOutRatio(self.to), *self.others.steps))


@dataclass(frozen=True, slots=True)
class LeftOutRatio(Step):
    """One of several ratios that has no denominator: the others decide."""

    to: tuple[Used, ...]

    @property
    def aspects(self) -> tuple[str, ...]:
        """Say that the reading of a zero denominator was decisive."""
        return ("zero_denominator",)

    def say(self) -> str:
        """Say the figures, and that the others decide."""
        return f"{list_figures(self.to)}，分母为0，只看其余的比率。"


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
