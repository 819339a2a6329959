"""Printed words compared as a person compares them: widths, blanks and small corrections aside.

Knows text only: no document, no form.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache

from formgen.folding import keep_letters
from formgen.forms.ticks import TICKED_BOXES

_TO_ASCII = 0xFEE0  # from a full-width sign to its half-width one
_OTHER_SIGNS = str.maketrans(
    "。、“”„‘’【】〔〕［］｛｝‐‑–—―−－〜∶﹕·•・\u3000", '.,"""\'\'()()()()-------~::···\u0020'
)
_TICKED, _TICK = re.compile(f"[{TICKED_BOXES}]"), "☑"
_PUNCTUATION = " \t:：,，;；.。、"
# signs that tell one place from another: a label that lost, gained or changed one of them is another label
_TELLING = frozenset(
    "☑0123456789一二三四五六七八九十甲乙丙丁省市县区乡镇村街组不未无非否上下左右前后内外男女正副自考初复总应实已增减多少高低大小起止新旧收支年月日"
)
_LONG, _LIKE = 12, 0.8  # letters of a long text, and how much of it stays in a small correction
_FEW = 2  # letters that a small correction may add or leave out
_NOTES = frozenset({"盖章", "签章", "公章", "签字", "签名"})  # what offices add behind a label
_SHORTEST = 3  # letters of a text in which one may be another


def plain(text: str) -> str:
    """Return a text sign for sign with the widths and shapes of its signs made alike; its length stays."""
    narrow = "".join(chr(ord(sign) - _TO_ASCII) if "！" <= sign <= "～" else sign for sign in text)
    return narrow.translate(_OTHER_SIGNS)


@lru_cache(maxsize=4096)
def comparable(text: str) -> str:
    """Return what counts of printed words: letters, digits and ticks, or their signs where they have none of these."""
    between = _TICKED.split(text)
    return _TICK.join(map(keep_letters, between)) or "".join(plain(text).split())


def says_same(printed: str, shown: str) -> bool:
    """Return whether two texts have the same words."""
    return printed == shown or comparable(printed) == comparable(shown)


@lru_cache(maxsize=4096)
def is_alike(printed: str, shown: str) -> bool:
    """Return whether a text is another with a small correction that leaves it the label of the same place."""
    one, other = comparable(printed), comparable(shown)
    if one == other:
        return True
    if not one or not other or _telling(one) != _telling(other):
        return False
    if min(len(one), len(other)) >= _LONG:
        return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE
    if len(one) == len(other):
        changed = sum(1 for mine, theirs in zip(one, other, strict=True) if mine != theirs)
        return changed == 1 and len(one) >= _SHORTEST
    short, long = sorted((one, other), key=len)
    return len(long) <= 2 * len(short) and _is_part(short, long)


def is_corrected(printed: str, shown: str) -> bool:
    """Return whether a text is another but for a sign or two within: a slip put right.

    What was written in front of it or behind it is no correction of it, but for a note who seals or signs there.
    """
    one, other = comparable(printed), comparable(shown)
    in_front = len(other) > len(one) and other.endswith(one)
    behind = other.removeprefix(one) if other.startswith(one) else ""
    added = in_front or (behind and behind not in _NOTES)
    return is_alike(printed, shown) and abs(len(other) - len(one)) <= _FEW and not added


def ends_open(text: str) -> bool:
    """Return whether words end with a colon, as those do that something is written behind."""
    return plain(text).rstrip().endswith(":")


def is_begun_by(printed: str, shown: str) -> bool:
    """Return whether a text begins with words that end with a colon: something was written behind them."""
    return ends_open(printed) and "".join(plain(shown).split()).startswith("".join(plain(printed).split()))


def strip_punctuation(text: str) -> str:
    """Return a text without the punctuation at its ends."""
    return text.strip(_PUNCTUATION)


def _telling(letters: str) -> Counter[str]:
    return Counter(sign for sign in letters if sign in _TELLING)


def _is_part(short: str, long: str) -> bool:
    """Return whether a text is another with some signs left out."""
    rest = iter(long)
    return all(sign in rest for sign in short)
