"""A document knows whether somebody changed it: it carries a digest of its own parts.

The digest is a custom property of the file, made from the names and checksums of all other parts. Word, WPS and
LibreOffice keep the property when they save, but not the parts: a file that no longer fits its digest was saved
by somebody, and must not be written over.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from types import MappingProxyType
from typing import IO

from formgen.office.digest import digest_of
from formgen.office.package import BROKEN, Part, store

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
_OWN = '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="'
_OURS = b'name="formgen"'
_MOST_BYTES = 100_000  # of the properties of a stranger's file
_SAYS = re.compile(r'name="formgen\.([\w.]+)"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>([^<]*)<')
_DIGEST = re.compile(rb'name="formgen"[^>]*>\s*<vt:lpwstr>([0-9a-f]{32})</vt:lpwstr>')


def prepared(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a document with room for a digest; a template's own custom properties give way."""
    if _TYPES not in parts or _RELATIONS not in parts:
        return parts
    room = {name: data for name, data in parts.items() if name != PART}
    types, relations = room[_TYPES], room[_RELATIONS]
    types = re.sub(rb'<Override [^>]*"/docProps/custom\.xml"[^>]*/>', b"", types)
    relations = re.sub(rb'<Relationship [^>]*custom-properties"[^>]*/>', b"", relations)
    room[_TYPES] = types.replace(b"</Types>", _TYPE + b"</Types>")
    room[_RELATIONS] = relations.replace(b"</Relationships>", _RELATION + b"</Relationships>")
    return room


def signed(parts: Iterable[Part], says: Mapping[str, str] = MappingProxyType({})) -> list[Part]:
    """Return the parts of a document with their digest among them, and its properties."""
    own = list(parts)
    digest = _digest((part.name, part.crc) for part in own)
    named = [("formgen", digest), *((f"formgen.{key}", escape(value)) for key, value in says.items())]
    properties = "".join(
        [
            f'{_OWN}{pid}" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
            for pid, (name, value) in enumerate(named, 2)
        ]
    )
    return [*own, store(PART, f"{_CUSTOM}{properties}</Properties>".encode())]


@dataclass(frozen=True, slots=True)
class Identity:
    """The properties of a file: which document it is, whether formgen made it, whether it is as it was made.

    ``says`` goes by property: rubric, form, township, name, marks; empty when the file says nothing.
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
        with archive.open(PART) as stream:
            return stream.read(_MOST_BYTES)
    except BROKEN:
        return b""


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
