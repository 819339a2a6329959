"""Ledgers beside a roster, made from plain data, for tests: people clearly invented."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from formgen.registers.definition import Definition
from formgen.registers.load import list_registers, load_register
from formgen.rosters.belonging import CommunityList
from formgen.rosters.count import Countable, RosterCounts, count_roster
from formgen.rosters.linking import link_ledger
from formgen.rosters.read import RegisterReader
from formgen.rosters.repeats import find_repeats
from formgen.rosters.roster import Roster
from support.invented_people import DAY, sheet_of

REGISTERS = {name: load_register(name) for name in list_registers()}
Rows = Sequence[Mapping[str, object]]


def ledgers(day: date = DAY, file: str = "东城社区.csv", **given: Rows) -> dict[str, Roster]:
    """Return the rosters of some registers, each given by its name and its rows by the keys of their columns."""
    communities = CommunityList(())
    readers = {}
    for name in dict.fromkeys(("people", *given)):
        readers[name] = RegisterReader(REGISTERS[name], day, communities)
        rows = given.get(name, ())
        if rows:
            keys = list(dict.fromkeys(key for each in rows for key in each))
            header = [REGISTERS[name].columns[key].zh for key in keys]
            readers[name].take(
                sheet_of([header, *([row.get(key, "") for key in keys] for row in rows)], file=file)
            )
    rosters = {name: each.roster for name, each in readers.items()}
    for name, roster in rosters.items():
        if name != "people":
            link_ledger(roster, rosters["people"])
        find_repeats(roster)
    return rosters


def problems(rosters: Mapping[str, Roster]) -> list[tuple[str, str]]:
    """Return the codes and sentences of what is wrong with some registers."""
    return [(each.code, each.message) for roster in rosters.values() for each in roster.problems]


def count_one(roster: Roster, *, monthly: bool = False, **definition: Any) -> RosterCounts:
    """Return what one definition counts in a register."""
    made = Countable("it", "it", Definition.model_validate(definition), monthly=monthly)
    return count_roster(roster, [made])


def number(roster: Roster, **definition: Any) -> tuple[int, int]:
    """Return what one definition counts in a register of one community: the number, and how many rows are undecided."""
    found = count_one(roster, **definition).figures[0, "it"]
    return found.number, len(found.undecided)
