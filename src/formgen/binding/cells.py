"""A blank form as cells: what binding looks at, whatever program drew it. Knows neither Word nor Excel."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a table with its extent, all counted from 1; ``outside`` says that no line is drawn around it."""

    table: int
    row: int
    col: int
    rows: int
    cols: int
    text: str
    outside: bool = False

    @property
    def last_row(self) -> int:
        """Return the last row of the cell."""
        return self.row + self.rows - 1

    @property
    def last_col(self) -> int:
        """Return the last column of the cell."""
        return self.col + self.cols - 1

    def overlap(self, other: "FormCell") -> int:
        """Return the number of grid columns that two cells share."""
        return max(0, min(self.last_col, other.last_col) - max(self.col, other.col) + 1)


@dataclass(frozen=True)
class CellTable:
    """A table or a sheet: its number from 1, its name (of a sheet), its cells in reading order, the texts above it."""

    number: int
    name: str
    cells: tuple[FormCell, ...]
    captions: tuple[str, ...] = ()

    @cached_property
    def grid(self) -> dict[tuple[int, int], FormCell]:
        """Return the cell that covers each row and column."""
        return {
            (row, col): cell
            for cell in self.cells
            for row in range(cell.row, cell.last_row + 1)
            for col in range(cell.col, cell.last_col + 1)
        }

    @cached_property
    def width(self) -> int:
        """Return the number of grid columns within the lines."""
        return max((cell.last_col for cell in self.cells if not cell.outside), default=0)

    @cached_property
    def height(self) -> int:
        """Return the number of rows."""
        return max((cell.last_row for cell in self.cells), default=0)

    def right_of(self, cell: FormCell) -> FormCell | None:
        """Return the cell that begins right of another, in its first row."""
        return self.grid.get((cell.row, cell.last_col + 1))

    def left_of(self, cell: FormCell) -> FormCell | None:
        """Return the cell that ends left of another, in its first row."""
        return self.grid.get((cell.row, cell.col - 1))

    def row_cells(self, row: int) -> list[FormCell]:
        """Return the cells that begin in a row."""
        return self._rows.get(row, [])

    @cached_property
    def _rows(self) -> dict[int, list[FormCell]]:
        found: dict[int, list[FormCell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return found

    def below(self, cell: FormCell) -> list[FormCell]:
        """Return the cells below another that begin in the next row and share a column with it."""
        found = [self.grid.get((cell.last_row + 1, col)) for col in range(cell.col, cell.last_col + 1)]
        return list(dict.fromkeys(each for each in found if each and each.row == cell.last_row + 1))

    def above(self, cell: FormCell) -> Iterator[FormCell]:
        """Yield the cells above the middle of another, nearest first."""
        row, col = cell.row - 1, cell.col + (cell.cols - 1) // 2
        while row > 0:
            found = self.grid.get((row, col))
            if found is not None:
                yield found
                row = found.row
            row -= 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside all tables, counted from 1; ``after`` is the number of tables before it."""

    number: int
    text: str
    after: int = 0


@dataclass(frozen=True, slots=True)
class FormOfCells:
    """A blank form: its tables and the paragraphs outside them."""

    tables: tuple[CellTable, ...]
    paragraphs: tuple[Paragraph, ...] = ()
