"""逐项相加: the elements answered yes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text
from formgen.model import Answer
from formgen.rubric.conventions import DECISIONS, WhenNobody
from formgen.rubric.figures import RuleFault, StatedFigures
from formgen.rubric.methods.method import MethodFault, MethodSpec, PointsFor, refuse_negative
from formgen.rubric.methods.pieces import worst_state
from formgen.rubric.situation import Situation, Use
from formgen.rubric.trace import Aspect, Outcome, Step, UndecidedError, Used
from formgen.spec import Amount, Key, Spec, Text, described


@dataclass(frozen=True, slots=True)
class Answered(Step):
    """One element and its answer."""

    label: str
    used: Used
    points: Fraction
    full: Fraction

    def say(self) -> str:
        """Say the answer and its points."""
        points, full = exact_text(self.points), exact_text(self.full)
        return f"{self.label}：{self.used.figure.text}{self.used.source}，得{points}分（满分{full}分）。"


@dataclass(frozen=True, slots=True)
class AnsweredInPart(Step):
    """One element for which a reviewer gave part of its points."""

    label: str
    used: Used
    points: Fraction
    full: Fraction

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """Say that the reading of partial points was decisive."""
        return ("partial",)

    def say(self) -> str:
        """Say the reviewer's points and those that count."""
        points, full = exact_text(self.points), exact_text(self.full)
        return f"{self.label}：评审分{self.used.figure.text}{self.used.source}，满分{full}分，计{points}分。"


@dataclass(frozen=True, slots=True)
class NobodyServed(Step):
    """An element nobody needs here, and what the reading in force makes of it."""

    label: str
    decision: WhenNobody

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """Say that the reading of 无服务对象 was decisive."""
        return ("nobody",)

    def say(self) -> str:
        """Say that there is nobody, and what follows."""
        return f"{self.label}：无服务对象，{DECISIONS[self.decision]}。"


@dataclass(frozen=True, slots=True)
class Voided(Step):
    """A checklist whose sum stays below what it needs to count."""

    total: Fraction
    least: Fraction

    def say(self) -> str:
        """Say the sum and what it lacks."""
        return f"累计{exact_text(self.total)}分，不足{exact_text(self.least)}分，本项不得分。"


class ChecklistItem(Spec):
    """One element: points when the answer is yes; ``partial`` may hold a reviewer's points instead."""

    of: Key = described("是/否指标的键")
    label: Text = described("名称：这一要素的名称")
    points: Amount = described("得分：答“是”得的分")
    partial: Key | None = described("部分得分：评审人按部分得分录入的键", default=None)

    def answer(self, situation: Situation) -> Outcome:
        """Score the element by its answer. Raises UndecidedError when that is missing or unusable."""
        (used,) = situation.take([self.of])
        answer = used.figure.value
        if answer == Answer.NOBODY:
            return self._nobody(situation.conventions.nobody)
        points = self.points if answer == Answer.YES else Fraction(0)
        return Outcome.scored(points, Answered(self.label, used, points, self.points))

    def _nobody(self, decision: WhenNobody) -> Outcome:
        step = NobodyServed(self.label, decision)
        if decision == "pending":
            return Outcome.pending(step)
        return Outcome.scored(self.points if decision == "full" else Fraction(0), step)


class Checklist(MethodSpec):
    """Sum of the elements answered yes; below ``void_below`` the whole counts nothing."""

    kind: Literal["checklist"] = described("逐项相加：答“是”的得分")
    items: list[ChecklistItem] = described("要素", min_length=1)
    void_below: Amount | None = described("累计不足此分则本项不得分", default=None)
    partial: Literal["accept", "allow", "refuse"] = described(
        "部分得分：accept 照录并提示；allow 允许；refuse 不足满分按0分", default="accept"
    )

    @property
    def own_uses(self) -> list[Use]:
        """Return the answers of all elements and their partial points."""
        return [
            use
            for item in self.items
            for use in (Use(item.of, ("yesno",)), *([Use(item.partial, ("points",))] if item.partial else []))
        ]

    @property
    def own_grounds(self) -> list[str]:
        """Return the answers of all elements."""
        return [item.of for item in self.items]

    @property
    def own_points(self) -> list[PointsFor]:
        """Return the points of all elements."""
        return [
            PointsFor(("items", at), item.label, item.of, item.points) for at, item in enumerate(self.items)
        ]

    @property
    def partial_points(self) -> Mapping[str, Fraction]:
        """Return the keys of partial points, with the points of their elements."""
        return {item.partial: item.points for item in self.items if item.partial}

    def largest(self, _points: Fraction) -> Fraction:
        """Return the sum of all elements that give points; one that takes some off can be answered no."""
        return sum((max(item.points, Fraction(0)) for item in self.items), Fraction(0))

    def compute(self, situation: Situation) -> Outcome:
        """Add the elements up; one that is not decided leaves the whole undecided."""
        answers = [self._score(item, situation) for item in self.items]
        steps = [step for answer in answers for step in answer.steps]
        if undecided := worst_state(answers):
            return Outcome(None, undecided, tuple(steps))
        points = sum((answer.points or Fraction(0) for answer in answers), Fraction(0))
        if self.void_below is not None and points < self.void_below:
            return Outcome.scored(Fraction(0), *steps, Voided(points, self.void_below))
        return Outcome.scored(points, *steps)

    def faults(self) -> Iterator[MethodFault]:
        """Yield elements asked for twice, elements without points, and a sum that can never count."""
        keys = [item.of for item in self.items]
        for at, item in enumerate(self.items):
            if item.of in keys[:at]:
                yield MethodFault("R124", ("items", at), {"detail": f"“{item.of}”写了两次"})
            yield from refuse_negative(item.points, "items", at, "points")
            if item.points == 0:
                yield MethodFault("R124", ("items", at, "points"), {"detail": "得分是0，答什么都一样"})
        if self.void_below is not None and self.void_below <= 0:
            yield MethodFault("R124", ("void_below",), {"detail": "void_below 不大于0，不起作用"})
        if "partial" in self.model_fields_set and not self.partial_points:
            detail = {"detail": "没有一个要素写了部分得分的键（partial），这里的 partial 不起作用"}
            yield MethodFault("R124", ("partial",), detail)
        if self.void_below is not None and self.void_below > self.largest(Fraction(0)):
            yield MethodFault("R124", ("void_below",), {"detail": "void_below 高于全部要素之和，永远不得分"})

    def faults_among(self, _figures: StatedFigures) -> Iterator[RuleFault]:
        """Yield a least sum that every single element reaches."""
        least = min((item.points for item in self.items if item.points > 0), default=Fraction(0))
        if self.void_below is not None and 0 < self.void_below <= least and not self.partial_points:
            detail = f"的 void_below 是{exact_text(self.void_below)}，答一个“是”就有{exact_text(least)}分，void_below 不起作用"
            advice = "请核对 void_below 和各要素的得分；原文确是这样的，不用改"
            yield RuleFault(("void_below",), detail, advice, code="R132")

    def _score(self, item: ChecklistItem, situation: Situation) -> Outcome:
        """Score one element: by a reviewer's partial points if there are any, else by the answer."""
        try:
            if item.partial and item.partial in situation.community.indicators:
                (used,) = situation.take([item.partial])
                points = (
                    Fraction(0) if self.partial == "refuse" and used.number < item.points else used.number
                )
                return Outcome.scored(points, AnsweredInPart(item.label, used, points, item.points))
            return item.answer(situation)
        except UndecidedError as undecided:
            return undecided.outcome
