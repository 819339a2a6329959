"""What a source contains before it is typed: cells with their places, gathered by community.

Knows how numbers and dates are stored; nothing of fields and limits.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from formgen.exact import exact_text, of_float
from formgen.intake.dates import format_date, parse_date, parse_serial
from formgen.problems import Place, Problem

CellValue = str | Fraction | bool | date
CellKind = Literal["text", "number", "bool", "date", "formula", "error", "unusable"]
_EXACT_DIGITS = 15  # the digits a spreadsheet keeps; this many pass through a float unchanged


class Style(NamedTuple):
    """What the style of a cell says about a number: words that are shown around it, or instead of 0.

    ``odd`` says that another number is shown, or only the words ``before``.
    """

    date: bool = False
    percent: bool = False
    from_1904: bool = False
    before: str = ""
    behind: str = ""
    odd: bool = False
    struck: bool = False
    zero: str = ""


PLAIN = Style()
STRUCK = "\u0336"  # a line through the sign before it


class Cell(NamedTuple):
    """One value as it is in the source; an empty cell is None instead.

    A county has millions of cells and most are looked at once: a cell keeps the text that was entered, and what it
    means and where it is are worked out on demand. ``kind`` says how ``content`` is to be read;
    a ``formula`` has no stored result, an ``error`` is a value such as ``#N/A``. What is ``unusable`` was reported where
    it was found: it stands for what was entered, and has no value. ``same_as`` is the cell that it was taken from, where
    only 同上 stands in it.
    """

    content: str
    kind: CellKind
    file: str
    sheet: str = ""
    reference: str = ""
    line: int = 0
    path: str = ""
    style: Style = PLAIN
    same_as: str = ""

    @property
    def place(self) -> Place:
        """Return where the cell is."""
        return Place(self.file, self.sheet, self.reference, self.line, self.path, same_as=self.same_as)

    @property
    def value(self) -> CellValue:
        """Return what the content means: exact numbers, and the days that some of them represent."""
        match self.kind:
            case "number":
                number = self._read_number()
                day = parse_serial(number, from_1904=self.style.from_1904) if self.style.date else None
                return day or number
            case "bool":
                return self.content == "1"
            case "date":
                return parse_date(self.content[:10]) or self.content
            case _:
                return self.content

    @property
    def percent(self) -> bool:
        """Return whether a spreadsheet shows the number with a percent sign."""
        return self.style.percent and self.kind == "number"

    @property
    def text(self) -> str:
        """Return the value as a person would read it in the source."""
        if self.kind == "text":
            return self.content
        if self._is_whole() and not (self.style.date or self.style.percent):
            return str(int(self.content))
        match self.value:
            case bool() as answer:
                return "是" if answer else "否"
            case Fraction() as number:
                return f"{exact_text(number * 100)}%" if self.percent else _decimal_text(self.content)
            case date() as day:
                return format_date(day)
            case text:
                return text

    def as_shown(self) -> "Cell":
        """Return a number with the words that its format puts around it, as if it had been typed so."""
        shown = f"{self.style.before}{'' if self.style.odd else self.text}{self.style.behind}"
        return self._replace(content=self.style.zero if self.hides_zero else shown, kind="text")

    @property
    def hides_zero(self) -> bool:
        """Return whether the cell is a 0 that is shown as words."""
        return bool(self.style.zero) and self.kind == "number" and self.value == 0

    @property
    def unusable(self) -> "Cell":
        """Return the cell as one whose value must not be used."""
        return self._replace(content=self.text, kind="unusable")

    def _is_whole(self) -> bool:
        """Return whether the cell is a number of plain digits, which is most of them."""
        content = self.content
        return (
            self.kind == "number"
            and content.isdigit()
            and content.isascii()
            and len(content) <= _EXACT_DIGITS
        )

    def _read_number(self) -> Fraction:
        """Return the decimal that was entered."""
        return Fraction(int(self.content)) if self._is_whole() else _decimal(self.content)


@lru_cache(maxsize=4096)
def _decimal(content: str) -> Fraction:
    """Return the decimal a float represents; cached, because the points and rates of a county repeat."""
    return of_float(float(content))


@lru_cache(maxsize=4096)
def _decimal_text(content: str) -> str:
    return exact_text(_decimal(content))


@dataclass(frozen=True, slots=True)
class RawJudgement:
    """Points of a person, untyped. ``formal`` says that there was a place for who and why."""

    points: Cell
    by: Cell | None = None
    reason: Cell | None = None
    formal: bool = False


@dataclass(slots=True)
class Raw:
    """A community before typing. A month that is missing is None in its series.

    ``problems`` are those found in joining it: two rows that say different things. ``totals`` are the sums that somebody
    wrote beside the points of a level, by level, and under no level the whole score; ``verdict`` is what he wrote of
    passing. ``stray`` are the cells that should name the level of some points, and name none; ``doubts`` say in words why
    points of a level could not be read.
    """

    place: Place
    name: Cell | None = None
    township: Cell | None = None
    facts: dict[str, Cell] = field(default_factory=dict)
    indicators: dict[str, Cell] = field(default_factory=dict)
    monthly: dict[str, list[Cell | None]] = field(default_factory=dict)
    judged: dict[str, RawJudgement] = field(default_factory=dict)
    scores: dict[str, dict[str, Cell]] = field(default_factory=dict)
    totals: dict[str, Cell] = field(default_factory=dict)
    verdict: Cell | None = None
    stray: list[Cell] = field(default_factory=list)
    doubts: list[Cell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
