"""Long lists in Excel: a workbook made by openpyxl with one pattern row per sheet, the rows streamed in as text.

Knows columns, rows and heights; nothing of communities or scores.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.page import PageMargins

from formgen.forms.excel.cells import is_number
from formgen.forms.heights import LIST_SIZE, measure_height, split_by_height
from formgen.forms.text import clean, escape_value, format_value
from formgen.office import identity, package
from formgen.office.cells import format_column, write_text
from formgen.office.package import Part
from formgen.office.sheet_pages import number_sheet_pages
from formgen.reports.style import FRAME, WRAPPED

_STYLES = "xl/styles.xml"
# The font of openpyxl's Normal style, in which column widths are measured, and ours: a digit of it is 7 pixels wide, as
# one of Calibri 11, wherever it or a metric twin of it is installed. Calibri is rarely there outside of Excel.
_STOCK_FONT = re.compile(rb'<font><name val="Calibri" ?/>.*?</font>')
_OWN_FONT = b'<font><name val="Times New Roman"/><family val="1"/><sz val="10.5"/></font>'
_CELL = re.compile(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?')
_ROW = re.compile(r'(<row r="|<c r="[A-Z]+)(\d+)')
_MERGED = re.compile(r'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_MORE = "（续）"
_TITLE_SIZE, TITLE_HEIGHT = 16, 30  # points
_CHUNK = 1 << 18  # characters handed to the compressor at once
# Units of column width on a landscape page: wider lists are shrunk on paper, down to 9 pt type at this sum.
WIDEST = 150.0
_MARGINS = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.6, header=0, footer=0.3)  # inches

ListValue = str | Fraction
ListRows = Sequence[tuple[ListValue, ...]]


class ListSheet(NamedTuple):
    """A plain list: its columns with their widths, its rows, and the title above them, empty for none."""

    columns: Mapping[str, float]
    rows: ListRows
    title: str = ""


class Formula(NamedTuple):
    """A formula, without its =, and the number that it gives: what a program shows before it computes anew."""

    text: str
    result: Fraction


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The values of one row, from column A, and its height in points."""

    values: tuple[str | Fraction | Formula, ...]
    height: float


@dataclass(frozen=True, slots=True)
class SheetBody:
    """The rows that take the place of a sheet's pattern row; ``count`` is how many there are."""

    pattern: int
    count: int
    rows: Iterable[SheetRow]


