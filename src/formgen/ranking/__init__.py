"""What follows over many communities: quotas, targets, awards, deadlines. Pure, like scoring."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.model import Answer, Fact
from formgen.rubric.schema import Award, Deadline, Quota, Rubric, Target
from formgen.rubric.score import Scorecard


def quota(rule: Quota, base: int) -> int:
    """Return how many may be recommended out of ``base`` communities.

    “不超过…的10%” is a hard cap: 49 give 4. Whether fewer than ten may send one is an interpretation (P15).
    """
    most = int(base * rule.share)
    return max(most, 1) if rule.at_least_one and base > 0 else most


def reached(rule: Target, counts: Mapping[str, int]) -> bool | None:
    """Tell whether a target is reached; None when its base is missing or zero (P03)."""
    if rule.of not in counts:
        return None
    if rule.to is None:
        return counts[rule.of] >= rule.at_least
    base = counts.get(rule.to, 0)
    return Fraction(counts[rule.of], base) >= rule.at_least if base else None


def in_time(rule: Deadline, day: tuple[int, int]) -> bool:
    """Tell whether a day, given as (month, day), keeps a yearly deadline."""
    month, last = (int(part) for part in rule.by.split("-"))
    return day <= (month, last) if rule.inclusive else day < (month, last)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an award needs to know of a community: whether it passed, its facts, its titles this year if known."""

    passed: bool | None
    facts: Mapping[str, Fact]
    titles: Collection[str] | None = None


def yuan(rule: Award, outcome: Outcome) -> Fraction | None:
    """Return the money of one award in yuan; None when it hangs on what is not known, or is set locally (待定)."""
    met = [_condition(rule, outcome)]
    if rule.passed:
        met.append(outcome.passed)
    if False in met:
        return Fraction(0)
    if None in met or rule.yuan is None:
        return None
    titles = outcome.titles or ()
    count = sum(1 for title in titles if title in rule.titles) if rule.times == "per_title" else 1
    return rule.yuan * count


def _condition(rule: Award, outcome: Outcome) -> bool | None:
    """Tell whether the facts and titles an award asks for are there."""
    if rule.titles:
        return None if outcome.titles is None else bool(set(rule.titles) & set(outcome.titles))
    if rule.answer:
        fact = outcome.facts.get(rule.answer)
        return None if fact is None else fact.value == Answer.YES
    if rule.at_least_one:
        fact = outcome.facts.get(rule.at_least_one)
        return None if fact is None or not isinstance(fact.value, Fraction) else fact.value >= 1
    return True


def awards(rubric: Rubric, outcome: Outcome) -> dict[str, Fraction | None]:
    """Return the money of every award of a rubric, by key."""
    return {key: yuan(rule, outcome) for key, rule in rubric.awards.items()}


def awards_without_title(card: Scorecard) -> dict[str, Fraction | None]:
    """Return the awards of a community that do not hang on a title: titles are given later, by document."""
    every = awards(card.rubric, Outcome(card.passed, card.community.facts))
    return {key: yuan for key, yuan in every.items() if not card.rubric.awards[key].titles}


def counts(cards: Sequence[Scorecard]) -> dict[str, int]:
    """Return what targets count and the cards can tell: who passed, only when every verdict is known, and bases."""
    verdicts = [card.passed for card in cards]
    institutions = [card.community.facts.get("institution") for card in cards]
    found: dict[str, int] = {}
    if None not in verdicts:
        found["passed"] = sum(1 for passed in verdicts if passed)
    if all(fact is not None and isinstance(fact.value, Answer) for fact in institutions):
        found["with_institution"] = sum(1 for fact in institutions if fact and fact.value == Answer.YES)
    return found


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the ranking; communities with equal totals share a rank, those 待定 have none."""

    rank: int | None
    card: Scorecard


def ranked(cards: Sequence[Scorecard]) -> list[Ranked]:
    """Rank by total, best first; what is 待定 comes last, in the order it was given."""
    numbered = list(enumerate(places([card.total for card in cards])))
    known = sorted((each for each in numbered if each[1] is not None), key=lambda each: each[1] or 0)
    waiting = [each for each in numbered if each[1] is None]
    return [Ranked(rank, cards[at]) for at, rank in (*known, *waiting)]


def places(totals: Sequence[Fraction | None]) -> list[int | None]:
    """Return the rank of each total, best first; equal ones share a rank, what is 待定 has none."""
    known = sorted((total for total in totals if total is not None), reverse=True)
    first: dict[Fraction, int] = {}
    for rank, total in enumerate(known, 1):
        first.setdefault(total, rank)
    return [None if total is None else first[total] for total in totals]
