"""Sheets of a county's papers: what heads their columns, and what a programme is called in their titles."""

import pytest
from support import rubric_of

from formgen.reports.county_sheets import CountySheet, add_county_sheet, make_book
from formgen.reports.summary import name_programme


@pytest.mark.parametrize(
    ("label", "width", "printed"),
    [
        ("应发（元）", 12.0, "应发\n（元）"),
        ("应发（元）", 30.0, "应发（元）"),
        ("同组其他项\n已发（元）", 12.0, "同组其他项\n已发（元）"),
        ("依据", 3.0, "依据"),
    ],
)
def test_a_unit_that_does_not_fit_beside_its_label_stands_below_it(
    label: str, width: float, printed: str
) -> None:
    book = make_book()
    add_county_sheet(book, "表", CountySheet("题", {label: width, "备注": 160.0 - width}, [], []))
    assert book.worksheets[0]["A3"].value == printed


@pytest.mark.parametrize(
    ("rubric", "name"),
    [
        ("taizhou-2019", "高质量就业社区（村）"),
        ("yongjia-2009", "“充分就业社区”"),
        ("fuzhou-2010", "充分就业社区"),
        ("huangshi-2010", "充分就业社区"),
        ("demin-2010", "“四清”和“四到位”"),
    ],
)
def test_a_paper_names_what_is_recommended_and_not_its_assessment(rubric: str, name: str) -> None:
    assert name_programme(rubric_of(rubric)) == name
