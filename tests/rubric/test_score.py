"""What always holds of a scorecard, whatever the figures are."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import card_of, full_marks, rubric_of

from formgen.model import State
from formgen.problems import Place
from formgen.rubric.score import Difference, score

YESNO = st.sampled_from([True, False, None, "无服务对象"])
COUNTS = st.integers(0, 3000) | st.none()


def figures(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Random figures for all indicators of a rubric, some missing, some contradicting each other."""
    by_kind: dict[str, Any] = {
        "count": COUNTS,
        "yesno": YESNO,
        "level": st.integers(0, 4) | st.none(),
        "points": st.sampled_from([0, "0.5", 1, 2, 3, 5, 99, None]),
    }
    indicators = rubric_of(name).indicators
    chosen = {key: by_kind[each.kind] for key, each in indicators.items() if each.kind in by_kind}
    return st.fixed_dictionaries(chosen)


def holds(name: str, inputs: dict[str, Any]) -> None:
    card = card_of(name, inputs)
    for key, outcome in card.outcomes.items():
        decided = outcome.state in {State.SCORED, State.JUDGED}
        assert (outcome.points is not None) == decided
        assert outcome.points is None or 0 <= outcome.points <= card.rubric.criteria[key].points
        assert outcome.points is None or isinstance(outcome.points, Fraction)
        assert outcome.steps, "every outcome says why"
    known = [points for key in card.outcomes if (points := card.points(key)) is not None]
    assert card.total == (sum(known, Fraction(0)) if len(known) == len(card.outcomes) else None)
    assert all(sentence for each in card.explain() for sentence in each.sentences)


@given(figures("taizhou-2019"))
def test_points_lie_between_nothing_and_the_maximum_for_taizhou(inputs: dict[str, Any]) -> None:
    holds("taizhou-2019", inputs)


@given(figures("yongjia-2009"))
def test_points_lie_between_nothing_and_the_maximum_for_yongjia(inputs: dict[str, Any]) -> None:
    holds("yongjia-2009", inputs)


@given(st.integers(1, 5000), st.data())
def test_no_rate_below_a_mark_ever_reaches_its_tier(total: int, data: st.DataObject) -> None:
    employed = data.draw(st.integers(0, total))
    points = card_of("taizhou-2019", {"employed": employed, "labour_willing": total}).points("item1")
    expected = 5 if employed * 100 >= 98 * total else 3 if employed * 100 >= 95 * total else 0
    assert points == expected


@given(st.integers(0, 400), st.integers(1, 400))
def test_a_share_is_exact_and_capped(employed: int, required: int) -> None:
    points = card_of("yongjia-2009", {"aid_employed": employed, "aid_required": required}).points("item14")
    assert points == min(Fraction(15 * employed, required), Fraction(15))


def test_scoring_twice_gives_the_same_scorecard() -> None:
    card = card_of("taizhou-2019", {"employed": 95, "labour_willing": 100})
    assert score(card.rubric, card.community) == card


TWELVE = list(range(1, 13))
PENDING = [
    ("taizhou-2019", "item1", {"labour_willing": 0, "employed": 0}, "分母为0，待定，由评审决定"),
    ("taizhou-2019", "item1", {"employed": 5}, "缺少“户籍人口中有劳动能力和就业愿望的适龄人员数”，待定"),
    ("taizhou-2019", "item8c", {"sub_flexible": "无服务对象"}, "无服务对象，待定"),
    ("taizhou-2019", "item9b", {}, "由评审人评定，尚未录入"),
    ("yongjia-2009", "item11", {"loan_applications": 5, "loans_due": 0}, "尚无到期贷款"),
    ("yongjia-2009", "item11", {"loan_applications": 9, "loans_due": 9, "loans_recovered": 8}, "由评审决定"),
    ("yongjia-2009", "item14", {"aid_required": 0, "aid_employed": 0}, "分母为0"),
    ("yongjia-2009", "item16", {"aid_records_missing": 0}, "尚未录入"),
]


@pytest.mark.parametrize(("rubric", "key", "inputs", "words"), PENDING)
def test_what_the_data_cannot_decide_is_pending_and_says_why(
    rubric: str, key: str, inputs: dict[str, Any], words: str
) -> None:
    card = card_of(rubric, inputs)
    assert (card.points(key), card.outcomes[key].state) == (None, State.PENDING)
    told = "".join(next(each for each in card.explain() if each.key == key).sentences)
    assert words in told


def test_a_judgement_decides_what_was_pending_with_who_and_why() -> None:
    judged = {"item11": {"points": 1, "by": "评审组长", "reason": "贷后跟踪到位"}}
    card = card_of("yongjia-2009", {"loan_applications": 5, "loans_due": 0}, judged=judged)
    assert card.points("item11") == 1
    assert card.outcomes["item11"].state is State.JUDGED
    assert "评审组长评定1分" in "".join(card.explain()[10].sentences)
    assert "理由：贷后跟踪到位" in "".join(card.explain()[10].sentences)
    assert card.problems == ()


