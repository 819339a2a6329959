"""Who stands in a roster more than once: within a community, in two of them, or perhaps, under one name without numbers.

Nobody is counted twice: rows of one person in one community count once where they agree, and are undecided where not;
who stands in two communities, or may be the same as another, is undecided in all of them until somebody says.
"""

from collections.abc import Iterable, Sequence

from formgen.problems import Problem
from formgen.rosters.cells import REFUSED
from formgen.rosters.roster import Roster, RosterRow
from formgen.rosters.versions import Versions, find_versions


def find_repeats(roster: Roster) -> None:
    """Mark the rows of people who stand in a roster more than once, and report them; each month is a roster by itself.

    In a ledger with several rows a person, those that are alike in what tells its entries apart are one entry.
    """
    versions = find_versions(roster)
    if roster.register.subject != "name":
        _mark_entries(roster, range(len(roster.rows)), [roster.register.subject], versions)
        return
    numbered: dict[tuple[int, str], list[int]] = {}
    named: dict[tuple[int, int, str], list[int]] = {}
    for at, row in enumerate(roster.rows):
        if number := _identity(row):
            numbered.setdefault((row.month, number), []).append(at)
        named.setdefault((row.month, row.who, roster.text(row, "name")), []).append(at)
    for found in numbered.values():
        if len(found) > 1:
            _mark_numbered(roster, found, versions)
    for found in named.values():
        if len(found) > 1:
            _mark_alike(roster, found, versions)
    if roster.register.once_per:
        _mark_shared(roster, roster.register.once_per, versions)


def _mark_alike(roster: Roster, found: list[int], versions: Versions) -> None:
    """Mark the rows of one name in one community, in a ledger with several rows a person those of one entry."""
    if roster.register.repeats is None:
        _mark_named(roster, found, versions)
        return
    _doubt_unnumbered(roster, found)
    for alike in _group_entries(roster, found).values():
        _mark_named(roster, alike, versions)


def _mark_shared(roster: Roster, column: str, versions: Versions) -> None:
    """Mark the entries of one household that stand under several people."""
    held = [at for at, row in enumerate(roster.rows) if roster.text(row, column) and not row.repeat]
    _mark_entries(roster, held, [column], versions)


def _group_entries(
    roster: Roster, rows: Iterable[int], subject: Sequence[str] = ()
) -> dict[tuple[object, ...], list[int]]:
    """Return some rows by what tells the entries of a ledger apart, and by their community."""
    keys = [*subject, *(roster.register.repeats or ())]
    found: dict[tuple[object, ...], list[int]] = {}
    for at in rows:
        row = roster.rows[at]
        found.setdefault((row.who, *(roster.compared(row, key) for key in keys)), []).append(at)
    return found


def _mark_entries(
    roster: Roster, rows: Iterable[int], subject: Sequence[str] = (), versions: Versions = frozenset()
) -> None:
    """Mark the rows of entries that were written twice."""
    for (_, *entry), twins in _group_entries(roster, rows, subject).items():
        if REFUSED in entry:  # one thing or several: what tells them apart cannot be read, and was reported
            _doubt(roster.rows[at] for at in twins[1:])
        elif len(twins) > 1:
            _report(roster, "N137", [roster.rows[at] for at in twins], versions)
            roster.twins.append(twins)
            for at in twins[1:]:
                roster.rows[at].repeat = True


def _doubt_unnumbered(roster: Roster, found: list[int]) -> None:
    """Mark the rows without a number that may be about one person or about several of the same name."""
    rows = [roster.rows[at] for at in found]
    for row in rows:
        if not _identity(row) and any(other is not row and may_be_same(row, other) for other in rows):
            row.unsure = True


def _identity(row: RosterRow) -> str:
    return row.id_number or row.person


def _mark_numbered(roster: Roster, found: list[int], versions: Versions) -> None:
    """Mark the rows of one ID number."""
    rows = [roster.rows[at] for at in found]
    names = {roster.text(row, "name") for row in rows}
    if len(names) > 1:
        _report(roster, "N122", rows)
        _doubt(rows)
    elif len({row.who for row in rows}) > 1:
        _report(roster, "N121", rows)
        _doubt(rows)
    elif roster.register.repeats is None:
        _report(roster, "N120", rows, versions)
    if roster.register.repeats is not None:
        _mark_entries(roster, found if len(names) == 1 else (), (), versions)
        return
    by_community: dict[int, list[int]] = {}
    for at in found:
        by_community.setdefault(roster.rows[at].who, []).append(at)
    for twins in by_community.values():
        if len(twins) > 1 and len(names) == 1:
            roster.twins.append(twins)
            for at in twins[1:]:
                roster.rows[at].repeat = True


def _mark_named(roster: Roster, found: list[int], versions: Versions = frozenset()) -> None:
    """Mark the rows of one name in one community of which one has no number, unless their birthdays differ."""
    rows = [roster.rows[at] for at in found]
    for at, row in enumerate(rows):
        others = [other for other in rows if other is not row and may_be_same(row, other)]
        if _identity(row) or not others:
            continue
        if _identity(others[0]) or others[0] in rows[:at]:  # of two without numbers the second is reported
            _report(roster, "N123", [others[0], row], versions)
        row.doubtful = True


def may_be_same(one: RosterRow, other: RosterRow) -> bool:
    """Return whether two rows of one name may be about the same person: birthday and sex do not differ."""
    apart = one.birth and other.birth and one.birth != other.birth
    return not (apart or (one.sex and other.sex and one.sex != other.sex))


def _doubt(rows: Iterable[RosterRow]) -> None:
    for row in rows:
        row.doubtful = True


def _report(roster: Roster, code: str, rows: list[RosterRow], versions: Versions = frozenset()) -> None:
    """Report the rows after the first, each with the place of the first; not those of versions, which were told as such."""
    first = rows[0]
    for row in rows[1:]:
        if (min(first.sheet, row.sheet), max(first.sheet, row.sheet)) in versions:
            continue
        subject = roster.register.subject
        name = roster.text(row, subject)
        if roster.text(first, subject) != name:
            name = f"{roster.text(first, subject)}”和“{name}"
        columns = roster.register.columns
        apart = "、".join(f"“{columns[key].zh}”" for key in roster.register.repeats or ())
        words = {"name": name, "other": say_place(roster, first), "apart": apart}
        roster.problems.append(Problem(code, roster.place(row), words))


def say_place(roster: Roster, row: RosterRow) -> str:
    """Return where a row stands, with file and community: the two may be in different ones."""
    place = roster.place(row)
    return f"{place.community}，{place}" if place.community else f"{place}"
