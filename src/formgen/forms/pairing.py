"""What was printed paired with what stands there now: lines, rows or cells, in an order that people may have changed.

What has its words once on either side is found wherever it stands. What says the same as others is told apart by its
order, or by its neighbours, or not at all. Knows numbers of units only: no text, no document.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

Compare = Callable[[int, int], bool]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Segment:
    """Units between two that are paired: those printed and those shown that are not paired yet."""

    printed: tuple[int, ...]
    shown: tuple[int, ...]


@dataclass
class Pairing:
    """Units of a template paired with those of a document.

    ``same`` tells of a printed and a shown unit whether their words are the same, ``like`` whether they are but for a
    small correction, ``fits`` whether a unit may be the other by its place alone. ``wordless`` are the printed units
    without words, which are neither the same as another nor like it.
    """

    printed: int
    shown: int
    same: Compare
    like: Compare
    fits: Compare
    wordless: frozenset[int] = frozenset()
    pairs: dict[int, int] = field(default_factory=dict)

    def find(self) -> list[int | None]:
        """Return for each printed unit the number of the shown one, None where it cannot be told."""
        if self.printed == self.shown and all(map(self._is_in_place, range(self.printed))):
            return list(range(self.printed))
        steps = (self._only_same, self._groups, self._only_like, self._places)
        while any(self._take(step) for step in steps):
            pass
        return [self.pairs.get(at) for at in range(self.printed)]

    def _is_in_place(self, at: int) -> bool:
        return self.fits(at, at) if at in self.wordless else self.same(at, at)

    def _take(self, step: Callable[[Segment], Iterator[tuple[int, int]]]) -> bool:
        """Take the pairs that a step finds in the segments; return whether it found any."""
        found = [pair for segment in self._segments() for pair in step(segment)]
        self.pairs.update(found)
        return bool(found)

    def _segments(self) -> list[Segment]:
        """Return the segments between the pairs that are in order; the whole is one where there are none."""
        anchors = [(-1, -1), *longest_rise(sorted(self.pairs.items())), (self.printed, self.shown)]
        taken = set(self.pairs.values())
        found = []
        for (first, start), (last, stop) in pairwise(anchors):
            printed = tuple(at for at in range(first + 1, last) if at not in self.pairs)
            shown = tuple(at for at in range(start + 1, stop) if at not in taken)
            if printed and shown:
                found.append(Segment(printed, shown))
        return found

    def _only_same(self, segment: Segment) -> Iterator[tuple[int, int]]:
        if not self.pairs:  # at first wherever they stand
            segment = Segment(tuple(range(self.printed)), tuple(range(self.shown)))
        return _only(segment, self.same)

    def _only_like(self, segment: Segment) -> Iterator[tuple[int, int]]:
        return _only(segment, self.like)

    def _groups(self, segment: Segment) -> Iterator[tuple[int, int]]:
        """Pair what says the same in its order, where there are as many as were printed."""
        by_places: dict[tuple[int, ...], list[int]] = {}
        for at in segment.printed:
            if places := tuple(other for other in segment.shown if self.same(at, other)):
                by_places.setdefault(places, []).append(at)
        claims = [place for places in by_places for place in places]
        for places, group in by_places.items():
            if len(places) == len(group) and all(claims.count(place) == 1 for place in places):
                yield from zip(group, places, strict=True)

    def _places(self, segment: Segment) -> Iterator[tuple[int, int]]:
        """Pair by place where as many units stand between two neighbours as were printed."""
        if len(segment.printed) == len(segment.shown):
            for at, other in zip(segment.printed, segment.shown, strict=True):
                if self.fits(at, other):
                    yield at, other


def _only(segment: Segment, compare: Compare) -> Iterator[tuple[int, int]]:
    """Yield the units that are paired with no other, on either side."""
    found = {at: [other for other in segment.shown if compare(at, other)] for at in segment.printed}
    claims = [other for others in found.values() for other in others]
    for at, others in found.items():
        if len(others) == 1 and claims.count(others[0]) == 1:
            yield at, others[0]


def longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs, sorted by their first number, whose second numbers rise too."""
    ends: list[int] = []  # the smallest second number that a rise of each length ends with
    last: list[int] = []
    before: list[int] = []
    for at, (_, number) in enumerate(pairs):
        length = bisect_left(ends, number)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        last[length : length + 1] = [at]
    found: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def list_added(shown: Iterable[Thing], printed: Iterable[Thing], name: Callable[[Thing], str]) -> list[Thing]:
    """Return the things shown beyond those printed, wherever they were moved: of each name as many as are more."""
    known = Counter(name(each) for each in printed)
    found = list[Thing]()
    for each in shown:
        if known[name(each)]:
            known[name(each)] -= 1
        else:
            found.append(each)
    return found
