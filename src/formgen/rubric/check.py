"""What can be proved from the rubric alone: reachable maxima, sums, membership, and the methods' own faults.

Knows a typed rubric: what was cut off it makes no further fault. Names and figures stand in ``check_figures``, rules
beside the points in ``check_rules``. Reads no file.
"""

from collections.abc import Iterator
from fractions import Fraction

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.check_bases import check_bases
from formgen.rubric.check_clause_points import check_clause_points
from formgen.rubric.check_clauses import check_clauses
from formgen.rubric.check_demands import check_demands
from formgen.rubric.check_effects import check_effects
from formgen.rubric.check_figures import check_figures, report_unknown
from formgen.rubric.check_grade_words import check_grade_words
from formgen.rubric.check_grades import check_grades
from formgen.rubric.check_labels import check_labels
from formgen.rubric.check_limits import check_limits
from formgen.rubric.check_measures import check_measures
from formgen.rubric.check_most import check_most
from formgen.rubric.check_named_figures import check_named_figures
from formgen.rubric.check_notice import check_notice
from formgen.rubric.check_points import check_points
from formgen.rubric.check_readings import check_readings
from formgen.rubric.check_rule_words import check_rule_words
from formgen.rubric.check_rules import check_rules
from formgen.rubric.check_sayings import check_sayings
from formgen.rubric.check_steps import check_steps
from formgen.rubric.check_swaps import check_swaps
from formgen.rubric.check_titles import check_titles
from formgen.rubric.check_turned import check_turned
from formgen.rubric.check_unsaid import check_unsaid
from formgen.rubric.check_words import check_words
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath


def check_rubric(typed: TypedRubric) -> list[Problem]:
    """Return every fault that a rubric shows by itself, each with file and line."""
    return [
        *_sums(typed),
        *_membership(typed),
        *(fault for key in typed.rubric.criteria for fault in _criterion(key, typed)),
        *check_figures(typed),
        *check_notice(typed),
        *check_measures(typed),
        *check_points(typed),
        *check_rules(typed),
        *check_grades(typed),
        *check_titles(typed),
        *_doubles(typed),
    ]


def compare_words(typed: TypedRubric) -> list[Problem]:
    """Return a hint for everything that a rubric says otherwise than the words of the notice in it; no errors."""
    by_words = [
        *check_clause_points(typed),
        *check_unsaid(typed),
        *check_sayings(typed),
        *check_steps(typed),
    ]  # say more than that a number is not in the clause
    places = {each.place for each in by_words}
    return [
        *(each for each in check_clauses(typed) if each.place not in places),
        *by_words,
        *check_most(typed),
        *check_grade_words(typed),
        *check_readings(typed),
        *check_words(typed),
        *check_labels(typed),
        *check_effects(typed),
        *check_swaps(typed),
        *check_turned(typed),
        *check_limits(typed),
        *check_bases(typed),
        *check_rule_words(typed),
        *check_demands(typed),
        *check_named_figures(typed),
    ]


def _sums(typed: TypedRubric) -> Iterator[Problem]:
    rubric = typed.rubric
    main = bonus = Fraction(0)
    for key, section in rubric.sections.items():
        known = [rubric.criteria[name] for name in section.criteria if name in rubric.criteria]
        total = sum((criterion.points for criterion in known), Fraction(0))
        main, bonus = (main, bonus + total) if section.bonus else (main + total, bonus)
        whole = all(typed.is_whole("criteria", name) for name in section.criteria)
        if total != section.points and whole:
            words = {"section": section.title, "sum": exact_text(total), "points": exact_text(section.points)}
            parts: list[KeyPath] = [("criteria", name, "points") for name in section.criteria]
            yield Problem("R109", typed.place_among(("sections", key, "points"), parts), words)
    if not typed.is_whole("criteria") or not typed.is_whole("sections"):
        return
    for name, total, printed in (("total", main, rubric.total), ("bonus", bonus, rubric.bonus)):
        if total != printed and typed.is_whole(name):
            words = {"sum": exact_text(total), "points": exact_text(printed)}
            sections = [key for key, section in rubric.sections.items() if section.bonus == (name == "bonus")]
            causes: list[KeyPath] = [
                *(("criteria", each, "points") for key in sections for each in rubric.sections[key].criteria),
                *(("sections", key) for key in sections),
            ]
            yield Problem("R110", typed.place_among((name,), causes), words)


