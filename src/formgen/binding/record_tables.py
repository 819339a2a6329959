"""Records from the rows of a table: its header, of one level or two, and a record for each row below it.

Lines above the header are titles; totals and remarks below the records are none of them, and are told.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from formgen.binding.key_matches import DataEntry
from formgen.intake.names import is_remark, is_total
from formgen.problems import Place, Problem

Record = tuple[DataEntry, ...]
_PAIR = ("字段", "字段值")
_COLONS = (":", "：")


class DataRead(NamedTuple):
    """The records of a file, and what a person should know of how it was read."""

    records: list[Record]
    told: tuple[Problem, ...] = ()


class TextRow(NamedTuple):
    """A row that is not empty: its number in the table, and its texts."""

    number: int
    cells: list[str]

    @property
    def filled(self) -> list[str]:
        """The texts that are not empty."""
        return [cell.strip() for cell in self.cells if cell.strip()]


def list_filled_rows(lines: Iterable[Sequence[str]]) -> list[TextRow]:
    """Return the rows that are not empty."""
    rows = [TextRow(number, list(line)) for number, line in enumerate(lines, 1)]
    return [row for row in rows if row.filled]


def find_header_row(rows: Sequence[TextRow]) -> TextRow | None:
    """Return the row of the header: the first one, but for titles, and lines with a unit or a day, above a table."""
    widest = max((len(row.filled) for row in rows), default=0)
    if widest > 1:
        for row in rows:
            if len(row.filled) > 1 and not all(_is_said(text) for text in row.filled):
                return row
    return next(iter(rows), None)


def _is_said(text: str) -> bool:
    """Return whether a text is a label with what it says behind it: 单位：示例局."""
    return any(colon in text for colon in _COLONS)


def read_table(rows: Sequence[TextRow], file: str, sheet: str = "", wide: Collection[int] = ()) -> DataRead:
    """Return a record for each row below the header; of two columns 字段, 字段值 one record.

    ``wide`` are the numbers of rows with cells over several columns: as a header, such a row is the first of two. Raises
    ValueError for two columns of one name.
    """
    head = find_header_row(rows)
    if head is None:
        return DataRead([])
    below = [row for row in rows if row.number > head.number]
    if tuple(cell.strip() for cell in head.cells[:2]) == _PAIR:
        pairs = [row.cells for row in below if len(row.cells) > 1 and row.cells[1].strip()]
        return DataRead([tuple(DataEntry((cells[0].strip(),), cells[1]) for cells in pairs)])
    keys: list[tuple[str, ...]] = [(cell.strip(),) for cell in head.cells]
    if head.number in wide and below:
        keys = _two_levels(head.cells, below.pop(0).cells)
    named = [key for key in keys if key[-1]]
    twice = next((key for key in named if named.count(key) > 1), None)
    if twice is not None:
        message = f"“{'/'.join(twice)}”有两列"
        raise ValueError(message)
    set_aside = [row for row in below if _is_no_record(row)]
    told = [
        Problem("B150", Place(file=file, sheet=sheet, line=row.number), {"text": row.filled[0]})
        for row in set_aside
    ]
    return DataRead([_make_record(keys, row) for row in below if row not in set_aside], tuple(told))


def _is_no_record(row: TextRow) -> bool:
    """Return whether a row is one of totals, or of remarks or signatures below the table."""
    first = row.filled[0]
    return is_total(first) or (is_remark(first) and (_is_said(first) or len(row.filled) == 1))


def _make_record(keys: Sequence[tuple[str, ...]], row: TextRow) -> Record:
    pairs = zip(keys, row.cells, strict=False)
    return tuple(DataEntry(key, cell) for key, cell in pairs if key[-1] and cell.strip())


def _two_levels(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, ...]]:
    found, group = list[tuple[str, ...]](), ""
    for above, below in zip(upper, lower, strict=False):
        group = above.strip() or group
        found.append((group, below.strip()) if below.strip() and below.strip() != group else (group,))
    return found


def add_list(record: Record, head: str, group: str, lines: Sequence[TextRow]) -> Record:
    """Return a record with the rows of another sheet that are its own, as a list named after the sheet."""
    own = next((each.value for each in record if each.key == head), None)
    rows = [row.cells for row in lines[1:] if row.cells[0] == own]
    if not rows:
        return record
    columns = [
        DataEntry((group, title.strip()), [row[at] for row in rows])
        for at, title in enumerate(lines[0].cells)
        if at and title.strip() and any(row[at].strip() for row in rows)
    ]
    return (*record, *columns)
