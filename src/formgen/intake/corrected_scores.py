"""Points in a sheet of levels, or of reviewers, that a remark beside them says otherwise.

Knows tables with headers; types no value.
"""

from collections.abc import Callable, Iterator, Mapping

from formgen.folding import fold, remove_blanks
from formgen.intake.corrected_points import ItemWords, tell_corrected
from formgen.intake.headed import HeadedTable, TableRow
from formgen.intake.raw import Cell
from formgen.intake.remarks_on_rows import tell_unfinished
from formgen.intake.row_words import is_figure
from formgen.problems import Problem


def tell_corrected_scores(
    words: ItemWords, headed: HeadedTable, rows: Mapping[int, int], name: Callable[[int], str]
) -> Iterator[Problem]:
    """Yield D201 for corrections beside the points of levels or reviewers, D219 for points that nobody is through with.

    ``rows`` are those in use.
    """
    for number, at in rows.items():
        row, cells = headed.row(number), headed.table.rows[number]
        remarks = [cells[column] for column in headed.header.unknown if column in cells]
        if reason := row.of("reason"):
            remarks.append(reason)
        for said in (*remarks, row.of("by")):
            yield from tell_unfinished(said, name(at)) if said else ()
        given = _list_given(words, row)
        for cell in remarks:
            if not is_figure(cell):
                yield from tell_corrected(words, given, cell, name(at), row.of("total"))


def _list_given(words: ItemWords, row: TableRow) -> dict[str, Cell]:
    """Return the points of a row by the keys of their items; by its words, an item that is not known."""
    given = {meaning.key: cell for meaning, cell in row.cells if meaning.role == "scores"}
    criterion, points = row.of("criterion"), row.of("points")
    if criterion and points:
        text = criterion.text.strip()
        given[words.find(remove_blanks(fold(text))) or text] = points
    return given
