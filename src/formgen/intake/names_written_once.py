"""The community of every row of 各级评分 and the like, where its name stands only in the first of its rows.

Blanks are filled where nothing else can be meant: every community has one row of each kind. Knows rows; no value.
"""

from collections.abc import Collection
from dataclasses import replace

from formgen.folding import keep_letters
from formgen.intake.headed import SELECTING, HeadedTable, TableRow
from formgen.intake.raw import Cell
from formgen.intake.townships import say_rows
from formgen.problems import Problem


def fill_names(headed: HeadedTable, names: Collection[str]) -> dict[int, TableRow]:
    """Return the rows without a name with that of the row above, none where one of them could be of another community.

    ``names`` are those of all communities of the data, as ``match_key`` has them.
    """
    if headed.kind == "data" or all(row.name for _, row in headed.rows()):
        return {}
    blocks: list[list[int]] = []
    rows = dict(headed.rows())
    for number, row in rows.items():
        if row.name:
            blocks.append([])
        elif not blocks or (row.township and not _is_same(row, rows[blocks[-1][0]])):
            return {}
        blocks[-1].append(number)
    heads = [rows[block[0]] for block in blocks]
    kinds = [[_say_kind(rows[number]) for number in block] for block in blocks]
    named = [head.match_key for head in heads]
    everyone = {who.name for who in named} >= set(names)
    alike = len({frozenset(each) for each in kinds}) == 1 and all(len({*each}) == len(each) for each in kinds)
    if not alike or len({*named}) < len(named) or (len(blocks) == 1 and not everyone):
        return {}
    return {
        number: replace(rows[number], name=head.name, township=rows[number].township or head.township)
        for head, block in zip(heads, blocks, strict=True)
        for number in block[1:]
    }


def describe_filled(filled: dict[int, TableRow]) -> list[Problem]:
    """Return one hint for all rows whose name was taken from the row above."""
    if not filled:
        return []
    number, row = next(iter(filled.items()))
    example = f"第{number}行读作“{row.name.text.strip() if row.name else ''}”的"
    return [Problem("D192", row.place, {"rows": say_rows([*filled]), "example": example})]


def _is_same(row: TableRow, head: TableRow) -> bool:
    """Return whether a row names the township of the row that its name would be taken from."""
    return replace(row, name=head.name).match_key == head.match_key


def _say_kind(row: TableRow) -> str:
    """Return what a row is about: its series, level or criterion."""
    cells: list[Cell] = [cell for meaning, cell in row.cells if meaning.role in SELECTING]
    return keep_letters(cells[0].text) if cells else ""
