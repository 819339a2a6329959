"""How the data workbook looks: colours, borders, widths, checks of cells, print set-up. Knows no field."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple, cast

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from formgen.office.cells import format_column, write_text

PREPARED = 200  # communities whose empty rows below the header have formats and checks
COLOURS = ("DDEBF7", "E2EFDA", "FFF2CC", "FCE4D6", "EDEDED", "E4DFEC", "DAEEF3", "F2DCDB", "EBF1DE")
_FACE = "宋体"
_THIN = Side(style="thin", color="A6A6A6")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_LONGEST_LIST = 255  # characters that a validation list may contain as text
_PAGE_WIDTH = 172  # total width of columns that stays legible on one page
_SCALE = 62  # per cent, at which so much stands on a page
_RULED = 20  # rows that an empty sheet shows on paper
_HIGHEST_ROW = 150
_COMMENT_WIDTH, _COMMENT_LINE, _SIGNS_A_LINE = 300, 20, 20


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """A column of an entry sheet: its title, group, note, and what its cells accept and look like."""

    title: str
    group: str = ""
    note: str = ""
    width: float = 10
    format: str = "General"
    check: DataValidation | None = None
    left: bool = False


class _Area(NamedTuple):
    """The columns of a group on one page: the group, and the number of the page within it, from 0."""

    group: str
    page: int


def make_count_check(label: str) -> DataValidation:
    """Return the check for a count."""
    return _refuse(
        DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0"),
        f"“{label}”应当填不小于0的整数。",
    )


def make_amount_check(label: str) -> DataValidation:
    """Return the check for a number that may have decimals."""
    return _refuse(
        DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0"),
        f"“{label}”应当填不小于0的数，可带小数。",
    )


def make_points_check(label: str, most: str) -> DataValidation:
    """Return the check for points from 0 to the maximum."""
    return _refuse(
        DataValidation(type="decimal", operator="between", formula1="0", formula2=most),
        f"“{label}”应当填0至{most}之间的数。",
    )


def make_choice_check(label: str, choices: Sequence[str]) -> DataValidation:
    """Return a drop-down of short choices, which are part of the validation rule itself."""
    return _refuse(
        DataValidation(type="list", formula1=f'"{",".join(choices)}"'), f"“{label}”请从下拉列表中选。"
    )


def make_range_check(label: str, reference: str) -> DataValidation:
    """Return a drop-down whose choices are in cells."""
    return _refuse(DataValidation(type="list", formula1=reference), f"“{label}”请从下拉列表中选。")


def fits_in_list(choices: Sequence[str]) -> bool:
    """Return whether choices can be part of the validation rule itself: short enough, and without commas."""
    return len(",".join(choices)) <= _LONGEST_LIST and not any(
        "," in choice or '"' in choice for choice in choices
    )


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that is not covered by a merged range."""
    return cast("Cell", sheet.cell(row, column))


def _refuse(check: DataValidation, message: str) -> DataValidation:
    check.allow_blank = True
    check.showErrorMessage = True
    check.errorTitle = "请核对"
    check.error = message[:200]
    return check


def write_header(
    sheet: Worksheet, columns: Sequence[EntryColumn], *, frozen: int, groups: bool, rows_each: int = 1
) -> int:
    """Write the header of an entry sheet and prepare the rows of each community. Returns the first row for data."""
    row = 2 if groups else 1
    breaks = _find_breaks(columns, frozen)
    areas = _name_areas(columns, breaks)
    colours = _colours(areas)
    heads: dict[str, Cell] = {}
    for at, column in enumerate(columns, start=1):
        cell = cell_at(sheet, row, at)
        write_text(cell, column.title)
        colour = colours[areas[at - 1]]
        if colour in heads:
            copy_look(cell, heads[colour])
        else:
            _head(cell, colour)
        heads[colour] = cell
        if column.note:
            cell.comment = make_note(column.note)
        _prepare(sheet, at, column, row + 1, PREPARED * rows_each)
    if groups:
        _group_row(sheet, areas, colours)
    for at, column in enumerate(columns, start=1):
        format_cell(cell_at(sheet, row + 1, at), column)
    for ruled in range(row + 2, row + _RULED + 1):
        for at in range(1, len(columns) + 1):
            copy_look(cell_at(sheet, ruled, at), cell_at(sheet, row + 1, at))
    sheet.row_dimensions[row].height = 15 * max(_lines(column) for column in columns) + 6
    sheet.freeze_panes = f"{format_column(frozen + 1)}{row + 1}"
    sheet.auto_filter.ref = f"A{row}:{format_column(len(columns))}{row + PREPARED * rows_each}"
    set_up_print(sheet, f"1:{row}", f"A:{format_column(frozen)}")
    if breaks:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
        sheet.page_setup.scale = _SCALE
        for each in breaks:
            sheet.col_breaks.append(Break(id=each))
    return row + 1


