"""Headers as clerks write them: broken lines, numbers in front, months in every form; what is nearly right is asked about."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_source
from formgen.intake.months import read_month, spell_month
from formgen.intake.raw import Cell, Style
from formgen.intake.vocabulary import drop_numbering
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric

Book = Callable[..., Path]
_TAIZHOU = load_rubric("taizhou-2019")
_LABELS = [each.zh for each in _TAIZHOU.indicators.values() if each.kind in {"count", "yesno", "level"}]


def told(intake: Intake) -> list[str]:
    """Return the codes of problems but D154: these tables have few columns."""
    return [each.code for each in intake.problems if each.code != "D154"]


def message(intake: Intake, code: str) -> str:
    return next(each.message for each in intake.problems if each.code == code)


def wrap(text: str, at: int, sign: str) -> str:
    return text[:at] + sign + text[at:]


@pytest.mark.parametrize("sign", ["\n", "\r\n", " ", "　", "\n\n", "\u200b", "\u00a0", "_x000D_\n"])
def test_a_line_break_or_blank_anywhere_in_a_header_loses_no_column(
    book: Book, taizhou: Rubric, sign: str
) -> None:
    for step in range(5):
        head = [
            wrap(label, (3 * at + step) % len(label) + 1, sign.replace("_x000D_", "\r"))
            for at, label in enumerate(_LABELS)
        ]
        intake = open_source(book([["社区名称", *head], ["东村", *["1"] * len(head)]]), taizhou).read_all()
        assert not {"D102", "D103", "D155"} & set(told(intake))
        assert len(intake.communities[0].indicators) == len(_LABELS)


def test_a_line_break_before_and_within_the_unit_loses_no_column(book: Book, taizhou: Rubric) -> None:
    rows = [
        ["社区名称", "其中已就\n业人数（人）", "带动就业人数\n（人）", "户\n数（\n户）"],
        ["东村", 1, 2, 3],
    ]
    intake = open_source(book(rows), taizhou).read_all()
    assert told(intake) == []
    assert {key: each.value for key, each in intake.communities[0].indicators.items()} == {
        "employed": 1,
        "jobs_created": 2,
    }


@pytest.mark.parametrize(
    "number",
    [
        "1.",
        "1、",
        "1．",
        "（1）",
        "(1)",
        "①",
        "一、",
        "（一）",
        "1 ",
        "12) ",
        "2.1 ",
        "2.1",
        "一、1.（1）",
        "指标1：",
        "⑴",
    ],
)
def test_a_number_in_front_of_a_header_does_not_matter(book: Book, taizhou: Rubric, number: str) -> None:
    intake = open_source(book([["社区名称", f"{number}其中已就业人数"], ["东村", 7]]), taizhou).read_all()
    assert told(intake) == []
    assert intake.communities[0].indicators["employed"].value == 7


@pytest.mark.parametrize("text", ["12个月就业率", "1月", "3", "2026年", "3.", "19项"])
def test_a_number_that_belongs_to_the_words_stays(text: str) -> None:
    assert drop_numbering(text) == text


def test_numbers_that_are_part_of_the_name_still_tell_two_criteria_apart(book: Book, yongjia: Rubric) -> None:
    rows = [["社区名称", "评分栏", "15 基础台帐（2分）", "15 交办任务（2分）"], ["东村", "自评", 1, 2]]
    data = [["社区名称", "零就业家庭户数"], ["东村", 0]]
    scores = (
        open_source(book(data, more={"各级评分": rows}), yongjia).read_all().communities[0].scores["self"]
    )
    assert {key: each.value for key, each in scores.items()} == {"item15": 1, "item18": 2}


@pytest.mark.parametrize(
    "head",
    [
        "镇街",
        "镇（街）",
        "街镇",
        "所属镇街",
        "所属乡镇",
        "所在乡镇",
        "乡（镇）",
        "乡镇街道名称",
        "镇街名称",
        "街道乡镇",
        "乡镇\n（街道）",
        "1.乡镇",
        "乡 镇",
    ],
)
def test_the_usual_headers_of_townships_are_known(book: Book, taizhou: Rubric, head: str) -> None:
    intake = open_source(book([[head, "社区", "已就业人数"], ["甲镇", "东村", 1]]), taizhou).read_all()
    assert (told(intake), intake.communities[0].township) == ([], "甲镇")


@pytest.mark.parametrize(
    "head",
    [
        "村（居）",
        "村居名称",
        "行政村",
        "社区居委会",
        "村/社区",
        "村（社区）",
        "申报社区",
        "社区\n（村）",
        "2、村名",
    ],
)
def test_the_usual_headers_of_communities_are_known(book: Book, taizhou: Rubric, head: str) -> None:
    intake = open_source(book([["乡镇", head, "已就业人数"], ["甲镇", "东村", 1]]), taizhou).read_all()
    assert (told(intake), [each.full_name for each in intake.communities]) == ([], ["甲镇东村"])


# -- nearly right ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("有劳动能力和就业愿望人数", "户籍人口中有劳动能力和就业愿望的适龄人员数"),
        ("职工养老保险人数", "参加职工基本养老保险人数"),
        ("其中已经就业人数", "其中已就业人数"),
        ("持有证书人数", "持有国家职业资格证书（专业技术职务证书）人数"),
        ("新创市场主体数", "新创办的市场主体数"),
        ("专门服务场地和窗口", "专门服务场地（窗口）"),
        ("所属乡镇街道办", "乡镇（街道）"),
    ],
)
def test_a_header_that_is_nearly_that_of_a_scored_figure_is_an_error(
    book: Book, taizhou: Rubric, head: str, label: str
) -> None:
    rows = [["社区名称", "带动就业人数", head], ["东村", 7, 3]]
    intake = open_source(book(rows), taizhou).read_all()
    assert told(intake) == ["D155"]
    assert message(intake, "D155").startswith(f"列“{head}”像是“{label}”")
    assert intake.problems[0].severity == "error"
    assert intake.problems[0].place.cell == "C1"
    assert f"“{label}”" not in message(intake, "D154")


def test_a_header_that_is_nearly_two_names_both(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([["社区名称", "户数", "基本养老保险人数"], ["东村", 7, 3]]), taizhou).read_all()
    assert "职工" in message(intake, "D155")
    assert "”或“" in message(intake, "D155")


def test_a_header_near_to_a_column_that_is_there_is_only_a_hint(book: Book, taizhou: Rubric) -> None:
    rows = [["社区名称", "其中已就业人数", "其中女已就业人数", "天气"], ["东村", 7, 3, "晴"]]
    assert told(open_source(book(rows), taizhou).read_all()) == ["D102", "D102"]


def test_a_nearly_right_header_of_a_criterion_is_an_error(book: Book, yongjia: Rubric) -> None:
    rows = [["社区名称", "评分栏", "4 平台挂牌子"], ["东村", "自评", 1]]
    data = [["社区名称", "零就业家庭户数"], ["东村", 0]]
    intake = open_source(book(data, more={"各级评分": rows}), yongjia).read_all()
    assert told(intake) == ["D155"]


# -- what is missing ---------------------------------------------------------------------------------------
def test_a_missing_column_of_a_scored_figure_is_an_error(book: Book, taizhou: Rubric) -> None:
    head = [label for label in _LABELS if label not in {"其中已就业人数", "调查数据完整"}]
    intake = open_source(book([["社区名称", *head], ["东村", *["1"] * len(head)]]), taizhou).read_all()
    assert [(each.code, each.severity) for each in intake.problems] == [("D154", "error")]
    assert message(intake, "D154") == "缺少2列：“其中已就业人数”、“调查数据完整”。"


def test_all_columns_that_are_missing_are_one_error(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([["社区名称", "户数"], ["东村", 3]]), taizhou).read_all()
    assert [each.code for each in intake.problems] == ["D154"]
    assert message(intake, "D154").startswith("缺少43列：“其中已就业人数”、")
    assert message(intake, "D154").endswith("等。")


@pytest.mark.parametrize("head", ["就业率1月", "其中已就业人数1月", "其中已就业人数"])
def test_monthly_rates_stand_for_the_head_counts_of_their_criterion(
    book: Book, yongjia: Rubric, head: str
) -> None:
    intake = open_source(book([["社区名称", head], ["东村", "96%"]]), yongjia).read_all()
    assert "“其中已就业人数”" not in message(intake, "D154")
    assert ("登记失业人员" in message(intake, "D154")) == (head != "就业率1月")


def test_partial_points_stand_for_the_answers_of_their_criterion(book: Book, taizhou: Rubric) -> None:
    intake = open_source(book([["社区名称", "户数", "经费评审分"], ["东村", 3, 2]]), taizhou).read_all()
    assert message(intake, "D154").startswith("缺少38列：")


# -- months ------------------------------------------------------------------------------------------------
_TWELVE = range(1, 13)
_CHINESE = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]


def months(book: Book, rubric: Rubric, head: Sequence[Any], formats: Any = None) -> Intake:
    rows = [
        ["社区名称", "指标", *head],
        ["东村", "月就业率", *[f"{90 + month / 10}%" for month in range(len(head))]],
    ]
    data = [["社区名称", "零就业家庭户数"], ["东村", 0]]
    return open_source(
        book(rows, sheet="十二个月", more={"社区数据": data}, formats=formats), rubric
    ).read_all()


@pytest.mark.parametrize(
    "head",
    [
        [f"{month}月" for month in _TWELVE],
        [f"{word}月" for word in _CHINESE],
        [f"2026年{month}月" for month in _TWELVE],
        [f"{month}月份" for month in _TWELVE],
        [f"{month:02}月" for month in _TWELVE],
        [f"2026-{month:02}" for month in _TWELVE],
        [f"2026.{month}" for month in _TWELVE],
        [f"2026{month:02}" for month in _TWELVE],
        [str(month) for month in _TWELVE],
        list(_TWELVE),
        [date(2026, month, 1) for month in _TWELVE],
        [date(2026, month, 28) for month in _TWELVE],
        [(date(2026, month, 1) - date(1899, 12, 30)).days for month in _TWELVE],
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        [f"{month}\n月" for month in _TWELVE],
        [f"2026年\n{month}月" for month in _TWELVE],
        *([f"{month}月{note}" for month in _TWELVE] for note in ("（人）", "（%）", "（人、%）", "/人")),
        [f"2026年{month}月（人）" for month in _TWELVE],
    ],
    ids=str,
)
def test_months_are_understood_in_every_form(book: Book, yongjia: Rubric, head: Sequence[Any]) -> None:
    for order in (list(head), [*head[6:], *head[:6]]):
        intake = months(book, yongjia, order)
        assert told(intake) == []
        series = intake.communities[0].monthly["monthly_rates"]
        first = series[list(head).index(order[0])]
        assert first
        assert first.text == "90.0%"


def test_months_that_are_not_understood_are_one_error(book: Book, yongjia: Rubric) -> None:
    intake = months(book, yongjia, [f"第{month}期" for month in _TWELVE])
    assert told(intake)[0] == "D161"
    assert (
        message(intake, "D161")
        == "月份的列名认不出来：“第1期”（C1）、“第2期”（D1）、“第3期”（E1）等12列，没有采用。"
    )
    assert "D102" not in told(intake)


def test_months_of_two_years_are_one_error_and_not_read(book: Book, yongjia: Rubric) -> None:
    head = [f"{2025 + (month < 7)}年{month}月" for month in _TWELVE]
    intake = months(book, yongjia, head)
    assert told(intake) == ["D161"]
    assert message(intake, "D161").startswith("月份的列名不是同一年的：“2026年1月”（C1）")
    assert not intake.communities[0].monthly


def test_bare_numbers_are_months_only_when_all_twelve_are_there(book: Book, yongjia: Rubric) -> None:
    assert told(months(book, yongjia, [1, 2, 3]))[0] == "D161"


@pytest.mark.parametrize(
    "head",
    ["其中已就业人数三月", "2026年3月其中已就业人数", "其中已就业\n人数 3月份", "其中已就业人数2026年3月"],
)
def test_months_beside_other_words_are_understood(book: Book, yongjia: Rubric, head: str) -> None:
    intake = open_source(book([["社区名称", head], ["东村", 280]]), yongjia).read_all()
    assert told(intake) == ["D115"]
    third = intake.communities[0].monthly["target_employed"][2]
    assert third
    assert third.value == 280


def test_months_below_the_words_of_their_group_are_understood(book: Book, yongjia: Rubric) -> None:
    rows = [["社区名称", "其中已就业人数", ""], ["", "一月", "二月份"], ["东村", 280, 281]]
    intake = open_source(book(rows, merge=["A1:A2", "B1:C1"]), yongjia).read_all()
    assert [each and each.value for each in intake.communities[0].monthly["target_employed"][:3]] == [
        280,
        281,
        None,
    ]


@pytest.mark.parametrize("text", ["一季度", "2026", "13", "甲", "45000.5", "99999999"])
def test_what_names_no_month_is_none(text: str) -> None:
    assert read_month(Cell(text, "text", "")) is None
    assert read_month(Cell("46000", "number", "", style=Style())) is None
    assert spell_month(text) == ""


# -- headers elsewhere -------------------------------------------------------------------------------------
_HEAD = ["乡镇", "社区名称", "有就业愿望人数", "已就业人数"]


def test_below_a_second_header_with_other_columns_nothing_is_read(book: Book, taizhou: Rubric) -> None:
    rows = [_HEAD, ["甲镇", "东村", 2, 1], ["乙镇"], [*_HEAD[:2], *_HEAD[:1:-1]], ["乙镇", "西村", 1, 2]]
    intake = open_source(book(rows), taizhou).read_all()
    assert [each.name for each in intake.communities] == ["东村"]
    assert told(intake) == ["D162"]
    assert message(intake, "D162") == "第4行又是表头，但各列和上面的表头不一样，这一行以下没有读。"


def test_a_second_header_with_the_same_columns_in_other_words_is_no_matter(
    book: Book, taizhou: Rubric
) -> None:
    rows = [
        _HEAD,
        ["甲镇", "东村", 2, 1],
        ["镇街", "村名", "有就业愿望人数", "其中已就业人数"],
        ["乙镇", "西村", 1, 1],
    ]
    intake = open_source(book(rows), taizhou).read_all()
    assert (told(intake), [each.name for each in intake.communities]) == ([], ["东村", "西村"])


def test_data_above_the_header_is_an_error(book: Book, taizhou: Rubric) -> None:
    rows = [["甲镇", "东村", 2, 1], ["甲镇", "南村", 2, 1], _HEAD, ["甲镇", "西村", 1, 1]]
    intake = open_source(book(rows), taizhou).read_all()
    assert [each.name for each in intake.communities] == ["西村"]
    assert message(intake, "D162") == "表头（第3行）上面还有数据（第1行、第2行等2行），没有读。"


@pytest.mark.parametrize(
    "head",
    [
        "其中未就业人数",
        "其中失业人数",
        "其中待业人数",
        "未已就业人数",
        "上年已就业人数",
        "已就业户数",
        "其中女性已就业人数",
        "新增就业人数",
        "其中已就业人数（%）",
    ],
)
def test_the_contrary_of_a_figure_is_never_offered_as_its_name(
    book: Book, taizhou: Rubric, head: str
) -> None:
    intake = open_source(book([[*_HEAD[:3], head], ["甲镇", "东村", 2, 1]]), taizhou).read_all()
    assert told(intake) == ["D102"]
    assert message(intake, "D102") == f"不认识的列“{head}”。"
