"""What cannot be in a row: it is not used, because which of two cells is wrong nobody can tell.

Dates after the stated day, before the birthday, or before the date that must come first; blanks beside what belongs to
them; one person as two.
"""

from collections.abc import Iterator
from datetime import date

from formgen.intake.dates import format_date
from formgen.intake.names import compare_form
from formgen.problems import Place, Problem
from formgen.quoting import quote_of_person
from formgen.registers.definition import Where
from formgen.registers.register import RegisterColumn
from formgen.rosters.cells import NOTHING, REFUSED, say_value
from formgen.rosters.conditions import make_test
from formgen.rosters.having import is_there
from formgen.rosters.header import RosterHeader
from formgen.rosters.identity import age_on
from formgen.rosters.roster import Roster, RosterRow

_NAMES = frozenset({"birth"})  # dates that are not of something that a person did


class DayChecker:
    """Checks rows by what the register says of its columns."""

    def __init__(self, roster: Roster, header: RosterHeader) -> None:
        """Pick the columns about which something is said."""
        self._roster, self._header = roster, header
        columns = {key: each for key, each in roster.register.columns.items() if key in header.columns}
        self._dates = {
            key: each for key, each in columns.items() if each.kind == "date" and key not in _NAMES
        }
        self._together = {
            key: [other for other in each.beside if other in header.columns]
            for key, each in columns.items()
            if each.beside
        }
        self._wanted = [
            (key, each.filled_where, make_test(each.filled_where, [], roster.register, roster.day))
            for key, each in columns.items()
            if each.filled_where and {*each.filled_where} <= {*columns}
        ]
        self._clashes = [
            (where, make_test(where, [], roster.register, roster.day))
            for where in (self._pick_known(each, {*columns}) for each in roster.register.clashes)
            if {*where} <= {*columns, "age"}
        ]
        self._others = {key: each.other_than for key, each in columns.items() if each.other_than}

    @staticmethod
    def _pick_known(where: Where, columns: set[str]) -> Where:
        """Return conditions without those that a column be blank which is not there: it is blank in every row."""
        return {key: each for key, each in where.items() if key in columns or each.present is not False}

    def check(self, row: RosterRow) -> None:
        """Report what cannot be in a row, and mark it as unusable."""
        refused: set[str] = set()
        for key, column in self._dates.items():
            value = self._roster.value(row, key)
            if isinstance(value, date):
                refused.update(self._check_day(row, key, column, value))
        refused.update(self._check_persons(row))
        refused.update(self._check_blanks(row))
        self._tell_clashes(row)
        unknown = dict.fromkeys(self._list_unknown(row))
        changed: dict[str, object] = {**unknown, **dict.fromkeys(refused, REFUSED)}
        if changed:
            by_place = {self._roster.positions[key]: value for key, value in changed.items()}
            row.values = tuple(by_place.get(at, value) for at, value in enumerate(row.values))

    def _list_unknown(self, row: RosterRow) -> Iterator[str]:
        """Yield the columns whose blanks do not mean: none, because it is not known whether something belongs there.

        Where the state of employment is blank, a blank kind of employment says nothing of somebody.
        """
        for key, _, test in self._wanted:
            if self._is_blank(row, key, NOTHING) and test(row) is None:
                yield key

    def _check_day(self, row: RosterRow, key: str, column: RegisterColumn, value: date) -> Iterator[str]:
        """Yield the columns whose dates cannot be used because of one of them."""
        shown = {"label": column.zh, "value": format_date(value)}
        if column.past and value > self._roster.day:
            self._report("N141", row, key, {**shown, "day": format_date(self._roster.day)})
            yield key
        elif column.ahead and value > self._roster.day:
            self._report("N149", row, key, {**shown, "day": format_date(self._roster.day)})
        if row.birth and value < row.birth:
            self._report("N146", row, key, {**shown, "birth": format_date(row.birth)})
            yield key
        first = self._roster.value(row, column.not_before) if column.not_before else None
        if column.not_before and isinstance(first, date) and value < first:
            other = self._roster.register.columns[column.not_before].zh
            self._report("N142", row, key, {**shown, "other": other, "first": format_date(first)})
            yield from (key, column.not_before)

    def _check_blanks(self, row: RosterRow) -> Iterator[str]:
        """Yield the columns that are blank while one that belongs to them is filled in."""
        for key, others in self._together.items():
            filled = (other for other in others if not self._is_blank(row, other, None, NOTHING))
            if self._is_blank(row, key, NOTHING) and (other := next(filled, "")):
                self._report_blank(row, key, other)
                yield key
        for key, where, test in self._wanted:
            if self._is_blank(row, key, NOTHING) and test(row):
                self._report_blank(row, key, next(iter(where)))
                yield key

    def _tell_clashes(self, row: RosterRow) -> None:
        """Tell of cells that do not fit together; they are counted as they stand."""
        for where, test in self._clashes:
            if test(row):
                *first, last = [key for key, each in where.items() if each.present is not False]
                told = "，".join(f"“{self._label(key)}”是“{self._say(row, key)}”" for key in first)
                words = {"told": told, "label": self._label(last), "value": self._say(row, last)}
                self._roster.problems.append(Problem("N173", self._place(row, last), words))

    def _label(self, key: str) -> str:
        return self._roster.register.columns[key].zh

    def _say(self, row: RosterRow, key: str) -> str:
        if key == "age" and row.birth:
            return f"{age_on(row.birth, self._roster.day)}"
        return quote_of_person(say_value(self._roster.value(row, key)))

    def _is_blank(self, row: RosterRow, key: str, *blanks: object) -> bool:
        """Return whether nothing stands in a cell, or a word that says so."""
        value = self._roster.value(row, key)
        said = isinstance(value, str) and self._roster.register.columns[key].kind == "text"
        return value in blanks or (said and is_there(str(value)) is False)

    def _report_blank(self, row: RosterRow, key: str, other: str) -> None:
        known = self._roster.register.columns
        shown = {"label": known[key].zh, "other": known[other].zh}
        value = quote_of_person(say_value(self._roster.value(row, other)))
        own = self._roster.text(row, key)
        state = f"写着“{quote_of_person(own)}”" if own else "空着"
        self._report("N147", row, key, {**shown, "value": value, "state": state})

    def _check_persons(self, row: RosterRow) -> Iterator[str]:
        """Yield the columns that name the person of another one, with those that belong to them."""
        for key, other in self._others.items():
            name = compare_form(self._roster.text(row, key))
            if name and name == compare_form(self._roster.text(row, other)):
                known = self._roster.register.columns
                self._report(
                    "N148", row, key, {"label": known[key].zh, "other": known[other].zh, "name": name}
                )
                yield from (key, *(each for each, column in known.items() if key in column.beside))

    def _report(self, code: str, row: RosterRow, key: str, words: dict[str, str]) -> None:
        self._roster.problems.append(Problem(code, self._place(row, key), words))

    def _place(self, row: RosterRow, key: str) -> Place:
        return self._roster.place(row, self._header.columns.get(key))
