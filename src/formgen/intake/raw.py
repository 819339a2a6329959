"""What a source holds before it is typed: cells with their places, gathered by community."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text
from formgen.intake.dates import chinese
from formgen.problems import Place

Value = str | Fraction | bool | date


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as the source holds it; an empty cell is None instead.

    ``percent`` says that a spreadsheet shows the number with a percent sign. ``fault`` marks a formula
    without a stored result, or an error value such as ``#N/A``.
    """

    value: Value
    place: Place
    percent: bool = False
    fault: Literal["", "formula", "error"] = ""

    @property
    def text(self) -> str:
        """Return the value as a person would read it in the source."""
        match self.value:
            case bool():
                return "是" if self.value else "否"
            case Fraction():
                return f"{exact_text(self.value * 100)}%" if self.percent else exact_text(self.value)
            case date():
                return chinese(self.value)
            case text:
                return text


@dataclass(frozen=True, slots=True)
class RawJudgement:
    """Points of a person, untyped. ``formal`` says that there was room for who and why."""

    points: Cell
    by: Cell | None = None
    reason: Cell | None = None
    formal: bool = False


@dataclass(slots=True)
class Raw:
    """A community before typing. A month that is missing is None in its series."""

    place: Place
    name: Cell | None = None
    township: Cell | None = None
    facts: dict[str, Cell] = field(default_factory=dict)
    indicators: dict[str, Cell] = field(default_factory=dict)
    monthly: dict[str, list[Cell | None]] = field(default_factory=dict)
    judged: dict[str, RawJudgement] = field(default_factory=dict)
    scores: dict[str, dict[str, Cell]] = field(default_factory=dict)
