"""The register of titles and payments: how titles stand on a day, what is owed, and what of it is a question."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from support import card_of, rubric_of
from support.command import SAMPLES, run
from support.title_rows import PAYMENT_HEAD, TITLE_HEAD, WHO, book_of, write_register

from formgen.county.known_names import KnownNames
from formgen.county.owed import owe_all, tell_excess
from formgen.county.title_book import open_title_book
from formgen.intake.title_register import read_title_register
from formgen.model import Who
from formgen.rubric.schema import Rubric

Row = Sequence[Any]
TAIZHOU, LONGQUAN, NINGBO, FUSHUN = (
    rubric_of(name) for name in ("taizhou-2019", "longquan-2020", "ningbo-2010", "fushun-2008")
)
DATA = """
communities:
  - {name: 甲村, township: 安仁镇, facts: {recognised: 是}}
  - {name: 乙村, township: 安仁镇, facts: {recognised: 是}}
  - {name: 丙村, township: 八都镇, facts: {recognised: 否}}
  - {name: 同名村, township: 安仁镇}
  - {name: 同名村, township: 八都镇}
"""


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "data.yaml"
    path.write_text(DATA, encoding="utf-8")
    return str(path)


# -- how a title stands ----------------------------------------------------------------------------------------
STORY: list[Row] = [
    ["充分就业社区", "认定", "2008-04-01", None, "抚再办发〔2008〕9号"],
    ["充分就业社区", "限期整顿", "2008-06-01", "2008-08-31"],
    ["充分就业社区", "整顿合格", "2008-08-20"],
    ["充分就业社区", "限期整顿", "2008-10-08", "2008-12-10"],
    ["充分就业社区", "取消", "2008-12-20"],
    ["充分就业社区", "摘牌", "2008-12-25"],
]
DAYS = [
    ("2008-03-31", "没有", "没有"),
    ("2008-04-01", "有", "2008年4月1日认定（抚再办发〔2008〕9号）"),
    ("2008-08-19", "整顿中", "整顿中：2008年6月1日限期整顿，到2008年8月31日"),
    ("2008-08-20", "有", "2008年4月1日认定（抚再办发〔2008〕9号），2008年8月20日整顿合格"),
    ("2008-12-10", "整顿中", "整顿中：2008年10月8日限期整顿，到2008年12月10日"),
    ("2008-12-11", "待定", "待定：2008年10月8日限期整顿，到2008年12月10日"),
    ("2008-12-20", "已失去", "已失去：2008年12月20日取消"),
    ("2009-12-31", "已失去", "已失去：2008年12月20日取消"),
]


@pytest.mark.parametrize(("day", "standing", "words"), DAYS)
def test_a_title_stands_on_a_day_as_its_rows_up_to_that_day_say(day: str, standing: str, words: str) -> None:
    state = book_of(FUSHUN, STORY, day).state(WHO, "充分就业社区")
    assert (state.standing.value, state.words) == (standing, words)


def test_the_order_of_the_rows_changes_nothing() -> None:
    turned = book_of(FUSHUN, STORY[::-1], "2008-12-31").state(WHO, "充分就业社区")
    assert turned == book_of(FUSHUN, STORY, "2008-12-31").state(WHO, "充分就业社区")


# -- reading ---------------------------------------------------------------------------------------------------
def read_names(path: Path, rubric: Rubric = LONGQUAN) -> list[tuple[str, str, str, str]]:
    register = read_title_register([path], rubric)
    assert [each.code for each in register.problems] == []
    return [(str(row.who), row.title, row.event.value, row.day.isoformat()) for row in register.titles]


WRITTEN = ["2020-11-25", "2020年11月25日", "2020.11.25", "20201125"]
EXPECTED = [("安仁镇甲村", "龙泉市级", "认定", "2020-11-25")]


@pytest.mark.parametrize("day", WRITTEN)
@pytest.mark.parametrize("title", ["龙泉市级", "龙泉市级高质量就业社区(村)", " 龙泉市级 "])
def test_days_and_titles_are_read_as_clerks_write_them(day: str, title: str, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["龙泉市称号台账"])
    sheet.append(["序号", "所属乡镇", "村（社区）名称", "称号级别", "认定时间", "认定文号", "备注"])
    sheet.append([1, "安仁镇", "甲 村", title, day, "龙人社〔2020〕1号"])
    sheet.append(["合计", None, None, None, None, None])
    sheet.append(["合　计", "4个", None, None, None, None])
    book.save(tmp_path / "台账.xlsx")
    assert read_names(tmp_path / "台账.xlsx") == EXPECTED


def test_a_csv_serves_as_well(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    lines = "乡镇,社区,称号,事项,日期,文号\n安仁镇,甲村,龙泉市级,授予,2020/11/25,龙人社〔2020〕9号\n"
    path.write_text(lines, encoding="utf-8")
    assert read_names(path) == EXPECTED


def test_a_sheet_of_the_data_workbook_serves_as_well(tmp_path: Path) -> None:
    book = load_workbook(SAMPLES / "county" / "数据2026.xlsx")
    sheet = book.create_sheet("称号")
    for row in (TITLE_HEAD, GIVEN):
        sheet.append(row)
    book.save(tmp_path / "数据.xlsx")
    assert read_names(tmp_path / "数据.xlsx") == EXPECTED


def test_a_merged_community_and_ditto_marks_hold_for_the_rows_below(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(TITLE_HEAD)
    sheet.append(GIVEN)
    sheet.append([None, None, "丽水市级", "同上", "2021-11-25", "丽人社〔2021〕9号"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    book.save(tmp_path / "台账.xlsx")
    assert read_names(tmp_path / "台账.xlsx") == [
        *EXPECTED,
        ("安仁镇甲村", "丽水市级", "认定", "2021-11-25"),
    ]


def test_money_merged_over_several_rows_is_nobodys(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(PAYMENT_HEAD)
    sheet.append(["安仁镇", "甲村", "龙泉市级奖补", "2020年度", 10000])
    sheet.append(["安仁镇", "乙村", "龙泉市级奖补", "2020", None])
    sheet.merge_cells("E2:E3")
    book.save(tmp_path / "台账.xlsx")
    register = read_title_register([tmp_path / "台账.xlsx"], LONGQUAN)
    assert [each.message for each in register.problems] == [
        "台账里“安仁镇甲村”的这一行缺金额（元）。",
        "台账里“安仁镇乙村”的这一行缺金额（元）。",
    ]
    assert [str(row.who) for row in register.unread] == ["安仁镇甲村", "安仁镇乙村"]


def test_the_empty_register_is_read_back_and_has_the_words_of_the_notice(tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    assert run("titles", "--rubric", "longquan-2020", "--blank", str(target)).exit_code == 0
    register = read_title_register([target], LONGQUAN)
    assert (register.titles, register.payments, register.problems) == ([], [], [])


# -- what is wrong ---------------------------------------------------------------------------------------------
A = ["安仁镇", "甲村"]
GIVEN = [*A, "龙泉市级", "认定", "2020-11-25", "龙人社〔2020〕9号"]
PAID = [*A, "龙泉市级奖补", 2020, 10000, "2020-12-25"]
BEHIND = [
    [
        GIVEN,
        [*A, "龙泉市级", "取销", "2021-01-25"],
        [*A, "龙泉市级", "认定", "2021-11-25", "龙人社〔2021〕9号"],
    ],
    [[*A, "龙泉市级", "认亭", "2020-11-25"], [*A, "龙泉市级", "限期整顿", "2021-01-25", "", "2021-12-31"]],
    [[*A, "龙泉市级", "认定", "2020-13-25"]],
]
WRONG_LONGQUAN = [
    ([GIVEN], [PAID, [*A, "龙泉市级奖补", 2021, 10000, "2021-12-25"]], "[C172] 提示 台账.xlsx 工作表“奖补发放” 单元格B3：“安仁镇甲村”已发2020年10000元、2021年10000元，比“龙泉市级奖补”应发的多10000元。"),
    ([GIVEN, ["安仁镇", "无此村", "龙泉市级", "认定", "2020-11-25"]], [], "[C131] 提示 台账.xlsx 工作表“称号” 单元格B3：台账里的“安仁镇无此村”在数据里没有"),
    ([["安仁镇", "甲社区", "龙泉市级", "认定", "2020-11-25"]], [], "台账里的“安仁镇甲社区”对不上数据，像是：安仁镇甲村。"),
    ([["", "同名村", "龙泉市级", "认定", "2020-11-25"]], [], "[C132] 错误 台账.xlsx 工作表“称号” 单元格B2：台账里的“同名村”对不上数据，像是：安仁镇同名村、八都镇同名村"),
    ([[*A, "国家级", "认定", "2020-11-25"]], [], "[C133] 错误 台账.xlsx 工作表“称号” 单元格C2：台账里的称号“国家级”不认识。 → 请改成：龙泉市级、丽水市级、省级。"),
    ([[*A, "龙泉市级", "升级", "2020-11-25"]], [], "台账里的事项“升级”不认识"),
    ([GIVEN], [[*A, "村级奖补", 2020, 10000]], "台账里的奖补项目“村级奖补”不认识"),
    ([GIVEN], [[*A, "龙泉市级奖补", "去年", 10000]], "台账里的年度“去年”不认识"),
    ([["安仁镇", "", "龙泉市级", "认定", "2020-11-25"]], [], "[C134] 错误 台账有1行读不出是哪个社区（村）的"),
    ([[*A, "龙泉市级", "认定", ""]], [], "[C135] 错误 台账.xlsx 工作表“称号” 单元格B2：台账里“安仁镇甲村”的这一行缺日期"),
    ([GIVEN], [[*A, "龙泉市级奖补", "", 10000]], "台账里“安仁镇甲村”的这一行缺年度或日期"),
    ([[*A, "龙泉市级", "认定", "2020年11月"]], [], "[D139]"),
    ([GIVEN], [[*A, "龙泉市级奖补", 2020, "一万"]], "[D106]"),
    ([GIVEN, [*A, "龙泉市级", "认定", "2020-12-25"]], [], "[C137] 错误 台账.xlsx 工作表“称号” 单元格B3：“安仁镇甲村”在2020年两次认定“龙泉市级”（另一处在称号!B2）"),
    ([GIVEN, [*A, "龙泉市级", "认定", "2021-11-25"]], [], "[C138] 错误 台账.xlsx 工作表“称号” 单元格B3：“安仁镇甲村”已有“龙泉市级”（2020年11月25日认定），2021年11月25日又认定一次。 → 同一次认定后来才授牌、命名的，不另写一行，请删去；"),
    ([[*A, "龙泉市级", "取消", "2020-11-20"], GIVEN], [], "[C139] 错误 台账.xlsx 工作表“称号” 单元格B2：“安仁镇甲村”2020年11月20日取消“龙泉市级”，在那以前没有认定"),
    ([[*A, "省级", "认定", "2019-11-20"]], [], "[C140] 提示 台账.xlsx 工作表“称号” 单元格B2：“安仁镇甲村”的日期2019年11月20日比通知（2020年10月20日）还早"),
    ([GIVEN], [[*A, "龙泉市级奖补", 2019, 0]], "“安仁镇甲村”的日期2019年比通知（2020年10月20日）还早"),
    ([GIVEN, [*A, "龙泉市级", "限期整顿", "2021-03-01", "", "2021-02-01"]], [], "[C141]"),
    ([GIVEN, [*A, "龙泉市级", "限期整顿", "2021-03-01", "", "2021-05-01"]], [], "[C142] 提示 台账.xlsx 工作表“称号” 单元格B3：“安仁镇甲村”的“龙泉市级”整顿到2021年5月1日为止，以后没有结果"),
    ([GIVEN, [*A, "龙泉市级", "取消", "2021-03-01"], [*A, "龙泉市级", "复核合格", "2021-03-01"]], [], "[C147] 错误 台账.xlsx 工作表“称号” 单元格B4：“安仁镇甲村”的“龙泉市级”在2021年3月1日既有“取消”又有“复核合格”"),
    ([[*A, "龙泉市级", "认定", "2020-11-25", "龙人社〔2017〕1号"]], [], "[C160] 提示 台账.xlsx 工作表“称号” 单元格F2：“安仁镇甲村”的文号“龙人社〔2017〕1号”是2017年的，日期是2020年11月25日"),
    ([[*A, "龙泉市级", "认定", "2020-11-25", "龙人社(2021)1号"]], [], "[C160]"),
    ([GIVEN, [*A, "龙泉市级", "限期整顿", "2021-03-01"]], [], "[C148] 提示"),
    ([GIVEN, [*A, "龙泉市级", "复核不合格", "2021-03-01"]], [], "[C149] 提示"),
    ([GIVEN], [PAID, PAID], "[C151] 错误 台账.xlsx 工作表“奖补发放” 单元格B3：“安仁镇甲村”2020年的“龙泉市级奖补”登记了两次（另一处在奖补发放!B2）"),
    ([GIVEN], [[*A, "龙泉市级奖补", 2020, 12000]], "[C152] 错误 台账.xlsx 工作表“奖补发放” 单元格B2：“安仁镇甲村”2020年的“龙泉市级奖补”发了12000元，通知规定的是10000元"),
    ([GIVEN], [[*A, "丽水市级奖补", 2021, 15000]], "[C153] 错误 台账.xlsx 工作表“奖补发放” 单元格B2：“安仁镇甲村”2021年发了“丽水市级奖补”，到那时台账里没有“丽水市级”的称号"),
]  # fmt: skip
LOST_EARLY = [
    [*A, "充分就业社区", "认定", "2008-04-20"],
    [*A, "充分就业社区", "限期整顿", "2008-09-01", "", "2008-12-31"],
    [*A, "充分就业社区", "取消", "2008-10-01"],
]
WRONG_OTHERS = [
    ("taizhou-2019", "2019-12-31", [[*A, "市级", "认定", "2019-10-31"]], "[C145] 提示 台账.xlsx 工作表“称号” 单元格B2：“安仁镇甲村”2019年10月31日认定“市级”，那时台账里没有“县级”"),
    ("ningbo-2010", "2011-12-31", [[*A, "充分就业社区", "认定", "2009-12-20"]], "[C143] 提示 台账.xlsx 工作表“称号” 单元格B2：“安仁镇甲村”的“充分就业社区”每年复核一次，2010年没有记录"),
    ("ningbo-2010", "2011-12-31", [[*A, "充分就业社区", "认定", "2009-12-20"], [*A, "充分就业社区", "复核不合格", "2010-06-20"], [*A, "充分就业社区", "认定", "2010-12-20"]], "[C146] 错误 台账.xlsx 工作表“称号” 单元格B4：“安仁镇甲村”的“充分就业社区”2010年收回，当年又认定"),
    ("fushun-2008", "2008-12-31", [[*A, "充分就业社区", "认定", "2008-04-20"], [*A, "充分就业社区", "取消", "2008-12-20"]], "[C144] 提示 台账.xlsx 工作表“称号” 单元格B3：“安仁镇甲村”2008年12月20日取消“充分就业社区”，在那以前没有限期整顿"),
    ("fushun-2008", "2008-12-31", [*LOST_EARLY, [*A, "先进单位", "认定", "2008-05-20"]], "[C182] 提示 台账.xlsx 工作表“称号” 单元格B5：“安仁镇甲村”有“创建充分就业社区先进单位”，须先有的“充分就业社区”却已在2008年10月1日取消。 → 通知没有写以后怎样"),
    ("fushun-2008", "2008-12-31", LOST_EARLY, "[C183] 提示 台账.xlsx 工作表“称号” 单元格B4：“安仁镇甲村”2008年10月1日取消“充分就业社区”，限期整顿到2008年12月31日才到期。 → 请核对两个日期"),
    ("fushun-2008", "2008-12-31", [LOST_EARLY[0], [*A, "充分就业社区", "整顿合格", "2008-10-01"]], "[C184] 提示 台账.xlsx 工作表“称号” 单元格B3：“安仁镇甲村”2008年10月1日“充分就业社区”整顿合格，在那以前没有限期整顿。 → 请补上“限期整顿”的一行"),
]  # fmt: skip


@pytest.mark.parametrize(("titles", "paid", "words"), WRONG_LONGQUAN)
def test_what_the_register_says_wrong_is_told_with_its_place(
    titles: list[Row], paid: list[Row], words: str, data: str, tmp_path: Path
) -> None:
    file = write_register(tmp_path / "台账.xlsx", titles, paid)
    result = run("titles", file, "--rubric", "longquan-2020", "--on", "2021-12-31", "--data", data)
    assert words in result.output
    assert result.exit_code == ("] 错误" in result.output)


@pytest.mark.parametrize("titles", BEHIND)
def test_what_a_row_that_was_refused_may_explain_is_no_second_error(
    titles: list[Row], data: str, tmp_path: Path
) -> None:
    file = write_register(tmp_path / "台账.xlsx", titles, [PAID])
    said = run("titles", file, "--rubric", "longquan-2020", "--on", "2021-12-31", "--data", data).output
    assert "共1个错误" in said
    assert "龙泉市级：现有" not in said


HEAD, MONEY = ["乡镇", "社区（村）", "称号", "日期", "文号"], ["乡镇", "社区（村）", "奖补项目", "年度"]
LATER = [*A, "龙泉市级", "2021-03-01", "龙人社〔2021〕3号"]
SUM = [*A, "龙泉市级奖补", 2020]
HELD, OPEN, ONCE = "龙泉市级：现有1个", "龙泉市级：有几个还不能定", "已发奖补1笔，共10000元"
GONE = "龙泉市级：现有0个"
SHEETS: list[Any] = [
    *(("奖补发放", [[*MONEY, head], [*SUM, yuan]], [HELD, ONCE]) for head, yuan in (
        ("金额（万元）", 1), ("拨付金额（元）", 10000), ("实发金额（元）", 10000), ("奖励资金", 10000), ("补助（元）", 10000),
        ("金额/千元", 10), ("奖补资金", 10000), ("已拨付资金", "10000元"))),
    ("奖补发放（单位：万元）", [[*MONEY, "金额"], [*SUM, 1]], [ONCE]),
    ("奖补发放", [["单位：万元"], [*MONEY, "金额"], [*SUM, 1]], [ONCE]),
    *(("奖补发放", [[*MONEY, "金额"], [None, None, None, None, unit], [*SUM, 1]], [ONCE]) for unit in ("万元", "（万元）", "单位：万元")),
    ("奖补发放", [[*MONEY, "金额（万元）"], [*SUM, "10000元"]], ["[D107] 错误"]),
    *(("奖补发放", [[*MONEY, "金额"], [*SUM, yuan]], ["[C192] 错误 台账.xlsx 工作表“奖补发放” 单元格E2：金额写着“-10000”，像是追回、退回的，这一行没有采用。 → 追回的不另写负数"]) for yuan in (-10000, "-10000")),
    ("奖补发放", [[*MONEY, "应发金额", "实发金额"], [*SUM, 20000, 10000]], [ONCE]),
    ("奖补发放", [[*MONEY, "奖补金额", "实发金额"], [*SUM, 10000, 0]], ["[C189] 错误 台账.xlsx 工作表“奖补发放” 单元格F2：“实发金额”写着“0”，可能改变这一行"]),
    ("奖补发放", [[*MONEY, "金额", "备注"], [*SUM, 10000, "已退回"]], ["“备注”写着“已退回”"]),
    ("奖补发放", [[*MONEY, "金额"], ["合计", None, None, None, 10000], [None, None, "合计", None, 10000], [None, "合计：1笔", None, None, 10000]], [HELD]),
    ("奖补发放", [[*MONEY, "应发数"], [*SUM, 10000]], ["[C186] 错误 台账.xlsx 工作表“奖补发放”：工作表“奖补发放”像是写称号、奖补或取消的，表头不认识，没有读", OPEN]),
    ("2020年", [["社区（村）", "龙泉市级", "省级"], ["甲村", "2020年", ""]], ["[C191] 错误", OPEN]),
    ("取消", [["乡镇", "社区（村）", "称号", "取消日期", "取消文号"], LATER], [GONE]),
    ("取消", [HEAD, LATER], [GONE]),
    ("名单", [["关于撤消甲村龙泉市级称号的通知"], HEAD, LATER], [GONE]),
    ("认定", [["关于取消龙泉市级称号的名单"], HEAD, LATER], ["[C188] 错误 台账.xlsx 工作表“认定”：工作表“认定”没有“事项”一列，从名称和标题看不出是认定、复核还是取消", OPEN]),
    *((name, [HEAD, LATER], ["[C188] 错误", OPEN]) for name in ("不再认定", "认定和取消", "2021年复核名单")),
    *(("2021", [[*HEAD, "事项"], [*LATER, word]], [GONE]) for word in ("撤消", "摘除", "除牌", "撤牌", "除名", "撤回")),
    *(("2021", [[*HEAD, "事项"], [*LATER, word]], [HELD]) for word in ("复查通过", "复查合格", "继续保持", "继续保留")),
    *(("2021", [[*HEAD, "事项"], [*LATER, word]], [OPEN]) for word in ("复核未过", "复查未通过")),
    *(("2021", [[*HEAD, head], [*LATER, word]], [f"台账里的事项“{word}”不认识", OPEN]) for head, word in (("状态", "已取消"), ("结果", "不合格"))),
    ("2021", [["乡镇", "社区（村）", "称号", "事项", "认定日期"], [*A, "龙泉市级", "取消", "2020-11-25"]], ["[C190] 错误 台账.xlsx 工作表“2021” 单元格E2：“安仁镇甲村”的事项是“取消”，日期却在“认定日期”一列", OPEN]),
    *(("2021", [[*HEAD, head], [*A, "省级", "2021-03-01", "", text]], [f"“{head}”写着“{text}”", OPEN]) for head, text in (
        ("备注", "2021年12月已取消"), ("备注", "撤村并入乙村"), ("备注", "称号已失效"), ("备注", "该村2021年并村"), ("取消日期", "2021-12-01"), ("复核结果日期", "2021-12-01"), ("说明", "待公示"),
        *(("备注", text) for text in ("2021年6月牌子已摘", "现已整体拆迁", "已划归丙街道", "2021年复查未达标", "牌匾已收", "2021.3.1摘", "换届后更名为丙村", "公示有异议", "县局发文取消", "牌匾已交回", "牌匾送至县局", "会议未通过", "会议通过取消", "暂缓发文", "处分已印发", "该社区由丙街道命名", "转给丙村会议通过", "2021年", "整改通知已印发", "拟推荐省级", "取消见龙人社〔2021〕3号")))),
    *(("2021", [[*HEAD, "备注"], [*A, "省级", "2021-03-01", "", text]], ["省级：现有1个", "共0个错误"]) for text in (
        "首批", "牌匾号001", "联系人：张三", "公示期满", "已公示7天无异议", "拟推荐丽水市级", "推荐国家级未通过", "2020年12月退回材料补正后通过", "资料已归档", "奖金待发", "扫描件存档", "原件在档案室", "2020年度", "由丽人社转发", "牌匾2021年3月送达", "县委县政府联合发文", "名次3、得分92", "领导小组会议通过", "同级并列第一", "2021年换发牌匾", "与丙村相邻", "见龙人社〔2021〕3号文件")),
    *(("奖补发放", [[*MONEY, "金额", "备注"], [*SUM, 10000, text]], [f"“备注”写着“{text}”"]) for text in ("打卡失败", "用于扣减往年多发部分", "账户冻结", "被村里抵扣")),
    *(("奖补发放", [[*MONEY, "金额", "备注"], [*SUM, 10000, text]], [ONCE]) for text in ("发至村集体账户", "第一批", "已拨付到位", "银行转账", "取得省级示范后不再重复发奖")),
    ("2021", [[*HEAD, "备注"], [*A, "省级", "2021-03-01", "", "典型"], ["", "合计：10个", "", "", "", ""]], [HELD, "省级：现有1个"]),
    *((name, [HEAD, LATER], [f"[C187] 错误 台账.xlsx 工作表“{name}”：工作表“{name}”写着“{word}”", OPEN]) for name, word in (("拟认定（公示稿）", "拟"), ("旧", "旧"), ("公示", "公示"))),
    *((name, [[*MONEY, "金额"], [*SUM, 10000]], ["[C187] 错误", HELD]) for name in ("奖补计划", "应发奖补", "待拨奖补")),
    ("称号（作废）", [HEAD, ["安仁镇", "乙村", *LATER[2:]]], ["[C185] 提示 台账.xlsx 工作表“称号（作废）”：工作表“称号（作废）”写着“作废”", HELD]),
    *(("2021", [[text], HEAD, ["安仁镇", "乙村", *LATER[2:]]], ["[C185] 提示", HELD]) for text in ("本表作废，以新表为准", "称号台账（样表）")),
    *((name, rows, ["[C186] 错误", OPEN]) for name, rows in (
        ("Sheet9", [["甲村已取消称号"]]), ("Sheet9", [["村名", "取消原因"], ["甲村", "拆迁"]]), ("到账", [["单位", "项目名称", "到账数"], ["甲", "龙泉市级奖补", 10000]]))),
    *(("奖补发放", [[*MONEY, "金额", head], [*SUM, 10000, text]], [f"“{head}”写着“{text}”"]) for head, text in (("备注", "未到账"), ("是否发放", "否"))),
    ("2021", [[*HEAD, "备注"], [*A, "省级", "2021-03-01", "", "待补文号"]], ["省级：现有1个"]),
    *(("Sheet9", rows, ["[C191] 错误 台账.xlsx 工作表“Sheet9”：工作表“Sheet9”把称号、奖补或年份排在表头里（" + heads, OPEN]) for rows, heads in (
        ([["乡镇", "村名", "龙泉市级", "丽水市级", "文号"], [*A, "2020-11-25", "2021-12-20", ""]], "龙泉市级、丽水市级）"),
        ([["乡镇", "村名", "丽水市级认定日期", "丽水市级年度"], [*A, "2021-12-20", ""]], "丽水市级认定日期、丽水市级年度）"),
        ([["乡镇", "村名", "2020年", "2021年"], [*A, "龙泉市级", "丽水市级"]], "2020年、2021年）"))),
    ("2020年", [["乡镇", "村名", "2020年", "2021年"], [*A, "100", "200"]], [HELD]),
    ("2021", [HEAD, ["", "小计", "2个", "", ""], ["", "合计", "共2个", "", ""]], [HELD]),
    ("说明", [["一件事写一行，取消称号的村另起一行"]], [HELD]),
    ("别的", [["村", "人口"], ["甲村", 100]], [HELD]),
    ("Sheet9", [["称号", "事项"], ["龙泉市级", "认定"], ["省级", "取消"]], [HELD]),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "rows", "words"), SHEETS)
def test_every_sheet_of_a_register_is_read_or_asked_about(
    sheet: str, rows: list[Row], words: list[str], data: str, tmp_path: Path
) -> None:
    file = write_register(tmp_path / "台账.xlsx", [GIVEN])
    book = load_workbook(file)
    for row in rows:
        (book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet)).append(list(row))
    book.save(file)
    said = run("titles", file, "--rubric", "longquan-2020", "--on", "2021-12-31", "--data", data).output
    assert [each for each in words if each not in said] == []


@pytest.mark.parametrize("whole", [False, True])
def test_hidden_rows_and_sheets_of_the_register_are_named(whole: bool, tmp_path: Path) -> None:
    file = write_register(tmp_path / "台账.xlsx", [GIVEN], [PAID])
    book = load_workbook(file)
    book["奖补发放"].row_dimensions[2].hidden = not whole
    book["奖补发放"].sheet_state = "hidden" if whole else "visible"
    book.save(file)
    said = run("titles", file, "--rubric", "longquan-2020", "--on", "2021-12-31").output
    assert (
        f"[D160] 提示 台账.xlsx 工作表“奖补发放”：隐藏的内容也照样读了：{'工作表“奖补发放”' if whole else '第2行'}。"
        in said
    )


@pytest.mark.parametrize(("rubric", "day", "titles", "words"), WRONG_OTHERS)
def test_what_the_rules_of_a_notice_forbid_is_told(
    rubric: str, day: str, titles: list[Row], words: str, tmp_path: Path
) -> None:
    file = write_register(tmp_path / "台账.xlsx", titles)
    assert words in run("titles", file, "--rubric", rubric, "--on", day).output


def test_a_column_that_is_not_known_is_named_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "台账.csv").write_text("社区,称号,日期,荣誉\n甲村,省级,2021-01-01,有\n", encoding="utf-8")
    result = run("titles", str(tmp_path / "台账.csv"), "--rubric", "longquan-2020", "--on", "2021-12-31")
    assert "[C136] 提示 台账.csv 单元格D1：台账里的“荣誉”一列不认识，没有读" in result.output


def test_a_file_without_such_a_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "别的.csv").write_text("社区,人数\n甲村,1\n", encoding="utf-8")
    result = run("titles", str(tmp_path / "别的.csv"), "--rubric", "longquan-2020", "--on", "2021-12-31")
    assert "[C130] 错误 “别的.csv”不能用作称号台账" in result.output


def test_a_notice_without_titles_has_no_register(tmp_path: Path) -> None:
    result = run("titles", "--rubric", "xinfeng-2010", "--blank", str(tmp_path / "台账.xlsx"))
    assert (result.exit_code, "[C156] 错误" in result.output) == (2, True)


DOUBTS = [
    [["安仁镇", "甲村委会", "龙泉市级", "认定", "2020-11-25"]],
    [[*A, "国家级", "认定", "2020-11-25"]],
    [GIVEN, [*A, "龙泉市级", "认定", "2020-12-25"]],
    [[*A, "省级", "认定", "2019-11-20"]],
    [["", "", "龙泉市级", "认定", "2020-11-25"]],
]


@pytest.mark.parametrize("titles", DOUBTS)
def test_what_is_doubtful_in_the_register_leaves_titles_and_money_open(
    titles: list[Row], tmp_path: Path
) -> None:
    file = Path(
        write_register(
            tmp_path / "台账.xlsx", [["安仁镇", "甲村", "丽水市级", "认定", "2021-11-25"], *titles]
        )
    )
    who = Who("安仁镇", "甲村")
    card = card_of(LONGQUAN, {}, name=who.name, township=who.township)
    day = book_of(LONGQUAN, [], "2021-12-31").day
    book = open_title_book(LONGQUAN, read_title_register([file], LONGQUAN), day, [who])
    owed = owe_all(LONGQUAN, [card], book)
    assert None in [each.owed for each in owed.of[who].values()]


def test_who_is_not_in_this_years_data_is_left_alone_where_the_register_says_so(
    data: str, tmp_path: Path
) -> None:
    row = ["安仁镇", "甲社区", "龙泉市级", "认定", "2020-11-25", "", "", "否"]
    file = write_register(tmp_path / "台账.xlsx", [row])
    result = run("titles", file, "--rubric", "longquan-2020", "--on", "2021-12-31", "--data", data)
    assert "[C13" not in result.output
    assert "龙泉市级：现有1个。" in result.output


def test_who_is_said_not_to_take_part_and_is_in_the_data_is_asked_about(data: str, tmp_path: Path) -> None:
    file = write_register(tmp_path / "台账.xlsx", [[*GIVEN, "", "否"]])
    words = ["titles", file, "--rubric", "longquan-2020", "--on", "2021-12-31", "--data", data]
    said = run(*words).output
    assert (
        "[C158] 错误 台账.xlsx 工作表“称号” 单元格B2：台账里“安仁镇甲村”的“今年参加”写着“否”，数据里却有它"
        in said
    )
    assert "龙泉市级：有几个还不能定" in said


def test_two_names_of_the_register_that_may_be_one_community_are_asked_about_once(tmp_path: Path) -> None:
    rows = [
        ["安仁镇", name, "龙泉市级", "认定", "2020-11-25"]
        for name in ("东城", "东城社区", "西城社区", "西城村")
    ]
    file = write_register(tmp_path / "台账.xlsx", rows)
    said = run("titles", file, "--rubric", "longquan-2020", "--on", "2021-12-31").output
    assert said.count("[C159]") == 1
    assert "单元格B2：台账里的“安仁镇东城”和“安仁镇东城社区”像是一个社区。" in said
    assert "龙泉市级：有几个还不能定" in said


SEVERAL = [
    (("甲村、乙村",), "含有“、”"),
    (("甲村和乙村",), "像是几个社区"),
    (("甲村", "乙村", "甲村乙村"), "像是几个社区"),
    (("甲村等3个村",), "像是几个社区"),
    (("甲村等3个",), "像是几个社区"),
    (("甲村等",), "像是几个社区"),
    (("甲村等两家",), "像是几个社区"),
]


@pytest.mark.parametrize("whos", [None, [Who(*A), Who("安仁镇", "丁村")]])
@pytest.mark.parametrize(("names", "why"), SEVERAL)
def test_a_cell_that_names_several_communities_is_none_of_them(
    names: Sequence[str], why: str, whos: list[Who] | None, tmp_path: Path
) -> None:
    rows = [["安仁镇", name, *GIVEN[2:]] for name in (*names, "东塘村")]
    register = read_title_register([Path(write_register(tmp_path / "台账.xlsx", rows))], LONGQUAN)
    book = open_title_book(LONGQUAN, register, book_of(LONGQUAN, [], "2021-12-31").day, whos)
    place = f"B{len(names) + 1}"
    assert [each.message for each in book.problems if each.code == "C170" and each.place.cell == place] == [
        f"台账里的“安仁镇{names[-1]}”{why}，看不出是哪一个社区。"
    ]
    assert book.count_held("龙泉市级") is None
    assert book.state(Who("安仁镇", "东塘村"), "龙泉市级").holds is True
    if whos or len(names) > 1:
        assert book.state(Who(*A), "龙泉市级").holds is None


def test_a_row_that_cannot_be_read_leaves_open_how_many_there_are(tmp_path: Path) -> None:
    rows = [GIVEN, ["别镇", "老村", "龙泉市级", "认定", "去年", "龙人社〔2020〕9号"]]
    register = read_title_register([Path(write_register(tmp_path / "台账.xlsx", rows))], LONGQUAN)
    book = open_title_book(LONGQUAN, register, book_of(LONGQUAN, [], "2021-12-31").day)
    assert book.count_held("龙泉市级") is None
    assert book.state(Who(*A), "龙泉市级").holds is True


def test_recognitions_without_a_document_are_told_once_a_list(tmp_path: Path) -> None:
    rows = [GIVEN, *([*GIVEN[:1], name, *GIVEN[2:5]] for name in ("乙村", "丙村"))]
    register = read_title_register([Path(write_register(tmp_path / "台账.xlsx", rows))], LONGQUAN)
    assert [str(each) for each in register.problems] == [
        "[C171] 提示 台账.xlsx 工作表“称号” 单元格B3：台账里有2行认定或取消没有写文号，第一处是“安仁镇乙村”。 → 请补上；不补也照算，印出来的名单上没有文号。"
    ]


def test_of_a_thousand_titles_and_more_those_that_want_a_person_are_listed(tmp_path: Path) -> None:
    rows = [["安仁镇", f"第{at}村", *GIVEN[2:]] for at in range(1_001)]
    rows.append(["安仁镇", "第7村", "龙泉市级", "限期整顿", "2020-12-01", "", "2021-12-31"])
    file = write_register(tmp_path / "台账.xlsx", rows)
    said = run("titles", file, "--rubric", "longquan-2020", "--on", "2021-01-31").output
    assert "第7村" in said
    assert "第8村" not in said
    assert "共1001行，只列待定的、整顿中的1行；其余1000行没有要办的" in said
    assert "龙泉市级：现有1001个。" in said


ALIKE = [
    ("甲村", "甲村委会", (True, True)),
    ("甲村", "甲社区", (False, True)),
    ("东塘村", "西塘村", (False, True)),
    ("甲村", "乙村", (False, False)),
    ("前屿村", "后岙村", (False, False)),
]


@pytest.mark.parametrize(("one", "other", "alike"), ALIKE)
def test_names_are_alike_that_differ_in_spelling_or_by_one_sign(
    one: str, other: str, alike: tuple[bool, bool]
) -> None:
    known, asked = KnownNames([Who("某镇", one)]), Who("某镇", other)
    assert (bool(known.list_spelt(asked)), bool(known.list_near(asked))) == alike


def test_a_row_that_is_struck_through_says_nothing_for_certain(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (TITLE_HEAD, GIVEN, ["安仁镇", "乙村", *GIVEN[2:]]):
        sheet.append(row)
    sheet["B2"].font = Font(strike=True)
    book.save(tmp_path / "台账.xlsx")
    register = read_title_register([tmp_path / "台账.xlsx"], LONGQUAN)
    assert [each.code for each in register.problems] == ["D172"]
    assert [str(each.who) for each in register.unread] == ["安仁镇甲村"]
    day = book_of(LONGQUAN, [], "2021-12-31").day
    whos = [Who("安仁镇", name) for name in ("甲村", "乙村")]
    found = open_title_book(LONGQUAN, register, day, whos)
    assert [found.state(who, "龙泉市级").standing.value for who in whos] == ["待定", "有"]


def test_a_row_of_somebody_else_that_cannot_be_read_leaves_nobody_open(tmp_path: Path) -> None:
    rows = [GIVEN, ["别镇", "老村", "龙泉市级", "认定", "去年"]]
    file = Path(write_register(tmp_path / "台账.xlsx", rows))
    day = book_of(LONGQUAN, [], "2021-12-31").day
    found = open_title_book(LONGQUAN, read_title_register([file], LONGQUAN), day, [Who(*A)])
    assert found.state(Who(*A), "龙泉市级").holds is True
    assert [each.code for each in found.problems] == ["D139"]


# -- money -----------------------------------------------------------------------------------------------------
def test_each_amount_says_its_reason() -> None:
    titles = [["龙泉市级", "认定", "2020-11-25"], ["丽水市级", "认定", "2021-11-25"]]
    card = card_of(LONGQUAN, {})
    book = book_of(LONGQUAN, titles, "2021-12-31", [["county_award", 2020, 10000]])
    owed = owe_all(LONGQUAN, [card], book).of[WHO]
    assert [each.why for each in owed.values()] == [
        "从高不重复，给高的一条",
        "凭“丽水市级”应发15000元，已发2020年的“龙泉市级奖补”10000元，补发5000元",
        "没有新认定的称号",
    ]


def test_a_payment_after_the_day_is_named_where_none_is_recorded() -> None:
    paid = [["county_award", 2021, 10000, "2022-01-30"]]
    book = book_of(LONGQUAN, [["龙泉市级", "认定", "2020-11-25"]], "2021-12-31", paid)
    (problem,) = owe_all(LONGQUAN, [card_of(LONGQUAN, {})], book).problems
    assert "的发放记录（2022年1月30日发的在看的这一天以后，没有算），不知发了没有。" in problem.message


@pytest.mark.parametrize("head", ["是否到账", "取消日期"])
def test_a_column_that_is_asked_about_is_told_once(head: str, tmp_path: Path) -> None:
    rows = [[*TITLE_HEAD, head], [*GIVEN, *[""] * (len(TITLE_HEAD) - len(GIVEN)), "否"]]
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "台账.xlsx")
    register = read_title_register([tmp_path / "台账.xlsx"], LONGQUAN)
    assert [each.code for each in register.problems if each.code in {"C136", "C189"}] == ["C189"]


def test_a_title_of_an_earlier_year_without_a_payment_is_asked_about() -> None:
    titles = [["龙泉市级", "认定", "2020-11-25"], ["丽水市级", "认定", "2021-11-25"]]
    owed = owe_all(LONGQUAN, [card_of(LONGQUAN, {})], book_of(LONGQUAN, titles, "2021-12-31"))
    assert owed.of[WHO]["city_award"].owed is None
    assert [(each.code, each.message) for each in owed.problems] == [
        ("C154", "“示例镇示例社区”2020年认定“龙泉市级”，台账里没有“龙泉市级奖补”的发放记录，不知发了没有。")
    ]


@pytest.mark.parametrize(
    ("titles", "paid", "asked"),
    [
        (
            [("龙泉市级", "2020-11-25"), ("丽水市级", "2020-12-20")],
            [("county_award", 2020, 10000)],
            ["丽水市级"],
        ),
        ([("龙泉市级", "2020-11-25"), ("省级", "2020-12-20")], [("county_award", 2020, 0)], ["省级"]),
        ([("龙泉市级", "2020-11-25"), ("省级", "2020-12-20")], [("province_award", 2020, 20000)], []),
        ([("龙泉市级", "2020-11-25")], [("county_award", 2020, 10000)], []),
    ],
)
def test_a_payment_answers_for_no_higher_award(
    titles: list[tuple[str, str]], paid: list[tuple[str, int, int]], asked: list[str]
) -> None:
    given = [[title, "认定", day] for title, day in titles]
    book = book_of(LONGQUAN, given, "2022-06-01", [list(each) for each in paid])
    owed = owe_all(LONGQUAN, [card_of(LONGQUAN, {})], book)
    assert [each.words["title"] for each in owed.problems if each.code == "C154"] == asked


def test_what_was_paid_beyond_what_is_due_is_told() -> None:
    titles = [["龙泉市级", "认定", "2020-11-25"], ["省级", "认定", "2020-12-20"]]
    paid = [["county_award", 2020, 10000], ["province_award", 2020, 20000]]
    book = book_of(LONGQUAN, titles, "2020-12-31", paid)
    owed = owe_all(LONGQUAN, [card_of(LONGQUAN, {})], book)
    (problem,) = owed.problems
    assert problem.code == "C172"
    assert tell_excess(LONGQUAN, book) == [problem], "titles says so too, and needs no result of the year"
    assert problem.message.endswith(
        "已发2020年的“龙泉市级奖补”10000元、2020年的“省级奖补”20000元，比“省级奖补”应发的多10000元。"
    )
    why = "凭“省级”应发20000元，已发2020年的“龙泉市级奖补”10000元、2020年的“省级奖补”20000元，不再发，比应发的多10000元"
    assert owed.of[WHO]["province_award"].why == why, "the sheet of money says so too"
    assert problem.mend.startswith("请核对发放的各行")


def test_a_payment_in_doubt_opens_no_award_of_which_nothing_is_due() -> None:
    ningbo = rubric_of("ningbo-2010")
    facts = {"district": "否", "street": "否", "community": "是", "recognised": "是"}
    titles = [["充分就业社区", "认定", "2010-12-20"], ["充分就业社区", "复核合格", "2011-12-01"]]
    paid = [["community_first", 2010, 35000]]
    book = book_of(ningbo, titles, "2011-12-31", paid)
    assert [each.code for each in book.problems] == ["C152"]
    owed = owe_all(ningbo, [card_of(ningbo, {}, facts=facts)], book)
    assert {key: each.owed for key, each in owed.of[WHO].items() if each.owed is None} == {
        "community_again": None
    }


def test_what_was_paid_this_year_where_nothing_is_due_is_told() -> None:
    fuzhou = rubric_of("fuzhou-2010")
    card = card_of(fuzhou, {}, facts={"station": "否"})
    owed = owe_all(
        fuzhou, [card], book_of(fuzhou, [], "2010-12-31", [["work", 2010, 10000], ["work", 2009, 10000]])
    )
    (problem,) = owed.problems
    assert problem.message == "“示例镇示例社区”已发2010年10000元，比“工作经费”应发的多10000元。"
    assert [owed.of[WHO]["work"].paid, owed.of[WHO]["work"].owed] == [10000, 0]


def test_the_state_of_the_register_is_told_as_json(data: str, tmp_path: Path) -> None:
    file = write_register(tmp_path / "台账.xlsx", [GIVEN], [PAID])
    words = ["titles", file, "--rubric", "longquan-2020", "--data", data, "--format", "json"]
    told = json.loads(run(*words, "--on", "2020-11-30").stdout)
    assert told["titles"][0] == {
        "community": "安仁镇甲村", "title": "龙泉市级", "standing": "held", "holds": True, "since": "2020-11-25",
        "document": "龙人社〔2020〕9号", "last": "2020-11-25", "event": "given",
    }  # fmt: skip
    assert (told["payments"], told["later"]) == ([], 1)
