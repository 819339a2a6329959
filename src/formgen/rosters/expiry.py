"""Whether a text with a day on which something ends says that it is there on a stated day: 电工证（2024年到期）.

Of several things in one text each ends on its own. A year or a month alone ends within it: on a day of it that is open.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.rosters.having import Having, read_having

_DATE = r"(20\d\d)(?:[年./-](?:(\d{1,2})(?:[月./-](?:(\d{1,2})日?)?)?)?)?(?!\d)"
_OPENS = r"(?:有效期?限?|聘期|合同期?限?|期限)(?:为|是|:|截)?"
_UNTIL = re.compile(
    rf"{_OPENS}(?:自|从)?(?:20\d\d[^至到~—-]{{0,8}}[起]?)?(?:[至到~—-]+|截止)(?:于|:)?{_DATE}止?"
)
_ENDS = re.compile(rf"{_DATE}(?:底|末)?(?:将|就|会|后|前)?(?:到期|过期|失效|期满|届满|为止|截止)")
_RENEWED = re.compile(
    "(?<![未没不])(?:换|复审|复核|年审|续|重新|延期|补)"
)  # whether the end still stands cannot be told
_APART = re.compile(r"[、；;\n]")
_ORDER = (Having.HAS, Having.OPEN, Having.ENDED)


@lru_cache(maxsize=2**14)
def read_having_on(text: str, day: date) -> Having:
    """Return what a text says of the thing of its column on a day."""
    parts = [each for each in _APART.split(text) if keep_letters(each)]
    if not any("20" in each and (_find_end(each)) for each in parts):
        return read_having(text)
    judged = [_read_part(each, day) for each in parts]
    return next((each for each in _ORDER if each in judged), Having.NONE)


def is_there_on(text: str, day: date) -> bool | None:
    """Return whether a text says that there is something on a day; None where it leaves it open."""
    return {Having.HAS: True, Having.OPEN: None}.get(read_having_on(text, day), False)


def _find_end(text: str) -> re.Match[str] | None:
    plain = remove_blanks(fold(text))
    return _UNTIL.search(plain) or _ENDS.search(plain)


def _read_part(text: str, day: date) -> Having:
    found = _find_end(text)
    span = _read_span(found) if found else None
    if found is None or span is None:
        return read_having(text)
    first, last = span
    rest = remove_blanks(fold(text)).replace(found[0], "")
    if last < day:
        return Having.OPEN if _RENEWED.search(rest) else Having.ENDED
    if first < day:
        return Having.OPEN
    return read_having(rest) if keep_letters(rest) else Having.HAS


def _read_span(found: re.Match[str]) -> tuple[date, date] | None:
    """Return the first and the last day on which something may end; None for no date."""
    year, month, day = (int(each) if each else 0 for each in found.groups())
    try:
        last_month = month or 12
        last = date(year, last_month, day or monthrange(year, last_month)[1])
        return date(year, month or 1, day or 1), last
    except ValueError:
        return None
