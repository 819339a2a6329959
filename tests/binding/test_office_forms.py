"""Ten forms of offices, filled: every value in its cell, nothing else changed, and the report says where."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from support.drawn_forms import excel_form, word_form

from formgen.binding.blank_file import Blank, read_blank
from formgen.binding.filled_form import fill_blank
from formgen.binding.records import plain_records
from formgen.binding.synonyms import load_synonyms

CASES = Path(__file__).parents[1] / "cases" / "office_forms.yaml"
FORMS: list[dict[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))


def texts(blank: Blank) -> dict[str, str]:
    """Return the texts of a form by table, row and column; those of lines by their number under table 0."""
    cells = {
        f"{each.table} {each.row} {each.col}": each.text
        for table in blank.form.tables
        for each in table.cells
    }
    return cells | {f"0 {each.number}": each.text for each in blank.form.paragraphs}


@pytest.mark.parametrize("form", FORMS, ids=[each["name"] for each in FORMS])
def test_a_form_of_an_office_is_filled_where_a_person_would_fill_it(form: dict[str, Any]) -> None:
    draw = word_form if form["name"].endswith(".docx") else excel_form
    blank = read_blank(draw("\n".join(form["drawing"])), form["name"])
    filled = fill_blank(blank, plain_records(form["record"])[0], load_synonyms())
    before, after = texts(filled.blank), texts(read_blank(filled.data, form["name"]))
    assert {place: text for place, text in after.items() if before[place] != text} == form["changes"]
    assert [each.code for each in filled.problems] == form["codes"]


def test_a_cell_of_a_sheet_too_narrow_for_its_text_is_told() -> None:
    filled = fill_blank(
        read_blank(excel_form("|证号| |姓名| |"), "表.xlsx"),
        plain_records({"证号": "9" * 18})[0],
        load_synonyms(),
    )
    assert [f"{each.code} {each.message}" for each in filled.problems] == [
        "B128 “证号”（工作表“表”B1）的格子放不下填的文字，印出来会被切掉，或盖到旁边。"
    ]