def test_a_judgement_does_not_replace_what_the_data_decide_and_that_is_said() -> None:
    card = card_of(
        "yongjia-2009", {"complaints_individual": 1, "complaints_collective": 0}, judged={"item19": 5}
    )
    assert card.points("item19") == 3
    assert [problem.code for problem in card.problems] == ["D125"]


def test_judged_points_may_stand_under_the_key_of_their_indicator() -> None:
    card = card_of("yongjia-2009", {}, judged={"r4": 2, "item5": "2.5"})
    assert (card.points("item4"), card.points("item5")) == (Fraction(2), Fraction("2.5"))


def test_a_judgement_above_the_maximum_is_a_contradiction() -> None:
    card = card_of("yongjia-2009", {}, judged={"item4": 3})
    assert (card.points("item4"), card.outcomes["item4"].state) == (None, State.CONTRADICTION)
    card = card_of("yongjia-2009", {"loan_applications": 5, "loans_due": 0}, judged={"item11": 3})
    assert card.outcomes["item11"].state is State.CONTRADICTION


def test_missing_months_are_named_and_nothing_is_averaged() -> None:
    monthly = {"target_employed": [*[98] * 10, None, 98], "target_total": [100] * 12}
    card = card_of("yongjia-2009", {}, monthly=monthly)
    assert card.outcomes["item1"].state is State.PENDING
    assert "缺11月" in "".join(card.explain()[0].sentences)


def test_missing_months_are_skipped_when_the_county_says_so(county_file: Any) -> None:
    rubric = county_file("yongjia-2009", "chosen: {P30m: available}\n")
    monthly = {"monthly_rates": ["96%"] * 11}
    card = card_of(rubric, {}, monthly=monthly)
    assert card.points("item1") == 15
    assert "缺12月，按已有月份平均" in "".join(card.explain()[0].sentences)


def test_a_month_without_anybody_is_pending() -> None:
    monthly = {"target_employed": [0, *[98] * 11], "target_total": [0, *[100] * 11]}
    assert card_of("yongjia-2009", {}, monthly=monthly).outcomes["item1"].state is State.PENDING


def test_an_unusable_month_is_a_contradiction() -> None:
    monthly = {"target_employed": ["很多", *[98] * 11], "target_total": [100] * 12}
    assert card_of("yongjia-2009", {}, monthly=monthly).outcomes["item1"].state is State.CONTRADICTION


def test_a_month_with_more_employed_than_people_is_a_contradiction() -> None:
    monthly = {"target_employed": [101, *[98] * 11], "target_total": [100] * 12}
    card = card_of("yongjia-2009", {}, monthly=monthly)
    assert card.outcomes["item1"].state is State.CONTRADICTION
    assert [problem.code for problem in card.problems] == ["D113"]


def test_the_sum_of_months_counts_when_the_county_says_so(county_file: Any) -> None:
    rubric = county_file("yongjia-2009", "chosen: {P30: of_sums}\n")
    monthly = {"target_employed": [96] * 12, "target_total": [100] * 12}
    card = card_of(rubric, {}, monthly=monthly)
    assert card.points("item1") == 15
    assert "12个月人数合计1152÷1200＝96%" in "".join(card.explain()[0].sentences)


@pytest.mark.parametrize(
    ("rates", "told"),
    [
        (["96"] * 12, []),
        (["95.9", *["96"] * 11], []),
        (["90", *["96"] * 11], ["1月填的比率和按人数算的96%不一样，计算用的是人数"]),
        ([None, *["96"] * 11], []),
    ],
)
def test_a_typed_rate_of_a_month_that_its_counts_do_not_give_is_told(
    rates: list[Any], told: list[str]
) -> None:
    monthly = {
        "target_employed": [96] * 12,
        "target_total": [100] * 12,
        "monthly_rates": rates,
    }
    card = card_of("yongjia-2009", {}, monthly=monthly)
    assert [each.words["detail"].partition("（")[0] for each in card.problems if each.code == "D131"] == told
    assert card.points("item1") == 15


