"""Lists with more rows than the form has: rows are added above totals, formulas follow, or the reason is told."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Side
from support.drawn_forms import excel_form, word_form

from formgen.binding.blank_file import read_blank
from formgen.binding.filled_form import FilledBlank, fill_blank
from formgen.binding.records import plain_records
from formgen.binding.synonyms import load_synonyms

DRAW: dict[str, Callable[[str], bytes]] = {".docx": word_form, ".xlsx": excel_form}
LIST = "名单\n|组别|序号|姓名|金额|\n|甲组|1| | |\n|^|2| | |\n|合计|<|<| |\n|注：金额填到元，不得涂改，涂改无效。|<|<|<|"


def fill(data: bytes, suffix: str, record: Any) -> FilledBlank:
    return fill_blank(read_blank(data, f"表{suffix}"), plain_records(record)[0], load_synonyms())


@pytest.mark.parametrize("suffix", DRAW)
def test_rows_are_added_above_totals_and_notes(suffix: str) -> None:
    filled = fill(DRAW[suffix](LIST), suffix, {"姓名": ["甲", "乙", "丙", "丁"], "合计": "9"})
    assert filled.problems == ()
    cells = read_blank(filled.data, f"表{suffix}").form.tables[0].cells
    top = min(cell.row for cell in cells if cell.text == "组别")
    shown = {(cell.row - top, cell.col): cell.text for cell in cells}
    assert [shown[row, 3] for row in range(1, 5)] == ["甲", "乙", "丙", "丁"]
    assert [shown[row, 2] for row in range(1, 5)] == ["1", "2", "3", "4"]
    assert (shown[5, 1], shown[5, 4], shown[6, 1][:2]) == ("合计", "9", "注：")
    assert [cell.rows for cell in cells if cell.text == "甲组"] == [4]


@pytest.mark.parametrize("suffix", DRAW)
@pytest.mark.parametrize(
    ("above", "below"),
    [("", "|领队| | |"), ("|项目| |<|\n", "|处置方式| |<|"), ("", "|应到| |实到|"), ("", "|缺席|<| |")],
)
def test_a_row_of_another_label_below_a_list_is_none_of_it(suffix: str, above: str, below: str) -> None:
    drawing = f"{above}|序号|姓名|电话|\n|1| | |\n|2| | |\n{below}"
    filled = fill(DRAW[suffix](drawing), suffix, {"姓名": ["甲", "乙", "丙"], "电话": ["7", "8", "9"]})
    assert filled.problems == ()
    texts = [cell.text.strip() for cell in read_blank(filled.data, f"表{suffix}").form.tables[0].cells]
    before = [
        cell.text.strip() for cell in read_blank(DRAW[suffix](drawing), f"表{suffix}").form.tables[0].cells
    ]
    at = texts.index("1")
    assert texts[at : at + 9] == ["1", "甲", "7", "2", "乙", "8", "3", "丙", "9"]
    assert texts[:at] + texts[at + 9 :] == before[:at] + before[at + 6 :]


def test_rows_beside_merged_groups_are_a_list_for_each_group() -> None:
    blank = read_blank(
        word_form("|组别|姓名|电话|\n|甲组| | |\n|^| | |\n|^| | |\n|乙组| | |\n|^| | |"), "表.docx"
    )
    lists = [(each.label, len(each.cells)) for each in blank.bound.fields]
    assert lists == [("姓名", 3), ("电话", 3), ("姓名", 2), ("电话", 2)]
    record = plain_records({"乙组": [{"姓名": "甲"}], "姓名": ["乙", "丙"]})[0]
    assert [each.code for each in fill_blank(blank, record, load_synonyms()).problems] == ["B101"]


def test_a_list_that_goes_on_in_another_table_grows_there() -> None:
    drawing = "名单\n|姓名|金额|\n| | |\n|合计| |\n续表\n|姓名|金额|\n| | |\n"
    on_one_sheet = fill(excel_form(drawing), ".xlsx", {"姓名": ["甲", "乙", "丙"]})
    assert [each.code for each in on_one_sheet.problems] == ["B107"]
    filled = fill(word_form(drawing), ".docx", {"姓名": ["甲", "乙", "丙"], "金额": ["1", "2", "3"]})
    assert filled.problems == ()
    first, second = read_blank(filled.data, "表.docx").form.tables
    assert [cell.text.strip() for cell in first.cells] == ["姓名", "金额", "甲", "1", "合计", ""]
    assert [cell.text.strip() for cell in second.cells] == ["姓名", "金额", "乙", "2", "丙", "3"]


@pytest.mark.parametrize("suffix", DRAW)
def test_a_list_with_one_row_takes_several_values(suffix: str) -> None:
    filled = fill(DRAW[suffix]("|姓名|电话|\n| | |\n"), suffix, {"姓名": ["甲", "乙", "丙"]})
    texts = [cell.text.strip() for cell in read_blank(filled.data, f"表{suffix}").form.tables[0].cells]
    assert (filled.problems, texts) == ((), ["姓名", "电话", "甲", "", "乙", "", "丙", ""])


def book_with(formulas: dict[str, str], rows: int = 2) -> bytes:
    """Return a list 姓名, 金额 in A2:B3 with a total row below, and formulas by their cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    side = Side(style="thin")
    sheet.append(["姓名", "金额"])
    for _ in range(rows):
        sheet.append([])
    sheet.append(["合计"])
    for row in sheet.iter_rows(min_row=1, max_row=rows + 2, max_col=2):
        for cell in row:
            cell.border = Border(left=side, right=side, top=side, bottom=side)
    for place, formula in formulas.items():
        sheet[place] = formula
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(filled: FilledBlank) -> Any:
    return load_workbook(io.BytesIO(filled.data)).worksheets[0]


