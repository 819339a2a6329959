"""Rows of an exact height in a Word document: which texts may not fit, by a careful estimate. Knows WordprocessingML."""

from collections.abc import Iterable
from math import ceil
from unicodedata import east_asian_width

from formgen.binding.edits import PlaceEdit
from formgen.binding.fields import BoundField
from formgen.binding.word_cells import WordBlank, place_text
from formgen.forms.word.markup import W
from formgen.forms.xmltree import Element

_TWIPS, _HALF_POINTS, _USUAL = 20, 2, 21
_LINE, _MARGINS = 1.3, 10.8  # height of a line in sizes of type; points at both sides of a cell


def find_clipped(written: WordBlank, edits: Iterable[PlaceEdit]) -> list[BoundField]:
    """Return the fields whose text may be cut off in the written document: their row cannot grow."""
    places = {(cell.table, cell.row, cell.col): element for cell, element in written.cells.items()}
    found = list[BoundField]()
    for edit in edits:
        cell = edit.cell
        if cell is None or cell.rows > 1 or edit.field in found:
            continue
        element = places[cell.table, cell.row, cell.col]
        height, width = _exact_height(element), _value(element.find(f"{W}tcPr/{W}tcW"), "w") / _TWIPS
        if height and width and _needed(element, width - _MARGINS) > height:
            found.append(edit.field)
    return found


def _value(node: Element | None, name: str) -> int:
    text = node.get(f"{W}{name}", "") if node is not None else ""
    return int(text) if text.isdigit() else 0


def _exact_height(element: Element) -> float:
    """Return the height of a row in points where it is exact, else 0."""
    row = element.getparent()
    height = row.find(f"{W}trPr/{W}trHeight") if row is not None else None
    if height is None or height.get(f"{W}hRule") != "exact":
        return 0
    return _value(height, "val") / _TWIPS


def _needed(element: Element, width: float) -> float:
    """Return the height in points that the text of a cell needs in its largest type."""
    sizes = [_value(node, "val") for node in element.iter(f"{W}sz")]
    size = (max(sizes, default=0) or _USUAL) / _HALF_POINTS
    lines = 0
    for line in place_text(element).split("\n"):
        em = sum(1 if east_asian_width(sign) in "WFA" else 1 / 2 for sign in line)
        lines += max(1, ceil(em * size / max(width, size)))
    return size * (1 + (lines - 1) * _LINE)
