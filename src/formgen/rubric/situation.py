"""What a method or measure may look at: the figures of one community, and the criterion that is being scored.

Pure: knows the model, the conventions and the labels of figures, but neither the rubric nor any method.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from formgen.model import Community, Figure, Judgement
from formgen.rubric.conventions import Conventions
from formgen.rubric.indicator import Indicator, IndicatorKind
from formgen.rubric.trace import Outcome, Step, UndecidedError, Used, list_figures


class Use(NamedTuple):
    """A figure that a method, a measure or a rule reads, and the kinds it may be of."""

    key: str
    kinds: tuple[IndicatorKind, ...]


def counts(*keys: str) -> list[Use]:
    """Return the uses of figures that have to be numbers of things: what is divided, or held against a whole."""
    return [Use(key, ("count",)) for key in keys]


def amounts(*keys: str) -> list[Use]:
    """Return the uses of figures that are multiplied or held against a mark; a yes counts one."""
    return [Use(key, ("count", "points", "yesno")) for key in keys]


@dataclass(frozen=True, slots=True)
class Missing(Step):
    """Figures that are not there: the result is 待定."""

    labels: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the labels."""
        return self.labels

    def say(self) -> str:
        """Name what is missing."""
        return f"缺少{'、'.join(f'“{label}”' for label in self.labels)}，待定。"


@dataclass(frozen=True, slots=True)
class Unusable(Step):
    """Figures that hold something unusable (text for a number, a negative head count)."""

    used: tuple[Used, ...]

    def say(self) -> str:
        """Name the figures with their cells."""
        return f"{list_figures(self.used)}，不能采用，请改正。"


@dataclass(frozen=True, slots=True)
class Situation:
    """One community before one criterion: ``points`` is its 分值, ``judgement`` what a person gave for it.

    Standards have neither, since they are not criteria.
    """

    community: Community
    indicators: Mapping[str, Indicator]
    conventions: Conventions
    points: Fraction = Fraction(0)
    judgement: Judgement | None = None

    def used(self, key: str, figure: Figure) -> Used:
        """Return a figure with the label and unit the rubric gives it."""
        indicator = self.indicators[key]
        return Used(key, indicator.zh, indicator.unit, figure)

    def take(self, keys: Sequence[str]) -> tuple[Used, ...]:
        """Return the figures of some keys. Raises UndecidedError naming all that are missing or unusable."""
        figures = [(key, self.community.indicators.get(key)) for key in keys]
        found = tuple(self.used(key, figure) for key, figure in figures if figure is not None)
        refuse_unusable(found)
        if missing := tuple(self.indicators[key].zh for key, figure in figures if figure is None):
            raise UndecidedError(Outcome.pending(Missing(missing)))
        return found


def refuse_unusable(figures: Sequence[Used]) -> None:
    """Raise UndecidedError naming all figures that hold something unusable."""
    if unusable := tuple(used for used in figures if used.figure.bad):
        raise UndecidedError(Outcome.contradiction(Unusable(unusable)))
