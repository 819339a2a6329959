"""Two versions of one roster or ledger that lie side by side, such as 初稿 and 终稿: told once, and which counts is asked.

Known by the names of files and sheets, which are the same but for words for versions, and by half of the entries at least
standing in both. What stands in one of them only may have been struck from the other, and is undecided. Sheets of a ledger
that name different months are no versions: each month may repeat what the one before it has.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from formgen.folding import fold, remove_blanks
from formgen.problems import Problem
from formgen.rosters.roster import Roster, RosterRow
from formgen.rosters.titles import read_title_date

_MARKS = re.compile(
    r"第?[\d一二三四五六七八九十]+[稿版期次]|初稿|终稿|定稿|草稿|送审稿?|上报稿?|最终版?|最新版?|修改[稿版后]?|修订[稿版]?|更新[稿版]?|修正[稿版]?"
    r"|副本|备份|复件|旧[稿版]?|新[稿版]?|原[稿版]?|copy|v(?:er)?\.?\d+|\d+|[^\w]|[_年月日号稿版改]"
)

Versions = frozenset[tuple[int, int]]  # pairs of sheets, the earlier first
_Entry = tuple[object, ...]  # what tells a row apart from the others of its community


def find_versions(roster: Roster) -> Versions:
    """Return the pairs of sheets that are versions of one roster; each group is reported, and who is not in all undecided."""
    held: dict[tuple[object, ...], dict[int, dict[_Entry, RosterRow]]] = {}
    named = {at: _strip(roster, at) for at in dict.fromkeys(row.sheet for row in roster.rows)}
    for row in roster.rows:
        key = (row.who, row.month, *named[row.sheet])
        held.setdefault(key, {}).setdefault(row.sheet, {}).setdefault(_entry(roster, row), row)
    return frozenset(pair for sheets in held.values() if len(sheets) > 1 for pair in _take(roster, sheets))


def _take(roster: Roster, sheets: dict[int, dict[_Entry, RosterRow]]) -> Iterator[tuple[int, int]]:
    pairs = [
        (one, other)
        for one, other in combinations(sheets, 2)
        if 2 * len(sheets[one].keys() & sheets[other].keys()) >= min(len(sheets[one]), len(sheets[other]))
    ]
    group = {at: sheets[at] for pair in pairs for at in pair}
    if not group:
        return
    in_all = set.intersection(*(set(each) for each in group.values()))
    apart = {who: row for people in group.values() for who, row in people.items() if who not in in_all}
    for people in group.values():
        for who, row in people.items():
            row.doubtful = row.doubtful or who not in in_all
    last = next(iter(group[max(group)].values()))
    words = {
        "sheets": _name(roster, list(group)),
        "kind": "花名册" if roster.register.repeats is None else "台账",
        "rows": roster.register.rows,
        "both": str(len(in_all)),
        "apart": str(len(apart)),
    }
    roster.problems.append(Problem("N181", roster.place(last), words))
    yield from pairs


def _entry(roster: Roster, row: RosterRow) -> _Entry:
    """Return whom or what a row is about, with what tells the entries of a ledger apart."""
    own = row.id_number or roster.text(row, roster.register.subject)
    return (own, *(roster.compared(row, key) for key in roster.register.repeats or ()))


def _strip(roster: Roster, sheet: int) -> tuple[str, int]:
    """Return what a sheet and its file are called without what tells versions apart, and the month of a ledger."""
    named = roster.sheets[sheet]
    stem = Path(named.file).stem
    month = 0 if roster.register.repeats is None else read_title_date(named.name, stem).month
    return _MARKS.sub("", remove_blanks(fold(f"{stem}/{named.name}")).lower()), month


def _name(roster: Roster, sheets: Sequence[int]) -> str:
    held = [roster.sheets[at] for at in sheets]
    files = {(each.folder, each.file) for each in held}
    apart = len({each.file for each in held}) < len(files)  # one name in several folders
    named = [f"{each.folder}/{each.file}" if apart and each.folder else each.file for each in held]
    by_sheet = len(files) < len(held)
    return "、".join(
        f"“{file} {each.name}”" if by_sheet else f"“{file}”" for file, each in zip(named, held, strict=True)
    )
