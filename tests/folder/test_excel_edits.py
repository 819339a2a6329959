"""What Excel, WPS and people write into a sheet is read as a person sees it, wherever its rows and columns went."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.trial_form import Trial, codes, said, score_sheet, trial

from formgen.office import package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
COUNTY_1 = '<c r="E3" s="0"><v>3</v></c>'
PHONE = '<c r="B5" s="0" t="inlineStr"><is><t xml:space="preserve">0576-12345678</t></is></c>'
DAY = '<c r="B6" s="0" t="inlineStr"><is><t xml:space="preserve">2026年11月20日</t></is></c>'
NAMES = {"county": "县级考评分 1 台帐", "phone": "联系电话", "day": "县级意见日期"}


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, score_sheet, ".xlsx")


def inline(address: str, inside: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is>{inside}</is></c>'


SEEN = {
    "rich text": (PHONE, inline("B5", "<r><t>0576-</t></r><r><rPr><b/></rPr><t>9</t></r>"), {"phone": "0576-9"}),
    "a phonetic guide": (
        PHONE,
        inline("B5", '<t>0576-9</t><rPh sb="0" eb="1"><t>lian xi</t></rPh><phoneticPr fontId="1"/>'),
        {"phone": "0576-9"},
    ),
    "a number": (COUNTY_1, '<c r="E3"><v>2.5</v></c>', {"county": "5/2"}),
    "the result of a formula": (COUNTY_1, '<c r="E3"><f>1+1</f><v>2</v></c>', {"county": "2"}),
    "the result of a formula that is a text": (
        PHONE, '<c r="B5" t="str"><f>"0576"&amp;"-9"</f><v>0576-9</v></c>', {"phone": "0576-9"},
    ),
    "cells without addresses": ('<c r="D3" s="0"><v>4</v></c><c r="E3" s="0"><v>3</v></c>', "<c><v>4</v></c><c><v>2</v></c>", {"county": "2"}),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "read"), SEEN.values(), ids=SEEN)
def test_a_cell_is_read_as_a_person_sees_it(one: Trial, old: str, new: str, read: dict[str, str]) -> None:
    one.edit((old, new))
    assert one.read() == {NAMES[key]: text for key, text in read.items()}
    assert codes(one.collect()) == []


FORMATS = {"14": "2026年11月24日", "31": "2026年11月24日", "176": "2026年11月24日", "22": "2026年11月24日"}


@pytest.mark.parametrize(("format_", "read"), FORMATS.items())
def test_a_day_typed_in_excel_is_a_day(one: Trial, format_: str, read: str) -> None:
    one.edit((DAY, '<c r="B6" s="9"><v>46350</v></c>'))
    one.rewrite(lambda text: with_style(text, format_), STYLES)
    assert one.read() == {NAMES["day"]: read}


def with_style(text: str, number: str) -> str:
    """Give a style of its own, the tenth, the format of a number."""
    text = re.sub(r"<numFmts.*?</numFmts>|<numFmts[^>]*/>", "", text)
    own = '<numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts>'
    text = text.replace("<fonts", f"{own}<fonts", 1)
    more = f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 10
    return text.replace("</cellXfs>", f"{more}</cellXfs>")


UNREADABLE = {
    "a formula without its result": ('<c r="E3"><f>1+1</f></c>', "这一格是公式，文件里没有存下结果"),
    "a formula with an empty result": ('<c r="E3"><f>1+1</f><v></v></c>', "这一格是公式，文件里没有存下结果"),
    "a formula that fails": ('<c r="E3" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "这一格的公式出错（#DIV/0!）"),
}


@pytest.mark.parametrize(("cell", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_formula_that_has_no_result_is_named(one: Trial, cell: str, why: str) -> None:
    one.edit((COUNTY_1, cell))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    told = f"“甲镇示例村”的“示例表”上“县级考评分 1 台帐”（单元格E3）没有读（{why}）"
    assert told in said(collected)
    assert "，看公式的结果对不对，存一次盘，" in said(collected)
    assert told in said(one.build())


@pytest.mark.parametrize(
    ("cell", "value"), [('<c r="E3" t="b"><v>1</v></c>', "TRUE"), ('<c r="E3" s="9"><v>0.5</v></c>', "50%")]
)
def test_what_is_no_number_of_points_is_no_number(one: Trial, cell: str, value: str) -> None:
    one.edit((COUNTY_1, cell))
    one.rewrite(lambda text: with_style(text, "9"), STYLES)
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T114"])
    assert f"填的是“{value}”" in said(collected)


def resaved(one: Trial, change: Callable[[Any], object]) -> None:
    """Let a person change the workbook and save it with another program."""
    book = load_workbook(io.BytesIO(one.form.read_bytes()))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    one.form.write_bytes(stream.getvalue())


def typed(change: Callable[[Any], object]) -> Callable[[Any], object]:
    """Type points for the first row and a telephone number, then change the sheet."""

    def both(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet["E3"], sheet["B5"] = 1, "0576-9"
        change(book)

    return both


def sort_rows(book: Any) -> None:
    sheet = book.worksheets[0]
    for column in "ABCDE":
        one, other = sheet[f"{column}3"], sheet[f"{column}4"]
        one.value, other.value = other.value, one.value


def swap_columns(book: Any) -> None:
    sheet = book.worksheets[0]
    for row in range(2, 5):
        one, other = sheet.cell(row, 4), sheet.cell(row, 5)
        one.value, other.value = other.value, one.value


def correct_words(book: Any) -> None:
    sheet = book.worksheets[0]
    sheet["B3"], sheet["A5"], sheet["E2"] = "建立人员台账，酌情给分。", "联系电话：", "县 评"


def put_another_sheet_first(book: Any) -> None:
    book.create_sheet("说明", 0)["A1"] = "填表说明"


def note_below_and_beside(book: Any) -> None:
    sheet = book.worksheets[0]
    sheet["A30"], sheet["M3"] = "备注：已核对", "见附件"


def delete_title(book: Any) -> None:
    book.worksheets[0].delete_rows(1)


CHANGES: dict[str, Callable[[Any], object]] = {
    "nothing else": lambda _: None,
    "a row inserted": lambda book: book.worksheets[0].insert_rows(2),
    "rows inserted between": lambda book: (
        book.worksheets[0].insert_rows(4),
        book.worksheets[0].insert_rows(3, 2),
    ),
    "a column inserted in front": lambda book: book.worksheets[0].insert_cols(1),
    "a column inserted between": lambda book: book.worksheets[0].insert_cols(4),
    "the title deleted": delete_title,
    "rows sorted": sort_rows,
    "columns swapped": swap_columns,
    "words corrected": correct_words,
    "the sheet renamed": lambda book: setattr(book.worksheets[0], "title", "Sheet9"),
    "another sheet put first": put_another_sheet_first,
    "notes below and beside": note_below_and_beside,
    "the title merged": lambda book: book.worksheets[0].merge_cells("A1:E1"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_place_is_found_wherever_its_row_and_column_went(
    one: Trial, change: Callable[[Any], object]
) -> None:
    resaved(one, typed(change))
    assert one.read() == {NAMES["county"]: "1", NAMES["phone"]: "0576-9"}
    beside = ["T171"] if change in {note_below_and_beside, put_another_sheet_first} else []
    beside += ["T181"] if change is delete_title else []
    assert codes(one.collect()) == beside
    assert codes(one.build("ours", phone="0576-77777777")) == ["T119", *beside]
    assert codes(one.build("ours", phone="0576-88888888")) == beside, "it is renewed where it is now"
    values = [cell.value for sheet in load_workbook(one.form) for row in sheet.iter_rows() for cell in row]
    assert values.count("0576-88888888") == 1
    assert "0576-9" not in values


def relabel(cell: str, words: str) -> Callable[[Any], object]:
    return lambda book: book.worksheets[0].__setitem__(cell, words)


NAMED = {
    "another clause": (relabel("B3", "另一条标准"), ["E3"]),
    "another head": (relabel("E2", "市评"), ["E3"]),
    "another label": (relabel("A5", "手机"), ["B5"]),
    "the row deleted": (lambda book: book.worksheets[0].delete_rows(3), ["D3", "E3"]),
    "the points deleted": (lambda book: book.worksheets[0].delete_cols(3), ["E3"]),
    "the column deleted": (lambda book: book.worksheets[0].delete_cols(5), ["E3", "E4"]),
    "two places merged": (lambda book: book.worksheets[0].merge_cells("E3:E4"), ["E3", "E4"]),
    "label and place merged": (lambda book: book.worksheets[0].merge_cells("A5:B5"), ["B5"]),
}


@pytest.mark.parametrize(("change", "cells"), NAMED.values(), ids=NAMED)
def test_a_place_that_is_not_sure_is_named_and_the_others_are_read(
    one: Trial, change: Callable[[Any], object], cells: list[str]
) -> None:
    resaved(one, typed(change))
    collected = one.collect()
    told = [problem.words["where"] for problem in collected.problems if problem.code == "T150"]
    assert told == [f"单元格{cell}" for cell in cells]
    expected = {NAMES["county"]: "1", NAMES["phone"]: "0576-9"}
    if "E3" in cells:
        del expected[NAMES["county"]]
    if "B5" in cells:
        del expected[NAMES["phone"]]
    assert one.read() == expected


def copy_sheet(value: int) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        book.copy_worksheet(book.worksheets[0])["E3"] = value

    return change


def test_a_copy_of_the_sheet_that_says_the_same_does_not_matter(one: Trial) -> None:
    resaved(one, typed(copy_sheet(1)))
    assert one.read() == {NAMES["county"]: "1", NAMES["phone"]: "0576-9"}


def test_of_two_sheets_that_say_different_things_none_is_taken(one: Trial) -> None:
    resaved(one, typed(copy_sheet(2)))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T113"])
    assert "有几张一样的工作表，填的不一样，不知道以哪张为准" in said(collected)
    assert "有几张一样的工作表" in said(one.build())


def test_a_string_that_all_cells_share_has_no_phonetic_guide(one: Trial) -> None:
    one.edit((PHONE, '<c r="B5" t="s"><v>1</v></c>'))
    guided = '<si><t>x</t></si><si><t>0576-9</t><rPh sb="0" eb="2"><t>lian</t></rPh></si>'
    parts = package.parts_in(one.form)
    parts[STRINGS] = f'<sst xmlns="{MAIN}">{guided}</sst>'.encode()
    one.form.write_bytes(package.repacked(parts))
    assert one.read() == {NAMES["phone"]: "0576-9"}
