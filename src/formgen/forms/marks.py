"""What a document remembers of itself: for every place that formgen filled, a mark of the text it put there.

A mark is a checksum of the text without its blanks. It stands in the custom properties of the file, which Word,
WPS and LibreOffice keep when they save; so a document that comes back tells by itself which places a person
changed, whatever became of the ledger. Each property stays below the 255 characters that Office keeps of one.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from zlib import crc32

from formgen import exact
from formgen.forms.text import Value, printed

_SHORT, _MOST = 16, 4096  # characters of texts whose marks are kept, and how many are
_DIGITS = 8  # hexadecimal digits of a mark
_IN_ONE = 30  # marks in one property
_SHAPE = "shape"


def plain(text: str) -> str:
    """Return a text without its blanks and line breaks, which saving moves about."""
    return "".join(text.split())


def mark(text: str) -> str:
    """Return the mark of a text."""
    return _KNOWN[text]


class _Known(dict[str, str]):
    """The marks of short texts, which repeat themselves in thousands of documents."""

    def __missing__(self, text: str) -> str:
        """Return the mark of a text that is not known yet."""
        made = f"{crc32(plain(text).encode(errors='replace')):08x}"
        if len(text) <= _SHORT and len(self) < _MOST:
            self[text] = made
        return made


_KNOWN = _Known()


def same(text: str, value: Value) -> bool:
    """Tell whether a text says a value: equal but for blanks, or the same number where the value is one.

    A telephone number is a text: 02 is not 2.
    """
    if plain(text) == plain(printed(value)):
        return True
    try:
        return isinstance(value, Fraction) and exact.parse(text) == value
    except exact.NotANumberError:
        return False


def properties(slots: tuple[str, ...], marks: Sequence[str]) -> dict[str, str]:
    """Return the custom properties that hold the marks of a document, in the order of its slots."""
    found = {_SHAPE: shape(slots)}
    for at in range(0, len(marks), _IN_ONE):
        found[f"marks.{at // _IN_ONE + 1}"] = "".join(marks[at : at + _IN_ONE])
    return found


def marked(slots: tuple[str, ...], texts: Sequence[str]) -> dict[str, str]:
    """Return the custom properties of a document with these texts in its slots."""
    known = _KNOWN
    return properties(slots, [known[text] for text in texts])


@lru_cache(maxsize=64)
def shape(slots: tuple[str, ...]) -> str:
    """Return what tells whether marks belong to these slots in this order."""
    return mark("\n".join(slots))


def marks_of(says: Mapping[str, str], slots: Sequence[str]) -> list[str] | None:
    """Return the marks that a document carries, None when it carries none or those of another template."""
    held = "".join(says.get(f"marks.{at + 1}", "") for at in range((len(slots) + _IN_ONE - 1) // _IN_ONE))
    if says.get(_SHAPE) != shape(tuple(slots)) or len(held) != len(slots) * _DIGITS:
        return None
    return [held[at : at + _DIGITS] for at in range(0, len(held), _DIGITS)]
