"""Which sheets of a workbook are read: those that belong together; copies, other years and foreign tables are not."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from formgen.intake import Intake, open_bytes, open_source
from formgen.model import Who
from formgen.problems import FormgenError
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric
from formgen.workbook.amend import Amendment, amend_workbook

Book = Callable[..., Path]
_HEAD = ["乡镇", "社区名称", "有就业愿望人数", "已就业人数"]
_EAST, _WEST = ["甲镇", "东村", 2000, 1980], ["甲镇", "西村", 1000, 990]
_DATA = [_HEAD, _EAST, _WEST]
_SAMPLES = Path(__file__).parents[2] / "samples"


def names(intake: Intake) -> list[str]:
    return [each.full_name for each in intake.communities]


def told(intake: Intake) -> list[str]:
    """Return the codes of problems but D154: these tables have few columns."""
    return [each.code for each in intake.problems if each.code != "D154"]


def message(intake: Intake, code: str) -> str:
    return next(each.message for each in intake.problems if each.code == code)


@pytest.mark.parametrize(
    ("sheet", "rows", "why"),
    [
        ("名册", [["社区名称", "姓名"], ["东村", "张三"], ["南村", "李四"]], "没有一列是评分要的数"),
        ("通讯录", [["社区名称", "联系人", "联系电话"], ["东村", "张三", "1"]], "没有一列是评分要的数"),
        ("社区数据 (2)", _DATA, "像是“社区数据”的另一份"),
        ("2025年", [_HEAD, ["甲镇", "东村", 1, 1]], "像是“社区数据”的另一份"),
        ("备份", [*_DATA, ["甲镇", "南村", 1, 1]], "像是“社区数据”的另一份，有1个社区只在这里"),
        ("2025年", [_HEAD, ["丙镇", "北村", 1, 1]], "像是“社区数据”的另一份，有1个社区只在这里"),
        ("透视表", [["行标签", "求和项:人数", "计数"], ["甲镇", 3, 1]], "没有社区名称"),
    ],
)
def test_a_sheet_that_is_no_data_or_a_copy_is_told_once_and_not_read(
    book: Book, taizhou: Rubric, sheet: str, rows: list[list[object]], why: str
) -> None:
    for first, second in (("社区数据", sheet), (sheet, "社区数据")):
        tables = {"社区数据": _DATA, sheet: rows}
        path = book(tables[first], sheet=first, more={second: tables[second]})
        intake = open_source(path, taizhou).read_all()
        assert names(intake) == ["甲镇东村", "甲镇西村"]
        assert [each.indicators["employed"].value for each in intake.communities] == [1980, 990]
        assert told(intake) == ["D158"]
        assert message(intake, "D158") == f"没有读：“{sheet}”（{why}）。"


@pytest.mark.parametrize("sheet", ["更正", "调整后", "Sheet2", "复核", "社区数据（修改后）", "社区数据 (2)"])
def test_other_figures_in_a_second_sheet_are_a_question(book: Book, taizhou: Rubric, sheet: str) -> None:
    rows = [["乡镇", "社区名称", "已就业人数"], ["甲镇", "东村", 1900], ["甲镇", "西村", 990]]
    intake = open_source(book(_DATA, more={sheet: rows}), taizhou).read_all()
    assert told(intake) == ["D195", "D158"]
    expected = f"工作表“{sheet}”像是“社区数据”的另一份，有1处和它不一样，如{sheet}!C2写的是1900，社区数据!D2是1980；现在用的是“社区数据”的。"
    assert message(intake, "D195") == expected


def test_figures_that_only_a_second_sheet_has_are_a_question(book: Book, taizhou: Rubric) -> None:
    blank = [_DATA[0], ["甲镇", "东村", None, None], _DATA[2]]
    intake = open_source(book(blank, more={"甲镇": _DATA}), taizhou).read_all()
    assert told(intake) == ["D195", "D158"]
    expected = "工作表“甲镇”像是“社区数据”的另一份，有2处和它不一样，如甲镇!C2写的是2000，“社区数据”没有填；"
    assert message(intake, "D195").startswith(expected)


def test_the_same_figures_in_a_second_sheet_are_no_question(book: Book, taizhou: Rubric) -> None:
    rows = [["乡镇", "社区名称", "已就业人数"], ["甲镇", "东村", " 1980 "], ["甲镇", "西村", None]]
    intake = open_source(book(_DATA, more={"打印": rows}), taizhou).read_all()
    assert told(intake) == ["D158"]


def test_several_sheets_that_are_not_read_are_one_hint(book: Book, taizhou: Rubric) -> None:
    more = {"社区数据 (2)": _DATA, "2025年": _DATA, "名册": [["社区名称", "姓名"], ["东村", "张三"]]}
    intake = open_source(book(_DATA, more=more), taizhou).read_all()
    assert told(intake) == ["D158"]
    assert all(f"“{sheet}”" in message(intake, "D158") for sheet in more)


def test_communities_that_stand_only_in_a_sheet_that_is_not_read_are_asked_about(
    book: Book, taizhou: Rubric
) -> None:
    intake = open_source(book(_DATA, more={"乙镇": [_HEAD, ["乙镇", "北村", 1, 1]]}), taizhou).read_all()
    assert names(intake) == ["甲镇东村", "甲镇西村"]
    assert told(intake) == ["D163"]
    assert message(intake, "D163") == "工作表“乙镇”里有1个社区不在“社区数据”里（北村），没有读。"


@pytest.mark.parametrize(
    ("one", "other", "rows"),
    [
        ("表1", "表1 (2)", _DATA),
        ("甲镇", "甲镇 (2)", _DATA),
        ("2025年", "2026年", [_HEAD, ["甲镇", "北村", 1, 1]]),
        ("甲镇2025", "甲镇2026", [_HEAD, ["甲镇", "北村", 1, 1]]),
    ],
)
def test_of_two_sheets_that_look_alike_none_is_read_and_one_question_asked(
    book: Book, taizhou: Rubric, one: str, other: str, rows: list[list[object]]
) -> None:
    intake = open_source(book(_DATA, sheet=one, more={other: rows}), taizhou).read_all()
    assert names(intake) == []
    assert [each.code for each in intake.problems] == ["D159"]
    assert f"工作表“{one}”、“{other}”写的是同一批社区" in message(intake, "D159")


def test_sheets_of_several_townships_belong_together_though_one_village_stands_in_both(
    book: Book, taizhou: Rubric
) -> None:
    more = {"乙镇": [_HEAD, ["乙镇", "北村", 1, 1], ["乙镇", "南村", 1, 1], ["乙镇", "中村", 1, 1], _EAST]}
    rows = [*_DATA, ["甲镇", "前村", 1, 1], ["甲镇", "后村", 1, 1]]
    intake = open_source(book(rows, sheet="甲镇", more=more), taizhou).read_all()
    assert told(intake) == ["D210", "D105"]
    assert len(intake.communities) == 6


def test_a_workbook_of_another_kind_is_an_error_and_holds_no_communities(book: Book, taizhou: Rubric) -> None:
    rows = [["序号", "单位名称", "合同金额", "本月计划付款"], [1, "甲材料公司", 5, 3], [2, "城东建材", 5, 3]]
    intake = open_source(book(rows, sheet="付款"), taizhou).read_all()
    assert names(intake) == []
    assert [each.message for each in intake.problems] == ["“付款”里没有一列是评分要的数，没有读。"]
    assert [each.severity for each in intake.problems] == ["error"]


def test_a_sheet_of_facts_alone_is_read_where_there_is_no_other(book: Book, taizhou: Rubric) -> None:
    rows = [["社区名称", "联系人"], ["东村", "张三"]]
    assert names(open_source(book(rows), taizhou).read_all()) == ["东村"]


@pytest.mark.parametrize("sheet", ["评审打分", "十二个月", "各级评分", "社区数据"])
def test_a_sheet_of_the_template_without_a_column_of_names_is_an_error(
    book: Book, yongjia: Rubric, sheet: str
) -> None:
    heads = {
        "评审打分": ["村镇", "评分项", "得分"],
        "十二个月": ["村镇", "指标", "1月"],
        "各级评分": ["村镇", "评分栏", "4 平台挂牌"],
        "社区数据": ["村镇", "其中已就业人数", "集体投诉"],
    }
    data = [["社区名称", "尚存零就业家庭户数", "集体投诉"], ["东村", 0, 0]]
    rows = [heads[sheet], ["东村", "x", 1]]
    intake = open_source(book(data, sheet="数据", more={sheet: rows}), yongjia).read_all()
    place = next(each.place for each in intake.problems if each.code == "D101")
    assert place.sheet == sheet


def test_a_copy_of_the_sheet_of_judged_points_is_not_joined_with_it(book: Book, yongjia: Rubric) -> None:
    data = [["社区名称", "尚存零就业家庭户数"], ["东村", 0]]
    judged = [["社区名称", "评分项", "得分", "评审人", "理由"], ["东村", "4 平台挂牌", 1, "股长", "有"]]
    old = [judged[0], ["东村", "4 平台挂牌", 2, "股长", "有"]]
    more = {"评审打分": judged, "评审打分 (2)": old}
    intake = open_source(book(data, more=more), yongjia).read_all()
    assert told(intake) == ["D158"]
    assert intake.communities[0].judged["item4"].points == 1


@pytest.mark.parametrize(
    ("name", "other"), [("yongjia-2009", "taizhou-2019"), ("taizhou-2019", "yongjia-2009")]
)
def test_a_workbook_of_another_notice_is_one_message(name: str, other: str) -> None:
    path = _SAMPLES / name / "data.xlsx"
    (problem,) = open_source(path, load_rubric(other)).read_all().problems
    assert problem.code == "D157"
    assert problem.message == f"这些列像是按“{name}”填的，不是“{other}”的；没有读。"
    assert problem.mend == f"请核对；是的，请改用 --rubric {name}。"


@pytest.mark.parametrize("name", ["yongjia-2009", "taizhou-2019"])
def test_the_sheets_of_the_template_are_all_read(name: str) -> None:
    problems = open_source(_SAMPLES / name / "data.xlsx", load_rubric(name)).read_all().problems
    assert not {each.code for each in problems} & {"D154", "D155", "D156", "D158", "D159", "D160", "D163"}


# -- what is hidden --------------------------------------------------------------------------------------
def test_hidden_sheets_are_read_and_said_to_be(book: Book, yongjia: Rubric) -> None:
    data = [["社区名称", "尚存零就业家庭户数"], ["东村", 0]]
    judged = [["社区名称", "评分项", "得分", "评审人", "理由"], ["东村", "4 平台挂牌", 1, "股长", "有"]]
    path = book(data, more={"评审打分": judged}, hidden=["评审打分"])
    intake = open_source(path, yongjia).read_all()
    assert intake.communities[0].judged["item4"].points == 1
    assert told(intake) == ["D160"]
    assert message(intake, "D160") == "隐藏的内容也照样读了：工作表“评审打分”。"


def test_hidden_rows_and_columns_are_read_and_said_to_be(book: Book, taizhou: Rubric) -> None:
    path = book([*_DATA, ["", "", "", ""]])
    made = load_workbook(path)
    made["社区数据"].row_dimensions[3].hidden = True
    made["社区数据"].column_dimensions["D"].hidden = True
    made["社区数据"].column_dimensions["H"].hidden = True
    made.save(path)
    intake = open_source(path, taizhou).read_all()
    assert names(intake) == ["甲镇东村", "甲镇西村"]
    assert told(intake) == ["D160"]
    assert message(intake, "D160") == "隐藏的内容也照样读了：“社区数据”第3行、“社区数据”的“已就业人数”列。"


def test_a_hidden_copy_never_stands_against_the_sheet_that_is_seen(book: Book, taizhou: Rubric) -> None:
    path = book(_DATA, sheet="甲", more={"乙": _DATA}, hidden=["乙"])
    intake = open_source(path, taizhou).read_all()
    assert names(intake) == ["甲镇东村", "甲镇西村"]
    assert message(intake, "D158") == "没有读：“乙”（是隐藏的，像是“甲”的另一份）。"


# -- communities side by side ----------------------------------------------------------------------------
_ACROSS: list[list[Any]] = [
    ["2026年社区数据", None, None],
    ["社区名称", "东村", "西村"],
    ["乡镇", "甲镇", "甲镇"],
    ["联系人", "张三", "李四"],
    ["一、就业", None, None],
    ["有就业愿望人数", 2000, 1000],
    ["已就业人数", 1980, 990],
]


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("units", [False, True])
def test_communities_that_stand_side_by_side_are_read(
    book: Book, taizhou: Rubric, count: int, units: bool
) -> None:
    rows = [row[: count + 1] for row in _ACROSS]
    if units:
        words = {"有就业愿望人数": "人", "已就业人数": "人", "社区名称": "单位"}
        rows = [[row[0], words.get(str(row[0])), *row[1:]] for row in rows]
    intake = open_source(book(rows), taizhou).read_all()
    assert names(intake) == ["甲镇东村", "甲镇西村"][:count]
    assert told(intake) == []
    employed = intake.communities[0].indicators["employed"]
    assert employed.value == 1980
    assert employed.place.cell == ("C7" if units else "B7")


def test_a_form_with_two_columns_of_labels_makes_no_villages_of_them(book: Book, taizhou: Rubric) -> None:
    rows = [
        ["社区名称", "东村", "乡镇", "甲镇"],
        ["户数", 3, "联系人", "张三"],
        ["已就业人数", 4, "地址", "路1号"],
    ]
    intake = open_source(book(rows), taizhou).read_all()
    assert names(intake) == ["东村"]
    assert [(each.place.cell, each.message) for each in intake.problems if each.code == "D162"] == [
        ("C1", "C列又是表头，但各行和左边的表头不一样，这一列和右边的没有读。")
    ]


def test_items_below_each_other_without_the_word_for_names_are_one_error(book: Book, taizhou: Rubric) -> None:
    rows = [["项目", "东村", "西村"], *_ACROSS[3:]]
    intake = open_source(book(rows), taizhou).read_all()
    assert [each.code for each in intake.problems] == ["D194"]


# -- writing back ----------------------------------------------------------------------------------------
def test_values_are_written_into_the_sheet_that_is_read(book: Book, taizhou: Rubric) -> None:
    head = [*_HEAD, "联系人"]
    rows = [
        head,
        ["甲镇", "东村", 1, 1, ""],
        ["", "西村", 1, 1, ""],
        ["乙镇", "东村", 1, 1, ""],
        ["", "西村", 1, 1, ""],
    ]
    path = book(rows, sheet="旧", more={"社区数据": rows})
    amend_workbook(path, taizhou, [Amendment(Who("乙镇", "西村"), "", "contact", "张三", "表")])
    made = load_workbook(path)
    assert [cell.value for cell in made["社区数据"]["E"]] == ["联系人", None, None, None, "张三"]
    assert [cell.value for cell in made["旧"]["E"]] == ["联系人", None, None, None, None]


def test_nothing_is_written_into_a_sheet_on_its_side(book: Book, taizhou: Rubric) -> None:
    with pytest.raises(FormgenError, match="D138"):
        amend_workbook(book(_ACROSS), taizhou, [Amendment(Who("甲镇", "西村"), "", "contact", "王五", "表")])


def test_an_empty_template_beside_a_filled_sheet_is_no_obstacle(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([_HEAD], more={"甲镇": _DATA}), taizhou).read_all()
    assert names(intake) == ["甲镇东村", "甲镇西村"]
    assert told(intake) == []


def test_a_workbook_may_be_read_from_bytes(book: Book, taizhou: Rubric) -> None:
    stream = io.BytesIO(book(_DATA).read_bytes())
    assert names(open_bytes(stream.getvalue(), taizhou, "数据.xlsx").read_all()) == ["甲镇东村", "甲镇西村"]
