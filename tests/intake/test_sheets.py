"""Tables as clerks make them: headers anywhere and in any shape, furniture between the rows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_source
from formgen.model import Answer
from formgen.problems import FormgenError
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
Rows = Sequence[Sequence[Any]]


def codes(intake: Intake) -> list[str]:
    """Return the codes of all problems but D154: the tables of these tests have few of the columns of a rubric."""
    return [problem.code for problem in intake.problems if problem.code != "D154"]


def only(intake: Intake, code: str) -> str:
    return next(problem.message for problem in intake.problems if problem.code == code)


def figures(intake: Intake) -> list[dict[str, Any]]:
    return [{key: figure.value for key, figure in each.indicators.items()} for each in intake.communities]


_TWO = [{"labour_willing": 2000, "employed": 1980}, {"labour_willing": 1000, "employed": 990}]
_HEAD = ["乡镇", "社区名称", "有劳动能力和就业愿望的适龄人员数", "其中已就业人数"]
_FIRST, _SECOND = ["甲镇", "东村", 2000, 1980], ["甲镇", "西村", 1000, 990]


@pytest.mark.parametrize(
    ("rows", "merge"),
    [
        pytest.param([_HEAD, _FIRST, _SECOND], [], id="plain"),
        pytest.param([_HEAD[::-1], _FIRST[::-1], _SECOND[::-1]], [], id="columns in another order"),
        pytest.param(
            [["甲镇2019年社区数据表"], [], ["填表日期", "", "2019-08-01"], _HEAD, _FIRST, _SECOND],
            ["A1:D1"],
            id="title rows",
        ),
        pytest.param([_HEAD, [], _FIRST, [], [], _SECOND], [], id="blank rows"),
        pytest.param([_HEAD, _FIRST, _HEAD, _SECOND], [], id="header repeated on the next page"),
        pytest.param([_HEAD, ["", "", "人", "人"], _FIRST, _SECOND], [], id="row of units"),
        pytest.param([_HEAD, ["甲", "乙", 1, 2, 3], _FIRST, _SECOND], [], id="numbered columns"),
        pytest.param([_HEAD, _FIRST, _SECOND, ["合计", "", 3000, 2970]], [], id="total in the first column"),
        pytest.param(
            [_HEAD, _FIRST, ["甲镇", "小计", 2000, 1980], _SECOND, ["", "甲镇合计", 3000, 2970]],
            [],
            id="subtotals",
        ),
        pytest.param(
            [_HEAD, _FIRST, _SECOND, ["注：人数为年底数"], ["填表人：张三", "", "审核：李四"]],
            ["A4:D4"],
            id="remarks",
        ),
        pytest.param([_HEAD, _FIRST, ["", *_SECOND[1:]]], ["A2:A3"], id="merged township"),
        pytest.param(
            [["乡镇（街道）", "村（社区）名称", "labour_willing", "就业人数（人）"], _FIRST, _SECOND],
            [],
            id="synonyms",
        ),
        pytest.param(
            [["乡镇", "社区名称", "就业情况", ""], ["", "", *_HEAD[2:]], _FIRST, _SECOND],
            ["A1:A2", "B1:B2", "C1:D1"],
            id="merged header of two rows",
        ),
        pytest.param(
            [["乡镇", "社区名称", "就业情况", ""], ["", "", *_HEAD[2:]], _FIRST, _SECOND],
            [],
            id="header of two rows, not merged",
        ),
        pytest.param(
            [
                ["乡镇", "社区名称", "其中已", ""],
                ["", "", "就业人数", "labour_willing"],
                ["甲镇", "东村", 1980, 2000],
                ["甲镇", "西村", 990, 1000],
            ],
            ["A1:A2", "B1:B2"],
            id="group and label together",
        ),
        pytest.param(
            [["序号", *_HEAD, "备注"], [1, *_FIRST, ""], [2, *_SECOND, "新设"]],
            [],
            id="serial numbers and remarks",
        ),
        pytest.param(
            [["乡 镇", "社区\n名称", "ＬＡＢＯＵＲ_ＷＩＬＬＩＮＧ", "已就业人数："], _FIRST, _SECOND],
            [],
            id="odd spelling",
        ),
    ],
)
def test_a_table_is_read_however_it_is_laid_out(
    book: Book, taizhou: Rubric, rows: Rows, merge: Sequence[str]
) -> None:
    intake = open_source(book(rows, merge=merge), taizhou).read_all()
    assert codes(intake) == []
    assert [each.full_name for each in intake.communities] == ["甲镇东村", "甲镇西村"]
    assert figures(intake) == _TWO


def test_the_workbooks_of_several_townships_are_read_together(book: Book, taizhou: Rubric) -> None:
    intake = open_source(
        book([_HEAD, _FIRST], sheet="甲镇", more={"乙镇": [_HEAD, ["乙镇", *_SECOND[1:]]]}), taizhou
    ).read_all()
    assert [each.full_name for each in intake.communities] == ["甲镇东村", "乙镇西村"]


def test_every_value_keeps_its_cell(book: Book, taizhou: Rubric) -> None:
    place = (
        open_source(book([["标题"], _HEAD, _FIRST]), taizhou)
        .read_all()
        .communities[0]
        .indicators["employed"]
        .place
    )
    assert str(place) == "数据.xlsx 工作表“社区数据” 单元格D3"


def test_an_unknown_column_is_reported_with_a_guess(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([[*_HEAD, "联系人员名字", "天气"], [*_FIRST, 3, "晴"]]), taizhou).read_all()
    assert codes(intake) == ["D102", "D102"]
    assert intake.problems[0].message == "不认识的列“联系人员名字”（是不是“联系人”？）。"
    assert intake.problems[1].message == "不认识的列“天气”。"
    assert intake.problems[0].place.cell == "E1"


def test_data_without_a_header_is_reported(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([[*_HEAD, None, "户数"], [*_FIRST, 7, 3]]), taizhou).read_all()
    assert only(intake, "D102") == "不认识的列“E（没有表头）”。"


def test_an_empty_column_without_a_header_is_ignored(book: Book, taizhou: Rubric) -> None:
    assert codes(open_source(book([[*_HEAD, None, "户数"], [*_FIRST, None, 3]]), taizhou).read_all()) == []


@pytest.mark.parametrize("other", [7, None])
def test_of_two_columns_for_one_field_that_differ_none_counts(
    book: Book, taizhou: Rubric, other: int | None
) -> None:
    rows = [[*_HEAD, "已就业人数"], [*_FIRST, other], ["甲镇", "丑村", 5, 4, 4]]
    intake = open_source(book(rows), taizhou).read_all()
    assert only(intake, "D103") == (
        "“已就业人数”出现了两列（另一列在社区数据!D1的“其中已就业人数”），两列的内容不一样，都没有采用。"
    )
    assert [dict(each.indicators).get("employed") for each in intake.communities] == [None, None]


@pytest.mark.parametrize(
    ("other", "why"), [(1980, "两列的内容一样"), ("1980 ", "两列的内容一样"), (None, "后一列是空的")]
)
def test_of_two_columns_for_one_field_that_do_not_differ_the_first_counts(
    book: Book, taizhou: Rubric, other: object, why: str
) -> None:
    intake = open_source(book([[*_HEAD, "已就业人数"], [*_FIRST, other]]), taizhou).read_all()
    assert only(intake, "D103").endswith(f"，{why}，采用了前一列。")
    assert intake.communities[0].indicators["employed"].value == 1980


def test_of_two_columns_of_names_the_first_counts(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([[*_HEAD, "村名"], [*_FIRST, "丑村"]]), taizhou).read_all()
    assert only(intake, "D103").endswith("，采用了前一列。")
    assert [each.name for each in intake.communities] == [_FIRST[1]]


def test_a_sheet_without_names_is_reported(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([["乡镇", "人数"], ["甲镇", 3]]), taizhou).read_all()
    assert [problem.message for problem in intake.problems] == ["没有找到“社区名称”一列。"]


def test_a_row_without_a_name_is_reported(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([_HEAD, _FIRST, ["甲镇", None, 5, 4]]), taizhou).read_all()
    assert only(intake, "D104") == "这一行有数据，但没有社区名称。"
    assert intake.problems[0].place.cell == "A3"


@pytest.mark.parametrize(
    ("typed", "code", "value"),
    [
        ("二千", "D106", None),
        (1980.5, "D107", None),
        (-1, "D108", None),
        (datetime(2009, 9, 17), "D106", None),  # noqa: DTZ001 - a spreadsheet knows no time zone
        (True, "D106", None),
        (1e300, "D106", None),
        (1980.0, "", Fraction(1980)),
        ("１，９８０", "", Fraction(1980)),
    ],
)
def test_numbers_of_a_sheet_are_judged_as_numbers(
    book: Book, taizhou: Rubric, typed: object, code: str, value: Fraction | None
) -> None:
    intake = open_source(book([_HEAD, [*_FIRST[:3], typed]]), taizhou).read_all()
    assert codes(intake) == ([code] if code else [])
    assert intake.communities[0].indicators["employed"].value == value


def test_a_percent_where_a_count_belongs_is_reported(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([_HEAD, [*_FIRST[:3], 0.96]], formats={"D2": "0.0%"}), taizhou).read_all()
    assert only(intake, "D106") == "“其中已就业人数”应当是数，读到的是“96%”，像是百分数。"


def test_a_formula_without_a_result_is_reported(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([_HEAD, [*_FIRST[:3], "=C2-20"]]), taizhou).read_all()
    assert only(intake, "D123") == "这里是公式，但文件里没有存结果。"
    assert intake.communities[0].indicators["employed"].bad


def test_an_error_value_is_reported(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([[*_HEAD, "地址"], [*_FIRST[:3], "#DIV/0!", "#N/A"]]), taizhou).read_all()
    assert [problem.message for problem in intake.problems[1:]] == [
        "这里的值是“#DIV/0!”。",
        "这里的值是“#N/A”。",
    ]
    assert "address" not in intake.communities[0].facts


def test_a_phone_typed_as_a_number_keeps_its_digits(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([[*_HEAD, "电话"], [*_FIRST, 57712345678.0]]), taizhou).read_all()
    assert intake.communities[0].fact("phone") == "57712345678"
    assert only(intake, "D130") == "“联系电话”在表中是数字，可能丢了开头的0。"


def test_a_mobile_phone_typed_as_a_number_has_lost_no_zero(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([[*_HEAD, "电话"], [*_FIRST, 13800000000]]), taizhou).read_all()
    assert intake.communities[0].fact("phone") == "13800000000"
    assert codes(intake) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy-mm-dd", "2009年9月17日"),
        ('yyyy"年"m"月"d"日"', "2009年9月17日"),
        ("General", "40073"),
        ('0"day"', "40073"),
    ],
)
def test_a_date_cell_prints_in_chinese(book: Book, taizhou: Rubric, code: str, text: str) -> None:
    path = book([[*_HEAD, "地址"], [*_FIRST, 40073]], formats={"E2": code})
    assert open_source(path, taizhou).read_all().communities[0].fact("address") == text


def test_a_yes_of_the_spreadsheet_is_a_yes(book: Book, taizhou: Rubric) -> None:
    intake = open_source(
        book([["社区", "专门服务场地", "专业工作人员", "使用信息系统录入"], ["东村", True, 1, 0]]), taizhou
    ).read_all()
    assert figures(intake) == [{"base_site": Answer.YES, "base_staff": Answer.YES, "base_system": Answer.NO}]


# -- months, scores, judged points ------------------------------------------------------------------
_DATA = [
    ["乡镇", "社区名称", "零就业家庭户数"],
    ["甲镇", "东村", 0],
    ["甲镇", "西村", 1],
    ["乙镇", "西村", 1],
]
_MONTHS = [f"{month}月" for month in range(1, 13)]


def sheets(book: Book, rubric: Rubric, **more: Rows) -> Intake:
    return open_source(book(_DATA, more=more), rubric).read_all()


def test_twelve_months_stand_in_a_sheet_of_their_own(book: Book, yongjia: Rubric) -> None:
    rows = [["乡镇", "社区名称", "指标", *_MONTHS], ["甲镇", "东村", "月就业率", *["96%"] * 11, 0.97]]
    path = book(_DATA, more={"十二个月": rows})
    intake = open_source(path, yongjia).read_all()
    assert codes(intake) == ["D117"]
    series = intake.communities[0].monthly["monthly_rates"]
    assert [figure.value for figure in series if figure] == [Fraction(24, 25)] * 11 + [None]


def test_a_percent_format_makes_a_number_a_percentage(book: Book, yongjia: Rubric) -> None:
    head = ["社区名称", "就业率1月", "月就业率2月", "就业率（%）3月"]
    intake = open_source(book([head, ["东村", 0.96, 96, "９６％"]], formats={"B2": "0%"}), yongjia).read_all()
    assert codes(intake) == ["D115"]
    series = intake.communities[0].monthly["monthly_rates"]
    assert [figure and figure.value for figure in series[:4]] == [Fraction(24, 25)] * 3 + [None]


def test_a_number_in_percent_is_shown_as_a_percentage(book: Book, yongjia: Rubric) -> None:
    intake = open_source(
        book([["社区名称", "就业率1月"], ["东村", 0.965]], formats={"B2": "0%"}), yongjia
    ).read_all()
    first = intake.communities[0].monthly["monthly_rates"][0]
    assert first
    assert (first.text, first.value) == ("96.5%", Fraction(965, 1000))


def test_scores_are_matched_by_criterion_though_two_bear_one_number(book: Book, yongjia: Rubric) -> None:
    rows: Rows = [
        ["乡镇", "社区名称", "评分栏", "15 基础台帐（2分）", "15 交办任务（2分）", "item1"],
        ["甲镇", "东村", "自评", 1, 2, 15],
        ["甲镇", "东村", "县级考评分", 2, 1.5, 0],
        ["甲镇", "东村", "city", 0, 0, 0],
        ["甲镇", "西村", "township", None, None, None],
    ]
    intake = sheets(book, yongjia, 各级评分=rows)
    assert codes(intake) == []
    scores = intake.communities[0].scores
    assert {key: figure.value for key, figure in scores["self"].items()} == {
        "item15": 1,
        "item18": 2,
        "item1": 15,
    }
    assert scores["county"]["item18"].value == Fraction(3, 2)


def test_judged_points_come_with_who_and_why(book: Book, yongjia: Rubric) -> None:
    rows: Rows = [
        ["乡镇", "社区名称", "评分项", "得分", "评审人（职务）", "理由"],
        ["甲镇", "东村", "15 交办任务", 2, "股长", "按时完成"],
        ["", "东村", "基础台帐", 1, "", ""],
        ["甲镇", "西村", "3 就业服务机构", None, "股长", ""],
    ]
    intake = sheets(book, yongjia, 评审打分=rows)
    assert only(intake, "D134") == "“15 基础台帐”有人工评分，但没有写评审人职务和理由。"
    judged = intake.communities[0].judged
    assert judged["item18"].points == 2
    assert (judged["item18"].by, judged["item18"].reason) == ("股长", "按时完成")
    assert judged["item15"].points == 1
    assert not intake.communities[1].judged


def test_a_merged_name_stands_for_all_its_rows(book: Book, yongjia: Rubric) -> None:
    rows = [["乡镇", "社区名称", "评分栏", "4 平台挂牌"], ["甲镇", "东村", "自评", 1], ["", "", "乡镇", 2]]
    path = book(rows, sheet="各级评分", merge=["A2:A3", "B2:B3"], more={"社区数据": _DATA})
    scores = open_source(path, yongjia).read_all().communities[0].scores
    assert {level: figures["item4"].value for level, figures in scores.items()} == {"self": 1, "township": 2}


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("自评分", "self"), ("自评", "self"), ("乡镇分", "township"), ("县", "county"), ("县级", "county"), ("县级分", "county"),
        ("市", "city"), ("市级", "city"),
    ],
)  # fmt: skip
def test_the_levels_are_known_by_their_short_words(
    book: Book, yongjia: Rubric, words: str, level: str
) -> None:
    rows = [["乡镇", "社区名称", "评分栏", "4 平台挂牌"], ["甲镇", "东村", words, 1]]
    path = book(rows, sheet="各级评分", more={"社区数据": _DATA})
    assert [*open_source(path, yongjia).read_all().communities[0].scores] == [level]


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (
            {"各级评分": [["社区名称", "评分栏", "4 平台挂牌"], ["南村", "自评", 1]]},
            "D126",
            "“各级评分”里的社区“南村”在社区数据里没有",
        ),
        (
            {"各级评分": [["社区名称", "评分栏", "4 平台挂牌"], ["西村", "自评", 1]]},
            "D126",
            "社区“西村”在社区数据里没有",
        ),
        (
            {"各级评分": [["社区名称", "评分栏", "4 平台挂牌"], ["东村", "村级", 1]]},
            "D127",
            "不认识的评分栏“村级”（是不是“社区自评分”？）",
        ),
        (
            {"各级评分": [["社区名称", "评分栏", "4 平台挂牌"], ["东村", None, 1]]},
            "D127",
            "不认识的评分栏“”（这一格空着）。",
        ),
        (
            {"各级评分": [["社区名称", "评分栏", "4 平台挂牌"], ["东村", "自评", 3]]},
            "D111",
            "“社区自评分：4 平台挂牌”的得分3不在0至2分之间",
        ),
        ({"各级评分": [["社区名称", "评分栏", "4 平台挂牌"], [None, "自评", 3]]}, "D104", "没有社区名称"),
        ({"评审打分": [["社区名称", "评分项", "得分"], ["东村", "15", 1]]}, "D128", "没有评分项“15”"),
        (
            {"评审打分": [["社区名称", "评分项", "评委1", "平均分"], ["东村", "4 平台挂牌", 1, 1]]},
            "D193",
            "工作表“评审打分”的表头里没有“得分”一列，没有读",
        ),
        (
            {
                "评审打分": [
                    ["社区名称", "评分项", "得分", "理由"],
                    ["东村", "4 平台挂牌", None, "给1分，挂牌了"],
                ]
            },
            "D205",
            "说明里却写了“给1分，挂牌了”，没有当成得分",
        ),
        (
            {
                "评审打分": [
                    ["社区名称", "评分项", "得分"],
                    ["东村", "4 平台挂牌", 1],
                    ["东村", "平台挂牌", 2],
                ]
            },
            "D120",
            "“4 平台挂牌”在两处填得不一样：1（评审打分!C2）与2（评审打分!C3）",
        ),
        (
            {"各级评分": [["社区名称", "评分栏", "4 平台挂牌"], ["东村", "自评", 1], ["东村", "self", 2]]},
            "D120",
            "两处填得不一样",
        ),
        (
            {"十二个月": [["社区名称", "指标", "1月"], ["东村", "温度", 1]]},
            "D136",
            "“温度”不是按月填报的指标",
        ),
        (
            {"十二个月": [["社区名称", "指标", "1月"], ["东村", "月就业率", 96], ["东村", "就业率", 95]]},
            "D120",
            "“就业率1月”",
        ),
    ],
)
def test_a_row_that_fits_nowhere_is_reported(
    book: Book, yongjia: Rubric, more: Mapping[str, Rows], code: str, words: str
) -> None:
    assert words in only(sheets(book, yongjia, **more), code)


def test_the_communities_may_stand_behind_their_scores(book: Book, yongjia: Rubric) -> None:
    path = book(
        [["社区名称", "评分栏", "4 平台挂牌"], ["东村", "自评", 1]],
        sheet="各级评分",
        more={"社区数据": _DATA},
    )
    assert codes(open_source(path, yongjia).read_all()) == []


def test_scores_without_communities_are_reported(book: Book, yongjia: Rubric) -> None:
    path = book([["社区名称", "评分栏", "4 平台挂牌"], ["东村", "自评", 1]], sheet="各级评分")
    assert codes(open_source(path, yongjia).read_all()) == ["D217"]


def test_an_empty_workbook_is_refused(book: Book, yongjia: Rubric) -> None:
    with pytest.raises(FormgenError, match="没有读到任何社区"):
        open_source(book([]), yongjia).read_all()


# -- csv ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_every_encoding(
    tmp_path: Path, taizhou: Rubric, encoding: str, delimiter: str
) -> None:
    lines = [
        [
            "乡镇",
            "社区名称",
            "已就业人数（人）",
            "专门服务场地",
            "自评 总体就业率",
            "自评 8 就业服务（各类补贴）",
            "评审 9 附加分（创新举措）",
            "电话",
        ],
        ["甲镇", "东村", '"1,980"', "有", "5", "3", "4.5", '"=""0577"""'],
    ]
    path = tmp_path / "数据.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    intake = open_source(path, taizhou).read_all()
    assert codes(intake) == []
    (community,) = intake.communities
    assert figures(intake) == [{"employed": 1980, "base_site": Answer.YES}]
    assert {key: figure.value for key, figure in community.scores["self"].items()} == {
        "item1": 5,
        "item8c": 3,
    }
    assert community.judged["item9b"].points == Fraction(9, 2)
    assert community.fact("phone") == "0577"
    assert str(community.indicators["employed"].place) == "数据.csv 单元格C2"


