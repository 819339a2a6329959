"""A place that a person cleared is told with what stood there: collect takes nothing back, and says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from support.trial_form import Trial, codes, opinion_table, said, score_sheet, table, trial

from formgen.commands.rubric import look_into_rubric


def cleared(one: Trial, label: str) -> None:
    """Clear the cell behind a label, as a person does in Word."""
    paper = Document(str(one.form))
    for row in paper.tables[0].rows:
        if row.cells[0].text == label:
            row.cells[1].text = ""
    paper.save(str(one.form))


@pytest.mark.parametrize(
    ("label", "shown"),
    [("联系电话", "0576-12345678"), ("县级意见", "同意推荐"), ("意见日期", "2026年11月20日")],
)
def test_a_cleared_fact_is_told_with_what_stood_there(tmp_path: Path, label: str, shown: str) -> None:
    one = trial(tmp_path, opinion_table)
    cleared(one, label)
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T176"])
    assert f"清空了，原来是“{shown}”；数据没有改（甲镇/示例村/示例村-示例表.docx）" in said(collected)
    assert "“甲镇示例村”的“示例表”上" in said(collected)
    assert "确实不要的，请自己在数据里删去；不是有意删的，请在表上补填" in said(collected)


@pytest.mark.parametrize("column", ["D", "E"])
def test_a_cleared_score_is_told(tmp_path: Path, column: str) -> None:
    one = trial(tmp_path, score_sheet, ".xlsx")
    book: Any = load_workbook(one.form)
    shown = book.active[f"{column}3"].value
    book.active[f"{column}3"] = None
    book.save(one.form)
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T176"])
    assert f"1 台帐”（单元格{column}3）清空了，原来是“{shown}”" in said(collected)


def test_what_stood_there_is_not_guessed_when_the_data_say_something_else_now(tmp_path: Path) -> None:
    one = trial(tmp_path, opinion_table)
    cleared(one, "联系电话")
    one.write_data(phone="0576-99999999")
    assert "清空了，数据现在是“0576-99999999”" in said(one.collect())


def test_what_the_data_do_not_hold_either_is_no_matter(tmp_path: Path) -> None:
    one = trial(tmp_path, opinion_table)
    cleared(one, "联系电话")
    one.write_data(phone="")
    assert codes(one.collect()) == []


def test_a_place_printed_twice_is_told_once(tmp_path: Path) -> None:
    def twice(document: Any) -> None:
        table(document, ("联系电话", "{{ phone }}"), ("电话（再写一次）", "{{ phone }}"))

    one = trial(tmp_path, twice)
    one.rewrite(lambda text: text.replace("0576-12345678", ""))
    assert codes(one.collect()) == ["T176"]


def no_field(document: Any) -> None:
    document.add_paragraph("示例村就业情况表")


def a_field_that_is_the_same_for_all(document: Any) -> None:
    document.add_paragraph("{{ title }}")


def fixed_fields_of_a_sheet(book: Any) -> None:
    book.active["A1"], book.active["A2"] = "{{ title }}", "{{ row.clause }}"


EMPTY = [(no_field, ".docx"), (a_field_that_is_the_same_for_all, ".docx"), (fixed_fields_of_a_sheet, ".xlsx")]


@pytest.mark.parametrize(("draw", "suffix"), EMPTY)
def test_a_template_that_prints_the_same_for_all_is_told_by_check_and_build(
    tmp_path: Path, draw: Callable[[Any], None], suffix: str
) -> None:
    one = trial(tmp_path, draw, suffix)
    words = f"模板“trial/template{suffix}”里一个要填的字段也没有，印出来每个社区都一样"
    checked = look_into_rubric(str(one.folder / "trial.yaml"))
    for problems in (one.build(phone="0576-1").problems, checked.problems):
        (told,) = [str(each) for each in problems if each.code == "T175"]
        assert words in told
        assert "请在要填的地方写上字段，如 {{ name }}" in told


def only_a_condition(document: Any) -> None:
    document.add_paragraph("{% if phone %}有电话{% endif %}")


def only_a_header(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "{{ name }}"


@pytest.mark.parametrize("draw", [only_a_condition, only_a_header, opinion_table])
def test_a_template_that_prints_anything_of_a_community_is_not_told(
    tmp_path: Path, draw: Callable[[Any], None]
) -> None:
    one = trial(tmp_path, draw)
    assert "T175" not in codes(one.build(phone="0576-1"))
