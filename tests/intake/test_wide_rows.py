"""Rows of a CSV in which a comma has divided a number."""

import pytest
from support import without_missing_columns

from formgen.intake import Intake, open_bytes
from formgen.rubric.load import load_rubric

_HEAD = "乡镇,社区（村）名称,有就业愿望人数,其中已就业人数"


def _read(text: str) -> Intake:
    return open_bytes(text.encode(), load_rubric("taizhou-2019"), "数据.csv").read_all()


WIDE = [
    (_HEAD, "甲镇,子村,1,000,980", "有5格，表头只有4格"),
    (_HEAD, "甲镇,子村,1,234,1,180", "有6格，表头只有4格"),
    (_HEAD, "甲镇,子村,800,780,多出来的", "有5格，表头只有4格"),
    (f"{_HEAD},户数", "甲镇,子村,1,234,980,", "有6格，表头只有5格"),
    (f"{_HEAD},户数", "甲镇,子村,1,000,980", "有一格“1”，后一格是“000”"),
    (f"{_HEAD},户数,地址", "甲镇,子村,12,034,980", "有一格“12”，后一格是“034”"),
    (f"某某县统计表\n{_HEAD}", "甲镇,子村,1,000,980", "有5格，表头只有4格"),
    (_HEAD.replace(",", ";"), "甲镇;子村;1;000;980", "有5格，表头只有4格"),
]


@pytest.mark.parametrize(("head", "row", "why"), WIDE)
def test_no_figure_of_a_row_is_used_in_which_a_number_was_divided(head: str, row: str, why: str) -> None:
    other = "乙镇,丑村,700,690".replace(",", ";" if ";" in head else ",")
    intake = _read(f"{head}\n{row}\n{other}\n")
    wide, right = intake.communities
    assert (wide.name, dict(wide.indicators), dict(wide.facts)) == ("子村", {}, {})
    assert {key: figure.value for key, figure in right.indicators.items()} == {
        "labour_willing": 700,
        "employed": 690,
    }
    found = [problem for problem in intake.problems if problem.code == "D170"]
    assert [problem.message.split("，多半")[0] for problem in found] == [f"这一行{why}"]
    assert found[0].place.cell == f"A{head.count(chr(10)) + 2}"
    assert "请去掉数里的逗号" in found[0].mend


NARROW = [
    (_HEAD, '甲镇,子村,"1,000",980'),
    (_HEAD, "甲镇,子村,1000,980,"),
    (_HEAD, "甲镇,子村,1000,980,,,"),
    (f"{_HEAD},,", "甲镇,子村,1000,980,,"),
    (f"{_HEAD},户数", "甲镇,子村,1000,980,300"),
    (f"{_HEAD},户数", "甲镇,子村,1000,980"),
]


@pytest.mark.parametrize(("head", "row"), NARROW)
def test_other_rows_are_read_whatever_blanks_end_them(head: str, row: str) -> None:
    intake = _read(f"{head}\n{row}\n")
    (community,) = intake.communities
    assert {key: figure.value for key, figure in community.indicators.items()} == {
        "labour_willing": 1000,
        "employed": 980,
    }
    assert "D170" not in {problem.code for problem in intake.problems}


def test_a_figure_under_no_words_is_reported() -> None:
    intake = _read(f"{_HEAD},\n甲镇,子村,1000,980,55\n")
    assert [problem.message for problem in without_missing_columns(intake.problems)] == [
        "不认识的列“E（没有表头）”。"
    ]
