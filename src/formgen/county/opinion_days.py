"""Days of opinions in an order they cannot have been given in: a level gives its opinion after the one below. Hints only."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from formgen.intake.dates import format_date, parse_date
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_LONG = 366  # days within which a paper passes all levels


def find_odd_days(rubric: Rubric, cards: Sequence[Scorecard]) -> Iterator[Problem]:
    """Yield D226 for each day of an opinion that is before that of the level below it, or more than a year behind.

    A notice names the days of its form in the order in which they are written.
    """
    labels = {key: fact.zh for key, fact in rubric.facts.items() if fact.kind == "date"}
    for card in cards:
        facts = card.community.facts
        known = [
            (label, facts[key], day)
            for key, label in labels.items()
            if key in facts and (day := parse_date(facts[key].text))
        ]
        for (below, _, first), (label, fact, day) in pairwise(known):
            days = (day - first).days
            if 0 <= days <= _LONG:
                continue
            words = {
                "label": label,
                "day": format_date(day),
                "how": "早于" if days < 0 else "晚了一年多，前一个日期是",
                "other": below,
                "other_day": format_date(first),
            }
            yield Problem("D226", fact.place, words).about(card.community.full_name)
