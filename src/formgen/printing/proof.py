"""Proof-reading of pages: is everything there, inside its box, on its page, and are the seals' places free.

The extracted text counts a half-cut line as present and so does the number of pages; therefore the ink of every
character is held against the ruling lines of the page. What a form should look like is taken from its own blank,
laid out in the same run with the same fonts.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from operator import itemgetter
from pathlib import Path

import pypdfium2
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from formgen.printing.sheaves import Sheaf

SEAL = "盖章"
A4 = (595.276, 841.89)  # points
_NEAR = 3.0  # points that programs differ in what A4 is
POINTS_PER_MM = 72 / 25.4
_THIN = 4.0  # points: a path no thicker is a ruling line
_TOUCH = 0.8  # points of ink over a line that hinting and rounding may cost
_CELL, _CLOSE = 8.0, 1.5  # points: of the grid to look for neighbours in; between two middles that are one
_HYPHEN = {2: "-"}  # what PDFium makes of a hyphen at the end of a line
_SLACK = 1.0  # points of a seal's box that the width of its ruling lines may cost
_SHOWN = 12  # characters of a fault that are shown
_EDGE = 3 * POINTS_PER_MM  # no printer prints closer to the paper's edge
_HAND = frozenset("0123456789〇一二三四五六七八九十年月日")  # what a date may add to a seal's place

Rect = tuple[float, float, float, float]  # left, bottom, right, top; points
_LEFT, _BOTTOM = itemgetter(0), itemgetter(1)


@dataclass(frozen=True)
class Page:
    """A page as laid out: characters with the bounds of their ink, and ruling lines."""

    width: float
    height: float
    signs: tuple[tuple[str, Rect], ...]
    lines: tuple[Rect, ...]

    @cached_property
    def level(self) -> list[Rect]:
        """Return the level ruling lines, from below."""
        return sorted((each for each in self.lines if each[3] - each[1] < each[2] - each[0]), key=_BOTTOM)

    @cached_property
    def upright(self) -> list[Rect]:
        """Return the upright ruling lines, from the left."""
        return sorted((each for each in self.lines if each[3] - each[1] >= each[2] - each[0]), key=_LEFT)

    def astray(self) -> str:
        """Return the characters that run over a ruling line, over each other or off the paper."""
        over = self._overprinted()
        found = [
            sign
            for at, (sign, box) in enumerate(self.signs)
            if at in over or self._off(box) or self._crosses(box)
        ]
        return "".join(found[:_SHOWN])

    def _crosses(self, box: Rect) -> bool:
        """Tell whether ink stands on both sides of a ruling line, more than rounding explains."""
        left, bottom, right, top = box
        start = bisect_right(self.level, bottom + _TOUCH, key=_BOTTOM)
        for line in self.level[start : bisect_left(self.level, top, key=_BOTTOM)]:
            if line[3] + _TOUCH < top and line[0] < right and left < line[2]:
                return True
        start = bisect_right(self.upright, left + _TOUCH, key=_LEFT)
        return any(
            line[2] + _TOUCH < right and line[1] < top and bottom < line[3]
            for line in self.upright[start : bisect_left(self.upright, right, key=_LEFT)]
        )

    def _overprinted(self) -> set[int]:
        """Return the numbers of the characters that stand on top of each other."""
        found, taken = set[int](), dict[tuple[int, int], list[tuple[int, float, float]]]()
        for at, (_, box) in enumerate(self.signs):
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            column, row = int(x / _CELL), int(y / _CELL)
            for place in product((column - 1, column, column + 1), (row - 1, row, row + 1)):
                for other, x0, y0 in taken.get(place, ()):
                    if abs(x - x0) < _CLOSE and abs(y - y0) < _CLOSE:
                        found |= {at, other}
            taken.setdefault((column, row), []).append((at, x, y))
        return found

    def _off(self, box: Rect) -> bool:
        left, bottom, right, top = box
        return left < _EDGE or bottom < _EDGE or right > self.width - _EDGE or top > self.height - _EDGE

    def seals(self) -> list[Rect]:
        """Return the boxes in which a seal belongs, from above, from the left."""
        text = "".join(sign for sign, _ in self.signs)
        found: list[Rect] = []
        at = text.find(SEAL)
        while at >= 0:
            box = self._box(self.signs[at][1])
            if box and box not in found:
                found.append(box)
            at = text.find(SEAL, at + 1)
        return found

    def _box(self, sign: Rect) -> Rect | None:
        """Return the ruled box around a sign; None where no lines enclose it."""
        x, y = (sign[0] + sign[2]) / 2, (sign[1] + sign[3]) / 2
        upright = [line for line in self.upright if line[1] <= y <= line[3]]
        level = [line for line in self.level if line[0] <= x <= line[2]]
        left = [line[2] for line in upright if line[2] <= x]
        right = [line[0] for line in upright if line[0] >= x]
        below = [line[3] for line in level if line[3] <= y]
        above = [line[1] for line in level if line[1] >= y]
        if not (left and right and below and above):
            return None
        return max(left), max(below), min(right), min(above)

    def within(self, box: Rect) -> list[str]:
        """Return the characters whose ink lies in a rectangle, in their order."""
        return [sign for sign, ink in self.signs if _overlap(ink, box)]


def _overlap(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def is_a4(width: float, height: float) -> bool:
    """Tell whether a page is A4, upright or lying; points."""
    size = sorted((width, height))
    return all(abs(own - a4) < _NEAR for own, a4 in zip(size, A4, strict=True))


def pages(sheaf: Sheaf) -> list[Page]:
    """Read the pages of a document."""
    with _Pdf(sheaf.pdf) as pdf:
        return [_page(pdf[at]) for at in range(sheaf.start, sheaf.stop)]


class _Pdf:
    """A PDF that is closed again."""

    def __init__(self, path: Path) -> None:
        self._document = pypdfium2.PdfDocument(path)

    def __enter__(self) -> pypdfium2.PdfDocument:
        return self._document

    def __exit__(self, *_: object) -> None:
        self._document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    lines = tuple(_lines(page))
    text = page.get_textpage()
    signs = []
    for at in range(text.count_chars()):
        sign = _HYPHEN.get(code := pypdfium2.raw.FPDFText_GetUnicode(text, at), chr(code))
        if not sign.isspace() and unicodedata.category(sign) != "Cc":
            signs.append((sign, tuple(text.get_charbox(at))))
    return Page(width, height, tuple(signs), lines)


def _lines(page: pypdfium2.PdfPage) -> Iterator[Rect]:
    """Yield the ruling lines of a page."""
    for each in page.get_objects(filter=[FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = each.get_bounds()
        if min(right - left, top - bottom) <= _THIN < max(right - left, top - bottom):
            yield left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a page: ``kind`` and the number of the page in its document, from 1; what was found."""

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
    missing = Counter(_plain(words)) - Counter(
        _plain("".join(sign for page in own for sign, _ in page.signs))
    )
    if missing:
        yield Fault("lost", 1, "".join(missing.elements())[:_SHOWN])
    for number, page in enumerate(own, 1):
        if astray := page.astray():
            yield Fault("astray", number, astray)
    if seals:
        yield from _seal_faults(own, blank or (), seals)


def _plain(text: str) -> str:
    """Return a text as its characters count: compatibility forms as their plain ones, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True)
class _Place:
    """The box of a seal on its page."""

    page: Page
    number: int
    box: Rect

    def low(self, height: float) -> list[str]:
        """Return the characters in the lowest part of the box, in their order."""
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
