"""The trace of a computation: what was read, compared and decided. Explanations are made from it alone.

A step holds the exact values of one act of the computation, and says it in one Chinese sentence. The steps stand
beside the methods and measures that take them; here stands what all of them share. Pure: knows the model and how
numbers are printed.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Self

from formgen.exact import points_text
from formgen.model import Answer, Figure, State
from formgen.quoting import quote
from formgen.rubric.terms import STATE_WORDS

# What an interpretation may be about, and a step show to have been decisive.
Aspect = Literal[
    "boundary", "zero_denominator", "below", "nobody", "monthly_mean", "months_missing",
    "deduction", "partial", "rounding",
]  # fmt: skip
_COUNTING_UNITS = frozenset("人户笔件条个篇分")


@dataclass(frozen=True, slots=True)
class Used:
    """A figure that took part: its key, its label and unit in the rubric, and the figure itself."""

    key: str
    label: str
    unit: str
    figure: Figure

    @property
    def number(self) -> Fraction:
        """Return the number of the figure; a yes counts 1, any other answer 0."""
        value = self.figure.value
        return value if isinstance(value, Fraction) else Fraction(value == Answer.YES)

    @property
    def source(self) -> str:
        """Return the place of the figure in brackets, empty when it is not known."""
        place = self.figure.place.short
        return f"（{place}）" if place else ""

    def say(self) -> str:
        """Return the figure with its label, unit and place: ``其中已就业人数：1980人（社区数据!F5）``; text in quotes."""
        text = self.figure.text
        if self.figure.bad:
            return f"{self.label}：{f'“{text}”' if text else '公式没有结果'}{self.source}"
        unit = self.unit if self.unit in _COUNTING_UNITS and not text.endswith(self.unit) else ""
        return f"{self.label}：{text}{unit}{self.source}"


def add_up(figures: Sequence[Used]) -> Fraction:
    """Return the sum of some figures."""
    return sum((used.number for used in figures), Fraction(0))


def list_figures(figures: Sequence[Used]) -> str:
    """Return some figures as words, one after the other."""
    return "，".join(used.say() for used in figures)


class Step(ABC):
    """One step of a computation."""

    __slots__ = ()

    @abstractmethod
    def say(self) -> str:
        """Return the sentence of this step."""

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """Return the aspects of interpretations that this step shows to be decisive."""
        return ()

    @property
    def rate(self) -> Fraction | None:
        """Return the rate that this step found, None when it found none."""
        return None

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the labels of the figures that are missing, for a step that says so."""
        return ()

    def sentences(self) -> list[str]:
        """Return all sentences of this step."""
        return [self.say()]

    def walk(self) -> Iterator["Step"]:
        """Yield this step and all steps inside it."""
        yield self


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method gave: points or None, the state, and the trace that led there.

    ``waived`` is how much of the most it can give belongs to parts that do not apply: it is not due (应得).
    """

    points: Fraction | None
    state: State
    steps: tuple[Step, ...] = ()
    waived: Fraction = Fraction(0)

    @classmethod
    def scored(cls, points: Fraction, *steps: Step) -> Self:
        """Return points that follow from the data."""
        return cls(points, State.SCORED, steps)

    @classmethod
    def pending(cls, *steps: Step) -> Self:
        """Return 待定: a person has to decide, or figures are missing."""
        return cls(None, State.PENDING, steps)

    @classmethod
    def contradiction(cls, *steps: Step) -> Self:
        """Return a contradiction: figures disagree, or cannot be used."""
        return cls(None, State.CONTRADICTION, steps)

    def sentences(self) -> list[str]:
        """Return the sentences of all steps; what they quote of the data is fit to be shown."""
        return [quote(sentence) for step in self.steps for sentence in step.sentences()]

    def walk(self) -> Iterator[Step]:
        """Yield all steps, those of the pieces included."""
        for step in self.steps:
            yield from step.walk()

    @property
    def rate(self) -> Fraction | None:
        """Return the first rate that was found, None when there is none."""
        return next((step.rate for step in self.walk() if step.rate is not None), None)


@dataclass(frozen=True, slots=True)
class PieceTrace(Step):
    """A piece of a criterion with its own outcome; ``counts`` is False for a piece a better one replaced."""

    key: str
    label: str
    outcome: Outcome
    counts: bool = True

    def say(self) -> str:
        """Return the name of the piece and what it gave."""
        points = self.outcome.points
        result = STATE_WORDS[self.outcome.state] if points is None else f"{points_text(points)}分"
        return f"【{self.label}】{result}" + ("" if self.counts else "（取高，未计入）")

    def sentences(self) -> list[str]:
        """Return the sentences of the piece's outcome, introduced by its name."""
        inner = self.outcome.sentences()
        return [f"{self.say()}：{inner[0]}", *inner[1:]] if inner else [self.say()]

    def walk(self) -> Iterator[Step]:
        """Yield this step and all steps of the piece's outcome."""
        yield self
        yield from self.outcome.walk()


class UndecidedError(Exception):
    """A computation cannot go on; carries the outcome that says why."""

    def __init__(self, outcome: Outcome) -> None:
        """Keep the outcome."""
        super().__init__(outcome.state)
        self.outcome = outcome
