"""What the cells of one row mean, column by column; what cannot be used is reported where it stands.

Knows the columns of one sheet and the row above, which a cell may repeat.
"""

from collections.abc import Sequence

from formgen.intake.names import is_ditto
from formgen.rosters.cells import REFUSED, ColumnReader
from formgen.rosters.header import RosterHeader
from formgen.rosters.roster import Roster
from formgen.rosters.sheets import RosterSheet, plain_value


class RowReader:
    """Reads the rows of one sheet in their order."""

    def __init__(self, roster: Roster, sheet: RosterSheet, header: RosterHeader) -> None:
        """Choose how each column of the sheet is read."""
        self._roster, self._sheet, columns = roster, sheet, roster.register.columns
        self._taken = [
            (roster.positions[key], column, ColumnReader(key, columns[key]))
            for key, column in header.columns.items()
        ]
        self._last: tuple[object, ...] = (None,) * len(columns)

    def read(self, number: int, row: Sequence[object]) -> tuple[object, ...]:
        """Return what a row says of every column of the register; None for those that the sheet does not have."""
        values: list[object] = [None] * len(self._last)
        width, last = len(row), self._last
        for at, column, reader in self._taken:
            raw = row[column] if column < width else ""
            if raw == "":
                values[at] = reader.blank
                continue
            if raw.__class__ is str:
                if raw in reader.texts:
                    values[at] = reader.texts[raw]
                elif reader.keeps_above and is_ditto(raw):
                    values[at] = last[at]
                else:
                    values[at] = reader.read(raw.strip())
            else:
                values[at] = reader.read(plain_value(raw))
            if values[at] is REFUSED:
                problem = reader.problem(plain_value(raw), self._sheet.place(number, column))
                self._roster.problems.append(problem)
        self._last = tuple(values)
        return self._last
