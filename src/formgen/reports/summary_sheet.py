"""The first sheet of a 汇总表, the one that is handed in, made from its template: columns, a row a community, notes, a line to sign.

Knows rows and the rubric, and which columns a notice and its rows need.
"""

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from formgen.county.ranking import print_scores, rank_scores, rankable
from formgen.exact import points_text, round_points
from formgen.forms.heights import measure_height, measure_width
from formgen.office.cells import format_column, write_text
from formgen.office.sheet_pages import drop_page_numbers_below
from formgen.reports.lists import WIDEST, ListValue, SheetBody, SheetRow, set_up_page
from formgen.reports.summary_notes import write_notes
from formgen.reports.summary_remark import make_remark
from formgen.reports.summary_row import SummaryRow, number_criteria
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import OPEN_VERDICT

_DATE, _HEADER, _BODY, _CLOSE, _NOTES, _SIGNED = 2, 3, 4, 5, 6, 7  # rows of the template
_NAME, _CRITERION, _REMARK = "row.name", "row.points", "row.remark"
_PASSED, _BASIS, _RANK, _GRADE = "row.passed", "row.basis", "row.rank", "row.grade"
_LABEL, _LABEL_TALL = 9, 90.0  # points: the type of a criterion's label, and the height it should keep to
_LONGEST_NAME, _WIDEST_LABEL, _WIDEST_REMARK = 20, 12, 46  # units of column width
_PLAIN = "计算"
_FEW = 40  # rows that may stand on one page
_PAGES = "第 &P 页　共 &N 页"
_PAGE = 509.0  # points of height on a landscape page
_HEAD = 0.3  # inches from the edge of the paper
_SMALLEST = 0.86  # how far a sheet may be shrunk to end on one page: to 9 point type


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as the template has it: what it shows, its label, its width, and the cells it copies its looks from."""

    shows: str
    label: str
    width: float
    looks: Mapping[int, Any]


@dataclass(frozen=True, slots=True)
class _RankedRow:
    """A row with the rank of its community; ``tied`` with others."""

    row: SummaryRow
    rank: int | None
    tied: bool

    @property
    def words(self) -> ListValue:
        """Return the rank for print, empty for none."""
        if self.rank is None:
            return ""
        return f"并列{self.rank}" if self.tied else Fraction(self.rank)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a row shows: its values by column, and those of the criteria in their order."""

    values: Mapping[str, ListValue]
    results: Sequence[ListValue]


@dataclass(frozen=True, slots=True)
class _Prints:
    """What the sheet prints of numbers: of totals by their value, of points by the most that each criterion can give."""

    totals: Mapping[Fraction, Fraction]
    full: Sequence[Fraction]
    numbers: Sequence[str] = ()

    @classmethod
    def of(cls, rubric: Rubric, rows: Sequence[SummaryRow]) -> "_Prints":
        """Return how the totals of some rows are printed: so that ranks can be understood."""
        others = (points for row in rows for points in (row.main, row.bonus, row.total))
        full = [rubric.criteria[key].points for key in rubric.ordered()]
        return cls(
            print_scores(rubric, (row.final for row in rows), others),
            full,
            tuple(number_criteria(rubric).values()),
        )

    def show_total(self, points: Fraction | None) -> ListValue:
        """Return a total as it is printed."""
        return OPEN_VERDICT if points is None else self.totals[points]

    def show_results(self, points: Sequence[Fraction | str | None]) -> tuple[ListValue, ...]:
        """Return the points of the criteria as they are printed; those that are 待定 are left blank."""
        return tuple(
            round_points(each, [full]) if isinstance(each, Fraction) else each or ""
            for each, full in zip(points, self.full, strict=True)
        )


