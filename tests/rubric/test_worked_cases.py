"""Cases computed by hand from the notices: exact points, item by item, and under the other readings."""

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import yaml
from support import CASES, card_of, rubric_of

from formgen import yamltext
from formgen.county.awards import Recipient, calculate_awards
from formgen.county.deadlines import in_time
from formgen.county.quotas import is_reached, most_allowed
from formgen.model import Answer, Fact, State
from formgen.problems import Place
from formgen.rubric.load import find_rubric, inspect_rubric
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard
from formgen.rubric.trace import PieceTrace

WORKED: dict[str, Any] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
WHOLE = [(rubric, case) for rubric in ("taizhou-2019", "yongjia-2009") for case in WORKED[rubric]["cases"]]
SINGLE = [
    (rubric, case) for rubric in ("taizhou-2019", "yongjia-2009") for case in WORKED[rubric]["item_cases"]
]
OTHERS = [(rule, row) for rule in WORKED["other_rules"] for row in rule["rows"]]
READINGS = {
    "P06=upgrade": {"P06": "upgrade"},
    "P03=0,P04=0,P09=0": {"P03": "zero", "P04": "zero", "P09": "zero"},
    "P03=full,P04=5,P09=3": {"P03": "full", "P04": "full", "P09": "full"},
    "P21=proportional to rate/96%": {"P21": "proportional"},
    "P29=once per kind": {"P29": "once"},
    "P28=per record": {"P28": "each"},
    "P26=2": {"P26": "two"},
    "P26=1": {"P26": "one"},
    "P23=reviewer": {"P23": "reviewer"},
    "P30=ratio of sums": {"P30": "of_sums"},
}
ALTERNATIVES = [(rubric, case, name) for rubric, case in WHOLE for name in case.get("alternatives", {})]


def exact(points: object) -> Fraction | None:
    return None if points is None else Fraction(str(points))


@pytest.mark.parametrize(("rubric", "case"), WHOLE, ids=[case["id"] for _, case in WHOLE])
def test_a_whole_community_scores_as_computed_by_hand(rubric: str, case: dict[str, Any]) -> None:
    card = card_of(rubric, case["inputs"])
    expected = {key: exact(points) for key, points in case["expected"].items()}
    assert {key: card.points(key) for key in expected} == expected
    assert card.total == exact(case["total"])
    if "total_main" in case:
        assert (card.main, card.bonus) == (exact(case["total_main"]), exact(case["bonus"]))


@pytest.mark.parametrize(
    ("rubric", "case", "name"), ALTERNATIVES, ids=[f"{c['id']} {n}" for _, c, n in ALTERNATIVES]
)
def test_another_reading_scores_as_computed_by_hand(
    rubric: str, case: dict[str, Any], name: str, county_file: Any
) -> None:
    chosen = "".join(f"  {key}: {reading}\n" for key, reading in READINGS[name].items())
    card = card_of(county_file(rubric, f"chosen:\n{chosen}"), case["inputs"])
    expected = {key: exact(points) for key, points in case["alternatives"][name].items()}
    assert {key: card.total if key == "total" else card.points(key) for key in expected} == expected


def part_points(card: Scorecard, item: str) -> Fraction | None:
    key, _, part = item.partition("_")
    if not part:
        return card.points(key)
    parts = {step.key: step.outcome for step in card.outcomes[key].steps if isinstance(step, PieceTrace)}
    return parts[part].points if parts else None


@pytest.mark.parametrize(("rubric", "case"), SINGLE, ids=[case["id"] for _, case in SINGLE])
def test_a_single_criterion_scores_as_computed_by_hand(rubric: str, case: dict[str, Any]) -> None:
    card = card_of(rubric, case["inputs"])
    assert part_points(card, case["item"]) == exact(case["points"])
    if case["points"] is None and "P45" in case["certainty"]:
        assert card.outcomes[case["item"].split("_")[0]].state is State.CONTRADICTION


UNDER_A_READING = [
    (rubric, case)
    for rubric in ("taizhou-2019", "yongjia-2009")
    for case in WORKED[rubric].get("reading_cases", [])
]


