"""The columns of a table in Word: read whatever program wrote it, and completed where a program left them out.

Knows WordprocessingML only.
"""

import re
from collections.abc import Iterator

from lxml import etree

from formgen.forms.typeset import POINTS_PER_MM
from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element

_TWIPS = 20  # in a point
_INSET = 5.4  # points on each side of a cell, in a table that says nothing
_FIFTIETHS = 5000  # of a percent, in a whole
_UNITS = {"mm": POINTS_PER_MM, "cm": 10 * POINTS_PER_MM, "in": 72, "pt": 1, "pc": 12, "pi": 12}
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(mm|cm|in|pt|pc|pi)?")
_A4, _USUAL_MARGIN, _OFFICIAL = 11906, 1800, 156 * POINTS_PER_MM  # twips; the last is the line of GB/T 9704


def read_length(value: str | None, parts: int = _TWIPS) -> float:
    """Return a length in points: a number of ``parts`` of a point, or one with its unit; 0 for anything else."""
    match = _LENGTH.fullmatch((value or "").strip())
    if match is None:
        return 0.0
    return float(match[1]) * (_UNITS[match[2]] if match[2] else 1 / parts)


def _read_share(node: Element) -> float:
    """Return the part of the whole that a width in percent takes."""
    value = (node.get(f"{W}w") or "0").strip()
    number = _LENGTH.fullmatch(value.removesuffix("%"))
    if number is None:
        return 0.0
    return float(number[1]) / (100 if value.endswith("%") else _FIFTIETHS)


def read_width(node: Element | None, whole: float) -> float:
    """Return a width in points of which ``whole`` is the room for it; 0 where it is left to the program."""
    if node is None or node.get(f"{W}type") in {"auto", "nil"}:
        return 0.0
    if node.get(f"{W}type") == "pct" or (node.get(f"{W}w") or "").endswith("%"):
        return _read_share(node) * whole
    return max(read_length(node.get(f"{W}w")), 0.0)


def measure_page(element: Element) -> float:
    """Return the width between the margins of the page an element stands on; of an official page where none is named."""
    section = _section_of(element)
    if section is None:
        return _OFFICIAL
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    whole = read_length(size.get(f"{W}w", str(_A4))) if size is not None else _A4 / _TWIPS
    sides = (margins.get(f"{W}{side}", "0") for side in ("left", "right")) if margins is not None else ()
    return whole - sum(map(read_length, sides))


def _section_of(element: Element) -> Element | None:
    """Return the properties of the section an element stands in: the first that follow it."""
    body = next(element.iterancestors(f"{W}body"), None)
    if body is None:
        return None
    top = element
    while (parent := top.getparent()) is not None and parent is not body:
        top = parent
    for each in (top, *top.itersiblings()):
        found = each if each.tag == f"{W}sectPr" else each.find(f"{W}pPr/{W}sectPr")
        if found is not None:
            return found
    return None


def list_rows(table: Element) -> list[Element]:
    """Return the rows of a table, those of tables in its cells left out."""
    return [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]


