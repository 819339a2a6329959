"""扣分: start from points, deduct, stop at a floor."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text
from formgen.model import State
from formgen.rubric.methods.judged import take_judged
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, Step, Used, list_figures
from formgen.spec import Exact, Key, Spec, Text, described


@dataclass(frozen=True, slots=True)
class Started(Step):
    """The points deductions start from; ``judged`` when a reviewer gave them."""

    points: Fraction
    judged: bool

    def say(self) -> str:
        """Say the points and whose they are."""
        return f"{'评审评定' if self.judged else '起始'}{exact_text(self.points)}分。"


@dataclass(frozen=True, slots=True)
class Deducted(Step):
    """One ground for deduction and what it cost."""

    label: str
    used: tuple[Used, ...]
    count: Fraction
    each: Fraction
    once: bool
    total: Fraction

    @property
    def aspects(self) -> tuple[str, ...]:
        """Say that deducting once or each time was decisive where there is more than one."""
        return ("deduction",) if self.count > 1 else ()

    def say(self) -> str:
        """Say the figures, how many there are and what they cost."""
        found = f"{list_figures(self.used)}；{self.label}{exact_text(self.count)}"
        if self.total == 0:
            return f"{found}，不扣分。"
        how = "只扣一次" if self.once else f"{exact_text(self.count)}×{exact_text(self.each)}分"
        return f"{found}，{how}，扣{exact_text(self.total)}分。"


@dataclass(frozen=True, slots=True)
class Floored(Step):
    """Deductions stopped at the floor."""

    floor: Fraction

    def say(self) -> str:
        """Say where they stopped."""
        return f"扣完为止，得{exact_text(self.floor)}分。"


class Deduction(Spec):
    """One ground for deduction: points for each unit of ``of`` (less ``less``), or once if there is any."""

    of: Key
    less: Key | None = described("先减去的指标（如 总户数 减 已达标户数）", default=None)
    label: Text
    points: Exact = described("扣分")
    times: Literal["each", "once"] = described("each 每个都扣；once 有则只扣一次", default="each")

    @property
    def keys(self) -> list[str]:
        """Return the keys of the figures it reads."""
        return [self.of, *([self.less] if self.less else [])]

    def deduct(self, situation: Situation) -> Deducted:
        """Return what this ground costs. Raises UndecidedError when figures are missing or unusable."""
        used = situation.take(self.keys)
        count = used[0].number - sum((each.number for each in used[1:]), Fraction(0))
        once = self.times == "once"
        times = min(count, Fraction(1)) if once else count
        return Deducted(self.label, used, count, self.points, once, times * self.points)


class Deductions(MethodSpec):
    """Start from points (fixed, or given by a reviewer), deduct by kind, stop at ``floor``."""

    kind: Literal["deductions"]
    start: Exact | None = described("起始分；不写则由评审人评定", default=None)
    start_judged: Key | None = described("评审人评定的起始分（扣分前）的键", default=None)
    floor: Exact = described("扣到多少为止", default=Fraction(0))
    deductions: list[Deduction] = described("扣分项", min_length=1)

    @property
    def own_keys(self) -> list[str]:
        """Return the key of the starting points and the keys of all grounds."""
        start = [self.start_judged] if self.start_judged else []
        return [*start, *(key for ground in self.deductions for key in ground.keys)]

    @property
    def takes_judgement(self) -> bool:
        """Return whether a reviewer gives the starting points."""
        return self.start is None

    @property
    def judged_key(self) -> str | None:
        """Return the key of the starting points."""
        return self.start_judged

    def largest(self, points: Fraction) -> Fraction:
        """Return the starting points."""
        return points if self.start is None else self.start

    def compute(self, situation: Situation) -> Outcome:
        """Deduct from the starting points; what a reviewer started stays a reviewer's."""
        if self.start is not None:
            return self._deduct(self.start, State.SCORED, (), situation)
        given = take_judged(self.start_judged, situation)
        return (
            given
            if given.points is None
            else self._deduct(given.points, State.JUDGED, given.steps, situation)
        )

    def _deduct(
        self, start: Fraction, state: State, before: tuple[Step, ...], situation: Situation
    ) -> Outcome:
        grounds = [ground.deduct(situation) for ground in self.deductions]
        left = start - sum((ground.total for ground in grounds), Fraction(0))
        end = [Floored(self.floor)] if left < self.floor else []
        started = Started(start, judged=state is State.JUDGED)
        return Outcome(max(left, self.floor), state, (*before, started, *grounds, *end))
