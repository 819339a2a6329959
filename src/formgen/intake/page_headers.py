"""The texts of the headers and footers of a printed sheet, without the codes between them. Knows text only."""

import re
from collections.abc import Iterable, Iterator

_PART = re.compile("&[LCR]")
_CODE = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|[A-Za-z+-])')
_WORDS = re.compile("[一-鿿A-Za-z]")


def list_page_texts(written: Iterable[str]) -> Iterator[str]:
    """Yield each text once, left, centre and right apart; page numbers, dates and names of files are none."""
    texts = (
        _CODE.sub("", part.replace("&&", "\0")).replace("\0", "&").strip()
        for each in written
        for part in _PART.split(each)
    )
    yield from dict.fromkeys(text for text in texts if _WORDS.search(text))
