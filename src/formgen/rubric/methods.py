"""The scoring methods a rubric can name, as typed data. How they compute stands in ``evaluate``."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from formgen.rubric.types import Exact, Key, Spec, Text, Threshold, described

Boundary = Literal["include", "exclude"]
WhenZero = Literal["pending", "zero", "full", "not_applicable"]


# -- what is measured -------------------------------------------------------------------------------
class Ratio(Spec):
    """A share: sum of ``of`` over sum of ``to``, both counts of one community."""

    kind: Literal["ratio"]
    of: list[Key] = described("分子：指标的键，多个则相加", min_length=1)
    to: list[Key] = described("分母：指标的键，多个则相加", min_length=1)


class Proportion(Spec):
    """``1:n``, how many of ``many`` there are for each one of ``one``."""

    kind: Literal["proportion"]
    one: Key = described("比例的前项（1）")
    many: Key = described("比例的后项（n）")


class Count(Spec):
    """A plain count."""

    kind: Literal["count"]
    of: Key = described("指标的键")


class MonthlyMean(Spec):
    """The mean of twelve months; without any monthly figure, the ratio of the year's own figures."""

    kind: Literal["monthly_mean"]
    of: Key = described("每月分子（也是全年分子）的键")
    to: Key = described("每月分母（也是全年分母）的键")
    rates: Key = described("直接填报的每月比率（%）的键")
    mean: Literal["of_rates", "of_sums"] = described(
        "of_rates 各月比率的平均；of_sums 合计之比", default="of_rates"
    )
    missing: Literal["pending", "available"] = described(
        "缺月份时：待定，或按已有月份平均", default="pending"
    )


class Lowest(Spec):
    """The lowest of several ratios: each of them must reach the mark."""

    kind: Literal["lowest"]
    among: list[Ratio] = described("逐一比较的比率", min_length=1)


Measure = Annotated[Ratio | Proportion | Count | MonthlyMean | Lowest, Field(discriminator="kind")]


# -- how points follow ------------------------------------------------------------------------------
class Tier(Spec):
    """One tier: the mark to reach (or not to exceed) and its points."""

    at_least: Threshold | None = described("达到（下限）", default=None)
    at_most: Threshold | None = described("不超过（上限）", default=None)
    points: Exact = described("得分")

    @property
    def mark(self) -> Threshold:
        """Return the mark of this tier; the check has seen that there is exactly one."""
        mark = self.at_least or self.at_most
        if mark is None:
            message = "a tier without a mark is refused when the rubric is loaded"
            raise AssertionError(message)
        return mark


class Tiers(Spec):
    """Points by tiers of a measure, each tier replacing the one below."""

    kind: Literal["tiers"]
    measure: Measure
    tiers: list[Tier] = described("由低到高排列的档次", min_length=1)
    otherwise: Exact | Literal["pending", "proportional"] = described(
        "未达最低档：得分，或 pending 待定（由评审决定），或 proportional 按比例"
    )
    boundary: Boundary | None = described("以上是否含本数；不写则按 conventions", default=None)
    when_zero: WhenZero | None = described("分母为零时；不写则按 conventions", default=None)


class Share(Spec):
    """Points in proportion: ``full`` x of / to, never above ``full``."""

    kind: Literal["share"]
    of: Key
    to: Key
    full: Exact = described("满分")
    when_zero: WhenZero | None = described("分母为零时；不写则按 conventions", default=None)


class Deduction(Spec):
    """One ground for deduction: points for each unit of ``of`` (less ``less``), or once if there is any."""

    of: Key
    less: Key | None = described("先减去的指标（如 总户数 减 已达标户数）", default=None)
    label: Text
    points: Exact = described("扣分")
    times: Literal["each", "once"] = described("each 每个都扣；once 有则只扣一次", default="each")


class Deductions(Spec):
    """Start from points (fixed, or given by a reviewer), deduct by kind, stop at ``floor``."""

    kind: Literal["deductions"]
    start: Exact | None = described("起始分；不写则由评审人评定", default=None)
    start_judged: Key | None = described("评审人评定的起始分（扣分前）的键", default=None)
    floor: Exact = described("扣到多少为止", default=Fraction(0))
    deductions: list[Deduction] = described("扣分项", min_length=1)


class ChecklistItem(Spec):
    """One element: points when the answer is yes; ``partial`` may hold a reviewer's points instead."""

    of: Key
    label: Text
    points: Exact
    partial: Key | None = described("评审人按部分得分录入的键", default=None)


class Checklist(Spec):
    """Sum of the elements answered yes; below ``void_below`` the whole counts nothing."""

    kind: Literal["checklist"]
    items: list[ChecklistItem] = described("要素", min_length=1)
    void_below: Exact | None = described("累计不足此分则本项不得分", default=None)
    partial: Literal["accept", "allow", "refuse"] = described(
        "部分得分：accept 照录并提示；allow 允许；refuse 不足满分按0分", default="accept"
    )


