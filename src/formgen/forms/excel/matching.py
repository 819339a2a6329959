"""The cells of a printed sheet looked for in the sheet as it is now: rows and columns may have come, gone or moved."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from formgen.forms.excel.reading import Grid
from formgen.forms.pairing import Pairing
from formgen.forms.similar_words import comparable
from formgen.forms.spans import PrintedText
from formgen.office.cells import CellAddress

_MOST = 0.6  # of the words of a column have to be there, for it to be the column
_HALF = 2  # of the words of a row have to be there
_FURTHER = 500  # rows or columns below or beside the form that are looked at


class FoundCell(NamedTuple):
    """Where a printed cell is now, and whether the words in front of it and above it are as printed."""

    address: CellAddress
    known: bool


@dataclass
class SheetMatch:
    """A printed sheet, its cells by address, and the sheet as it is now."""

    printed: Mapping[CellAddress, PrintedText]
    grid: Grid
    _by_row: dict[int, dict[int, PrintedText]] = field(init=False)
    _by_column: dict[int, dict[int, PrintedText]] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the printed cells by row and by column."""
        self._by_row, self._by_column = {}, {}
        for (column, row), text in self.printed.items():
            self._by_row.setdefault(row, {})[column] = text
            self._by_column.setdefault(column, {})[row] = text

    def count_words(self) -> int:
        """Return how many of the printed texts without slots stand anywhere in the sheet."""
        shown = Counter(comparable(self.grid.see(at).text) for at in self.grid.elements)
        own = Counter(comparable(each.words[0]) for each in self.printed.values() if each.is_words)
        return (shown & own).total()

    def place(self, address: CellAddress) -> CellAddress | None:
        """Return where a printed cell is now, whatever stands around it; None where there is no such place."""
        column, row = self._columns.get(address.column), self._rows.get(address.row)
        return CellAddress(column, row) if column is not None and row is not None else None

    def find(self, address: CellAddress) -> FoundCell | None:
        """Return where a printed cell is now, None where there is no such place."""
        found = self.place(address)
        if found is None:
            return None
        known = self._is_labelled(address) and self._is_headed(address) and self._is_apart(found)
        return FoundCell(found, known)

    def _shown_at(self, address: CellAddress) -> str | None:
        """Return what stands where a printed cell is now."""
        found = self.place(address)
        return None if found is None else self.grid.see(found).text

    def _has_words(self, address: CellAddress) -> bool:
        shown = self._shown_at(address)
        return shown is not None and self.printed[address].is_like(shown)

    def _is_labelled(self, address: CellAddress) -> bool:
        """Return whether the words in front of a cell are there, those that belong to it."""
        row = self._by_row[address.row]
        met = False
        for column in sorted((each for each in row if each < address.column), reverse=True):
            if row[column].slots and met:
                break
            if row[column].slots or row[column].wordless:
                continue
            met = True
            if not self._has_words(CellAddress(column, address.row)):
                return False
        return True

    def _is_headed(self, address: CellAddress) -> bool:
        """Return whether the words above a cell are there, where another with slots is beside it."""
        row, column = self._by_row[address.row], self._by_column[address.column]
        sides = (row.get(address.column - 1), row.get(address.column + 1))
        if not any(each is not None and each.slots for each in sides):
            return True
        above = [at for at, text in column.items() if at < address.row and text.is_words]
        return not above or self._has_words(CellAddress(address.column, max(above)))

    def _is_apart(self, found: CellAddress) -> bool:
        """Return whether a cell is merged with no other place."""
        for merged in self.grid.merged:
            if merged.covers(found):
                slots = [each for each in self._slot_places if merged.covers(each)]
                return found == merged.first and len(slots) == 1
        return True

    @cached_property
    def _slot_places(self) -> list[CellAddress]:
        """Return where the cells with slots are now."""
        places = (self.place(at) for at, text in self.printed.items() if text.slots)
        return [each for each in places if each is not None]

    @cached_property
    def _columns(self) -> dict[int, int]:
        """Return where each printed column is now."""
        count = max(self._by_column, default=0)
        shown = min(max(count, self.grid.columns), count + _FURTHER)
        words = {at: _list_telling(column.values()) for at, column in self._by_column.items()}
        seen: dict[int, set[str]] = {}
        for address in self.grid.elements:
            seen.setdefault(address.column, set()).add(comparable(self.grid.see(address).text))

        def share(at: int, other: int) -> float:
            own = words.get(at + 1, [])
            there = seen.get(other + 1, set())
            return sum(1 for each in own if each in there) / len(own) if own else 0.0

        return _pair(
            Pairing(
                count,
                shown,
                lambda at, other: share(at, other) >= _MOST,
                lambda at, other: share(at, other) > 0,
                lambda *_: True,
                frozenset(at for at in range(count) if not words.get(at + 1)),
            )
        )

    @cached_property
    def _rows(self) -> dict[int, int]:
        """Return where each printed row is now."""
        count = max(self._by_row, default=0)
        shown = min(max(count, self.grid.rows), count + _FURTHER)
        texts = {
            row: [each for each in cells.values() if not each.wordless] for row, cells in self._by_row.items()
        }
        return _pair(
            Pairing(
                count,
                shown,
                lambda at, other: at + 1 in texts and self._is_row(at + 1, other + 1),
                lambda at, other: at + 1 in texts and self._is_like_row(at + 1, other + 1),
                lambda *_: True,
                frozenset(at for at in range(count) if not texts.get(at + 1)),
            )
        )

    def _is_row(self, row: int, other: int) -> bool:
        worded = self._list_words(row, other)
        return bool(worded) and all(text.is_said_by(shown) for text, shown in worded)

    def _is_like_row(self, row: int, other: int) -> bool:
        worded = self._list_words(row, other)
        return bool(worded) and _HALF * sum(1 for text, shown in worded if text.is_like(shown)) >= len(worded)

    def _list_words(self, row: int, other: int) -> Sequence[tuple[PrintedText, str]]:
        """Return the texts with words of a printed row, and what stands in their places in another."""
        found = []
        for column, text in self._by_row[row].items():
            if not text.wordless:
                place = self._columns.get(column)
                found.append(
                    (text, self.grid.see(CellAddress(place, other)).text if place is not None else "")
                )
        return found


def _list_telling(texts: Iterable[PrintedText]) -> list[str]:
    """Return the words of a column that tell it from others; figures do so only where there is nothing else."""
    found = [comparable(each.words[0]) for each in texts if each.is_words]
    return [each for each in found if not each.isdigit()] or found


def _pair(pairing: Pairing) -> dict[int, int]:
    """Return the pairs counted from 1."""
    return {at: place + 1 for at, place in enumerate(pairing.find(), 1) if place is not None}
