"""Each scoring method by itself: its record, a situation, the points and the sentences that come out."""

import ast
import inspect
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter
from support import card_of

from formgen import intake
from formgen.model import Answer, Community, Figure, Judgement, State
from formgen.problems import Place
from formgen.rubric.conventions import Conventions
from formgen.rubric.indicator import Indicator
from formgen.rubric.measures import Measure
from formgen.rubric.methods import Method
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, Step
from formgen.spec import ThresholdStyle

HERE = Path(inspect.getfile(MethodSpec)).parents[1]


def indicator(label: str, unit: str = "人") -> Indicator:
    return Indicator(zh=label, kind="count", unit=unit, definition="口径", source="台账")


LABELS = {
    "out": indicator("失业"),
    "all": indicator("劳动力"),
    "files": indicator("缺档", "份"),
    "level": indicator("档次", "档"),
}


def method_of(**record: Any) -> MethodSpec:
    method: MethodSpec = TypeAdapter(Method).validate_python(record)
    return method


def applied(method: MethodSpec, judgement: Judgement | None = None, /, **figures: int) -> Outcome:
    held = {key: Figure(Fraction(value), str(value), Place()) for key, value in figures.items()}
    community = Community("示例村", "示例镇", Place(), indicators=held)
    return method.apply(Situation(community, LABELS, Conventions(), Fraction(10), judgement))


def told(method: MethodSpec, /, **figures: int) -> str:
    return "".join(applied(method, **figures).sentences())


# -- tiers ------------------------------------------------------------------------------------------------
def falling(boundary: str = "include") -> MethodSpec:
    tiers = [{"at_most": "10%", "points": "3"}, {"at_most": "5%", "points": "5"}]
    ratio = {"kind": "ratio", "of": ["out"], "to": ["all"]}
    return method_of(kind="tiers", measure=ratio, tiers=tiers, otherwise="0", boundary=boundary)


def rising(boundary: str = "include") -> MethodSpec:
    tiers = [{"at_least": "5%", "points": "3"}, {"at_least": "10%", "points": "5"}]
    ratio = {"kind": "ratio", "of": ["out"], "to": ["all"]}
    return method_of(kind="tiers", measure=ratio, tiers=tiers, otherwise="0", boundary=boundary)


def test_a_falling_tier_says_how_many_fewer_reach_it() -> None:
    # 10% of 104 is 10.4: ten are few enough, eleven are not
    assert told(falling(), out=15, all=104).endswith("未达到最低一档，得0分。须再减少5人，方可10%（3分）。")
    assert told(falling(), out=11, all=104).endswith("须再减少1人，方可10%（3分）。")
    assert told(falling(), out=10, all=104).endswith("不超过10%，得3分。须再减少5人，方可5%（5分）。")
    assert told(falling(), out=5, all=104).endswith("不超过5%，得5分。已是最高一档。")


def test_a_rising_tier_says_how_many_more_reach_it() -> None:
    # 10% of 104 is 10.4: eleven are enough, ten are not
    assert told(rising(), out=6, all=104).endswith("达到5%，得3分。距下一档10%（5分）还差5人（其他数不变）。")
    assert told(rising(), out=10, all=104).endswith("还差1人（其他数不变）。")
    assert told(rising(), out=11, all=104).endswith("达到10%，得5分。已是最高一档。")


def test_a_tier_that_excludes_its_threshold_lacks_one_more_exactly_on_it() -> None:
    assert told(rising("exclude"), out=10, all=100).endswith(
        "超过5%（恰好等于），得3分。距下一档10%（5分）还差1人（其他数不变）。"
    )
    assert told(rising("exclude"), out=10, all=104).endswith("距下一档10%（5分）还差1人（其他数不变）。")


# -- deductions -------------------------------------------------------------------------------------------
def deducting(times: str) -> MethodSpec:
    ground = {"of": "files", "label": "缺档", "points": "2", "times": times}
    return method_of(kind="deductions", start="5", deductions=[ground])


