"""The content of a community, without the places it was read from, so that two files can be compared."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from formgen.model import Answer
from formgen.rubric.score import score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formgen.model import Community, Figure
    from formgen.rubric.schema import Rubric

Value = Fraction | Answer | str | None
Said = dict[str, Value]


def everything(community: Community) -> Said:
    """Return all values of a community by path."""
    said = basics(community)
    for key, series in community.monthly.items():
        said |= {f"monthly.{key}.{month}": _value(each) for month, each in enumerate(series, start=1)}
    for key, given in community.judged.items():
        said |= {f"judged.{key}": given.points, f"by.{key}": given.by, f"reason.{key}": given.reason}
    for level, column in community.scores.items():
        said |= {f"scores.{level}.{key}": _value(each) for key, each in column.items()}
    return said


def basics(community: Community) -> Said:
    """Return who a community is, its facts and its indicators."""
    return {
        "name": community.full_name,
        **{f"facts.{key}": fact.text for key, fact in community.facts.items()},
        **{f"indicators.{key}": _value(each) for key, each in community.indicators.items()},
    }


def scored(rubric: Rubric, community: Community, left_out: Sequence[str] = ()) -> Said:
    """Return the basics and the points of every criterion, without the indicators that are left out."""
    kept = {key: value for key, value in basics(community).items() if key not in left_out}
    card = score(rubric, community)
    return kept | {f"points.{key}": card.points(key) for key in card.outcomes}


def _value(figure: Figure | None) -> Value:
    if figure is None:
        return None
    return figure.text if figure.value is None else figure.value


def differences(expected: Sequence[Said], found: Sequence[Said]) -> list[str]:
    """Return every value in which two files differ."""
    if len(expected) != len(found):
        return [f"{len(expected)} communities expected, {len(found)} found"]
    return [
        f"{one['name']} {key}: {one.get(key)} expected, {other.get(key)} found"
        for one, other in zip(expected, found, strict=True)
        for key in sorted(one.keys() | other.keys())
        if one.get(key) != other.get(key)
    ]
