"""Where nothing applies there is no 0 and no silence: 待定, with the reason in words."""

from collections.abc import Callable

import pytest
from support import card_of

from formgen.problems import Problem
from formgen.reports.score_explanations import describe_total
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

NOTICE = """id: own
title: 全不适用
notice: {title: 通知, number: 无文号, issuers: [某局], signed: 2024-01-01, area: 某县}
total: 60
columns: {self: 自评, county: 县级}
final_column: county
forms: []
sections: {a: {title: 全部, points: 60, criteria: [k1]}}
criteria:
  k1:
    number: "1"
    name: 就业率
    points: 60
    clause: 就业率达到90%得60分。
    method: {kind: tiers, measure: {kind: ratio, of: [employed], to: [willing]}, tiers: [{at_least: 90%, points: 60}], otherwise: 0, when_zero: not_applicable}
indicators:
  willing: {zh: 愿望人数, kind: count, unit: 人, definition: 人数, source: 台账}
  employed: {zh: 就业人数, kind: count, unit: 人, definition: 人数, source: 台账}
facts: {}
relations: {e: {part: employed, whole: willing}}
"""
MARK = "pass_mark: {points: 40, clause: 40分以上。}\n"
GATES = """gates:
  decisive: true
  standards:
    rate: {title: 就业率, clause: 就业率达到90%。, measure: {kind: ratio, of: [employed], to: [willing]}, at_least: 90%, when_zero: not_applicable}
"""


@pytest.fixture
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Rubric]:
    def written(more: str) -> Rubric:
        path = tmp_path_factory.mktemp("rubric") / "own.yaml"
        path.write_text(NOTICE + more, encoding="utf-8")
        return load_rubric(str(path))

    return written


def told(card: Scorecard) -> list[Problem]:
    return [problem for problem in card.problems if problem.code == "D180"]


@pytest.mark.parametrize(("more", "kinds"), [(MARK, 1), ("", 1), (MARK + GATES, 2), (GATES, 2)])
def test_the_total_waits_and_the_reason_is_given(
    make: Callable[[str], Rubric], more: str, kinds: int
) -> None:
    card = card_of(make(more), {"willing": 0, "employed": 0})
    assert (card.total, card.final.total, card.passed) == (None, None, None)
    assert "没有适用的评分项" in card.verdict.reasons
    assert "总分待定，没有适用的评分项" in describe_total(card)
    assert "0分" not in describe_total(card)
    assert len(told(card)) == kinds


def test_the_clerk_reads_what_does_not_apply_and_what_to_check(make: Callable[[str], Rubric]) -> None:
    (points, standards) = told(card_of(make(MARK + GATES), {"willing": 0, "employed": 0}))
    assert points.message == "全部评分项都不适用，没有可以算的、可以评的。"
    assert "评定标准都不适用" in standards.message
    assert points.mend == "请核对作分母的那些数是不是真的为0；真的为0的，由评审决定。"


@pytest.mark.parametrize("figures", [{"willing": 10, "employed": 9}, {"willing": 10}, {}])
def test_nothing_is_told_while_something_applies_or_waits(
    make: Callable[[str], Rubric], figures: dict[str, int]
) -> None:
    assert told(card_of(make(MARK + GATES), figures)) == []
