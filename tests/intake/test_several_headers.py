"""A second header below the first: read when it is the same, and nothing below it when it heads the columns otherwise."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from formgen.intake import Intake, open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
_HEAD: list[Any] = [
    "乡镇（街道）",
    "社区（村）名称",
    "参加职工基本养老保险人数",
    "参加城乡居民基本养老保险人数",
    "已就业人数",
]
_FIRST = [_HEAD, ["甲镇", "子村", 10, 20, 30], ["甲镇", "丑村", 11, 21, 31]]


def read(book: Book, rubric: Rubric, below: Sequence[Sequence[Any]]) -> Intake:
    return open_source(book([*_FIRST, *below]), rubric).read_all()


def told(intake: Intake) -> list[tuple[str, str]]:
    return [(each.code, each.place.cell) for each in intake.problems if each.code != "D154"]


SWAPPED = [_HEAD[0], _HEAD[1], _HEAD[3], _HEAD[2], _HEAD[4]]
OTHERWISE: dict[str, list[list[Any]]] = {
    "two columns exchanged": [SWAPPED, ["甲镇", "寅村", 22, 12, 32]],
    "two columns exchanged after a gap and a title": [
        [],
        ["乙镇数据表"],
        SWAPPED,
        ["乙镇", "寅村", 22, 12, 32],
    ],
    "names and townships exchanged": [[_HEAD[1], _HEAD[0], *_HEAD[2:]], ["寅村", "甲镇", 12, 22, 32]],
    "a column left out": [[*_HEAD[:2], *_HEAD[3:]], ["甲镇", "寅村", 22, 32]],
    "a column put in": [[*_HEAD[:2], "户数", *_HEAD[2:4]], ["甲镇", "寅村", 500, 12, 22]],
    "a column of another year": [[*_HEAD[:4], "上年已就业人数"], ["甲镇", "寅村", 12, 22, 30]],
    "no word for names": [["镇", "各村", *SWAPPED[2:]], ["甲镇", "寅村", 22, 12, 32]],
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_nothing_is_read_below_a_header_that_heads_the_columns_otherwise(
    book: Book, taizhou: Rubric, case: str
) -> None:
    below = OTHERWISE[case]
    intake = read(book, taizhou, below)
    assert [each.name for each in intake.communities] == ["子村", "丑村"]
    row = 4 + next(at for at, line in enumerate(below) if len(line) > 1)
    assert ("D162", f"A{row}") in told(intake)
    (problem,) = (each for each in intake.problems if each.code == "D162")
    assert problem.message == f"第{row}行又是表头，但各列和上面的表头不一样，这一行以下没有读。"


SAME = {
    "as it was": _HEAD,
    "in other words": [
        "乡镇",
        "村名",
        "参加职工基本养老保险人数（人）",
        "参加城乡居民基本养老保险人数（人）",
        "其中已就业人数",
    ],
    "without the last column": _HEAD[:4],
}


@pytest.mark.parametrize("case", SAME)
def test_a_header_that_heads_the_columns_as_the_first_one_does_is_skipped(
    book: Book, taizhou: Rubric, case: str
) -> None:
    intake = read(book, taizhou, [[], SAME[case], ["甲镇", "寅村", 12, 22, 32]])
    assert [each.name for each in intake.communities] == ["子村", "丑村", "寅村"]
    assert told(intake) == []
    third = intake.communities[2]
    assert [third.indicators[key].value for key in ("pension_employee", "pension_resident")] == [12, 22]


_GROUPS = ["乡镇", "村名", "社会保障", None, "已就业人数"]
_LOWER = [None, None, *_HEAD[2:4], None]


@pytest.mark.parametrize(
    ("second", "lower", "names"),
    [
        (_GROUPS, _LOWER, ["子村", "丑村", "寅村"]),
        (["乡镇", "村名", "社会保障", "社会保障", "已就业人数"], _LOWER, ["子村", "丑村", "寅村"]),
        (_GROUPS, [None, None, _HEAD[3], _HEAD[2], None], ["子村", "丑村"]),
        (_GROUPS, [None, None, _HEAD[3], None, None], ["子村", "丑村"]),
    ],
)
def test_a_second_header_of_two_rows_is_held_against_both_rows_of_the_first(
    book: Book, taizhou: Rubric, second: list[Any], lower: list[Any], names: list[str]
) -> None:
    rows = [_GROUPS, _LOWER, *_FIRST[1:], second, lower, ["甲镇", "寅村", 12, 22, 32]]
    intake = open_source(book(rows, merge=["C1:D1"]), taizhou).read_all()
    assert [each.name for each in intake.communities] == names
    assert told(intake) == ([] if "寅村" in names else [("D162", "C6")])


@pytest.mark.parametrize("word", ["有就业愿望人数", "失业人数", "下岗"])
def test_a_second_header_may_have_no_word_that_is_known_but_that_for_names(
    book: Book, taizhou: Rubric, word: str
) -> None:
    rows = [["村名", "已就业人数"], ["子村", 3], [], ["村名", word], ["丑村", 5]]
    intake = open_source(book(rows), taizhou).read_all()
    assert [each.name for each in intake.communities] == ["子村"]
    assert told(intake) == [("D162", "A4")]


_MONTHS = ["乡镇", "社区名称", "指标", *[f"{month}月" for month in range(1, 13)]]
_ROW: list[Any] = list(range(1, 13))


def read_months(
    book: Book, rubric: Rubric, rows: Sequence[Sequence[Any]], merge: Sequence[str] = ()
) -> Intake:
    data = [["乡镇", "社区名称", "零就业家庭户数"], ["甲镇", "东村", 0], ["甲镇", "西村", 0]]
    path = book([_MONTHS, *rows], sheet="十二个月", merge=merge, more={"社区数据": data})
    return open_source(path, rubric).read_all()


def test_rows_below_a_merged_name_are_of_the_community_whatever_they_are_about(
    book: Book, yongjia: Rubric
) -> None:
    series: list[Any] = ["登记失业人员和持《再就业优惠证》人员数（有劳动能力和就业愿望）", "其中已就业人数"]
    rows = [["甲镇", "东村", series[0], *_ROW], [None, None, series[1], *_ROW]]
    intake = read_months(book, yongjia, rows, ["A2:A3", "B2:B3"])
    assert told(intake) == []
    assert sorted(intake.communities[0].monthly) == ["target_employed", "target_total"]
    intake = read_months(
        book, yongjia, [["甲镇", "东村", series[1], *_ROW], [None, None, series[0], *_ROW]], ["B2:B3"]
    )
    assert sorted(intake.communities[0].monthly) == ["target_employed", "target_total"]


@pytest.mark.parametrize("township", [None, "甲镇"])
def test_a_row_of_months_without_a_name_is_asked_about(
    book: Book, yongjia: Rubric, township: str | None
) -> None:
    rows = [["甲镇", "东村", "登记失业人员数", *_ROW], [township, None, "其中已就业人数", *_ROW]]
    intake = read_months(book, yongjia, rows)
    assert ("D104", "A3" if township else "C3") in told(intake)
    message = next(each.message for each in intake.problems if each.code == "D104")
    assert message == "这一行有数据，但没有社区名称。"


_PARTS: dict[str, tuple[list[Any], list[Any], int | None]] = {
    "a part in front of the sum": (["其中女", "小计"], [490, 980], 980),
    "a part behind the sum": (["合计", "其中女"], [980, 490], 980),
    "parts and their sum": (["男", "女", "合计"], [490, 490, 980], 980),
    "two years": (["2018年", "2019年"], [490, 980], None),
    "two years as numbers": ([2018, 2019], [490, 980], None),
    "last year and this": (["上年", "本年"], [490, 980], None),
    "what was reported and what was found": (["上报数", "核定数"], [990, 980], None),
    "a share and a number": (["占比", "人数"], [98, 980], None),
    "parts alone": (["男", "女"], [490, 490.5], None),
}


@pytest.mark.parametrize("case", _PARTS)
def test_of_several_columns_below_one_merged_header_the_sum_is_read_or_none(
    book: Book, taizhou: Rubric, case: str
) -> None:
    words, values, expected = _PARTS[case]
    path = book(
        [
            ["乡镇", "社区名称", "有就业愿望人数", "已就业人数", *[None] * (len(words) - 1)],
            [None, None, None, *words],
            ["甲镇", "东村", 1000, *values],
        ]
    )
    workbook = load_workbook(path)
    workbook.worksheets[0].merge_cells(start_row=1, end_row=1, start_column=4, end_column=3 + len(words))
    workbook.save(path)
    intake = open_source(path, taizhou).read_all()
    (east,) = intake.communities
    figure = east.indicators.get("employed")
    assert (figure.value if figure else None) == expected
    errors = [each.code for each in intake.problems if each.severity == "error" and each.code != "D154"]
    assert bool(errors) is (expected is None)


def test_a_header_merged_over_an_empty_column_is_ordinary(book: Book, taizhou: Rubric) -> None:
    path = book(
        [["乡镇", "社区名称", "有就业愿望人数", "已就业人数", None], ["甲镇", "东村", 1000, 980, None]]
    )
    workbook = load_workbook(path)
    workbook.worksheets[0].merge_cells("D1:E1")
    workbook.save(path)
    intake = open_source(path, taizhou).read_all()
    assert intake.communities[0].indicators["employed"].value == 980
    assert [each.code for each in intake.problems if each.code != "D154"] == []


@pytest.mark.parametrize(
    ("group", "read"),
    [
        ("就业情况", True), ("户籍人口", True), ("2019年就业情况", True), ("就业情况（人）", True),
        ("上年度", False), ("其中：女性", False), ("就业情况（万人）", False), ("去年同期", False), ("目标数", False),
        ("年初数", False), ("期初", False), ("本月", False), ("上半年", False), ("第一季度", False), ("计划", False),
        ("任务数", False), ("预计", False), ("期末数", True), ("本年", True), ("目标人群", True),
    ],
)  # fmt: skip
def test_words_of_a_group_make_another_figure_as_they_do_in_the_header(
    book: Book, taizhou: Rubric, group: str, *, read: bool
) -> None:
    path = book(
        [
            [None, None, group, None],
            ["乡镇", "社区名称", "有就业愿望人数", "已就业人数"],
            ["甲镇", "东村", 1000, 980],
        ]
    )
    workbook = load_workbook(path)
    workbook.worksheets[0].merge_cells("C1:D1")
    workbook.save(path)
    intake = open_source(path, taizhou).read_all()
    assert ("D155" in [each.code for each in intake.problems]) is not read
    assert all(("employed" in each.indicators) is read for each in intake.communities)


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ([["单位：人"], ["乡镇", "社区名称", "有就业愿望人数", "已就业人数"]], True),
        ([["单位：百人"], ["乡镇", "社区名称", "有就业愿望人数", "已就业人数"]], False),
        ([["单位：万人、户"], ["乡镇", "社区名称", "有就业愿望人数", "已就业人数"]], False),
        ([["乡镇", "社区名称", "有就业愿望人数", "已就业人数"], [None, None, "人", "人"]], True),
        ([["乡镇", "社区名称", "有就业愿望人数", "已就业人数"], [None, None, "万人", "万人"]], False),
        ([["乡镇", "社区名称", "有就业愿望人数", "已就业人数"], [None, None, "（百人）", "（百人）"]], False),
    ],
)
def test_a_unit_of_tens_or_more_is_never_taken_for_persons(
    book: Book, taizhou: Rubric, rows: list[list[object]], *, read: bool
) -> None:
    intake = open_source(book([*rows, ["甲镇", "东村", 10, 9]]), taizhou).read_all()
    codes = [each.code for each in intake.problems]
    assert bool({"D155", "D156", "D206"} & {*codes}) is not read
    assert "D104" not in codes
    for each in intake.communities:
        figure = each.indicators.get("employed")
        assert (figure is not None and figure.value is not None) is read


@pytest.mark.parametrize(
    ("merged", "value", "told"),
    [
        ("C2:C3", 1000, "C2:C3合并成了一格，看不出东村、西村的“有就业愿望人数”各是多少，没有采用。"),
        ("E2:E3", "是", "E2:E3合并成了一格，看不出东村、西村的“使用信息系统录入”各是多少，没有采用。"),
        ("C2:D2", 1000, "C2:D2合并成了一格，看不出东村的“有就业愿望人数”、“已就业人数”各是多少，没有采用。"),
        (
            "C2:D3",
            1000,
            "C2:D3合并成了一格，看不出东村、西村的“有就业愿望人数”、“已就业人数”各是多少，没有采用。",
        ),
        ("A2:A3", "甲镇", None),
        ("F2:F3", "见说明", None),
        ("C4:D4", "小计", None),
    ],
)
def test_a_value_merged_over_communities_or_columns_is_nobodys(
    book: Book, taizhou: Rubric, merged: str, value: str | int, told: str | None
) -> None:
    path = book(
        [
            ["乡镇", "社区名称", "有就业愿望人数", "已就业人数", "使用信息系统录入", "备注"],
            ["甲镇", "东村", 1000, 980, "是", ""],
            ["甲镇", "西村", 900, 880, "是", ""],
            ["", "合计", 1900, 1860, "", ""],
        ]
    )
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet[merged.partition(":")[0]] = value
    sheet.merge_cells(merged)
    workbook.save(path)
    intake = open_source(path, taizhou).read_all()
    assert [each.message for each in intake.problems if each.code == "D186"] == ([told] if told else [])
    if told:
        read = [figure.value for each in intake.communities for figure in each.indicators.values()]
        assert value not in read
    else:
        assert intake.communities[0].indicators["employed"].value == 980
