"""Grades of the final score: their limits, what the print leaves open, and what is wrong with them."""

import json
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support import card_of, rubric_of
from support.command import YONGJIA, run

from formgen.exact import exact_text
from formgen.folder.codec import summary_row_from_json, summary_row_to_json
from formgen.reports.summary import make_summary
from formgen.reports.summary_row import make_summary_row
from formgen.rubric.grades import NO_GRADE, Grades, grade_score
from formgen.rubric.load import inspect_rubric
from formgen.rubric.schema import Rubric

CountyFile = Callable[[str, str], Rubric]

PRINTED = [{"title": "优秀", "at_least": "95"}, {"title": "良好", "at_least": "85", "at_most": "94"}]
LOST = [*PRINTED, {"at_least": "75", "at_most": "84"}, {}]
POINTS = [
    ("lower", "100", 1, "优秀", ""),
    ("lower", "95", 1, "优秀", ""),
    ("lower", "94.99", 2, "良好", "94.99分在94分与95分之间，原文没有写属于哪一等，归入低的一等"),
    ("lower", "94", 2, "良好", ""),
    ("lower", "85", 2, "良好", ""),
    ("lower", "84.5", 3, "第3等（原文缺名称）", "84.5分在84分与85分之间，原文没有写属于哪一等，归入低的一等"),
    ("lower", "75", 3, "第3等（原文缺名称）", ""),
    ("lower", "74.9", 4, "第4等（原文缺名称）", ""),
    ("lower", "0", 4, "第4等（原文缺名称）", ""),
    ("round", "94.5", 1, "优秀", "94.5分在94分与95分之间，原文没有写属于哪一等，四舍五入为95分"),
    ("round", "94.49", 2, "良好", "94.49分在94分与95分之间，原文没有写属于哪一等，四舍五入为94分"),
    ("round", "95", 1, "优秀", ""),
    ("pending", "94.5", None, "待定", "94.5分在94分与95分之间，原文没有写属于哪一等，由人定"),
    ("pending", "94", 2, "良好", ""),
]


def grades_of(bands: object, **more: object) -> Grades:
    return Grades.model_validate({"clause": "原文", "bands": bands, **more})


@pytest.mark.parametrize(("between", "points", "place", "words", "why"), POINTS)
def test_a_score_has_the_grade_that_the_notice_prints_and_a_gap_is_said(
    between: str, points: str, place: int | None, words: str, why: str
) -> None:
    found = grade_score(grades_of(LOST, between=between), Fraction(points))
    assert (found.place, found.words, found.why) == (place, words, why)


def test_a_score_that_is_open_has_no_grade_yet_and_one_below_all_grades_has_none() -> None:
    grades = grades_of(PRINTED)
    assert grade_score(grades, None).words == "待定"
    below = grade_score(grades, Fraction(84))
    assert (below.place, below.words, below.why) == (None, NO_GRADE, "84分，不到最低一等的85分")


def bands(*limits: str) -> str:
    return "".join(f"    - {{{limit}}}\n" for limit in limits)


FAULTS = [
    ("", ["title: 甲, at_least: 80", "title: 乙, at_least: 90"], "次序反了或相同"),
    ("", ["title: 甲, at_least: 80", "title: 乙, at_least: 80"], "次序反了或相同"),
    ("", ["title: 甲, at_least: 90", "title: 乙, at_least: 80, at_most: 90"], "重叠，同一个分数属于两等"),
    ("", ["title: 甲, at_least: 90", "title: 乙, at_most: 95"], "重叠，同一个分数属于两等"),
    ("", ["title: 甲, at_least: 90", "title: 乙, at_most: 89"], "89分与90分之间不属于任何一等"),
    ("  between: lower\n", ["title: 甲, at_least: 90", "title: 乙, at_most: 80"], "80分与90分之间空着"),
    ("  between: lower\n", ["title: 甲, at_least: 90", "title: 乙"], "没有空档，between 不起作用"),
    ("", ["title: 甲, at_least: 90", "title: 甲"], "“甲”写了两次"),
    ("", ["title: 甲", "title: 乙"], "“甲”没有写达到多少分"),
    ("", ["title: 甲, at_least: 90, at_most: 80", "title: 乙"], "“甲”的下限大于上限"),
    ("", ["title: 甲, at_least: 111", "title: 乙"], "“甲”的111分不在0到110分之间"),
    ("  include_bonus: false\n", ["title: 甲, at_least: 101", "title: 乙"], "“甲”的101分不在0到100分之间"),
    ("", ["title: 甲, at_least: 90, at_most: 100", "title: 乙"], "高于100分的不属于任何一等"),
    ("", ["title: 甲, at_least: 90", "title: 乙, at_least: 60"], "不到60分的没有等级"),
]


