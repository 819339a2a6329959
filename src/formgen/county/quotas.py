"""How many communities may be recommended, and whether the targets of a whole area are reached."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from formgen.model import Answer
from formgen.rubric.schema import Quota, Target
from formgen.rubric.score import Scorecard


def most_allowed(rule: Quota, base: int) -> int:
    """Return how many may be recommended out of ``base`` communities.

    “不超过…的10%” is a hard cap: 49 give 4. Whether fewer than ten may send one is an interpretation (P15).
    """
    most = int(base * rule.share)
    return max(most, 1) if rule.at_least_one and base > 0 else most


def is_reached(rule: Target, counts: Mapping[str, int]) -> bool | None:
    """Return whether a target is reached; None when its base is missing or zero (P03)."""
    if rule.of not in counts:
        return None
    if rule.to is None:
        return counts[rule.of] >= rule.at_least
    base = counts.get(rule.to, 0)
    return Fraction(counts[rule.of], base) >= rule.at_least if base else None


def count_for_targets(cards: Sequence[Scorecard]) -> dict[str, int]:
    """Return what targets count and the cards can tell: who passed, only when every verdict is known, and bases."""
    verdicts = [card.passed for card in cards]
    institutions = [card.community.facts.get("institution") for card in cards]
    found: dict[str, int] = {}
    if None not in verdicts:
        found["passed"] = sum(1 for passed in verdicts if passed)
    if all(fact is not None and isinstance(fact.value, Answer) for fact in institutions):
        found["with_institution"] = sum(1 for fact in institutions if fact and fact.value == Answer.YES)
    return found
