"""What every measure does, and the quotient that several share. Pure: knows no method and no rubric.

What a check wants to know is asked of every measure here; no check asks which measure it has before it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar, NamedTuple

from formgen.rubric.figures import RuleFault, StatedFigures
from formgen.rubric.situation import Situation, Use
from formgen.rubric.trace import Aspect, Step, Used, add_up, list_figures
from formgen.spec import KeyPath, Spec, Threshold, ThresholdStyle


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
    def aspects(self) -> tuple[Aspect, ...]:
        """Say that the reading of a zero denominator was decisive."""
        return ("zero_denominator",)

    def say(self) -> str:
        """Say the figures, and that the others decide."""
        return f"{list_figures(self.to)}，分母为0，只看其余的比率。"


class Quotient(NamedTuple):
    """A share of a whole: the figures above and below the line, and the path that leads to it in the file."""

    of: Sequence[str]
    to: Sequence[str]
    path: KeyPath = ()


ADVICE_ON_QUOTIENTS = "请核对分子 of（one）、分母 to（many）各是哪个指标"


class MeasureSpec(Spec, ABC):
    """Base of every measure.

    ``style`` says how its thresholds are written: ``ratio`` (95%), ``proportion`` (1:3) or ``count`` (2). Each measure
    has to say it.
    """

    style: ClassVar[ThresholdStyle]

    @property
    @abstractmethod
    def uses(self) -> list[Use]:
        """Return the figures it reads, and the kinds they may be of."""

    @property
    def keys(self) -> list[str]:
        """Return the keys of the figures it reads."""
        return [use.key for use in self.uses]

    @property
    @abstractmethod
    def quotients(self) -> Sequence[Quotient]:
        """Return the shares of a whole that it measures; none where it measures something else."""

    @property
    def proportions(self) -> Sequence[Quotient]:
        """Return what it divides where the one stands beside the other, and is no share of it."""
        return ()

    @property
    def typed_rates(self) -> Mapping[str, Quotient]:
        """Return the figures that may be typed as rates, by the month, with the counts that say the same."""
        return {}

    @property
    def monthly_keys(self) -> Sequence[str]:
        """Return the keys of the figures it reads month by month."""
        return ()

    def largest_value(self, figures: StatedFigures, /) -> Fraction | None:
        """Return the largest value it can have, None for no limit: one where a part cannot exceed its whole."""
        within = any(figures.never_exceeds(each.of, each.to) for each in self.quotients)
        return Fraction(1) if within else None

    def faults(self) -> Iterator[RuleFault]:
        """Yield what its record alone proves wrong, its quotients apart."""
        yield from ()

    @abstractmethod
    def compute(self, situation: Situation) -> Measurement:
        """Measure. Raises UndecidedError when figures are missing or unusable."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that a measure is held against: ``rising`` ones are reached, others not exceeded.

    ``exclusive`` without the mark itself. ``path`` leads to it inside the method or standard.
    """

    limit: Threshold
    rising: bool
    exclusive: bool
    measure: MeasureSpec
    path: KeyPath


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
