"""Sheets whose communities stand side by side are read as others are, or one clear question is asked."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
Rows = list[list[Any]]
_NAMES: list[Any] = ["社区名称", "东村", "西村"]
_AREAS: list[Any] = ["乡镇", "甲镇", "甲镇"]
_WILLING: list[Any] = ["有就业愿望人数", 2000, 1000]
_EMPLOYED: list[Any] = ["已就业人数", 1980, 990]
_HOUSEHOLDS: list[Any] = ["户数", 5, 6]
_FIELDS: Rows = [_WILLING, _EMPLOYED, _HOUSEHOLDS]
_PLAIN: Rows = [_NAMES, _AREAS, *_FIELDS]


def told(intake: Intake) -> list[str]:
    return [each.code for each in intake.problems if each.code != "D154"]


def employed(intake: Intake) -> dict[str, Any]:
    return {each.full_name: each.indicators["employed"].value for each in intake.communities}


def before(words: Sequence[Any], rows: Rows) -> Rows:
    return [[word, *row] for word, row in zip(words, rows, strict=True)]


def behind(words: Sequence[Any], rows: Rows) -> Rows:
    return [[*row, word] for word, row in zip(words, rows, strict=True)]


def within(words: Sequence[Any], rows: Rows) -> Rows:
    return [[row[0], word, *row[1:]] for word, row in zip(words, rows, strict=True)]


_VARIANTS: dict[str, tuple[Rows, list[str]]] = {
    "a merged title": ([["就业情况表"], *_PLAIN], ["A1:C1"]),
    "a title and a line of units": (
        [["就业情况表"], ["单位：人、户", None, "甲镇政府制"], *_PLAIN],
        ["A1:C1"],
    ),
    "a line of who filled it in": ([["填报单位：甲镇", None, "填表人：张三"], *_PLAIN], []),
    "the township above the names": ([["乡镇", "甲镇", None], _NAMES, *_FIELDS], ["B1:C1"]),
    "a title, and the township above the names": (
        [["就业情况表"], ["乡镇", "甲镇", None], _NAMES, *_FIELDS],
        ["A1:C1", "B2:C2"],
    ),
    "units": (within(["单位", None, "人", "人", "户"], _PLAIN), []),
    "units behind": (behind(["单位", None, "人", "人", "户"], _PLAIN), []),
    "serial numbers": (before(["序号", None, 1, 2, 3], _PLAIN), []),
    "serial numbers and units": (
        before(["序号", None, 1, 2, 3], within(["计量单位", None, "人", "人", "户"], _PLAIN)),
        [],
    ),
    "serial numbers of the communities": ([["序号", 1, 2], *_PLAIN], []),
    "groups of fields": (before(["类别", None, "就业", None, "基本"], _PLAIN), ["A3:A4"]),
    "sections": ([*_PLAIN[:2], ["一、就业情况", None, None], *_FIELDS], ["A3:C3"]),
    "remarks behind": (behind(["备注", None, "台账", "台账", "公安"], _PLAIN), []),
    "sources": (within(["数据来源", None, "台账", "台账", "公安"], _PLAIN), []),
    "definitions": (within(["统计口径", None, "年末数", "年末数", "年末数"], _PLAIN), []),
    "a sum behind": (behind(["合计", None, 3000, 2970, 11], _PLAIN), []),
    "remarks below": ([*_PLAIN, ["注：人数为年底数"], ["填表人：张三", None, "审核：李四"]], []),
    "numbered fields": (
        [_NAMES, _AREAS, ["1.有就业愿望人数（人）", 2000, 1000], ["2.已就业人数", 1980, 990]],
        [],
    ),
}


@pytest.mark.parametrize("case", _VARIANTS)
def test_communities_side_by_side_are_read_with_what_clerks_put_around_them(
    book: Book, taizhou: Rubric, case: str
) -> None:
    rows, merged = _VARIANTS[case]
    intake = open_source(book(rows, merge=merged), taizhou).read_all()
    assert employed(intake) == {"甲镇东村": 1980, "甲镇西村": 990}
    assert told(intake) == []


@pytest.mark.parametrize("corner", ["指标", "项目", None, "指标\\社区", "社区名称\\指标"])
@pytest.mark.parametrize("extra", ["", "units", "numbers"])
def test_without_the_word_for_names_one_question_says_where_to_write_it(
    book: Book, taizhou: Rubric, corner: str | None, extra: str
) -> None:
    rows: Rows = [[corner, "东村", "西村"], *_FIELDS]
    if extra == "units":
        rows = within(["单位", "人", "人", "户"], rows)
    elif extra == "numbers":
        rows = before(["序号", 1, 2, 3], rows)
    intake = open_source(book([["就业情况表"], *rows]), taizhou).read_all()
    assert [(each.code, each.message) for each in intake.problems] == [
        ("D194", "这张表像是各社区并排、各项竖排的，没有找到“社区名称”一行。")
    ]


def test_a_unit_of_hundreds_above_a_sheet_on_its_side_is_never_taken_for_persons(
    book: Book, taizhou: Rubric
) -> None:
    for line in (["单位：百人"], ["就业情况", None, "单位：百人"]):
        intake = open_source(book([line, *_PLAIN]), taizhou).read_all()
        assert intake.communities
        assert all(
            not any(figure.value for figure in each.indicators.values()) for each in intake.communities
        )
        assert "D206" in told(intake)


# -- a name that is merged over several rows or columns of figures --------------------------------------------------
def test_figures_of_two_years_below_one_merged_name_are_used_from_neither(
    book: Book, taizhou: Rubric
) -> None:
    across: Rows = [
        ["社区名称", "东村", None, "西村", None],
        ["年份", "2018年", "2019年", "2018年", "2019年"],
        ["有就业愿望人数", 2000, 2100, 1000, 1100],
        ["已就业人数", 1980, 1990, 990, 995],
    ]
    intake = open_source(book(across, merge=["B1:C1", "D1:E1"]), taizhou).read_all()
    assert (intake.communities, told(intake).count("D105")) == ((), 2)
    down = [list(row) for row in zip(*across, strict=True)]
    intake = open_source(book(down, merge=["A2:A3", "A4:A5"]), taizhou).read_all()
    assert (intake.communities, told(intake).count("D105")) == ((), 2)


def test_a_name_merged_over_a_row_of_remarks_is_one_community(book: Book, taizhou: Rubric) -> None:
    rows: Rows = [
        ["社区名称", "有就业愿望人数", "已就业人数", "备注"],
        ["东村", 2000, 1980, "一组"],
        [None, None, None, "二组"],
    ]
    intake = open_source(book(rows, merge=["A2:A3"]), taizhou).read_all()
    assert (employed(intake), told(intake)) == ({"东村": 1980}, [])


def test_the_years_of_a_column_of_years_are_told(book: Book, taizhou: Rubric) -> None:
    rows: Rows = [
        ["社区名称", "年份", "有就业愿望人数", "已就业人数"],
        ["东村", 2025, 2000, 1980],
        ["西村", 2026, 1000, 990],
    ]
    intake = open_source(book(rows), taizhou).read_all()
    assert "“2025”（社区数据!B2）、“2026”（社区数据!B3），年份不一样，照样读了。" in [
        each.message for each in intake.problems
    ]