def test_what_is_deducted_once_says_so() -> None:
    assert told(deducting("once"), files=3) == "起始5分。缺档：3；缺档3，只扣一次，扣2分。"
    assert applied(deducting("once"), files=3).points == 3


def test_what_is_deducted_each_time_says_how_often() -> None:
    assert told(deducting("each"), files=2) == "起始5分。缺档：2；缺档2，2×2分，扣4分。"
    assert told(deducting("each"), files=3) == "起始5分。缺档：3；缺档3，3×2分，扣6分。扣完为止，得0分。"
    assert told(deducting("each"), files=0) == "起始5分。缺档：0；缺档0，不扣分。"


# -- levels -----------------------------------------------------------------------------------------------
def levels(**more: Any) -> MethodSpec:
    each = [
        {"level": "1", "label": "有记录", "points": "3"},
        {"level": "2", "label": "成效显著", "points": "5"},
    ]
    return method_of(kind="levels", of="level", levels=each, **more)


def test_a_level_names_the_one_above_it() -> None:
    assert told(levels(), level=0) == "档次：0，无，取最高一档，得0分；下一档“有记录”3分。"
    assert told(levels(), level=1) == "档次：1，有记录，取最高一档，得3分；下一档“成效显著”5分。"
    assert told(levels(), level=2) == "档次：2，成效显著，取最高一档，得5分。"


@pytest.mark.parametrize(("reached", "points"), [(0, 0), (1, 3), (2, 8)])
def test_levels_that_add_up_give_the_sum_of_all_reached(reached: int, points: int) -> None:
    assert applied(levels(combine="sum"), level=reached).points == points


def test_levels_that_add_up_are_cut_at_their_cap_and_say_so() -> None:
    capped = levels(combine="sum", cap="7")
    assert applied(capped, level=2).points == 7
    assert told(capped, level=2) == "档次：2，成效显著，逐档相加，得8分。合计8分，最多得7分。"
    assert applied(capped, level=1).points == 3


def test_levels_that_add_up_to_their_cap_are_not_cut() -> None:
    assert told(levels(combine="sum", cap="8"), level=2) == "档次：2，成效显著，逐档相加，得8分。"


# -- shares -----------------------------------------------------------------------------------------------
def test_a_share_says_that_it_was_cut_only_above_the_full_points() -> None:
    share = method_of(kind="share", of="out", to="all", full="15")
    assert told(share, out=3, all=2).endswith("15×3÷2＝22.5分，超过15分的按15分计，得15分。")
    assert told(share, out=2, all=2).endswith("15×2÷2＝15分，得15分。")


# -- measures ---------------------------------------------------------------------------------------------
def lowest() -> MethodSpec:
    among = [
        {"kind": "ratio", "of": ["out"], "to": ["all"]},
        {"kind": "ratio", "of": ["files"], "to": ["level"]},
    ]
    tiers = [{"at_least": "50%", "points": "5"}]
    return method_of(kind="tiers", measure={"kind": "lowest", "among": among}, tiers=tiers, otherwise="0")


@pytest.mark.parametrize(
    ("figures", "points"), [((9, 10, 4, 10), 0), ((4, 10, 9, 10), 0), ((9, 10, 5, 10), 5)]
)
def test_the_lowest_of_several_ratios_decides(figures: tuple[int, ...], points: int) -> None:
    named = dict(zip(("out", "all", "files", "level"), figures, strict=True))
    assert applied(lowest(), **named).points == points


def test_a_ratio_of_nothing_counts_as_the_lowest() -> None:
    assert applied(lowest(), out=9, all=10, files=0, level=0).state is State.PENDING


def monthly(figures: Mapping[str, Sequence[int | None]], **more: str) -> Outcome:
    mean = {"kind": "monthly_mean", "of": "out", "to": "all", "rates": "files", **more}
    method = method_of(kind="tiers", measure=mean, tiers=[{"at_least": "96%", "points": "15"}], otherwise="0")
    columns = {
        key: tuple(None if each is None else Figure(Fraction(each), str(each), Place()) for each in column)
        for key, column in figures.items()
    }
    community = Community("示例村", "示例镇", Place(), monthly=columns)
    return method.apply(Situation(community, LABELS, Conventions()))


