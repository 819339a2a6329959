"""Dates of a row that cannot be: after the stated day, or before the date that must come first. They are not used."""

from datetime import date

from formgen.intake.dates import format_date
from formgen.problems import Place, Problem
from formgen.rosters.cells import REFUSED
from formgen.rosters.header import RosterHeader
from formgen.rosters.roster import Roster, RosterRow


class DayChecker:
    """Checks the dates of rows by what the register says of its columns."""

    def __init__(self, roster: Roster, header: RosterHeader) -> None:
        """Pick the columns about which something is said."""
        self._roster, self._header = roster, header
        self._columns = {
            key: column
            for key, column in roster.register.columns.items()
            if key in header.columns and (column.past or column.not_before)
        }

    def check(self, row: RosterRow) -> None:
        """Report the dates of a row that cannot be, and mark them as unusable: which one is wrong nobody can tell."""
        refused: set[str] = set()
        for key, column in self._columns.items():
            value = self._roster.value(row, key)
            if not isinstance(value, date):
                continue
            if column.past and value > self._roster.day:
                words = {
                    "label": column.zh,
                    "value": format_date(value),
                    "day": format_date(self._roster.day),
                }
                self._roster.problems.append(Problem("N141", self._place(row, key), words))
                refused.add(key)
            first = self._roster.value(row, column.not_before) if column.not_before else None
            if column.not_before and isinstance(first, date) and value < first:
                other = self._roster.register.columns[column.not_before].zh
                words = {
                    "label": column.zh,
                    "value": format_date(value),
                    "other": other,
                    "first": format_date(first),
                }
                self._roster.problems.append(Problem("N142", self._place(row, key), words))
                refused |= {key, column.not_before}
        if refused:
            marked = {self._roster.positions[key] for key in refused}
            row.values = tuple(REFUSED if at in marked else value for at, value in enumerate(row.values))

    def _place(self, row: RosterRow, key: str) -> Place:
        return self._roster.place(row, self._header.columns[key])
