"""What cannot be in a row of a roster or a ledger is told with its words, and decides nothing."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from support.invented_ledgers import REGISTERS, count_one, ledgers, number, problems
from support.invented_people import DAY, id_number, people_sheet, roster_of, sheet_of

from formgen.model import Who
from formgen.problems.grouping import group_problems
from formgen.registers.definition import Definition
from formgen.rosters.count import Countable, count_roster
from formgen.rosters.ledgers import read_registers
from formgen.rosters.sheets import RosterSheet, read_sheet_bytes
from formgen.rosters.titles import read_title_date

WOMAN = id_number("19810620", 2)
BORN = {"name": "试甲", "id_number": WOMAN}
NEW = {"where": {"business_date": {"within": "year"}}, "count": "business"}
ASKED = {"where": {"aid_asked_date": {"within": "year"}}}
DUE = {"where": {"due_date": {"passed": True}}, "count": "rows"}
SETTLED = {"where": {"first_job_date": {"passed": True}}}
OWN = {"where": {"employment_kind": "自主创业"}}
POST = {"where": {"post": {"present": True}}}
BOTH = {"where": {"second_job_date": {"passed": True}}}
PLACED = {"where": {"job_date": {"passed": True}}}
LOAN = {"applied_date": "2025-01-05", "loan_date": "2025-02-01"}
FAMILY = {"found_date": "2026-06-15"}

WRONG: list[tuple[str, dict[str, object], str, str, dict[str, Any]]] = [
    ("people", {"aid_asked_date": "1926-03-31"}, "N146", "“要求就业援助日期”是1926年3月31日，比出生日期1981年6月20日还早", ASKED),
    ("loans", {**LOAN, "due_date": "1980-03-31"}, "N146", "“到期日期”是1980年3月31日，比出生日期1981年6月20日还早", DUE),
    ("people", {"business": "试丙公司", "business_date": ""}, "N147", "“创办的市场主体”填了“试丙公司”，“创办日期”却空着", NEW),
    ("people", {"business": "", "business_date": "2026-05-01"}, "N147", "“创办日期”填了“2026年5月1日”，“创办的市场主体”却空着", NEW),
    ("people", {"employment": "已就业", "employment_kind": ""}, "N147", "“就业状态”填了“已就业”，“就业形式”却空着", OWN),
    ("people", {"employment_kind": "公益性岗位", "post": ""}, "N147", "“就业形式”填了“公益性岗位”，“公益性岗位”却空着", POST),
    ("loans", {**LOAN, "due_date": ""}, "N147", "“放款日期”填了“2025年2月1日”，“到期日期”却空着", DUE),
    ("unemployed", {"unemployed_date": "2026-03-01", "job_date": "", "employer": "试丙公司"}, "N147", "“就业单位”填了“试丙公司”，“就业日期”却空着", PLACED),
    ("zero_job", {**FAMILY, "first_job_date": "", "second_job": "试乙", "second_job_date": "2026-06-20"}, "N147", "“第二人姓名”填了“试乙”，“第一人就业日期”却空着", SETTLED),
    ("zero_job", {**FAMILY, "first_job": "试乙", "first_job_date": "2026-06-20", "second_job": "试 乙", "second_job_date": "2026-06-21"}, "N148", "“第二人姓名”和“第一人姓名”都是“试乙”，“第二人姓名”按不清楚处理", BOTH),
]  # fmt: skip
RIGHT: list[tuple[str, dict[str, object], dict[str, Any], int]] = [
    ("people", {"business": "", "business_date": ""}, NEW, 0),
    ("people", {"business": "试丙公司", "business_date": "2026-11-30"}, NEW, 1),
    ("people", {"business": "试丙公司"}, {"where": {"business": {"present": True}}}, 1),
    ("people", {"employment": "失业", "employment_kind": ""}, OWN, 0),
    ("people", {"employment": "已就业", "employment_kind": "自主创业", "post": ""}, OWN, 1),
    ("people", {"employment": "已就业", "employment_kind": "务农", "post": ""}, POST, 0),
    ("loans", {**LOAN, "loan_date": "", "due_date": ""}, DUE, 0),
    ("unemployed", {"unemployed_date": "2026-03-01", "job_date": "", "employer": "未就业"}, PLACED, 0),
    ("zero_job", {**FAMILY, "first_job": "试乙", "first_job_date": "2026-06-20", "second_job": "", "second_job_date": ""}, BOTH, 0),
]  # fmt: skip


@pytest.mark.parametrize(("register", "row", "code", "words", "counted"), WRONG)
def test_what_cannot_be_is_told_and_leaves_the_number_open(
    register: str, row: dict[str, object], code: str, words: str, counted: dict[str, Any]
) -> None:
    given: Any = {register: [{**BORN, **row}]}
    rosters = ledgers(**given)
    told = [(name, said) for name, said in problems(rosters) if name != "N138"]
    assert (told[0][0], told[0][1].startswith(words)) == (code, True), told
    assert number(rosters[register], registry=register, **counted)[1] == 1


AHEAD = [
    ({"aid_asked_date": "2027-03-31"}, "“要求就业援助日期”是2027年3月31日，在统计日2026年11月30日以后，没有算到统计日的数里。", ASKED),
    ({"business": "试丙公司", "business_date": "2026-12-01"}, "“创办日期”是2026年12月1日，在统计日2026年11月30日以后，没有算到统计日的数里。", NEW),
]  # fmt: skip


@pytest.mark.parametrize(("row", "words", "counted"), AHEAD)
def test_what_comes_after_the_stated_day_is_told_and_not_counted(
    row: dict[str, object], words: str, counted: dict[str, Any]
) -> None:
    rosters = ledgers(people=[{**BORN, **row}])
    (problem,) = rosters["people"].problems
    assert (problem.code, problem.message, problem.severity) == ("N149", words, "warning")
    assert number(rosters["people"], registry="people", **counted) == (0, 0)


@pytest.mark.parametrize(("register", "row", "counted", "found"), RIGHT)
def test_what_is_rightly_blank_or_filled_in_is_no_question(
    register: str, row: dict[str, object], counted: dict[str, Any], found: int
) -> None:
    given: Any = {register: [{**BORN, **row}]}
    rosters = ledgers(**given)
    assert problems(rosters) == []
    assert number(rosters[register], registry=register, **counted) == (found, 0)


# -- cells that do not fit together --------------------------------------------------------------------------
WORK = {"employment": "已就业", "employment_kind": "单位就业"}
CLASHES: list[tuple[dict[str, object], list[str]]] = [
    ({**WORK, "willing": "否"}, ["“就业状态”是“已就业”，“有就业愿望”却是“否”，仍照填的数。"]),
    ({**WORK, "able": "无"}, ["“就业状态”是“已就业”，“有劳动能力”却是“否”，仍照填的数。"]),
    (
        {"employment": "失业", "employer": "试厂", "job_date": "2020-01-01"},
        ["“就业状态”是“失业”，“就业单位”是“试厂”，“就业日期”却是“2020年1月1日”，仍照填的数。"],
    ),
    ({"employment": "退休", "id_number": "", "birth": "1976-11-30", "sex": "男"}, []),
    ({"employment": "退休", "id_number": "", "birth": "1981-11-30", "sex": "女"}, []),
    ({"employment": "退休", "id_number": "", "birth": "1980-01-01", "sex": ""}, []),
    ({"employment": "退休", "id_number": "", "birth": "1976-12-01", "sex": "男"}, ["“年龄”是“49”，“就业状态”却是“退休”，仍照填的数。"]),
    ({"employment": "退休", "id_number": "", "birth": "1981-12-01", "sex": "女"}, ["“年龄”是“44”，“就业状态”却是“退休”，仍照填的数。"]),
    ({"employment": "退休", "id_number": "", "birth": "1998-01-01", "sex": ""}, ["“年龄”是“28”，“就业状态”却是“退休”，仍照填的数。"]),
    ({**WORK, "registered_unemployed": "是"}, ["“就业状态”是“已就业”，“登记失业”却是“是”，仍照填的数。"]),
    ({**WORK, "registered_unemployed": "是", "unemployed_date": ""}, ["“就业状态”是“已就业”，“登记失业”却是“是”，仍照填的数。"]),
    ({**WORK, "registered_unemployed": "是", "unemployed_date": "2026-01-05"}, []),
    ({"employment": "在校", "registered_unemployed": "是"}, ["“就业状态”是“在校”，“登记失业”却是“是”，仍照填的数。"]),
    ({"employment": "未就业（不求职）", "willing": "是"}, ["“就业状态”是“未就业（不求职）”，“有就业愿望”却是“是”，仍照填的数。"]),
    ({"employment": "失业", "employment_kind": "灵活就业"}, ["“就业状态”是“失业”，“就业形式”却是“灵活就业”，仍照填的数。"]),
    (
        {"employment": "失业", "aid_asked_date": "2026-03-01", "aid_job_date": "2026-05-01"},
        ["“就业状态”是“失业”，“社区帮助就业日期”却是“2026年5月1日”，仍照填的数。"],
    ),
    ({**WORK, "willing": "是", "able": "是", "registered_unemployed": "否"}, []),
    ({"employment": "失业", "employer": "无", "willing": "否"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("row", "words"), CLASHES)
def test_cells_of_a_row_that_do_not_fit_together_are_told(row: dict[str, object], words: list[str]) -> None:
    found = ledgers(people=[{**BORN, **row}])["people"].problems
    assert [each.message for each in found] == words
    assert {(each.code, each.severity) for each in found} <= {("N173", "warning")}


# -- words that say whether there is something --------------------------------------------------------------
HARD = {"where": {"hardship": {"present": True}}}
CERTIFIED = {"where": {"certificate": {"present": True}}}
WORDS: list[tuple[str, str, dict[str, Any], tuple[int, int], list[str]]] = [
    *(
        ("hardship", word, HARD, (0, 0), [])
        for word in ("未认定", "非就业困难人员", "不属于", "0", "否（2025年退出）", "不符合", "没有认定", "尚未认定", "不是就业困难人员")
    ),
    *(
        ("hardship", word, HARD, (1, 0), [])
        for word in ("大龄", "失业一年以上", "零就业家庭", "退出现役人员", "待业青年", "低保", "有：不详病", "原国企下岗职工", "高中毕业", "脱贫户", "脱困户", "2024年已退役", "停产企业职工")
    ),
    *(
        ("hardship", word, HARD, (0, 0), [f"“就业困难人员类别”写着“{word}”，按已经没有看，没有数。"])
        for word in ("已退出", "曾认定", "大龄（已退出）", "2025年退出", "原来是", "已就业退出", "残疾，2024年取消", "2024年已退", "低保（已停）", "已脱困", "已不是", "不再是", "援助期满")
    ),
    *(
        ("certificate", word, CERTIFIED, (0, 1), [f"“职业资格（职称）证书”写着“{word}”，不像是这一列问的，按定不下来处理。"])
        for word in ("驾驶证C1", "C1驾照", "毕业证", "健康证、身份证", "残疾证和低保证", "大专毕业证书", "结业证书", "初中", "小学文化", "高中毕业", "C1", "初中、C1", "党员", "毕业", "大学毕业", "A证", "行车证", "摩托车证")
    ),
    *(
        ("certificate", word, CERTIFIED, (1, 0), [])
        for word in ("电工证", "驾驶证、电工证", "汽车驾驶员高级工", "会计师", "健康管理师", "护士执业证", "小学教师资格证", "C1驾驶员教练证、电工", "公共营养师培训", "停车管理员", "电工证（遗失补办）", "遗失补发", "安全员A证", "党员、电工证", "无人机驾驶证")
    ),
    *(
        ("hardship", word, HARD, (0, 1), [f"“就业困难人员类别”写着“{word}”，不知有没有，按定不下来处理。"])
        for word in ("待认定", "不详", "申请中", "大龄（待核实）", "未就业毕业生", "？", "大龄？", "暂缺", "正常", "已就业", "已脱贫", "退休")
    ),
    *(("certificate", word, CERTIFIED, (0, 0), []) for word in ("无证", "未取得", "没有证书", "暂无证书", "０", "没考过")),
    *(("certificate", word, CERTIFIED, (1, 0), []) for word in ("电工证", "无人机驾驶员", "有", "非物质文化遗产传承人")),
    *(("certificate", word, CERTIFIED, (0, 1), [f"“职业资格（职称）证书”写着“{word}”，不知有没有，按定不下来处理。"]) for word in ("待查", "正在考", "已报名", "学习中", "电工培训中", "丢失", "在读", "备考", "在考", "电工证待发", "遗失未补办", "遗失补办中")),
    ("certificate", "过期", CERTIFIED, (0, 0), ["“职业资格（职称）证书”写着“过期”，按已经没有看，没有数。"]),
    *(("post", word, POST, (0, 0), []) for word in ("无岗位", "不是", "未安排", "不在岗")),
    ("post", "已离岗", POST, (0, 0), ["“公益性岗位”写着“已离岗”，按已经没有看，没有数。"]),
    ("post", "前保洁员", POST, (0, 0), ["“公益性岗位”写着“前保洁员”，按已经没有看，没有数。"]),
    ("post", "原保洁员", POST, (0, 0), ["“公益性岗位”写着“原保洁员”，按已经没有看，没有数。"]),
    ("post", "前屿保洁员已离岗", POST, (0, 0), ["“公益性岗位”写着“前屿保洁员已离岗”，按已经没有看，没有数。"]),
    *(
        ("post", word, POST, (0, 1), [f"“公益性岗位”写着“{word}”，不知有没有，按定不下来处理。"])
        for word in ("前任离岗后接任", "接替已离岗的张某", "退岗补缺", "期满续聘", "前河道保洁员", "正在考", "原保洁员，现任护林员")
    ),
    ("post", "前山巡逻员", POST, (0, 1), ["“公益性岗位”写着“前山巡逻员”，不知有没有，按定不下来处理。"]),
    *(("post", word, POST, (1, 0), []) for word in ("前台接待员", "前屿村保洁员", "已安置", "停车场保洁", "正在岗", "前屿保洁员", "前岸路保洁", "接替张某")),
    ("post", "申请中", POST, (0, 1), ["“公益性岗位”写着“申请中”，不知有没有，按定不下来处理。"]),
    ("post", "计划生育协管员", POST, (1, 0), []),
]  # fmt: skip


@pytest.mark.parametrize(("key", "word", "counted", "found", "words"), WORDS)
def test_what_a_word_says_of_whether_there_is_something_is_counted_as_it_says(
    key: str, word: str, counted: dict[str, Any], found: tuple[int, int], words: list[str]
) -> None:
    rosters = ledgers(people=[{**BORN, key: word}])
    assert number(rosters["people"], registry="people", **counted) == found
    assert [said for _, said in problems(rosters)] == words
    assert {code for code, _ in problems(rosters)} <= {"N165", "N166", "N174"}


def test_a_word_for_none_beside_what_belongs_to_it_is_told_as_it_stands() -> None:
    rosters = ledgers(people=[{**BORN, "business": "未办理", "business_date": "2026-05-01"}])
    assert "“创办的市场主体”却写着“未办理”" in problems(rosters)[0][1]
    assert number(rosters["people"], registry="people", **NEW) == (0, 1)


# -- the same thing twice ----------------------------------------------------------------------------------
HUSBAND = {"name": "试乙", "id_number": id_number("19800307", 1)}
HOUSE = {"household": "1", "found_date": "2026-06-15"}
FAMILIES = [
    ([{**BORN, **HOUSE}, {**HUSBAND, **HOUSE}], 1, ["N137"]),
    ([{**BORN, **HOUSE}, {**HUSBAND, **HOUSE, "household": "2"}], 2, []),
    ([{**BORN, **HOUSE}, {**HUSBAND, **HOUSE, "found_date": "2026-03-15"}], 1, []),
    ([{**BORN, **HOUSE, "household": ""}, {**HUSBAND, **HOUSE, "household": ""}], 2, []),
]


@pytest.mark.parametrize(("rows", "count", "codes"), FAMILIES)
def test_a_household_counts_once_under_whoever_it_stands(
    rows: list[dict[str, object]], count: int, codes: list[str]
) -> None:
    rosters = ledgers(zero_job=rows)
    assert [code for code, _ in problems(rosters)] == codes
    assert number(rosters["zero_job"], registry="zero_job")[0] == count


def test_a_household_under_two_people_is_told() -> None:
    rosters = ledgers(zero_job=[{**BORN, **HOUSE}, {**HUSBAND, **HOUSE}])
    assert problems(rosters) == [
        (
            "N137",
            "“试甲”和“试乙”的同一项写了两行（另一次：东城社区，东城社区.csv 单元格A2），只数一次；两行不一致的，按定不下来处理。",
        )
    ]


SHOP = {"business": "试甲小店", "business_date": "2026-05-01"}
SHOPS: list[tuple[dict[str, Any], list[tuple[int, int]], list[str]]] = [
    (SHOP, [(0, 1), (0, 1)], ["N150"]),
    ({**SHOP, "business_date": "2026-06-01"}, [(1, 0), (1, 0)], []),
    ({**SHOP, "business": "试乙小店"}, [(1, 0), (1, 0)], []),
]


@pytest.mark.parametrize(("other", "counts", "codes"), SHOPS)
def test_a_thing_of_two_communities_is_asked_about_and_counted_in_neither(
    other: dict[str, Any], counts: list[tuple[int, int]], codes: list[str]
) -> None:
    rows: list[dict[str, Any]] = [
        {"community": "甲村", **BORN, **SHOP},
        {"community": "乙村", **HUSBAND, **other},
    ]
    roster = roster_of(people_sheet(rows, file="花名册.csv"))
    new = Countable("new", "new", Definition.model_validate({"registry": "people", **NEW}))
    found = count_roster(roster, [new]).figures
    assert [(found[who, "new"].number, len(found[who, "new"].undecided)) for who in (0, 1)] == counts
    assert [each.code for each in roster.problems] == codes
    if codes:
        said = "“创办的市场主体”“试甲小店”在两个社区都有，日期也一样（另一次：甲村，花名册.csv 单元格A2）"
        assert said in roster.problems[0].message


SHARED: list[tuple[dict[str, Any], dict[str, Any], tuple[int, int], list[str]]] = [
    *(
        ({"business": word}, {"business": word}, (0, 2), [f"“创办的市场主体”“{word}”有几个人都这样写，是同一个还是几个，看不出来（另一次：A2），按定不下来处理。"])
        for word in ("个体", "个体工商户", "网店", "小吃店")
    ),
    ({}, {"business_date": "2026-06-01"}, (0, 2), ["“创办的市场主体”“试甲小店”有几个人都这样写，是同一个还是几个，看不出来（另一次：A2），按定不下来处理。"]),
    ({"business": "试甲店；试乙店"}, {}, (1, 1), ["“创办的市场主体”写着“试甲店；试乙店”，像是不止一个，按定不下来处理。"]),
    ({"business": "个体"}, {}, (2, 0), []),
    ({}, {}, (1, 0), []),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "found", "words"), SHARED)
def test_what_two_people_opened_is_one_thing_or_a_question(
    one: dict[str, Any], other: dict[str, Any], found: tuple[int, int], words: list[str]
) -> None:
    rosters = ledgers(people=[{**BORN, **SHOP, **one}, {**HUSBAND, **SHOP, **other}])
    assert number(rosters["people"], registry="people", **NEW) == found
    said = [said.replace("东城社区，东城社区.csv 单元格", "") for _, said in problems(rosters)]
    assert said == words
    assert {code for code, _ in problems(rosters)} <= {"N168", "N169"}


def test_partners_who_write_different_numbers_are_told_with_both_places() -> None:
    rosters = ledgers(people=[{**BORN, **SHOP, "jobs_created": 2}, {**HUSBAND, **SHOP, "jobs_created": 4}])
    added = Countable("added", "added", Definition.model_validate({"of": "new", "add": "jobs_created"}))
    new = Countable("new", "new", Definition.model_validate({"registry": "people", **NEW}))
    assert count_roster(rosters["people"], [new, added]).figures[0, "added"].value is None
    ((code, said),) = problems(rosters)
    assert (code, said) == (
        "N170",
        "几个人合办的一个，“带动就业人数”这里是4，另一处是2（东城社区，东城社区.csv 单元格A2），按定不下来处理。",
    )


# -- names of communities ----------------------------------------------------------------------------------
KNOWN = [
    Who("云镇", "甲村"),
    Who("云镇", "乙村"),
    Who("雨镇", "丙村"),
    Who("云镇", "丙村"),
    Who("云镇", "丁村村委会"),
    Who("云镇", "戊居委会"),
]
NAMES: list[tuple[str, str, str, list[str]]] = [
    ("", "云镇甲村", "云镇甲村", []),
    ("云镇", "云镇甲村", "云镇甲村", []),
    ("", "雨镇丙村", "雨镇丙村", []),
    ("云镇", "甲村村委会", "云镇甲村", ["花名册里的“云镇甲村村委会”看作数据里的“云镇甲村”。"]),
    ("", "甲村委会", "云镇甲村", ["花名册里的“甲村委会”看作数据里的“云镇甲村”。"]),
    ("云镇", "丁村", "云镇丁村村委会", ["花名册里的“云镇丁村”看作数据里的“云镇丁村村委会”。"]),
    ("", "丁村村民委员会", "云镇丁村村委会", ["花名册里的“丁村村民委员会”看作数据里的“云镇丁村村委会”。"]),
    ("", "戊社区", "云镇戊居委会", ["花名册里的“戊社区”看作数据里的“云镇戊居委会”。"]),
]


@pytest.mark.parametrize(("township", "name", "whose", "words"), NAMES)
def test_a_community_of_the_data_is_known_with_its_township_or_its_office(
    township: str, name: str, whose: str, words: list[str]
) -> None:
    sheet = people_sheet([{"township": township, "community": name, **BORN}], file="花名册.csv")
    roster = roster_of(sheet, known=KNOWN)
    assert [roster.whos[row.who].full_name for row in roster.rows] == [whose]
    assert [each.message for each in roster.problems] == words
    assert {each.code for each in roster.problems} <= {"N151"}


@pytest.mark.parametrize("name", ["丙村村委会", "云镇己村", "甲社区居委会", "戊村"])
def test_a_name_that_may_be_of_several_communities_is_none_of_them(name: str) -> None:
    roster = roster_of(people_sheet([{"community": name, **BORN}], file="花名册.csv"), known=KNOWN)
    assert ([each.code for each in roster.problems], roster.rows) == (["N112"], [])


def test_a_roster_alone_knows_a_community_with_its_township_before_it() -> None:
    names = ["甲村", "云镇甲村", "云镇社区"]
    rows = [{"township": "云镇", "community": each, **BORN, "id_number": ""} for each in names]
    roster = roster_of(
        people_sheet([{**row, "name": f"试{at}"} for at, row in zip("甲乙丙", rows, strict=True)])
    )
    assert [roster.whos[row.who].full_name for row in roster.rows] == ["云镇甲村", "云镇甲村", "云镇云镇社区"]


@pytest.mark.parametrize("other", ["甲村村委会", "甲", "甲村村", "甲行政村"])
def test_two_names_of_a_roster_that_may_be_one_community_are_asked_about(other: str) -> None:
    rows = [{"community": "甲村", **BORN}, {"community": other, **HUSBAND}]
    (problem,) = roster_of(people_sheet(rows, file="花名册.csv")).problems
    assert (problem.code, "像是同一个" in problem.message, other in problem.message) == ("N113", True, True)


# -- what looks as if it were left out -----------------------------------------------------------------------
REMARKS: list[tuple[str, list[str]]] = [
    ("已故", ["“备注”写着“已故”，这一行仍照各列数了。"]),
    ("2026年5月迁出", ["“备注”写着“2026年5月迁出”，这一行仍照各列数了。"]),
    *((word, [f"“备注”写着“{word}”，这一行仍照各列数了。"]) for word in ("已调出", "不再统计", "同2号", "合并到户3", "父亲已故，本人迁出", "户籍关系转出", "死亡登记已注销", "身份证已注销", "病逝", "去逝", "亡", "已销户", "户口转走", "迁走", "不参与统计", "重户", "错录")),
    *(
        (word, [f"“备注”写着“{word}”，不知还算不算，这一行仍照各列数了。"])
        for word in ("空挂户", "服刑", "2026年9月入伍", "出国", "嫁到外村", "失联", "在押", "被拘留", "判刑三年", "现役军人", "在部队", "移居海外", "加入外籍", "不属本村", "非本村人", "出国未归")
    ),
    *(
        (word, [])
        for word in (
            "父亲已故", "", "户口未迁出", "残疾证已注销", "户主已故", "家属死亡，单亲", "曾在外地迁出后迁回", "没有注销",
            "失业登记已注销", "儿子出国", "已退役", "服刑期满", "社保关系转出",
            "党组织关系转出", "调出低保", "调出原单位", "已注销营业执照", "曾服役", "出国劳务归来", "出国留学归来",
            "家中有服刑人员", "失踪人员家属", "现役军人家属", "丈夫病逝", "银行账户已销户",
        )
    ),
]  # fmt: skip

UNREAD = [
    *("2026年5月迁入", "外出务工", "户口已迁入", "退出现役", "非本村户籍", "身份证号错录", "水库移民"),
    *("身份证号待核", "走了", "迁移", "外村", "殁", "落户", "在杭州务工", "本人已走，家里老人在"),
]


@pytest.mark.parametrize("remark", UNREAD)
def test_a_remark_without_a_known_word_is_listed(remark: str) -> None:
    (problem,) = roster_of(sheet_of([["姓名", "身份证号", "备注"], ["试甲", WOMAN, remark]])).problems
    assert (problem.code, problem.severity) == ("N183", "warning")
    assert problem.message == f"“备注”里的话没有用来计数：“{remark}”（第2行）。"


def test_remarks_that_are_not_read_are_listed_once_for_a_sheet_and_each_wording_once() -> None:
    said = ["走了", "走了", "外村", "无", "/", "女", "13912345678"]
    people = [[f"试{'甲乙丙丁戊己庚'[at]}", "女", each] for at, each in enumerate(said)]
    (problem,) = roster_of(sheet_of([["姓名", "性别", "备注"], *people])).problems
    assert problem.message.startswith("“备注”里的话没有用来计数：“走了”（第2行）、“外村”（第4行）、“139")
    assert "13912345678" not in problem.message
    many = [[f"试{at}", "男", f"话{at}"] for at in range(12)]
    rows = [["姓名", "性别", "备注"], *many]
    found = [each for each in roster_of(sheet_of(rows)).problems if each.code == "N183"]
    assert [each.message.endswith("“话9”（第11行）等12种。") for each in found] == [True]


@pytest.mark.parametrize(("remark", "words"), REMARKS)
def test_a_remark_that_somebody_is_gone_is_told(remark: str, words: list[str]) -> None:
    rows = [["姓名", "身份证号", "备注"], ["试甲", WOMAN, remark]]
    roster = roster_of(sheet_of(rows))
    assert [each.message for each in roster.problems if each.code in {"N152", "N180"}] == words
    assert (len(roster.rows), roster.rows[0].doubtful, len(roster.problems)) == (1, False, len(words))


def test_a_remark_on_who_heads_the_household_is_told_in_his_own_row() -> None:
    rows = [
        ["姓名", "身份证号", "与户主关系", "备注"],
        ["试甲", WOMAN, "户主", "户主已故"],
        ["试乙", HUSBAND["id_number"], "配偶", "户主已故"],
    ]
    assert [
        str(each).split("：")[0][-2:] for each in roster_of(sheet_of(rows)).problems if each.code == "N152"
    ] == ["D2"]


LOAN_HEAD = ["姓名", "身份证号", "申请日期", "放款日期", "到期日期", "还清日期", "备注"]
OF_LOANS: list[tuple[str, str, int | None, list[tuple[str, str]]]] = [
    ("", "已故", 1, [("N178", "“备注”写着“已故”，这一笔仍照各列数了。")]),
    ("", "已展期至2027-02-01", None, [("N179", "“备注”写着“已展期至2027-02-01”，不知这一笔还照不照各列算，按定不下来处理。")]),
    ("", "展期一年", None, [("N179", "“备注”写着“展期一年”，不知这一笔还照不照各列算，按定不下来处理。")]),
    ("", "已核销", None, [("N179", "“备注”写着“已核销”，不知这一笔还照不照各列算，按定不下来处理。")]),
    ("", "未批准", None, [("N179", "“备注”写着“未批准”，不知这一笔还照不照各列算，按定不下来处理。")]),
    ("", "审批中，未放款", None, [("N179", "“备注”写着“审批中，未放款”，不知这一笔还照不照各列算，按定不下来处理。")]),
    *(
        ("", word, None, [("N179", f"“备注”写着“{word}”，不知这一笔还照不照各列算，按定不下来处理。")])
        for word in (
            "被拒", "待批", "未审批", "终止", "退回", "拒绝", "未到账", "未发", "首次未批准", "贴息贷款未批准", "贴息未批准，未放款",
            "展期待批", "已还清", "2026年1月20日还清", "逾期，已还", "到期已结清", "担保人代还，已还清",
        )
    ),
    *(
        ("", word, 1, [])
        for word in (
            "贴息未批准", "未批准贴息", "上次未批准本次批准", "上次未批准，本次批准", "首次未批准补材料后放款", "被拒后再次申请获批", "续贷未批准",
            "未批准展期", "未放款前已面谈", "不续贷", "申请时未批准营业执照", "拒绝还款", "未发现异常", "店已终止经营", "未还清", "利息已结清",
            "承诺年底还清", "已还部分", "上笔已还清",
        )
    ),
    ("2026-01-20", "已还清", 0, []),
    ("", "展期到2026年2月1日", 1, []),  # the day on which it is due as it stands
    ("未还", "", 1, []),
    ("还没有还清", "", 1, []),
    ("尚未偿还", "", 1, []),
]  # fmt: skip


@pytest.mark.parametrize(("repaid", "remark", "due", "words"), OF_LOANS)
def test_what_is_said_beside_a_loan_neither_removes_it_nor_is_passed_over(
    repaid: str, remark: str, due: int | None, words: list[tuple[str, str]], tmp_path: Path
) -> None:
    row = ["试甲", WOMAN, "2025-01-05", "2025-02-01", "2026-02-01", repaid, remark]
    text = "\n".join(",".join(each) for each in (LOAN_HEAD, row))
    (tmp_path / "东城社区小额贷款台账.csv").write_text(text, encoding="utf-8")
    loans = read_registers([tmp_path], REGISTERS, DAY, "people")["loans"]
    found = count_one(
        loans,
        registry="loans",
        count="rows",
        where={"repaid_date": {"passed": False}, "due_date": {"passed": True}},
    )
    assert found.figures[0, "it"].value == due
    assert [(each.code, each.message) for each in loans.problems] == words
    assert not any("删去这一行" in each.mend.replace("不要为此删去这一行", "") for each in loans.problems)


def test_faults_of_id_numbers_that_differ_are_not_told_as_one() -> None:
    numbers = ["E12345678", "E12345679", "E12345677", "E12345676", "12345678901234567", "无", "没有"]
    rows = [["姓名", "身份证号"], *([f"试{'甲乙丙丁戊己庚'[at]}", each] for at, each in enumerate(numbers))]
    told = [str(each) for each in group_problems(roster_of(sheet_of(rows)).problems)]
    assert [("里有数字以外的字符" in each, "同样的共4处" in each, "不是18位" in each) for each in told] == [
        (True, True, False),
        (False, False, True),
    ]


HEAD = ["姓名", "身份证号", "备注"]
ONE, TWO = ["试甲", WOMAN, ""], ["试乙", HUSBAND["id_number"], ""]
GONE: list[tuple[str, list[list[Any]], list[bool], list[str]]] = [
    ("甲村", [HEAD, ONE, ["以下为迁出人员"], TWO], [False, True], ["[N161] 错误 花名册.csv 工作表“甲村” 单元格A3：这里写着“以下为迁出人员”，说到的各行不知还算不算"]),
    ("甲村", [["序号", *HEAD], [1, *ONE], [2, "以下为死亡人员", "", ""], [3, *TWO]], [False, True], ["[N161]"]),
    ("甲村", [HEAD, ONE, ["死亡"], TWO], [False, True], ["[N161]"]),
    ("甲村", [HEAD, ONE, ["以上人员已死亡", "", ""], TWO], [True, False], ["[N161]"]),
    ("甲村", [HEAD, ["死亡人员："], ONE, ["以下为在册人员"], TWO], [True, False], ["[N161]"]),
    ("甲村", [HEAD, ONE, ["以下为第二组"], TWO], [False, False], []),
    *(
        ("甲村", [HEAD, ONE, [line], TWO], [False, True], ["[N161]"])
        for line in ("以下人员户口已迁走", "以下人员不计入", "以下为外嫁人员", "以下人员不统计", "下列人员不在册", "已去世的：", "以下为另行登记的")
    ),
    *(
        ("甲村", [HEAD, ONE, [line], TWO], [False, False], [])
        for line in ("以下为外来人口", "以下为低保户", "以下为农业户口人员", "——以下空白——", "以下无正文", "下列为新增人员名单")
    ),
    ("甲村", [HEAD, ONE, TWO, ["以上名单不含死亡、迁出人员"]], [False, False], []),
    ("甲村", [[*HEAD, "死亡日期"], [*ONE, ""], [*TWO, "2026-05-01"]], [False, True], ["[N162] 错误 花名册.csv 工作表“甲村” 单元格D3：“死亡日期”写着“2026-05-01”，不知还算不算"]),
    ("甲村", [[*HEAD, "是否迁出"], [*ONE, "否"], [*TWO, "是"]], [False, True], ["[N162]"]),
    ("甲村", [[*HEAD, "迁出时间"], [*ONE, "/"], [*TWO, "无"]], [False, False], []),
    *((name, [HEAD, ONE], [], [f"[N160] 提示 花名册.csv 工作表“{name}” 单元格A1：“{name}”写着“{word}”，没有读。"]) for name, word in (
        ("甲村（作废）", "作废"), ("甲村备份", "备份"), ("样表", "样表"), ("甲村死亡人员", "死亡"), ("甲村迁出", "迁出"), ("甲村旧表", "旧表"), ("甲村旧", "旧"), ("甲村注销人员", "注销"))),
    *((name, [HEAD, ONE], [], ["[N160]"]) for name in ("甲村历史", "甲村（不计）", "甲村空表", "甲社区-老")),
    ("甲村", [["本表作废，以新表为准"], HEAD, ONE], [], ["[N160]"]),
    ("甲村", [["甲村迁出人员花名册"], HEAD, ONE], [], ["[N160]"]),
    ("甲村", [["甲村迁入迁出人员花名册"], HEAD, ONE], [False], []),
    ("旧城村", [HEAD, ONE], [False], []),
    *(("甲村", [[f"甲村花名册（{line}）"], HEAD, ONE], [False], []) for line in ("样表见乙村", "按样表填写", "样表另附", "参照范例填报")),
    *(("甲村", [[line], HEAD, ONE], [], ["[N160]"]) for line in ("甲村花名册样表", "本表为样表，请参照填写", "范例")),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "rows", "doubtful", "words"), GONE)
def test_sheets_lines_and_columns_of_people_who_are_gone_are_not_counted(
    sheet: str, rows: list[list[Any]], doubtful: list[bool], words: list[str]
) -> None:
    other = sheet_of([HEAD, ["试丙", "", ""]], "乙村", "花名册.csv")
    roster = roster_of(sheet_of(rows, sheet, "花名册.csv"), other)
    assert [row.doubtful for row in roster.rows] == [*doubtful, False]
    told = [str(each) for each in roster.problems]
    assert len(told) == len(words)
    assert all(each in one for each, one in zip(words, told, strict=True))


def workbook_of(change: Callable[[Any], None]) -> list[RosterSheet]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "东城社区"
    book.create_sheet("别的")
    for row in (
        ["姓名", "身份证号", "创办的市场主体"],
        ["试甲", WOMAN, "试厂"],
        ["试乙", HUSBAND["id_number"], "试厂"],
    ):
        sheet.append(row)
    change(sheet)
    data = io.BytesIO()
    book.save(data)
    return read_sheet_bytes(data.getvalue(), "花名册.xlsx")[:1]


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_sheet(sheet: Any) -> None:
    sheet.sheet_state = "hidden"


def strike_name(sheet: Any) -> None:
    sheet["A3"].font = Font(strike=True)


def strike_row(sheet: Any) -> None:
    for cell in sheet[3]:
        cell.font = Font(strike=True)


def strike_business(sheet: Any) -> None:
    sheet["C3"].font = Font(strike=True)


LEFT_OUT: list[tuple[Callable[[Any], None], str, str, list[bool]]] = [
    (hide_row, "D160", "隐藏的内容也照样读了：第3行。", [False, False]),
    (hide_sheet, "D160", "隐藏的内容也照样读了：工作表“东城社区”。", [False, False]),
    (strike_name, "N153", "“试乙”划了删除线，不知还算不算，按定不下来处理。", [False, True]),
    (strike_row, "N153", "“试乙”划了删除线，不知还算不算，按定不下来处理。", [False, True]),
    (
        strike_business,
        "D172",
        "“创办的市场主体”写的是“试\u0336厂\u0336”，有划掉的字，没有采用。",
        [False, False],
    ),
]


@pytest.mark.parametrize(("change", "code", "words", "doubtful"), LEFT_OUT)
def test_what_is_hidden_or_struck_through_is_told(
    change: Callable[[Any], None], code: str, words: str, doubtful: list[bool]
) -> None:
    roster = roster_of(*workbook_of(change))
    assert [(each.code, each.message) for each in roster.problems] == [(code, words)]
    assert [row.doubtful for row in roster.rows] == doubtful
    assert [roster.text(row, "name") for row in roster.rows] == ["试甲", "试乙"]


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("9月花名册", 9),
        ("2026年九月", 9),
        ("本表数据截至9月底", 0),
        ("截止2026年9月 联系电话0576-00000000", 0),
        ("2026年8月（截至8月底）", 8),
        ("甲村花名册20261031", 10),
        ("甲村花名册2026-11-30", 11),
        ("花名册2026年2月28日", 2),
        ("花名册20261115", 0),
        ("截至2026年10月31日", 0),
    ],
)
def test_up_to_when_a_roster_is_kept_does_not_make_it_one_of_that_month(title: str, month: int) -> None:
    assert read_title_date(title).month == month


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("（台人社发〔2019〕52号）", 0),
        ("依据台人社发[2019]52号填报", 0),
        ("附件2（台人社发2019-52号）", 0),
        ("甲村花名册2019版", 0),
        ("甲村花名册（2019年式样）", 0),
        ("台账huachuan-2010", 0),
        ("2025年12月建册", 0),
        ("统计时间：2025年12月至2026年11月", 2026),
        ("（2025年底建，2026年11月更新）", 2026),
        ("2025年花名册", 2025),
        ("2019年创建 云屿村花名册", 0),
        ("2019年3月创建，云屿村花名册", 0),
        ("2019年创建充分就业村花名册", 2019),
        ("云屿村（2021年由前屿、后屿合并）", 2021),
        ("2018年合并", 0),
        ("2020年成立的云屿社区花名册", 0),
        ("2020年评为充分就业社区", 0),
        ("2025年获得证书人员花名册", 2025),
    ],
)
def test_years_of_a_notice_and_of_the_beginning_are_not_that_of_a_roster(title: str, year: int) -> None:
    assert read_title_date(title).year == year


@pytest.mark.parametrize(
    ("employment", "kind", "expected"),
    [("", "", (0, 1)), ("失业", "", (0, 0)), ("", "务农", (0, 0)), ("", "自主创业", (0, 1)), ("已就业", "自主创业", (1, 0))],
)  # fmt: skip
def test_a_blank_kind_of_employment_is_none_only_where_the_state_of_employment_is_known(
    employment: str, kind: str, expected: tuple[int, int]
) -> None:
    roster = roster_of(people_sheet([{**BORN, "employment": employment, "employment_kind": kind}]))
    where = {"employment": "已就业", "employment_kind": "自主创业"}
    assert number(roster, registry="people", where=where) == expected
