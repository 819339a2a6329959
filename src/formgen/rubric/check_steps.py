"""Tiers held against the steps of their clause: 每增加10人加1分, 每低1个百分点扣1分. Hints only.

Knows a typed rubric. Reads no file.
"""

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.clause_numbers import list_numbers
from formgen.rubric.measures.measure import Mark
from formgen.rubric.typed_rubric import TypedRubric
from formgen.rubric.whole_criterion import Whole, list_wholes

_ADVICE = "请补上；由人定的写 judged，别处已经写了的，不用改"
_ZERO = r"(?:不得分|不计分|不给分|得0分|记0分|计0分|得零分|0分|零分)"
_STEP = re.compile(
    r"每(?:再|又)?(?:达到?|提高|上升|新?增加?|增长|超过?|高于?|多|下降|降低|低于?|减少|少)?出?(?P<step>\d+(?:\.\d+)?|一)"
    r"(?:(?P<percent>%|个?百分点)|(?:人次|[名个人户家件起次处项条篇份场]))"
    r"[^，,。；;]{0,3}[，,]?(?P<verb>[得加扣减])(?P<each>\d+(?:\.\d+)?)分"
)
_ENDS_AT = re.compile(r"\d(?:%|个百分点)?(?:以下)?(?:的|者)?[，,]?(?:则|一律|本项)*" + _ZERO)


def check_steps(typed: TypedRubric) -> list[Problem]:
    """Return a hint for each criterion whose tiers are not those of the steps of its clause."""
    return [problem for whole in list_wholes(typed) for problem in _steps(typed, whole)]


def _steps(typed: TypedRubric, whole: Whole) -> Iterator[Problem]:
    """Yield tiers that are further apart than the steps of the clause, or that end before the points do."""
    said = _STEP.search(whole.clause)
    if said is None or len(whole.inner) != 1 or whole.kinds != {"tiers"}:
        return
    style = "ratio" if said["percent"] else "count"
    step = Fraction(1 if said["step"] == "一" else Fraction(said["step"])) / (100 if said["percent"] else 1)
    marks = [mark for mark in whole.criterion.method.marks(typed.rubric.conventions) if "tiers" in mark.path]
    given = sorted(
        ((mark, points) for mark in marks if (points := _given(typed, whole, mark)) is not None), key=_value
    )
    if not step or len(given) != len(marks) or any(mark.limit.style != style for mark in marks):
        return
    words = said[0].replace(",", "，")
    counts = {each.value for each in list_numbers(whole.clause) if each.kind == "count"}
    for (low, _), (high, _) in itertools.pairwise(given):
        printed = {
            low.limit.value,
            high.limit.value,
        } <= counts  # tiers that the clause names before its steps
        if high.limit.value - low.limit.value > step and not printed:
            detail = f"的原文里有“{words}”，{low.limit.text}和{high.limit.text}之间却没有别的档"
            yield typed.hint(whole.criterion.label, detail, (*whole.path, "tiers"), _ADVICE)
            return
    otherwise, each = typed.number(*whole.path, "otherwise"), Fraction(said["each"])
    if otherwise is None or style == "count" or said["verb"] not in "扣减" or _ENDS_AT.search(whole.clause):
        return
    lowest, points = given[0] if given[0][0].rising else given[-1]
    left = points - each
    if left > otherwise:
        detail = f"的原文里有“{words}”，过了{lowest.limit.text}还应得{exact_text(left)}分，otherwise 却是{exact_text(otherwise)}"
        yield typed.hint(
            whole.criterion.label,
            detail,
            (*whole.path, "otherwise"),
            "请把各档写完，写到扣完为止；别处已经写了的，不用改",
        )


def _given(typed: TypedRubric, whole: Whole, mark: Mark) -> Fraction | None:
    return typed.number(*whole.path, *mark.path, "points")


def _value(pair: tuple[Mark, Fraction]) -> Fraction:
    return pair[0].limit.value
