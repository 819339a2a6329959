"""Sheets of a county's papers in Excel: a title, lines for the office and the date, a list, notes, a line to sign.

Knows columns, rows and notes; nothing of communities.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from formgen.forms.heights import measure_height, measure_width
from formgen.office.cells import format_column, write_text
from formgen.office.sheet_pages import drop_page_numbers_below
from formgen.reports.lists import WIDEST, Formula, SheetBody, SheetRow, set_up_page
from formgen.reports.style import FRAME

FIRST = 4  # the row in which a list begins
_HEADER, _NOTES, _SIGNED = 3, 5, 6
_FEW, _PAGE, _SMALLEST = 40, 509.0, 0.8  # rows, points of height and the least scale of a list on one page
_FACE, _HEAD_FACE, _TITLE_FACE = "仿宋_GB2312", "黑体", "方正小标宋简体"
_SIZE, _LINE, _TITLE_SIZE = 11, 22.0, 20
_OFFICE, _DATE = "填报单位（盖章）：", "填报日期：　　　　年　　月　　日"
_SIGN = "单位负责人：　　　　　　　　审核人：　　　　　　　　填表人：　　　　　　　　联系电话："

_UNIT = re.compile("（[^（）]+）$")  # at the end of a label

CellContent = str | Fraction | Formula


@dataclass(frozen=True, slots=True)
class CountySheet:
    """A list: its title, its columns with their widths, its rows, the notes below. Texts of ``lefts`` begin at the left."""

    title: str
    columns: Mapping[str, float]
    rows: Sequence[tuple[CellContent, ...]]
    notes: Sequence[str]
    lefts: frozenset[int] = frozenset()


def make_book() -> Workbook:
    """Return a workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def add_county_sheet(book: Workbook, name: str, content: CountySheet) -> SheetBody:
    """Add a sheet to a workbook; return the rows of its list."""
    sheet: Any = book.create_sheet(name)
    widths = _share(list(content.columns.values()))
    labels = [_break_label(*each) for each in zip(content.columns, widths, strict=True)]
    last = format_column(len(labels))
    _write(sheet["A1"], content.title, Font(name=_TITLE_FACE, size=_TITLE_SIZE), "center")
    _write(sheet["A2"], _OFFICE, Font(name=_FACE, size=_SIZE), "left", wrap=False)
    _write(sheet[f"{last}2"], _DATE, Font(name=_FACE, size=_SIZE), "right", wrap=False)
    for at, (label, width) in enumerate(zip(labels, widths, strict=True)):
        letters = format_column(at + 1)
        sheet.column_dimensions[letters].width = width
        head, cell = sheet[f"{letters}{_HEADER}"], sheet[f"{letters}{FIRST}"]
        _write(head, label, Font(name=_HEAD_FACE, size=_SIZE), "center")
        _write(cell, "", Font(name=_FACE, size=_SIZE), "left" if at in content.lefts else "center")
        head.border = cell.border = FRAME
    notes = "\n".join(content.notes)
    _write(sheet[f"A{_NOTES}"], notes, Font(name=_FACE, size=_SIZE), "left")
    _write(sheet[f"A{_SIGNED}"], _SIGN, Font(name=_FACE, size=_SIZE), "left")
    heights = {
        1: 40.0,
        2: _LINE + 4,
        _HEADER: max(_LINE, *(measure_height(*each, _SIZE) for each in zip(labels, widths, strict=True))),
        _NOTES: measure_height(notes, sum(widths), _SIZE),
        _SIGNED: 2 * _LINE,
    }
    for row, height in heights.items():
        sheet.row_dimensions[row].height = height
    for row in (1, _NOTES, _SIGNED):
        sheet.merge_cells(f"A{row}:{last}{row}")
    sheet.freeze_panes = f"A{FIRST}"
    set_up_page(sheet, _HEADER)
    rows = list(_set_rows(content.rows, widths))
    if len(rows) <= _FEW and (sum(heights.values()) + sum(row.height for row in rows)) * _SMALLEST <= _PAGE:
        sheet.page_setup.fitToHeight = 1
        drop_page_numbers_below(sheet)
    return SheetBody(FIRST, len(rows), rows)


def _break_label(label: str, width: float) -> str:
    """Return a label with its unit on a line of its own where the two do not stand on one: 应发（元）."""
    if "\n" in label or measure_width(label, _SIZE) <= width:
        return label
    return _UNIT.sub(r"\n\g<0>", label, count=1)


def _share(widths: list[float]) -> list[float]:
    """Return the widths of columns that fill the page: narrower ones would leave a list lost on it."""
    factor = WIDEST * 0.9 / sum(widths)
    return [round(width * factor, 2) for width in widths]


def _write(cell: Any, text: str, font: Font, align: str, *, wrap: bool = True) -> None:  # noqa: ANN401 - openpyxl's cells have no common type
    write_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=wrap)


def _set_rows(rows: Sequence[tuple[CellContent, ...]], widths: Sequence[float]) -> Iterator[SheetRow]:
    for row in rows:
        tall = (
            measure_height(value, width, _SIZE)
            for value, width in zip(row, widths, strict=True)
            if isinstance(value, str)
        )
        yield SheetRow(row, max(_LINE, *tall))
