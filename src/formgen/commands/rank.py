"""What ``formgen rank`` does: communities by rank, with quotas, targets, awards and deadlines."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from formgen import library
from formgen.county.awards import awards_without_title
from formgen.county.deadlines import in_time
from formgen.county.quotas import count_for_targets, is_reached, most_allowed
from formgen.county.ranking import RankedCard, rank_cards
from formgen.problems import Problem
from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class Ranking:
    """Communities ranked, best first.

    ``awards`` are those of each community in yuan by key, None for 待定; ``quotas`` the most that may be recommended,
    ``targets`` whether each is reached, ``deadlines`` whether the day asked for keeps each. Where nothing was asked
    for, the latter are empty.
    """

    rubric: Rubric
    places: tuple[RankedCard, ...]
    awards: tuple[Mapping[str, Fraction | None], ...]
    quotas: Mapping[str, int]
    targets: Mapping[str, bool | None]
    deadlines: Mapping[str, bool]
    problems: tuple[Problem, ...]


def rank_communities(
    file: Path, rubric: str, certified: int | None = None, day: tuple[int, int] | None = None
) -> Ranking:
    """Rank the communities of a data file; ``certified`` is the base of the quotas, ``day`` a (month, day)."""
    scores = library.notice(rubric).read(file).score()
    rules, counts = scores.rubric, count_for_targets(scores.cards)
    places = rank_cards(scores.cards)
    quotas = (
        {} if certified is None else {k: most_allowed(each, certified) for k, each in rules.quotas.items()}
    )
    return Ranking(
        rubric=rules,
        places=tuple(places),
        awards=tuple(awards_without_title(place.card) for place in places),
        quotas=quotas,
        targets={key: is_reached(each, counts) for key, each in rules.targets.items()},
        deadlines={} if day is None else {key: in_time(each, day) for key, each in rules.deadlines.items()},
        problems=scores.problems,
    )
