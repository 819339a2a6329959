"""Texts made comparable: differences of width, blanks and punctuation taken away. Knows text only, no field or file."""

import re
import unicodedata

_TO_ASCII = 0xFEE0  # from a full-width sign to its half-width one
_RADICALS = range(0x2F00, 0x2FD6)  # signs of Chinese radicals, which PDF files give in place of characters
_FORMS = (
    {code: code - _TO_ASCII for code in range(0xFF01, 0xFF5F)}
    | {ord("　"): " "}
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in _RADICALS}
)
_FOLDED = re.compile("[\uff01-\uff5e\u3000\u2f00-\u2fd5]")

_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(
    f"(?!\u200d[\u2600-\u27bf\U0001f000-\U0001faff])[{_IGNORABLE}]"
)  # but what joins two pictures


def fold(text: str) -> str:
    """Return text with full-width forms made half-width and outer blanks removed.

    Nothing else is taken for something else: ``783①`` and ``783²`` are not 7831 and 7832.
    """
    plain = unicodedata.normalize("NFC", text)
    return (plain.translate(_FORMS) if _FOLDED.search(plain) else plain).strip()


def remove_blanks(text: str) -> str:
    """Return text without blanks and line breaks; its width and case stay."""
    return "".join(text.split())


def keep_letters(text: str) -> str:
    """Return only the letters and digits of a text, half-width and in lower case."""
    return "".join(sign for sign in fold(text).lower() if unicodedata.category(sign)[0] in "LN")


def list_pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring letters of a text, by which names are likened: 就业率 has 就业 and 业率."""
    plain = keep_letters(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def remove_invisible(text: str) -> str:
    """Return a text without the characters that nobody sees."""
    return text if text.isascii() else _INVISIBLE.sub("", text)