def list_cells(row: Element) -> list[Element]:
    """Return the cells of a row, those of tables in its cells left out."""
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def count_columns(cell: Element) -> int:
    """Return how many columns of the table a cell takes."""
    return max(_read_count(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)


def _read_count(node: Element | None, usual: int) -> int:
    value = node.get(f"{W}val", "") if node is not None else ""
    return int(value) if value.isdigit() else usual


def find_column(cell: Element) -> int:
    """Return the number of the column a cell begins in."""
    row = next(cell.iterancestors(f"{W}tr"))
    before = _read_count(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for each in list_cells(row):
        if each is cell:
            break
        before += count_columns(each)
    return before


def _count_row(row: Element) -> int:
    around = sum(_read_count(row.find(f"{W}trPr/{W}{name}"), 0) for name in ("gridBefore", "gridAfter"))
    return around + sum(map(count_columns, list_cells(row)))


def measure_table(table: Element, whole: float) -> list[float]:
    """Return the widths of the columns of a table in points; ``whole`` is the width of all.

    Where the table does not say, the cells do, else the columns are alike.
    """
    grid = [max(read_length(each.get(f"{W}w")), 0.0) for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    count = max([_count_row(row) for row in list_rows(table)], default=0)
    if len(grid) >= count and all(grid):
        return grid
    known = dict(_widths_of_cells(table, whole))
    free = [at for at in range(count) if at not in known]
    share = max(whole - sum(known.values()), 0) / len(free) if free else 0
    return [known.get(at, share) or whole / count for at in range(count)]


def _widths_of_cells(table: Element, whole: float) -> Iterator[tuple[int, float]]:
    for row in reversed(list_rows(table)):  # the first row that says so counts
        for cell in list_cells(row):
            width = read_width(cell.find(f"{W}tcPr/{W}tcW"), whole)
            if count_columns(cell) == 1 and width:
                yield find_column(cell), width


def measure_room(table: Element) -> float:
    """Return the width of a table: what it says, else that of the cell or the page it stands in."""
    around = next(table.iterancestors(f"{W}tc"), None)
    room = measure_page(table) if around is None else measure_cell(around) - sum(_sides(around))
    return read_width(table.find(f"{W}tblPr/{W}tblW"), room) or room


def measure_cell(cell: Element) -> float:
    """Return the width of a cell, its margins included: what it says, else that of its columns."""
    table = next(cell.iterancestors(f"{W}tbl"))
    room = measure_room(table)
    own = read_width(cell.find(f"{W}tcPr/{W}tcW"), room)
    if own:
        return own
    start = find_column(cell)
    return sum(measure_table(table, room)[start : start + count_columns(cell)])


def _sides(cell: Element) -> list[float]:
    return [measure_margin(cell, side) for side in ("left", "right")]


def measure_margin(cell: Element, side: str) -> float:
    """Return the margin of a cell on a side: its own, its table's, or the usual one."""
    table = next(cell.iterancestors(f"{W}tbl"))
    own = cell.find(f"{W}tcPr/{W}tcMar/{W}{side}")
    node = table.find(f"{W}tblPr/{W}tblCellMar/{W}{side}") if own is None else own
    usual = _INSET if side in {"left", "right"} else 0
    return usual if node is None else read_length(node.get(f"{W}w"))


def complete_tables(tree: Element) -> None:
    """Give every table a grid as wide as its rows; a loop over cells or another program may have left it otherwise."""
    for table in tree.iter(f"{W}tbl"):
        columns = max([_count_row(row) for row in list_rows(table)], default=0)
        grid = table.find(f"{W}tblGrid")
        if grid is None:
            grid = etree.Element(f"{W}tblGrid")
            properties = table.find(f"{W}tblPr")
            table.insert(0 if properties is None else table.index(properties) + 1, grid)
        held = grid.findall(f"{W}gridCol")
        if len(held) != columns or not all(read_length(each.get(f"{W}w")) > 0 for each in held):
            _write_grid(grid, held, columns, measure_room(table))


def _write_grid(grid: Element, held: list[Element], columns: int, whole: float) -> None:
    """Share the width of a table out anew: as before in proportion, or by its cells."""
    own = [read_length(each.get(f"{W}w")) for each in held]
    table = grid.getparent()
    if all(own) and own and columns:
        average = sum(own) / columns
        scale = average / (sum(own) / len(own)) if columns > len(own) else 1
        widths = [*(width * scale for width in own), *[average] * max(columns - len(own), 0)][:columns]
        spread = (sum(own) - sum(widths)) / columns if columns < len(own) else 0
        widths = [width + spread for width in widths]
    else:
        widths = measure_table(table, whole) if table is not None else []
    for each in held:
        grid.remove(each)
    for at, width in enumerate(widths):
        column = etree.Element(f"{W}gridCol")
        column.set(f"{W}w", str(int(width * _TWIPS)))
        grid.insert(at, column)
