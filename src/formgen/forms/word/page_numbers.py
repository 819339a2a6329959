"""The numbers of pages below a continuation page (附页): a section of its own, and the parts that it takes.

GB/T 9704-2012, 7.5: — 2 — in 四号 宋体, seven millimetres below the text; odd numbers at the right, even ones at the
left, a character from the edge. The pages of the form itself stay as the notice drew them, and so does a template that
has headers or footers of its own. Knows XML only.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from docx.oxml import parse_xml as parse_docx
from lxml import etree

from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.package import UnreadableError
from formgen.office.relations import TYPES, list_relations, parse_part, write_part

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS, _SETTINGS = "word/_rels/document.xml.rels", "word/settings.xml"
_FOOTER = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
_OWN = frozenset({"header", "footer"})
_KEPT = frozenset(f"{W}{name}" for name in ("pgSz", "pgMar", "paperSrc", "pgBorders", "cols", "docGrid"))
_BOTTOM, _FOOT = 1417, 737  # twips: 25 mm to the text and 13 to the number, which is five high: seven between
_FIELD = re.compile(rb"[\s\">]PAGE[\s\"<]")
_NUMBER = re.compile(r"\s*—\s*\d*\s*—\s*")
_NO_BODY = "没有正文，或内容不完整"
_REFERENCE = f"{W}footerReference"


class _Foot(NamedTuple):
    """The footer of odd or of even pages: its part, its relation and the side that its number stands at."""

    pages: str
    part: str
    relation: str
    side: str


_FEET = (
    _Foot("default", "footer9704.xml", "rIdOddNumber", "right"),
    _Foot("even", "footer97042.xml", "rIdEvenNumber", "left"),
)


def make_numbered_section(section: str) -> str | None:
    """Return the properties of a section with numbered pages, on the paper of one with these properties.

    None for properties that name no margins, or names of other programs.
    """
    try:
        (own,) = parse_xml(f'<w:body xmlns:w="{W[1:-1]}" xmlns:r="{_R[1:-1]}">{section}</w:body>'.encode())
    except (etree.XMLSyntaxError, ValueError):
        return None
    margins = own.find(f"{W}pgMar")
    if margins is None:
        return None
    for node in [node for node in own if node.tag not in _KEPT]:
        own.remove(node)
    margins.set(f"{W}bottom", str(max(_BOTTOM, int(float(margins.get(f"{W}bottom", "0"))))))
    margins.set(f"{W}footer", str(_FOOT))
    for at, foot in enumerate(_FEET):
        reference = etree.Element(_REFERENCE)
        reference.set(f"{W}type", foot.pages)
        reference.set(f"{_R}id", foot.relation)
        own.insert(at, reference)
    return etree.tostring(own, encoding="unicode")


def add_feet(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a template that are new or changed in a document with numbered pages.

    Nothing where the template has headers or footers: they go on, and pages are numbered as they say.
    """
    if _SETTINGS not in parts or any(each.kind in _OWN for each in list_relations(parts, DOCUMENT)):
        return {}
    types, relations = parse_part(parts[TYPES]), parse_part(parts[_RELATIONS])
    made = dict[str, bytes]()
    for foot in _FEET:
        name = f"word/{foot.part}"
        made[name] = _write_foot(foot)
        _add(types, "Override", PartName=f"/{name}", ContentType=_CONTENT)
        _add(relations, "Relationship", Id=foot.relation, Type=_FOOTER, Target=foot.part)
    settings: Any = parse_docx(parts[_SETTINGS])  # python-docx knows where in its settings a switch belongs
    settings.evenAndOddHeaders_val = True
    changed = {TYPES: types, _RELATIONS: relations, _SETTINGS: settings}
    return {**made, **{name: write_part(tree) for name, tree in changed.items()}}


def _add(tree: Element, tag: str, **values: str) -> None:
    node = etree.SubElement(tree, f"{{{etree.QName(tree).namespace}}}{tag}")
    for name, value in values.items():
        node.set(name, value)


def _write_foot(foot: _Foot) -> bytes:
    """Return a footer with the number of the page between dashes, a character from the edge."""
    face = '<w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>'
    look = f'<w:rPr>{face}<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    field = "".join(
        f"<w:r>{look}{node}</w:r>"
        for node in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    dashes = [f'<w:r>{look}<w:t xml:space="preserve">{each}</w:t></w:r>' for each in ("— ", " —")]
    shape = (
        '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="280" w:lineRule="exact"/>'
        f'<w:ind w:{foot.side}="280"/><w:jc w:val="{foot.side}"/>'
    )
    text = f"<w:p><w:pPr>{shape}</w:pPr>{dashes[0]}{field}{dashes[1]}</w:p>"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:ftr xmlns:w="{W[1:-1]}">{text}</w:ftr>'.encode()


def drop_page_numbers(parts: Mapping[str, bytes]) -> dict[str, bytes] | None:
    """Return the parts of a document without footers that are the number of the page between dashes; None if it has none.

    Whoever saved the document since may have given the footers other names. Raises UnreadableError for a damaged one.
    """
    try:
        feet = {
            each.id
            for each in list_relations(parts, DOCUMENT)
            if each.kind == "footer" and _is_number(parts[each.part])
        }
        tree = parse_xml(parts[DOCUMENT]) if feet else None
    except (KeyError, etree.XMLSyntaxError) as error:
        raise UnreadableError(_NO_BODY) from error
    if tree is None:
        return None
    for each in [each for each in tree.iter(_REFERENCE) if each.get(f"{_R}id") in feet]:
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)
    return {**parts, DOCUMENT: write_part(tree)}


def _is_number(foot: bytes) -> bool:
    if _FIELD.search(foot) is None:
        return False
    return bool(_NUMBER.fullmatch("".join(node.text or "" for node in parse_xml(foot).iter(f"{W}t"))))
