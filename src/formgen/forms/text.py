"""What goes into a slot, and how it becomes text: printed, without blanks, as XML, refused where XML cannot hold it.

Knows values only: no form, no document, no file.
"""

import re
from fractions import Fraction
from functools import lru_cache
from html import escape

from formgen.exact import exact_text, points_text
from formgen.folding import remove_invisible
from formgen.problems import FormgenError, Problem
from formgen.quoting import make_printable

SlotValue = str | Fraction

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PRIVATE = re.compile("[\ue000-\ue001]")  # the signs of our own slots


def format_value(value: SlotValue) -> str:
    """Return a value as it is printed: points with their decimals, rounded where they are no decimals; texts as they are."""
    return value if isinstance(value, str) else _format_points(*value.as_integer_ratio())


@lru_cache(maxsize=4096)
def _format_points(numerator: int, denominator: int) -> str:
    """Return points as they are printed. They repeat, so their texts are cached; a Fraction takes long to hash."""
    value = Fraction(numerator, denominator)
    shown = exact_text(value)
    return points_text(value) if "/" in shown else shown


def escape_value(value: SlotValue, slot: str) -> str:
    """Return a value as XML text. Raises FormgenError D122 for characters XML cannot hold, naming the field."""
    text = format_value(value)
    if _ILLEGAL.search(text) or _PRIVATE.search(text):
        raise FormgenError(Problem("D122", words={"label": slot}))
    return escape(text.replace("\r\n", "\n").replace("\r", "\n"), quote=False)


def clean(text: str) -> str:
    """Return text with what cannot be printed named, for reports that quote what somebody typed."""
    return make_printable(text)


def strip_blanks(text: str) -> str:
    """Return a text without its blanks and line breaks, which saving moves about, and without what nobody sees."""
    return "".join(remove_invisible(text).split())


def is_rare(character: str) -> bool:
    """Return whether 仿宋_GB2312 lacks a Han character: such a character needs a face that has it."""
    if character < "\u2e80":
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def has_rare(text: str) -> bool:
    """Return whether a text holds a rare Han character; most hold none, which is known at once for the whole."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return any(map(is_rare, text))
    return False


def split_rare(text: str) -> list[str]:
    """Split a text into stretches of rare and of other characters."""
    pieces: list[str] = []
    for character in text:
        if pieces and is_rare(pieces[-1][0]) == is_rare(character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


HALF_BRACES = str.maketrans("｛｝﹛﹜％﹪", "{}{}%%")
TAG_MARK = re.compile(r"\{\s*[{%]|[%}]\s*\}")


def has_wide_tags(text: str) -> bool:
    """Return whether a tag is written with full-width braces or percent signs, all of them or one: it would be printed."""
    return len(TAG_MARK.findall(text.translate(HALF_BRACES))) > len(TAG_MARK.findall(text))
