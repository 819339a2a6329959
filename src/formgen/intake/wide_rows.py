"""Rows of a CSV in which a comma has divided a cell, as in 1,000: they have more cells than the header, or a cell 000.

Knows tables and headers. Which cell was divided cannot be known, so nothing but the names of such a row is kept.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from formgen.intake.headers import Header, find_header
from formgen.intake.raw import Cell
from formgen.intake.rows import CellPattern, PackedRows
from formgen.intake.tables import Table
from formgen.intake.vocabulary import SheetKind, Vocabulary
from formgen.problems import Problem

_FRONT, _REST = re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}")
_NAMES = frozenset({"name", "township"})


def set_aside_wide_rows(
    table: Table, vocabularies: Mapping[SheetKind, Vocabulary]
) -> tuple[Table, list[Problem]]:
    """Return the table with only the names left in rows with a divided cell, and a problem D170 of each."""
    header, _ = find_header(table, vocabularies)
    if header is None:
        return table, []
    width = max(table.widths.get(row, 0) for row in header.texts)
    found = {
        row: why
        for row in table.rows
        if row > header.bottom and (why := _find_division(table.rows[row], table.widths[row], width))
    }
    problems = [
        Problem("D170", next(iter(table.rows[row].values())).place, {"why": why})
        for row, why in found.items()
    ]
    return replace(table, rows=_keep_names(table, header, frozenset(found))) if found else table, problems


def _find_division(cells: Mapping[int, Cell], own: int, width: int) -> str:
    """Return what shows that a cell of a row was divided, empty when nothing does."""
    halves = [
        (cell.text.strip(), cells[column + 1].text.strip())
        for column, cell in cells.items()
        if column + 1 in cells
    ]
    divided = [(front, rest) for front, rest in halves if _FRONT.fullmatch(front) and _REST.fullmatch(rest)]
    if max(cells) > width or (own > width and divided):
        return f"有{own}格，表头只有{width}格"
    zeros = next(((front, rest) for front, rest in divided if rest.startswith("0")), None)
    return f"有一格“{zeros[0]}”，后一格是“{zeros[1]}”" if zeros else ""


def _keep_names(table: Table, header: Header, shut: Collection[int]) -> PackedRows:
    """Return the rows of a table, without the figures of those that are shut."""
    columns = {column for column, meaning in header.meanings.items() if meaning.role in _NAMES}
    made = PackedRows(table.file)
    for row in table.rows:
        cells = {
            column: cell for column, cell in table.rows[row].items() if row not in shut or column in columns
        }
        if cells:
            patterns = [CellPattern(column, "text") for column in cells]
            made.add(row, patterns, [cell.content for cell in cells.values()])
    return made
