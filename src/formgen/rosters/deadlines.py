"""Who is due and who is overdue on a stated day, by the time limits of a register.

Nothing is decided by guess: a date that is missing or cannot be used, one after the stated day, or one that was kept
before it began leaves the row undecided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class RowDeadline:
    """How a time limit stands for one row: since when, until when, how; ``days`` are those that are left or over.

    ``begun`` and ``last`` are None where the row does not tell.
    """

    limit: str
    row: int
    progress: Progress
    begun: date | None = None
    last: date | None = None
    days: int = 0


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
        needed = {limit.begins, limit.done, *limit.where} - {"age"}
        whole = {at for at, lacking in roster.lacking.items() if not needed & lacking}
        rows = [at for at, row in enumerate(roster.rows) if row.month == current]
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
        return (Progress.DUE if roster.day <= last else Progress.OVERDUE), begun, last
    if not isinstance(done, date) or not begun <= done <= roster.day:
        return Progress.UNDECIDED, begun, last
    return (Progress.KEPT if done <= last else Progress.LATE), begun, last
