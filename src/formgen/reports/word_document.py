"""Letters and lists of our own in Word: A4, official faces, tables whose header stands on every page.

Knows texts and their styles; nothing of scores.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from formgen.forms.text import clean

_NO_BREAK = "\u00a0"
_UNITS = "户人个名次项年月日号页份分元万岁天周件条家幢楼室平%％"
# a number that begins a text numbers what follows: “5 家庭服务”
_BEFORE_UNIT = re.compile(rf"(?<!^[0-9])(?<!^[0-9][0-9])(?<=[0-9%]) (?=[{_UNITS}])|(?<=[年月第〕]) (?=[0-9])")
_LANGUAGE, _AUTHOR = "zh-CN", "formgen"
_FOREIGN = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml")  # parts of the stock file

_TABLE_STYLES = frozenset({"TableNormal", "TableGrid"})  # of some hundred coloured ones


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A face at a size, on lines of an exact pitch, in points."""

    face: str
    size: float
    pitch: float


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table is set: its cells and its header row, and points of air above and below each text.

    A text longer than ``line`` characters, and every one in the columns ``lefts``, begins at the left edge of its cell.
    ``least`` is the least height of a row,
    ``inset`` the millimetres at the sides of a text, None for those that Word takes.
    """

    cell: TextStyle
    head: TextStyle
    air: float = 2
    line: int = 12
    least: float = 0
    inset: float | None = None
    lefts: frozenset[int] = frozenset()


TITLE_STYLE = TextStyle("方正小标宋简体", 22, 36)
TEXT_STYLE, SMALL_STYLE = TextStyle("仿宋_GB2312", 14, 26), TextStyle("仿宋_GB2312", 12, 22)
LIST_STYLE = TableStyle(TextStyle("仿宋_GB2312", 11, 16), TextStyle("黑体", 11, 16))
_HEAD_STYLE = TextStyle("宋体", 9, 12)
NUMBER_STYLE = TextStyle("宋体", 14, 16)  # of the page, in GB/T 9704-2012 (7.5)
_SEAL = 120  # points between the last row and the date: a seal of 4.2 cm


def make_blank_document(title: str = "") -> WordDocument:
    """Return an empty A4 document of our own: in Chinese, without what the stock file of the library says of itself."""
    document = Document()
    _drop_foreign_parts(document)
    own = document.core_properties
    own.author = own.last_modified_by = _AUTHOR
    own.comments, own.title, own.language = "", title, _LANGUAGE
    for node in document.styles.element.iter(qn("w:lang")):
        node.set(qn("w:val"), _LANGUAGE)
        node.set(qn("w:eastAsia"), _LANGUAGE)
    for node in list(document.styles.element.iter(qn("w:style"))):
        if node.get(qn("w:type")) == "table" and node.get(qn("w:styleId")) not in _TABLE_STYLES:
            node.getparent().remove(node)
    settings = document.settings.element
    for node in settings.iter(qn("w:themeFontLang")):
        node.set(qn("w:val"), _LANGUAGE)
        node.set(qn("w:eastAsia"), _LANGUAGE)
    for node in settings.iter(qn("w:zoom")):
        node.set(qn("w:percent"), "100")
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    return document


def _drop_foreign_parts(document: WordDocument) -> None:
    """Drop the parts of the library's stock file that are not ours: its picture, its program, its second styles."""
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, each in relations.items() if each.reltype.endswith(_FOREIGN)]:
            del relations[key]


def begin_document(title: str) -> WordDocument:
    """Return a document that begins with a title: nothing left of the stock template's spacing."""
    document = make_blank_document(title)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(19)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    set_normal_style(document)
    head = document.add_paragraph()
    write_paragraph(head, title, TITLE_STYLE, WD_ALIGN_PARAGRAPH.CENTER)
    head.paragraph_format.space_after = Pt(10)
    return document


def set_normal_style(document: WordDocument) -> None:
    """Set the face of ordinary text, with no space behind a paragraph."""
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after = Pt(0)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TEXT_STYLE.face)


