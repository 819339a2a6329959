"""Names that are believed, and texts in the column of names that are not: totals, remarks, labels, examples, dashes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from formgen.intake import Intake, open_bytes, open_records, open_source
from formgen.intake.names import clean_name, doubt_name, is_remark, is_total
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
_HEAD = "乡镇,社区（村）名称,有就业愿望人数,已就业人数\n"


def read(rubric: Rubric, rows: str, head: str = _HEAD) -> Intake:
    return open_bytes((head + rows).encode(), rubric, "数据.csv").read_all()


def names(intake: Intake) -> list[str]:
    return [each.full_name for each in intake.communities]


def told(intake: Intake) -> list[tuple[str, str]]:
    """Return the problems but D154: these tables have few columns."""
    return [(each.code, each.place.cell) for each in intake.problems if each.code != "D154"]


def message(intake: Intake, code: str) -> str:
    return next(each.message for each in intake.problems if each.code == code)


@pytest.mark.parametrize(
    "name",
    [
        "钓浜", "前屿", "坞根", "沙头", "甲村", "子村", "城东", "上沙", "下洋", "五里", "新华", "平安", "十里", "甲",
        "示例甲村", "示例社区", "第1社区", "社区007", "A村", "301医院社区", "八一村", "中心村", "局前村",
        "厂前社区", "和平里", "万人村", "共同村", "全福村", "总门村", "前屿（含后屿）", "甲村（筹）", "单位村民委员会",
        "其中村居委会", "钓浜村村民委员会", "滨江新城南片区居民就业创业联合服务示范社区", "阿克苏·老城社区",
    ],
)  # fmt: skip
def test_the_names_of_places_are_believed(name: str) -> None:
    assert doubt_name(name, frozenset({"社区名称", "联系人"})) == ""
    assert not is_total(name)
    assert not is_remark(name)


@pytest.mark.parametrize(
    "text",
    [
        "合计", "合 计", "合计：", "总　计", "合计数", "合计（12个村）", "总计（15个村）", "小计", "石塘镇小计", "全镇合计",
        "全镇汇总", "全镇", "全县", "平均", "平均数", "各村平均", "累计", "其中：", "其中：女性", "其中女", "12个村", "共15个村",
        "Total", "本页小计", "社区合计", "甲村小计", "甲村 汇总", "石塘镇甲村合计", "甲社区小计", "城镇社区小计", "石塘镇各村合计", "一类村小计",
        "经济薄弱村平均", "已达标社区合计", "石塘镇村小计", "农村合计", "村居合计",
    ],
)  # fmt: skip
def test_totals_of_any_wording_are_no_communities_and_need_no_word(taizhou: Rubric, text: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n石塘镇,{text},2,1\n{text},,2,1\n,{text},2,1\n")
    assert names(intake) == ["石塘镇甲村"]
    assert told(intake) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("示例村（填写示例，请勿删除）", "含有“填写”"),
        ("例 甲村", "像是说明、备注或示例"),
        ("示例村", "像是说明、备注或示例"),
        ("测试村", "像是说明、备注或示例"),
        ("××村", "像是说明、备注或示例"),
        ("XX村", "像是说明、备注或示例"),
        ("某某社区", "像是说明、备注或示例"),
        ("以上数据由各村提供", "含有“以上”"),
        ("上页结转", "含有“上页”"),
        ("乙村小计", "像是合计、平均一类的行"),  # has no other row
        ("双帆村 汇总", "像是合计、平均一类的行"),
        ("双帆村全年合计", "像是合计、平均一类的行"),
        ("双帆村1-12月合计", "像是合计、平均一类的行"),
        ("乙村一组", "像是村、社区里的组、片、楼一类，或是全村"),
        ("乙村第3村民小组", "像是村、社区里的组"),
        ("乙一组", "像是村、社区里的组"),
        ("乙村东片", "像是村、社区里的组"),
        ("乙社区2号楼", "像是村、社区里的组"),
        ("乙村二队", "像是村、社区里的组"),
        ("乙自然村", "像是村、社区里的组"),
        ("乙村村民小组", "像是村、社区里的组"),
        ("甲村全村", "像是村、社区里的组"),
        ("石塘镇乙村平均", "像是合计、平均一类的行"),
        ("女性", "不是名称"),
        ("待定", "不是名称"),
        ("12", "像是数"),
        ("一季度", "像是数"),
        ("增长率", "不像地名"),
        ("联系人", "是列名"),
        ("户数", "是列名"),
        ("甲材料公司", "像是单位的名称"),
        ("石塘镇", "像是乡镇、街道或县市的名称"),
        ("甲村、乙村", "含有“、”"),
        ("甲村/乙村", "含有“/”"),
        ("=1+1", "含有“=”"),
        ("Foo", "不像地名"),
        ("注 本表由村填报", "像是说明、备注或示例"),
    ],
)
def test_a_row_with_figures_and_a_doubtful_name_is_asked_about_and_not_believed(
    taizhou: Rubric, text: str, why: str
) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n石塘镇,{text},2,1\n")
    assert names(intake) == ["石塘镇甲村"]
    assert told(intake) == [("D121", "B3")]
    assert why in message(intake, "D121")


@pytest.mark.parametrize(
    "row",
    [
        "注：人数为年底数,,,",
        ",注 本表由村填报,,",
        ",填表人：张三,,",
        "制表人 李四,,审核：王五,",
        ",备注,,",
        "—,—,—,—",
        "石塘镇,/,/,无",
        ",,,",
        "甲,乙,1,2",
        ",,人,人",
    ],
)
def test_a_line_without_figures_that_is_no_name_needs_no_word(taizhou: Rubric, row: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n{row}\n石塘镇,乙村,2,1\n")
    assert names(intake) == ["石塘镇甲村", "石塘镇乙村"]
    assert told(intake) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *((word, "是列名") for word in ("居委会", "村居", "村委会", "社区居委会", "名称", "单位名称")),
        *((word, "不是名称") for word in ("社区", "村", "全村", "全社区", "全县村", "全镇社区", "各村")),
        *((word, "含有“其中”") for word in ("其中坑村", "其中前屿村", "其中社区")),
        ("其中：前屿村", "含有“其中”"),
        *(
            (word, "不是名称")
            for word in ("社区（5个）", "村（7个）", "东片", "第一片区", "截至6月底", "居民委员会")
        ),
    ],
)
def test_figures_beside_a_word_for_places_are_asked_about(taizhou: Rubric, text: str, why: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n石塘镇,{text},2,1\n石塘镇,乙村,2,1\n")
    assert names(intake) == ["石塘镇甲村", "石塘镇乙村"]
    assert told(intake) == [("D121", "B3")]
    assert why in message(intake, "D121")


@pytest.mark.parametrize(
    "head",
    [
        "内容",
        "情况",
        "基本情况",
        "完成情况",
        "内容栏",
        "现状",
        "实有",
        "结果",
        "数字",
        "信息",
        "核定",
        "调整后",
        "定稿",
    ],
)
def test_a_word_above_the_values_of_a_sheet_on_its_side_is_no_community(taizhou: Rubric, head: str) -> None:
    intake = read(taizhou, "联系人,张三\n户数,30\n有就业愿望人数,2\n其中已就业人数,1\n", f"名称,{head}\n")
    assert names(intake) == []
    assert told(intake) == [("D121", "B1")]


@pytest.mark.parametrize("text", ["居委会", "社区", "社区（村）名称", "村名"])
def test_a_word_for_places_without_figures_needs_no_word(taizhou: Rubric, text: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n乡镇,{text},,\n石塘镇,{text},,\n石塘镇,乙村,2,1\n")
    assert names(intake) == ["石塘镇甲村", "石塘镇乙村"]
    assert told(intake) == []


def test_a_dash_for_a_name_beside_figures_is_a_missing_name(taizhou: Rubric) -> None:
    assert told(read(taizhou, "石塘镇,甲村,2,1\n石塘镇,—,2,1\n")) == [("D104", "A3")]


@pytest.mark.parametrize("first", ["说明：已核对", "注:户籍拆分", "联系人：张三", "合计", "备注"])
def test_a_row_with_the_name_of_a_community_is_data_whatever_stands_before_it(
    taizhou: Rubric, first: str
) -> None:
    for head in ("备注", "联系人"):
        intake = read(taizhou, f"{first},石塘镇,甲村,2,1\n{first},石塘镇,前屿,2,1\n", f"{head},{_HEAD}")
        assert names(intake) == ["石塘镇甲村", "石塘镇前屿"]


_PHANTOMS = [
    "全年",
    "上半年",
    "下半年",
    "增幅",
    "目标任务",
    "达标线",
    "标准",
    "满分",
    "得分",
    "总分",
    "名次",
    "校验",
    "校验行",
    "核对",
    "公式",
    "机关",
    "农村",
    "县直",
    "市直",
    "镇本级",
    "乡镇自评",
    "村数",
    "未报",
    "未上报",
    "待报",
    "待核",
    "待核实",
    "核实中",
    "已撤并",
    "已拆迁",
    "拟撤并",
    "新建村待并入",
    "未分类",
    "重复",
    "疑似",
    "草稿",
    "临时",
    "删",
    "人",
    "户",
    "是",
    "否",
    "总",
    "本村",
    "该村",
    "每村",
    "其余村",
    "上述",
    "张三",
    "李四",
    "失业",
    "户籍",
    "人口",
    "户口",
    "部门",
    "就业服务站",
    "领导小组",
    "专职人员",
    "新华",
    "我村", "剩余村", "上述村", "撤并村", "贫困村", "经济薄弱村", "未达标村", "重点村", "三个社区", "共五个村", "其余村居",
    "城区", "山区", "片区", "居民区", "海岛", "缺口", "6月底",
    "丙村（撤并）", "丙村（已撤并）", "丙村（并入甲村）", "合并到甲村", "已并入甲村", "划归甲村", "丙村（作废）", "丙村（删）", "丙村（不参评）", "丙村（2018年）", "丙村（重复）", "丙村不参评",
    "丙村和丁村", "丙村与丁村", "丙村及丁村", "丙社区和丁社区", "丙村等3村",
    "01云屿村", "12云屿村", "1云屿村", "１云屿村", "（1）云屿村", "（一）云屿村", "[2]云屿村", "-云屿村", "Ⅰ云屿村", "云屿村（1）", "云屿村[2]",
    "云屿村（注1）",
]  # fmt: skip


_STRANGE_BUT_TRUE = [
    "中心社区", "示范村", "城中社区", "新村", "三村", "1号社区", "8号桥社区", "302社区一区", "2000年村", "51村", "社区1", "18家",
    "新村和平社区", "东村及第社区", "渔业村", "（原）前屿村", "前屿村（原后屿村）", "前屿村（东片）", "和平村", "及第村", "郊外村", "007村委会",
]  # fmt: skip


@pytest.mark.parametrize("name", _STRANGE_BUT_TRUE)
def test_a_name_that_only_looks_like_such_a_text_is_believed(taizhou: Rubric, name: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n石塘镇,{name},2,1\n石塘镇,乙社区,2,1\n")
    assert names(intake) == ["石塘镇甲村", f"石塘镇{name}", "石塘镇乙社区"]
    assert told(intake) == []


@pytest.mark.parametrize("text", _PHANTOMS)
def test_a_name_unlike_the_others_of_its_sheet_is_asked_about(taizhou: Rubric, text: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n石塘镇,{text},2,1\n石塘镇,乙社区,2,1\n")
    assert names(intake) == ["石塘镇甲村", "石塘镇乙社区"]
    assert told(intake) == [("D121", "B3")]
    assert f"“{text}”不能用作名称" in message(intake, "D121")


@pytest.mark.parametrize(
    "text", ["全年", "增幅", "总分", "达标线", "目标任务", "上半年", "未报", "机关", "村数"]
)
def test_a_word_of_statistics_is_asked_about_beside_any_names(taizhou: Rubric, text: str) -> None:
    intake = read(taizhou, f"石塘镇,新华,2,1\n石塘镇,{text},2,1\n石塘镇,平安,2,1\n")
    assert names(intake) == ["石塘镇新华", "石塘镇平安"]
    assert told(intake) == [("D121", "B3")]


def test_why_a_name_is_unlike_the_others_is_said(taizhou: Rubric) -> None:
    intake = read(taizhou, "石塘镇,甲村,2,1\n石塘镇,张三,2,1\n石塘镇,乙村,2,1\n")
    assert "“张三”不能用作名称（不像别的名称，没有“村”“社区”一类的字）" in message(intake, "D121")


@pytest.mark.parametrize(
    "listed",
    [
        ["新华", "平安", "同乐"],
        ["新华", "平安", "前屿村"],
        [
            "钓浜",
            "前屿村",
            "郭溪",
            "城东社区",
            "双塔",
            "西一村",
            "社区007",
            "一村",
            "302社区一区",
            "东风村委会",
        ],
    ],
)
def test_short_names_are_believed_where_names_are_written_so_or_end_as_places_do(
    taizhou: Rubric, listed: list[str]
) -> None:
    intake = read(taizhou, "".join(f"石塘镇,{name},2,1\n" for name in listed))
    assert names(intake) == [f"石塘镇{name}" for name in listed]
    assert told(intake) == []


@pytest.mark.parametrize(
    "name", ["合计岙社区", "制表里社区", "说明坑社区", "单位里社区", "小计岙村", "备注村村委会"]
)
def test_a_name_written_in_full_as_the_remedy_says_is_believed(taizhou: Rubric, name: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n石塘镇,{name},2,1\n")
    assert names(intake) == ["石塘镇甲村", f"石塘镇{name}"]
    assert told(intake) == []


@pytest.mark.parametrize("township", ["合计", "—", "无", "3", "联系人", "=1+1", "＝A3", "+石塘镇", "石塘镇!"])
def test_a_township_that_is_none_is_asked_about(taizhou: Rubric, township: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n{township},乙村,2,1\n")
    assert names(intake) == ["石塘镇甲村"]
    assert told(intake) == [("D121", "A3")]


def test_a_tree_written_by_a_program_is_asked_about_totals_as_well(taizhou: Rubric) -> None:
    rows = [{"name": "合计"}, {"name": "甲村"}, {"name": "联系人"}]
    intake = open_records({"communities": rows}, taizhou, "数据.json").read_all()
    assert names(intake) == ["甲村"]
    assert [each.code for each in intake.problems] == ["D121", "D121"]


@pytest.mark.parametrize(
    ("other", "told_at"), [({}, ["communities[1]"]), ({"township": "石塘镇"}, []), ({"name": "乙村"}, [])]
)
def test_a_village_with_and_without_its_township_in_a_tree_is_asked_about(
    taizhou: Rubric, other: dict[str, str], told_at: list[str]
) -> None:
    rows = [{"name": "甲村", "township": "云屿镇"}, {"name": "甲村", **other}]
    intake = open_records({"communities": rows}, taizhou, "数据.json").read_all()
    found = [each for each in intake.problems if each.code == "D229"]
    assert [each.place.path for each in found] == told_at
    if found:
        assert found[0].message.startswith("“甲村”没有写乡镇，另有“云屿镇甲村”（communities[0]）")


# -- one place, several spellings ------------------------------------------------------------------------
@pytest.mark.parametrize(
    "other",
    ["城　东", "城 东", " 城东", "城\u200b东", "城东\u2060", "城\u00a0东", "\ufeff城东", "城\u202e东"],
)
def test_spellings_of_one_township_are_one_township(taizhou: Rubric, other: str) -> None:
    intake = read(taizhou, f"城东,甲村,2,1\n{other},乙村,2,1\n")
    assert names(intake) == ["城东甲村", "城东乙村"]


def test_a_full_width_slash_is_no_other_township(taizhou: Rubric) -> None:
    intake = read(taizhou, "石塘/镇,甲村,2,1\n石塘／镇,乙村,2,1\n")
    assert [each.township for each in intake.communities] == ["石塘/镇", "石塘/镇"]


@pytest.mark.parametrize(
    "other", ["前屿村\u200b", "前屿\u2060村", "前 屿 村", "前屿村\ufe0f", "\u202d前屿村"]
)
def test_names_that_differ_by_what_nobody_sees_are_one_community_twice(taizhou: Rubric, other: str) -> None:
    intake = read(taizhou, f"城东,前屿村,2,1\n城东,{other},2,1\n")
    assert names(intake) == []
    assert ("D105", "B3") in told(intake)


def test_blanks_within_a_name_are_not_printed_and_that_is_said_once(taizhou: Rubric) -> None:
    intake = read(taizhou, "城　东,钓 浜 村,2,1\n城　东,前\u200b屿,2,1\n")
    assert names(intake) == ["城东钓浜村", "城东前屿"]
    assert told(intake) == [("D153", "B2")]
    assert message(intake, "D153") == "“钓浜村”、“城东”、“前屿”里有空格或看不见的字符，印表时去掉。"


def test_blanks_between_other_words_stay() -> None:
    assert clean_name(" A  & B <c> ") == "A  & B <c>"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("石塘,甲村,2,1\n石塘镇,乙村,2,1\n", "“石塘”（B2）和“石塘镇”像是一个地方的两种写法"),
        ("石塘镇,前屿,2,1\n石塘镇,前屿村,2,1\n", "“石塘镇前屿”（B2）和“石塘镇前屿村”像是"),
    ],
)
def test_a_name_with_and_without_the_word_for_what_it_is_is_asked_about(
    taizhou: Rubric, rows: str, words: str
) -> None:
    intake = read(taizhou, rows)
    assert words in message(intake, "D152")


_TOWNSHIPS = [
    *(
        ("云屿镇", other)
        for other in ("云屿镇人民政府", "云屿镇政府", "云屿", "温岭市云屿镇", "云屿镇（镇区）", "雲嶼鎮")
    ),
    *(
        ("城东街道", other)
        for other in ("城东街道办事处", "城东办事处", "城东街道办", "城东", "台州市城东街道")
    ),
    ("石塘鎮", "石塘镇人民政府"),
    *(
        ("石塘镇", other)
        for other in (
            "台州市温岭市石塘镇",
            "浙江省台州市温岭市石塘镇",
            "石塘镇镇政府",
            "石塘镇党委",
            "石塘镇劳动保障所",
            "石塘镇社保所",
            "石塘镇便民服务中心",
            "石塘镇辖区",
            "石塘镇本级",
            "石塘镇2",
            "石塘镇。",
            "石塘镇、",
            "石塘镇*",
            "石塘镇-",
            "(石塘镇)",
            "“石塘镇”",
            "《石塘镇》",
            "石塘镇镇",
            "中共石塘镇委",
            "中共石塘镇委员会",
            "石塘镇人大",
            "石塘镇综治办",
            "石塘镇.",
            "石塘镇：",
        )
    ),
    ("城东街道", "城东街办"),
    ("城东街道", "城东办"),
]
_VILLAGES = [
    *(
        ("前屿村", other)
        for other in (
            "前屿村委会", "前屿村民委员会", "前屿村村民委员会", "前屿", "前屿村（原前屿）", "前嶼村", "前屿村1",
            "前屿行政村", "前屿自然村", "前屿村民小组", "温岭市云屿镇前屿村", "云屿前屿村", "云屿·前屿村", "前屿邨", "原前屿村", "（原）前屿村",
            "前屿村村", "前屿村A", "前屿村a", "a前屿村",
        )
    ),
    *(("前屿社区", other) for other in ("前屿居委会", "前屿社区居委会", "前屿社区居民委员会", "前屿居民委员会")),
    ("前屿1村", "前屿一村"),
    ("五一村", "51村"),
    ("十八家", "18家"),
    ("二十三社区", "23社区"),
    ("前屿第一社区", "前屿第1社区"),
    ("前屿第一村", "前屿一村"),
    ("前屿壹村", "前屿一村"),
    ("一百零一社区", "101社区"),
    ("三百二十村", "320村"),
    ("廿一村", "二十一村"),
    ("前屿居", "前屿社区"),
]  # fmt: skip


@pytest.mark.parametrize(
    "area",
    [
        "1石塘镇",
        "1、石塘镇",
        "01.石塘镇",
        "一、石塘镇",
        "（1）石塘镇",
        "(一)石塘镇",
        "①石塘镇",
        "2 石塘镇",
        "Ⅱ、石塘镇",
        "㈠石塘镇",
    ],
)
def test_a_number_before_a_township_is_asked_about(taizhou: Rubric, area: str) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n{area},乙村,2,1\n")
    assert names(intake) == ["石塘镇甲村"]
    assert told(intake) == [("D121", "A3")]
    assert "前面像是有序号" in message(intake, "D121")


@pytest.mark.parametrize(
    "area", ["八一镇", "三门镇", "第1镇", "七里街道", "十里铺乡", "五一街道", "二道区街道"]
)
def test_a_township_whose_name_begins_with_a_numeral_is_believed(taizhou: Rubric, area: str) -> None:
    intake = read(taizhou, f"{area},甲村,2,1\n")
    assert names(intake) == [f"{area}甲村"]
    assert told(intake) == []


@pytest.mark.parametrize(("one", "other"), [*_TOWNSHIPS, *((other, one) for one, other in _TOWNSHIPS)])
def test_another_spelling_of_a_township_is_asked_about(taizhou: Rubric, one: str, other: str) -> None:
    intake = read(taizhou, f"{one},甲村,2,1\n{other},乙村,2,1\n")
    assert told(intake) == [("D152", "B3")]
    assert message(intake, "D152") == f"“{one}”（B2）和“{other}”像是一个地方的两种写法。"


@pytest.mark.parametrize(("one", "other"), [*_VILLAGES, *((other, one) for one, other in _VILLAGES)])
def test_another_spelling_of_a_community_is_asked_about(taizhou: Rubric, one: str, other: str) -> None:
    intake = read(taizhou, f"云屿镇,{one},2,1\n云屿镇,{other},2,1\n云屿镇,丙村,2,1\n")
    assert told(intake) == [("D152", "B3")]
    assert message(intake, "D152") == f"“云屿镇{one}”（B2）和“云屿镇{other}”像是一个地方的两种写法。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("前屿一村", "前屿二村"), ("前屿1村", "前屿2村"), ("社区001", "社区002"), ("第一社区", "第二社区"), ("前屿一社区", "前屿社区"),
        ("花园一期社区", "花园二期社区"), ("花园A区社区", "花园B区社区"), ("花园社区A区", "302社区一区"), ("东一村", "东二村"), ("东屿村", "西屿村"), ("十一村", "二十一村"), ("一〇一村", "一一村"), ("下垟村", "下洋村"),
        ("前屿村委会", "前屿居委会"),
    ],
)  # fmt: skip
def test_names_of_two_places_are_two(taizhou: Rubric, one: str, other: str) -> None:
    intake = read(taizhou, f"云屿镇,{one},2,1\n云屿镇,{other},2,1\n")
    assert told(intake) == []
    assert len(intake.communities) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲村（东片）", "甲村（西片）"), ("甲村（东）", "甲村（西）"), ("甲村(上)", "甲村（下）"), ("花园社区A区", "花园社区Ｂ区"), ("花园社区一期", "花园社区2期"),
        ("甲村农业户", "甲村非农户"), ("甲村（户籍）", "甲村（流动）"), ("甲村本村", "甲村外来人口"),
    ],
)  # fmt: skip
def test_parts_of_a_community_side_by_side_are_none(taizhou: Rubric, one: str, other: str) -> None:
    intake = read(taizhou, f"云屿镇,{one},2,1\n云屿镇,乙村,2,1\n云屿镇,{other},2,1\n云屿镇,丙社区,2,1\n")
    assert names(intake) == ["云屿镇乙村", "云屿镇丙社区"]
    assert told(intake) == [("D121", "B2"), ("D121", "B4")]
    said = [each.message for each in intake.problems if each.code == "D121"]
    assert all("像是村、社区里的组、片、楼一类，或是全村" in each for each in said)


@pytest.mark.parametrize("part", ["甲村（东）", "甲村A区", "甲村非农户"])
def test_a_part_beside_its_whole_is_no_community(taizhou: Rubric, part: str) -> None:
    intake = read(taizhou, f"云屿镇,甲村,2,1\n云屿镇,{part},2,1\n云屿镇,丙社区,2,1\n")
    assert (names(intake), told(intake)) == (["云屿镇甲村", "云屿镇丙社区"], [("D121", "B3")])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("石塘镇", "石塘街道"),
        ("古镇镇", "新乡街道"),
        ("镇海街道", "镇北街道"),
        ("城东街道", "城西街道"),
        ("开发区街道", "高新区街道"),
    ],
)
def test_names_of_two_townships_are_two(taizhou: Rubric, one: str, other: str) -> None:
    assert told(read(taizhou, f"{one},前屿村,2,1\n{other},前屿村委会,2,1\n")) == []


def test_a_township_before_the_name_as_well_is_not_printed_twice(book: Book, taizhou: Rubric) -> None:
    data = [
        ["乡镇", "社区名称", "已就业人数"],
        ["云屿镇", "云屿镇云屿村", 1],
        ["云屿镇", "云屿镇 前屿社区居委会", 1],
    ]
    scores = [["乡镇", "社区名称", "评分栏", "1 总体就业率"], ["云屿镇", "云屿村", "自评", 1]]
    intake = open_source(book(data, more={"各级评分": scores}), taizhou).read_all()
    assert names(intake) == ["云屿镇云屿村", "云屿镇前屿社区居委会"]
    assert ("D173", "B2") in told(intake)
    assert message(intake, "D173") == (
        "“云屿镇云屿村”、“云屿镇前屿社区居委会”前面又写了乡镇，名称按“云屿村”这样读、印。"
    )
    assert intake.communities[0].scores["self"]["item1"].value == 1


def test_with_and_without_its_township_a_name_is_one_community_twice(taizhou: Rubric) -> None:
    intake = read(taizhou, "云屿镇,云屿村,2,1\n云屿镇,云屿镇云屿村,2,1\n")
    assert names(intake) == []
    assert ("D105", "B3") in told(intake)


@pytest.mark.parametrize(
    ("area", "name"), [("云屿镇", "云屿镇社区"), ("城东", "城东村"), ("云屿镇", "云屿镇居委会")]
)
def test_a_name_that_would_be_none_without_its_township_stays(taizhou: Rubric, area: str, name: str) -> None:
    intake = read(taizhou, f"{area},{name},2,1\n")
    assert [each.name for each in intake.communities] == [name]
    assert told(intake) == []


def test_a_village_and_a_community_of_one_name_are_two(taizhou: Rubric) -> None:
    assert told(read(taizhou, "石塘镇,前屿社区,2,1\n石塘镇,前屿村,2,1\n")) == []


def test_a_doubtful_name_is_marked_in_a_workbook_at_its_cell(book: Book, taizhou: Rubric) -> None:
    head = ["乡镇", "社区（村）名称", "已就业人数", "有就业愿望人数"]
    intake = open_source(book([head, ["甲镇", "东村", 1, 2], ["甲镇", "村均", 1, 2]]), taizhou).read_all()
    assert told(intake) == [("D121", "B3")]


@pytest.mark.parametrize("digits", ["999999199001011234", "999999 19900101 123X", "999-9999-9999"])
def test_a_township_with_a_number_of_a_person_is_asked_about_and_printed_nowhere(
    taizhou: Rubric, digits: str
) -> None:
    intake = read(taizhou, f"石塘镇,甲村,2,1\n石塘镇{digits},乙村,2,1\n")
    assert names(intake) == ["石塘镇甲村"]
    assert told(intake) == [("D121", "A3")]
    assert "含有像身份证号、电话的一长串数" in message(intake, "D121")
    assert digits not in " ".join(map(str, intake.problems))
