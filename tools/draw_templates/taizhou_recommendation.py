"""台人社发〔2019〕52号 附件2: 市级高质量就业社区（村）推荐表, one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cells import label, tag, value
from .document import Document, Margins
from .table import Cell, Row, Table
from .text import ABOVE_TITLE, ANNEX, FANGSONG, TITLE, Paragraph, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM_TITLE = "市级高质量就业社区（村）推荐表"
OPINIONS = {
    "township": "街道（乡镇）意见",
    "county": "县（市、区）人力社保部门意见",
    "city": "市人力社保部门意见",
}

_HEAD = Type(FANGSONG, 14, 19)
_BODY = Type(FANGSONG, 14, 25)
_OPINION = Type(FANGSONG, 12, 20)

_LABEL = 28.0
_WIDTH = 170.0
_BOXES = (56.67, 56.67, 56.66)

# Points.
_HEAD_HEIGHT = 50
_TEXT_HEIGHT = 300
_OPINION_HEIGHT = 104
_STAMP_HEIGHT = 128  # a seal of 4.5 cm

_LINE = 11  # characters of a box name that fit on one line


def _head() -> tuple[Row, Row]:
    first = (
        # Two lines: 社区（村） above 名称.
        label(_LABEL, "社区（村）名称", _HEAD),
        value(66, "name", _HEAD),
        label(26, "联系人", _HEAD),
        value(50, "contact", _HEAD),
    )
    second = (
        label(_LABEL, "地　址", _HEAD),
        value(66, "address", _HEAD),
        label(26, "联系电话", _HEAD),
        value(50, "phone", _HEAD),
    )
    return Row(first, _HEAD_HEIGHT), Row(second, _HEAD_HEIGHT)


def _narrative(title: str) -> Row:
    text = Paragraph(tag("narrative"), _BODY, align="both", first_line=2)
    # Three lines: 建设成效 / （300字 / 以内）.
    name = label(_LABEL, title, _BODY, inset=7)
    return Row((name, Cell(_WIDTH - _LABEL, (text,), valign="top", padding=6)), _TEXT_HEIGHT)


def _opinions(opinions: Mapping[str, str]) -> tuple[Row, Row]:
    """Each box is two cells without a line between: the seal keeps its space whatever is written above it."""
    words: list[Cell] = []
    stamps: list[Cell] = []
    for (level, name), width in zip(opinions.items(), _BOXES, strict=True):
        lines = 2 if len(name) > _LINE else 1
        heading = Paragraph(name, _HEAD, before=6, after=_HEAD.pitch * (2 - lines))
        opinion = Paragraph(tag(f"{level}_opinion"), _OPINION, first_line=2)
        stamp = (
            Paragraph("（盖章）", _BODY, align="center"),
            # Without a date the tag prints 年　　月　　日, to be written by hand.
            Paragraph(tag(f"{level}_date"), _BODY, align="right", right=10, after=6),
        )
        words.append(Cell(width, (heading, opinion), valign="top", padding=5, open_side="bottom"))
        stamps.append(Cell(width, stamp, valign="bottom", padding=5, open_side="top"))
    return Row(tuple(words), _OPINION_HEIGHT), Row(tuple(stamps), _STAMP_HEIGHT)


def draw(annex: str, title: str, narrative: str, opinions: Mapping[str, str]) -> Document:
    """Return a 推荐表: who is recommended, what was achieved, and a box for each of three levels."""
    blocks = (
        Paragraph(annex, ANNEX),
        Paragraph(title, TITLE, align="center", before=ABOVE_TITLE, after=4),
        Table((*_head(), _narrative(narrative), *_opinions(opinions)), title),
    )
    return Document(title, Margins(top=18, sides=20, bottom=12), blocks)


def document() -> Document:
    """Return the template."""
    return draw("附件2", FORM_TITLE, "建设成效（300字以内）", OPINIONS)