def write_paragraph(paragraph: Any, text: str, style: TextStyle, align: WD_ALIGN_PARAGRAPH) -> None:  # noqa: ANN401 - python-docx types its paragraphs loosely
    """Write a text of one type into an empty paragraph."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(style.pitch)
    paragraph.alignment = align
    set_type(paragraph.add_run(join_units(clean(text))), style, "Times New Roman")


def join_units(text: str) -> str:
    """Return a text whose lines do not end between a number and its unit, where a blank stands between the two.

    “12 户”, “第 3 页”, “2026 年 3 月”, “〔2026〕 5 号”: Word, WPS and LibreOffice all know this blank.
    """
    return _BEFORE_UNIT.sub(_NO_BREAK, text)


def separate_units(text: str) -> str:
    """Return a text that a person may have copied or kept, with plain blanks before units again."""
    return text.replace(_NO_BREAK, " ")


def set_type(run: Any, style: TextStyle, latin: str = "") -> None:  # noqa: ANN401 - python-docx types its runs loosely
    """Set a run in a style; ``latin`` is the face of its digits, that of the style unless told."""
    run.font.name, run.font.size = latin or style.face, Pt(style.size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), style.face)  # noqa: SLF001 - python-docx has no public way to name the Han face


def add_table(
    document: WordDocument,
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    style: TableStyle = LIST_STYLE,
) -> Any:  # noqa: ANN401 - python-docx types its tables loosely
    """Add a table of texts: widths in millimetres, the first row a header on every page, rows that do not split."""
    made: Any = document.add_table(rows=len(rows), cols=len(widths))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    if style.inset is not None:
        _set_inset(made, style.inset)
    for each, width in zip(made.columns, widths, strict=True):
        each.width = Mm(width)
    for at, (row, texts) in enumerate(zip(made.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way to these row properties
        properties.append(OxmlElement("w:cantSplit"))
        if style.least:
            row.height, row.height_rule = Pt(style.least), WD_ROW_HEIGHT_RULE.AT_LEAST
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
            cell.width = Mm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            left = at > 0 and (len(text) > style.line or column in style.lefts)
            align = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
            write_paragraph(paragraph, text, style.cell if at else style.head, align)
            paragraph.paragraph_format.space_before = Pt(style.air)
            paragraph.paragraph_format.space_after = Pt(style.air)
    return made


def _set_inset(table: Any, inset: float) -> None:  # noqa: ANN401 - python-docx types its tables loosely
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        node = OxmlElement(f"w:{side}")
        node.set(qn("w:w"), str(Mm(inset).twips))
        node.set(qn("w:type"), "dxa")
        margins.append(node)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no public way to the margins of cells
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def add_seal(document: WordDocument, label: str = "单位（盖章）：") -> None:
    """Add the place for the seal and the date, kept together on one page."""
    seal, date = document.add_paragraph(), document.add_paragraph()
    write_paragraph(seal, label, TEXT_STYLE, WD_ALIGN_PARAGRAPH.LEFT)
    write_paragraph(date, "年　　月　　日", TEXT_STYLE, WD_ALIGN_PARAGRAPH.RIGHT)
    seal.paragraph_format.left_indent, seal.paragraph_format.space_before = Pt(250), Pt(_SEAL / 2)
    seal.paragraph_format.keep_with_next = True
    date.paragraph_format.space_before = date.paragraph_format.space_after = Pt(_SEAL / 4)


def paint_black(paragraph: Any) -> None:  # noqa: ANN401 - python-docx types its paragraphs loosely
    """Print a heading black: the stock style has it in colour."""
    for run in paragraph.runs:
        run.font.color.rgb = RGBColor(0, 0, 0)


def add_page_numbers(document: WordDocument) -> None:
    """Number the pages of a document in its footer: — 1 —, odd ones at the right, even ones at the left.

    GB/T 9704-2012, 7.5: 四号 宋体, a character from the edge.
    """
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = True
    for foot, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = foot.paragraphs[0]
        write_page_number(paragraph, align)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(
            NUMBER_STYLE.size
        )


def write_page_number(paragraph: Any, align: WD_ALIGN_PARAGRAPH) -> None:  # noqa: ANN401 - python-docx types its paragraphs loosely
    """Write the number of the page between dashes into an empty paragraph."""
    write_paragraph(paragraph, "— ", NUMBER_STYLE, align)
    add_field(paragraph, "PAGE")
    paragraph.add_run(" —")
    for run in paragraph.runs:
        set_type(run, NUMBER_STYLE)


def add_running_head(document: WordDocument, text: str) -> None:
    """Print a text above every page of a document."""
    section = document.sections[0]
    for head in (section.header, section.even_page_header):
        write_paragraph(head.paragraphs[0], text, _HEAD_STYLE, WD_ALIGN_PARAGRAPH.CENTER)


def add_field(paragraph: Any, code: str) -> None:  # noqa: ANN401 - python-docx types its paragraphs loosely
    """Add a Word field, such as the number of the page."""
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        node = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            node.set(qn("w:fldCharType"), kind)
        else:
            node.text = code
        run._element.append(node)  # noqa: SLF001 - python-docx knows no fields