def test_formulas_follow_the_rows_that_are_added() -> None:
    record = {"姓名": ["甲", "乙", "丙", "丁"], "金额": ["1", "2.5", "3", "4"]}
    filled = fill(book_with({"B4": "=SUM(B2:B3)", "D1": "=B4*2"}), ".xlsx", record)
    sheet = sheet_of(filled)
    assert filled.problems == ()
    assert (sheet["B6"].value, sheet["D1"].value, sheet["A6"].value) == ("=SUM(B2:B5)", "=B6*2", "合计")
    assert [sheet[f"B{row}"].value for row in range(2, 6)] == [1, 2.5, 3, 4]


def test_rows_that_a_formula_cannot_follow_are_refused_by_name() -> None:
    record = {"姓名": ["甲", "乙", "丙"]}
    filled = fill(book_with({"B4": "=B2+B3"}), ".xlsx", record)
    assert [each.code for each in filled.problems] == ["B107"]
    assert "“姓名”有3个值，表上只有2行；加不了行：B4B3 是这一行的一格" in filled.problems[0].message.replace(
        " ", " "
    )
    assert sheet_of(filled)["A2"].value is None


def test_what_a_formula_adds_up_goes_in_as_a_number() -> None:
    filled = fill(book_with({"B4": "=SUM(B2:B3)"}), ".xlsx", {"金额": ["1,234", "2"], "姓名": ["001", "2"]})
    sheet = sheet_of(filled)
    assert filled.problems == ()
    assert [sheet["B2"].value, sheet["B3"].value, sheet["A2"].value] == [1234, 2, "001"]
    assert load_workbook(io.BytesIO(filled.data), data_only=True).worksheets[0]["B4"].value is None


def test_a_text_that_a_formula_would_pass_over_is_a_question() -> None:
    filled = fill(book_with({"B4": "=SUM(B2:B3)"}), ".xlsx", {"金额": ["5元", "2"]})
    assert [each.code for each in filled.problems] == ["B104"]
    assert "“金额”一格表上的公式要用来算，“5元”不是数，会漏加或算不出；没有填" in filled.problems[0].message
    assert sheet_of(filled)["B3"].value is None


def test_a_formula_is_no_blank() -> None:
    filled = fill(book_with({"B4": '=IF(B2="","",B2)'}), ".xlsx", {"合计": "9"})
    assert [each.code for each in filled.problems] == ["B103"]
    assert sheet_of(filled)["B4"].value == '=IF(B2="","",B2)'


def test_results_stay_where_nothing_that_they_use_was_filled() -> None:
    data = book_with({"B4": "=SUM(B2:B3)"})
    before = read_blank(data, "表.xlsx").parts
    filled = fill(data, ".xlsx", {"姓名": ["甲"]})
    after = read_blank(filled.data, "表.xlsx").parts
    assert {name for name in after if after[name] != before[name]} == {"xl/worksheets/sheet1.xml"}
