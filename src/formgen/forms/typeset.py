"""How a text falls into lines: the widths of its characters, and where Chinese text may break.

The rules are those Word uses for Chinese (禁则): some characters never begin a line, some never end one, a number
or a Latin word is not broken. Where programs differ, more room is calculated here rather than less: no punctuation
hangs into the margin, none is squeezed.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import east_asian_width

POINTS_PER_MM = 72 / 25.4
NO_START = frozenset(
    "!%),-./:;>?]|}–¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠—"
)
NO_END = frozenset("$([{£¥№‘“〈《「『【〔〖〝﹙﹛﹝＄（［｛￡￥")
_QUOTES = frozenset("“”‘’\"'")  # LibreOffice keeps them to both their neighbours
_WEAK = frozenset("“”‘’—…·")  # signs that take the kind of what stands before them
_BETWEEN = 0.25  # em of air that programs put between a Han character and a Latin one
_HALF = 0.5
_UNKNOWN = 0.6  # em, at least, for Latin in a face whose widths are not known
_NEAR = 0.01  # points that rounding may cost

# Advance widths of Times New Roman from space to tilde, in thousandths of an em (Adobe Core 14, Times-Roman).
_TIMES = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278,
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500,
    500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
)  # fmt: skip
_HAN_FACES = ("宋", "仿", "黑", "楷")  # in these faces Latin letters and digits are half an em wide


@lru_cache(maxsize=4096)
def measure_em(character: str, face: str) -> float:
    """Return the width of a character in em; ``face`` is the face of Latin characters.

    Han characters, their punctuation and whatever the faces here may lack count as one em.
    """
    if character == " ":
        return _HALF  # beside Han characters some programs take it from their face
    if "!" <= character <= "~":
        times = _TIMES[ord(character) - ord(" ")] / 1000
        if face == "Times New Roman":
            return times
        return _HALF if face.startswith(_HAN_FACES) else max(times, _UNKNOWN)
    return 1.0


class _Sign(NamedTuple):
    """How a character stands among others: its kind, and where a line may not break beside it."""

    kind: str
    never_first: bool
    never_last: bool
    opens: bool
    in_word: bool


class _Signs(dict[str, _Sign]):
    """The characters met so far; texts are long and characters few."""

    def __missing__(self, character: str) -> _Sign:
        """Look at a character for the first time."""
        blank = character.isspace()
        made = self[character] = _Sign(
            _kind(character),
            never_first=blank or character in NO_START or character in _QUOTES,
            never_last=character in NO_END or character in _QUOTES,
            opens=character in NO_END,
            in_word=not blank and east_asian_width(character) not in "WF",
        )
        return made


_SIGNS = _Signs()


def _kind(character: str) -> str:
    """Tell Han from Latin; empty for blanks and punctuation, around which no air is put.

    What is neither, such as ① or ×, is taken for one by some programs and for the other by others.
    """
    if character.isascii():
        return "latin" if character.isalnum() or character == "%" else ""
    if east_asian_width(character) in "WF":
        return "han" if character.isalnum() else ""
    return "" if character in _WEAK else "other"


def measure_characters(text: str, size: float, face: str) -> list[float]:
    """Return the room in points that each character of a text takes, air between Han and Latin included."""
    found, before, air = list[float](), "", _BETWEEN * size
    for character in text:
        kind, room = _SIGNS[character].kind, measure_em(character, face) * size
        found.append(room + air if kind and before and kind != before else room)
        before = kind
    return found


def break_lines(
    text: str, room: Sequence[float], width: float, first: float = 0
) -> Iterator[tuple[int, int]]:
    """Yield where each line of a text begins and ends.

    ``room`` is what each character takes, ``width`` what a line has, ``first`` the indent of the first line, all in
    points. A line break in the text ends a paragraph; the next has the same indent.
    """
    start, used, legal = 0, first, 0
    before = _SIGNS["\n"]
    width += _NEAR
    for at, (character, taken) in enumerate(zip(text, room, strict=True)):
        sign = _SIGNS[character]
        if character == "\n":
            yield start, at
            if used > width:  # blanks before a line break are not left hanging at the end of the line
                yield at, at
            start, used, legal = at + 1, first, at + 1
        else:
            if at > start and _may_part(before, sign):
                legal = at
            used += taken
            if used > width and at > start and not character.isspace():
                end = legal if legal > start else at
                yield start, end
                start, used = end, sum(room[end : at + 1])
        before = sign
    yield start, len(text)


def may_break(before: str, after: str) -> bool:
    """Return whether a line may end between two characters."""
    return _may_part(_SIGNS[before], _SIGNS[after])


def _may_part(before: _Sign, after: _Sign) -> bool:
    if after.never_first or before.never_last:
        return False
    return not (before.in_word and (after.in_word or after.opens))
