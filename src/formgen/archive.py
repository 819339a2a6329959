"""Office files as zip archives: read with limits, written with the same bytes every time.

A template comes from a stranger and may be a bomb; a document must not differ between two runs. Parts that
no document changes are compressed once and copied as they are.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from formgen.problems import FormgenError, Problem

_MOST_BYTES = 50_000_000  # of one template, unpacked
_VERSION, _DEFLATED, _UTF8 = 20, 8, 0x0800
_TIME, _DATE = 0, (0 << 9) | (1 << 5) | 1  # 1980-01-01, the zip format's first day


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an office file, already compressed."""

    name: str
    crc: int
    size: int
    packed: bytes


def compress(name: str, data: bytes) -> Part:
    """Compress one part."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Part(name, zlib.crc32(data), len(data), packer.compress(data) + packer.flush())


def read_parts(path: Path) -> dict[str, bytes]:
    """Read all parts of a template. Raises FormgenError T101 for no zip, too large, or a DOCTYPE inside."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
                raise _unreadable(path, "展开后过大")
            parts = {name: _read(archive, name, path) for name in sorted(archive.namelist())}
    except (zipfile.BadZipFile, OSError, zlib.error) as error:
        raise _unreadable(path, "不是 Word 或 Excel 文件") from error
    if any(b"<!DOCTYPE" in data[:1000] for name, data in parts.items() if name.endswith((".xml", ".rels"))):
        raise _unreadable(path, "含有不允许的 DOCTYPE")
    return {name: data for name, data in parts.items() if not name.endswith("/")}


def _read(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """Read one part, never more than the limit, whatever size the archive claims."""
    with archive.open(name) as stream:
        data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _unreadable(path, "展开后过大")
    return data


def _unreadable(path: Path, detail: str) -> FormgenError:
    return FormgenError(Problem("T101", words={"file": f"{path.parent.name}/{path.name}", "detail": detail}))


def join(parts: Iterable[Part]) -> bytes:
    """Write an archive from compressed parts: sorted, [Content_Types].xml first, with fixed times."""
    ordered = sorted(parts, key=lambda part: (part.name != "[Content_Types].xml", part.name))
    body, directory = io.BytesIO(), io.BytesIO()
    for part in ordered:
        name = part.name.encode()
        fields = (
            _VERSION,
            _UTF8,
            _DEFLATED,
            _TIME,
            _DATE,
            part.crc,
            len(part.packed),
            part.size,
            len(name),
            0,
        )
        offset = body.tell()
        body.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, *fields) + name + part.packed)
        central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, _VERSION, *fields, 0, 0, 0, 0, offset)
        directory.write(central + name)
    start, size, count = body.tell(), directory.tell(), len(ordered)
    body.write(directory.getvalue())
    body.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, size, start, 0))
    return body.getvalue()


_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


class Savable(Protocol):
    """A document of another library, Word or Excel."""

    def save(self, stream: IO[bytes], /) -> object:
        """Write the document to a stream."""
        ...


def saved(document: Savable) -> bytes:
    """Return a document of another library with fixed times and order: same content, same bytes."""
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    if core in parts:
        parts[core] = _STAMP.sub(rb"\g<1>2020-01-01T00:00:00Z\g<3>", parts[core])
    return join(compress(name, content) for name, content in parts.items())
