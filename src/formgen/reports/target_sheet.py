"""目标任务完成情况: the targets of a notice with their results, those of townships one by one, as a sheet to be stamped.

Knows targets and what was counted for them; not where the file goes.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from openpyxl import load_workbook

from formgen import assets
from formgen.county.quotas import TargetResult, TownshipTarget
from formgen.exact import exact_text, percent_text
from formgen.forms.heights import measure_height
from formgen.office.cells import format_column, write_text
from formgen.office.sheet_pages import drop_page_numbers_below
from formgen.reports.lists import ListValue, SheetBody, SheetRow, set_up_page, stream_rows
from formgen.rubric.schema import Rubric, Target

_HEADER, _PATTERN, _NOTES, _SIGNED = 3, 4, 6, 7  # rows of the template
_WORDS: Mapping[bool | None, str] = {True: "达到", False: "未达到", None: "待定"}
_WHOLE, _NO_TARGET = "合计", "没有下达"


class _Line(NamedTuple):
    """A row without its number."""

    target: str
    township: str
    at_least: ListValue
    done: ListValue
    reached: str
    remark: str


def make_target_sheet(title: str, rubric: Rubric, targets: Mapping[str, TargetResult]) -> bytes:
    """Return the workbook; what is not known is 待定, and says why."""
    book = load_workbook(assets.folder("templates") / "targets" / "template.xlsx")
    sheet: Any = book.worksheets[0]
    widths = [sheet.column_dimensions[format_column(at)].width for at in range(1, sheet.max_column + 1)]
    least: float = sheet.row_dimensions[_PATTERN].height
    write_text(sheet["A1"], title)
    notes = f"依据{rubric.notice.cited}。" + "".join(
        f"{rubric.targets[key].title}：{rubric.targets[key].clause.rstrip('。')}。" for key in targets
    )
    write_text(sheet[f"A{_NOTES}"], notes)
    sheet.row_dimensions[_NOTES].height = max(least, measure_height(notes, sum(widths), 10.5))
    lines = [line for key, result in targets.items() for line in _list_lines(rubric.targets[key], result)]
    rows = [
        SheetRow((Fraction(at), *line), max(least, *(map(_measure, line, widths[1:]))))
        for at, line in enumerate(lines, 1)
    ]
    end = format_column(len(widths))
    sheet.print_area = f"A1:{end}{_SIGNED + len(rows) - 1}"
    set_up_page(sheet, _HEADER)
    drop_page_numbers_below(sheet)
    return stream_rows(book, {0: SheetBody(_PATTERN, len(rows), rows)})


def _measure(value: ListValue, width: float) -> float:
    return measure_height(value, width, 12) if isinstance(value, str) else 0


def _list_lines(rule: Target, result: TargetResult) -> Iterator[_Line]:
    """Yield a row for each township, and one for the whole."""
    for part in result.townships:
        yield _line_of_township(rule, part)
    done: ListValue = "" if result.of.value is None else result.of.value
    remark = result.why
    if result.to and result.to.value and result.of.value is not None:
        share = percent_text(result.of.value / result.to.value)
        remark = f"{result.to.how}{exact_text(result.to.value)}个，占{share}" + (
            f"；{remark}" if remark else ""
        )
    wanted: ListValue = rule.at_least if rule.to is None else _say_share(rule.at_least)
    yield _Line(rule.title, _WHOLE, wanted, done, _WORDS[result.reached], remark)


def _say_share(share: Fraction) -> str:
    """Return a share as a percentage, or as a fraction where no percentage says it exactly."""
    hundreds = exact_text(share * 100)
    return exact_text(share) if "/" in hundreds else f"{hundreds}%"


def _line_of_township(rule: Target, part: TownshipTarget) -> _Line:
    done: ListValue = "" if part.of.value is None else part.of.value
    wanted: ListValue = _NO_TARGET if part.at_least is None else part.at_least
    reached = "" if part.at_least is None else _WORDS[part.reached]
    return _Line(rule.title, part.township, wanted, done, reached, part.why)
