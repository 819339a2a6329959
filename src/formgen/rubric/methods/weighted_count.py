"""计数加权: so many points for each, capped."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text
from formgen.rubric.methods.cap import cap_points
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, Step, Used
from formgen.spec import Exact, Key, Spec, Text, described


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

    of: Key
    label: Text
    points: Exact = described("每个得分")


class WeightedCount(MethodSpec):
    """Weighted sum of counts, capped."""

    kind: Literal["weighted_count"]
    terms: list[Term] = described("计数与每个的得分", min_length=1)
    cap: Exact = described("最多得分")

    @property
    def own_keys(self) -> list[str]:
        """Return the keys of all counts."""
        return [term.of for term in self.terms]

    def largest(self, _points: Fraction) -> Fraction:
        """Return the cap."""
        return self.cap

    def compute(self, situation: Situation) -> Outcome:
        """Multiply and add up."""
        taken = situation.take(self.own_keys)
        counted = [
            Counted(used, term.points, term.points * used.number)
            for term, used in zip(self.terms, taken, strict=True)
        ]
        return cap_points(sum((each.points for each in counted), Fraction(0)), self.cap, counted)
