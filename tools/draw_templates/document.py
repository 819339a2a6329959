"""A Word document of one section, without the stock styles of any program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .ooxml import mm_twips, node, serialise
from .package import DECLARATION, OPC, core_properties, pack
from .text import FANGSONG, FONTS, Type, last_line

if TYPE_CHECKING:
    from lxml.etree import _Element

    from .table import Table
    from .text import Font, Paragraph

_A4_MM = (210, 297)
_OFFICE = f"{OPC}/officeDocument/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_CONTENT_TYPES = f"""{DECLARATION}<Types xmlns="{OPC}/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/>\
<Override PartName="/word/settings.xml" ContentType="{_WORD_TYPE}.settings+xml"/>\
<Override PartName="/word/fontTable.xml" ContentType="{_WORD_TYPE}.fontTable+xml"/>\
<Override PartName="/docProps/core.xml" \
ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
</Types>"""

_PACKAGE_RELATIONSHIPS = f"""{DECLARATION}<Relationships xmlns="{OPC}/package/2006/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>\
<Relationship Id="rId2" Type="{OPC}/package/2006/relationships/metadata/core-properties" \
Target="docProps/core.xml"/>\
</Relationships>"""

_DOCUMENT_RELATIONSHIPS = f"""{DECLARATION}<Relationships xmlns="{OPC}/package/2006/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/relationships/settings" Target="settings.xml"/>\
<Relationship Id="rId3" Type="{_OFFICE}/relationships/fontTable" Target="fontTable.xml"/>\
</Relationships>"""


@dataclass(frozen=True, slots=True)
class Margins:
    """Page margins in millimetres.

    A form is drawn to end above the bottom margin: the space between them is for
    values that wrap onto more lines than their cells were drawn for.
    """

    top: float
    sides: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks on A4 pages."""

    title: str
    margins: Margins
    blocks: tuple[Paragraph | Table, ...]

    def package(self) -> bytes:
        """Return the bytes of the .docx file."""
        return pack(
            {
                "[Content_Types].xml": _CONTENT_TYPES.encode(),
                "_rels/.rels": _PACKAGE_RELATIONSHIPS.encode(),
                "docProps/core.xml": core_properties(self.title),
                "word/_rels/document.xml.rels": _DOCUMENT_RELATIONSHIPS.encode(),
                "word/document.xml": serialise(self._body()),
                "word/fontTable.xml": serialise(_fonts()),
                "word/settings.xml": serialise(_settings()),
                "word/styles.xml": serialise(_styles()),
            }
        )

    def _body(self) -> _Element:
        blocks = [block.element() for block in (*self.blocks, last_line())]
        return node("document", [node("body", [*blocks, self._section()])])

    def _section(self) -> _Element:
        width, height = (mm_twips(side) for side in _A4_MM)
        top, sides, bottom = (
            mm_twips(side) for side in (self.margins.top, self.margins.sides, self.margins.bottom)
        )
        margins = node("pgMar", top=top, right=sides, bottom=bottom, left=sides, header=0, footer=0, gutter=0)
        return node("sectPr", [node("pgSz", w=width, h=height), margins])


def _fonts() -> _Element:
    """Return the table of fonts: under which other names a computer may have them."""
    return node("fonts", [_font(font) for font in FONTS])


def _font(font: Font) -> _Element:
    parts = [node("altName", val=",".join(font.others))] if font.others else []
    parts += [node("charset", val=font.charset), node("family", val=font.family)]
    return node("font", [*parts, node("pitch", val=font.pitch)], name=font.name)


def _styles() -> _Element:
    """Return styles of our own: no theme fonts, no spacing, all Chinese."""
    base = Type(FANGSONG, 12, 20)
    paragraph = node(
        "pPr",
        [
            node("widowControl", val=0),
            node("snapToGrid", val=0),
            node("spacing", before=0, after=0, line=240, lineRule="auto"),
        ],
    )
    defaults = node(
        "docDefaults",
        [node("rPrDefault", [base.properties()]), node("pPrDefault", [paragraph])],
    )
    normal = node(
        "style",
        [node("name", val="Normal"), node("qFormat")],
        type="paragraph",
        default=1,
        styleId="a",
    )
    table = node(
        "style",
        [node("name", val="Normal Table"), node("uiPriority", val=99)],
        type="table",
        default=1,
        styleId="a1",
    )
    return node("styles", [defaults, normal, table])


def _settings() -> _Element:
    compatibility = node(
        "compat",
        [
            # A line ended by a line break is not stretched to the margin.
            node("doNotExpandShiftReturn"),
            node(
                "compatSetting",
                name="compatibilityMode",
                uri="http://schemas.microsoft.com/office/word",
                val=15,
            ),
        ],
    )
    return node(
        "settings",
        [
            node("zoom", percent=100),
            node("defaultTabStop", val=420),
            node("characterSpacingControl", val="compressPunctuation"),
            compatibility,
            node("themeFontLang", val="en-US", eastAsia="zh-CN"),
        ],
    )
