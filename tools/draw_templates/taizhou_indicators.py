"""台人社发〔2019〕52号 附件1: 高质量就业社区（村）建设评价指标（试行）, two pages."""

from __future__ import annotations

from dataclasses import replace

from . import sheet
from .cells import blank, label, tag, tag_row, value
from .document import Document, Margins
from .sheet import Sheet
from .table import Cell, Row, Table
from .text import ABOVE_TITLE, ANNEX, FANGSONG, TITLE, Paragraph, Type

FORM_TITLE = "台州市高质量就业社区（村）建设评价指标（试行）"

# Header label, width in millimetres.
NUMBER = ("序号", 11.0)
NAME = ("建设项目", 28.0)
POINTS = ("分值", 13.0)
CLAUSE = ("评分办法", 105.0)
SCORE = ("得分", 15.0)
COLUMNS = (NUMBER, NAME, POINTS, CLAUSE, SCORE)
_WIDTH = 172.0

_TEXT = Type(FANGSONG, 12, 19)
_LINE = Type(FANGSONG, 12, 22)


def _row(section: tuple[Cell, Cell], row: str) -> Row:
    clause = Paragraph(tag(f"{row}.clause"), _TEXT, align="both", before=5, after=5)
    return Row(
        (
            *section,
            value(POINTS[1], f"{row}.points", _TEXT),
            Cell(CLAUSE[1], (clause,), padding=4),
            value(SCORE[1], f"{row}.score", _TEXT),
        ),
        46,
    )


def document() -> Document:
    """Return the template."""
    merged = (NUMBER[1], NAME[1])
    first = (
        value(NUMBER[1], "section.number", _TEXT, merge="restart"),
        value(NAME[1], "section.name", _TEXT, merge="restart"),
    )
    rest = (
        blank(NUMBER[1], _TEXT, merge="continue"),
        blank(NAME[1], _TEXT, merge="continue"),
    )
    rows = (
        Row(tuple(label(width, text, _TEXT) for text, width in COLUMNS), 34, header=True),
        tag_row("for section in sections", (), _WIDTH),
        _row(first, "section.first"),
        tag_row("for row in section.rest", merged, _WIDTH),
        _row(rest, "row"),
        tag_row("endfor", merged, _WIDTH),
        tag_row("endfor", (), _WIDTH),
    )
    blocks = (
        Paragraph("附件1", ANNEX),
        Paragraph("台州市高质量就业社区（村）", TITLE, align="center", before=ABOVE_TITLE),
        Paragraph("建设评价指标（试行）", TITLE, align="center", after=8),
        Paragraph(f"社区（村）：{tag('name')}", _LINE, align="right", after=4),
        Table(rows, FORM_TITLE),
    )
    return Document(FORM_TITLE, Margins(top=20, sides=19, bottom=15), blocks)


def workbook() -> bytes:
    """Return the same form for Excel; the row of ``row.`` tags repeats."""
    form = Sheet("评价指标", (6, 13.5, 6, 52, 8.5))
    form.line("附件1", sheet.ANNEX, 26)
    form.line("台州市高质量就业社区（村）", sheet.LOW_TITLE, 58)
    form.line("建设评价指标（试行）", sheet.TITLE, 34)
    form.line(f"社区（村）：{tag('name')}", replace(sheet.LINE, horizontal="right"), 24)
    form.header([text for text, _ in COLUMNS], 32)
    form.row(
        [
            (tag("section.number"), sheet.NUMBER, 1),
            (tag("section.name"), sheet.TEXT, 1),
            (tag("row.points"), sheet.NUMBER, 1),
            (tag("row.clause"), sheet.CLAUSE, 1),
            (tag("row.score"), sheet.NUMBER, 1),
        ],
        48,
    )
    form.close()
    return form.package(FORM_TITLE)
