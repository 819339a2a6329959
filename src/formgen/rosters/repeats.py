"""Who stands in a roster more than once: within a community, in two of them, or perhaps, under one name without numbers.

Nobody is counted twice: rows of one person in one community count once where they agree, and are undecided where not;
who stands in two communities, or may be the same as another, is undecided in all of them until somebody says.
"""

from collections.abc import Iterable

from formgen.problems import Problem
from formgen.rosters.roster import Roster, RosterRow


def find_repeats(roster: Roster) -> None:
    """Mark the rows of people who stand in a roster more than once, and report them; each month is a roster by itself."""
    numbered: dict[tuple[int, str], list[int]] = {}
    named: dict[tuple[int, int, str], list[int]] = {}
    for at, row in enumerate(roster.rows):
        if row.id_number:
            numbered.setdefault((row.month, row.id_number), []).append(at)
        named.setdefault((row.month, row.who, roster.text(row, "name")), []).append(at)
    for found in numbered.values():
        if len(found) > 1:
            _mark_numbered(roster, found)
    for found in named.values():
        if len(found) > 1:
            _mark_named(roster, found)


def _mark_numbered(roster: Roster, found: list[int]) -> None:
    """Mark the rows of one ID number."""
    rows = [roster.rows[at] for at in found]
    names = {roster.text(row, "name") for row in rows}
    if len(names) > 1:
        _report(roster, "N122", rows)
        _doubt(rows)
    elif len({row.who for row in rows}) > 1:
        _report(roster, "N121", rows)
        _doubt(rows)
    else:
        _report(roster, "N120", rows)
    by_community: dict[int, list[int]] = {}
    for at in found:
        by_community.setdefault(roster.rows[at].who, []).append(at)
    for twins in by_community.values():
        if len(twins) > 1 and len(names) == 1:
            roster.twins.append(twins)
            for at in twins[1:]:
                roster.rows[at].repeat = True


def _mark_named(roster: Roster, found: list[int]) -> None:
    """Mark the rows of one name in one community of which one has no number, unless their birthdays differ."""
    rows = [roster.rows[at] for at in found]
    for at, row in enumerate(rows):
        others = [other for other in rows if other is not row and _may_be_same(row, other)]
        if row.id_number or not others:
            continue
        if others[0].id_number or others[0] in rows[:at]:  # of two without numbers the second is reported
            _report(roster, "N123", [others[0], row])
        row.doubtful = True


def _may_be_same(one: RosterRow, other: RosterRow) -> bool:
    apart = one.birth and other.birth and one.birth != other.birth
    return not (apart or (one.sex and other.sex and one.sex != other.sex))


def _doubt(rows: Iterable[RosterRow]) -> None:
    for row in rows:
        row.doubtful = True


def _report(roster: Roster, code: str, rows: list[RosterRow]) -> None:
    """Report the rows after the first, each with the place of the first."""
    first = rows[0]
    for row in rows[1:]:
        name = roster.text(row, "name")
        if roster.text(first, "name") != name:
            name = f"{roster.text(first, 'name')}”和“{name}"
        words = {"name": name, "other": _say_place(roster, first)}
        roster.problems.append(Problem(code, roster.place(row), words))


def _say_place(roster: Roster, row: RosterRow) -> str:
    """Return where a row stands, with file and community: the two may be in different ones."""
    place = roster.place(row)
    return f"{place.community}，{place}" if place.community else f"{place}"
