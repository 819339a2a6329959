"""Find the header of a sheet, wherever it is, and what each of its columns means."""

from collections.abc import Mapping
from dataclasses import dataclass

from formgen.intake.raw import Cell
from formgen.intake.records import hint
from formgen.intake.rows import letters
from formgen.intake.tables import Grid
from formgen.intake.vocabulary import Part, Role, Slot, Vocabulary, squeezed
from formgen.problems import Place, Problem

_SEARCHED = 60  # rows from the top in which a header may be
_SELECTING: dict[Part, Role] = {"series": "months", "level": "scores", "criterion": "judged"}
_SILENT = frozenset({"序号", "编号", "备注", "no"})
_UNITS = frozenset(
    squeezed(unit)
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
    """The header of a sheet: its role, the rows it occupies, its texts, and the slot of each column."""

    role: Role
    top: int
    bottom: int
    texts: Mapping[int, Mapping[int, str]]
    slots: Mapping[int, Slot]
    cells: Mapping[int, Cell]

    def column(self, part: Part) -> int:
        """Return the first column of a part, 0 when there is none."""
        return next((column for column, slot in self.slots.items() if slot.part == part), 0)

    def repeated(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row below repeats a row of the header, as on every printed page."""
        return len(cells) > 1 and any(
            all(cell.text == row.get(column) for column, cell in cells.items()) for row in self.texts.values()
        )


def find(grid: Grid, vocabularies: Mapping[Role, Vocabulary]) -> tuple[Header | None, list[Problem]]:
    """Return the header of a sheet and the problems of its columns; None when no row names communities."""
    best: tuple[int, int, Role] = (0, 0, "data")
    for row in sorted(grid.rows)[:_SEARCHED]:
        cells = _row(grid, row)
        role = _role(cells, vocabularies)
        known = [slot for cell in cells.values() if (slot := vocabularies[role].find(cell.text))]
        if any(slot.part == "name" for slot in known) and len(set(known)) > best[0]:
            best = (len(set(known)), row, role)
    if not best[0]:
        return None, []
    return _header(grid, best[1], best[2], vocabularies[best[2]])


def is_unit(text: str) -> bool:
    """Return whether a text is only a unit, as in a row of units below the header."""
    return squeezed(text) in _UNITS


def _row(grid: Grid, row: int) -> dict[int, Cell]:
    """Return what the cells of a row show, merged ranges included."""
    return {
        column: cell
        for column in range(1, grid.width(range(max(row - 2, 1), row + 1)) + 1)
        if (cell := grid.spread(row, column))
    }


def _role(cells: Mapping[int, Cell], vocabularies: Mapping[Role, Vocabulary]) -> Role:
    """Return the role of a sheet, by the selecting column in its header."""
    for part, role in _SELECTING.items():
        found = [vocabularies[role].find(cell.text) for cell in cells.values()]
        if any(slot and slot.part == part for slot in found):
            return role
    return "data"


def _header(grid: Grid, row: int, role: Role, vocabulary: Vocabulary) -> tuple[Header, list[Problem]]:
    """Return the header around the row that names the most fields."""
    name = next(
        column
        for column, cell in _row(grid, row).items()
        if (slot := vocabulary.find(cell.text)) and slot.part == "name"
    )
    bottom = row
    while _continues(grid, bottom + 1, name, vocabulary):
        bottom += 1
    groups = [above for above in (row - 2, row - 1) if len(grid.rows.get(above, {})) > 1]
    shown = {at: _row(grid, at) for at in (*groups, *range(row, bottom + 1))}
    slots: dict[int, Slot] = {}
    cells: dict[int, Cell] = {}
    problems: list[Problem] = []
    for column in range(1, grid.width(shown) + 1):
        labels = _labels(shown, column, row)
        if not labels:
            problems += _headless(grid, column, bottom)
            continue
        cells[column] = labels[0]
        slot = _slot(labels, _labels(shown, column, 0), vocabulary)
        problems += _judge(slot, labels[0], slots, cells, vocabulary)
        if slot and slot not in slots.values():
            slots[column] = slot
    texts = {at: {column: cell.text for column, cell in grid.rows.get(at, {}).items()} for at in shown}
    return Header(role, row, bottom, texts, slots, cells), problems


def _continues(grid: Grid, row: int, name: int, vocabulary: Vocabulary) -> bool:
    """Return whether a row still belongs to the header: no name of a community, but names of fields."""
    own = grid.rows.get(row, {})
    return name not in own and any(vocabulary.find(cell.text) for cell in own.values())


def _labels(shown: Mapping[int, Mapping[int, Cell]], column: int, top: int) -> list[Cell]:
    """Return the texts above a column, from the lowest, without units and without repetitions by merged cells."""
    found = [row[column] for at, row in shown.items() if at >= top and column in row]
    distinct = {cell.text: cell for cell in reversed(found) if not is_unit(cell.text)}
    return list(distinct.values())


def _slot(labels: list[Cell], with_groups: list[Cell], vocabulary: Vocabulary) -> Slot | None:
    """Return the slot of a column by its lowest text, or else by group and text together."""
    lowest = labels[0].text
    words = [
        lowest,
        *(f"{group.text}{lowest}" for group in with_groups[1:]),
        *(each.text for each in labels[1:]),
    ]
    return next((slot for word in words if (slot := vocabulary.find(word))), None)


def _judge(
    slot: Slot | None,
    cell: Cell,
    slots: Mapping[int, Slot],
    cells: Mapping[int, Cell],
    vocabulary: Vocabulary,
) -> list[Problem]:
    """Report a column that is unknown, or that has the same meaning as an earlier one."""
    if slot is None:
        if squeezed(cell.text) in _SILENT:
            return []
        words = {"column": cell.text, "hint": hint(cell.text, vocabulary.shown)}
        return [Problem("D102", cell.place, words)]
    earlier = next((cells[column] for column, taken in slots.items() if taken == slot), None)
    if earlier is None or earlier.place == cell.place:
        return []
    return [Problem("D103", cell.place, {"column": cell.text, "other": earlier.place.short})]


def _headless(grid: Grid, column: int, bottom: int) -> list[Problem]:
    """Report data in a column without a header."""
    rows = [row for row in grid.rows.holding(column) if row > bottom]
    if not rows:
        return []
    first = grid.rows[min(rows)][column].place
    place = Place(file=grid.file, sheet=grid.sheet, cell=first.cell)
    return [Problem("D102", place, {"column": f"{letters(column)}（没有表头）", "hint": ""})]
