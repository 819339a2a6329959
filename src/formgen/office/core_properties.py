"""The properties that Office itself shows of a file: its title. What a template says of its own times is left out.

A form carries no times: those of its template would be false, and with the time of the run in it the same data would
not give the same bytes on two days. The file system and the ledger know when it was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import join as join_path

from lxml import etree

from formgen.office.package import Part, store

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CP, _DC, _TERMS = (
    f"{_PACKAGE}/metadata/core-properties",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
)
_TYPES, _RELATIONS, _USUAL = "[Content_Types].xml", "_rels/.rels", "docProps/core.xml"
_TYPE = b'<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
_RELATION = (
    b'<Relationship Id="rIdFormgenCore" Target="docProps/core.xml" Type='
    b'"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/>'
)
_EMPTY = f'<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="{_DC}"/>'.encode()
_OF_THE_TEMPLATE = (
    f"{{{_TERMS}}}created",
    f"{{{_TERMS}}}modified",
    f"{{{_CP}}}lastPrinted",
    f"{{{_CP}}}revision",
)
_HERE = "\ue000"


@dataclass(frozen=True, slots=True)
class TitlePart:
    """The core properties of a document, as what stands before its title and what stands behind."""

    name: str
    before: bytes
    after: bytes

    def title(self, escaped: str) -> Part:
        """Return the part with a title, given as XML text."""
        return store(self.name, self.before + escaped.encode() + self.after)


def take_title(parts: dict[str, bytes]) -> TitlePart | None:
    """Take the core properties out of the parts of a template; None for parts that are no document.

    A template without any is given them. Raises etree.XMLSyntaxError for a part that is damaged.
    """
    if _TYPES not in parts or _RELATIONS not in parts:
        return None
    name = _find_part(parts)
    if name is None:
        name = _USUAL
        parts[_TYPES] = parts[_TYPES].replace(b"</Types>", _TYPE + b"</Types>")
        parts[_RELATIONS] = parts[_RELATIONS].replace(b"</Relationships>", _RELATION + b"</Relationships>")
    tree = etree.fromstring(parts.pop(name, _EMPTY), etree.XMLParser(resolve_entities=False))
    for node in list(tree):
        if node.tag in _OF_THE_TEMPLATE:
            tree.remove(node)
    title = tree.find(f"{{{_DC}}}title")
    if title is None:
        title = etree.SubElement(tree, f"{{{_DC}}}title")
    title.text = _HERE
    text = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    before, after = text.split(_HERE.encode())
    return TitlePart(name, before, after)


def _find_part(parts: Mapping[str, bytes]) -> str | None:
    """Return the name of the part of core properties, wherever a program keeps it."""
    relations = etree.fromstring(parts[_RELATIONS], etree.XMLParser(resolve_entities=False))
    targets = (
        each.get("Target", "") for each in relations if each.get("Type", "").endswith("/core-properties")
    )
    found = next(targets, None)
    return None if found is None else join_path("/", found).lstrip("/")
