"""What a source holds before it is typed: cells with their places, gathered by community."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from formgen.exact import exact_text, of_float
from formgen.intake import dates
from formgen.problems import Place, Problem

Value = str | Fraction | bool | date
Kind = Literal["text", "number", "bool", "date", "formula", "error"]
_EXACT_DIGITS = 15  # what a spreadsheet keeps; so many digits pass through a float unchanged


class Style(NamedTuple):
    """What a cell style says about a number."""

    date: bool = False
    percent: bool = False
    from_1904: bool = False


PLAIN = Style()


class Cell(NamedTuple):
    """One value as the source holds it; an empty cell is None instead.

    A county has millions of cells and most are looked at once: a cell keeps what was typed, and what it
    means and where it stands are worked out when asked for. ``kind`` says how the typed text is to be read;
    a ``formula`` has no stored result, an ``error`` is a value such as ``#N/A``.
    """

    typed: str
    kind: Kind
    file: str
    sheet: str = ""
    reference: str = ""
    line: int = 0
    path: str = ""
    style: Style = PLAIN

    @property
    def place(self) -> Place:
        """Return where the cell stands."""
        return Place(self.file, self.sheet, self.reference, self.line, self.path)

    @property
    def value(self) -> Value:
        """Return what the typed text means: numbers exact, and the days that some of them stand for."""
        match self.kind:
            case "number":
                number = self._number()
                day = dates.of_serial(number, from_1904=self.style.from_1904) if self.style.date else None
                return day or number
            case "bool":
                return self.typed == "1"
            case "date":
                return dates.parse(self.typed[:10]) or self.typed
            case _:
                return self.typed

    @property
    def percent(self) -> bool:
        """Tell whether a spreadsheet shows the number with a percent sign."""
        return self.style.percent and self.kind == "number"

    @property
    def text(self) -> str:
        """Return the value as a person would read it in the source."""
        if self.kind == "text":
            return self.typed
        if self._whole() and not (self.style.date or self.style.percent):
            return str(int(self.typed))
        match self.value:
            case bool() as answer:
                return "是" if answer else "否"
            case Fraction() as number:
                return f"{exact_text(number * 100)}%" if self.percent else _decimal_text(self.typed)
            case date() as day:
                return dates.chinese(day)
            case text:
                return text

    def _whole(self) -> bool:
        """Tell whether the cell is a number of plain digits, which is most of them."""
        typed = self.typed
        return self.kind == "number" and typed.isdigit() and typed.isascii() and len(typed) <= _EXACT_DIGITS

    def _number(self) -> Fraction:
        """Return the decimal that was typed."""
        return Fraction(int(self.typed)) if self._whole() else _decimal(self.typed)


@lru_cache(maxsize=4096)
def _decimal(typed: str) -> Fraction:
    """Return the decimal a float stands for; points and rates of a county repeat themselves."""
    return of_float(float(typed))


@lru_cache(maxsize=4096)
def _decimal_text(typed: str) -> str:
    return exact_text(_decimal(typed))


@dataclass(frozen=True, slots=True)
class RawJudgement:
    """Points of a person, untyped. ``formal`` says that there was room for who and why."""

    points: Cell
    by: Cell | None = None
    reason: Cell | None = None
    formal: bool = False


@dataclass(slots=True)
class Raw:
    """A community before typing. A month that is missing is None in its series.

    ``problems`` are those of putting it together: two rows that say different things.
    """

    place: Place
    name: Cell | None = None
    township: Cell | None = None
    facts: dict[str, Cell] = field(default_factory=dict)
    indicators: dict[str, Cell] = field(default_factory=dict)
    monthly: dict[str, list[Cell | None]] = field(default_factory=dict)
    judged: dict[str, RawJudgement] = field(default_factory=dict)
    scores: dict[str, dict[str, Cell]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def disagreement(label: str, one: Cell, other: Cell) -> Problem:
    """Return the problem of one thing stated twice, differently (D120)."""
    words = {
        "label": label,
        "one": f"{one.text}（{one.place.short}）",
        "other": f"{other.text}（{other.place.short}）",
    }
    return Problem("D120", other.place, words)
