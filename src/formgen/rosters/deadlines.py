"""Who is due and who is overdue on a stated day, by the time limits of a register.

Nothing is decided by guess: a date that is missing or cannot be used, one after the stated day, or one that was kept
before it began leaves the row undecided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from formgen.problems import Problem
from formgen.registers.limit import TimeLimit
from formgen.rosters.cells import NOTHING
from formgen.rosters.conditions import make_test
from formgen.rosters.roster import Roster, RosterRow


class Progress(StrEnum):
    """How a time limit stands on the stated day."""

    KEPT = "kept"
    LATE = "late"
    DUE = "due"
    OVERDUE = "overdue"
    UNDECIDED = "undecided"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RowDeadline:
    """How a time limit stands for one row: since when, until when, how; ``days`` are those that are left or over.

    ``begun`` and ``last`` are None where the row does not tell. ``missed`` are earlier stretches of a round without a visit.
    """

    limit: str
    row: int
    progress: Progress
    begun: date | None = None
    last: date | None = None
    days: int = 0
    missed: tuple[str, ...] = ()


def list_deadlines(roster: Roster, notice: str = "") -> list[RowDeadline]:
    """Return how every time limit of the register stands for every row that it is about, on the roster's day.

    Limits of other notices than ``notice`` are left out.

    A person who stands twice is listed once, undecided where the rows differ. Where there are monthly rosters, the one
    of the last month counts. Sheets without a column that a limit needs are left out, and reported.
    """
    current = roster.current
    found: list[RowDeadline] = []
    for key, limit in roster.register.limits.items():
        if limit.notices and notice not in limit.notices:
            continue
        needed = _need(limit)
        whole = {at for at, lacking in roster.lacking.items() if not needed & lacking}
        rows = [at for at, row in enumerate(roster.rows) if row.month == current]
        tell_optional(roster, limit.until, limit.zh, sorted({roster.rows[at].sheet for at in rows} & whole))
        found += _judge_rows(roster, [at for at in rows if roster.rows[at].sheet in whole], key, limit)
        partial = {roster.rows[at].sheet for at in rows} - whole
        for sheet in sorted(partial):
            columns = roster.register.columns
            names = [f"“{columns[each].zh}”" for each in columns if each in needed & roster.lacking[sheet]]
            words = {"columns": "、".join(names), "limit": limit.zh}
            roster.problems.append(Problem("N134", roster.sheets[sheet].place(0), words))
    return found


def _judge_rows(roster: Roster, rows: Sequence[int], key: str, limit: TimeLimit) -> list[RowDeadline]:
    """Return how a limit stands for some rows; rows that it is not about are left out."""
    test = make_test(limit.where, [], roster.register, roster.day)
    judged: dict[int, RowDeadline] = {}
    for at in rows:
        row = roster.rows[at]
        applies = test(row)
        found = None if applies is False else _judge(roster, row, limit)
        if found is None:
            continue
        progress, begun, last = found
        if applies is None or row.doubtful:
            progress = Progress.UNDECIDED
        days = abs((last - roster.day).days) if last else 0
        judged[at] = RowDeadline(key, at, progress, begun, last, days)
    for twins in roster.twins:
        settle_twins(judged, twins)
    return list(judged.values())


def tell_optional(roster: Roster, columns: Sequence[str], rule: str, sheets: Sequence[int]) -> None:
    """Report the columns of ends that some sheets do not have: nobody is taken to have come to that end."""
    for sheet in sheets:
        lacking = [
            roster.register.columns[each].zh for each in columns if each in roster.lacking.get(sheet, ())
        ]
        if lacking:
            words = {"columns": "、".join(f"“{each}”" for each in lacking), "limit": rule}
            roster.problems.append(Problem("N156", roster.sheets[sheet].place(0), words))


def ended_on(roster: Roster, row: RosterRow, columns: Sequence[str]) -> date | Literal[False] | None:
    """Return the first day on which a row came to an end; None for none so far, False where it does not tell."""
    lacking = roster.lacking.get(row.sheet, frozenset())
    ends = [roster.value(row, key) for key in columns if key not in lacking]
    days = [end for end in ends if isinstance(end, date) and end <= roster.day]
    if days:
        return min(days)
    return None if all(isinstance(end, date) or end == NOTHING for end in ends) else False


def settle_twins(judged: dict[int, RowDeadline], twins: Sequence[int]) -> None:
    """Keep one row of a person who stands in several, undecided where they differ."""
    held = [at for at in twins if at in judged]
    if not held:
        return
    first = judged[held[0]]
    alike = len(held) == len(twins) and len({(judged[at].progress, judged[at].last) for at in held}) == 1
    for at in held:
        del judged[at]
    judged[first.row] = first if alike else RowDeadline(first.limit, first.row, Progress.UNDECIDED)


def _judge(
    roster: Roster, row: RosterRow, limit: TimeLimit
) -> tuple[Progress, date | None, date | None] | None:
    """Return how a limit stands for a row with its first and last day; None where it has not begun to run."""
    begun, done = roster.value(row, limit.begins), roster.value(row, limit.done)
    if begun == NOTHING:
        return None
    if not isinstance(begun, date) or begun > roster.day:
        return Progress.UNDECIDED, None, None
    last = limit.last_day(begun)
    if done == NOTHING:
        return _judge_open(roster, row, limit, last), begun, last
    if not isinstance(done, date) or not begun <= done <= roster.day or _lacks_former(roster, row, limit):
        return Progress.UNDECIDED, begun, last
    return (Progress.KEPT if done <= last else Progress.LATE), begun, last


def _lacks_former(roster: Roster, row: RosterRow, limit: TimeLimit) -> bool:
    """Return whether it is not known when what comes before the end of a limit was done: the first job before the second."""
    former = roster.register.columns[limit.done].not_before
    if former is None or former in roster.lacking.get(row.sheet, frozenset()):
        return False
    return not isinstance(roster.value(row, former), date)


def _judge_open(roster: Roster, row: RosterRow, limit: TimeLimit, last: date) -> Progress:
    """Return how a limit stands that was not kept so far."""
    ended = ended_on(roster, row, limit.until)
    if ended is not None:
        return Progress.ENDED if ended else Progress.UNDECIDED
    return Progress.DUE if roster.day <= last else Progress.OVERDUE


def list_looked_at(roster: Roster, notice: str) -> dict[str, bool]:
    """Return the time limits of a notice by their names, and whether there were rows with the columns to look at."""
    held = {row.sheet for row in roster.rows if row.month == roster.current}
    return {
        each.zh: any(not _need(each) & roster.lacking.get(sheet, frozenset()) for sheet in held)
        for each in roster.register.limits.values()
        if not each.notices or notice in each.notices
    }


def _need(limit: TimeLimit) -> frozenset[str]:
    """Return the columns without which a limit cannot be looked at."""
    return frozenset({limit.begins, limit.done, *limit.where}) - {"age"}
