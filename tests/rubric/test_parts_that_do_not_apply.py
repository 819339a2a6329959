"""What does not apply counts nowhere, be it a criterion or a part of one; and limits from above that leave out the mark."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from support import card_of
from support.command import run

from formgen.folder.codec import summary_row_from_json, summary_row_to_json
from formgen.model import State
from formgen.reports.summary_row import make_summary_row
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Difference, Scorecard

Make = Callable[..., Rubric]
NOTICE = """
id: parts
title: 测试表
notice: {title: 测试通知, number: 无文号, issuers: [某县], signed: 2024-03-01, area: 某县}
total: TOTAL
columns: {self: 自评分, county: 县级评分}
final_column: county
forms: []
sections: {s: {title: 全部, points: TOTAL, criteria: CRITERIA}}
criteria:
METHODS
indicators:
  a: {zh: 甲数, kind: count, unit: 人, definition: 一, source: 甲}
  b: {zh: 乙数, kind: count, unit: 人, definition: 一, source: 甲}
  c: {zh: 丙数, kind: count, unit: 人, definition: 一, source: 甲}
  d: {zh: 丁数, kind: count, unit: 人, definition: 一, source: 甲}
pass_mark: {points: 12, include_bonus: false, clause: 12分以上合格。}
conventions: {when_zero: not_applicable}
"""


def values(*given: object) -> list[object]:
    """Exact numbers and plain ones are equal; only their types differ."""
    return list(given)


def rate(of: str, to: str, points: int = 10) -> str:
    return (
        f"{{kind: tiers, measure: {{kind: ratio, of: [{of}], to: [{to}]}}, "
        f"tiers: [{{at_least: 90%, points: {points}}}], otherwise: 0}}"
    )


def pair(kind: str, first: int = 10, second: int = 10, more: str = "") -> str:
    one, other = rate("a", "b", first), rate("c", "d", second)
    return f"{{kind: {kind}, parts: {{x: {{label: 甲, method: {one}}}, y: {{label: 乙, method: {other}}}}}{more}}}"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a rubric of some criteria of 20 points together, each by its method."""

    def made(*methods: str, total: int = 20) -> Rubric:
        each = total // len(methods)
        lines = "\n".join(
            f'  k{at}: {{number: "{at}", name: 项{at}, points: {each}, clause: 条文。, method: {method}}}'
            for at, method in enumerate(methods, 1)
        )
        keys = ", ".join(f"k{at}" for at in range(1, len(methods) + 1))
        text = NOTICE.replace("TOTAL", str(total)).replace("CRITERIA", f"[{keys}]").replace("METHODS", lines)
        path = tmp_path / "parts.yaml"
        path.write_text(text, encoding="utf-8")
        return load_rubric(str(path))

    return made


NOBODY, NINE, ONE = (0, 0), (9, 10), (1, 10)


def card(rubric: Rubric, first: tuple[int, int], second: tuple[int, int], **county: str) -> Scorecard:
    figures = dict(zip("abcd", (*first, *second), strict=True))
    return card_of(rubric, figures, scores={"county": county} if county else {})


@pytest.mark.parametrize(
    ("method", "first", "second", "points", "due", "total"),
    [
        (pair("sum"), NINE, NINE, 20, 20, 20),
        (pair("sum"), NOBODY, NINE, 10, 10, 20),
        (pair("sum"), NOBODY, ONE, 0, 10, 0),
        (pair("sum", 15, 5), NOBODY, NINE, 5, 5, 20),
        (pair("sum", 20, 20, ", cap: 20"), NOBODY, NINE, 20, 20, 20),
        (pair("best", 20, 20), NOBODY, NINE, 20, 20, 20),
        (pair("best", 20, 20), NOBODY, ONE, 0, 20, 0),
        (pair("best", 20, 10), NOBODY, NINE, 10, 10, 20),
        (
            "{kind: sum, parts: {z: {label: 丙, method: " + pair("best", 10, 10) + "}, "
            "w: {label: 丁, method: {kind: judged}}}, cap: 20}",
            NOBODY,
            NOBODY,
            None,
            20,
            None,
        ),
    ],
)
def test_a_part_that_does_not_apply_leaves_the_points_and_what_is_due(
    make: Make,
    method: str,
    first: tuple[int, int],
    second: tuple[int, int],
    points: int | None,
    due: int,
    total: int | None,
) -> None:
    scored = card(make(method), first, second)
    assert values(scored.points("k1"), scored.final.plain.due, scored.final.total) == [points, due, total]


