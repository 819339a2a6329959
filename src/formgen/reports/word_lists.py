"""A Word document with long lists: set by ``word_document``, its rows streamed in as text, thirty thousand in a moment.

Knows columns and texts; nothing of communities.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from formgen.forms.text import clean, escape_value, has_rare, is_rare, split_rare
from formgen.forms.word.slots import RARE_FONTS
from formgen.office import identity, package
from formgen.reports import word_document
from formgen.reports.word_document import LIST_STYLE, TextStyle, join_units

_WIDE = 178  # millimetres of text on a page
_CENTRED, _LEFT = "FormgenListCentred", "FormgenListLeft"
_LINE = TextStyle("仿宋_GB2312", 12, 22)
_OPEN_STYLE = TextStyle("楷体_GB2312", 14, 26)
_GAP = TextStyle("仿宋_GB2312", 6, 8)
_PHOTO = (102, 12)  # millimetres: the height of a photograph, and of the line below
_BELOW = 3  # points of space below a paragraph of a letter
_MARK = "formgen-rows-{}"
_TEXT = '<w:t xml:space="preserve">'
_BREAK = f"</w:t><w:br/>{_TEXT}"
_IN_RARE_FACE = f"</w:t></w:r><w:r><w:rPr>{RARE_FONTS}</w:rPr>{_TEXT}{{}}</w:t></w:r><w:r>{_TEXT}"


class WordLists:
    """A letter or list that is being written: paragraphs and tables, one after the other."""

    def __init__(self, title: str, *, annex: str = "") -> None:
        """Begin with a title; above it, flush left, ``annex`` names the annex that this is."""
        self.document: Any = word_document.make_blank_document(title)
        section = self.document.sections[0]
        section.left_margin = section.right_margin = Mm((210 - _WIDE) / 2)
        section.top_margin, section.bottom_margin = Mm(30), Mm(25)
        word_document.set_normal_style(self.document)
        self._keep_numbers_whole()
        self._add_styles()
        self._rows: list[Iterable[str]] = []
        if annex:
            self.add_line(annex, TextStyle("黑体", 16, 28), WD_ALIGN_PARAGRAPH.LEFT)
        head = self.add_line(title, word_document.TITLE_STYLE, WD_ALIGN_PARAGRAPH.CENTER)
        head.paragraph_format.space_after = Pt(10)
        word_document.add_page_numbers(self.document)

    def _keep_numbers_whole(self) -> None:
        """Say that digits are no Chinese text: LibreOffice breaks lines within numbers that are."""
        properties = self.document.styles["Normal"].element.get_or_add_rPr()
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        properties.append(language)

    def _add_styles(self) -> None:
        """Add the styles of cells, so that a cell need not say how it is set."""
        for name, align in ((_CENTRED, WD_ALIGN_PARAGRAPH.CENTER), (_LEFT, WD_ALIGN_PARAGRAPH.LEFT)):
            style = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = self.document.styles["Normal"]
            style.font.name, style.font.size = "Times New Roman", Pt(LIST_STYLE.cell.size)
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), LIST_STYLE.cell.face)
            shape = style.paragraph_format
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LIST_STYLE.cell.pitch)
            shape.space_before = shape.space_after = Pt(LIST_STYLE.air)
            shape.alignment = align

    def add_line(
        self, text: str, style: TextStyle = _LINE, align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    ) -> Any:  # noqa: ANN401 - python-docx types its paragraphs loosely
        """Add a paragraph, and return it."""
        paragraph = self.document.add_paragraph()
        word_document.write_paragraph(paragraph, text, style, align)
        return paragraph

    def add_text(self, text: str, style: TextStyle = word_document.TEXT_STYLE) -> None:
        """Add a paragraph of a letter, its first line indented by two characters."""
        paragraph = self.add_line(text, style, WD_ALIGN_PARAGRAPH.JUSTIFY)
        paragraph.paragraph_format.first_line_indent = Pt(2 * style.size)
        paragraph.paragraph_format.space_after = Pt(_BELOW)

    def add_open(self, text: str) -> None:
        """Add what is not decided yet, in brackets and in a type of its own: nobody takes it for the text."""
        self.add_text(f"〔{text}〕", _OPEN_STYLE)

    def add_table(
        self,
        columns: Mapping[str, float],
        rows: Iterable[Sequence[str]],
        lefts: frozenset[int] = frozenset(),
    ) -> None:
        """Add a list: its columns with their share of the width, its rows; texts of the columns ``lefts`` begin at the left."""
        whole = sum(columns.values())
        widths = [width * _WIDE / whole for width in columns.values()]
        made = word_document.add_table(self.document, widths, [list(columns)])
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        mark = self.document.add_paragraph(_MARK.format(len(self._rows)))
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{Mm(width).twips}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle '
            f'w:val="{_LEFT if at in lefts else _CENTRED}"/></w:pPr><w:r>{_TEXT}%s</w:t></w:r></w:p></w:tc>'
            for at, width in enumerate(widths)
        )
        pattern = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        self._rows.append(pattern % tuple(_escape(text) for text in row) for row in rows)
        mark.paragraph_format.line_spacing = Pt(8)

    def add_photo(self, caption: str, *, new_page: bool) -> None:
        """Add a place for a photograph, with a line below that says what it shows."""
        above = self.add_line("", _GAP)
        above.paragraph_format.page_break_before = new_page
        made = self.document.add_table(rows=2, cols=1)
        made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        for row, text, height in zip(made.rows, ("（贴照片处）", caption), _PHOTO, strict=True):
            row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
            cell = row.cells[0]
            cell.width, cell.vertical_alignment = Mm(_WIDE), WD_CELL_VERTICAL_ALIGNMENT.CENTER
            align = WD_ALIGN_PARAGRAPH.LEFT if text is caption else WD_ALIGN_PARAGRAPH.CENTER
            word_document.write_paragraph(cell.paragraphs[0], text, LIST_STYLE.cell, align)

    def add_seal(self, label: str = "单位（盖章）：") -> None:
        """Add the place for the seal and the date, kept together on one page."""
        word_document.add_seal(self.document, label)

    def to_bytes(self, says: Mapping[str, str]) -> bytes:
        """Return the document; ``says`` is what the file says it is."""
        parts = identity.prepared(package.unpacked(self.document))
        text = parts["word/document.xml"].decode()
        pieces = list[str]()
        for at, rows in enumerate(self._rows):
            before, _, text = text.partition(_MARK.format(at))
            table, end, between = before.rpartition("</w:tbl>")
            pieces += [table, *rows, end, between]
        parts["word/document.xml"] = "".join([*pieces, text]).encode()
        return package.join(
            identity.signed([package.compress(name, data) for name, data in parts.items()], says)
        )


def _escape(text: str) -> str:
    """Return a text as the content of a run; characters that 仿宋 lacks get a run in a face that has them."""
    plain = join_units(clean(text))
    pieces = split_rare(plain) if has_rare(plain) else [plain]
    escaped = (escape_value(each, "名单").replace("\n", _BREAK) for each in pieces)
    if len(pieces) == 1 and not has_rare(plain):
        return next(escaped)
    return "".join(
        _IN_RARE_FACE.format(shown) if is_rare(piece[0]) else shown
        for piece, shown in zip(pieces, escaped, strict=True)
    )
