"""Dates as clerks write them, as spreadsheets store them, and as they are printed. Knows text and numbers only."""

import re
from datetime import date, timedelta
from fractions import Fraction

from formgen.folding import fold

CalendarDay = date  # for rooms that are given days, and have no clock
_NUMERIC = re.compile(r"(\d{4})([-./年])(\d{1,2})(?:[-./月])(\d{1,2})日?")
_DIVIDED = re.compile(r"\d\s+\d")  # 2026-1 1-24 is no day that anybody meant for certain
_DOCUMENT_BEHIND = re.compile(
    r"(?:\s|[（(])(?P<document>[^\s（()）\d〔][^\s（()）〔]{0,20}[〔\[【](?:19|20)\d\d[〕\]】]第?\d{1,6}号)[)）]?$"
)
_TIME = re.compile(
    r"(?<=\d)[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?\s*$"
)  # what a spreadsheet writes behind a day
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDS = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = "〇一二三四五六七八九"
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_SERIAL = 2_958_465  # 9999-12-31
_LEAP_BUG = 60  # spreadsheets count a 29 February 1900 that never existed


def format_date(day: date) -> str:
    """Return a date for print: 2009年9月17日."""
    return f"{day.year}年{day.month}月{day.day}日"


def split_day(text: str) -> tuple[str, str]:
    """Return a day and the number of the document behind it, empty for none."""
    found = _DOCUMENT_BEHIND.search(text)
    return (text[: found.start()].strip(), found["document"]) if found else (text, "")


def parse_date(text: str) -> date | None:
    """Read ``2009-09-17``, ``2009.9.17``, ``2009/9/17``, ``20090917`` or a Chinese date; None if it is not a date.

    A time of day behind it, as spreadsheets export it, is passed over.
    """
    folded = _TIME.sub("", fold(text))
    plain = folded.replace(" ", "")
    if _DIVIDED.search(folded):
        return None
    if words := _WORDS.fullmatch(plain):
        return _date(_year(words[1]), _small(words[2]), _small(words[3]))
    if match := _NUMERIC.fullmatch(plain):
        return _date(int(match[1]), int(match[3]), int(match[4]))
    if match := _PACKED.fullmatch(plain):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    return None


def parse_serial(serial: Fraction, *, from_1904: bool = False) -> date | None:
    """Return the day of a spreadsheet's day number; None when it is not a day."""
    days = int(serial)
    if not 0 < serial <= _LAST_SERIAL:
        return None
    if from_1904:
        return _EPOCH_1904 + timedelta(days=days)
    return _EPOCH + timedelta(days=days + (days < _LEAP_BUG))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int("".join(str(_DIGITS.index(digit)) for digit in re.sub("[零○]", "〇", text)))


def _small(text: str) -> int:
    """Return a number below one hundred: 九, 十七, 二十, 三十一; 0 when the text is not such a number."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.index(text) if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
