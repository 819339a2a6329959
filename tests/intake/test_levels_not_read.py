"""Points of a level that were entered and could not be read: the score waits for them, and says where they stand."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from formgen.commands.check import check_data
from formgen.intake import open_source, open_sources
from formgen.rubric.load import load_rubric
from formgen.rubric.score import score

Book = Callable[..., Path]
Rows = list[list[object]]
TAIZHOU = load_rubric("taizhou-2019")
SAMPLE = Path(__file__).parents[2] / "samples" / "taizhou-2019" / "data.xlsx"
ITEMS = [TAIZHOU.criteria[key].label for key in TAIZHOU.ordered()]
ONES = [1] * len(ITEMS)
HEAD: list[object] = ["乡镇", "社区名称", "评分栏", *ITEMS]
EAST: list[object] = ["甲镇", "东海村"]
COUNTY: list[object] = [*EAST, "县级考评分", *ONES]
DATA: Rows = [["乡镇", "社区名称", "户数"], [*EAST, 100], ["甲镇", "西山村", 100], ["乙镇", "北岭村", 100]]


def read(book: Book, rows: Rows, title: str = "各级评分") -> tuple[list[str], dict[str, list[str]]]:
    """Return the errors of the sheets, and why the scores wait by community."""
    intake = open_source(book(DATA, more={title: rows}), TAIZHOU).read_all()
    problems = [each for each in intake.problems if each.code not in {"D154", "D102"}]
    cards = {each.name: score(TAIZHOU, each) for each in intake.communities}
    return (
        [f"{each.code} {each.message}" for each in problems],
        {name: card.explain_unusable() for name, card in cards.items() if card.stray_levels},
    )


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        (
            [str(at + 1) for at in range(len(ITEMS))],
            "D216 列“1”等13列像是评分项的得分，看不出是哪一项，没有采用。",
        ),
        (
            [f"第{at + 1}项得分" for at in range(len(ITEMS))],
            "D216 列“第1项得分”等13列像是评分项的得分，看不出是哪一项，没有采用。",
        ),
        (["就业率", *ITEMS[1:]], "D155 列“就业率”像是“1 总体就业率”，但写法不同，没有采用。"),
        ([None, *ITEMS[1:]], "D216 列“D（没有表头）”像是评分项的得分，看不出是哪一项，没有采用。"),
        (
            [ITEMS[1], *ITEMS[1:]],
            "D103 “2 低收入家庭就业情况”出现了两列（另一列在各级评分!D1），另有评分项没有列，看不出哪一列是它的，都没有采用。",
        ),
        (["得几分", *ITEMS[1:]], "D216 列“得几分”像是评分项的得分，看不出是哪一项，没有采用。"),
    ],
)
def test_columns_that_name_no_item_leave_the_score_of_their_level_open(
    book: Book, heads: Sequence[str], told: str
) -> None:
    said, waits = read(book, [[*HEAD[:3], *heads], COUNTY, ["甲镇", "西山村", "社区自评分", *ONES]])
    assert said == [told]
    assert waits == {
        "东海村": ["县级考评分有的列看不出是哪一项的得分（各级评分!D2）"]
    }  # 自评 decides nothing


@pytest.mark.parametrize(
    ("villages", "cells"), [(["云屿村"], "E4"), (["云屿村", "前屿村", "双帆村"], "E4等3处")]
)
def test_one_column_that_names_no_item_is_one_line_of_check(
    tmp_path: Path, villages: list[str], cells: str
) -> None:
    workbook = load_workbook(SAMPLE)
    for sheet, first in ((workbook["社区数据"], 3), (workbook["各级评分"], 2)):
        for row in range(sheet.max_row, first - 1, -1):
            if sheet.cell(row, 2).value not in villages:
                sheet.delete_rows(row)
    workbook["各级评分"]["E1"] = "得几分"
    workbook.save(tmp_path / "甲.xlsx")
    checked = check_data([tmp_path / "甲.xlsx"], "taizhou-2019")
    said = [(each.reason, len(each.communities)) for each in checked.open_verdicts]
    assert said == [(f"县级考评分有的列看不出是哪一项的得分（各级评分!{cells}）", len(villages))]


@pytest.mark.parametrize(
    ("head", "value", "told"),
    [
        ("复核得分", 74, "D261 列“复核得分”没有读，“东海村”写的是“74”，各项相加是13，照原来的数算了。"),
        ("县级评定得分", "74分", "D261 列“县级评定得分”没有读，“东海村”写的是“74分”，各项相加是13，照原来的数算了。"),
        ("调整后", 12, "D261 列“调整后”没有读，“东海村”写的是“12”，照原来的数算了。"),
        ("审定分", 74, "D261 列“审定分”没有读，“东海村”写的是“74”，各项相加是13，照原来的数算了。"),
        ("定分", 74, "D261 列“定分”没有读，“东海村”写的是“74”，各项相加是13，照原来的数算了。"),
        ("小计", 74, "D261 列“小计”没有读，“东海村”写的是“74”，各项相加是13，照原来的数算了。"),
        ("小计", 5, ""),
        ("规定分", 15, ""),
        ("审定", "张三", ""),
        ("复核得分", 13, ""),
        ("评分人", "张三", ""),
        ("得分排名", 2, ""),
    ],
)  # fmt: skip
def test_a_second_total_beside_other_points_is_told(book: Book, head: str, value: object, told: str) -> None:
    assert read(book, [[*HEAD, head], [*COUNTY, value]]) == ([told] if told else [], {})


@pytest.mark.parametrize(
    ("remark", "told"),
    [
        ("总分13分，不合格", True),
        ("县级考评不达标", True),
        ("88.5分", True),
        ("一票否决", True),
        ("总分88", True),
        ("八十八分", True),
        ("已评，分数另报", True),
        ("见评分表", True),
        ("以乡镇考评分为准", True),
        ("按乡镇分", True),
        ("与乡镇一致", True),
        ("通过验收", True),
        ("良好等次", True),
        ("缓评", True),
        ("放弃", True),
        ("不予评分", True),
        ("总分13分，附加分尚未考评", True),
        ("县级尚未考评", False),
        ("上年合格", False),
        ("尚未打分", False),
        ("已评议", False),
        ("见附件", False),
        ("已录入", False),
        ("会议材料另附", False),
        ("与村干部沟通", False),
        ("待评", False),
        ("县级未评", False),
        ("待验收", False),
        ("10月来评", False),
    ],
)
def test_a_remark_beside_a_level_without_points_that_says_its_result_is_told(
    book: Book, remark: str, *, told: bool
) -> None:
    said, waits = read(book, [[*HEAD, "备注"], [*COUNTY[:3], *[None] * len(ITEMS), remark]])
    own = f"D261 列“备注”没有读，“东海村”写的是“{remark}”，各项都没有录入，照原来的数算了。"
    assert (said, waits) == ([own] if told else [], {})


@pytest.mark.parametrize(
    ("title", "head", "value", "told"),
    [
        ("2026年各级评分", "备注", "2025年88分", False),
        ("2026年各级评分", "备注", "2025年88分，2026年85分", True),
        ("2026年各级评分", "备注", "2026年88分", True),
        ("各级评分", "备注", "2025年88分", True),  # nothing says that it is not the year that is scored
        ("2026年各级评分", "2025年核定数", 700, False),
        ("2026年各级评分", "2026年核定数", 700, True),
        ("各级评分", "2026年核定数", 700, True),
    ],
)
def test_the_result_of_a_year_before_is_not_asked_about(
    book: Book, title: str, head: str, value: object, *, told: bool
) -> None:
    said, _ = read(book, [[title], [*HEAD, head], [*COUNTY[:3], *[None] * len(ITEMS), value]])
    words = f"D261 列“{head}”没有读，“东海村”写的是“{value}”，各项都没有录入，照原来的数算了。"
    assert said == [words] * told


@pytest.mark.parametrize(
    ("head", "value", "said"),
    [("审定", 2, True), ("审定", 2.5, False), ("定分", 2, True), ("有效", "否", True)],
)
def test_other_points_beside_those_of_a_reviewer_are_told(
    book: Book, head: str, value: object, *, said: bool
) -> None:
    item = next(each for each in ITEMS if "创新" in each)
    rows = [
        ["社区名称", "评分项", "评审人", "得分", "理由", head],
        ["东海村", item, "组长", 2.5, "好", value],
    ]
    intake = open_source(book(DATA, more={"评审打分": rows}), TAIZHOU).read_all()
    assert [each.place.cell for each in intake.problems if each.code == "D261"] == ["F2"] * said


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["注：东海村县级评分有误，正在复核。"], True),
        ([None, "东海村县级考评分更正为74分"], True),
        (["填表人：张三"], False),
    ],
)
def test_a_line_below_the_levels_that_speaks_of_a_community_is_named(
    book: Book, line: list[object], *, told: bool
) -> None:
    said, _ = read(book, [HEAD, COUNTY, line])
    text = next(each for each in line if each)
    assert said == ([f"D222 “{text}”只有一格字，没有读。"] if told else [])


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("2026年各村扣分情况表（填扣分）", "扣分"),
        ("各村失分统计", "扣分"),
        ("各村按通知扣分数", "扣分"),
        ("（县级评分按10分制填写）", "10分制"),
        ("五分制打分", "五分制"),
        ("各项满分10分", "各项满分10分"),
        ("各项得分率（%）", "得分率"),
        ("本表填得分率（计算方法见附件）", "得分率"),
        ("得分率=得分÷满分", "得分率"),
        ("（满分10分折算）", "满分10分"),
        ("县级考评（总分满分20分）", "满分20分"),
        ("以下得分按20分折算", "按20分折算"),
        ("此表填名次", "名次"),
        ("表中数字均为排名", "排名"),
        ("填的是百分比", "百分比"),
    ],
)
def test_points_that_words_above_them_make_other_numbers_leave_the_scores_open(
    book: Book, title: str, what: str
) -> None:
    said, waits = read(book, [[title], HEAD, COUNTY])
    assert said == [
        f"D260 这里写着“{title}”，像是说表里填的是“{what}”，不是各项的得分；这张表里的分没有采用。"
    ]
    assert waits == {"东海村": [f"县级考评分的表上写着{what}，没有采用（各级评分!A1）"]}


@pytest.mark.parametrize(
    "title",
    [
        "各级评分表（百分制）", "110分制", "考评得分表（含加分、扣分）", "按扣分标准打分", "填得分，不填扣分", "满分100分",
        "扣分理由写在备注", "2026年考评得分汇总表", "扣分须注明理由", "有扣分的，请附说明", "得分=满分-扣分", "本表得分已扣除扣分", "扣分一律为0",
        "各项得分按10分制折算为本项分值后填写", "（满分100分，附加分满分10分）", "基本分满分100分、加分满分10分", "填得分，不填名次", "2026年考评得分排名表",
        "填报人数：5人", "未达标的按通知扣分", "未按时上报的酌情扣分", "就业率满分5分", "得分折算成百分制", "满分为110分", "各项满分见通知", "按100分折算", "得分、名次由县级填写",
        "得分率100%的打√", "10分制折算见附件", "得分率达60%以上的另列", "扣分标准及得分率见附表",
    ],
)  # fmt: skip
def test_words_that_leave_points_what_they_are_need_no_word(book: Book, title: str) -> None:
    assert read(book, [[title], HEAD, COUNTY]) == ([], {})


def test_what_a_share_is_needs_no_word_where_it_has_a_column(book: Book) -> None:
    rows: list[list[object]] = [["得分率为得分除以满分"], [*HEAD, "得分率"], [*COUNTY, "80%"]]
    said, waits = read(book, rows)
    assert ([each for each in said if each.startswith("D260")], waits) == ([], {})


@pytest.mark.parametrize("line", ["备注：县级分按10分折算", "注：满分10分折算", "以上为名次"])
def test_words_below_points_that_make_them_other_numbers_leave_the_scores_open(book: Book, line: str) -> None:
    said, waits = read(book, [HEAD, COUNTY, [line]])
    assert [each.partition("，像是")[0] for each in said] == [f"D260 这里写着“{line}”"]
    assert "没有采用（各级评分!A3）" in waits["东海村"][0]


@pytest.mark.parametrize("head", ["名次", "满分", "合计人数", "联系电话", "上年得分"])
def test_columns_that_are_no_points_leave_nothing_open(book: Book, head: str) -> None:
    assert read(book, [[*HEAD[:-1], head], [*COUNTY[:-1], 1]]) == ([], {})


@pytest.mark.parametrize(
    ("row", "told", "waits"),
    [
        (
            ["甲镇", "东每村", *COUNTY[2:]],
            "D126 “各级评分”里的社区“甲镇东每村”在社区数据里没有，是不是“甲镇东海村”？",
            {"东海村": ["县级考评分有一行写的社区“甲镇东每村”在社区数据里没有（各级评分!B3）"]},
        ),
        (
            ["丙镇", "东海村", *COUNTY[2:]],
            "D126 “各级评分”里的社区“丙镇东海村”在社区数据里没有，是不是“甲镇东海村”？",
            {"东海村": ["县级考评分有一行写的社区“丙镇东海村”在社区数据里没有（各级评分!B3）"]},
        ),
        (
            ["甲镇", "东海村小计", *COUNTY[2:]],  # no total: it is about a level
            "D126 “各级评分”里的社区“甲镇东海村小计”在社区数据里没有，是不是“甲镇东海村”？",
            {"东海村": ["县级考评分有一行写的社区“甲镇东海村小计”在社区数据里没有（各级评分!B3）"]},
        ),
        (
            ["甲镇", "南塘村", *COUNTY[2:]],  # nearly nobody: all whom the county gave nothing
            "D126 “各级评分”里的社区“甲镇南塘村”在社区数据里没有。",
            {
                name: ["县级考评分有一行写的社区“甲镇南塘村”在社区数据里没有（各级评分!B3）"]
                for name in ("东海村", "北岭村")
            },
        ),
        (
            ["甲镇", "东每村", "社区自评分", *ONES],
            "D126 “各级评分”里的社区“甲镇东每村”在社区数据里没有，是不是“甲镇东海村”？",
            {},
        ),
        (
            [None, None, *COUNTY[2:]],
            "D104 这一行有数据，但没有社区名称。",
            {name: ["县级考评分的这一行没有社区名称（各级评分!C3）"] for name in ("东海村", "北岭村")},
        ),
        (
            [*EAST, "县级考评分", "见附件"],
            "D106 “县级考评分：1 总体就业率”应当是数，读到的是“见附件”。",
            {"东海村": ["县级考评分“1 总体就业率”填的“见附件”（各级评分!D3）不能采用"]},
        ),
    ],
)
def test_a_row_that_cannot_be_used_leaves_the_scores_open_that_it_may_decide(
    book: Book, row: list[object], told: str, waits: dict[str, list[str]]
) -> None:
    west = ["甲镇", "西山村", "县级考评分", *ONES]
    assert read(book, [HEAD, west, row]) == ([told], waits)


@pytest.mark.parametrize(
    ("name", "others", "hint"),
    [
        ("后屿村（新增）", ["前屿村"], "，是不是“甲镇后屿村（新增）”？"),
        ("后屿村（示范村）", [], "，是不是“甲镇后屿村（示范村）”？"),
        ("西山社区", ["前屿村"], "。"),  # 前屿村 has a row of its own, and is another village
        ("西山社区", [], "，是不是“甲镇前屿村”？"),
    ],
)
def test_a_village_with_a_row_of_its_own_is_not_offered_for_another(
    book: Book, name: str, others: list[str], hint: str
) -> None:
    data = [DATA[0], ["甲镇", "前屿村", 100], ["甲镇", name, 100]]
    levels = [HEAD, *(["甲镇", each, *COUNTY[2:]] for each in ["后屿村", *others])]
    intake = open_source(book(data, more={"各级评分": levels}), TAIZHOU).read_all()
    (told,) = [each.message for each in intake.problems if each.code == "D126"]
    assert told == f"“各级评分”里的社区“甲镇后屿村”在社区数据里没有{hint}"


@pytest.mark.parametrize(
    ("title", "heads", "code"),
    [
        ("各级评分", [*HEAD[:2], "什么", *ITEMS], "D193"),
        ("各级评分作废", HEAD, "D189"),
        ("打分表", [*HEAD[:2], "什么", *ITEMS], "D193"),
        ("各级评分", ["乡镇", "东西", *HEAD[2:]], "D101"),
    ],
)
def test_a_sheet_of_levels_that_is_not_read_leaves_the_scores_open(
    book: Book, title: str, heads: list[object], code: str
) -> None:
    said, waits = read(book, [heads, COUNTY], title)
    assert [each[:4] for each in said] == [code]
    assert all(f"有一级评分在“{title}”里，没有读" in each[0] for each in waits.values())
    assert "东海村" in waits


@pytest.mark.parametrize(
    ("title", "heads", "row"),
    [
        ("县级考评分", [*HEAD[:2], *ITEMS], [*EAST, *ONES]),
        ("县级考评分", [*HEAD[:2], "得分"], [*EAST, 88]),
        ("县考核打分", [*HEAD[:2], "成绩"], [*EAST, 88]),
    ],
)
def test_a_sheet_named_as_a_level_asks_for_the_column_of_levels(
    book: Book, title: str, heads: list[object], row: list[object]
) -> None:
    said, waits = read(book, [heads, row], title)
    assert said == [f"D193 工作表“{title}”的表头里没有“评分栏”一列，没有读。"]
    assert waits == {"东海村": [f"县级考评分在“{title}”里，没有读（{title}!A1）"]}


@pytest.mark.parametrize("title", ["自评分", "乡镇名单", "县级考评分（旧）", "镇村通讯录"])
def test_a_sheet_named_otherwise_leaves_nothing_open(book: Book, title: str) -> None:
    _, waits = read(book, [[*HEAD[:2], "得分"], [*EAST, 88]], title)
    assert waits == {}


@pytest.mark.parametrize(
    ("title", "heads", "row"),
    [
        ("各级评分", HEAD, COUNTY),
        ("评审打分", [*HEAD[:2], "评分项", "得分"], [*EAST, ITEMS[-1], 2]),
    ],
)
def test_scores_in_a_file_of_their_own_are_told_in_one_line_and_leave_the_scores_open(
    book: Book, title: str, heads: list[object], row: list[object]
) -> None:
    own = book([heads, row, row], sheet=title, file="评分.xlsx")
    read_both = open_sources([book(DATA), own], TAIZHOU).read_all()
    told = [each for each in read_both.problems if each.place.file == "评分.xlsx"]
    assert [each.code for each in told] == ["D217"]
    assert told[0].message == f"这个文件里有“{title}”，没有社区数据，没有采用。"
    cards = [score(TAIZHOU, each) for each in read_both.communities]
    said = f"“评分.xlsx”的“{title}”里有评分，没有采用"
    assert [card.explain_unusable() for card in cards] == [[said]] * len(cards)
    assert {card.final.total for card in cards} == {None}


def test_cells_merged_over_items_leave_the_score_open(book: Book) -> None:
    rows: Rows = [HEAD, [*EAST, "县级考评分", 13], ["甲镇", "西山村", "县级考评分", *ONES]]
    made = book(DATA, more={"各级评分": rows})
    workbook = load_workbook(made)
    workbook["各级评分"].merge_cells("D2:P2")
    workbook.save(made)
    cards = [score(TAIZHOU, each) for each in open_source(made, TAIZHOU).read_all().communities]
    assert [card.final.total for card in cards][1] == len(ITEMS)
    assert cards[0].final.total is None
    assert cards[0].explain_unusable() == ["县级考评分有几格合并成一格，没有采用（各级评分!D2）"]
    assert cards[0].explain_lack().startswith("县级考评分还有12项没有读到可用的分（")


@pytest.mark.parametrize(
    ("title", "heads", "row", "text"),
    [
        ("各级评分", [*HEAD, "备注"], COUNTY, "作废，以复核为准"),
        ("各级评分", [*HEAD, "备注"], COUNTY, "未达标，一票否决"),
        ("各级评分", [*HEAD, "结论"], COUNTY, "不合格"),
        ("评审打分", [*HEAD[:2], "评分项", "得分", "理由"], [*EAST, ITEMS[-1], 2.5], "不予认定"),
        (
            "评审打分",
            [*HEAD[:2], "评分项", "得分", "理由"],
            [*EAST, ITEMS[-1], 2.5],
            "同意，但与西山村雷同，得分作废",
        ),
    ],
)
def test_words_beside_points_that_speak_against_them_are_a_hint(
    book: Book, title: str, heads: list[object], row: list[object], text: str
) -> None:
    intake = open_source(book(DATA, more={title: [heads, [*row, text]]}), TAIZHOU).read_all()
    (told,) = [each for each in intake.problems if each.code == "D219"]
    assert told.message == f"“甲镇东海村”这一行写着“{text}”，照样读了，照样算。"
    assert told.place.sheet == title


FULL_WEST: list[object] = ["甲镇", "西山村", *COUNTY[2:]]
TWOS = [2] * len(ITEMS)


@pytest.mark.parametrize(
    ("level", "waits"),
    [
        ("县级考评分（复核）", "县级考评分另有一行“县级考评分（复核）”，没有采用（各级评分!C3）"),
        ("县级复评", "县级考评分另有一行“县级复评”，没有采用（各级评分!C3）"),
        ("区级打分", "县级考评分另有一行“区级打分”，没有采用（各级评分!C3）"),
        ("自评复核", ""),
        ("上年县级考评分", ""),
    ],
)
def test_a_further_row_that_nearly_names_the_deciding_level_leaves_its_community_open(
    book: Book, level: str, waits: str
) -> None:
    _, found = read(book, [HEAD, COUNTY, [*EAST, level, *TWOS], FULL_WEST])
    assert found == ({"东海村": [waits]} if waits else {})


@pytest.mark.parametrize(
    ("sheet", "waits"),
    [
        ("县级打分", {"东海村": ["县级考评分在“县级打分”里，没有读（县级打分!A1）"]}),
        ("县局评分", {"东海村": ["县级考评分在“县局评分”里，没有读（县局评分!A1）"]}),
        ("自评打分", {}),
    ],
)
def test_a_further_sheet_of_the_deciding_level_leaves_those_open_that_it_names(
    book: Book, sheet: str, waits: dict[str, list[str]]
) -> None:
    more = {"各级评分": [HEAD, COUNTY, FULL_WEST], sheet: [["社区名称", "分数"], ["东海村", 13]]}
    intake = open_source(book(DATA, more=more), TAIZHOU).read_all()
    cards = {each.name: score(TAIZHOU, each) for each in intake.communities}
    assert {name: card.explain_unusable() for name, card in cards.items() if card.stray_levels} == waits
    assert {name for name, card in cards.items() if card.final.total is None} >= set(waits)
