"""The cells that forms are made of: labels, values, stamps, loop tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .table import Cell, Row
from .text import FANGSONG, Paragraph, Type

if TYPE_CHECKING:
    from .table import Merge

# A tag row disappears when the form is filled; in the template it stays small.
_TAG = Type(FANGSONG, 9, 12)


def tag(name: str) -> str:
    """Return ``{{ name }}``."""
    return f"{{{{ {name} }}}}"


def label(width: float, text: str, type_: Type, *, merge: Merge = "none", inset: float = 0) -> Cell:
    """Return a centred label; ``inset`` narrows it so that its text stacks."""
    return Cell(width, (Paragraph(text, type_, align="center", left=inset, right=inset, after=2),), merge)


def value(width: float, name: str, type_: Type, *, merge: Merge = "none", padding: float = 3) -> Cell:
    """Return a centred cell with one tag; a long value wraps."""
    return Cell(width, (Paragraph(tag(name), type_, align="center", after=2),), merge, padding=padding)


def blank(width: float, type_: Type, *, merge: Merge = "none") -> Cell:
    """Return an empty cell set in a type."""
    return Cell(width, (Paragraph("", type_, align="center"),), merge)


def tag_row(statement: str, merged: tuple[float, ...], width: float) -> Row:
    """Return the row of a loop statement, its first cells within a vertical merge."""
    cells = tuple(blank(column, _TAG, merge="continue") for column in merged)
    statement_cell = Cell(width - sum(merged), (Paragraph(f"{{%tr {statement} %}}", _TAG),), padding=3)
    return Row((*cells, statement_cell))
