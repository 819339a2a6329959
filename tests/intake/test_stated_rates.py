"""Rates that stand beside the counts they are made of."""

from pathlib import Path

import pytest

from formgen.intake import open_bytes
from formgen.rubric.schema import Rubric

HEAD = "乡镇,社区名称,有就业愿望人数,已就业人数"


def told(rubric: Rubric, head: str, value: str, counts: str = "300,290") -> list[str]:
    text = f"{HEAD},{head}\n甲镇,东村,{counts},{value}\n"
    intake = open_bytes(text.encode(), rubric, Path("a.csv").name).read_all()
    return [str(each.message) for each in intake.problems if each.code == "D214"]


@pytest.mark.parametrize("head", ["就业率", "总体就业率", "就业率（%）", "就业率(%)"])
@pytest.mark.parametrize("value", ["90%", "90", "0.89", "96.5%", "0.98"])
def test_a_rate_that_is_not_that_of_its_counts_is_told_with_both(
    taizhou: Rubric, head: str, value: str
) -> None:
    (words,) = told(taizhou, head, value)
    assert words == f"“甲镇东村”的“{head}”填的是{value}，按290（D2）、300（C2）算是96.66…%。"


@pytest.mark.parametrize(
    ("head", "value", "counts"),
    [
        ("失业率", "3.33%", "300,290"),
        ("失业率", "3.3", "300,290"),
        ("就业率", "96.67%", "300,290"),
        ("就业率", "96.6%", "300,290"),
        ("就业率", "96.7", "300,290"),
        ("就业率", "97%", "300,290"),
        ("就业率", "0.967", "300,290"),
        ("就业率", "0.97", "300,290"),
        ("就业率", "100%", "300,300"),
        ("就业率", "1", "300,300"),
        ("就业率", "", "300,290"),
        ("就业率", "较高", "300,290"),
        ("就业率", "90%", "300,"),
        ("就业率", "90%", "0,0"),
        ("上年就业率", "90%", "300,290"),
        ("就业率目标", "90%", "300,290"),
        ("目标就业率", "90%", "300,290"),
        ("入户率", "90%", "300,290"),
    ],
)
def test_a_rate_that_follows_or_of_something_else_is_not_told(
    taizhou: Rubric, head: str, value: str, counts: str
) -> None:
    assert told(taizhou, head, value, counts) == []