def test_the_next_tier_of_a_mean_is_named_without_a_number_of_people() -> None:
    told_of_mean = "".join(monthly({"files": [0] * 12}).sentences())
    assert told_of_mean.endswith("未达到最低一档，得0分。下一档为96%（15分）。")


def test_a_month_without_anybody_counts_for_nothing_in_sums_unless_all_are_so() -> None:
    some = {"out": [0] + [96] * 11, "all": [0] + [100] * 11}
    assert monthly(some, mean="of_sums").points == 15
    nobody = {"out": [0] * 12, "all": [0] * 12}
    assert monthly(nobody, mean="of_sums").state is State.PENDING


# -- pieces -----------------------------------------------------------------------------------------------
def pieces(kind: str) -> MethodSpec:
    terms = [{"of": "out", "label": "失业", "points": "1"}]
    counted = {"kind": "weighted_count", "terms": terms, "cap": "9"}
    parts = {"a": {"label": "甲", "method": counted}, "b": {"label": "乙", "method": levels().model_dump()}}
    return method_of(kind=kind, parts=parts)


def test_a_piece_that_a_better_one_replaces_says_so() -> None:
    first, second = applied(pieces("best"), out=4, level=1).sentences()
    assert first == "【甲】4分：失业：4人，每人1分，计4分。"
    assert second.startswith("【乙】3分（取高，未计入）：")


def test_a_contradiction_in_one_piece_outweighs_what_is_missing_in_another() -> None:
    broken = {"out": Figure(None, "四", Place())}
    community = Community("示例村", "示例镇", Place(), indicators=broken)
    assert pieces("sum").apply(Situation(community, LABELS, Conventions())).state is State.CONTRADICTION


# -- what an interpretation decides -----------------------------------------------------------------------
def aspects(outcome: Outcome) -> set[str]:
    return {aspect for step in outcome.walk() for aspect in step.aspects}


def checklist() -> MethodSpec:
    return method_of(
        kind="checklist", items=[{"of": "level", "label": "登记", "points": "2", "partial": "files"}]
    )


def answered(answer: Answer) -> Outcome:
    community = Community("示例村", "示例镇", Place(), indicators={"level": Figure(answer, "…", Place())})
    return checklist().apply(Situation(community, LABELS, Conventions()))


RATES: Mapping[str, Sequence[int | None]] = {"files": [1] * 12}
DECIDED = [
    (applied(rising(), out=5, all=100), {"boundary"}),
    (applied(rising("exclude"), out=5, all=100), {"boundary", "below"}),
    (applied(rising(), out=4, all=100), {"below"}),
    (applied(rising(), out=6, all=100), set()),
    (applied(rising(), out=0, all=0), {"zero_denominator"}),
    (applied(deducting("once"), files=2), {"deduction"}),
    (applied(deducting("once"), files=1), set()),
    (applied(checklist(), files=1), {"partial"}),
    (answered(Answer.NOBODY), {"nobody"}),
    (answered(Answer.YES), set()),
    (monthly(RATES), {"monthly_mean"}),
    (monthly({"out": [96] * 12, "all": [100] * 12}, mean="of_sums"), {"monthly_mean", "boundary"}),
    (monthly({"files": [1] * 11}), {"months_missing"}),
]


@pytest.mark.parametrize(
    ("outcome", "shown"), DECIDED, ids=["".join(o.sentences())[-30:] for o, _ in DECIDED]
)
def test_a_step_shows_which_interpretation_decided(outcome: Outcome, shown: set[str]) -> None:
    assert aspects(outcome) == shown


