"""File names from the names of communities: what Windows, macOS and Linux all accept, nothing lost silently."""

import re
import unicodedata
from functools import lru_cache

from formgen.office.digest import digest_of

_MOST_BYTES = 200  # of one name; the suffix and the form's name come on top, 255 is the limit
_FORBIDDEN = {character: chr(ord(character) + 0xFEE0) for character in '\\/:*?"<>|'}
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def safe_name(text: str) -> str:
    """Return a name for a file or folder: forbidden characters in their full-width form, never empty.

    ``../x`` becomes ``．．／x``, ``CON`` becomes ``CON_``; a name that is too long is cut and told apart by
    a hash of the whole.
    """
    plain = unicodedata.normalize("NFC", text)
    name = "".join(_FORBIDDEN.get(character, character) for character in plain if character.isprintable())
    name = name.strip(" ")
    if name.startswith("."):
        dots = len(name) - len(name.lstrip("."))
        name = "．" * dots + name[dots:]
    if name.endswith("."):
        name = name.rstrip(".") + "．"
    if _RESERVED.fullmatch(name):
        name += "_"
    return _shortened(name or "_")


def _shortened(name: str) -> str:
    data = name.encode()
    if len(data) <= _MOST_BYTES:
        return name
    mark = digest_of(data, 8)
    kept = data[: _MOST_BYTES - len(mark) - 1].decode(errors="ignore")
    return f"{kept}~{mark}"


def clash_key(path: str) -> str:
    """Return what two paths have in common when some file system takes them for the same."""
    return unicodedata.normalize("NFC", path).casefold()
