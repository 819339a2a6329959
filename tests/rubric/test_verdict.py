"""The score that counts, standards that explain themselves, what does not apply, and why a verdict is open."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from support import card_of, full_marks, rubric_of

from formgen.model import State
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard
from formgen.rubric.totals import Total, make_final

CountyFile = Callable[[str, str], Rubric]
YONGJIA = rubric_of("yongjia-2009")
MOST = {key: str(YONGJIA.criteria[key].points) for key in YONGJIA.ordered()}
ALL_BUT_ONE = {key: points for key, points in MOST.items() if key != "item19"}
HELD = {"service_complete": "是"}
READINGS = "chosen: {P33: pass_85, P36: points_only}\n"


def values(*given: object) -> list[object]:
    """Exact numbers and plain ones are equal; only their types differ."""
    return list(given)


def fallen(rubric: Rubric, **scores: dict[str, str]) -> Scorecard:
    """A community with 84 computed points (an employment rate of 95 %), and what levels entered."""
    return card_of(rubric, {**full_marks(), "target_employed": 95}, facts=HELD, scores=scores)


# -- the score that counts ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("chosen", "scores", "level", "points", "passed"),
    [
        ("", {"city": MOST}, "city", 100, True),
        ("", {"county": MOST}, None, 84, False),
        ("", {"city": ALL_BUT_ONE}, None, 84, False),
        ("", {"self": MOST}, None, 84, False),
        ("P34: latest", {"county": MOST}, "county", 100, True),
        ("P34: latest", {"township": MOST, "city": ALL_BUT_ONE}, "township", 100, True),
        ("P34: latest", {"city": {**MOST, "item1": "0"}, "county": MOST}, "city", 85, True),
        ("P34: latest", {"self": MOST}, None, 84, False),
    ],
)
def test_the_deciding_level_counts_once_it_entered_every_criterion(
    county_file: CountyFile,
    chosen: str,
    scores: dict[str, dict[str, str]],
    level: str | None,
    points: int,
    passed: object,
) -> None:
    readings = ", ".join(filter(None, ("P33: pass_85", "P36: points_only", chosen)))
    card = fallen(county_file("yongjia-2009", f"chosen: {{{readings}}}\n"), **scores)
    assert values(card.total, card.final.total, card.final.level, card.passed) == [84, points, level, passed]


def test_both_scores_and_every_difference_of_every_level_are_said(county_file: CountyFile) -> None:
    card = fallen(
        county_file("yongjia-2009", READINGS), city=MOST, county={"item2": "14"}, self={"item1": "15"}
    )
    assert card.explain_final() == ["以市级考评分为准：100分；按数据计算：84分。"]
    assert [values(each.level, each.key, each.entered, each.computed) for each in card.differences] == [
        ["self", "item1", 15, 0],
        ["county", "item2", 14, 15],
        ["city", "item1", 15, 0],
        ["city", "item11", 2, 1],
    ]


def test_a_level_that_is_not_through_is_named_with_what_it_lacks() -> None:
    assert fallen(YONGJIA, city=ALL_BUT_ONE).explain_final() == [
        "市级考评分还有1项没有录入（18），以按数据计算的得分为准。"
    ]


def test_many_points_that_cannot_be_used_are_counted(county_file: CountyFile) -> None:
    twice = dict.fromkeys(("item1", "item2", "item3", "item4"), "十几分")
    card = fallen(county_file("yongjia-2009", READINGS), city=MOST | twice)
    said = "市级考评分有4项不能采用，如“1 登记失业人员和持证人员就业率”填的“十几分”"
    assert [each.startswith(said) for each in card.explain_unusable()] == [True]


def test_a_level_decides_although_the_computation_is_open(county_file: CountyFile) -> None:
    card = card_of(county_file("yongjia-2009", READINGS), {}, scores={"city": MOST})
    assert values(card.total, card.final.total, card.passed) == [None, 100, True]
    assert card.explain_final() == ["以市级考评分为准：100分；按数据计算：待定。"]


# -- standards ------------------------------------------------------------------------------------------------
STANDARDS: list[tuple[str, dict[str, Any], dict[str, str], str, str]] = [
    ("rate", {"target_employed": 96}, {}, "符合", "96÷100＝96%。达到96%。"),
    ("rate", {"target_employed": 95}, {}, "不符合", "95÷100＝95%。未达到96%。"),
    ("rate", {"target_employed": None}, {}, "待定", "缺少“其中已就业人数”，待定。"),
    ("rate", {"target_employed": 101}, {}, "数据有误", "请核对后改正。"),
    ("rate", {"target_employed": 0, "target_total": 0}, {}, "待定", "分母为0，待定。"),
    ("zero_job", {"zero_job_households": 1}, {}, "不符合", "超过0。"),
    ("zero_job", {"zero_job_households": 0}, {}, "符合", "不超过0。"),
    ("service", {}, {"service_complete": "是"}, "符合", "机构功能齐全且服务对象都得到服务：是"),
    ("service", {}, {"service_complete": "否"}, "不符合", "：否"),
    ("service", {}, {}, "待定", "缺少“机构功能齐全且服务对象都得到服务”，待定。"),
]


@pytest.mark.parametrize(("key", "figures", "facts", "words", "says"), STANDARDS)
def test_a_standard_is_explained_with_its_figures_or_what_is_missing(
    key: str, figures: dict[str, Any], facts: dict[str, str], words: str, says: str
) -> None:
    card = card_of(YONGJIA, {**full_marks(), **figures}, facts=facts)
    (found,) = [each for each in card.explain_standards() if each.key == key]
    assert found.words == words
    assert says in "".join(found.sentences)
    assert found.clause == card.rubric.gates.standards[key].clause if card.rubric.gates else False


def test_a_standard_names_the_cell_it_was_decided_by() -> None:
    card = card_of(YONGJIA, full_marks(), facts=HELD)
    assert all("communities[0]" in "".join(each.sentences) for each in card.explain_standards())


def test_months_that_contradict_each_other_decide_no_standard(county_file: CountyFile) -> None:
    months = {"target_total": [300] + [100] * 11, "target_employed": [301] + [90] * 11}
    figures = {key: each for key, each in full_marks().items() if key not in months}
    card = card_of(county_file("yongjia-2009", READINGS), figures, facts=HELD, monthly=months)
    (rate, *_) = card.gates
    assert (rate.holds, rate.state, card.outcomes["item1"].state) == (
        None,
        State.CONTRADICTION,
        State.CONTRADICTION,
    )
    assert card.passed is None


REASONS: list[tuple[str, dict[str, Any], dict[str, str], object, list[str]]] = [
    ("P33: pass_85", {}, HELD, True, []),
    ("P33: none", {}, HELD, None, ["通知没有合格线（可选定口径P33）"]),
    (
        "P33: pass_85",
        {"zero_job_households": 1},
        HELD,
        False,
        ["评定标准“基本消除“零就业”家庭”不符合", "84分，不到85分"],
    ),
    ("P33: pass_85", {}, {}, None, ["评定标准“服务机构功能齐全”待定"]),
    ("P33: pass_85", {"r3": None}, HELD, None, ["1项待定"]),
    ("P33: none", {"zero_job_households": 1}, HELD, False, ["评定标准“基本消除“零就业”家庭”不符合"]),
]


@pytest.mark.parametrize(("chosen", "figures", "facts", "passed", "reasons"), REASONS)
def test_a_verdict_says_why_it_fails_or_stays_open(
    county_file: CountyFile,
    chosen: str,
    figures: dict[str, Any],
    facts: dict[str, str],
    passed: object,
    reasons: list[str],
) -> None:
    card = card_of(
        county_file("yongjia-2009", f"chosen: {{{chosen}}}\n"), {**full_marks(), **figures}, facts=facts
    )
    assert (card.verdict.passed, list(card.verdict.reasons)) == (passed, reasons)


@pytest.mark.parametrize(
    ("households", "answer", "words"),
    [(0, None, "符合"), (2, None, "待定"), (2, "是", "符合"), (2, "否", "不符合")],
)
def test_a_reviewer_decides_a_standard_where_the_county_leaves_it_to_one(
    county_file: CountyFile, households: int, answer: str | None, words: str
) -> None:
    rubric = county_file("yongjia-2009", "chosen: {P23: reviewer}\n")
    facts = {"zero_job_cleared": answer} if answer else {}
    card = card_of(rubric, {**full_marks(), "zero_job_households": households}, facts=facts)
    assert [each.words for each in card.gates if each.key == "zero_job"] == [words]


# -- what does not apply --------------------------------------------------------------------------------------
NOBODY = {"target_total": 0, "target_employed": 0}


@pytest.mark.parametrize(
    ("reading", "final", "passed", "says"),
    [
        (
            "not_applicable",
            Fraction(8400, 85),
            True,
            "1项不适用，不计入：应得85分，实得84分，折算84÷85×100＝98.82…分。",
        ),
        ("not_applicable_plain", Fraction(84), False, "1项不适用，不计入：应得85分，实得84分。"),
    ],
)
def test_what_does_not_apply_leaves_the_points_and_what_is_due(
    county_file: CountyFile, reading: str, final: Fraction, passed: object, says: str
) -> None:
    rubric = county_file("yongjia-2009", f"chosen: {{P03: {reading}, P33: pass_85}}\n")
    card = card_of(rubric, {**full_marks(), **NOBODY}, facts=HELD)
    assert values(card.total, card.computed.due, card.final.total, card.passed) == [84, 85, final, passed]
    assert card.explain_final() == [says]
    assert card.gates[0].words == "不适用"


@pytest.mark.parametrize(("reading", "words"), [("zero", "不符合"), ("full", "符合"), ("pending", "待定")])
def test_the_standard_follows_the_reading_of_a_share_of_nobody(
    county_file: CountyFile, reading: str, words: str
) -> None:
    rubric = county_file("yongjia-2009", f"chosen: {{P03: {reading}}}\n")
    assert card_of(rubric, {**full_marks(), **NOBODY}, facts=HELD).gates[0].words == words


def test_nothing_that_applies_has_no_score() -> None:
    nothing = Total(Fraction(0), Fraction(0), due=Fraction(0))
    assert make_final(YONGJIA, None, nothing).total is None


def test_a_bonus_is_never_converted(county_file: CountyFile) -> None:
    rubric = county_file("taizhou-2019", "chosen: {P03: not_applicable}\n")
    final = make_final(rubric, None, Total(Fraction(45), Fraction(6), due=Fraction(90)))
    assert values(final.main, final.bonus, final.total) == [50, 6, 56]


def test_a_loan_that_falls_due_means_that_somebody_applied() -> None:
    card = card_of(YONGJIA, {**full_marks(), "loan_applications": 0, "loans_due": 3, "loans_recovered": 3})
    assert card.outcomes["item11"].state is State.CONTRADICTION
    (problem,) = card.problems
    assert problem.message == "没有小额担保贷款申请，却有到期贷款（到期贷款：3、11 小额担保贷款申请数：0）。"


# -- standards only -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "passed", "reasons"),
    [("是", True, []), ("否", False, ["评定标准“甲”不符合"]), (None, None, ["评定标准“甲”待定"])],
)
def test_standards_without_points_pass_or_fail_by_themselves(
    standards_only: Rubric, answer: str | None, passed: object, reasons: list[str]
) -> None:
    card = card_of(standards_only, {"workers": 2}, facts={"done": answer} if answer else {})
    assert (card.total, card.passed, list(card.verdict.reasons)) == (None, passed, reasons)


def test_a_case_that_decides_names_its_figure_with_the_cell() -> None:
    sentences = card_of(YONGJIA, full_marks()).outcomes["item11"].sentences()
    assert sentences[0] == "11 小额担保贷款申请数：0笔（communities[0].indicators.loan_applications）。"


# -- a deciding level that cannot be read -----------------------------------------------------------------------
CELL = "市级考评分“3 就业服务机构”填的“{}”（communities[0].scores.city.item3）不能采用"


@pytest.mark.parametrize(
    ("chosen", "scores", "reason"),
    [
        ("", {"city": {**MOST, "item3": "11"}}, CELL.format("11")),
        ("", {"city": {**MOST, "item3": "-1"}}, CELL.format("-1")),
        ("", {"city": {**MOST, "item3": "不知道"}}, CELL.format("不知道")),
        ("", {"city": {**MOST, "item3": "/"}}, CELL.format("/")),
        ("", {"city": {**MOST, "item3": "#N/A"}}, CELL.format("#N/A")),
        ("", {"city": {**MOST, "item3": [10]}}, CELL.format("（不是一个值）")),
        ("P34: latest", {"city": {**MOST, "item3": "11"}, "county": MOST}, CELL.format("11")),
        ("", {"市及": MOST}, "有一级评分认不出是哪一级，评分栏写的是“市及”（communities[0].scores.市及）"),
        (
            "P34: latest",
            {"市及": MOST, "county": MOST},
            "有一级评分认不出是哪一级，评分栏写的是“市及”（communities[0].scores.市及）",
        ),
        ("", {"city": "100"}, "市级考评分没有逐项写，看不出各项多少分（communities[0].scores.city）"),
    ],
)
def test_a_deciding_level_that_cannot_be_read_leaves_the_score_open_and_names_the_cell(
    county_file: CountyFile, chosen: str, scores: dict[str, Any], reason: str
) -> None:
    readings = ", ".join(filter(None, ("P33: pass_85", "P36: points_only", chosen)))
    card = card_of(county_file("yongjia-2009", f"chosen: {{{readings}}}\n"), full_marks(), scores=scores)
    assert values(card.total, card.final.total, card.passed) == [99, None, None]
    assert card.verdict.reasons == (reason,)
    assert card.explain_final()[-1] == f"{reason}，最后得分待定。"


@pytest.mark.parametrize(
    ("scores", "points"),
    [
        ({"city": {**ALL_BUT_ONE, "item3": "11"}}, 99),  # it would not decide once that is mended either
        ({"county": {**MOST, "item3": "11"}}, 99),
        ({"市及": MOST, "city": MOST}, 100),
    ],
)
def test_what_cannot_change_the_score_that_counts_leaves_it_as_it_is(
    scores: dict[str, Any], points: int
) -> None:
    assert card_of(YONGJIA, full_marks(), scores=scores).final.total == points


def test_without_a_pass_mark_the_verdict_still_says_which_points_cannot_be_used() -> None:
    reasons = card_of(YONGJIA, full_marks(), scores={"city": {**MOST, "item3": "11"}}).verdict.reasons
    assert CELL.format("11") in reasons