# -- judged points ----------------------------------------------------------------------------------------
def test_points_that_a_piece_of_a_sum_takes_are_not_reported_as_unused(county_file: Any) -> None:
    pieces = (
        "{judged: {label: 酌情, method: {kind: judged}}, "
        "given: {label: 其余, method: {kind: fixed, points: 0, note: 不另计}}}"
    )
    rubric = county_file(
        "taizhou-2019", f"criteria: {{item9b: {{method: {{kind: sum, of: null, parts: {pieces}}}}}}}\n"
    )
    card = card_of(rubric, {}, judged={"item9b": 2})
    assert card.points("item9b") == 2
    assert card.outcomes["item9b"].state is State.SCORED
    assert card.problems == ()


def test_the_step_of_judged_points_is_the_methods_own_before_the_conventions(county_file: Any) -> None:
    own = county_file("taizhou-2019", "criteria: {item9b: {method: {step: 0.25}}}\n")
    assert intake.make_catalogue(own).judged["item9b"].step == Fraction(1, 4)
    assert intake.make_catalogue(own).indicators["innovation_points"].step == Fraction(1, 4)
    assert intake.make_catalogue(own).judged["item1"].step == Fraction(1, 2)


# -- all of them ------------------------------------------------------------------------------------------
def test_a_step_without_a_sentence_cannot_be_made() -> None:
    class Silent(Step):
        pass

    with pytest.raises(TypeError, match="say"):
        Silent()  # type: ignore[abstract]


def test_a_method_that_computes_nothing_cannot_be_made() -> None:
    class Idle(MethodSpec):
        pass

    with pytest.raises(TypeError, match="compute"):
        Idle()  # type: ignore[abstract]


PURE = {"abc", "collections.abc", "dataclasses", "fractions", "math", "typing", "pydantic"}
GROUND = {"formgen.exact", "formgen.model", "formgen.spec"}
OF_THE_ROOM = ("conventions", "figures", "indicator", "measures", "methods", "situation", "trace")


def imported_by(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    return plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


FILES = sorted(path for folder in ("methods", "measures") for path in (HERE / folder).glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.name}" for path in FILES])
def test_a_method_or_measure_knows_exact_numbers_the_model_and_its_situation_only(path: Path) -> None:
    allowed = PURE | GROUND
    strange = [
        name
        for name in imported_by(path)
        if name not in allowed
        and not name.startswith(tuple(f"formgen.rubric.{each}" for each in OF_THE_ROOM))
    ]
    assert strange == []


RECORDS = [record for union in (Method, Measure) for record in get_args(get_args(union)[0])]
OUTSIDE = sorted(path for path in HERE.parent.rglob("*.py") if path not in FILES)


def named_in(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: str(path.relative_to(HERE.parent)))
def test_nothing_outside_asks_which_method_or_measure_it_has(path: Path) -> None:
    assert not named_in(path) & {record.__name__ for record in RECORDS}


def test_what_a_new_method_measures_is_found_among_its_keys() -> None:
    class Doubled(MethodSpec):
        twice: Measure

        def largest(self, points: Fraction) -> Fraction:
            return 2 * points

        def compute(self, situation: Situation) -> Outcome:
            return Outcome.scored(2 * (self.twice.compute(situation).value or Fraction(0)))

    method = Doubled.model_validate({"twice": {"kind": "count", "of": "employed"}})
    assert [(each.path, each.measure.keys) for each in method.measures] == [(("twice",), ["employed"])]
    assert method.keys == ["employed"]


@pytest.mark.parametrize("union", [Method, Measure], ids=["methods", "measures"])
def test_every_method_and_measure_has_a_file_of_its_own_name(union: object) -> None:
    for record in get_args(get_args(union)[0]):
        (kind,) = get_args(record.model_fields["kind"].annotation)
        assert Path(inspect.getfile(record)).stem == kind


def test_every_measure_says_itself_how_its_thresholds_are_written() -> None:
    measures = get_args(get_args(Measure)[0])
    styles = {each.__name__: vars(each).get("style") for each in measures}
    assert len(styles) > 3
    assert set(styles.values()) == set(get_args(ThresholdStyle)), styles
