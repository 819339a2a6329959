"""Sheets that are one table together are read as one; a name that speaks against a sheet, or a whole beside its parts, is told."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_source
from formgen.intake.fields import Field
from formgen.intake.joined_cells import join_cells
from formgen.intake.raw import Cell
from formgen.intake.sheet_names import find_set_aside
from formgen.model import Who
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.amend import Amendment, amend_workbook

Book = Callable[..., Path]
Table = Sequence[Sequence[Any]]
_HEAD: list[Any] = ["乡镇", "社区名称", "有就业愿望人数", "已就业人数"]
_EAST: list[Any] = ["甲镇", "东村", 2000, 1980]
_WEST: list[Any] = ["甲镇", "西村", 1000, 990]
_NORTH: list[Any] = ["乙镇", "北村", 500, 495]
_FACTS: list[list[Any]] = [
    ["乡镇", "社区名称", "联系人", "户数"],
    ["甲镇", "东村", "张三", 5],
    ["甲镇", "西村", "李四", 6],
]
_FIGURES: list[list[Any]] = [["社区名称", *_HEAD[2:]], _WEST[1:], _EAST[1:]]


def read(book: Book, rubric: Rubric, tables: Mapping[str, Table]) -> Intake:
    first, *others = tables
    path = book(tables[first], sheet=first, more={name: tables[name] for name in others})
    return open_source(path, rubric).read_all()


def told(intake: Intake) -> list[tuple[str, str]]:
    """Return the problems but D154 and D188: these tables have few columns, and sheets of years are another matter."""
    return [(each.code, each.message) for each in intake.problems if each.code not in {"D154", "D188"}]


def employed(intake: Intake) -> dict[str, Any]:
    return {
        each.full_name: figure.value
        for each in intake.communities
        if (figure := each.indicators.get("employed"))
    }


# -- names of sheets ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "作废", "样表", "示例", "备份", "去年", "旧", "模板", "草稿", "old", "OLD", "副本", "甲镇（作废）", "甲镇-旧", "旧甲镇",
        "旧 2", "数据_bak", "Copy of 数据", "初稿", "历史", "往年数据", "测试", "数据（不用）", "原", "退回", "重复", "甲镇错误",
    ],
)  # fmt: skip
def test_a_sheet_whose_name_speaks_against_it_is_asked_about_alone_and_left_beside_others(
    book: Book, taizhou: Rubric, name: str
) -> None:
    word = find_set_aside(name, ["甲镇"])
    beside = read(book, taizhou, {name: [_HEAD, _EAST, _NORTH], "甲镇": [_HEAD, _EAST, _WEST]})
    assert employed(beside) == {"甲镇东村": 1980, "甲镇西村": 990}
    assert told(beside) == [("D158", f"没有读：“{name}”（名称里有“{word}”，有1个社区只在这里）。")]
    if name != "旧甲镇":  # which may be a place
        alone = read(book, taizhou, {name: [_HEAD, _EAST]})
        words = f"工作表“{name}”的名称里有“{word}”，不像是要读的，没有读；别的工作表里没有这种表。"
        assert (employed(alone), told(alone)) == ({}, [("D189", words)])


@pytest.mark.parametrize(
    "name",
    [
        "旧城街道",
        "样板村",
        "备塘镇",
        "草塔镇",
        "老港镇",
        "原州区",
        "古镇",
        "旧馆镇",
        "Gold",
        "Sheet1",
        "历史街区",
        "例坑村",
    ],
)
def test_a_sheet_that_is_called_as_a_place_is_read(book: Book, taizhou: Rubric, name: str) -> None:
    area = name if name.endswith(("镇", "街道")) else "甲镇"
    east = [area, *_EAST[1:]]
    intake = read(book, taizhou, {"乙镇": [_HEAD, _NORTH], name: [_HEAD, east]})
    assert (employed(intake), told(intake)) == ({"乙镇北村": 495, f"{area}东村": 1980}, [])
    beside = read(book, taizhou, {"社区数据": [_HEAD, _NORTH], name: [_HEAD, east]})
    assert [code for code, _ in told(beside)] == ["D163"]


def test_points_in_a_sheet_that_is_set_aside_are_asked_about(book: Book, yongjia: Rubric) -> None:
    data: list[list[Any]] = [["社区名称", "零就业家庭户数"], ["东村", 0]]
    scores: list[list[Any]] = [["社区名称", "评分栏", "4 平台挂牌"], ["东村", "县级", 1]]
    alone = read(book, yongjia, {"社区数据": data, "各级评分（作废）": scores})
    assert (alone.communities[0].scores, [code for code, _ in told(alone)]) == ({}, ["D189"])
    new: list[list[Any]] = [scores[0], ["东村", "县级", 2]]
    beside = read(book, yongjia, {"社区数据": data, "旧评分（旧）": scores, "评分": new})
    assert beside.communities[0].scores["county"]["item4"].value == 2
    assert [code for code, _ in told(beside)] == ["D158"]


# -- parts of one table ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "names", [("基本情况", "指标"), ("指标", "基本情况"), ("社区数据", "指标"), ("基本情况", "社区数据")]
)
def test_columns_of_two_sheets_are_one_table(book: Book, taizhou: Rubric, names: tuple[str, str]) -> None:
    tables = [_FACTS, _FIGURES] if names[0] == "基本情况" or names[1] == "指标" else [_FIGURES, _FACTS]
    intake = read(book, taizhou, dict(zip(names, tables, strict=True)))
    assert told(intake) == []
    assert employed(intake) == {"甲镇东村": 1980, "甲镇西村": 990}
    assert [each.facts["contact"].text for each in intake.communities] == ["张三", "李四"]


def test_one_sheet_of_facts_completes_the_sheets_of_several_townships(book: Book, taizhou: Rubric) -> None:
    facts = [*_FACTS, ["乙镇", "北村", "王五", 7]]
    intake = read(book, taizhou, {"基本情况": facts, "甲镇": [_HEAD, _EAST, _WEST], "乙镇": [_HEAD, _NORTH]})
    assert told(intake) == []
    assert employed(intake) == {"甲镇东村": 1980, "甲镇西村": 990, "乙镇北村": 495}
    assert [each.facts["contact"].text for each in intake.communities] == ["张三", "李四", "王五"]


def test_what_two_places_give_otherwise_is_not_usable_for_a_third_that_is_like_the_first() -> None:
    households, problems = Field("households", "户数", "count", "户"), list[Problem]()
    one, other, third = (Cell(text, "text", "数据.xlsx", "表", f"A{text[0]}") for text in ("6", "7", "6户"))
    refused = join_cells(one, other, households, problems)
    assert [join_cells(refused, each, households, problems).kind for each in (one, third)] == ["unusable"] * 2


def test_a_figure_that_two_sheets_give_otherwise_is_a_question(book: Book, taizhou: Rubric) -> None:
    figures = [[*_FIGURES[0], "户数"], [*_WEST[1:], 7], [*_EAST[1:], "5户"]]
    intake = read(book, taizhou, {"基本情况": _FACTS, "指标": figures})
    assert told(intake) == [("D120", "“户数”在两处填得不一样：6（基本情况!D3）与7（指标!D2）。")]
    assert [each.facts.get("households") is not None for each in intake.communities] == [True, False]
    assert employed(intake) == {"甲镇东村": 1980, "甲镇西村": 990}


@pytest.mark.parametrize(
    ("main", "sheet", "figures"),
    [
        ([row[:2] for row in _FACTS], "指标", _FIGURES),  # names alone
        ([row[:3] for row in _FACTS], "指标", _FIGURES),  # and who is called
        (_FACTS, "2026年指标", _FIGURES),
    ],
)
def test_whatever_the_sheet_of_data_has_it_is_completed(
    book: Book, taizhou: Rubric, main: Table, sheet: str, figures: Table
) -> None:
    intake = read(book, taizhou, {"社区数据": main, sheet: figures})
    assert (employed(intake), told(intake)) == ({"甲镇东村": 1980, "甲镇西村": 990}, [])


@pytest.mark.parametrize("sheet", ["2018年指标", "指标（旧）", "指标 (2)"])
def test_the_sheet_of_data_is_completed_by_no_old_one(book: Book, taizhou: Rubric, sheet: str) -> None:
    intake = read(book, taizhou, {"社区数据": _FACTS, sheet: _FIGURES})
    assert (employed(intake), [code for code, _ in told(intake)]) == ({}, ["D158"])


def test_villages_of_one_name_in_the_sheets_of_two_townships_are_two(book: Book, taizhou: Rubric) -> None:
    heads = ["村名", "有就业愿望人数", "已就业人数"]
    east: Table = [heads, ["东村", 2000, 1980], ["前村", 5, 4]]
    north: Table = [heads, ["东村", 9, 8], ["后村", 7, 6]]
    intake = read(book, taizhou, {"石塘镇": east, "松门镇": north})
    assert "东村" not in employed(intake)
    assert [code for code, _ in told(intake)] == ["D151", "D151", "D105"]
    facts: Table = [["村名", "户数"], ["东村", 3], ["后村", 4]]
    intake = read(book, taizhou, {"石塘镇": east, "松门镇": facts})
    assert [code for code, _ in told(intake)] == ["D151", "D151", "D105"]


def test_who_stands_twice_in_a_part_is_a_question_and_one_who_stands_only_there_is_read(
    book: Book, taizhou: Rubric
) -> None:
    intake = read(book, taizhou, {"基本情况": _FACTS, "指标": [_HEAD, _EAST, _EAST, _NORTH]})
    assert [code for code, _ in told(intake)] == ["D105"]
    assert employed(intake) == {"乙镇北村": 495}


def test_whose_a_row_of_a_part_without_townships_is_may_be_a_question(book: Book, taizhou: Rubric) -> None:
    facts = [*_FACTS, ["乙镇", "东村", "王五", 7], ["乙镇", "北村", "赵六", 8]]
    figures = [_FIGURES[0], _EAST[1:], ["西村委会", 1000, 990], _NORTH[1:]]
    intake = read(book, taizhou, {"基本情况": facts, "指标": figures})
    assert employed(intake) == {"乙镇北村": 495}
    assert [code for code, _ in told(intake)] == ["D126", "D126"]


def test_points_of_a_level_in_a_sheet_of_their_own_are_no_part_of_the_data(
    book: Book, yongjia: Rubric
) -> None:
    data: list[list[Any]] = [["社区名称", "零就业家庭户数"], ["东村", 0]]
    intake = read(book, yongjia, {"社区数据": data, "县级评分": [["社区名称", "4 平台挂牌"], ["东村", 1]]})
    assert [*intake.communities[0].indicators] == ["zero_job_households"]
    assert [code for code, _ in told(intake)] == ["D158"]


def test_the_same_as_above_in_a_part_is_a_question(book: Book, taizhou: Rubric) -> None:
    figures = [_FIGURES[0], _EAST[1:], ["西村", 1000, "同上"]]
    intake = read(book, taizhou, {"基本情况": _FACTS, "指标": figures})
    assert [code for code, _ in told(intake)] == ["D175"]
    assert employed(intake) == {"甲镇东村": 1980, "甲镇西村": None}


def test_a_value_is_written_into_the_part_that_has_its_column(book: Book, taizhou: Rubric) -> None:
    figures = [_FIGURES[0], _EAST[1:], ["西村", 1000, None]]
    path = book(_FACTS, sheet="基本情况", more={"指标": figures})
    amend_workbook(path, taizhou, [Amendment(Who("甲镇", "西村"), "", "employed", Fraction(900), "表")])
    assert employed(open_source(path, taizhou).read_all())["甲镇西村"] == 900


# -- a whole beside its parts -----------------------------------------------------------------------------------
_TOWNSHIPS: dict[str, Table] = {"甲镇": [_HEAD, _EAST, _WEST], "乙镇": [_HEAD, _NORTH]}
_WHOLE: Table = [_HEAD, _EAST, _WEST, _NORTH]
_OTHER: Table = [_HEAD, ["甲镇", "东村", 9, 9], ["甲镇", "西村", 9, 9], ["乙镇", "北村", 9, 9]]


@pytest.mark.parametrize(
    ("name", "rows", "why"),
    [
        ("2018年", _OTHER, "像是“甲镇”、“乙镇”的另一份"),
        ("去年", _OTHER, "名称里有“去年”"),
        ("全县", _WHOLE, "像是“甲镇”、“乙镇”的另一份"),
    ],
)
def test_the_sheets_of_townships_are_read_beside_an_old_one_or_one_that_repeats_them(
    book: Book, taizhou: Rubric, name: str, rows: Table, why: str
) -> None:
    for tables in ({**_TOWNSHIPS, name: rows}, {name: rows, **_TOWNSHIPS}):
        intake = read(book, taizhou, tables)
        assert employed(intake) == {"甲镇东村": 1980, "甲镇西村": 990, "乙镇北村": 495}
        assert told(intake) == [("D158", f"没有读：“{name}”（{why}）。")]


def test_a_whole_that_says_otherwise_than_its_parts_is_one_question(book: Book, taizhou: Rubric) -> None:
    intake = read(book, taizhou, {**_TOWNSHIPS, "全县": _OTHER})
    assert employed(intake) == {}
    words = "工作表“甲镇”、“乙镇”（合起来）、“全县”写的是同一批社区，或同一种表的不同年份，不知道该读哪一张，都没有读。"
    assert told(intake) == [("D159", words)]


def test_two_years_of_every_township_are_one_question(book: Book, taizhou: Rubric) -> None:
    tables = {f"{name}{year}": rows for name, rows in _TOWNSHIPS.items() for year in (2025, 2026)}
    intake = read(book, taizhou, tables)
    assert [code for code, _ in told(intake)] == ["D159"]
    assert "“甲镇2025”、“甲镇2026”；“乙镇2025”、“乙镇2026”" in told(intake)[0][1]
