"""Results that somebody wrote beside the data, held against those that follow from it."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from formgen.exact import exact_text
from formgen.intake import open_records, open_source
from formgen.rubric.load import load_rubric
from formgen.rubric.refusals import refuses
from formgen.rubric.schema import Rubric
from formgen.rubric.score import score

_MEND = "请核对；总分、结论由程序按数据和评分算出，填的不采用。"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Rubric:
    """A notice of one rate: 98 of 100 give 15 points, and 10 are enough."""
    path = tmp_path_factory.mktemp("rubric") / "small.yaml"
    path.write_text(
        """
id: small
title: 评分表
notice: {title: 通知, number: 甲发〔2024〕1号, issuers: [甲局], signed: 2024-03-01, area: 甲县}
total: 15
pass_mark: {points: 10, clause: 10分以上为合格。}
columns: {self: 自评分, county: 县级考评分}
final_column: county
forms: []
sections: {all: {title: 就业, points: 15, criteria: [item1]}}
criteria:
  item1:
    number: "1"
    name: 就业率
    points: 15
    clause: 就业率达到95%得10分，98%以上得15分。
    method:
      kind: tiers
      measure: {kind: ratio, of: [employed], to: [willing]}
      tiers: [{at_least: 95%, points: 10}, {at_least: 98%, points: 15}]
      otherwise: 0
indicators:
  willing: {zh: 有就业愿望人数, kind: count, unit: 人, definition: 年底在册人数, source: 台账}
  employed: {zh: 已就业人数, kind: count, unit: 人, definition: 其中已就业的, source: 台账}
