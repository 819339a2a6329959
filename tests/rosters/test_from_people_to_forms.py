"""From the rosters of 48 communities, one file a village, to their forms; every figure counted again by other means."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from docx import Document
from tools.make_rosters.book import write_book
from tools.make_rosters.invent import Inventor, communities

import formgen
from formgen.library import Data
from formgen.registers.load import load_register

DAY = date(2026, 11, 30)
PLACES, PEOPLE = 48, 25
Person = Mapping[str, object]
Village = tuple[str, str]


@pytest.fixture(scope="module")
def villages() -> Mapping[Village, list[Person]]:
    inventor = Inventor(48, DAY)
    return {place: list(inventor.people(*place, PEOPLE)) for place in communities(PLACES)}


@pytest.fixture(scope="module")
def folder(villages: Mapping[Village, list[Person]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a roster for each village, which only the name of its file tells."""
    made = tmp_path_factory.mktemp("rosters")
    columns = {key: each for key, each in load_register("people").columns.items() if key != "community"}
    for (township, name), people in villages.items():
        rows = ([person.get(key, "") for key in columns] for person in people)
        write_book(made / f"{township}{name}花名册.xlsx", [[each.zh for each in columns.values()], *rows])
    return made


@pytest.fixture(scope="module")
def data(villages: Mapping[Village, list[Person]], folder: Path) -> Data:
    listed = [{"township": township, "name": name} for township, name in villages]
    return formgen.notice("taizhou-2019").read({"communities": listed}, people=[folder], on=DAY)


def is_of_working_age(person: Person) -> bool:
    number = str(person["id_number"])
    first, last = (16, 60) if int(number[16]) % 2 else (16, 55)
    birthday = f"{DAY.year - first}{DAY:%m%d}", f"{DAY.year - last}{DAY:%m%d}"
    return birthday[1] < number[6:14] <= birthday[0]


def recount(people: list[Person]) -> dict[str, int]:
    """Count by hand what the notice counts, without any of the program."""
    local = [each for each in people if each["local"] == "是"]
    able = [each for each in local if each["able"] == "是" and is_of_working_age(each)]
    willing = [each for each in able if each["willing"] == "是"]
    members = Counter(str(each["household"]) for each in willing)
    low = {str(each["household"]) for each in people if each["lowinc"]} & set(members)
    with_job = {str(each["household"]) for each in people if each["employment"] == "已就业"}
    founded = [each for each in people if isinstance(each.get("business_date"), date)]
    new = [each for each in founded if str(each["business_date"]).startswith(f"{DAY.year}")]
    return {
        "labour_able": len(able),
        "labour_willing": len(willing),
        "employed": sum(each["employment"] == "已就业" for each in willing),
        "lowinc_households": len(low),
        "lowinc_with_job": len(low & with_job),
        "certified": sum(bool(each.get("certificate")) for each in willing),
        "pension_employee": sum(each["pension"] == "职工" for each in local),
        "pension_resident": sum(each["pension"] == "城乡居民" for each in local),
        "entrepreneurs": sum(each.get("employment_kind") == "自主创业" for each in able),
        "new_entities": len(new),
        "jobs_created": sum(int(str(each["jobs_created"])) for each in new),
        "hard_to_employ": sum(bool(each.get("hardship")) for each in people),
    }


def test_every_figure_of_every_village_is_that_of_its_people(
    villages: Mapping[Village, list[Person]], data: Data
) -> None:
    counted = {
        (each.township, each.name): {
            key: figure.value for key, figure in each.indicators.items() if isinstance(figure.value, Fraction)
        }
        for each in data.communities
    }
    assert counted == {place: recount(people) for place, people in villages.items()}
    assert [each.message for each in data.problems if each.severity == "error"] == []
    for each in data.communities:
        assert each.indicators["employed"].place.file == f"{each.township}{each.name}花名册.xlsx"


def points_of_employment(people: list[Person]) -> str:
    """Return the points of the first criterion: 95% of those who can and will work have a job, or 98%."""
    figures = recount(people)
    rate = Fraction(figures["employed"], figures["labour_willing"])
    return "5" if rate >= Fraction(98, 100) else "3" if rate >= Fraction(95, 100) else "0"


def test_the_forms_of_the_county_print_the_points_of_what_was_counted(
    villages: Mapping[Village, list[Person]], data: Data, tmp_path: Path
) -> None:
    built = formgen.notice("taizhou-2019").build(data, tmp_path)
    forms = list(tmp_path.rglob("*-评价指标.docx"))
    printed = {
        (form.parent.parent.name, form.parent.name): Document(str(form)).tables[0].rows[1].cells[-1].text
        for form in forms
    }
    assert built.refused == []
    assert printed == {place: points_of_employment(people) for place, people in villages.items()}
    assert len(set(printed.values())) > 1