def test_points_indicators_head_columns_of_their_own(tmp_path: Path, yongjia: Rubric) -> None:
    path = tmp_path / "数据.csv"
    path.write_text(
        "社区,3 就业服务机构功能齐全（评分人）,r4,评审 item5,15 基础台帐六清\n东村,10,2,3,2\n",
        encoding="utf-8",
    )
    intake = open_source(path, yongjia).read_all()
    assert codes(intake) == []
    assert figures(intake) == [{"r3": 10, "r4": 2, "r15": 2}]
    assert intake.communities[0].judged["item5"].points == 3


def test_a_csv_with_a_broken_quote_is_refused(tmp_path: Path, yongjia: Rubric) -> None:
    path = tmp_path / "数据.csv"
    path.write_text('社区\n"' + "长" * 200_000, encoding="utf-8")
    with pytest.raises(FormgenError, match="不合 CSV 写法"):
        open_source(path, yongjia).read_all()


@pytest.mark.parametrize(
    ("text", "words"),
    [("社区\n" + "村\n" * 200_001, "超过200000行"), ("社区" + ",1" * 600 + "\n", "超过500列")],
)
def test_a_csv_that_is_too_large_is_refused(tmp_path: Path, yongjia: Rubric, text: str, words: str) -> None:
    path = tmp_path / "数据.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormgenError, match=words):
        open_source(path, yongjia).read_all()


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        ("评审打分", [["社区名称", "评分项", "得分"], ["东村", "4 平台挂牌", 1], ["东村", "平台挂牌", 2]]),
        ("各级评分", [["社区名称", "评分栏", "4 平台挂牌"], ["东村", "自评", 1], ["东村", "self", 2]]),
        (
            "十二个月",
            [["社区名称", "指标", "1月"], ["东村", "月就业率", 96], ["东村", "就业率", 95]],
        ),
    ],
)
def test_of_two_values_for_one_thing_neither_is_used(
    book: Book, yongjia: Rubric, sheet: str, rows: Rows
) -> None:
    path = book(_DATA, sheet="社区数据", more={sheet: rows})
    (community,) = [each for each in open_source(path, yongjia).read_all().communities if each.name == "东村"]
    months = [figure and figure.value for figure in community.monthly.get("monthly_rates", ())]
    judged = [each.points for each in community.judged.values()]
    scores = [figure.value for column in community.scores.values() for figure in column.values()]
    assert [value for value in (*months, *judged, *scores) if value is not None] == []


