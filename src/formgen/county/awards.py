"""Money that follows from facts, a verdict or a title."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import exact_text
from formgen.model import Answer, Fact
from formgen.problems import Problem
from formgen.rubric.award import Award
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard


@dataclass(frozen=True, slots=True)
class Recipient:
    """What an award needs to know of a community: whether it passed, its facts, its titles if they are known.

    ``titles`` are those that count for an award: given or reviewed this year, or held, by what the award goes.
    """

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
    yuan = _chosen_amount(rule, recipient.facts) if rule.amount else rule.yuan
    if None in met or yuan is None:
        return None
    titles = recipient.titles or ()
    count = sum(1 for title in titles if title in rule.titles) if rule.times == "per_title" else 1
    return yuan * count


def _chosen_amount(rule: Award, facts: Mapping[str, Fact]) -> Fraction | None:
    """Return the money that a person chose; None where nobody has, or it is not within the limits of the notice."""
    fact = facts.get(rule.amount or "")
    chosen = fact.value if fact else None
    if not isinstance(chosen, Fraction) or (rule.yuan is not None and chosen < rule.yuan):
        return None
    return None if rule.up_to is not None and chosen > rule.up_to else chosen


def refuse_odd_amounts(card: Scorecard) -> list[Problem]:
    """Return a problem for each amount that a person chose beyond the limits of the notice."""
    found = []
    for award in card.rubric.awards.values():
        fact = card.community.facts.get(award.amount or "")
        if fact and isinstance(fact.value, Fraction) and _chosen_amount(award, card.community.facts) is None:
            label = card.rubric.facts[award.amount or ""].zh
            detail = f"“{label}”填的{fact.text}不在“{award.title}”的{say_range(award)}之间"
            found.append(Problem("D114", fact.place, {"detail": detail}).about(card.community.full_name))
    return found


def say_range(award: Award) -> str:
    """Return the limits between which a person chooses the money of an award."""
    limits = [exact_text(limit) for limit in (award.yuan, award.up_to) if limit is not None]
    return f"{'至'.join(limits)}元"


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
    """Return the money of every award of a rubric in yuan, by key; of a group only the highest (从高不重复)."""
    return keep_highest(
        rubric, {key: calculate_award(rule, recipient) for key, rule in rubric.awards.items()}
    )


def keep_highest(rubric: Rubric, found: Mapping[str, Fraction | None]) -> dict[str, Fraction | None]:
    """Return the money of every award where each is known by itself; of a group only the highest stays (从高不重复)."""
    kept = dict(found)
    for group in dict.fromkeys(rule.group for rule in rubric.awards.values() if rule.group):
        rules = {key: rule for key, rule in rubric.awards.items() if rule.group == group}
        kept |= _keep_highest(rules, found)
    return kept


def _keep_highest(
    group: Mapping[str, Award], found: Mapping[str, Fraction | None]
) -> dict[str, Fraction | None]:
    """Return the money of the awards of a group: one that is certain goes only where no other may be higher."""
    known = {key: yuan for key in group if (yuan := found[key])}
    best = max(known, key=lambda key: known[key], default=None)
    most = known[best] if best else Fraction(0)
    rivals = [key for key, rule in group.items() if found[key] is None and _may_exceed(rule, most)]
    kept: dict[str, Fraction | None] = dict.fromkeys(group, Fraction(0))
    kept |= dict.fromkeys(rivals)
    if best:
        kept[best] = None if rivals else most
    return kept


def _may_exceed(rule: Award, most: Fraction) -> bool:
    """Return whether an award that is not known yet may come out above some money."""
    highest = rule.up_to if rule.amount else rule.yuan
    return highest is None or highest > most


def awards_without_title(card: Scorecard) -> dict[str, Fraction | None]:
    """Return the awards of a community that do not hang on a title: titles are given later, by document."""
    every = calculate_awards(card.rubric, Recipient(card.passed, card.community.facts))
    return {key: yuan for key, yuan in every.items() if not card.rubric.awards[key].titles}
