"""Days of opinions in an order they cannot have been given in: a level gives its opinion after the one below. Hints only."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from formgen.intake.dates import format_date, parse_date
from formgen.model import Fact
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_LONG = 366  # days within which a paper passes all levels


class _Dated(NamedTuple):
    label: str
    fact: Fact
    day: date


def find_odd_days(rubric: Rubric, cards: Sequence[Scorecard]) -> Iterator[Problem]:
    """Yield D226 for each day of an opinion that is before that of the level below it, or more than a year behind.

    A notice names the days of its form in the order in which they are written.
    """
    labels = {key: fact.zh for key, fact in rubric.facts.items() if fact.kind == "date"}
    for card in cards:
        facts = card.community.facts
        known = [
            _Dated(label, facts[key], day)
            for key, label in labels.items()
            if key in facts and (day := parse_date(facts[key].text))
        ]
        for earlier, later in pairwise(known):
            days = (later.day - earlier.day).days
            if 0 <= days <= _LONG:
                continue
            words = {
                "label": later.label,
                "day": format_date(later.day),
                "how": "早于" if days < 0 else "晚了一年多，前一个日期是",
                "other": earlier.label,
                "other_day": format_date(earlier.day),
            }
            yield Problem("D226", later.fact.place, words).about(card.community.full_name)
