"""Which of several rosters counts: that of no month, else that of the last month; what is left out is told."""

from collections.abc import Iterator, Mapping, Sequence

from formgen.intake.dates import format_date
from formgen.problems import Problem
from formgen.rosters.roster import Roster


def tell_which_counts(roster: Roster) -> None:
    """Report the rosters that stand beside the one that counts, and the communities that have none of its month."""
    if roster.register.repeats is None:
        roster.problems += _list_left_out(roster)


def _list_left_out(roster: Roster) -> Iterator[Problem]:
    """Yield what is left out: rosters after the stated day, of other months than those of others, beside one of no month."""
    held: dict[int, dict[int, int]] = {}  # by community and month the first row
    for at, row in enumerate(roster.rows):
        held.setdefault(row.who, {}).setdefault(row.month, at)
    current, day = roster.current, roster.day
    for who, months in held.items():
        name = roster.whos[who].full_name
        usable = [month for month in months if month <= day.month]
        later = {month: at for month, at in months.items() if month > day.month}
        if later:
            words = {"name": name, "months": _say(later), "day": format_date(day)}
            yield Problem("N177", roster.place(roster.rows[min(later.values())]), words)
        if 0 in months and len(usable) > 1:
            row = roster.rows[months[0]]
            words = {
                "name": name,
                "months": _say([each for each in usable if each]),
                "file": roster.sheets[row.sheet].file,
            }
            yield Problem("N175", roster.place(row), words)
        elif usable and current not in months:
            words = {
                "name": name,
                "months": _say(usable),
                "current": f"{current}月" if current else "没有写月份",
            }
            yield Problem("N176", roster.place(roster.rows[months[max(usable)]]), words)


def _say(months: Sequence[int] | Mapping[int, int]) -> str:
    return "、".join(f"{each}月" for each in sorted(months))
