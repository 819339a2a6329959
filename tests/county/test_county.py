"""What follows over many communities."""

from datetime import date
from fractions import Fraction

import pytest
from support import card_of, full_marks, rubric_of
from support.command import SAMPLES

from formgen.commands.rank import rank_communities
from formgen.county.awards import Recipient, calculate_award, calculate_awards
from formgen.county.counts import NOTHING_ASKED, CountsAsked
from formgen.county.deadlines import in_time
from formgen.county.quota_places import Contender, QuotaPlaces, share_places
from formgen.county.quotas import apply_quotas, is_reached, judge_targets, most_allowed
from formgen.county.ranking import rank_cards
from formgen.model import Answer, Fact
from formgen.problems import FormgenError, Place

TAIZHOU, YONGJIA = rubric_of("taizhou-2019"), rubric_of("yongjia-2009")


@pytest.mark.parametrize(("base", "most"), [(0, 1), (9, 1), (10, 1), (49, 4)])
def test_a_county_may_send_one_where_it_reads_the_quota_so(base: int, most: int) -> None:
    quota = TAIZHOU.quotas["recommendation"].model_copy(update={"at_least_one": True})
    assert most_allowed(quota, base) == most


@pytest.mark.parametrize("counts", [{}, {"certified": 3, "communities": 0}, {"certified": 3}])
def test_a_target_without_a_base_is_not_decided(counts: dict[str, int]) -> None:
    assert is_reached(TAIZHOU.targets["one_third"], counts) is None


def test_a_title_pays_each_time_where_the_county_reads_it_so() -> None:
    award = TAIZHOU.awards["city_award"].model_copy(update={"times": "per_title"})
    assert calculate_award(award, Recipient(True, {}, ["市级", "省级"])) == 40000


def test_money_for_a_title_is_open_while_titles_are_unknown_and_set_locally_where_the_notice_says_so() -> (
    None
):
    assert calculate_awards(TAIZHOU, Recipient(True, {})) == {"city_award": None, "county_award": None}
    assert calculate_awards(TAIZHOU, Recipient(True, {}, ["县级"])) == {"city_award": 0, "county_award": None}


def test_money_that_hangs_on_an_unknown_fact_is_not_decided() -> None:
    money = calculate_awards(YONGJIA, Recipient(None, {"fulltime_staff": Fact("一名", Place())}))
    assert money == {"station": None, "staff": None, "plaque": None}


def test_money_is_nothing_where_the_condition_fails() -> None:
    facts = {"station": Fact("否", Place(), Answer.NO), "fulltime_staff": Fact("0", Place(), Fraction(0))}
    money = calculate_awards(YONGJIA, Recipient(False, facts))
    assert money == {"station": 0, "staff": 0, "plaque": 0}


@pytest.mark.parametrize(("day", "kept"), [((9, 10), True), ((9, 11), False)])
def test_the_middle_of_september_ends_before_the_11th_where_the_county_reads_it_so(
    day: tuple[int, int], kept: bool
) -> None:
    deadline = TAIZHOU.deadlines["recommendation"].model_copy(update={"by": "09-11", "inclusive": False})
    assert in_time(deadline, day) is kept


ONE_YEAR = [
    (date(2020, 11, 15), True),
    (date(2020, 11, 16), False),
    (date(2022, 6, 1), False),
    (date(2019, 12, 31), True),
    ((6, 1), True),
]


@pytest.mark.parametrize(("day", "kept"), ONE_YEAR)
def test_a_deadline_of_one_year_is_over_in_the_next(day: date | tuple[int, int], kept: bool) -> None:
    assert in_time(rubric_of("longquan-2020").deadlines["submission"], day) is kept
    assert in_time(TAIZHOU.deadlines["recommendation"], date(2022, 9, 20)) is True


def test_targets_count_only_what_every_card_tells() -> None:
    failed = {"target_total": 100, "target_employed": 90}
    card = card_of(YONGJIA, failed, facts={"institution": "是"})
    results = judge_targets(YONGJIA, [card, card], NOTHING_ASKED)
    assert {key: each.reached for key, each in results.items()} == {"first_year": False, "share": False}
    assert [each.to.value for each in results.values() if each.to] == [2]
    open_results = judge_targets(YONGJIA, [card, card_of(YONGJIA, {})], NOTHING_ASKED)
    assert [each.why for each in open_results.values()] == [
        "1个社区（村）结论待定，不论怎样都达不到",
        "1个社区（村）没有填“已建立劳动保障机构”",
    ]