def fill_summary_sheet(
    sheet: Worksheet, title: str, rubric: Rubric, rows: Sequence[SummaryRow], *, whole: bool
) -> SheetBody:
    """Lay out the sheet for a rubric and some communities; return the rows of its body."""
    columns = list(_share_widths(_choose_columns(_read_columns(sheet), rubric, rows), rows, whole=whole))
    _write_columns(sheet, columns)
    end = format_column(len(columns))
    write_text(sheet["A1"], title)
    notes = "".join(write_notes(rubric, rows))
    write_text(sheet[f"A{_NOTES}"], notes)
    width = sum(column.width for column in columns)
    sheet.row_dimensions[_NOTES].height = measure_height(notes, width, _size_of(sheet, _NOTES))
    means = _average(rubric, rows)
    count = len(rows) + (1 if means else 0)
    sheet_rows: Iterable[SheetRow] = _list_rows(rubric, rows, columns, means, whole=whole)
    few = list(sheet_rows) if count <= _FEW else None
    sheet.print_area = f"A1:{end}{_SIGNED + count - 1}"
    set_up_page(sheet, _HEADER)
    _fit_pages(sheet, few)
    sheet.print_title_cols = "A:B"
    sheet.freeze_panes = f"C{_BODY}"
    return SheetBody(_BODY, count, sheet_rows if few is None else few)


def _fit_pages(sheet: Any, few: Sequence[SheetRow] | None) -> None:  # noqa: ANN401 - openpyxl types its sheets only in part
    """Print on one page what can stand on one; number several above, since a print pack has its own numbers below."""
    fixed = sum(sheet.row_dimensions[row].height for row in (1, _DATE, _HEADER, _CLOSE, _NOTES, _SIGNED))
    if few is not None and (fixed + sum(row.height for row in few)) * _SMALLEST <= _PAGE:
        sheet.page_setup.fitToHeight = 1
    else:
        sheet.oddHeader.right.text = _PAGES
        sheet.page_margins = copy.copy(sheet.page_margins)
        sheet.page_margins.header = _HEAD
    drop_page_numbers_below(sheet)


def _size_of(sheet: Worksheet, row: int) -> float:
    size: float = sheet.cell(row, 1).font.size or _LABEL
    return size


# -- columns ------------------------------------------------------------------------------------------------
def _read_columns(sheet: Worksheet) -> list[_Column]:
    """Return the columns of the template and clear it of them."""
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    found = []
    for at in range(1, sheet.max_column + 1):
        looks = {row: copy.copy(sheet.cell(row, at)) for row in (_DATE, _HEADER, _BODY, _CLOSE)}
        shows = str(looks[_BODY].value).strip("{} ")
        width = sheet.column_dimensions[format_column(at)].width
        found.append(_Column(shows, str(looks[_HEADER].value), width, looks))
    return found


def _choose_columns(
    template: Sequence[_Column], rubric: Rubric, rows: Sequence[SummaryRow]
) -> Iterator[_Column]:
    """Yield the columns that a notice and its rows need: the criterion column once for each, none that is empty."""
    unneeded = set[str]()
    if not rubric.bonus:
        unneeded |= {"row.main", "row.bonus"}  # without 附加分, 总分 says it all
    if all(row.final == row.total and (row.final is None or row.basis == _PLAIN) for row in rows):
        unneeded |= {"row.final", "row.basis"}
    if rubric.grades is None:
        unneeded.add(_GRADE)
    if not rubric.criteria:
        unneeded |= {"row.main", "row.bonus", "row.total", "row.final", "row.basis", "row.rank"}
    for column in template:
        if column.shows == _CRITERION:
            yield from (replace(column, label=label) for label in _label_criteria(rubric))
        elif column.shows not in unneeded:
            yield column


def _label_criteria(rubric: Rubric) -> list[str]:
    """Return the labels of the columns of results: numbers and 分值, or the titles of standards."""
    if rubric.criteria:
        numbers = number_criteria(rubric)
        return [f"{numbers[key]}\n{points_text(rubric.criteria[key].points)}分" for key in rubric.ordered()]
    return [gate.title for gate in (rubric.gates.standards.values() if rubric.gates else ())]


