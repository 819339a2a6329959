"""升档: points by the level of service."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text
from formgen.rubric.figures import RuleFault, StatedFigures
from formgen.rubric.methods.cap import cap_points, lower_of
from formgen.rubric.methods.method import MethodFault, MethodSpec, PointsFor, refuse_idle_cap, refuse_negative
from formgen.rubric.situation import Situation, Use
from formgen.rubric.trace import Outcome, Step, Used
from formgen.spec import Amount, Key, Spec, Text, described


class Level(Spec):
    """One level of service and its points."""

    level: int = described("档次：第几档，写整数")
    label: Text = described("名称：这一档的名称")
    points: Amount = described("得分")


@dataclass(frozen=True, slots=True)
class LevelReached(Step):
    """The level reached, None for none; ``summed`` when lower levels add to it; and the next level."""

    used: Used
    level: Level | None
    points: Fraction
    summed: bool
    following: Level | None

    def say(self) -> str:
        """Say the level, its points, and what the next one gives."""
        label = self.level.label if self.level else "无"
        how = "逐档相加" if self.summed else "取最高一档"
        tail = ""
        if self.following:
            tail = f"；下一档“{self.following.label}”{exact_text(self.following.points)}分"
        return f"{self.used.say()}，{label}，{how}，得{exact_text(self.points)}分{tail}。"


class Levels(MethodSpec):
    """Points by the level reached: a higher level replaces the lower ones, or adds to them."""

    kind: Literal["levels"] = described("升档：达到的最高一档，或各档相加")
    of: Key = described("档次指标的键")
    levels: list[Level] = described("由低到高", min_length=1)
    combine: Literal["best", "sum"] = described("best 取高（升档替代）；sum 累加", default="best")
    cap: Amount | None = described("最多得分", default=None)

    @property
    def own_uses(self) -> list[Use]:
        """Return the level."""
        return [Use(self.of, ("level",))]

    @property
    def own_grounds(self) -> list[str]:
        """Return the level."""
        return [self.of]

    @property
    def own_points(self) -> list[PointsFor]:
        """Return the points of all levels."""
        return [
            PointsFor(("levels", at), level.label, self.of, level.points, level.level)
            for at, level in enumerate(self.levels)
        ]

    def largest(self, _points: Fraction) -> Fraction:
        """Return the points of the best level, or of all together, up to the cap."""
        each = [level.points for level in self.levels]
        most = max(each) if self.combine == "best" else sum(each, Fraction(0))
        return lower_of(max(most, Fraction(0)), self.cap)

    def compute(self, situation: Situation) -> Outcome:
        """Take the highest level reached, or add up all that are."""
        (used,) = situation.take([self.of])
        reached = [level for level in self.levels if level.level <= used.number]
        following = next((level for level in self.levels if level not in reached), None)
        highest = reached[-1] if reached else None
        summed = self.combine == "sum"
        counted = reached if summed else reached[-1:]
        points = sum((level.points for level in counted), Fraction(0))
        return cap_points(points, self.cap, [LevelReached(used, highest, points, summed, following)])

    def faults(self) -> Iterator[MethodFault]:
        """Yield levels that do not rise."""
        points = [level.points for level in self.levels]
        if self.combine == "best" and points != sorted(set(points)):
            yield MethodFault("R111", ("levels",), {"detail": "各档得分应逐级增大"}, numbered=False)
        for at, level in enumerate(self.levels):
            yield from refuse_negative(level.points, "levels", at)
            if level.label in [each.label for each in self.levels[:at]]:
                yield MethodFault("R124", ("levels", at), {"detail": f"有两档都叫“{level.label}”"})
        yield from refuse_idle_cap(self.cap)
        if min(level.level for level in self.levels) < 0:
            yield MethodFault("R111", ("levels",), {"detail": "level 不能是负数"}, numbered=False)
        order = [level.level for level in self.levels]
        if order != sorted(set(order)):
            yield MethodFault("R111", ("levels",), {"detail": "level 应逐级增大"}, numbered=False)

    def faults_among(self, figures: StatedFigures) -> Iterator[RuleFault]:
        """Yield levels that their figure does not have, and levels of the figure that no points are given for."""
        figure = figures.indicators.get(self.of)
        if figure is None or not figure.levels:
            return
        has, given = figure.level_numbers, {level.level for level in self.levels}
        for at, level in enumerate(self.levels):
            if level.level not in has:
                advice = f"指标的档次有 {'、'.join(figure.levels)}；请改这里，或补指标的 levels"
                rule = f"{{criterion}} 的第{level.level}档"
                yield RuleFault(("levels", at), f"在指标 {self.of} 里没有", advice, rule)
        if lacking := sorted(has - given - {0}):
            missing = "、".join(str(each) for each in lacking)
            detail = f"没有给指标 {self.of} 的第{missing}档写得分"
            yield RuleFault(("levels",), detail, "请补上这一档，或核对指标的 levels")
