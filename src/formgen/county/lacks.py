"""What of a community is missing, so that money, a target or a quota stays 待定. Knows scorecards."""

from collections.abc import Iterator
from typing import NamedTuple

from formgen.county.awards import Recipient, calculate_award
from formgen.model import Fact, Figure
from formgen.rubric.award import Award
from formgen.rubric.deciding_facts import list_counted_keys
from formgen.rubric.score import Scorecard


class Lack(NamedTuple):
    """A fact or figure that is missing, by its name, and what stays 待定 for it."""

    label: str
    what: str

    @property
    def words(self) -> str:
        """Return what is missing for what."""
        return f"{self.what}：没有填“{self.label}”"


def find_lacks(card: Scorecard) -> list[Lack]:
    """Return what is missing of a community for the awards that may be its own, for targets and quotas; each once."""
    return list(dict.fromkeys(Lack(_name(card, key), what) for key, what in _list_missing(card)))


def _list_missing(card: Scorecard) -> Iterator[tuple[str, str]]:
    rubric, facts = card.rubric, card.community.facts
    for award in rubric.awards.values():
        yield from ((key, f"奖补“{award.title}”") for key in _find_missing(award, card))
    for key, what in list_counted_keys(rubric):
        found = facts.get(key) if key in rubric.facts else card.community.indicators.get(key)
        if _is_missing(found):
            yield key, what


def _find_missing(award: Award, card: Scorecard) -> list[str]:
    """Return the facts for which an award of a community is not known; none where it gets nothing in any case."""
    facts = card.community.facts
    asked = [key for key in (award.answer, award.at_least_one, award.amount) if key]
    missing = [key for key in asked if _is_missing(facts.get(key))]
    if not missing or award.titles or calculate_award(award, Recipient(card.passed, facts)) is not None:
        return []
    return missing


def _is_missing(found: Fact | Figure | None) -> bool:
    """Return whether nothing stands there; what cannot be used was reported."""
    return found is None or not found.text.strip()


def _name(card: Scorecard, key: str) -> str:
    rubric = card.rubric
    return rubric.facts[key].zh if key in rubric.facts else rubric.indicators[key].zh
