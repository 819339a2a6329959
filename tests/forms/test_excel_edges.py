"""What reaches to the last row or column of a sheet stays on the sheet as rows are added above it."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from support.small_form import edited, fault_of, filled, parts_of, replacing, saved

SHEET = "xl/worksheets/sheet1.xml"
LOOP = ("{{ row.number }}", "{{ row.clause }}", "{{ row.self }}", "{{ row.county }}")
LAST = 1_048_576


def book() -> tuple[Workbook, Any]:
    """A template whose row 3 becomes rows 3 to 5."""
    made = Workbook()
    page: Any = made.active
    page.title = "评分表"
    for row in (("{{ name }}评分表",), ("序号", "内容", "自评", "县评"), LOOP, ("合计",)):
        page.append(row)
    return made, page


def formula_at(address: str, written: str) -> dict[str, str]:
    made, page = book()
    page[address] = f"={written}"
    filled_page = load_workbook(BytesIO(filled(saved(made), ".xlsx"))).worksheets[0]
    cells = (cell for row in filled_page.iter_rows() for cell in row)
    return {cell.coordinate: str(cell.value) for cell in cells if cell.data_type == "f"}


@pytest.mark.parametrize(
    ("written", "moved"),
    [
        ("SUM(D1:D1048576)", "SUM(D1:D1048576)"),
        ("SUM(D$3:D$1048576)", "SUM(D$3:D$1048576)"),
        ("SUM(D4:D1048570)", "SUM(D6:D1048572)"),
        ("SUM(D4:D1048575)", "SUM(D6:D1048576)"),
        ("COUNTA(1:1048576)", "COUNTA(1:1048576)"),
        ("COUNTA($4:$1048576)", "COUNTA($6:$1048576)"),
        ("SUM(A4:XFD4)", "SUM(A6:XFD6)"),
        ("SUM(A1:XFD1048576)", "SUM(A1:XFD1048576)"),
        ("SUM(评分表!C1:C1048576)+SUM(XFD:XFD)", "SUM(评分表!C1:C1048576)+SUM(XFD:XFD)"),
    ],
)
def test_a_formula_reaches_no_farther_than_the_sheet(written: str, moved: str) -> None:
    assert formula_at("F7", written)["F9"] == f"={moved}"


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("D3/SUM(D1:D1048576)", "D5/SUM(D1:D1048576)"),
        ("D3/SUM(D$3:D$1048576)", "D5/SUM(D$3:D$1048576)"),
        ("SUM(D3:D$1048576)", "SUM(D5:D$1048576)"),
        ("COUNTA(A3:XFD3)", "COUNTA(A5:XFD5)"),
        ("COUNTIF(1:1048576,D3)", "COUNTIF(1:1048576,D5)"),
    ],
)
def test_each_row_uses_whole_columns_as_they_are(written: str, last: str) -> None:
    assert formula_at("F3", written)["F5"] == f"={last}"


def rules_to_the_end(page: Any) -> None:
    for ranges in ("D1:D1048576", "A4:XFD1048576"):
        page.conditional_formatting.add(ranges, Rule("expression", formula=["$D$1=SUM(D$1:D$1048576)"]))
    checked = DataValidation("decimal", formula1="0", sqref="D3:D1048576 E1048576")
    page.add_data_validation(checked)
    page.auto_filter.ref = "A2:D1048576"
    page.merge_cells("F1:F2")
    page.sheet_view.selection[0].sqref = page.sheet_view.selection[0].activeCell = "A1048576"


def names_to_the_end(page: Any) -> None:
    made = page.parent
    made.create_sheet("附")
    page.print_area = "A1:F1048576"
    both = "评分表!$A$1:$F$1048576,附!$A$4:$F$1048576"
    for name, text in (("列", "评分表!$D$4:$D$1048576"), ("行", "评分表!$2:$1048576"), ("两张", both)):
        made.defined_names[name] = DefinedName(name, attr_text=text)


@pytest.mark.parametrize(
    ("draw", "part", "found"),
    [
        (rules_to_the_end, SHEET, ['sqref="D1:D1048576"', 'sqref="A6:XFD1048576"', "$1048576)</formula>"]),
        (rules_to_the_end, SHEET, ['sqref="D3:D1048576 E1048576"', 'activeCell="A1048576"']),
        (rules_to_the_end, SHEET, ['<autoFilter ref="A2:D1048576"']),
        (names_to_the_end, "xl/workbook.xml", ["$A$1:$F$1048576<", ">评分表!$D$6:$D$1048576<", "!$2:$1048576<"]),
        (names_to_the_end, "xl/workbook.xml", [">评分表!$A$1:$F$1048576,附!$A$4:$F$1048576<"]),
    ],
)  # fmt: skip
def test_no_range_of_a_template_grows_off_the_sheet(
    draw: Callable[[Any], None], part: str, found: list[str]
) -> None:
    made, page = book()
    draw(page)
    text = parts_of(filled(saved(made), ".xlsx"))[part].decode()
    text = re.sub("&#([0-9]+);", lambda sign: chr(int(sign[1])), text)
    assert [each for each in found if each not in text] == []
    assert [each for each in re.findall(r"\$?[A-Z]+\$?(\d+)", text) if int(each) > LAST] == []


def test_a_break_between_columns_ends_with_the_sheet() -> None:
    made, _ = book()
    mark = '<colBreaks count="1" manualBreakCount="1"><brk id="5" max="1048575" man="1"/></colBreaks></worksheet>'
    data = edited(saved(made), {SHEET: replacing(("</worksheet>", mark))})
    assert '<brk id="5" max="1048575" man="1"/>' in parts_of(filled(data, ".xlsx"))[SHEET].decode()


def with_last_row(inside: str) -> bytes:
    made, _ = book()
    row = f'<row r="1048576" ht="12.8">{inside}</row></sheetData>'
    return edited(saved(made), {SHEET: replacing(("</sheetData>", row))})


def test_an_empty_last_row_is_dropped() -> None:
    text = parts_of(filled(with_last_row('<c r="A1048576" s="0"/>'), ".xlsx"))[SHEET].decode()
    assert [int(each) for each in re.findall(r'<row r="(\d+)"', text)][-1] == 6


@pytest.mark.parametrize("inside", ['<c r="B1048576"><v>1</v></c>', '<c r="B1048576"><f>A1</f></c>'])
def test_a_last_row_that_holds_something_is_refused(inside: str) -> None:
    fault = fault_of(with_last_row(inside), ".xlsx")
    assert fault.code == "T101"
    assert "B1048576 在评分行增加以后超出工作表的最后一行；请把它移到靠上的行" in fault.message


@pytest.mark.parametrize(
    ("address", "written"), [("F7", "A1048576"), ("F7", "SUM(D1048575:D1048576)"), ("F3", "D3-D$1048576")]
)
def test_a_formula_that_uses_the_last_row_alone_is_refused(address: str, written: str) -> None:
    made, page = book()
    page[address] = f"={written}"
    fault = fault_of(saved(made), ".xlsx")
    assert (fault.code, fault.place.cell) == ("T101", address)
    assert "在评分行增加以后超出工作表的最后一行（第1048576行）；请改成靠上的格子" in fault.message


@pytest.mark.parametrize(
    ("written", "below"),
    [("SUM(D1:D1048576)", "SUM(E1:E1048576)"), ("SUM(A$1:XFD$1)", "SUM(A$1:XFD$1)")],
)
def test_a_shared_formula_uses_whole_columns_and_rows_as_they_are(written: str, below: str) -> None:
    made, page = book()
    page["H7"], page["I8"] = "=1", "=2"
    own = (f'<f t="shared" ref="H7:I8" si="0">{written}</f>', '<f t="shared" si="0"/>')
    data = edited(saved(made), {SHEET: replacing(("<f>1</f>", own[0]), ("<f>2</f>", own[1]))})
    page = load_workbook(BytesIO(filled(data, ".xlsx"))).worksheets[0]
    assert page["I10"].value == f"={below}"


def test_a_shared_formula_that_leaves_the_sheet_is_refused() -> None:
    made, page = book()
    page["H7"], page["I7"] = "=1", "=2"
    shared = ('<f t="shared" ref="H7:I7" si="0">XFD1</f>', '<f t="shared" si="0"/>')
    data = edited(saved(made), {SHEET: replacing(("<f>1</f>", shared[0]), ("<f>2</f>", shared[1]))})
    assert "XFD1 照样填到别的格子，就超出了工作表；请把公式一格一格写出来" in fault_of(data, ".xlsx").message


def test_a_rule_of_the_row_moves_what_it_holds_still() -> None:
    made, page = book()
    page["D4"] = "=SUM(D3:D3)"
    page.conditional_formatting.add("D3", Rule("expression", formula=["D3>SUM(D3:D$4)"]))
    text = parts_of(filled(saved(made), ".xlsx"))[SHEET].decode()
    assert "<formula>D3&gt;SUM(D3:D$6)</formula>" in text
