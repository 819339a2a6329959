"""Addresses of cells as spreadsheets write them: AB12 is column 28 in row 12. Knows no workbook."""

import re
from typing import NamedTuple

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
    """Return column and row of an address such as ``AB12``. Raises ValueError when it is none."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return CellAddress(parse_column(match[1]), int(match[2]))
