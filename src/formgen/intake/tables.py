"""Tables: the non-empty cells of a sheet with their merged ranges, from CSV text here and from xlsx elsewhere.

Knows cells and places; not what they mean.
"""

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from formgen.intake.files import file_error
from formgen.intake.raw import Cell
from formgen.intake.rows import CellPattern, PackedRows
from formgen.problems import FormgenError, Place, Problem

MOST_ROWS, MOST_COLUMNS, MOST_BLANK_ROWS = 200_000, 500, 1_000
_LINE_ENDS = ("\n", "\r")
_END = "\x1a"  # the line behind the last one; no cell has it
_FEWEST_CELLS = 3  # delimiters in one cell over several lines from which on it may be rows
_STRANGE = ("，", "；", "|", "｜", "、")  # signs that somebody typed for commas
_BLANKS = re.compile(r"[ \u3000]{2,}")
_FEWEST_SIGNS = 2  # in a line
_KEPT_AS_TEXT = re.compile(r'="(.*)"')  # how a CSV preserves the leading zero of a number


@dataclass(frozen=True, slots=True)
class Range:
    """A merged range; rows and columns count from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a sheet does not show: itself, some rows, some columns. It is read all the same."""

    sheet: bool = False
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Table:
    """The non-empty cells of one sheet: row number, then column number.

    ``widths`` are the cells of each row of a CSV, the empty ones included; ``ended`` tells whether its last line has a
    line end. ``titles`` are the texts around its pages, and the cells of lines that were left out when the table was
    turned on its side. ``beside`` are the places of notes and boxes of text, which are not read.
    """

    file: str
    sheet: str
    rows: PackedRows
    merged: tuple[Range, ...] = ()
    widths: Mapping[int, int] = field(default_factory=dict)
    hidden: Hidden = Hidden()
    titles: tuple[Cell, ...] = ()
    ended: bool = True
    beside: tuple[str, ...] = ()

    @cached_property
    def _by_column(self) -> dict[int, list[Range]]:
        """Return the merged ranges of every column, from top to bottom."""
        found: dict[int, list[Range]] = {}
        for each in sorted(self.merged, key=lambda merged: merged.top):
            for column in range(each.left, min(each.right, MOST_COLUMNS) + 1):
                found.setdefault(column, []).append(each)
        return found

    def spread(self, row: int, column: int) -> Cell | None:
        """Return a cell, or what its merged range shows."""
        if own := self.rows.get(row, {}).get(column):
            return own
        ranges = self._by_column.get(column, [])
        at = bisect_right(ranges, row, key=lambda merged: merged.top) - 1
        if at < 0 or ranges[at].bottom < row:
            return None
        return self.rows.get(ranges[at].top, {}).get(ranges[at].left)

    def width(self, rows: Iterable[int]) -> int:
        """Return the last column with anything in the given rows, merged ranges included."""
        wanted = set(rows)
        used = [max(self.rows[row]) for row in wanted if self.rows.get(row)]
        used += [min(each.right, MOST_COLUMNS) for each in self.merged if each.top in wanted]
        used += [self.widths.get(row, 0) for row in wanted]
        return max(used, default=0)


def read_csv(text: str, file: str) -> Table:
    """Return the table of a CSV text. Raises FormgenError F105, F109, D204 or D221."""
    rows = PackedRows(file)
    patterns: dict[int, CellPattern] = {}
    widths: dict[int, int] = {}
    for number, values in _split_rows(text, file):
        filled = [column for column, value in enumerate(values, start=1) if value.strip()]
        if filled:
            patterns |= {column: CellPattern(column, "text") for column in filled if column not in patterns}
            texts = [_unquote(values[column - 1]) for column in filled]
            rows.add(number, [patterns[column] for column in filled], texts)
            widths[number] = len(values)
            refuse_size(file, len(rows), filled[-1])
    return Table(file, "", rows, widths=widths, ended=text.endswith(_LINE_ENDS))


def _split_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV with their numbers.

    Raises FormgenError F109, D204 for other signs between the cells, and D221 where a quote swallows rows.
    """
    delimiter = _find_delimiter(text)
    if sign := _find_strange(text, delimiter):
        raise FormgenError(Problem("D204", Place(file=file), {"sign": sign}))
    ended = text if text.endswith(_LINE_ENDS) else f"{text}\n"
    lines = io.StringIO(ended + _END, newline="").readlines()  # an open quote swallows the end too
    reader = csv.reader(lines, delimiter=delimiter)
    widest = before = 0
    try:
        for number, values in enumerate(reader, start=1):
            if reader.line_num > before + 1 and _swallows(
                lines[before : reader.line_num], values, delimiter, widest
            ):
                raise FormgenError(Problem("D221", Place(file=file, line=before + 1)))
            if reader.line_num < len(lines):
                yield number, values
            widest, before = max(widest, len(values)), reader.line_num
    except csv.Error as error:
        raise file_error(file, "F109", f"第{reader.line_num}行附近的引号或字符不合 CSV 写法") from error


def _swallows(lines: Sequence[str], values: Sequence[str], delimiter: str, widest: int) -> bool:
    """Return whether a row over several lines is one only since a quote was never closed, or closed rows below.

    Then the file ends in it, signs stand behind its closing quote, or as many cells as a row has are in one of them.
    """
    if lines[-1] == _END or any(
        value.count(delimiter) >= max(_FEWEST_CELLS, widest - 2) for value in values if "\n" in value
    ):
        return True
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def refuse_size(file: str, rows: int, columns: int) -> None:
    """Raise FormgenError F105 for a sheet with too many rows or columns."""
    if rows > MOST_ROWS:
        raise file_error(file, "F105", f"超过{MOST_ROWS}行")
    if columns > MOST_COLUMNS:
        raise file_error(file, "F105", f"超过{MOST_COLUMNS}列")


def _unquote(value: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(value.strip())
    return kept[1] if kept else value


def _find_delimiter(text: str) -> str:
    """Return the character that splits one of the first lines into the most cells."""
    lines = text[:20_000].splitlines()[:20]
    return max(",\t;", key=lambda sign: max((line.count(sign) for line in lines), default=0))


def _find_strange(text: str, delimiter: str) -> str:
    """Return the sign, none of ours, that seems to part the cells of most of the first lines, or of the header alone; empty for none."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    first = next((at for at, line in enumerate(lines) if delimiter in line), 0)
    head, below = (lines[first - 1], lines[first]) if first else ("", "")
    for sign in _STRANGE:
        parted = sum(line.count(sign) >= _FEWEST_SIGNS and delimiter not in line for line in lines)
        alone = _FEWEST_SIGNS < head.count(sign) == below.count(delimiter)
        if 2 * parted > len(lines) or alone:
            return sign
    widths = {len(_BLANKS.split(line.strip())) for line in lines if delimiter not in line}
    wide = len(widths) == 1 and min(widths) >= _FEWEST_CELLS
    return "空格" if wide and len(lines) > 1 and not any(delimiter in line for line in lines) else ""
