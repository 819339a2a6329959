"""The records of a roster that was read: its rows with their places, and who they belong to. Knows no file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache

from formgen.folding import fold, remove_blanks
from formgen.model import Answer, Who
from formgen.problems import Place, Problem
from formgen.registers.register import RegisterSpec
from formgen.rosters.sheets import RosterSheet

_AROUND_NUMBER = re.compile(r"^(?:第|户|no\.?|编号|[:：])+|(?:\.0+|号|户)+$")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@dataclass(slots=True)
class RosterRow:
    """A row: its sheet, its number there, whose it is, its month (0 for none), its values in the order of the columns.

    ``person`` is who it is where no ID number says so: the person of the roster who has the name; ``unsure`` says that
    others of the same name may be that person. ``birth`` and ``sex`` are those that can be relied on, from the ID number
    or as typed. ``repeat`` says that the person, or the entry of a ledger, stands in an earlier row too, ``doubtful``
    that it cannot be told whether this is one of the community. ``edition`` is the month that names the sheet of a ledger.
    """

    sheet: int
    number: int
    who: int
    month: int
    values: tuple[object, ...]
    id_number: str = ""
    birth: date | None = None
    sex: str = ""
    repeat: bool = False
    doubtful: bool = False
    person: str = ""
    unsure: bool = False
    edition: int = 0


@dataclass
class Roster:
    """The people of one or more files; ``whos`` are the communities, rows name them by their number.

    ``lacking`` are the columns of the register that a sheet does not have, by the number of the sheet; ``columns`` where
    in it the others stand, counted from 0. ``open_whos`` are the communities of whom people may stand in rows that say no
    community: nothing that is counted of them is certain.
    """

    register: RegisterSpec
    day: date
    sheets: list[RosterSheet] = field(default_factory=list)
    whos: list[Who] = field(default_factory=list)
    rows: list[RosterRow] = field(default_factory=list)
    lacking: dict[int, frozenset[str]] = field(default_factory=dict)
    columns: dict[int, Mapping[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    twins: list[list[int]] = field(default_factory=list)
    open_whos: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Number the columns."""
        self.positions = {key: at for at, key in enumerate(self.register.columns)}

    @property
    def current(self) -> int:
        """Return the month of the rows that are in force on the day: 0 where there is a roster of no month."""
        months = {row.month for row in self.rows if row.month <= self.day.month}
        return 0 if 0 in months else max(months, default=0)

    def value(self, row: RosterRow, key: str) -> object:
        """Return the value of a row in a column, None where it is not known."""
        at = self.positions.get(key)
        return None if at is None else row.values[at]

    def text(self, row: RosterRow, key: str) -> str:
        """Return the text of a row in a column, empty where there is none."""
        found = self.value(row, key)
        return found if isinstance(found, str) else ""

    def household(self, row: RosterRow) -> str:
        """Return the number of the household of a row in one spelling: 01, 1号 and 1.0 are 1; empty where none stands there."""
        return _spell_number(self.text(row, "household"))

    def compared(self, row: RosterRow, key: str) -> object:
        """Return the value of a row in a column as it is held against others."""
        return (self.household(row) or self.value(row, key)) if key == "household" else self.value(row, key)

    def place(self, row: RosterRow, column: int | None = None) -> Place:
        """Return where a row stands, with the name of its community."""
        place = self.sheets[row.sheet].place(row.number, column)
        return place if row.who < 0 else _with_community(place, self.whos[row.who].full_name)


@lru_cache(maxsize=2**16)
def _spell_number(text: str) -> str:
    plain = _AROUND_NUMBER.sub("", remove_blanks(fold(text)).lower())
    return _ZEROS.sub("", plain) or plain


def _with_community(place: Place, name: str) -> Place:
    return Place(place.file, place.sheet, place.cell, place.line, place.path, name)


@dataclass(frozen=True, slots=True)
class RosterCount:
    """What was counted for one indicator of one community: the number or the answer, and the rows behind it.

    ``value`` is None where something is undecided or nobody can tell; ``undecided`` are the rows that may count or not.
    """

    key: str
    number: int
    behind: Sequence[int]
    undecided: Sequence[int]
    value: Fraction | Answer | None
