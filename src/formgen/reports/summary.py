"""汇总表: communities by criterion, with what is 待定 and where claims differ; and the index of all documents.

Knows lines and the rubric; where the files go is not its matter.
"""

import copy
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from formgen import assets
from formgen.exact import points_text
from formgen.forms.heights import measure_height, split_by_height
from formgen.office.cells import format_column, write_text
from formgen.reports.lists import (
    WIDEST,
    ListSheet,
    ListValue,
    SheetBody,
    SheetRow,
    add_list_sheet,
    make_lists,
    set_up_page,
    stream_rows,
)
from formgen.reports.summary_row import SummaryRow
from formgen.rubric.schema import Criterion, Rubric
from formgen.rubric.verdict import Verdict

_HEADER, _BODY, _CRITERION = 3, 4, 3  # rows of the template and the column that is repeated
_MAIN_AND_BONUS = (4, 5)  # columns of the template for 合计 and 附加分: without 附加分, 总分 says it all
_LABEL, _LABEL_TALL = 9, 125.0  # points: the type of a criterion's label, and the height it should keep to
_NARROWEST, _WIDE = 4.4, 5.5  # of a criterion's column: two characters of its label a line, and room enough
_WIDEST = 12.0  # the same, where the label is long
_LEAST = 24  # points of height of a row
_DIFFERENCES = "各级评分与计算差异"
_LISTS: dict[str, dict[str, float]] = {
    "待定事项": {"乡镇（街道）": 14, "社区（村）": 20, "评分项": 30, "原因": 66, "佐证材料": 36},
    "评定标准": {"乡镇（街道）": 14, "社区（村）": 20, "评定标准": 36, "结果": 10, "数据": 70},
    _DIFFERENCES: {
        "乡镇（街道）": 14,
        "社区（村）": 20,
        "评分项": 40,
        "谁的评分": 10,
        "评分": 10,
        "计算": 10,
        "相差": 10,
    },
    "问题与提示": {"编号": 8, "位置": 36, "问题": 60, "怎样改": 50},
}


def make_summary(title: str, rubric: Rubric, lines: Sequence[SummaryRow], *, whole: bool = False) -> bytes:
    """Return a 汇总表 workbook. ``whole`` names each community with its township, for a whole county."""
    book = load_workbook(assets.folder("templates") / "summary" / "template.xlsx")
    sheet = book.worksheets[0]
    labels = [_criterion_label(rubric.criteria[key]) for key in rubric.ordered()]
    labels = labels or [gate.title for gate in (rubric.gates.standards.values() if rubric.gates else ())]
    if not rubric.bonus:
        _drop_columns(sheet, _MAIN_AND_BONUS)
    widths = _widen(sheet, labels)
    write_text(sheet["A1"], title)
    write_text(sheet["A2"], f"依据：{rubric.notice.number}　共{len(lines)}个")
    _write_header(sheet, labels, widths[_CRITERION - 1 :])
    end = f"{format_column(sheet.max_column)}{_BODY + len(lines)}"
    sheet.print_area = f"A1:{end}"
    set_up_page(sheet, _HEADER)
    sheet.print_title_cols = "A:B"
    sheet.freeze_panes = f"{format_column(_CRITERION)}{_BODY}"
    bodies = {
        0: SheetBody(_BODY, len(lines), _summary_rows(lines, widths, whole=whole, bonus=bool(rubric.bonus)))
    }
    found: list[tuple[str, Iterator[tuple[ListValue, ...]]]] = [
        ("待定事项", _open_rows(lines)),
        *([("评定标准", _standard_rows(lines))] if rubric.gates else []),
        (_DIFFERENCES, _difference_rows(lines)),
        ("问题与提示", _problem_rows(lines)),
    ]
    for at, (name, rows) in enumerate(found, 1):
        columns = _LISTS[name]
        bodies[at] = add_list_sheet(book, name, ListSheet(columns, list(rows)))
    return stream_rows(book, bodies)


class IndexRow(NamedTuple):
    """A document as it is listed in the index: whose it is, on which form, and its path below the output folder."""

    township: str
    community: str
    form: str
    file: str


def make_index(rows: Sequence[IndexRow]) -> bytes:
    """Return the index of all documents."""
    columns: dict[str, float] = {"乡镇（街道）": 16, "社区（村）": 30, "表": 16, "文件": 70}
    return make_lists({"目录": ListSheet(columns, list(rows))})


def _criterion_label(criterion: Criterion) -> str:
    return f"{criterion.number}\n{criterion.name}\n{points_text(criterion.points)}分"


def _drop_columns(sheet: Worksheet, columns: Sequence[int]) -> None:
    """Drop columns of the template with their widths."""
    last = sheet.max_column
    kept = [column for column in range(1, last + 1) if column not in columns]
    widths = [sheet.column_dimensions[format_column(column)].width for column in kept]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.delete_cols(columns[0], len(columns))
    for at in range(1, last + 1):
        del sheet.column_dimensions[format_column(at)]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[format_column(at)].width = width


