"""Write values back into a data workbook: into the cells they belong in, with their origin as a note.

Knows where a community and a field stand in a workbook; not where the values come from.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.exact import exact_text
from formgen.intake.choice import choose_sheets
from formgen.intake.entries import match_key
from formgen.intake.fields import Catalogue, make_catalogue
from formgen.intake.files import file_error, read_content
from formgen.intake.headed import head_tables
from formgen.intake.headers import Header
from formgen.intake.tables import Table
from formgen.intake.townships import fill_townships
from formgen.intake.vocabulary import (
    SHEETS,
    ColumnRole,
    Meaning,
    SheetKind,
    make_selectors,
    make_vocabularies,
)
from formgen.intake.xlsx import read_xlsx
from formgen.model import Who
from formgen.office import package
from formgen.office.cells import write_text
from formgen.office.disk import free_beside, write_file
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.existing import open_workbook
from formgen.workbook.style import cell_at


@dataclass(frozen=True, slots=True)
class Amendment:
    """One value for one community: points of a level for a criterion, or a basic fact (``level`` empty)."""

    who: Who
    level: str
    key: str
    value: Fraction | str
    origin: str


@dataclass(frozen=True, slots=True)
class _AmendedSheet:
    """A sheet with its header; ``meanings`` and ``rows`` (those with anything in them) grow as it is written into.

    ``townships`` are those of its rows, which need not be written in each.
    """

    table: Table
    header: Header
    meanings: dict[int, Meaning]
    rows: set[int]
    townships: Mapping[int, str]

    def column(self, role: ColumnRole, key: str = "") -> int:
        """Return the first column of a role (and key), 0 when there is none."""
        return next(
            (
                at
                for at, meaning in self.meanings.items()
                if meaning.role == role and key in {"", meaning.key}
            ),
            0,
        )


def amend_workbook(
    path: Path,
    rubric: Rubric,
    amendments: Sequence[Amendment],
    before_write: Callable[[Path, bytes], None] = lambda *_: None,
) -> Path:
    """Write amendments into a workbook; a copy of it as it was is kept next to it. Returns the path of the copy.

    ``before_write`` is called with every file and its content before it is written. Raises FormgenError: F112 for no
    workbook, D138 when it has no place for a value, F107 or F108.
    """
    content = read_content(path)
    if content.kind != "xlsx":
        raise file_error(path.name, "F112")
    book = open_workbook(content.data, path.name)
    fields = make_catalogue(rubric)
    headed = _find_headers(read_xlsx(content.data, path.name), fields)
    for amendment in amendments:
        kind: SheetKind = "scores" if amendment.level else "data"
        if kind not in headed:
            words = {"sheet": SHEETS[kind], "file": path.name}
            raise FormgenError(Problem("D138", words=words))
        _write_value(book, headed[kind], amendment, fields)
    kept = free_beside(path, (f"（收回前{number}）" for number in range(1, 1000)))
    for target, data in ((kept, path.read_bytes()), (path, package.saved(book))):
        before_write(target, data)
        write_file(target, data)
    return kept


def _find_headers(tables: Sequence[Table], fields: Catalogue) -> dict[SheetKind, _AmendedSheet]:
    """Return the first sheet of each kind among those that are read; one on its side has no rows to write into."""
    headed, _ = head_tables(tables, make_vocabularies(fields))
    found: dict[SheetKind, _AmendedSheet] = {}
    for each in choose_sheets(headed, fields).chosen:
        if not each.turned:
            rows, _ = fill_townships(each.named_rows, each.sections) if each.kind == "data" else ([], [])
            townships = {row.number: row.township.text for row in rows if row.township}
            sheet = _AmendedSheet(
                each.table, each.header, dict(each.header.meanings), set(each.table.rows), townships
            )
            found.setdefault(each.kind, sheet)
    return found


def _write_value(book: Workbook, headed: _AmendedSheet, amendment: Amendment, fields: Catalogue) -> None:
    """Write one value into its row, or into a new row below the others where there is none."""
    sheet: Worksheet = book[headed.table.sheet]
    roles: tuple[ColumnRole, ...] = ("scores",) if amendment.level else ("facts", "indicators")
    column = max(headed.column(role, amendment.key) for role in roles) or _add_column(
        sheet, headed, amendment, fields
    )
    row = _find_row(sheet, headed, amendment, fields)
    if not column or (not row and not amendment.level):
        raise FormgenError(Problem("D138", words={"sheet": headed.table.sheet, "file": headed.table.file}))
    if not row:
        row = max(headed.rows) + 1
        headed.rows.add(row)
        texts: dict[ColumnRole, str] = {
            "township": amendment.who.township,
            "name": amendment.who.name,
            "level": fields.levels[amendment.level],
        }
        for role, text in texts.items():
            if at := headed.column(role):
                write_text(cell_at(sheet, row, at), text)
    cell = cell_at(sheet, row, column)
    text = exact_text(amendment.value) if isinstance(amendment.value, Fraction) else amendment.value
    if isinstance(amendment.value, Fraction) and "/" not in text:
        cell.value = float(text)
    else:
        write_text(cell, text)
    cell.comment = Comment(f"读自 {amendment.origin}", "formgen")


def _add_column(sheet: Worksheet, headed: _AmendedSheet, amendment: Amendment, fields: Catalogue) -> int:
    """Return a new column for an opinion or a date: workbooks of earlier years lack them. 0 for anything else."""
    fact = fields.rubric.facts.get(amendment.key)
    if amendment.level or fact is None or not fact.in_box:
        return 0
    column = max(headed.table.width(headed.rows), *headed.meanings) + 1
    head: Any = cell_at(sheet, headed.header.bottom, column)
    write_text(head, fact.zh)
    before: Any = sheet.cell(headed.header.bottom, column - 1)
    head._style = copy.copy(before._style)  # noqa: SLF001 - openpyxl has no public way to copy a style
    headed.meanings[column] = Meaning("facts", amendment.key)
    return column


def _find_row(sheet: Worksheet, headed: _AmendedSheet, amendment: Amendment, fields: Catalogue) -> int:
    """Return the row of a community (and level), 0 when there is none."""
    levels = make_selectors(fields)["level"]
    wanted = match_key(amendment.who)
    roles: tuple[ColumnRole, ...] = ("township", "name", "level")
    columns = {role: headed.column(role) for role in roles}
    for row in (each for each in sorted(headed.rows) if each > headed.header.bottom):
        texts = {role: _read_shown(sheet, row, at) if at else "" for role, at in columns.items()}
        found = match_key(Who(headed.townships.get(row, texts["township"]), texts["name"]))
        if found.name != wanted.name or (found.township and found.township != wanted.township):
            continue
        meaning = levels.find(texts["level"]) if amendment.level else None
        if not amendment.level or (meaning and meaning.key == amendment.level):
            return row
    return 0


def _read_shown(sheet: Worksheet, row: int, column: int) -> str:
    """Return the text of a cell; one within a merged range shows what is in its first cell."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        span = next((each for each in sheet.merged_cells.ranges if cell.coordinate in each), None)
        value = sheet.cell(span.min_row, span.min_col).value if span else None
    else:
        value = cell.value
    return str(value or "")
