"""What an Excel template holds follows the rows that it grows by, or the template is refused by the name of a cell."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.formatting.rule import Rule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from PIL import Image as Picture
from support.small_form import VALUES, compiled, edited, fault_of, filled, parts_of, replacing, saved

SHEET = "xl/worksheets/sheet1.xml"
LOOP = ("{{ row.number }}", "{{ row.clause }}", "{{ row.self }}", "{{ row.county }}")


def book() -> tuple[Workbook, Any]:
    """A template whose row 3 becomes rows 3 to 5: what stood in row 4 stands in row 6."""
    made = Workbook()
    page: Any = made.active
    page.title = "评分表"
    for row in (("{{ name }}评分表",), ("序号", "内容", "自评", "县评"), LOOP):
        page.append(row)
    page["A4"], page["C4"], page["D4"] = "合计", "=SUM(C3:C3)", "=SUM(D3:D3)"
    page["A5"], page["B5"], page["A6"] = "意见", "{{ opinion }}", "盖章"
    return made, page


def with_cell(address: str, value: Any) -> bytes:
    made, page = book()
    page[address] = value
    return saved(made)


def sheet_of(data: bytes) -> str:
    return parts_of(data)[SHEET].decode()


def formulas(data: bytes, sheet: int = 0) -> dict[str, str]:
    page = load_workbook(BytesIO(data)).worksheets[sheet]
    return {
        cell.coordinate: str(cell.value) for row in page.iter_rows() for cell in row if cell.data_type == "f"
    }


def test_totals_cover_all_rows_and_no_result_of_the_template_is_left() -> None:
    made, page = book()
    page["A5"], page["D5"] = "折算（50%）", "=D4*0.5"
    stale = edited(saved(made), {SHEET: lambda data: re.sub(rb"</f><v ?/?>(</v>)?", b"</f><v>0</v>", data)})
    assert b"<v>0</v>" in parts_of(stale)[SHEET]
    data = filled(stale, ".xlsx")
    assert formulas(data) == {"C6": "=SUM(C3:C5)", "D6": "=SUM(D3:D5)", "D7": "=D6*0.5"}
    assert "</f><v>" not in sheet_of(data)
    assert b'fullCalcOnLoad="1"' in parts_of(data)["xl/workbook.xml"]


MOVED = [
    ("SUM(C3:C3)", "SUM(C3:C5)"),
    ("SUM(C3)", "SUM(C3:C5)"),
    ("SUM(C2:C3)", "SUM(C2:C5)"),
    ("SUM($C$3:$C$3)/A2", "SUM($C$3:$C$5)/A2"),
    ("MAX(C3,D4)", "MAX(C3:C5,D6)"),
    ('C4&"C4"', 'C6&"C4"'),
    ("评分表!C4", "评分表!C6"),
    ("'评分表'!C4+附表A4!C4", "'评分表'!C6+附表A4!C4"),
    ("LOG10(C4)+SUM(C:C)", "LOG10(C6)+SUM(C:C)"),
    ("SUM(3:3)", "SUM(3:5)"),
    ('COUNTIF(C3:C3,">=C4")', 'COUNTIF(C3:C5,">=C4")'),
]  # fmt: skip


@pytest.mark.parametrize(("written", "moved"), MOVED)
def test_a_formula_outside_the_rows_follows_them(written: str, moved: str) -> None:
    assert formulas(filled(with_cell("E7", f"={written}"), ".xlsx"))["E9"] == f"={moved}"


COPIED = [
    ("C3-D3", ["C3-D3", "C4-D4", "C5-D5"]),
    ("C3/C$4", ["C3/C$6", "C4/C$6", "C5/C$6"]),
    ("C3*C$1", ["C3*C$1", "C4*C$1", "C5*C$1"]),
    ("SUM($C$3:C3)", ["SUM($C$3:C3)", "SUM($C$3:C4)", "SUM($C$3:C5)"]),
    ("C3/SUM(C$3:C$3)", ["C3/SUM(C$3:C$5)", "C4/SUM(C$3:C$5)", "C5/SUM(C$3:C$5)"]),
    ("ROW()-2", ["ROW()-2"] * 3),
]


@pytest.mark.parametrize(("written", "copies"), COPIED)
def test_a_formula_of_the_row_is_that_of_each_row(written: str, copies: list[str]) -> None:
    found = formulas(filled(with_cell("E3", f"={written}"), ".xlsx"))
    assert [found[f"E{row}"] for row in (3, 4, 5)] == [f"={each}" for each in copies]


REFUSED = [
    ("E5", "=C3*2", "C3 是评分行的一格，评分行会变成3行；要各行合计，请写成 SUM(C3:C3)"),
    ("E3", "=C3/C4", "C4 不在评分行，每一行指哪一格不清楚；请写成 C$4"),
    ("E3", "=$C$3*2", "请去掉行号前的 $"),
    ("E3", "=别的!C1", "请给行号加 $"),
    ("E5", '=INDIRECT("C4")', "INDIRECT 按文字或位置找单元格"),
    ("E5", "=OFFSET(C1,3,0)", "OFFSET 按文字或位置找单元格"),
    ("E5", '=WEBSERVICE("http://example.com")', "WEBSERVICE 从文件以外取数"),
    ("E5", "=[1]别的!A1", "请改成直接引用本文件的一张工作表"),
    ("E5", "=SUM(甲:乙!A1)", "请改成直接引用本文件的一张工作表"),
    ("E3", ArrayFormula("E3:E4", "=C3:C3"), "数组公式跨过评分行"),
    ("E5", DataTableFormula("E5:E6", dt2D=True, r1="A1", r2="B1"), "模拟运算表印出来不会更新"),
    ("A7", "{{ name }", "字段的写法不对"),
    ("A7", "{ { name } }", "字段的写法不对"),
    ("A7", "｛｛ name ｝｝", "花括号是全角的"),
    ("A7", "{% for row in rows %}", "评分行自己会重复"),
    ("A7", '="{{ name }}"', "公式里不能有字段"),
    ("A7", "{{ row.self }}", "只能有一行"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "value", "words"), REFUSED, ids=[words for _, _, words in REFUSED])
def test_what_cannot_follow_is_refused_with_its_cell_and_the_remedy(
    address: str, value: Any, words: str
) -> None:
    fault = fault_of(with_cell(address, value), ".xlsx")
    assert (fault.code, fault.place.sheet, fault.place.cell) == ("T101", "评分表", address)
    assert words in fault.message


def cells_of(data: bytes) -> dict[str, Any]:
    page = load_workbook(BytesIO(data)).worksheets[0]
    return {cell.coordinate: cell.value for row in page.iter_rows() for cell in row}


@pytest.mark.parametrize("other", ["=SUM(B3:B3)", "=SUM(B:B)", "=SUM(3:3)", "=SUM($B$3)+B7"])
def test_points_that_are_added_up_are_numbers(other: str) -> None:
    made, page = book()
    page["B3"], page["C4"], page["B4"], page["B7"] = (
        "{{ row.points }}",
        other,
        "=SUM(B3:B3)",
        "{{ total.points }}",
    )
    page["C7"] = "=B7*2"
    found = cells_of(filled(saved(made), ".xlsx"))
    assert [found[at] for at in ("B3", "B4", "B5", "B6", "B9")] == [10, 5, 7, "=SUM(B3:B5)", 22]
    assert found["A3"] == (1 if "3:3)" in other and "B" not in other else "1")


def test_a_figure_that_a_formula_uses_is_a_number() -> None:
    made, page = book()
    page["B5"], page["B6"], page["C6"] = "{{ phone }}", "{{ opinion }}", "=SUM(B5:B6)"
    template = compiled(saved(made), ".xlsx")
    document = template.render({**VALUES, "phone": "0576", "opinion": "12.5"})
    found = cells_of(document)
    assert (found["B7"], found["B8"]) == ("0576", 12.5)
    opened = template.open(document)
    assert (opened.values()["opinion"], opened.typed()) == ("12.5", {})
    again = opened.rewrite({opened.slots.index("opinion"): "13"}, opened.checksums or [])
    assert cells_of(again)["B8"] == 13


MIXED = [("C3", "{{ row.self }}分", "C3"), ("C7", "共{{ total.self }}分", "C7")]


@pytest.mark.parametrize(("address", "text", "cell"), MIXED)
def test_points_among_words_that_are_added_up_are_refused(address: str, text: str, cell: str) -> None:
    made, page = book()
    page[address], page["E8"] = text, "=SUM(C7:C7)"
    fault = fault_of(saved(made), ".xlsx")
    assert "公式要加这一格，格里除了分数还有别的字" in fault.message
    assert fault.place.cell == cell


def test_a_shared_formula_is_each_cells_own() -> None:
    made, page = book()
    page["E3"], page["E4"], page["E5"] = "=C3*2", "=C4*2", "=C5*2"
    shared = edited(
        saved(made),
        {
            SHEET: replacing(
                ("<f>C3*2</f>", '<f t="shared" ref="E3:E5" si="0">C3*2</f>'),
                ("<f>C4*2</f>", '<f t="shared" si="0"/>'),
                ("<f>C5*2</f>", '<f t="shared" si="0"/>'),
            )
        },
    )
    found = formulas(filled(shared, ".xlsx"))
    assert [found[f"E{row}"] for row in range(3, 8)] == ["=C3*2", "=C4*2", "=C5*2", "=C6*2", "=C7*2"]


def test_a_formula_over_arrays_follows_and_its_results_go() -> None:
    data = filled(with_cell("E4", ArrayFormula("E4", "=SUM(C3:C3*D3:D3)")), ".xlsx")
    assert '<f t="array" ref="E6">SUM(C3:C5*D3:D5)</f>' in sheet_of(data)


def lists(page: Any) -> None:
    choice, least = (
        DataValidation(type="list", formula1="$B$7:$C$7"),
        DataValidation("decimal", formula1="$C$4"),
    )
    choice.add("B6")
    least.add("C3:D3")
    page.add_data_validation(choice)
    page.add_data_validation(least)


def colours(page: Any) -> None:
    page.conditional_formatting.add("C3:D3", Rule("expression", formula=["C3<$C$4"]))
    page.conditional_formatting.add("A5:F6", Rule("expression", formula=["$B5=0"]))


def link(page: Any) -> None:
    page["A6"].hyperlink = "#评分表!A5"


def filter_and_prints(page: Any) -> None:
    page.auto_filter.ref = "A2:D3"
    page.print_area, page.print_title_rows = "A1:F6", "1:2"
    page.row_breaks.append(Break(id=4))


def remark(page: Any) -> None:
    page["C4"].comment = Comment("各项之和", "甲")


def merged(page: Any) -> None:
    page.merge_cells("E3:F3")
    page.merge_cells("E4:F5")
    page.merge_cells("G2:G4")


FOLLOWING: list[tuple[Callable[[Any], None], str, list[str]]] = [
    (lists, SHEET, ['sqref="B8"', "<formula1>$B$9:$C$9</formula1>", 'sqref="C3:D5"', "<formula1>$C$6</formula1>"]),
    (colours, SHEET, ['sqref="C3:D5"', "<formula>C3&lt;$C$6</formula>", 'sqref="A7:F8"', "<formula>$B7=0</formula>"]),
    (link, SHEET, ['ref="A8"']),
    (link, "xl/worksheets/_rels/sheet1.xml.rels", ['Target="#评分表!A7"']),
    (filter_and_prints, SHEET, ['<autoFilter ref="A2:D5"/>', '<brk id="6"']),
    (filter_and_prints, "xl/workbook.xml", ["$A$1:$F$8<", "$1:$2<", "$A$2:$D$5<"]),
    (remark, "xl/comments/comment1.xml", ['ref="C6"']),
    (remark, "xl/drawings/commentsDrawing1.vml", ["Row>5<"]),
    (merged, SHEET, ['"E3:F3"', '"E4:F4"', '"E5:F5"', '"E6:F7"', '"G2:G6"', 'mergeCells count="5"']),
]  # fmt: skip


@pytest.mark.parametrize(
    ("draw", "part", "found"), FOLLOWING, ids=[f"{d.__name__} {p}" for d, p, _ in FOLLOWING]
)
def test_what_stands_beside_the_cells_follows(
    draw: Callable[[Any], None], part: str, found: list[str]
) -> None:
    made, page = book()
    draw(page)
    text = parts_of(filled(saved(made), ".xlsx"))[part].decode()
    text = re.sub("&#([0-9]+);", lambda sign: chr(int(sign[1])), text)
    assert [each for each in found if each not in text] == []


def test_rules_in_extensions_follow() -> None:
    made, _ = book()
    x14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    xm = 'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    extension = (
        f'<extLst><ext uri="x" {x14} {xm}><x14:dataValidations><x14:dataValidation type="list"><x14:formula1>'
        "<xm:f>$B$7:$C$7</xm:f></x14:formula1><xm:sqref>B6</xm:sqref></x14:dataValidation></x14:dataValidations>"
        "<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule><xm:f>附表A5!$A$5=C3</xm:f></x14:cfRule>"
        "<xm:sqref>C3</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    text = sheet_of(filled(edited(saved(made), {SHEET: replacing(("</worksheet>", extension))}), ".xlsx"))
    for each in ("<xm:f>$B$9:$C$9<", "<xm:sqref>B8<", "<xm:f>附表A5!$A$5=C3<", "<xm:sqref>C3:C5<"):
        assert each in text


def test_only_references_to_the_form_move() -> None:
    made, _ = book()
    other = made.create_sheet("附表A5")
    other["A5"], other["B5"], other["C5"] = "=评分表!C4", "=A5*2", "=SUM(评分表!C3:C3)"
    other.print_area = "A1:A40"
    made.defined_names["总分"] = DefinedName("总分", attr_text="评分表!$C$4")
    made.defined_names["别处"] = DefinedName("别处", attr_text="附表A5!$B$10")
    data = filled(saved(made), ".xlsx")
    assert formulas(data, 1) == {"A5": "=评分表!C6", "B5": "=A5*2", "C5": "=SUM(评分表!C3:C5)"}
    opened = load_workbook(BytesIO(data))
    names = {name: each.attr_text for name, each in opened.defined_names.items()}
    assert names == {"总分": "评分表!$C$6", "别处": "附表A5!$B$10"}
    assert opened["附表A5"].print_area == "'附表A5'!$A$1:$A$40"


def picture(page: Any, tmp_path: Path, first: int, last: int) -> None:
    path = tmp_path / "seal.png"
    Picture.new("RGB", (9, 9)).save(path)
    drawn = Image(str(path))
    drawn.anchor = TwoCellAnchor("twoCell", AnchorMarker(0, 0, first, 0), AnchorMarker(2, 0, last, 0))
    page.add_image(drawn)


@pytest.mark.parametrize(("rows", "moved"), [((5, 7), (7, 9)), ((0, 1), (0, 1)), ((1, 5), (1, 7))])
def test_a_frame_moves_with_the_words_in_it(
    rows: tuple[int, int], moved: tuple[int, int], tmp_path: Path
) -> None:
    made, page = book()
    picture(page, tmp_path, *rows)
    text = parts_of(filled(saved(made), ".xlsx"))["xl/drawings/drawing1.xml"].decode()
    assert tuple(map(int, re.findall(r"<(?:\w+:)?row>(\d+)<", text))) == moved


def test_a_picture_in_the_row_is_refused(tmp_path: Path) -> None:
    made, page = book()
    picture(page, tmp_path, 2, 3)
    fault = fault_of(saved(made), ".xlsx")
    assert "评分行里的图形不能逐行重复" in fault.message
    assert fault.place.cell == "A3"


def test_a_text_box_that_shows_a_cell_is_refused(tmp_path: Path) -> None:
    made, page = book()
    picture(page, tmp_path, 5, 7)
    drawing = "xl/drawings/drawing1.xml"
    linked = edited(
        saved(made), {drawing: lambda data: re.sub(rb"<((?:\w+:)?pic)>", rb'<\1 textlink="$C$4">', data)}
    )
    assert "文本框的文字取自$C$4" in fault_of(linked, ".xlsx").message


def test_a_chart_shows_all_rows_and_forgets_what_it_showed() -> None:
    made, page = book()
    chart = BarChart()
    chart.add_data(Reference(page, min_col=3, min_row=3, max_row=3))
    page.add_chart(chart, "A10")
    cache = "<numCache><ptCount val='1'/></numCache></numRef>"
    part = "xl/charts/chart1.xml"
    text = parts_of(filled(edited(saved(made), {part: replacing(("</numRef>", cache))}), ".xlsx"))[
        part
    ].decode()
    assert "!$C$3:$C$5<" in text
    assert "numCache" not in text


def test_a_list_grows_by_its_rows() -> None:
    made, page = book()
    page.add_table(Table(displayName="各项", ref="A2:D3"))
    text = parts_of(filled(saved(made), ".xlsx"))["xl/tables/table1.xml"].decode()
    assert text.count('ref="A2:D5"') == 2


UNFIT: list[tuple[str, Any, str]] = [
    ("B3", "{{ section.title }}", "请在“表设计”里转换为区域"),
    ("B2", "{{ title }}", "请在“表设计”里转换为区域"),
]


@pytest.mark.parametrize(("address", "value", "words"), UNFIT)
def test_a_list_that_would_break_is_refused(address: str, value: Any, words: str) -> None:
    made, page = book()
    page[address] = value
    page.add_table(Table(displayName="各项", ref="A2:D3"))
    fault = fault_of(saved(made), ".xlsx")
    assert (fault.code, fault.place.cell) == ("T101", address)
    assert words in fault.message


def test_a_list_whose_head_is_the_row_is_refused() -> None:
    made, page = book()
    page.add_table(Table(displayName="各项", ref="A3:D4"))
    page["A3"], page["E3"] = "序号", "{{ row.number }}"
    page["B3"], page["C3"], page["D3"] = "内容", "自评", "县评"
    assert "评分行不能是“表格”（A3:D4）的标题行" in fault_of(saved(made), ".xlsx").message


def test_rich_text_keeps_its_types_around_a_field() -> None:
    title = CellRichText(
        TextBlock(InlineFont(sz=18, b=True), "示例村评分表"),
        TextBlock(InlineFont(sz=10), "（{{ na"),
        "me }}）",
    )
    page = load_workbook(BytesIO(filled(with_cell("A1", title), ".xlsx")), rich_text=True).worksheets[0]
    shown = page["A1"].value
    assert str(shown) == "示例村评分表（示例村）"
    assert [(each.font.sz, each.text) for each in shown if isinstance(each, TextBlock)] == [
        (18, "示例村评分表"),
        (10, "（示例村"),
    ]


def test_sections_merge_the_columns_they_span() -> None:
    made, page = book()
    page["E3"] = "{{ section.title }}"
    page.merge_cells("E3:F3")
    text = sheet_of(filled(saved(made), ".xlsx"))
    assert sorted(re.findall('mergeCell ref="([^"]+)"', text)) == ["E3:F4", "E5:F5"]


def test_a_row_merged_with_the_next_is_refused() -> None:
    made, page = book()
    page.merge_cells("E3:E4")
    assert "E3:E4 是合并的，评分行只能占一行" in fault_of(saved(made), ".xlsx").message


def hide_row(made: Workbook, page: Any) -> None:
    page.row_dimensions[3].hidden = True
    del made


def hide_sheet(made: Workbook, page: Any) -> None:
    page.sheet_state = "hidden"
    made.create_sheet("说明")


def head_line(made: Workbook, page: Any) -> None:
    page.oddHeader.center.text = "{{ name }}"
    del made


def head_line_in_pieces(made: Workbook, page: Any) -> None:
    page.oddFooter.left.text = '{&"宋体,Bold"{ name }&12}&P'
    del made


def head_line_with_wide_braces(made: Workbook, page: Any) -> None:
    page.oddHeader.right.text = "｛｛ name ｝｝ &N"
    del made


def title_rows(made: Workbook, page: Any) -> None:
    page.print_title_rows = "1:3"
    del made


def name_of_a_cell(made: Workbook, page: Any) -> None:
    del page
    made.defined_names["某格"] = DefinedName("某格", attr_text="评分表!$C$3")


def second_form(made: Workbook, page: Any) -> None:
    del page
    made.create_sheet("封面", 0)["B2"] = "{{ name }}"


def named_by_field(made: Workbook, page: Any) -> None:
    del page
    made.create_sheet("{{ name }}")


def asked_in_a_remark(made: Workbook, page: Any) -> None:
    del made
    page["A1"].comment = Comment("写 {{ name }}", "甲")


def no_field(made: Workbook, page: Any) -> None:
    page.delete_rows(1, 6)
    del made


WHOLE: list[tuple[Callable[[Workbook, Any], None], str]] = [
    (hide_row, "评分行是隐藏的"),
    (hide_sheet, "有字段的工作表是隐藏的"),
    (head_line, "页眉页脚不能有字段"),
    (head_line_in_pieces, "页眉页脚不能有字段"),
    (head_line_with_wide_braces, "页眉页脚不能有字段"),
    (title_rows, "打印的标题行包括评分行"),
    (name_of_a_cell, "名称“某格”里的$C$3 是评分行的一格"),
    (second_form, "只有一张工作表可以有字段（“评分表”已经有了）；这里请用公式，如 ='评分表'!A1"),
    (named_by_field, "工作表名或名称里不能有字段"),
    (asked_in_a_remark, "批注里不能有字段"),
    (no_field, "没有字段"),
]


@pytest.mark.parametrize(("draw", "words"), WHOLE, ids=[draw.__name__ for draw, _ in WHOLE])
def test_a_template_that_cannot_be_filled_says_why(draw: Callable[[Workbook, Any], None], words: str) -> None:
    made, page = book()
    draw(made, page)
    fault = fault_of(saved(made), ".xlsx")
    assert fault.code == "T101"
    assert words in fault.message


def test_a_cover_sheet_may_stand_in_front_of_the_form() -> None:
    made, _ = book()
    made.create_sheet("封面", 0)["A1"] = "=评分表!C4"
    template = compiled(saved(made), ".xlsx")
    data = filled(saved(made), ".xlsx")
    assert formulas(data, 0) == {"A1": "=评分表!C6"}
    assert template.open(data).values()["opinion"] == "同意"


def test_a_form_without_rows_is_filled() -> None:
    made = Workbook()
    page: Any = made.active
    page["A1"], page["B1"], page["B2"], page["B3"] = (
        "{{ name }}",
        "{{ a.self }}",
        "{{ b.self }}",
        "=SUM(B1:B2)",
    )
    page["C3"] = "{{ total.self }}"
    data = filled(saved(made), ".xlsx")
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert [sheet[at].value for at in ("A1", "B1", "B2", "B3", "C3")] == ["示例村", 10, 4, "=SUM(B1:B2)", 17]


def test_a_value_written_into_a_filled_form_leaves_no_result_behind() -> None:
    made, page = book()
    page["D6"] = "{{ total.self }}"
    template = compiled(saved(made), ".xlsx")
    data = filled(saved(made), ".xlsx")
    saved_by_excel = edited(data, {SHEET: replacing(("SUM(C3:C5)</f>", "SUM(C3:C5)</f><v>17</v>"))})
    opened = template.open(saved_by_excel)
    text = sheet_of(opened.rewrite({opened.slots.index("a.self"): "8"}, opened.checksums or []))
    assert "SUM(C3:C5)</f></c>" in text
