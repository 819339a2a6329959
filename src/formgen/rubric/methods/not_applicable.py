"""What does not apply in a case."""

from fractions import Fraction
from typing import Literal

from formgen.model import State
from formgen.rubric.methods.fixed import Decided
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome
from formgen.spec import Text, described


class NotApplicable(MethodSpec):
    """The criterion does not apply here."""

    kind: Literal["not_applicable"] = described("不适用")
    note: Text = described("说明：写在评分说明里的话")

    def largest(self, _points: Fraction) -> Fraction:
        """Return no points."""
        return Fraction(0)

    def compute(self, _situation: Situation) -> Outcome:
        """Count nothing."""
        return Outcome(None, State.NOT_APPLICABLE, (Decided(self.note),))
