"""What can be proved from the rubric alone: reachable maxima, sums, rising tiers, names that exist."""

from collections.abc import Iterator
from fractions import Fraction

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.methods import (
    Best,
    Checklist,
    Conditional,
    Count,
    Deductions,
    Fixed,
    Judged,
    Levels,
    Measure,
    Method,
    Proportion,
    Share,
    Sum,
    Tiers,
    WeightedCount,
    keys_of,
    measured_keys,
    parts_of,
)
from formgen.rubric.schema import Criterion, Rubric
from formgen.yamltext import Node


def check(rubric: Rubric, tree: Node) -> list[Problem]:
    """Return every fault that the rubric shows by itself, each with file and line."""
    return [
        *_sums(rubric, tree),
        *_membership(rubric, tree),
        *(fault for key in rubric.criteria for fault in _criterion(key, rubric, tree)),
        *_names(rubric, tree),
    ]


def reachable(method: Method, points: Fraction) -> Fraction:  # noqa: C901, PLR0911 - a table, one return a method
    """Return the most points a method can give; ``points`` is the criterion's 分值."""
    match method:
        case Tiers():
            best = max(tier.points for tier in method.tiers)
            return max(best, method.otherwise) if isinstance(method.otherwise, Fraction) else best
        case Share():
            return method.full
        case Deductions():
            return method.start if method.start is not None else points
        case Checklist():
            return sum((item.points for item in method.items), Fraction(0))
        case Levels():
            each = [level.points for level in method.levels]
            most = max(each) if method.combine == "best" else sum(each, Fraction(0))
            return most if method.cap is None else min(most, method.cap)
        case WeightedCount():
            return method.cap
        case Fixed():
            return method.points
        case Sum():
            most = sum((reachable(part.method, points) for part in method.parts.values()), Fraction(0))
            return most if method.cap is None else min(most, method.cap)
        case Best():
            return max(reachable(part.method, points) for part in method.parts.values())
        case Conditional():
            return max(reachable(branch, points) for _, branch in parts_of(method))
        case Judged():
            return points
        case _:
            return Fraction(0)


def _sums(rubric: Rubric, tree: Node) -> Iterator[Problem]:
    main = bonus = Fraction(0)
    for key, section in rubric.sections.items():
        known = [rubric.criteria[name] for name in section.criteria if name in rubric.criteria]
        total = sum((criterion.points for criterion in known), Fraction(0))
        main, bonus = (main, bonus + total) if section.bonus else (main + total, bonus)
        if total != section.points:
            words = {"section": section.title, "sum": exact_text(total), "points": exact_text(section.points)}
            yield Problem("R109", tree.place(("sections", key, "points")), words)
    for name, total, printed in (("total", main, rubric.total), ("bonus", bonus, rubric.bonus)):
        if total != printed:
            words = {"sum": exact_text(total), "points": exact_text(printed)}
            yield Problem("R110", tree.place((name,)), words)


def _membership(rubric: Rubric, tree: Node) -> Iterator[Problem]:
    listed = [name for section in rubric.sections.values() for name in section.criteria]
    for key in rubric.criteria:
        if listed.count(key) != 1:
            detail = "没有归入任何部分" if key not in listed else "归入了两个部分"
            yield Problem("R117", tree.place(("criteria", key)), {"criterion": key, "detail": detail})
    for key, section in rubric.sections.items():
        for name in section.criteria:
            if name not in rubric.criteria:
                words = {"name": name, "where": f"sections.{key}"}
                yield Problem("R112", tree.place(("sections", key, "criteria")), words)


def _criterion(key: str, rubric: Rubric, tree: Node) -> Iterator[Problem]:
    criterion = rubric.criteria[key]
    path: tuple[str | int, ...] = ("criteria", key)
    most = reachable(criterion.method, criterion.points)
    if most != rubric.expected_maximum(key):
        words = {
            "criterion": criterion.label,
            "points": exact_text(criterion.points),
            "reachable": exact_text(most),
        }
        yield Problem("R108", tree.place((*path, "points")), words)
    for steps, method in _nested(criterion.method, (*path, "method")):
        if isinstance(method, Tiers):
            yield from _tiers(criterion, method, steps, tree)
        if isinstance(method, Levels):
            order = [level.level for level in method.levels]
            if order != sorted(set(order)):
                words = {"criterion": criterion.name, "detail": "level 应逐级增大"}
                yield Problem("R111", tree.place((*steps, "levels")), words)


def _nested(method: Method, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Method]]:
    """Yield a method and all methods inside it, with their paths in the file."""
    yield path, method
    for inner, nested in parts_of(method):
        steps = tuple(int(step) if step.isdigit() else step for step in inner.split("."))
        yield from _nested(nested, (*path, *steps))


def _tiers(criterion: Criterion, method: Tiers, path: tuple[str | int, ...], tree: Node) -> Iterator[Problem]:
    name = criterion.label
    for at, tier in enumerate(method.tiers):
        place = tree.place((*path, "tiers", at))
        if (tier.at_least is None) == (tier.at_most is None):
            words = {"criterion": name, "detail": "每档写 at_least 或 at_most 之一"}
            yield Problem("R111", place, words)
            return
        if tier.mark.style != _style(method.measure):
            yield Problem("R116", place, {"value": tier.mark.text, "measure": method.measure.kind})
    marks = [tier.mark.value for tier in method.tiers]
    falling = method.tiers[0].at_most is not None
    points = [tier.points for tier in method.tiers]
    if marks != sorted(set(marks), reverse=falling) or points != sorted(set(points)):
        words = {"criterion": name, "detail": "界限和得分都应逐档变化"}
        yield Problem("R111", tree.place((*path, "tiers")), words)
    if isinstance(method.otherwise, Fraction) and method.otherwise >= min(points):
        words = {"criterion": name, "detail": "otherwise 应低于最低档得分"}
        yield Problem("R111", tree.place((*path, "otherwise")), words)


def _style(measure: Measure) -> str:
    if isinstance(measure, Proportion):
        return "proportion"
    return "count" if isinstance(measure, Count) else "ratio"


def _names(rubric: Rubric, tree: Node) -> Iterator[Problem]:
    """Report names that nothing defines."""
    figures = set(rubric.indicators)
    facts = figures | set(rubric.facts)
    uses: list[tuple[tuple[str | int, ...], list[str], set[str]]] = [
        (("criteria", key, "method"), keys_of(criterion.method), figures)
        for key, criterion in rubric.criteria.items()
    ]
    for key, relation in rubric.relations.items():
        named = [relation.part, relation.whole, relation.needs, relation.given]
        uses.append((("relations", key), [name for name in named if name], figures))
    for key, indicator in rubric.indicators.items():
        uses.append((("indicators", key), indicator.splits, figures))
    for key, award in rubric.awards.items():
        uses.append((("awards", key), [name for name in (award.answer, award.at_least_one) if name], facts))
    for key, gate in (rubric.gates.standards if rubric.gates else {}).items():
        named_keys = measured_keys(gate.measure) if gate.measure else []
        uses.append(
            (("gates", "standards", key), [*named_keys, *([gate.answer] if gate.answer else [])], facts)
        )
    for key, interpretation in rubric.interpretations.items():
        uses.append((("interpretations", key, "criteria"), interpretation.criteria, set(rubric.criteria)))
    for path, names, known in uses:
        for name in names:
            if name not in known:
                where = ".".join(str(step) for step in path)
                yield Problem("R112", tree.place(path), {"name": name, "where": where})
