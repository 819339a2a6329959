"""Measures: from the figures of a community to one exact value with its trace."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.model import MONTHS, Answer, Community, Figure, Judgement, State
from formgen.rubric.methods import Count, Lowest, Measure, MonthlyMean, Proportion, Ratio
from formgen.rubric.schema import Conventions, Criterion, Rubric
from formgen.rubric.trace import Averaged, Measured, Missing, MonthsMissing, Outcome, Step, Unusable, Used


class UndecidedError(Exception):
    """A method cannot go on: carries the state and the step that says why."""

    def __init__(self, state: State, *steps: Step) -> None:
        """Keep the outcome."""
        super().__init__(state)
        self.outcome = Outcome(None, state, steps)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a method may look at: one community, the rubric, the criterion that is being scored."""

    rubric: Rubric
    community: Community
    key: str

    @property
    def criterion(self) -> Criterion:
        """Return the criterion."""
        return self.rubric.criteria[self.key]

    @property
    def conventions(self) -> Conventions:
        """Return the conventions in force."""
        return self.rubric.conventions

    @property
    def judgement(self) -> Judgement | None:
        """Return the points a person gave for this criterion."""
        return self.community.judged.get(self.key)

    def used(self, key: str, figure: Figure) -> Used:
        """Return a figure with the label and unit the rubric gives it."""
        indicator = self.rubric.indicators[key]
        return Used(key, indicator.zh, indicator.unit, figure)

    def take(self, keys: Sequence[str]) -> tuple[Used, ...]:
        """Return the figures of some keys. Raises UndecidedError naming all that are missing or unusable."""
        figures = [(key, self.community.indicators.get(key)) for key in keys]
        found = tuple(self.used(key, figure) for key, figure in figures if figure is not None)
        if unusable := tuple(used for used in found if used.figure.bad):
            raise UndecidedError(State.CONTRADICTION, Unusable(unusable))
        if missing := tuple(self.rubric.indicators[key].zh for key, figure in figures if figure is None):
            raise UndecidedError(State.PENDING, Missing(missing))
        return found


def number(used: Used) -> Fraction:
    """Return the number of a figure; a yes counts 1, any other answer 0."""
    value = used.figure.value
    return value if isinstance(value, Fraction) else Fraction(value == Answer.YES)


def total(figures: Sequence[Used]) -> Fraction:
    """Return the sum of some figures."""
    return sum((number(used) for used in figures), Fraction(0))


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value with its trace; ``value`` is None when the denominator is zero.

    ``base`` is what the value is a share of, so that a mark times base is the count it asks for.
    """

    value: Fraction | None
    steps: tuple[Step, ...]
    of: tuple[Used, ...] = ()
    to: tuple[Used, ...] = ()
    base: Fraction | None = None


def read(measure: Measure, situation: Situation) -> Reading:
    """Measure. Raises UndecidedError when figures are missing or unusable."""
    match measure:
        case Ratio():
            return _quotient("ratio", measure.of, measure.to, situation)
        case Proportion():
            return _quotient("proportion", [measure.many], [measure.one], situation)
        case Count():
            of = situation.take([measure.of])
            return Reading(total(of), (Measured("count", total(of), of),), of, (), Fraction(1))
        case Lowest():
            readings = [read(ratio, situation) for ratio in measure.among]
            return min(readings, key=lambda each: (each.value is not None, each.value or 0))
        case MonthlyMean():
            return _monthly(measure, situation)


def _quotient(style: str, of: Sequence[str], to: Sequence[str], situation: Situation) -> Reading:
    taken = situation.take(list(dict.fromkeys([*of, *to])))
    by_key = {used.key: used for used in taken}
    upper, lower = tuple(by_key[key] for key in of), tuple(by_key[key] for key in to)
    base = total(lower)
    if base == 0:
        return Reading(None, (), upper, lower, base)
    value = total(upper) / base
    return Reading(value, (Measured(style, value, upper, lower),), upper, lower, base)


def _monthly(measure: MonthlyMean, situation: Situation) -> Reading:
    """Average the months that were given as counts, else as rates, else take the year's own figures."""
    monthly = situation.community.monthly
    counted = any(any(monthly.get(key, ())) for key in (measure.of, measure.to))
    keys = [measure.of, measure.to] if counted else [measure.rates]
    if not any(monthly.get(measure.rates, ())) and not counted:
        return _quotient("ratio", [measure.of], [measure.to], situation)
    series = [_twelve(monthly.get(key, ())) for key in keys]
    _refuse_unusable(keys, series, situation)
    months = [month for month in range(MONTHS) if all(column[month] for column in series)]
    gaps = tuple(month + 1 for month in range(MONTHS) if month not in months)
    labels = tuple(situation.rubric.indicators[key].zh for key in keys)
    steps: tuple[Step, ...] = ()
    if gaps:
        steps = (MonthsMissing(labels, gaps, averaged=measure.missing == "available"),)
        if measure.missing == "pending" or not months:
            raise UndecidedError(State.PENDING, *steps)
    rows = [
        tuple(
            situation.used(key, figure)
            for key, column in zip(keys, series, strict=True)
            if (figure := column[m])
        )
        for m in months
    ]
    return _mean(measure, rows, steps)


def _twelve(column: Sequence[Figure | None]) -> tuple[Figure | None, ...]:
    return (*column, *(None,) * MONTHS)[:MONTHS]


def _refuse_unusable(
    keys: Sequence[str], series: Sequence[Sequence[Figure | None]], situation: Situation
) -> None:
    unusable = tuple(
        situation.used(key, figure)
        for key, column in zip(keys, series, strict=True)
        for figure in column
        if figure and figure.bad
    )
    if unusable:
        raise UndecidedError(State.CONTRADICTION, Unusable(unusable))


def _mean(measure: MonthlyMean, rows: list[tuple[Used, ...]], steps: tuple[Step, ...]) -> Reading:
    """Average monthly rows: (rate,) or (employed, total)."""
    pairs = tuple((row[0], row[1]) for row in rows if len(row) == 2)  # noqa: PLR2004 - a pair
    empty = tuple(lower for _, lower in pairs if number(lower) == 0)
    if empty and (measure.mean == "of_rates" or len(empty) == len(pairs)):
        return Reading(None, steps, (), empty, Fraction(0))
    if not pairs:
        rates = tuple(number(row[0]) for row in rows)
    elif measure.mean == "of_rates":
        rates = tuple(number(upper) / number(lower) for upper, lower in pairs)
    else:
        rates = (total([upper for upper, _ in pairs]) / total([lower for _, lower in pairs]),)
    value = sum(rates, Fraction(0)) / len(rates)
    mean = measure.mean if pairs else "of_rates"
    return Reading(value, (*steps, Averaged(value, rates, pairs, mean)))
