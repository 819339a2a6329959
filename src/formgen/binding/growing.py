"""Rows added to a form, as many as the lists of a record need: the last empty row is copied, and all below moves down.

Totals, notes and what formulas name follow; where something cannot follow, no row is added, and the reason is kept.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from formgen.binding.blank_file import Blank
from formgen.binding.cells import CellTable, FormCell
from formgen.binding.excel_formulas import grow_excel
from formgen.binding.fields import BoundField
from formgen.binding.gaps import is_blank
from formgen.binding.key_matches import Match
from formgen.binding.word_writing import grow_word
from formgen.binding.wording import squeeze
from formgen.problems import FormgenError, Problem


class GrownBlank(NamedTuple):
    """A blank with the rows that a record needs; ``refused`` is why rows could not be added, empty where they were."""

    blank: Blank
    refused: str = ""


def grow_blank(blank: Blank, matches: Sequence[Match]) -> GrownBlank:
    """Return the blank with as many rows as the lists among matches need, where a row can be copied.

    Raises FormgenError B111 where the rows that are there did not stay what they were.
    """
    needs: dict[tuple[int, int], int] = {}
    for match in matches:
        value = match.entry.value
        if not isinstance(value, list) or len(match.fields) != 1:
            continue
        field = match.fields[0]
        more = len(value) - len(field.cells)
        listed = field.kind == "list" or (field.kind == "below" and field.block)
        if listed and more > 0 and _can_grow(blank, field):
            place = (field.cells[-1].table, field.cells[-1].row)
            needs[place] = max(needs.get(place, 0), more)
    grown = blank
    for (table, row), count in sorted(needs.items(), reverse=True):
        try:
            grown = replace(grown, parts=_add_rows(grown, table, row, count))
        except FormgenError as error:
            detail = error.problems[0].words.get("detail", "").replace("评分行", "这一行")
            return GrownBlank(blank, f"{error.problems[0].place.cell}{detail}")
        _prove_rows(blank.form.tables[table - 1], grown, row, count)
    return GrownBlank(grown)


def _add_rows(blank: Blank, table: int, row: int, count: int) -> dict[str, bytes]:
    if blank.is_word:
        return grow_word(blank.parts, table, row, count)
    return grow_excel(blank.parts, blank.form.tables[table - 1].name, row, count, blank.name)


def _can_grow(blank: Blank, field: BoundField) -> bool:
    """Return whether the last row of a list may be copied: nothing stands in it but blanks and its number."""
    last = field.cells[-1]
    table = blank.form.tables[last.table - 1]
    cells = [cell for cell in table.cells if cell.row <= last.row <= cell.last_row]
    own = [cell for cell in cells if cell.row == last.row]
    tall = [cell for cell in cells if cell.row < last.row]
    of_table = [cell for cell in field.cells if cell.table == last.table]  # a list may go on in a 续表
    one_under_the_other = all(after.row == cell.last_row + 1 for cell, after in pairwise(of_table))
    plain = all(is_blank(cell.text) or squeeze(cell.text).isdigit() for cell in own)
    single = all(cell.rows == 1 for cell in own)
    return one_under_the_other and plain and single and all(cell.last_row == last.row for cell in tall)


def _prove_rows(before: CellTable, grown: Blank, row: int, count: int) -> None:
    """Look at a table to which rows were added: every cell is there with its text, moved or grown."""
    found = {(cell.row, cell.col): cell for cell in grown.form.tables[before.number - 1].cells}
    for cell in before.cells:
        down = count if cell.row > row else 0
        longer = count if cell.row < row <= cell.last_row else 0
        moved = FormCell(
            cell.table, cell.row + down, cell.col, cell.rows + longer, cell.cols, cell.text, cell.outside
        )
        if found.get((moved.row, moved.col)) != moved:
            raise FormgenError(Problem("B111", words={"file": grown.name, "what": cell.text or "加出来的行"}))
