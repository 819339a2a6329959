"""永政办发〔2009〕151号 附件1: 温州市创建“充分就业社区”申报表, one page."""

from __future__ import annotations

from .cells import label, tag, value
from .document import Document, Margins
from .table import Cell, Row, Table
from .text import ABOVE_TITLE, ANNEX, FANGSONG, TITLE, Paragraph, Type

FORM_TITLE = "温州市创建“充分就业社区”申报表"
OPINIONS = {
    "township": "乡镇劳动保障所意见",
    "county": "县人事劳动保障部门意见",
    "city": "市劳动保障部门意见",
}

_HEAD = Type(FANGSONG, 12, 15)
_STACKED = Type(FANGSONG, 12, 19)
_BODY = Type(FANGSONG, 12, 22)
_OPINION = Type(FANGSONG, 12, 20)

# Millimetres: a narrow label, and an opinion box wide enough for a 4.5 cm seal.
_WIDTH = 170.0
_NARROW = 11.0
_BOXES = (45.67, 45.67, 45.66)

# Points.
_HEAD_HEIGHT = 38
_TEXT_HEIGHT = 252
_TEXT_STAMP_HEIGHT = 120  # a seal of 4.2 cm
_OPINION_HEIGHT = 60
_STAMP_HEIGHT = 128  # a seal of 4.5 cm


def _head() -> tuple[Row, Row]:
    first = (
        label(22, "社区名称", _HEAD),
        value(60, "name", _HEAD),
        label(21, "负责人", _HEAD),
        value(31, "person_in_charge", _HEAD),
        label(_NARROW, "隶属关系", _STACKED, merge="restart"),
        value(25, "affiliation", _HEAD, merge="restart"),
    )
    second = (
        label(22, "社区地址", _HEAD),
        value(60, "address", _HEAD),
        label(21, "联系电话", _HEAD),
        value(31, "phone", _HEAD),
        label(_NARROW, "", _STACKED, merge="continue"),
        label(25, "", _HEAD, merge="continue"),
    )
    return Row(first, _HEAD_HEIGHT), Row(second, _HEAD_HEIGHT)


def _stamp(width: float, indent: float, date: str) -> Cell:
    """Return the stamp of a level; without a date its tag prints 年　　月　　日, to be written by hand."""
    lines = (
        Paragraph("单位（盖章）：", _BODY, left=indent),
        Paragraph(tag(date), _BODY, align="right", right=10, after=6),
    )
    return Cell(width, lines, valign="bottom", open_side="top")


def _narrative() -> tuple[Row, Row]:
    text = Paragraph(tag("narrative"), _BODY, align="both", first_line=2)
    body = Cell(_WIDTH - _NARROW, (text,), valign="top", padding=6, open_side="bottom")
    name = "创建充分就业社区工作基本情况"
    return (
        # One character per line.
        Row((label(_NARROW, name, _STACKED, merge="restart", inset=8), body), _TEXT_HEIGHT),
        Row(
            (
                label(_NARROW, "", _STACKED, merge="continue"),
                _stamp(_WIDTH - _NARROW, indent=300, date="applied_date"),
            ),
            _TEXT_STAMP_HEIGHT,
        ),
    )


def _opinions() -> tuple[Row, Row]:
    """Each box is two cells without a line between: the seal keeps its space whatever is written above it."""
    words: list[Cell] = []
    stamps: list[Cell] = []
    for (level, name), width in zip(OPINIONS.items(), _BOXES, strict=True):
        opinion = Paragraph(tag(f"{level}_opinion"), _OPINION, first_line=2)
        words += [
            label(_NARROW, name, _STACKED, merge="restart"),
            Cell(width, (opinion,), valign="top", padding=3, open_side="bottom"),
        ]
        stamps += [
            label(_NARROW, "", _STACKED, merge="continue"),
            _stamp(width, indent=10, date=f"{level}_date"),
        ]
    return Row(tuple(words), _OPINION_HEIGHT), Row(tuple(stamps), _STAMP_HEIGHT)


def document() -> Document:
    """Return the template."""
    blocks = (
        Paragraph("附件1", ANNEX),
        # A little above the third line: the page is full, and the narrative needs the room more.
        Paragraph(FORM_TITLE, TITLE, align="center", before=ABOVE_TITLE - 5, after=2),
        Table((*_head(), *_narrative(), *_opinions()), FORM_TITLE),
    )
    return Document(FORM_TITLE, Margins(top=17, sides=20, bottom=12), blocks)