def test_the_mean_of_months_is_explained_with_the_counts_of_each_and_their_cells() -> None:
    places = {
        key: [Place(sheet="十二个月", cell=f"{column}{row}") for column in "DEFGHIJKLMNO"]
        for key, row in (("target_employed", 3), ("target_total", 2))
    }
    counts = {"target_employed": [95, *[98] * 11], "target_total": [100] * 12}
    community = card_of("yongjia-2009", {}, monthly=counts).community
    monthly = {
        key: tuple(
            replace(figure, place=place) if figure else None
            for figure, place in zip(row, places[key], strict=True)
        )
        for key, row in community.monthly.items()
    }
    card = score(rubric_of("yongjia-2009"), replace(community, monthly=monthly))
    (said,) = [each for each in card.explain()[0].sentences if "12个月的就业率" in each]
    assert "为95÷100＝95%、98÷100＝98%、" in said
    assert "98÷100＝98%（十二个月!D3至O3、十二个月!D2至O2），平均97.75%。" in said


READINGS: list[tuple[str, str, dict[str, Any], str, object]] = [
    ("taizhou-2019", "P01: exclude", {"employed": 95, "labour_willing": 100}, "item1", 0),
    ("taizhou-2019", "P02: two_decimals", {"employed": 94994, "labour_willing": 100000}, "item1", 0),
    ("taizhou-2019", "P02: two_decimals", {"employed": 968, "labour_willing": 1019}, "item1", 3),
    ("taizhou-2019", "P02: two_decimals", {"new_entities": 1000, "jobs_created": 2996}, "item6", 3),
    ("taizhou-2019", "P03: not_applicable", {"employed": 0, "labour_willing": 0}, "item1", None),
    ("taizhou-2019", "P04: pending", {"lowinc_households": 0, "lowinc_with_job": 0}, "item2", None),
    ("taizhou-2019", "P04: not_applicable", {"lowinc_households": 0, "lowinc_with_job": 0}, "item2", None),
    (
        "taizhou-2019",
        "P05: strict",
        {
            "site_points": 3,
            "staff_points": 3,
            "funding_points": 2,
            "procedures_points": 1,
            "system_points": 0,
        },
        "item7",
        0,
    ),
    ("taizhou-2019", "P07: add", {"referral_level": 3}, "item8a", None),
    ("taizhou-2019", "P11: add", {"other_level": 2}, "item8d", 5),
    ("taizhou-2019", "P13: any", {"innovation_points": "2.3"}, "item9b", "2.3"),
    (
        "yongjia-2009",
        "P22: each",
        {"registered_total": 100, "registered_employed": 100, "holders_total": 100, "holders_employed": 95},
        "item1",
        0,
    ),
    ("yongjia-2009", "P21: reviewer", {"target_total": 100, "target_employed": 95}, "item1", None),
    ("yongjia-2009", "P24: equal_split", {"platform_set_up": True, "sign_hung": False}, "item4", 1),
    ("yongjia-2009", "P25: one", {"loan_applications": 9, "loans_due": 9, "loans_recovered": 8}, "item11", 1),
    ("yongjia-2009", "P27z: full", {"aid_required": 0, "aid_employed": 0}, "item14", 15),
    ("yongjia-2009", "P27: reviewer", {"aid_required": 0, "aid_employed": 0}, "item14", None),
    ("yongjia-2009", "P28: each", {"r16": 4, "aid_records_missing": 3}, "item16", 0),
]


@pytest.mark.parametrize(
    ("name", "chosen", "inputs", "key", "points"), READINGS, ids=[f"{r[0]} {r[1]}" for r in READINGS]
)
def test_a_county_can_choose_another_reading(
    name: str, chosen: str, inputs: dict[str, Any], key: str, points: object, county_file: Any
) -> None:
    card = card_of(county_file(name, f"chosen: {{{chosen}}}\n"), inputs)
    assert card.points(key) == (None if points is None else Fraction(str(points)))
    assert all(sentence for each in card.explain() for sentence in each.sentences)


def test_nobody_to_serve_can_count_full_or_nothing(county_file: Any) -> None:
    nobody = dict.fromkeys(
        ("sub_flexible", "sub_public_post", "sub_graduate", "sub_loan_interest", "sub_startup"), "无服务对象"
    )
    assert card_of(county_file("taizhou-2019", "chosen: {P42: full}\n"), nobody).points("item8c") == 5
    assert card_of(county_file("taizhou-2019", "chosen: {P42: zero}\n"), nobody).points("item8c") == 0


def test_a_contradiction_can_be_scored_separately_when_the_county_says_so(county_file: Any) -> None:
    inputs = {"survey_done": False, "survey_complete": True}
    assert card_of("taizhou-2019", inputs).outcomes["item8a"].state is State.CONTRADICTION
    rubric = county_file("taizhou-2019", "chosen: {P08: separate}\n")
    card = card_of(rubric, inputs)
    assert (card.outcomes["item8a"].state, card.problems) == (State.PENDING, ())


