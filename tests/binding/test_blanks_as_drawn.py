"""Blanks as offices draw them, as data: each value in its own place, no other place changed, a question where one is due."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from support.drawn_forms import excel_form, word_form

from formgen.binding.blank_file import read_blank
from formgen.binding.cells import FormOfCells
from formgen.binding.filled_form import fill_blank
from formgen.binding.records import plain_records
from formgen.binding.synonyms import load_synonyms

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "bound_blanks.yaml").read_text(encoding="utf-8")
)


def _cells(form: FormOfCells) -> dict[str, str]:
    return {f"{cell.row} {cell.col}": cell.text for table in form.tables[:1] for cell in table.cells}


def _changed(before: dict[Any, str], after: dict[Any, str]) -> dict[Any, str]:
    return {at: text.replace("√", "☑") for at, text in after.items() if before[at] != text}


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_value_lands_in_its_own_place_of_an_office_s_blank(case: dict[str, Any], suffix: str) -> None:
    draw = word_form if suffix == ".docx" else excel_form
    blank = read_blank(draw(case["drawing"]), f"表{suffix}")
    filled = fill_blank(blank, plain_records(case["data"])[0], load_synonyms())
    told = {problem.code: problem.message for problem in filled.problems}
    assert [problem.code for problem in filled.problems] == case.get("codes", []), told
    if suffix == ".docx":
        lines = [
            {each.number: each.text for each in form.paragraphs} for form in (blank.form, filled.written)
        ]
        assert _changed(*lines) == case.get("lines", {})
    if suffix == ".docx" or case["drawing"].startswith("|"):  # a drawn sheet has its lines in cells
        assert _changed(_cells(blank.form), _cells(filled.written)) == case.get("cells", {})
