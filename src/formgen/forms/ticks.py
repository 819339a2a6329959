"""Boxes to tick in a text, by their signs: which are open, which are ticked, and which answer a text of boxes gives.

Two signs tell for themselves that something is ticked: ☑ and √. A full box, a full circle and a crossed box do so only
beside an open one: alone they may be a bullet, or a no.
"""

import re
from dataclasses import dataclass

OPEN_BOXES = "□○☐◯◻⬜▢◇"
TICKS = "☑√✓✔"
FULL_BOXES = "☒■●◉"
TICKED_BOXES = TICKS + FULL_BOXES
_BLANKS = " \t\u00a0\u3000_＿\u2002\u2003\u2009"
BOX = re.compile(
    f"[{OPEN_BOXES}{TICKED_BOXES}]|[（(][{_BLANKS}]*[{TICKS}]?[{_BLANKS}]*[）)]|\\[[{_BLANKS}]*[{TICKS}]?[{_BLANKS}]*\\]"
)
_WORD = re.compile(r"[一-鿿]|[A-Za-z]{2}")
_EDGES = " \t\u00a0\u3000\n、，,；;/／|。\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True)
class TickedAnswer:
    """What a text of boxes answers: the words that are ticked, empty with the reason why where that is a question."""

    words: str
    why: str = ""


def is_ticked(box: str) -> bool:
    """Return whether a box of a text is not empty."""
    return any(sign in TICKED_BOXES for sign in box)


def read_ticked(text: str) -> TickedAnswer | None:
    """Return the answer of a text of boxes, such as “□是 ☑否” or “是（√） 否（ ）”; None for a text without boxes.

    A tick alone, also in brackets, answers √. Boxes stand before their words or behind them, all alike; no tick, two
    ticks, and a tick that may belong to the words on either side are questions.
    """
    boxes = [each[0] for each in BOX.finditer(text)]
    if not boxes:
        return None
    words = [each.strip(_EDGES) for each in BOX.split(text)]
    if not any(words):
        return _read_without_words(boxes)
    signs_only = any(each and not _WORD.search(each) for each in words)  # √× is no answer
    if signs_only or not all(words[1:-1]) or bool(words[0]) == bool(words[-1]):
        return TickedAnswer("", "，看不出记号是哪一项的")
    return _read_with_words(boxes, words[:-1] if words[0] else words[1:])


def _read_with_words(boxes: list[str], words: list[str]) -> TickedAnswer:
    ticked = [each for each in zip(boxes, words, strict=True) if is_ticked(each[0])]
    if not ticked:
        return TickedAnswer("", "，方框里没有打√")
    if len(ticked) > 1:
        return TickedAnswer("", f"，{'、'.join(f'“{word}”' for _, word in ticked)}都打了√")
    box, answer = ticked[0]
    if not _is_sure(box) and len(boxes) == 1:
        return TickedAnswer("", f"，看不出“{box}”是不是打了√")
    return TickedAnswer(answer)


def _read_without_words(boxes: list[str]) -> TickedAnswer:
    if len(boxes) == 1 and _is_sure(boxes[0]):
        return TickedAnswer("√")
    if not any(is_ticked(each) for each in boxes):
        return TickedAnswer("", "，方框里没有打√")
    return TickedAnswer("", "，看不出打√的是哪一项")


def _is_sure(box: str) -> bool:
    return any(sign in TICKS for sign in box)