class Level(Spec):
    """One level of service and its points."""

    level: int
    label: Text
    points: Exact


class Levels(Spec):
    """Points by the level reached: a higher level replaces the lower ones, or adds to them."""

    kind: Literal["levels"]
    of: Key
    levels: list[Level] = described("由低到高", min_length=1)
    combine: Literal["best", "sum"] = described("best 取高（升档替代）；sum 累加", default="best")
    cap: Exact | None = described("最多得分", default=None)


class Term(Spec):
    """One weighted count."""

    of: Key
    label: Text
    points: Exact = described("每个得分")


class WeightedCount(Spec):
    """Weighted sum of counts, capped."""

    kind: Literal["weighted_count"]
    terms: list[Term] = described("计数与每个的得分", min_length=1)
    cap: Exact = described("最多得分")


class Judged(Spec):
    """Points given by a named reviewer, from 0 to the criterion's points."""

    kind: Literal["judged"]
    of: Key | None = described("评审人评分的键；不写则只按评分项录入", default=None)
    step: Exact | None = described("步长；不写则按 conventions", default=None)


class Fixed(Spec):
    """Points that follow from the case alone."""

    kind: Literal["fixed"]
    points: Exact
    note: Text


class Pending(Spec):
    """The text decides nothing here: a reviewer does."""

    kind: Literal["pending"]
    note: Text


class NotApplicable(Spec):
    """The criterion does not apply here."""

    kind: Literal["not_applicable"]
    note: Text


class Case(Spec):
    """A branch: taken when figure ``of`` equals ``equals``."""

    of: Key
    equals: Exact
    method: "Method"


class Conditional(Spec):
    """The first case that holds decides; else ``otherwise``."""

    kind: Literal["conditional"]
    cases: list[Case] = described("按顺序判断的情形", min_length=1)
    otherwise: "Method"


class Part(Spec):
    """A named part of a criterion."""

    label: Text
    method: "Method"


class Sum(Spec):
    """Points of the parts add up."""

    kind: Literal["sum"]
    parts: dict[Key, Part] = described("各部分得分相加", min_length=1)
    cap: Exact | None = described("最多得分", default=None)


class Best(Spec):
    """Only the best part counts."""

    kind: Literal["best"]
    parts: dict[Key, Part] = described("各部分取最高", min_length=1)


Method = Annotated[
    Tiers
    | Share
    | Deductions
    | Checklist
    | Levels
    | WeightedCount
    | Judged
    | Fixed
    | Pending
    | NotApplicable
    | Conditional
    | Sum
    | Best,
    Field(discriminator="kind"),
]

for _model in (Case, Conditional, Part, Sum, Best):
    _model.model_rebuild()


def parts_of(method: Method) -> list[tuple[str, Method]]:
    """Return the methods nested directly in a method, each with the path that leads to it."""
    if isinstance(method, Sum | Best):
        return [(f"parts.{key}.method", part.method) for key, part in method.parts.items()]
    if isinstance(method, Conditional):
        cases = [(f"cases.{at}.method", case.method) for at, case in enumerate(method.cases)]
        return [*cases, ("otherwise", method.otherwise)]
    return []


def measured_keys(measure: Measure) -> list[str]:
    """Return the indicator keys a measure reads."""
    if isinstance(measure, Ratio):
        return [*measure.of, *measure.to]
    if isinstance(measure, Proportion):
        return [measure.one, measure.many]
    if isinstance(measure, Count):
        return [measure.of]
    if isinstance(measure, Lowest):
        return [key for ratio in measure.among for key in measured_keys(ratio)]
    return [measure.of, measure.to, measure.rates]


def own_keys(method: Method) -> list[str]:  # noqa: PLR0911 - one return a method is the plain way
    """Return the indicator keys a method reads itself, without those of nested methods."""
    if isinstance(method, Tiers):
        return measured_keys(method.measure)
    if isinstance(method, Share):
        return [method.of, method.to]
    if isinstance(method, Deductions):
        grounds = [key for ground in method.deductions for key in (ground.of, ground.less) if key]
        return [*([method.start_judged] if method.start_judged else []), *grounds]
    if isinstance(method, Checklist):
        return [key for item in method.items for key in (item.of, item.partial) if key]
    if isinstance(method, WeightedCount):
        return [term.of for term in method.terms]
    if isinstance(method, Levels):
        return [method.of]
    if isinstance(method, Judged):
        return [method.of] if method.of else []
    if isinstance(method, Conditional):
        return [case.of for case in method.cases]
    return []


def keys_of(method: Method) -> list[str]:
    """Return every indicator key a method reads, nested ones included, each once, in order."""
    found = own_keys(method)
    for _, nested in parts_of(method):
        found += keys_of(nested)
    return list(dict.fromkeys(found))
