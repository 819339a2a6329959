"""The catalogue of fields that a rubric asks for: what each contains, and within which limits.

Knows the rubric; nothing of files and cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from formgen.rubric.indicator import Indicator
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.schema import BasicFact, Rubric

FieldKind = Literal["text", "phone", "opinion", "date", "count", "yesno", "level", "points", "rate"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a clerk can fill in. ``most`` and ``step`` limit points."""

    key: str
    label: str
    kind: FieldKind
    unit: str = ""
    also: tuple[str, ...] = ()
    definition: str = ""
    source: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)
    nobody: bool = False
    most: Fraction | None = None
    step: Fraction | None = None
    criteria: tuple[str, ...] = ()
    decimal: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every field of a rubric.

    ``levels`` are the titles of the score columns, ``monthly`` the keys that may be given as twelve months,
    ``splits`` the keys given as pairs of months, ``points_indicators`` the indicators
    of points, each with the criterion whose judged points it is.
    """

    rubric: Rubric
    facts: Mapping[str, Field]
    indicators: Mapping[str, Field]
    judged: Mapping[str, Field]
    scores: Mapping[str, Mapping[str, Field]]
    levels: Mapping[str, str]
    monthly: tuple[str, ...]
    splits: Mapping[str, tuple[str, str]]
    points_indicators: Mapping[str, str]

    @property
    def single(self) -> list[Field]:
        """Return the indicators that have a column of their own in the data workbook."""
        return [
            each
            for each in self.indicators.values()
            if each.kind != "rate" and each.key not in self.points_indicators
        ]


def make_catalogue(rubric: Rubric) -> Catalogue:
    """Return the catalogue of fields of a rubric."""
    bounds = _bounds(rubric)
    shown = {key: spec for key, spec in rubric.indicators.items() if spec.kind != "monthly_counts"}
    return Catalogue(
        rubric=rubric,
        facts={key: _fact_field(key, fact) for key, fact in rubric.facts.items()},
        indicators={
            key: _indicator_field(key, spec, bounds.get(key, (None, None)), _find_users(rubric, key))
            for key, spec in shown.items()
        },
        judged={key: _judged_field(rubric, key) for key in rubric.ordered()},
        scores={
            level: {key: _score_field(rubric, key, title) for key in rubric.ordered()}
            for level, title in rubric.columns.items()
        },
        levels={str(level): title for level, title in rubric.columns.items()},
        monthly=tuple(key for key, spec in shown.items() if spec.monthly or spec.kind == "monthly_rates"),
        splits={
            key: (spec.splits[0], spec.splits[1])
            for key, spec in rubric.indicators.items()
            if spec.kind == "monthly_counts"
        },
        points_indicators=_points_indicators(rubric),
    )


def _fact_field(key: str, fact: BasicFact) -> Field:
    return Field(key, fact.zh, fact.kind, fact.unit or "", tuple(fact.also), fact.note or "")


def _indicator_field(
    key: str, spec: Indicator, bounds: tuple[Fraction | None, Fraction | None], users: tuple[str, ...]
) -> Field:
    most, step = bounds
    if spec.most is not None:
        most = spec.most if most is None else min(most, spec.most)
    return Field(
        key=key,
        label=spec.zh,
        kind=_kind(spec),
        unit=spec.unit,
        also=tuple(spec.also),
        definition=spec.definition,
        source=spec.source,
        levels=spec.levels,
        nobody=spec.nobody,
        most=most,
        step=step,
        criteria=users,
        decimal=spec.decimal,
    )


def _kind(spec: Indicator) -> FieldKind:
    match spec.kind:
        case "monthly_rates" | "monthly_counts":
            return "rate"
        case kind:
            return kind


def _judged_field(rubric: Rubric, key: str) -> Field:
    criterion = rubric.criteria[key]
    return Field(
        key=key,
        label=criterion.label,
        kind="points",
        unit="分",
        definition=criterion.clause,
        most=criterion.points,
        step=_step(rubric, criterion.method),
        criteria=(key,),
    )


def _score_field(rubric: Rubric, key: str, title: str) -> Field:
    criterion = rubric.criteria[key]
    label = f"{title}：{criterion.label}"
    return Field(key, label, "points", "分", most=criterion.points, criteria=(key,))


def _step(rubric: Rubric, method: MethodSpec) -> Fraction | None:
    """Return the step of the points a person gives for a method, or for the first inside it that has one."""
    steps = [inner.method.judged_step for inner in method.walk()]
    return next((step for step in steps if step), rubric.conventions.judged_step)


def _bounds(rubric: Rubric) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """Return the most points and the step of every indicator that holds points."""
    found: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for criterion in rubric.criteria.values():
        for _, method in criterion.method.walk():
            if method.judged_key:
                found[method.judged_key] = (criterion.points, _step(rubric, method))
            found |= {key: (most, None) for key, most in method.partial_points.items()}
    return found


def _points_indicators(rubric: Rubric) -> dict[str, str]:
    """Return the indicators that say the same as the judged points of a criterion."""
    return {
        method.judged_key: name
        for name, criterion in rubric.criteria.items()
        for _, method in criterion.method.walk()
        if method.judged_key
    }


def _find_users(rubric: Rubric, key: str) -> tuple[str, ...]:
    return tuple(name for name in rubric.ordered() if key in rubric.criteria[name].keys)
