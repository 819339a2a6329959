"""Numbers beside the data that are not those in use: told with both, and never taken; what agrees is not told."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_source
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
Rows = Sequence[Sequence[Any]]
HEAD = ["乡镇", "社区名称", "有劳动能力和就业愿望的适龄人员数", "其中已就业人数"]
DATA = [["云屿镇", "前屿村", 1000, 980], ["云屿镇", "后屿村", 1000, 970]]
USED = "“云屿镇前屿村”的“{}”{}{}，用的是980（社区数据!D2）"


def told(intake: Intake) -> list[tuple[str, str, str]]:
    return [
        (each.code, each.place.cell, each.message)
        for each in intake.problems
        if each.code in {"D201", "D202"}
    ]


SHEETS: list[tuple[str, Rows, str, str]] = [
    ("更正表", [["社区名称", "更正项目", "原数", "现数"], ["前屿村", "其中已就业人数", 980, 900]], "D2", "其中已就业人数"),
    (
        "调整说明",
        [["序号", "村名", "项目", "原数", "现数", "原因"], [1, "前屿村", "已就业人数", 980, "900", "重复"]],
        "E2",
        "已就业人数",
    ),
    ("调整", [["社区", "指标", "调整后", "调整前"], ["前屿村", "其中已就业人数", 900, 980]], "C2", "其中已就业人数"),
    ("更正", [["社区", "已就业更正前", "已就业更正后"], ["前屿村", 980, 900]], "C2", "已就业"),
    ("更正", [["社区", "更正内容"], ["前屿村", "已就业900"]], "B2", "已就业"),
    ("情况说明", [["村名", "说明"], ["前屿村", "已就业人数980人报错，应为900人"]], "B2", "已就业人数"),
    ("说明", [["前屿村其中已就业人数应为 900 人，原填 980 人有误。"]], "A1", "其中已就业人数"),
    ("数据有误", [["前屿村有劳动能力1000人；已就业更正为900人"]], "A1", "已就业"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "rows", "cell", "word"), SHEETS, ids=[each[0] for each in SHEETS])
def test_a_sheet_of_corrections_is_an_error_with_both_numbers_and_changes_nothing(
    book: Book, taizhou: Rubric, sheet: str, rows: Rows, cell: str, word: str
) -> None:
    intake = open_source(book([HEAD, *DATA], more={sheet: rows}), taizhou).read_all()
    message = f"这里写了{USED.format(word, '的更正：', 900)}，没有照它改。"
    assert told(intake) == [("D201", cell, message)]
    assert intake.communities[0].indicators["employed"].value == 980


NOTES: list[tuple[str, str, object, str]] = [
    ("D201", "其中已就业人数（更正后）", 900, "这里写了" + USED.format("其中已就业人数", "的更正：", 900)),
    ("D201", "更正后其中已就业人数", "900", "这里写了" + USED.format("其中已就业人数", "的更正：", 900)),
    ("D201", "备注", "已就业应为900", "这里写了" + USED.format("已就业", "的更正：", 900)),
    ("D201", "备注", "已就业人数以900人为准", "这里写了" + USED.format("已就业人数", "的更正：", 900)),
    ("D202", "备注", "其中已就业人数900人", "这里写了" + USED.format("其中已就业人数", "", 900)),
    ("", "备注", "其中已就业人数980人，含灵活就业120人", ""),
    ("", "备注", "已就业人数差5人达到98%", ""),
    ("", "备注", "已就业人数见附件2", ""),
    ("", "备注", "已就业人数含灵活就业120人", ""),
    ("", "备注", "上年已就业人数900人", ""),
    ("", "备注", "已就业人数原报900，现为980", ""),  # done already
    ("", "备注", "2026年11月已就业人数核对无误", ""),
    ("", "其中已就业人数（更正后）", 980, ""),
    ("", "上年已就业人数", 900, ""),
]


@pytest.mark.parametrize(("code", "head", "note", "message"), NOTES)
def test_a_column_or_note_with_another_number_is_told_with_both(
    book: Book, taizhou: Rubric, code: str, head: str, note: object, message: str
) -> None:
    rows = [[*HEAD, head], [*DATA[0], note], [*DATA[1], None]]
    intake = open_source(book(rows), taizhou).read_all()
    found = told(intake)
    assert [(each, cell) for each, cell, _ in found] == ([(code, "E2")] if code else [])
    assert all(words.startswith(message) for _, _, words in found)
    assert intake.communities[0].indicators["employed"].value == 980


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([HEAD, *DATA, ["注：前屿村已就业人数以900为准"]], "A4"),
        ([["说明：前屿村已就业人数更正为900人"], HEAD, *DATA], "A1"),
    ],
)
def test_a_line_that_corrects_a_number_is_told_once(
    book: Book, taizhou: Rubric, rows: Rows, place: str
) -> None:
    intake = open_source(book(rows), taizhou).read_all()
    assert [(code, cell) for code, cell, _ in told(intake)] == [("D201", place)]
    assert "D222" not in {each.code for each in intake.problems}


def test_a_correction_that_names_nobody_is_told_without_a_guess(book: Book, taizhou: Rubric) -> None:
    more = {"说明": [["已就业应为900人，原填980人有误。"]]}
    ((code, _, words),) = told(open_source(book([HEAD, *DATA], more=more), taizhou).read_all())
    assert (code, words) == ("D201", "这里写了“已就业”的更正：900，看不出是哪个社区的，没有照它改。")


def test_a_copy_without_townships_is_still_held_against_the_main_sheet(book: Book, taizhou: Rubric) -> None:
    more = {"更正表": [["社区名称", "其中已就业人数"], ["前屿村", 900]]}
    intake = open_source(book([HEAD, *DATA], more=more), taizhou).read_all()
    (found,) = [each for each in intake.problems if each.code == "D195"]
    assert "更正表!B2写的是900，社区数据!D2是980" in found.message


REMARKS: list[tuple[str, str, str]] = [
    ("户数更正为330户", "D201", "“户数”的更正：330，用的是318（社区数据!E2）"),
    ("户数318→330", "D201", "“户数”的更正：330，用的是318（社区数据!E2）"),
    ("联系人更正为李四", "D201", "“联系人”的更正：李四，用的是张三（社区数据!F2）"),
    ("联系人变更为：张三", "", ""),
    ("已就业人数980→960", "D201", "“已就业人数”的更正：960，用的是980（社区数据!D2）"),
    ("已就业980改960", "D201", "“已就业”的更正：960，用的是980（社区数据!D2）"),
    ("已就业人数900→980", "", ""),
    ("980→960", "D201", "“980”的更正：960，用的是980（社区数据!D2）"),
    ("980改为960", "D201", "“980”的更正：960，用的是980（社区数据!D2）"),
    ("900改为980", "", ""),
    ("低保户数12户", "", ""),
    ("户数330户", "", ""),
    ("整改3处", "", ""),
    ("该村已撤并", "D208", "“云屿镇前屿村”的备注写着“该村已撤并”，照样读了，也参加评定、排名。"),
    ("已并入东海村", "D208", "已并入东海村"),
    ("社区已撤销", "D208", "社区已撤销"),
    ("本村不参加今年评定", "D208", "不参加今年评定"),
    ("暂不申报", "D208", "暂不申报"),
    ("自愿退出高质量就业社区创建", "D208", "自愿退出"),
    ("取消申报资格", "D208", "取消申报资格"),
    ("此行作废", "D219", "“云屿镇前屿村”这一行写着“此行作废”，照样读了，照样算。"),
    *(
        (each, "D219", each)
        for each in [
            "重复，删",
            "与东海村重复",
            "请删除此行",
            "该村数据有误，待重报",
            "数据为上年数",
            "以上为估算数，待核实",
            "已就业人数未经核实",
            "实际778",
            "按778计",
            "以派出所数据778为准",
            "以778人为准",
            "已就业含退休返聘5人，应扣除",
            "作废，以复核为准",
            "未达标，一票否决",
            "不合格",
            "考核不合格",
            "经核查弄虚作假",
            "数据待复核",
            "户数为暂估",
            "不属实",
            "虚报",
            "经查就业数虚报",
            "群众举报就业数不实",
            "退回重评",
        ]
    ),
    *(
        (each, "", "")
        for each in [
            "旧证作废5本",
            "无虚报",
            "未发现虚报",
            "数据真实，不存在虚报",
            "退回保证金3户",
            "退回材料已补齐",
            "培训不合格的3人",
            "无一票否决情形",
            "没有一票否决",
            "落实一票否决制",
            "按时填报",
            "实际走访入户",
            "按计划完成",
            "重复就业2人",
            "与邻村共用平台",
            "全部通过验收",
            "全部达标",
            "已核实",
            "核酸待检",
            "以创业带动就业为准则",
            "以户为单位",
        ]
    ),
    ("由东海村、西海村合并而成", "", ""),
    ("2019年西海村并入本村", "", ""),
    ("2017年撤并，由原东海村、西海村组成", "", ""),
    ("未申报过", "", ""),
    ("未参加考核的2名", "", ""),
    ("未撤并", "", ""),
    ("撤村建居社区", "", ""),
    ("撤销旧服务点", "", ""),
    ("拆迁户5户已安置", "", ""),
    ("不参加培训的3人", "", ""),
    ("不符合申报条件的人员3名", "", ""),
    ("取消考核奖励", "", ""),
]


@pytest.mark.parametrize(("head", "told_of"), [("村类型", False), ("村庄分类", False), ("备注", True)])
def test_a_kind_of_village_below_a_head_of_kinds_leaves_nobody_out(
    book: Book, taizhou: Rubric, head: str, told_of: bool
) -> None:
    rows = [[*HEAD, head], [*DATA[0], "撤并村"], [*DATA[1], "一般村"]]
    intake = open_source(book(rows), taizhou).read_all()
    assert ("D208" in [each.code for each in intake.problems]) is told_of


@pytest.mark.parametrize(
    ("head", "text", "told_of"),
    [
        ("上年结果", "不合格", False), ("上次考核", "未达标", False), ("去年情况", "一票否决", False), ("往年结果", "弄虚作假", False),
        ("本年结果", "不合格", True), ("结果", "未达标", True), ("2026年结果", "不合格", True),
    ],
)  # fmt: skip
def test_what_was_not_passed_in_a_year_before_voids_nothing(
    book: Book, taizhou: Rubric, head: str, text: str, told_of: bool
) -> None:
    intake = open_source(book([[*HEAD, head], [*DATA[0], text], [*DATA[1], "合格"]]), taizhou).read_all()
    assert ("D219" in [each.code for each in intake.problems]) is told_of


@pytest.mark.parametrize(("number", "told_of"), [("20", False), ("15", False), ("700", True)])
def test_how_many_were_looked_at_is_no_other_count_of_a_small_figure(
    book: Book, taizhou: Rubric, number: str, told_of: bool
) -> None:
    rows = [[*HEAD, "新开发公益性岗位数", "抽查数"], [*DATA[0], 20, number], [*DATA[1], 20, None]]
    intake = open_source(book(rows), taizhou).read_all()
    assert ("D261" in [each.code for each in intake.problems]) is told_of


@pytest.mark.parametrize(("remark", "code", "words"), REMARKS)
def test_a_remark_beside_a_community_is_told_where_it_says_otherwise(
    book: Book, taizhou: Rubric, remark: str, code: str, words: str
) -> None:
    rows = [[*HEAD, "户数", "联系人", "备注"], [*DATA[0], 318, "张三", remark], [*DATA[1], 318, "张三", None]]
    intake = open_source(book(rows), taizhou).read_all()
    found = [each for each in intake.problems if each.code in {"D201", "D202", "D208", "D219"}]
    assert [(each.code, each.place.cell) for each in found] == ([(code, "G2")] if code else [])
    assert all(words in each.message for each in found)


@pytest.mark.parametrize(
    ("head", "value", "told"),
    [
        *((head, value, f"列“{head}”没有读，“前屿村”写的是“{value}”，照原来的数算了。") for head, value in (
            ("是否参评", "否"), ("一票否决", "是"), ("审核状态", "退回"), ("数据状态", "草稿"), ("核实数", "700"), ("核减人数", "50"),
            ("修改后", "700"), ("抽查数", "700"), ("派出所数", "700"), ("新值", "700"), ("审定", "700"), ("系统人数", "700"),
            ("复查结果", "有出入"), ("有效", "否"), ("处理", "退回"), ("剔除", "√"), ("采用", "×"), ("认定数", "700"), ("是否纳入统计", "不纳入"), ("有无弄虚作假", "有"), ("清理后人数", "700"), ("扣分", "20"), ("参评资格", "待定"),
            ("审核意见", "同意退回"), ("审核意见", "情况属实，同意核减"), ("核查情况", "基本不符"), ("审核状态", "未审核"), ("复查结果", "未复查"), ("审核意见", "情况"),
            ("调整数", "-5"), ("调整人数", "700"), ("是否预估", "是"), ("是否调整", "是"), ("核对", "×"), ("核实", "不一致"), ("审核", "有误"),
        )),
        *((head, value, "") for head, value in (
            ("是否参评", "是"), ("一票否决", "无"), ("审核状态", "已审核"), ("核减人数", "0"), ("修改后", "同左"), ("审核人", "张三"),
            ("核实日期", "2026-03-01"), ("上年核实数", "700"), ("退回原因说明", "无"), ("是否重复", "否"), ("审核意见", "同意上报"),
            ("调整数", "0"), ("调整数", "无"), ("是否预估", "否"), ("核对", "√"), ("核对", "王五"), ("增减数", "-5"), ("调整原因", "迁入"),
            ("抽查数", "20"), ("抽查户数", "900"), ("复核", "李四"), ("认定", "2018"), ("处理", "已办结"), ("平台数", "1"), ("走访户数", "120"), ("检查结果", "良好"), ("审定", "张三"), ("核查", "已核查"), ("有效", "是"),
            ("复查结果", "属实"), ("抽查结果", "相符"), ("认定", "合格"), ("是否已核实", "是"), ("公示情况", "已公示无异议"), ("复核", "√"), ("审核状态", "已核"), ("扣分原因", "就业率未达98%"),
            ("审核意见", "情况属实，同意"), ("审核意见", "经审核，同意推荐为县级社区"), ("核查情况", "基本属实"), ("核查情况", "经核查基本一致"), ("抽查结果", "未抽查"), ("抽查结果", "未抽中"), ("处理", "已录入"),
        )),
    ],
)  # fmt: skip
def test_a_column_that_may_decide_and_is_not_read_is_told(
    book: Book, taizhou: Rubric, head: str, value: str, told: str
) -> None:
    rows = [[*HEAD, head], [*DATA[0], value], [*DATA[1], None]]
    intake = open_source(book(rows), taizhou).read_all()
    assert [each.message for each in intake.problems if each.code == "D261"] == ([told] if told else [])


@pytest.mark.parametrize(
    ("head", "text", "told_of"),
    [
        ("数据性质", "预测", True), ("数据来源", "估计", True), ("数据质量", "存疑", True), ("数据类型", "计划数", True),
        ("数据性质", "正式", False), ("数据来源", "台账", False), ("数据口径", "户籍", False), ("数据质量", "可靠", False),
        ("工作计划", "已制定", False), ("备注", "按计划推进", False),
    ],
)  # fmt: skip
def test_what_kind_of_number_a_row_holds_is_told_where_it_is_not_counted(
    book: Book, taizhou: Rubric, head: str, text: str, told_of: bool
) -> None:
    intake = open_source(book([[*HEAD, head], [*DATA[0], text], [*DATA[1], None]]), taizhou).read_all()
    assert ("D219" in [each.code for each in intake.problems]) is told_of


@pytest.mark.parametrize(
    ("by", "told_of"),
    [("未评完", True), ("评审中", True), ("待审核", True), ("尚未打分", True), ("张三", False), ("县评审组", False), ("审核中心", False), ("待遇科", False)],
)  # fmt: skip
def test_a_reviewer_who_is_not_through_is_told(book: Book, taizhou: Rubric, by: str, told_of: bool) -> None:
    more = {
        "各级评分": [["社区名称", "评分栏", "1 总体就业率", "评分人"], ["前屿村", "县级考评分", 5, by]],
        "评审打分": [["社区名称", "评分项", "得分", "评审人"], ["前屿村", "9 附加分（创新举措）", 2, by]],
    }
    intake = open_source(book([HEAD, *DATA], more=more), taizhou).read_all()
    found = [each.place.sheet for each in intake.problems if each.code == "D219"]
    assert found == ["各级评分", "评审打分"] * told_of


SCORED: list[tuple[str, str, str]] = [
    ("各级评分", "第3项由5分改为3分", "“3 劳动者就业技能水平”的更正：3分，用的是5（各级评分!D2）"),
    ("各级评分", "劳动者就业技能水平更正为4分", "“3 劳动者就业技能水平”的更正：4分，用的是5（各级评分!D2）"),
    ("各级评分", "第3项4→3", "“3 劳动者就业技能水平”的更正：3分，用的是5（各级评分!D2）"),
    ("各级评分", "合计更正为9分", "“合计”的更正：9分，各项相加是10，"),
    ("各级评分", "合计更正为10分", ""),
    ("各级评分", "改为3分", "“得分”的更正：3分，看不出是哪一项的"),
    ("各级评分", "第3项由4分改为5分", ""),
    ("各级评分", "总体就业率5分，材料已更正", ""),
    ("评审打分", "复核后改为3分", "“9 附加分（创新举措）”的更正：3分，用的是4.5（评审打分!D2）"),
    ("评审打分", "原评2.5分，复核改为4分", "“9 附加分（创新举措）”的更正：4分，用的是4.5（评审打分!D2）"),
    ("评审打分", "原评2.5分，复核改为4.5分", ""),
    ("评审打分", "第3项改为4分", "“3 劳动者就业技能水平”的更正：4分，看不出是哪一项的"),
    ("评审打分", "创新举措改为4分", "“9 附加分（创新举措）”的更正：4分，用的是4.5（评审打分!D2）"),
    ("评审打分", "做法新，改得好", ""),
    ("评审打分", "整改后再评，2019年改为每月走访", ""),
]


@pytest.mark.parametrize(("sheet", "remark", "words"), SCORED)
def test_a_correction_of_points_beside_them_is_an_error_with_both(
    book: Book, taizhou: Rubric, sheet: str, remark: str, words: str
) -> None:
    levels: list[list[object]] = [
        ["社区名称", "评分栏", "1 总体就业率", "3 劳动者就业技能水平", "备注"],
        ["前屿村", "县级考评分", 5, 5],
    ]
    judged: list[list[object]] = [
        ["社区名称", "评分项", "评审人", "得分", "理由"],
        ["前屿村", "9 附加分（创新举措）", "县评审员", 4.5],
    ]
    (levels if sheet == "各级评分" else judged)[1].append(remark)
    intake = open_source(
        book([HEAD, *DATA], more={"各级评分": levels, "评审打分": judged}), taizhou
    ).read_all()
    found = [each for each in intake.problems if each.code in {"D201", "D202"}]
    assert [(each.code, each.place.sheet, each.place.cell) for each in found] == (
        [("D201", sheet, "E2")] if words else []
    )
    assert all(words in each.message for each in found)


MONTHLY: list[tuple[str, str, str]] = [
    ("9月已就业人数840人", "", ""),
    ("12月末已就业人数288人", "", ""),
    ("已就业人数840人", "", ""),
    ("9月已就业人数850人", "D202", "用的是840（十二个月!K2）"),
    ("已就业人数999人", "D202", "数据里没有填"),
    ("9月已就业人数应为850人", "D201", "用的是840（十二个月!K2）"),
    ("9月已就业人数应为840人", "", ""),
    ("9月份本社区已就业人数应为850人", "D201", "用的是840（十二个月!K2）"),
]


@pytest.mark.parametrize(("remark", "code", "words"), MONTHLY)
def test_a_number_of_a_month_is_held_against_the_months(
    book: Book, yongjia: Rubric, remark: str, code: str, words: str
) -> None:
    rows = [["乡镇", "社区名称", "零就业家庭户数", "备注"], ["甲镇", "东社区", 0, remark]]
    months = [
        ["社区名称", "指标", *(f"{each}月" for each in range(1, 13))],
        ["东社区", "其中已就业人数", 816, 816, 820, 820, 820, 864, 864, 863, 840, 830, 810, 288],
    ]
    intake = open_source(book(rows, more={"十二个月": months}), yongjia).read_all()
    found = [each for each in intake.problems if each.code in {"D201", "D202"}]
    assert [(each.code, each.place.cell) for each in found] == ([(code, "D2")] if code else [])
    assert all(words in each.message for each in found)
