"""What can be proved of grades: their order, that none overlap, and what no grade holds.

Knows a typed rubric. Reads no file.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.grades import Grade, Grades
from formgen.rubric.typed_rubric import TypedRubric

_CLOSE_GAPS = (
    "请写 between：lower 归入低的一等，round 先四舍五入到整数，pending 由人定；通知没有写明的，写成口径"
)


def check_grades(typed: TypedRubric) -> list[Problem]:
    """Return every fault of the grades."""
    grades = typed.rubric.grades
    if grades is None or not typed.is_whole("grades"):
        return []
    found = [*_scores(typed), *_titles(typed, grades), *_limits(typed, grades)]
    return found or [*_gaps(typed, grades), *_ends(typed, grades)]


def _wrong(typed: TypedRubric, detail: str, advice: str, *path: str | int) -> Problem:
    words = {"rule": "等级", "detail": detail, "advice": advice}
    return Problem("R126", typed.place("grades", *path), words)


def _scores(typed: TypedRubric) -> Iterator[Problem]:
    if typed.is_whole("criteria") and not typed.names("criteria"):
        yield _wrong(typed, "没有评分项可以得分，永远待定", "请写评分项，或删去 grades")


def _titles(typed: TypedRubric, grades: Grades) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for at, band in enumerate(grades.bands):
        if band.title and first.setdefault(band.title, at) != at:
            detail = f"“{band.title}”写了两次"
            advice = "一个名称一等；原文缺名称的不写 title"
            yield _wrong(typed, detail, advice, "bands", at, "title")


def _most(typed: TypedRubric, grades: Grades) -> Fraction:
    rubric = typed.rubric
    return rubric.total + (rubric.bonus if grades.include_bonus else 0)


def _limits(typed: TypedRubric, grades: Grades) -> Iterator[Problem]:
    """Yield limits that are missing, out of reach, upside down, out of order, or held by two grades."""
    most = _most(typed, grades)
    for at, band in enumerate(grades.bands):
        name = grades.name(at)
        last = at == len(grades.bands) - 1
        if band.at_least is None and not last:
            yield _wrong(typed, f"“{name}”没有写达到多少分", "只有最后一等可以不写 at_least", "bands", at)
        if typed.is_whole("total") and typed.is_whole("bonus"):
            yield from _out_of_reach(typed, band, name, most, at)
        if band.at_least is not None and band.at_most is not None and band.at_least > band.at_most:
            yield _wrong(typed, f"“{name}”的下限大于上限", "请核对 at_least 和 at_most", "bands", at)
    for at, (above, below) in enumerate(pairwise(grades.bands)):
        names = f"“{grades.name(at + 1)}”（{grades.say_range(at + 1)}）与“{grades.name(at)}”（{grades.say_range(at)}）"
        if above.at_least is None:
            continue
        if below.at_least is not None and below.at_least >= above.at_least:
            yield _wrong(typed, f"{names}次序反了或相同", "由高到低写", "bands", at + 1)
        elif below.at_most is not None and below.at_most >= above.at_least:
            detail = f"{names}重叠，同一个分数属于两等"
            yield _wrong(typed, detail, "请核对两等的界限", "bands", at + 1, "at_most")


def _out_of_reach(typed: TypedRubric, band: Grade, name: str, most: Fraction, at: int) -> Iterator[Problem]:
    for key, limit in (("at_least", band.at_least), ("at_most", band.at_most)):
        if limit is not None and not 0 <= limit <= most:
            detail = f"“{name}”的{exact_text(limit)}分不在0到{exact_text(most)}分之间"
            yield _wrong(typed, detail, "请核对分数，以及是否含附加分", "bands", at, key)


def _gaps(typed: TypedRubric, grades: Grades) -> Iterator[Problem]:
    """Yield what lies between two grades and belongs to neither, unless the rubric says where it goes."""
    gaps = False
    for at, (above, below) in enumerate(pairwise(grades.bands)):
        if above.at_least is None or below.at_most is None:
            continue
        gaps = True
        between = f"{exact_text(below.at_most)}分与{exact_text(above.at_least)}分之间"
        if above.at_least - below.at_most > 1:
            advice = "请核对界限；原文就是这样的，补一等不写 title 的"
            detail = f"{between}空着，整数分也不属于任何一等"
            yield _wrong(typed, detail, advice, "bands", at + 1, "at_most")
        elif grades.between is None:
            yield _wrong(typed, f"{between}不属于任何一等", _CLOSE_GAPS, "bands", at + 1, "at_most")
    if grades.between and not gaps:
        yield _wrong(typed, "没有空档，between 不起作用", "请删去 between", "between")


def _ends(typed: TypedRubric, grades: Grades) -> Iterator[Problem]:
    """Yield what lies above the best grade, and below the last."""
    best, last, most = grades.bands[0], grades.bands[-1], _most(typed, grades)
    if best.at_most is not None and best.at_most < most and typed.is_whole("total"):
        detail = f"高于{exact_text(best.at_most)}分的不属于任何一等"
        yield _wrong(typed, detail, "最高一等的 at_most 可以不写", "bands", 0, "at_most")
    if last.at_least:
        least = exact_text(last.at_least)
        words = {
            "rule": "等级",
            "detail": f"不到{least}分的没有等级",
            "advice": "通知就是这样的不必改；还有一等的，请补上，名称原文缺的不写 title",
        }
        yield Problem("R132", typed.place("grades", "bands", len(grades.bands) - 1, "at_least"), words)
