"""Households: the rows of one number, or of one head where there are no numbers. Split ones are asked about.

A household is never put together by guess: where two heads have one name, or the head stands in another community, it
is doubtful, and what is counted by households is undecided there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from formgen.intake.names import compare_form
from formgen.problems import Problem
from formgen.rosters.roster import Roster, RosterRow

_DEAD = "已?(?:故|亡|亡故|病故|去世|死亡|过世|逝世)"
_REMARK = re.compile(
    rf"[(（\[【〔]\s*(?:{_DEAD}|原?户主|本人|已?迁出|外出)\s*[)）\]】〕]$|(?<=.)已(?:故|亡|去世|死亡|病故)$"
)
_SPOUSES = frozenset(
    {"配偶", "妻", "妻子", "夫", "丈夫", "爱人", "老婆", "老公", "户主配偶", "户主妻子", "户主丈夫"}
)
_HEAD_WORDS = frozenset({"户主", "本人", "本人（户主）", "户主本人"})


@lru_cache(maxsize=2**16)
def _fold(name: str) -> str:
    """Return a name as it is held against others, without what is remarked behind it: 甲（已故）."""
    return compare_form(_REMARK.sub("", name.strip()) or name)


@dataclass(frozen=True, slots=True)
class Household:
    """The rows of one household of one community; of one row where nobody says whose household it is: ``alone``."""

    who: int
    rows: tuple[int, ...]
    doubtful: bool = False
    alone: bool = False


def find_households(roster: Roster, rows: Sequence[int]) -> list[Household]:
    """Return the households of some rows, in the order of their first ones; report those that are doubtful."""
    made: dict[tuple[int, str], list[int]] = {}
    alone: list[int] = []
    for at in rows:
        key = _name_household(roster, roster.rows[at])
        if key:
            made.setdefault((roster.rows[at].who, key), []).append(at)
        else:
            alone.append(at)
    doubtful = _find_split(roster, made) | _find_headless(roster, made)
    found = [
        Household(who, tuple(held), (who, key) in doubtful or _has_two_heads(roster, key, held))
        for (who, key), held in made.items()
    ]
    return [*found, *(Household(roster.rows[at].who, (at,), doubtful=True, alone=True) for at in alone)]


def ask_about_strays(roster: Roster, rows: Sequence[int]) -> None:
    """Ask once whose household some rows are of, because they may change what is counted of others."""
    first, more = roster.rows[rows[0]], f"等{len(rows)}行" if len(rows) > 1 else ""
    words = {"name": f"{roster.text(first, 'name')}{more}"}
    problem = Problem("N145", roster.place(first), words)
    if problem not in roster.problems:
        roster.problems.append(problem)


def _name_household(roster: Roster, row: RosterRow) -> str:
    """Return what tells a household: its number, else its head; empty where neither stands there."""
    if number := roster.household(row):
        return f"号{_fold(number)}"
    if head := roster.text(row, "head"):
        return f"户{_fold(head)}"
    return f"户{_fold(roster.text(row, 'name'))}" if _is_head(roster, row) else ""


def _is_head(roster: Roster, row: RosterRow) -> bool:
    if relation := roster.text(row, "relation"):
        return relation in _HEAD_WORDS
    head = roster.text(row, "head")
    return head != "" and _fold(head) == _fold(roster.text(row, "name"))


def _has_two_heads(roster: Roster, key: str, held: Sequence[int]) -> bool:
    """Return whether two people are the head of one household, which is reported: two households of one name."""
    heads = [
        roster.rows[at] for at in held if _is_head(roster, roster.rows[at]) and not roster.rows[at].repeat
    ]
    if len(heads) < 2:  # noqa: PLR2004 - two of them
        return False
    words = {"household": key[1:], "other": roster.place(heads[0]).short}
    roster.problems.append(Problem("N124", roster.place(heads[1]), words))
    return True


def _find_split(roster: Roster, made: dict[tuple[int, str], list[int]]) -> set[tuple[int, str]]:
    """Return the households whose head stands in another community only, by name, and by number where there are some."""
    homes: dict[str, set[int]] = {}
    for (who, key), held in made.items():
        for name in _list_heads(roster, key, held):
            homes.setdefault(name, set()).add(who)
    split: set[tuple[int, str]] = set()
    for (who, key), held in made.items():
        own = any(_is_head(roster, roster.rows[at]) for at in held)
        elsewhere = [
            home for name in _names_of_head(roster, key, held) for home in homes.get(name, ()) if home != who
        ]
        if elsewhere and not own:
            split |= {(who, key), *((home, key) for home in elsewhere)}
            words = {"household": key[1:], "other": roster.whos[min(elsewhere)].full_name}
            roster.problems.append(Problem("N125", roster.place(roster.rows[held[0]]), words))
    return split


def _find_headless(roster: Roster, made: Mapping[tuple[int, str], Sequence[int]]) -> set[tuple[int, str]]:
    """Return the households with a wife or husband and nobody named as the head, and those of which they may be."""
    lonely: list[tuple[int, str]] = []
    without_spouse: list[tuple[int, str]] = []
    for each, held in made.items():
        rows = [roster.rows[at] for at in held]
        married = [row for row in rows if roster.text(row, "relation") in _SPOUSES]
        headed = any(_is_head(roster, row) or roster.text(row, "head") for row in rows)
        if married and not headed:
            lonely.append(each)
            words = {
                "household": roster.text(married[0], "household"),
                "name": roster.text(married[0], "name"),
            }
            problem = Problem("N167", roster.place(married[0]), words)
            if problem not in roster.problems:
                roster.problems.append(problem)
        elif headed and not married:
            without_spouse.append(each)
    places = {who for who, _ in lonely}
    return {*lonely, *(each for each in without_spouse if each[0] in places)}


def _list_heads(roster: Roster, key: str, held: Sequence[int]) -> list[str]:
    """Return by what the heads in a household are known elsewhere: the number of the household with them, or the name."""
    heads = [_fold(roster.text(roster.rows[at], "name")) for at in held if _is_head(roster, roster.rows[at])]
    return [f"{key}{name}" if key.startswith("号") else name for name in heads]


def _names_of_head(roster: Roster, key: str, held: Sequence[int]) -> list[str]:
    """Return by what the head of a household would be known elsewhere."""
    if key.startswith("户"):
        return [key[1:]]
    named = {_fold(roster.text(roster.rows[at], "head")) for at in held} - {""}
    return [f"{key}{name}" for name in named]
