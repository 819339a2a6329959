"""What every level entered against what the data give, criterion by criterion over a county: what needs a look first.

Knows scorecards. Pure, like scoring.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from formgen.model import Figure, State, Who
from formgen.quoting import quote
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard


class Concern(IntEnum):
    """Why something needs a look, the most urgent first."""

    UNUSABLE = 0
    DIFFERS = 1
    OPEN = 2


@dataclass(frozen=True, slots=True)
class EnteredPoints:
    """What a level entered for a criterion: the points, None where they cannot be used, and the text."""

    points: Fraction | None
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A criterion of a community for which a level and the computation do not agree, or cannot be compared.

    ``largest`` is the largest difference of a level: against the computation, or against 0 where the criterion does not
    apply; while it is 待定, the most that a level entered.
    """

    who: Who
    key: str
    full: Fraction
    computed: Fraction | None
    state: State
    entries: Mapping[str, EnteredPoints]
    concern: Concern
    largest: Fraction


@dataclass(frozen=True, slots=True)
class LevelCount:
    """What one level entered for one criterion over all communities: how often, above and below, and the sum of both."""

    key: str
    level: str
    entered: int
    above: int
    below: int
    difference: Fraction
    open: int
    unusable: int


def compare_claims(cards: Sequence[Scorecard]) -> list[Comparison]:
    """Return what needs a look: points that cannot be used, then the largest differences, then what is 待定.

    Where two are alike they stand in the order of the data.
    """
    found = [each for card in cards for key in card.outcomes for each in _compare(card, key)]
    return sorted(found, key=lambda each: (each.concern, -each.largest))


def _compare(card: Scorecard, key: str) -> Iterator[Comparison]:
    """Yield how one criterion of a community stands; nothing where all levels agree with the computation."""
    outcome, full = card.outcomes[key], card.rubric.criteria[key].points
    entries: dict[str, EnteredPoints] = {
        level: EnteredPoints(_usable(card, level, key, figure), quote(figure.text))
        for level in card.rubric.columns
        if (figure := card.community.scores.get(level, {}).get(key)) is not None
    }
    known = [each.points for each in entries.values() if each.points is not None]
    differing = {each.level for each in card.differences if each.key == key}
    if len(known) < len(entries):
        concern = Concern.UNUSABLE
    elif differing:
        concern = Concern.DIFFERS
    elif known and outcome.points is None and outcome.state is not State.NOT_APPLICABLE:
        concern = Concern.OPEN
    else:
        return
    base = outcome.points or Fraction(0)
    largest = max((abs(each - base) for each in known), default=Fraction(0))
    yield Comparison(card.community.who, key, full, outcome.points, outcome.state, entries, concern, largest)


def _usable(card: Scorecard, level: str, key: str, figure: Figure) -> Fraction | None:
    """Return the points that a level entered, None where they are none, or more than the criterion can give here."""
    exceeds = key in card.exceeding_scores(level)
    return figure.value if isinstance(figure.value, Fraction) and not exceeds else None


def count_levels(rubric: Rubric, cards: Sequence[Scorecard]) -> list[LevelCount]:
    """Return for every criterion and level how it stands over all communities, where the level entered anything."""
    counted = [_count_level(level, key, cards) for key in rubric.ordered() for level in rubric.columns]
    return [each for each in counted if each.entered]


def _count_level(level: str, key: str, cards: Sequence[Scorecard]) -> LevelCount:
    entered = [
        (card, figure)
        for card in cards
        if (figure := card.community.scores.get(level, {}).get(key)) is not None
    ]
    points = [(card, _usable(card, level, key, figure)) for card, figure in entered]
    gaps = [
        value - computed
        for card, value in points
        if value is not None and (computed := card.points(key)) is not None
    ]
    waiting = sum(
        card.points(key) is None and card.outcomes[key].state is not State.NOT_APPLICABLE
        for card, value in points
        if value is not None
    )
    return LevelCount(
        key,
        level,
        len(entered),
        sum(gap > 0 for gap in gaps),
        sum(gap < 0 for gap in gaps),
        sum(gaps, Fraction(0)),
        waiting,
        sum(value is None for _, value in points),
    )
