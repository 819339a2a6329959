"""更正说明: what changed since a version was handed in, with room for the reasons and the seal."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from formgen.office import package, identity
from formgen.reports import letter

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


def change_sheet(sheet: Sheet) -> bytes:
    """Return the change sheet of a rubric's documents against a submission."""
    document = letter.begun(TITLE)
    opening = (
        f"根据{sheet.number}，我单位报送的《{sheet.title}》材料（{sheet.label}），"
        f"现作如下更正，共{len(sheet.rows)}处："
    )
    first = document.add_paragraph()
    letter.write(first, opening, letter.TEXT, WD_ALIGN_PARAGRAPH.JUSTIFY)
    first.paragraph_format.first_line_indent, first.paragraph_format.space_after = Pt(28), Pt(6)
    letter.table(document, _WIDTHS, [list(_HEAD), *_numbered(sheet)])
    if sheet.note:
        last = document.add_paragraph()
        letter.write(last, sheet.note, letter.SMALL, WD_ALIGN_PARAGRAPH.JUSTIFY)
        last.paragraph_format.first_line_indent, last.paragraph_format.space_before = Pt(24), Pt(6)
    _stamp(document)
    parts = identity.prepared(package.unpacked(document))
    return package.join(identity.signed([package.compress(name, data) for name, data in parts.items()]))


def _stamp(document: WordDocument) -> None:
    """Add the place for the seal and the date, kept together on one page."""
    seal, date = document.add_paragraph(), document.add_paragraph()
    letter.write(seal, "单位（盖章）：", letter.TEXT, WD_ALIGN_PARAGRAPH.LEFT)
    letter.write(date, "年　　月　　日", letter.TEXT, WD_ALIGN_PARAGRAPH.RIGHT)
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
