"""分情形: the first case that holds decides."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from formgen.rubric.methods.method import MethodSpec, Nested
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, Step, Used
from formgen.spec import Exact, Key, Spec, described

if TYPE_CHECKING:
    from formgen.rubric.methods import Method


@dataclass(frozen=True, slots=True)
class CaseTaken(Step):
    """The figure by which a case was chosen."""

    used: Used

    def say(self) -> str:
        """Say the figure."""
        return f"{self.used.say()}。"


class Case(Spec):
    """A branch: taken when figure ``of`` equals ``equals``."""

    of: Key
    equals: Exact
    method: "Method"


class Conditional(MethodSpec):
    """The first case that holds decides; else ``otherwise``."""

    kind: Literal["conditional"]
    cases: list[Case] = described("按顺序判断的情形", min_length=1)
    otherwise: "Method"

    @property
    def own_keys(self) -> list[str]:
        """Return the keys the cases ask for."""
        return [case.of for case in self.cases]

    @property
    def nested(self) -> list[Nested]:
        """Return the methods of all cases, and the one for none."""
        cases = [Nested(("cases", at, "method"), case.method) for at, case in enumerate(self.cases)]
        return [*cases, Nested(("otherwise",), self.otherwise)]

    def largest(self, points: Fraction) -> Fraction:
        """Return the most that any case can give."""
        return max(inner.method.largest(points) for inner in self.nested)

    def compute(self, situation: Situation) -> Outcome:
        """Apply the method of the first case that holds."""
        for case in self.cases:
            (used,) = situation.take([case.of])
            if used.number == case.equals:
                outcome = case.method.apply(situation)
                return replace(outcome, steps=(CaseTaken(used), *outcome.steps))
        return self.otherwise.apply(situation)
