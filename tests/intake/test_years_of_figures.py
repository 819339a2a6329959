"""Figures of another year look like those that are wanted: the years that are written above them are told."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_bytes, open_source
from formgen.intake.years import list_years
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
_HEAD = ["乡镇", "社区名称", "有就业愿望人数", "已就业人数"]
_ROW: list[Any] = ["甲镇", "东村", 1000, 980]


def told(intake: Intake) -> list[tuple[str, str]]:
    """Return the problems that are told of years, with their words."""
    return [(each.code, each.message) for each in intake.problems if each.code in {"D187", "D188"}]


def read_values(intake: Intake) -> list[Any]:
    return [figure.value for each in intake.communities for figure in each.indicators.values()]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2018年末数", [2018]), ("2018年度就业情况统计表", [2018]), ("2018", [2018]), ("18年末", [2018]),
        ("截至2018年12月31日", [2018]), ("2018-12-31", [2018]), ("2018.12", [2018]), ("二〇一八年度", [2018]),
        ("２０１８年", [2018]), ("（2018年）", [2018]), ("数据2018", [2018]), ("2017—2018年度", [2017, 2018]),
        ("台人社发〔2018〕52号", []), ("根据《2018年实施方案》填报", []), ("填表日期：2018年6月7日", []),
        ("20180607", []), ("近12年", []), ("2018人", []), ("2018户", []),
    ],
)  # fmt: skip
def test_a_text_names_the_years_of_figures_and_no_others(text: str, years: Sequence[int]) -> None:
    assert list_years(text) == years


@pytest.mark.parametrize(
    ("groups", "heads", "columns"),
    [
        (["2017年末数", None, "2018年末数", None], _HEAD[2:] * 2, "2017年（C、D列）、2018年（E、F列）"),
        (["2018年", None, "2017年", None], _HEAD[2:] * 2, "2017年（E、F列）、2018年（C、D列）"),
        (["2018年末", "2019年末", None, None], [*_HEAD[2:], None, None], "2018年（C列）、2019年（D列）"),
        (["就业情况", None, None, None], [_HEAD[2], None, _HEAD[3], None], None),
    ],
)
def test_of_figures_of_two_years_in_one_table_none_is_read(
    book: Book, taizhou: Rubric, groups: list[Any], heads: list[Any], columns: str | None
) -> None:
    merged = [
        f"{left}1:{right}1"
        for left, right in ("CD", "EF")
        if groups[ord(left) - 67] and not groups[ord(right) - 67]
    ]
    rows = [["乡镇", "社区名称", *groups], [None, None, *heads], ["甲镇", "东村", 1000, 980, 990, 970]]
    intake = open_source(book(rows, merge=["A1:A2", "B1:B2", *merged]), taizhou).read_all()
    if columns is None:
        assert told(intake) == []
    else:
        words = f"表里有几个年份的数：{columns}，看不出该读哪一年，这些列都没有采用。"
        assert told(intake) == [("D187", words)]
        assert read_values(intake) == []


@pytest.mark.parametrize(
    ("title", "group", "sheet", "file", "detail"),
    [
        ("2018年度统计表", None, "数据", "a.xlsx", "“2018年度统计表”（数据!A1），比通知成文的2019年早"),
        (None, "2018年末数", "数据", "a.xlsx", "“2018年末数”（数据!C2），比通知成文的2019年早"),
        (None, None, "2018年", "a.xlsx", "“2018年”（工作表名称），比通知成文的2019年早"),
        (None, None, "数据", "2018年数据.xlsx", "“2018年数据”（文件名），比通知成文的2019年早"),
        ("去年就业情况", None, "数据", "a.xlsx", "“去年就业情况”（数据!A1）说的是以前的年份"),
        (
            "2026年度统计表", "2025年末数", "数据", "a.xlsx",
            "“2025年末数”（数据!C2）、“2026年度统计表”（数据!A1），年份不一样",
        ),
        ("2026年度统计表", "2026年末数", "2026年", "2026年.xlsx", None),
        ("2026年第一季度情况表", None, "数据", "a.xlsx", "“2026年第一季度情况表”（数据!A1）说的是“季度”的数"),
        ("女性就业情况", None, "数据", "a.xlsx", "“女性就业情况”（数据!A1）说的是“女性”的数"),
        (None, None, "年初数", "a.xlsx", "“年初数”（工作表名称）说的是“年初”的数"),
        ("2026年计划数", None, "数据", "a.xlsx", "“2026年计划数”（数据!A1）说的是“计划数”的数"),
        ("就业情况表（讨论稿）", None, "数据", "a.xlsx", "“就业情况表（讨论稿）”（数据!A1）说的是“讨论稿”的数"),
        ("就业情况（未审核）", None, "数据", "a.xlsx", "“就业情况（未审核）”（数据!A1）说的是“未审核”的数"),
        ("目标值", None, "数据", "a.xlsx", "“目标值”（数据!A1）说的是“目标值”的数"),
        ("高质量就业社区三年行动计划数据表", None, "数据", "a.xlsx", None),
        ("就业目标任务完成情况", None, "数据", "a.xlsx", None),
        (None, None, "2018上报", "a.xlsx", "“2018上报”（工作表名称），比通知成文的2019年早"),
        ("根据台人社发〔2018〕52号填报", None, "数据", "a.xlsx", None),
        ("填表日期：2026年3月1日", "2025年末数", "数据", "a.xlsx", None),
    ],
)  # fmt: skip
def test_a_year_that_may_be_another_one_is_told(
    book: Book,
    taizhou: Rubric,
    title: str | None,
    group: str | None,
    sheet: str,
    file: str,
    detail: str | None,
) -> None:
    rows = [[title], [None, None, group], _HEAD, _ROW]
    intake = open_bytes(
        book(rows, sheet=sheet, merge=["A1:D1", "C2:D2"]).read_bytes(), taizhou, file
    ).read_all()
    assert told(intake) == ([("D188", f"{detail}，照样读了。")] if detail else [])
    assert read_values(intake) == [1000, 980]


@pytest.mark.parametrize(
    ("remark", "year"),
    [
        ("注：以上为2018年末数据", True), ("说明：人数截至2018年12月31日", True), ("注：2018年起按新口径统计", False),
        ("填表日期：2018年6月1日", False),
    ],
)  # fmt: skip
def test_a_remark_below_names_the_year_of_the_figures(
    book: Book, taizhou: Rubric, remark: str, *, year: bool
) -> None:
    intake = open_source(book([_HEAD, _ROW, [remark]]), taizhou).read_all()
    assert bool(told(intake)) is year
    assert read_values(intake) == [1000, 980]


def test_of_sheets_of_months_those_of_an_earlier_year_are_left(book: Book, yongjia: Rubric) -> None:
    rows: list[list[Any]] = [
        ["社区名称", "指标", *[f"{month}月" for month in range(1, 13)]],
        ["东村", "其中已就业人数", *range(12)],
    ]
    other = [rows[0], ["东村", "其中已就业人数", *[5] * 12]]
    data = [["社区名称", "零就业家庭户数"], ["东村", 0]]
    path = book(data, more={"2008年月报": other, "2009年月报": rows})
    intake = open_source(path, yongjia).read_all()
    assert [figure and figure.value for figure in intake.communities[0].monthly["target_employed"]] == [
        *range(12)
    ]
    assert [each.message for each in intake.problems if each.code == "D158"] == [
        "没有读：“2008年月报”（年份比“2009年月报”早）。"
    ]


def test_the_title_of_a_sheet_on_its_side_names_the_year_as_well(book: Book, taizhou: Rubric) -> None:
    rows = [["2018年度情况"], *map(list, zip(_HEAD, _ROW, strict=True))]
    intake = open_source(book(rows, merge=["A1:B1"]), taizhou).read_all()
    assert [code for code, _ in told(intake)] == ["D188"]
    assert read_values(intake) == [1000, 980]


def test_months_below_the_words_of_two_years_are_refused(book: Book, yongjia: Rubric) -> None:
    months = [f"{month}月" for month in range(1, 13)]
    rows = [
        [None, None, "2008年", *[None] * 5, "2009年"],
        ["社区名称", "指标", *months],
        ["东村", "其中已就业人数", *range(1, 13)],
    ]
    data = [["社区名称", "零就业家庭户数"], ["东村", 0]]
    path = book(rows, sheet="十二个月", merge=["C1:H1", "I1:N1"], more={"社区数据": data})
    intake = open_source(path, yongjia).read_all()
    assert [each.code for each in intake.problems if each.code == "D161"] == ["D161"]
    assert all(not each.monthly for each in intake.communities)
