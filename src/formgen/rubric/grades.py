"""Grades (等级): the bands of the final score that have names of their own, and the grade of one score.

Knows scores; no criterion and no community. A grade is never guessed: what the notice leaves open is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from formgen.exact import exact_text, points_text
from formgen.rubric.terms import OPEN_VERDICT
from formgen.spec import Amount, Spec, Text, described

Between = Literal["lower", "round", "pending"]
NO_GRADE = "不在等级内"
_HALF = Fraction(1, 2)


class Grade(Spec):
    """A band of the final score; the limits are as the notice prints them, both included."""

    title: Text | None = described("名称：等级的名称，如 优秀；原文缺名称的不写，不要自己编", default=None)
    at_least: Amount | None = described("达到多少分；只有最后一等可以不写", default=None)
    at_most: Amount | None = described("不超过多少分：原文印了上限的才写，如 85-94分写 94", default=None)


class Grades(Spec):
    """The grades of a notice, best first."""

    clause: Text = described("原文")
    bands: list[Grade] = described("等级：由高到低", min_length=1)
    between: Between | None = described(
        "得分落在两等之间（如94与95之间）：lower 归入低的一等；round 先四舍五入到整数；pending 由人定",
        default=None,
    )
    include_bonus: bool = described("附加分：是否把附加分算在内", default=True)

    @property
    def limits(self) -> list[Fraction]:
        """Return all limits of the bands."""
        return [limit for band in self.bands for limit in (band.at_least, band.at_most) if limit is not None]

    def name(self, at: int) -> str:
        """Return the name of a band, or its place where the source has lost the name."""
        return self.bands[at].title or f"第{at + 1}等（原文缺名称）"

    def say_range(self, at: int) -> str:
        """Return the limits of a band in words."""
        low, high = self.bands[at].at_least, self.bands[at].at_most
        if low is not None and high is not None:
            return f"{exact_text(low)}至{exact_text(high)}分"
        if low is None:
            return "其余" if high is None else f"{exact_text(high)}分以下"
        return f"{exact_text(low)}分以上"


@dataclass(frozen=True, slots=True)
class GradeResult:
    """The grade of one score: its place, the best being 1, and what is printed; ``place`` is None where there is none.

    ``why`` says how it came about where the printed limits alone do not decide, or why there is none.
    """

    place: int | None
    words: str
    why: str = ""


def grade_score(grades: Grades, score: Fraction | None, marks: Sequence[Fraction] = ()) -> GradeResult:
    """Return the grade of a score; ``marks`` are numbers that it must not look like in print."""
    if score is None:
        return GradeResult(None, OPEN_VERDICT)
    for at, band in enumerate(grades.bands):
        if band.at_least is None or score >= band.at_least:
            if band.at_most is None or score <= band.at_most:
                return GradeResult(at + 1, grades.name(at))
            return _decide_between(grades, at, score, f"{points_text(score, marks)}分")
    least = exact_text(grades.bands[-1].at_least or Fraction(0))
    return GradeResult(None, NO_GRADE, f"{points_text(score, marks)}分，不到最低一等的{least}分")


def _decide_between(grades: Grades, at: int, score: Fraction, shown: str) -> GradeResult:
    """Return the grade of a score above a band and below the one before it."""
    high = exact_text(grades.bands[at].at_most or Fraction(0))
    if at == 0:
        return GradeResult(None, NO_GRADE, f"{shown}，高于最高一等的{high}分")
    above = grades.bands[at - 1].at_least or Fraction(0)
    gap = f"{shown}在{high}分与{exact_text(above)}分之间，原文没有写属于哪一等"
    if grades.between == "lower":
        return GradeResult(at + 1, grades.name(at), f"{gap}，归入低的一等")
    if grades.between == "round":
        whole = Fraction((score + _HALF).__floor__())
        taken = at - 1 if whole >= above else at
        return GradeResult(taken + 1, grades.name(taken), f"{gap}，四舍五入为{exact_text(whole)}分")
    return GradeResult(None, OPEN_VERDICT, f"{gap}，由人定")
