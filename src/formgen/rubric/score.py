"""Score: communities and a rubric in, scorecards out. Pure: no files, no clock, no format library."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from formgen.exact import exact_text, points_text
from formgen.model import Community, Figure, State
from formgen.problems import Problem
from formgen.rubric.explain import (
    Explanation,
    LeftOut,
    StandardExplanation,
    explain_final,
    explain_gate,
    explain_lack,
    explain_outcome,
    name_basis,
)
from formgen.rubric.grades import GradeResult, grade_score
from formgen.rubric.methods.judged import accept
from formgen.rubric.refusals import ask_about_texts
from formgen.rubric.relations import Violation, broken_relations
from formgen.rubric.schema import Rubric
from formgen.rubric.situation import Situation
from formgen.rubric.standards import GateResult, decide_gates
from formgen.rubric.terms import STATE_WORDS, name_level
from formgen.rubric.totals import FinalScore, Total, add_points, make_final
from formgen.rubric.trace import Outcome
from formgen.rubric.unread_points import LEVELS_HIGHEST_FIRST, UnreadPoints
from formgen.rubric.verdict import Verdict, decide_verdict
from formgen.rubric.written_results import compare_written


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion for which a level entered other points than were computed; None for one that does not apply.

    ``full`` are the points that the criterion can give.
    """

    level: str
    key: str
    entered: Fraction
    computed: Fraction | None
    full: Fraction

    @property
    def entered_words(self) -> str:
        """Return the points that the level entered for print."""
        return points_text(self.entered, [self.full])

    @property
    def computed_words(self) -> str:
        """Return the computed points for print: 不适用 where the criterion does not apply."""
        if self.computed is None:
            return STATE_WORDS[State.NOT_APPLICABLE]
        return points_text(self.computed, [self.full])