def _widen(sheet: Worksheet, labels: Sequence[str]) -> list[float]:
    """Repeat the criterion column of the template for every criterion of the rubric; return all widths."""
    extra, last = len(labels) - 1, sheet.max_column
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    widths = [sheet.column_dimensions[format_column(column)].width for column in range(1, last + 1)]
    for row in range(_HEADER, sheet.max_row + 1):
        for column in range(last, _CRITERION, -1):
            _copy_cell(sheet.cell(row, column), sheet.cell(row, column + extra))
        for column in range(_CRITERION + 1, _CRITERION + extra + 1):
            _copy_cell(sheet.cell(row, _CRITERION), sheet.cell(row, column))
    widths = _share_widths(widths[: _CRITERION - 1], labels, widths[_CRITERION:])
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[format_column(column)].width = width
    end = format_column(last + extra)
    sheet.merge_cells(f"A1:{end}1")
    sheet.merge_cells(f"A2:{end}2")
    return widths


def _share_widths(front: list[float], labels: Sequence[str], behind: list[float]) -> list[float]:
    """Return the widths of all columns: what few criteria leave is for the two columns of words at the end."""
    room = WIDEST - sum(front) - sum(behind)
    least = round(min(max(room / len(labels), _NARROWEST), _WIDE), 2)
    steps = (least, *range(int(least) + 1, int(_WIDEST)))
    middle = [
        next((width for width in steps if measure_height(label, width, _LABEL) <= _LABEL_TALL), _WIDEST)
        for label in labels
    ]
    left = max(room - sum(middle), 0) / 2
    return [*front, *middle, *behind[:-2], *(round(width + left, 2) for width in behind[-2:])]


def _copy_cell(source: Any, target: Any) -> None:  # noqa: ANN401 - openpyxl's cells have no common type
    target.value = source.value
    target._style = copy.copy(source._style)  # noqa: SLF001 - openpyxl has no public way to copy a style


def _write_header(sheet: Worksheet, labels: Sequence[str], widths: Sequence[float]) -> None:
    for at, label in enumerate(labels):
        cell: Any = sheet.cell(_HEADER, _CRITERION + at)
        write_text(cell, label)
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        cell.font = Font(name=cell.font.name, size=_LABEL, bold=cell.font.bold)
    tall = max(measure_height(label, width, _LABEL) for label, width in zip(labels, widths, strict=False))
    sheet.row_dimensions[_HEADER].height = max(tall, sheet.row_dimensions[_HEADER].height)


def _summary_rows(
    lines: Sequence[SummaryRow], widths: Sequence[float], *, whole: bool, bonus: bool
) -> Iterator[SheetRow]:
    """Yield one row a community; 待定 points are left blank."""
    for at, line in enumerate(lines, 1):
        waiting = "、".join(each.short for each in line.open)
        waiting = "；".join(filter(None, (waiting, *_say_failures(line.verdict))))
        gaps = "；".join(
            f"{each.short}：{each.level}{points_text(each.entered)}，计算{each.computed_words}"
            for each in line.differences
        )
        name = f"{line.township}{line.name}" if whole else line.name
        results: tuple[Fraction | str | None, ...] = line.points or tuple(
            each.words for each in line.standards
        )
        totals = (*((line.main, line.bonus) if bonus else ()), line.total, line.final)
        shown = tuple("" if value is None else value for value in (*results, *totals))
        waiting = _shorten(waiting, "、", widths[-2], "待定事项")
        gaps = _shorten(gaps, "；", widths[-1], _DIFFERENCES)
        tall = max(_LEAST, *map(measure_height, (name, waiting, gaps), (widths[1], *widths[-2:])))
        basis = "" if line.final is None else line.basis
        yield SheetRow((Fraction(at), name, *shown, basis, line.verdict.words, waiting, gaps), tall)


def _say_failures(verdict: Verdict) -> tuple[str, ...]:
    """Return why a community does not pass; what is open is listed by itself."""
    return verdict.reasons if verdict.passed is False else ()


def _shorten(text: str, mark: str, width: float, sheet: str) -> str:
    """Return a text that a row can hold: the sheet behind lists all, one by one."""
    found = split_by_height(text, width)
    if len(found) == 1:
        return text
    more = f"……（全部见“{sheet}”）"
    return found[0][: -2 * len(more)].rpartition(mark)[0] + more


def _open_rows(lines: Sequence[SummaryRow]) -> Iterator[tuple[ListValue, ...]]:
    for line in lines:
        for each in line.open:
            yield line.township, line.name, each.label, each.reason, each.evidence


def _difference_rows(lines: Sequence[SummaryRow]) -> Iterator[tuple[ListValue, ...]]:
    for line in lines:
        for each in line.differences:
            whose = (line.township, line.name, each.label, each.level)
            if each.computed is None:
                yield *whose, each.entered, each.computed_words, ""
            else:
                yield *whose, each.entered, each.computed, each.entered - each.computed


def _standard_rows(lines: Sequence[SummaryRow]) -> Iterator[tuple[ListValue, ...]]:
    for line in lines:
        for each in line.standards:
            yield line.township, line.name, each.title, each.words, each.figures


def _problem_rows(lines: Sequence[SummaryRow]) -> Iterator[tuple[ListValue, ...]]:
    for line in lines:
        for problem in line.problems:
            yield problem.code, str(problem.place), problem.message, problem.mend
