"""The page breaks that a form asks for, made in Word: the row that begins a page says so itself.

Knows the body of a template with its slots between signs, and the sections of a form; Excel's breaks are in its sheet.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from lxml import etree

from formgen.forms.contents import ContentSection
from formgen.forms.word.markup import SLOT_SIGN, W
from formgen.forms.xmltree import Element

_BREAK = f"{W}pageBreakBefore"
_BEFORE = tuple(f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines"))  # what stands in front of it


def break_pages(body: str, sections: Iterable[ContentSection]) -> str:
    """Return a body in which every section behind one that ends its page begins a page."""
    starts = [
        [f"{SLOT_SIGN}{slot}{SLOT_SIGN}" for slot in section.rows[0].columns.values()]
        for before, section in pairwise(sections)
        if before.ends_page
    ]
    if not starts:
        return body
    tree = etree.fromstring(body)
    for signs in starts:
        paragraph = next(_paragraphs_with(tree, signs), None)
        if paragraph is not None:
            _begin_page(_find_first(paragraph))
    return etree.tostring(tree, encoding="unicode")


def _paragraphs_with(tree: Element, signs: list[str]) -> Iterator[Element]:
    for paragraph in tree.iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        if any(sign in text for sign in signs):
            yield paragraph


def _find_first(paragraph: Element) -> Element:
    """Return the first paragraph of the row that a paragraph stands in; itself outside of tables."""
    rows = list(paragraph.iterancestors(f"{W}tr"))
    return next(rows[-1].iter(f"{W}p")) if rows else paragraph


def _begin_page(paragraph: Element) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    if properties.find(_BREAK) is None:
        properties.insert(sum(1 for node in properties if node.tag in _BEFORE), etree.Element(_BREAK))