@pytest.mark.parametrize("method", [pair("sum"), pair("best", 20, 20), rate("a", "b", 20)])
def test_a_criterion_of_which_nothing_applies_does_not_apply_and_is_no_zero(make: Make, method: str) -> None:
    scored = card(make(method), NOBODY, NOBODY)
    assert scored.outcomes["k1"].state is State.NOT_APPLICABLE
    assert (scored.main, scored.total, scored.final.total, scored.passed) == (None, None, None, None)
    assert scored.explain_final() == ["1项不适用，没有适用的评分项。"]
    assert scored.verdict.reasons == ("没有适用的评分项",)


def test_a_part_that_does_not_apply_is_said_where_the_score_is_converted(make: Make) -> None:
    (sentence,) = card(make(pair("sum")), NOBODY, NINE).explain_final()
    assert sentence == "1项有部分不适用，不计入：应得10分，实得10分，折算10÷10×20＝20分。"


@pytest.mark.parametrize(("first", "second"), [(NOBODY, NINE), (NINE, NOBODY)])
def test_of_several_ratios_one_of_nothing_leaves_the_decision_to_the_others(
    make: Make, first: tuple[int, int], second: tuple[int, int]
) -> None:
    among = "{kind: ratio, of: [a], to: [b]}, {kind: ratio, of: [c], to: [d]}"
    method = f"{{kind: tiers, measure: {{kind: lowest, among: [{among}]}}, tiers: [{{at_least: 80%, points: 20}}], otherwise: 0}}"
    rubric = make(method)
    assert card(rubric, first, second).points("k1") == Fraction(20)
    assert any("只看其余的比率" in each for each in card(rubric, first, second).outcomes["k1"].sentences())
    assert card(rubric, NOBODY, NOBODY).outcomes["k1"].state is State.NOT_APPLICABLE


# -- what a level entered -------------------------------------------------------------------------------------
def test_points_entered_for_what_does_not_apply_are_listed_and_count_nowhere(make: Make) -> None:
    scored = card(make(rate("a", "b"), rate("c", "d")), NOBODY, NINE, k1="10", k2="8")
    assert [each for each in scored.differences if each.key == "k1"] == [
        Difference("county", "k1", Fraction(10), None, Fraction(10))
    ]
    assert scored.differences[0].computed_words == "不适用"
    assert values(scored.final.level, scored.final.plain.main, scored.final.total) == ["county", 8, 16]
    assert scored.final_points("k1") is None


@pytest.mark.parametrize("county", [{"k1": "5"}, {}])
def test_no_level_decides_that_entered_nothing_for_what_applies(make: Make, county: dict[str, str]) -> None:
    scored = card(make(rate("a", "b"), rate("c", "d")), NOBODY, NINE, **county)
    assert values(scored.final.level, scored.final.total) == [None, 20]
    assert [each.entered for each in scored.differences] == [Fraction(points) for points in county.values()]


def test_no_level_decides_where_nothing_applies(make: Make) -> None:
    assert card(make(rate("a", "b"), rate("c", "d")), NOBODY, NOBODY).deciding_level is None


def test_a_level_gives_no_more_than_is_due_once_a_part_does_not_apply(make: Make) -> None:
    rubric = make(pair("sum"))
    scored = card(rubric, NOBODY, NINE, k1="15")
    (problem,) = scored.problems
    reason = "县级评分“1 项1”填的“15”（communities[0].scores.county.k1）不能采用"
    assert (problem.code, scored.final.total, scored.verdict.reasons) == ("D111", None, (reason,))
    assert "“1 项1（县级，有不适用的部分）”的得分15不在0至10分之间" in problem.message
    assert card(rubric, NOBODY, NINE, k1="9").final.total == 18


# -- limits from above ----------------------------------------------------------------------------------------
AT_MOST = "{kind: tiers, measure: {kind: ratio, of: [a], to: [b]}, tiers: [{at_most: 5%, points: 10}, {at_most: 3%, points: 20}], otherwise: 0BOUNDARY}"


@pytest.mark.parametrize(
    ("boundary", "a", "points", "says"),
    [
        ("", 5, 10, "不超过5%，得10分。须再减少2人，方可3%（20分）。"),
        (", boundary: include", 3, 20, "不超过3%，得20分。已是最高一档。"),
        (", boundary: exclude", 5, 0, "未达到最低一档，得0分。须再减少1人，方可5%（10分）。"),
        (", boundary: exclude", 4, 10, "低于5%，得10分。须再减少2人，方可3%（20分）。"),
        (", boundary: exclude", 3, 10, "低于5%，得10分。须再减少1人，方可3%（20分）。"),
        (", boundary: exclude", 2, 20, "低于3%，得20分。已是最高一档。"),
    ],
)
def test_a_limit_from_above_leaves_out_the_mark_only_where_it_says_so(
    make: Make, boundary: str, a: int, points: int, says: str
) -> None:
    scored = card(make(AT_MOST.replace("BOUNDARY", boundary)), (a, 100), NINE)
    assert values(scored.points("k1"), scored.outcomes["k1"].sentences()[-1]) == [points, says]


