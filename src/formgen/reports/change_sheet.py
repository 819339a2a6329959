"""更正说明: what changed since a version was handed in, with room for the reasons and the seal.

Knows the rows it is given; not how they were found.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from formgen.office import identity, package
from formgen.reports import word_document

TITLE = "更正说明"
_HEAD = ("序号", "社区（村）", "表", "栏目", "原报", "更正为", "更正原因")
_WIDTHS = (11, 27, 22, 32, 27, 27, 26)  # millimetres; together the text width
_REASON = len(_HEAD) - 1
_SEAL = 120  # points between the last row and the date: a seal of 4.2 cm


class ChangeRow(NamedTuple):
    """One line of a change sheet: whose, on which form, in which field, what was handed in, what it is now."""

    community: str
    form: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeSheetContent:
    """What a change sheet says: the title and number of the notice, the version handed in, the rows.

    ``reasons`` are those that a person typed into an earlier sheet, by row; ``note`` is a last sentence, or empty.
    """

    title: str
    number: str
    label: str
    rows: Sequence[ChangeRow]
    reasons: Mapping[ChangeRow, str]
    note: str = ""


def make_change_sheet(sheet: ChangeSheetContent) -> bytes:
    """Return the change sheet of a rubric's documents against a submission."""
    document = word_document.begin_document(TITLE)
    opening = (
        f"根据{sheet.number}，我单位报送的《{sheet.title}》材料（{sheet.label}），"
        f"现作如下更正，共{len(sheet.rows)}处："
    )
    first = document.add_paragraph()
    word_document.write_paragraph(first, opening, word_document.TEXT_STYLE, WD_ALIGN_PARAGRAPH.JUSTIFY)
    first.paragraph_format.first_line_indent, first.paragraph_format.space_after = Pt(28), Pt(6)
    word_document.add_table(document, _WIDTHS, [list(_HEAD), *_number_rows(sheet)])
    if sheet.note:
        last = document.add_paragraph()
        word_document.write_paragraph(last, sheet.note, word_document.SMALL_STYLE, WD_ALIGN_PARAGRAPH.JUSTIFY)
        last.paragraph_format.first_line_indent, last.paragraph_format.space_before = Pt(24), Pt(6)
    _add_seal(document)
    parts = identity.prepared(package.unpacked(document))
    return package.join(identity.signed([package.compress(name, data) for name, data in parts.items()]))


def _add_seal(document: WordDocument) -> None:
    """Add the place for the seal and the date, kept together on one page."""
    seal, date = document.add_paragraph(), document.add_paragraph()
    word_document.write_paragraph(seal, "单位（盖章）：", word_document.TEXT_STYLE, WD_ALIGN_PARAGRAPH.LEFT)
    word_document.write_paragraph(date, "年　　月　　日", word_document.TEXT_STYLE, WD_ALIGN_PARAGRAPH.RIGHT)
    seal.paragraph_format.left_indent, seal.paragraph_format.space_before = Pt(250), Pt(_SEAL / 2)
    seal.paragraph_format.keep_with_next = True
    date.paragraph_format.space_before = date.paragraph_format.space_after = Pt(_SEAL / 4)


def read_reasons(data: bytes) -> dict[ChangeRow, str]:
    """Return the reasons that a person typed into a change sheet, by row; empty for anything else."""
    try:
        tables = Document(io.BytesIO(data)).tables
        rows = [[cell.text.strip() for cell in row.cells] for row in tables[0].rows] if tables else []
    except Exception:  # noqa: BLE001 - a person's file may be anything; without reasons the sheet is made all the same
        return {}
    return {
        ChangeRow(*row[1:_REASON]): row[_REASON]
        for row in rows[1:]
        if len(row) == len(_HEAD) and row[_REASON]
    }


def _number_rows(sheet: ChangeSheetContent) -> list[list[str]]:
    reasons = {_strip(row): reason for row, reason in sheet.reasons.items()}
    return [[str(at), *row, reasons.get(_strip(row), "")] for at, row in enumerate(sheet.rows, 1)]


def _strip(row: ChangeRow) -> ChangeRow:
    return ChangeRow(*(text.strip() for text in row))
