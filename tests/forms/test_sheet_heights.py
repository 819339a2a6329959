"""Rows of an Excel form are as tall as their words, and break where the form says, whatever template it is."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet
from support import card_of, rubric_of, template_of

from formgen.filling.slot_values import Wishes, find_values
from formgen.forms.excel import worksheet
from formgen.forms.form import Form, FormSpec
from formgen.forms.heights import measure_height, split_by_height
from formgen.forms.load import read_template

RUBRIC = rubric_of("yongjia-2009")


def made(tmp_path: Path, *, size: float = 12, section: float = 30, own_break: int = 0) -> bytes:
    """Fill a template of a header, the rows and a last line: section, clause."""
    book = Workbook()
    page: Any = book.active
    for row in (["部分", "标准"], ["{{ section.title }}", "{{ row.clause }}"], ["{{ name }}", ""]):
        page.append(row)
    page["B2"].font = Font(name="宋体", size=size)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = section, 40
    if own_break:
        page.row_breaks.append(Break(id=own_break))
    path = tmp_path / "template.xlsx"
    book.save(path)
    form = Form("my-form", FormSpec(title="表", file="表", page_after=["item11"]), (read_template(path),))
    return template_of(form, RUBRIC).render(find_values(card_of(RUBRIC, {}), form, Wishes({})).values)


def sheet_of(data: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_a_row_is_as_tall_as_its_words_in_the_type_of_the_template(tmp_path: Path) -> None:
    small = sheet_of(made(tmp_path)).row_dimensions[12].height
    large = sheet_of(made(tmp_path, size=24)).row_dimensions[12].height
    assert (small, large) == (84.0, 286.8), "five lines of 12 points, nine of 24"


def test_a_section_of_one_row_is_as_tall_as_its_own_words(tmp_path: Path) -> None:
    sheet = sheet_of(made(tmp_path, section=3.6))
    assert sheet["A20"].value == "五、其他（5分）"
    assert sheet.row_dimensions[20].height == 120.4, "eight lines of a character, 11 points each"


def test_rows_under_a_tall_section_cell_grow_alike(tmp_path: Path) -> None:
    wide, narrow = sheet_of(made(tmp_path)), sheet_of(made(tmp_path, section=3.6))
    grown = [narrow.row_dimensions[row].height - wide.row_dimensions[row].height for row in range(2, 5)]
    assert len({round(each, 1) for each in grown}) == 1
    assert grown[0] > 0


def test_a_page_break_of_the_template_moves_down_with_what_stands_below(tmp_path: Path) -> None:
    data = made(tmp_path, own_break=2)
    assert [mark.id for mark in sheet_of(data).row_breaks.brk] == [12, 20]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert parts.read("xl/worksheets/sheet1.xml").count(b"<rowBreaks") == 1


def test_a_page_break_above_the_rows_stays(tmp_path: Path) -> None:
    assert [mark.id for mark in sheet_of(made(tmp_path, own_break=1)).row_breaks.brk] == [1, 12]


def test_styles_without_a_size_are_taken_for_the_type_of_lists() -> None:
    names = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f'<worksheet {names}><cols/><sheetData><row r="1"><c r="A1" s="0" t="inlineStr"><is><t>{"字" * 30}</t></is></c></row></sheetData></worksheet>'
    styles = f'<styleSheet {names}><fonts><font/></fonts><cellXfs><xf fontId="7"/></cellXfs></styleSheet>'
    sheet_xml = worksheet.Worksheet(sheet.encode(), None, f"<workbook {names}/>".encode(), styles.encode())
    (row,) = sheet_xml.rows()
    sheet_xml.fit(row, {"A"})
    assert float(row.get("ht", "0")) == measure_height("字" * 30, 8.43)


HEIGHTS = [
    ("", 10, 12, 21.6),  # one empty line
    ("字" * 4, 10, 12, 21.6),  # 48.5 points of room
    ("字" * 5, 10, 12, 37.2),
    ("字。" * 2, 10, 12, 21.6),
    ("2013年", 10, 10.5, 19.65),
    ("一\n二\n\n三", 40, 10.5, 60.6),
    ("字" * 5000, 10, 12, 409.0),
]


@pytest.mark.parametrize(("text", "width", "size", "points"), HEIGHTS)
def test_a_height_is_that_of_the_lines(text: str, width: float, size: float, points: float) -> None:
    assert measure_height(text, width, size) == points


def test_a_text_is_cut_at_the_end_of_a_line_into_pieces_that_each_fit_a_row() -> None:
    text = "每一行都要印出来，一个字也不能少。\n" * 40
    found = split_by_height(text, 20)
    assert "".join(found).replace("\n", "") == text.replace("\n", "")
    assert [measure_height(piece, 20) <= 409 for piece in found] == [True] * len(found)
    assert len(found) == 3
    assert split_by_height("短", 20) == ["短"]
