"""How many communities may be recommended, and who; and whether the targets of a whole area are reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Generic, TypeVar

from formgen.county.counts import CountResult, CountsAsked, count
from formgen.county.ranking import RankedCard
from formgen.model import Who
from formgen.rubric.schema import Quota, Rubric, Target
from formgen.rubric.score import Scorecard

_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class QuotaPlaces(Generic[_One]):
    """Who is within a quota by rank; ``tied`` share the rank at the cut, and there are not places enough for them."""

    within: tuple[_One, ...]
    tied: tuple[_One, ...]


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """A quota: the number it is a share of, the most it allows (None while the base is not known), and who is in."""

    base: CountResult
    most: int | None
    places: QuotaPlaces[Who]


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target: what was counted, out of what; ``reached`` is None where that cannot be said, and ``why`` says why."""

    reached: bool | None
    of: CountResult
    to: CountResult | None
    why: str = ""


def most_allowed(rule: Quota, base: int) -> int:
    """Return how many may be recommended out of ``base`` communities.

    “不超过…的10%” is a hard cap: 49 give 4. Whether fewer than ten may send one is an interpretation (P15).
    """
    most = int(base * rule.share)
    return max(most, 1) if rule.at_least_one and base > 0 else most


def share_places(ranks: Sequence[tuple[_One, int | None]], most: int) -> QuotaPlaces[_One]:
    """Give the places of a quota by rank, best first; those without a rank have none.

    Where more share a rank than places are left, they are tied: a person decides.
    """
    ranked = sorted(((rank, at) for at, (_, rank) in enumerate(ranks) if rank is not None))
    within: list[_One] = []
    for _, group in groupby(ranked, key=lambda each: each[0]):
        members = [ranks[at][0] for _, at in group]
        if len(within) + len(members) > most:
            tied = tuple(members) if len(within) < most else ()
            return QuotaPlaces(tuple(within), tied)
        within += members
    return QuotaPlaces(tuple(within), ())


def apply_quotas(rubric: Rubric, places: Sequence[RankedCard], asked: CountsAsked) -> dict[str, QuotaResult]:
    """Return the result of every quota of a rubric, by key."""
    cards = [place.card for place in places]
    ranks = [(place.card.community.who, place.rank) for place in places]
    found: dict[str, QuotaResult] = {}
    for key, rule in rubric.quotas.items():
        base = count(rule.to, rubric, cards, asked)
        most = None if base.value is None else most_allowed(rule, int(base.value))
        taken: QuotaPlaces[Who] = QuotaPlaces((), ()) if most is None else share_places(ranks, most)
        found[key] = QuotaResult(base, most, taken)
    return found


def is_reached(rule: Target, counts: Mapping[str, int | Fraction]) -> bool | None:
    """Return whether a target is reached; None when its base is missing or zero (P03)."""
    if rule.of not in counts:
        return None
    if rule.to is None:
        return counts[rule.of] >= rule.at_least
    base = counts.get(rule.to, 0)
    return Fraction(counts[rule.of], base) >= rule.at_least if base else None


def judge_targets(rubric: Rubric, cards: Sequence[Scorecard], asked: CountsAsked) -> dict[str, TargetResult]:
    """Return the result of every target of a rubric, by key."""
    return {key: _judge(rule, rubric, cards, asked) for key, rule in rubric.targets.items()}


def _judge(rule: Target, rubric: Rubric, cards: Sequence[Scorecard], asked: CountsAsked) -> TargetResult:
    of = count(rule.of, rubric, cards, asked)
    to = None if rule.to is None else count(rule.to, rubric, cards, asked)
    unknown = [each.how for each in (of, to) if each and each.value is None]
    if unknown:
        return TargetResult(None, of, to, "；".join(unknown))
    if to and to.value is not None and of.value is not None and of.value > to.value:
        return TargetResult(None, of, to, "基数比要数的还少，请核对，或用 --communities 写明总数")
    if to and not to.value:
        return TargetResult(None, of, to, "基数为0")
    known = {rule.of: of.value or Fraction(0)}
    if rule.to and to:
        known[rule.to] = to.value or Fraction(0)
    return TargetResult(is_reached(rule, known), of, to)
