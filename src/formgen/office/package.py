"""Office files as zip archives: read with limits, written with the same bytes every time.

A template comes from a stranger and may be a zip bomb; a document must not differ between two runs. Parts that
no document changes are compressed once and then copied as they are.
"""

import importlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from formgen.problems import FormgenError, Problem

# what zipfile and the decompressors raise for archives that are damaged
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,  # NotImplementedError too
    ValueError,  # UnicodeDecodeError too
)
_MOST_BYTES = 50_000_000  # bytes of one document or template, unpacked
_TOO_LARGE = "展开后过大"
_BEGINNING = 16  # bytes
_OPEN_ANEW = "只是改了后缀；请用 Word、Excel 或 WPS 打开，另存为“Word 文档”或“Excel 工作簿”"
_FORMATS = {
    b"\xd0\xcf\x11\xe0": f"是老格式的 .doc、.xls（或加了密码），{_OPEN_ANEW}",
    b"{\\rtf": f"是 .rtf 文件，{_OPEN_ANEW}",
    b"%PDF": "是 PDF，只是改了后缀；请放回能编辑的那一份",
    b"\xff\xd8\xff": "是照片，只是改了后缀；请放回能编辑的那一份",
    b"\x89PNG": "是图片，只是改了后缀；请放回能编辑的那一份",
    b"Rar!": "是压缩包，只是改了后缀；请把里面的表格解压出来",
    b"7z\xbc\xaf": "是压缩包，只是改了后缀；请把里面的表格解压出来",
    b"<": f"是网页或 .xml 文件，{_OPEN_ANEW}",
}
_DAMAGED = "不是 Word 或 Excel 文件，或已损坏"
_VERSION, _DEFLATED, _UTF8 = 20, 8, 0x0800
_TIME, _DATE = 0, (0 << 9) | (1 << 5) | 1  # 1980-01-01, the zip format's first day
_FIELDS, _OFFSET, _END = struct.Struct("<HHHHHIIIHH"), struct.Struct("<I"), struct.Struct("<IHHHHIIH")
_LOCAL, _CENTRAL = struct.pack("<I", 0x04034B50), struct.pack("<IH", 0x02014B50, _VERSION)
_BLOCK = 0xFFFF  # bytes of one uncompressed block
_NO_MORE = bytes(10)  # no comment, disk or attributes
_SMALL = 2048  # bytes
_RAW = -15  # zlib's number for a deflate stream without a header, as in a zip archive


@dataclass(frozen=True, slots=True)
class Compressor:
    """A library that deflates: whole parts at once, so that the same part gives the same bytes."""

    name: str
    deflate: Callable[[bytes], bytes]
    crc32: Callable[[bytes], int]


ZLIB = Compressor("zlib", partial(zlib.compress, level=6, wbits=_RAW), zlib.crc32)


def fastest() -> Compressor:
    """Return ISA-L where it is installed, else zlib; see docs/decisions/0013-compressor.md."""
    try:
        isal = importlib.import_module("isal.isal_zlib")
    except ImportError:
        return ZLIB
    return Compressor("isal", partial(isal.compress, level=1, wbits=_RAW), isal.crc32)