@pytest.mark.parametrize(("more", "limits", "said"), FAULTS)
def test_what_is_wrong_with_grades_is_said_once(
    more: str, limits: list[str], said: str, tmp_path: Path
) -> None:
    file = tmp_path / "county.yaml"
    written = f"grades:\n  clause: 分等。\n{more}  bands:\n{bands(*limits)}"
    file.write_text(f"id: county\nextends: taizhou-2019\n{written}", encoding="utf-8")
    problems = inspect_rubric(file).problems
    assert [said in each.message for each in problems] == [True], problems
    assert problems[0].place.line > 0


def test_grades_of_a_notice_without_points_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "standards-only.yaml"
    plain = Path(__file__).parents[1] / "support" / "standards-only.yaml"
    text = plain.read_text(encoding="utf-8") + "grades: {clause: 分等。, bands: [{title: 甲}]}\n"
    file.write_text(text, encoding="utf-8")
    assert [each.message for each in inspect_rubric(file).problems] == [
        "“等级”没有评分项可以得分，永远待定。"
    ]


GRADED = (
    "grades:\n  clause: 总分95分以上为优秀，85-94分为良好\n  between: lower\n  bands:\n"
    "    - {title: 优秀, at_least: 95}\n    - {title: 良好, at_least: 85, at_most: 94}\n    - {}\n"
)


@pytest.fixture
def graded(county_file: CountyFile) -> Rubric:
    return county_file("yongjia-2009", GRADED)


def city(points: str) -> dict[str, Any]:
    """Return what a level entered: everything but ``points`` off the last criterion of 5."""
    yongjia = rubric_of("yongjia-2009")
    full = {key: str(yongjia.criteria[key].points) for key in yongjia.ordered()}
    return {"scores": {"city": {**full, "item1": exact_text(Fraction(points) - 85)}}}


def test_the_grade_stands_in_the_explanation_and_the_list(graded: Rubric) -> None:
    card = card_of(graded, {}, **city("94.5"))
    why = "等级良好：94.5分在94分与95分之间，原文没有写属于哪一等，归入低的一等。"
    assert card.explain_final()[-1] == why
    cards = [card, card_of(graded, {}, **city("95")), card_of(graded, {}, **city("90"))]
    rows = [make_summary_row(each) for each in cards]
    assert [row.grade for row in rows] == ["良好", "优秀", "良好"]
    assert [summary_row_from_json(summary_row_to_json(row)) for row in rows] == rows
    sheet = load_workbook(BytesIO(make_summary("表", graded, rows))).worksheets[0]
    cells = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
    column = cells[2].index("等级")
    assert [row[column] for row in cells[3:6]] == ["良好", "优秀", "良好"]
    assert any("等级：优秀1个，良好2个。" in cell for row in cells for cell in row)


def test_a_score_near_a_limit_is_not_printed_as_the_limit(graded: Rubric) -> None:
    card = card_of(graded, {}, **city("94.999"))
    assert card.grade is not None
    assert card.grade.why.startswith("94.999分在94分与95分之间")


def test_score_and_rank_print_the_grade_beside_the_verdict(tmp_path: Path) -> None:
    file = tmp_path / "county.yaml"
    file.write_text(f"id: county\nextends: yongjia-2009\n{GRADED}", encoding="utf-8")
    for command in ("score", "rank"):
        found = json.loads(run(command, YONGJIA, "--rubric", str(file), "--format", "json").stdout)
        grades = [each["grade"]["words"] for each in found["communities"]]
        assert {"优秀", "第3等（原文缺名称）", "待定"} <= set(grades)
        assert "等级" in run(command, YONGJIA, "--rubric", str(file)).stdout
    plain = json.loads(run("score", YONGJIA, "--rubric", "yongjia-2009", "--format", "json").stdout)
    assert {each["grade"] for each in plain["communities"]} == {None}


def test_the_grades_and_what_the_source_lacks_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "county.yaml"
    gaps = "gaps: [{where: 附件1, missing: 分值, clause: 见附件1}]\n"
    file.write_text(f"id: county\nextends: yongjia-2009\n{GRADED}{gaps}", encoding="utf-8")
    shown = run("rubric", "show", str(file)).stdout
    assert "等级　优秀 95分以上、良好 85至94分、第3等（原文缺名称） 其余：总分95分以上为优秀" in shown
    for command in ("show", "check"):
        assert "原文所缺　附件1：分值。原文：见附件1\n" in run("rubric", command, str(file)).stdout
