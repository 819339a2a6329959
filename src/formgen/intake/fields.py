"""The catalogue of fields that a rubric asks for: what each contains, and within which limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from formgen.rubric.methods import Checklist, Deductions, Judged, Method, keys_of, parts_of
from formgen.rubric.schema import Fact, Indicator, Rubric

Kind = Literal["text", "phone", "opinion", "date", "count", "yesno", "level", "points", "rate"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a clerk can fill in. ``most`` and ``step`` limit points."""

    key: str
    label: str
    kind: Kind
    unit: str = ""
    also: tuple[str, ...] = ()
    definition: str = ""
    source: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)
    nobody: bool = False
    most: Fraction | None = None
    step: Fraction | None = None
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every field of a rubric.

    ``levels`` are the titles of the score columns, ``monthly`` the keys that may be given as twelve months,
    ``splits`` the keys given as pairs of months, ``twins`` the points indicators that say the same as the judged points of a criterion.
    """

    rubric: Rubric
    facts: Mapping[str, Field]
    indicators: Mapping[str, Field]
    judged: Mapping[str, Field]
    scores: Mapping[str, Mapping[str, Field]]
    levels: Mapping[str, str]
    monthly: tuple[str, ...]
    splits: Mapping[str, tuple[str, str]]
    twins: Mapping[str, str]

    @property
    def single(self) -> list[Field]:
        """Return the indicators that have a column of their own in the data workbook."""
        return [
            each for each in self.indicators.values() if each.kind != "rate" and each.key not in self.twins
        ]


def catalogue(rubric: Rubric) -> Catalogue:
    """Return the catalogue of fields of a rubric."""
    bounds = _bounds(rubric)
    shown = {key: spec for key, spec in rubric.indicators.items() if spec.kind != "monthly_counts"}
    return Catalogue(
        rubric=rubric,
        facts={key: _fact(key, fact) for key, fact in rubric.facts.items()},
        indicators={
            key: _indicator(key, spec, bounds.get(key, (None, None)), _users(rubric, key))
            for key, spec in shown.items()
        },
        judged={key: _judged(rubric, key) for key in rubric.ordered()},
        scores={
            level: {key: _score(rubric, key, title) for key in rubric.ordered()}
            for level, title in rubric.columns.items()
        },
        levels={str(level): title for level, title in rubric.columns.items()},
        monthly=tuple(key for key, spec in shown.items() if spec.monthly or spec.kind == "monthly_rates"),
        splits={
            key: (spec.splits[0], spec.splits[1])
            for key, spec in rubric.indicators.items()
            if spec.kind == "monthly_counts"
        },
        twins=_twins(rubric),
    )


def criterion_label(rubric: Rubric, key: str) -> str:
    """Return the printed number and name of a criterion: ``15 交办任务``."""
    criterion = rubric.criteria[key]
    return f"{criterion.number} {criterion.name}"


def _fact(key: str, fact: Fact) -> Field:
    return Field(key, fact.zh, fact.kind, fact.unit or "", tuple(fact.also), fact.note or "")


def _indicator(
    key: str, spec: Indicator, bounds: tuple[Fraction | None, Fraction | None], users: tuple[str, ...]
) -> Field:
    most, step = bounds
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
    )


def _kind(spec: Indicator) -> Kind:
    match spec.kind:
        case "monthly_rates" | "monthly_counts":
            return "rate"
        case kind:
            return kind


def _judged(rubric: Rubric, key: str) -> Field:
    criterion = rubric.criteria[key]
    return Field(
        key=key,
        label=criterion_label(rubric, key),
        kind="points",
        unit="分",
        definition=criterion.clause,
        most=criterion.points,
        step=_step(rubric, criterion.method),
        criteria=(key,),
    )


def _score(rubric: Rubric, key: str, title: str) -> Field:
    label = f"{title}：{criterion_label(rubric, key)}"
    return Field(key, label, "points", "分", most=rubric.criteria[key].points, criteria=(key,))


def _methods(method: Method) -> Iterator[Method]:
    """Yield a method and every method nested in it."""
    yield method
    for _, nested in parts_of(method):
        yield from _methods(nested)


def _step(rubric: Rubric, method: Method) -> Fraction | None:
    steps = [each.step for each in _methods(method) if isinstance(each, Judged) and each.step]
    return steps[0] if steps else rubric.conventions.judged_step


def _bounds(rubric: Rubric) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """Return the most points and the step of every indicator that holds points."""
    found: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for criterion in rubric.criteria.values():
        for method in _methods(criterion.method):
            match method:
                case Judged(of=str(key)) | Deductions(start_judged=str(key)):
                    found[key] = (criterion.points, _step(rubric, method))
                case Checklist():
                    found |= {item.partial: (item.points, None) for item in method.items if item.partial}
    return found


def _twins(rubric: Rubric) -> dict[str, str]:
    found = {}
    for name, criterion in rubric.criteria.items():
        for method in _methods(criterion.method):
            match method:
                case Judged(of=str(key)) | Deductions(start_judged=str(key)):
                    found[key] = name
    return found


def _users(rubric: Rubric, key: str) -> tuple[str, ...]:
    return tuple(name for name in rubric.ordered() if key in keys_of(rubric.criteria[name].method))
