"""Tables on one column grid: the union of all cell edges, all widths in dxa."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal

from .ooxml import mm_twips, node, twips

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .text import Paragraph

Merge = Literal["none", "restart", "continue"]
VerticalAlign = Literal["top", "center", "bottom"]
Side = Literal["top", "bottom"]

# Rules in eighths of a point: the frame 1.5 pt, the lines inside 0.5 pt.
_FRAME, _INSIDE = 12, 4
_SIDES = ("top", "left", "bottom", "right")


@dataclass(frozen=True, slots=True)
class Cell:
    """Paragraphs in a width of millimetres; side padding in points."""

    width: float
    paragraphs: tuple[Paragraph, ...]
    merge: Merge = "none"
    valign: VerticalAlign = "center"
    padding: float = 0
    open_side: Side | None = None

    def element(self, width: int, span: int) -> _Element:
        """Return ``w:tc`` of a width in twips over a span of grid columns."""
        parts = [node("tcW", w=width, type="dxa")]
        if span > 1:
            parts.append(node("gridSpan", val=span))
        if self.merge != "none":
            parts.append(node("vMerge", val=self.merge))
        if self.open_side:
            parts.append(node("tcBorders", [node(self.open_side, val="nil")]))
        padding = twips(self.padding)
        margins = [node(side, w=padding, type="dxa") for side in ("left", "right")]
        parts += [node("tcMar", margins), node("vAlign", val=self.valign)]
        return node("tc", [node("tcPr", parts), *(p.element() for p in self.paragraphs)])


@dataclass(frozen=True, slots=True)
class Row:
    """Cells with a least height in points; a row is never split between pages."""

    cells: tuple[Cell, ...]
    height: float = 0
    header: bool = False

    def edges(self) -> tuple[int, ...]:
        """Return the edges of the cells in twips, from 0 to the row's width."""
        widths = (cell.width for cell in self.cells)
        return tuple(mm_twips(edge) for edge in accumulate(widths, initial=0.0))

    def element(self, grid: list[int]) -> _Element:
        """Return ``w:tr`` with cells that span the grid between their edges."""
        properties = [node("cantSplit")]
        if self.height:
            properties.append(node("trHeight", val=twips(self.height), hRule="atLeast"))
        if self.header:
            properties.append(node("tblHeader"))
        cells = [
            cell.element(right - left, grid.index(right) - grid.index(left))
            for cell, (left, right) in zip(self.cells, pairwise(self.edges()), strict=True)
        ]
        return node("tr", [node("trPr", properties), *cells])


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal width; ``caption`` tells a screen reader what the table is."""

    rows: tuple[Row, ...]
    caption: str

    def element(self) -> _Element:
        """Return ``w:tbl``, centred between the margins."""
        ends = {row.edges()[-1] for row in self.rows}
        if len(ends) > 1:
            message = f"rows of unequal widths (twips): {sorted(ends)}"
            raise ValueError(message)
        grid = sorted({edge for row in self.rows for edge in row.edges()})
        columns = [node("gridCol", w=right - left) for left, right in pairwise(grid)]
        return node(
            "tbl",
            [
                _properties(grid[-1], self.caption),
                node("tblGrid", columns),
                *(row.element(grid) for row in self.rows),
            ],
        )


def _properties(width: int, caption: str) -> _Element:
    rules = [_rule(side, _FRAME) for side in _SIDES]
    rules += [_rule(side, _INSIDE) for side in ("insideH", "insideV")]
    return node(
        "tblPr",
        [
            node("tblW", w=width, type="dxa"),
            node("jc", val="center"),
            node("tblBorders", rules),
            node("tblLayout", type="fixed"),
            node("tblCellMar", [node(side, w=0, type="dxa") for side in _SIDES]),
            node("tblCaption", val=caption),
        ],
    )


def _rule(side: str, size: int) -> _Element:
    return node(side, val="single", sz=size, space=0, color="000000")
