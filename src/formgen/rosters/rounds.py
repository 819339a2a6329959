"""Who is due for a visit on a stated day: the rounds of a register held against the ledger in which visits stand.

A visit belongs to a person by number, else by a name that one person of the community has; to a household, where the
round is about one, by any of its people. Where a visit may be somebody's and nobody can tell, or its date cannot be read,
who would be overdue is undecided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from formgen.problems import FormgenError, Place, Problem
from formgen.registers.definition import Where
from formgen.registers.limit import VisitRound
from formgen.registers.load import bundled_registers, load_register
from formgen.rosters.cells import NOTHING
from formgen.rosters.conditions import Test, make_test
from formgen.rosters.deadlines import Progress, RowDeadline, ended_on, settle_twins, tell_optional
from formgen.rosters.roster import Roster, RosterRow

_PEOPLE = "people"


def list_rounds(roster: Roster, ledgers: Mapping[str, Roster], notice: str) -> list[RowDeadline]:
    """Return how every round of a register stands for every row it is about, on the roster's day.

    Rounds of other notices are left out; so is one whose ledger was not read, and that is reported (N143). Sheets
    without a column that a round needs are left out, and reported.
    """
    found: list[RowDeadline] = []
    for key, each in roster.register.rounds.items():
        if (each.notices and notice not in each.notices) or not roster.rows:
            continue
        visits = ledgers.get(each.visits)
        if visits is None or not visits.rows:
            title = visits.register.title if visits else _find_title(each.visits)
            words = {"limit": each.zh, "name": title}
            roster.problems.append(Problem("N143", roster.sheets[0].place(0), words))
            continue
        sheets = _list_whole_sheets(roster, each)
        households = _Households(roster, ledgers.get(_PEOPLE)) if each.of == "household" else None
        paid = _Visits(visits, each, households)
        found += _judge_rows(roster, key, each, paid, sheets)
    return found


def list_rounds_looked_at(roster: Roster, ledgers: Mapping[str, Roster], notice: str) -> dict[str, bool]:
    """Return the rounds of a notice by their names, and whether there were visits, and rows with the columns to look at."""
    held = {row.sheet for row in roster.rows if row.month == roster.current}
    return {
        each.zh: each.visits in ledgers
        and bool(ledgers[each.visits].rows)
        and any(not _list_missing(roster, each, sheet) for sheet in held)
        for each in roster.register.rounds.values()
        if not each.notices or notice in each.notices
    }


def _find_title(name: str) -> str:
    """Return what the register is called that was not read."""
    return load_register(name).title if name in bundled_registers() else name


def _list_whole_sheets(roster: Roster, each: VisitRound) -> set[int]:
    """Return the sheets that have what a round needs: when it begins, and one of the dates that end it; report the others."""
    whole: set[int] = set()
    for sheet in dict.fromkeys(row.sheet for row in roster.rows):
        if missing := [f"“{one}”" for one in _list_missing(roster, each, sheet)]:
            words = {"columns": "、".join(missing), "limit": each.zh}
            roster.problems.append(Problem("N134", roster.sheets[sheet].place(0), words))
        else:
            whole.add(sheet)
    tell_optional(roster, each.until, each.zh, sorted(whole))
    return whole


def _list_missing(roster: Roster, each: VisitRound, sheet: int) -> list[str]:
    """Return the names of the columns that a round needs and a sheet does not have."""
    lacking = roster.lacking.get(sheet, frozenset())
    ends = [key for key in each.until if key not in lacking]
    needed = {each.begins, *each.where, *(() if ends else each.until)} - {"age"}
    return [column.zh for key, column in roster.register.columns.items() if key in needed & lacking]


def _judge_rows(
    roster: Roster, key: str, each: VisitRound, visits: "_Visits", sheets: set[int]
) -> list[RowDeadline]:
    test = make_test(each.where, [], roster.register, roster.day)
    names = _count_names(roster)
    judged: dict[int, RowDeadline] = {}
    for at, row in enumerate(roster.rows):
        if row.month != roster.current or row.sheet not in sheets:
            continue
        alone = names[row.who, roster.text(row, "name")] == 1
        found = _judge(roster, row, each, visits.find(row, roster.text(row, "name"), alone=alone), test)
        if found:
            judged[at] = replace(found, limit=key, row=at)
    for twins in roster.twins:
        settle_twins(judged, twins)
    return list(judged.values())


def _count_names(roster: Roster) -> Mapping[tuple[int, str], int]:
    """Return how many people of a community have a name."""
    held: dict[tuple[int, str], set[str]] = {}
    for at, row in enumerate(roster.rows):
        known = row.id_number or row.person or f"{at}"
        held.setdefault((row.who, roster.text(row, "name")), set()).add(known)
    return {name: len(people) for name, people in held.items()}


def _judge(
    roster: Roster, row: RosterRow, each: VisitRound, found: "_Found", test: Test
) -> RowDeadline | None:
    """Return how a round stands for a row, since when and until when; None where it is not about the row, or is over."""
    applies = test(row)
    ended = ended_on(roster, row, each.until)
    begun = roster.value(row, each.begins)
    if applies is False or ended or begun == NOTHING:
        return None
    unclear = applies is None or row.doubtful or ended is False
    if not isinstance(begun, date) or begun > roster.day:
        return RowDeadline("", 0, Progress.UNDECIDED)
    paid = sorted(day for day in found.days if begun < day <= roster.day)
    since = max([begun, *paid])
    last = each.next_day(since)
    progress = Progress.DUE if roster.day <= last else Progress.OVERDUE
    if unclear or (found.unclear and progress is Progress.OVERDUE):
        progress = Progress.UNDECIDED
    missed = () if unclear or found.unclear else each.list_missed(begun, paid, roster.day)
    return RowDeadline("", 0, progress, since, last, abs((last - roster.day).days), tuple(missed))


@dataclass
class _Found:
    """The visits to a person: their days, and whether there may be others."""

    days: list[date] = field(default_factory=list)
    unclear: bool = False

    def add(self, other: "_Found", *, certain: bool) -> None:
        """Add visits that are the person's, or may be."""
        if certain:
            self.days += other.days
        self.unclear = self.unclear or other.unclear or not certain


