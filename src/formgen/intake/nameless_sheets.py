"""Sheets without the word above names: which of them are tables of ours, so that the word is missed.

Knows tables and the vocabularies; no row of data.
"""

from collections.abc import Mapping, Sequence

from formgen.intake.tables import Table
from formgen.intake.transposed import count_down
from formgen.intake.vocabulary import SHEETS, SheetKind, Vocabulary
from formgen.problems import Place, Problem

_FEWEST_WORDS = 3  # words of a header from which on a sheet without names is a fault
_WIDE = 3  # cells in a row of a table
_SEARCHED = 60  # rows from the top in which a header may be


def report_nameless(others: Sequence[Table], vocabularies: Mapping[SheetKind, Vocabulary]) -> list[Problem]:
    """Report the sheets that are tables of ours but for the names of communities."""
    problems = []
    for table in others:
        known = max(
            len(
                {
                    meaning
                    for cell in table.rows[number].values()
                    if (meaning := vocabulary.look_up(cell.text))
                }
            )
            for number in sorted(table.rows)[:_SEARCHED]
            for vocabulary in vocabularies.values()
        )
        ours = table.sheet in SHEETS.values() or not table.hidden.sheet
        if known >= (1 if table.sheet in SHEETS.values() else _FEWEST_WORDS) and ours:
            problems.append(describe_nameless(table, vocabularies["data"]))
    return problems


def describe_nameless(table: Table, vocabulary: Vocabulary) -> Problem:
    """Return the problem of a sheet without the word for names, which may stand on its side."""
    code = "D194" if count_down(table, vocabulary.look_up) else "D101"
    return Problem(code, Place(file=table.file, sheet=table.sheet))


def is_table(table: Table) -> bool:
    """Return whether a sheet that is seen holds a table, and not only some lines of text."""
    wide = any(len(table.rows[number]) >= _WIDE for number in sorted(table.rows)[:_SEARCHED])
    return wide and not table.hidden.sheet
