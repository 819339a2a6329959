"""升档: points by the level of service."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text
from formgen.rubric.methods.cap import cap_points, lower_of
from formgen.rubric.methods.method import MethodFault, MethodSpec
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, Step, Used
from formgen.spec import Exact, Key, Spec, Text, described


class Level(Spec):
    """One level of service and its points."""

    level: int
    label: Text
    points: Exact


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

    kind: Literal["levels"]
    of: Key
    levels: list[Level] = described("由低到高", min_length=1)
    combine: Literal["best", "sum"] = described("best 取高（升档替代）；sum 累加", default="best")
    cap: Exact | None = described("最多得分", default=None)

    @property
    def own_keys(self) -> tuple[str]:
        """Return the key of the level."""
        return (self.of,)

    def largest(self, _points: Fraction) -> Fraction:
        """Return the points of the best level, or of all together, up to the cap."""
        each = [level.points for level in self.levels]
        return lower_of(max(each) if self.combine == "best" else sum(each, Fraction(0)), self.cap)

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
        order = [level.level for level in self.levels]
        if order != sorted(set(order)):
            yield MethodFault("R111", ("levels",), {"detail": "level 应逐级增大"}, numbered=False)
