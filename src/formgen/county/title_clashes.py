"""Where the register of titles and the data of the year say different things: asked about, and decided by neither.

Knows verdicts, facts and how titles stand.
"""

from collections.abc import Mapping, Sequence

from formgen.county.title_book import TitleBook
from formgen.county.titles import TitleState
from formgen.intake.dates import format_date
from formgen.intake.register_words import TitleEvent
from formgen.model import Answer, Who
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_GOOD = frozenset({TitleEvent.GIVEN, TitleEvent.REVIEWED})
_BAD = frozenset({TitleEvent.FAILED, TitleEvent.CANCELLED, TitleEvent.PLAQUE})


def find_clash(card: Scorecard, state: TitleState, year: int) -> Problem | None:
    """Return the question C180 where what happened to a title in a year is not what the verdict of that year says."""
    row = state.lost or state.last
    if row is None or row.day.year != year or card.passed is None:
        return None
    if row.event not in (_BAD if card.passed else _GOOD):
        return None
    words = {"name": card.community.full_name, "day": format_date(row.day), "event": row.event.value}
    return Problem("C180", row.place, {**words, "title": state.title, "verdict": card.verdict.words})


def find_disputed(
    rubric: Rubric, cards: Sequence[Scorecard], book: TitleBook
) -> tuple[Mapping[str, frozenset[Who]], list[Problem]]:
    """Return whose answer does not stand as it is, by the key of the fact that says who has a title, and the questions.

    It does not where the register says otherwise, or has a question of its own about the title.
    """
    found: dict[str, frozenset[Who]] = {}
    problems: list[Problem] = []
    for title in rubric.titles.values():
        disputed = set[Who]()
        for card in cards if title.told_by else ():
            fact = card.community.facts.get(title.told_by or "")
            state = book.state(card.community.who, title.zh)
            if (
                fact is None
                or not isinstance(fact.value, Answer)
                or (fact.value is Answer.YES) == state.holds
            ):
                continue
            disputed.add(card.community.who)
            if state.holds is not None:
                said = {"name": card.community.full_name, "label": rubric.facts[title.told_by or ""].zh}
                told = {
                    "value": fact.text,
                    "title": title.zh,
                    "words": state.words,
                    "day": format_date(book.day),
                }
                problems.append(Problem("C181", fact.place, {**said, **told}))
        if title.told_by:
            found[title.told_by] = frozenset(disputed)
    return found, problems
