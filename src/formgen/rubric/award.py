"""Money (奖补) that follows from facts, a verdict or a title, as a notice says it. Knows no community."""

from typing import Literal

from formgen.spec import Amount, Key, Spec, Text, described

Upon = Literal["given", "reviewed", "next_review", "held"]


class Award(Spec):
    """Money that follows from facts, an outcome or a title."""

    title: Text = described("名称")
    clause: Text = described("原文")
    yuan: Amount | None = described("金额（元）；由当地确定的不写", default=None)
    up_to: Amount | None = described("金额的上限（元）：在 yuan 与 up_to 之间由人定的", default=None)
    amount: Key | None = described("由人定的金额填在哪里：整数的基本情况的键", default=None)
    every: Literal["once", "year"] = described("多久一次：once 一次；year 每年", default="once")
    answer: Key | None = described("须为“是”的基本情况", default=None)
    at_least_one: Key | None = described("须不少于1的基本情况", default=None)
    passed: bool = described("须评为合格", default=False)
    titles: list[Text] = described("须获得的称号级别之一", default=[])
    upon: Upon = described(
        "凭称号的哪一步：given 当年认定；reviewed 当年复核合格；next_review 认定次年复核合格；held 当年有这个称号",
        default="given",
    )
    times: Literal["once", "per_title"] = described(
        "次数：once 只给一份；per_title 每个称号一份", default="once"
    )
    fund: Text | None = described("资金来源：从哪里列支", default=None)
    paid_before: Literal["difference", "ignore", "bars"] = described(
        "先前发过的：difference 扣除，补发差额；ignore 同组别条发过的不扣；bars 发过的不再发",
        default="difference",
    )
    group: Key | None = described("从高不重复：同一组的几条里只给金额最高的一条", default=None)
