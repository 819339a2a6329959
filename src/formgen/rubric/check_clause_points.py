"""The points of a criterion held against its clause: which mark gives which points, and what is given without a mark.

Hints only, and only where the clause is plain: one number each. Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from formgen.exact import NotANumberError, exact_text, parse_decimal
from formgen.folding import remove_blanks
from formgen.problems import Problem
from formgen.rubric.clause_numbers import ClauseNumber, list_numbers, read_numeral
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.schema import Criterion
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath

_GIVEN = ("otherwise", "floor")  # points without a mark
_NUMERAL = r"\d+(?:\.\d+)?|[一二两三四五六七八九十]+"
_MOST = re.compile(
    rf"(?:满分|总分|最多|最高|至多|不超过|不得超过|上限)(?:为|是|共|可?得|可?给|可?加|计)?(?P<before>{_NUMERAL})分"
    rf"|(?P<behind>{_NUMERAL})分(?:封顶|为限|为止)"
)
_OF_PARTS = re.compile(r"每|各|其中|单项|扣")  # before a limit that is not that of the whole


def check_clause_points(typed: TypedRubric) -> Iterator[Problem]:
    """Yield a hint R132 for each point of a method that its clause gives otherwise, or does not give."""
    for key, criterion in typed.rubric.criteria.items():
        methods = list(criterion.method.walk(("criteria", key, "method")))
        said = list_numbers(criterion.clause)
        for path, method in methods:
            yield from _compare_pairs(typed, criterion, path, method)
            yield from _compare_given(typed, criterion, path, said)
        if len(methods) == 1:
            yield from _compare_limit(typed, criterion, ("criteria", key, "points"))


def _compare_pairs(
    typed: TypedRubric, criterion: Criterion, path: KeyPath, method: MethodSpec
) -> Iterator[Problem]:
    """Yield the tiers that give points which the clause gives for another mark; it has to name all of both."""
    marks = {
        (*path, *mark.path, "points"): mark.limit
        for mark in method.marks(typed.rubric.conventions)
        if "tiers" in mark.path
    }
    given = {where: points for where in marks if (points := _read(typed, where)) is not None}
    pairs = _pair(list_numbers(criterion.clause))
    said = {where: pairs.get((limit.style, limit.value)) for where, limit in marks.items()}
    if len(given) < 2 or sorted(given.values()) != sorted(each for each in said.values() if each is not None):  # noqa: PLR2004
        return
    for where, points in given.items():
        other = said[where]
        if other is not None and other != points:
            text = marks[where].text
            detail = f"的原文写着{text}得{exact_text(other)}分，这里 {text} 却得{exact_text(points)}分"
            yield typed.hint(criterion.label, detail, where)


def _pair(numbers: tuple[ClauseNumber, ...]) -> Mapping[tuple[str, Fraction], Fraction]:
    """Return the points that follow each mark in a clause; marks that come twice, or without points, are left out."""
    found: dict[tuple[str, Fraction], list[Fraction]] = {}
    waiting: ClauseNumber | None = None
    for number in numbers:
        if number.kind != "points":
            waiting = number
        elif waiting:
            found.setdefault((waiting.kind, waiting.value), []).append(number.value)
            waiting = None
    return {mark: points[0] for mark, points in found.items() if len(points) == 1}


def _compare_given(
    typed: TypedRubric, criterion: Criterion, path: KeyPath, said: tuple[ClauseNumber, ...]
) -> Iterator[Problem]:
    """Yield the points that a method gives without a mark, though the clause gives points and not these."""
    known = {number.value for number in said if number.kind == "points"}
    for key in _GIVEN:
        points = _read(typed, (*path, key))
        if points is not None and points > 0 and known and points not in known:
            detail = f"的原文里没有得{exact_text(points)}分的，{key} 却给{exact_text(points)}分"
            yield typed.hint(criterion.label, detail, (*path, key))


def _compare_limit(typed: TypedRubric, criterion: Criterion, path: KeyPath) -> Iterator[Problem]:
    """Yield the points of a criterion that are not the most that its clause allows."""
    text = remove_blanks(criterion.clause)
    limits = {
        value
        for match in _MOST.finditer(text)
        if not _OF_PARTS.search(re.split("[，。；;,]", text[: match.start()])[-1])
        and (value := read_numeral(match["before"] or match["behind"])) is not None
    }
    if len(limits) == 1 and (most := limits.pop()) != criterion.points:
        detail = f"的原文写着最多{exact_text(most)}分，points 却是{exact_text(criterion.points)}"
        yield typed.hint(criterion.label, detail, path)


def _read(typed: TypedRubric, path: KeyPath) -> Fraction | None:
    """Return the number that is written at a path, None for none."""
    try:
        return parse_decimal(typed.written(*path))
    except NotANumberError:
        return None
