"""Labels as they are compared: without blanks, colons, stars and numbering, and, second, without brackets. Knows text only."""

import re
import unicodedata
from functools import lru_cache

BLANK = " \t\u00a0\u3000_＿\u2002\u2003\u2009"
_NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,2}[)）、.．](?!\d)|[①-⑳])"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_UNIT = re.compile(r"[:：]?(?:元|万元|人|岁|平方米|㎡|m2|cm|kg|年|%)$")
_DROPPED = str.maketrans("", "", ":*★☆_＿﹡※;；\u200b\ufeff")
_SHORT = 2
_KEPT = 4096  # labels of forms and keys of data, which are the same for every record


def squeeze(text: str) -> str:
    """Return a text half-width and without blanks of any kind."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def printed(text: str) -> str:
    """Return a label as it is printed, without blanks."""
    return "".join(text.split()).strip(":：*")


@lru_cache(maxsize=_KEPT)
def exact(text: str) -> str:
    """Return what two labels have in common that are the same but for blanks, colons, stars and numbering."""
    plain = squeeze(text).translate(_DROPPED).strip("、，,。.")
    return (_NUMBERING.sub("", plain) or plain).lower()


@lru_cache(maxsize=_KEPT)
def loose(text: str) -> str:
    """Return a label without what stands in brackets, besides what ``exact`` leaves out."""
    plain = exact(text)
    bare = plain
    while (found := _BRACKETS.sub("", bare)) != bare:
        bare = found
    return bare.strip("()") or plain


def readings(text: str) -> tuple[str, ...]:
    """Return the ways to read a label, the likeliest last: its lines joined, and, where all are short, by columns.

    Two lines of two signs are a word above a word (呈报 above 单位); more lines are two columns.
    """
    joined = printed(text)
    lines = [squeeze(line) for line in text.split("\n") if squeeze(line)]
    stacked = len(lines) > 1 and all(len(line) <= _SHORT for line in lines)
    if not stacked or all(len(line) < _SHORT for line in lines):
        return (joined,)
    columns = "".join(line[0] for line in lines) + "".join(line[1:] for line in lines)
    return (columns, joined) if len(lines) == len("两行") else (joined, columns)
