"""What one habit causes stands on one line; different faults of one cell do not."""

from formgen.problems import Place, Problem, group_problems


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
