"""A Word document as it goes on paper: tracked changes accepted, as they are when the form is read, and no remarks.

LibreOffice would print what was deleted, struck through, beside what came in its place. Knows the XML of tracked changes
(ECMA-376, 17.13.5); reads documents, writes none.
"""

from collections.abc import Iterable, Mapping

from lxml import etree

from formgen.forms.word.markup import W, list_revised_parts
from formgen.forms.xmltree import Element

_GONE = (f"{W}del", f"{W}moveFrom")
_KEPT = (f"{W}ins", f"{W}moveTo")
_MARKS = tuple(
    f"{W}{name}"
    for name in (
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "commentRangeStart",
        "commentRangeEnd", "commentReference", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange", "tblPrChange",
        "tblPrExChange", "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange", "numberingChange",
    )
)  # fmt: skip


def settle_word(parts: Mapping[str, bytes]) -> dict[str, bytes] | None:
    """Return the parts of a document with all changes accepted and no remarks; None where it has neither.

    Raises XMLSyntaxError for one that cannot be read.
    """
    tracked = list_revised_parts(parts)
    return {**parts, **{name: _settle(parts[name]) for name in tracked}} if tracked else None


def _settle(part: bytes) -> bytes:
    tree = etree.fromstring(part, etree.XMLParser(resolve_entities=False))
    for row in [each for each in tree.iter(f"{W}tr") if each.find(f"{W}trPr/{W}del") is not None]:
        _remove(row)
    for paragraph in [each for each in tree.iter(f"{W}p") if _is_joined_to_next(each)]:
        _join_to_next(paragraph)
    for gone in list(tree.iter(*_GONE)):
        _remove(gone)
    for kept in list(tree.iter(*_KEPT)):
        _unwrap(kept)
    for mark in list(tree.iter(*_MARKS)):
        _remove(mark)
    settled: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return settled


def _is_joined_to_next(paragraph: Element) -> bool:
    """Return whether the mark at the end of a paragraph was deleted or moved away."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(each) is not None for each in _GONE)


def _join_to_next(paragraph: Element) -> None:
    """Put what stands in a paragraph in front of the next one; the last of a cell stays a paragraph."""
    following = paragraph.getnext()
    if following is None or following.tag != f"{W}p":
        return
    first = 1 if following.find(f"{W}pPr") is not None else 0
    own = [each for each in paragraph if each.tag != f"{W}pPr"]
    for at, each in enumerate(own, first):
        following.insert(at, each)
    _remove(paragraph)


def _unwrap(element: Element) -> None:
    """Let the children of an element stand in its place."""
    parent = element.getparent()
    if parent is not None:
        _put_in_place(parent, element, list(element))


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        _put_in_place(parent, element, ())


def _put_in_place(parent: Element, element: Element, others: Iterable[Element]) -> None:
    at = parent.index(element)
    parent.remove(element)
    for offset, each in enumerate(others):
        parent.insert(at + offset, each)
