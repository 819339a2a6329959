"""Score: communities and a rubric in, scorecards out. Pure: no files, no clock, no format library."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import points_text
from formgen.model import Answer, Community, Figure, Judgement, State
from formgen.problems import Problem
from formgen.rubric.apply import apply
from formgen.rubric.measure import Situation, UndecidedError, number, read
from formgen.rubric.methods import Deductions, Judged, parts_of
from formgen.rubric.methods import Method as AnyMethod
from formgen.rubric.schema import Gate, Relation, Rubric
from formgen.rubric.trace import AwaitsReviewer, Disagree, GivenByReviewer, Outcome, Used


@dataclass(frozen=True, slots=True)
class Violation:
    """A relation that the figures of a community break, with the figures that take part."""

    relation: Relation
    used: tuple[Used, ...]

    @property
    def says(self) -> str:
        """Return what is wrong, in Chinese."""
        return self.relation.says or "、".join(f"“{used.label}”" for used in self.used) + "互相矛盾"


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
        """Tell whether the community passes; None when the notice or the data do not decide."""
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
    def differences(self) -> list[tuple[str, Fraction, Fraction]]:
        """Return the criteria whose 自评 differs from the computation as it is printed: key, claim, points."""
        found = [(key, self.claim("self", key), outcome.points) for key, outcome in self.outcomes.items()]
        return [
            (key, claim, points)
            for key, claim, points in found
            if claim is not None and points is not None and points_text(claim) != points_text(points)
        ]

    def claim(self, level: str, key: str) -> Fraction | None:
        """Return the points a level entered for a criterion, None when it entered none."""
        figure = self.community.scores.get(level, {}).get(key)
        return figure.value if figure and isinstance(figure.value, Fraction) else None


def score(rubric: Rubric, community: Community) -> Scorecard:
    """Score one community. Never raises: what cannot be decided is 待定, with its reason in the trace."""
    violations = broken_relations(rubric, community)
    outcomes = {key: _criterion(rubric, community, key, violations) for key in rubric.ordered()}
    gates = tuple(
        GateResult(key, gate, _gate(rubric, community, gate))
        for key, gate in (rubric.gates.standards if rubric.gates else {}).items()
    )
    problems = [_violation_problem(violation) for violation in violations]
    problems += _unused_judgements(rubric, community, outcomes)
    return Scorecard(community, rubric, outcomes, gates, tuple(problems))


def broken_relations(rubric: Rubric, community: Community) -> list[Violation]:
    """Return the relations of the rubric that the figures break, month by month too (P45)."""
    return [
        Violation(relation, used)
        for relation in rubric.relations.values()
        if relation.level != "off"
        for figures in _figure_sets(community)
        if (used := _broken(rubric, community, relation, figures))
    ]


def _figure_sets(community: Community) -> list[Mapping[str, Figure]]:
    """Return the year's figures, and the figures of each month."""
    longest = max((len(column) for column in community.monthly.values()), default=0)
    months = [
        {
            key: figure
            for key, column in community.monthly.items()
            if at < len(column) and (figure := column[at])
        }
        for at in range(longest)
    ]
    return [community.indicators, *months]


def _broken(
    rubric: Rubric, community: Community, relation: Relation, figures: Mapping[str, Figure]
) -> tuple[Used, ...]:
    """Return the figures that break a relation, empty when it holds or cannot be seen."""
    keys = [key for key in (relation.part, relation.whole, relation.given, relation.needs) if key]
    if not all(key in figures and not figures[key].bad for key in keys):
        return ()
    situation = Situation(rubric, community, next(iter(rubric.criteria)))
    used = {key: situation.used(key, figures[key]) for key in keys}
    if relation.part and relation.whole:
        broken = number(used[relation.part]) > number(used[relation.whole])
    elif relation.given and relation.needs:
        broken = number(used[relation.given]) > 0 and used[relation.needs].figure.value == Answer.NO
    else:
        broken = False
    return tuple(used.values()) if broken else ()


def _violation_problem(violation: Violation) -> Problem:
    relation, used = violation.relation, violation.used
    place = used[0].figure.place
    if relation.part and relation.level == "error":
        part, whole = used
        words = {
            "part": part.label,
            "part_value": part.figure.text,
            "whole": whole.label,
            "whole_value": whole.figure.text,
        }
        return Problem("D113", place, words)
    code = "D114" if relation.level == "error" else "D131"
    detail = violation.says + "（" + "、".join(f"{each.label}：{each.figure.text}" for each in used) + "）"
    return Problem(code, place, {"detail": detail})


def _criterion(rubric: Rubric, community: Community, key: str, violations: list[Violation]) -> Outcome:
    """Score one criterion; a judgement of a person decides what the method leaves 待定."""
    criterion = rubric.criteria[key]
    for violation in violations:
        if violation.relation.level == "error" and {used.key for used in violation.used} <= criterion.keys:
            return Outcome(None, State.CONTRADICTION, (Disagree(violation.used, violation.says),))
    situation = Situation(rubric, community, key)
    outcome = apply(criterion.method, situation)
    judgement = situation.judgement
    if outcome.state is not State.PENDING or judgement is None or takes_judgement(criterion.method):
        return outcome
    return judged(judgement, outcome)


def judged(judgement: Judgement, before: Outcome) -> Outcome:
    """Return the outcome a person's points give to a criterion that was 待定."""
    if judgement.points is None:
        note = f"录入的得分“{judgement.text}”不能采用"
        return Outcome(None, State.CONTRADICTION, (*before.steps, AwaitsReviewer(note)))
    given = GivenByReviewer(judgement.points, judgement.by, judgement.reason, judgement.place.short)
    return Outcome(judgement.points, State.JUDGED, (*before.steps, given))


def takes_judgement(method: AnyMethod) -> bool:
    """Tell whether a method itself reads the points a person gave for the criterion."""
    if isinstance(method, Judged) or (isinstance(method, Deductions) and method.start is None):
        return True
    return any(takes_judgement(nested) for _, nested in parts_of(method))


def _unused_judgements(
    rubric: Rubric, community: Community, outcomes: Mapping[str, Outcome]
) -> list[Problem]:
    """Report points of a person for a criterion that the data decide: they are not used, and that is said."""
    return [
        Problem("D125", judgement.place, {"label": rubric.criteria[key].label})
        for key, judgement in community.judged.items()
        if key in outcomes
        and outcomes[key].state is State.SCORED
        and not takes_judgement(rubric.criteria[key].method)
    ]


def _gate(rubric: Rubric, community: Community, gate: Gate) -> bool | None:
    """Tell whether a standard holds."""
    situation = Situation(rubric, community, next(iter(rubric.criteria)))
    if gate.answer:
        source = community.facts.get(gate.answer) or community.indicators.get(gate.answer)
        known = {Answer.YES: True, Answer.NO: False}
        return known.get(source.value) if source and isinstance(source.value, Answer) else None
    if gate.measure is None:
        return None
    try:
        value = read(gate.measure, situation).value
    except UndecidedError:
        return None
    if value is None:
        return None
    if gate.at_least is not None:
        exclusive = rubric.conventions.boundary == "exclude"
        return value > gate.at_least.value if exclusive else value >= gate.at_least.value
    return gate.at_most is not None and value <= gate.at_most.value
