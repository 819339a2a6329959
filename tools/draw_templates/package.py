"""Zip packages whose bytes depend only on their parts."""

from __future__ import annotations

import io
import zipfile

OPC = "http://schemas.openxmlformats.org"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_FIRST = "[Content_Types].xml"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def core_properties(title: str) -> bytes:
    """Return ``docProps/core.xml`` with a title, and no dates."""
    text = f"""{DECLARATION}<cp:coreProperties \
xmlns:cp="{OPC}/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>\
<dc:creator>formgen</dc:creator><cp:lastModifiedBy>formgen</cp:lastModifiedBy>\
<dc:language>zh-CN</dc:language></cp:coreProperties>"""
    return text.encode()


def pack(parts: dict[str, bytes]) -> bytes:
    """Return a package: content types first, then the parts by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(parts, key=lambda part: (part != _FIRST, part)):
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def unpack(package: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
