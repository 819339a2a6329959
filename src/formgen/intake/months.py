"""Months as clerks write them above columns: 1月, 一月, 2026年1月, 2026-01, 1, a date. Knows text and cells of a header."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from formgen.folding import fold, remove_blanks
from formgen.intake.dates import parse_serial
from formgen.intake.raw import Cell
from formgen.model import MONTHS

_CHINESE = {
    word: at
    for at, word in enumerate(
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], start=1
    )
}
_ENGLISH = {
    word: at
    for at, word in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_NUMBER = r"(?P<month>0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])"
_WORDS = re.compile(rf"(?:(?P<year>(?:20|19)?\d\d)年?度?[-./]?)?{_NUMBER}月(?:份|底|末)?")
_NUMERIC = re.compile(
    r"(?P<year>(?:20|19)\d\d)[-./年]?(?P<month>0?[1-9]|1[0-2])(?:[-./月](?P<day>[0-3]?\d)日?)?"
)
_NAMED = re.compile(r"(?P<month>[a-z]{3})[a-z]{0,6}\.?[-/']?(?P<year>(?:20|19)?\d\d)?")
_UNIT = re.compile(r"(?<=\D)(?:[(\[](?:单位:)?(?:人|%|人[、/,]%)[)\]]|/人)$")  # 2026年1月（人）
_SERIALS = range(30_000, 80_000)  # 1982 to 2119: the days of a date that lost its format


@dataclass(frozen=True, slots=True)
class MonthHeader:
    """A month that a cell above a column names; ``year`` is 0 where it names none."""

    month: int
    year: int = 0


def spell_month(text: str) -> str:
    """Return the words of a column with their month at the end as ``3月``, empty when there is none."""
    plain = remove_blanks(fold(text))
    found = [match for match in _WORDS.finditer(plain) if match.start() == 0 or match.end() == len(plain)]
    if not found:
        return ""
    match = found[-1]
    return f"{plain[: match.start()]}{plain[match.end() :]}{_number(match['month'])}月"


def read_month(cell: Cell) -> MonthHeader | None:
    """Return the month that a cell names and nothing else; None for a bare number, which may be anything."""
    value = cell.value
    if isinstance(value, date):
        return MonthHeader(value.month, value.year)
    plain = _UNIT.sub("", remove_blanks(fold(cell.text)).lower())
    if isinstance(value, Fraction) or plain.isdecimal():
        return _read_serial(plain)
    for pattern in (_WORDS, _NUMERIC, _NAMED):
        if match := pattern.fullmatch(plain):
            month = _number(match["month"])
            return MonthHeader(month, _year(match["year"])) if month else None
    return None


def read_bare_months(cells: Mapping[int, Cell]) -> dict[int, MonthHeader]:
    """Return the months of columns that are headed 1 to 12, all twelve and nothing else; none otherwise."""
    numbers = {column: remove_blanks(fold(cell.text)) for column, cell in cells.items()}
    bare = {column: int(text) for column, text in numbers.items() if text.isdecimal() and text.isascii()}
    if sorted(bare.values()) != list(range(1, MONTHS + 1)):
        return {}
    return {column: MonthHeader(month) for column, month in bare.items()}


def _read_serial(plain: str) -> MonthHeader | None:
    """Return the month of a number such as 202601, or of the first day of a month counted as a spreadsheet does."""
    if match := _NUMERIC.fullmatch(plain):
        return MonthHeader(int(match["month"]), int(match["year"])) if len(plain) in {6, 8} else None
    day = parse_serial(Fraction(plain)) if plain.isdecimal() and int(plain) in _SERIALS else None
    return MonthHeader(day.month, day.year) if day and day.day == 1 else None


def _number(word: str) -> int:
    return _CHINESE.get(word) or _ENGLISH.get(word) or (int(word) if word.isdecimal() else 0)


def _year(word: str | None) -> int:
    year = int(word or 0)
    return year + 2000 if 0 < year < 100 else year  # noqa: PLR2004 - two digits
