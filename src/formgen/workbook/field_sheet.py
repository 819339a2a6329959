"""抽查评分表: what reviewers take along, communities down, judged items across, who reviews and when on top.

Knows the items of a rubric and the communities; ``intake.judged_points`` reads it back.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.page import PageMargins

from formgen.exact import exact_text
from formgen.forms.heights import measure_height
from formgen.intake.fields import Field
from formgen.intake.judged_points import (
    COMMUNITY_HEAD,
    DAY,
    REMARK,
    REVIEWER,
    TOWNSHIP_HEAD,
    list_judged_items,
    say_full,
)
from formgen.model import Who
from formgen.office import package
from formgen.office.cells import format_column, write_text
from formgen.office.sheet_pages import number_sheet_pages
from formgen.problems import FormgenError, Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.style import make_points_check

_TITLE, _TOP, _HEADER = 1, 2, 3  # rows
_SIZE, _TITLE_SIZE, _LINE = 11, 18, 30.0
_PLAIN, _HEAD = "宋体", "黑体"
_EDGE = Side("thin")
_FRAME = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


class _Look(NamedTuple):
    """How a text stands in its cell."""

    align: str
    border: Border


_CENTRED, _LEFT = _Look("center", Border()), _Look("left", Border())
_FRAMED, _FRAMED_LEFT = _Look("center", _FRAME), _Look("left", _FRAME)
_FIXED = {"序号": 5.0, TOWNSHIP_HEAD: 12.0, COMMUNITY_HEAD: 17.0}
_ITEM, _REMARK_WIDTH = 8.4, 20.0  # units of column width
_ENTRY_CELLS = 2  # columns in which a reviewer writes who and when


def make_field_sheet(title: str, rubric: Rubric, whos: Sequence[Who], notes: Sequence[str]) -> bytes:
    """Return the sheet for some communities; ``notes`` stand below. Raises FormgenError C122 for a rubric nobody judges by."""
    items = list_judged_items(rubric)
    if not items:
        raise FormgenError(Problem("C122", words={"name": rubric.id}), usage=True)
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "抽查评分"
    widths = [*_FIXED.values(), *[_ITEM] * len(items), _REMARK_WIDTH]
    last = format_column(len(widths))
    _put(sheet, f"A{_TITLE}", title, Font(name="方正小标宋简体", size=_TITLE_SIZE))
    sheet.merge_cells(f"A{_TITLE}:{last}{_TITLE}")
    _add_top(sheet)
    labels = [*_FIXED, *(f"{each.label}\n{say_full(each)}" for each in items), REMARK]
    for at, (label, width) in enumerate(zip(labels, widths, strict=True), 1):
        sheet.column_dimensions[format_column(at)].width = width
        _put(sheet, f"{format_column(at)}{_HEADER}", label, Font(name=_HEAD, size=_SIZE), _FRAMED)
    _add_rows(sheet, whos, len(widths))
    end = _HEADER + len(whos)
    _add_checks(sheet, items, end)
    _add_notes(sheet, notes, end + 1, widths)
    heights = (measure_height(label, width, _SIZE) for label, width in zip(labels, widths, strict=True))
    sheet.row_dimensions[_TITLE].height, sheet.row_dimensions[_TOP].height = 34, _LINE
    sheet.row_dimensions[_HEADER].height = max(heights)
    _set_up_page(sheet)
    book.properties.creator = "formgen"
    return package.saved(book)


def _put(
    sheet: Any,  # noqa: ANN401 - openpyxl types its sheets only in part
    address: str,
    text: str,
    font: Font,
    look: _Look = _CENTRED,
) -> None:
    cell = sheet[address]
    write_text(cell, text)
    cell.font, cell.border = font, look.border
    cell.alignment = Alignment(horizontal=look.align, vertical="center", wrap_text=True)


def _add_top(sheet: Any) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    """Add the line on which a reviewer writes who and when, once for all rows."""
    column = 1
    for label, cells in ((REVIEWER, 2), (DAY, 1)):
        start, end = format_column(column), format_column(column + cells - 1)
        _put(sheet, f"{start}{_TOP}", f"{label}：", Font(name=_HEAD, size=_SIZE))
        if cells > 1:
            sheet.merge_cells(f"{start}{_TOP}:{end}{_TOP}")
        column += cells
        start, end = format_column(column), format_column(column + _ENTRY_CELLS - 1)
        _put(sheet, f"{start}{_TOP}", "", Font(name=_PLAIN, size=_SIZE), _LEFT)
        sheet[f"{start}{_TOP}"].number_format = "@"
        sheet.merge_cells(f"{start}{_TOP}:{end}{_TOP}")
        for at in range(column, column + _ENTRY_CELLS):
            sheet[f"{format_column(at)}{_TOP}"].border = Border(bottom=_EDGE)
        column += _ENTRY_CELLS


def _add_rows(sheet: Any, whos: Sequence[Who], columns: int) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    for at, who in enumerate(whos, 1):
        row = _HEADER + at
        for column, text in enumerate((str(at), who.township, who.name, *[""] * (columns - 3)), 1):
            font = Font(name=_PLAIN, size=_SIZE)
            _put(
                sheet,
                f"{format_column(column)}{row}",
                text,
                font,
                _FRAMED_LEFT if column == columns else _FRAMED,
            )
        sheet.row_dimensions[row].height = _LINE


def _add_checks(sheet: Any, items: Sequence[Field], end: int) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    for at, each in enumerate(items, len(_FIXED) + 1):
        check = make_points_check(each.label, exact_text(each.most or Fraction(0)))
        letters = format_column(at)
        check.add(f"{letters}{_HEADER + 1}:{letters}{end}")
        sheet.add_data_validation(check)


def _add_notes(sheet: Any, notes: Sequence[str], row: int, widths: Sequence[float]) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    text = "\n".join(notes)
    _put(sheet, f"A{row}", text, Font(name=_PLAIN, size=_SIZE), _LEFT)
    sheet.merge_cells(f"A{row}:{format_column(len(widths))}{row}")
    sheet.row_dimensions[row].height = measure_height(text, sum(widths), _SIZE)


def _set_up_page(sheet: Any) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    setup = sheet.page_setup
    setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight = 9, "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.3, right=0.3, top=0.5, bottom=0.5, header=0, footer=0.2)  # inches
    sheet.print_title_rows = f"{_TOP}:{_HEADER}"
    sheet.print_options.horizontalCentered = True
    sheet.freeze_panes = f"D{_HEADER + 1}"
    number_sheet_pages(sheet)