def _find_breaks(columns: Sequence[EntryColumn], frozen: int) -> list[int]:
    """Return after which columns a page ends, in type that can be read: with a group where that is possible."""
    fixed = sum(column.width for column in columns[:frozen])
    found: list[int] = []
    used, begun, last = (
        fixed,
        frozen,
        frozen,
    )  # width of the page, its first column, and where its last group ended
    for at in range(frozen, len(columns)):
        if at > begun and columns[at].group != columns[at - 1].group:
            last = at
        used += columns[at].width
        if used > _PAGE_WIDTH and at > begun:
            begun = last if last > begun else at
            found.append(begun)
            used = fixed + sum(column.width for column in columns[begun : at + 1])
    return found


def _name_areas(columns: Sequence[EntryColumn], breaks: Sequence[int]) -> list[_Area]:
    """Return the area of each column: its group, and on which page of the group it stands."""
    pages = [sum(at >= each for each in breaks) for at in range(len(columns))]
    first: dict[str, int] = {}
    return [
        _Area(column.group, page - first.setdefault(column.group, page))
        for column, page in zip(columns, pages, strict=True)
    ]


def make_note(text: str) -> Comment:
    """Return a cell note large enough for its text."""
    comment = Comment(text, "formgen")
    lines = sum(len(line) // _SIGNS_A_LINE + 1 for line in text.splitlines())
    comment.width, comment.height = _COMMENT_WIDTH, _COMMENT_LINE * (lines + 1)
    return comment


def set_up_print(sheet: Worksheet, rows: str, columns: str = "") -> None:
    """Set A4 landscape with the header on every page, one page wide."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = rows
    if columns:
        sheet.print_title_cols = columns
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    footer = HeaderFooterItem()
    footer.center.text = "&A  第&P页 共&N页"
    sheet.oddFooter = footer


def format_cell(cell: Cell, column: EntryColumn) -> None:
    """Give a data cell the look of its column."""
    cell.number_format = column.format
    cell.border = _BORDER
    cell.font = Font(name=_FACE, size=10)
    cell.alignment = Alignment(
        horizontal="left" if column.left else "center", vertical="center", wrap_text=column.left
    )


def copy_look(cell: Cell, like: Cell) -> None:
    """Give a cell the look of another one of its workbook."""
    # openpyxl has no public name for the whole look, and takes a millisecond to find each part of it anew.
    setattr(cell, "_style", copy(getattr(like, "_style")))  # noqa: B009, B010 - mypy does not know the name


def measure_row(columns: Sequence[EntryColumn], values: Sequence[object]) -> float:
    """Return the height of a row of data: enough for wrapped text, within reason."""
    lines = [
        -(-2 * len(value) // max(int(column.width) - 1, 1))
        for column, value in zip(columns, values, strict=True)
        if column.left and isinstance(value, str)
    ]
    return min(14 * max(lines, default=1) + 4, _HIGHEST_ROW)


def _colours(areas: Sequence[_Area]) -> dict[_Area, str]:
    """Return a colour for each area; one that continues on another page has another colour there, or it would run past the first."""
    return {area: COLOURS[at % len(COLOURS)] for at, area in enumerate(dict.fromkeys(areas))}


def _head(cell: Cell, colour: str) -> None:
    cell.font = Font(name=_FACE, size=10, bold=True)
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = _BORDER


def write_table(sheet: Worksheet, row: int, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """Write a printed table with a header row."""
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[format_column(at)].width = width
    for number, values in enumerate(rows, start=row):
        for at, value in enumerate(values, start=1):
            cell = cell_at(sheet, number, at)
            write_text(cell, value)
            if at > 1 or number > row + 1:
                copy_look(cell, cell_at(sheet, number, 1) if at > 1 else cell_at(sheet, row + 1, 1))
            elif number == row:
                _head(cell, COLOURS[0])
            else:
                cell.border = _BORDER
                cell.font = Font(name=_FACE, size=10)
                cell.alignment = Alignment(vertical="center", wrap_text=True)
        lines = max(
            len(value) * 2 // max(int(width) - 2, 1) + 1 for value, width in zip(values, widths, strict=True)
        )
        sheet.row_dimensions[number].height = 15 * lines + 3


def _group_row(sheet: Worksheet, areas: Sequence[_Area], colours: dict[_Area, str]) -> None:
    """Write the merged labels of the groups above the titles, again where a group continues on another page."""
    start = 1
    for at, area in enumerate(areas, start=1):
        following = areas[at] if at < len(areas) else None
        if following == area:
            continue
        for each in range(start, at + 1):
            _head(cell_at(sheet, 1, each), colours[area])
        write_text(cell_at(sheet, 1, start), area.group)
        if at > start:
            sheet.merge_cells(start_row=1, end_row=1, start_column=start, end_column=at)
        start = at + 1
    sheet.row_dimensions[1].height = 30


def _lines(column: EntryColumn) -> int:
    """Return how many lines a title takes in its column; a Chinese character is two wide."""
    return -(-2 * len(column.title) // max(int(column.width) - 1, 1))


def _prepare(sheet: Worksheet, at: int, column: EntryColumn, first: int, rows: int) -> None:
    """Give a column its width, format and check, by ranges rather than cell by cell."""
    letter = format_column(at)
    dimension = sheet.column_dimensions[letter]
    dimension.width = column.width
    dimension.number_format = column.format
    if column.check:
        sheet.add_data_validation(column.check)
        column.check.add(f"{letter}{first}:{letter}{first + rows - 1}")
