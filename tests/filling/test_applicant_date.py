"""``--date`` is the applicant's date: no other organ's opinion is dated by it, and no form that nobody has written."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from support import card_of, forms_of, rubric_of

from formgen.commands.build import plan_build
from formgen.filling.slot_values import find_values, read_wishes
from formgen.folder.build import build_folder
from formgen.folder.plan import Options
from formgen.forms.form import Form, FormSpec

DAY, BY_HAND = "2026年11月25日", "年　　月　　日"
DATES = {
    "yongjia-application": ("applied_date", "township_date", "county_date", "city_date"),
    "taizhou-recommendation": ("township_date", "county_date", "city_date"),
}
TEXT = "我社区开展走访。"
FIGURES = {"households": 100, "residents": 300}


def form_of(rubric: str, name: str) -> Form:
    return next(each.form for each in forms_of(rubric_of(rubric)) if each.form.id == name)


def dates(rubric: str, form: Form, facts: Mapping[str, object], *, drafts: bool = False) -> dict[str, object]:
    card = card_of(rubric, facts=dict(facts))
    values = find_values(card, form, read_wishes([form], drafts=drafts, day="2026-11-25")).values
    return {key: values[key] for key in form.spec.fields if key.endswith("_date")}


WRITTEN = {
    "written": ({"narrative": TEXT}, DAY),
    "empty": ({}, BY_HAND),
    "without its narrative": ({"phone": "0577-00000000", "address": "县前路"}, BY_HAND),
    "dated in the data": ({"narrative": TEXT, "applied_date": "2026-10-01"}, "2026年10月1日"),
    "empty and dated in the data": ({"applied_date": "2026-10-01"}, "2026年10月1日"),
}


@pytest.mark.parametrize(("facts", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_an_application_bears_the_date_once_it_is_written(facts: dict[str, str], expected: str) -> None:
    found = dates("yongjia-2009", form_of("yongjia-2009", "yongjia-application"), facts)
    assert found == {
        "applied_date": expected,
        "township_date": BY_HAND,
        "county_date": BY_HAND,
        "city_date": BY_HAND,
    }


def test_a_drafted_application_is_dated() -> None:
    form = form_of("yongjia-2009", "yongjia-application")
    assert dates("yongjia-2009", form, FIGURES, drafts=True)["applied_date"] == DAY
    assert dates("yongjia-2009", form, FIGURES)["applied_date"] == BY_HAND


@pytest.mark.parametrize("opinion", ["", "同意推荐"])
def test_no_opinion_of_the_recommendation_is_dated(opinion: str) -> None:
    form = form_of("taizhou-2019", "taizhou-recommendation")
    found = dates("taizhou-2019", form, {"narrative": TEXT, "township_opinion": opinion})
    assert found == dict.fromkeys(DATES["taizhou-recommendation"], BY_HAND)


@pytest.mark.parametrize(
    ("key", "label", "expected"),
    [
        ("county_date", "县级意见日期", BY_HAND),  # by its key
        ("applied_date", "市劳动保障部门意见日期", BY_HAND),  # by its label
        ("applied_date", "申报日期", DAY),
    ],
)
def test_a_form_that_calls_the_date_of_an_opinion_the_applicants_is_not_believed(
    key: str, label: str, expected: str
) -> None:
    own = {"label": label, "blank": BY_HAND, "dated": True}
    spec = FormSpec.model_validate({"title": "表", "file": "表", "fields": {key: own}})
    assert dates("yongjia-2009", Form("form", spec, ()), FIGURES) == {key: expected}
    assert dates("yongjia-2009", Form("form", spec, ()), {}) == {key: BY_HAND}, "nobody has filled it in"


@pytest.mark.parametrize(("rubric", "told"), [("taizhou-2019", True), ("yongjia-2009", False)])
def test_a_date_that_no_form_prints_is_told(tmp_path: Path, rubric: str, told: bool) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(f"communities:\n  - {{name: 前屿村, facts: {{narrative: {TEXT}}}}}\n", encoding="utf-8")
    built = build_folder(plan_build(data, rubric, Options(date="2026-11-25")), tmp_path / "表格")
    found = [str(each) for each in built.problems if each.code == "F155"]
    assert len(found) == told
    words = f"--date 写的“{DAY}”没有印：这几种表上没有申报单位自己填的日期。 → 意见栏的日期由写意见的单位填，不能先印好。"
    assert all(words in line for line in found)
