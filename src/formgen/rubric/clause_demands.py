"""What a sentence demands beside a number that it names: 就业率达到95%、台账齐全的，得5分. Knows words only, no rubric."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from formgen.folding import keep_letters
from formgen.rubric.clause_numbers import ClauseNumber, list_numbers

_SENTENCES = re.compile(r"[。；;\n]")
_PARTS = re.compile(r"[，,、]|或者?(?!以)|(?=且|并且|而且|同时|以及)")
_OF_NUMBER = re.compile(r"(?:[（(][^）)]*[）)])?(?:及?以[上下内]|之内|左右)?(?:[（(][^）)]*[）)])?的?")
_JOINED = re.compile(r"(?:并且|而且|同时(?![报为授给])|以及|且|并|和|与|及(?!时))")
_POINTS = re.compile(r"满分|分值|(?:\d|[一二两三四五六七八九十])分|[得计记扣给不]+分")
_GIVES = re.compile(r"的?(?:则|可|即|均|各|一律|再|另|共)*(?:[得计记给加奖为][\d.一二三四五六七八九十]*)+$")
_TAKES = re.compile(r"[扣减][\d.一二三四五六七八九十]*$")
_REST = re.compile(r"否则|其余|其他|其它|反之|未达|达不到|不达|没达|低于|不足|少于|不满|超过|高于|每|不符合")
_NO_DEMAND = re.compile(  # where a number is read, what it is called, what follows from it
    r"同时|以(?!上|下)|按|依|根据|据|视|即|查|看|由|含|不含|包括|其中|为|可|予|给|计|记|本|该|此|加|扣|得|满分|再|最|就|评|认定|授|从|自|比|较|对|达标|完成|达到(?:目标|要求|标准|规定)|即可|方可|算|作为|力争|争取|不[扣得计给]"
)
_STATE = re.compile(r"(?:齐全|健全|完善|完整|规范|到位|上墙|准确|及时|落实|齐备|完备|清楚|清晰)的?$")
_LEAST = 3  # letters of a demand


class Demand(NamedTuple):
    """A demand in the words of its sentence, and the shares and counts that it limits."""

    words: str
    numbers: tuple[Fraction, ...]


def list_demands(clause: str, number: ClauseNumber) -> list[Demand]:
    """Return what the sentence of a number demands beside it, up to its points; states alone are read before it."""
    for sentence in _SENTENCES.split(clause):
        before, found, after = sentence.partition(number.text)
        if found:
            states = [] if _POINTS.search(before) else _PARTS.split(before)[:-1]
            return [*(_make(each) for each in states if _STATE.search(each)), *_behind(after)]
    return []


def _make(words: str) -> Demand:
    limited = [each for each in list_numbers(words) if each.bound and each.kind in {"ratio", "count"}]
    return Demand(re.sub("[的者]$", "", words), tuple(each.value for each in limited))


def _behind(after: str) -> Iterator[Demand]:
    """Yield what is demanded behind a number."""
    points = _POINTS.search(after)
    text = after[: points.start()] if points else after
    rest = text[tail.end() :] if (tail := _OF_NUMBER.match(text)) else text
    for at, part in enumerate(_PARTS.split(rest)):
        joined = _JOINED.match(part)
        words = part[joined.end() :] if joined else part
        if (at == 0 and not joined) or _TAKES.search(words):  # 95%以上的社区
            continue
        demand = _make(_GIVES.sub("", words))
        if demand.numbers:
            yield demand
        elif _REST.match(words):
            return
        elif len(keep_letters(demand.words)) >= _LEAST and not _NO_DEMAND.match(demand.words):
            yield demand
