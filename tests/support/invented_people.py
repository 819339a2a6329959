"""Rosters made from plain data, for tests: people clearly invented, with ID numbers of an area that does not exist."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from stdnum.cn import ric

from formgen.model import Who
from formgen.problems import FormgenError, Problem
from formgen.registers.definition import Definition
from formgen.registers.load import load_register
from formgen.rosters.count import Countable, RosterCounts, count_roster
from formgen.rosters.read import take_sheets
from formgen.rosters.repeats import find_repeats
from formgen.rosters.roster import Roster
from formgen.rosters.sheets import RosterSheet

DAY = date(2026, 11, 30)
AREA = "999999"
REGISTER = load_register("people")
WORKER = {"local": "是", "able": "是", "willing": "是", "employment": "已就业"}


def id_number(birth: str, sequence: int) -> str:
    """Return an ID number of an invented person; odd sequences are men."""
    body = f"{AREA}{birth}{sequence:03}"
    return body + ric.calc_check_digit(f"{body}0")


def sheet_of(
    rows: Sequence[Sequence[object]],
    name: str = "",
    file: str = "东城社区.csv",
    merged: tuple[tuple[int, int, int, int], ...] = (),
) -> RosterSheet:
    """Return a sheet of rows as they stand."""
    return RosterSheet(file, name, lambda: iter(rows), merged)


def people_sheet(
    people: Sequence[Mapping[str, object]], name: str = "", file: str = "东城社区.csv"
) -> RosterSheet:
    """Return a sheet of people given by the keys of their columns; the header has the names of all that occur."""
    keys = list(dict.fromkeys(key for each in people for key in each))
    header = [REGISTER.columns[key].zh for key in keys]
    return sheet_of([header, *([each.get(key, "") for key in keys] for each in people)], name, file)


def roster_of(*sheets: RosterSheet, day: date = DAY, known: Sequence[Who] = ()) -> Roster:
    """Return the roster of sheets, with its repeats marked."""
    roster = take_sheets(sheets, REGISTER, day, known)
    find_repeats(roster)
    return roster


def people(*given: Mapping[str, object], day: date = DAY) -> Roster:
    """Return the roster of some people of one community; those without a name are called in turn."""
    named = [
        {"name": f"试{'甲乙丙丁戊己庚辛壬癸'[at % 10]}{'一二三四五六七八九十'[at // 10]}", **each}
        for at, each in enumerate(given)
    ]
    return roster_of(people_sheet(named), day=day)


def problems_of(*sheets: RosterSheet, day: date = DAY, known: Sequence[Who] = ()) -> list[Problem]:
    """Return what is wrong with sheets, also where there is nobody in them."""
    try:
        return roster_of(*sheets, day=day, known=known).problems
    except FormgenError as error:
        return list(error.problems)


def count(roster: Roster, definitions: Mapping[str, Mapping[str, Any]], **more: Any) -> RosterCounts:
    """Return what definitions count in a roster."""
    countables = [
        Countable(key, key, Definition.model_validate(each), **more) for key, each in definitions.items()
    ]
    return count_roster(roster, countables)
