"""永政办发〔2009〕151号 附件2: 温州市“充分就业社区”标准考核评分表, two pages."""

from __future__ import annotations

from . import sheet
from .cells import blank, label, tag, tag_row, value
from .document import Document, Margins
from .sheet import Sheet
from .table import Cell, Row, Table
from .text import ABOVE_TITLE, ANNEX, FANGSONG, TITLE, Paragraph, Type

FORM_TITLE = "温州市“充分就业社区”标准考核评分表"

# Header label, width in millimetres.
SECTION = ("评估项目", 19.5)
NUMBER = ("序号", 10.0)
CLAUSE = ("评估标准", 91.5)
POINTS = ("分值", 11.0)
MARKS = (
    ("社区自评分", 12.0, "self"),
    ("乡镇考评分", 12.0, "township"),
    ("县级考评分", 12.0, "county"),
    ("市级考评分", 12.0, "city"),
)
MARK_NAMES = tuple(name for *_, name in MARKS)
_WIDTH = 180.0

_TEXT = Type(FANGSONG, 12, 18)
_LINE = Type(FANGSONG, 12, 22)
_ROW_HEIGHT = 26

# The blanks stay wide enough to be filled in by hand.
_NOTE = (
    "注：要求社区提供就业援助",
    f"　　{tag('aid_required')}　　",
    "人，社区帮助解决就业",
    f"　　{tag('aid_employed')}　　",
    "人。",
)


def _header() -> Row:
    # Two characters per line in the narrow columns: 社区 / 自评 / 分.
    marks = (label(width, text, _TEXT, inset=3) for text, width, _ in MARKS)
    cells = [label(width, text, _TEXT) for text, width in (SECTION, NUMBER, CLAUSE, POINTS)]
    return Row((*cells, *marks), 58, header=True)


def _row(section: Cell, row: str) -> Row:
    clause = Paragraph(tag(f"{row}.clause"), _TEXT, align="both", before=3, after=3)
    return Row(
        (
            section,
            value(NUMBER[1], f"{row}.number", _TEXT),
            Cell(CLAUSE[1], (clause,), padding=2.5),
            value(POINTS[1], f"{row}.points", _TEXT),
            *(value(width, f"{row}.{name}", _TEXT) for _, width, name in MARKS),
        ),
        _ROW_HEIGHT,
    )


def _total() -> Row:
    return Row(
        (
            label(SECTION[1] + NUMBER[1] + CLAUSE[1], "合计", _TEXT),
            value(POINTS[1], "total.points", _TEXT),
            *(value(width, f"total.{name}", _TEXT) for _, width, name in MARKS),
        ),
        _ROW_HEIGHT,
    )


def _note() -> Paragraph:
    return Paragraph(_NOTE, _LINE, before=8)


def document() -> Document:
    """Return the template."""
    title = value(SECTION[1], "section.title", _TEXT, merge="restart", padding=1)
    rest = blank(SECTION[1], _TEXT, merge="continue")
    rows = (
        _header(),
        tag_row("for section in sections", (), _WIDTH),
        _row(title, "section.first"),
        tag_row("for row in section.rest", (SECTION[1],), _WIDTH),
        _row(rest, "row"),
        tag_row("endfor", (SECTION[1],), _WIDTH),
        tag_row("endfor", (), _WIDTH),
        _total(),
    )
    blocks = (
        Paragraph("附件2", ANNEX),
        Paragraph(FORM_TITLE, TITLE, align="center", before=ABOVE_TITLE, after=6),
        Paragraph(f"社区名称（盖章）：{tag('name')}", _LINE),
        Paragraph(f"联系电话：{tag('phone')}", _LINE, after=4),
        Table(rows, FORM_TITLE),
        _note(),
    )
    return Document(FORM_TITLE, Margins(top=18, sides=15, bottom=13), blocks)


def workbook() -> bytes:
    """Return the same form for Excel; the row of ``row.`` tags repeats."""
    form = Sheet("评分表", (11, 5, 41.2, 5.6, 5.8, 5.8, 5.8, 5.8))
    form.line("附件2", sheet.ANNEX, 24)
    form.line(FORM_TITLE, sheet.LOW_TITLE, 50)
    form.line(f"社区名称（盖章）：{tag('name')}", sheet.LINE, 20)
    form.line(f"联系电话：{tag('phone')}", sheet.LINE, 22)
    form.header([text for text, *_ in (SECTION, NUMBER, CLAUSE, POINTS, *MARKS)], 54)
    form.row(
        [
            (tag("section.title"), sheet.TEXT, 1),
            (tag("row.number"), sheet.NUMBER, 1),
            (tag("row.clause"), sheet.CLAUSE, 1),
            *((tag(f"row.{name}"), sheet.NUMBER, 1) for name in ("points", *MARK_NAMES)),
        ],
        32,
    )
    form.row(
        [
            ("合计", sheet.TEXT, 3),
            *((tag(f"total.{name}"), sheet.NUMBER, 1) for name in ("points", *MARK_NAMES)),
        ],
        26,
    )
    form.close()
    form.line("".join(_NOTE), sheet.LINE, 24)
    return form.package(FORM_TITLE)
