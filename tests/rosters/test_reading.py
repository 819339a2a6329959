"""Rosters as offices have them: what is read, what is asked, and that no row is passed over in silence."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from support import rubric_of
from support.invented_people import DAY, REGISTER, id_number, people_sheet, problems_of, roster_of, sheet_of

from formgen.model import Who
from formgen.problems import FormgenError
from formgen.rosters.cells import REFUSED, MonthOfBirth
from formgen.rosters.count import count_roster
from formgen.rosters.read import read_roster
from formgen.rosters.roster import Roster
from formgen.rosters.sheets import RosterSheet, list_roster_files, read_sheet_bytes
from formgen.rosters.supplement import list_countables

MAN = id_number("19900307", 123)
TABLE: list[list[Any]] = [["序号", "姓名", "性别", "身份证号"], [1, "张甲", "男", MAN]]


def names(roster: Roster) -> list[str]:
    return [roster.text(row, "name") for row in roster.rows]


def said(*sheets: RosterSheet, known: tuple[Who, ...] = ()) -> list[str]:
    return [str(problem) for problem in problems_of(*sheets, known=known)]


# -- headers ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "rows",
    [
        TABLE,
        [["上塘镇东城社区劳动人口调查花名册"], ["填报日期：11月30日"], [], *TABLE],
        [["1．姓名（必填）", "性别（男/女）", "公民身份号码（18位）"], ["张甲", "男", MAN]],
        [["　姓　名　", "性\n别", "身份证号码"], ["张甲", "男", MAN]],
        [["姓名", "性别", "证件"], ["", "", "身份证号码"], ["张甲", "男", MAN]],
        [*TABLE, [2, "", "", ""], ["合计", "1", "", ""], ["填表人：李某"], []],
        [["序号", *TABLE[0]], [1, *TABLE[1]], ["填表人：张三", "审核人：李四", "", "填报日期：11月30日"]],
        [TABLE[0], ["甲", "", "乙", ""], [1, 2, 3, 4], TABLE[1]],
        [*TABLE, TABLE[0]],
        [TABLE[0], ["一组", "", "", ""], TABLE[1]],
    ],
    ids=[
        "plain",
        "title",
        "notes",
        "blanks",
        "two rows",
        "totals",
        "signatures",
        "numbering",
        "repeated",
        "section",
    ],
)
def test_people_are_found_below_any_header_and_nothing_else_is_one(rows: list[list[Any]]) -> None:
    roster = roster_of(sheet_of(rows))
    assert names(roster) == ["张甲"]
    assert (roster.rows[0].birth, roster.rows[0].sex) == (date(1990, 3, 7), "男")
    assert [each for each in roster.problems if each.severity == "error"] == []


WITH_ANSWERS = ["序号", "社区（村）", "姓名", "身份证号", "住址", "有劳动能力", "就业状态", "登记失业"]


@pytest.mark.parametrize(
    "footer",
    [
        ["填表人：张三", "", "审核人：李四"],
        ["填表人：张三", "", "审核人：李四", "", "", "负责人：王五", "", "填报日期：2026年11月30日"],
        ["", "填表人：张三", "审核人：李四", "填报日期：2026-11-30"],
        ["", "", "", "填表人：张三   审核人：李四"],
        ["单位负责人（签字）：", "", "", "", "统计负责人：", "", "填表日期："],
        ["填表人", "张三", "审核人", "李四", "负责人", "王五"],
        ["填表人：", "张三", "审核人：", "李四"],
        ["", "填表人：", "张三", "审核人：", "李四"],
        ["填报人", "", "张三", "审核人", "李四"],
        ["", "", "社区主任：李四", "", "", "填报时间：2026.11.30"],
        ["", "", "劳动保障员：张三"],
        ["村主任签字：", "", "书记签字："],
        ["单位（盖章）：东城社区居民委员会", "", "", "", "", "2026年11月30日"],
        ["", "", "（盖章）"],
        ["", "", "2026年11月30日"],
        ["", "", "", "", "", "", "2026年11月30日"],
        ["注：本表一式两份", "", "以上情况属实"],
    ],
)
def test_what_signs_or_seals_a_list_is_nobody_in_whatever_column(footer: list[str]) -> None:
    person = ["1", "东城社区", "张甲", MAN, "和平路1号", "是", "已就业", "否"]
    roster = roster_of(sheet_of([WITH_ANSWERS, person, footer]))
    assert (names(roster), roster.problems) == (["张甲"], [])


@pytest.mark.parametrize(
    "row",
    [
        ["2", "东城社区", "试乙：", "", "", "", "", ""],
        ["2", "东城社区", "试乙（注：外出）", "", "", "", "", ""],
        ["2", "东城社区", "审核人：李四", MAN, "", "", "", ""],
        ["2", "东城社区", "负责人：李四", "", "", "是", "已就业", ""],
        ["2", "", "试乙", "", "联系人：李四", "", "", ""],
        ["2", "负责人", "试乙", "", "", "是", "", ""],
    ],
)
def test_a_row_that_may_be_somebody_is_no_footer(row: list[str]) -> None:
    roster = roster_of(
        sheet_of([WITH_ANSWERS, ["1", "东城社区", "张甲", MAN, "", "是", "已就业", "否"], row])
    )
    assert len(roster.rows) > 1 or [each for each in roster.problems if each.severity == "error"]


def test_a_second_row_of_the_header_names_columns_below_a_common_one() -> None:
    rows = [
        ["姓名", "就业", "", "证件"],
        ["", "就业状态", "就业单位", "身份证号"],
        ["张甲", "已就业", "某厂", MAN],
    ]
    roster = roster_of(sheet_of(rows))
    assert (roster.text(roster.rows[0], "employment"), roster.text(roster.rows[0], "employer")) == (
        "已就业",
        "某厂",
    )


def test_an_unknown_column_is_named_with_the_one_that_was_meant() -> None:
    (problem,) = said(sheet_of([["姓名", "性别", "就业状怂", "备注"], ["张甲", "男", "已就业", "无"]]))
    assert "[N103]" in problem
    assert "不认识的列“就业状怂”（是不是“就业状态”？）" in problem
    assert "单元格C1" in problem


def test_of_two_columns_of_one_meaning_the_first_is_read_and_the_other_named() -> None:
    (problem,) = said(sheet_of([["姓名", "电话", "手机"], ["张甲", "1", "2"]]))
    assert "[N104]" in problem
    assert "“手机”这一列出现了两次" in problem


def test_a_sheet_without_names_is_said_to_be_left_out_and_a_blank_one_is_not() -> None:
    problems = said(sheet_of([["说明"], ["随便写写"]], "说明"), sheet_of([], "空表"), sheet_of(TABLE))
    assert [each[:6] for each in problems] == ["[N107]"]
    assert "“说明”没有找到带“姓名”的表头" in problems[0]


def test_a_file_in_which_there_is_nobody_is_refused() -> None:
    (problem,) = said(sheet_of([TABLE[0]], file="空社区.csv"))
    assert "[N106]" in problem
    assert "“空社区.csv”里没有读到人" in problem


# -- rows -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "row", [[3, "", "男", MAN], [3, "〃", "男", ""], [3, "12", "男", ""], [3, "无", "男", ""]]
)
def test_a_row_with_data_and_without_a_name_is_said_with_its_place(row: list[Any]) -> None:
    (problem,) = said(sheet_of([*TABLE[:1], TABLE[1][:3], row], file="东城社区.csv"))
    assert "[N109]" in problem
    assert "这一行有内容，但没有姓名" in problem
    assert "单元格B3" in problem


@pytest.mark.parametrize("name", ["张甲（已迁出）", "张甲2", "示例：张甲", "张/李"])
def test_a_name_with_something_beside_it_is_a_question_and_its_person_undecided(name: str) -> None:
    roster = roster_of(sheet_of([["姓名", "性别"], [name, "男"]]))
    (problem,) = map(str, roster.problems)
    assert "[N119]" in problem
    assert f"姓名“{name}”里有括号、数字或别的符号" in problem
    assert roster.rows[0].doubtful


@pytest.mark.parametrize("name", ["张甲", "欧阳甲乙", "阿卜杜拉·试一", "Smith John", "王 五"])
def test_a_name_of_letters_is_a_name(name: str) -> None:
    roster = roster_of(sheet_of([["姓名", "性别"], [name, "男"]]))
    assert (roster.problems, roster.rows[0].doubtful) == ([], False)


def test_marks_for_the_same_as_above_stand_for_the_row_above_but_not_for_people() -> None:
    rows = [
        ["姓名", "户主", "住址", "就业状态"],
        ["张甲", "张甲", "花园路1号", "已就业"],
        ["李乙", "〃", "同上", "同上"],
    ]
    roster = roster_of(sheet_of(rows))
    assert [roster.text(roster.rows[1], key) for key in ("head", "address", "employment")] == [
        "张甲",
        "花园路1号",
        "已就业",
    ]


def test_a_merged_cell_says_the_household_of_all_its_rows() -> None:
    rows = [["户主", "姓名"], ["张甲", "张甲"], ["", "李乙"], ["王丙", "王丙"], ["", "赵丁"]]
    roster = roster_of(sheet_of(rows, merged=((1, 0, 2, 0),)))
    assert [roster.text(row, "head") for row in roster.rows] == ["张甲", "张甲", "王丙", ""]


# -- answers to tick below their heading ------------------------------------------------------------------
JOBS = ["姓名", "性别", "", "就业情况", "", "", "", "基本养老保险", "", ""]
BELOW = ["", "男", "女", "单位就业", "自主创业", "务农", "失业", "职工", "城乡居民", "未参保"]
TICKED: list[tuple[list[object], dict[str, object], list[str]]] = [
    (["试甲", "√", "", "√", "", "", "", "", "√", ""], {"sex": "男", "employment": "已就业", "employment_kind": "单位就业", "pension": "城乡居民"}, []),
    (["试甲", "", "✔", "", "", "", "√", "", "", "√"], {"sex": "女", "employment": "失业", "employment_kind": "", "pension": "未参保"}, []),
    (["试甲", "0", 1.0, "", "", "√"], {"sex": "女", "employment": "已就业", "employment_kind": "务农", "pension": None}, []),
    (["试甲"], {"sex": None, "employment": None, "employment_kind": None}, []),
    (["试甲", "√", "√"], {"sex": REFUSED}, ["“性别”没有“男、女”这一档。"]),
    (["试甲", "√", "", "√", "", "", "√"], {"employment": REFUSED}, ["“就业状态”没有“单位就业、失业”这一档。"]),
    (["试甲", "√", "", "厂"], {"employment": REFUSED}, ["“就业状态”没有“厂”这一档。"]),
]  # fmt: skip


@pytest.mark.parametrize(("row", "values", "words"), TICKED)
def test_answers_that_are_ticked_below_their_heading_are_words_of_one_column(
    row: list[object], values: dict[str, object], words: list[str]
) -> None:
    roster = roster_of(sheet_of([["东城社区劳动力花名册"], JOBS, BELOW, row]))
    assert {key: roster.value(roster.rows[0], key) for key in values} == values
    assert [each.message for each in roster.problems] == words
    assert len(roster.rows) == 1


@pytest.mark.parametrize(
    ("heads", "cells", "values"),
    [
        (["男", "女", "单位就业", "自主创业", "失业"], ["√", "", "√", "", ""], {"sex": "男", "employment": "已就业", "employment_kind": "单位就业"}),
        (["男", "女", "单位就业", "自主创业", "失业"], ["", "1", "", "", "√"], {"sex": "女", "employment": "失业", "employment_kind": ""}),
        (["就业状态", "单位就业", "灵活就业"], ["已就业", "", "√"], {"employment": "已就业", "employment_kind": "灵活就业"}),
        (["职工", "城乡居民", "未参保"], ["", "√", ""], {"pension": "城乡居民"}),
        (["已就业", "失业"], ["√", "√"], {"employment": REFUSED}),
        (["男", "女"], ["2", "1"], {"sex": None}),
        (["男", "女"], ["", ""], {"sex": None}),
        (["性别", "男", "女"], ["男", "√", ""], {"sex": "男"}),
    ],
)  # fmt: skip
def test_answers_that_are_headings_themselves_are_words_of_one_column_where_they_are_ticked(
    heads: list[str], cells: list[str], values: dict[str, object]
) -> None:
    roster = roster_of(sheet_of([["姓名", *heads, "住址"], ["试甲", *cells, "和平路1号"]]))
    found = {key: roster.value(roster.rows[0], key) or None for key in values}
    assert found == {key: value or None for key, value in values.items()}
    assert roster.text(roster.rows[0], "address") == "和平路1号"
    told = [each.code for each in roster.problems]
    assert told == (
        ["D110"]
        if REFUSED in values.values()
        else ["N103"] * 2
        if None in values.values() or "性别" in heads
        else []
    )


def test_two_people_side_by_side_in_a_row_are_not_read_by_half() -> None:
    head = ["姓名", "身份证号", "性别"]
    found = problems_of(sheet_of([[*head, *head], ["试甲", "", "男", "试乙", "", "女"]]))
    assert [each.code for each in found] == ["N172"]
    assert "一行里像是并排写了两个：“姓名”等3列各有两次，没有读。" in found[0].message


# -- cells ----------------------------------------------------------------------------------------------
CELLS = [
    ("employment", "已就业", "已就业"),
    ("employment", " 在　业 ", "已就业"),
    ("employment", "未就业", "失业"),
    ("education", "高中", "高中（中专、技校）"),
    ("able", "有", True),
    ("able", "√", True),
    ("able", "□有 ■无", False),
    ("sex", "□男 ☑女", "女"),
    ("able", True, True),
    ("able", "无", False),
    ("able", "", None),
    ("certificate", "", ""),
    ("certificate", "无", ""),
    ("certificate", "—", ""),
    ("certificate", "电工证", "电工证"),
    ("lowinc", "否", ""),
    ("lowinc", "低边", "低保边缘"),
    ("business_date", date(2026, 3, 5), date(2026, 3, 5)),
    ("business_date", "2026年3月5日", date(2026, 3, 5)),
    ("business_date", 20260305.0, date(2026, 3, 5)),
    ("business_date", "无", ""),
    ("age", "36岁", 36),
    ("age", 36.0, 36),
    ("jobs_created", "3", 3),
    ("jobs_created", "3人", 3),
    ("jobs_created", "１２ 名", 12),
    ("employment", "务工", "已就业"),
    ("employment", "在岗", "已就业"),
    ("employment_kind", "个体", "自主创业"),
    ("employment_kind", "打零工", "灵活就业"),
    ("employment_kind", "企业", "单位就业"),
    ("employment_kind", "国企", "单位就业"),
    ("employment_kind", "机关事业单位", "单位就业"),
    ("employment_kind", "来料加工", "灵活就业"),
    ("employment_kind", "务农养殖", "务农"),
    ("lowinc", "非低保", ""),
    ("lowinc", "不是低保户", ""),
    ("pension", "城乡居保", "城乡居民"),
    ("pension", "新农保", "城乡居民"),
    ("pension", "职保", "职工"),
    ("birth", "1980.05", MonthOfBirth(1980, 5)),
    ("birth", "1981年6月", MonthOfBirth(1981, 6)),
    ("birth", 1980.05, MonthOfBirth(1980, 5)),
    ("birth", "198011", MonthOfBirth(1980, 11)),
    ("birth", "1980-3", MonthOfBirth(1980, 3)),
    ("month", "3月", 3),
    ("phone", 13812345678.0, "13812345678"),
]


@pytest.mark.parametrize(("key", "typed", "value"), CELLS)
def test_a_cell_means_what_its_column_says(key: str, typed: object, value: object) -> None:
    roster = roster_of(people_sheet([{"name": "张甲", "sex": "男", key: typed}]))
    assert (roster.value(roster.rows[0], key), roster.problems) == (value, [])


REFUSED_CELLS = [
    ("employment_kind", "村干部", "D110", "“就业形式”没有“村干部”这一档"),
    ("employment_kind", "自谋职业", "D110", "“就业形式”没有“自谋职业”这一档"),
    ("employment", "忙", "D110", "“就业状态”没有“忙”这一档"),
    ("able", "可能", "N105", "“有劳动能力”应当是“是”或“否”，读到的是“可能”"),
    ("business_date", "去年", "N105", "“创办日期”应当是日期（如2026-03-05），读到的是“去年”"),
    ("business_date", "2026-02-30", "N105", "应当是日期"),
    ("business_date", 46086.0, "N171", "“创办日期”是数字“46086”，像是2026年3月5日丢了日期格式，没有采用。"),
    ("birth", "29221", "N171", "“出生日期”是数字“29221”，像是1980年1月1日丢了日期格式，没有采用。"),
    ("birth", "1990-13", "N105", "“出生日期”应当是日期"),
    ("birth", 1980.1, "N105", "“出生日期”应当是日期"),
    ("business_date", "2026.03", "N105", "“创办日期”应当是日期"),
    ("jobs_created", "约3人", "N105", "应当是整数"),
    ("pension", "农保", "D110", "“基本养老保险”没有“农保”这一档"),
    ("jobs_created", "三人", "N105", "“带动就业人数”应当是整数（如3）"),
    ("jobs_created", 1.5, "N105", "应当是整数"),
    ("age", "三十", "N105", "“年龄”应当是周岁数（如45），读到的是“三十”"),
    ("age", 200.0, "N105", "读到的是“200”"),
    ("month", 13.0, "N105", "“月份”应当是月份"),
    ("sex", "□女", "D110", "“性别”没有“□女”这一档"),
    ("sex", "☑男 ☑女", "D110", "没有“☑男 ☑女”这一档"),
    ("able", "□有 □无", "N105", "读到的是“□有 □无”"),
    ("sex", "未知", "D110", "“性别”没有“未知”这一档"),
]


@pytest.mark.parametrize(("key", "typed", "code", "words"), REFUSED_CELLS)
def test_a_cell_that_says_something_else_is_refused_with_its_place(
    key: str, typed: object, code: str, words: str
) -> None:
    roster = roster_of(people_sheet([{"name": "张甲", "nation": "汉", key: typed}]))
    (problem,) = roster.problems
    assert (problem.code, problem.place.cell) == (code, "C2")
    assert words in problem.message
    assert roster.value(roster.rows[0], key) is REFUSED


@pytest.mark.parametrize(
    ("key", "typed", "meant"),
    [
        ("able", "有劳动能力", True),
        ("able", "无劳动能力", False),
        ("able", "没有劳动能力", False),
        ("willing", "愿意", True),
        ("willing", "不愿意", False),
        ("willing", "无就业意愿", False),
        ("registered_unemployed", "已登记", True),
        ("registered_unemployed", "未登记", False),
        ("registered_unemployed", "登记失业", True),
        ("registered_unemployed", "失业", REFUSED),
        ("reemployment_card", "持证", True),
        ("reemployment_card", "未持再就业优惠证", False),
        ("local", "本村户籍", True),
        ("local", "非本村户籍", False),
        ("local", "外村", REFUSED),
        ("able", "部分丧失", REFUSED),
    ],
)
def test_an_answer_may_repeat_the_words_of_its_column(key: str, typed: str, meant: object) -> None:
    roster = roster_of(people_sheet([{"name": "张甲", "nation": "汉", key: typed}]))
    assert roster.value(roster.rows[0], key) is meant


# -- people ---------------------------------------------------------------------------------------------
PEOPLE = [
    ({"id_number": 9.9999919900307e17}, "N114", "后几位已经丢失"),
    ({"id_number": "1.23E+17"}, "N114", "身份证号成了数字“1.23E+17”"),
    ({"id_number": "9.99999E+17"}, "N114", "身份证号成了数字“9.99999E+17”"),
    ({"id_number": "9.999991990030E+17"}, "N114", "身份证号成了数字“9999********0E17”"),
    ({"id_number": MAN[:-1]}, "N115", "不是18位（或旧的15位）"),
    ({"id_number": f"{MAN[:8]}O{MAN[9:]}"}, "N115", "里有数字以外的字符"),
    ({"id_number": id_number("19900231", 1)}, "N115", "里的出生日期没有这一天"),
    ({"id_number": f"{MAN[:-2]}{(int(MAN[-2]) + 2) % 10}{MAN[-1]}"}, "N115", "的最后一位（校验码）对不上"),
    ({"id_number": MAN, "sex": "女"}, "N116", "填的性别是“女”，照身份证号是“男”"),
    (
        {"id_number": MAN, "birth": "1990-03-08"},
        "N116",
        "填的出生日期是“1990年3月8日”，照身份证号是“1990年3月7日”",
    ),
    ({"id_number": MAN, "age": 35.0}, "N117", "填的年龄是35岁，照出生日期在2026年11月30日是36岁"),
    ({"id_number": id_number("20261201", 1)}, "N118", "出生日期是2026年12月1日"),
    ({"birth": "2027-01-01"}, "N118", "统计日是2026年11月30日"),
    ({"birth": "1900-01-01"}, "N118", "不在0至120岁之间"),
]


@pytest.mark.parametrize(("person", "code", "words"), PEOPLE)
def test_what_does_not_fit_a_person_is_said(person: dict[str, object], code: str, words: str) -> None:
    problems = problems_of(people_sheet([{"name": "张甲", **person}]))
    assert [each.code for each in problems] == [code]
    assert words in problems[0].message
    assert problems[0].place.community == "东城社区"


def test_what_two_sources_say_differently_is_relied_on_by_nobody() -> None:
    person = {"name": "张甲", "id_number": MAN, "sex": "女", "birth": "1990-03-08"}
    (row,) = roster_of(people_sheet([person])).rows
    assert (row.sex, row.birth) == ("", None)


def test_what_is_typed_counts_where_there_is_no_number() -> None:
    (row,) = roster_of(people_sheet([{"name": "张甲", "sex": "女", "birth": "1990.3.8"}])).rows
    assert (row.sex, row.birth) == ("女", date(1990, 3, 8))


# -- whose ------------------------------------------------------------------------------------------------
KNOWN = (
    Who("上塘镇", "东城社区"),
    Who("上塘镇", "西城社区"),
    Who("沙头镇", "西城社区"),
    Who("", "大东城社区"),
)


@pytest.mark.parametrize(
    ("file", "sheet", "above", "known", "whose"),
    [
        ("东城社区.xlsx", "Sheet1", "", (), "东城社区"),
        ("上塘镇东城社区劳动人口调查花名册2026.xlsx", "Sheet1", "", (), "上塘镇东城社区"),
        ("花名册.xlsx", "东城社区", "", (), "东城社区"),
        ("花名册.xlsx", "Sheet1", "上塘镇东城社区劳动人口调查花名册", (), "上塘镇东城社区"),
        ("花名册.xlsx", "Sheet1", "附件1：上塘镇东城社区劳动力花名册", (), "上塘镇东城社区"),
        ("花名册.xlsx", "Sheet1", "附表2东城社区劳动力花名册", (), "东城社区"),
        ("花名册.xlsx", "Sheet1", "表一：台州市新市镇东城社区花名册", (), "新市镇东城社区"),
        ("花名册.xlsx", "Sheet1", "2026年度东城社区劳动力花名册", (), "东城社区"),
        ("花名册.xlsx", "Sheet1", "（2026年）上塘镇劳动力花名册（东城社区）", (), "上塘镇东城社区"),
        ("花名册.xlsx", "Sheet1", "填报单位（盖章）：东村股份经济合作社", (), "东村"),
        ("花名册.xlsx", "Sheet1", "村名：东村    联系电话：12012345678", (), "东村"),
        ("花名册.xlsx", "Sheet1", "云镇人民政府东村花名册", (), "云镇东村"),
        ("新屿村花名册.xlsx", "Sheet1", "", (), "新屿村"),
        ("第1期日新社区花名册.xlsx", "Sheet1", "", (), "日新社区"),
        ("日新社区2026.xlsx", "Sheet1", "日新社区第三季度花名册", (), "日新社区"),
        ("新村社区.xlsx", "Sheet1", "", (), "新村社区"),
        ("石村村.xlsx", "石村村村委会", "", (), "石村村"),
        ("甲村花名册.xlsx", "Sheet1", "2026年云镇甲村高质量就业社区（村）劳动力资源花名册", (), "甲村"),
        ("甲村花名册.xlsx", "甲村", "云镇甲村创建充分就业村花名册", (), "甲村"),
        ("（上报）甲村花名册.xlsx", "Sheet1", "甲村劳动力花名册", (), "甲村"),
        ("云镇甲村.xlsx", "甲村", "", (), "云镇甲村"),
        *(
            (f"{front}云屿村.xlsx", "Sheet1", "", (), "云屿村")
            for front in (
                "复件 ",
                "备份",
                "就业普查",
                "入户调查 ",
                "补报 ",
                "申报",
                "创建",
                "存档",
                "年末",
                "二〇二六年",
                "新建 ",
                "电子 ",
            )
        ),
        *(
            (f"{name}.xlsx", "Sheet1", "", (), name)
            for name in ("新建村", "新建东村", "建设新村", "电子城社区", "附城村", "兴和村")
        ),
        ("云屿村2025-2026年度花名册.xlsx", "Sheet1", "依据2019年52号文件", (), "云屿村"),
        ("花名册（终稿）.xlsx", "东城社区", "", KNOWN, "上塘镇东城社区"),
        ("大东城社区.xlsx", "Sheet1", "", KNOWN, "大东城社区"),
        ("沙头镇西城社区.xlsx", "Sheet1", "", KNOWN, "沙头镇西城社区"),
    ],
)
def test_one_file_or_sheet_is_one_community_by_its_name(
    file: str, sheet: str, above: str, known: tuple[Who, ...], whose: str
) -> None:
    roster = roster_of(sheet_of([[above], *TABLE], sheet, file), known=known)
    assert [roster.whos[row.who].full_name for row in roster.rows] == [whose]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("花名册.xlsx", "名称里也看不出来"),
        ("新东城社区.xlsx", "名称里也看不出来"),
        ("老上东城社区花名册.xlsx", "名称里也看不出来"),
        ("西城社区.xlsx", "像是“上塘镇西城社区”、“沙头镇西城社区”中的一个"),
    ],
)
def test_a_roster_that_does_not_say_whose_it_is_is_asked_and_not_read(file: str, words: str) -> None:
    problems = problems_of(sheet_of(TABLE, "Sheet1", file), known=KNOWN)
    assert [each.code for each in problems] == ["N110"]
    for name in (
        "8号桥社区花名册",
        "十月东城社区花名册",
        "统计局社区",
        "关于报送东村花名册",
        "新建云屿村",
        "附云屿村",
        "更新云屿村",
        "全镇普查云屿村",
    ):
        assert [each.code for each in problems_of(sheet_of(TABLE, "Sheet1", f"{name}.xlsx"))] == ["N110"]
    assert words in problems[0].message


@pytest.mark.parametrize(
    ("file", "above"),
    [("云屿村", "云屿村、前屿村花名册"), ("云屿村和前屿村花名册", ""), ("云屿村、前屿村", "")],
)
def test_a_title_that_lists_several_villages_names_none_of_them(file: str, above: str) -> None:
    (problem,) = problems_of(sheet_of([[above], *TABLE], "Sheet1", f"{file}.xlsx"))
    assert (problem.code, "像是“云屿村”、“前屿村”中的一个" in problem.message) == ("N110", True)


def test_the_column_of_communities_decides_and_each_that_is_not_known_is_said_once() -> None:
    people = [
        {"community": each, "name": "张甲"}
        for each in ("东城社区", "西城社区", "北城社区", "北城社区", "合计", "")
    ]
    problems = problems_of(people_sheet(people, file="花名册.csv"), known=KNOWN)
    assert [each.code for each in problems] == ["N112", "N112", "D121", "N111"]
    assert "花名册里的“西城社区”在数据里没有，或有几个" in problems[0].message
    assert "“北城社区”" in problems[1].message
    assert "没有写社区（村）" in problems[3].message


@pytest.mark.parametrize(
    ("communities", "whose", "codes"),
    [
        (["", ""], ["东城社区", "东城社区"], []),
        (["东城社区", ""], ["东城社区", "东城社区"], []),
        (["西城社区", ""], ["西城社区"], ["N111"]),
    ],
)
def test_a_blank_cell_is_the_community_of_the_file_unless_a_row_names_another(
    communities: list[str], whose: list[str], codes: list[str]
) -> None:
    given = [
        {"community": each, "name": name} for each, name in zip(communities, ("张甲", "李乙"), strict=True)
    ]
    roster = roster_of(people_sheet(given))
    assert [roster.whos[row.who].name for row in roster.rows] == whose
    assert [each.code for each in roster.problems] == codes
    assert {roster.whos[who].name for who in roster.open_whos} == (set(whose) if codes else set())


def test_nothing_is_counted_for_certain_where_a_row_of_the_sheet_is_nobodys() -> None:
    rows = [
        {"community": each, "name": name, "hardship": "大龄"}
        for each, name in (("甲村", "张甲"), ("", "李乙"), ("乙村", "王丙"))
    ]
    rows += [{"community": "丙村", "name": "赵丁", "hardship": "大龄"}]
    roster = roster_of(people_sheet(rows[:3], file="一.csv"), people_sheet(rows[3:], file="二.csv"))
    counts = count_roster(roster, list_countables(rubric_of("taizhou-2019")))
    found = {roster.whos[who].name: counts.figures[who, "hard_to_employ"] for who in counts.held}
    assert {name: (each.number, each.value) for name, each in found.items()} == {
        "甲村": (1, None),
        "乙村": (1, None),
        "丙村": (1, 1),
    }


HEAD = ["序号", "姓名", "身份证号"]
FIRST, SECOND = [1, "张甲", MAN], [1, "李乙", ""]
KEPT, TURNED, ASKED = ["甲村", "甲村"], ["甲村", "乙村"], ["甲村"]
LINES: list[tuple[list[list[Any]], tuple[Who, ...], list[str], str]] = [
    ([["甲村劳动人口调查花名册"], HEAD, FIRST, ["乙村劳动人口调查花名册"], HEAD, SECOND], (), TURNED, ""),
    ([["甲村劳动人口调查花名册"], HEAD, FIRST, ["甲村劳动人口调查花名册（续）"], HEAD, SECOND], (), KEPT, ""),
    ([["云镇花名册"], ["甲村"], HEAD, FIRST, ["乙村"], HEAD, SECOND], (), TURNED, ""),
    ([["甲村"], HEAD, FIRST, ["填报单位：乙村"], HEAD, SECOND], (), TURNED, ""),
    ([["甲村委会"], HEAD, FIRST, ["乙村委会"], HEAD, SECOND], (), TURNED, ""),
    ([["甲村花名册"], HEAD, FIRST, ["云镇花名册"], HEAD, SECOND], (), KEPT, ""),
    ([["甲村花名册"], HEAD, FIRST, ["充分就业社区花名册"], HEAD, SECOND], (), KEPT, ""),
    ([["甲村花名册"], HEAD, FIRST, ["合计：1人"], ["填表人：王村"], HEAD, SECOND], (), KEPT, ""),
    ([["甲村花名册"], HEAD, FIRST, ["下湾村"], SECOND], (), ASKED, "A4：这里写着“下湾村”，和上面的、工作表或文件的名称不是一个社区"),
    ([["甲村花名册"], HEAD, FIRST, ["乙村"], SECOND], (Who("", "甲村"), Who("", "乙村")), TURNED, ""),
    ([["甲村花名册"], HEAD, FIRST, ["丙村花名册"], SECOND], (Who("", "甲村"), Who("", "乙村")), ASKED, "这里写着“丙村花名册”"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "known", "whose", "asked"), LINES)
def test_villages_under_one_another_are_told_apart_by_the_lines_between_them(
    rows: list[list[Any]], known: tuple[Who, ...], whose: list[str], asked: str
) -> None:
    roster = roster_of(sheet_of(rows, "Sheet1", "花名册.xlsx"), known=known)
    assert [roster.whos[row.who].name for row in roster.rows] == whose
    assert [(each.code, asked in str(each)) for each in roster.problems] == [("N163", True)] * bool(asked)
    assert {roster.whos[who].name for who in roster.open_whos} == ({"甲村"} if asked else set())


@pytest.mark.parametrize("known", [(), (Who("", "甲村"), Who("", "乙村"))])
def test_a_title_of_another_community_than_the_sheet_is_asked_about(known: tuple[Who, ...]) -> None:
    rows: list[list[Any]] = [["乙村劳动人口调查花名册"], HEAD, FIRST]
    (problem,) = said(sheet_of(rows, "甲村", "花名册.xlsx"), known=known)
    assert "[N163] 错误 花名册.xlsx 工作表“甲村” 单元格A1：这里写着“乙村劳动人口调查花名册”" in problem


def test_a_name_with_and_without_its_kind_is_a_question() -> None:
    people = [{"community": each, "name": "张甲", "birth": "1990-01-01"} for each in ("东城", "东城社区")]
    (problem,) = said(people_sheet(people))
    assert "[N113]" in problem
    assert "又有“东城”，又有“东城社区”" in problem


# -- years and months ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("file", "sheet", "above"),
    [("东城社区2025.xlsx", "", ""), ("东城社区.xlsx", "2025年", ""), ("东城社区.xlsx", "", "2025年花名册")],
)
def test_the_roster_of_another_year_is_said_and_not_read(file: str, sheet: str, above: str) -> None:
    problems = problems_of(sheet_of([[above], *TABLE], sheet, file), sheet_of(TABLE, file="东城社区.csv"))
    assert [each.code for each in problems] == ["N108"]
    assert "写明是2025年的，统计日是2026-11-30，没有读" in problems[0].message


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("东城社区3月", 3),
        ("东城社区2026年03月", 3),
        ("东城社区2026-03", 3),
        ("东城社区202603", 3),
        ("东城社区十一月", 11),
        ("东城社区十月", 10),
        ("东城社区2026年3月5日", 0),
        ("东城社区20260305", 0),
        ("东城社区", 0),
    ],
)
def test_the_month_of_a_roster_stands_in_its_name(title: str, month: int) -> None:
    assert roster_of(sheet_of(TABLE, "Sheet1", f"{title}.xlsx")).rows[0].month == month


def test_the_column_of_months_comes_before_the_name() -> None:
    people = [{"name": "张甲", "month": "2月"}, {"name": "李乙", "month": ""}]
    assert [row.month for row in roster_of(people_sheet(people, "3月")).rows] == [2, 3]


# -- files --------------------------------------------------------------------------------------------------
def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


RECORDS = f'people:\n- 姓名: 张甲\n  性别: 男\n  id_number: "{MAN}"\n- 姓名: 李乙\n'
FILES = {
    "东城社区.xlsx": workbook([["姓名", "性别", "身份证号"], ["张甲", "男", MAN], ["李乙", None, None]]),
    "东城社区（公式）.xlsx": workbook(
        [["姓名", "性别", "身份证号", "就业单位"], ["张甲", "男", MAN, "=A1"], ["李乙"]]
    ),
    "东城社区.csv": f"姓名,性别,身份证号\n张甲,男,{MAN}\n李乙,,\n".encode("gb18030"),
    "东城社区.yaml": RECORDS.encode(),
    "东城社区.json": f'{{"people": [{{"name": "张甲", "sex": "男", "id_number": "{MAN}"}}, {{"name": "李乙"}}]}}'.encode(),
}


@pytest.mark.parametrize("file", FILES)
def test_every_kind_of_file_gives_the_same_people(file: str, tmp_path: Path) -> None:
    (tmp_path / file).write_bytes(FILES[file])
    roster = read_roster([tmp_path], REGISTER, DAY)
    assert names(roster) == ["张甲", "李乙"]
    assert [(row.birth, row.sex, roster.whos[row.who].name) for row in roster.rows] == [
        (date(1990, 3, 7), "男", "东城社区"),
        (None, "", "东城社区"),
    ]


def test_a_formula_without_its_result_is_refused_and_not_taken_for_nothing() -> None:
    roster = roster_of(*read_sheet_bytes(FILES["东城社区（公式）.xlsx"], "东城社区.xlsx"))
    assert [each.code for each in roster.problems] == ["D124"]
    assert roster.value(roster.rows[0], "employer") is REFUSED


def test_what_stands_in_records_is_placed_by_line_and_number() -> None:
    problems = problems_of(
        *read_sheet_bytes(b"people:\n- name: \xe5\xbc\xa0\xe7\x94\xb2\n  able: x\n", "东城社区.yaml")
    )
    assert [(each.code, each.place.path, each.place.line) for each in problems] == [("N105", "people[1]", 2)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("people:\n- name: 张甲\n  able: [是]\n", ["D124"]),
        ("people:\n- name: [张甲]\n  sex: 男\n", ["D124"]),
        ("people:\n- 张甲\n", ["N106"]),
        ("people: 张甲\n", ["N106"]),
        ("communities: []\n", ["N106"]),
    ],
)
def test_records_of_another_shape_are_said_and_stop_nothing(text: str, codes: list[str]) -> None:
    problems = problems_of(*read_sheet_bytes(text.encode(), "东城社区.yaml"))
    assert [each.code for each in problems][-1:] == codes[-1:]


def test_a_number_that_is_none_and_blanks_that_are_seen_by_nobody_stop_nothing() -> None:
    rows: list[list[Any]] = [["姓名", "年龄"], ["张甲", float("inf")], ["  ", " "], ["李乙", float("nan")]]
    roster = roster_of(sheet_of(rows))
    assert (names(roster), [each.code for each in roster.problems]) == (["张甲", "李乙"], ["D124", "D124"])


def test_a_folder_stands_for_the_rosters_in_it_and_a_missing_path_is_said(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.csv", "~$a.xlsx", ".b.xlsx", "c.docx"):
        (tmp_path / name).write_bytes(b"")
    assert [each.name for each in list_roster_files([tmp_path, tmp_path / "a.csv"])] == ["a.csv", "b.xlsx"]
    with pytest.raises(FormgenError, match="F101"):
        list_roster_files([tmp_path / "d.csv"])
