"""Files saved as “Strict Open XML”: the same parts, under other names of their vocabularies (ISO/IEC 29500-1 and -4).

What is read by name is read in the usual names; a file in them is one that every program opens.
"""

import re
from collections.abc import Mapping

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAME = re.compile(_STRICT + rb"(\w+)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_CONFORMANCE = re.compile(rb'\s(?:\w+:)?conformance="strict"')


def with_usual_names(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a file with the usual names of their vocabularies; those of a usual file as they are."""
    return {name: _rename(data) if _STRICT in data else data for name, data in parts.items()}


def _rename(part: bytes) -> bytes:
    return _CONFORMANCE.sub(b"", _NAME.sub(_USUAL, part), count=1)
