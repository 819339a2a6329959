"""Values as text inside Office XML: printed, escaped, and refused where XML cannot hold them."""

import re
from fractions import Fraction
from html import escape

from formgen.exact import points_text
from formgen.problems import FormgenError, Problem

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PRIVATE = re.compile("[\ue000-\ue001]")  # the marks of our own slots

Value = str | Fraction


def printed(value: Value) -> str:
    """Return a value as it is printed: points with at most two decimals, texts as they are."""
    return points_text(value) if isinstance(value, Fraction) else value


def escaped(value: Value, slot: str) -> str:
    """Return a value as XML text. Raises FormgenError D122 for characters XML cannot hold, naming the field."""
    text = printed(value)
    if _ILLEGAL.search(text) or _PRIVATE.search(text):
        raise FormgenError(Problem("D122", words={"label": slot}))
    return escape(text.replace("\r\n", "\n").replace("\r", "\n"), quote=False)


def is_rare(character: str) -> bool:
    """Tell whether 仿宋_GB2312 lacks a Han character: such a character needs a face that has it."""
    if character < "\u2e80":
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def clean(text: str) -> str:
    """Return text without the characters XML cannot hold, for reports that quote what somebody typed."""
    return _ILLEGAL.sub("\ufffd", text)
