"""Forms as another program might lay them out: columns of text narrower or wider, lines closer or farther apart."""

import io
import re
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.xmltree import Element
from formgen.office import package

_SHEET = "xl/worksheets/sheet1.xml"
_SIDES = ("left", "right")


class Stretch(NamedTuple):
    """By what the widths of the text columns and the pitches of the lines are multiplied."""

    width: float = 1.0
    pitch: float = 1.0

    def __str__(self) -> str:
        """Return ``97%x103%``."""
        return f"{self.width:.0%}x{self.pitch:.0%}"


def stretched(data: bytes, by: Stretch) -> bytes:
    """Return a form with its columns and lines stretched."""
    parts = package.parts_in(io.BytesIO(data))
    if DOCUMENT in parts:
        parts[DOCUMENT] = _stretch_word(parts[DOCUMENT], by)
    else:
        parts[_SHEET] = _stretch_sheet(parts[_SHEET].decode(), by).encode()
    return package.repacked(parts)


def _stretch_word(part: bytes, by: Stretch) -> bytes:
    tree = etree.fromstring(part)
    for name in ("gridCol", "tcW", "tblW"):
        for node in tree.iter(f"{W}{name}"):
            _multiply(node, "w", by.width)
    for node in tree.iter(f"{W}spacing"):
        _multiply(node, "line", by.pitch)
    for section in tree.iter(f"{W}sectPr"):
        _set_margins(section, by.width)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_margins(section: Element, width: float) -> None:
    """Give the lines outside of tables their part of the width."""
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert size is not None
    assert margins is not None
    outer = int(size.get(f"{W}w", "0"))
    taken = sum(int(margins.get(f"{W}{side}", "0")) for side in _SIDES)
    for side in _SIDES:
        margins.set(f"{W}{side}", str(round((outer - (outer - taken) * width) / 2)))


def _multiply(node: Element, name: str, factor: float) -> None:
    value = node.get(f"{W}{name}")
    if value is not None:
        node.set(f"{W}{name}", str(round(int(value) * factor)))


def _stretch_sheet(sheet: str, by: Stretch) -> str:
    """Multiply the widths of the columns; a row is as high as the template says, so its height stands for its lines."""
    sheet = re.sub(r'(<col [^>]*\bwidth=")([\d.]+)', _times(by.width), sheet)
    return re.sub(r'(<row [^>]*\bht=")([\d.]+)', _times(by.pitch), sheet)


def _times(factor: float) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{match[1]}{float(match[2]) * factor:.4f}"
