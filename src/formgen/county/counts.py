"""What targets and quotas count: who passed, who is recognised, all communities, or a fact of each.

The rubric names it (``of``, ``to``); nothing here is bound to one notice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from formgen.model import Answer, Fact, Figure, Who
from formgen.rubric.schema import CERTIFIED, COMMUNITIES, PASSED, Rubric
from formgen.rubric.score import Scorecard


@dataclass(frozen=True, slots=True)
class CountResult:
    """How many there are, None where it is not known; ``how`` says in Chinese what was counted, or what is missing.

    Where it is not known, it is ``least`` all the same, and ``most`` at the end; None where there is no such bound.
    """

    value: Fraction | None
    how: str
    least: Fraction | None = None
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class CountsAsked:
    """Numbers that a person gave: of recognised communities, and of all communities of the area; None for not given.

    ``certified_how`` says where the number of recognised ones is from, empty where a person gave it. ``disputed`` are those
    whose answer to a fact, by its key, the register of titles does not bear out: it is not known.
    """

    certified: int | None = None
    communities: int | None = None
    certified_how: str = ""
    disputed: Mapping[str, frozenset[Who]] = field(default_factory=dict)


NOTHING_ASKED = CountsAsked()


def count(key: str, rubric: Rubric, cards: Sequence[Scorecard], asked: CountsAsked) -> CountResult:
    """Count what a rubric names: a word of ``COUNTED``, or the key of a fact or indicator of every community."""
    if known := _COUNTED.get(key):
        return known(cards, asked)
    named = rubric.facts[key] if key in rubric.facts else rubric.indicators[key]
    doubted = asked.disputed.get(key, frozenset())
    sure = [card.community for card in cards if card.community.who not in doubted]
    values = [_value(each.facts.get(key) or each.indicators.get(key)) for each in sure]
    missing = sum(1 for value in values if value is None)
    open_ones = len(cards) - len(sure)
    total = sum((value for value in values if value is not None), Fraction(0))
    if missing or open_ones:
        told = {
            f"个社区（村）没有填“{named.zh}”": missing,
            f"个社区（村）的“{named.zh}”和称号台账对不上": open_ones,
        }
        why = "，".join(f"{number}{what}" for what, number in told.items() if number)
        return CountResult(None, why, total, total + missing + open_ones if named.kind == "yesno" else None)
    return CountResult(total, f"“{named.zh}”")


def list_members(key: str, rubric: Rubric, cards: Sequence[Scorecard]) -> Sequence[Scorecard]:
    """Return the communities that a base counts: those with a yes where it is an answer, else all.

    What is a share of a base is counted among its members only.
    """
    named = rubric.facts.get(key) or rubric.indicators.get(key)
    if named is None or named.kind != "yesno":
        return cards
    return [
        card for card in cards if _value(card.community.facts.get(key) or card.community.indicators.get(key))
    ]


def is_unanswered(key: str, rubric: Rubric, card: Scorecard) -> bool:
    """Return whether a community has not said yes or no where a base counts answers."""
    named = rubric.facts.get(key) or rubric.indicators.get(key)
    found = card.community.facts.get(key) or card.community.indicators.get(key)
    return named is not None and named.kind == "yesno" and _value(found) is None


def _value(found: Fact | Figure | None) -> Fraction | None:
    """Return what one community adds: its number, or 1 for a yes."""
    value = found.value if found else None
    if isinstance(value, Answer):
        return Fraction(value is Answer.YES)
    return value


def _count_passed(cards: Sequence[Scorecard], _asked: CountsAsked) -> CountResult:
    verdicts = [card.passed for card in cards]
    waiting = verdicts.count(None)
    passed = Fraction(verdicts.count(True))
    if waiting:
        return CountResult(None, f"{waiting}个社区（村）结论待定", passed, passed + waiting)
    return CountResult(passed, "评为合格的")


def _count_certified(_cards: Sequence[Scorecard], asked: CountsAsked) -> CountResult:
    if asked.certified is None:
        return CountResult(None, asked.certified_how or "没有写已认定的总数（--certified）")
    return CountResult(Fraction(asked.certified), asked.certified_how or "已认定的（--certified）")


def _count_communities(cards: Sequence[Scorecard], asked: CountsAsked) -> CountResult:
    if asked.communities is None:
        return CountResult(Fraction(len(cards)), "数据中列出的全部社区（村）")
    return CountResult(Fraction(asked.communities), "全部社区（村）（--communities）")


_COUNTED: Mapping[str, Callable[[Sequence[Scorecard], CountsAsked], CountResult]] = {
    PASSED: _count_passed,
    CERTIFIED: _count_certified,
    COMMUNITIES: _count_communities,
}
