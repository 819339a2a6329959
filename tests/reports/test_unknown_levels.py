"""The columns that an author names are called so wherever a level is named; the usual names by a short word."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from support import card_of, full_marks

from formgen.cli.output import name_differences
from formgen.reports.score_explanations import describe_total, explain_in_excel, list_differences
from formgen.reports.summary_row import make_summary_row
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import name_level

OWN = {"self": "村自查分", "township": "镇自评", "county": "县局复核", "city": "市局终评"}
USUAL = ("自评", "县级", "乡镇", "市级")


@pytest.fixture
def card(county_file: Callable[[str, str], Rubric]) -> Scorecard:
    columns = ", ".join(f"{level}: {title}" for level, title in OWN.items())
    rubric = county_file("yongjia-2009", f"columns: {{{columns}}}\n")
    entered = {level: dict.fromkeys(rubric.criteria, 1) for level in OWN}
    return card_of(rubric, full_marks(), scores=entered)


@pytest.mark.parametrize(
    ("title", "level", "name"),
    [
        ("社区自评分", "self", "自评"),
        ("自评分", "self", "自评"),
        ("自评", "self", "自评"),
        ("乡镇考评分", "township", "乡镇"),
        ("县级考评分", "county", "县级"),
        ("市级考核分", "city", "市级"),
        ("镇自评", "township", "镇自评"),
        ("镇自评", "self", "镇自评"),
        ("街道评分", "township", "街道评分"),
        ("区局评分", "county", "区局评分"),
        ("县级考评分", "city", "县级考评分"),
    ],
)
def test_a_level_is_called_by_its_column(title: str, level: str, name: str) -> None:
    assert name_level({level: title}, level) == name


def test_lists_explanations_and_summary_use_the_names_of_the_author(card: Scorecard) -> None:
    row = make_summary_row(card)
    told = [
        *name_differences(card),
        *(text for texts in list_differences(card).values() for text in texts),
        *(each.level for each in row.differences),
        row.basis,
        describe_total(card),
    ]
    assert set(OWN.values()) == {title for title in OWN.values() if any(title in text for text in told)}
    assert not [text for text in told for word in USUAL if word in text.replace("镇自评", "")]


def test_the_workbook_of_explanations_heads_the_claim_by_the_name_of_the_author(card: Scorecard) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(explain_in_excel([card]))).active
    assert sheet is not None
    header = [cell.value for cell in next(iter(sheet.iter_rows(max_row=1)))]
    assert "村自查分" in header
    assert "自评" not in header
