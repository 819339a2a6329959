"""What people type into a form, read as the data are read: a date in any way of writing, a number with its unit.

Knows the fields of a notice; no document.
"""

import re
from typing import NamedTuple

from formgen.folding import fold, remove_blanks
from formgen.intake.dates import parse_date
from formgen.intake.fields import Catalogue
from formgen.intake.names import is_ditto, is_pointing
from formgen.intake.raw import Cell
from formgen.intake.values import UnusableError, is_unprintable, read_value

_NO_DAY = "年月日"  # a date that waits for the pen
_PHONE_SIGNS = re.compile(r"[-–—()\s]")
_NUMBER = re.compile(r"\d{7,15}")  # 057700001017 for 0577-00001017
_UNKNOWN_SIGN = re.compile("[\uf000-\uf0ff]")  # of a symbol font


class DividedDate(NamedTuple):
    """The text of a date, empty for none, and what stands in the lines above it: an office's name, a signature."""

    day: str
    beside: str


def divide_date(text: str) -> DividedDate:
    """Return the date of a place apart from what stands above it."""
    *above, last = text.split("\n")
    day = parse_date(" ".join(last.split()))
    if parse_date(" ".join(text.split())) or not (day or remove_blanks(last) == _NO_DAY):
        return DividedDate(text, "")
    return DividedDate(last if day else "", " ".join(" ".join(above).split()))


def is_read_as(fields: Catalogue, slot: str, text: str, printed: str) -> bool:
    """Return whether a text in a slot is read as the same date, number, telephone or answer as a printed one."""
    field = fields.facts.get(slot) or fields.indicators.get(slot)
    if field is None:
        return False
    if field.kind == "date":
        day = parse_date(" ".join(divide_date(text).day.split()))
        return day is not None and day == parse_date(printed)
    if field.kind == "phone":
        numbers = {_PHONE_SIGNS.sub("", fold(each)) for each in (text, printed)}
        return len(numbers) == 1 and all(map(_NUMBER.fullmatch, numbers))
    if slot in fields.facts and field.kind not in {"count", "yesno"}:
        return False
    try:
        one, other = (read_value(Cell(each, "text", ""), field) for each in (text, printed))
    except UnusableError:
        return False
    return one == other


def explain_unfit_text(text: str) -> str:
    """Return why the data cannot hold a text; empty where they can."""
    if is_ditto(text):
        return "数据里的“同上”是指上一行，会印成别的社区的"
    if is_pointing(text):
        return "指的是别的格，不知道是哪一格"
    if unknown := _UNKNOWN_SIGN.search(text):
        return f"里面有认不出的符号（U+{ord(unknown[0]):04X}）"
    return "含有不可打印的字符" if is_unprintable(text.replace("\n", "").replace("\t", "")) else ""
