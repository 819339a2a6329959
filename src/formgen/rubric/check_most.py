"""The most that a clause gives or takes, held against points, caps and floors, and against what a person may give. Hints only.

Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from formgen.exact import exact_text
from formgen.folding import fold, remove_blanks
from formgen.problems import Problem
from formgen.rubric.clause_numbers import list_numbers, read_numeral
from formgen.rubric.clause_sayings import NUMERAL, list_limits, list_sayings
from formgen.rubric.schema import Criterion
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath

_OF_PARTS = re.compile(r"每|各|其中|单项|扣")  # before a limit that is not that of the whole
_TO_THE_END = re.compile(r"扣(?:完|光)(?:为止|本项|该项|此项|即止)|扣[到至](?:0|零)分")
_BELOW_ZERO = re.compile(
    r"(?<!不)(?<!不[得可予再会作])倒扣|(?<![不无])(?<![不没][计记得打给出扣为有])(?<!不出现)(?<!不计入)(?<!不允许)(?<!不得[计有记])(?<!不再计)负分"
)  # not 不计负分
_OPEN = re.compile(r"酌情|视情|其余|其他|另|综合|适当|权重")
_RANGE = re.compile(rf"(?<!扣)(?:{NUMERAL})分?(?:至|到|-|－|—|–|~|～)(?P<high>{NUMERAL})分")


def check_most(typed: TypedRubric) -> list[Problem]:
    """Return a hint for every criterion whose clause allows more, or less, than it."""
    return [
        problem
        for key, criterion in typed.rubric.criteria.items()
        for problem in (
            *_given(typed, criterion, key),
            *_taken(typed, criterion, key),
            *_judged(typed, criterion, key),
        )
    ]


def _given(typed: TypedRubric, criterion: Criterion, key: str) -> Iterator[Problem]:
    """Yield the points of a criterion, or the cap of its part, that are not the most that its clause gives."""
    inner = list(criterion.method.walk(("criteria", key, "method")))
    limits = [each for each in list_limits(criterion.clause) if not each.takes]
    whole = {each.points for each in limits if not _OF_PARTS.search(re.split("[,，]", each.words)[-1])}
    path: KeyPath = ("criteria", key, "points")
    if len(inner) == 1:
        if len(whole) == 1 and (most := whole.pop()) not in {criterion.points, _find_added(criterion)}:
            detail = f"的原文写着最多{exact_text(most)}分，points 却是{exact_text(criterion.points)}"
            yield typed.hint(criterion.label, detail, path)
        return
    caps = {(*where, "cap"): cap for where, _ in inner if (cap := typed.number(*where, "cap"))}
    known = {criterion.points, *(method.largest(criterion.points) for _, method in inner)}
    for each in limits if len(limits) == 1 else ():
        if each.points not in known and not re.search("[每各扣]", re.split("[,，]", each.words)[-1]):
            said = exact_text(each.points)
            detail = f"的原文写着最多{said}分，评分办法里没有最多得{said}分的"
            yield typed.hint(criterion.label, detail, next(iter(caps)) if len(caps) == 1 else path)


def _find_added(criterion: Criterion) -> Fraction | None:
    """Return the most that is added to points given before, where both make those of the criterion: 得12分，加满3分."""
    plain = fold(remove_blanks(criterion.clause))
    given = [Fraction(each[1]) for each in re.finditer(rf"得({NUMERAL})分", plain) if each[1].isdecimal()]
    added = [each.points for each in list_limits(criterion.clause) if "加" in each.words]
    return next((each for each in added for own in given if own + each == criterion.points), None)


def _taken(typed: TypedRubric, criterion: Criterion, key: str) -> Iterator[Problem]:
    """Yield a floor that is not where the clause says that deductions end."""
    inner = [
        (path, method)
        for path, method in criterion.method.walk(("criteria", key, "method"))
        if any(own.takes for own in method.own_points)
    ]
    if len(inner) != 1:
        return
    (path, _), clause = inner[0], fold(remove_blanks(criterion.clause))
    floor = typed.number(*path, "floor") or Fraction(0)
    start = typed.number(*path, "start")
    limits = {each.points for each in list_limits(criterion.clause) if each.takes}
    known = {each.value for each in list_numbers(clause) if each.kind == "points"}
    known |= {start - most for most in limits} if start is not None else set()
    where = (*path, "floor")
    if _BELOW_ZERO.search(clause):
        if floor >= 0:
            yield typed.hint(
                criterion.label, "的原文写着倒扣，floor 却不是负数", where, "能扣到负分的，写 floor: -5 这样"
            )
    elif floor and _TO_THE_END.search(clause):
        detail = f"的原文写着扣完为止，floor 却是{exact_text(floor)}"
        yield typed.hint(criterion.label, detail, where)
    elif floor > 0 and known and floor not in known:
        detail = f"的原文里没有得{exact_text(floor)}分的，floor 却给{exact_text(floor)}分"
        yield typed.hint(criterion.label, detail, where)
    if len(limits) == 1 and start is not None and (most := limits.pop()) != start - floor:
        detail = f"的原文写着最多扣{exact_text(most)}分，从{exact_text(start)}分扣到{exact_text(floor)}分却扣{exact_text(start - floor)}分"
        yield typed.hint(
            criterion.label, detail, where, f"floor 写 {exact_text(start - most)}；原文确是这样的，不用改"
        )


def _judged(typed: TypedRubric, criterion: Criterion, key: str) -> Iterator[Problem]:
    """Yield points that a person may give though the clause gives others, all together and one by one."""
    method, points = criterion.method, criterion.points
    if not method.takes_judgement or method.nested or method.own_points:
        return
    path: KeyPath = ("criteria", key, "points")
    given = [each.points for each in list_sayings(criterion.clause) if not each.takes and each.each is None]
    clause = fold(remove_blanks(criterion.clause))
    if given and not _OPEN.search(clause) and points not in {max(given), sum(given, Fraction(0))}:
        said = "、".join(f"{exact_text(each)}分" for each in given)
        total = f"，加起来{exact_text(sum(given, Fraction(0)))}分" if len(given) > 1 else ""
        detail = f"的原文写着得{said}{total}，points 却是{exact_text(points)}"
        yield typed.hint(criterion.label, detail, path)
    ends = {read_numeral(match["high"]) for match in _RANGE.finditer(clause)}
    if not given and len(ends) == 1 and (most := ends.pop()) and most != points:
        detail = f"的原文写着最多{exact_text(most)}分，points 却是{exact_text(points)}"
        yield typed.hint(criterion.label, detail, path)
