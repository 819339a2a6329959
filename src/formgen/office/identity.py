"""A document knows whether somebody changed it: it carries a digest of its own parts.

The digest is a custom property of the file, made from the names and checksums of all other parts. Word, WPS and
LibreOffice keep the property when they save, but not the parts: a file that no longer fits its digest was saved
by somebody, and must not be written over.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from types import MappingProxyType
from typing import IO

from lxml import etree

from formgen.office.digest import digest_of
from formgen.office.package import BROKEN, Part, UnreadableError, compress, join, parts_in, store
from formgen.office.relations import drop_part, list_relations, parse_part

PART = "docProps/custom.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_TYPE = b'<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
_RELATION = (
    b'<Relationship Id="rIdFormgen" Target="docProps/custom.xml" Type='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"/>'
)
_CUSTOM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
)
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_OWN = '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="'
_OURS, _STAMP = b'name="formgen"', "output"
_MOST_BYTES = 100_000  # of the properties of a stranger's file
_MOST_KEPT = 15_000  # characters of a template's own properties
_TOO_MANY = "自定义的文件属性太多；请在“文件—信息—属性”里删去"
_SAYS = re.compile(r'name="formgen\.([\w.]+)"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>([^<]*)<')
_DIGEST = re.compile(rb'name="formgen"[^>]*>\s*<vt:lpwstr>([0-9a-f]{32})</vt:lpwstr>')


def kept_properties(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the custom properties that a template has of its own, without their numbers.

    Raises UnreadableError where they are more than fit beside ours, etree.XMLSyntaxError where they are damaged.
    """
    own = next((each.part for each in list_relations(parts, "") if each.kind == "custom-properties"), PART)
    if own not in parts:
        return ()
    found = list[str]()
    for node in parse_part(parts[own]).iterfind(f"{{{_PROPERTIES}}}property"):
        name = node.get("name", "")
        if name != "formgen" and not name.startswith("formgen."):
            node.set("pid", "")
            found.append(etree.tostring(node, encoding="unicode", with_tail=False))
    if sum(map(len, found)) > _MOST_KEPT:
        raise UnreadableError(_TOO_MANY)
    return tuple(found)


