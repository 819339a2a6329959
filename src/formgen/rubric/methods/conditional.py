"""分情形: the first case that holds decides."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from formgen.rubric.figures import RuleFault, StatedFigures
from formgen.rubric.indicator import name_kinds
from formgen.rubric.methods.method import MethodFault, MethodSpec, Nested
from formgen.rubric.situation import Situation, Use
from formgen.rubric.trace import Outcome, Step, Used
from formgen.spec import Amount, Key, Spec, described

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

    of: Key = described("看哪个指标的键")
    equals: Amount = described("等于几就成立；是/否指标写 1（是）或 0（否）")
    method: "Method" = described("评分办法：成立时用的办法")


class Conditional(MethodSpec):
    """The first case that holds decides; else ``otherwise``."""

    kind: Literal["conditional"] = described("分情形：第一个成立的起作用")
    cases: list[Case] = described("按顺序判断的情形", min_length=1)
    otherwise: "Method" = described("都不成立时用的评分办法")

    @property
    def own_uses(self) -> list[Use]:
        """Return the figures the cases ask for."""
        return [Use(case.of, ("count", "yesno", "level", "points")) for case in self.cases]

    @property
    def nested(self) -> list[Nested]:
        """Return the methods of all cases, and the one for none."""
        cases = [Nested(("cases", at, "method"), case.method) for at, case in enumerate(self.cases)]
        return [*cases, Nested(("otherwise",), self.otherwise)]

    def largest(self, points: Fraction) -> Fraction:
        """Return the most that any case can give."""
        return max(inner.method.largest(points) for inner in self.nested)

    def faults(self) -> Iterator[MethodFault]:
        """Yield cases that an earlier one already decides."""
        asked = [(case.of, case.equals) for case in self.cases]
        for at, each in enumerate(asked):
            if each in asked[:at]:
                yield MethodFault("R124", ("cases", at), {"detail": "与前面的情形相同，永远轮不到"})

    def faults_among(self, figures: StatedFigures) -> Iterator[RuleFault]:
        """Yield cases that ask for an answer their figure can never give."""
        for at, case in enumerate(self.cases):
            figure = figures.indicators.get(case.of)
            if figure is None or figure.can_be(case.equals):
                continue
            yield RuleFault(
                ("cases", at),
                f"永远不成立：它是{name_kinds(figure.kind)}类",
                "是/否写 1 或 0，档次写 levels 里有的档，整数写不小于0的整数",
                f"{case.of} equals {{written}}",
                quoted=("cases", at, "equals"),
            )

    def compute(self, situation: Situation) -> Outcome:
        """Apply the method of the first case that holds."""
        for case in self.cases:
            (used,) = situation.take([case.of])
            if used.number == case.equals:
                outcome = case.method.apply(situation)
                return replace(outcome, steps=(CaseTaken(used), *outcome.steps))
        return self.otherwise.apply(situation)
