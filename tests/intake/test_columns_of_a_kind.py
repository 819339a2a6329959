"""Two columns that may be one field are asked about; what stands behind the last header is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]


def read(book: Book, rubric: Rubric, heads: list[Any], values: list[Any]) -> Intake:
    return open_source(book([["乡镇", "社区名称", *heads], ["甲镇", "东村", *values]]), rubric).read_all()


def told(intake: Intake) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in intake.problems if each.code in {"D103", "D191"}]


@pytest.mark.parametrize(
    ("heads", "code", "words"),
    [
        (["户籍人口", "常住人口"], "D191", "列“常住人口”和“户籍人口”（社区数据!C1）都可能是“人口数”，看不出是哪一列，都没有采用。"),
        (["总人口", "户籍人口数（人）"], "D191", "列“总人口”和“户籍人口数（人）”（社区数据!D1）都可能是“人口数”，看不出是哪一列，都没有采用。"),
        (["总户数", "常住户数"], "D191", "列“总户数”和“常住户数”（社区数据!D1）都可能是“户数”，看不出是哪一列，都没有采用。"),
        (["人口数", "户籍人口"], "", ""),  # bears the name of the field
        (["常住人口", "流动人口"], "", ""),
        (["户数", "户籍户数"], "", ""),
    ],
)  # fmt: skip
def test_which_of_two_columns_of_a_kind_is_meant_is_asked(
    book: Book, taizhou: Rubric, heads: list[Any], code: str, words: str
) -> None:
    intake = read(book, taizhou, [*heads, "有就业愿望人数"], [5, 6, 3])
    assert told(intake) == ([(code, words)] if code else [])
    assert bool(intake.communities[0].facts) is not bool(code)
    assert intake.communities[0].indicators["labour_willing"].value == 3


@pytest.mark.parametrize(
    ("heads", "cell", "said"),
    [
        (["人口数", "常住人口"], 5, "“人口数”用的是社区数据!C1一列；列“常住人口”没有用。"),
        (["常住人口", "人口数（人）"], 6, "“人口数”用的是社区数据!D1一列；列“常住人口”没有用。"),
        (["人口数", "总人口"], 5, "“人口数”用的是社区数据!C1一列；列“总人口”没有用。"),
    ],
)
def test_the_column_that_bears_the_name_of_the_field_is_used_and_the_other_told_once(
    book: Book, taizhou: Rubric, heads: list[Any], cell: int, said: str
) -> None:
    intake = read(book, taizhou, [*heads, "有就业愿望人数"], [5, 6, 3])
    found = [(each.code, each.message) for each in intake.problems if each.code != "D154"]
    assert found == [("D231", said)]
    assert intake.communities[0].facts["residents"].value == cell


def test_of_two_columns_of_one_name_it_is_said_which_to_keep(book: Book, taizhou: Rubric) -> None:
    intake = read(book, taizhou, ["其中已就业人数", "已就业人数"], [5, 6])
    (told,) = [each for each in intake.problems if each.code == "D103"]
    assert told.mend == "请只留一列叫“其中已就业人数”，另一列删去；另一列是别的数的，请改成别的列名。"


def test_which_of_two_figures_of_a_kind_is_meant_is_asked(book: Book, taizhou: Rubric) -> None:
    intake = read(book, taizhou, ["劳动力人数", "户籍劳动力人数", "有就业愿望人数"], [9, 8, 3])
    assert [code for code, _ in told(intake)] == ["D191"]
    assert "labour_able" not in intake.communities[0].indicators


def test_a_fact_below_a_group_of_others_is_another_one(book: Book, taizhou: Rubric) -> None:
    rows = [
        ["乡镇", "社区名称", "其中：女性", None, "有就业愿望人数"],
        [None, None, "人口数", "户数", None],
        ["甲镇", "东村", 5, 6, 3],
    ]
    path = book(rows, merge=["A1:A2", "B1:B2", "C1:D1", "E1:E2"])
    intake = open_source(path, taizhou).read_all()
    assert intake.communities[0].facts == {}
    assert [each.code for each in intake.problems if each.code == "D102"] == ["D102", "D102"]


@pytest.mark.parametrize(("name", "told_of"), [("东村", ["E2"]), ("合计", []), ("乙", [])])
def test_what_stands_behind_the_last_header_beside_a_community_is_told(
    book: Book, taizhou: Rubric, name: str, told_of: list[str]
) -> None:
    rows = [["乡镇", "社区名称", "有就业愿望人数"], ["甲镇", name, 3, None, "待核"], ["甲镇", "西村", 4]]
    intake = open_source(book(rows), taizhou).read_all()
    assert [each.place.cell for each in intake.problems if each.code == "D102"] == told_of


@pytest.mark.parametrize(
    ("names", "read"),
    [(["东村", "西村"], {"东村": 7, "西村": 8}), (["西村", "东村"], {})],
)
def test_figures_beside_a_second_column_of_names_are_read_where_the_names_are_the_same(
    book: Book, taizhou: Rubric, names: list[str], read: dict[str, int]
) -> None:
    rows: list[list[Any]] = [
        ["社区名称", "户数", "村名", "有就业愿望人数"],
        ["东村", 5, names[0], 7],
        ["西村", 6, names[1], 8],
    ]
    intake = open_source(book(rows), taizhou).read_all()
    found = {each.name: figure.value for each in intake.communities for figure in each.indicators.values()}
    assert found == read
    assert [each.facts["households"].value for each in intake.communities] == [5, 6]
    message = next(each.message for each in intake.problems if each.code == "D103")
    assert ("后一列右边的各列没有采用" in message) is not bool(read)


def test_a_figure_of_last_year_is_no_other_column_of_the_kind(book: Book, taizhou: Rubric) -> None:
    intake = read(book, taizhou, ["已就业人数（上年）", "已就业人数"], [5, 6])
    assert intake.communities[0].indicators["employed"].value == 6


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        (
            [["社区名称", "已就业人数", None], [None, "男", "女"], ["东村", 50, 50]],
            "D223",
            "“其中已就业人数”的表头下面分成“男”、“女”，没有合计，看不出全部是多少，没有采用。",
        ),
        (
            [["社区名称", "已就业人数", None, None], [None, "本镇", "县内", "外出"], ["东村", 1, 2, 3]],
            "D223",
            "下面分成“本镇”、“县内”、“外出”，没有合计",
        ),
        ([["社区名称", "已就业人数", None], [None, "女", "合计"], ["东村", 50, 100]], "", ""),
        (
            [["社区名称", "已就业人数", "社区名称", "已就业人数"], ["东村", 5, "西村", 6]],
            "D224",
            "从C列的“社区名称”起是并排的第二块表，里面的社区没有读",
        ),
        (
            [["乡镇", "村名", "户数", "乡镇", "村名", "户数"], ["甲镇", "东村", 5, "甲镇", "西村", 6]],
            "D224",
            "从D列的“乡镇”起是并排的第二块表",
        ),
    ],
)
def test_parts_of_a_figure_and_tables_side_by_side_are_told_as_what_they_are(
    book: Book, taizhou: Rubric, rows: list[list[Any]], code: str, words: str
) -> None:
    merged = [f"B1:{'ABCD'[len(rows[0]) - 1]}1"] if rows[0][-1] is None else []
    intake = open_source(book(rows, merge=merged), taizhou).read_all()
    found = [each for each in intake.problems if each.code in {"D103", "D223", "D224"}]
    assert [each.code for each in found] == ([code] if code else [])
    assert words in "".join(each.message for each in found)
    employed = [each.indicators["employed"].value for each in intake.communities if each.indicators]
    assert employed == ([] if code else [100])
