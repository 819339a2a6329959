"""Words above a column as they are compared: what makes two spellings one. Knows texts only."""

import re
import unicodedata
from functools import lru_cache

from formgen.folding import fold, remove_blanks
from formgen.intake.header_notes import SplitHeader, split_note

_ENDS = ":;,.。、*"  # signs behind words that mean nothing
_BETWEEN = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_SIGNS = "%‰‱?"  # signs that make another figure of a name, besides those of currency and comparison
_SIGN_CATEGORIES = frozenset({"Sc", "Sm"})


def squeeze_heading(text: str) -> str:
    """Return words above a column in one line, half-width and without blanks, but for those between two numbers."""
    return remove_blanks(_BETWEEN.sub("·", fold(text))).rstrip(_ENDS)


def make_form(words: str) -> str:
    """Return words above a column as they are compared: letters, digits, and the signs that mean something.

    Two numbers stay two: “item1（2）” is not “item12”.
    """
    made = ""
    gap = False
    for sign in words.lower():
        if not _counts(sign):
            gap = True
            continue
        made += "·" if gap and sign.isdigit() and made[-1:].isdigit() else ""
        made += sign
        gap = False
    return made


def _counts(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in "LN" or category in _SIGN_CATEGORIES or sign in _SIGNS


@lru_cache(maxsize=1 << 14)  # the words of a rubric are asked for with every file that is read
def heading_forms(text: str) -> tuple[str, ...]:
    """Return a name of a field with and without the brackets that end it."""
    words, note = squeeze_heading(text), text
    forms = [make_form(words)]
    while note:
        words, note = split_note(words) if words[-1:] in ")]" else SplitHeader(words)
        forms.append(make_form(words))
    return tuple(form for form in dict.fromkeys(forms) if form)
