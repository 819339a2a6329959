"""What differs between two states of rosters and ledgers, person by person: rows added, rows taken out, cells changed.

Numbers of persons are masked throughout.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formgen.quoting import quote
from formgen.rosters.cells import say_value
from formgen.rosters.count import RosterCounts
from formgen.rosters.identity import mask
from formgen.rosters.roster import Roster, RosterRow

_Key = tuple[object, ...]


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
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key, []), new.get(key, [])
        roster, row = (now, after[0]) if now and after else (was, before[0])
        if roster is None:
            continue
        change = _say_change(roster, before, after)
        if change:
            community = roster.whos[row.who].full_name
            yield RowCorrection(roster.register.title, community, _say_subject(roster, row), change)


def _by_key(roster: Roster | None) -> dict[_Key, list[RosterRow]]:
    """Return rows by what tells them apart: community, month, person, and for a ledger its entry."""
    found: dict[_Key, list[RosterRow]] = {}
    if roster is None:
        return found
    register = roster.register
    for row in roster.rows:
        own = row.id_number or roster.text(row, register.subject)
        entry = (roster.value(row, key) for key in register.repeats or ())
        community = roster.whos[row.who].full_name
        found.setdefault((community, row.month, own, *entry), []).append(row)
    return found


def _say_change(roster: Roster, before: Sequence[RosterRow], after: Sequence[RosterRow]) -> str:
    """Return what became of the rows of one key, empty where they are the same."""
    if sorted(map(_texts, before)) == sorted(map(_texts, after)):
        return ""
    if not before or not after:
        return "删去这一行" if before else "补上这一行"
    if len(before) > 1 or len(after) > 1:
        return "几行有改动"
    changed = [
        f"“{column.zh}”由{_say(old, private=column.private)}改为{_say(new, private=column.private)}"
        for column, old, new in zip(
            roster.register.columns.values(), before[0].values, after[0].values, strict=True
        )
        if say_value(old) != say_value(new)
    ]
    return "，".join(changed)


def _texts(row: RosterRow) -> tuple[str, ...]:
    return tuple(map(say_value, row.values))


def _say(value: object, *, private: bool) -> str:
    text = say_value(value)
    return mask(text) if private and text[:1].isalnum() and text.isascii() else quote(text)


def _say_subject(roster: Roster, row: RosterRow) -> str:
    number = f"（{mask(row.id_number)}）" if row.id_number else ""
    return f"{quote(roster.text(row, roster.register.subject))}{number}"