""",
        encoding="utf-8",
    )
    return load_rubric(str(path))


@pytest.mark.parametrize(
    ("head", "value", "says"),
    [
        ("总分", 15, ""),
        ("总得分（满分15分）", "15.00分", ""),
        ("总分", 9, "“总分”填的是“9”，程序算出的是15分。"),
        ("最后得分", "待定", "“总分”填的是“待定”，程序算出的是15分。"),
        ("总分", "=SUM(C2:D2)", ""),
        ("是否合格", "合格", ""),
        ("考核结果", "达标", ""),
        ("是否合格", "不合格", "“是否合格”填的是“不合格”，程序评定的是合格。"),
        ("结论", "优秀", "“是否合格”填的是“优秀”，程序评定的是合格。"),
    ],
)
def test_a_result_that_was_written_is_held_against_the_one_that_follows(
    book: Callable[..., Path], small: Rubric, head: str, value: Any, says: str
) -> None:
    data = [["社区名称", "有就业愿望人数", "已就业人数", head], ["东村", 100, 98, value]]
    intake = open_source(book(data), small).read_all()
    card = score(small, intake.communities[0])
    told = [each for each in card.problems if each.code == "D220"]
    assert [each.message for each in told] == ([says] if says else [])
    assert [(each.place.cell, each.mend) for each in told] == ([("D2", _MEND)] if says else [])
    assert "D102" not in [each.code for each in intake.problems]
    assert card.final.total == 15


@pytest.mark.parametrize(("value", "told"), [("待定", 0), ("合格", 1)])
def test_what_is_undecided_is_not_decided_by_what_was_written(
    book: Callable[..., Path], small: Rubric, value: str, told: int
) -> None:
    data = [["社区名称", "有就业愿望人数", "是否合格"], ["东村", 100, value]]
    card = score(small, open_source(book(data), small).read_all().communities[0])
    assert card.verdict.passed is None
    assert [each.code for each in card.problems].count("D220") == told


@pytest.mark.parametrize("label", ["是否合格", "总分", "结论", "考核结果"])
def test_what_a_notice_calls_a_field_of_its_own_is_that_field(
    book: Callable[..., Path], county_file: Callable[[str, str], Rubric], label: str
) -> None:
    rubric = county_file("taizhou-2019", f"facts: {{own: {{zh: {label}}}}}")
    data = [["社区名称", "有就业愿望人数", "已就业人数", label], ["东村", 100, 98, "甲"]]
    intake = open_source(book(data), rubric).read_all()
    assert intake.communities[0].fact("own") == "甲"
    assert (intake.communities[0].totals, intake.communities[0].verdict) == ({}, None)
    assert "D102" not in [each.code for each in intake.problems]


ZEROS: list[tuple[dict[str, dict[str, int]], str]] = [
    ({"county": dict.fromkeys(("item1", "item2", "item3"), 0)}, "县级考评分"),
    ({"self": dict.fromkeys(("item1", "item2", "item3", "item4"), 0)}, "社区自评分"),
    ({"county": {"item1": 0, "item2": 0, "item3": 1}}, ""),
    ({"county": {"item1": 0, "item2": 0}}, ""),
]


@pytest.mark.parametrize("employed", [98, 0])
@pytest.mark.parametrize(("scores", "column"), ZEROS)
def test_a_level_of_nothing_but_zeros_is_asked_about_where_the_data_give_points(
    taizhou: Rubric, scores: dict[str, dict[str, int]], column: str, employed: int
) -> None:
    one = {"name": "东村", "indicators": {"labour_willing": 100, "employed": employed}, "scores": scores}
    card = score(taizhou, open_records({"communities": [one]}, taizhou).read_all().communities[0])
    told = [each for each in card.problems if each.code == "D212"]
    (level,) = scores
    words = f"“{column}”填的{len(scores[level])}项都是0，按数据计算的总分还待定。"
    assert [each.message for each in told] == ([words] if column else [])


def test_a_level_of_zeros_is_told_with_the_total_of_the_data(taizhou: Rubric) -> None:
    path = Path(__file__).parents[2] / "samples/taizhou-2019/communities.yaml"
    one = yaml.safe_load(path.read_text(encoding="utf-8"))["communities"][0]
    one["scores"] = {"county": dict.fromkeys(taizhou.ordered(), 0)}
    card = score(taizhou, open_records({"communities": [one]}, taizhou).read_all().communities[0])
    (told,) = [each for each in card.problems if each.code == "D212"]
    assert (
        told.message
        == f"“县级考评分”填的13项都是0，按数据计算的总分是{exact_text(card.computed.total or Fraction(0))}分。"
    )
    assert card.final.total == 0


@pytest.mark.parametrize(
    ("text", "refusing"),
    [
        ("不同意推荐", True),
        ("经核查弄虚作假，不予认定", True),
        ("材料不齐，退回", True),
        ("暂缓推荐", True),
        ("就业率不达标，建议明年再报", True),
        ("整改后再报", True),
        ("与事实不符。", True),
        ("不推荐", True),
        ("不够条件", True),
        ("条件不成熟", True),
        ("建议下年度再报", True),
        ("请补材料后再议", True),
        ("撤回", True),
        ("否", True),
        ("×", True),
        ("待整改后符合条件再报", True),
        ("不合格项已责令整改", True),
        ("2025年不合格，经整改仍不达标", True),
        ("一票否决", True),
        ("经整改后达标的再推荐", True),
        ("不合格，同意", True),
        ("未达到98%", True),
        ("同意推荐", False),
        ("经整改后符合条件，同意推荐", False),
        ("原不合格项已整改到位，同意", False),
        ("2025年不合格，经整改2026年达标，同意推荐", False),
        ("不合格项已全部整改，同意推荐", False),
        ("一票否决事项均未发生，同意", False),
        ("未达到满分，但同意推荐", False),
        ("同意，明年再接再厉", False),
        ("台账不够完善，同意推荐", False),
        ("建议推荐", False),
        ("符合条件，不再复查，同意", False),
        ("该村未发生弄虚作假情况，同意", False),
        ("情况属实，同意上报。公示期间没有不同意见", False),
        ("未发现弄虚作假行为，同意", False),
        ("同意。如有弄虚作假，取消称号", False),
        ("数据真实，无虚报", False),
        ("经复核，同意推荐", False),
        ("符合条件", False),
        ("不予否决，同意", False),
        ("不同意取消其称号", False),
        ("建议保留，不宜撤销", False),
        ("不作退回处理，同意", False),
        ("不得不取消", True),
        ("不予通过，退回", True),
        ("不同意，取消", True),
    ],
)
def test_an_opinion_that_refuses_is_told_from_one_that_agrees(text: str, refusing: bool) -> None:
    assert refuses(text) is refusing


def test_an_opinion_that_refuses_is_asked_about_at_its_cell(taizhou: Rubric) -> None:
    facts = {"township_opinion": "不同意推荐", "county_opinion": "同意"}
    source = open_records({"communities": [{"name": "东村", "facts": facts}]}, taizhou)
    (told,) = [
        each for each in score(taizhou, source.read_all().communities[0]).problems if each.code == "D240"
    ]
    assert told.message == "“街道（乡镇）意见”写着“不同意推荐”，照样评分、排名，够条件的照样列在名单里。"
    assert told.place.short.endswith("township_opinion")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("王某（33010219800101123X）", True),
        ("３３０１０２１９８００１０１１２３４", True),
        ("330102 19800101 1234", True),
        ("王某330102800615101", True),
        ("身份证：３３０１０２８００６１５１０１", True),
        ("账号330102800615101", False),
        ("营业执照注册号：330102800615101", False),
        ("合同330102801315101", False),
        ("13800000000、13900000001", False),
        ("账号 6222021202033445566", False),
        ("代码91330102MA2A123456", False),
        ("营业执照号330102198001011234", False),
        ("许可证编号：330102198001011234", False),
        ("账户33010219800101123X", True),  # its last sign proves it a person's
        ("身份证编号：330102800615101", True),
        ("身份证编号：330102198001011234", True),
        ("", False),
    ],
)
@pytest.mark.parametrize(
    ("key", "label"),
    [("address", "地址"), ("narrative", "建设成效"), ("township_opinion", "街道（乡镇）意见")],
)
def test_an_identity_number_in_a_text_is_asked_about_and_not_repeated(
    taizhou: Rubric, key: str, label: str, text: str, told: bool
) -> None:
    source = open_records({"communities": [{"name": "东村", "facts": {key: text}}]}, taizhou)
    problems = score(taizhou, source.read_all().communities[0]).problems
    found = [each.message for each in problems if each.code == "D245"]
    words = f"“{label}”里写着身份证号码（这里不印出来），照样印在要印这一格的表上。"
    assert found == ([words] if told else [])
