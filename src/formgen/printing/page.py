"""A page of a PDF as it is printed: where the ink of each character is, the ruling lines, the places of seals.

Knows geometry in points, measured from the lower left, and what PDFium says about it; reads PDF files only.
"""

import ctypes
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from operator import attrgetter
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from formgen.forms.typeset import POINTS_PER_MM
from formgen.printing.conversion import PageRange

SEAL = "盖章"
A4 = (595.276, 841.89)  # points
_NEAR = 3.0  # points by which programs differ in what A4 is, and by which lines that meet may miss each other
_THIN = 4.0  # points: a path no thicker is a ruling line
_TOUCH = 0.8  # points of ink over a line or an edge that hinting and rounding can explain
_LONG = 250.0  # points: no underline is that long
_CELL, _CLOSE = 8.0, 1.5  # points: of the grid to look for neighbours in; between middles that count as one
_EDGE = 3 * POINTS_PER_MM  # no printer prints closer to the paper's edge
_SHOWN, _STRETCHES = 12, 5  # the most characters shown of a stretch, and stretches of a fault
_HYPHEN = 2  # what PDFium returns for a hyphen at the end of a line
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # halves of a character beyond U+FFFF

_LEFT, _BOTTOM = attrgetter("left"), attrgetter("bottom")


class Rect(NamedTuple):
    """A rectangle on a page; points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """Return x and y of its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def overlaps(self, other: "Rect") -> bool:
        """Return whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


def _follows(box: Rect, before: Rect) -> bool:
    """Return whether a character stands right behind another in its line."""
    level = min(box.top, before.top) > max(box.bottom, before.bottom) or box.height < before.height / 2
    return level and -_TOUCH <= box.left - before.right < max(box.height, before.height)


_ANYWHERE = Rect(-1e6, -1e6, 1e6, 1e6)


class Character(NamedTuple):
    """A character on a page, and the bounds of its ink."""

    text: str
    box: Rect


class _Neighbour(NamedTuple):
    """A character among those that others may stand on: its number, its box, the middle of that."""

    number: int
    box: Rect
    x: float
    y: float


@dataclass(frozen=True)
class Page:
    """A page as laid out: characters with the bounds of their ink, thin paths, and which characters are cut off.

    ``cut`` are the numbers of the characters whose ink goes beyond the region that is painted.
    """

    width: float
    height: float
    characters: tuple[Character, ...]
    lines: tuple[Rect, ...]
    cut: frozenset[int] = frozenset()

    @cached_property
    def vertical(self) -> list[Rect]:
        """Return the vertical ruling lines, from the left."""
        return sorted((each for each in self.lines if each.height >= each.width), key=_LEFT)

    @cached_property
    def horizontal(self) -> list[Rect]:
        """Return the horizontal ruling lines, from below: they meet a vertical one, or are longer than any underline."""
        level = [each for each in self.lines if each.height < each.width]
        ruled = (
            each for each in level if _is_long(each) or any(_meet(each, other) for other in self.vertical)
        )
        return sorted(ruled, key=_BOTTOM)

    def find_misplaced(self) -> str:
        """Return the characters that run over a ruling line, over each other, off the paper, or are cut off.

        Those beside each other are one stretch; stretches are parted by the marks of quotations.
        """
        wrong = self._find_overprinted() | self.cut
        stretches, last = list[str](), -1
        for at, (char, box) in enumerate(self.characters):
            if not (at in wrong or self._is_off_paper(box) or self._crosses(box)):
                continue
            if stretches and last == at - 1 and _follows(box, self.characters[last].box):
                stretches[-1] += char
            else:
                stretches.append(char)
            last = at
        return "”“".join(each[:_SHOWN] for each in stretches[:_STRETCHES])

    def _is_off_paper(self, box: Rect) -> bool:
        left, bottom, right, top = box
        return left < _EDGE or bottom < _EDGE or right > self.width - _EDGE or top > self.height - _EDGE

    def _crosses(self, box: Rect) -> bool:
        """Return whether ink is on both sides of a ruling line, more than rounding explains."""
        left, bottom, right, top = box
        start = bisect_right(self.horizontal, bottom + _TOUCH, key=_BOTTOM)
        for line in self.horizontal[start : bisect_left(self.horizontal, top, key=_BOTTOM)]:
            if line.top + _TOUCH < top and line.left < right and left < line.right:
                return True
        start = bisect_right(self.vertical, left + _TOUCH, key=_LEFT)
        return any(
            line.right + _TOUCH < right and line.bottom < top and bottom < line.top
            for line in self.vertical[start : bisect_left(self.vertical, right, key=_LEFT)]
        )

    def _find_overprinted(self) -> set[int]:
        """Return the numbers of the characters that are on top of each other.

        Those that share one box are one glyph, such as ﬁ; an accent is meant to be on its letter.
        """
        found, taken = set[int](), dict[tuple[int, int], list[_Neighbour]]()
        for at, (char, box) in enumerate(self.characters):
            if unicodedata.category(char) == "Mn":
                continue
            x, y = box.middle
            column, row = int(x / _CELL), int(y / _CELL)
            for place in product((column - 1, column, column + 1), (row - 1, row, row + 1)):
                for other in taken.get(place, ()):
                    if abs(x - other.x) < _CLOSE and abs(y - other.y) < _CLOSE and other.box != box:
                        found |= {at, other.number}
            taken.setdefault((column, row), []).append(_Neighbour(at, box, x, y))
        return found

    def find_seal_boxes(self) -> list[Rect]:
        """Return the boxes in which a seal belongs, from above, from the left."""
        text = "".join(char for char, _ in self.characters)
        found: list[Rect] = []
        at = text.find(SEAL)
        while at >= 0:
            box = self._find_box(self.characters[at].box)
            if box and box not in found:
                found.append(box)
            at = text.find(SEAL, at + 1)
        return found

    def _find_box(self, ink: Rect) -> Rect | None:
        """Return the ruled box around a character; None where no lines enclose it."""
        x, y = ink.middle
        vertical = [line for line in self.vertical if line.bottom <= y <= line.top]
        horizontal = [line for line in self.horizontal if line.left <= x <= line.right]
        left = [line.right for line in vertical if line.right <= x]
        right = [line.left for line in vertical if line.left >= x]
        below = [line.top for line in horizontal if line.top <= y]
        above = [line.bottom for line in horizontal if line.bottom >= y]
        if not (left and right and below and above):
            return None
        return Rect(max(left), max(below), min(right), min(above))

    def read_within(self, box: Rect) -> list[str]:
        """Return the characters whose ink lies in a rectangle, in their order."""
        return [char for char, ink in self.characters if ink.overlaps(box)]


def is_a4(width: float, height: float) -> bool:
    """Return whether a page is A4, portrait or landscape; points."""
    size = sorted((width, height))
    return all(abs(own - a4) < _NEAR for own, a4 in zip(size, A4, strict=True))


def read_pages(pages: PageRange) -> list[Page]:
    """Read the pages of a PDF document."""
    with closing(pypdfium2.PdfDocument(pages.pdf)) as pdf:
        return [_read_page(pdf[at]) for at in range(pages.start, pages.stop)]


def _is_long(line: Rect) -> bool:
    return line.width > _LONG


def _meet(one: Rect, other: Rect) -> bool:
    return Rect(one.left - _NEAR, one.bottom - _NEAR, one.right + _NEAR, one.top + _NEAR).overlaps(other)


def _read_page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    shown, clips = _Clips(text), list[Rect]()
    characters = list[Character]()
    for at, char in _read_characters(text):
        if not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf"}:
            characters.append(Character(char, Rect(*text.get_charbox(at))))
            clips.append(shown.of(at))
    cut = frozenset(at for at, (_, box) in enumerate(characters) if _reaches_beyond(box, clips[at]))
    return Page(width, height, tuple(characters), tuple(_read_lines(page)), cut)


def _read_characters(text: pypdfium2.PdfTextPage) -> Iterator[tuple[int, str]]:
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


def _reaches_beyond(box: Rect, clip: Rect) -> bool:
    """Return whether ink goes beyond the region that is painted, more than rounding explains."""
    return (
        box.left < clip.left - _TOUCH
        or box.bottom < clip.bottom - _TOUCH
        or box.right > clip.right + _TOUCH
        or box.top > clip.top + _TOUCH
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
            self.known[address] = _intersect_clips(found)
        return self.known[address]


def _intersect_clips(text: object) -> Rect:
    """Return what all clipping paths of a text leave."""
    clip = raw.FPDFPageObj_GetClipPath(text)
    left, bottom, right, top = _ANYWHERE
    for path in range(max(raw.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        points = list(_read_points(clip, path))
        if points:
            across, up = [x for x, _ in points], [y for _, y in points]
            left, bottom = max(left, min(across)), max(bottom, min(up))
            right, top = min(right, max(across)), min(top, max(up))
    return Rect(left, bottom, right, top)


def _read_points(clip: object, path: int) -> Iterator[tuple[float, float]]:
    for at in range(raw.FPDFClipPath_CountPathSegments(clip, path)):
        segment, x, y = raw.FPDFClipPath_GetPathSegment(clip, path, at), ctypes.c_float(), ctypes.c_float()
        if raw.FPDFPathSegment_GetPoint(segment, x, y):
            yield x.value, y.value


def _read_lines(page: pypdfium2.PdfPage) -> Iterator[Rect]:
    """Yield the thin paths of a page."""
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        box = Rect(*each.get_bounds())
        if min(box.width, box.height) <= _THIN < max(box.width, box.height):
            yield box
