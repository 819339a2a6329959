"""Whom a form is made for: everybody, those that did not fail, or those that a person named."""

from dataclasses import replace
from pathlib import Path

import pytest
from support import community_of, forms_of, rubric_of

import formgen
from formgen.filling.form_check import check_form
from formgen.filling.recipients import find_exclusion
from formgen.forms.form import Form
from formgen.rubric.schema import BasicFact
from formgen.rubric.score import Scorecard, score

RUBRIC = rubric_of("taizhou-2019")
FORM = next(each.form for each in forms_of(RUBRIC) if each.form.id == "taizhou-recommendation")
NAMED = RUBRIC.model_copy(
    update={"facts": {**RUBRIC.facts, "recommended": BasicFact(zh="推荐为市级", kind="yesno", unit="是/否")}}
)
SAMPLE = formgen.notice("taizhou-2019").read(Path("samples/taizhou-2019/data.xlsx")).score().cards
VERDICTS = {True: "云屿村", False: "青礁村", None: "月湾村"}


def card_with(passed: bool | None, answer: str = "") -> Scorecard:
    card = next(each for each in SAMPLE if each.community.name == VERDICTS[passed])
    assert card.passed is passed
    facts = community_of(NAMED, facts={"recommended": answer} if answer else {}).facts
    return replace(card, rubric=NAMED, community=replace(card.community, facts=facts))


def meant_for(whom: str) -> Form:
    return replace(FORM, spec=FORM.spec.model_copy(update={"whom": whom}))


CASES = [
    ("all", False, "", True),
    ("passed", True, "", True),
    ("passed", None, "", True),
    ("passed", False, "", False),
    ("recommended", True, "", True),
    ("recommended", None, "", True),
    ("recommended", False, "", False),
    ("recommended", True, "否", False),
    ("recommended", None, "是", True),
    ("recommended", False, "是", True),
]


@pytest.mark.parametrize(("whom", "passed", "answer", "made"), CASES)
def test_a_form_is_made_for_those_it_is_meant_for(
    whom: str, passed: bool | None, answer: str, made: bool
) -> None:
    assert (find_exclusion(card_with(passed, answer), meant_for(whom)) is None) is made


def test_a_community_of_which_nothing_is_known_has_its_form_until_it_fails() -> None:
    assert find_exclusion(score(RUBRIC, community_of(RUBRIC)), meant_for("passed")) is None


def test_a_build_says_who_has_no_form_and_why(tmp_path: Path) -> None:
    built = formgen.notice("taizhou-2019").build(Path("samples/taizhou-2019/data.xlsx"), tmp_path / "表格")
    (problem,) = [each for each in built.problems if each.code == "T141"]
    assert problem.message == "“云屿镇青礁村”不做推荐表：不合格：42分，不到60分。"
    assert problem.severity == "warning"
    assert not list((tmp_path / "表格").rglob("青礁村-推荐表*"))
    assert list((tmp_path / "表格").rglob("月湾村-推荐表*"))


def test_a_form_for_nobody_known_is_a_fault_of_its_settings() -> None:
    (problem,) = check_form(meant_for("famous"), RUBRIC)
    assert problem.code == "T101"
    assert "whom：请写 all、passed，或 facts 里一项是/否的名称；没有这样的“famous”" in problem.message
