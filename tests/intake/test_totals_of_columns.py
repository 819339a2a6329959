"""A line of totals that does not follow from the communities of its sheet is told; it is used nowhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
HEAD: list[Any] = ["乡镇", "社区名称", "户数", "其中已就业人数"]
ROWS: list[list[Any]] = [["甲镇", "东村", 5, 10], ["乙镇", "西村", 6, 20], ["甲镇", "北村", 7, "30人"]]


def told(book: Book, rubric: Rubric, rows: list[list[Any]]) -> list[str]:
    intake = open_source(book([HEAD, *rows]), rubric).read_all()
    assert [each.name for each in intake.communities] == ["东村", "西村", "北村"]
    return [each.message for each in intake.problems if each.code == "D232"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([None, "总计", 18, 99], "“总计”一行的“其中已就业人数”写的是99，各社区相加是60。"),
        ([None, "合计（3个村）", 17, 99], "“合计（3个村）”一行的“户数”写的是17，各社区相加是18；对不上的共2列。"),
        (["总计", None, None, 99], "“总计”一行的“其中已就业人数”写的是99，各社区相加是60。"),
        (["甲镇合计", None, 18, 41], "“甲镇合计”一行的“其中已就业人数”写的是41，各社区相加是60。"),
        ([None, "合计", 18, "60人"], ""),
        ([None, "合计", None, "详见附表"], ""),
        ([None, "小计", 13, 50], ""),  # of the two rows above
        (["甲镇合计", None, 12, 40], ""),  # of the rows of a township, wherever they stand
        ([None, "平均", 6, 99], ""),
        ([None, "其中：女性合计", 6, 9], ""),
    ],
)  # fmt: skip
def test_a_line_of_totals_that_does_not_follow_is_told(
    book: Book, taizhou: Rubric, line: list[Any], said: str
) -> None:
    assert told(book, taizhou, [*ROWS, line]) == ([said] if said else [])


def test_a_total_above_the_communities_and_one_of_numbers_that_cannot_be_read(
    book: Book, taizhou: Rubric
) -> None:
    assert told(book, taizhou, [[None, "合计", 18, 60], *ROWS]) == []
    assert len(told(book, taizhou, [[None, "合计", 18, 61], *ROWS])) == 1
    assert told(book, taizhou, [*ROWS[:2], ["甲镇", "北村", 7, "约30"], [None, "合计", 18, 61]]) == []
