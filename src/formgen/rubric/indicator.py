"""The record of one figure that a rubric reads. Knows no method and no community."""

from typing import Literal

from formgen.spec import Exact, Key, Spec, Text, described


class Indicator(Spec):
    """A figure the rubric reads."""

    zh: Text
    kind: Literal["count", "yesno", "level", "points", "monthly_rates", "monthly_counts"]
    unit: Text
    definition: Text = described("口径：数的是什么人、什么时候")
    source: Text = described("取数的台账或系统")
    also: list[Text] = described("表头的其他写法", default=[])
    monthly: bool = described("是否也按月填报", default=False)
    levels: dict[Key | Text, Text] = described("各档次的含义（level 类）", default={})
    splits: list[Key] = described("monthly_counts 拆成的两个指标", default=[])
    most: Exact | None = described("最大值（count、points 类）：再大的不能用，如百分制填 100", default=None)
    nobody: bool = described("是否可填“无服务对象”", default=False)
