"""What can be proved of points that people give: whether the most is in reach, and that none count twice.

Knows a typed rubric. Reads no file.
"""

from collections.abc import Iterator
from fractions import Fraction

from formgen.exact import exact_text
from formgen.problems import Problem
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.typed_rubric import TypedRubric
from formgen.spec import KeyPath


def check_points(typed: TypedRubric) -> list[Problem]:
    """Return every fault of points that people give."""
    found: list[Problem] = []
    for key, criterion in typed.rubric.criteria.items():
        for path, method in criterion.method.walk(("criteria", key, "method")):
            label, points = criterion.label, criterion.points
            found += _steps(typed, method, points, label, path)
            found += _limits(typed, method, points, label)
    return [*found, *_judged_twice(typed)]


def _wrong(typed: TypedRubric, rule: str, detail: str, advice: str, *path: str | int) -> Problem:
    return Problem("R126", typed.place(*path), {"rule": rule, "detail": detail, "advice": advice})


def _steps(
    typed: TypedRubric, method: MethodSpec, points: Fraction, label: str, path: KeyPath
) -> Iterator[Problem]:
    """Yield a step by which a reviewer cannot give all the points."""
    if not method.takes_judgement or method.nested:
        return
    step = method.judged_step or typed.rubric.conventions.judged_step
    if step and step > 0 and (points / step).denominator != 1:
        own = method.judged_step is not None
        detail = f"的分值{exact_text(points)}不是步长{exact_text(step)}的整数倍，评审人给不了满分"
        where = (*path, "step") if own else ("conventions", "judged_step")
        yield _wrong(typed, label, detail, "请改步长，或在这一项另写 step", *where)


def _limits(typed: TypedRubric, method: MethodSpec, points: Fraction, label: str) -> Iterator[Problem]:
    """Yield figures of reviewers whose largest value is less than the points they hold."""
    wanted = dict(method.partial_points)
    if method.judged_key:
        wanted[method.judged_key] = points
    for key, full in wanted.items():
        figure = typed.rubric.indicators.get(key)
        if figure is not None and figure.most is not None and 0 < figure.most < full:
            detail = f"满分是{exact_text(full)}分，指标 {key} 的最大值却是{exact_text(figure.most)}"
            yield _wrong(typed, label, detail, "请核对分值和指标的 most", "indicators", key, "most")


def _judged_twice(typed: TypedRubric) -> Iterator[Problem]:
    """Yield points of a reviewer that two criteria take as their own."""
    owners: dict[str, str] = {}
    for key, criterion in typed.rubric.criteria.items():
        for path, method in criterion.method.walk(("criteria", key, "method")):
            taken = method.judged_key
            if taken and owners.setdefault(taken, key) != key:
                other = typed.rubric.criteria[owners[taken]].label
                detail = f"用的评审分“{taken}”也是“{other}”的"
                advice = "两项各评各的，请另写一个 points 类的指标"
                yield _wrong(typed, criterion.label, detail, advice, *path)
