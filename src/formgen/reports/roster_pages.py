"""A roster printed: the people of one community in Excel, headed on every page, whole rows, sums for each page.

No notice gives a layout for it; this one is ours, and the page says so. Columns without a word in them are left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from math import ceil
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break

from formgen.forms.heights import LIST_SIZE, measure_height, measure_width
from formgen.intake.values import ANSWERS
from formgen.model import Answer
from formgen.office.cells import format_column, write_text
from formgen.office.sheet_pages import number_sheet_pages
from formgen.quoting import quote_of_person, show
from formgen.registers.register import RegisterColumn
from formgen.reports.lists import TITLE_HEIGHT, SheetBody, SheetRow, stream_rows, write_title
from formgen.reports.style import FRAME
from formgen.rosters.cells import REFUSED, MonthOfBirth
from formgen.rosters.identity import age_on, mask
from formgen.rosters.roster import Roster, RosterRow

TO_CHECK = "（待核对）"  # stands for what could not be read: it is listed among the problems
OWN_LAYOUT = "本表式样由程序编排，通知没有附样表"
_MASKED = "；身份证号、电话中间几位已隐去"
_NUMBER = "序号"
_FROM_NUMBER = frozenset({"sex", "birth", "age"})
_WHOSE = frozenset({"township", "community", "month"})  # columns that say where a row belongs
_HEADED = "填报单位（盖章）：{who}　　统计日：{day}　　共{count}{unit}"
_SIGNED = "填报人：＿＿＿＿＿＿　　审核人：＿＿＿＿＿＿　　填报日期：＿＿＿＿年＿＿月＿＿日"
_TITLE, _WHO, _HEADER, _BODY = 1, 2, 3, 4  # rows of the sheet
_PAGE_SUM, _TOTAL = "本页", "合计"
_CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
_NARROWEST = 4.5  # units of column width
_WIDEST = (26.0, 40.0, 60.0)  # of a column of long texts: what makes the fewest pages
_UNIT = re.compile("（[^（）]+）$")  # at the end of a label
_AROUND = 0.6  # of a column beside its text
_BY_HAND = 8.0  # of an empty column, in which somebody will write
_WORD, _HEAD_SIGNS = 2, 3  # signs of a header that are never parted, and that stand beside each other
_LINE_HEIGHT = 22.0  # points, of the lines outside of the table
_MARGINS = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.6, header=0.2, footer=0.3)  # inches
_A4, _A3 = 9, 8
# Units of width and points of height of each paper on its side. A list is shrunk to the width of its page; here a unit is
# the narrowest there is (lists.py), so that no page gets more rows than stand on it.
_PER_PAGE = {_A4: (149.0, 500.0), _A3: (215.0, 740.0)}
_SMALLEST = 0.72  # how far type may be shrunk on paper: to 7.5 point
_ROOM = 0.97  # of a page's height that is used: other fonts are a little taller


@dataclass(frozen=True, slots=True)
class _PrintedColumn:
    """A column on paper: its label, its width, its text in each row, and what each row adds to its sum; with its unit."""

    label: str
    width: float
    texts: Sequence[str]
    figures: Sequence[int] | None
    unit: str = ""


class _Layout(NamedTuple):
    """A list as it is laid out: its columns, its paper, the rows of each page."""

    columns: Sequence[_PrintedColumn]
    paper: "_Paper"
    pages: Sequence[Sequence[SheetRow]]


@dataclass(frozen=True, slots=True)
class _Paper:
    """The paper that a list of a width is printed on, and how far it is shrunk."""

    size: int
    scale: float

    @property
    def height(self) -> float:
        """Return the points of height of one page, in the type of the sheet."""
        return _PER_PAGE[self.size][1] / self.scale * _ROOM


def print_roster(roster: Roster, who: int, *, full: bool) -> bytes:
    """Return the people of a community as a workbook to print; numbers of persons are masked unless ``full``.

    Who stands in the roster twice alike is printed once; of monthly rosters the last one is printed.
    """
    rows = choose_rows(roster, who)
    book = Workbook()
    sheet = book.worksheets[0]
    layouts = list(_list_layouts(list(_list_columns(roster, rows, full=full)), len(rows)))
    columns, paper, pages = min(layouts, key=lambda each: (-each.paper.size, len(each.pages)))
    sheet.title = roster.register.title if roster.register.repeats is not None else "花名册"
    head = _HEADED.format(
        who=roster.whos[who].full_name,
        day=_say_day(roster.day),
        count=len(rows),
        unit=roster.register.rows,
    )
    _write_head(sheet, roster.register.title, head, columns)
    for end in _number_ends(pages):
        sheet.row_breaks.append(Break(id=end))
    _set_up_page(sheet, paper, OWN_LAYOUT + ("" if full else _MASKED))
    made = list(chain.from_iterable(pages))
    return stream_rows(book, {0: SheetBody(_BODY, len(made), made)})


def choose_rows(roster: Roster, who: int) -> list[RosterRow]:
    """Return the rows of a community that are printed, in the order of the roster."""
    own = [row for row in roster.rows if row.who == who and not row.repeat]
    latest = max((row.month for row in own), default=0)
    return [row for row in own if row.month == latest]


# -- columns ------------------------------------------------------------------------------------------------
def _list_columns(roster: Roster, rows: Sequence[RosterRow], *, full: bool) -> Iterator[_PrintedColumn]:
    """Yield the columns in which anything stands, the running number first; of a ledger also those that are still empty.

    A ledger is kept by hand after it was printed: 就业日期 must be there before the first job is.
    """
    register = roster.register
    kept = _list_kept(roster, rows) if register.repeats is not None else frozenset()
    numbers = [str(number) for number in range(1, len(rows) + 1)]
    yield _PrintedColumn(_NUMBER, 6.0, numbers, None)
    for key, column in register.columns.items():
        if key in _WHOSE:
            continue
        texts = [_say(roster, row, key, column, full=full) for row in rows]
        if any(texts) or key in kept:
            counts = key == register.subject
            figures = [1] * len(rows) if counts else _find_figures(roster, rows, key, column)
            unit = register.rows if counts else ""
            whole = "" if figures is None else f"{sum(figures)}{unit}"
            width = max(_choose_width(column.zh, texts), round(measure_width(whole) + _AROUND, 2))
            yield _PrintedColumn(column.zh, width, texts, figures, unit)


def _list_kept(roster: Roster, rows: Sequence[RosterRow]) -> frozenset[str]:
    """Return the columns that the sheets of some rows have; what an ID number tells need not be there."""
    sheets = {row.sheet for row in rows}
    absent = frozenset.intersection(*(roster.lacking[at] for at in sheets)) if sheets else frozenset()
    return frozenset(roster.register.columns) - absent - _FROM_NUMBER


def _say(roster: Roster, row: RosterRow, key: str, column: RegisterColumn, *, full: bool) -> str:
    """Return what is printed of a person in a column; what the ID number tells is filled in where nothing stands."""
    value = _complete(roster, row, key)
    if value is REFUSED:
        return TO_CHECK
    answers = {None: "", True: ANSWERS[Answer.YES], False: ANSWERS[Answer.NO]}
    text = answers[value] if value is None or isinstance(value, bool) else str(value)
    if full:
        return show(text)
    if key == "birth" and isinstance(value, date | MonthOfBirth):
        return f"{value.year}年"  # day and month are the middle of the number of the person, which is hidden
    return mask(text) if column.private else quote_of_person(text)


def _complete(roster: Roster, row: RosterRow, key: str) -> object:
    value = roster.value(row, key)
    if value:
        return value
    known: Mapping[str, object] = {
        "sex": row.sex,
        "birth": row.birth,
        "age": age_on(row.birth, roster.day) if row.birth else None,
        "id_number": row.id_number,
    }
    return known.get(key, value)


def _find_figures(
    roster: Roster, rows: Sequence[RosterRow], key: str, column: RegisterColumn
) -> list[int] | None:
    """Return what each row adds to the sums of a column: a number, or 1 for a yes; None for other columns."""
    if column.kind == "yesno":
        return [int(roster.value(row, key) is True) for row in rows]
    if column.kind == "count":
        values = (roster.value(row, key) for row in rows)
        return [value if isinstance(value, int) else 0 for value in values]
    return None


def _choose_width(label: str, texts: Sequence[str]) -> float:
    """Return a width in which nearly every text stands on one line, and the label on a few."""
    wanted = sorted(measure_width(text) for text in texts if text)
    most = wanted[int(len(wanted) * 0.95)] if len(wanted) > 1 else max(wanted, default=_BY_HAND)
    head = measure_width(label[: min(ceil(len(label) / 2), _HEAD_SIGNS)]) if len(label) > _WORD else 0
    head = max(head, measure_width(label[:_WORD]))
    return round(max(most + _AROUND, head, _NARROWEST) + 0.01, 2)


def _break_label(label: str, width: float) -> str:
    """Return a label on lines of nearly the same length, its unit on one of its own: 出生, 日期; no single sign is left over."""
    if measure_width(label) <= width:
        return label
    name, unit = label, ""
    if found := _UNIT.search(label):
        name, unit = label[: found.start()], found[0]
    if measure_width(max(name, unit, key=len)) <= width and unit:
        return f"{name}\n{unit}"
    fits = max((at for at in range(1, len(name) + 1) if measure_width(name[:at]) <= width), default=1)
    size = ceil(len(name) / ceil(len(name) / fits))
    if size % 2 and len(name) % 2 == 0 and size < fits:  # most words have two signs
        size += 1
    lines = [name[at : at + size] for at in range(0, len(name), size)]
    return "\n".join([*lines, unit] if unit else lines)


def _list_layouts(columns: Sequence[_PrintedColumn], count: int) -> Iterator[_Layout]:
    """Yield a list laid out with its long texts in columns narrow and wide, as far as that makes a difference."""
    longest = max(column.width for column in columns)
    for widest in _WIDEST[: 1 + sum(longest > each for each in _WIDEST[:-1])]:
        widths = [min(column.width, widest) for column in columns]
        laid = [
            replace(column, width=width, label=_break_label(column.label, width))
            for column, width in zip(columns, widths, strict=True)
        ]
        paper = _choose_paper(sum(column.width for column in laid))
        yield _Layout(laid, paper, list(_list_pages(laid, count, paper)))


def _choose_paper(width: float) -> _Paper:
    """Return the smallest paper on which a list can be read; the widest lists are shrunk to the width of A3."""
    for size in (_A4, _A3):
        scale = min(1.0, _PER_PAGE[size][0] / width)
        if scale >= _SMALLEST or size == _A3:
            return _Paper(size, scale)
    raise AssertionError


# -- rows and pages -----------------------------------------------------------------------------------------
def _list_pages(columns: Sequence[_PrintedColumn], count: int, paper: _Paper) -> Iterator[list[SheetRow]]:
    """Yield the rows of each page: as many as stand on it whole, their sums, and on the last the sums of all."""
    widths = [column.width for column in columns]
    held: list[SheetRow] = []
    first, header = 0, _measure_header(columns)
    for at in range(count):
        values = tuple(column.texts[at] for column in columns)
        row = SheetRow(values, max(map(measure_height, values, widths)))
        above = header if first else header + TITLE_HEIGHT + _LINE_HEIGHT
        below = 3 * _LINE_HEIGHT if at == count - 1 else _LINE_HEIGHT  # the sums, and the line to sign
        if held and above + sum(each.height for each in held) + row.height + below > paper.height:
            yield [*held, _sum_up(columns, first, at, _PAGE_SUM)]
            held, first = [], at
        held.append(row)
    more = [_sum_up(columns, first, count, _PAGE_SUM)] if first else []
    yield [*held, *more, _sum_up(columns, 0, count, _TOTAL)]


def _sum_up(columns: Sequence[_PrintedColumn], first: int, end: int, label: str) -> SheetRow:
    """Return the row of sums of some rows: how many people there are, the yeses and the numbers of a column."""
    sums = [
        "" if column.figures is None else f"{sum(column.figures[first:end])}{column.unit}"
        for column in columns
    ]
    return SheetRow((label, *sums[1:]), _LINE_HEIGHT)


def _number_ends(pages: Sequence[Sequence[SheetRow]]) -> Iterator[int]:
    """Yield the last row of each page but the last."""
    end = _HEADER
    for page in pages[:-1]:
        end += len(page)
        yield end


# -- the sheet ----------------------------------------------------------------------------------------------
def _write_head(sheet: Any, title: str, head: str, columns: Sequence[_PrintedColumn]) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    write_title(sheet, title, len(columns))
    for row, text in ((_WHO, head), (_BODY + 1, _SIGNED)):
        write_text(sheet.cell(row, 1), text)
        sheet.cell(row, 1).font = Font(name="宋体", size=LIST_SIZE)
        sheet.cell(row, 1).alignment = Alignment(vertical="center", shrink_to_fit=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
        sheet.row_dimensions[row].height = _LINE_HEIGHT
    for at, column in enumerate(columns, 1):
        for row, text in ((_HEADER, column.label), (_BODY, "")):
            cell = sheet.cell(row, at)
            write_text(cell, text)
            cell.font = Font(name="宋体", size=LIST_SIZE, bold=row == _HEADER)
            cell.alignment = _align(column) if row == _BODY else _CENTRED
            cell.border = FRAME
        sheet.column_dimensions[format_column(at)].width = column.width
    sheet.row_dimensions[_HEADER].height = _measure_header(columns)
    sheet.freeze_panes = f"C{_BODY}"


def _align(column: _PrintedColumn) -> Alignment:
    """Return how the cells of a column stand: numbers and dates on one line, smaller where a font is wider than 宋体."""
    if all(measure_width(text) <= column.width for text in column.texts):
        return Alignment(shrink_to_fit=True, vertical="center", horizontal="center")
    return _CENTRED


def _measure_header(columns: Sequence[_PrintedColumn]) -> float:
    """Return the points of height of the labels of columns."""
    return max(measure_height(each.label, each.width) for each in columns)


def _set_up_page(sheet: Any, paper: _Paper, note: str) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    """Set up the print: breaks between pages are ours, so that the sums stand at the foot of each."""
    setup = sheet.page_setup
    setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight = paper.size, "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins, sheet.print_options.horizontalCentered = _MARGINS, True
    number_sheet_pages(sheet, note)
    sheet.print_title_rows = f"{_HEADER}:{_HEADER}"


def _say_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
