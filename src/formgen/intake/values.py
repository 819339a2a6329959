"""From the content of a cell to the value it means, by the kind of its field. Exact, never a float.

Knows one cell and one field; a cell that cannot be used raises UnusableError with its problem.
"""

import re
import unicodedata
from datetime import date
from fractions import Fraction
from functools import lru_cache

from formgen import exact
from formgen.folding import fold, remove_blanks
from formgen.intake.dates import format_date, parse_date
from formgen.intake.fields import Field
from formgen.intake.names import clean_name
from formgen.intake.raw import Cell
from formgen.model import Answer
from formgen.problems import Problem

_YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "对", "1", "true", "yes", "y"})
_NO = frozenset({"否", "无", "×", "✗", "✘", "错", "没有", "0", "false", "no", "n"})
_NOBODY = frozenset({"无服务对象", "无对象", "不涉及", "nobody"})
_MOST = 10**12  # no count in a community needs more
_LONGEST_NAME = 100
_LONGEST_NUMBER = 40  # digits; longer ones are left to exact.parse to refuse
_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNPRINTABLE = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_FIRST_OF_YEAR = frozenset("〇零○一二三四五六七八九")
ANSWERS = {Answer.YES: "是", Answer.NO: "否", Answer.NOBODY: "无服务对象"}


class UnusableError(Exception):
    """A cell contains something that cannot be used; carries the problem to report."""

    def __init__(self, cell: Cell, code: str, **words: str) -> None:
        """Keep the problem."""
        super().__init__(code)
        self.problem = Problem(code, cell.place, words)


def read_value(cell: Cell, field: Field) -> Fraction | Answer:
    """Return the value of a cell by the kind of its field. Raises UnusableError."""
    refuse_faulty(cell)
    match field.kind:
        case "yesno":
            return _read_answer(cell, field)
        case "level":
            return _read_level(cell, field)
        case "points":
            return _read_points(cell, field)
        case "rate":
            return _read_rate(cell, field)
        case _:
            return _read_count(cell, field)


def refuse_faulty(cell: Cell) -> None:
    """Raise UnusableError for a formula without a result and for an error value."""
    if cell.kind == "formula":
        raise UnusableError(cell, "D123")
    if cell.kind == "error":
        raise UnusableError(cell, "D124", value=cell.text)


def read_field_text(cell: Cell, field: Field) -> str:
    """Return the text of a cell for print; dates in Chinese. Raises UnusableError for what cannot be printed."""
    refuse_faulty(cell)
    plain = unicodedata.normalize("NFC", cell.text).strip().replace("\r\n", "\n").replace("\r", "\n")
    if is_unprintable(plain.replace("\n", "").replace("\t", "")):
        raise UnusableError(cell, "D122", label=field.label)
    if field.kind == "date":
        return _read_date(cell, field, plain)
    dated = field.kind == "text" and not plain.isdecimal() and _begins_a_year(plain[:1])
    day = parse_date(plain) if dated else None
    return format_date(day) if day else plain


def _read_date(cell: Cell, field: Field, plain: str) -> str:
    """Return the date of a signature line as it is printed. Raises UnusableError D139 for what is not a date."""
    day = parse_date(plain)
    if day is None:
        raise UnusableError(cell, "D139", label=field.label, value=plain)
    return format_date(day)


@lru_cache(maxsize=1024)
def _begins_a_year(sign: str) -> bool:
    """Return whether a date can begin with this character: most texts need no closer look."""
    folded = fold(sign)[:1]
    return folded.isdecimal() or folded in _FIRST_OF_YEAR


def read_name(cell: Cell) -> str:
    """Return a name, normalised and trimmed. Raises UnusableError D121 for what cannot be a name."""
    refuse_faulty(cell)
    plain = clean_name(cell.text)
    if is_unprintable(plain):
        shown = "".join("□" if is_unprintable(sign) else sign for sign in plain)
        raise UnusableError(cell, "D121", value=shown[:_LONGEST_NAME], detail="含有不可打印的字符")
    if len(plain) > _LONGEST_NAME:
        raise UnusableError(cell, "D121", value=plain[:20] + "…", detail=f"超过{_LONGEST_NAME}个字")
    return plain


