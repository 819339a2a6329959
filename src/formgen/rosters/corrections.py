"""What differs between two states of rosters and ledgers, person by person: rows added, rows taken out, cells changed.

Numbers of persons are masked throughout.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from formgen.quoting import quote_of_person
from formgen.registers.register import RegisterColumn
from formgen.rosters.cells import say_value
from formgen.rosters.count import RosterCounts
from formgen.rosters.identity import mask
from formgen.rosters.roster import Roster, RosterRow

_Key = tuple[object, ...]
_BLANK = say_value(None)


@dataclass(frozen=True, slots=True)
class RowCorrection:
    """A correction: in which register, whose community, who or what the row is about, and what became of it."""

    title: str
    community: str
    subject: str
    change: str

    def __str__(self) -> str:
        """Return the correction as a sentence."""
        return f"《{self.title}》{self.community}{self.subject}：{self.change}。"


def list_row_corrections(old: RosterCounts, new: RosterCounts) -> list[RowCorrection]:
    """Return what was corrected between two readings; a register that only one of them has is all new, or all gone."""
    before = {each.roster.register.id: each.roster for each in old.registers}
    after = {each.roster.register.id: each.roster for each in new.registers}
    found: list[RowCorrection] = []
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        found += _compare(was, now)
    return found


def _compare(was: Roster | None, now: Roster | None) -> Iterator[RowCorrection]:
    """Yield the corrections of one register, in the order of its rows as they are, then of those that are gone."""
    old, new = _by_key(was), _by_key(now)
    earlier = _find_earlier(was, old, now, new)
    taken = set(earlier.values())
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key, old.get(earlier.get(key, ()), [])), new.get(key, [])
        roster, row = (now, after[0]) if now and after else (was, before[0])
        if roster is None or key in taken:
            continue
        change = _say_change(roster, before, after)
        if was and before and after and (place := _say_earlier_place(was, before[0], roster, row)):
            change = "，".join(filter(None, [place, change]))
        if change:
            community = roster.whos[row.who].full_name
            yield RowCorrection(roster.register.title, community, _say_subject(roster, row), change)


def _by_key(roster: Roster | None) -> dict[_Key, list[RosterRow]]:
    """Return rows by what tells them apart: community, month, person, and for a ledger its entry."""
    found: dict[_Key, list[RosterRow]] = {}
    if roster is None:
        return found
    for row in roster.rows:
        own = row.id_number or roster.text(row, roster.register.subject)
        key = (roster.whos[row.who].full_name, row.month, own, *_list_entry(roster, row))
        found.setdefault(key, []).append(row)
    return found


def _list_entry(roster: Roster, row: RosterRow) -> Iterator[object]:
    """Yield what tells the entries of one person in a ledger apart."""
    return (roster.value(row, key) for key in roster.register.repeats or ())


def _find_earlier(
    was: Roster | None,
    old: Mapping[_Key, list[RosterRow]],
    now: Roster | None,
    new: Mapping[_Key, list[RosterRow]],
) -> dict[_Key, _Key]:
    """Return the keys that rows had before what tells them apart was corrected itself.

    A number: a row of the same name, and entry, in the same community. A community: of the same number. An entry: of the
    same person. Only where one row on each side may be meant, and most of what stands in both is the same.
    """
    found: dict[_Key, _Key] = {}
    if was is None or now is None:
        return found
    for loosen in (_by_name, _by_number, _by_person):
        gone = _group(was, _leave_out(old, {*new, *found.values()}), loosen)
        come = _group(now, _leave_out(new, {*old, *found}), loosen)
        for loose in come.keys() & gone.keys():
            if len(come[loose]) == len(gone[loose]) == 1:
                ((key, row),), ((before, other),) = come[loose], gone[loose]
                if _is_alike(other, row):
                    found[key] = before
    return found


def _leave_out(rows: Mapping[_Key, list[RosterRow]], settled: set[_Key]) -> dict[_Key, list[RosterRow]]:
    return {key: each for key, each in rows.items() if key not in settled}


def _by_name(roster: Roster, row: RosterRow) -> _Key | None:
    name = roster.text(row, roster.register.subject)
    return (roster.whos[row.who].full_name, row.month, name, *_list_entry(roster, row))


def _by_number(roster: Roster, row: RosterRow) -> _Key | None:
    return (row.month, row.id_number, *_list_entry(roster, row)) if row.id_number else None


def _by_person(roster: Roster, row: RosterRow) -> _Key | None:
    own = row.id_number or roster.text(row, roster.register.subject)
    return (roster.whos[row.who].full_name, row.month, own) if roster.register.repeats else None


def _group(
    roster: Roster, rows: Mapping[_Key, list[RosterRow]], loosen: Callable[[Roster, RosterRow], _Key | None]
) -> dict[_Key, list[tuple[_Key, RosterRow]]]:
    """Return rows with their keys by a looser key."""
    found: dict[_Key, list[tuple[_Key, RosterRow]]] = {}
    for key, each in rows.items():
        for row in each:
            if loose := loosen(roster, row):
                found.setdefault(loose, []).append((key, row))
    return found


def _is_alike(old: RosterRow, new: RosterRow) -> bool:
    """Return whether at least half of what stands in either row is the same."""
    pairs = [pair for pair in zip(_texts(old), _texts(new), strict=True) if set(pair) != {_BLANK}]
    return 2 * sum(one == other for one, other in pairs) >= len(pairs)


def _say_change(roster: Roster, before: Sequence[RosterRow], after: Sequence[RosterRow]) -> str:
    """Return what became of the rows of one key, empty where they are the same."""
    if sorted(map(_texts, before)) == sorted(map(_texts, after)):
        return ""
    if not before or not after:
        return "删去这一行" if before else "补上这一行"
    if len(before) > 1 or len(after) > 1:
        return "几行有改动"
    return "，".join(
        _say_cell(key, column, old, new)
        for (key, column), old, new in zip(
            roster.register.columns.items(), before[0].values, after[0].values, strict=True
        )
        if say_value(old) != say_value(new)
    )


def _say_cell(key: str, column: RegisterColumn, old: object, new: object) -> str:
    """Return how a cell was changed; of a number of which only hidden digits were, that they were.

    Of a birthday the year alone is shown: month and day are the hidden middle of the number beside it.
    """
    was, now = (
        f"{each.year}年" if key == "birth" and isinstance(each, date) else _say(each, private=column.private)
        for each in (old, new)
    )
    if was == now and key == "birth":
        return f"“{column.zh}”改了没有印出的月、日（{now}）"
    if was == now:
        return f"“{column.zh}”改了没有印出的几位（{now}）"
    return f"“{column.zh}”由{was}改为{now}"


def _say_earlier_place(was: Roster, old: RosterRow, now: Roster, new: RosterRow) -> str:
    """Return in which community a row stood before, empty where in the same, or where a column of its own tells."""
    before, after = was.whos[old.who].full_name, now.whos[new.who].full_name
    told = was.text(old, "community") != now.text(new, "community")
    return "" if before == after or told else f"原来写在{before}"


def _texts(row: RosterRow) -> tuple[str, ...]:
    return tuple(map(say_value, row.values))


def _say(value: object, *, private: bool) -> str:
    text = say_value(value)
    return mask(text) if private and text[:1].isalnum() and text.isascii() else quote_of_person(text)


def _say_subject(roster: Roster, row: RosterRow) -> str:
    number = f"（{mask(row.id_number)}）" if row.id_number else ""
    return f"{quote_of_person(roster.text(row, roster.register.subject))}{number}"
