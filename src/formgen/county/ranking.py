"""The order of communities by their totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.rubric.score import Scorecard


@dataclass(frozen=True, slots=True)
class RankedCard:
    """A scorecard and its rank; communities with equal totals share a rank, those 待定 have none."""

    rank: int | None
    card: Scorecard


def rank_cards(cards: Sequence[Scorecard]) -> list[RankedCard]:
    """Rank by total, best first; what is 待定 comes last, in the order it was given."""
    numbered = list(enumerate(rank_totals([card.total for card in cards])))
    known = sorted((each for each in numbered if each[1] is not None), key=lambda each: each[1] or 0)
    waiting = [each for each in numbered if each[1] is None]
    return [RankedCard(rank, cards[at]) for at, rank in (*known, *waiting)]


def rank_totals(totals: Sequence[Fraction | None]) -> list[int | None]:
    """Return the rank of each total, best first; equal ones share a rank, what is 待定 has none."""
    known = sorted((total for total in totals if total is not None), reverse=True)
    first: dict[Fraction, int] = {}
    for rank, total in enumerate(known, 1):
        first.setdefault(total, rank)
    return [None if total is None else first[total] for total in totals]