def is_unprintable(text: str) -> bool:
    """Return whether text contains a control character, a lone surrogate or a noncharacter."""
    return _UNPRINTABLE.search(text) is not None


def _read_number(cell: Cell, field: Field) -> tuple[Fraction, bool]:
    """Return the number of a cell, and whether it is written as a percentage."""
    value = cell.value
    if isinstance(value, bool | date):
        raise _not_a_number(cell, field)
    if isinstance(value, Fraction):
        return value, cell.percent
    if value.isdigit() and value.isascii() and len(value) <= _LONGEST_NUMBER:
        return Fraction(int(value)), False
    plain = fold(value).replace(" ", "")
    if field.unit and field.unit != "%":
        plain = plain.removesuffix(fold(field.unit))
    if "/" in plain:
        raise _not_a_number(cell, field)
    try:
        return exact.parse(plain), plain.endswith(("%", "‰"))
    except exact.NotANumberError as error:
        raise _not_a_number(cell, field) from error


def _not_a_number(cell: Cell, field: Field) -> UnusableError:
    return UnusableError(cell, "D106", label=field.label, value=cell.text)


def _read_count(cell: Cell, field: Field) -> Fraction:
    value, percent = _read_number(cell, field)
    if percent or abs(value) > _MOST:
        raise _not_a_number(cell, field)
    if value < 0:
        raise UnusableError(cell, "D108", label=field.label, value=cell.text)
    if value.denominator != 1:
        raise UnusableError(cell, "D107", label=field.label, value=cell.text)
    return value


def _read_answer(cell: Cell, field: Field) -> Answer:
    plain = fold(cell.text).lower()
    if plain in _YES:
        return Answer.YES
    if plain in _NO:
        return Answer.NO
    if plain in _NOBODY and field.nobody:
        return Answer.NOBODY
    raise UnusableError(cell, "D109", label=field.label, value=cell.text)


def _read_level(cell: Cell, field: Field) -> Fraction:
    plain = remove_blanks(fold(cell.text))
    for level, label in field.levels.items():
        name = _level_name(label)
        if plain in {level, name, level + name}:
            return Fraction(level)
    try:
        value = exact.parse(plain)
    except exact.NotANumberError:
        value = Fraction(-1)
    if exact.exact_text(value) in field.levels and not cell.percent:
        return value
    known = "、".join(f"{level} {label}" for level, label in field.levels.items())
    raise UnusableError(cell, "D110", label=field.label, value=cell.text, known=known)


@lru_cache(maxsize=256)
def _level_name(label: str) -> str:
    return remove_blanks(fold(label))


def _read_points(cell: Cell, field: Field) -> Fraction:
    value, percent = _read_number(cell, field)
    if percent or abs(value) > _MOST:
        raise _not_a_number(cell, field)
    if value < 0 or (field.most is not None and value > field.most):
        most = "上限" if field.most is None else exact.exact_text(field.most)
        raise UnusableError(cell, "D111", label=field.label, value=cell.text, points=most)
    if field.step and (value / field.step).denominator != 1:
        step = exact.exact_text(field.step)
        raise UnusableError(cell, "D112", label=field.label, value=cell.text, step=step)
    return value


def _read_rate(cell: Cell, field: Field) -> Fraction:
    """Return the fraction that a percentage means; a bare 0.96 is more likely 96 % than 0.96 %."""
    value, percent = _read_number(cell, field)
    share = value if percent else value / 100
    if value < 0:
        raise UnusableError(cell, "D108", label=field.label, value=cell.text)
    if not percent and 0 < value <= 1:
        raise UnusableError(cell, "D117", label=field.label, value=cell.text)
    if share > 1:
        raise UnusableError(cell, "D118", label=field.label, value=cell.text)
    return share
