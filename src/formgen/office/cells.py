"""Cells as spreadsheets have them: AB12 is column 28 in row 12, and text that begins with = is text. Knows no workbook."""

import re
from typing import NamedTuple, Protocol

from formgen.quoting import make_printable

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LETTERS = 26


class CellAddress(NamedTuple):
    """A column and a row, both counted from 1."""

    column: int
    row: int


def format_column(column: int) -> str:
    """Return the letters of a column: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def parse_column(letters: str) -> int:
    """Return the number of a column: A is 1, AB is 28."""
    column = 0
    for letter in letters:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column


def parse_address(text: str) -> CellAddress:
    """Return column and row of an address such as ``AB12``. Raises ValueError for what is no address."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return CellAddress(parse_column(match[1]), int(match[2]))


def format_address(address: CellAddress) -> str:
    """Return a cell as people write it: ``AB12``."""
    return f"{format_column(address.column)}{address.row}"


class TextCell(Protocol):
    """A cell of another library that takes text."""

    data_type: str

    @property
    def value(self) -> object:
        """Return what is in the cell."""
        ...

    @value.setter
    def value(self, value: str) -> None: ...


def write_text(cell: TextCell, text: str) -> None:
    """Write text as text: what begins with = is no formula, and what cannot be printed is named."""
    cell.value = make_printable(text)
    if text:
        cell.data_type = "s"
