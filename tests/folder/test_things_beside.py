"""Whatever people put into a form that is no text of its places is named: nobody takes it for read."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from openpyxl import load_workbook
from openpyxl.comments import Comment
from support.trial_form import Trial, W, codes, codes_of_changes, opinion_table, run, said, score_sheet, trial

from formgen.office import package

OPINION = run("同意推荐")
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
CHART = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
OLE = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
INK = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, opinion_table)


def coded(code: str, result: str = "") -> str:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "end"))
    parted = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}' if result else ""
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{parted}{end}"


TABLE = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p>{run('另附意见')}</w:p></w:tc></w:tr></w:tbl>"
THINGS = {
    "a table in the cell": (f"{OPINION}</w:p>{TABLE}<w:p>", "表格：另附意见"),
    "a picture": (f"{OPINION}<w:r><w:drawing><pic:pic {PIC}/></w:drawing></w:r>", "图片"),
    "a picture of the older kind": (
        f'{OPINION}<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata/></v:shape></w:pict></w:r>',
        "图片",
    ),
    "a shape": (f"{OPINION}<w:r><w:drawing><wps:wsp {WPS}/></w:drawing></w:r>", "图形"),
    "a chart": (f"{OPINION}<w:r><w:drawing><c:chart {CHART}/></w:drawing></w:r>", "图表"),
    "writing by hand": (
        f"{OPINION}<w:r><w:drawing><w14:contentPart {INK}/></w:drawing></w:r>",
        "手写的笔迹",
    ),
    "an object of another program": (
        f"{OPINION}<w:r><w:object><o:OLEObject {OLE}/></w:object></w:r>",
        "嵌入的对象",
    ),
}
INLINE = {
    "a formula": (f"{OPINION}<m:oMath {M}><m:r><m:t>95</m:t></m:r></m:oMath>", "公式：95"),
    "a formula in a line of its own": (
        f"{OPINION}<m:oMathPara {M}><m:oMath><m:r><m:t>95</m:t></m:r></m:oMath></m:oMathPara>",
        "公式：95",
    ),
    "a sign in a circle": (coded(r" eq \o\ac(○,3) ") + OPINION, r"域：eq \o\ac(○,3)"),
    "a sign in a circle with what it showed last": (
        coded(r" EQ \o\ac(○,3) ", "3") + OPINION,
        r"域：EQ \o\ac(○,3)",
    ),
    "a date of Word's own": (OPINION + coded(" DATE ", "2026-11-20"), "域：DATE"),
    "the time of the last print": (coded(" PRINTDATE ", "2026-11-20") + OPINION, "域：PRINTDATE"),
    "a number of Word's own": (coded(" AUTONUM ") + OPINION, "域：AUTONUM"),
    "a list with numbers": (
        f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{OPINION}',
        "自动编号",
    ),
}


@pytest.mark.parametrize(("typed", "named"), THINGS.values(), ids=THINGS)
def test_a_thing_in_a_cell_that_is_no_text_is_named(one: Trial, typed: str, named: str) -> None:
    one.edit((OPINION, typed))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T152"])
    told = f"“甲镇示例村”的“示例表”上“县级意见”旁边另有“{named}”，不知道是不是填在这里的，没有读"
    assert told in said(collected)


@pytest.mark.parametrize(("typed", "named"), INLINE.values(), ids=INLINE)
def test_a_text_with_a_part_that_nobody_typed_is_named_and_not_read(
    one: Trial, typed: str, named: str
) -> None:
    one.edit((OPINION, typed))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T150"])
    told = f"“县级意见”（第1个表第2行第2格）没有读（里面有“{named}”，不是打上去的字）"
    assert told in said(collected)
    assert told in said(one.build())


HARMLESS = {
    "an entry of an index": coded(' XE "同意" ') + run("情况属实"),
    "a field with its result": coded(" PAGE ", "3") + run("情况属实"),
    "a picture that was deleted": (
        f'<w:del w:id="1" w:author="县里"><w:r><w:drawing><pic:pic {PIC}/></w:drawing></w:r></w:del>{run("情况属实")}'
    ),
    "a list that was switched off": f'<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>{run("情况属实")}',
}


@pytest.mark.parametrize("typed", HARMLESS.values(), ids=HARMLESS)
def test_what_nobody_sees_is_not_named(one: Trial, typed: str) -> None:
    one.edit((OPINION, typed))
    assert codes(one.collect()) == codes_of_changes(typed), said(one.collect())
    assert one.read()["县级意见"].endswith("情况属实")


NOTES = {
    "footnote": ("footnoteReference", "footnotes", "脚注：另有两条意见"),
    "endnote": ("endnoteReference", "endnotes", "尾注：另有两条意见"),
    "comment": ("commentReference", "comments", "批注：另有两条意见"),
}


@pytest.mark.parametrize(("tag", "part", "named"), NOTES.values(), ids=NOTES)
def test_a_note_at_a_cell_is_named_with_its_text(one: Trial, tag: str, part: str, named: str) -> None:
    one.edit((OPINION, f'{OPINION}<w:r><w:{tag} w:id="7"/></w:r>'))
    name = f"word/{part}.xml"
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = f'<w:{part[:-1]} w:id="7"><w:p>{run("另有两条意见")}</w:p></w:{part[:-1]}>'
    relation = f'<Relationship Id="own7" Type="http://x/relationships/{part}" Target="{part}.xml"/>'
    parts = package.parts_in(one.form)
    parts[name] = f'<w:{part} xmlns:w="{main}">{inner}</w:{part}>'.encode()
    known = "word/_rels/document.xml.rels"
    parts[known] = parts[known].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    one.form.write_bytes(package.repacked(parts))
    collected = one.collect()
    assert codes(collected) == [*codes_of_changes(f"<w:{tag} "), "T152"]
    assert f"“县级意见”旁边另有“{named}”" in said(collected)


BOX = (
    '<w:r><w:pict><w:txbxContent xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>'
    f"{run('县局另有意见')}</w:p></w:txbxContent></w:pict></w:r>"
)


@pytest.mark.parametrize(
    ("added", "named"),
    [
        (f"<w:p>{BOX}</w:p>", "文本框的“县局另有意见”"),
        (f"<w:p>{run('县局意见：再议')}</w:p>", "表格外面的“县局意见：再议”"),
        (f"<w:p><w:r><w:drawing><pic:pic {PIC}/></w:drawing></w:r></w:p>", "表格外面的“图片”"),
    ],
)
def test_what_was_added_outside_the_table_is_named(one: Trial, added: str, named: str) -> None:
    one.edit(("</w:tbl>", f"</w:tbl>{added}"))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T171"])
    assert f"“甲镇示例村”的“示例表”上另有{named}，不在要填的格子里，没有读" in said(collected)


def test_a_correction_of_a_printed_word_is_no_addition(one: Trial) -> None:
    one.edit(("<w:t>意见日期</w:t>", "<w:t>意见的日期</w:t>"), ("同意推荐", "情况属实"))
    assert codes(one.collect()) == [], said(one.collect())


# -- Excel ------------------------------------------------------------------------------------------
@pytest.fixture
def sheet(tmp_path: Path) -> Trial:
    return trial(tmp_path, score_sheet, ".xlsx")


def change(one: Trial, edit: Callable[[Any], object]) -> None:
    book = load_workbook(io.BytesIO(one.form.read_bytes()))
    edit(book.active)
    stream = io.BytesIO()
    book.save(stream)
    one.form.write_bytes(stream.getvalue())


def relate(one: Trial, kind: str, content: str) -> None:
    """Give the sheet a part of a kind."""
    parts = package.parts_in(one.form)
    name = f"xl/own/{kind}1.xml"
    parts[name] = content.encode()
    known = "xl/worksheets/_rels/sheet1.xml.rels"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    before = parts.get(known, f'<Relationships xmlns="{space}"></Relationships>'.encode())
    relation = f'<Relationship Id="own9" Type="http://x/{kind}" Target="/{name}"/></Relationships>'
    parts[known] = before.replace(b"</Relationships>", relation.encode())
    one.form.write_bytes(package.repacked(parts))


@pytest.mark.parametrize("cell", ["F3", "G9", "A12"])
def test_a_text_in_a_free_cell_is_named(sheet: Trial, cell: str) -> None:
    change(sheet, lambda drawn: drawn.__setitem__(cell, "县复核：13"))
    collected = sheet.collect()
    assert (collected.found, codes(collected)) == ((), ["T171"])
    assert f"另有单元格{cell}的“县复核：13”，不在要填的格子里，没有读" in said(collected)


def test_of_many_texts_the_first_are_named_and_all_are_counted(sheet: Trial) -> None:
    change(sheet, lambda drawn: [drawn.cell(row, 8, f"另写第{row}条") for row in range(1, 8)])
    assert "等7处，不在要填的格子里" in said(sheet.collect())


def test_a_remark_at_a_cell_is_named_with_its_text(sheet: Trial) -> None:
    change(sheet, lambda drawn: setattr(drawn["E3"], "comment", Comment("县里核减2分", "县里")))
    collected = sheet.collect()
    assert (collected.found, codes(collected)) == ((), ["T152"])
    assert "“县级考评分 1 台帐”旁边另有“批注：县里核减2分”" in said(collected)


def test_a_threaded_remark_is_named_once(sheet: Trial) -> None:
    change(sheet, lambda drawn: setattr(drawn["E3"], "comment", Comment("[线程批注] 县里核减2分", "tc={1}")))
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    inner = '<threadedComment ref="E3"><text>县里核减2分</text></threadedComment>'
    relate(sheet, "threadedComment", f'<ThreadedComments xmlns="{space}">{inner}</ThreadedComments>')
    collected = sheet.collect()
    assert codes(collected) == ["T152"]
    assert "旁边另有“批注：县里核减2分”" in said(collected)


XDR = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
MATH = "<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><m:r><m:t>95</m:t></m:r></m:oMath>"
LAID = {
    "a text box": ("<xdr:sp><xdr:txBody><a:p><a:r><a:t>核减3分</a:t></a:r></a:p></xdr:txBody></xdr:sp>", "文本框：核减3分"),
    "a picture": ("<xdr:pic/>", "图片"),
    "a chart": ('<xdr:graphicFrame><c:chart xmlns:c="c"/></xdr:graphicFrame>', "图表"),
    "a shape": ("<xdr:sp/>", "图形"),
    "a line drawn across": ("<xdr:cxnSp/>", "线条"),
    "writing by hand": ("<xdr:contentPart/>", "手写的笔迹"),
    "a formula": (f"<xdr:sp><xdr:txBody>{MATH}</xdr:txBody></xdr:sp>", "公式：95"),
}  # fmt: skip


@pytest.mark.parametrize(("drawn", "named"), LAID.values(), ids=LAID)
@pytest.mark.parametrize(("column", "code"), [(4, "T152"), (7, "T171")])
def test_what_is_laid_upon_a_sheet_is_named(
    sheet: Trial, drawn: str, named: str, column: int, code: str
) -> None:
    start = f"<xdr:from><xdr:col>{column}</xdr:col><xdr:row>2</xdr:row></xdr:from>"
    relate(
        sheet,
        "drawing",
        f"<xdr:wsDr {XDR} {A}><xdr:oneCellAnchor>{start}{drawn}</xdr:oneCellAnchor></xdr:wsDr>",
    )
    collected = sheet.collect()
    assert (collected.found, codes(collected)) == ((), [code])
    assert f"“{named}”" in said(collected)


def test_an_object_of_another_program_upon_a_sheet_is_named(sheet: Trial) -> None:
    sheet.edit(("</sheetData>", '</sheetData><oleObjects><oleObject progId="Word"/></oleObjects>'))
    assert "单元格A1处的“嵌入的对象”" in said(sheet.collect())


def remarked_sheet(book: Any) -> None:
    """The sheet of scores with a remark of the office that made it, at a cell to fill and at another."""
    score_sheet(book)
    book.active["E3"].comment = Comment("由县级填写", "县局")
    book.active["A1"].comment = Comment("一式三份", "县局")


def test_remarks_of_the_template_disturb_nobody(tmp_path: Path) -> None:
    one = trial(tmp_path, remarked_sheet, ".xlsx")
    one.edit(("0576-12345678", "0576-9"))
    assert one.read() == {"联系电话": "0576-9"}
    assert codes(one.collect()) == [], said(one.collect())


def add_sheet(book: Any, title: str, *texts: str, hidden: bool = False) -> None:
    drawn = book.create_sheet(title)
    for text in texts:
        drawn.append([text])
    drawn.sheet_state = "hidden" if hidden else "visible"


def write_header(book: Any, text: str) -> None:
    book.active.oddHeader.center.text = text


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (lambda book: add_sheet(book, "备注", "第1项扣1分"), "工作表“备注”单元格A1的“第1项扣1分”"),
        (
            lambda book: add_sheet(book, "备注", *(f"第{at}条" for at in range(1, 8))),
            "工作表“备注”的“第1条、第2条、第3条、第4条等7处”",
        ),
        (lambda book: write_header(book, "&14县级核定：95分"), "页眉页脚的“县级核定：95分”"),
        (
            lambda book: setattr(book.active.oddFooter.left, "text", "审核人：张三&P"),
            "页眉页脚的“审核人：张三”",
        ),
    ],
)
def test_what_was_written_outside_the_sheet_of_the_form_is_named(
    sheet: Trial, edit: Callable[[Any], object], named: str
) -> None:
    change(sheet, lambda drawn: edit(drawn.parent))
    collected = sheet.collect()
    assert (collected.found, codes(collected)) == ((), ["T171"])
    assert f"另有{named}，不在要填的格子里，没有读" in said(collected)


@pytest.mark.parametrize(
    "edit",
    [
        lambda book: write_header(book, "第&P页 共&N页"),
        lambda book: write_header(book, "&P/&N"),
        lambda book: write_header(book, "第1页"),
        lambda book: write_header(book, "- &P -"),
        lambda book: write_header(book, "Page &P of &N"),
        lambda book: add_sheet(book, "Sheet2"),
        lambda book: add_sheet(book, "WpsReserved_CellImgList", "ID_1", hidden=True),
    ],
)
def test_a_sheet_on_which_nobody_sees_anything_is_passed_over(
    sheet: Trial, edit: Callable[[Any], object]
) -> None:
    change(sheet, lambda drawn: edit(drawn.parent))
    assert codes(sheet.collect()) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("第1页", []),
        ("—1—", []),
        ("1 / 3 页", []),
        ("95", ["T171"]),
        ("第3项扣1分", ["T171"]),
        ("1页作废", ["T171"]),
    ],
)
def test_a_page_number_is_no_entry(one: Trial, text: str, told: list[str]) -> None:
    document: Any = docx.Document(str(one.form))
    document.sections[0].footer.paragraphs[0].text = text
    document.save(str(one.form))
    assert codes(one.collect()) == told


def test_a_number_that_a_field_counts_is_no_entry(one: Trial) -> None:
    document: Any = docx.Document(str(one.form))
    line = document.sections[0].footer.paragraphs[0]
    line._p.append(parse_xml(f'<w:fldSimple xmlns:w="{W}" w:instr=" PAGE ">{run("12")}</w:fldSimple>'))
    document.save(str(one.form))
    assert codes(one.collect()) == []


@pytest.mark.parametrize(
    ("place", "named"),
    [("header", "页眉表格外面的“县级意见：同意”"), ("footer", "页脚表格外面的“县级意见：同意”")],
)
def test_a_header_that_the_template_does_not_have_is_named(one: Trial, place: str, named: str) -> None:
    document: Any = docx.Document(str(one.form))
    getattr(document.sections[0], place).paragraphs[0].text = "县级意见：同意"
    document.save(str(one.form))
    collected = one.collect()
    assert (collected.found, codes(collected)) == ((), ["T171"])
    assert f"另有{named}，不在要填的格子里，没有读" in said(collected)


def test_a_header_of_the_template_in_a_new_section_is_none_of_its_own(tmp_path: Path) -> None:
    def draw(document: Any) -> None:
        opinion_table(document)
        document.sections[0].header.paragraphs[0].text = "附件1"

    one = trial(tmp_path, draw)
    document: Any = docx.Document(str(one.form))
    added = document.add_section()
    added.header.is_linked_to_previous = False
    added.header.paragraphs[0].text = "附件1"
    document.save(str(one.form))
    assert codes(one.collect()) == [], said(one.collect())


@pytest.mark.parametrize(
    ("lines", "day", "named"),
    [
        (("甲镇劳动保障所", "2009年11月20日"), "2009年11月20日", "甲镇劳动保障所"),
        (("负责人签字：张三", "  年  月  日"), "", "负责人签字：张三"),
        (("甲镇劳动保障所", "（盖章）", "2009.11.20"), "2009年11月20日", "甲镇劳动保障所 （盖章）"),
        (("2009年11月20日",), "2009年11月20日", ""),
        (("2009年", "11月20日"), "2009年11月20日", ""),
    ],
)
def test_the_name_above_a_date_is_no_part_of_it_and_is_named(
    one: Trial, lines: tuple[str, ...], day: str, named: str
) -> None:
    one.edit(("2026年11月20日", "</w:t><w:br/><w:t>".join(lines)))
    collected = one.collect()
    assert [each.amendment.value for each in collected.found] == ([day] if day else [])
    assert codes(collected) == (["T152"] if named else [])
    assert not named or f"“县级意见日期”旁边另有“{named}”" in said(collected)
    assert not named or "把它打成文字写进上面写意见的那一格里" in said(collected)
