"""References in formulas and lists of ranges, as rows are repeated: moved, grown, or refused.

A repeated row stands for many, so a formula that names it alone is a question: `Unmovable` says what to write
instead. Strings, names of sheets, names of functions and references to other sheets are never touched.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

_CORNER = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_TOKEN = re.compile(
    rf"""(?P<quoted>"(?:[^"]|"")*")
    | (?P<error>\#[A-Z0-9/_]+[!?]?)
    | (?P<sheet>(?:'(?:[^']|'')+'|[\w.\[\]]+(?::[\w.]+)?)!)
    | (?P<column>\[(?:[^\[\]]|\[[^\]]*\])*\])
    | (?P<area>{_CORNER}(?::{_CORNER})?(?![\w(.!\[]))
    | (?P<rows>\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}(?![\w(.!\[]))
    | (?P<columns>\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}(?![\w(.!\[]))
    | (?P<call>[\w.\\]+\()
    | (?P<word>[\w.\\?]+)
    | (?P<blank>\s+)
    | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CORNERS = re.compile(r"(\$?)([A-Z]{0,3})(\$?)([0-9]+)", re.IGNORECASE)
_TOTALS = frozenset(
    (
        "SUM",
        "AVERAGE",
        "AVERAGEA",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "MAX",
        "MIN",
        "PRODUCT",
        "SUBTOTAL",
        "MEDIAN",
    )
)
_COUNTS = ("COUNT", "COUNTA", "COUNTBLANK")
_ASKING = frozenset(
    {*_COUNTS, "ISBLANK", "ISNUMBER", "ISTEXT", "ROW", "ROWS", "COLUMN", "COLUMNS"}
)  # they say whether and where a cell holds something, whatever it is
_BY_PLACE = frozenset(
    {"INDIRECT", "OFFSET", "ADDRESS"}
)  # they find cells by texts and numbers that nobody moves
LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of any sheet
_OUTSIDE = frozenset({"WEBSERVICE", "RTD", "CALL", "REGISTER.ID", "EXEC", "SQL.REQUEST"})


class UnmovableError(Exception):
    """A reference that cannot follow the repeated rows; the message says why and what to write, in Chinese."""


class Insertion(NamedTuple):
    """``extra`` rows inserted below the row ``first`` of a sheet, which they repeat."""

    sheet: str
    first: int
    extra: int

    def moved(self, row: int) -> int:
        """Return the new number of a row; the repeated row keeps the number of its first copy.

        No row goes below the last one of a sheet.
        """
        return min(row + self.extra, LAST_ROW) if row > self.first else row

    def grown(self, row: int) -> int:
        """Return the new number of the last row of a range: it takes in all copies of the repeated row."""
        return min(row + self.extra, LAST_ROW) if row >= self.first else row

    def pushes_out(self, row: int) -> bool:
        """Return whether a row would go below the last one of a sheet."""
        return row > self.first and row + self.extra > LAST_ROW


@dataclass(frozen=True, slots=True)
class _Corner:
    """A cell as a formula writes it; a row without a column where whole rows are meant."""

    fixed_column: str
    column: str
    fixed: str
    row: int

    @classmethod
    def of(cls, text: str) -> "_Corner":
        match = _CORNERS.fullmatch(text)
        if match is None:
            message = f"看不懂引用 {text}"
            raise UnmovableError(message)
        if not match[2]:
            return cls("", "", match[1] or match[3], int(match[4]))
        return cls(match[1], match[2], match[3], int(match[4]))

    def at(self, row: int) -> str:
        return f"{self.fixed_column}{self.column}{self.fixed}{row}"


class _Use(NamedTuple):
    """A reference in a formula: the sheet it names, empty for its own, the function and the total that it is given to."""

    text: str
    sheet: str
    total: str
    call: str = ""


_WITH_ROWS = frozenset({"area", "rows"})


def _rewrite(formula: str, change: Callable[[_Use], str], kinds: Collection[str] = _WITH_ROWS) -> str:
    """Return a formula with its references changed; whole columns are no reference to a row."""
    tokens = list(_TOKEN.finditer(formula))
    pieces, calls, sheet = list[str](), list[str](), ""
    for at, token in enumerate(tokens):
        kind, text = token.lastgroup or "", token[0]
        if kind == "call":
            calls.append(text[:-1].upper().removeprefix("_XLFN."))
        elif text == "(":
            calls.append("")
        elif text == ")" and calls:
            calls.pop()
        if kind in kinds:
            alone = _ends(tokens, at - (2 if sheet else 1)) and _ends(tokens, at + 1)
            total = calls[-1] if alone and calls and calls[-1] in _TOTALS else ""
            text = change(_Use(text, sheet, total, calls[-1] if calls else ""))
        sheet = text[:-1].strip("'").replace("''", "'") if kind == "sheet" else ""
        pieces.append(text)
    return "".join(pieces)


def _ends(tokens: list[re.Match[str]], at: int) -> bool:
    """Return whether an argument of a function begins or ends at a token."""
    return not 0 <= at < len(tokens) or tokens[at].lastgroup == "call" or tokens[at][0] in {"(", ",", ")"}


def names_sheet(formula: str, sheet: str) -> bool:
    """Return whether a formula names a sheet."""
    found = False

    def look(use: _Use) -> str:
        nonlocal found
        found = found or _same(use.sheet, sheet)
        return use.text

    _rewrite(formula, look)
    return found


class Operand(NamedTuple):
    """Cells of a sheet that a formula uses: their range, and whether it adds them up, which passes over texts.

    ``asked`` where it only asks whether they hold anything.
    """

    area: str
    summed: bool
    asked: bool = False


def list_operands(formula: str, own: str, sheet: str) -> list[Operand]:
    """Return the cells of ``sheet`` that a formula of the sheet ``own`` uses."""
    found = list[Operand]()

    def look(use: _Use) -> str:
        if _same(use.sheet or own, sheet):
            first, _, last = use.text.replace("$", "").upper().partition(":")
            last = last or first
            first, last = (first, last) if first[0].isalpha() else (f"A{first}", f"XFD{last}")
            first, last = (first, last) if first[-1].isdigit() else (f"{first}1", f"{last}1048576")
            found.append(
                Operand(f"{first}:{last}", use.total not in {"", *_COUNTS}, asked=use.call in _ASKING)
            )
        return use.text

    _rewrite(formula, look, {*_WITH_ROWS, "columns"})
    return found


def list_words(formula: str) -> list[str]:
    """Return what a formula names beside cells and functions: names of the workbook, truth values, numbers."""
    return [token[0] for token in _TOKEN.finditer(formula) if token.lastgroup == "word"]


def list_functions(formula: str) -> list[str]:
    """Return the functions that a formula calls."""
    return [token[0][:-1] for token in _TOKEN.finditer(formula) if token.lastgroup == "call"]


def list_named_sheets(formula: str) -> list[str]:
    """Return the sheets that a formula names."""
    sheets = (token[0] for token in _TOKEN.finditer(formula) if token.lastgroup == "sheet")
    return [each[:-1].strip("'").replace("''", "'") for each in sheets]


def list_errors(formula: str) -> list[str]:
    """Return the errors that stand in a formula, where it lost what it named."""
    return [token[0] for token in _TOKEN.finditer(formula) if token.lastgroup == "error"]


def refuse_functions(formula: str, rows: Insertion, own: str) -> None:
    """Raise UnmovableError for functions that fetch from outside, or find moved cells by texts and numbers."""
    concerned = rows.extra > 0 and (_same(own, rows.sheet) or rows.sheet.casefold() in formula.casefold())
    for token in _TOKEN.finditer(formula):
        name = token[0][:-1].upper().removeprefix("_XLFN.") if token.lastgroup == "call" else ""
        detail = ""
        if name in _BY_PLACE and concerned:
            detail = f"{name} 按文字或位置找单元格，评分行增加以后会找错；请改成直接引用"
        elif name in _OUTSIDE:
            detail = f"{name} 从文件以外取数；请改成固定的文字或数"
        elif token.lastgroup == "sheet" and ("[" in token[0] or ":" in token[0]):
            detail = f"引用了别的文件或一组工作表（{token[0]}）；请改成直接引用本文件的一张工作表"
        if detail:
            raise UnmovableError(detail)


def move_formula(formula: str, rows: Insertion, own: str) -> str:
    """Return a formula of the sheet ``own``, outside the repeated row, as rows are inserted.

    Raises UnmovableError for one that names the repeated row alone: it would be the first of many.
    """

    def change(use: _Use) -> str:
        return _moved(use, rows) if _same(use.sheet or own, rows.sheet) else use.text

    return _rewrite(formula, change) if rows.extra else formula


def _moved(use: _Use, rows: Insertion) -> str:
    first, _, last = use.text.partition(":")
    start, end = _Corner.of(first), _Corner.of(last or first)
    if start.row > end.row:
        start, end = end, start
    if not last and start.row == rows.first:
        if not use.total:
            message = (
                f"{use.text} 是评分行的一格，评分行会变成{rows.extra + 1}行；"
                f"要各行合计，请写成 SUM({use.text}:{use.text})"
            )
            raise UnmovableError(message)
        return f"{start.at(start.row)}:{end.at(rows.grown(end.row))}"
    if rows.pushes_out(start.row):
        raise UnmovableError(_describe_pushed_out(use.text))
    top = start.at(rows.moved(start.row))
    return f"{top}:{end.at(rows.grown(end.row))}" if last else top


def _describe_pushed_out(text: str) -> str:
    return f"{text} 在评分行增加以后超出工作表的最后一行（第{LAST_ROW}行）；请改成靠上的格子"


def _covers_columns(text: str) -> bool:
    """Return whether a range is whole columns, written with the first and the last row: no row is meant."""
    first, _, last = text.partition(":")
    return bool(last) and {_Corner.of(first).row, _Corner.of(last).row} == {1, LAST_ROW}


def copy_formula(formula: str, rows: Insertion, step: int) -> str:
    """Return a formula of the repeated row in its copy number ``step``: its own row goes along, ``$`` holds others.

    Raises UnmovableError where it is a question which row is meant.
    """

    def change(use: _Use) -> str:
        first, _, last = use.text.partition(":")
        corners = [_Corner.of(each) for each in (first, last) if each]
        if _covers_columns(use.text):
            return use.text
        if use.sheet and not _same(use.sheet, rows.sheet):
            if not all(each.fixed for each in corners):
                message = f"{use.sheet}!{use.text} 在每一行指哪一格不清楚；请给行号加 $"
                raise UnmovableError(message)
            return use.text
        if all(each.fixed for each in corners):
            if not last and corners[0].row == rows.first and not use.total:
                message = f"{use.text} 加了 $，每一行都会取第一行的；请去掉行号前的 $"
                raise UnmovableError(message)
            return _moved(use, rows)
        for each in corners:
            if not each.fixed and each.row != rows.first:
                fixed = f"{each.fixed_column}{each.column}${each.row}"
                message = f"{each.at(each.row)} 不在评分行，每一行指哪一格不清楚；请写成 {fixed}"
                raise UnmovableError(message)
        return ":".join(_copied(each, rows, step, is_end=at > 0) for at, each in enumerate(corners))

    return _rewrite(formula, change) if rows.extra else formula


def _copied(corner: _Corner, rows: Insertion, step: int, *, is_end: bool) -> str:
    if not corner.fixed:
        return corner.at(corner.row + step)
    if not is_end and rows.pushes_out(corner.row):
        raise UnmovableError(_describe_pushed_out(corner.at(corner.row)))
    return corner.at(rows.grown(corner.row) if is_end else rows.moved(corner.row))


def keep_relative(formula: str, rows: Insertion, own: str) -> str:
    """Return the formula of a rule that stands on the repeated row: it goes by its first cell, ``$`` holds others."""

    def change(use: _Use) -> str:
        if not _same(use.sheet or own, rows.sheet) or _covers_columns(use.text):
            return use.text
        corners = [_Corner.of(each) for each in use.text.split(":")]
        if all(each.fixed for each in corners):
            return _moved(use, rows)
        for each in corners:
            if not each.fixed and each.row != rows.first:
                message = f"{each.at(each.row)} 不在评分行，每一行指哪一格不清楚；请给行号加 $"
                raise UnmovableError(message)
        return ":".join(_copied(each, rows, 0, is_end=at > 0) for at, each in enumerate(corners))

    return _rewrite(formula, change) if rows.extra else formula


def offset_formula(formula: str, down: int, right: int) -> str:
    """Return a formula as it reads some rows further down and columns further right: a shared one, written out."""

    def change(use: _Use) -> str:
        corners = [_Corner.of(each) for each in use.text.split(":")]
        lower = 0 if _covers_columns(use.text) else down
        farther = 0 if {each.column.upper() for each in corners} == {"A", "XFD"} else right
        return ":".join(_offset(each, lower, farther) for each in corners)

    return _rewrite(formula, change)


def _offset(corner: _Corner, down: int, right: int) -> str:
    column = corner.column
    at = column_number(column.upper()) + (0 if corner.fixed_column else right) if column else 1
    row = corner.row if corner.fixed else corner.row + down
    if not (1 <= at <= _LAST_COLUMN and 1 <= row <= LAST_ROW):
        message = f"{corner.at(corner.row)} 照样填到别的格子，就超出了工作表；请把公式一格一格写出来"
        raise UnmovableError(message)
    column = column_letters(at) if column else ""
    return f"{corner.fixed_column}{column}{corner.fixed}{row}"


def grow_ranges(ranges: str, rows: Insertion) -> str:
    """Return a list of ranges of the sheet itself: those below move, those that cover the repeated row grow."""
    found = list[str]()
    for each in ranges.split():
        first, _, last = each.partition(":")
        if not all(_CORNERS.fullmatch(corner) for corner in (first, last or first)):  # whole columns
            found.append(each)
            continue
        start, end = _Corner.of(first), _Corner.of(last or first)
        if start.row > end.row:
            start, end = end, start
        grown = rows.grown(end.row)
        top = start.at(rows.moved(start.row))
        found.append(top if not last and grown == rows.moved(start.row) else f"{top}:{end.at(grown)}")
    return " ".join(found)


def move_place(text: str, rows: Insertion, own: str) -> str:
    """Return where a link leads: a cell below moves, one of the repeated row is its first copy."""

    def change(use: _Use) -> str:
        if not _same(use.sheet or own, rows.sheet):
            return use.text
        corners = (_Corner.of(each) for each in use.text.split(":"))
        return ":".join(each.at(rows.moved(each.row)) for each in corners)

    return _rewrite(text, change)


def rows_of(ranges: str) -> tuple[int, int]:
    """Return the first and the last row of the first range of a list."""
    first, _, last = ranges.split(maxsplit=1)[0].partition(":")
    start, end = (_CORNERS.fullmatch(each) for each in (first, last or first))
    return (int(start[4]), int(end[4])) if start and end else (1, LAST_ROW)


def column_number(column: str) -> int:
    """Return the number of a column from its letters."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column from its number."""
    letters = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _same(sheet: str, other: str) -> bool:
    return sheet.casefold() == other.casefold()
