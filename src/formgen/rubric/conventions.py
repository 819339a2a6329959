"""How figures are compared throughout a rubric, unless a method says otherwise. Knows no method."""

from collections.abc import Mapping
from typing import Literal

from formgen.spec import Exact, Spec, described

Boundary = Literal["include", "exclude"]
WhenZero = Literal["pending", "zero", "full", "not_applicable"]
WhenNobody = Literal["pending", "zero", "full"]
WhenInapplicable = Literal["convert", "plain"]

# What a sentence calls each way to decide a denominator of zero, or an element that nobody needs.
DECISIONS: Mapping[WhenZero, str] = {
    "pending": "待定，由评审决定",
    "zero": "得0分",
    "full": "得满分",
    "not_applicable": "不适用，不计入",
}


class Conventions(Spec):
    """How numbers are compared throughout, unless a method says otherwise."""

    boundary: Boundary = "include"
    compare: Literal["exact", "two_decimals"] = "exact"
    when_zero: WhenZero = "pending"
    nobody: WhenNobody = "pending"
    judged_step: Exact | None = None
    not_applicable: WhenInapplicable = described(
        "有不适用的评分项时，总分怎么算：convert 折算（实得÷应得×总分）；plain 不折算，直接用实得分",
        default="convert",
    )
