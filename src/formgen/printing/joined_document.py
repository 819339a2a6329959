"""Many filled copies of one template as one document, one section each, so that LibreOffice lays them out in one go.

Only documents that are the same in every part except the body can be joined: then styles, fonts and settings mean
the same in all of them. A bookmark at the start of each shows afterwards on which page it begins.

Knows the XML of Word's sections and bookmarks, nothing about forms; reads documents, writes none.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.word.page_numbers import drop_page_numbers
from formgen.forms.xmltree import Element
from formgen.office import package
from formgen.office.package import UnreadableError

_OWN = ("docProps/",)  # parts that say what a document is, and nothing about how it looks
_SET = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
# What continues counting from one section to the next: lists, fields such as the number of a page, notes.
_COUNTING = re.compile(rb"<w:(numPr|fldSimple|fldChar|footnoteReference|endnoteReference)[ />]")
_STYLED = re.compile(rb'<w:pStyle w:val="([^"]*)"')
_NO_BODY = "没有正文，或内容不完整"
_TINY = "20"  # twips: the last paragraph of a section must not start a page of its own


@dataclass(frozen=True, slots=True)
class JoinableDocument:
    """A Word document taken apart: ``kind`` is the same for documents that can be joined.

    One that counts something, such as a numbered list, is of a kind of its own. ``rewritten`` says that it is not
    printed as it stands in its file: the numbers of its 附页 were dropped.
    """

    path: Path
    parts: Mapping[str, bytes]
    kind: tuple[object, ...]
    rewritten: bool = False


def read_joinable(path: Path, *, numbers: bool = True) -> JoinableDocument:
    """Take a Word document apart, without the numbers of its 附页 if asked. Raises UnreadableError for a damaged one."""
    parts = package.parts_in(path)
    if not numbers and (plain := drop_page_numbers(parts)) is not None:
        return JoinableDocument(path, plain, (path,), rewritten=True)
    head, found, _ = parts.get(DOCUMENT, b"").partition(b"<w:body>")
    if not found:
        raise UnreadableError(_NO_BODY)
    if _has_counters(parts):
        return JoinableDocument(path, parts, (path,))
    rest = sorted(
        (name, data) for name, data in parts.items() if name != DOCUMENT and not name.startswith(_OWN)
    )
    return JoinableDocument(path, parts, (head, *rest))


def _has_counters(parts: Mapping[str, bytes]) -> bool:
    """Return whether a document counts something: directly, or through a style that it uses."""
    if any(_COUNTING.search(parts[name]) for name in parts if _SET.fullmatch(name)):
        return True
    styles = parts.get("word/styles.xml", b"")
    if b"<w:numPr" not in styles:
        return False
    numbered = {
        style.get(f"{W}styleId", "")
        for style in etree.fromstring(styles, etree.XMLParser(resolve_entities=False)).iter(f"{W}style")
        if style.find(f"{W}pPr/{W}numPr") is not None
    }
    used = {name.decode() for name in _STYLED.findall(parts[DOCUMENT])}
    return not numbered.isdisjoint(used)


class _SectionXml(NamedTuple):
    """A document's XML, taken apart: what is before the content of its body, the content, the rest."""

    before: bytes
    content: bytes
    after: bytes


def group_by_kind(documents: Sequence[JoinableDocument]) -> list[list[JoinableDocument]]:
    """Return the documents in groups that can be joined, keeping their order."""
    found: dict[tuple[object, ...], list[JoinableDocument]] = {}
    for document in documents:
        found.setdefault(document.kind, []).append(document)
    return list(found.values())


def name_bookmark(at: int) -> str:
    """Return the name of the bookmark at the start of the document with a number."""
    return f"formgen{at}"


def join_documents(documents: Sequence[JoinableDocument]) -> bytes:
    """Return documents of one kind as one document, each beginning on a page of its own.

    Raises UnreadableError when a body cannot be read.
    """
    last = len(documents) - 1
    pieces = [_make_section(document, at, last=at == last) for at, document in enumerate(documents)]
    body = b"".join([pieces[0].before, *(piece.content for piece in pieces), pieces[-1].after])
    return package.repacked({**documents[0].parts, DOCUMENT: body})


def _make_section(document: JoinableDocument, at: int, *, last: bool) -> _SectionXml:
    """Return a document's XML as a section of a longer one. Raises UnreadableError for a damaged body."""
    try:
        tree = etree.fromstring(document.parts[DOCUMENT], etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        raise UnreadableError(_NO_BODY) from error
    body = tree.find(f"{W}body")
    if body is None:
        raise UnreadableError(_NO_BODY)
    _add_bookmark(body, at)
    if not last:
        _end_section(body)
    text: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    start, end = text.index(b"<w:body>") + len(b"<w:body>"), text.rindex(b"</w:body>")
    return _SectionXml(text[:start], text[start:end], text[end:])


def _add_bookmark(body: Element, at: int) -> None:
    """Put a bookmark at the start of a body."""
    paragraph = next(body.iter(f"{W}p"), None)
    if paragraph is None:
        paragraph = etree.Element(f"{W}p")
        body.insert(0, paragraph)
    properties = paragraph.find(f"{W}pPr")
    where = 0 if properties is None else 1
    start, end = etree.Element(f"{W}bookmarkStart"), etree.Element(f"{W}bookmarkEnd")
    for node in (start, end):
        node.set(f"{W}id", str(1_000_000 + at))
    start.set(f"{W}name", name_bookmark(at))
    paragraph.insert(where, start)
    paragraph.insert(where + 1, end)


def _end_section(body: Element) -> None:
    """Make the section at the end of a body one that ends with its last paragraph."""
    section = body.find(f"{W}sectPr")
    own = copy.deepcopy(section) if section is not None else etree.Element(f"{W}sectPr")
    if section is not None:
        body.remove(section)
    last = body[-1] if len(body) else None
    if last is None or last.tag != f"{W}p" or last.find(f"{W}pPr/{W}sectPr") is not None:
        last = etree.SubElement(body, f"{W}p")
        spacing = etree.SubElement(etree.SubElement(last, f"{W}pPr"), f"{W}spacing")
        spacing.set(f"{W}line", _TINY)
        spacing.set(f"{W}lineRule", "exact")
    properties = last.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        last.insert(0, properties)
    change = properties.find(f"{W}pPrChange")
    if change is None:
        properties.append(own)
    else:
        change.addprevious(own)
