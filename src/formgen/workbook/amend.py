"""Write values back into a data workbook: into the cells they belong in, with their origin as a note."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen.exact import exact_text
from formgen.intake.catalogue import Catalogue, catalogue
from formgen.intake.entries import same_name
from formgen.intake.files import fault, load
from formgen.intake.headers import Header, find
from formgen.intake.tables import Grid
from formgen.intake.vocabulary import SHEETS, Part, Role, Slot, selectors, vocabularies
from formgen.intake.xlsx import of_xlsx
from formgen.model import Who
from formgen.office import package
from formgen.office.disk import free_beside, write_file
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.annotate import opened


@dataclass(frozen=True, slots=True)
class Amendment:
    """One value for one community: points of a level for a criterion, or a basic fact (``level`` empty)."""

    who: Who
    level: str
    key: str
    value: Fraction | str
    origin: str


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet with its header; ``slots`` grow when a column is added."""

    grid: Grid
    header: Header
    slots: dict[int, Slot]

    def column(self, part: Part, key: str = "") -> int:
        """Return the first column of a part (and key), 0 when there is none."""
        return next((at for at, slot in self.slots.items() if slot.part == part and key in {"", slot.key}), 0)


def amend(
    path: Path,
    rubric: Rubric,
    amendments: Sequence[Amendment],
    before_write: Callable[[Path, bytes], None] = lambda *_: None,
) -> Path:
    """Write amendments into a workbook; a copy of it as it was is kept next to it. Returns the path of the copy.

    ``before_write`` is called with every file and its content before it is written. Raises FormgenError: F112 for no
    workbook, D138 when it has no place for a value, F107 or F108.
    """
    content = load(path)
    if content.kind != "xlsx":
        raise fault(path.name, "F112")
    book = opened(content.data, path.name)
    fields = catalogue(rubric)
    tables = _tables(of_xlsx(content.data, path.name), fields)
    for amendment in amendments:
        role: Role = "scores" if amendment.level else "data"
        if role not in tables:
            words = {"sheet": SHEETS[role], "file": path.name}
            raise FormgenError(Problem("D138", words=words))
        _write(book, tables[role], amendment, fields)
    kept = free_beside(path, (f"（收回前{number}）" for number in range(1, 1000)))
    for target, data in ((kept, path.read_bytes()), (path, package.saved(book))):
        before_write(target, data)
        write_file(target, data)
    return kept


def _tables(grids: Sequence[Grid], fields: Catalogue) -> dict[Role, _Table]:
    """Return the first sheet of each role with its header."""
    words = vocabularies(fields)
    found: dict[Role, _Table] = {}
    for grid in grids:
        header, _ = find(grid, words)
        if header:
            found.setdefault(header.role, _Table(grid, header, dict(header.slots)))
    return found


def _write(book: Workbook, table: _Table, amendment: Amendment, fields: Catalogue) -> None:
    """Write one value into its row, or into a new row below the others where there is none."""
    sheet: Worksheet = book[table.grid.sheet]
    parts: tuple[Part, ...] = ("scores",) if amendment.level else ("facts", "indicators")
    column = max(table.column(part, amendment.key) for part in parts) or _added(
        sheet, table, amendment, fields
    )
    row = _row(sheet, table, amendment, fields)
    if not column or (not row and not amendment.level):
        raise FormgenError(Problem("D138", words={"sheet": table.grid.sheet, "file": table.grid.file}))
    if not row:
        row = sheet.max_row + 1
        texts: dict[Part, str] = {
            "township": amendment.who.township,
            "name": amendment.who.name,
            "level": fields.levels[amendment.level],
        }
        for part, text in texts.items():
            if at := table.column(part):
                sheet.cell(row, at, text).data_type = "s"
    cell = sheet.cell(row, column)
    text = exact_text(amendment.value) if isinstance(amendment.value, Fraction) else amendment.value
    if isinstance(amendment.value, Fraction) and "/" not in text:
        cell.value = float(text)
    else:
        cell.value, cell.data_type = text, "s"
    cell.comment = Comment(f"读自 {amendment.origin}", "formgen")


def _added(sheet: Worksheet, table: _Table, amendment: Amendment, fields: Catalogue) -> int:
    """Return a new column for an opinion or a date: workbooks of earlier years lack them. 0 for anything else."""
    fact = fields.rubric.facts.get(amendment.key)
    if amendment.level or fact is None or not fact.in_box:
        return 0
    column = sheet.max_column + 1
    head: Any = sheet.cell(table.header.bottom, column, fact.zh)
    before: Any = sheet.cell(table.header.bottom, column - 1)
    head._style = copy.copy(before._style)  # noqa: SLF001 - openpyxl has no public way to copy a style
    table.slots[column] = Slot("facts", amendment.key)
    return column


def _row(sheet: Worksheet, table: _Table, amendment: Amendment, fields: Catalogue) -> int:
    """Return the row of a community (and level), 0 when there is none."""
    levels = selectors(fields)["level"]
    wanted = same_name(amendment.who.name, amendment.who.township)
    parts: tuple[Part, ...] = ("township", "name", "level")
    columns = {part: table.column(part) for part in parts}
    for row in range(table.header.bottom + 1, sheet.max_row + 1):
        texts = {part: _shown(sheet, row, at) if at else "" for part, at in columns.items()}
        township, name = same_name(texts["name"], texts["township"])
        if name != wanted[1] or (township and township != wanted[0]):
            continue
        slot = levels.find(texts["level"]) if amendment.level else None
        if not amendment.level or (slot and slot.key == amendment.level):
            return row
    return 0


def _shown(sheet: Worksheet, row: int, column: int) -> str:
    """Return the text of a cell; one within a merged range shows what is in its first cell."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        span = next((each for each in sheet.merged_cells.ranges if cell.coordinate in each), None)
        value = sheet.cell(span.min_row, span.min_col).value if span else None
    else:
        value = cell.value
    return str(value or "")
