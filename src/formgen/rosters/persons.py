"""What a row says of a person by an ID number: sex and birthday derived, compared with those that were typed."""

import re
from collections.abc import Sequence
from datetime import date

from formgen.intake.dates import format_date
from formgen.intake.raw import STRUCK
from formgen.problems import Problem
from formgen.quoting import quote_of_person
from formgen.rosters.cells import REFUSED, MonthOfBirth
from formgen.rosters.header import RosterHeader
from formgen.rosters.identity import IdFault, IdNumber, age_on, mask, read_id_number
from formgen.rosters.roster import Roster, RosterRow

_OLDEST = 120
_AREA_ONLY = (
    11  # signs of a number in scientific notation with six digits: those of the county, which tell of nobody
)
_NAME = re.compile(
    r"[^\W\d_]+(?:[·•.．・\s][^\W\d_]+)*"
)  # letters of any script, and what joins foreign names
_HEAD = re.compile(r"[(（\[【]户主[)）\]】]$")
_FAULTS = {
    IdFault.LENGTH: "不是18位（或旧的15位）",
    IdFault.SIGNS: "里有数字以外的字符",
    IdFault.BIRTH: "里的出生日期没有这一天",
    IdFault.CHECKSUM: "的最后一位（校验码）对不上",
}


def lift_strike(row: Sequence[object], name: int) -> list[object]:
    """Return a row as it was before somebody struck it through, with the line through the name alone.

    That says all the same that it may be of nobody any more. A row of which less than half is struck stays as it is.
    """
    texts = [each for each in row if isinstance(each, str) and each.strip()]
    struck = [each for each in texts if STRUCK in each]
    if len(struck) <= 1 or 2 * len(struck) < len(texts):
        return [*row]
    lifted = [each.replace(STRUCK, "") if isinstance(each, str) else each for each in row]
    if name < len(lifted) and isinstance(own := lifted[name], str) and own.strip():
        lifted[name] = f"{own.strip()}{STRUCK}"
    return lifted


class PersonReader:
    """Completes rows by their ID numbers."""

    def __init__(self, roster: Roster, header: RosterHeader) -> None:
        """Remember where the columns are."""
        self._roster, self._columns = roster, header.columns
        self._day = roster.day
        place = roster.positions.get
        keys = ("name", "id_number", "birth", "sex", "age")
        self._name, self._id, self._birth, self._sex, self._age = (place(key) for key in keys)

    def complete(self, row: RosterRow) -> None:
        """Enter number, birthday and sex of a row, and report what does not fit; a row may be about no person."""
        if self._name is None:
            return
        given = self._value(row, self._id)
        read = read_id_number(given) if given not in {None, ""} else None
        if read:
            row.id_number = "" if read.fault is IdFault.DAMAGED else read.number
            if read.fault:
                self._report_fault(row, read)
        self._compare(row, read)
        name = self._settle_head(row, self._settle_strike(row, self._name))
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            row.doubtful = True
            if isinstance(name, str):  # another one was refused, and reported, as a cell
                self._report(row, Problem("N119", words={"name": quote_of_person(name)}), "name")
        birth = row.birth
        if birth and not 0 <= age_on(birth, self._day) <= _OLDEST:
            words = {"birth": format_date(birth), "day": format_date(self._day)}
            self._report(row, Problem("N118", words=words), "id_number" if read and read.birth else "birth")
            row.birth = None

    def _settle_strike(self, row: RosterRow, at: int) -> object:
        """Return the name of a row without the line through it; who is struck through may be one of the community or not."""
        name = self._value(row, at)
        if not isinstance(name, str) or STRUCK not in name:
            return name
        plain = name.replace(STRUCK, "")
        row.values = (*row.values[:at], plain, *row.values[at + 1 :])
        row.doubtful = True
        self._report(row, Problem("N153", words={"name": plain}), "name")
        return plain

    def _settle_head(self, row: RosterRow, name: object) -> object:
        """Return the name of a row without the word behind it that it is the head of the household; that is noted."""
        if not isinstance(name, str) or not (said := _HEAD.search(name)) or not said.start():
            return name
        values = list(row.values)
        values[self._roster.positions[self._roster.register.subject]] = name[: said.start()]
        at = self._roster.positions.get("relation")
        if at is not None and values[at] in {None, ""}:
            values[at] = "户主"
        row.values = tuple(values)
        return name[: said.start()]

    @staticmethod
    def _value(row: RosterRow, at: int | None) -> object:
        return None if at is None or row.values[at] is REFUSED else row.values[at]

    def _report_fault(self, row: RosterRow, read: IdNumber) -> None:
        if read.fault is IdFault.DAMAGED:
            self._report(row, Problem("N114", words={"value": _show_damaged(read.number)}), "id_number")
        else:
            words = {"value": mask(read.number), "kind": _FAULTS[read.fault or IdFault.SIGNS]}
            self._report(row, Problem("N115", words=words), "id_number")

    def _compare(self, row: RosterRow, read: IdNumber | None) -> None:
        """Take birthday and sex of the number, or as typed; where the two differ neither can be relied on."""
        birth, sex = self._value(row, self._birth), self._value(row, self._sex)
        typed_birth = birth if isinstance(birth, date) else None
        typed_sex = sex if isinstance(sex, str) else ""
        if not read or not read.birth:
            row.birth, row.sex = typed_birth, typed_sex
        else:
            row.birth, row.sex = read.birth, read.sex
            if typed_sex and typed_sex != read.sex:
                self._report(row, Problem("N116", words=_differ("性别", typed_sex, read.sex)), "sex")
                row.sex = ""
            if typed_birth and typed_birth != read.birth:
                one, other = format_date(typed_birth), format_date(read.birth)
                self._report(row, Problem("N116", words=_differ("出生日期", one, other)), "birth")
                row.birth = None
            if isinstance(birth, MonthOfBirth) and not birth.has(read.birth):
                self._report(
                    row,
                    Problem(
                        "N116",
                        words={"label": "出生日期", "typed": str(birth), "derived": format_date(read.birth)},
                    ),
                    "birth",
                )
                row.birth = None
        age = self._value(row, self._age)
        if row.birth and isinstance(age, int) and age != age_on(row.birth, self._day):
            words = {
                "age": str(age),
                "day": format_date(self._day),
                "derived": str(age_on(row.birth, self._day)),
            }
            self._report(row, Problem("N117", words=words), "age")

    def _report(self, row: RosterRow, problem: Problem, key: str) -> None:
        place = self._roster.place(row, self._columns.get(key))
        self._roster.problems.append(Problem(problem.code, place, problem.words))


def _differ(label: str, typed: str, derived: str) -> dict[str, str]:
    return {"label": label, "typed": typed, "derived": derived}


def _show_damaged(number: str) -> str:
    """Return a damaged number as the sheet shows it, masked where more than the county can be read from it."""
    return number if "E" in number.upper() and len(number) <= _AREA_ONLY else mask(number)
