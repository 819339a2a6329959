"""Proof-reading of pages: is everything there, inside its box and on its page, and are the places for seals free?

A line that is cut in half changes neither the extracted text nor the number of pages; therefore the ink of every
character is compared with the ruling lines of the page and with what is painted. What a form should look like is
taken from its own blank, laid out in the same run with the same fonts.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formgen.forms.typeset import POINTS_PER_MM
from formgen.printing.page import A4, SEAL, Page, Rect, is_a4, pages

__all__ = ["A4", "POINTS_PER_MM", "SEAL", "Fault", "Page", "Rect", "faults", "is_a4", "pages"]
_SLACK = 1.0  # points that the width of the ruling lines may take from a seal's box
_SHOWN = 12  # the most characters shown of a fault
_HAND = frozenset("0123456789〇一二三四五六七八九十年月日")  # what a date may add to the place of a seal
_TOO_NARROW = "###"  # what Excel prints for a number too wide for its column
_UNSEEN = frozenset({"Cc", "Cf", "Mn"})  # control and zero-width characters, accents and variation selectors


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a page: ``kind``, the number of the page in its document, from 1, and what was found."""

    kind: str
    page: int
    found: str


def faults(
    own: Sequence[Page], blank: Sequence[Page] | None, words: str, seals: Sequence[int]
) -> Iterator[Fault]:
    """Yield what is wrong with a document's pages.

    ``blank`` are the pages of its form without content, None where they are not known. ``words`` is the text that
    must be on the pages, ``seals`` the diameters of the seals in millimetres, in reading order.
    """
    shown = "".join(sign for page in own for sign, _ in page.signs)
    missing = Counter(_plain(words)) - Counter(_plain(shown))
    if missing:
        yield Fault("lost", 1, "".join(missing.elements())[:_SHOWN])
    elif _TOO_NARROW in shown and _TOO_NARROW not in words:
        yield Fault("lost", 1, _TOO_NARROW)
    for number, page in enumerate(own, 1):
        if astray := page.astray():
            yield Fault("astray", number, astray)
    if seals:
        yield from _seal_faults(own, blank or (), seals)


def _plain(text: str) -> str:
    """Return a text as its characters are counted: plain forms, no case, no blanks, nothing that leaves no ink."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign) not in _UNSEEN)


@dataclass(frozen=True, slots=True)
class _Place:
    """The box of a seal on its page."""

    page: Page
    number: int
    box: Rect

    def low(self, height: float) -> list[str]:
        """Return the characters in the lowest part of the box, in order."""
        left, bottom, right, _ = self.box
        return self.page.within((left, bottom, right, bottom + height))


def _places(pages: Sequence[Page]) -> list[_Place]:
    return [_Place(page, number, box) for number, page in enumerate(pages, 1) for box in page.seals()]


def _seal_faults(own: Sequence[Page], blank: Sequence[Page], seals: Sequence[int]) -> Iterator[Fault]:
    places, known = _places(own), _places(blank)
    if len(places) != len(seals):
        yield Fault("seal", 1, f"应有{len(seals)}处盖章的地方，找到{len(places)}处")
        return
    for at, (place, size) in enumerate(zip(places, seals, strict=True)):
        need = size * POINTS_PER_MM - _SLACK
        left, bottom, right, top = place.box
        if min(right - left, top - bottom) < need:
            wide, high = (right - left) / POINTS_PER_MM, (top - bottom) / POINTS_PER_MM
            yield Fault("seal", place.number, f"第{at + 1}处只有{wide:.0f}×{high:.0f}毫米")
            continue
        usual = Counter(known[at].low(need) if len(known) == len(places) else ())
        more = list[str]()
        for sign in place.low(need):
            if usual[sign]:
                usual[sign] -= 1
            else:
                more.append(sign)
        if any(sign not in _HAND for sign in more):
            yield Fault("seal", place.number, f"第{at + 1}处有字“{''.join(more[:_SHOWN])}”")
