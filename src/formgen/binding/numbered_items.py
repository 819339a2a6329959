"""Numbers set ready in a box, each at the head of a line to be written behind it: 1. 2. 3., （一）（二）. Knows text only."""

import re

from formgen.binding.time_gaps import GapSpan
from formgen.binding.wording import BLANK, squeeze

_MARK = r"(?:\d{1,2}[.．、)）]|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳])"
_ITEM = re.compile(rf"[{BLANK}]*{_MARK}(?P<gap>[{BLANK}]*)[；;。.]?")
_LED = re.compile(rf"{_MARK}(?!\d)[{BLANK}]*")


def gaps_of_items(text: str) -> list[GapSpan]:
    """Return the gaps behind the numbers of a text that is nothing but numbers at the heads of its lines."""
    found, offset = list[GapSpan](), 0
    for line in text.split("\n"):
        item = _ITEM.fullmatch(line)
        if item is None and line.strip(BLANK):
            return []
        if item is not None:
            found.append((item.start("gap") + offset, item.end("gap") + offset))
        offset += len(line) + 1
    return found


def items_of(value: str) -> list[str]:
    """Return the lines of a value without the numbers that it may bring along."""
    return [_LED.sub("", line.strip(), count=1) for line in value.split("\n") if squeeze(line)]
