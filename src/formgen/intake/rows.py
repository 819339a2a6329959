"""The rows of one sheet, packed: a county's workbook then fits in memory; unpacked, its cells would not.

Knows cells; not what they mean, nor where they were read.
"""

import marshal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formgen.intake.raw import PLAIN, Cell, CellKind, Style
from formgen.office.cells import format_column

_HEAD = 4  # bytes of a packed row that identify its shape
_KEPT = 64  # rows kept unpacked, for headers and merged ranges that are asked for again and again


@dataclass(frozen=True, slots=True, eq=False)
class CellPattern:
    """What the cells of one column have in common; there are few of them, and rows refer to them.

    ``shared`` says that the text is an index into the list of shared strings.
    """

    column: int
    kind: CellKind
    style: Style = PLAIN
    shared: bool = False
    letters: str = field(init=False)

    def __post_init__(self) -> None:
        """Work out the letters of the column."""
        object.__setattr__(self, "letters", format_column(self.column))


class PackedRows(Mapping[int, Mapping[int, Cell]]):
    """The rows of a sheet by number, each by column; a row is unpacked when it is asked for."""

    def __init__(self, file: str, sheet: str = "", strings: Sequence[str] = ()) -> None:
        """Start without rows."""
        self._origin = (file, sheet)
        self._strings = strings
        self._packed: dict[int, bytes] = {}
        self._shapes: dict[tuple[CellPattern, ...], int] = {}
        self._by_number: list[tuple[CellPattern, ...]] = []
        self._odd: dict[int, Mapping[int, str]] = {}
        self._unpacked: dict[int, dict[int, Cell]] = {}

    def add(
        self,
        number: int,
        patterns: Sequence[CellPattern],
        texts: Sequence[str],
        odd: Mapping[int, str] | None = None,
    ) -> None:
        """Pack a row; ``odd`` are the references, by position, that are not simply column and row."""
        shape = tuple(patterns)
        at = self._shapes.setdefault(shape, len(self._shapes))
        if at == len(self._by_number):
            self._by_number.append(shape)
        self._packed[number] = at.to_bytes(_HEAD, "big") + marshal.dumps(tuple(texts))
        self._odd.pop(number, None)
        if odd:
            self._odd[number] = odd

    def __getitem__(self, number: int) -> dict[int, Cell]:
        """Return the cells of a row by column."""
        known = self._unpacked.get(number)
        if known is None:
            known = self._unpack(number)
            if len(self._unpacked) >= _KEPT:
                del self._unpacked[next(iter(self._unpacked))]
            self._unpacked[number] = known
        return known

    def __contains__(self, number: object) -> bool:
        """Return whether there is anything in a row."""
        return number in self._packed

    def __iter__(self) -> Iterator[int]:
        """Yield the numbers of the rows in the order of the file."""
        return iter(self._packed)

    def __len__(self) -> int:
        """Return how many rows there are with anything in them."""
        return len(self._packed)

    @property
    def columns(self) -> set[int]:
        """Return the columns with anything in them."""
        return {pattern.column for patterns in self._by_number for pattern in patterns}

    def holding(self, column: int) -> Iterator[int]:
        """Yield the numbers of the rows with anything in a column."""
        shapes = {
            at.to_bytes(_HEAD, "big")
            for at, patterns in enumerate(self._by_number)
            if any(pattern.column == column for pattern in patterns)
        }
        if shapes:
            yield from (number for number, row in self._packed.items() if row[:_HEAD] in shapes)

    def _unpack(self, number: int) -> dict[int, Cell]:
        packed = self._packed[number]
        patterns = self._by_number[int.from_bytes(packed[:_HEAD], "big")]
        texts = marshal.loads(packed[_HEAD:])  # noqa: S302 - packed by add, never from outside
        file, sheet = self._origin
        strings, row, odd = self._strings, str(number), self._odd.get(number, {})
        cells = {}
        for position, (pattern, text) in enumerate(zip(patterns, texts, strict=True)):
            reference = odd.get(position) or pattern.letters + row
            content = strings[int(text)] if pattern.shared else text
            cells[pattern.column] = Cell(content, pattern.kind, file, sheet, reference, 0, "", pattern.style)
        return cells
