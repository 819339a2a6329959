"""The sum that somebody wrote beside the points of a level is held against them, and used nowhere."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support import card_of, full_marks

from formgen.intake import Intake, make_catalogue, open_source
from formgen.model import Figure
from formgen.problems import Place
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric
from formgen.rubric.score import score

Book = Callable[..., Path]
_DATA: list[list[Any]] = [["社区名称", "零就业家庭户数"], ["东村", 0]]
_MEND = "请核对各项和合计，改正一处；得分按各项计，合计不采用。"


def told(intake: Intake) -> list[tuple[str, str]]:
    return [(each.place.cell, each.message) for each in intake.problems if each.code == "D190"]


@pytest.mark.parametrize(
    "head", ["合计", "总分", "总计（100分）", "得分合计", "总得分（满分100分）", "得分", "合 计"]
)
@pytest.mark.parametrize(
    ("total", "message"), [(100, ""), (99, "99，各项相加是100"), ("99.5分", "99.5，各项相加是100")]
)
def test_a_total_of_a_level_is_compared_with_the_sum_of_its_points(
    book: Book, yongjia: Rubric, head: str, total: Any, message: str
) -> None:
    judged = make_catalogue(yongjia).judged.values()
    scores = [
        ["社区名称", "评分栏", *(each.label for each in judged), head],
        ["东村", "市级", *(each.most and int(each.most) for each in judged), total],
    ]
    intake = open_source(book(_DATA, more={"各级评分": scores}), yongjia).read_all()
    assert told(intake) == ([("V2", f"“市级考评分合计”填的是{message}。")] if message else [])
    assert "D102" not in [each.code for each in intake.problems]
    assert len(intake.communities[0].scores["city"]) == 19


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([2, 1, 3], ""),
        ([2, 1, "=SUM(C2:D2)"], ""),
        ([2, None, 3], "“县级考评分合计”填的是3，各项相加是2（有18项没有填，或不能采用）。"),
        ([None, None, 90], ""),  # told by scoring, which knows what is computed
        ([2, "约1", 3], "“县级考评分合计”填的是3，各项相加是2（有18项没有填，或不能采用）。"),
        ([2, "不适用", 2], ""),
        ([2, "不适用", 3], "“县级考评分合计”填的是3，各项相加是2（有17项没有填，或不能采用）。"),
    ],
)
def test_points_that_are_not_there_are_said_to_be_missing_from_the_sum(
    book: Book, yongjia: Rubric, row: list[Any], message: str
) -> None:
    scores = [["社区名称", "评分栏", "2 消除零就业家庭", "4 平台挂牌", "合计"], ["东村", "县级", *row]]
    intake = open_source(book(_DATA, more={"各级评分": scores}), yongjia).read_all()
    assert [words for _, words in told(intake)] == ([message] if message else [])
    assert "D123" not in [each.code for each in intake.problems]


@pytest.mark.parametrize("head", ["县级考评分", "县级 合计", "县级考评分：总分"])
def test_a_total_in_the_sheet_of_data_is_compared_as_well(book: Book, yongjia: Rubric, head: str) -> None:
    data = [[*_DATA[0], "县级考评分：4 平台挂牌", head], ["东村", 0, 1, 2]]
    intake = open_source(book(data), yongjia).read_all()
    assert [cell for cell, _ in told(intake)] == ["D2"]
    assert next(each.mend for each in intake.problems if each.code == "D190") == _MEND


@pytest.mark.parametrize(
    ("known", "total", "message"),
    [
        (full_marks(), 90, "“县级考评分合计”填的是90，各项都没有录入；按数据计算的总分是99，少9分。"),
        (full_marks(), 101, "“县级考评分合计”填的是101，各项都没有录入；按数据计算的总分是99，多2分。"),
        (full_marks(), 99, ""),
        ({}, 90, "“县级考评分合计”填的是90，各项都没有录入；按数据计算的总分待定。"),
    ],
)
def test_a_sum_without_points_is_held_against_the_computed_total(
    yongjia: Rubric, known: dict[str, Any], total: int, message: str
) -> None:
    card = card_of(yongjia, known, facts={"service_complete": "是"})
    alone = replace(card.community, totals={"county": Figure(Fraction(total), str(total), Place())})
    assert [each.message for each in score(yongjia, alone).problems if each.code == "D198"] == (
        [message] if message else []
    )


@pytest.mark.parametrize(
    ("rubric_id", "mend"),
    [
        ("huangshi-2010", "请把“各级评分”里的列名改成“1 考评总分”；"),
        ("yongjia-2009", "请在“各级评分”逐项录入；"),
    ],
)
@pytest.mark.parametrize("head", ["总分", "合计", "得分"])
def test_a_sum_of_a_notice_of_one_item_is_told_the_header_of_the_item(
    book: Book, rubric_id: str, mend: str, head: str
) -> None:
    rubric = load_rubric(rubric_id)
    level = rubric.columns["city" if "city" in rubric.columns else "county"]
    scores = [["社区名称", "评分栏", head], ["东村", level, 93]]
    intake = open_source(
        book(
            [["社区名称", "年度工作计划和统计报表", "零就业家庭户数"], ["东村", "是", 0]],
            more={"各级评分": scores},
        ),
        rubric,
    ).read_all()
    (community,) = intake.communities
    (asked,) = [each for each in score(rubric, community).problems if each.code == "D198"]
    assert mend in asked.mend


def test_a_sum_without_points_is_kept_for_the_comparison(book: Book, yongjia: Rubric) -> None:
    scores = [["社区名称", "评分栏", "2 消除零就业家庭", "合计"], ["东村", "县级", None, 90]]
    (community,) = open_source(book(_DATA, more={"各级评分": scores}), yongjia).read_all().communities
    assert {level: figure.value for level, figure in community.totals.items()} == {"county": 90}
