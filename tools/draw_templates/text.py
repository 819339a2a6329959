"""Typefaces, runs and paragraphs, named as officials name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .ooxml import WORD, node, text_node, twips

if TYPE_CHECKING:
    from lxml.etree import _Element

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Face:
    """The face of Han characters and the face of Latin ones."""

    han: str
    latin: str


FANGSONG = Face("仿宋_GB2312", "Times New Roman")
HEITI = Face("黑体", "黑体")
BIAOSONG = Face("方正小标宋简体", "方正小标宋简体")


@dataclass(frozen=True, slots=True)
class Font:
    """A font as Word's table of fonts names it; ``others`` are names of the same face on other computers."""

    name: str
    others: tuple[str, ...] = ()
    charset: str = "86"  # GB 2312
    family: str = "auto"
    pitch: str = "variable"


FONTS = (
    Font("Times New Roman", charset="00", family="roman"),
    Font("仿宋_GB2312", ("FangSong_GB2312", "仿宋", "FangSong"), family="modern", pitch="fixed"),
    Font("宋体", ("SimSun",)),  # for characters that the others lack
    Font("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK")),
    Font("黑体", ("SimHei",), family="modern", pitch="fixed"),
)


@dataclass(frozen=True, slots=True)
class Type:
    """A face in a size, with an exact line pitch (both in points)."""

    face: Face
    size: float
    pitch: float

    def properties(self) -> _Element:
        """Return ``w:rPr``; every run names its faces and its language."""
        han, latin = self.face.han, self.face.latin
        half_points = round(self.size * 2)
        parts = (
            # hint: curly quotes and dashes are Han punctuation here.
            node("rFonts", hint="eastAsia", ascii=latin, hAnsi=latin, eastAsia=han, cs=latin),
            node("sz", val=half_points),
            node("szCs", val=half_points),
            node("lang", val="en-US", eastAsia="zh-CN"),
        )
        return node("rPr", parts)


# GB/T 9704-2012 sizes: 二号 22, 三号 16, 四号 14, 小四 12, 五号 10.5 points.
ANNEX = Type(HEITI, 16, 28)
TITLE = Type(BIAOSONG, 22, 36)
# The title stands on the third line, below 附件 and an empty one.
ABOVE_TITLE = ANNEX.pitch


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text of one type, in one run or in several; indents in points, the first line's in characters."""

    text: str | tuple[str, ...]
    type: Type
    align: Align = "left"
    first_line: int = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0

    def element(self) -> _Element:
        """Return ``w:p``; an empty text makes no run."""
        texts = (self.text,) if isinstance(self.text, str) else self.text
        runs = [node("r", [self.type.properties(), text_node(text)]) for text in texts if text]
        return node("p", [self._properties(), *runs])

    def _properties(self) -> _Element:
        spacing = node(
            "spacing",
            before=twips(self.before),
            after=twips(self.after),
            line=twips(self.type.pitch),
            lineRule="exact",
        )
        indent = node("ind", left=twips(self.left), right=twips(self.right))
        if self.first_line:
            indent.set(f"{{{WORD}}}firstLineChars", str(self.first_line * 100))
            indent.set(f"{{{WORD}}}firstLine", str(twips(self.first_line * self.type.size)))
        return node(
            "pPr",
            [
                # No punctuation in the margin: LibreOffice does not always print it there, and it would leave its box.
                node("overflowPunct", val=0),
                node("snapToGrid", val=0),
                spacing,
                indent,
                node("jc", val=self.align),
                # The type of an empty paragraph is that of its paragraph mark: name it there too.
                self.type.properties(),
            ],
        )


def last_line() -> Paragraph:
    """Return the paragraph Word wants after a table: 1 pt high, otherwise a blank page follows."""
    return Paragraph("", Type(FANGSONG, 1, 1))
