"""Long lists in Excel: a workbook drawn by openpyxl with one pattern row a sheet, the rows streamed in as text."""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from formgen import archive, signature
from formgen.archive import Part
from formgen.exact import points_text
from formgen.forms.text import FRAME, WRAPPED, clean, escaped, height, printed

_CELL = re.compile(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?')
TALLEST = 409.0  # points, Excel allows no taller row
_CHUNK = 1 << 18  # characters handed to the compressor at once


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one row, from column A, and its height in points."""

    values: tuple[str | Fraction, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Body:
    """The rows that take the place of a sheet's pattern row; ``count`` is how many there are."""

    pattern: int
    count: int
    rows: Iterable[Row]


def streamed(book: Workbook, bodies: Mapping[int, Body]) -> bytes:
    """Return a workbook with bodies for some of its sheets, by position; rows below a body move down."""
    parts = signature.prepared(archive.unpacked(book))
    sheets = {f"xl/worksheets/sheet{at + 1}.xml": body for at, body in bodies.items()}
    fixed = [archive.compress(name, data) for name, data in parts.items() if name not in sheets]
    filled = [_compressed(name, _text(parts[name].decode(), body)) for name, body in sheets.items()]
    return archive.join(signature.signed([*fixed, *filled]))


def _text(sheet: str, body: Body) -> Iterator[str]:
    """Yield the text of a sheet, row by row."""
    pattern = re.search(rf'<row r="{body.pattern}".*?</row>', sheet, re.DOTALL)
    if pattern is None:
        message = f"the sheet has no row {body.pattern}"
        raise ValueError(message)
    styles = [(column, f' s="{style}"' if style else "") for column, style in _CELL.findall(pattern[0])]
    yield re.sub(r"<dimension [^>]*/>", "", sheet[: pattern.start()])  # it tells the size without the rows
    for number, row in enumerate(body.rows, body.pattern):
        cells = "".join(
            _cell(f"{column}{number}", style, value)
            for (column, style), value in zip(styles, row.values, strict=False)
        )
        yield f'<row r="{number}" ht="{row.height:g}" customHeight="1">{cells}</row>'
    data, end, rest = sheet[pattern.end() :].partition("</sheetData>")
    moved = re.sub(
        r'(<row r="|<c r="[A-Z]+)(\d+)', lambda match: f"{match[1]}{int(match[2]) + body.count - 1}", data
    )
    yield moved + end + rest


def _cell(address: str, style: str, value: str | Fraction) -> str:
    """Return one cell: points as a number with the digits that are printed, text as text (a leading = too)."""
    if isinstance(value, Fraction):
        return f'<c r="{address}"{style}><v>{points_text(value)}</v></c>'
    if not value:
        return f'<c r="{address}"{style}/>'
    text = escaped(clean(value), address)
    return f'<c r="{address}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _compressed(name: str, pieces: Iterator[str]) -> Part:
    """Compress a part that is made piece by piece."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed, crc, size = [], 0, 0
    for data in _chunks(pieces):
        packed.append(packer.compress(data))
        crc, size = zlib.crc32(data, crc), size + len(data)
    return Part(name, crc, size, b"".join([*packed, packer.flush()]))


def _chunks(pieces: Iterator[str]) -> Iterator[bytes]:
    held: list[str] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length > _CHUNK:
            yield "".join(held).encode()
            held, length = [], 0
    yield "".join(held).encode()


Rows = Sequence[tuple[str | Fraction, ...]]


def lists(sheets: Mapping[str, tuple[Mapping[str, float], Rows]]) -> bytes:
    """Return a workbook of plain lists: per sheet its columns with their widths, and its rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    bodies = {
        at: list_sheet(book, title, columns, rows)
        for at, (title, (columns, rows)) in enumerate(sheets.items())
    }
    return streamed(book, bodies)


def list_sheet(book: Workbook, title: str, columns: Mapping[str, float], rows: Rows) -> Body:
    """Add a plain sheet with a header row and a framed pattern row; return its body."""
    sheet: Any = book.create_sheet(title)
    for column, (name, width) in enumerate(columns.items(), 1):
        for row, text in ((1, name), (2, "")):
            cell = sheet.cell(row, column, text)
            cell.alignment, cell.border = WRAPPED, FRAME
            cell.font = Font(name="宋体", size=10.5, bold=row == 1)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight = 9, "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    widths = tuple(columns.values())
    made = (Row(row, min(max(map(height, map(printed, row), widths)), TALLEST)) for row in rows)
    return Body(2, len(rows), made)