compressor = fastest()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an office file, already compressed."""

    name: str
    crc: int
    size: int
    packed: bytes
    fields: bytes = field(init=False, repr=False, compare=False)  # what its two headers share
    encoded: bytes = field(init=False, repr=False, compare=False)  # its name

    def __post_init__(self) -> None:
        """Write the fields common to both headers once: most parts go into many documents."""
        name, size = self.name.encode(), len(self.packed)
        fields = (_VERSION, _UTF8, _DEFLATED, _TIME, _DATE, self.crc, size, self.size, len(name), 0)
        object.__setattr__(self, "fields", _FIELDS.pack(*fields))
        object.__setattr__(self, "encoded", name)


def compress(name: str, data: bytes) -> Part:
    """Compress one part; a small one by zlib, since ISA-L occasionally compresses small parts into other bytes."""
    packer = ZLIB if len(data) < _SMALL else compressor
    return Part(name, packer.crc32(data), len(data), packer.deflate(data))


def store(name: str, data: bytes) -> Part:
    """Store a small part as one uncompressed block; for what differs in every document and is not worth compressing.

    Raises ValueError for more than 65,535 bytes, the most one block holds.
    """
    if len(data) > _BLOCK:
        message = f"{name} is too large to be one block"
        raise ValueError(message)
    block = struct.pack("<BHH", 1, len(data), len(data) ^ _BLOCK)
    return Part(name, compressor.crc32(data), len(data), block + data)


class UnreadableError(Exception):
    """An archive that cannot or must not be read; the message says why, in Chinese."""


def read_parts(source: IO[bytes], shown: str) -> dict[str, bytes]:
    """Read all parts of a template, named to a clerk as ``shown``.

    Raises FormgenError T101 when it is no zip file, is too large, or contains a DOCTYPE.
    """
    try:
        return parts_in(source)
    except UnreadableError as error:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": str(error)})) from error


def parts_in(source: Path | IO[bytes]) -> dict[str, bytes]:
    """Read all parts of an office file. Raises UnreadableError when it is no zip file, is too large, or contains a DOCTYPE."""
    try:
        with zipfile.ZipFile(source) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
                raise UnreadableError(_TOO_LARGE)
            parts = {name: _read(archive, name) for name in sorted(archive.namelist())}
    except BROKEN as error:
        raise UnreadableError(explain_no_archive(source)) from error
    if any(b"<!DOCTYPE" in data[:1000] for name, data in parts.items() if name.endswith((".xml", ".rels"))):
        message = "含有不允许的 DOCTYPE"
        raise UnreadableError(message)
    return {name: data for name, data in parts.items() if not name.endswith("/")}


def explain_no_archive(source: Path | IO[bytes], otherwise: str = _DAMAGED) -> str:
    """Return why a file is no archive, by how it begins; what another program wrote under this name can be saved anew.

    ``otherwise`` is said of one that begins in no known way.
    """
    try:
        if isinstance(source, Path):
            with source.open("rb") as stream:
                beginning = stream.read(_BEGINNING)
        else:
            source.seek(0)
            beginning = source.read(_BEGINNING)
    except (OSError, ValueError):
        beginning = b""
    plain = beginning.removeprefix(b"\xef\xbb\xbf").lstrip() or beginning
    return next((why for sign, why in _FORMATS.items() if plain.startswith(sign)), otherwise)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read one part, never more than the limit, whatever size the archive claims."""
    with archive.open(name) as stream:
        data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise UnreadableError(_TOO_LARGE)
    return data


def repacked(parts: Mapping[str, bytes]) -> bytes:
    """Return an office file made of parts."""
    return join(compress(name, data) for name, data in parts.items())


def join(parts: Iterable[Part]) -> bytes:
    """Return an archive of compressed parts: sorted, [Content_Types].xml first, with fixed times."""
    ordered = sorted(parts, key=lambda part: (part.name != "[Content_Types].xml", part.name))
    body, directory, offset = list[bytes](), list[bytes](), 0
    for part in ordered:
        body += (_LOCAL, part.fields, part.encoded, part.packed)
        directory += (_CENTRAL, part.fields, _NO_MORE, _OFFSET.pack(offset), part.encoded)
        offset += len(_LOCAL) + len(part.fields) + len(part.encoded) + len(part.packed)
    listed, count = b"".join(directory), len(ordered)
    end = _END.pack(0x06054B50, 0, 0, count, count, len(listed), offset, 0)
    return b"".join([*body, listed, end])


_STAMP = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


class Savable(Protocol):
    """A document of another library, Word or Excel."""

    def save(self, stream: IO[bytes], /) -> object:
        """Write the document to a stream."""
        ...


def saved(document: Savable) -> bytes:
    """Return a document of another library without times and in fixed order: same content, same bytes."""
    return repacked(unpacked(document))


def unpacked(document: Savable) -> dict[str, bytes]:
    """Return the parts of a document of another library, without the times that it was made at."""
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = "docProps/core.xml"
    if core in parts:
        parts[core] = _STAMP.sub(b"", parts[core])
    return parts
