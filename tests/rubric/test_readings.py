"""Readings chosen together: each shipped one fits beside each other one, and what has nothing to change is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import card_of, full_marks

from formgen.rubric.load import inspect_rubric
from formgen.rubric.readings import lay_readings
from formgen.rubric.schema import Rubric
from formgen.yamltext import from_plain

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


SHARE: dict[str, Any] = {
    "criteria": {"a": {"method": {"kind": "share", "of": "x"}}},
    "indicators": {"x": {"kind": "count"}},
}
PEOPLE = {"criteria": {"a": {"method": {"kind": "judged", "of": None}}}}
ZERO = {"criteria": {"a": {"method": {"when_zero": "full"}}}}
RETYPED = {"indicators": {"x": {"kind": "yesno"}}}
NAMED = {"indicators": {"x": {"unit": "户"}}}


@pytest.mark.parametrize(
    ("changes", "idle", "method"),
    [
        ([ZERO, PEOPLE], ("q0",), {"kind": "judged"}),
        ([PEOPLE, ZERO], ("q1",), {"kind": "judged"}),
        ([ZERO], (), {"kind": "share", "of": "x", "when_zero": "full"}),
        ([RETYPED, NAMED], (), {"kind": "share", "of": "x"}),
    ],
)
def test_what_is_said_of_a_rule_of_another_kind_is_left_out_in_whatever_order(
    changes: list[dict[str, Any]], idle: tuple[str, ...], method: dict[str, str]
) -> None:
    asked = {f"q{at}": {"readings": {"on": {"change": each}}} for at, each in enumerate(changes)}
    laid = lay_readings(from_plain({**SHARE, "interpretations": asked}, "x.yaml"), dict.fromkeys(asked, "on"))
    assert (laid.idle, laid.tree.plain()["criteria"]["a"]["method"]) == (idle, method)
    assert ("unit" in laid.tree.plain()["indicators"]["x"]) == (NAMED in changes)


def test_both_kinds_of_people_are_looked_at_by_the_standard_as_well(county_file: CountyFile) -> None:
    rubric = county_file("yongjia-2009", "chosen: {P22: each}\n")
    card = card_of(rubric, {**full_marks(), **BOTH}, facts={"service_complete": "是"})
    assert card.points("item1") == 0
    assert {each.key: each.holds for each in card.gates}["rate"] is False
