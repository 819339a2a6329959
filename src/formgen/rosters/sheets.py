"""The sheets of roster files as rows of plain values, read fast: a county's roster has millions of cells.

Workbooks go through calamine, which is ten times faster than our own reader; where it would keep silent about what a
cell says (an error value, a formula without its result) our own reader is used. Knows files; not what columns mean.
"""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import isfinite
from pathlib import Path

import python_calamine as calamine

from formgen.intake.files import (
    DATA_SUFFIXES,
    FileContent,
    Package,
    file_error,
    identify_content,
    read_content,
)
from formgen.intake.raw import Cell
from formgen.intake.records import parse_json, parse_yaml
from formgen.intake.tables import MOST_COLUMNS, MOST_ROWS, Table, read_csv
from formgen.intake.xlsx import read_xlsx
from formgen.office.cells import format_column
from formgen.problems import Place
from formgen.yamltext import Node

# What calamine passes over, each with words of which one stands in every match: those are found at once, a pattern is not.
_SILENT = (
    ((b'e"', b"e'"), re.compile(rb"""t=(?<=\st=)["']e["']""")),
    (
        (b"f>", b"f/>", b"<f", b":f"),
        re.compile(rb"</(?:\w+:)?f>\s*</(?:\w+:)?c>|<(?:\w+:)?f\b[^>]*/>\s*</(?:\w+:)?c>"),
    ),
    ((b"v",), re.compile(rb"v(?<=[<:]v)\s*(?:/>|>\s*</)")),
    ((b"hidden=",), re.compile(rb"""<(?:\w+:)?row\b[^>]*\shidden=["'](?:1|true)["']""")),
)
_MARKED = (
    ((b"vertAlign",), re.compile(b"vertAlign")),
    ((b"strike",), re.compile(rb"""<(?:\w+:)?strike(?!\s+val=["'](?:0|false))""")),
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_STRINGS = re.compile(r"xl/(?:sharedStrings|styles)\.xml", re.IGNORECASE)
_RECORDS = "people"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in a cell and is no value: an error, or a formula without its result."""

    text: str

    def __str__(self) -> str:
        """Return what is shown in the cell."""
        return self.text


@dataclass(frozen=True)
class RosterSheet:
    """A sheet: its rows from the first on, blank ones too; ``merged`` are the ranges (top, left, bottom, right).

    ``records`` are the lines of the entries of a YAML or JSON file, which has them instead of rows. ``hidden`` says that
    the sheet is not shown, ``hidden_rows`` are the rows that are not, counted from 0; ``marked`` that lines through texts
    may be among them. ``folder`` is the name of the folder in which the file lies.
    """

    file: str
    name: str
    rows: Callable[[], Iterator[Sequence[object]]] = field(repr=False)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    records: Sequence[int] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    marked: bool = False
    folder: str = ""

    def without_rows(self) -> "RosterSheet":
        """Return the sheet with its places alone, so that the memory of its cells is free once they were read."""
        return replace(self, rows=lambda: iter(()))

    def place(self, row: int, column: int | None = None) -> Place:
        """Return where a row is, or a cell of it; both count from 0."""
        if self.records:
            at = max(row - 1, 0)
            return Place(self.file, line=self.records[at], path=f"{_RECORDS}[{at + 1}]")
        letters = format_column((column or 0) + 1)
        return Place(self.file, self.name, f"{letters}{row + 1}")


def list_roster_files(given: Sequence[Path]) -> list[Path]:
    """Return the files of some paths: a folder stands for the rosters in it. Raises FormgenError F101."""
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            inside = [each for each in sorted(path.rglob("*")) if each.suffix.lower() in DATA_SUFFIXES]
            found += [each for each in inside if each.is_file() and not each.name.startswith((".", "~$"))]
        elif path.is_file():
            found.append(path)
        else:
            raise file_error(str(path), "F101")
    return list(dict.fromkeys(found))


def read_sheets(path: Path) -> list[RosterSheet]:
    """Return the sheets of a file. Raises FormgenError F101 to F110, R101."""
    return [replace(each, folder=path.parent.name) for each in _open_sheets(read_content(path), path.name)]


def read_sheet_bytes(data: bytes, file: str) -> list[RosterSheet]:
    """Return the sheets of a file's bytes, as ``read_sheets`` does."""
    return _open_sheets(identify_content(data, file), file)


def _open_sheets(content: FileContent, file: str) -> list[RosterSheet]:
    match content.kind:
        case "xlsx":
            return _read_workbook(content.data, file)
        case "csv":
            return [_from_table(read_csv(content.text, file))]
        case "yaml":
            return [_from_records(parse_yaml(content.text, file)[0], file)]
        case "json":
            return [_from_records(parse_json(content.text, file)[0], file)]


def _read_workbook(data: bytes, file: str) -> list[RosterSheet]:
    package = Package(data, file)  # its size and shape are refused before anything is inflated
    if _needs_care(package):
        return [_from_table(table) for table in read_xlsx(data, file)]
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        listed = [each for each in book.sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
        sheets = [book.get_sheet_by_name(each.name) for each in listed]
    except (calamine.CalamineError, ValueError, OSError):
        return [_from_table(table) for table in read_xlsx(data, file)]
    shown = calamine.SheetVisibleEnum.Visible
    return [
        replace(_from_calamine(sheet, file), hidden=each.visible != shown)
        for sheet, each in zip(sheets, listed, strict=True)
    ]


def _needs_care(package: Package) -> bool:
    """Return whether some cell says what calamine would pass over in silence."""
    for name in package.names:
        looked_for = _SILENT if _SHEET.fullmatch(name) else _MARKED if _STRINGS.fullmatch(name) else ()
        if looked_for and any(_holds(piece, looked_for) for piece in package.pieces(name)):
            return True
    return False


def _holds(piece: bytes, looked_for: Sequence[tuple[tuple[bytes, ...], re.Pattern[bytes]]]) -> bool:
    """Return whether a piece of a part has something that is looked for."""
    return any(
        any(word in piece for word in words) and pattern.search(piece) is not None
        for words, pattern in looked_for
    )


def _from_calamine(sheet: calamine.CalamineSheet, file: str) -> RosterSheet:
    if sheet.total_height > MOST_ROWS:
        raise file_error(file, "F105", f"超过{MOST_ROWS}行")
    if sheet.total_width > MOST_COLUMNS:
        raise file_error(file, "F105", f"超过{MOST_COLUMNS}列")
    before: list[object] = [""] * (sheet.start[1] if sheet.start else 0)

    def rows() -> Iterator[Sequence[object]]:
        if before:
            yield from ([*before, *row] for row in sheet.iter_rows())
        else:
            yield from sheet.iter_rows()

    found = sheet.merged_cell_ranges or ()
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in found)
    return RosterSheet(file, sheet.name, rows, merged)


def _from_table(table: Table) -> RosterSheet:
    def rows() -> Iterator[Sequence[object]]:
        at = 0
        for number in sorted(table.rows):
            for _ in range(number - 1 - at):
                yield ()
            cells = table.rows[number]
            yield [_value_of(cells.get(column)) for column in range(1, max(cells) + 1)]
            at = number

    merged = tuple((each.top - 1, each.left - 1, each.bottom - 1, each.right - 1) for each in table.merged)
    hidden = frozenset(number - 1 for number in table.hidden.rows)
    return RosterSheet(
        table.file, table.sheet, rows, merged, hidden=table.hidden.sheet, hidden_rows=hidden, marked=True
    )


def _value_of(cell: Cell | None) -> object:
    if cell is None:
        return ""
    if cell.kind in {"error", "formula"}:
        return Unreadable(cell.text or "公式没有结果")
    value = cell.value
    return float(value) if isinstance(value, Fraction) else value


def _from_records(tree: Node, file: str) -> RosterSheet:
    """Return the records of a tree as a sheet: its first row are the keys."""
    listed = tree.get(_RECORDS)
    people = listed.value if listed and isinstance(listed.value, list) else []
    held = [dict(each.items()) for each in people]
    keys = list(dict.fromkeys(key for each in held for key in each))

    def rows() -> Iterator[Sequence[object]]:
        yield keys
        for each in held:
            yield [_scalar_of(each[key]) if key in each else "" for key in keys]

    return RosterSheet(file, "", rows, records=[each.line for each in people])


def _scalar_of(node: Node) -> object:
    return Unreadable("一组内容") if isinstance(node.value, dict | list) else node.value


def plain_value(value: object) -> object:
    """Return a value of a sheet without the time of day; blanks are the empty text."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and not isfinite(value):
        return Unreadable(str(value))
    return "" if value is None else value


def text_of_value(value: object) -> str:
    """Return a value as a person would read it in the sheet."""
    match value:
        case bool():
            return "是" if value else "否"
        case float() if value == int(value):
            return str(int(value))
        case date():
            return value.isoformat()
        case _:
            return str(value)
