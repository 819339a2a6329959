"""计数加权: so many points for each, capped."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text
from formgen.rubric.figures import RuleFault, StatedFigures
from formgen.rubric.methods.cap import cap_points
from formgen.rubric.methods.method import MethodFault, MethodSpec, PointsFor, refuse_idle_cap, refuse_negative
from formgen.rubric.situation import Situation, Use, amounts
from formgen.rubric.trace import Outcome, Step, Used
from formgen.spec import Amount, Key, Spec, Text, described


@dataclass(frozen=True, slots=True)
class Counted(Step):
    """One weighted count."""

    used: Used
    each: Fraction
    points: Fraction

    def say(self) -> str:
        """Say the count, the points for each and what they make."""
        each, points = exact_text(self.each), exact_text(self.points)
        return f"{self.used.say()}，每{self.used.unit}{each}分，计{points}分。"


class Term(Spec):
    """One weighted count."""

    of: Key = described("计数指标的键")
    label: Text = described("名称")
    points: Amount = described("每个得分")


class WeightedCount(MethodSpec):
    """Weighted sum of counts, capped."""

    kind: Literal["weighted_count"] = described("计数加权：每个得几分")
    terms: list[Term] = described("计数与每个的得分", min_length=1)
    cap: Amount = described("最多得分")

    @property
    def own_uses(self) -> list[Use]:
        """Return all counts."""
        return amounts(*(term.of for term in self.terms))

    @property
    def own_grounds(self) -> list[str]:
        """Return all counts."""
        return [term.of for term in self.terms]

    @property
    def own_points(self) -> list[PointsFor]:
        """Return the points for each of what is counted."""
        return [
            PointsFor(("terms", at), term.label, term.of, term.points) for at, term in enumerate(self.terms)
        ]

    def largest(self, _points: Fraction) -> Fraction:
        """Return the cap."""
        return self.cap

    def faults(self) -> Iterator[MethodFault]:
        """Yield a cap that nothing can reach, counts without points, and counts written twice."""
        keys = [term.of for term in self.terms]
        if all(term.points <= 0 for term in self.terms) and self.cap > 0:
            yield MethodFault("R124", ("cap",), {"detail": "没有一个计数得分，到不了 cap"})
        yield from refuse_idle_cap(self.cap)
        for at, term in enumerate(self.terms):
            yield from refuse_negative(term.points, "terms", at, "points")
            if term.points == 0:
                yield MethodFault("R124", ("terms", at, "points"), {"detail": "每个得0分，数了也没有用"})
            if term.of in keys[:at]:
                yield MethodFault("R124", ("terms", at), {"detail": f"“{term.of}”写了两次"})

    def faults_among(self, figures: StatedFigures) -> Iterator[RuleFault]:
        """Yield a cap that the counts cannot reach by their largest values."""
        most = Fraction(0)
        for term in self.terms:
            limit = figures.largest(term.of)
            if limit is None:
                return
            most += term.points * limit
        if most < self.cap:
            detail = f"的 cap 是{exact_text(self.cap)}分，按各指标的最大值只能得{exact_text(most)}分"
            yield RuleFault(("cap",), detail, "请核对 cap 和指标的 most")

    def compute(self, situation: Situation) -> Outcome:
        """Multiply and add up."""
        taken = situation.take([term.of for term in self.terms])
        counted = [
            Counted(used, term.points, term.points * used.number)
            for term, used in zip(self.terms, taken, strict=True)
        ]
        return cap_points(sum((each.points for each in counted), Fraction(0)), self.cap, counted)
