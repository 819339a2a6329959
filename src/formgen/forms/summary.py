"""汇总表: communities by criterion, with what is 待定 and where claims differ; and the index of all documents."""

import copy
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formgen import assets
from formgen.exact import points_text
from formgen.forms.line import Line
from formgen.forms.listing import Body, Row, list_sheet, lists, streamed
from formgen.forms.text import height
from formgen.rubric.explain import VERDICTS
from formgen.rubric.schema import Rubric

_HEADER, _BODY, _CRITERION = 3, 4, 3  # rows of the template and the column that is repeated
_TAIL_WIDTHS = (16.0, 24.0)  # of the columns 待定项 and 差异
_LISTS: dict[str, dict[str, float]] = {
    "待定事项": {"乡镇（街道）": 14, "社区（村）": 20, "评分项": 30, "原因": 66, "佐证材料": 36},
    "自评与计算差异": {
        "乡镇（街道）": 14,
        "社区（村）": 20,
        "评分项": 40,
        "自评": 10,
        "计算": 10,
        "相差": 10,
    },
    "问题与提示": {"编号": 8, "位置": 36, "问题": 60, "怎样改": 50},
}


def summary(title: str, rubric: Rubric, lines: Sequence[Line], *, whole: bool = False) -> bytes:
    """Return a 汇总表 workbook. ``whole`` names each community with its township, for a whole county."""
    book = load_workbook(assets.folder("templates") / "summary" / "template.xlsx")
    sheet = book.worksheets[0]
    _widen(sheet, len(rubric.criteria))
    sheet["A1"].value, sheet["A2"].value = title, f"依据：{rubric.notice.number}　共{len(lines)}个"
    _header(sheet, rubric)
    end = f"{get_column_letter(sheet.max_column)}{_BODY + len(lines)}"
    sheet.print_area = f"A1:{end}"
    sheet.print_title_rows = f"{_HEADER}:{_HEADER}"
    sheet.freeze_panes = f"{get_column_letter(_CRITERION)}{_BODY}"
    bodies = {0: Body(_BODY, len(lines), _rows(lines, whole=whole))}
    lists = (_open_rows(lines), _difference_rows(lines), _problem_rows(lines))
    for at, ((name, columns), rows) in enumerate(zip(_LISTS.items(), lists, strict=True), 1):
        bodies[at] = list_sheet(book, name, columns, list(rows))
    return streamed(book, bodies)


def index(rows: Sequence[tuple[str, str, str, str]]) -> bytes:
    """Return the index of all documents: township, community, form, file."""
    columns: dict[str, float] = {"乡镇（街道）": 16, "社区（村）": 30, "表": 16, "文件": 70}
    return lists({"目录": (columns, list(rows))})


def _widen(sheet: Worksheet, criteria: int) -> None:
    """Repeat the criterion column of the template for every criterion of the rubric."""
    extra, last = criteria - 1, sheet.max_column
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    widths = [sheet.column_dimensions[get_column_letter(column)].width for column in range(1, last + 1)]
    for row in range(_HEADER, sheet.max_row + 1):
        for column in range(last, _CRITERION, -1):
            _copy(sheet.cell(row, column), sheet.cell(row, column + extra))
        for column in range(_CRITERION + 1, _CRITERION + extra + 1):
            _copy(sheet.cell(row, _CRITERION), sheet.cell(row, column))
    widths = [*widths[: _CRITERION - 1], *[6.5] * criteria, *widths[_CRITERION:-2], *_TAIL_WIDTHS]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    end = get_column_letter(last + extra)
    sheet.merge_cells(f"A1:{end}1")
    sheet.merge_cells(f"A2:{end}2")


def _copy(source: Any, target: Any) -> None:  # noqa: ANN401 - openpyxl's cells have no common type
    target.value = source.value
    target._style = copy.copy(source._style)  # noqa: SLF001 - openpyxl has no public way to copy a style


def _header(sheet: Worksheet, rubric: Rubric) -> None:
    for at, key in enumerate(rubric.ordered()):
        criterion = rubric.criteria[key]
        cell = sheet.cell(_HEADER, _CRITERION + at)
        cell.value = f"{criterion.number}\n{criterion.name}\n（{points_text(criterion.points)}分）"
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        cell.font = Font(name=cell.font.name, size=8, bold=cell.font.bold)
    sheet.row_dimensions[_HEADER].height = 110


def _rows(lines: Sequence[Line], *, whole: bool) -> Iterator[Row]:
    """Yield one row a community; 待定 is left blank."""
    for at, line in enumerate(lines, 1):
        waiting = "、".join(each.short for each in line.open)
        gaps = "；".join(
            f"{each.short}：自评{points_text(each.claim)}，计算{points_text(each.points)}"
            for each in line.differences
        )
        name = f"{line.township}{line.name}" if whole else line.name
        numbers = (*line.points, line.main, line.bonus, line.total)
        shown = tuple("" if value is None else value for value in numbers)
        tall = max(30, *map(height, (waiting, gaps), _TAIL_WIDTHS))
        yield Row((Fraction(at), name, *shown, VERDICTS[line.passed], waiting, gaps), tall)


def _open_rows(lines: Sequence[Line]) -> Iterator[tuple[str | Fraction, ...]]:
    for line in lines:
        for each in line.open:
            yield line.township, line.name, each.label, each.reason, each.evidence


def _difference_rows(lines: Sequence[Line]) -> Iterator[tuple[str | Fraction, ...]]:
    for line in lines:
        for each in line.differences:
            yield line.township, line.name, each.label, each.claim, each.points, each.claim - each.points


def _problem_rows(lines: Sequence[Line]) -> Iterator[tuple[str | Fraction, ...]]:
    for line in lines:
        for problem in line.problems:
            yield problem.code, str(problem.place), problem.message, problem.mend
