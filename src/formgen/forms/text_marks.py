"""Stretches of a text that a person sees apart from the rest: struck through, raised or lowered, hidden, unseen.

What is struck through was taken back, a raised figure is the mark of a note; neither is read as the text beside it.
Knows text and stretches only.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from formgen.quoting import cut_to_difference, shorten

_OVERLAID = re.compile("(?:.[\u0335-\u0338\u20d2\u20d3\u20e5\u20eb])+")  # signs with a stroke through them


class TextLook(StrEnum):
    """How a stretch is seen apart, in the words of a clerk."""

    STRUCK = "划了删除线"
    RAISED = "是上标或下标"
    HIDDEN = "是隐藏的文字"
    UNSEEN = "印出来看不见（字和底一个颜色，或字太小）"


_TAKEN_BACK = frozenset({TextLook.STRUCK, TextLook.HIDDEN, TextLook.UNSEEN})


class MarkedStretch(NamedTuple):
    """A stretch of a text and how it is seen apart."""

    start: int
    end: int
    look: TextLook


def find_overlaid(text: str) -> list[MarkedStretch]:
    """Return the stretches that signs of Unicode strike through."""
    return [MarkedStretch(*found.span(), TextLook.STRUCK) for found in _OVERLAID.finditer(text)]


def explain_marks(
    text: str, start: int, end: int, marks: Iterable[MarkedStretch], printed: Collection[TextLook] = ()
) -> str:
    """Return why a stretch of a text cannot be read: what is seen apart in it, and both readings; empty where nothing is.

    Of long readings what differs is quoted. ``printed`` are the looks that the template itself gives the stretch.
    """
    inside = [
        MarkedStretch(max(each.start, start), min(each.end, end), each.look)
        for each in marks
        if each.look not in printed and text[max(each.start, start) : min(each.end, end)].strip()
    ]
    if not inside:
        return ""
    look = inside[0].look
    cut = "".join(
        sign
        for at, sign in enumerate(text[start:end], start)
        if not any(each.start <= at < each.end for each in inside)
    ).strip()
    whole, cut = cut_to_difference(text[start:end].strip(), cut) if cut else (text[start:end].strip(), "")
    rest = f"不算它是“{shorten(cut)}”" if cut else "不算它就是空的"
    return f"“{shorten(_join(text, inside, look))}”{look.value}，连着读是“{shorten(whole)}”，{rest}"


def _join(text: str, marks: Sequence[MarkedStretch], look: TextLook) -> str:
    """Return the stretches of one look, those that touch each other as one."""
    found = list[str]()
    behind = -1
    for each in sorted(marks):
        if each.look is look and each.start == behind:
            found[-1] += text[each.start : each.end]
        elif each.look is look:
            found.append(text[each.start : each.end])
        behind = each.end
    return "”“".join(each.strip() for each in found)


class SetApart(NamedTuple):
    """A stretch of printed words that somebody took back or hid, and how, in the words of a clerk."""

    text: str
    how: str


def list_set_apart(text: str, marks: Iterable[MarkedStretch]) -> list[SetApart]:
    """Return the stretches of a printed text that are struck through, hidden or not seen by marks it did not have."""
    taken = [each for each in marks if each.look in _TAKEN_BACK and text[each.start : each.end].strip()]
    return [
        SetApart(stretch, look.value)
        for look in dict.fromkeys(each.look for each in taken)
        for stretch in _join(text, taken, look).split("”“")
    ]


def is_struck_out(text: str, marks: Iterable[MarkedStretch]) -> bool:
    """Return whether all letters of a text are struck through."""
    struck = [each for each in marks if each.look is TextLook.STRUCK]
    return bool(text.strip()) and all(
        sign.isspace() or any(each.start <= at < each.end for each in struck) for at, sign in enumerate(text)
    )
