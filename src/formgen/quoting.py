"""What somebody typed, made fit to be shown: signs that cannot be seen are named, long numbers masked, long texts cut.

Knows text only. Every problem and every explanation passes through here on its way to a terminal, a list or JSON.
"""

import re
import unicodedata
from collections.abc import Sequence

_LONGEST = 100  # characters of a text that are shown
_COMPARED, _AROUND = 60, 10  # of two texts shown beside each other, and of what is alike around a difference
_MASKED = 11  # digits and more: telephone and identity numbers
_IDENTITY = 15  # digits and more
_HIDDEN_DIFFERENCE = "（中间几位不同）"
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_NUMBER = re.compile(rf"\d(?:[ -]?\d){{{_MASKED - 1},}}[Xx]?")
_IDENTITY_NUMBER = re.compile(rf"\d(?:[ -]?\d){{{_IDENTITY - 1},}}[Xx]?")
# In lists of people a number of seven digits and more is a telephone, however it is parted; a day and a month are none.
_PARTED = r"[ _.·．\-－–—‐/／()（）]{0,3}"
_DAY = r"(?<!\d)(?:19|20)\d\d(?P<sign>[-./])(?:0?[1-9]|1[0-2])(?:(?P=sign)(?:[12]\d|3[01]|0?[1-9]))?(?!\d)"
_SPELT = "[〇零○幺一二三四五六七八九]"
_CONTACT = re.compile(
    rf"(?P<day>{_DAY})|(?:[(（](?=\d+[)）]))?\d(?:{_PARTED}\d){{{_MASKED - 1},}}[Xx]?|\d{{7,}}"
    rf"|(?<!\d)\d{{3}}[,，、]\d{{4}}[,，、]\d{{4}}(?!\d)|(?<!\d)\d{{3,4}}[ .·．\-－–—/]\d{{4}}(?!\d)"
    rf"|{_SPELT}(?:[ \-－]?{_SPELT}){{6,}}"
)
# control characters, lone surrogates, noncharacters, and what takes no room or turns the direction of writing;
# the joiners and variation selectors within a word are part of its spelling
_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
UNPRINTABLE = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_DIRECTIONS}{_NONCHARACTERS}]")
_JOINERS = "\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ZERO_WIDTH = (
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_UNSEEN = re.compile(f"{UNPRINTABLE.pattern[:-1]}{_ZERO_WIDTH}]")
_UNSEEN_OR_JOINER = re.compile(f"{_UNSEEN.pattern[:-1]}{_JOINERS}]")


def show(text: str) -> str:
    """Return a text on one line, with every sign that cannot be seen named: ``783〔U+200B〕``."""
    return _UNSEEN.sub(lambda match: f"〔{_code(match[0])}〕", _BREAKS.sub(" ", text))


def make_printable(text: str) -> str:
    """Return a text with what cannot be printed named; its lines, tabs and all else stay: for cells that hold text."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNPRINTABLE.sub(lambda match: match[0] if match[0] in "\n\t" else f"〔{_code(match[0])}〕", plain)


def quote(text: str) -> str:
    """Return what somebody typed as it may be shown to others: ``show``, with long numbers masked."""
    return mask_numbers(show(text))


def mask_numbers(text: str) -> str:
    """Return a text with the long numbers in it masked: telephone and identity numbers."""
    return _NUMBER.sub(lambda match: _mask(match[0]), text)


def quote_of_person(text: str) -> str:
    """Return what stands in a list of people as it may be shown: ``quote``, with telephones in all their spellings masked."""
    plain = _UNSEEN_OR_JOINER.sub("", _BREAKS.sub(" ", text))
    masked = _CONTACT.sub(lambda match: match[0] if match["day"] else _mask(match[0]), plain)
    return show(text) if masked == plain else masked


def mask_identities(text: str) -> str:
    """Return a text with identity numbers masked; telephone numbers stay, for a reader who has to dial them."""
    return _IDENTITY_NUMBER.sub(lambda match: _mask(match[0]), text)


def shorten(text: str) -> str:
    """Return the beginning of a text, and how long it is where it is too long to be shown."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……（共{len(text)}字）"


def mask_both(one: str, other: str) -> tuple[str, str]:
    """Return two texts with the identity numbers in them masked; it is said where only what is masked differs.

    Telephone numbers stay: a person has to choose between them.
    """
    masked, beside = mask_identities(one), mask_identities(other)
    return masked, beside + _HIDDEN_DIFFERENCE * (masked == beside and one != other)


def cut_to_difference(one: str, other: str) -> tuple[str, str]:
    """Return two texts as they are held against each other: of long ones the stretch that is another, with some words around it.

    Identity numbers are masked, as ``mask_both`` does.
    """
    one, other = mask_both(one, other)
    before, after = (" ".join(each.split()) for each in (one, other))
    if max(len(before), len(after)) <= _COMPARED:
        return one, other
    same = _count_same(before, after)
    start = max(same - _AROUND, 0)
    end = max(_count_same(*(each[same:][::-1] for each in (before, after))) - _AROUND, 0)
    return _cut(before, start, end), _cut(after, start, end)


def _count_same(one: str, other: str) -> int:
    """Return how many signs two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    stretch = text[start : len(text) - end]
    return f"{'……' * bool(start)}{shorten(stretch)}{'……' * bool(end)}"


def list_unseen(text: str) -> list[str]:
    """Return the codes of the signs in a text that cannot be seen: ``U+200B``. Blanks and line breaks can."""
    plain = _BREAKS.sub(" ", text)
    return list(dict.fromkeys(_code(sign) for sign in _UNSEEN_OR_JOINER.findall(plain)))


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _mask(number: str) -> str:
    """Return a long number with its middle hidden: 3301**********1234, 138****5678, 87****21."""
    signs = [sign for sign in number if unicodedata.category(sign)[0] in "LN"]
    head, tail = (4, 4) if len(signs) >= _IDENTITY else (3, 4) if len(signs) >= _MASKED else (2, 2)
    return "".join([*signs[:head], "*" * (len(signs) - head - tail), *signs[-tail:]])


def few(names: Sequence[str], unit: str, most: int = 3) -> str:
    """Return the first names of a list, and how many there are when not all are shown."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等{len(names)}{unit}"