def _share_widths(
    columns: Iterator[_Column], rows: Sequence[SummaryRow], *, whole: bool
) -> Iterator[_Column]:
    """Yield the columns in the widths they need: what is left of the page is for names and remarks."""
    known = list(columns)
    longest = max((2 * len(_name(row, whole=whole)) + 2 for row in rows), default=0)
    said = {
        _PASSED: [row.verdict.words for row in rows],
        _BASIS: [row.basis for row in rows],
        _GRADE: [row.grade for row in rows],
        _RANK: [each.words for each in _rank_rows(rows) if isinstance(each.words, str)],
    }
    wide = [_widen_words(_widen(column, longest), said.get(column.shows, ())) for column in known]
    left = max(WIDEST - sum(column.width for column in wide), 0)
    for column in wide:
        if column.shows == _REMARK:
            yield replace(column, width=min(column.width + left, max(column.width, _WIDEST_REMARK)))
        else:
            yield column


def _widen_words(column: _Column, words: Sequence[str]) -> _Column:
    """Return a column in which the longest of some words stands clear of the lines at its sides.

    Its label then stands on one line: the narrow column broke it in the middle.
    """
    longest = max((measure_width(each, column.looks[_BODY].font.size) for each in words), default=0)
    if longest <= column.width:
        return column
    return replace(column, width=max(longest, measure_width(column.label, column.looks[_HEADER].font.size)))


def _widen(column: _Column, longest: float) -> _Column:
    if column.shows == _NAME:
        return replace(column, width=max(column.width, min(longest, _LONGEST_NAME)))
    if column.shows != _CRITERION:
        return column
    steps = (column.width, *range(int(column.width) + 1, _WIDEST_LABEL))
    fits = (width for width in steps if measure_height(column.label, width, _LABEL) <= _LABEL_TALL)
    return replace(column, width=next(fits, _WIDEST_LABEL))


def _write_columns(sheet: Worksheet, columns: Sequence[_Column]) -> None:
    """Write the columns in the place of those of the template, and lines over the whole width."""
    last = format_column(len(columns))
    sheet.delete_cols(2, sheet.max_column)
    for at, column in enumerate(columns, 1):
        sheet.column_dimensions[format_column(at)].width = column.width
        for row, look in column.looks.items():
            cell: Any = sheet.cell(row, at)
            write_text(cell, str(look.value or "") if row == _DATE else "")
            cell._style = copy.copy(look._style)  # noqa: SLF001 - openpyxl has no public way to copy a style
        _write_label(sheet.cell(_HEADER, at), column)
    heights = (measure_height(column.label, column.width, _LABEL) for column in columns)
    sheet.row_dimensions[_HEADER].height = max(*heights, sheet.row_dimensions[_HEADER].height)
    for row in (1, _NOTES, _SIGNED):
        sheet.merge_cells(f"A{row}:{last}{row}")


def _write_label(cell: Any, column: _Column) -> None:  # noqa: ANN401 - openpyxl's cells have no common type
    write_text(cell, column.label)
    if column.shows == _CRITERION:
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        cell.font = Font(name=cell.font.name, size=_LABEL, bold=cell.font.bold)


# -- rows ---------------------------------------------------------------------------------------------------
def _list_rows(
    rubric: Rubric,
    rows: Sequence[SummaryRow],
    columns: Sequence[_Column],
    means: _Shown | None,
    *,
    whole: bool,
) -> Iterator[SheetRow]:
    """Yield a row for each community, and one of means where there are any."""
    least: float = columns[0].looks[_BODY].parent.row_dimensions[_BODY].height
    sizes = [column.looks[_BODY].font.size or _LABEL for column in columns]
    widths = [column.width for column in columns]
    remark = next((at for at, column in enumerate(columns) if column.shows == _REMARK), None)
    prints = _Prints.of(rubric, rows)
    for at, ranked in enumerate(_rank_rows(rows), 1):
        room = None if remark is None else (widths[remark], sizes[remark])
        shown = _show_row(at, ranked, prints, room, whole=whole)
        values = _spread(columns, shown)
        tall = (
            measure_height(value, width, size)
            for value, width, size, column in zip(values, widths, sizes, columns, strict=True)
            if isinstance(value, str) and column.shows in {_NAME, _REMARK}
        )
        yield SheetRow(values, max(least, *tall))
    if means:
        yield SheetRow(_spread(columns, means), least)


