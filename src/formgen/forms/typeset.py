"""How a text falls into lines: the widths of its characters, and where Chinese text may break.

The rules are those Word uses for Chinese (禁则): some characters never begin a line, some never end one, a number
or a Latin word is not broken. Where programs differ, the reckoning here takes more room rather than less: no
punctuation hangs into the margin, none is squeezed.
"""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

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


def em(character: str, face: str) -> float:
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


def advances(text: str, size: float, face: str) -> list[float]:
    """Return the room in points that each character of a text takes, air between Han and Latin included."""
    found = list[float]()
    for at, character in enumerate(text):
        width = em(character, face)
        if (
            at
            and _kind(character) != _kind(text[at - 1])
            and "" not in {_kind(character), _kind(text[at - 1])}
        ):
            width += _BETWEEN
        found.append(width * size)
    return found


def _kind(character: str) -> str:
    """Tell Han from Latin; empty for blanks and punctuation, around which no air is put.

    What is neither, such as ① or ×, is taken for one by some programs and for the other by others.
    """
    if character.isascii():
        return "latin" if character.isalnum() or character == "%" else ""
    if east_asian_width(character) in "WF":
        return "han" if character.isalnum() else ""
    return "" if character in _WEAK else "other"


def lines(text: str, room: Sequence[float], width: float, first: float = 0) -> Iterator[tuple[int, int]]:
    """Yield where each line of a text begins and ends.

    ``room`` is what each character takes, ``width`` what a line has, ``first`` the indent of the first line, all in
    points. A line break in the text ends a line.
    """
    start, used, legal = 0, first, 0
    for at, character in enumerate(text):
        if character == "\n":
            yield start, at
            if used > width + _NEAR:  # blanks before a line break are not left hanging at the end of the line
                yield at, at
            start, used, legal = at + 1, 0.0, at + 1
            continue
        if at > start and may_break(text[at - 1], character):
            legal = at
        used += room[at]
        if used > width + _NEAR and at > start and not character.isspace():
            end = legal if legal > start else at
            yield start, end
            start, used = end, sum(room[end : at + 1])
    yield start, len(text)


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters."""
    if after in NO_START or before in NO_END or after.isspace() or {before, after} & _QUOTES:
        return False
    return not (_in_word(before) and (_in_word(after) or after in NO_END))


def _in_word(character: str) -> bool:
    """Tell whether a character holds on to its neighbours: letters, digits and signs that are not Chinese."""
    return not character.isspace() and east_asian_width(character) not in "WF"