_WAITING = "个社区（村）结论待定"


@pytest.mark.parametrize(
    ("at_least", "passed", "waiting", "failed", "reached", "why"),
    [
        (Fraction(1, 2), 2, 1, 1, True, f"1{_WAITING}，不论怎样都已达到"),
        (Fraction(2, 3), 2, 1, 1, None, f"1{_WAITING}"),
        (Fraction(9, 10), 2, 1, 1, False, f"1{_WAITING}，不论怎样都达不到"),
        (Fraction(1, 4), 0, 1, 3, None, f"1{_WAITING}"),
    ],
)
def test_a_target_that_waits_is_judged_where_nothing_that_is_missing_can_change_it(
    at_least: Fraction, passed: int, waiting: int, failed: int, reached: bool | None, why: str
) -> None:
    rule = YONGJIA.targets["share"].model_copy(update={"at_least": at_least})
    rubric = YONGJIA.model_copy(update={"targets": {"share": rule}, "pass_mark": TAIZHOU.pass_mark})
    yes = {"service_complete": "是", "institution": "是"}
    good = card_of(rubric, full_marks(), facts=yes)
    open_one = card_of(rubric, {}, facts=yes)
    bad = card_of(rubric, {**full_marks(), "target_employed": 0}, facts=yes)
    assert (good.passed, open_one.passed, bad.passed) == (True, None, False)
    result = judge_targets(rubric, [good] * passed + [open_one] * waiting + [bad] * failed, NOTHING_ASKED)[
        "share"
    ]
    assert (result.reached, result.why) == (reached, why)


def test_a_number_of_communities_is_judged_by_those_that_have_passed_already() -> None:
    rule = YONGJIA.targets["first_year"].model_copy(update={"at_least": Fraction(2)})
    rubric = YONGJIA.model_copy(update={"targets": {"two": rule}, "pass_mark": TAIZHOU.pass_mark})
    good = card_of(rubric, full_marks(), facts={"service_complete": "是"})
    for cards, reached in (([good] * 2, True), ([good], None), ([], False)):
        assert judge_targets(rubric, [*cards, card_of(rubric, {})], NOTHING_ASKED)["two"].reached is reached


@pytest.mark.parametrize(
    ("asked", "reached", "why"),
    [
        (CountsAsked(49, 147), True, ""),
        (CountsAsked(49, 148), False, ""),
        (CountsAsked(None, 147), None, "没有写已认定的总数（--certified）"),
        (CountsAsked(49, None), None, "基数比要数的还少，请核对，或用 --communities 写明总数"),
    ],
)
def test_a_share_of_all_communities_is_judged_by_the_numbers_a_person_gives(
    asked: CountsAsked, reached: object, why: str
) -> None:
    result = judge_targets(TAIZHOU, [card_of(TAIZHOU, {})], asked)["one_third"]
    assert (result.reached, result.why) == (reached, why)


def test_equal_totals_share_a_rank_and_the_pending_have_none() -> None:
    full = {key: 0 for key, each in TAIZHOU.indicators.items() if each.kind in {"count", "level"}}
    answers = {key: "否" for key, each in TAIZHOU.indicators.items() if each.kind == "yesno"}
    ratios = {"labour_willing": 100, "pension_resident": 100, "labour_able": 100, "new_entities": 10}
    decided = {**full, **answers, **ratios, "innovation_points": 0}
    rubric = TAIZHOU.model_copy(update={"pass_mark": None})
    low, high = card_of(rubric, decided), card_of(rubric, {**decided, "employed": 100})
    pending = card_of(rubric, {})
    places = rank_cards([low, pending, high, low])
    assert [place.rank for place in places] == [1, 2, 2, None]
    assert places[0].card is high


def test_a_community_has_no_rank_while_its_verdict_waits_for_an_answer() -> None:
    rubric = YONGJIA.model_copy(update={"pass_mark": TAIZHOU.pass_mark})
    good = card_of(rubric, full_marks(), facts={"service_complete": "是"})
    waiting = card_of(rubric, full_marks(), facts={})
    failed = card_of(rubric, full_marks(), facts={"service_complete": "否"})
    assert (waiting.final.total, waiting.passed) == (good.final.total, None)
    places = rank_cards([waiting, failed, good])
    assert [(place.rank, place.card) for place in places] == [(1, good), (None, failed), (None, waiting)]


