"""Readings chosen together: each shipped one fits beside each other one, and what has nothing to change is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import card_of, full_marks

from formgen.rubric.load import inspect_rubric
from formgen.rubric.schema import Rubric

CountyFile = Callable[[str, str], Rubric]
BOTH = {"registered_total": 50, "registered_employed": 50, "holders_total": 50, "holders_employed": 46}


def county(folder: Path, base: str, chosen: str) -> Path:
    path = folder / "county.yaml"
    path.write_text(f"id: county\nextends: {base}\nchosen: {{{chosen}}}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("base", "chosen"),
    [
        ("yongjia-2009", "P22: each"),
        ("yongjia-2009", "P27: reviewer"),
        ("taizhou-2019", "P06: upgrade"),
        ("taizhou-2019", "P07: add"),
        ("taizhou-2019", "P06: upgrade, P07: add"),
    ],
)
def test_a_county_that_chooses_shipped_readings_finds_nothing_wrong(
    tmp_path: Path, base: str, chosen: str
) -> None:
    assert inspect_rubric(county(tmp_path, base, chosen)).problems == []


@pytest.mark.parametrize(
    ("chosen", "idle"),
    [
        ("P22: each, P30: of_sums", "P30＝of_sums"),
        ("P30m: available, P22: each", "P30m＝available"),
        ("P27: reviewer, P27z: full", "P27z＝full"),
    ],
)
def test_a_reading_of_a_rule_that_another_took_away_is_said_to_do_nothing(
    tmp_path: Path, chosen: str, idle: str
) -> None:
    (problem,) = inspect_rubric(county(tmp_path, "yongjia-2009", chosen)).problems
    assert (problem.code, problem.severity) == ("R136", "warning")
    assert problem.message == f"口径“{idle}”在同时选用的其他口径下用不上，没有起作用。"
    assert problem.place.file == "county.yaml"


def test_an_idle_reading_may_stand_before_the_one_that_takes_its_rule_away(tmp_path: Path) -> None:
    path = county(tmp_path, "yongjia-2009", "P27z: full, P40: by_people")
    reading = "{criteria: {item14: {method: {kind: judged, of: null, to: null, full: null}}}}"
    later = f"""interpretations:
  P40:
    title: 第14项
    question: 由谁评？
    default: as_is
    because: 没有写明。
    criteria: [item14]
    readings:
      as_is: {{zh: 照数据}}
      by_people: {{zh: 由人评, change: {reading}}}
"""
    path.write_text(path.read_text(encoding="utf-8") + later, encoding="utf-8")
    assert [each.code for each in inspect_rubric(path).problems] == ["R136"]


def test_both_kinds_of_people_are_looked_at_by_the_standard_as_well(county_file: CountyFile) -> None:
    rubric = county_file("yongjia-2009", "chosen: {P22: each}\n")
    card = card_of(rubric, {**full_marks(), **BOTH}, facts={"service_complete": "是"})
    assert card.points("item1") == 0
    assert {each.key: each.holds for each in card.gates}["rate"] is False