GATES: list[tuple[dict[str, Any], dict[str, Any], bool | None]] = [
    ({"target_total": 100, "target_employed": 95, "zero_job_households": 0}, {}, False),
    ({"target_total": 100, "target_employed": 96, "zero_job_households": 1}, {}, False),
    (
        {"target_total": 100, "target_employed": 96, "zero_job_households": 0},
        {"service_complete": "否"},
        False,
    ),
    ({"target_total": 100, "target_employed": 96, "zero_job_households": 0}, {}, None),
    ({"target_total": 0, "target_employed": 0, "zero_job_households": 0}, {"service_complete": "是"}, None),
]


@pytest.mark.parametrize(("inputs", "facts", "passed"), GATES)
def test_a_failed_standard_decides_and_an_unknown_one_does_not(
    inputs: dict[str, Any], facts: dict[str, Any], passed: object
) -> None:
    assert card_of("yongjia-2009", inputs, facts=facts).passed is passed


def test_a_county_with_a_pass_mark_passes_who_holds_all_standards_and_reaches_it(county_file: Any) -> None:
    rubric = county_file("yongjia-2009", "chosen: {P33: pass_85}\n")
    card = card_of(rubric, full_marks(), facts={"service_complete": "是"})
    assert card.total == 99
    assert card.passed is True
    points_only = county_file("yongjia-2009", "chosen: {P33: pass_85, P36: points_only}\n")
    assert card_of(points_only, {**full_marks(), "target_employed": 95}).passed is False


def test_an_exclusive_reading_also_holds_for_the_standards(county_file: Any) -> None:
    rubric = county_file("yongjia-2009", "chosen: {P01: exclude}\n")
    assert {result.key: result.holds for result in card_of(rubric, full_marks()).gates}["rate"] is False


def test_what_is_missing_to_the_next_tier_is_counted() -> None:
    told = card_of("taizhou-2019", {"employed": 1939, "labour_willing": 2000}).explain()[0].sentences
    assert told[1] == "达到95%，得3分。距下一档98%（5分）还差21人（其他数不变）。"
    told = card_of("taizhou-2019", {"new_entities": 7, "jobs_created": 20}).explain()[5].sentences
    assert "距下一档1:3（3分）还差1人" in told[1]


def test_a_rate_just_below_a_mark_is_never_printed_as_the_mark() -> None:
    told = card_of("taizhou-2019", {"employed": 968, "labour_willing": 1019}).explain()[0].sentences
    assert "968÷1019＝94.99…%" in told[0]


def test_the_decisive_reading_is_marked() -> None:
    (first, *_) = card_of("taizhou-2019", {"employed": 95, "labour_willing": 100}).explain()
    assert [used.name for used in first.readings if used.decisive] == ["P01"]


DISAGREEING = [
    ("D113", {"employed": 101, "labour_willing": 100}, "“其中已就业人数”（101）大于"),
    ("D114", {"new_public_posts": 1, "public_posts_exist": False}, "却填了辖区内没有公益性岗位"),
    ("D114", {"survey_done": False, "survey_updated": True}, "却填了调查数据定期更新"),
    (
        "D113",
        {"labour_willing": 101, "labour_able": 100},
        "“户籍人口中有劳动能力和就业愿望的适龄人员数”（101）大于",
    ),
    ("D131", {"entrepreneurs": 101, "employed": 100}, "创业人数多于已就业人数"),
]


@pytest.mark.parametrize(("code", "inputs", "words"), DISAGREEING)
def test_figures_that_disagree_are_both_named(code: str, inputs: dict[str, Any], words: str) -> None:
    (problem,) = card_of("taizhou-2019", inputs).problems
    assert problem.code == code
    assert words in problem.message
    assert problem.place.path.rpartition(".")[2] in inputs


def test_claims_that_differ_from_the_computation_are_told() -> None:
    card = card_of(
        "taizhou-2019", {"employed": 95, "labour_willing": 100}, scores={"self": {"item1": 5, "item2": 5}}
    )
    assert card.differences == [Difference("self", "item1", Fraction(5), Fraction(3), Fraction(5))]


@given(figures("taizhou-2019"), st.data())
def test_one_good_thing_more_never_lowers_a_criterion(inputs: dict[str, Any], data: st.DataObject) -> None:
    """A yes instead of a no, one report, one certificate more: no criterion that both decide gives less."""
    rubric = rubric_of("taizhou-2019")
    good = [key for key, each in rubric.indicators.items() if each.kind == "yesno"]
    key = data.draw(
        st.sampled_from([*good, "employed", "certified", "entrepreneurs", "media_county", "media_city"])
    )
    less: Any = False if key in good else inputs.get(key) or 0
    more: Any = True if key in good else less + data.draw(st.integers(1, 50))
    before, after = card_of(rubric, {**inputs, key: less}), card_of(rubric, {**inputs, key: more})
    for name in rubric.criteria:
        low, high = before.points(name), after.points(name)
        assert low is None or high is None or low <= high, f"{name}: {key} {less} → {more}"
