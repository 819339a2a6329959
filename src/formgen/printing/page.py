"""A page of a PDF as it is printed: where the ink of each character is, the ruling lines, the places for seals."""

import ctypes
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from operator import itemgetter

import pypdfium2
from pypdfium2 import raw

from formgen.forms.typeset import POINTS_PER_MM
from formgen.printing.conversion import Sheaf

SEAL = "盖章"
A4 = (595.276, 841.89)  # points
_NEAR = 3.0  # points by which programs differ in what A4 is, and by which lines that meet may miss each other
_THIN = 4.0  # points: a path no thicker is a ruling line
_TOUCH = 0.8  # points of ink over a line or an edge that hinting and rounding can explain
_LONG = 250.0  # points: no underline is that long
_CELL, _CLOSE = 8.0, 1.5  # points: of the grid to look for neighbours in; between middles that count as one
_EDGE = 3 * POINTS_PER_MM  # no printer prints closer to the paper's edge
_SHOWN = 12  # the most characters shown of a fault
_HYPHEN = 2  # what PDFium returns for a hyphen at the end of a line
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # halves of a character beyond U+FFFF

Rect = tuple[float, float, float, float]  # left, bottom, right, top; points
_LEFT, _BOTTOM = itemgetter(0), itemgetter(1)
_ANYWHERE: Rect = (-1e6, -1e6, 1e6, 1e6)


@dataclass(frozen=True)
class Page:
    """A page as laid out: characters with the bounds of their ink, thin paths, and which characters are cut off.

    ``cut`` are the numbers of the characters whose ink goes beyond the region that is painted.
    """

    width: float
    height: float
    signs: tuple[tuple[str, Rect], ...]
    lines: tuple[Rect, ...]
    cut: frozenset[int] = frozenset()

    @cached_property
    def upright(self) -> list[Rect]:
        """Return the vertical ruling lines, from the left."""
        return sorted((each for each in self.lines if each[3] - each[1] >= each[2] - each[0]), key=_LEFT)

    @cached_property
    def level(self) -> list[Rect]:
        """Return the horizontal ruling lines, from below: they meet a vertical one, or are longer than any underline."""
        level = [each for each in self.lines if each[3] - each[1] < each[2] - each[0]]
        ruled = (
            each for each in level if _is_long(each) or any(_meet(each, other) for other in self.upright)
        )
        return sorted(ruled, key=_BOTTOM)

    def astray(self) -> str:
        """Return the characters that run over a ruling line, over each other, off the paper, or are cut off."""
        wrong = self._overprinted() | self.cut
        found = [
            sign
            for at, (sign, box) in enumerate(self.signs)
            if at in wrong or self._off(box) or self._crosses(box)
        ]
        return "".join(found[:_SHOWN])

    def _off(self, box: Rect) -> bool:
        left, bottom, right, top = box
        return left < _EDGE or bottom < _EDGE or right > self.width - _EDGE or top > self.height - _EDGE

    def _crosses(self, box: Rect) -> bool:
        """Return whether ink is on both sides of a ruling line, more than rounding explains."""
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
        """Return the numbers of the characters that are on top of each other.

        Those that share one box are one glyph, such as ﬁ; an accent is meant to be on its letter.
        """
        found, taken = set[int](), dict[tuple[int, int], list[tuple[int, Rect, float, float]]]()
        for at, (sign, box) in enumerate(self.signs):
            if unicodedata.category(sign) == "Mn":
                continue
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            column, row = int(x / _CELL), int(y / _CELL)
            for place in product((column - 1, column, column + 1), (row - 1, row, row + 1)):
                for other, own, x0, y0 in taken.get(place, ()):
                    if abs(x - x0) < _CLOSE and abs(y - y0) < _CLOSE and own != box:
                        found |= {at, other}
            taken.setdefault((column, row), []).append((at, box, x, y))
        return found

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
        """Return the ruled box around a character; None where no lines enclose it."""
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


def is_a4(width: float, height: float) -> bool:
    """Return whether a page is A4, portrait or landscape; points."""
    size = sorted((width, height))
    return all(abs(own - a4) < _NEAR for own, a4 in zip(size, A4, strict=True))


def pages(sheaf: Sheaf) -> list[Page]:
    """Read the pages of a PDF document."""
    with closing(pypdfium2.PdfDocument(sheaf.pdf)) as pdf:
        return [_page(pdf[at]) for at in range(sheaf.start, sheaf.stop)]


def _overlap(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_long(line: Rect) -> bool:
    return line[2] - line[0] > _LONG


def _meet(one: Rect, other: Rect) -> bool:
    return _overlap((one[0] - _NEAR, one[1] - _NEAR, one[2] + _NEAR, one[3] + _NEAR), other)


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    shown, clips = _Clips(text), list[Rect]()
    signs = list[tuple[str, Rect]]()
    for at, sign in _characters(text):
        if not sign.isspace() and unicodedata.category(sign) not in {"Cc", "Cf"}:
            signs.append((sign, tuple(text.get_charbox(at))))
            clips.append(shown.of(at))
    cut = frozenset(at for at, (_, box) in enumerate(signs) if _beyond(box, clips[at]))
    return Page(width, height, tuple(signs), tuple(_lines(page)), cut)


def _characters(text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, str]]:
    """Yield the characters of a page with their numbers; the two halves of a rare one are one."""
    high = 0
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in _HIGH:
            high = code
        elif code in _LOW and high:
            yield at, chr(0x10000 + ((high - _HIGH.start) << 10) + (code - _LOW.start))
        else:
            yield at, "-" if code == _HYPHEN else chr(code)


def _beyond(box: Rect, clip: Rect) -> bool:
    """Return whether ink goes beyond the region that is painted, more than rounding explains."""
    left, bottom, right, top = box
    return (
        left < clip[0] - _TOUCH
        or bottom < clip[1] - _TOUCH
        or right > clip[2] + _TOUCH
        or top > clip[3] + _TOUCH
    )


@dataclass
class _Clips:
    """The regions that the texts of a page are painted in, read once for each text."""

    text: pypdfium2.PdfTextPage

    def __post_init__(self) -> None:
        """Start with no region known."""
        self.known: dict[int, Rect] = {}

    def of(self, at: int) -> Rect:
        """Return the region that a character is painted in."""
        found = raw.FPDFText_GetTextObject(self.text, at)
        if not found:
            return _ANYWHERE
        address = ctypes.addressof(found.contents)
        if address not in self.known:
            self.known[address] = _clip(found)
        return self.known[address]


def _clip(text: object) -> Rect:
    """Return what all clipping paths of a text leave."""
    clip = raw.FPDFPageObj_GetClipPath(text)
    left, bottom, right, top = _ANYWHERE
    for path in range(max(raw.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        points = list(_points(clip, path))
        if points:
            across, up = [x for x, _ in points], [y for _, y in points]
            left, bottom = max(left, min(across)), max(bottom, min(up))
            right, top = min(right, max(across)), min(top, max(up))
    return left, bottom, right, top


def _points(clip: object, path: int) -> Iterator[tuple[float, float]]:
    for at in range(raw.FPDFClipPath_CountPathSegments(clip, path)):
        segment, x, y = raw.FPDFClipPath_GetPathSegment(clip, path, at), ctypes.c_float(), ctypes.c_float()
        if raw.FPDFPathSegment_GetPoint(segment, x, y):
            yield x.value, y.value


def _lines(page: pypdfium2.PdfPage) -> Iterator[Rect]:
    """Yield the thin paths of a page."""
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = each.get_bounds()
        if min(right - left, top - bottom) <= _THIN < max(right - left, top - bottom):
            yield left, bottom, right, top
