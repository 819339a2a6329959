"""Forms of several tables and lines of text: what is called 续表, captions, labels that a cover or footer repeats."""

import io
from typing import Any

import pytest
from support.drawn_forms import excel_form, word_form

from formgen.binding.blank_file import Blank, read_blank
from formgen.binding.filled_form import FilledBlank, fill_blank
from formgen.binding.records import plain_records
from formgen.binding.synonyms import load_synonyms
from formgen.office.package import parts_in

LIST = "|姓名|电话|\n| | |\n| | |"
ONE_ROW = "|姓名|电话|\n| | |"
# name, drawing, record, what changes by line of the drawing and column, codes of questions
CASES: list[tuple[str, str, dict[str, Any], dict[tuple[int, int], str], list[str]]] = [
    ("a list that goes on in a 续表", f"名单\n{LIST}\n续表\n{LIST}", {"姓名": ["a", "b", "c"]}, {(3, 1): "a", (4, 1): "b", (7, 1): "c"}, []),
    ("tables of one row, the second a 续表", f"{ONE_ROW}\n（续上表）\n{ONE_ROW}", {"电话": ["1", "2"]}, {(2, 2): "1", (5, 2): "2"}, []),
    ("a list that goes on in one row", f"{LIST}\n附表（续）\n{ONE_ROW}", {"姓名": ["a", "b", "c"]}, {(2, 1): "a", (3, 1): "b", (6, 1): "c"}, []),
    ("手续 is no 续表", f"一、手续\n{ONE_ROW}\n二、办理手续表\n{ONE_ROW}", {"姓名": ["a", "b"]}, {}, ["B101"]),
    ("captions told apart by a bracket", f"一、人员（低收入）\n{LIST}\n二、人员\n{LIST}", {"人员（低收入）/姓名": ["a"], "人员/姓名": ["b"]}, {(3, 1): "a", (7, 1): "b"}, []),
    ("a scalar under the caption without brackets", "情况（低收入）\n|姓名| |\n情况\n|姓名| |", {"情况/姓名": "b"}, {(4, 2): "b"}, []),
    ("a cover and a footer repeat a label", "申请表\n申请人：____________\n|申请人| |电话| |\n填表人：         申请人：        ", {"申请人": "张三"}, {(3, 2): "张三"}, []),
    ("only cover and footer have a label", "申请表\n单位：____________\n|姓名| |\n单位：           ", {"单位": "甲"}, {}, ["B101"]),
    ("two cells and a cover have a label", "申请人：____________\n|甲|申请人| |\n|乙|申请人| |", {"申请人": "张三"}, {}, ["B101"]),
    ("a name in form.yaml is no label of several", "|姓名| |姓名| |", {"姓名": "张三"}, {}, ["B101"]),
    ("sections", "|一、申请人|<|<|<|\n|姓名| |电话| |\n|二、配偶|<|<|<|\n|姓名| |电话| |", {"申请人/姓名": "甲", "配偶": {"电话": "2"}}, {(2, 2): "甲", (4, 4): "2"}, []),
]  # fmt: skip


def texts_by_line(blank: Blank, drawing: str) -> dict[tuple[int, int], str]:
    """Return the texts of a form by line of its drawing and column; a line of text has no column in Word."""
    lines = drawing.split("\n")
    in_tables = [at for at, line in enumerate(lines, 1) if "|" in line]
    if not blank.is_word:
        return {(cell.row, cell.col): cell.text for cell in blank.form.tables[0].cells}
    found, first = dict[tuple[int, int], str](), 0
    for table in blank.form.tables:
        found |= {(in_tables[first + cell.row - 1], cell.col): cell.text for cell in table.cells}
        first += table.height
    outside = [at for at, line in enumerate(lines, 1) if "|" not in line]
    return found | {
        (at, 1): each.text for at, each in zip(outside, blank.form.paragraphs, strict=False) if each.text
    }


def filled(data: bytes, name: str, record: dict[str, Any]) -> tuple[Blank, FilledBlank, Blank]:
    blank = read_blank(data, name)
    made = fill_blank(blank, plain_records(record)[0], load_synonyms())
    return blank, made, read_blank(made.data, name)


@pytest.mark.parametrize(("suffix", "draw"), [(".docx", word_form), (".xlsx", excel_form)])
@pytest.mark.parametrize(
    ("name", "drawing", "record", "changes", "codes"), CASES, ids=[each[0] for each in CASES]
)
def test_a_value_lands_in_its_own_table_and_nothing_else_changes(
    name: str,
    drawing: str,
    record: dict[str, Any],
    changes: dict[tuple[int, int], str],
    codes: list[str],
    suffix: str,
    draw: Any,
) -> None:
    blank, made, read = filled(draw(drawing), f"{name}{suffix}", record)
    before, after = texts_by_line(blank, drawing), texts_by_line(read, drawing)
    assert {place: text for place, text in after.items() if before[place] != text} == changes
    assert [problem.code for problem in made.problems] == codes


def test_a_tick_stands_before_the_word_whose_box_is_a_drawing_and_a_hint_says_so() -> None:
    blank, made, read = filled(word_form("|性别|￼男  ￼女|\n|姓名| |"), "表.docx", {"性别": "女"})
    assert read.form.tables[0].grid[1, 2].text == "￼男  ￼√女"
    (problem,) = made.problems
    assert problem.code == "B127"
    assert problem.message == "“性别”（第1张表第1行第2格）的框是图形，不是字，√打在了选项的前面。"
    assert blank.parts.keys() == parts_in(io.BytesIO(made.data)).keys()
