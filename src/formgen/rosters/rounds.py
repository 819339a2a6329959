"""Who is due for a visit on a stated day: the rounds of a register held against the ledger in which visits stand.

A visit belongs to a person by number, else by a name that one person of the community has. Where a visit may be
somebody's and nobody can tell, or its date cannot be read, who would be overdue is undecided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from formgen.problems import Problem
from formgen.registers.limit import VisitRound
from formgen.rosters.cells import NOTHING
from formgen.rosters.conditions import Test, make_test
from formgen.rosters.deadlines import Progress, RowDeadline, settle_twins
from formgen.rosters.roster import Roster, RosterRow


def list_rounds(roster: Roster, ledgers: Mapping[str, Roster], notice: str) -> list[RowDeadline]:
    """Return how every round of a register stands for every row it is about, on the roster's day.

    Rounds of other notices are left out; so is one whose ledger was not read, and that is reported (N143).
    """
    found: list[RowDeadline] = []
    for key, each in roster.register.rounds.items():
        if (each.notices and notice not in each.notices) or not roster.rows:
            continue
        visits = ledgers.get(each.visits)
        needed = {each.begins, *each.until, *each.where} - {"age"}
        lacking = needed & frozenset().union(*roster.lacking.values())
        if lacking:
            columns = roster.register.columns
            names = "、".join(f"“{columns[one].zh}”" for one in columns if one in lacking)
            words = {"columns": names, "limit": each.zh}
            roster.problems.append(Problem("N134", roster.sheets[0].place(0), words))
        elif visits is None or not visits.rows:
            words = {"limit": each.zh, "name": each.visits}
            roster.problems.append(Problem("N143", roster.sheets[0].place(0), words))
        else:
            found += _judge_rows(roster, key, each, _Visits(visits, each.visited))
    return found


def _judge_rows(roster: Roster, key: str, each: VisitRound, visits: "_Visits") -> list[RowDeadline]:
    test = make_test(each.where, [], roster.register, roster.day)
    names = _count_names(roster)
    judged: dict[int, RowDeadline] = {}
    for at, row in enumerate(roster.rows):
        if row.month != roster.current:
            continue
        alone = names[row.who, roster.text(row, "name")] == 1
        found = _judge(roster, row, each, visits.find(row, roster.text(row, "name"), alone=alone), test)
        if found:
            progress, begun, last = found
            days = abs((last - roster.day).days) if last else 0
            judged[at] = RowDeadline(key, at, progress, begun, last, days)
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
) -> tuple[Progress, date | None, date | None] | None:
    """Return how a round stands for a row, since when and until when; None where it is not about the row, or is over."""
    applies = test(row)
    ends = [roster.value(row, key) for key in each.until]
    over = any(isinstance(end, date) and end <= roster.day for end in ends)
    begun = roster.value(row, each.begins)
    if applies is False or over or begun == NOTHING:
        return None
    unclear = (
        applies is None or row.doubtful or any(not isinstance(end, date) and end != NOTHING for end in ends)
    )
    if not isinstance(begun, date) or begun > roster.day:
        return Progress.UNDECIDED, None, None
    since = max([begun, *(day for day in found.days if day <= roster.day)])
    last = each.next_day(since)
    if unclear:
        return Progress.UNDECIDED, since, last
    if roster.day <= last:
        return Progress.DUE, since, last
    return (Progress.UNDECIDED if found.unclear else Progress.OVERDUE), since, last


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


class _Visits:
    """The visits of a ledger by whom they were paid to."""

    def __init__(self, ledger: Roster, column: str) -> None:
        self._known: dict[str, _Found] = {}
        self._named: dict[tuple[int, str], _Found] = {}
        for row in ledger.rows:
            day = ledger.value(row, column)
            known = row.id_number or row.person
            name = (row.who, ledger.text(row, "name"))
            held = (
                self._known.setdefault(known, _Found()) if known else self._named.setdefault(name, _Found())
            )
            if isinstance(day, date) and not row.doubtful:
                held.days.append(day)
            else:
                held.unclear = True

    def find(self, row: RosterRow, name: str, *, alone: bool) -> _Found:
        """Return the visits to the person of a row; ``alone`` says that nobody else of the community has the name."""
        found = _Found()
        if known := row.id_number or row.person:
            found.add(self._known.get(known, found), certain=True)
        if named := self._named.get((row.who, name)):
            found.add(named, certain=alone)
        return found
