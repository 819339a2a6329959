"""Where a value stands in a data workbook: the row of a community and the column of a field, or a row and column to come.

Knows tables with headers as the reader finds them; not how a sheet is written.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from formgen.intake.entries import match_key
from formgen.intake.fields import Catalogue
from formgen.intake.headed import HeadedTable
from formgen.intake.names import is_ditto
from formgen.intake.names_written_once import fill_names
from formgen.intake.sheet_choice import choose_sheets
from formgen.intake.tables import Range, Table
from formgen.intake.townships import fill_townships
from formgen.intake.turned_tables import head_tables
from formgen.intake.vocabulary import ColumnRole, Meaning, SheetKind, make_selectors, make_vocabularies
from formgen.model import Who

_NAMES: tuple[ColumnRole, ...] = ("township", "name", "level")


class Wanted(NamedTuple):
    """What is looked for: a field of a community, of a level where it is a score."""

    who: Who
    level: str
    key: str


class RowOf(NamedTuple):
    """A row of a sheet and whom it is about, in a form that can be compared."""

    number: int
    who: Who
    level: str


@dataclass(slots=True)
class FoundSheet:
    """A sheet that is read, with its rows by community; ``meanings`` and ``rows`` grow as it is written into.

    ``last`` is the last row of data, ``model`` the last one that was there before, ``new_columns`` are those that
    were added.
    """

    headed: HeadedTable
    meanings: dict[int, Meaning]
    rows: list[RowOf]
    last: int
    model: int
    new_columns: set[int] = field(default_factory=set)

    @property
    def table(self) -> Table:
        """The table of the sheet."""
        return self.headed.table

    def columns(self, wanted: Wanted) -> list[int]:
        """Return the columns of a field."""
        return [at for at, meaning in self.meanings.items() if self._is_of(meaning, wanted)]

    def _is_of(self, meaning: Meaning, wanted: Wanted) -> bool:
        if meaning.key != wanted.key:
            return False
        if not wanted.level:
            return meaning.role in {"facts", "indicators"}
        return meaning.role == "scores" and meaning.level in {"", wanted.level}

    def column_of(self, role: ColumnRole) -> int:
        """Return the first column of a role, 0 when there is none."""
        return next((at for at, meaning in self.meanings.items() if meaning.role == role), 0)

    def rows_of(self, wanted: Wanted) -> list[int]:
        """Return the rows of a community, of a level where the sheet has a row for each."""
        by_level = wanted.level if self.headed.kind == "scores" else ""
        return [
            row.number
            for row in self.rows
            if row.who.name == wanted.who.name
            and row.who.township in {"", wanted.who.township}
            and (not by_level or row.level == by_level)
        ]

    def find_merged(self, row: int, column: int) -> Range | None:
        """Return the merged range that covers a cell and begins elsewhere."""
        return next(
            (
                each
                for each in self.table.merged
                if each.top <= row <= each.bottom
                and each.left <= column <= each.right
                and (each.top, each.left) != (row, column)
            ),
            None,
        )

    def describe_row(self, row: int) -> str:
        """Return what stands in a row that cannot take data, empty for one that can: numbers of lines may stand there."""
        cells = self.table.rows.get(row, {})
        if all(at not in self.meanings and cell.text.strip().isdecimal() for at, cell in cells.items()):
            return ""
        return next(
            cell.text
            for at, cell in cells.items()
            if not cell.text.strip().isdecimal() or at in self.meanings
        )

    def find_ditto(self, row: int, column: int) -> int:
        """Return the row of data below that says “the same as above” in a column, 0 for none."""
        below = next((each.number for each in self.rows if each.number > row), 0)
        cell = self.table.rows.get(below, {}).get(column) if below else None
        return below if cell and is_ditto(cell.text) else 0


def find_sheets(tables: Sequence[Table], fields: Catalogue) -> dict[SheetKind, list[FoundSheet]]:
    """Return the sheets of each kind that are read; one on its side has no rows to write into."""
    headed, _ = head_tables(tables, make_vocabularies(fields))
    found: dict[SheetKind, list[FoundSheet]] = {}
    for each in choose_sheets(headed, fields).chosen:
        if not each.turned:
            names = {row.who.name for sheet in found.get("data", ()) for row in sheet.rows}
            rows = list(_find_rows(each, fields, names))
            last = max((row.number for row in rows), default=each.header.bottom)
            sheet = FoundSheet(each, dict(each.header.meanings), rows, last, last)
            found.setdefault(each.kind, []).append(sheet)
    return found


def _find_rows(headed: HeadedTable, fields: Catalogue, names: Collection[str]) -> Iterator[RowOf]:
    """Yield the rows below the header that name a community, those without values too.

    A remark or a total below the rows does not count, nor does a row without a level where each level has its rows.
    """
    townships, filled = _read_townships(headed), fill_names(headed, names)
    levels = make_selectors(fields)["level"]
    columns = {role: headed.header.column(role) for role in _NAMES}
    above = dict.fromkeys(_NAMES, "")
    for row in sorted(each for each in headed.table.rows if each > headed.header.bottom):
        if headed.is_furniture(row, headed.table.rows[row]):
            continue
        cells = {role: headed.table.spread(row, at) if at else None for role, at in columns.items()}
        texts = {role: cell.text if cell else "" for role, cell in cells.items()}
        if row in filled:
            texts |= {"name": above["name"], "township": texts["township"] or above["township"]}
        texts = {role: above[role] if is_ditto(text) else text for role, text in texts.items()}
        if not texts["name"].strip():
            continue
        above = texts
        meaning = levels.look_up(texts["level"]) if columns["level"] else None
        if columns["level"] and meaning is None:
            continue
        who = match_key(Who(townships.get(row, texts["township"]), texts["name"]))
        yield RowOf(row, who, meaning.key if meaning else "")


def _read_townships(headed: HeadedTable) -> Mapping[int, str]:
    """Return the townships of the rows of data, which need not be written in each."""
    if headed.kind != "data":
        return {}
    rows, _ = fill_townships(headed.named_rows, headed.headings)
    return {row.number: row.township.text for row in rows if row.township}
