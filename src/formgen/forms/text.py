"""Values as text inside Office XML: printed, escaped, and refused where XML cannot hold them."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from html import escape
from math import ceil
from unicodedata import east_asian_width

from openpyxl.styles import Alignment, Border, Side

from formgen.exact import points_text
from formgen.problems import FormgenError, Problem

_LINE, _PADDING = 17.0, 8.0  # points: one line of 10.5 to 12 pt type, and the air above and below
_LONG, _AROUND, _MOST = 40, 8, 120  # characters of a long text, shown around its change, shown at all
EMPTY = "（空）"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PRIVATE = re.compile("[\ue000-\ue001]")  # the marks of our own slots

Value = str | Fraction

# the plain cell of a list: wrapped, with a thin frame
WRAPPED = Alignment(wrap_text=True, vertical="top")
FRAME = Border(left=Side("thin"), right=Side("thin"), top=Side("thin"), bottom=Side("thin"))


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


def has_rare(text: str) -> bool:
    """Tell whether a text holds a rare Han character; most hold none, which is known at once for the whole."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return any(map(is_rare, text))
    return False


def clean(text: str) -> str:
    """Return text without the characters XML cannot hold, for reports that quote what somebody typed."""
    return _ILLEGAL.sub("\ufffd", text)


def height(text: str, width: float) -> float:
    """Return the height in points that a text needs in an Excel column of ``width`` characters."""
    return _lines(text, width) * _LINE + _PADDING


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, a Han character counting two."""
    room = max(width - 1.5, 2)
    return sum(
        max(1, ceil(sum(2 if east_asian_width(each) in "WFA" else 1 for each in line) / room))
        for line in text.split("\n")
    )


def shortened(old: str, new: str) -> tuple[str, str]:
    """Return two texts for print: of long ones only what differs, with a few characters around each change."""
    if max(len(old), len(new)) <= _LONG:
        return old or EMPTY, new or EMPTY
    changes = [
        code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    return (
        _parts(old, [(start, end) for _, start, end, _, _ in changes]),
        _parts(new, [(start, end) for _, _, _, start, end in changes]),
    )


def _parts(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return some spans of a text with what stands around them; what is left out is shown by ……."""
    wide: list[tuple[int, int]] = []
    for start, end in spans:
        start, end = max(start - _AROUND, 0), min(end + _AROUND, len(text))  # noqa: PLW2901 - the span with its surroundings
        if wide and start <= wide[-1][1]:
            start = wide.pop()[0]  # noqa: PLW2901 - two spans that touch are one
        wide.append((start, end))
    shown = "……".join(text[start:end] for start, end in wide)
    if wide and wide[0][0] > 0:
        shown = f"……{shown}"
    if wide and wide[-1][1] < len(text):
        shown = f"{shown}……"
    return (shown if len(shown) <= _MOST else f"{shown[:_MOST]}……（共{len(text)}字）") or EMPTY
