"""The column that says which series, level or criterion a row is about has many names; a sheet without it is told."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
_DATA: list[list[Any]] = [["社区名称", "零就业家庭户数"], ["东村", 0]]
_MONTHS = [f"{month}月" for month in range(1, 13)]


def read(book: Book, rubric: Rubric, sheet: str, rows: Sequence[Sequence[Any]]) -> Intake:
    return open_source(book(_DATA, more={sheet: rows}), rubric).read_all()


def told(intake: Intake) -> list[str]:
    return [each.code for each in intake.problems if each.code != "D154"]


@pytest.mark.parametrize(
    "head",
    [
        "指标",
        "项目",
        "指标名称",
        "内容",
        "统计项目",
        "统计指标",
        "指标项",
        "项目名称",
        "填报项目",
        "类别",
        "项 目",
        "项目：",
    ],
)
@pytest.mark.parametrize("sheet", ["十二个月", "月报"])
def test_the_series_of_a_row_of_months_may_be_headed_in_many_words(
    book: Book, yongjia: Rubric, head: str, sheet: str
) -> None:
    rows: list[list[Any]] = [["社区名称", head, *_MONTHS], ["东村", "其中已就业人数", *range(1, 13)]]
    intake = read(book, yongjia, sheet, rows)
    assert told(intake) == []
    series = intake.communities[0].monthly["target_employed"]
    assert [figure and figure.value for figure in series] == [*range(1, 13)]


@pytest.mark.parametrize("head", ["评分栏", "评分级别", "级别", "层级", "考评级别", "考评单位"])
def test_the_level_of_a_row_of_points_may_be_headed_in_many_words(
    book: Book, yongjia: Rubric, head: str
) -> None:
    intake = read(book, yongjia, "各级评分", [["社区名称", head, "4 平台挂牌"], ["东村", "县级", 2]])
    assert told(intake) == []
    assert intake.communities[0].scores["county"]["item4"].value == 2


@pytest.mark.parametrize("beside", ["评分人", "考评人", "评分单位"])
@pytest.mark.parametrize("first", [True, False])
def test_a_word_that_heads_levels_alone_is_another_column_beside_a_better_one(
    book: Book, yongjia: Rubric, beside: str, first: bool
) -> None:
    heads, row = ["评分栏", beside], ["县级", "张三"]
    order = slice(None, None, -1) if first else slice(None)
    rows: list[list[Any]] = [["社区名称", *heads[order], "4 平台挂牌"], ["东村", *row[order], 2]]
    intake = read(book, yongjia, "各级评分", rows)
    assert {each.code for each in intake.problems} <= {"D102", "D154"}
    assert intake.communities[0].scores["county"]["item4"].value == 2


@pytest.mark.parametrize("head", ["评分项", "项目", "评审项目", "考核项目", "评价指标", "指标"])
def test_the_criterion_of_judged_points_may_be_headed_in_many_words(
    book: Book, yongjia: Rubric, head: str
) -> None:
    rows: list[list[Any]] = [
        ["社区名称", head, "得分", "评审人", "理由"],
        ["东村", "4 平台挂牌", 2, "股长", "有"],
    ]
    intake = read(book, yongjia, "评审打分", rows)
    assert told(intake) == []
    assert intake.communities[0].judged["item4"].points == 2


def test_such_a_word_alone_makes_no_sheet_of_months_of_a_table(book: Book, yongjia: Rubric) -> None:
    rows: list[list[Any]] = [["社区名称", "项目", "金额"], ["东村", "修路", 3]]
    assert told(read(book, yongjia, "项目", rows)) == ["D158"]
    data = [["社区名称", "类别", "零就业家庭户数"], ["东村", "一类", 0]]
    intake = open_source(book(data), yongjia).read_all()
    assert intake.communities[0].indicators["zero_job_households"].value == 0


@pytest.mark.parametrize(
    ("sheet", "rows", "column"),
    [
        ("十二个月", [["社区名称", "人数类别", *_MONTHS], ["东村", "其中已就业人数", *range(12)]], "指标"),
        (
            "十二个月",
            [["社区名称", "月份", "其中已就业人数"], ["东村", "1月", 5], ["东村", "2月", 6]],
            "指标",
        ),
        (
            "十二个月",
            [["社区名称", "东村"], ["指标", "其中已就业人数"], *[[month, 5] for month in _MONTHS]],
            "指标",
        ),
        ("各级评分", [["社区名称", "东村"], ["评分栏", "县级"], ["4 平台挂牌", 2]], "评分栏"),
        ("各级评分", [["社区名称", "评分项", "自评", "县级"], ["东村", "4 平台挂牌", 1, 2]], "评分栏"),
        ("评审打分", [["社区名称", "打分内容", "得分"], ["东村", "4 平台挂牌", 2]], "评分项"),
    ],
)
def test_a_sheet_of_the_template_that_is_headed_otherwise_is_an_error_and_no_data(
    book: Book, yongjia: Rubric, sheet: str, rows: list[list[Any]], column: str
) -> None:
    intake = read(book, yongjia, sheet, rows)
    found = [each for each in intake.problems if each.severity == "error" and each.code != "D154"]
    assert [(each.code, each.message) for each in found] == [
        ("D193", f"工作表“{sheet}”的表头里没有“{column}”一列，没有读。")
    ]
    assert [*intake.communities[0].indicators] == ["zero_job_households"]


def test_a_table_with_a_row_for_each_month_completes_no_other(book: Book, yongjia: Rubric) -> None:
    rows: list[list[Any]] = [
        ["社区名称", "月份", "其中已就业人数"],
        *(["东村", month, 5] for month in _MONTHS),
    ]
    intake = read(book, yongjia, "月报", rows)
    assert [*intake.communities[0].indicators] == ["zero_job_households"]
    assert told(intake) == ["D158"]
