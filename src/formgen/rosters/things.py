"""What texts say of things, such as the shops that people opened, and which of them are one: what is doubtful is asked.

Who shares a shop writes its name; a word for a kind of shop, two dates or two names in a cell are a question.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from formgen.problems import Problem
from formgen.quoting import quote_of_person, shorten
from formgen.registers.definition import HOUSEHOLDS, PERSONS, ROWS, Definition
from formgen.rosters.cells import say_value
from formgen.rosters.expiry import read_having_on
from formgen.rosters.having import Having
from formgen.rosters.repeats import say_place
from formgen.rosters.roster import Roster, RosterRow

Things = Mapping[tuple[int, str], Sequence[int]]
_KIND = re.compile(
    "(?:个体|私营|民营|小微|网络|淘宝|微信|自己|自营|自办|家庭|小型)?"
    "(?:工商户|工商|个体户|个体|户|经营|经商|创业|企业|公司|有限公司|网店|微店|淘宝|电商|小店|店铺?|商店|门市部?|摊位?|地摊|超市|饭店|餐馆|餐饮|"
    "小吃店?|早餐店?|理发店?|服装店?|便利店|小卖部|农家乐|民宿|合作社|农场|养殖场?|种植|养殖户?|作坊|加工厂?|工厂|厂|运输|货运|装修|自营|自主创业)?"
)
_SEVERAL = re.compile(r"[；;、\n]|\d[.．、].*\d[.．、]")


def doubt_things(roster: Roster, things: Things, column: str) -> set[tuple[int, str]]:
    """Return the things of which it cannot be told how many they are, or whose; each is asked about."""
    found = set(_doubt_shared(roster, things, column))
    label = roster.register.columns[column].zh
    dates = [key for key, each in roster.register.columns.items() if column in each.beside]
    for key, held in things.items():
        rows = [roster.rows[at] for at in held]
        several = next((row for row in rows if _SEVERAL.search(roster.text(row, column))), None)
        if several:
            found.add(key)
            _ask(
                roster,
                Problem(
                    "N168", roster.place(several), {"label": label, "value": _show(roster, several, column)}
                ),
            )
            continue
        owners = [row for row in rows if not row.repeat]
        days = {tuple(roster.value(row, each) for each in dates) for row in owners}
        if len(owners) > 1 and (_KIND.fullmatch(key[1]) or len(days) > 1):
            found.add(key)
            words = {
                "label": label,
                "value": _show(roster, owners[1], column),
                "other": say_place(roster, owners[0]),
            }
            _ask(roster, Problem("N169", roster.place(owners[1]), words))
    return found


def _doubt_shared(roster: Roster, things: Things, column: str) -> Iterator[tuple[int, str]]:
    """Yield the things that stand in two communities with the same dates, and ask whose they are."""
    label = roster.register.columns[column].zh
    dates = [key for key, each in roster.register.columns.items() if column in each.beside]
    first: dict[tuple[object, ...], tuple[int, str]] = {}
    told: set[tuple[int, str]] = set()
    for key, rows in things.items():
        for row in (roster.rows[at] for at in rows):
            known = (key[1], *(roster.value(row, each) for each in dates))
            other = first.setdefault(known, key)
            if dates and other[0] != key[0] and key not in told:
                told |= {key, other}
                before = say_place(roster, roster.rows[things[other][0]])
                words = {"label": label, "value": _show(roster, row, column), "other": before}
                _ask(roster, Problem("N150", roster.place(row), words))
    yield from told


def tell_other_numbers(roster: Roster, rows: Sequence[int], column: str) -> None:
    """Tell of rows about one thing in which its number is not the same."""
    first = roster.rows[rows[0]]
    number = roster.value(first, column)
    other = next(
        (row for row in (roster.rows[at] for at in rows) if roster.value(row, column) != number), None
    )
    if other is None:
        return
    words = {
        "label": roster.register.columns[column].zh,
        "one": say_value(roster.value(other, column)),
        "two": say_value(number),
        "other": say_place(roster, first),
    }
    _ask(roster, Problem("N170", roster.place(other, roster.columns[other.sheet].get(column)), words))


def tell_of_words(roster: Roster, definitions: Iterable[Definition]) -> None:
    """Report the texts that say of what is counted that it is not there any more, or leave it open."""
    asked = {
        key
        for each in definitions
        for _, where in each.wheres()
        for key in where
        if where[key].present is not None
    }
    asked |= {each.count for each in definitions if each.count} - {PERSONS, HOUSEHOLDS, ROWS}
    for key, column in roster.register.columns.items():
        if key not in asked or column.kind != "text":
            continue
        for row in roster.rows:
            text = roster.text(row, key)
            said = read_having_on(text, roster.day) if text else Having.NONE
            other = said is Having.HAS and column.is_other(text)
            if not other and said not in {Having.ENDED, Having.OPEN}:
                continue
            place = roster.place(row, roster.columns[row.sheet].get(key))
            words = {"label": column.zh, "value": quote_of_person(shorten(text))}
            if other:
                roster.problems.append(Problem("N174", place, words))
            elif said is Having.ENDED:
                roster.problems.append(Problem("N165", place, words))
            else:
                roster.problems.append(Problem("N166", place, words))


def _show(roster: Roster, row: RosterRow, column: str) -> str:
    return quote_of_person(roster.text(row, column))


def _ask(roster: Roster, problem: Problem) -> None:
    if problem not in roster.problems:
        roster.problems.append(problem)