def _rank_rows(rows: Sequence[SummaryRow]) -> list[_RankedRow]:
    """Rank the communities of a sheet as ``formgen rank`` does: equal scores share a rank, who failed has none."""
    ranks = rank_scores(
        [rankable(row.final, row.verdict.passed, waits=row.verdict.waits_for_data) for row in rows]
    )
    counts = Counter(ranks)
    return [
        _RankedRow(row, rank, rank is not None and counts[rank] > 1)
        for row, rank in zip(rows, ranks, strict=True)
    ]


def _spread(columns: Sequence[_Column], shown: _Shown) -> tuple[ListValue, ...]:
    """Return the values of a row, column by column; those of criteria one after the other."""
    results = iter(shown.results)
    return tuple(
        next(results, "") if column.shows == _CRITERION else shown.values.get(column.shows, "")
        for column in columns
    )


def _show_row(
    at: int, ranked: _RankedRow, prints: _Prints, room: tuple[float, float] | None, *, whole: bool
) -> _Shown:
    """Return what a community's row shows; points that are 待定 are left blank, totals say so."""
    row = ranked.row
    results = prints.show_results(row.points) or tuple(each.words for each in row.standards)
    values: dict[str, ListValue] = {
        "row.index": Fraction(at),
        _NAME: _name(row, whole=whole),
        "row.main": prints.show_total(row.main),
        "row.bonus": prints.show_total(row.bonus),
        "row.total": prints.show_total(row.total),
        "row.final": prints.show_total(row.final),
        _BASIS: "" if row.final is None else row.basis,
        _RANK: ranked.words,
        _PASSED: row.verdict.words,
        _GRADE: row.grade,
        _REMARK: "" if room is None else make_remark(row, *room, prints.numbers),
    }
    return _Shown(values, results)


def _name(row: SummaryRow, *, whole: bool) -> str:
    return f"{row.township}{row.name}" if whole else row.name


def _average(rubric: Rubric, rows: Sequence[SummaryRow]) -> _Shown | None:
    """Return the means of the columns in which every community has points; None where no total is complete."""
    if not rubric.criteria or len(rows) < 2:  # noqa: PLR2004 - one community is no mean
        return None
    marks = rubric.marks
    final = _mean([row.final for row in rows], marks)
    if final == "":
        return None
    means = {
        _NAME: "平均",
        "row.main": _mean([row.main for row in rows], marks),
        "row.bonus": _mean([row.bonus for row in rows], [rubric.bonus]),
        "row.total": _mean([row.total for row in rows], marks),
        "row.final": final,
    }
    columns = zip(rubric.ordered(), zip(*(row.points for row in rows), strict=True), strict=True)
    return _Shown(means, tuple(_mean(values, [rubric.criteria[key].points]) for key, values in columns))


def _mean(values: Sequence[Fraction | str | None], marks: Sequence[Fraction]) -> ListValue:
    known = [value for value in values if isinstance(value, Fraction)]
    if len(known) < len(values):
        return ""
    parts = Counter[int]()  # numerators by denominator: exact, and soon added up for thirty thousand
    for value in known:
        parts[value.denominator] += value.numerator
    total = sum((Fraction(above, below) for below, above in parts.items()), Fraction(0))
    return round_points(total / len(known), marks)
