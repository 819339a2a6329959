"""What the notice leaves to a reviewer."""

from fractions import Fraction
from typing import Literal

from formgen.rubric.methods.judged import AwaitsReviewer
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome
from formgen.spec import Text, described


class Pending(MethodSpec):
    """The text decides nothing here: a reviewer does."""

    kind: Literal["pending"] = described("待定：由评审决定")
    note: Text = described("说明：写在评分说明里的话")

    def largest(self, _points: Fraction) -> Fraction:
        """Return no points."""
        return Fraction(0)

    def compute(self, _situation: Situation) -> Outcome:
        """Leave it to a reviewer."""
        return Outcome.pending(AwaitsReviewer(self.note))
