"""In 各级评分 and the like a name may stand in the first row of its community only, where nothing else can be meant."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_source
from formgen.model import Who
from formgen.rubric.schema import Rubric
from formgen.workbook.amend import Amendment, amend_workbook

Book = Callable[..., Path]
_HEAD = ["乡镇", "社区名称", "评分栏", "4 平台挂牌"]
_EAST: list[Any] = ["甲镇", "东村", "自评", 2]
_WEST: list[Any] = ["甲镇", "西村", "自评", 0]


def read(book: Book, rubric: Rubric, rows: list[list[Any]], names: list[str]) -> Intake:
    data = [["乡镇", "社区名称", "零就业家庭户数"], *(["甲镇", name, 0] for name in names)]
    path = book([_HEAD, *rows], sheet="各级评分", more={"社区数据": data})
    return open_source(path, rubric).read_all()


def points(intake: Intake) -> list[dict[str, Any]]:
    return [
        {level: int(given["item4"].value or 0) for level, given in each.scores.items()}
        for each in intake.communities
    ]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([_EAST, [None, None, "县级", 1]], ["东村"]),
        ([_EAST, ["甲镇", None, "县级", 1]], ["东村"]),
        ([_EAST, [None, None, "县级", 1], _WEST, [None, None, "县级", 1]], ["东村", "西村"]),
        ([_EAST, [None, None, "县级", 1], _WEST, [None, None, "县级", 1]], ["东村", "西村", "南村"]),
    ],
)
def test_a_name_that_stands_in_the_first_row_of_a_community_is_of_those_below(
    book: Book, yongjia: Rubric, rows: list[list[Any]], names: list[str]
) -> None:
    intake = read(book, yongjia, rows, names)
    assert points(intake) == [{"self": 2, "county": 1}, {"self": 0, "county": 1}, {}][: len(names)]
    assert [each.code for each in intake.problems if each.code in {"D104", "D192"}] == ["D192"]
    message = next(each.message for each in intake.problems if each.code == "D192")
    assert message.endswith("没有写社区名称，按上面最近一行的名称读（如第3行读作“东村”的）。")


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([_EAST, [None, None, "县级", 1]], ["东村", "西村"]),  # may be of the other one
        ([_EAST, [None, None, "自评", 1]], ["东村"]),
        ([_EAST, [None, None, "县级", 1], _WEST], ["东村", "西村"]),
        ([_EAST, ["乙镇", None, "县级", 1]], ["东村"]),
        ([[None, None, "县级", 1], _EAST], ["东村"]),
        ([_EAST, [None, None, "县级", 1], ["甲镇", "东村", "市级", 1], [None, None, "乡镇", 1]], ["东村"]),
    ],
)
def test_a_row_that_may_be_of_another_community_is_asked_about(
    book: Book, yongjia: Rubric, rows: list[list[Any]], names: list[str]
) -> None:
    intake = read(book, yongjia, rows, names)
    assert "D104" in [each.code for each in intake.problems]
    assert "D192" not in [each.code for each in intake.problems]
    assert all("county" not in each.scores for each in intake.communities)


def test_points_are_written_into_the_row_below_the_name(book: Book, yongjia: Rubric) -> None:
    data = [["乡镇", "社区名称", "零就业家庭户数"], ["甲镇", "东村", 0]]
    rows = [_HEAD, _EAST, [None, None, "县级", 1]]
    path = book(data, more={"各级评分": rows})
    amend_workbook(path, yongjia, [Amendment(Who("甲镇", "东村"), "county", "item4", Fraction(2), "表")])
    assert points(open_source(path, yongjia).read_all()) == [{"self": 2, "county": 2}]