def stream_rows(
    book: Workbook, bodies: Mapping[int, SheetBody], says: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """Return a workbook with bodies for some of its sheets, by position; rows below a body move down.

    ``says`` is what the file says it is.
    """
    book.properties.creator = "formgen"
    parts = dict(identity.prepared(package.unpacked(book)))
    parts[_STYLES] = _STOCK_FONT.sub(_OWN_FONT, parts[_STYLES], count=1)
    sheets = {f"xl/worksheets/sheet{at + 1}.xml": body for at, body in bodies.items()}
    fixed = [package.compress(name, data) for name, data in parts.items() if name not in sheets]
    filled = [_compress(name, _write_sheet(parts[name].decode(), body)) for name, body in sheets.items()]
    return package.join(identity.signed([*fixed, *filled], says))


def _write_sheet(sheet: str, body: SheetBody) -> Iterator[str]:
    """Yield the text of a sheet, row by row."""
    pattern = re.search(rf'<row r="{body.pattern}".*?</row>', sheet, re.DOTALL)
    if pattern is None:
        message = f"the sheet has no row {body.pattern}"
        raise ValueError(message)
    styles = [(column, f' s="{style}"' if style else "") for column, style in _CELL.findall(pattern[0])]
    yield re.sub(r"<dimension [^>]*/>", "", sheet[: pattern.start()])  # it tells the size without the rows
    for number, row in enumerate(body.rows, body.pattern):
        cells = "".join(
            _write_value(f"{column}{number}", style, value)
            for (column, style), value in zip(styles, row.values, strict=False)
        )
        yield f'<row r="{number}" ht="{row.height:g}" customHeight="1">{cells}</row>'
    data, end, rest = sheet[pattern.end() :].partition("</sheetData>")
    yield _ROW.sub(lambda match: f"{match[1]}{int(match[2]) + body.count - 1}", data)
    yield end
    yield _MERGED.sub(lambda match: _move_merged(match, body), rest)


def _move_merged(match: re.Match[str], body: SheetBody) -> str:
    """Return a merged range as it stands once the body is in its place."""
    first, last = int(match[2]), int(match[4])
    more = body.count - 1 if first > body.pattern else 0
    return f'<mergeCell ref="{match[1]}{first + more}:{match[3]}{last + more}"'


def _write_value(address: str, style: str, value: str | Fraction | Formula) -> str:
    """Return one cell: text as text (a leading = too), and points as a number.

    Points with many digits are text: a narrow column would round them.
    """
    if isinstance(value, Formula):
        return f'<c r="{address}"{style}><f>{value.text}</f><v>{format_value(value.result)}</v></c>'
    shown = format_value(value)
    if isinstance(value, Fraction) and is_number(shown):
        return f'<c r="{address}"{style}><v>{shown}</v></c>'
    if not shown:
        return f'<c r="{address}"{style}/>'
    text = escape_value(clean(shown), address)
    return f'<c r="{address}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _compress(name: str, pieces: Iterator[str]) -> Part:
    """Compress a part that is made piece by piece."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed, crc, size = [], 0, 0
    for data in _collect_chunks(pieces):
        packed.append(packer.compress(data))
        crc, size = zlib.crc32(data, crc), size + len(data)
    return Part(name, crc, size, b"".join([*packed, packer.flush()]))


def _collect_chunks(pieces: Iterator[str]) -> Iterator[bytes]:
    held: list[str] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length > _CHUNK:
            yield "".join(held).encode()
            held, length = [], 0
    yield "".join(held).encode()


def make_lists(sheets: Mapping[str, ListSheet]) -> bytes:
    """Return a workbook of plain lists, by the titles of their sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    bodies = {at: add_list_sheet(book, title, content) for at, (title, content) in enumerate(sheets.items())}
    return stream_rows(book, bodies)


def add_list_sheet(book: Workbook, name: str, content: ListSheet) -> SheetBody:
    """Add a plain sheet with a title, a header row and a framed pattern row; return its body."""
    sheet: Any = book.create_sheet(name)
    columns, rows, title = content
    shrunk = min(1.0, WIDEST / sum(columns.values()))
    widths = [round(width * shrunk, 2) for width in columns.values()]
    header = 2 if title else 1
    if title:
        write_title(sheet, title, len(columns))
    for column, (label, width) in enumerate(zip(columns, widths, strict=True), 1):
        for row, text in ((header, label), (header + 1, "")):
            cell = sheet.cell(row, column)
            write_text(cell, text)
            cell.alignment, cell.border = WRAPPED, FRAME
            cell.font = Font(name="宋体", size=LIST_SIZE, bold=row == header)
        sheet.column_dimensions[format_column(column)].width = width
    sheet.row_dimensions[header].height = max(map(measure_height, columns, widths))
    sheet.freeze_panes = f"A{header + 1}"
    set_up_page(sheet, header)
    split = [part for row in rows for part in split_row(row, widths)]
    made = (SheetRow(row, max(map(measure_height, map(format_value, row), widths))) for row in split)
    return SheetBody(header + 1, len(split), made)


def write_title(sheet: Any, title: str, columns: int) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    """Write the title of a list over its columns."""
    write_text(sheet["A1"], title)
    sheet["A1"].font = Font(name="方正小标宋简体", size=_TITLE_SIZE)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=columns)
    sheet.row_dimensions[1].height = TITLE_HEIGHT


def split_row(row: Sequence[ListValue], widths: Sequence[float]) -> list[tuple[ListValue, ...]]:
    """Return a row as it is, or as several where a text is too tall: what Excel cannot show would be lost.

    The later ones repeat the words in front of the text, so that each tells whose it is.
    """
    cut = [split_by_height(format_value(value), width) for value, width in zip(row, widths, strict=True)]
    count = max(map(len, cut))
    if count == 1:
        return [tuple(row)]
    first = next(at for at, each in enumerate(cut) if len(each) > 1)
    found = [tuple(each[0] if len(each) > 1 else value for each, value in zip(cut, row, strict=True))]
    for part in range(1, count):
        more = (f"{_MORE}{each[part]}" if part < len(each) else "" for each in cut[first:])
        found.append((*row[:first], *more))
    return found


def set_up_page(sheet: Any, header: int = 1) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    """Set a list up for print: landscape A4, as wide as the page, the header row and the page's number on each."""
    setup = sheet.page_setup
    setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight = 9, "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins, sheet.print_options.horizontalCentered = _MARGINS, True
    number_sheet_pages(sheet)
    sheet.print_title_rows = f"{header}:{header}"
