"""Score: communities and a rubric in, scorecards out. Pure: no files, no clock, no format library."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import points_text
from formgen.model import Answer, Community, State
from formgen.problems import Problem
from formgen.rubric.explain import Explanation, explain_outcome
from formgen.rubric.methods.judged import accept
from formgen.rubric.relations import Violation, broken_relations
from formgen.rubric.schema import Gate, Rubric
from formgen.rubric.situation import Situation
from formgen.rubric.trace import Outcome, UndecidedError


@dataclass(frozen=True, slots=True)
class UnequalClaim:
    """A criterion whose 自评 differs from the computed points."""

    key: str
    claim: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class GateResult:
    """Whether a standard holds: True, False, or None when the data cannot say."""

    key: str
    gate: Gate
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result for one community: an outcome per criterion, totals, gates, problems found on the way."""

    community: Community
    rubric: Rubric
    outcomes: Mapping[str, Outcome]
    gates: tuple[GateResult, ...]
    problems: tuple[Problem, ...]

    def points(self, key: str) -> Fraction | None:
        """Return the points of a criterion, None when 待定."""
        return self.outcomes[key].points

    def _sum(self, keys: Iterable[str]) -> Fraction | None:
        outcomes = [self.outcomes[key] for key in keys]
        counted = [outcome for outcome in outcomes if outcome.state is not State.NOT_APPLICABLE]
        if any(outcome.points is None for outcome in counted):
            return None
        return sum((outcome.points or Fraction(0) for outcome in counted), Fraction(0))

    @property
    def main(self) -> Fraction | None:
        """Return the total without 附加分, None while anything in it is 待定."""
        return self._sum(key for key in self.outcomes if not self.rubric.is_bonus(key))

    @property
    def bonus(self) -> Fraction | None:
        """Return the total of 附加分."""
        return self._sum(key for key in self.outcomes if self.rubric.is_bonus(key))

    @property
    def total(self) -> Fraction | None:
        """Return the whole total, None while anything in it is 待定."""
        return self._sum(self.outcomes)

    @property
    def open_keys(self) -> list[str]:
        """Return the criteria without points that a person has to look at."""
        waiting = (State.PENDING, State.CONTRADICTION)
        return [key for key, outcome in self.outcomes.items() if outcome.state in waiting]

    @property
    def passed(self) -> bool | None:
        """Return whether the community passes; None when the notice or the data do not decide."""
        gates = self.rubric.gates
        if gates and gates.decisive:
            if any(result.holds is False for result in self.gates):
                return False
            if any(result.holds is None for result in self.gates):
                return None
        mark = self.rubric.pass_mark
        if mark is None:
            return None
        counted = self.total if mark.include_bonus else self.main
        return None if counted is None else counted >= mark.points

    def label(self, key: str) -> str:
        """Return printed number and name of a criterion."""
        return self.rubric.criteria[key].label

    def short_label(self, key: str) -> str:
        """Return the printed number of a criterion, with its name where the notice prints a number twice."""
        criterion = self.rubric.criteria[key]
        numbers = [each.number for each in self.rubric.criteria.values()]
        return criterion.number if numbers.count(criterion.number) == 1 else criterion.label

    @property
    def differences(self) -> list[UnequalClaim]:
        """Return the criteria whose 自评 differs from the computation as it is printed."""
        found = [(key, self.claim("self", key), outcome.points) for key, outcome in self.outcomes.items()]
        return [
            UnequalClaim(key, claim, points)
            for key, claim, points in found
            if claim is not None and points is not None and points_text(claim) != points_text(points)
        ]

    def claim(self, level: str, key: str) -> Fraction | None:
        """Return the points a level entered for a criterion, None when it entered none."""
        figure = self.community.scores.get(level, {}).get(key)
        return figure.value if figure and isinstance(figure.value, Fraction) else None

    def explain(self) -> list[Explanation]:
        """Explain every criterion in plain Chinese, in the order of the printed table."""
        return [
            explain_outcome(self.rubric, key, outcome, self.claim("self", key))
            for key, outcome in self.outcomes.items()
        ]


def score(rubric: Rubric, community: Community) -> Scorecard:
    """Score one community. Never raises: what cannot be decided is 待定, with its reason in the trace."""
    violations = broken_relations(rubric, community)
    outcomes = {key: _criterion(rubric, community, key, violations) for key in rubric.ordered()}
    gates = tuple(
        GateResult(key, gate, _gate(rubric, community, gate))
        for key, gate in (rubric.gates.standards if rubric.gates else {}).items()
    )
    problems = [violation.problem for violation in violations]
    problems += _unused_judgements(rubric, community, outcomes)
    return Scorecard(community, rubric, outcomes, gates, tuple(problems))


def _criterion(rubric: Rubric, community: Community, key: str, violations: list[Violation]) -> Outcome:
    """Score one criterion; a judgement of a person decides what the method leaves 待定."""
    criterion, judgement = rubric.criteria[key], community.judged.get(key)
    for violation in violations:
        if violation.decides(criterion.keys):
            return violation.outcome
    situation = Situation(community, rubric.indicators, rubric.conventions, criterion.points, judgement)
    outcome = criterion.method.apply(situation)
    if outcome.state is not State.PENDING or judgement is None or criterion.method.takes_judgement:
        return outcome
    return accept(judgement, *outcome.steps)


def _unused_judgements(
    rubric: Rubric, community: Community, outcomes: Mapping[str, Outcome]
) -> list[Problem]:
    """Report points of a person for a criterion that the data decide: they are not used, and that is said."""
    return [
        Problem("D125", judgement.place, {"label": rubric.criteria[key].label})
        for key, judgement in community.judged.items()
        if key in outcomes
        and outcomes[key].state is State.SCORED
        and not rubric.criteria[key].method.takes_judgement
    ]


def _gate(rubric: Rubric, community: Community, gate: Gate) -> bool | None:
    """Return whether a standard holds, None when the data do not say."""
    if gate.answer:
        source = community.facts.get(gate.answer) or community.indicators.get(gate.answer)
        known = {Answer.YES: True, Answer.NO: False}
        return known.get(source.value) if source and isinstance(source.value, Answer) else None
    if gate.measure is None:
        return None
    try:
        value = gate.measure.compute(Situation(community, rubric.indicators, rubric.conventions)).value
    except UndecidedError:
        return None
    if value is None:
        return None
    if gate.at_least is not None:
        exclusive = rubric.conventions.boundary == "exclude"
        return value > gate.at_least.value if exclusive else value >= gate.at_least.value
    return gate.at_most is not None and value <= gate.at_most.value
