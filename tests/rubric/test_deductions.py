"""A deduction never adds points, whatever the figures: property tests of the methods that take points off."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from support import card_of, community_of

from formgen.model import Answer, Community, Figure, Judgement, State
from formgen.problems import Place
from formgen.rubric.conventions import Conventions
from formgen.rubric.indicator import Indicator
from formgen.rubric.load import load_rubric
from formgen.rubric.methods import Method
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.relations import broken_relations
from formgen.rubric.schema import Rubric
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
INDICATORS = {
    key: Indicator(zh=key, kind="count", unit="人", definition="数", source="台账")
    for key in ("a", "b", "given")
}
NUMBERS = st.integers(min_value=0, max_value=30)
POINTS = st.fractions(min_value=0, max_value=20, max_denominator=4)


def method_of(**record: Any) -> MethodSpec:
    method: MethodSpec = TypeAdapter(Method).validate_python(record)
    return method


def applied(method: MethodSpec, judged: Fraction | None = None, /, **figures: int | Answer) -> Outcome:
    held = {
        key: Figure(value if isinstance(value, Answer) else Fraction(value), str(value), Place())
        for key, value in figures.items()
    }
    community = Community("示例村", "示例镇", Place(), indicators=held)
    judgement = None if judged is None else Judgement(judged, "", "", str(judged), Place())
    return method.apply(Situation(community, INDICATORS, Conventions(), Fraction(20), judgement))


@given(
    of=NUMBERS,
    less=NUMBERS,
    each=st.fractions(min_value="1/4", max_value=9, max_denominator=4),
    start=POINTS,
    floor=POINTS,
    times=st.sampled_from(["each", "once"]),
    judged=st.booleans(),
)
def test_a_deduction_never_adds(
    of: int, less: int, each: Fraction, start: Fraction, floor: Fraction, times: str, judged: bool
) -> None:
    ground = {"of": "a", "less": "b", "label": "差", "points": str(each), "times": times}
    record: dict[str, Any] = {"kind": "deductions", "floor": str(floor), "deductions": [ground]}
    method = method_of(**record) if judged else method_of(**record, start=str(start))
    points = applied(method, start if judged else None, a=of, b=less).points
    assert points is not None
    assert points <= start
    if of <= less:
        assert points == start


@given(few=NUMBERS, more=NUMBERS, start=POINTS)
def test_more_grounds_never_leave_more_points(few: int, more: int, start: Fraction) -> None:
    ground = {"of": "a", "label": "件", "points": "1/2"}
    method = method_of(kind="deductions", start=str(start), deductions=[ground])
    low, high = sorted((few, more))
    fewer, greater = applied(method, a=low).points, applied(method, a=high).points
    assert fewer is not None
    assert greater is not None
    assert greater <= fewer <= start


@given(answer=st.sampled_from([Answer.YES, Answer.NO]), points=st.integers(min_value=1, max_value=9))
def test_an_element_that_takes_points_off_never_adds(answer: Answer, points: int) -> None:
    method = method_of(kind="checklist", items=[{"of": "a", "label": "甲", "points": str(-points)}])
    outcome = applied(method, a=answer)
    assert outcome.points == (-points if answer is Answer.YES else 0)
    assert outcome.points <= method.largest(Fraction(20)) == 0


@given(level=st.integers(min_value=0, max_value=3))
def test_a_level_that_takes_points_off_stays_below_what_the_method_can_give(level: int) -> None:
    levels = [{"level": at, "label": str(at), "points": str(-4 + at)} for at in (1, 2, 3)]
    method = method_of(kind="levels", of="a", levels=levels)
    points = applied(method, a=level).points
    assert points is not None
    assert points <= method.largest(Fraction(20)) == 0


# -- what is taken off first is a part of what it is taken off ----------------------------------------------
LESS = "method: {kind: deductions, start: 5, deductions: [{of: willing, less: employed, label: 没有就业的, points: 1}]}"


def rubric_with(tmp_path: Path, relation: str) -> Rubric:
    path = tmp_path / "small.yaml"
    text = SMALL.replace("method: {kind: judged}", LESS)
    path.write_text(text.replace("{part: employed, whole: willing}", relation), encoding="utf-8")
    return load_rubric(str(path))


@pytest.mark.parametrize(
    "relation", ["{part: employed, whole: willing}", "{given: employed, needs: willing}"]
)
def test_a_part_greater_than_its_whole_is_a_contradiction_with_or_without_a_relation(
    relation: str, tmp_path: Path
) -> None:
    rubric = rubric_with(tmp_path, relation)
    card = card_of(rubric, {"willing": 3, "employed": 5})
    assert card.outcomes["item2"].state is State.CONTRADICTION
    assert [problem.code for problem in card.problems if problem.code == "D113"] == ["D113"]


def test_a_relation_that_is_switched_off_still_adds_no_points(tmp_path: Path) -> None:
    rubric = rubric_with(tmp_path, "{part: employed, whole: willing, level: off}")
    outcome = card_of(rubric, {"willing": 3, "employed": 5}).outcomes["item2"]
    assert outcome.points == 5
    assert outcome.state is State.SCORED
    assert "没有就业的0，不扣分" in "".join(outcome.sentences())


@pytest.mark.parametrize(("applications", "broken"), [(0, True), (1, False), (3, False)])
def test_loans_that_fall_due_presuppose_an_application(applications: int, broken: bool) -> None:
    rubric = load_rubric("yongjia-2009")
    figures = {"loan_applications": applications, "loans_due": 3, "loans_recovered": 3}
    card = card_of(rubric, figures)
    violations = broken_relations(rubric, community_of(rubric, figures))
    assert [each.relation.needs for each in violations] == ["loan_applications"] * broken
    assert (card.outcomes["item11"].state is State.CONTRADICTION) is broken
    assert ("D114" in {problem.code for problem in card.problems}) is broken
