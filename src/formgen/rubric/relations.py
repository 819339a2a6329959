"""Relations between figures: a part within its whole, a yes that presupposes another. Finds those that are broken.

Knows the rubric and one community; nothing of points.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import percent_text, points_text
from formgen.model import Answer, Community, Figure
from formgen.problems import Problem
from formgen.rubric.measures.measure import Quotient
from formgen.rubric.relation import Relation
from formgen.rubric.schema import Rubric
from formgen.rubric.trace import Outcome, Step, Used, list_figures

_CLOSE = Fraction(1, 1000)  # how far a typed rate may be from that of its counts: 95.9% stands for 95.88…%


@dataclass(frozen=True, slots=True)
class Disagree(Step):
    """Figures that contradict each other, in the words of the relation."""

    used: tuple[Used, ...]
    says: str

    def say(self) -> str:
        """Say what is wrong, with the figures."""
        return f"{self.says}（{list_figures(self.used)}），请核对后改正。"


@dataclass(frozen=True, slots=True)
class Violation:
    """A relation that the figures of a community break, with the figures that take part."""

    relation: Relation
    used: tuple[Used, ...]

    @property
    def says(self) -> str:
        """Return what is wrong, in Chinese."""
        names = "、".join(f"“{used.label}”" for used in self.used)
        if self.relation.says:
            return self.relation.says
        if self.relation.apart:
            return f"{names}都填了“是”，只能有一个"
        if self.relation.any_of:
            return f"{names}都填了“否”，看不出这一行是什么"
        if self.relation.parts:
            *parts, whole = self.used
            together = sum((used.number for used in parts), Fraction(0))
            listed = "、".join(f"“{used.label}”" for used in parts)
            return f"{listed}合计{points_text(together)}，多于“{whole.label}”"
        return f"{names}互相矛盾"

    @property
    def outcome(self) -> Outcome:
        """Return the outcome of a criterion that reads these figures."""
        return Outcome.contradiction(Disagree(self.used, self.says))

    def decides(self, keys: frozenset[str]) -> bool:
        """Return whether a criterion that reads these keys cannot be scored: one that reads what another thing denies."""
        denied = {self.relation.given} if self.relation.given else {used.key for used in self.used}
        return self.relation.level == "error" and denied <= keys

    @property
    def problem(self) -> Problem:
        """Return the problem D113, D114 or D131 at the first figure."""
        place = self.used[0].figure.place
        if self.relation.part and self.relation.level == "error":
            part, whole = self.used
            words = {
                "part": part.label,
                "part_value": part.figure.text,
                "whole": whole.label,
                "whole_value": whole.figure.text,
            }
            return Problem("D113", place, words)
        code = "D114" if self.relation.level == "error" else "D131"
        figures = "、".join(f"{used.label}：{used.figure.text}" for used in self.used)
        return Problem(code, place, {"detail": f"{self.says}（{figures}）"})


def broken_relations(rubric: Rubric, community: Community) -> list[Violation]:
    """Return the relations of the rubric that the figures break, month by month too (P45)."""
    year = {**_list_stated(rubric, community), **community.indicators}
    broken = [
        Violation(relation, used)
        for relation in (*rubric.relations.values(), *_implied(rubric))
        if relation.level != "off"
        for figures in (year, *_list_months(relation, year, community))
        if (used := _broken(relation, figures, rubric))
    ]
    return [*broken, *_find_other_rates(rubric, community), *_find_other_years(rubric, community)]


def _typed_rates(rubric: Rubric) -> dict[str, Quotient]:
    """Return the figures that may be typed as rates, by the month, with the counts that say the same."""
    measures = [
        each.measure
        for criterion in rubric.criteria.values()
        for _, inner in criterion.method.walk()
        for each in inner.measures
    ]
    standards = rubric.gates.standards.values() if rubric.gates else ()
    measures += [gate.measure for gate in standards if gate.measure]
    return {key: quotient for measure in measures for key, quotient in measure.typed_rates.items()}


def _find_other_years(rubric: Rubric, community: Community) -> Iterator[Violation]:
    """Yield the counts of a year whose rate none of its months, nor any mean of them, can have."""
    for key, quotient in _typed_rates(rubric).items():
        keys = (*quotient.of, *quotient.to)
        counted = [community.monthly.get(each, ()) for each in keys]
        rates = [figure.value for figure in community.monthly.get(key, ()) if figure]
        rates += [
            of.value / to.value
            for of, to in zip(*counted, strict=False)
            if of and to and isinstance(of.value, Fraction) and isinstance(to.value, Fraction) and to.value
        ]
        known = [rate for rate in rates if isinstance(rate, Fraction)]
        figures = [figure for each in keys if (figure := community.indicators.get(each)) and not figure.bad]
        if not known or len(figures) < len(keys):
            continue
        of, to = (_name_figure(rubric, each, figure) for each, figure in zip(keys, figures, strict=True))
        if not to.number or min(known) - _CLOSE <= of.number / to.number <= max(known) + _CLOSE:
            continue
        lowest, highest = percent_text(min(known)), percent_text(max(known))
        months = f"在{lowest}至{highest}之间" if lowest != highest else f"都是{lowest}"
        year = percent_text(of.number / to.number)
        says = f"按全年人数算的比率是{year}，各月的却{months}，至少有一边填错了"
        yield Violation(Relation(level="error", says=says), (of, to))


def _find_other_rates(rubric: Rubric, community: Community) -> Iterator[Violation]:
    """Yield the months whose typed rate is another than that of their counts: the counts are what is averaged."""
    for key, quotient in _typed_rates(rubric).items():
        keys = (key, *quotient.of, *quotient.to)
        columns = [community.monthly.get(each, ()) for each in keys]
        for at, row in enumerate(zip(*columns, strict=False), 1):
            used = tuple(
                _name_figure(rubric, key, figure) for key, figure in zip(keys, row, strict=True) if figure
            )
            if len(used) < len(keys) or any(each.figure.bad for each in used) or not used[2].number:
                continue
            rate, of, to = used
            if abs(of.number / to.number - rate.number) > _CLOSE:
                says = (
                    f"{at}月填的比率和按人数算的{percent_text(of.number / to.number)}不一样，计算用的是人数"
                )
                yield Violation(Relation(level="warning", says=says), used)


def _implied(rubric: Rubric) -> list[Relation]:
    """Return the relations that the methods presuppose and the rubric does not state, switched off or not."""
    stated = {(each.part, each.whole) for each in rubric.relations.values()}
    pairs = [
        pair
        for criterion in rubric.criteria.values()
        for inner in criterion.method.walk()
        for pair in inner.method.parts_of_wholes
    ]
    return [Relation(part=pair.part, whole=pair.whole) for pair in dict.fromkeys(pairs) if pair not in stated]


def _list_stated(rubric: Rubric, community: Community) -> dict[str, Figure]:
    """Return what is known beside the indicators: facts that are counts or answers, and points given without a reason.

    Whoever gave a reason has seen how things are: 没有专职人员 and points for 援助员上岗证在办 are no contradiction.
    """
    facts = {
        key: Figure(fact.value, fact.text, fact.place)
        for key, fact in community.facts.items()
        if fact.value is not None
    }
    judged = {
        inner.judged_key: Figure(given.points, given.text, given.place)
        for name, criterion in rubric.criteria.items()
        for _, inner in criterion.method.walk()
        if inner.judged_key and (given := community.judged.get(name)) and not given.reason
    }
    return {**facts, **judged}


def _list_months(
    relation: Relation, year: Mapping[str, Figure], community: Community
) -> list[Mapping[str, Figure]]:
    """Return the figures of each month for a relation that they take part in, those of the year beside them."""
    taking = relation.keys & community.monthly.keys()
    series = [(key, community.monthly[key]) for key in taking]
    longest = max((len(column) for _, column in series), default=0)
    others = {key: figure for key, figure in year.items() if key not in taking}
    months = [
        {key: figure for key, column in series if at < len(column) and (figure := column[at])}
        for at in range(longest)
    ]
    return [{**others, **month} for month in months]


def _broken(relation: Relation, figures: Mapping[str, Figure], rubric: Rubric) -> tuple[Used, ...]:
    """Return the figures that break a relation, empty when it holds or cannot be seen."""
    used = {
        key: _name_figure(rubric, key, figures[key])
        for key in relation.keys
        if key in figures and not figures[key].bad
    }
    if relation.apart:
        affirmed = tuple(each for each in used.values() if each.number > 0)
        return affirmed if len(affirmed) > 1 else ()
    if relation.parts:
        return _exceeding(relation, used)
    if len(used) < len(relation.keys):
        return ()
    if relation.any_of:
        broken = all(_is_denied(each) for each in used.values())
    elif relation.part and relation.whole:
        broken = used[relation.part].number > used[relation.whole].number
    elif relation.given and relation.needs:
        broken = used[relation.given].number > 0 and _is_denied(used[relation.needs])
    else:
        broken = False
    return tuple(used.values()) if broken else ()


def _exceeding(relation: Relation, used: Mapping[str, Used]) -> tuple[Used, ...]:
    """Return the parts that are known and their whole, where together they are more; one part has its own relation."""
    parts = [used[key] for key in relation.parts if key in used]
    whole = used.get(relation.whole or "")
    if whole is None or len(parts) < 2:  # noqa: PLR2004 - one part alone is no sum
        return ()
    return (*parts, whole) if sum(part.number for part in parts) > whole.number else ()


def _name_figure(rubric: Rubric, key: str, figure: Figure) -> Used:
    """Return a figure with the label and unit that the rubric gives it."""
    if indicator := rubric.indicators.get(key):
        return Used(key, indicator.zh, indicator.unit, figure)
    fact = rubric.facts[key]
    return Used(key, fact.zh, fact.unit or "", figure)


def _is_denied(used: Used) -> bool:
    """Return whether a figure says that there is none: 否, 无服务对象, or 0."""
    return used.figure.value in {Answer.NO, Answer.NOBODY, 0}