class _Households:
    """Which household somebody is of: by the roster of people, or by the ledger that a round is about."""

    def __init__(self, ledger: Roster, people: Roster | None) -> None:
        self._of: dict[str, tuple[int, str]] = {}
        for roster in (ledger, people):
            for at, row in enumerate(roster.rows if roster else ()):
                own = row.id_number or row.person or ("" if roster is ledger else f"{at}")
                number = roster.household(row) if roster else ""
                if own and number:
                    self._of.setdefault(own, (row.who, number))

    def find(self, row: RosterRow) -> tuple[int, str] | None:
        """Return the household of whom a row is about, None where nobody says."""
        return self._of.get(row.id_number or row.person)


class _Visits:
    """The visits of a ledger that a round counts, by whom they were paid to."""

    def __init__(self, ledger: Roster, each: VisitRound, households: _Households | None) -> None:
        self._known: dict[str, _Found] = {}
        self._named: dict[tuple[int, str], _Found] = {}
        self._at_home: dict[tuple[int, str], _Found] = {}
        self._households = households
        counts = make_test(_require_columns(ledger, each.which), [], ledger.register, ledger.day)
        for row in ledger.rows:
            if (counted := counts(row)) is not False:
                self._enter(ledger, row, ledger.value(row, each.visited), certain=counted is True)

    def _enter(self, ledger: Roster, row: RosterRow, day: object, *, certain: bool) -> None:
        """Enter a visit; one without a day, or of which it cannot be told whether it counts, may be any."""
        known = row.id_number or row.person
        name = (row.who, ledger.text(row, "name"))
        held = [self._known.setdefault(known, _Found()) if known else self._named.setdefault(name, _Found())]
        if self._households and (home := self._households.find(row)):
            held.append(self._at_home.setdefault(home, _Found()))
        for each in held:
            if isinstance(day, date) and certain and not row.doubtful:
                each.days.append(day)
            else:
                each.unclear = True

    def find(self, row: RosterRow, name: str, *, alone: bool) -> _Found:
        """Return the visits to the person of a row; ``alone`` says that nobody else of the community has the name."""
        found = _Found()
        if known := row.id_number or row.person:
            found.add(self._known.get(known, found), certain=True)
        if named := self._named.get((row.who, name)):
            found.add(named, certain=alone)
        if self._households and (home := self._households.find(row)) and home in self._at_home:
            found.add(self._at_home[home], certain=True)
        return found


def _require_columns(ledger: Roster, where: Where) -> Where:
    """Return conditions on a ledger of visits. Raises FormgenError N102 for a column that it does not have."""
    unknown = [key for key in where if key not in ledger.register.columns]
    if unknown:
        detail = f"rounds 的 which：《{ledger.register.title}》没有“{unknown[0]}”这一列"
        raise FormgenError(Problem("N102", Place(), {"detail": detail}))
    return where
