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
from formgen.forms.ticks import TickedAnswer, read_ticked
from formgen.intake.dates import format_date, parse_date
from formgen.intake.fields import Field
from formgen.intake.names import clean_name, describe_marks, describe_strike
from formgen.intake.number_looks import Look, describe_look
from formgen.intake.raw import Cell
from formgen.model import Answer
from formgen.problems import Problem
from formgen.quoting import UNPRINTABLE, shorten

_YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "对", "1", "true", "yes", "y"})
_NO = frozenset({"否", "无", "×", "✗", "✘", "错", "没有", "0", "false", "no", "n"})
_NONE = frozenset({"无", "没有", "0", "0人", "0个"})  # 否, or 无服务对象 where that is an answer
_NOBODY = re.compile(
    "[不未]涉及|nobody|(?:没有|暂?无)(?:此类|该类|这类|相关|服务|符合条件的?)*(?:服务对象|对象|人员)"
)
_STOPS = "。.，,;；、 "
_MOST, _MOST_YUAN = 10**7, 10**12  # a larger count is a telephone number, a date or a slip
_LONGEST_NAME = 100
_LONGEST_NUMBER = 40  # digits; longer ones are left to parse_number to refuse
_ERROR_VALUE = re.compile(r"#(N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)|Err:\d+")
_LIKE_PERCENT = Fraction(1, 10)  # what a number of up to 100 is with a sign for thousandths
_LEADING_ZERO = re.compile(r"0\d+")  # 000 is what is left of 1,000 when a comma divides the cells
_LIKE_THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.000)+")  # 1.000 may be 1 or 1000
_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_WHOLE = re.compile(r"[0-9]+(\.0+)?")
_EMOJI_STYLE = "\ufe0e\ufe0f"  # behind ✔ when it was typed on a telephone
_FIRST_OF_YEAR = frozenset("〇零○一二三四五六七八九")
ANSWERS = {Answer.YES: "是", Answer.NO: "否", Answer.NOBODY: "无服务对象"}
_POINTS_GIVEN = re.compile(r"\s*(?:实?得|[评打给计记])分?[:：]?\s*(?=[0-9０-９])")


class UnusableError(Exception):
    """A cell contains something that cannot be used; carries the problem to report."""

    def __init__(self, cell: Cell, code: str, **words: str) -> None:
        """Keep the problem."""
        super().__init__(code)
        if "value" in words:
            words["value"] = shorten(words["value"])
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
    if cell.kind == "error" or (cell.kind == "text" and _ERROR_VALUE.fullmatch(fold(cell.content))):
        raise UnusableError(cell, "D124", value=cell.text)


def read_field_text(cell: Cell, field: Field) -> str:
    """Return the text of a cell for print; dates in Chinese. Raises UnusableError for what cannot be printed."""
    refuse_faulty(cell)
    plain = unicodedata.normalize("NFC", cell.text).strip().replace("\r\n", "\n").replace("\r", "\n")
    if is_unprintable(plain.replace("\n", "").replace("\t", "")):
        raise UnusableError(cell, "D122", label=field.label)
    if why := describe_marks(plain) if field.kind == "text" else describe_strike(plain):
        raise UnusableError(cell, "D172", label=field.label, value=plain, why=why)
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
    """Return a name, normalised and trimmed. Raises UnusableError D121 for what cannot be a name, D197 for two lines."""
    refuse_faulty(cell)
    plain = clean_name(cell.text)
    if _BREAK.search(plain) or is_unprintable(plain):
        shown = "".join("□" if is_unprintable(sign) else sign for sign in plain)[:_LONGEST_NAME]
        if _BREAK.search(plain):
            raise UnusableError(cell, "D197", value=shown)
        raise UnusableError(cell, "D121", value=shown, detail="含有不可打印的字符")
    if len(plain) > _LONGEST_NAME:
        raise UnusableError(cell, "D121", value=plain[:20] + "…", detail=f"超过{_LONGEST_NAME}个字")
    return plain


def is_unprintable(text: str) -> bool:
    """Return whether text contains what cannot be printed, or turns the direction of writing."""
    return UNPRINTABLE.search(text) is not None


def _read_number(cell: Cell, field: Field) -> exact.WrittenNumber:
    """Return the number of a cell. Raises UnusableError D106 for what is no number."""
    value = cell.value
    if isinstance(value, bool):
        raise _refuse_number(cell, field, Look("，是“是”或“否”", "请填数目。"))
    if isinstance(value, date) or (cell.kind == "number" and cell.style.date):
        raise _refuse_number(cell, field, Look("，是日期或时间", "请填数目，并把这一格的格式改为“常规”。"))
    if isinstance(value, Fraction):
        return _read_shown(cell, field, value)
    if value.isdigit() and value.isascii() and len(value) <= _LONGEST_NUMBER:
        return exact.WrittenNumber(Fraction(int(value)))
    number = exact.parse_number(value, field.unit)
    if number is None:
        raise _refuse_number(cell, field)
    return number


