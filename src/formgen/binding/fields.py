"""A field of a bound form: its label, the place it fills, and what tells it from others. Knows cells and texts only."""

from dataclasses import dataclass
from typing import Literal

from formgen.binding.cells import FormCell
from formgen.binding.choices import Option
from formgen.binding.gaps import TextGap

BoundKind = Literal[
    "right",
    "below",
    "inside",
    "list",
    "gap",
    "checkbox",
    "tick",
    "matrix",
    "boxes",
    "opinion",
    "seal",
    "photo",
]


@dataclass(frozen=True, slots=True)
class Context:
    """Words near a field that name it among others of the same label; the lower the rank, the nearer."""

    rank: tuple[int, int]
    text: str


@dataclass(frozen=True, slots=True)
class BoundField:
    """One field.

    ``cells`` is the cell it fills, the rows of a list or the boxes of single characters; a field in a paragraph has
    its number and that of the table before it (``after``). ``gap`` is where in the text it lies. ``block`` is common to
    the columns of a list. ``row_label`` is that of a matrix. ``also`` are keys that a person said go here; a ``dropped``
    field takes nothing. A field of kind ``None`` is a label whose blank was not found: it takes nothing, but counts.
    """

    label: str
    kind: BoundKind | None
    cells: tuple[FormCell, ...] = ()
    label_cell: FormCell | None = None
    paragraph: int = 0
    after: int = 0
    names: tuple[str, ...] = ()
    gap: TextGap | None = None
    options: tuple[Option, ...] = ()
    block: int = 0
    row_label: str = ""
    contexts: tuple[Context, ...] = ()
    number: int = 0
    field: str = ""
    reason: str = ""
    start: int = 0
    also: tuple[str, ...] = ()
    dropped: bool = False

    @property
    def is_list(self) -> bool:
        """Return whether the field takes several values, one in each row."""
        return self.kind == "list"

    @property
    def is_ruled(self) -> bool:
        """Return whether the field stands in a table between lines, not in a line of text above or below it."""
        cell = self.cells[0] if self.cells else self.label_cell
        return cell is not None and not cell.outside

    @property
    def is_column(self) -> bool:
        """Return whether the field is a column of a list; that of signatures and seals is one too."""
        return bool(self.block) and self.kind in {"list", "seal"}

    @property
    def order(self) -> tuple[int, int, int, int, int]:
        """Return where the field stands in reading order."""
        start = self.gap.start if self.gap else self.start
        if self.cells:
            cell = self.cells[0]
            return (cell.table, 0, cell.row, cell.col, start)
        return (self.after, 1, self.paragraph, 0, start)
