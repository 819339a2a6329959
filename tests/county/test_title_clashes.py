"""The register of titles against the data of the same year: what differs is a question, and neither of them decides."""

from typing import Any

import pytest
from support import card_of, rubric_of
from support.title_rows import WHO, book_of

from formgen.commands.rank import rank_scores_of
from formgen.county.title_changes import find_outcome
from formgen.library import Scores
from formgen.rubric.score import Scorecard

NINGBO, LONGQUAN, FUSHUN = (rubric_of(name) for name in ("ningbo-2010", "longquan-2020", "fushun-2008"))
OF_A_COMMUNITY = {"district": "否", "street": "否", "community": "是"}
TITLE = "充分就业社区"
GIVEN = [TITLE, "认定", "2010-12-20"]
YEARLY: list[tuple[str, list[Any], tuple[str, str], str]] = [
    ("是", ["复核合格", "2011-12-01"], ("保持", ""), ""),
    ("否", ["复核合格", "2011-12-01"], ("待定", "台账里今年复核合格，数据里的结论是不合格"), "2011年12月1日复核合格"),
    ("是", ["复核不合格", "2011-12-01"], ("次年才能重新创建", "2011年收回"), "2011年12月1日复核不合格"),
    ("否", ["复核不合格", "2011-12-01"], ("不认定", ""), ""),
    ("是", ["摘牌", "2011-12-01"], ("次年才能重新创建", "2011年收回"), "2011年12月1日摘牌"),
    ("是", ["限期整顿", "2011-12-01", "2012-03-01"], ("保持", "还在整顿中：2011年12月1日限期整顿，到2012年3月1日"), ""),
    ("是", ["退出", "2011-12-01"], ("次年才能重新创建", "2011年收回"), ""),
]  # fmt: skip


def ningbo(recognised: str) -> Scorecard:
    return card_of(NINGBO, {}, facts={**OF_A_COMMUNITY, "recognised": recognised})


@pytest.mark.parametrize(("recognised", "row", "outcome", "asked"), YEARLY)
def test_what_happened_to_a_title_this_year_is_held_against_the_result_of_the_year(
    recognised: str, row: list[Any], outcome: tuple[str, str], asked: str
) -> None:
    found = find_outcome(NINGBO, ningbo(recognised), book_of(NINGBO, [GIVEN, [TITLE, *row]], "2011-12-31"))
    assert (found.change.value, found.why) == outcome
    said = str(found.clash or "")
    verdict = "合格" if recognised == "是" else "不合格"
    assert said.startswith("[C180] 错误") == bool(asked)
    if asked:
        told = f"“示例镇示例社区”{asked}“充分就业社区”，数据里今年的结论却是{verdict}。 → 请核对台账和数据"
        assert told in said


ONCE: list[tuple[str, list[list[str]], str, tuple[str, str]]] = [
    ("否", [["认定", "2021-11-25"]], "2021-12-31", ("待定", "台账里今年认定，数据里的结论是不合格")),
    ("是", [["认定", "2020-11-25"], ["取消", "2021-03-01"]], "2021-12-31", ("待定", "台账里今年取消，数据里的结论是合格")),
    ("是", [["认定", "2020-11-25"], ["取消", "2020-12-01"]], "2021-12-31", ("新认定", "以前有过，已失去：2020年12月1日取消")),
    ("否", [["认定", "2020-11-25"], ["取消", "2020-12-01"]], "2021-12-31", ("不认定", "")),
]  # fmt: skip


@pytest.mark.parametrize(("recognised", "rows", "day", "outcome"), ONCE)
def test_a_title_that_was_taken_away_is_named_where_it_is_given_again(
    recognised: str, rows: list[list[str]], day: str, outcome: tuple[str, str]
) -> None:
    card = card_of(LONGQUAN, {}, facts={"recognised": recognised})
    found = find_outcome(LONGQUAN, card, book_of(LONGQUAN, [["龙泉市级", *each] for each in rows], day))
    assert (found.change.value, found.why) == outcome


def ranked(rubric: Any, cards: list[Scorecard], rows: list[list[Any]], day: str) -> Any:
    return rank_scores_of(Scores(rubric, tuple(cards), ()), book=book_of(rubric, rows, day))


def test_money_by_a_title_in_dispute_is_open() -> None:
    rows = [GIVEN, [TITLE, "复核合格", "2011-12-01"]]
    found = ranked(NINGBO, [ningbo("否")], rows, "2011-12-31")
    assert found.awards[0]["community_again"] is None
    assert found.owed.of[WHO]["community_again"].why == "台账和今年的结果对不上"
    assert [each.code for each in found.problems] == ["C180"]
    assert ranked(NINGBO, [ningbo("是")], rows, "2011-12-31").awards[0]["community_again"] == 10000


@pytest.mark.parametrize(
    ("paid", "owed", "why"),
    [
        (10000, 0, "已发2020年10000元，不论怎样定，都不再发"),
        (4000, None, "台账里发放的登记有没改正的错误，不知是谁的，或不知算不算"),
        (0, None, "台账和今年的结果对不上"),
    ],
)
def test_money_that_was_paid_in_full_is_settled_whatever_becomes_of_its_title(
    paid: int, owed: int | None, why: str
) -> None:
    rows = [["龙泉市级", "认定", "2020-11-25"], ["龙泉市级", "取消", "2021-03-01"]]
    book = book_of(LONGQUAN, rows, "2021-12-31", [["county_award", 2020, paid, "2020-12-28"]])
    card = card_of(LONGQUAN, {}, facts={"recognised": "是"})
    found = rank_scores_of(Scores(LONGQUAN, (card,), ()), book=book).owed
    assert found
    (money,) = (each for each in found.of[WHO].values() if each.why == why)
    assert money.owed == owed


HELD: list[tuple[str, list[list[str]], bool | None, list[str]]] = [
    ("是", [["认定", "2008-04-20"]], True, []),
    ("是", [], None, ["“已确定为充分就业社区”写着“是”，到2008年12月31日台账里“充分就业社区”却是：没有。"]),
    ("是", [["认定", "2008-04-20"], ["取消", "2008-12-01"]], None, ["“已确定为充分就业社区”写着“是”，到2008年12月31日台账里“充分就业社区”却是：已失去：2008年12月1日取消。"]),
    ("否", [["认定", "2008-04-20"]], None, ["“已确定为充分就业社区”写着“否”，到2008年12月31日台账里“充分就业社区”却是：2008年4月20日认定。"]),
    ("是", [["认定", "2008-04-20"], ["限期整顿", "2008-06-01", "2008-08-31"]], None, []),
    ("否", [], False, []),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "rows", "reached", "asked"), HELD)
def test_a_target_hangs_on_answers_that_the_register_bears_out(
    answer: str, rows: list[list[str]], reached: bool | None, asked: list[str]
) -> None:
    card = card_of(FUSHUN, {}, facts={"community": "是", "full_employment": answer})
    found = ranked(FUSHUN, [card], [[TITLE, *each] for each in rows], "2008-12-31")
    target = found.targets["full_employment"]
    assert target.reached is reached
    told = [str(each) for each in found.problems if each.code == "C181"]
    assert len(told) == len(asked)
    assert all(one in other and "改正写错的一处" in other for one, other in zip(asked, told, strict=True))
    if reached is None:
        assert target.why.endswith("1个社区（村）的“已确定为充分就业社区”和称号台账对不上")
