"""Values as text inside Office XML: printed, escaped, and refused where XML cannot hold them."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from functools import lru_cache
from html import escape

from openpyxl.styles import Alignment, Border, Side

from formgen.exact import points_text
from formgen.forms.typeset import advances, lines
from formgen.problems import FormgenError, Problem

TALLEST = 409.0  # points, Excel allows no taller row
LIST_SIZE = 10.5  # points, the type of lists
# Points a unit of column width: a digit of Calibri 11 is 7 pixels wide, of 宋体 11 8 pixels. Which one Excel takes
# depends on the fonts of the PC, so that heights are reckoned from the narrow one.
_DIGIT = 5.25
_INSET = 4.0  # points of a column's width that no text gets
_PITCH, _AIR = 1.3, 6.0  # a line by its type, and points of air above and below
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


@lru_cache(maxsize=4096)
def height(text: str, width: float, size: float = LIST_SIZE) -> float:
    """Return the points of height that a text in type of a size needs in an Excel column of ``width``."""
    count = 1 if _is_line(text, width, size) else len(_lines(text, width, size))
    return min(round(count * size * _PITCH + _AIR, 2), TALLEST)


def pieces(text: str, width: float, size: float = LIST_SIZE) -> list[str]:
    """Return a text in pieces, each of which fits the tallest row of Excel; nearly always it is one."""
    if _is_line(text, width, size):
        return [text]
    most = int((TALLEST - _AIR) / (size * _PITCH))
    found = _lines(text, width, size)
    parts = (found[at : at + most] for at in range(0, len(found), most))
    return [text[part[0][0] : part[-1][1]] for part in parts]


def _is_line(text: str, width: float, size: float) -> bool:
    """Tell whether a text is one line whatever it holds; most are, and this is soon known."""
    return len(text) * size <= width * _DIGIT - _INSET and "\n" not in text


def _lines(text: str, width: float, size: float) -> list[tuple[int, int]]:
    """Return where each line begins and ends; programs that break lines less strictly make no more of them."""
    return list(lines(text, advances(text, size, "宋体"), width * _DIGIT - _INSET))


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
