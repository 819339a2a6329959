"""Money that follows from facts, a verdict or a title."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.model import Answer, Fact
from formgen.rubric.schema import Award, Rubric
from formgen.rubric.score import Scorecard


@dataclass(frozen=True, slots=True)
class Recipient:
    """What an award needs to know of a community: whether it passed, its facts, its titles this year if known."""

    passed: bool | None
    facts: Mapping[str, Fact]
    titles: Collection[str] | None = None


def calculate_award(rule: Award, recipient: Recipient) -> Fraction | None:
    """Return the money of one award in yuan; None when it depends on something unknown, or is set locally (待定)."""
    met = [_condition(rule, recipient)]
    if rule.passed:
        met.append(recipient.passed)
    if False in met:
        return Fraction(0)
    if None in met or rule.yuan is None:
        return None
    titles = recipient.titles or ()
    count = sum(1 for title in titles if title in rule.titles) if rule.times == "per_title" else 1
    return rule.yuan * count


def _condition(rule: Award, recipient: Recipient) -> bool | None:
    """Return whether the facts and titles an award asks for are there."""
    if rule.titles:
        return None if recipient.titles is None else bool(set(rule.titles) & set(recipient.titles))
    if rule.answer:
        fact = recipient.facts.get(rule.answer)
        return None if fact is None else fact.value == Answer.YES
    if rule.at_least_one:
        fact = recipient.facts.get(rule.at_least_one)
        return None if fact is None or not isinstance(fact.value, Fraction) else fact.value >= 1
    return True


def calculate_awards(rubric: Rubric, recipient: Recipient) -> dict[str, Fraction | None]:
    """Return the money of every award of a rubric in yuan, by key."""
    return {key: calculate_award(rule, recipient) for key, rule in rubric.awards.items()}


def awards_without_title(card: Scorecard) -> dict[str, Fraction | None]:
    """Return the awards of a community that do not hang on a title: titles are given later, by document."""
    every = calculate_awards(card.rubric, Recipient(card.passed, card.community.facts))
    return {key: yuan for key, yuan in every.items() if not card.rubric.awards[key].titles}
