"""The order of communities by the score that counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import round_apart, round_points
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard


@dataclass(frozen=True, slots=True)
class RankedCard:
    """A scorecard and its rank; communities with equal scores share a rank, failed ones and those 待定 have none."""

    rank: int | None
    card: Scorecard


def rank_cards(cards: Sequence[Scorecard]) -> list[RankedCard]:
    """Rank by the final score, best first; failed ones come after, then what is 待定, in the order it was given."""
    scores = [card.final.total for card in cards]
    ranks = rank_scores(
        [
            rankable(score, card.passed, waits=card.verdict.waits_for_data)
            for score, card in zip(scores, cards, strict=True)
        ]
    )

    def place(at: int) -> tuple[int, Fraction, int]:
        rank, score = ranks[at], scores[at]
        if rank is not None:
            return (0, Fraction(rank), at)
        if score is None:
            return (2, Fraction(0), at)
        return (1 if cards[at].passed is False else 2, -score, at)

    return [RankedCard(ranks[at], cards[at]) for at in sorted(range(len(cards)), key=place)]


def rankable(score: Fraction | None, passed: bool | None, *, waits: bool) -> Fraction | None:  # noqa: FBT001 - a verdict, not a switch
    """Return the score a community is ranked by; None for one that failed, and for one whose verdict ``waits`` for data."""
    return None if passed is False or waits else score


def rank_scores(scores: Sequence[Fraction | None]) -> list[int | None]:
    """Return the rank of each score, best first; equal ones share a rank, None has none."""
    known = sorted((score for score in scores if score is not None), reverse=True)
    first: dict[Fraction, int] = {}
    for rank, score in enumerate(known, 1):
        first.setdefault(score, rank)
    return [None if score is None else first[score] for score in scores]


def print_scores(
    rubric: Rubric, ranked: Iterable[Fraction | None], others: Iterable[Fraction | None] = ()
) -> Mapping[Fraction, Fraction]:
    """Return what a list prints of scores: those that it ranks print differently where they differ.

    ``others`` are further totals of the list; None is 待定.
    """
    apart = round_apart((each for each in ranked if each is not None), rubric.marks)
    return {each: round_points(each, rubric.marks) for each in others if each is not None} | apart
