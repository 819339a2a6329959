"""Pages that formgen adds to a print pack: the cover list, page numbers and the word 草稿, drawn as documents.

Knows what they look like on paper, nothing about what is in a pack; touches no file.
"""

from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from formgen.office import package
from formgen.reports import word_document

# also the names of the documents in which they are drawn
COVER, NUMBERS, DRAFT = "材料清单", "页码", "草稿"
_HEAD = ("序号", "社区（村）", "材料", "页数", "起始页", "备注")
_WIDTHS = (12, 44, 58, 14, 16, 28)  # millimetres
_MARK = word_document.TextStyle("黑体", 160, 200)
_PALE = RGBColor(0xE0, 0xE0, 0xE0)
_EDGE, _SIDE = 5, 20  # millimetres: margin of the added leaves, and of the forms they are laid on


class CoverRow(NamedTuple):
    """A row of the cover list: what is printed of a community, on how many pages, beginning on which."""

    community: str
    documents: str
    pages: str
    first_pages: str
    remark: str


def draw_cover_list(title: str, rows: Sequence[CoverRow], total: str) -> bytes:
    """Return the cover list of a pack: one row per community, and a last line with the sums."""
    document = word_document.begin_document(COVER)
    head = document.add_paragraph()
    word_document.write_paragraph(head, title, word_document.TEXT_STYLE, WD_ALIGN_PARAGRAPH.CENTER)
    head.paragraph_format.space_after = Pt(8)
    word_document.add_table(
        document, _WIDTHS, [list(_HEAD), *([str(at), *row] for at, row in enumerate(rows, 1))]
    )
    last = document.add_paragraph()
    word_document.write_paragraph(last, total, word_document.SMALL_STYLE, WD_ALIGN_PARAGRAPH.LEFT)
    last.paragraph_format.space_before = Pt(6)
    return package.saved(document)


def draw_page_numbers(count: int, *, duplex: bool = False) -> bytes:
    """Return blank pages with their numbers in the footer, in the type of GB/T 9704-2012 (7.5): — 1 —.

    Printed on both sides, odd numbers stand at the right and even ones at the left, a character from the edge of the
    text (7.5 as well); else all in the middle.
    """
    document = _make_blank_page()
    for at in range(count):
        paragraph = document.paragraphs[0] if at == 0 else document.add_paragraph()
        paragraph.paragraph_format.page_break_before = at > 0
    section = document.sections[0]
    if not duplex:
        word_document.write_page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.CENTER)
        return package.saved(document)
    document.settings.odd_and_even_pages_header_footer = True
    for foot, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = foot.paragraphs[0]
        word_document.write_page_number(paragraph, align)
        edge = Mm(_SIDE - _EDGE) + Pt(word_document.NUMBER_STYLE.size)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = edge
    return package.saved(document)


def draw_draft_word() -> bytes:
    """Return a page with the word 草稿, large and pale, to put under the pages of a draft."""
    document = _make_blank_page()
    paragraph = document.paragraphs[0]
    word_document.write_paragraph(paragraph, DRAFT, _MARK, WD_ALIGN_PARAGRAPH.CENTER)
    paragraph.paragraph_format.space_before = Pt(842 / 2 - _MARK.pitch / 2 - 14)
    for run in paragraph.runs:
        run.font.color.rgb = _PALE
    return package.saved(document)


def _make_blank_page() -> WordDocument:
    """Return an A4 page with narrow margins and one empty paragraph."""
    document = word_document.make_blank_document()
    section = document.sections[0]
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_EDGE)
    section.header_distance = section.footer_distance = Mm(_EDGE)
    document.add_paragraph()
    return document
