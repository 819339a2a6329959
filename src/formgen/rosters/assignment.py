"""Which register a sheet is of: by what it is called, else by what its columns are; what is doubtful is asked.

A sheet that is called nothing and has no columns of a ledger's own is a roster of people. Reads no row below a header.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from formgen.folding import keep_letters
from formgen.intake.vocabulary import Vocabulary
from formgen.problems import Problem
from formgen.registers.register import OWN, RegisterSpec
from formgen.rosters.header import find_roster_header
from formgen.rosters.sheets import RosterSheet, plain_value, text_of_value

_SHARED = frozenset({*OWN, "phone", "address"})  # columns that tell nothing: every list of people has them
_ABOVE = 5  # rows from the top in which a title stands


def assign_sheet(
    sheet: RosterSheet, registers: Mapping[str, RegisterSpec], words: Mapping[str, Vocabulary], usual: str
) -> str | Problem:
    """Return the name of the register of a sheet; N136 where it may be of several. ``usual`` is that of no sign at all."""
    headers = {name: find_roster_header(sheet, words[name], each.subject) for name, each in registers.items()}
    fits = {name: len(set(each.columns) - _SHARED) if each else 0 for name, each in headers.items()}
    most = max(fits.values())
    fitting = [name for name, own in fits.items() if own == most] if most else [usual]
    above = min((each.bottom for each in headers.values() if each), default=_ABOVE)  # no titles below
    titles_from_near = (sheet.name, *_list_lines(sheet, above), Path(sheet.file).stem)
    named = next((found for title in titles_from_near if (found := _find_named(title, registers))), [])
    if len(named) > 1:  # 零就业家庭花名册 is no roster of people
        named = [name for name in named if name != usual]
    best = named or fitting
    if len(best) == 1 and (fits[best[0]] or not most):
        return best[0]
    best = [*dict.fromkeys((*best, *fitting))]
    titles = "、".join(f"《{registers[name].title}》" for name in best)
    return Problem("N136", sheet.place(0), {"sheet": sheet.name or sheet.file, "found": titles})


def _list_lines(sheet: RosterSheet, above: int) -> list[str]:
    """Return the lines above the rows that have one text alone: titles."""
    rows = (
        [text for value in row if (text := text_of_value(plain_value(value)))]
        for row in islice(sheet.rows(), min(_ABOVE, above))
    )
    return [texts[0] for texts in rows if len(texts) == 1]


def _find_named(title: str, registers: Mapping[str, RegisterSpec]) -> Sequence[str]:
    """Return the registers that a title names; a longer word hides one that is part of it."""
    plain = keep_letters(title)
    found = [
        (word, name)
        for name, register in registers.items()
        for each in (register.title, *register.also)
        if (word := keep_letters(each)) in plain
    ]
    return _unique(
        name for word, name in found if not any(word != other and word in other for other, _ in found)
    )


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