# -- places ----------------------------------------------------------------------------------------------------
def sure(name: str, score: int) -> Contender[str]:
    return Contender(name, Fraction(score))


def pending(name: str, highest: int | None = None) -> Contender[str]:
    return Contender(name, None, None if highest is None else Fraction(highest))


@pytest.mark.parametrize(
    ("contenders", "most", "places"),
    [
        ([sure("甲", 9), sure("乙", 8)], 1, QuotaPlaces(("甲",))),
        ([sure("甲", 9), sure("乙", 9)], 1, QuotaPlaces((), ("甲", "乙"))),
        ([sure("甲", 9), sure("乙", 8), sure("丙", 8)], 2, QuotaPlaces(("甲",), ("乙", "丙"))),
        ([sure("甲", 9), pending("乙")], 1, QuotaPlaces((), (), ("甲",), ("乙",))),
        ([sure("甲", 9), pending("乙", 8)], 1, QuotaPlaces(("甲",))),
        ([sure("甲", 9), pending("乙", 9)], 1, QuotaPlaces((), (), ("甲",), ("乙",))),
        ([sure("甲", 9), sure("乙", 8), pending("丙", 8)], 2, QuotaPlaces(("甲",), (), ("乙",), ("丙",))),
        ([sure("甲", 9), pending("乙"), pending("丙")], 3, QuotaPlaces(("甲",), (), (), ("乙", "丙"))),
        ([sure("甲", 9), pending("乙"), pending("丙")], 2, QuotaPlaces((), (), ("甲",), ("乙", "丙"))),
        ([pending("乙")], 1, QuotaPlaces((), (), (), ("乙",))),
        ([pending("乙"), sure("甲", 9)], 0, QuotaPlaces()),
    ],
)
def test_a_place_that_somebody_pending_may_take_is_given_to_nobody(
    contenders: list[Contender[str]], most: int, places: QuotaPlaces[str]
) -> None:
    assert share_places(contenders, most) == places


@pytest.mark.parametrize(
    ("more", "within", "contested", "waiting"),
    [
        ({"r4": 1}, 2, 0, 0),
        ({"r3": None}, 1, 1, 1),  # 89 of 99 are sure: with its ten points it ties
        ({"r3": None, "target_employed": 95}, 2, 0, 0),  # it fails, whatever else it gets
        ({"r4": None, "aid_employed": 0}, 2, 0, 0),  # it cannot reach the others any more
    ],
)
def test_who_may_still_displace_is_known_by_the_points_that_are_open(
    more: dict[str, object], within: int, contested: int, waiting: int
) -> None:
    rubric = YONGJIA.model_copy(
        update={"quotas": {"two": TAIZHOU.quotas["recommendation"].model_copy(update={"to": "communities"})}}
    )
    held = {"service_complete": "是"}
    best = card_of(
        rubric, {**full_marks(), "loan_applications": 3, "loans_due": 20, "loans_recovered": 19}, facts=held
    )
    cards = [
        best,
        card_of(rubric, full_marks(), facts=held),
        card_of(rubric, {**full_marks(), **more}, facts=held),
    ]
    places = apply_quotas(rubric, cards, CountsAsked(None, 20))["two"].places
    assert (len(places.within), len(places.contested), len(places.waiting)) == (within, contested, waiting)


def test_passes_are_counted_among_the_members_of_the_base_only() -> None:
    mark = rubric_of("yongjia-2009").model_copy(update={"pass_mark": TAIZHOU.pass_mark})
    passed = card_of(mark, full_marks(), facts={"service_complete": "是", "institution": "否"})
    failed = card_of(
        mark, {**full_marks(), "target_employed": 95}, facts={"service_complete": "是", "institution": "是"}
    )
    result = judge_targets(mark, [passed, passed, failed], NOTHING_ASKED)["share"]
    assert (result.reached, result.of.value, result.of.how) == (
        False,
        Fraction(0),
        "“已建立劳动保障机构”又评为合格的",
    )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (CountsAsked(None, 3), "--communities 写的是3个，数据中却列出了"),
        (CountsAsked(200, 100), "--certified 写的是200个，比 --communities 写的总数100个还多"),
    ],
)
def test_a_whole_that_is_less_than_its_part_is_refused(asked: CountsAsked, words: str) -> None:
    with pytest.raises(FormgenError, match=words) as caught:
        rank_communities([SAMPLES / "taizhou-2019" / "data.xlsx"], "taizhou-2019", asked)
    assert (caught.value.problems[0].code, caught.value.usage) == ("F167", True)
