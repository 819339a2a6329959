"""分档: points by the tier that a measure reaches."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from formgen.exact import points_text
from formgen.rubric.conventions import Boundary, Conventions, WhenZero
from formgen.rubric.measures import Measure
from formgen.rubric.measures.measure import Mark, Measurement
from formgen.rubric.methods.judged import AwaitsReviewer
from formgen.rubric.methods.method import MethodFault, MethodSpec, refuse_negative
from formgen.rubric.methods.zero import decide_zero
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Aspect, Outcome, Step, add_up
from formgen.spec import Amount, Spec, Threshold, ThresholdField, described


class Tier(Spec):
    """One tier: the mark to reach (or not to exceed) and its points."""

    at_least: ThresholdField | None = described("达到（下限）", default=None)
    at_most: ThresholdField | None = described("不超过（上限）", default=None)
    points: Amount = described("得分")

    @property
    def threshold(self) -> Threshold:
        """Return the threshold of this tier; the check has seen that there is exactly one."""
        threshold = self.at_least or self.at_most
        if threshold is None:
            message = "a tier without a threshold is refused when the rubric is loaded"
            raise AssertionError(message)
        return threshold

    def is_reached(self, value: Fraction, boundary: Boundary) -> bool:
        """Return whether a value reaches this tier, or stays within a limit from above."""
        if self.at_most is not None:
            return value < self.at_most.value if boundary == "exclude" else value <= self.at_most.value
        limit = self.threshold.value
        return value > limit if boundary == "exclude" else value >= limit

    def lacking(self, measured: Measurement, boundary: Boundary) -> int | None:
        """Return how many units are missing to this tier while the denominator stays as it is."""
        if measured.base is None or not measured.of:
            return None
        wanted, have = self.threshold.value * measured.base, add_up(measured.of)
        if self.at_most is not None:
            return floor(have - wanted) + 1 if boundary == "exclude" else ceil(have - wanted)
        return floor(wanted) + 1 - floor(have) if boundary == "exclude" else ceil(wanted - have)


@dataclass(frozen=True, slots=True)
class NextTier:
    """The next tier, and how many units are missing to it, other figures staying as they are."""

    tier: Tier
    lacking: int | None
    unit: str

    def say(self) -> str:
        """Say what is missing to the next tier."""
        goal = f"{self.tier.threshold.text}（{points_text(self.tier.points)}分）"
        if self.lacking is None:
            return f"下一档为{goal}。"
        if self.tier.at_most is not None:
            return f"须再减少{self.lacking}{self.unit}，方可{goal}。"
        return f"距下一档{goal}还差{self.lacking}{self.unit}（其他数不变）。"


@dataclass(frozen=True, slots=True)
class TierReached(Step):
    """The tier that decided, None when not even the lowest is reached, and the next one.

    ``points`` are those of the tier, or what is given below the lowest: None when a person has to decide.
    """

    tier: Tier | None
    points: Fraction | None
    following: NextTier | None
    boundary: Boundary
    on_edge: bool
    proportional: bool

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """Say that 以上 was decisive for a value on a threshold, and what is given below the lowest tier."""
        return (*(("boundary",) if self.on_edge else ()), *(("below",) if self.tier is None else ()))

    def say(self) -> str:
        """Say what was reached, and what is missing to the next tier."""
        return self._reached() + (self.following.say() if self.following else "已是最高一档。")

    def _reached(self) -> str:
        if self.points is None:
            return "未达到标准。"
        points = points_text(self.points)
        if self.tier is None:
            return (
                f"未达到标准，按比例折算得{points}分。"
                if self.proportional
                else f"未达到最低一档，得{points}分。"
            )
        rising = "超过" if self.boundary == "exclude" else "达到"
        falling = "低于" if self.boundary == "exclude" else "不超过"
        verb = rising if self.tier.at_most is None else falling
        edge = "（恰好等于）" if self.on_edge else ""
        return f"{verb}{self.tier.threshold.text}{edge}，得{points}分。"


class Tiers(MethodSpec):
    """Points by tiers of a measure, each tier replacing the one below."""

    kind: Literal["tiers"] = described("分档：达到哪一档得哪一档的分")
    measure: Measure = described("量什么：比率、比例、数量或十二个月平均")
    tiers: list[Tier] = described("由低到高排列的档次", min_length=1)
    otherwise: Amount | Literal["pending", "proportional"] = described(
        "未达最低档：得分，或 pending 待定（由评审决定），或 proportional 按比例"
    )
    boundary: Boundary | None = described(
        "含不含本数；不写的，at_least 按 conventions，at_most 含本数", default=None
    )
    when_zero: WhenZero | None = described("分母为零时；不写则按 conventions", default=None)

    def marks(self, conventions: Conventions) -> list[Mark]:
        """Return the marks of all tiers."""
        exclusive = self.boundary_in(conventions) == "exclude"
        return [
            Mark(limit, limit is tier.at_least, exclusive, self.measure, ("tiers", at))
            for at, tier in enumerate(self.tiers)
            for limit in (tier.at_least, tier.at_most)
            if limit
        ]

    def largest(self, _points: Fraction) -> Fraction:
        """Return the points of the best tier, or of none where that gives more."""
        best = max(tier.points for tier in self.tiers)
        return max(best, self.otherwise) if isinstance(self.otherwise, Fraction) else best

    def compute(self, situation: Situation) -> Outcome:
        """Measure, and take the highest tier reached."""
        when_zero = self.when_zero or situation.conventions.when_zero
        measured = self.measure.compute(situation).without_empty(met=when_zero in {"full", "not_applicable"})
        if measured.value is None:
            return decide_zero(when_zero, self.tiers[-1].points, measured.to, measured.steps)
        value = measured.value
        if situation.conventions.compare == "two_decimals":
            value = self._as_printed(value)
        step = self._reached(value, measured, self.boundary_in(situation.conventions))
        if step.points is None:
            waits = AwaitsReviewer("未达到标准，通知没有写明如何给分，由评审决定")
            return Outcome.pending(*measured.steps, step, waits)
        return Outcome.scored(step.points, *measured.steps, step)

    def boundary_in(self, conventions: Conventions) -> Boundary:
        """Return whether the mark itself counts; the convention is of 以上, so that it says nothing of limits from above."""
        return self.boundary or ("include" if self.tiers[0].at_most is not None else conventions.boundary)

    def _reached(self, value: Fraction, measured: Measurement, boundary: Boundary) -> TierReached:
        reached = [tier for tier in self.tiers if tier.is_reached(value, boundary)]
        best = reached[-1] if reached else None
        following = next((tier for tier in self.tiers if tier not in reached), None)
        unit = measured.of[0].unit if measured.of else ""
        return TierReached(
            tier=best,
            points=best.points if best else self._below(value),
            following=NextTier(following, following.lacking(measured, boundary), unit) if following else None,
            boundary=boundary,
            on_edge=any(tier.threshold.value == value for tier in self.tiers if tier.at_least),
            proportional=self.otherwise == "proportional",
        )

    def _as_printed(self, value: Fraction) -> Fraction:
        """Round half up as a printed figure would be: to two decimals, those of a percent for a ratio."""
        scale = 10000 if self.measure.style == "ratio" else 100
        return Fraction(floor(value * scale + Fraction(1, 2)), scale)

    def _below(self, value: Fraction) -> Fraction | None:
        """Return the points below the lowest tier, None when the notice does not say."""
        if self.otherwise == "pending":
            return None
        if self.otherwise == "proportional":
            top = self.tiers[-1]
            return top.points * min(Fraction(1), value / top.threshold.value)
        return self.otherwise

    def faults(self) -> Iterator[MethodFault]:
        """Yield tiers without a threshold or in the wrong style, or that do not rise step by step."""
        if isinstance(self.otherwise, Fraction):
            yield from refuse_negative(self.otherwise, "otherwise")
        if self.when_zero is not None and self.measure.style == "count":
            detail = {"detail": "数量没有分母，when_zero 不起作用"}
            yield MethodFault("R124", ("when_zero",), detail)
        for at, tier in enumerate(self.tiers):
            yield from refuse_negative(tier.points, "tiers", at)
            if (tier.at_least is None) == (tier.at_most is None):
                yield MethodFault("R111", ("tiers", at), {"detail": "每档写 at_least 或 at_most 之一"})
                return
            if tier.threshold.style != self.measure.style:
                words = {"value": tier.threshold.text, "measure": self.measure.kind}
                yield MethodFault("R116", ("tiers", at), words)
        if len({tier.at_least is None for tier in self.tiers}) > 1:
            yield MethodFault("R111", ("tiers",), {"detail": "各档要么都写 at_least，要么都写 at_most"})
            return
        top = self.tiers[-1]
        if self.otherwise == "proportional" and (top.at_least is None or top.at_least.value <= 0):
            detail = {"detail": "按比例折算要写 at_least，最高一档大于0"}
            yield MethodFault("R111", ("otherwise",), detail)
        limits = [tier.threshold.value for tier in self.tiers]
        points = [tier.points for tier in self.tiers]
        falling = self.tiers[0].at_most is not None
        if limits != sorted(set(limits), reverse=falling) or points != sorted(set(points)):
            yield MethodFault("R111", ("tiers",), {"detail": "界限和得分都应逐档变化"})
        if isinstance(self.otherwise, Fraction) and self.otherwise >= min(points):
            yield MethodFault("R111", ("otherwise",), {"detail": "otherwise 应低于最低档得分"})
