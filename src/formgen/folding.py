"""Texts made comparable: differences of width, blanks and punctuation taken away. Knows text only, no field or file."""

import unicodedata


def fold(text: str) -> str:
    """Return text with full-width forms made half-width and outer blanks removed."""
    return unicodedata.normalize("NFKC", text).strip()


def remove_blanks(text: str) -> str:
    """Return text without blanks and line breaks; its width and case stay."""
    return "".join(text.split())


def keep_letters(text: str) -> str:
    """Return only the letters and digits of a text, half-width and in lower case."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")
