"""The formulas of an office's own Excel form, when it comes back: as they were, changed, written over, without a result."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.trial_form import VILLAGE, Trial, codes, said, score_sheet, trial

from formgen.commands.build import plan_build
from formgen.folder.build import BuildResult, build_folder
from formgen.folder.plan import Options


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


# -- formulas on other sheets -----------------------------------------------------------------------
GUARD = "IF(COUNTBLANK('评分表'!E3:E4)>0,\"\",SUM(评分表!E3:E4))"


def draw_cover(book: Any) -> None:
    draw(book)
    cover = book.create_sheet("封面")
    cover["A1"], cover["A2"] = "=SUM(评分表!E3:E3)", "=评分表!B5"


@pytest.fixture
def covered(tmp_path: Path) -> Trial:
    return trial(tmp_path, draw_cover, ".xlsx")


def build_without_a_score(one: Trial, **facts: str) -> BuildResult:
    """Build again onto the forms, with data that lost a score of the county."""
    county = {"item1": 3}
    village = {
        **VILLAGE,
        "facts": {**VILLAGE["facts"], **facts},
        "scores": {**VILLAGE["scores"], "county": county},
    }
    data = one.folder / "data.json"
    data.write_text(json.dumps({"communities": [village]}, ensure_ascii=False), encoding="utf-8")
    return build_folder(plan_build(data, str(one.folder / "trial.yaml"), Options(jobs=1)), one.out)


def store_result(one: Trial, cell: str, result: str) -> None:
    """Give the formula of a cell of the cover the result that Excel stores."""
    told = re.compile(rf'(<c r="{cell}">)(<f>[^<]*</f>)<v\s*/?>(?:</v>)?')
    stored = f'<c r="{cell}" t="str">\\2<v>{result}</v>'
    one.rewrite(lambda text: told.sub(stored, text), "xl/worksheets/sheet2.xml")


def formulas(one: Trial, sheet: str) -> dict[str, Any]:
    page: Any = load_workbook(one.form)[sheet]
    return {cell.coordinate: cell.value for row in page for cell in row if cell.data_type == "f"}


def test_a_formula_of_another_sheet_stays_blank_when_a_later_build_takes_a_score_away(covered: Trial) -> None:
    type_in(covered, B6="0576-9")
    build_without_a_score(covered)
    assert formulas(covered, "封面")["A1"] == f"={GUARD}"
    assert formulas(covered, "评分表")["F5"].startswith("=IF(COUNTBLANK(")


def test_a_later_build_leaves_no_result_of_older_values_on_any_sheet(covered: Trial) -> None:
    type_in(covered, B7="2026-11-21")
    store_result(covered, "A2", "0576-12345678")
    build_without_a_score(covered, phone="0576-77777777")
    with zipfile.ZipFile(covered.form) as archive:
        cover, workbook = archive.read("xl/worksheets/sheet2.xml"), archive.read("xl/workbook.xml")
    assert b"0576-12345678" not in cover
    assert b'fullCalcOnLoad="1"' in workbook


def test_a_formula_of_another_sheet_that_somebody_changed_is_left(covered: Trial) -> None:
    book = load_workbook(covered.form)
    book["封面"]["A1"] = "=评分表!E3*2"
    book["评分表"]["B6"] = "0576-9"
    book.save(covered.form)
    build_without_a_score(covered)
    assert formulas(covered, "封面")["A1"] == "=评分表!E3*2"


def test_formulas_follow_a_sheet_that_somebody_named_anew(covered: Trial) -> None:
    book = load_workbook(covered.form)
    book["评分表"]["B6"] = "0576-9"
    book["评分表"].title = "定稿"
    book["封面"]["A1"], book["封面"]["A2"] = "=SUM(定稿!E3:E4)", "=定稿!B6"
    book.save(covered.form)
    build_without_a_score(covered)
    assert formulas(covered, "封面")["A1"] == GUARD.replace("评分表", "定稿").replace("IF(", "=IF(", 1)
    build_without_a_score(covered)
    assert formulas(covered, "封面")["A1"].count("COUNTBLANK") == 1