@dataclass(frozen=True)
class Scorecard:
    """The result for one community: an outcome per criterion, totals, gates, problems found on the way.

    What follows from these is worked out once: lists and forms ask for it again and again.
    """

    community: Community
    rubric: Rubric
    outcomes: Mapping[str, Outcome]
    gates: tuple[GateResult, ...]
    problems: tuple[Problem, ...]

    def points(self, key: str) -> Fraction | None:
        """Return the points of a criterion, None when 待定."""
        return self.outcomes[key].points

    @cached_property
    def inapplicable(self) -> list[str]:
        """Return the criteria that do not apply: they count neither in the points nor in what is due."""
        return [key for key, each in self.outcomes.items() if each.state is State.NOT_APPLICABLE]

    @cached_property
    def applying(self) -> dict[str, Fraction]:
        """Return the criteria that apply, each with the points that are due: without its parts that do not apply."""
        skipped, criteria = self.inapplicable, self.rubric.criteria
        return {
            key: criteria[key].points - outcome.waived
            for key, outcome in self.outcomes.items()
            if key not in skipped
        }

    @cached_property
    def reduced(self) -> list[str]:
        """Return the criteria of which some parts do not apply."""
        return [key for key in self.applying if self.outcomes[key].waived]

    @cached_property
    def computed(self) -> Total:
        """Return the computed totals; None while anything in them is 待定."""
        points = {key: outcome.points for key, outcome in self.outcomes.items()}
        return add_points(self.rubric, points, self.applying)

    @property
    def main(self) -> Fraction | None:
        """Return the computed total without 附加分, None while anything in it is 待定."""
        return self.computed.main

    @property
    def bonus(self) -> Fraction | None:
        """Return the computed total of 附加分."""
        return self.computed.bonus

    @property
    def total(self) -> Fraction | None:
        """Return the whole computed total, None while anything in it is 待定."""
        return self.computed.total

    def missing_scores(self, level: str) -> list[str]:
        """Return the criteria that apply, but for which a level entered nothing at all."""
        entered = self.community.scores.get(level, {})
        return [key for key in self.applying if key not in entered]

    def unusable_scores(self, level: str) -> list[str]:
        """Return the criteria that apply, and for which a level entered what cannot be taken as points."""
        exceeding = self.exceeding_scores(level)
        entered = [key for key in self.applying if key in self.community.scores.get(level, {})]
        return [key for key in entered if self.claim(level, key) is None or key in exceeding]

    def exceeding_scores(self, level: str) -> list[str]:
        """Return the criteria for which a level entered more than is due once the parts that do not apply are left out."""
        return [
            key
            for key in self.reduced
            if (entered := self.claim(level, key)) is not None and entered > self.applying[key]
        ]

    @cached_property
    def deciding_level(self) -> str | None:
        """Return the level whose points count (P34), None where the computation does.

        A level decides once it entered something for every criterion: what it entered for one and cannot be used leaves
        the score 待定, and never hands it to another level or the computation. The 自评 never is “the highest level so
        far”.
        """
        column = self.rubric.final_column
        levels = LEVELS_HIGHEST_FIRST if column == "latest" else (column,)
        return next((level for level in levels if self.applying and not self.missing_scores(level)), None)

    @cached_property
    def final(self) -> FinalScore:
        """Return the score that counts for verdict, rank, quota and award; what does not apply counts nowhere."""
        level, plain = self.deciding_level, self.computed
        if level is not None:
            unusable = self.unusable_scores(level)
            entered = {key: None if key in unusable else self.claim(level, key) for key in self.applying}
            plain = add_points(self.rubric, entered, self.applying)
        return make_final(self.rubric, level, replace(plain, main=None) if self.stray_levels else plain)

    @property
    def highest(self) -> Fraction | None:
        """Return the most that the final score can become once what is 待定 has points; None where that is not known."""
        waiting, level = self.waiting_keys, self.deciding_level
        if not self.applying or self.stray_levels:
            return None
        points = {
            key: most if key in waiting else self.points(key) if level is None else self.claim(level, key)
            for key, most in self.applying.items()
        }
        return make_final(self.rubric, level, add_points(self.rubric, points, self.applying)).total

    def final_points(self, key: str) -> Fraction | None:
        """Return the points of a criterion that count: those of the deciding level, else the computed ones."""
        level = self.deciding_level
        if level is None or key not in self.applying:
            return self.points(key)
        return self.claim(level, key)

    @cached_property
    def open_keys(self) -> list[str]:
        """Return the criteria without points that a person has to look at."""
        waiting = (State.PENDING, State.CONTRADICTION)
        return [key for key, outcome in self.outcomes.items() if outcome.state in waiting]

    @property
    def missing(self) -> list[str]:
        """Return the labels of the figures that criteria and standards wait for, each once."""
        steps = [step for outcome in self.outcomes.values() for step in outcome.walk()]
        steps += [step for result in self.gates for step in result.steps]
        return list(dict.fromkeys(label for step in steps for label in step.missing))

    @cached_property
    def verdict(self) -> Verdict:
        """Return whether the community passes, and why not or why nothing can be said."""
        return decide_verdict(self.rubric, self.gates, self.final, self.waiting_keys, self.explain_unusable())

    @cached_property
    def grade(self) -> GradeResult | None:
        """Return the grade of the score that counts; None where the notice has no grades."""
        grades, final = self.rubric.grades, self.final
        if grades is None:
            return None
        return grade_score(grades, final.total if grades.include_bonus else final.main, self.rubric.marks)

    @cached_property
    def waiting_keys(self) -> list[str]:
        """Return the criteria for which the final score waits."""
        level = self.deciding_level
        return self.open_keys if level is None else self.unusable_scores(level)

    @property
    def passed(self) -> bool | None:
        """Return whether the community passes; None when the notice or the data do not decide."""
        return self.verdict.passed

    def label(self, key: str) -> str:
        """Return printed number and name of a criterion."""
        return self.rubric.criteria[key].label

    def short_label(self, key: str) -> str:
        """Return the printed number of a criterion, with its name where the notice prints a number twice."""
        criterion = self.rubric.criteria[key]
        numbers = [each.number for each in self.rubric.criteria.values()]
        return criterion.number if numbers.count(criterion.number) == 1 else criterion.label

    @cached_property
    def differences(self) -> list[Difference]:
        """Return where a level entered other points than were computed, as both are printed; level by level."""
        entered = [
            Difference(level, key, points, outcome.points, self.rubric.criteria[key].points)
            for level in self.rubric.columns
            for key, outcome in self.outcomes.items()
            if (points := self.claim(level, key)) is not None
            and (outcome.points is not None or outcome.state is State.NOT_APPLICABLE)
        ]
        return [each for each in entered if each.entered_words != each.computed_words]

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

    def explain_standards(self) -> list[StandardExplanation]:
        """Explain every standard (评定标准) like a criterion: clause, figures with cells, what is missing."""
        return [explain_gate(result) for result in self.gates]

    def explain_final(self) -> list[str]:
        """Say which score counts, and how it came about; nothing where it is the computed total as it stands."""
        left_out = LeftOut(len(self.inapplicable), len(self.reduced))
        lack = self.explain_lack()
        said = explain_final(self.rubric, self.final, self.computed, left_out)
        return [
            *([lack] if lack else []),
            *said,
            *(f"{each}，最后得分待定。" for each in self.explain_unusable()),
            *([f"等级{self.grade.words}：{self.grade.why}。"] if self.grade and self.grade.why else []),
        ]

    def explain_lack(self) -> str:
        """Say that the deciding level entered points for some criteria only, empty where it is through or has not begun."""
        column = self.rubric.final_column
        missing = self.missing_scores(column) if column in self.rubric.columns else []
        told = 0 < len(missing) < len(self.applying)
        keys = [self.short_label(key) for key in missing]
        return explain_lack(self.rubric, keys, waits=bool(self.stray_levels)) if told else ""

    def explain_unusable(self) -> list[str]:
        """Say which points of the levels that decide cannot be used, each with its cell: the score waits for them."""
        return self._unread.say(self.label)

    @property
    def stray_levels(self) -> tuple[Figure, ...]:
        """Return the points that could not be read and by which the score that counts may change."""
        return self._unread.figures

    @cached_property
    def _unread(self) -> UnreadPoints:
        """Return what levels entered and could not be read."""
        entered = self.community.scores
        unusable: dict[str, dict[str, Figure]] = {
            level: {key: entered[level][key] for key in self.unusable_scores(level)}
            for level in self.rubric.columns
        }
        return UnreadPoints(self.rubric, self.community, self.deciding_level, unusable)

    @property
    def basis(self) -> str:
        """Return what the final score rests on, in a few characters: 计算, 市级, 计算折算."""
        return name_basis(self.rubric, self.final)


