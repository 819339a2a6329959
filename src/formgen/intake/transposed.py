"""A sheet whose communities stand side by side and its fields below each other: turned, so that it reads as others do.

Knows cells, and which texts head columns; not what these mean.
"""

from collections.abc import Callable

from formgen.intake.names import is_remark
from formgen.intake.raw import Cell
from formgen.intake.rows import CellPattern, PackedRows
from formgen.intake.tables import MOST_COLUMNS, Hidden, Range, Table

_SEARCHED_COLUMNS, _SEARCHED_ROWS = 8, 300
_FEWEST = 3  # words that head columns, below each other


def count_down(table: Table, look_up: Callable[[str], object | None]) -> dict[int, int]:
    """Return how many different meanings the texts in each of the first columns have."""
    found: dict[int, set[object]] = {}
    for number in sorted(table.rows)[:_SEARCHED_ROWS]:
        for column, cell in table.rows[number].items():
            if column <= _SEARCHED_COLUMNS and (meaning := look_up(cell.text)):
                found.setdefault(column, set()).add(meaning)
    return {column: len(meanings) for column, meanings in found.items() if len(meanings) >= _FEWEST}


def turn_table(table: Table, is_known: Callable[[str], bool]) -> Table:
    """Return the table with rows and columns exchanged; every cell keeps its place.

    Lines without a text that heads a column are titles where they stand above all others, and where they are a single
    text or a remark.
    """
    turned: dict[int, dict[int, tuple[CellPattern, str, str]]] = {}
    titles: list[Cell] = []
    begun = False
    for number in sorted(table.rows)[:MOST_COLUMNS]:
        cells = table.rows[number]
        known = any(is_known(cell.text) for cell in cells.values())
        begun = begun or known
        if not known and (not begun or len(cells) == 1 or is_remark(next(iter(cells.values())).text)):
            titles += cells.values()
            continue
        for column, cell in cells.items():
            pattern = CellPattern(number, cell.kind, cell.style)
            turned.setdefault(column, {})[number] = (pattern, cell.content, cell.reference)
    rows = PackedRows(table.file, table.sheet)
    for column in sorted(turned):
        patterns, texts, references = zip(*turned[column].values(), strict=True)
        rows.add(column, patterns, texts, dict(enumerate(references)))
    merged = tuple(Range(each.left, each.top, each.right, each.bottom) for each in table.merged)
    hidden = Hidden(table.hidden.sheet, table.hidden.columns, table.hidden.rows)
    return Table(table.file, table.sheet, rows, merged, hidden=hidden, titles=(*table.titles, *titles))
