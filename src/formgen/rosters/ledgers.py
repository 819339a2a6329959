"""Read a roster and ledgers from the same files: every sheet by the register that it is of. Counts nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from formgen.model import Who
from formgen.problems import Problem
from formgen.registers.register import RegisterSpec
from formgen.rosters.assignment import assign_sheet
from formgen.rosters.belonging import CommunityList
from formgen.rosters.editions import keep_last_editions
from formgen.rosters.read import OUR_SHEETS, RegisterReader, refuse_nobody
from formgen.rosters.roster import Roster
from formgen.rosters.sheets import list_roster_files, read_sheets


def read_registers(
    paths: Sequence[Path],
    registers: Mapping[str, RegisterSpec],
    day: date,
    usual: str,
    known: Iterable[Who] = (),
) -> dict[str, Roster]:
    """Read every sheet of some files and folders by the register it is of; N136 for one that may be of several.

    Returns the roster of the register ``usual`` first, with nobody in it where there is no such sheet, then those of
    which there is a sheet. Communities have the same numbers in all of them. Raises FormgenError as ``read_roster``.
    """
    communities = CommunityList(tuple(known))
    readers = {name: RegisterReader(each, day, communities) for name, each in registers.items()}
    words = {name: each.words for name, each in readers.items()}
    first = readers[usual]
    for path in list_roster_files(paths):
        for sheet in read_sheets(path):  # one file at a time is in memory
            if sheet.name in OUR_SHEETS:
                continue
            found = assign_sheet(sheet, registers, words, usual)
            if isinstance(found, Problem):
                first.roster.problems.append(found)
            else:
                readers[found].take(sheet)
    for each in readers.values():
        keep_last_editions(each.roster)
    others = {name: each.roster for name, each in readers.items() if name != usual and each.roster.sheets}
    refuse_nobody([first.roster, *others.values()], communities)
    return {usual: first.roster, **others}