@pytest.mark.parametrize("level", ["市及", None])
def test_points_of_a_level_that_cannot_be_told_are_kept_as_such(
    book: Book, yongjia: Rubric, level: object
) -> None:
    rows = [["社区名称", "评分栏", "4 平台挂牌"], ["东村", level, 1]]
    read = open_source(book(_DATA, sheet="社区数据", more={"各级评分": rows}), yongjia).read_all()
    (stray,) = [each for community in read.communities for each in community.stray]
    assert (stray.text, stray.place.sheet) == (level or "", "各级评分")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲镇;一村;100;98;2", True),
        ("云屿镇,东海村,示例甲,1000,980", True),
        ("东海村：有劳动能力1000人，已就业980人", True),
        ("东海村数据未报", True),
        ("东海村", True),
        ("甲镇东海村", True),
        ("东海村 1000 980", True),
        ("甲镇|东海村|1000|980", True),
        ("截至 2026年6月", False),
        ("外礁村因故未报，已就业约300人", True),
        ("外礁村 300人", True),
        ("外礁村约300人", True),
        ("外礁村尚未报送数据", True),
        ("其中前屿村数据待核", True),
        ("审核：前屿村已就业人数不实", True),
        ("审核：前屿村张三", False),
        ("其中女性", False),
        ("注：前屿村已就业人数以900为准", True),
        ("备注：钓浜村不参加评定", True),
        ("注：本表由村填报", False),
        ("填表人：前屿村张三", False),
        ("合计", False),
        ("其他说明见附件", False),
        ("甲镇", False),
    ],
)
def test_a_row_of_one_cell_that_speaks_of_a_community_is_named(
    book: Book, yongjia: Rubric, text: str, told: bool
) -> None:
    data = [["乡镇", "社区", "零就业家庭户数"], ["甲镇", "前屿村", 0], [text], ["甲镇", "后屿村", 1]]
    intake = open_source(book(data), yongjia).read_all()
    assert [each.name for each in intake.communities] == ["前屿村", "后屿村"]
    found = [each for each in intake.problems if each.code == "D222"]
    assert [(each.place.cell, each.message) for each in found] == (
        [("A3", f"“{text}”只有一格字，没有读。")] if told else []
    )
    assert all(each.mend.startswith("里面是一个社区的数的，请分到各列") for each in found)


