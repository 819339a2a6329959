"""Letters and lists of our own in Word: A4, official faces, tables whose header stands on every page.

Knows texts and their styles; nothing of scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from formgen.forms.text import clean


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A face at a size, on lines of an exact pitch, in points."""

    face: str
    size: float
    pitch: float


TITLE_STYLE = TextStyle("方正小标宋简体", 22, 36)
TEXT_STYLE, SMALL_STYLE = TextStyle("仿宋_GB2312", 14, 26), TextStyle("仿宋_GB2312", 12, 22)
_CELL_STYLE, _CELL_HEAD_STYLE = TextStyle("仿宋_GB2312", 11, 16), TextStyle("黑体", 11, 16)
_LINE = 12  # characters: a longer text in a cell begins at its left edge


def begin_document(title: str) -> WordDocument:
    """Return a document that begins with a title: nothing left of the stock template's spacing."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(19)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after = Pt(0)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TEXT_STYLE.face)
    document.core_properties.title = title
    head = document.add_paragraph()
    write_paragraph(head, title, TITLE_STYLE, WD_ALIGN_PARAGRAPH.CENTER)
    head.paragraph_format.space_after = Pt(10)
    return document


def write_paragraph(paragraph: Any, text: str, style: TextStyle, align: WD_ALIGN_PARAGRAPH) -> None:  # noqa: ANN401 - python-docx types its paragraphs loosely
    """Write a text of one type into an empty paragraph."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(style.pitch)
    paragraph.alignment = align
    run = paragraph.add_run(clean(text))
    run.font.name, run.font.size = "Times New Roman", Pt(style.size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), style.face)  # noqa: SLF001 - python-docx has no public way to name the Han face


def add_table(document: WordDocument, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
    """Add a table of texts: widths in millimetres, the first row a header on every page, rows that do not split."""
    made: Any = document.add_table(rows=len(rows), cols=len(widths))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for at, (row, texts) in enumerate(zip(made.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way to these row properties
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            align = WD_ALIGN_PARAGRAPH.LEFT if at and len(text) > _LINE else WD_ALIGN_PARAGRAPH.CENTER
            write_paragraph(paragraph, text, _CELL_STYLE if at else _CELL_HEAD_STYLE, align)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
