"""What a document remembers of itself: what it is, and for every slot that formgen filled a checksum of the text put there.

A checksum is that of the text without its blanks. It stands in the custom properties of the file, which Word,
WPS and LibreOffice keep when they save; so a document that comes back tells by itself which places a person
changed, whatever became of the ledger. Each property stays below the 255 characters that Office keeps of one.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from zlib import crc32

from formgen.exact import parse_number
from formgen.forms.contents import Contents
from formgen.forms.form import Form
from formgen.forms.text import SlotValue, format_value, strip_blanks

DRAFTED = "drafted"  # property: the slots whose text formgen drafted
CONTINUED = "continued"  # property of a document with a continuation page: the slots that continue there
_VARYING = "varying."  # begins the properties of the texts that conditions of the template change
_SHORT, _MOST = 16, 4096  # characters of texts whose checksums are kept, and how many are
_DIGITS = 8  # hexadecimal digits of a checksum
_IN_ONE = 30  # checksums in one property
_SHAPE = "shape"


class _Checksums(dict[str, str]):
    """The checksums of short texts, which repeat themselves in thousands of documents."""

    def __missing__(self, text: str) -> str:
        """Return the checksum of a text that is not known yet."""
        made = f"{crc32(strip_blanks(text).encode(errors='replace')):08x}"
        if len(text) <= _SHORT and len(self) < _MOST:
            self[text] = made
        return made


_CHECKSUMS = _Checksums()


def checksum(text: str) -> str:
    """Return the checksum of a text."""
    return _CHECKSUMS[text]


def matches(text: str, value: SlotValue) -> bool:
    """Return whether a text says a value: equal but for blanks, or the same number where the value is one.

    A telephone number is a text: 02 is not 2.
    """
    if strip_blanks(text) == strip_blanks(format_value(value)):
        return True
    if not isinstance(value, Fraction):
        return False
    number = parse_number(text)
    return number is not None and number.value == value


def identify_form(form: Form, contents: Contents) -> dict[str, str]:
    """Return what a document of a form says it is, with room for its drafts where the form has any."""
    drafts = any(field.draft for field in form.spec.fields.values())
    return {**contents.identity, **({DRAFTED: ""} if drafts else {})}


def name_document(
    named_by: Sequence[str], values: Mapping[str, SlotValue], drafted: Sequence[str]
) -> dict[str, str]:
    """Return the properties of one document besides those of its form: whose it is, and which of its texts are drafts."""
    own = {slot: format_value(values[slot]) for slot in named_by if slot in values}
    return {**own, DRAFTED: " ".join(drafted)} if drafted else own


def write_checksums(slots: tuple[str, ...], checksums: Sequence[str]) -> dict[str, str]:
    """Return the custom properties that hold the checksums of a document, in the order of its slots."""
    found = {_SHAPE: _hash_slots(slots)}
    for at in range(0, len(checksums), _IN_ONE):
        found[f"marks.{at // _IN_ONE + 1}"] = "".join(checksums[at : at + _IN_ONE])
    return found


def checksum_texts(slots: tuple[str, ...], texts: Sequence[str]) -> dict[str, str]:
    """Return the custom properties of a document with these texts in its slots."""
    known = _CHECKSUMS
    return write_checksums(slots, [known[text] for text in texts])


def read_checksums(says: Mapping[str, str], slots: Sequence[str]) -> list[str] | None:
    """Return the checksums that a document carries, None when it carries none or those of another template."""
    held = "".join(says.get(f"marks.{at + 1}", "") for at in range((len(slots) + _IN_ONE - 1) // _IN_ONE))
    if says.get(_SHAPE) != _hash_slots(tuple(slots)) or len(held) != len(slots) * _DIGITS:
        return None
    return [held[at : at + _DIGITS] for at in range(0, len(held), _DIGITS)]


def write_varying(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the custom properties that hold the checksums of the texts that conditions change, by their place."""
    return {f"{_VARYING}{place}": checksum(text) for place, text in texts.items()}


def read_varying(says: Mapping[str, str]) -> dict[str, str]:
    """Return the checksums of the texts that conditions change, by their place."""
    return {name.removeprefix(_VARYING): value for name, value in says.items() if name.startswith(_VARYING)}


@lru_cache(maxsize=64)
def _hash_slots(slots: tuple[str, ...]) -> str:
    """Return what tells whether checksums belong to these slots in this order."""
    return checksum("\n".join(slots))
