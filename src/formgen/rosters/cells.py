"""From the cell of a roster to the value it means, by the kind of its column. Knows one column at a time.

A column keeps what it read before: most of its cells say one of a few things.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from formgen.folding import fold
from formgen.forms.ticks import read_ticked
from formgen.intake.dates import format_date, parse_date, parse_serial
from formgen.intake.fields import Field
from formgen.intake.names import clean_name, describe_strike, is_no_text
from formgen.intake.raw import Cell
from formgen.intake.values import ANSWERS, UnusableError, read_value
from formgen.model import Answer
from formgen.problems import Place, Problem
from formgen.quoting import quote_of_person, shorten
from formgen.registers.register import COLUMN_KINDS, RegisterColumn
from formgen.rosters.having import Having, is_nothing, read_having
from formgen.rosters.sheets import Unreadable, text_of_value

_MONTHS = 12
_KEPT = 10**15  # spreadsheets keep the digits of smaller numbers only
_OLDEST = 150
_COUNTED = re.compile(r"(?<=[\d一二三四五六七八九十两])\s*[人名个位户次家]$")
_MONTH_OF_BIRTH = re.compile(r"((?:19|20)\d\d)(?:[-./年]?(?=\d\d)|[-./年])(\d{1,2})(?:月份?)?")
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.0+)?")  # of a day from 1927 on, where a sheet has lost that it is one
_OWN_OF_EACH = frozenset({"name", "id_number", "phone", "birth", "age"})  # nobody has those of the row above
_DIFFERENT = frozenset({"phone", "id_number"})  # kinds of columns in which hardly two cells are alike


class Refused:
    """The mark of a cell that holds something unusable; it is neither yes nor no."""

    def __repr__(self) -> str:
        """Return its name."""
        return "REFUSED"


REFUSED = Refused()
NOTHING = ""  # the value of a cell that says: there is none

_WANTED: Mapping[str, str] = {
    "date": "日期（如2026-03-05）",
    "month": "月份（1至12）",
    "yesno": "“是”或“否”",
    "count": "整数（如3）",
    "age": "周岁数（如45）",
}


class ColumnReader:
    """Reads the cells of one column; ``read`` gives None for a blank one, REFUSED for one that cannot be used."""

    def __init__(self, key: str, column: RegisterColumn) -> None:
        """Choose how the cells are read."""
        self.key, self.column = key, column
        self.keeps_above = key not in _OWN_OF_EACH
        self.texts: dict[str, object] = {}
        self.blank = NOTHING if column.blank == "none" else None
        self._numbers: dict[object, object] = {}
        self._read = self._choose()

    def read(self, value: object) -> object:
        """Return what a value of a sheet means; ``texts`` and ``blank`` are what texts and blank cells mean, once read."""
        if value == "" or value is None:
            return self.blank
        if self.column.kind in _DIFFERENT:
            return self._read_one(value)
        if isinstance(value, str):
            if value not in self.texts:
                self.texts[value] = self._read_one(value)
            return self.texts[value]
        key = (value, type(value))
        if key not in self._numbers:
            self._numbers[key] = self._read_one(value)
        return self._numbers[key]

    def _read_one(self, value: object) -> object:
        if isinstance(value, Unreadable) or (
            self.key != "name" and isinstance(value, str) and describe_strike(value)
        ):
            return REFUSED
        if self.blank is not None and self._says_none(value):
            return NOTHING
        return self._read(value)

    def _says_none(self, value: object) -> bool:
        """Return whether a cell says that there is nothing; in a column of days also in a longer way: 未还清."""
        dated = self.column.kind == "date" and isinstance(value, str)
        return is_nothing(value) or (dated and read_having(str(value)) is Having.NONE)

    def problem(self, value: object, place: Place) -> Problem:
        """Return why a value was refused."""
        shown = {"label": self.column.zh, "value": shorten(text_of_value(value))}
        if isinstance(value, Unreadable):
            return Problem("D124", place, {"value": str(value)})
        if why := describe_strike(text_of_value(value)):
            return Problem("D172", place, {**shown, "why": why})
        if self.column.kind == "choice":
            shown["value"] = quote_of_person(shown["value"])
            return Problem("D110", place, {**shown, "known": "、".join(self.column.choices)})
        if self.column.kind == "date" and _SERIAL.fullmatch(text_of_value(value)):
            day = parse_serial(Fraction(int(float(text_of_value(value)))))
            return Problem("N171", place, {**shown, "day": format_date(day) if day else ""})
        kind = _WANTED.get(self.column.kind, COLUMN_KINDS[self.column.kind])
        return Problem("N105", place, {**shown, "kind": kind})

    def _choose(self) -> Callable[[object], object]:
        readers: dict[str, Callable[[object], object]] = {
            "date": _read_birth if self.key == "birth" else read_day,
            "choice": self._read_choice,
            "yesno": self._read_answer,
            "count": self._read_count,
            "age": _read_age,
            "month": _read_month_number,
            "id_number": _read_id_text,
        }
        return readers.get(self.column.kind, read_plain_text)

    def _read_choice(self, value: object) -> object:
        text = text_of_value(value)
        ticked = read_ticked(text)
        words = ticked.words if ticked else text
        none = self.blank is not None and read_having(words) is Having.NONE
        return self.column.choice_of(words) or (NOTHING if none else REFUSED)

    def _read_answer(self, value: object) -> object:
        found = self._typed(value, "yesno")
        if isinstance(found, Answer):
            return found is Answer.YES
        own = self.column.answer_of(text_of_value(value))
        return REFUSED if own is None else own

    def _read_count(self, value: object) -> object:
        plain = _COUNTED.sub("", fold(value)) if isinstance(value, str) else value
        found = self._typed(plain, "count")
        return int(found) if isinstance(found, Fraction) else REFUSED

    def _typed(self, value: object, kind: str) -> object:
        field = Field(self.key, self.column.zh, "yesno" if kind == "yesno" else "count")
        try:
            return read_value(Cell(text_of_value(value), "text", ""), field)
        except UnusableError:
            return REFUSED


def read_plain_text(value: object) -> object:
    """Return a text without blanks inside Chinese words; numbers as they are shown."""
    if isinstance(value, str) and value.isascii():
        return value
    return REFUSED if isinstance(value, Unreadable) else clean_name(text_of_value(value))


def read_day(value: object) -> object:
    """Return a day; a text in any of the ways clerks write it."""
    if isinstance(value, date):
        return value
    return parse_date(text_of_value(value)) or REFUSED


@dataclass(frozen=True, slots=True)
class MonthOfBirth:
    """The month in which somebody was born, where the day is not written: 出生年月."""

    year: int
    month: int

    def __str__(self) -> str:
        """Return the month in words."""
        return f"{self.year}年{self.month}月"

    @property
    def ends(self) -> tuple[date, date]:
        """Return the first and the last day on which somebody may be born."""
        return date(self.year, self.month, 1), date(
            self.year, self.month, monthrange(self.year, self.month)[1]
        )

    def has(self, day: date) -> bool:
        """Return whether a day is of the month."""
        return (day.year, day.month) == (self.year, self.month)


def _read_birth(value: object) -> object:
    """Return a birthday, or the month of it; 1980.1 as a number may be January or October, and is neither."""
    day = read_day(value)
    text = fold(text_of_value(value)).replace(" ", "")
    found = _MONTH_OF_BIRTH.fullmatch(text) if day is REFUSED else None
    if not found or (isinstance(value, float) and text.endswith(".1")):
        return day
    month = int(found[2])
    return MonthOfBirth(int(found[1]), month) if 1 <= month <= _MONTHS else REFUSED


def _read_id_text(value: object) -> object:
    """Return an ID number as text; one that a spreadsheet took for a number keeps looking like one."""
    if isinstance(value, str) and is_no_text(value):
        return None
    damaged = isinstance(value, float) and (value >= _KEPT or value != int(value))
    return f"{value:.15G}" if damaged else read_plain_text(value)


def _read_age(value: object) -> object:
    return _whole(text_of_value(value).removesuffix("周岁").removesuffix("岁"), _OLDEST)


def _read_month_number(value: object) -> object:
    return _whole(text_of_value(value).removesuffix("份").removesuffix("月"), _MONTHS) or REFUSED


def _whole(text: str, most: int) -> object:
    plain = fold(text)
    if not (plain.isdecimal() and plain.isascii() and int(plain) <= most):
        return REFUSED
    return int(plain)


def say_value(value: object) -> str:
    """Return the value of a cell in words."""
    if value is REFUSED:
        return "认不出的内容"
    if isinstance(value, bool):
        return ANSWERS[Answer.YES if value else Answer.NO]
    if isinstance(value, date):
        return format_date(value)
    return "空着" if value is None or value == NOTHING else str(value)
