"""What stands beside twelve months, held against them, and which of them are missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from formgen.intake import open_source
from formgen.rubric.schema import Rubric
from formgen.rubric.score import score

Book = Callable[..., Path]
TOTAL = "登记失业人员和持《再就业优惠证》人员数（有劳动能力和就业愿望）"
DATA = [["乡镇", "社区名称", "零就业家庭户数"], ["甲镇", "东社区", 0]]
MONTHS = [f"{each}月" for each in range(1, 13)]


@pytest.mark.parametrize(
    ("head", "values", "said", "told"),
    [
        ("合计", [800] * 12, 99, True),
        ("合计", [800] * 12, 9600, False),
        ("合计", [800] * 12, 800, False),
        ("累计", [800] * 12, 9500, True),
        ("平均", [800] * 11 + [812], 801, False),
        ("平均数", [800] * 12, 9600, True),
        ("全年", [800] * 11 + [850], 850, False),
        ("全年", [800] * 11 + [850], 99, True),
        ("合计", [800] * 11 + [None], 99, False),
        ("备注", [800] * 12, 99, False),
    ],
)
def test_a_sum_beside_months_that_cannot_be_is_an_error(
    book: Book, yongjia: Rubric, head: str, values: list[int | None], said: int, *, told: bool
) -> None:
    rows = [["社区名称", "指标", *MONTHS, head], ["东社区", TOTAL, *values, said]]
    intake = open_source(book(DATA, more={"十二个月": rows}), yongjia).read_all()
    found = [each for each in intake.problems if each.code == "D213"]
    assert [each.place.cell for each in found] == (["O2"] if told else [])
    start = f"“甲镇东社区”的“{head}”填的是{said}，各月相加是"
    assert all(each.message.startswith(start) for each in found)


def test_months_of_rates_are_not_added_up(book: Book, yongjia: Rubric) -> None:
    rows = [["社区名称", "指标", *MONTHS, "全年"], ["东社区", "就业率", *["97%"] * 12, "90%"]]
    intake = open_source(book(DATA, more={"十二个月": rows}), yongjia).read_all()
    (problem,) = [each for each in intake.problems if each.code == "D213"]
    assert problem.message == "“甲镇东社区”的“全年”填的是90%，各月平均是97%。"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([*[800] * 5, 80, *[810] * 6], "“{}”6月填的是80，别的月都差不多（如810），差了好几倍。"),
        ([8000, *[810] * 11], "“{}”1月填的是8000，别的月都差不多（如810），差了好几倍。"),
        ([*[800] * 11, 0], "“{}”12月填的是0，别的月都差不多（如800），差了好几倍。"),
        ([*[800] * 11, 500], ""),
        ([*[5] * 11, 1], ""),
        (list(range(100, 1300, 100)), ""),
        ([800, 80], ""),
    ],
)
def test_a_month_several_times_smaller_or_greater_than_all_others_is_told(
    book: Book, yongjia: Rubric, values: list[int], told: str
) -> None:
    rows = [["社区名称", "指标", *MONTHS], ["东社区", TOTAL, *values]]
    intake = open_source(book(DATA, more={"十二个月": rows}), yongjia).read_all()
    found = [each.message for each in intake.problems if each.code == "D262"]
    assert found == ([told.format(TOTAL)] if told else [])


@pytest.mark.parametrize(
    ("total", "employed", "missing", "said"),
    [
        ([None, *[800] * 11], [780] * 12, [f"{TOTAL}（1月）"], f"“{TOTAL}”缺1月，"),
        ([800] * 12, [*[780] * 11, None], ["其中已就业人数（12月）"], "“其中已就业人数”缺12月，"),
        (
            [None, *[800] * 11],
            [*[780] * 11, None],
            ["其中已就业人数（12月）", f"{TOTAL}（1月）"],
            f"“其中已就业人数”缺12月；“{TOTAL}”缺1月，",
        ),
        (
            [None, *[800] * 11],
            [None, *[780] * 11],
            ["其中已就业人数（1月）", f"{TOTAL}（1月）"],
            f"“其中已就业人数”、“{TOTAL}”缺1月，",
        ),
    ],
)
def test_only_the_months_that_are_missing_are_named(
    book: Book,
    yongjia: Rubric,
    total: list[int | None],
    employed: list[int | None],
    missing: list[str],
    said: str,
) -> None:
    rows = [["社区名称", "指标", *MONTHS], ["东社区", TOTAL, *total], ["东社区", "其中已就业人数", *employed]]
    card = score(yongjia, open_source(book(DATA, more={"十二个月": rows}), yongjia).read_all().communities[0])
    assert [each for each in card.missing if "月）" in each] == missing
    assert said in "".join(card.explain()[0].sentences)