def test_the_convention_is_of_limits_from_below_only(make: Make) -> None:
    rubric = make(AT_MOST.replace("BOUNDARY", ""))
    strict = rubric.model_copy(
        update={"conventions": rubric.conventions.model_copy(update={"boundary": "exclude"})}
    )
    assert card(strict, (5, 100), NINE).points("k1") == 10


@pytest.mark.parametrize(
    ("mark", "a", "words", "says"),
    [
        ("at_most: 5%", 5, "符合", "不超过5%。"),
        ("at_most: 5%, boundary: exclude", 5, "不符合", "不低于5%。"),
        ("at_most: 5%, boundary: exclude", 4, "符合", "低于5%。"),
        ("at_least: 5%", 5, "符合", "达到5%。"),
        ("at_least: 5%, boundary: exclude", 5, "不符合", "未超过5%。"),
    ],
)
def test_a_standard_says_itself_whether_the_mark_counts(
    tmp_path: Path, make: Make, mark: str, a: int, words: str, says: str
) -> None:
    make(rate("c", "d", 20))
    path = tmp_path / "parts.yaml"
    gate = f"gates: {{standards: {{g: {{title: 标准, clause: 原文。, measure: {{kind: ratio, of: [a], to: [b]}}, {mark}}}}}}}\n"
    path.write_text(path.read_text(encoding="utf-8") + gate, encoding="utf-8")
    (result,) = card(load_rubric(str(path)), (a, 100), NINE).gates
    assert (result.words, result.sentences()[-1]) == (words, says)


# -- where it is printed --------------------------------------------------------------------------------------
def test_score_explain_and_rank_print_what_does_not_apply(make: Make, tmp_path: Path) -> None:
    make(rate("a", "b"), rate("c", "d"))
    rubric, data = str(tmp_path / "parts.yaml"), tmp_path / "data.json"
    none = {"name": "甲村", "township": "东镇", "indicators": dict.fromkeys("abcd", 0)}
    some = {"name": "乙村", "township": "东镇", "indicators": {"a": 0, "b": 0, "c": 9, "d": 10}}
    some["scores"] = {"county": {"k1": 10, "k2": 9}}
    data.write_text(json.dumps({"communities": [none, some]}), encoding="utf-8")
    words = (str(data), "--rubric", rubric)
    assert "1：县级10计算不适用" in run("score", *words).stdout.replace("\n", "").replace(" ", "")
    found = json.loads(run("score", *words, "--format", "json").stdout)["communities"][1]["differences"]
    assert found[0] == {"level": "county", "criterion": "k1", "entered": "10", "computed": None}
    explained = run("explain", *words).stdout
    assert "总分待定，没有适用的评分项，结论待定：没有适用的评分项。" in explained
    assert "县级：10分，本项不适用，不计入" in explained
    ranked = run("rank", *words).stdout
    assert "待定（" not in ranked
    assert "18（县级折算）" in ranked


def test_a_difference_with_what_does_not_apply_is_kept_and_listed(make: Make) -> None:
    line = make_summary_row(card(make(rate("a", "b"), rate("c", "d")), NOBODY, NINE, k1="10", k2="10"))
    assert summary_row_from_json(summary_row_to_json(line)) == line
    (difference,) = line.differences
    assert (difference.level, difference.computed, difference.computed_words) == ("县级", None, "不适用")


@pytest.mark.parametrize("typed", ["不适用", " 不 适用　"])
def test_a_level_may_say_itself_what_does_not_apply(make: Make, tmp_path: Path, typed: str) -> None:
    make(rate("a", "b"), rate("c", "d"))
    rubric, data = str(tmp_path / "parts.yaml"), tmp_path / "data.json"
    right = {"name": "甲村", "township": "东镇", "indicators": {"a": 0, "b": 0, "c": 9, "d": 10}}
    wrong = {"name": "乙村", "township": "东镇", "indicators": {"a": 9, "b": 10, "c": 9, "d": 10}}
    for each in (right, wrong):
        each["scores"] = {"county": {"k1": typed, "k2": 9}}
    data.write_text(json.dumps({"communities": [right, wrong]}), encoding="utf-8")
    result = run("check", str(data), "--rubric", rubric)
    assert result.exit_code == 1
    assert result.output.count("[D106]") == 1
    assert "乙村" in result.output
    assert "读到的是“不适用”，而按数据这一项适用。" in result.output.replace("\n", "")
    one, other = json.loads(run("score", str(data), "--rubric", rubric, "--format", "json").stdout)[
        "communities"
    ]
    assert (one["final"]["points"], other["final"]["points"]) == ("18", None)
