"""How figures are compared throughout a rubric, unless a method says otherwise. Knows no method."""

from collections.abc import Mapping
from typing import Literal

from formgen.spec import Amount, Spec, described

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

    boundary: Boundary = described(
        "含不含本数：“以上”“达到”，include 含本数；exclude 不含", default="include"
    )
    compare: Literal["exact", "two_decimals"] = described(
        "怎样比较：exact 按准确值；two_decimals 先四舍五入到两位小数", default="exact"
    )
    when_zero: WhenZero = described(
        "分母为0：pending 待定；zero 得0分；full 得满分；not_applicable 不适用", default="pending"
    )
    nobody: WhenNobody = described(
        "无服务对象：填了“无服务对象”时，pending 待定；zero 得0分；full 得满分", default="pending"
    )
    judged_step: Amount | None = described("评审给分的步长，如 0.5；不写则不限", default=None)
    not_applicable: WhenInapplicable = described(
        "有不适用的评分项：convert 折算（实得÷应得×总分）；plain 不折算，直接用实得分", default="convert"
    )
