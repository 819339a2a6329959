"""Who has a place where there are not places for all: what is certain, what is tied, and what hangs on somebody 待定.

Knows scores; nothing of communities, rubrics or notices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Generic, TypeVar

_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Contender(Generic[_One]):
    """One that may have a place. ``score`` is None while it is 待定 whether it may, or by which score.

    ``highest`` is the most that such a one can reach, None where that is not known. ``by_choice`` marks one that nothing but
    a person's choice (评选) can give a place.
    """

    one: _One
    score: Fraction | None
    highest: Fraction | None = None
    by_choice: bool = False

    def may_reach(self, score: Fraction) -> bool:
        """Return whether it may come out at a score or above."""
        return self.highest is None or self.highest >= score


@dataclass(frozen=True, slots=True)
class QuotaPlaces(Generic[_One]):
    """Who has a place by rank, whatever becomes of those 待定.

    ``tied`` share the rank at the cut, and there are not places enough for them. ``contested`` would have a place, or be
    tied for one, but may be displaced by some of ``waiting``: those 待定 who may have a place themselves.
    """

    within: tuple[_One, ...] = ()
    tied: tuple[_One, ...] = ()
    contested: tuple[_One, ...] = ()
    waiting: tuple[_One, ...] = ()


def share_places(contenders: Sequence[Contender[_One]], most: int) -> QuotaPlaces[_One]:
    """Give the places of a quota by score, best first.

    Where more share a score than places are left, they are tied: a person decides. A place that somebody 待定 may take is
    given to nobody, and whom only a choice can give a place is tied however many places there are.
    """
    scored = [(each.score, each.one) for each in contenders if each.score is not None]
    by_choice = {each.one for each in contenders if each.by_choice}
    scored.sort(key=lambda each: -each[0])
    unknown = [each for each in contenders if each.score is None]
    within: list[_One] = []
    tied: list[_One] = []
    contested: list[_One] = []
    ahead = 0
    for score, group in groupby(scored, key=lambda each: each[0]):
        members = [one for _, one in group]
        rivals = sum(1 for each in unknown if each.may_reach(score))
        if ahead >= most:
            break
        if by_choice.intersection(members):
            tied += members
        elif ahead + len(members) + rivals <= most:
            within += members
        elif rivals:
            contested += members
        else:
            tied += members
        ahead += len(members)
    waiting = [
        each.one for each in unknown if sum(1 for score, _ in scored if not each.may_reach(score)) < most
    ]
    return QuotaPlaces(tuple(within), tuple(tied), tuple(contested), tuple(waiting))
