"""What one habit causes stands on one line; different faults of one cell do not."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from formgen.intake import open_source
from formgen.problems import Place, Problem, group_problems
from formgen.rubric.schema import Rubric


def figure(cell: str, new: str) -> Problem:
    words = {"community": "甲社区", "label": "成效", "found": "1人", "item": "人数", "new": new, "before": ""}
    return Problem("T163", Place(file="a.xlsx", sheet="数据", cell=cell), words)


def test_four_figures_of_one_cell_are_told_one_by_one() -> None:
    said = [str(each) for each in group_problems([figure("H4", new) for new in "2345"])]
    assert len(said) == 4
    assert all(f"是{new}" in line for new, line in zip("2345", said, strict=True))


def test_the_same_down_a_column_stands_on_one_line() -> None:
    (said,) = group_problems([figure(f"H{row}", "2") for row in (4, 5, 6, 7)])
    assert "同样的共4处：H列第4–7行" in str(said)


def table(book: Callable[..., Path], rubric: Rubric, rows: Sequence[Sequence[Any]], sheet: str) -> list[str]:
    """Return what is said of a second sheet that reads four villages."""
    villages = [["社区名称", "户数"], *([f"{each}村", 3] for each in "甲乙丙丁")]
    problems = open_source(book(villages, more={sheet: rows}), rubric).read_all().problems
    return [str(each) for each in group_problems([each for each in problems if each.place.sheet == sheet])]


def test_rates_typed_as_shares_in_four_rows_stand_on_one_line(
    book: Callable[..., Path], yongjia: Rubric
) -> None:
    head: list[Any] = ["社区名称", "指标", *(f"{month}月" for month in range(1, 13))]
    rows: list[list[Any]] = [head, *([f"{each}村", "就业率", *[0.96] * 12] for each in "甲乙丙丁")]
    (said,) = table(book, yongjia, rows, "十二个月")
    assert said.startswith("[D117]")
    assert "（同样的共48处：C至N共12列第2–5行）" in said


def test_villages_that_were_renamed_in_one_sheet_stand_on_one_line(
    book: Callable[..., Path], yongjia: Rubric
) -> None:
    rows: list[list[Any]] = [
        ["社区名称", "评分栏", "4 平台挂牌"],
        *([f"新{each}村", "社区自评分", 1] for each in "甲乙丙丁"),
    ]
    (said,) = table(book, yongjia, rows, "各级评分")
    assert said.startswith("[D126]")
    assert "（同样的共4处：A列第2–5行）" in said
