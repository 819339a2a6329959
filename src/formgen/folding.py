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
