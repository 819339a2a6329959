"""The mean of twelve monthly rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, NamedTuple

from formgen.exact import exact_text, percent_text
from formgen.model import MONTHS
from formgen.rubric.measures.measure import Measurement, MeasureSpec, Quotient, divide
from formgen.rubric.measures.ratio import RatioMeasured
from formgen.rubric.situation import Situation, Use, counts, refuse_unusable
from formgen.rubric.trace import Aspect, Outcome, Step, UndecidedError, Used, add_up
from formgen.spec import Key, ThresholdStyle, described


@dataclass(frozen=True, slots=True)
class MeanOfRates(Step):
    """The mean of monthly rates, one each month; ``figures`` are what each was made from, by month."""

    value: Fraction
    rates: tuple[Fraction, ...]
    figures: tuple[tuple[Used, ...], ...]

    @property
    def rate(self) -> Fraction:
        """Return the mean."""
        return self.value

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """Say that how months are averaged was decisive."""
        return ("monthly_mean",)

    def say(self) -> str:
        """Say the figures and the rate of each month, where they stand, and their mean."""
        months = "、".join(
            _say_month(figures, rate) for figures, rate in zip(self.figures, self.rates, strict=True)
        )
        where = _say_places(self.figures)
        return f"{len(self.rates)}个月的就业率为{months}{where}，平均{percent_text(self.value)}。"


@dataclass(frozen=True, slots=True)
class RateOfSums(Step):
    """The sums of monthly counts, divided."""

    value: Fraction
    above: Fraction
    below: Fraction
    figures: tuple[tuple[Used, ...], ...]

    @property
    def rate(self) -> Fraction:
        """Return the rate."""
        return self.value

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """Say that how months are averaged was decisive."""
        return ("monthly_mean",)

    def say(self) -> str:
        """Say both sums and their rate."""
        sums = f"{exact_text(self.above)}÷{exact_text(self.below)}"
        where = _say_places(self.figures)
        return f"{len(self.figures)}个月人数合计{sums}＝{percent_text(self.value)}{where}。"


def _say_month(figures: Sequence[Used], rate: Fraction) -> str:
    """Return the rate of a month, with the counts that it was made from: 863÷900＝95.88…%."""
    made = "÷".join(exact_text(each.number) for each in figures)
    return f"{made}＝{percent_text(rate)}" if len(figures) > 1 else percent_text(rate)


def _say_places(months: Sequence[Sequence[Used]]) -> str:
    """Return in brackets where the figures of the months stand, from the first to the last of each kind."""
    ends = [(row[0].figure.place, row[-1].figure.place) for row in zip(*months, strict=True)]
    named = [first.short + (f"至{last.cell or last.short}" if last != first else "") for first, last in ends]
    return f"（{'、'.join(filter(None, named))}）" if any(named) else ""


class MonthGaps(NamedTuple):
    """The months that are missing of one series."""

    label: str
    months: tuple[int, ...]

    @property
    def words(self) -> str:
        """Return the months in words."""
        return "、".join(f"{month}月" for month in self.months)


@dataclass(frozen=True, slots=True)
class MonthsMissing(Step):
    """Months without a figure, by series; ``averaged`` when the others are averaged all the same."""

    gaps: tuple[MonthGaps, ...]
    averaged: bool

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """Say that what becomes of missing months was decisive."""
        return ("months_missing",)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the labels with their months, unless the others are averaged."""
        return () if self.averaged else tuple(f"{gap.label}（{gap.words}）" for gap in self.gaps)

    def say(self) -> str:
        """Name the months, and what follows."""
        labels: dict[str, list[str]] = {}
        for gap in self.gaps:
            labels.setdefault(gap.words, []).append(f"“{gap.label}”")
        what = "；".join(f"{'、'.join(named)}缺{months}" for months, named in labels.items())
        return f"{what}，" + ("按已有月份平均。" if self.averaged else "十二个月不全，待定。")


class _MonthCounts(NamedTuple):
    """The two counts of one month: ``of`` above the line, ``to`` below."""

    of: Used
    to: Used


