"""Proof-reading of pages: is everything there, inside its box and on its page, and are the places for seals free?

A line that is cut in half changes neither the extracted text nor the number of pages; therefore the ink of every
character is compared with the ruling lines of the page and with what is painted. What a form should look like is
taken from its own blank, laid out in the same run with the same fonts.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto
from itertools import groupby

from formgen.forms.typeset import POINTS_PER_MM
from formgen.printing.page import Page, Rect

_SLACK = 1.0  # points that the width of the ruling lines may take from a seal's box
_SHOWN, _STRETCHES = 12, 3  # the most characters shown of a stretch, and stretches of a fault
_LIKE = 3  # signs in a row that are no chance
_NUMERALS = frozenset("0123456789０１２３４５６７８９〇○零一二三四五六七八九十廿元")
_DATE = _NUMERALS | frozenset("年月日号-/.．－／")  # what a date may add to the place of a seal
# the name of an office, and a date behind it: what people write where that office puts its seal
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()]{2,}(?:所|局|站|办|委|部|科|厅|中心|政府|办公室|办事处|委员会|居委会|村委会|公司|社区|村)"
)
_OPINION = re.compile(r"同意|推荐|属实|合格|通过|上报|申报|符合|达标|情况|意见|经审|请")
_TOO_NARROW = "###"  # what Excel prints for a number too wide for its column
_ERROR = re.compile(  # what Excel, LibreOffice and the fields of Word print where they cannot compute
    r"#(?:VALUE|REF|DIV/0|NUM|NULL|SPILL|CALC)!|#NAME\?|#N/A|Err:\d{3}|错误[!！](?:未|引用|找不到|文档|使用|超链接|书签)[^。]{0,8}"
)
_UNSEEN = frozenset({"Cc", "Cf", "Mn"})  # control and zero-width characters, accents and variation selectors


class FaultKind(Enum):
    """What can be wrong with a page."""

    MISSING_TEXT = auto()
    MISPLACED_TEXT = auto()
    SEAL_PLACE = auto()
    FORMULA_ERROR = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a page: ``kind``, the number of the page in its document, from 1, and what was found."""

    kind: FaultKind
    page: int
    found: str


def find_faults(
    own: Sequence[Page], blank: Sequence[Page] | None, words: str, seals: Sequence[int]
) -> Iterator[Fault]:
    """Yield what is wrong with a document's pages.

    ``blank`` are the pages of its form without content, None where they are not known. ``words`` is the text that
    must be on the pages, ``seals`` the diameters of the seals in millimetres, in reading order.
    """
    shown = "".join(char for page in own for char, _ in page.characters)
    missing = Counter(_normalize(words)) - Counter(_normalize(shown))
    if missing:
        yield Fault(FaultKind.MISSING_TEXT, 1, _name_lost(words, shown, missing))
    elif _TOO_NARROW in shown and _TOO_NARROW not in words:
        yield Fault(FaultKind.MISSING_TEXT, 1, _TOO_NARROW)
    for number, page in enumerate(own, 1):
        if error := _ERROR.search("".join(char for char, _ in page.characters if not char.isspace())):
            yield Fault(FaultKind.FORMULA_ERROR, number, error[0])
        if misplaced := page.find_misplaced():
            yield Fault(FaultKind.MISPLACED_TEXT, number, misplaced)
    if seals:
        yield from _find_seal_faults(own, blank or (), seals)


def _name_lost(words: str, shown: str, missing: Counter[str]) -> str:
    """Return the longest stretches of a text that are not on the pages, in their order; ``missing`` are the signs that are not."""
    spots = [(sign, at) for at, char in enumerate(words) for sign in _normalize(char)]
    there = [False] * len(spots)
    matcher = SequenceMatcher(None, [sign for sign, _ in spots], _normalize(shown), autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        if size >= _LIKE or start == 0 or start + size == len(spots):  # fewer signs may stand elsewhere, too
            there[start : start + size] = [True] * size
    lost = list[str]()
    for is_there, group in groupby(range(len(spots)), key=there.__getitem__):
        found = list(group)
        if not is_there and any(missing[spots[at][0]] for at in found):
            lost.append(words[spots[found[0]][1] : spots[found[-1]][1] + 1])
    longest = sorted(lost, key=len, reverse=True)[:_STRETCHES]
    return (
        "”“".join(each[:_SHOWN] for each in lost if each in longest) or "".join(missing.elements())[:_SHOWN]
    )


def _normalize(text: str) -> str:
    """Return a text as its characters are counted: plain forms, no case, no blanks, nothing that leaves no ink."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if not char.isspace() and unicodedata.category(char) not in _UNSEEN)


@dataclass(frozen=True, slots=True)
class _SealBox:
    """The box of a seal on its page."""

    page: Page
    number: int
    box: Rect

    def read_lowest(self, height: float) -> list[str]:
        """Return the characters in the lowest part of the box, in order."""
        left, bottom, right, _ = self.box
        return self.page.read_within(Rect(left, bottom, right, bottom + height))


def _find_seal_boxes(pages: Sequence[Page]) -> list[_SealBox]:
    return [
        _SealBox(page, number, box) for number, page in enumerate(pages, 1) for box in page.find_seal_boxes()
    ]


def _find_added(own: Sequence[str], usual: Sequence[str]) -> list[str]:
    """Return the characters that are there and not on the blank, in order."""
    left, more = Counter(usual), list[str]()
    for char in own:
        if left[char]:
            left[char] -= 1
        else:
            more.append(char)
    return more


def _is_date(added: Sequence[str]) -> bool:
    return _DATE.issuperset(added) and not _NUMERALS.isdisjoint(added)


def _names_office(own: Sequence[str], usual: Sequence[str]) -> bool:
    """Return whether all that was added is the name of an office, once, and a date: honest work, under the seal."""
    changes = SequenceMatcher(None, usual, own, autojunk=False).get_opcodes()
    added = [
        "".join(own[start:end]).strip("：:")
        for kind, _, _, start, end in changes
        if kind in {"insert", "replace"}
    ]
    names = [text for text in (each.rstrip("".join(_DATE)) for each in added) if text]
    return len(names) == 1 and bool(_OFFICE.fullmatch(names[0])) and not _OPINION.search(names[0])


def _find_seal_faults(own: Sequence[Page], blank: Sequence[Page], seals: Sequence[int]) -> Iterator[Fault]:
    found, known = _find_seal_boxes(own), _find_seal_boxes(blank)
    if len(found) != len(seals):
        yield Fault(FaultKind.SEAL_PLACE, 1, f"应有{len(seals)}处盖章的地方，找到{len(found)}处")
        return
    for at, (place, size) in enumerate(zip(found, seals, strict=True)):
        need = size * POINTS_PER_MM - _SLACK
        if min(place.box.width, place.box.height) < need:
            wide, high = place.box.width / POINTS_PER_MM, place.box.height / POINTS_PER_MM
            yield Fault(FaultKind.SEAL_PLACE, place.number, f"第{at + 1}处只有{wide:.0f}×{high:.0f}毫米")
            continue
        usual = known[at].read_lowest(need) if len(known) == len(found) else []
        shown = place.read_lowest(need)
        more = _find_added(shown, usual)
        if more and not (_is_date(more) or _names_office(shown, usual)):
            yield Fault(FaultKind.SEAL_PLACE, place.number, f"第{at + 1}处有字“{''.join(more[:_SHOWN])}”")
