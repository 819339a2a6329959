"""Rows of an exact height in a Word document: their texts are set smaller until they fit. Knows WordprocessingML.

The room is a careful estimate: what may be cut off still, in the smallest type, is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from formgen.binding.edits import PlaceEdit
from formgen.binding.fields import BoundField
from formgen.binding.gaps import is_blank
from formgen.binding.word_cells import WordBlank, place_text
from formgen.forms.fit import list_shorter
from formgen.forms.typeset import break_lines, measure_characters
from formgen.forms.word.markup import W
from formgen.forms.word.tables import measure_cell, measure_margin, read_length
from formgen.forms.word.type_sizes import TypeSizes, read_type_sizes
from formgen.forms.xmltree import Element

_HALF_POINTS, _LINE = 2, 1.3  # half points in a point; height of a line in sizes of type


@dataclass(frozen=True, slots=True)
class _FixedCell:
    """A written cell whose rows cannot grow: its element, its room in points, the size its text has in the blank."""

    element: Element
    width: float
    height: float
    size: float

    def holds(self, size: float) -> bool:
        """Return whether the text of the cell fits in a size of type: the first line needs no more than its signs."""
        text = place_text(self.element)
        room = measure_characters(text, size, "")
        lines = sum(1 for _ in break_lines(text, room, max(self.width, size)))
        return size * (1 + (lines - 1) * _LINE) <= self.height


def fit_fixed_rows(
    written: WordBlank, styles: bytes | None, edits: Iterable[PlaceEdit]
) -> tuple[list[BoundField], bool]:
    """Set the texts of rows that cannot grow smaller, where the whole text of their cell was filled in.

    ``styles`` is the part of the document's styles. Returns the fields whose text may be cut off all the same, and
    whether the document was changed.
    """
    sizes = read_type_sizes(styles)
    clipped, changed = list[BoundField](), False
    for edit, cell in _list_fixed(written, sizes, edits):
        if cell.holds(cell.size):
            continue
        own = edit.cell is not None and is_blank(edit.cell.text)
        smaller = [each.size for each in list_shorter(cell.size) if own and each.size < cell.size]
        found = next((size for size in smaller if cell.holds(size)), None)
        if found is not None:
            _set_size(cell.element, found)
            changed = True
        elif edit.field not in clipped:
            clipped.append(edit.field)
    return clipped, changed


def _list_fixed(
    written: WordBlank, sizes: TypeSizes, edits: Iterable[PlaceEdit]
) -> Iterator[tuple[PlaceEdit, _FixedCell]]:
    places = {(cell.table, cell.row, cell.col): element for cell, element in written.cells.items()}
    for edit in edits:
        if edit.cell is None or edit.photo:
            continue
        element = places[edit.cell.table, edit.cell.row, edit.cell.col]
        height = _exact_height(element, edit.cell.rows)
        if height:
            margins = measure_margin(element, "left") + measure_margin(element, "right")
            size = max(map(sizes.measure, element.iter(f"{W}p")), default=sizes.usual)
            yield edit, _FixedCell(element, measure_cell(element) - margins, height, size)


def _exact_height(element: Element, count: int) -> float:
    """Return the height of the rows of a cell in points where each is exact, else 0."""
    row = element.getparent()
    rows = [row, *row.itersiblings(f"{W}tr")][:count] if row is not None else []
    heights = [each.find(f"{W}trPr/{W}trHeight") for each in rows]
    if any(each is None or each.get(f"{W}hRule") != "exact" for each in heights):
        return 0
    return sum(read_length(each.get(f"{W}val")) for each in heights if each is not None)


def _set_size(element: Element, size: float) -> None:
    """Set the runs of a cell in a size of type, in the place that the schema has for it."""
    for run in element.iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            run.insert(0, properties)
        for name in ("sz", "szCs"):
            for old in properties.findall(f"{W}{name}"):
                properties.remove(old)
        at = next((order for order, each in enumerate(properties) if each.tag in _BEHIND), len(properties))
        for name in ("szCs", "sz"):
            made = etree.Element(f"{W}{name}")
            made.set(f"{W}val", str(round(size * _HALF_POINTS)))
            properties.insert(at, made)


_BEHIND = {  # the properties of a run that ECMA-376 17.3.2.28 puts behind its size
    f"{W}{name}"
    for name in (
        *("highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang"),
        *("eastAsianLayout", "specVanish", "oMath", "rPrChange"),
    )
}
