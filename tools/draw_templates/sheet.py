"""One-sheet Excel forms: framed cells, fixed type, a page that prints correctly."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from .package import core_properties, pack, unpack

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Orientation = Literal["portrait", "landscape"]
Horizontal = Literal["left", "center", "right"]
Vertical = Literal["center", "bottom"]

_CORE, _STYLES = "docProps/core.xml", "xl/styles.xml"
# The font of openpyxl's Normal style, in which column widths are measured.
_STOCK_FONT = re.compile(rb'<font><name val="Calibri" ?/>.*?</font>')
# A digit of this face is half an em wide wherever it or a metric twin of it is installed; 宋体 has no twin.
_OWN_FONT = '<font><name val="Times New Roman" /><family val="1" /><sz val="12" /></font>'
_THIN, _FRAME = Side("thin"), Side("medium")


@dataclass(frozen=True, slots=True)
class Look:
    """The type and place of a cell's text; ``shrink`` keeps a long line on its line."""

    face: str
    size: float
    horizontal: Horizontal = "center"
    shrink: bool = False
    vertical: Vertical = "center"


ANNEX = Look("黑体", 16, "left")
TITLE = Look("方正小标宋简体", 20)
# In a tall row: an empty line between 附件 and the title.
LOW_TITLE = Look("方正小标宋简体", 20, vertical="bottom")
LINE = Look("仿宋_GB2312", 12, "left", shrink=True)
TEXT = Look("仿宋_GB2312", 12)
CLAUSE = Look("仿宋_GB2312", 12, "left")
# A number that is too wide for its cell would be printed as ### if it may not shrink.
NUMBER = Look("Times New Roman", 12, shrink=True)


class Sheet:
    """A form drawn row by row on columns of given widths (in digits).

    A digit of the Normal style, Times New Roman 12, is 8 pixels or 6 points wide: 86 digits take 516 of the 538 points
    of a portrait page. The 4 per cent to spare are for programs that measure a digit a little wider.
    """

    def __init__(self, name: str, widths: tuple[float, ...]) -> None:
        """Start an empty sheet."""
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._sheet: Worksheet = self._book.create_sheet(name)
        self._sheet.sheet_view.showGridLines = False
        self._columns = len(widths)
        self._row = 0
        for index, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(index)].width = width

    def line(self, text: str, look: Look, height: float) -> None:
        """Add a line over the whole width, without rules."""
        self._next(height)
        self._write(1, text, look)
        self._merge(1, self._columns)

    def ends(self, left: str, right: str, look: Look, height: float) -> None:
        """Add a line with a text at its left end and one at its right end, without rules."""
        self._next(height)
        for column, text, horizontal in ((1, left, "left"), (self._columns, right, "right")):
            self._write(column, text, look)
            self._sheet.cell(self._row, column).alignment = Alignment(
                horizontal=horizontal, vertical="center"
            )

    def row(self, cells: list[tuple[str, Look, int]], height: float) -> None:
        """Add a framed row of texts, each over a span of columns."""
        self._next(height)
        column = 1
        for text, look, span in cells:
            self._write(column, text, look)
            for index in range(column, column + span):
                self._frame(index)
            self._merge(column, column + span - 1)
            column += span

    def header(self, labels: list[str], height: float) -> None:
        """Add the row of column labels and repeat it on every page."""
        self.row([(label, TEXT, 1) for label in labels], height)
        for column in range(1, self._columns + 1):
            cell = self._sheet.cell(self._row, column)
            cell.border = Border(cell.border.left, cell.border.right, _FRAME, _THIN)
        self._sheet.print_title_rows = f"{self._row}:{self._row}"

    def close(self, height: float = 6) -> None:
        """Add the low row whose upper rule closes the frame, however many rows come before it."""
        self._next(height)
        for column in range(1, self._columns + 1):
            self._sheet.cell(self._row, column).border = Border(top=_FRAME)

    def package(self, title: str, orientation: Orientation = "portrait", *, fitted: bool = False) -> bytes:
        """Return the bytes of the .xlsx file; ``fitted`` shrinks it on paper to the width of the page.

        A form with page breaks of its own must fit as it is: Excel ignores them in a fitted sheet.
        """
        self._set_page(orientation, fitted=fitted)
        buffer = io.BytesIO()
        self._book.save(buffer)
        parts = unpack(buffer.getvalue())
        # openpyxl writes the current time there.
        parts[_CORE] = core_properties(title)
        parts[_STYLES] = _STOCK_FONT.sub(_OWN_FONT.encode(), parts[_STYLES])
        return pack(parts)

    def _next(self, height: float) -> None:
        self._row += 1
        self._sheet.row_dimensions[self._row].height = height

    def _write(self, column: int, text: str, look: Look) -> None:
        cell = self._sheet.cell(self._row, column, text)
        cell.font = Font(name=look.face, size=look.size)
        cell.alignment = Alignment(
            horizontal=look.horizontal,
            vertical=look.vertical,
            wrap_text=not look.shrink,
            shrink_to_fit=look.shrink,
        )

    def _frame(self, column: int) -> None:
        left = _FRAME if column == 1 else _THIN
        right = _FRAME if column == self._columns else _THIN
        self._sheet.cell(self._row, column).border = Border(left, right, _THIN, _THIN)

    def _merge(self, first: int, last: int) -> None:
        if last > first:
            self._sheet.merge_cells(
                start_row=self._row, end_row=self._row, start_column=first, end_column=last
            )

    def _set_page(self, orientation: Orientation, *, fitted: bool) -> None:
        sheet = self._sheet
        sheet.print_area = f"A1:{get_column_letter(self._columns)}{self._row}"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.orientation = orientation
        if fitted:
            sheet.page_setup.fitToWidth = 1
            sheet.page_setup.fitToHeight = 0
        else:
            sheet.page_setup.scale = 100
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=fitted)
        sheet.print_options.horizontalCentered = True
        # Inches.
        sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.65, header=0, footer=0.3)
