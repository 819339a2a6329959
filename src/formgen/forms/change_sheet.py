"""更正说明: what changed since a version was handed in, with room for the reasons and the seal."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from formgen import archive, signature
from formgen.forms.text import clean

TITLE = "更正说明"
_HEAD = ("序号", "社区（村）", "表", "栏目", "原报", "更正为", "更正原因")
_WIDTHS = (11, 27, 22, 32, 27, 27, 26)  # millimetres; together the text width
_REASON = len(_HEAD) - 1
_SEAL = 120  # points between the last row and the date: a seal of 4.2 cm

Row = tuple[str, str, str, str, str]  # community, form, place, old, new


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a change sheet says: the title and number of the notice, the version handed in, the rows.

    ``reasons`` are those that a person typed into an earlier sheet, by row; ``note`` is a last sentence, or empty.
    """

    title: str
    number: str
    label: str
    rows: Sequence[Row]
    reasons: Mapping[Row, str]
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Type:
    """A face at a size, on lines of an exact pitch, in points."""

    face: str
    size: float
    pitch: float


_TITLE = _Type("方正小标宋简体", 22, 36)
_TEXT, _SMALL = _Type("仿宋_GB2312", 14, 26), _Type("仿宋_GB2312", 12, 22)
_CELL, _CELL_HEAD = _Type("仿宋_GB2312", 11, 16), _Type("黑体", 11, 16)


def change_sheet(sheet: Sheet) -> bytes:
    """Return the change sheet of a rubric's documents against a submission."""
    document = Document()
    _set_up(document)
    title = document.add_paragraph()
    _write(title, TITLE, _TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    title.paragraph_format.space_after = Pt(10)
    opening = (
        f"根据{sheet.number}，我单位报送的《{sheet.title}》材料（{sheet.label}），"
        f"现作如下更正，共{len(sheet.rows)}处："
    )
    first = document.add_paragraph()
    _write(first, opening, _TEXT, WD_ALIGN_PARAGRAPH.JUSTIFY)
    first.paragraph_format.first_line_indent, first.paragraph_format.space_after = Pt(28), Pt(6)
    _table(document, [list(_HEAD), *_numbered(sheet)])
    if sheet.note:
        last = document.add_paragraph()
        _write(last, sheet.note, _SMALL, WD_ALIGN_PARAGRAPH.JUSTIFY)
        last.paragraph_format.first_line_indent, last.paragraph_format.space_before = Pt(24), Pt(6)
    _stamp(document)
    parts = signature.prepared(archive.unpacked(document))
    return archive.join(signature.signed([archive.compress(name, data) for name, data in parts.items()]))


def _stamp(document: WordDocument) -> None:
    """Add the place for the seal and the date, kept together on one page."""
    seal, date = document.add_paragraph(), document.add_paragraph()
    _write(seal, "单位（盖章）：", _TEXT, WD_ALIGN_PARAGRAPH.LEFT)
    _write(date, "年　　月　　日", _TEXT, WD_ALIGN_PARAGRAPH.RIGHT)
    seal.paragraph_format.left_indent, seal.paragraph_format.space_before = Pt(250), Pt(_SEAL / 2)
    seal.paragraph_format.keep_with_next = True
    date.paragraph_format.space_before = date.paragraph_format.space_after = Pt(_SEAL / 4)


def reasons_in(data: bytes) -> dict[Row, str]:
    """Return the reasons that a person typed into a change sheet, by row; empty for anything else."""
    try:
        tables = Document(io.BytesIO(data)).tables
        rows = [[cell.text.strip() for cell in row.cells] for row in tables[0].rows] if tables else []
    except Exception:  # noqa: BLE001 - a person's file may be anything; without reasons the sheet is made all the same
        return {}
    return {
        (row[1], row[2], row[3], row[4], row[5]): row[_REASON]
        for row in rows[1:]
        if len(row) == len(_HEAD) and row[_REASON]
    }


def _numbered(sheet: Sheet) -> list[list[str]]:
    reasons = {_stripped(row): reason for row, reason in sheet.reasons.items()}
    return [[str(at), *row, reasons.get(_stripped(row), "")] for at, row in enumerate(sheet.rows, 1)]


def _stripped(row: Row) -> Row:
    name, form, label, old, new = row
    return name.strip(), form.strip(), label.strip(), old.strip(), new.strip()


def _set_up(document: WordDocument) -> None:
    """A4, official faces in every run, nothing left of the stock template's spacing."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(19)
    section.top_margin, section.bottom_margin = Mm(30), Mm(25)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.paragraph_format.space_after = Pt(0)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _TEXT.face)
    document.core_properties.title = TITLE


def _write(paragraph: Any, text: str, type_: _Type, align: WD_ALIGN_PARAGRAPH) -> None:  # noqa: ANN401 - python-docx types its paragraphs loosely
    """Write a text of one type into an empty paragraph."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(type_.pitch)
    paragraph.alignment = align
    run = paragraph.add_run(clean(text))
    run.font.name, run.font.size = "Times New Roman", Pt(type_.size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), type_.face)  # noqa: SLF001 - python-docx has no public way to name the Han face


def _table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    """Add the table: fixed widths, a header on every page, rows that do not split."""
    table: Any = document.add_table(rows=len(rows), cols=len(_HEAD))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way to these row properties
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, width in zip(row.cells, texts, _WIDTHS, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            align = WD_ALIGN_PARAGRAPH.LEFT if at and len(text) > 12 else WD_ALIGN_PARAGRAPH.CENTER  # noqa: PLR2004 - a line
            _write(paragraph, text, _CELL if at else _CELL_HEAD, align)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
