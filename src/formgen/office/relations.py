"""How the parts of an Office file point to each other: relations, whatever the parts are called.

Knows names, targets and kinds; nothing of what Word or Excel put into a part.
"""

import posixpath
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from lxml import etree

TYPES, ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Tree = etree._Element  # noqa: SLF001 - lxml has no public name for its element type


class PartRelation(NamedTuple):
    """A relation of a part: its id, the last word of its kind, the part it leads to, or the target outside."""

    id: str
    kind: str
    part: str
    outside: str


def parse_part(data: bytes) -> Tree:
    """Parse a part without following anything. Raises etree.XMLSyntaxError for what is not well-formed."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def write_part(tree: Tree) -> bytes:
    """Return a part from its tree."""
    return _HEADER + etree.tostring(tree, encoding="UTF-8", xml_declaration=False)


def with_default_namespace(tree: Tree, prefix: str | None = None) -> Tree:
    """Return a tree whose own namespace has the usual prefix: some programs write another one everywhere."""
    namespace = etree.QName(tree).namespace
    known = {own for own, uri in tree.nsmap.items() if uri == namespace}
    if not namespace or known == {prefix}:
        return tree
    names = "".join(
        f" xmlns:{own}={quoteattr(uri)}"
        for own, uri in tree.nsmap.items()
        if own and uri != namespace and own != prefix
    )
    own = f"{prefix}:" if prefix else ""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    made = parse_part(
        f"<{own}{etree.QName(tree).localname} {declared}={quoteattr(namespace)}{names}/>".encode()
    )
    for name, value in tree.attrib.items():
        made.set(name, value)
    made.text = tree.text
    made.extend(list(tree))
    return made


def relations_name(part: str) -> str:
    """Return the name of the part that holds the relations of a part; those of the file for an empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def list_relations(parts: Mapping[str, bytes], part: str) -> list[PartRelation]:
    """Return the relations of a part, those of the file for an empty name. Raises etree.XMLSyntaxError for damage."""
    data = parts.get(relations_name(part))
    if data is None:
        return []
    known = {name.lower(): name for name in parts}
    found = list[PartRelation]()
    for each in parse_part(data).iter(f"{{{_RELATIONS}}}Relationship"):
        target, kind = each.get("Target", ""), each.get("Type", "").rsplit("/", 1)[-1]
        if each.get("TargetMode") == "External":
            found.append(PartRelation(each.get("Id", ""), kind, "", target))
        else:
            name = resolve_target(part, target)
            found.append(PartRelation(each.get("Id", ""), kind, known.get(name.lower(), name), ""))
    return found


def resolve_target(part: str, target: str) -> str:
    """Return the name of the part that a relation of a part leads to."""
    folder = posixpath.dirname(part)
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")


def rename_part(parts: dict[str, bytes], old: str, new: str) -> None:
    """Give a part its usual name: in all relations, among the types, and its own relations along with it."""
    if old == new:
        return
    moved = posixpath.dirname(old) != posixpath.dirname(new)
    for name in [each for each in parts if each.endswith(".rels")]:
        owner = posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[:-5])
        _retarget(parts, name, owner, {old: new}, absolute=moved and owner == old)
    types = parse_part(parts[TYPES])
    for each in types:
        if each.get("PartName", "").lstrip("/").lower() == old.lower():
            each.set("PartName", f"/{new}")
    parts[TYPES] = write_part(types)
    parts[new] = parts.pop(old)
    if relations_name(old) in parts:
        parts[relations_name(new)] = parts.pop(relations_name(old))


def _retarget(
    parts: dict[str, bytes], name: str, owner: str, names: Mapping[str, str], *, absolute: bool
) -> None:
    """Let the relations of a part lead to renamed parts; to all parts by their whole name where it moves itself."""
    tree = parse_part(parts[name])
    changed = False
    for each in tree.iter(f"{{{_RELATIONS}}}Relationship"):
        if each.get("TargetMode") == "External":
            continue
        target = resolve_target(owner, each.get("Target", ""))
        found = next((new for old, new in names.items() if old.lower() == target.lower()), None)
        if found is not None or absolute:
            each.set("Target", f"/{found or target}")
            changed = True
    if changed:
        parts[name] = write_part(tree)


def drop_part(parts: dict[str, bytes], owner: str, part: str) -> None:
    """Take a part away, with the relation of its owner and its type."""
    parts.pop(part, None)
    parts.pop(relations_name(part), None)
    for name, is_it in (
        (relations_name(owner), lambda each: resolve_target(owner, each.get("Target", "")) == part),
        (TYPES, lambda each: each.get("PartName", "").lstrip("/").lower() == part.lower()),
    ):
        tree = parse_part(parts[name])
        for each in [each for each in tree if each.get("TargetMode") != "External" and is_it(each)]:
            tree.remove(each)
        parts[name] = write_part(tree)
