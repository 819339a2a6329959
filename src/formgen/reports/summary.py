"""The workbook of a 汇总表: its first sheet (``summary_sheet``) and the lists behind it; and the index of all documents.

Knows rows and the rubric; not where the files go.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from openpyxl import load_workbook

from formgen import assets
from formgen.problems import Problem
from formgen.reports.lists import (
    ListSheet,
    ListValue,
    add_list_sheet,
    make_lists,
    stream_rows,
)
from formgen.reports.summary_remark import DIFFERENCE_SHEET
from formgen.reports.summary_row import SummaryRow
from formgen.reports.summary_sheet import fill_summary_sheet
from formgen.rubric.schema import Rubric

# What a 汇总表 says it is in its own properties: of one township, or of all.
KIND, TOWNSHIP_SUMMARY, WHOLE_SUMMARY = "list", "summary", "whole-summary"
_BRACKET = re.compile(r"（[^（）]*）$")
_ENDINGS = ("评分标准", "评分表", "指标", "标准", "表")
_SUFFIXES = ("得分", "结果", "评价", "评估", "考核", "考评", "评定", "标准", "建设", "创建")
_BEGINNING = "创建"
PROBLEM_SHEET = "问题与提示"
_LISTS: dict[str, dict[str, float]] = {
    "待定事项": {"乡镇（街道）": 14, "社区（村）": 20, "评分项": 30, "原因": 66, "佐证材料": 36},
    "评定标准": {"乡镇（街道）": 14, "社区（村）": 20, "评定标准": 36, "结果": 10, "数据": 70},
    DIFFERENCE_SHEET: {
        "乡镇（街道）": 14,
        "社区（村）": 20,
        "评分项": 40,
        "谁的评分": 10,
        "评分": 10,
        "计算": 10,
        "相差": 10,
    },
    PROBLEM_SHEET: {"编号": 8, "位置": 36, "问题": 60, "怎样改": 50},
}


def name_summary(rubric: Rubric) -> str:
    """Return the name of a notice's 汇总表: the one it names, else one made of the title of its table."""
    if rubric.summary_title:
        return rubric.summary_title
    base = _BRACKET.sub("", rubric.title).removeprefix(rubric.notice.area)
    ending = next((each for each in _ENDINGS if base.endswith(each)), "")
    return f"{base.removesuffix(ending)}{'得分' if rubric.criteria else '结果'}汇总表"


def name_programme(rubric: Rubric) -> str:
    """Return what a notice is about, for the titles of a county's papers: 高质量就业社区（村）, “充分就业社区”."""
    name = whole = name_summary(rubric).removesuffix("汇总表")
    while shorter := next((name.removesuffix(each) for each in _SUFFIXES if name.endswith(each)), ""):
        name = shorter
    return name.removeprefix(_BEGINNING) or whole


def make_summary(
    title: str,
    rubric: Rubric,
    rows: Sequence[SummaryRow],
    problems: Sequence[Problem] = (),
    *,
    township: str | None = "",
) -> bytes:
    """Return a 汇总表 workbook: the sheet that is handed in, and behind it lists of what it only counts.

    ``problems`` are those of the data that no row has. A ``township`` of None is a whole county: each community is named
    with its own.
    """
    book = load_workbook(assets.folder("templates") / "summary" / "template.xlsx")
    bodies = {0: fill_summary_sheet(book.worksheets[0], title, rubric, rows, whole=township is None)}
    found: list[tuple[str, Iterable[tuple[ListValue, ...]]]] = [
        ("待定事项", _open_rows(rows)),
        ("评定标准", _standard_rows(rows)),
        (DIFFERENCE_SHEET, _difference_rows(rows)),
        (PROBLEM_SHEET, _problem_rows([*problems, *(each for row in rows for each in row.problems)])),
    ]
    for name, each in found:
        if listed := list(each):
            shown = f"{title}　{name}" + ("（核对用，不打印、不报送）" if name == PROBLEM_SHEET else "")
            bodies[len(bodies)] = add_list_sheet(book, name, ListSheet(_LISTS[name], listed, shown))
    kind = WHOLE_SUMMARY if township is None else TOWNSHIP_SUMMARY
    return stream_rows(book, bodies, {"rubric": rubric.id, KIND: kind, "township": township or ""})


class IndexRow(NamedTuple):
    """A document as it is listed in the index: whose it is, on which form, and its path below the output folder."""

    township: str
    community: str
    form: str
    file: str
    remark: str = ""


def make_index(rows: Sequence[IndexRow]) -> bytes:
    """Return the index of all documents, with remarks where there are any."""
    columns: dict[str, float] = {"乡镇（街道）": 16, "社区（村）": 30, "表": 16, "文件": 70}
    columns |= {"备注": 24} if any(row.remark for row in rows) else {}
    return make_lists({"目录": ListSheet(columns, [row[: len(columns)] for row in rows])})


def _open_rows(rows: Sequence[SummaryRow]) -> Iterator[tuple[ListValue, ...]]:
    for row in rows:
        for each in row.open:
            yield row.township, row.name, each.label, each.reason, each.evidence


def _difference_rows(rows: Sequence[SummaryRow]) -> Iterator[tuple[ListValue, ...]]:
    for row in rows:
        for each in row.differences:
            whose = (row.township, row.name, each.label, each.level)
            if each.computed is None:
                yield *whose, each.entered, each.computed_words, ""
            else:
                yield *whose, each.entered, each.computed, each.entered - each.computed


def _standard_rows(rows: Sequence[SummaryRow]) -> Iterator[tuple[ListValue, ...]]:
    for row in rows:
        for each in row.standards:
            yield row.township, row.name, each.title, each.words, each.figures


def _problem_rows(problems: Iterable[Problem]) -> Iterator[tuple[ListValue, ...]]:
    for problem in problems:
        whose = f"（{problem.whose}）" if problem.whose else ""
        yield problem.code, f"{problem.place}{whose}", problem.message, problem.mend
