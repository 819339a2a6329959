"""What decides is what stands on paper: points that count, what does not apply, totals that are converted."""

import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook
from support import card_of, forms_of, full_marks

from formgen.filling.filled_forms import fill_form
from formgen.filling.slot_values import FilledValues, Wishes, find_values
from formgen.forms.form import ColumnSource
from formgen.forms.load import load_form
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

County = Callable[[str, str], Rubric]
SCORECARD = load_form("yongjia-scorecard")
FULL = {
    "item1": 15, "item2": 15, "item3": 10, "item4": 2, "item5": 3, "item6": 3, "item7": 2, "item8": 3, "item9": 3,
    "item10": 5, "item11": 2, "item12": 5, "item13": 2, "item14": 15, "item15": 2, "item16": 4, "item17": 2,
    "item18": 2, "item19": 5,
}  # fmt: skip
NOBODY = {"target_total": 0, "target_employed": 0}
REST = {key: points for key, points in FULL.items() if key != "item1"}


@pytest.fixture
def rubric(county_file: County) -> Rubric:
    """The notice as it is read where nobody is to be counted: what does not apply is left out, the rest converted."""
    return county_file("yongjia-2009", "chosen: {P03: not_applicable, P33: pass_85, P36: points_only}\n")


def scored(rubric: Rubric, more: dict[str, Any], **levels: dict[str, Any]) -> Scorecard:
    return card_of(rubric, full_marks() | more, scores=levels)


def filled(card: Scorecard, source: ColumnSource, column: str = "city") -> FilledValues:
    return find_values(card, SCORECARD, Wishes({column: source}))


def told(values: FilledValues, code: str) -> list[str]:
    return [problem.message for problem in values.problems if problem.code == code]


SHOWN: list[tuple[ColumnSource, dict[str, Any], tuple[Any, str]]] = [
    ("entered", REST, ("不适用", "85→ 100")),
    ("final", REST, ("不适用", "85→ 100")),
    ("either", REST, ("不适用", "85→ 100")),
    ("entered", FULL, ("不适用", "85→ 100")),  # what the city gave for what does not apply counts nowhere
    ("either", FULL, ("不适用", "85→ 100")),
    ("entered", REST | {"item3": 0}, ("不适用", "75→ 88.24")),
    ("blank", REST, ("", "")),
]


@pytest.mark.parametrize(("source", "city", "shown"), SHOWN)
def test_the_level_that_decides_prints_what_counts(
    rubric: Rubric, source: ColumnSource, city: dict[str, Any], shown: tuple[Any, str]
) -> None:
    values = filled(scored(rubric, NOBODY, city=city), source)
    assert (values.values["item1.city"], values.values["total.city"]) == shown
    assert told(values, "T140") == []


def test_the_clerk_is_told_that_a_total_is_converted(rubric: Rubric) -> None:
    (said,) = told(filled(scored(rubric, NOBODY, city=REST), "final"), "T180")
    assert "“市级考评分”栏各项相加85分；有不适用的，应得85分，折算成100分。合计两个数都印" in said
    assert told(filled(scored(rubric, {}, city=FULL), "final"), "T180") == []


def test_another_total_than_the_converted_one_is_told_with_the_converted_one(rubric: Rubric) -> None:
    card = scored(rubric, NOBODY | {"aid_required": 7, "aid_employed": 3}, city=REST)
    (said,) = told(filled(card, "computed"), "T140")
    assert "汇总表、排名按市级折算的100分。" in said


def test_totals_that_are_printed_alike_are_no_difference(rubric: Rubric) -> None:
    seventh = {"aid_required": 7, "aid_employed": 3}
    computed = scored(rubric, seventh)
    points = {key: computed.points(key) for key in FULL}
    city = {key: "6.43" if key == "item14" else str(value) for key, value in points.items()}
    values = filled(scored(rubric, seventh, city=city), "computed")
    assert told(values, "T140") == []


def test_a_total_that_stays_open_is_blank_and_no_difference(rubric: Rubric) -> None:
    card = scored(rubric, {"target_employed": 101})  # more than there are
    values = filled(card, "computed")
    assert (values.values["total.city"], told(values, "T140")) == ("", [])
    entered = filled(scored(rubric, {"target_employed": 101}, county=FULL), "entered", "county")
    assert told(entered, "T140") == []


def test_another_level_that_gave_points_for_all_that_applies_has_a_total(rubric: Rubric) -> None:
    card = scored(rubric, NOBODY, township=REST, county={"item2": 15})
    values = filled(card, "entered").values
    assert (values["item1.township"], values["total.township"]) == ("不适用", Fraction(85))
    assert (values["item1.county"], values["total.county"]) == ("", "")


# -- decimals ---------------------------------------------------------------------------------------------------
NEARLY = {"aid_required": 4000, "aid_employed": 3999, "r3": 0, "r12": 0, "loan_applications": 0}


def test_points_just_below_a_mark_are_printed_below_it_in_word_and_excel(rubric: Rubric) -> None:
    city = FULL | {"item3": 0, "item12": 0, "item14": "14.996"}
    card = scored(rubric, NEARLY, city=city)
    assert card.passed is False
    assert card.verdict.reasons == ("84.996分，不到85分",)
    sheet = excel(card, rubric, "entered")
    assert [sheet["H19"].value, sheet["H25"].value] == ["14.996", "84.996"]
    values = filled(card, "entered").values
    assert [str(values["item14.city"]), str(values["total.city"])] == ["3749/250", "21249/250"]


def test_a_formula_stands_only_where_it_gives_the_printed_total(rubric: Rubric) -> None:
    thirds = {"aid_required": 3, "aid_employed": 1}
    whole = excel(scored(rubric, thirds, city=FULL), rubric, "entered")["H25"].value
    assert whole == (
        '=IF(COUNT(H6:H24)+COUNTIF(H6:H24,"不适用")=19,IF(COUNT(H6:H24)=0,"不适用",SUM(H6:H24)),"")'
    )
    rounded = FULL | {"item14": "14.004", "item12": "4.003", "item3": "9.003"}
    assert excel(scored(rubric, thirds, city=rounded), rubric, "entered")["H25"].value == 97.01
    open_total = excel(scored(rubric, thirds, city={"item2": 1}), rubric, "entered")["H25"].value
    assert open_total == whole


def excel(card: Scorecard, rubric: Rubric, source: ColumnSource) -> Any:
    (form,) = [each for each in forms_of(rubric) if each.form.id == "yongjia-scorecard"]
    made = fill_form(card, form, Wishes({"city": source}))
    (data,) = [each.data for each in made.documents if each.suffix == ".xlsx"]
    return load_workbook(io.BytesIO(data)).worksheets[0]
