"""A document says that it is as it was made, until some program saves it: a remark behind one of its parts.

The remark is XML that no program shows and every program drops when it saves. It holds a digest of all parts, so that a
document whose parts somebody changed with another tool does not count as made either.
"""

import re
import zlib
from collections.abc import Mapping

from formgen.office.digest import digest_of

_DIGITS, _LENGTH = 32, 64  # of the digest, and more than the length of the mark
_MARK = re.compile(rb"<!-- formgen ([0-9a-f]{32}) -->\Z")


def mark_as_made(parts: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """Return the parts of a document with the mark behind one of them."""
    plain = {**parts, name: _MARK.sub(b"", parts[name])}
    return {**plain, name: plain[name] + f"<!-- formgen {_digest(plain)} -->".encode()}


def is_as_made(parts: Mapping[str, bytes]) -> bool:
    """Return whether a document is as it was made: one part has the mark, and the mark fits all of them."""
    found = [(name, match) for name, data in parts.items() if (match := _MARK.search(data[-_LENGTH:]))]
    if len(found) != 1:
        return False
    name, match = found[0]
    return match[1].decode() == _digest({**parts, name: parts[name][: -len(match[0])]})


def _digest(parts: Mapping[str, bytes]) -> str:
    text = "\n".join(f"{name} {zlib.crc32(data):08x}" for name, data in sorted(parts.items()))
    return digest_of(text.encode(), _DIGITS)