def score(rubric: Rubric, community: Community) -> Scorecard:
    """Score one community. Never raises: what cannot be decided is 待定, with its reason in the trace."""
    violations = broken_relations(rubric, community)
    outcomes = {key: _criterion(rubric, community, key, violations) for key in rubric.ordered()}
    gates = tuple(decide_gates(rubric, community, violations))
    problems = [violation.problem for violation in violations]
    problems += _unused_judgements(rubric, community, outcomes)
    problems += ask_about_texts(rubric, community)
    card = Scorecard(community, rubric, outcomes, gates, ())
    written = compare_written(rubric, community, card.final, card.computed, card.verdict)
    named = (
        problem.about(community.full_name)
        for problem in (*problems, *_exceeding(card), *_declined(card), *_idle(card), *written)
    )
    return replace(card, problems=tuple(named))


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


def _idle(card: Scorecard) -> list[Problem]:
    """Report that nothing of a kind applies: no points to add up, or no standard to decide by."""
    kinds = {
        "评分项": [each.state for each in card.outcomes.values()],
        "评定标准": [each.state for each in card.gates],
    }
    idle = [name for name, states in kinds.items() if states and set(states) == {State.NOT_APPLICABLE}]
    return [Problem("D180", card.community.place, {"kind": each}) for each in idle]


def _exceeding(card: Scorecard) -> list[Problem]:
    """Report points of a level for a criterion above what is due once its parts that do not apply are left out."""
    return [
        Problem(
            "D111",
            figure.place,
            {
                "label": f"{card.label(key)}（{name_level(card.rubric.columns, level)}，有不适用的部分）",
                "value": figure.text,
                "points": exact_text(card.applying[key]),
            },
        )
        for level in card.rubric.columns
        for key in card.exceeding_scores(level)
        if (figure := card.community.scores[level][key])
    ]


def _declined(card: Scorecard) -> list[Problem]:
    """Report 不适用 of a level for a criterion that applies: no points can be made of it."""
    word = STATE_WORDS[State.NOT_APPLICABLE]
    return [
        Problem(
            "D106",
            figure.place,
            {
                "label": f"{title}：{card.label(key)}",
                "value": word,
                **_tell_applies(card, key),
            },
        )
        for level, title in card.rubric.columns.items()
        for key, figure in card.community.scores.get(level, {}).items()
        if key in card.applying and figure.value is None and figure.text == word
    ]


def _tell_applies(card: Scorecard, key: str) -> dict[str, str]:
    """Say that a criterion applies, or that nothing decides that yet and which readings would."""
    if card.outcomes[key].state is State.SCORED:
        return {"looks": "，而按数据这一项适用", "advice": "确实不适用的，请先改正使它适用的数据。"}
    named = [
        name
        for name, each in card.rubric.interpretations.items()
        if key in each.criteria and any(reading.startswith("not_applicable") for reading in each.readings)
    ]
    chosen = f"或选定口径{'、'.join(named)}的“不适用”；" if named else ""
    return {"looks": "，而按数据这一项待定", "advice": f"不适用的请留空，{chosen}由评审定的，请填定下的分。"}


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
