"""扣分: start from points, deduct, stop at a floor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text
from formgen.model import State
from formgen.rubric.figures import PartOfWhole, RuleFault, StatedFigures
from formgen.rubric.methods.judged import take_judged
from formgen.rubric.methods.method import MethodFault, MethodSpec, PointsFor
from formgen.rubric.situation import Situation, Use, amounts, counts
from formgen.rubric.trace import Aspect, Outcome, Step, Used, list_figures
from formgen.spec import Amount, Key, Spec, Text, described


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
    def aspects(self) -> tuple[Aspect, ...]:
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

    of: Key = described("扣分看的指标的键")
    less: Key | None = described("先减去的指标（如 总户数 减 已达标户数）", default=None)
    label: Text = described("名称：扣分的情形")
    points: Amount = described("扣分：每个扣几分，写正数")
    times: Literal["each", "once"] = described("each 每个都扣；once 有则只扣一次", default="each")

    @property
    def uses(self) -> list[Use]:
        """Return the figures it reads."""
        return counts(self.of, self.less) if self.less else amounts(self.of)

    def deduct(self, situation: Situation) -> Deducted:
        """Return what this ground costs: never less than nothing, whatever is taken off first.

        Raises UndecidedError when figures are missing or unusable.
        """
        used = situation.take([use.key for use in self.uses])
        count = max(used[0].number - sum((each.number for each in used[1:]), Fraction(0)), Fraction(0))
        once = self.times == "once"
        times = Fraction(count > 0) if once else count
        return Deducted(self.label, used, count, self.points, once, times * self.points)


class Deductions(MethodSpec):
    """Start from points (fixed, or given by a reviewer), deduct by kind, stop at ``floor``."""

    kind: Literal["deductions"] = described("扣分：从起始分扣起")
    start: Amount | None = described("起始分；不写则由评审人评定", default=None)
    start_judged: Key | None = described("评审人评定的起始分（扣分前）的键", default=None)
    floor: Amount = described("扣到多少为止", default=Fraction(0))
    deductions: list[Deduction] = described("扣分项", min_length=1)

    @property
    def own_uses(self) -> list[Use]:
        """Return the starting points and the figures of all grounds."""
        start = [Use(self.start_judged, ("points",))] if self.start_judged else []
        return [*start, *(use for ground in self.deductions for use in ground.uses)]

    @property
    def own_grounds(self) -> list[str]:
        """Return what is deducted for: a figure, or what is left of one once another is taken off."""
        return [f"{each.of}-{each.less}" if each.less else each.of for each in self.deductions]

    @property
    def own_points(self) -> list[PointsFor]:
        """Return the points that each ground takes."""
        return [
            PointsFor(
                ("deductions", at), each.label, each.of, each.points, takes=True, once=each.times == "once"
            )
            for at, each in enumerate(self.deductions)
        ]

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
        floor = min(self.floor, start)
        end = [Floored(floor)] if left < floor else []
        started = Started(start, judged=state is State.JUDGED)
        return Outcome(max(left, floor), state, (*before, started, *grounds, *end))

    @property
    def parts_of_wholes(self) -> Sequence[PartOfWhole]:
        """Return what is taken off first as a part of what it is taken off."""
        return [PartOfWhole(ground.less, ground.of) for ground in self.deductions if ground.less]

    def faults(self) -> Iterator[MethodFault]:
        """Yield grounds that would add points, and a floor above the start."""
        figures = [(ground.of, ground.less) for ground in self.deductions]
        for at, ground in enumerate(self.deductions):
            if figures[at] in figures[:at]:
                yield MethodFault("R124", ("deductions", at), {"detail": f"“{ground.of}”扣了两次"})
            if ground.points <= 0:
                detail = {"detail": "扣分写正数，不写负数或0"}
                yield MethodFault("R124", ("deductions", at, "points"), detail)
            if ground.less == ground.of:
                yield MethodFault(
                    "R124", ("deductions", at), {"detail": "of 和 less 是同一个指标，永远不扣分"}
                )
        yield from self._faults_of_start()

    def faults_among(self, figures: StatedFigures) -> Iterator[RuleFault]:
        """Yield grounds of which a whole is taken off its part, and a floor that all grounds together do not reach."""
        for at, ground in enumerate(self.deductions):
            if ground.less and ground.less in figures.wholes_above(ground.of):
                detail = (
                    f"的 of 和 less 写反了：“{ground.of}”是“{ground.less}”的一部分（relations），永远不扣分"
                )
                yield RuleFault(("deductions", at), detail, "of 写总数，less 写其中先减去的")
        most = self._most_deducted(figures)
        if self.floor > 0 and self.start is not None and most is not None:
            left = self.start - most
            if left > self.floor:
                detail = (
                    f"的 floor 是{exact_text(self.floor)}，全部扣到也还有{exact_text(left)}分，floor 不起作用"
                )
                yield RuleFault(
                    ("floor",), detail, "请核对 floor 和各条扣分；原文确是这样的，不用改", code="R132"
                )

    def _most_deducted(self, figures: StatedFigures) -> Fraction | None:
        """Return what all grounds cost together at the most, None where nothing limits one of them."""
        limits = [
            Fraction(1) if each.times == "once" else figures.largest(each.of) for each in self.deductions
        ]
        known = [limit for limit in limits if limit is not None]
        if len(known) < len(limits):
            return None
        return sum(
            (each.points * limit for each, limit in zip(self.deductions, known, strict=True)), Fraction(0)
        )

    def _faults_of_start(self) -> Iterator[MethodFault]:
        if self.start is None and self.start_judged is None:
            detail = {"detail": "没有写从几分扣起，永远待定；写 start，或由评审人给的写 start_judged"}
            yield MethodFault("R124", (), detail)
        if self.start is not None and self.start < 0:
            yield MethodFault("R124", ("start",), {"detail": "起始分不写负数；能扣到负分的，写 floor"})
        if self.start is not None and self.floor == self.start:
            yield MethodFault("R124", ("floor",), {"detail": "floor 等于起始分，永远不扣分"})
        if self.start is not None and self.floor > self.start:
            yield MethodFault("R124", ("floor",), {"detail": "floor 高于起始分，扣分反而加分"})
        if self.start is not None and self.start_judged is not None:
            yield MethodFault("R124", ("start_judged",), {"detail": "start 和 start_judged 只写一个"})
