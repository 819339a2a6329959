"""The formulas of an office's own Excel form, when it comes back: as they were, changed, written over, without a result."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.trial_form import Trial, codes, said, score_sheet, trial


def draw(book: Any) -> None:
    score_sheet(book)
    page = book.active
    page.insert_rows(4)
    for column, text in enumerate(
        ["合计", None, "{{ total.points }}", "{{ total.self }}", "{{ total.county }}"], 1
    ):
        page.cell(4, column).value = text
    page["F3"], page["F4"] = "=D3-E3", "=SUM(F3:F3)"


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, draw, ".xlsx")


def type_in(one: Trial, **cells: Any) -> None:
    """Change cells and save, as a program does that stores no results."""
    book = load_workbook(one.form)
    for address, value in cells.items():
        book.worksheets[0][address] = value
    book.save(one.form)
    book.close()


def store_results(one: Trial) -> None:
    """Give the formulas results, and one that this program writes in its own way."""
    one.rewrite(
        lambda text: (
            text.replace("<f>D3-E3</f><v></v>", "<f>D3 - E3</f><v>1</v>")
            .replace("<f>D3-E3</f><v />", "<f>D3 - E3</f><v>1</v>")
            .replace("<f>D3-E3</f><v/>", "<f>D3 - E3</f><v>1</v>")
        )
    )


def test_formulas_that_only_have_results_now_are_no_matter(one: Trial) -> None:
    type_in(one, B6="0576-9")
    store_results(one)
    assert one.read() == {"联系电话": "0576-9"}
    assert codes(one.collect()) == []


CHANGED = {
    "a formula written over": ("F5", 3, "单元格F5印好的“=SUM(F3:F4)”改成了“3”"),
    "a formula changed": ("F5", "=SUM(F3:F3)", "单元格F5印好的“=SUM(F3:F4)”改成了“=SUM(F3:F3)”"),
    "a sign changed": ("F3", "=D3+E3", "单元格F3印好的“=D3-E3”改成了“=D3+E3”"),
    "a formula emptied": ("F4", None, "单元格F4印好的“=D4-E4”"),
    "a formula in a free cell": ("H2", "=D3*2", "单元格H2的“=D3*2”"),
    "a formula over printed words": ("A2", '="名"&"次"', '单元格A2印好的“序号”改成了“="名"&"次"”'),
}


@pytest.mark.parametrize(("cell", "value", "words"), CHANGED.values(), ids=CHANGED)
def test_a_formula_that_somebody_changed_or_added_is_named(
    one: Trial, cell: str, value: Any, words: str
) -> None:
    type_in(one, **{cell: value})
    assert words in said(one.collect())


def test_a_total_without_a_result_is_added_up_anew_where_it_is_the_formula_of_the_template(
    one: Trial,
) -> None:
    type_in(one, E3=2)
    assert codes(one.build()) == []


@pytest.mark.parametrize("formula", ["=SUM(E3:E3)", "=E3+E4", "=5"])
def test_a_total_without_a_result_is_not_passed_over_where_somebody_changed_its_formula(
    one: Trial, formula: str
) -> None:
    type_in(one, E5=formula)
    assert "T169" in codes(one.build())
    assert "“县级考评分 合计”没有核对" in said(one.build())
    assert "没有存下结果" in said(one.build())