def prepared(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a document with room for a digest, in place of its own custom properties."""
    if _TYPES not in parts or _RELATIONS not in parts:
        return parts
    room = dict(parts)
    for own in [each.part for each in list_relations(parts, "") if each.kind == "custom-properties"]:
        if own != PART:
            drop_part(room, "", own)
    room.pop(PART, None)
    types, relations = room[_TYPES], room[_RELATIONS]
    types = re.sub(rb'<Override [^>]*"/docProps/custom\.xml"[^>]*/>', b"", types)
    relations = re.sub(rb'<Relationship [^>]*custom-properties"[^>]*/>', b"", relations)
    room[_TYPES] = types.replace(b"</Types>", _TYPE + b"</Types>")
    room[_RELATIONS] = relations.replace(b"</Relationships>", _RELATION + b"</Relationships>")
    return room


def signed(
    parts: Iterable[Part], says: Mapping[str, str] = MappingProxyType({}), kept: Sequence[str] = ()
) -> list[Part]:
    """Return the parts of a document with their digest among them, its properties and those kept of its template."""
    own = list(parts)
    digest = _digest((part.name, part.crc) for part in own)
    named = [("formgen", digest), *((f"formgen.{key}", escape(value)) for key, value in says.items())]
    properties = "".join(
        [
            f'{_OWN}{pid}" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
            for pid, (name, value) in enumerate(named, 2)
        ]
        + [each.replace('pid=""', f'pid="{pid}"', 1) for pid, each in enumerate(kept, len(named) + 2)]
    )
    return [*own, store(PART, f"{_CUSTOM}{properties}</Properties>".encode())]


def stamped(data: bytes, kind: str) -> bytes:
    """Return a document with a stamp: its kind, and a digest of its parts. A stamp makes no form of it.

    Properties that the document has already stay, as far as there is room for them.
    """
    parts = parts_in(io.BytesIO(data))
    if _OURS in parts.get(PART, b""):
        own = parts.pop(PART).decode().removesuffix("</Properties>")
        before = own.count("<property ")
    else:
        kept = _kept_at_most(parts)
        parts, before = prepared(parts), len(kept)
        numbered = (each.replace('pid=""', f'pid="{pid}"', 1) for pid, each in enumerate(kept, 2))
        own = _CUSTOM + "".join(numbered)
    packed = [compress(name, part) for name, part in parts.items()]
    word = escape(f"{kind} {_digest((part.name, part.crc) for part in packed)}")
    stamp = f'{_OWN}{before + 2}" name="formgen.{_STAMP}"><vt:lpwstr>{word}</vt:lpwstr></property>'
    return join([*packed, store(PART, f"{own}{stamp}</Properties>".encode())])


def _kept_at_most(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the properties of a document that can be kept: none where they are too many or damaged."""
    try:
        return kept_properties(parts)
    except (UnreadableError, etree.XMLSyntaxError):
        return ()


def has_stamp(path: Path, kind: str) -> bool:
    """Return whether a file is a document of a kind that was stamped, and that nobody changed since."""
    try:
        with zipfile.ZipFile(path) as archive:
            own = [(info.filename, info.CRC) for info in archive.infolist() if info.filename != PART]
            return said(_part_of(archive)).get(_STAMP) == f"{kind} {_digest(own)}"
    except BROKEN:
        return False


@dataclass(frozen=True, slots=True)
class Identity:
    """The properties of a file: which document it is, whether formgen made it, whether it is as it was made.

    ``says`` goes by property: rubric, form, township, name, checksums; empty when the file says nothing.
    """

    says: Mapping[str, str]
    ours: bool
    untouched: bool

    @property
    def covers_several(self) -> bool:
        """Return whether a file made by formgen covers several communities: a 汇总表, an index, a change sheet."""
        return self.ours and "form" not in self.says


def read_identity(path: Path) -> Identity | None:
    """Return the properties of a file, read at once; None for one that is no archive or cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part_of(archive)
            own = [(info.filename, info.CRC) for info in archive.infolist() if info.filename != PART]
    except BROKEN:
        return None
    found = _DIGEST.search(part)
    untouched = found is not None and found[1].decode() == _digest(own)
    return Identity(said(part), _OURS in part, untouched)


def read_says(path: Path) -> Mapping[str, str]:
    """Return what document a file says it is; empty when it says nothing."""
    found = read_identity(path)
    return found.says if found else {}


def is_untouched(path: Path) -> bool:
    """Return whether a file is as it was made. A file without a digest, or no archive, counts as touched."""
    found = read_identity(path)
    return found is not None and found.untouched


def _part_of(archive: zipfile.ZipFile) -> bytes:
    """Return the part of custom properties, empty where there is none or it cannot be read."""
    try:
        with archive.open(_find_part(archive)) as stream:
            return stream.read(_MOST_BYTES)
    except (*BROKEN, etree.XMLSyntaxError):
        return b""


def _find_part(archive: zipfile.ZipFile) -> str:
    """Return the name that a program gave the part of custom properties: nearly all give it the usual one."""
    names = {name.replace("\\", "/"): name for name in archive.namelist()}
    if PART in names or _RELATIONS not in names:
        return names.get(PART, PART)
    with archive.open(names[_RELATIONS]) as stream:
        relations = list_relations({_RELATIONS: stream.read(_MOST_BYTES)}, "")
    own = next((each.part for each in relations if each.kind == "custom-properties"), PART)
    return names.get(own, own)


def _properties(path: Path | IO[bytes]) -> bytes:
    """Return the part of custom properties, empty where there is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _part_of(archive)
    except BROKEN:
        return b""


def said(part: bytes) -> dict[str, str]:
    """Return what the part of custom properties says of its document."""
    text = part.decode(errors="replace")
    return {match[1]: unescape(match[2]) for match in _SAYS.finditer(text)}


def read_words(data: bytes) -> dict[str, str]:
    """Return what a document says of itself, from its bytes."""
    return said(_properties(io.BytesIO(data)))


def saying(part: bytes, words: Mapping[str, str]) -> bytes:
    """Return the part of custom properties with other words in the properties it has."""

    def worded(match: re.Match[str]) -> str:
        word = words.get(match[1])
        return match[0] if word is None else match[0][: match.start(2) - match.start()] + escape(word) + "<"

    return _SAYS.sub(worded, part.decode(errors="replace")).encode()


def same_content(path: Path, data: bytes) -> bool:
    """Return whether an untouched file holds the same parts as a document, however they are compressed.

    The properties hold the digest of all other parts, so equal properties are equal contents.
    """
    own = _properties(path)
    return own != b"" and own == _properties(io.BytesIO(data))


def _digest(checksums: Iterable[tuple[str, int]]) -> str:
    """Return the digest of names and checksums, whatever their order."""
    text = "\n".join(f"{name} {crc:08x}" for name, crc in sorted(checksums))
    return digest_of(text.encode(), 32)
