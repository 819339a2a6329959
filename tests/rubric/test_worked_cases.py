"""Cases computed by hand from the notices: exact points, item by item, and under the other readings."""

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import yaml
from support import CASES, card_of, rubric_of

from formgen import yamltext
from formgen.model import State
from formgen.rubric.load import find_rubric, inspect_rubric
from formgen.rubric.score import Scorecard
from formgen.rubric.trace import PieceTrace

WORKED: dict[str, Any] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
WHOLE = [(rubric, case) for rubric in ("taizhou-2019", "yongjia-2009") for case in WORKED[rubric]["cases"]]
SINGLE = [
    (rubric, case) for rubric in ("taizhou-2019", "yongjia-2009") for case in WORKED[rubric]["item_cases"]
]
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