def _read_shown(cell: Cell, field: Field, value: Fraction) -> exact.WrittenNumber:
    """Return a number as its format shows it: 98 is 98 % where that is what is seen. Raises UnusableError D106."""
    if cell.style.odd or cell.hides_zero:
        look = Look("，但单元格的格式让它显示成别的样子", "请把这一格的格式改为“常规”，核对后重填。")
        raise _refuse_number(cell, field, look)
    if not (cell.style.before or cell.style.behind):
        return exact.WrittenNumber(value, cell.percent)
    shown = cell.as_shown()
    number = exact.parse_number(shown.text, field.unit)
    if number is None or (number.percent and field.kind == "count"):
        raise _refuse_number(shown, field)
    return number


def _refuse_number(cell: Cell, field: Field, look: Look | None = None) -> UnusableError:
    """Return the error for what is not the number that a field asks for, with what it looks like."""
    words, advice = look or describe_look(cell.text, field.unit)
    return UnusableError(cell, "D106", label=field.label, value=cell.text, looks=words, advice=advice)


def _read_count(cell: Cell, field: Field) -> Fraction:
    value, percent = _read_number(cell, field)
    if percent:
        raise _refuse_number(cell, field)
    if abs(value) > (_MOST_YUAN if field.unit == "元" else _MOST):
        raise _refuse_number(cell, field, Look("，大得不像", "请核对是不是电话、日期，或多打了几位。"))
    if cell.kind == "text":
        _refuse_ambiguous(cell, field)
    if value < 0:
        raise UnusableError(cell, "D108", label=field.label, value=cell.text)
    if value.denominator != 1 and not field.decimal:
        raise UnusableError(cell, "D107", label=field.label, value=cell.text)
    if field.most is not None and value > field.most:
        raise UnusableError(
            cell, "D171", label=field.label, value=cell.text, most=exact.exact_text(field.most)
        )
    return value


def _refuse_ambiguous(cell: Cell, field: Field) -> None:
    """Raise UnusableError D106 for a text that is a number, but perhaps not the number that was meant."""
    plain = fold(cell.content)
    if _LEADING_ZERO.fullmatch(plain):
        look = Look("，以0开头，像是编号，或被逗号拆开的数", "请把这个数重新填全。")
        raise _refuse_number(cell, field, look)
    if _LIKE_THOUSANDS.fullmatch(plain):
        raise _refuse_number(cell, field, Look("，看不出小数点是不是千位分隔符", "请去掉小数点，把数写全。"))


def _read_answer(cell: Cell, field: Field) -> Answer:
    worded = cell.kind == "number" and (cell.style.odd or cell.hides_zero)  # 1 may be shown as 否
    ticked = _read_ticked((cell.as_shown() if worded else cell).text)
    plain = fold(ticked.words).lower().rstrip(_EMOJI_STYLE)
    bare = plain.rstrip(_STOPS)
    if bare in _NONE and field.nobody:
        raise UnusableError(cell, "D174", label=field.label, value=cell.text)
    if plain in _YES:
        return Answer.YES
    if plain in _NO:
        return Answer.NO
    if _NOBODY.fullmatch(bare) and field.nobody:
        return Answer.NOBODY
    raise UnusableError(
        cell, "D244" if field.nobody else "D109", label=field.label, value=cell.text, why=ticked.why
    )


def _read_ticked(text: str) -> TickedAnswer:
    """Return the words that are ticked in a text of boxes; any other text whole."""
    return read_ticked(text) or TickedAnswer(text)


def _read_level(cell: Cell, field: Field) -> Fraction:
    typed = fold(_read_ticked(cell.text).words)
    plain = remove_blanks(typed)
    for level, label in field.levels.items():
        name = _level_name(label)
        if typed == level or plain in {name, level + name}:
            return Fraction(level)
    if _WHOLE.fullmatch(typed) and exact.exact_text(Fraction(typed)) in field.levels:
        return Fraction(typed)
    known = "、".join(f"{level} {label}" for level, label in field.levels.items())
    raise UnusableError(cell, "D110", label=field.label, value=cell.text, known=known)


@lru_cache(maxsize=256)
def _level_name(label: str) -> str:
    return remove_blanks(fold(label))


def _read_points(cell: Cell, field: Field) -> Fraction:
    """Return how many points a cell gives; a word that gives them may stand before the number: 得9分, 得分：9."""
    said = _POINTS_GIVEN.match(cell.text) if cell.kind == "text" else None
    plain = cell._replace(content=cell.text[said.end() :]) if said else cell
    value, percent = _read_number(plain, field)
    if percent or abs(value) > _MOST:
        raise _refuse_number(cell, field)
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
    if "‰" in cell.text and 0 < share <= _LIKE_PERCENT:
        words = {"value": cell.text, "percent": f"{exact.exact_text(share * 100)}%"}
        raise UnusableError(cell, "D218", label=field.label, **words)
    if value < 0:
        raise UnusableError(cell, "D108", label=field.label, value=cell.text)
    if not percent and 0 < value <= 1:
        raise UnusableError(cell, "D117", label=field.label, value=cell.text)
    if share > 1:
        raise UnusableError(cell, "D118", label=field.label, value=cell.text)
    return share
