"""Days of papers that are still far ahead: most likely a slip of the year, and they would be printed. Hints only."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from formgen.intake.dates import format_date, parse_date
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_AHEAD = timedelta(days=60)  # a paper may be made ready for a day to come


def find_days_ahead(rubric: Rubric, cards: Sequence[Scorecard], today: date) -> Iterator[Problem]:
    """Yield D233 for each day of a community that is more than two months ahead."""
    labels = {key: fact.zh for key, fact in rubric.facts.items() if fact.kind == "date"}
    for card in cards:
        for key, fact in card.community.facts.items():
            day = parse_date(fact.text) if key in labels else None
            if day and day - today > _AHEAD:
                words = {"label": labels[key], "day": format_date(day)}
                yield Problem("D233", fact.place, words).about(card.community.full_name)
