"""Ledgers that are kept anew each month: of sheets that repeat the same entries the last one counts.

Sheets of which no entry stands in two are not such a series: each has entries of its own, and all count.
"""

from collections.abc import Iterator

from formgen.problems import Problem
from formgen.rosters.roster import Roster, RosterRow

_SHOWN = 5  # names that a message lists


def keep_last_editions(roster: Roster) -> None:
    """Leave out the rows of earlier months of each community; tell who is not in the last one any more."""
    if not roster.register.renewed:
        return
    gone: set[int] = set()
    for who in dict.fromkeys(row.who for row in roster.rows if row.edition):
        rows = [row for row in roster.rows if row.who == who and row.edition]
        if not _is_series(roster, rows):
            continue
        months = {row.edition for row in rows}
        last = max((month for month in months if month <= roster.day.month), default=max(months))
        gone |= {id(row) for row in rows if row.edition != last}
        roster.problems += _tell_left_out(roster, rows, last)
    if gone:
        roster.rows = [row for row in roster.rows if id(row) not in gone]


def _is_series(roster: Roster, rows: list[RosterRow]) -> bool:
    """Return whether some entry stands in the sheets of two months."""
    months: dict[tuple[object, ...], set[int]] = {}
    for row in rows:
        months.setdefault(_entry(roster, row), set()).add(row.edition)
    return any(len(each) > 1 for each in months.values())


def _entry(roster: Roster, row: RosterRow) -> tuple[object, ...]:
    """Return what tells an entry apart: whose it is, and what its register says."""
    own = row.id_number or roster.text(row, roster.register.subject)
    return (own, *(roster.value(row, key) for key in roster.register.repeats or ()))


def _tell_left_out(roster: Roster, rows: list[RosterRow], last: int) -> Iterator[Problem]:
    """Yield one hint for those who stand in an earlier month and not in the last one."""
    held = {_entry(roster, row) for row in rows if row.edition == last}
    left = {
        _entry(roster, row): row for row in rows if row.edition < last and _entry(roster, row) not in held
    }
    if left:
        names = dict.fromkeys(roster.text(row, roster.register.subject) for row in left.values())
        shown = "、".join([*names][:_SHOWN]) + (
            f"等{len(left)}{roster.register.rows}" if len(left) > _SHOWN else ""
        )
        first = next(iter(left.values()))
        words = {"title": roster.register.title, "month": str(last), "names": shown}
        yield Problem("N155", roster.place(first), words)