class MonthlyMean(MeasureSpec):
    """The mean of twelve months; without any monthly figure, the ratio of the year's own figures."""

    style: ClassVar[ThresholdStyle] = "ratio"

    kind: Literal["monthly_mean"] = described("十二个月平均")
    of: Key = described("每月分子（也是全年分子）的键")
    to: Key = described("每月分母（也是全年分母）的键")
    rates: Key = described("直接填报的每月比率（%）的键")
    mean: Literal["of_rates", "of_sums"] = described(
        "of_rates 各月比率的平均；of_sums 合计之比", default="of_rates"
    )
    missing: Literal["pending", "available"] = described(
        "缺月份时：待定，或按已有月份平均", default="pending"
    )

    @property
    def uses(self) -> list[Use]:
        """Return the counts and the rates."""
        return [*counts(self.of, self.to), Use(self.rates, ("monthly_rates",))]

    @property
    def quotients(self) -> list[Quotient]:
        """Return the quotient of each month, which is that of the year too."""
        return [Quotient([self.of], [self.to])]

    @property
    def typed_rates(self) -> dict[str, Quotient]:
        """Return the rates of the months."""
        return {self.rates: Quotient([self.of], [self.to])}

    @property
    def monthly_keys(self) -> list[str]:
        """Return the counts above and below the line."""
        return [self.of, self.to]

    def compute(self, situation: Situation) -> Measurement:
        """Average the months that were given as counts, else as rates, else take the year's own figures."""
        monthly = situation.community.monthly
        if any(any(monthly.get(key, ())) for key in (self.of, self.to)):
            rows, steps = self._months([self.of, self.to], situation)
            return self._of_counts([_MonthCounts(*row) for row in rows], steps)
        if any(monthly.get(self.rates, ())):
            rows, steps = self._months([self.rates], situation)
            return _mean_of([row[0].number for row in rows], rows, steps)
        return divide([self.of], [self.to], situation, RatioMeasured)

    def _months(self, keys: Sequence[str], situation: Situation) -> tuple[list[list[Used]], tuple[Step, ...]]:
        """Return the figures of every month that has them all, and the step that names the other months.

        Raises UndecidedError for unusable figures, and for missing months unless the others may be averaged.
        """
        columns = [_months_of(key, situation) for key in keys]
        refuse_unusable([used for column in columns for used in column if used])
        given = [[used for used in row if used] for row in zip(*columns, strict=True)]
        rows = [row for row in given if len(row) == len(keys)]
        if len(rows) == len(given):
            return rows, ()
        gaps = (
            MonthGaps(
                situation.indicators[key].zh, tuple(at for at, used in enumerate(column, 1) if used is None)
            )
            for key, column in zip(keys, columns, strict=True)
        )
        step = MonthsMissing(tuple(gap for gap in gaps if gap.months), averaged=self.missing == "available")
        if self.missing == "pending" or not rows:
            raise UndecidedError(Outcome.pending(step))
        return rows, (step,)

    def _of_counts(self, months: Sequence[_MonthCounts], steps: tuple[Step, ...]) -> Measurement:
        empty = tuple(month.to for month in months if month.to.number == 0)
        if empty and (self.mean == "of_rates" or len(empty) == len(months)):
            return Measurement(None, steps, (), empty, Fraction(0))
        if self.mean == "of_rates":
            return _mean_of([month.of.number / month.to.number for month in months], months, steps)
        above, below = add_up([month.of for month in months]), add_up([month.to for month in months])
        value = above / below
        return Measurement(value, (*steps, RateOfSums(value, above, below, _freeze(months))))


def _mean_of(
    rates: Sequence[Fraction], figures: Sequence[Sequence[Used]], steps: tuple[Step, ...]
) -> Measurement:
    value = sum(rates, Fraction(0)) / len(rates)
    return Measurement(value, (*steps, MeanOfRates(value, tuple(rates), _freeze(figures))))


def _freeze(months: Sequence[Sequence[Used]]) -> tuple[tuple[Used, ...], ...]:
    return tuple(tuple(month) for month in months)


def _months_of(key: str, situation: Situation) -> list[Used | None]:
    """Return the figures of exactly twelve months, None where there is none."""
    column = (*situation.community.monthly.get(key, ()), *(None,) * MONTHS)[:MONTHS]
    return [situation.used(key, figure) if figure else None for figure in column]
