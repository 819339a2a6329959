"""Lines of totals below or above the communities of a sheet, held against what they add up; these are used nowhere.

A total that does not follow shows a community that is missing, or a number that somebody changed. Knows tables with headers.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import accumulate

from formgen.exact import exact_text
from formgen.folding import fold, remove_blanks
from formgen.intake.headed import HeadedTable
from formgen.intake.names import is_total
from formgen.intake.number_looks import read_with_unit
from formgen.intake.raw import Cell
from formgen.intake.totals_of_villages import find_totalled
from formgen.intake.vocabulary import Meaning
from formgen.problems import Problem

_SUM = re.compile("合计|总计|小计|共计|总和|总数|汇总|^计$|total", re.IGNORECASE)
_NO_SUM = re.compile("均|其中|率|占比|比重|[上去前往]年|计划|目标|任务|增减|同[比期]|男|女|村民小组")


def tell_wrong_totals(headed: HeadedTable, counted: Collection[Meaning]) -> Iterator[Problem]:
    """Yield D232 for each line of totals of which a number is neither the sum of all communities nor of some beside it.

    ``counted`` are the meanings of columns that can be added up.
    """
    columns = {at: each for at, each in headed.header.meanings.items() if each in counted}
    lines = {number: cell for number in headed.table.rows if (cell := _find_total(headed, number))}
    if not lines:
        return
    known = {column: _list_numbers(headed, column) for column in columns}
    for number, line in lines.items():
        cells = headed.table.rows[number]
        wrong = [
            (column, numbers)
            for column, numbers in known.items()
            if column in cells and numbers and not _follows(headed, number, line, cells[column], numbers)
        ]
        if wrong:
            column, numbers = wrong[0]
            words = {
                "line": line.text.strip(),
                "label": headed.header.cells[column].text.strip(),
                "value": cells[column].text.strip(),
                "own": exact_text(sum(numbers.values(), Fraction(0))),
                "more": f"；对不上的共{len(wrong)}列" if len(wrong) > 1 else "",
            }
            yield Problem("D232", cells[column].place, words)


def _find_total(headed: HeadedTable, number: int) -> Cell | None:
    """Return the cell that makes a row one of sums: its name or township, or else its first text."""
    if number <= headed.header.bottom:
        return None
    cells = headed.table.rows[number]
    own = [
        cells[at]
        for at in (headed.header.column("name"), headed.header.column("township"))
        if at and at in cells
    ]
    for cell in own or [next(iter(cells.values()))]:
        plain = remove_blanks(fold(cell.text))
        if is_total(plain) and _SUM.search(plain) and not (_NO_SUM.search(plain) or find_totalled(plain)):
            return cell
    return None


def _list_numbers(headed: HeadedTable, column: int) -> Mapping[int, Fraction]:
    """Return the numbers of the communities in a column by their rows; none where one of them cannot be read."""
    cells = {row.number: headed.table.rows[row.number].get(column) for row in headed.named_rows}
    given = {number: cell.text for number, cell in cells.items() if cell and cell.text.strip()}
    read = {number: read_with_unit(text.strip()) for number, text in given.items()}
    return (
        {number: value for number, value in read.items() if value is not None}
        if all(value is not None for value in read.values())
        else {}
    )


def _follows(
    headed: HeadedTable, number: int, line: Cell, cell: Cell, numbers: Mapping[int, Fraction]
) -> bool:
    """Return whether a total is that of all communities, of those right above or below it, or of the township it names.

    Hidden ones may be left out.
    """
    said, text = read_with_unit(cell.text.strip()), remove_blanks(fold(line.text))
    named = {
        row.number for row in headed.named_rows if row.township and remove_blanks(row.township.text) in text
    }
    hidden = headed.table.hidden.rows
    for counted in (numbers, {at: value for at, value in numbers.items() if at not in hidden}):
        above = [counted[at] for at in sorted(counted, reverse=True) if at < number]
        below = [counted[at] for at in sorted(counted) if at > number]
        own = sum((counted[at] for at in named if at in counted), Fraction(0)) if named else None
        if said in {None, own, sum(counted.values(), Fraction(0)), *accumulate(above), *accumulate(below)}:
            return True
    return False
