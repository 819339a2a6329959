"""The record of one figure that a rubric reads. Knows no method and no community."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from formgen.registers.definition import Definition
from formgen.spec import Amount, Key, Spec, Text, described

IndicatorKind = Literal["count", "yesno", "level", "points", "monthly_rates", "monthly_counts"]
KINDS_ZH: Mapping[IndicatorKind, str] = {
    "count": "整数",
    "yesno": "是/否",
    "level": "档次",
    "points": "评审分",
    "monthly_rates": "各月百分数",
    "monthly_counts": "各月一对数",
}


def name_kinds(*kinds: IndicatorKind) -> str:
    """Return kinds as they are written, each with its Chinese name."""
    return "、".join(f"{kind}（{KINDS_ZH[kind]}）" for kind in kinds)


class Indicator(Spec):
    """A figure the rubric reads."""

    zh: Text = described("名称：表头上的名称")
    kind: IndicatorKind = described(
        "类型：count 整数；yesno 是/否；level 档次；points 评审给的分；monthly_rates 各月百分数；monthly_counts 各月一对数"
    )
    unit: Text = described("单位：如 人、户、是/否")
    definition: Text = described("口径：数的是什么人、什么时候")
    source: Text = described("来源：取数的台账或系统")
    also: list[Text] = described("其他写法：表头的其他写法", default=[])
    monthly: bool = described("按月：是否也按月填报", default=False)
    levels: dict[Key | Text, Text] = described("各档次的含义（level 类）", default={})
    splits: list[Key] = described("monthly_counts 拆成的两个指标", default=[])
    most: Amount | None = described("最大值（count、points 类）：再大的不能用，如百分制填 100", default=None)
    nobody: bool = described("是否可填“无服务对象”", default=False)
    decimal: bool = described("可带小数（count 类），如面积", default=False)
    counted: Definition | None = described("怎样从花名册里数（count、yesno 类）", default=None)

    @property
    def level_numbers(self) -> set[int]:
        """Return its levels as numbers, those that are no numbers left out."""
        return {int(level) for level in self.levels if level.isdecimal()}

    def can_be(self, number: Fraction) -> bool:
        """Return whether the figure of a community can ever equal a number."""
        match self.kind:
            case "yesno":
                return number in {0, 1}
            case "level":
                return number in self.level_numbers
            case "count":
                fits = number >= 0 and (self.decimal or number.denominator == 1)
                return fits and (self.most is None or number <= self.most)
            case _:
                return True