def _membership(typed: TypedRubric) -> Iterator[Problem]:
    rubric = typed.rubric
    listed = [name for section in rubric.sections.values() for name in section.criteria]
    for key in typed.names("criteria") if typed.is_whole("sections") else ():
        known_here = key in rubric.criteria or ("criteria", key) in typed.cut
        if listed.count(key) != 1 and known_here:
            detail = "没有归入任何部分" if key not in listed else "归入了两个部分"
            yield Problem("R117", typed.place("criteria", key), {"criterion": key, "detail": detail})
    known = typed.names("criteria")
    for key, section in rubric.sections.items():
        for name in section.criteria:
            if name not in known:
                yield from report_unknown(typed, name, ("sections", key, "criteria"), known, "criteria")
    if not known and not typed.names("gates") and typed.is_whole("criteria") and typed.is_whole("gates"):
        words = {
            "rule": "criteria",
            "detail": "没有评分项，也没有评定标准（gates）",
            "advice": "请写评分项或评定标准",
        }
        yield Problem("R126", typed.place("criteria"), words)


def _criterion(key: str, typed: TypedRubric) -> Iterator[Problem]:
    criterion = typed.rubric.criteria[key]
    points = exact_text(criterion.points)
    if criterion.points <= 0:
        words = {"rule": criterion.label, "detail": f"的分值是{points}", "advice": "分值写正数"}
        yield Problem("R126", typed.place("criteria", key, "points"), words)
    most = criterion.method.largest(criterion.points)
    if most not in typed.rubric.expected_maxima(key):
        words = {"criterion": criterion.label, "points": points, "reachable": exact_text(most)}
        yield Problem("R108", typed.place("criteria", key, "points"), words)
    for path, method in criterion.method.walk(("criteria", key, "method")):
        for fault in method.faults():
            named = criterion.label if fault.numbered else criterion.name
            yield Problem(fault.code, typed.place(*path, *fault.path), {"criterion": named, **fault.words})


def _doubles(typed: TypedRubric) -> Iterator[Problem]:
    """Report names and printed numbers that stand twice, where the notice does not seem to print them so."""
    rubric = typed.rubric
    groups = {
        "criteria": {key: each.name for key, each in rubric.criteria.items()},
        "sections": {key: each.title for key, each in rubric.sections.items()},
        "deadlines": {key: each.title for key, each in rubric.deadlines.items()},
        "titles": {key: each.zh for key, each in rubric.titles.items()},
        "awards": {key: each.title for key, each in rubric.awards.items()},
        "quotas": {key: each.title for key, each in rubric.quotas.items()},
        "targets": {key: each.title for key, each in rubric.targets.items()},
        "interpretations": {key: each.title for key, each in rubric.interpretations.items()},
    }
    for group, titles in groups.items():
        first: dict[str, str] = {}
        for key, title in titles.items():
            if first.setdefault(title, key) != key:
                detail = f"与 {first[title]} 同名：“{title}”"
                words = {
                    "rule": f"{group}.{key}",
                    "detail": detail,
                    "advice": "请核对是不是重复，或改用不同的名称",
                }
                yield Problem("R132", typed.place(group, key), words)
    homes = {name: key for key, section in rubric.sections.items() for name in section.criteria}
    numbers: dict[str, str] = {}
    for key, criterion in rubric.criteria.items():
        other = numbers.setdefault(criterion.number, key)
        if homes.get(other) != homes.get(key) and not criterion.repair:
            words = {
                "rule": f"criteria.{key}",
                "detail": f"的序号“{criterion.number}”与 {other} 相同",
                "advice": "原表印重了的，在 repair 里写明；写错了的，请改正",
            }
            yield Problem("R132", typed.place("criteria", key, "number"), words)
