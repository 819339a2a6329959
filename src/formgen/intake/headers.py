"""Find the header of a sheet, wherever it is, and what each of its columns means.

Knows cells and the vocabulary of headers; nothing of the rows below.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from formgen.folding import keep_letters
from formgen.intake.raw import Cell
from formgen.intake.records import suggest
from formgen.intake.tables import Table
from formgen.intake.vocabulary import ColumnRole, Meaning, SheetKind, Vocabulary
from formgen.office.cells import format_column
from formgen.problems import Place, Problem

_SEARCHED = 60  # rows from the top in which a header may be
_SELECTING: dict[ColumnRole, SheetKind] = {"series": "months", "level": "scores", "criterion": "judged"}
_SILENT = frozenset({"序号", "编号", "备注", "no"})
_UNITS = frozenset(
    keep_letters(unit)
    for unit in [
        "人",
        "户",
        "个",
        "篇",
        "分",
        "件",
        "条",
        "笔",
        "元",
        "次",
        "家",
        "是/否",
        "单位",
        "计量单位",
    ]
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its kind, the rows it occupies, its texts, and the meaning of each column."""

    kind: SheetKind
    top: int
    bottom: int
    texts: Mapping[int, Mapping[int, str]]
    meanings: Mapping[int, Meaning]
    cells: Mapping[int, Cell]

    def column(self, role: ColumnRole) -> int:
        """Return the first column of a role, 0 when there is none."""
        return next((column for column, meaning in self.meanings.items() if meaning.role == role), 0)

    def repeated(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row below repeats a row of the header, as on every printed page."""
        return len(cells) > 1 and any(
            all(cell.text == row.get(column) for column, cell in cells.items()) for row in self.texts.values()
        )


def find_header(
    table: Table, vocabularies: Mapping[SheetKind, Vocabulary]
) -> tuple[Header | None, list[Problem]]:
    """Return the header of a sheet and the problems of its columns; None when no row names communities."""
    best: tuple[int, int, SheetKind] = (0, 0, "data")
    for row in sorted(table.rows)[:_SEARCHED]:
        cells = _row(table, row)
        kind = _sheet_kind(cells, vocabularies)
        known = [meaning for cell in cells.values() if (meaning := vocabularies[kind].find(cell.text))]
        if any(meaning.role == "name" for meaning in known) and len(set(known)) > best[0]:
            best = (len(set(known)), row, kind)
    if not best[0]:
        return None, []
    return _header(table, best[1], best[2], vocabularies[best[2]])


def is_unit(text: str) -> bool:
    """Return whether a text is only a unit, as in a row of units below the header."""
    return keep_letters(text) in _UNITS


def _row(table: Table, row: int) -> dict[int, Cell]:
    """Return what the cells of a row show, merged ranges included."""
    return {
        column: cell
        for column in range(1, table.width(range(max(row - 2, 1), row + 1)) + 1)
        if (cell := table.spread(row, column))
    }


def _sheet_kind(cells: Mapping[int, Cell], vocabularies: Mapping[SheetKind, Vocabulary]) -> SheetKind:
    """Return the kind of a sheet, by the selecting column in its header."""
    for role, kind in _SELECTING.items():
        found = [vocabularies[kind].find(cell.text) for cell in cells.values()]
        if any(meaning and meaning.role == role for meaning in found):
            return kind
    return "data"


def _header(table: Table, row: int, kind: SheetKind, vocabulary: Vocabulary) -> tuple[Header, list[Problem]]:
    """Return the header around the row that names the most fields."""
    name = next(
        column
        for column, cell in _row(table, row).items()
        if (meaning := vocabulary.find(cell.text)) and meaning.role == "name"
    )
    bottom = row
    while _continues(table, bottom + 1, name, vocabulary):
        bottom += 1
    groups = [above for above in (row - 2, row - 1) if len(table.rows.get(above, {})) > 1]
    shown = {at: _row(table, at) for at in (*groups, *range(row, bottom + 1))}
    meanings: dict[int, Meaning] = {}
    cells: dict[int, Cell] = {}
    problems: list[Problem] = []
    for column in range(1, table.width(shown) + 1):
        labels = _labels(shown, column, row)
        if not labels:
            problems += _report_headless(table, column, bottom)
            continue
        cells[column] = labels[0]
        meaning = _find_meaning(labels, _labels(shown, column, 0), vocabulary)
        problems += _report_column(meaning, labels[0], meanings, cells, vocabulary)
        if meaning and meaning not in meanings.values():
            meanings[column] = meaning
    texts = {at: {column: cell.text for column, cell in table.rows.get(at, {}).items()} for at in shown}
    return Header(kind, row, bottom, texts, meanings, cells), problems


def _continues(table: Table, row: int, name: int, vocabulary: Vocabulary) -> bool:
    """Return whether a row still belongs to the header: no name of a community, but names of fields."""
    own = table.rows.get(row, {})
    return name not in own and any(vocabulary.find(cell.text) for cell in own.values())


def _labels(shown: Mapping[int, Mapping[int, Cell]], column: int, top: int) -> list[Cell]:
    """Return the texts above a column, from the lowest, without units and without repetitions by merged cells."""
    found = [row[column] for at, row in shown.items() if at >= top and column in row]
    distinct = {cell.text: cell for cell in reversed(found) if not is_unit(cell.text)}
    return list(distinct.values())


def _find_meaning(labels: list[Cell], with_groups: list[Cell], vocabulary: Vocabulary) -> Meaning | None:
    """Return the meaning of a column by its lowest text, or else by group and text together."""
    lowest = labels[0].text
    words = [
        lowest,
        *(f"{group.text}{lowest}" for group in with_groups[1:]),
        *(each.text for each in labels[1:]),
    ]
    return next((meaning for word in words if (meaning := vocabulary.find(word))), None)


def _report_column(
    meaning: Meaning | None,
    cell: Cell,
    meanings: Mapping[int, Meaning],
    cells: Mapping[int, Cell],
    vocabulary: Vocabulary,
) -> list[Problem]:
    """Report a column that is unknown, or that has the same meaning as an earlier one."""
    if meaning is None:
        if keep_letters(cell.text) in _SILENT:
            return []
        words = {"column": cell.text, "hint": suggest(cell.text, vocabulary.shown)}
        return [Problem("D102", cell.place, words)]
    earlier = next((cells[column] for column, taken in meanings.items() if taken == meaning), None)
    if earlier is None or earlier.place == cell.place:
        return []
    return [Problem("D103", cell.place, {"column": cell.text, "other": earlier.place.short})]


def _report_headless(table: Table, column: int, bottom: int) -> list[Problem]:
    """Report data in a column without a header."""
    rows = [row for row in table.rows.holding(column) if row > bottom]
    if not rows:
        return []
    first = table.rows[min(rows)][column].place
    place = Place(file=table.file, sheet=table.sheet, cell=first.cell)
    return [Problem("D102", place, {"column": f"{format_column(column)}（没有表头）", "hint": ""})]