@pytest.mark.parametrize(("rubric", "case"), UNDER_A_READING, ids=[case["id"] for _, case in UNDER_A_READING])
def test_a_single_criterion_scores_as_computed_by_hand_under_another_reading(
    rubric: str, case: dict[str, Any], county_file: Any
) -> None:
    chosen = county_file(rubric, f"chosen: {case['chosen']}\n")
    assert part_points(card_of(chosen, case["inputs"]), case["item"]) == exact(case["points"])


def money(rubric: Rubric, recipient: Recipient) -> Fraction:
    return sum((each or Fraction(0) for each in calculate_awards(rubric, recipient).values()), Fraction(0))


def check_rule(rule: str, inputs: dict[str, Any]) -> object:
    """Answer one row of the rules beside scoring, by the two rubrics."""
    taizhou, yongjia = rubric_of("taizhou-2019"), rubric_of("yongjia-2009")
    match rule:
        case "RC-01":
            return {
                "max_recommended": most_allowed(
                    taizhou.quotas["recommendation"], inputs["county_certified_total"]
                )
            }
        case "RC-02":
            total = inputs.get("total", inputs.get("total_main", 0) + inputs.get("bonus", 0))
            assert taizhou.pass_mark is not None
            return {"pass": Fraction(total) >= taizhou.pass_mark.points}
        case "RC-03":
            return {"reached": is_reached(taizhou.targets["one_third"], inputs)}
        case "RC-04":
            return {"yuan": money(taizhou, Recipient(True, {}, inputs["titles_this_year"]))}
        case "RC-06":
            station = Fact("", Place(), Answer.YES if inputs["station"] else Answer.NO)
            staff = Fact("", Place(), Fraction(inputs["fulltime_staff"]))
            facts = {"station": station, "fulltime_staff": staff}
            return {"yuan_first_year": money(yongjia, Recipient(inputs["passed"], facts))}
        case "RC-07":
            share = "with_institution" in inputs
            inputs = {
                "institution" if key == "with_institution" else key: each for key, each in inputs.items()
            }
            target = yongjia.targets["share" if share else "first_year"]
            return {"20pct" if share else "at_least_3": is_reached(target, inputs)}
        case "RC-09":
            deadline = {"8": "county_review", "9": "recommendation"}[inputs["rule"].split()[1][0]]
            month, day = map(int, str(inputs["date"]).split("-")[1:])
            return {"in_time": in_time(taizhou.deadlines[deadline], (month, day))}
        case _:
            pytest.fail(f"no check for {rule}")


BESIDE = [(rule["id"], row) for rule, row in OTHERS if rule["id"] != "RC-14" and "longquan" not in str(row)]


@pytest.mark.parametrize(("rule", "row"), BESIDE, ids=[f"{rule}-{at}" for at, (rule, _) in enumerate(BESIDE)])
def test_a_rule_beside_scoring_answers_as_computed_by_hand(rule: str, row: dict[str, Any]) -> None:
    assert check_rule(rule, row["inputs"]) == row["expected"]


def test_58_points_and_3_bonus_pass_by_default_and_fail_without_bonus(county_file: Any) -> None:
    inputs = next(case["inputs"] for _, case in WHOLE if case["id"] == "TZ-11")
    assert card_of("taizhou-2019", inputs).passed is True
    assert card_of(county_file("taizhou-2019", "chosen: {P14: exclude}\n"), inputs).passed is False


def test_every_reading_of_every_interpretation_gives_a_valid_rubric(
    county_file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yamltext, "load", cache(yamltext.load))  # the notice that all extend is parsed once
    for name in ("taizhou-2019", "yongjia-2009"):
        for key, interpretation in rubric_of(name).interpretations.items():
            for reading in interpretation.readings:
                rubric = county_file(name, f"chosen: {{{key}: {reading}}}\n")
                assert rubric.reading(key) == reading


def test_the_bundled_rubrics_have_no_fault() -> None:
    for name in ("taizhou-2019", "yongjia-2009"):
        assert inspect_rubric(find_rubric(name)).problems == []