@pytest.mark.parametrize(
    "reason",
    [
        "满分1分，酌情给分",
        "自评1分，待核",
        "待县评审后定，最高1分",
        "较上年提高1分",
        "媒体报道另计1分",
        "材料不足，扣1分",
    ],
)
def test_a_remark_that_gives_no_points_is_none(book: Book, yongjia: Rubric, reason: str) -> None:
    rows: Rows = [["社区名称", "评分项", "得分", "理由"], ["东村", "4 平台挂牌", None, reason]]
    intake = sheets(book, yongjia, 评审打分=rows)
    assert "D205" not in {each.code for each in intake.problems}


@pytest.mark.parametrize(
    ("part", "told"),
    [
        *((part, True) for part in ("其中：女", "女", "男性", "本镇", "1-6月", "上半年", "上年数")),
        ("户", False),
        ("3", False),
    ],
)
def test_a_part_named_below_a_column_is_asked_about(
    book: Book, yongjia: Rubric, part: str, told: bool
) -> None:
    data = [["乡镇", "社区", "零就业家庭户数"], [None, None, part], ["甲镇", "前屿村", 0]]
    intake = open_source(book(data), yongjia).read_all()
    found = [(each.place.cell, each.message) for each in intake.problems if each.code == "D230"]
    said = f"列“零就业家庭户数”下面写着“{part}”，看不出这一列是不是全部的数，没有采用。"
    assert found == ([("C2", said)] if told else [])
    assert [len(each.indicators) for each in intake.communities] == [0 if told else 1]
