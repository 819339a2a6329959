"""What can be proved from the rubric alone: reachable maxima, sums, names that exist, and the methods' own faults.

Knows the typed rubric and the tree it was made from, which gives every fault its line. Reads no file.
"""

from collections.abc import Iterator
from fractions import Fraction

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.yamltext import Node


def check_rubric(rubric: Rubric, tree: Node) -> list[Problem]:
    """Return every fault that the rubric shows by itself, each with file and line."""
    return [
        *_sums(rubric, tree),
        *_membership(rubric, tree),
        *(fault for key in rubric.criteria for fault in _criterion(key, rubric, tree)),
        *_names(rubric, tree),
    ]


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
    most = criterion.method.largest(criterion.points)
    if most != rubric.expected_maximum(key):
        words = {
            "criterion": criterion.label,
            "points": exact_text(criterion.points),
            "reachable": exact_text(most),
        }
        yield Problem("R108", tree.place(("criteria", key, "points")), words)
    for path, method in criterion.method.walk(("criteria", key, "method")):
        for fault in method.faults():
            named = criterion.label if fault.numbered else criterion.name
            yield Problem(fault.code, tree.place((*path, *fault.path)), {"criterion": named, **fault.words})


def _names(rubric: Rubric, tree: Node) -> Iterator[Problem]:
    """Report names that nothing defines."""
    figures = set(rubric.indicators)
    facts = figures | set(rubric.facts)
    uses: list[tuple[tuple[str | int, ...], list[str], set[str]]] = [
        (("criteria", key, "method"), criterion.method.keys, figures)
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
        named_keys = gate.measure.keys if gate.measure else []
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
