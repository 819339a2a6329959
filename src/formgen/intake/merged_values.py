"""Cells of values that are merged over several communities or columns: nobody can tell whose the one value is.

Knows a table with its header; nothing of what values mean.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from formgen.folding import remove_blanks
from formgen.intake.headers import Header
from formgen.intake.names import is_total
from formgen.intake.raw import Cell
from formgen.intake.tables import Range, Table
from formgen.intake.vocabulary import ColumnRole
from formgen.office.cells import format_column
from formgen.problems import Problem

_SPREAD: frozenset[ColumnRole] = frozenset(
    {"name", "township", "series", "level", "criterion"}
)  # what one cell may say for several rows

_SHOWN = 5  # communities that a message names


class MergedValue(NamedTuple):
    """A cell that is merged over several communities or columns, and what is to be said of it."""

    cell: Cell
    rows: range
    problem: Problem


def find_merged_values(table: Table, header: Header) -> Iterator[MergedValue]:
    """Yield the cells of values below the header that are merged over two communities, or two columns with a meaning."""
    named = header.column("name")
    for each in table.merged:
        cell = table.rows.get(each.top, {}).get(each.left) if each.top > header.bottom else None
        if cell is None:
            continue
        labels = [
            remove_blanks(header.cells[column].text)
            for column in range(each.left, each.right + 1)
            if (meaning := header.meanings.get(column)) and meaning.role not in _SPREAD
        ]
        cells = (table.rows.get(row, {}).get(named) for row in range(each.top, each.bottom + 1))
        whose = [name.text.strip() for name in cells if name is not None and not is_total(name.text)]
        if labels and whose and (len(whose) > 1 or len(labels) > 1):
            named_labels = "、".join(f"“{label}”" for label in labels)
            words = {"range": _say_range(each), "labels": f"{_list_names(whose)}的{named_labels}"}
            yield MergedValue(cell, range(each.top, each.bottom + 1), Problem("D186", cell.place, words))


def _list_names(names: Sequence[str]) -> str:
    return "、".join(names[:_SHOWN]) + (f"等{len(names)}个社区（村）" if len(names) > _SHOWN else "")


def _say_range(each: Range) -> str:
    return f"{format_column(each.left)}{each.top}:{format_column(each.right)}{each.bottom}"
