"""What is collected goes into the cells it belongs in; every other byte of a clerk's workbook stays as it is."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from formgen import assets
from formgen.intake import open_source
from formgen.model import Who
from formgen.office.cells import format_column
from formgen.problems import FormgenError
from formgen.rubric.load import load_rubric
from formgen.workbook.amend import Amendment, amend_workbook, foresee
from formgen.workbook.annotate import annotate_workbook

RUBRIC = load_rubric("yongjia-2009")
DATA, SCORES = "社区数据", "各级评分"
WHO = Who("上塘镇", "望云社区")
PHONE = Amendment(WHO, "", "phone", "0577-1", "表.docx")
FIGURE = Amendment(WHO, "", "target_total", Fraction(790), "表.docx")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    target = tmp_path / "data.xlsx"
    shutil.copy(assets.folder("samples") / RUBRIC.id / "data.xlsx", target)
    return target


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(path: Path, edit: Callable[[dict[str, bytes]], None]) -> Path:
    held = parts(path)
    edit(held)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    path.write_bytes(made.getvalue())
    return path


def sheet_part(path: Path, name: str) -> str:
    number = load_workbook(path).sheetnames.index(name) + 1
    return f"xl/worksheets/sheet{number}.xml"


def column_of(path: Path, title: str, sheet: str = DATA) -> str:
    rows = load_workbook(path)[sheet].iter_rows(max_row=2)
    return next(
        format_column(cell.column or 0)
        for row in rows
        for cell in row
        if str(cell.value or "").startswith(title)
    )


def row_of(path: Path, name: str, sheet: str = DATA) -> int:
    return next(row[1].row for row in load_workbook(path)[sheet].iter_rows() if row[1].value == name)


def put(path: Path, sheet: str, cells: Mapping[str, str]) -> Path:
    """Replace the markup of cells; ``{s}`` is the style that a cell has."""

    def edit(held: dict[str, bytes]) -> None:
        part = sheet_part(path, sheet)
        text = held[part].decode()
        for address, markup in cells.items():
            found = re.search(rf'<c r="{address}"(?: s="(\d+)")?[^>]*?(?:/>|>.*?</c>)', text)
            assert found, address
            text = text.replace(found[0], f'<c r="{address}" s="{found[1]}"{markup}')
        held[part] = text.encode()

    return with_parts(path, edit)


def fact(path: Path, key: str, who: Who = WHO) -> str:
    (found,) = (each for each in open_source(path, RUBRIC).read_all().communities if each.who == who)
    return found.fact(key)


def figure(path: Path, key: str) -> object:
    (found,) = (each for each in open_source(path, RUBRIC).read_all().communities if each.who == WHO)
    return found.indicators[key].value if key in found.indicators else None


def test_every_part_but_the_sheet_and_its_notes_stays_byte_for_byte(data: Path) -> None:
    macro = {
        "xl/vbaProject.bin": b"\x00macro",
        "customXml/item1.xml": b"<own/>",
        "docProps/strange.dat": b"\xff",
    }
    with_parts(data, lambda held: held.update(macro))
    before, own = parts(data), sheet_part(data, DATA)
    amend_workbook(data, RUBRIC, [PHONE])
    after = parts(data)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed <= {own, "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"}
    assert list(after) == list(before)
    cell = f"{column_of(data, '联系电话')}{row_of(data, '望云社区')}".encode()
    plain = re.compile(rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % cell)
    assert plain.sub(b"", after[own]) == plain.sub(b"", before[own])
    assert fact(data, "phone") == "0577-1"


def test_a_run_that_was_killed_between_copy_and_workbook_leaves_no_second_copy(data: Path) -> None:
    before = data.read_bytes()

    def killed(target: Path, _: bytes) -> None:
        if target == data:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        amend_workbook(data, RUBRIC, [PHONE], killed)
    kept = amend_workbook(data, RUBRIC, [PHONE])
    assert (kept.name, kept.read_bytes()) == (f"{data.stem}（收回前1）.xlsx", before)
    assert len(list(data.parent.iterdir())) == 2
    assert amend_workbook(data, RUBRIC, [Amendment(WHO, "", "phone", "0577-2", "表.docx")]).stem.endswith(
        "（收回前2）"
    )


def test_a_workbook_with_macros_stays_one(data: Path) -> None:
    book = data.rename(data.with_suffix(".xlsm"))
    kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"

    def edit(held: dict[str, bytes]) -> None:
        held["[Content_Types].xml"] = held["[Content_Types].xml"].replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kind
        )
        held["xl/vbaProject.bin"] = b"\x00macro"

    with_parts(book, edit)
    kept = amend_workbook(book, RUBRIC, [PHONE])
    assert kept.suffix == ".xlsm"
    assert kind in parts(book)["[Content_Types].xml"]
    assert parts(book)["xl/vbaProject.bin"] == b"\x00macro"
    assert fact(book, "phone") == "0577-1"


def test_a_formula_that_uses_no_changed_cell_keeps_its_result(data: Path) -> None:
    row = row_of(data, "望云社区")
    employed, total = (column_of(data, each) for each in ("其中已就业", "登记失业"))
    put(data, DATA, {f"{employed}{row}": f"><f>{total}{row}-7</f><v>93</v></c>"})
    before = parts(data)["xl/workbook.xml"]
    assert foresee(data, RUBRIC, [PHONE]).problems == ()
    amend_workbook(data, RUBRIC, [PHONE])
    assert f"<f>{total}{row}-7</f><v>93</v>".encode() in parts(data)[sheet_part(data, DATA)]
    assert parts(data)["xl/workbook.xml"] == before
    assert figure(data, "target_employed") == 93


USES = {
    "the cell": "{total}{row}-7",
    "the cell fixed": "${total}${row}-7",
    "a range": "SUM({total}1:{total}99)",
    "the column": "SUM({total}:{total})-SUM($A:$A)",
    "the row": "COUNT({row}:{row})",
    "the sheet named": "'社区数据'!{total}{row}",
    "the sheet named plainly": "社区数据!{total}{row}",
    "several sheets": "SUM('社区数据:各级评分'!{total}{row})",
    "a name": "总人数+1",
    "a place worked out": 'INDIRECT("B"&amp;2)',
    "a lower case reference": "{lower}{row}",
}


@pytest.mark.parametrize("formula", USES.values(), ids=USES)
def test_a_formula_that_uses_a_changed_cell_loses_its_result_and_is_told(formula: str, data: Path) -> None:
    row = row_of(data, "望云社区")
    employed, total = (column_of(data, each) for each in ("其中已就业", "登记失业"))
    text = formula.format(total=total, row=row, lower=total.lower())
    put(data, DATA, {f"{employed}{row}": f"><f>{text}</f><v>93</v></c>"})
    name = f"<definedNames><definedName name=\"总人数\">'社区数据'!${total}${row}</definedName>".encode()

    def edit(held: dict[str, bytes]) -> None:
        held["xl/workbook.xml"] = held["xl/workbook.xml"].replace(b"<definedNames>", name, 1)

    with_parts(data, edit)
    foreseen = foresee(data, RUBRIC, [FIGURE])
    assert [each.code for each in foreseen.problems] == ["T161"]
    assert f"{DATA}!{employed}{row}" in foreseen.problems[0].message
    assert "存盘" in foreseen.problems[0].mend
    amend_workbook(data, RUBRIC, [FIGURE])
    assert figure(data, "target_total") == 790
    assert figure(data, "target_employed") is None, "93 is no longer right"
    assert "D123" in [each.code for each in open_source(data, RUBRIC).read_all().problems]
    assert b'fullCalcOnLoad="1"' in parts(data)["xl/workbook.xml"]


def test_results_fall_away_along_a_chain_and_in_other_sheets_and_only_there(data: Path) -> None:
    row, other = row_of(data, "望云社区"), row_of(data, "桂湾社区")
    employed, total = (column_of(data, each) for each in ("其中已就业", "登记失业"))
    put(
        data,
        DATA,
        {
            f"{employed}{row}": f"><f>{SCORES}!E2+1</f><v>93</v></c>",
            f"{employed}{other}": f"><f>{total}{other}</f><v>94</v></c>",
        },
    )
    put(data, SCORES, {"E2": f' t="str"><f>{DATA}!{total}{row}*1</f><v>2</v></c>'})
    shown = [each.words["cells"] for each in foresee(data, RUBRIC, [FIGURE]).problems]
    assert shown == [f"{SCORES}!E2、{DATA}!{employed}{row}"]
    amend_workbook(data, RUBRIC, [FIGURE])
    after = parts(data)
    assert f"<f>{total}{other}</f><v>94</v>".encode() in after[sheet_part(data, DATA)]
    assert re.search(rb'<c r="E2"[^>]*><f>[^<]*</f></c>', after[sheet_part(data, SCORES)])
    assert b"<v>93</v></c>" not in after[sheet_part(data, DATA)]


SHARED = {
    "the first of a shared formula": (
        '><f t="shared" ref="{at}:{at}" si="0">{total}{row}-7</f><v>93</v></c>',
        True,
    ),
    "an array formula": ('><f t="array" ref="{at}:{at}">{total}{row}-7</f><v>93</v></c>', True),
    "a table of data": ('><f t="dataTable" ref="{at}:{at}" dt2D="0"/><v>93</v></c>', True),
    "another workbook": ("><f>[1]Sheet1!{total}{row}</f><v>93</v></c>", False),
    "a text that looks like a cell": ('><f>LEN("{total}{row}")+91</f><v>93</v></c>', False),
    "a function that looks like a cell": ("><f>LOG10(10)+92</f><v>93</v></c>", False),
    "the same cell of another sheet": ("><f>十二个月!{total}{row}+93</f><v>93</v></c>", False),
    "a sheet with a quote in its name": ("><f>'社区''数据'!{total}{row}+93</f><v>93</v></c>", False),
}


@pytest.mark.parametrize(("markup", "waits"), SHARED.values(), ids=SHARED)
def test_every_kind_of_formula_is_known_by_what_it_uses(markup: str, waits: bool, data: Path) -> None:
    row = row_of(data, "望云社区")
    employed, total = (column_of(data, each) for each in ("其中已就业", "登记失业"))
    put(data, DATA, {f"{employed}{row}": markup.format(at=f"{employed}{row}", total=total, row=row)})
    amend_workbook(data, RUBRIC, [FIGURE])
    assert figure(data, "target_employed") == (None if waits else 93)


def test_a_shared_formula_is_read_from_where_it_stands(data: Path) -> None:
    row = row_of(data, "望云社区")
    employed, total = (column_of(data, each) for each in ("其中已就业", "登记失业"))
    above, other = f"{employed}{row - 1}", f"{employed}{row}"
    first = f'><f t="shared" ref="{above}:{other}" si="3">{total}{row - 1}</f><v>91</v></c>'
    put(data, DATA, {above: first, other: '><f t="shared" si="3"/><v>93</v></c>'})
    amend_workbook(data, RUBRIC, [FIGURE])
    sheet = parts(data)[sheet_part(data, DATA)]
    assert b"<v>91</v>" in sheet
    assert figure(data, "target_employed") is None


def with_table(path: Path, sheet: str, reference: str, totals: int = 0) -> Path:
    """Make a range a table (ListObject); its drop-downs stay."""
    book = load_workbook(path)
    own = book[sheet]
    assert isinstance(own, Worksheet)
    own.auto_filter.ref = None
    for column, cell in enumerate(own[1], 1):
        cell.value = cell.value or f"栏{column}"
    table = Table(displayName="得分", ref=reference)
    own.add_table(table)
    if totals:
        table.totalsRowCount = totals
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("formula", "waits"),
    [
        ("得分[[#This Row],[{title}]]", True),
        ("SUM(得分[{title}])", True),
        ("COUNTA(得分[乡镇（街道）])", False),
        ("得分[@{title}]", True),
    ],
)
def test_references_to_the_columns_of_a_table_are_understood(formula: str, waits: bool, data: Path) -> None:
    with_table(data, SCORES, "A1:V32")
    sheet = load_workbook(data)[SCORES]
    title = str(sheet["G1"].value)
    row = next(each[0].row for each in sheet.iter_rows() if each[1].value == "望云社区")
    put(data, SCORES, {f"T{row}": f"><f>{formula.format(title=title)}</f><v>1</v></c>"})
    amend_workbook(data, RUBRIC, [Amendment(WHO, "self", list(RUBRIC.criteria)[3], Fraction(1), "x.docx")])
    stored = re.search(rf'<c r="T{row}"[^>]*>(.*?)</c>'.encode(), parts(data)[sheet_part(data, SCORES)])
    assert stored
    assert (b"<v>" not in stored[1]) is waits


def test_a_formula_is_never_written_over_and_everything_else_can_still_be_taken(data: Path) -> None:
    row, total = row_of(data, "望云社区"), column_of(data, "登记失业")
    put(data, DATA, {f"{total}{row}": "><f>80+20</f><v>100</v></c>"})
    before = data.read_bytes()
    foreseen = foresee(data, RUBRIC, [FIGURE, PHONE])
    assert foreseen.writable == (PHONE,)
    (problem,) = foreseen.problems
    assert problem.code == "T160"
    assert (problem.severity, problem.place.cell) == ("error", f"{total}{row}")
    for word in ("望云社区", "790", "表.docx", "公式", "100"):
        assert word in problem.message
    with pytest.raises(FormgenError) as caught:
        amend_workbook(data, RUBRIC, [FIGURE, PHONE])
    assert [each.code for each in caught.value.problems] == ["T160"]
    assert data.read_bytes() == before
    assert len(list(data.parent.iterdir())) == 1


def test_a_cell_that_is_part_of_a_merged_one_is_refused(data: Path) -> None:
    book, row = load_workbook(data), row_of(data, "望云社区")
    phone = column_of(data, "联系电话")
    book[DATA].merge_cells(f"{phone}{row - 1}:{phone}{row}")
    book.save(data)
    (problem,) = foresee(data, RUBRIC, [PHONE]).problems
    assert problem.code == "T160"
    assert "合并" in problem.message


def test_a_cell_that_the_row_below_repeats_is_refused(data: Path) -> None:
    book, row = load_workbook(data), row_of(data, "望云社区")
    book[DATA][f"{column_of(data, '联系电话')}{row + 1}"] = "同上"
    book.save(data)
    (problem,) = foresee(data, RUBRIC, [PHONE]).problems
    assert problem.code == "T160"
    assert f"第{row + 1}行" in problem.message


NEW = Amendment(Who("瓯北镇", "瑞禾社区"), "county", "item4", Fraction(2), "x.docx")


def new_row(path: Path) -> int:
    sheet = load_workbook(path)[SCORES]
    return max(row[0].row or 0 for row in sheet.iter_rows() if row[1].value == "瑞禾社区")


def last_row(path: Path) -> int:
    return max(row[0].row or 0 for row in load_workbook(path)[SCORES].iter_rows() if row[1].value)


def test_a_new_row_stands_below_the_last_one_though_formats_reach_further(data: Path) -> None:
    last = last_row(data)

    def edit(held: dict[str, bytes]) -> None:
        part = sheet_part(data, SCORES)
        rows = "".join(
            f'<row r="{at}"><c r="A{at}" s="1"/><c r="D{at}" s="1"/></row>' for at in range(last + 1, 202)
        )
        held[part] = held[part].replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    with_parts(data, edit)
    amend_workbook(data, RUBRIC, [NEW])
    assert new_row(data) == last + 1
    text = parts(data)[sheet_part(data, SCORES)].decode()
    assert f'<c r="A{last + 1}" s="1" t="inlineStr">' in text
    assert 'sqref="C2:C801"' in text


def test_a_new_row_looks_like_the_one_above(data: Path) -> None:
    last = last_row(data)
    before = load_workbook(data)[SCORES]
    amend_workbook(data, RUBRIC, [NEW])
    after = load_workbook(data)[SCORES]
    for column in range(1, 23):
        assert after.cell(last + 1, column).border.left.style == before.cell(last, column).border.left.style
    values = [cell.value for cell in after[last + 1] if cell.value is not None]
    assert values == ["瓯北镇", "瑞禾社区", RUBRIC.columns["county"], 2]


def test_hidden_rows_take_no_new_one(data: Path) -> None:
    last = last_row(data)

    def edit(held: dict[str, bytes]) -> None:
        part = sheet_part(data, SCORES)
        hidden = f'<row r="{last + 1}" hidden="1"/></sheetData>'.encode()
        held[part] = held[part].replace(b"</sheetData>", hidden)

    with_parts(data, edit)
    amend_workbook(data, RUBRIC, [NEW])
    assert new_row(data) == last + 2


def test_drop_downs_that_end_with_the_last_row_hold_the_new_one_too(data: Path) -> None:
    last = last_row(data)

    def edit(held: dict[str, bytes]) -> None:
        part = sheet_part(data, SCORES)
        held[part] = held[part].replace(b'sqref="C2:C801"', f'sqref="C2:C{last}"'.encode())

    with_parts(data, edit)
    amend_workbook(data, RUBRIC, [NEW])
    assert f'sqref="C2:C{last + 1}"'.encode() in parts(data)[sheet_part(data, SCORES)]


def test_drop_downs_and_colours_among_the_extensions_of_a_sheet_hold_the_new_row_too(data: Path) -> None:
    last, part = last_row(data), sheet_part(data, SCORES)
    main = "http://schemas.microsoft.com/office/excel/2006/main"
    extra = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
        ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        f'<x14:dataValidations count="1" xmlns:xm="{main}"><x14:dataValidation type="list"><x14:formula1>'
        f"<xm:f>Sheet9!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>D2:D{last} F2</xm:sqref></x14:dataValidation>"
        f'</x14:dataValidations><x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{main}">'
        f"<xm:sqref>E2:E{last}</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    plain = f'<conditionalFormatting sqref="G2:G{last}"/>'

    def edit(held: dict[str, bytes]) -> None:
        first = b"<dataValidations" if b"<dataValidations" in held[part] else b"<pageMargins"
        held[part] = held[part].replace(first, plain.encode() + first, 1)
        held[part] = held[part].replace(b"</worksheet>", extra.encode() + b"</worksheet>")

    with_parts(data, edit)
    amend_workbook(data, RUBRIC, [NEW])
    written = parts(data)[part].decode()
    for expected in (
        f"<xm:sqref>D2:D{last + 1} F2<",
        f"<xm:sqref>E2:E{last + 1}<",
        f'sqref="G2:G{last + 1}"',
    ):
        assert expected in written


OTHER_NEW = Amendment(Who("瓯北镇", "瑞禾社区"), "township", "item4", Fraction(1), "x.docx")


def with_footer(path: Path, gap: int, text: str, column: str = "A", *, merged: bool = False) -> int:
    """Put a line ``gap`` rows below the data, from a column on; return the last row of data."""
    last = last_row(path)
    at = last + gap

    def edit(held: dict[str, bytes]) -> None:
        part = sheet_part(path, SCORES)
        cell = f'<c r="{column}{at}" t="inlineStr"><is><t>{text}</t></is></c>'
        row = f'<row r="{at}">{cell}</row></sheetData>'
        held[part] = held[part].replace(b"</sheetData>", row.encode())
        if merged:
            made = f'<mergeCells count="1"><mergeCell ref="{column}{at}:P{at}"/></mergeCells>'
            before = b"<dataValidations" if b"<dataValidations" in held[part] else b"<pageMargins"
            held[part] = held[part].replace(before, made.encode() + before, 1)

    with_parts(path, edit)
    return last


FOOTERS = [
    ("A", "填表人：张三", True),
    ("A", "填表人：张三", False),
    ("B", "填表人：张三", False),
    ("B", "以上由县里填", False),
    ("A", "审核人李四　2024年3月1日", True),
    ("A", "合计", False),
    ("D", "注：满分100分", False),
]


@pytest.mark.parametrize("gap", [2, 3, 9])
@pytest.mark.parametrize(("column", "text", "merged"), FOOTERS)
def test_a_new_row_stands_below_the_data_and_above_what_ends_the_sheet(
    column: str, text: str, merged: bool, gap: int, data: Path
) -> None:
    last = with_footer(data, gap, text, column, merged=merged)
    amend_workbook(data, RUBRIC, [NEW])
    assert new_row(data) == last + 1
    page = load_workbook(data)[SCORES]
    assert page[f"A{last + 1}"].border.left.style == page[f"A{last}"].border.left.style
    assert page[f"{column}{last + gap}"].value == text


@pytest.mark.parametrize(("column", "text", "merged"), FOOTERS)
def test_no_row_is_written_below_what_ends_the_sheet(
    column: str, text: str, merged: bool, data: Path
) -> None:
    last = with_footer(data, 1, text, column, merged=merged)
    before = data.read_bytes()
    foreseen = foresee(data, RUBRIC, [NEW, PHONE])
    assert foreseen.writable == (PHONE,)
    (problem,) = foreseen.problems
    assert (problem.code, problem.place.sheet) == ("T160", SCORES)
    assert f"工作表“各级评分”要加一行，数据下面的第{last + 1}行却有“{text}”" in problem.message
    assert f"请先在第{last}行下面插入空行" in problem.message
    with pytest.raises(FormgenError):
        amend_workbook(data, RUBRIC, [NEW])
    assert data.read_bytes() == before


def test_the_second_new_row_is_refused_where_there_is_room_for_one(data: Path) -> None:
    with_footer(data, 2, "填表人：张三", merged=True)
    foreseen = foresee(data, RUBRIC, [NEW, OTHER_NEW])
    assert foreseen.writable == (NEW,)
    assert [each.code for each in foreseen.problems] == ["T160"]


def test_two_new_rows_both_look_like_the_last_of_the_data(data: Path) -> None:
    last = last_row(data)
    amend_workbook(data, RUBRIC, [NEW, OTHER_NEW])
    page = load_workbook(data)[SCORES]
    for row in (last + 1, last + 2):
        assert page.cell(row, 2).value == "瑞禾社区"
        assert page.cell(row, 2).border.left.style == page.cell(last, 2).border.left.style
    assert page.cell(last, 2).border.left.style


def test_the_print_area_and_the_filter_take_in_a_new_row_where_they_end_with_the_data(data: Path) -> None:
    last = last_row(data)

    def edit(held: dict[str, bytes]) -> None:
        part, book = sheet_part(data, SCORES), "xl/workbook.xml"
        held[part] = re.sub(
            rb'<autoFilter ref="A1:[A-Z]+\d+"', f'<autoFilter ref="A1:P{last}"'.encode(), held[part]
        )
        area = (
            f'<definedName name="_xlnm.Print_Area" localSheetId="1">\'各级评分\'!$A$1:$P${last}</definedName>'
            f"<definedName name=\"别的\">'各级评分'!$A$1:$P${last}</definedName>"
        )
        held[book] = held[book].replace(b"</definedNames>", area.encode() + b"</definedNames>")

    with_parts(data, edit)
    amend_workbook(data, RUBRIC, [NEW])
    book = parts(data)["xl/workbook.xml"].decode()
    assert f'_xlnm.Print_Area" localSheetId="1">\'各级评分\'!$A$1:$P${last + 1}<' in book
    assert f"别的\">'各级评分'!$A$1:$P${last}<" in book
    assert f'<autoFilter ref="A1:P{last + 1}"'.encode() in parts(data)[sheet_part(data, SCORES)]


def test_a_table_grows_with_its_new_row(data: Path) -> None:
    last = last_row(data)
    with_table(data, SCORES, f"A1:V{last}")
    amend_workbook(data, RUBRIC, [NEW])
    (table,) = load_workbook(data)[SCORES].tables.values()
    assert table.ref == f"A1:V{last + 1}"
    assert new_row(data) == last + 1


def test_a_table_with_a_row_of_totals_is_not_written_below(data: Path) -> None:
    last = last_row(data)
    with_table(data, SCORES, f"A1:V{last + 1}", totals=1)
    before = data.read_bytes()
    with pytest.raises(FormgenError) as caught:
        amend_workbook(data, RUBRIC, [NEW])
    (problem,) = caught.value.problems
    assert problem.code == "T162"
    assert "得分" in problem.message
    assert data.read_bytes() == before


def test_what_begins_like_a_formula_is_text_and_an_escape_is_what_was_typed(data: Path) -> None:
    for text in ("=1+1", "_x000D_", "a\nb", " 同意 ", "<b>&\"'"):
        amend_workbook(data, RUBRIC, [Amendment(WHO, "", "phone", text, "x.docx")])
        assert fact(data, "phone") == text.strip() or fact(data, "phone") == text
        assert b"<f>" not in parts(data)[sheet_part(data, DATA)]


def test_a_number_in_a_cell_of_percentages_or_dates_is_read_as_it_was_typed(data: Path) -> None:
    for style in ("0%", "yyyy-mm-dd"):
        book, row = load_workbook(data), row_of(data, "望云社区")
        book[DATA][f"{column_of(data, '登记失业')}{row}"].number_format = style
        book.save(data)
        amend_workbook(data, RUBRIC, [FIGURE])
        assert figure(data, "target_total") == 790


def test_a_note_of_the_clerk_stays_and_ours_is_added_once(data: Path) -> None:
    book, row = load_workbook(data), row_of(data, "望云社区")
    cell = f"{column_of(data, '联系电话')}{row}"
    book[DATA][cell].comment = Comment("下午打", "李")
    book.save(data)
    for _ in range(2):
        amend_workbook(data, RUBRIC, [PHONE])
    comment = load_workbook(data)[DATA][cell].comment
    assert comment is not None
    assert (comment.text, comment.author) == ("下午打\n读自 表.docx", "李")


def test_a_sheet_without_notes_gets_its_first(data: Path) -> None:
    book = load_workbook(data)
    for row in book[DATA].iter_rows(min_row=2):
        for each in row:
            each.comment = None
    book.save(data)
    amend_workbook(data, RUBRIC, [PHONE])
    comment = load_workbook(data)[DATA][f"{column_of(data, '联系电话')}{row_of(data, '望云社区')}"].comment
    assert comment is not None
    assert comment.text == "读自 表.docx"


def prefixed(text: bytes) -> bytes:
    text = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", text)
    return text.replace(b"xmlns=", b"xmlns:x=", 1)


ENCODED: dict[str, Callable[[bytes], bytes]] = {
    "a prefix before every name": prefixed,
    "two bytes for every sign": lambda text: text.decode().encode("utf-16"),
    "a mark of its encoding": lambda text: b"\xef\xbb\xbf" + text,
    "single quotes": lambda text: text.replace(b'"', b"'"),
    "a comment between": lambda text: text.replace(b"<sheetData>", b"<!-- <sheetData> --><sheetData>"),
    "no addresses": lambda text: re.sub(rb'(<row r="\d+"[^>]*>|<c) ?r="A?\d*"', rb"\1", text),
}


@pytest.mark.parametrize("written", ENCODED.values(), ids=ENCODED)
def test_a_sheet_may_be_written_in_other_ways(written: Callable[[bytes], bytes], data: Path) -> None:
    own = sheet_part(data, DATA)

    def edit(held: dict[str, bytes]) -> None:
        held[own] = written(held[own])

    with_parts(data, edit)
    amend_workbook(data, RUBRIC, [PHONE, FIGURE])
    assert fact(data, "phone") == "0577-1"
    assert figure(data, "target_total") == 790


def test_the_sheet_of_the_community_takes_the_value_when_there_are_several(data: Path) -> None:
    book = load_workbook(data)
    second = book.copy_worksheet(book[DATA])
    book[DATA].title, second.title = "上塘", "瓯北"
    rows = list(second.iter_rows(min_row=3))
    for at, row in enumerate(rows):
        if row[1].value:
            row[1].value = f"新{at}村"
    book.save(data)
    amend_workbook(data, RUBRIC, [Amendment(Who(str(rows[0][0].value), "新0村"), "", "phone", "0577-9", "x")])
    phone = column_of(data, "联系电话", "瓯北")
    assert load_workbook(data)["瓯北"][f"{phone}3"].value == "0577-9"
    assert load_workbook(data)["上塘"][f"{phone}3"].value != "0577-9"


def test_a_marked_copy_keeps_the_results_of_formulas_and_macros_when_it_may(data: Path) -> None:
    row, total, phone = row_of(data, "望云社区"), column_of(data, "登记失业"), column_of(data, "联系电话")
    put(
        data,
        DATA,
        {
            f"{total}{row}": "><f>80+20</f><v>100</v></c>",
            f"{phone}{row}": ' t="str"><f>"0577"&amp;"-1"</f><v>0577-1</v></c>',
        },
    )
    macro = {"xl/vbaProject.bin": b"\x00macro"}
    with_parts(data, lambda held: held.update(macro))
    for name in ("标注.xlsx", "标注.xlsm"):
        copy = data.with_name(name)
        annotate_workbook(data, [], copy)
        assert fact(copy, "phone") == "0577-1"
        assert figure(copy, "target_total") == 100
        assert ("xl/vbaProject.bin" in parts(copy)) is name.endswith("m")


def test_nothing_is_written_when_it_would_not_read_as_it_was_meant(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = data.read_bytes()
    cell = f"{column_of(data, '联系电话')}{row_of(data, '望云社区')}"

    def forget(held: bytes, change: object) -> bytes:
        assert change
        return held

    monkeypatch.setattr("formgen.workbook.save.edit_sheet", forget)
    with pytest.raises(FormgenError) as caught:
        amend_workbook(data, RUBRIC, [PHONE])
    (problem,) = caught.value.problems
    assert problem.code == "F160"
    assert "还是原样" in problem.message
    assert problem.place.cell == cell
    assert data.read_bytes() == before


# -- formulas over the rows that a new row is added to ----------------------------------------------
def with_formula(path: Path, formula: str, at: int, column: str = "G", sheet: str = SCORES) -> None:
    """Write a formula of a clerk into a free cell; ``{last}`` is the last row of scores."""
    last = last_row(path)
    text = formula.format(last=last, next=last + 1, column=column_of(path, "4 ", SCORES), table=SCORES)
    book = load_workbook(path)
    page: Any = book[sheet]
    page[f"{column}{at}"] = f"={text}"
    book.save(path)


SHORT = {
    "a sum": "SUM({column}2:{column}{last})",
    "a sum of two rows": "SUM({column}2:{column}3,{column}4:{column}{last})",
    "an average with fixed cells": "AVERAGE(${column}$2:${column}${last})",
    "a count of names": "COUNTA(B2:B{last})",
    "a sum by condition": 'SUMIF(C2:C{last},"县级",{column}2:{column}{last})',
    "cells added one by one": "{column}2+{column}3+{column}{last}",
    "a sum that begins with the header": "SUM({column}1:{column}{last})",
    "a range of all columns": "SUMPRODUCT(A2:Z{last})",
}


@pytest.mark.parametrize("gap", [2, 3])
@pytest.mark.parametrize("formula", SHORT.values(), ids=SHORT)
def test_a_new_row_that_a_total_below_a_blank_row_would_leave_out_is_refused(
    formula: str, gap: int, data: Path
) -> None:
    last = last_row(data)
    with_formula(data, formula, last + gap)
    before = data.read_bytes()
    foreseen = foresee(data, RUBRIC, [NEW, PHONE])
    assert foreseen.writable == (PHONE,)
    (problem,) = foreseen.problems
    assert (problem.code, problem.place.sheet) == ("T160", SCORES)
    assert (
        f"工作表“各级评分”要加第{last + 1}行，单元格G{last + gap}的公式只算到第{last}行，会漏掉它；"
        f"请先改这个公式，把第{last + 1}行也算在内" in problem.message
    )
    with pytest.raises(FormgenError):
        amend_workbook(data, RUBRIC, [NEW])
    assert data.read_bytes() == before


def test_a_total_on_another_sheet_counts_too(data: Path) -> None:
    with_formula(data, "SUM({table}!{column}2:{column}{last})", 60, "BA", DATA)
    (problem,) = foresee(data, RUBRIC, [NEW]).problems
    assert "单元格社区数据!BA60的公式只算到第" in problem.message


def test_a_total_by_way_of_a_name_counts_too(data: Path) -> None:
    last, column = last_row(data), column_of(data, "4 ", SCORES)
    with_formula(data, "SUM(各分)", last + 2)

    def edit(held: dict[str, bytes]) -> None:
        name = f'<definedName name="各分">各级评分!${column}$2:${column}${last}</definedName>'
        held["xl/workbook.xml"] = held["xl/workbook.xml"].replace(
            b"</definedNames>", name.encode() + b"</definedNames>"
        )

    with_parts(data, edit)
    assert [each.code for each in foresee(data, RUBRIC, [NEW]).problems] == ["T160"]


TAKING_IN = {
    "a range with the blank row": "SUM({column}2:{column}{next})",
    "whole columns": "SUM({column}:{column})",
    "a range that goes on far below": "SUM({column}2:{column}999)",
    "a part of the rows": "SUM({column}2:{column}3)",
    "another column": "SUM(Z2:Z{last})",
    "no cells": "1+1",
}


@pytest.mark.parametrize("formula", TAKING_IN.values(), ids=TAKING_IN)
def test_a_new_row_is_added_where_no_formula_would_leave_it_out(formula: str, data: Path) -> None:
    last = last_row(data)
    with_formula(
        data, formula, last + 2, "AA" if "999" in formula or formula.startswith("SUM({column}:") else "A"
    )
    assert foresee(data, RUBRIC, [NEW]).writable == (NEW,)
    amend_workbook(data, RUBRIC, [NEW])
    assert new_row(data) == last + 1


def test_what_is_taken_from_a_table_grows_with_it(data: Path) -> None:
    last = last_row(data)
    with_table(data, SCORES, f"A1:V{last}")
    title = str(load_workbook(data)[SCORES]["G1"].value)
    with_formula(data, f"SUM(得分[{title}])", 60, "BA", DATA)
    assert foresee(data, RUBRIC, [NEW]).writable == (NEW,)
