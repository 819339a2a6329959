"""The sheets that have a header, with it; those whose communities stand side by side are turned for it.

Knows cells and the words of headers; not what stands in the rows.
"""

from collections.abc import Mapping, Sequence

from formgen.intake.headed import HeadedTable
from formgen.intake.headers import find_header
from formgen.intake.tables import Table
from formgen.intake.transposed import count_down, turn_table
from formgen.intake.vocabulary import DEFINITIONS, FINDINGS, SheetKind, Vocabulary

_FEWEST_WORDS = 3  # words of a header below which a sheet may have to be turned


def head_tables(
    tables: Sequence[Table], vocabularies: Mapping[SheetKind, Vocabulary]
) -> tuple[list[HeadedTable], list[Table]]:
    """Return the sheets that have a header, turned where they have to be, and those that have none."""
    headed, others = [], []
    for table in tables:
        if table.rows and table.sheet not in {DEFINITIONS, FINDINGS}:
            one = _head(table, vocabularies)
            if one:
                headed.append(one)
            else:
                others.append(table)
    return headed, others


def _head(table: Table, vocabularies: Mapping[SheetKind, Vocabulary]) -> HeadedTable | None:
    """Return a sheet with its header, turned where its communities stand side by side."""
    header, problems = find_header(table, vocabularies)
    if header is None or (header.kind == "data" and len(header.meanings) < _FEWEST_WORDS):
        turned = _turn(table, len(header.meanings) if header else 0, vocabularies["data"])
        if turned:
            return _head_turned(turned, vocabularies)
    return HeadedTable(table, header, problems, vocabularies[header.kind]) if header else None


def _head_turned(table: Table, vocabularies: Mapping[SheetKind, Vocabulary]) -> HeadedTable | None:
    header, problems = find_header(table, vocabularies)
    if header is None:
        return None
    return HeadedTable(table, header, problems, vocabularies[header.kind], turned=True)


def _turn(table: Table, across: int, vocabulary: Vocabulary) -> Table | None:
    """Return the table turned when its columns say more of the fields than its rows do."""
    down = count_down(table, vocabulary.look_up)
    if max(down.values(), default=0) <= across:
        return None
    turned = turn_table(table, lambda text: vocabulary.look_up(text) is not None)
    return turned if turned.rows else None
