"""What a list of ours shows, as texts: the sheets of a workbook, the tables and lines of a letter. Knows no community."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.table import Table

from formgen.forms.text import format_value
from formgen.office.cells import format_column
from formgen.office.package import BROKEN, UnreadableError, parts_in
from formgen.problems import FormgenError
from formgen.workbook.existing import open_workbook

_DRAWN = re.compile(r"<a:t>([^<]*)</a:t>")


@dataclass(frozen=True, slots=True)
class ListLine:
    """A row of a list that can be seen: its number, and the texts of its cells by the number of their column."""

    number: int
    cells: dict[int, str]

    @property
    def text(self) -> str:
        """Return the texts of all cells together."""
        return "　".join(self.cells.values())


@dataclass(frozen=True, slots=True)
class ListGrid:
    """A sheet, or a table of a letter: its name, its lines, and what somebody put on top of it by the place."""

    name: str
    lines: tuple[ListLine, ...]
    laid_on: tuple[tuple[str, str], ...] = ()
    in_word: bool = False

    def place(self, line: ListLine, column: int) -> str:
        """Return the place of a cell as people write it."""
        if self.in_word:
            return f"{self.name}第{line.number}行"
        return f"{format_column(column)}{line.number}"


def read_list(data: bytes, suffix: str) -> tuple[ListGrid, ...]:
    """Return what a list shows, sheet by sheet. Raises UnreadableError for what cannot be opened."""
    try:
        return tuple(_read_letter(data) if suffix == ".docx" else _read_book(data))
    except (*BROKEN, ValueError, AttributeError, TypeError, FormgenError) as error:
        message = "打不开，内容不完整"
        raise UnreadableError(message) from error


def _read_book(data: bytes) -> Iterator[ListGrid]:
    """Yield the sheets that can be seen, without hidden rows and columns."""
    book = open_workbook(data, "")
    with ZipFile(io.BytesIO(data)) as archive:
        parts = [
            name for name in archive.namelist() if name.startswith("xl/drawings/") and name.endswith(".xml")
        ]
        drawn = [
            unescape("".join(_DRAWN.findall(archive.read(name).decode(errors="replace")))) for name in parts
        ]
    for at, sheet in enumerate(each for each in book.worksheets if each.sheet_state == "visible"):
        remarks = [("文本框", text) for text in drawn if text.strip()] if at == 0 else []
        lines = []
        hidden = _list_hidden_columns(sheet)
        for number, row in enumerate(sheet.iter_rows(), sheet.min_row):
            if sheet.row_dimensions[number].hidden:
                continue
            remarks += [(f"{cell.coordinate}的批注", cell.comment.text) for cell in row if cell.comment]
            texts = (
                (at, _say(cell.value)) for at, cell in enumerate(row, sheet.min_column) if at not in hidden
            )
            if cells := {at: text for at, text in texts if text}:
                lines.append(ListLine(number, cells))
        yield ListGrid(sheet.title, tuple(lines), tuple(remarks))


def _list_hidden_columns(sheet: Any) -> set[int]:  # noqa: ANN401 - openpyxl types its sheets only in part
    """Return the numbers of the columns that nobody sees."""
    return {
        column
        for each in sheet.column_dimensions.values()
        if each.hidden and each.min
        for column in range(each.min, each.max + 1)
    }


def _say(value: object) -> str:
    """Return a value of a cell as a person reads it, empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return format_value(str(getattr(value, "text", value))).strip()


def _read_letter(data: bytes) -> Iterator[ListGrid]:
    """Yield the lines of a letter outside of its tables, and each table."""
    parts_in(io.BytesIO(data))  # refuses what is too large or no letter
    letter = Document(io.BytesIO(data))
    texts = [(at, each.text.strip()) for at, each in enumerate(letter.paragraphs, 1)]
    yield ListGrid("正文", tuple(ListLine(at, {1: text}) for at, text in texts if text), in_word=True)
    for at, table in enumerate(letter.tables, 1):
        yield ListGrid(f"表{at}" if len(letter.tables) > 1 else "表", tuple(_list_rows(table)), in_word=True)


def _list_rows(table: Table) -> Iterator[ListLine]:
    for number, row in enumerate(table.rows, 1):
        cells = {at: text for at, cell in enumerate(row.cells, 1) if (text := cell.text.strip())}
        if cells:
            yield ListLine(number, cells)
