"""Small helpers to write WordprocessingML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

POINTS_PER_MM = 72 / 25.4


def node(tag: str, children: Iterable[_Element] = (), **attributes: object) -> _Element:
    """Return ``<w:tag>`` with ``w:`` attributes and children."""
    element = etree.Element(f"{{{WORD}}}{tag}", nsmap={"w": WORD})
    for name, value in attributes.items():
        element.set(f"{{{WORD}}}{name}", str(value))
    element.extend(list(children))
    return element


def text_node(text: str) -> _Element:
    """Return ``<w:t>`` that keeps its spaces."""
    element = node("t")
    element.text = text
    element.set(_SPACE, "preserve")
    return element


def serialise(root: _Element) -> bytes:
    """Return the bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def twips(points: float) -> int:
    """Return points as twentieths of a point."""
    return round(points * 20)


def mm_twips(millimetres: float) -> int:
    """Return millimetres as twentieths of a point."""
    return round(millimetres * POINTS_PER_MM * 20)
