"""What stands around a table: a unit of hundreds, that the table is no longer valid."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from formgen.intake import open_bytes, open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
HEAD: list[object] = ["乡镇", "社区名称", "有就业愿望人数", "已就业人数", "户数（户）", "使用信息系统录入"]
ROWS: list[list[object]] = [["甲镇", "东村", 10, 9, 5, "是"], ["甲镇", "西村", 10, 8, 6, "是"]]


def read_below(rubric: Rubric, book: Book, title: str) -> tuple[list[str], dict[str, bool]]:
    intake = open_source(book([[title], HEAD, *ROWS]), rubric).read_all()
    (first, *_) = intake.communities
    used = {"人": first.indicators["employed"].value is not None, "户": "households" in first.facts}
    assert first.indicators["base_system"].value == "yes"
    return [str(each.message) for each in intake.problems if each.code not in {"D154", "D210"}], used


@pytest.mark.parametrize(
    ("title", "count", "used"),
    [
        ("（单位：百人）", 3, ""),
        ("单位 千人", 3, ""),
        ("计量单位：万", 3, ""),
        ("就业情况表  以百人为单位", 3, ""),
        ("本表按千人填", 3, ""),
        ("2019年就业情况（百人）", 3, ""),
        ("单位：百户", 3, ""),
        ("单位：百人、户", 2, "户"),
        ("单位：人、百户", 1, "人"),
        ("单位：万元", 0, "人户"),
        ("单位：人、户", 0, "人户"),
        ("百人社区就业情况", 0, "人户"),
        ("填报单位：百官街道", 0, "人户"),
        ("制表单位：万全镇", 0, "人户"),
        ("单位：云屿镇千岛村", 0, "人户"),
        ("单位：千户镇", 0, "人户"),
        ("人数单位：百人  填表日期：2019年10月8日", 3, ""),
        ("千户镇", 0, "人户"),
    ],
)
def test_numbers_below_another_unit_are_not_used_and_one_message_says_so(
    taizhou: Rubric, book: Book, title: str, count: int, used: str
) -> None:
    problems, held = read_below(taizhou, book, title)
    told = f"这里写着“{title}”，表里有{count}列数不知是按它填的还是按人、户填的，都没有采用。"
    assert problems == ([told] if count else [])
    assert "".join(key for key, value in held.items() if value) == used


@pytest.mark.parametrize("where", ["below", "sheet"])
def test_a_unit_below_the_table_or_in_the_name_of_its_sheet_counts_as_well(
    taizhou: Rubric, book: Book, where: str
) -> None:
    rows = [HEAD, *ROWS, *([["注：单位为百人"]] if where == "below" else [])]
    intake = open_source(
        book(rows) if where == "below" else book(rows, sheet="社区数据（百人）"), taizhou
    ).read_all()
    assert [each.code for each in intake.problems if each.code != "D154"] == ["D206"]
    assert intake.communities[0].indicators["employed"].value is None


def test_months_below_another_unit_are_not_used(yongjia: Rubric, book: Book) -> None:
    months = [["（单位：百人）"], ["社区名称", "指标", *(f"{each}月" for each in range(1, 13))]]
    data = [["乡镇", "社区名称", "零就业家庭户数"], ["甲镇", "东社区", 0]]
    intake = open_source(
        book(data, more={"十二个月": [*months, ["东社区", "其中已就业人数", *range(1, 13)]]}),
        yongjia,
    ).read_all()
    assert "这里写着“（单位：百人）”，表里有12列数" in "".join(str(each) for each in intake.problems)
    (series,) = intake.communities[0].monthly.values()
    assert not any(each and each.value is not None for each in series)


VOID = [
    "本表作废",
    "（作废）",
    "注意：本表作废，以新表为准",
    "此表已停用",
    "数据以更正后的表为准",
    "该表无效",
    "本工作表不再使用",
]
VALID = [
    "旧表作废，以本表为准",
    "涂改作废",
    "涂改无效",
    "旧表停用，以此表为准",
    "以本表为准",
    "填错的请作废重填",
    "数据以年末数为准",
    "以下数据以更正后为准",
    "以下面的数据为准",
    "此表逾期无效",
]


@pytest.mark.parametrize("title", [*VOID, *VALID])
def test_a_table_that_says_it_is_void_is_not_read(taizhou: Rubric, title: str) -> None:
    lines = [title, *(",".join(map(str, row)) for row in [HEAD, *ROWS])]
    intake = open_bytes("\n".join(lines).encode(), taizhou, "a.csv").read_all()
    void = [each for each in intake.problems if each.code == "D207"]
    assert [(each.place.cell, len(intake.communities)) for each in void] == (
        [("A1", 0)] if title in VOID else []
    )
    assert bool(intake.communities) is (title in VALID)


def test_beside_a_valid_table_a_void_one_is_left(taizhou: Rubric, book: Book) -> None:
    new = [[*row[:3], 7, *row[4:]] for row in ROWS]
    intake = open_source(book([["本表作废"], HEAD, *ROWS], more={"新表": [HEAD, *new]}), taizhou).read_all()
    assert [each.indicators["employed"].value for each in intake.communities] == [7, 7]
    assert "没有读：“社区数据”（A1写着“本表作废”）" in "".join(str(each) for each in intake.problems)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("本表作废", "D207"),
        ('&"宋体,加粗"&14本表作废', "D207"),
        ("&K FF0000单位：百人".replace(" ", ""), "D206"),
        ("2011年申报数据", "D188"),
        ("填报单位：石塘镇", "D210"),
        ("第 &P 页 共 &N 页", ""),
        ('&"宋体,常规"&14 — &P —　', ""),
        ("&F &D", ""),
        ("就业情况表", ""),
    ],
)
@pytest.mark.parametrize("where", ["oddHeader", "oddFooter", "firstHeader"])
def test_words_around_the_pages_count_as_those_above_the_table(
    taizhou: Rubric, book: Book, text: str, code: str, where: str
) -> None:
    path = book([HEAD, *ROWS])
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    sheet.HeaderFooter.differentFirst = where == "firstHeader"
    getattr(sheet, where).center.text = text
    workbook.save(path)
    problems = open_source(path, taizhou).read_all().problems
    assert [each.code for each in problems if each.code != "D154"] == ([code] if code else [])
