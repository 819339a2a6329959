"""One Chinese sentence for each kind of step in a trace."""

from fractions import Fraction
from functools import singledispatch

from formgen.exact import cut_text, exact_text, percent_text, points_text
from formgen.rubric import trace
from formgen.rubric.measure import total
from formgen.rubric.trace import Used

_DECISIONS = {
    "pending": "待定，由评审决定",
    "zero": "得0分",
    "full": "得满分",
    "not_applicable": "不适用，不计入",
}
_COUNTING_UNITS = frozenset("人户笔件条个篇分")


@singledispatch
def say(step: object) -> str:
    """Return the sentence of one step of a trace."""
    message = f"no sentence for {type(step).__name__}"
    raise TypeError(message)


def figure_text(used: Used) -> str:
    """Return a figure with its label, unit and place: ``其中已就业人数：1980人（社区数据!F5）``."""
    place, text = used.figure.place.short, used.figure.text
    unit = used.unit if used.unit in _COUNTING_UNITS and not text.endswith(used.unit) else ""
    return f"{used.label}：{text}{unit}" + (f"（{place}）" if place else "")


def _figures(figures: tuple[Used, ...]) -> str:
    return "，".join(figure_text(used) for used in figures)


@say.register
def _(step: trace.Missing) -> str:
    return f"缺少{'、'.join(f'“{label}”' for label in step.labels)}，待定。"


@say.register
def _(step: trace.Unusable) -> str:
    return f"{_figures(step.used)}，不能采用，请改正。"


@say.register
def _(step: trace.Disagree) -> str:
    return f"{step.says}（{_figures(step.used)}），请核对后改正。"


@say.register
def _(step: trace.Measured) -> str:
    if step.style == "count":
        return f"{_figures(step.of)}。"
    above, below = exact_text(total(step.of)), exact_text(total(step.to))
    figures = _figures(tuple({used.key: used for used in (*step.of, *step.to)}.values()))
    if step.style == "proportion":
        return f"{figures}；{below}比{above}，即1:{cut_text(step.value)}。"
    return f"{figures}；{above}÷{below}＝{percent_text(step.value)}。"


@say.register
def _(step: trace.Averaged) -> str:
    if step.mean == "of_sums":
        above = exact_text(total([upper for upper, _ in step.counts]))
        below = exact_text(total([lower for _, lower in step.counts]))
        return f"{len(step.counts)}个月人数合计{above}÷{below}＝{percent_text(step.value)}。"
    months = "、".join(percent_text(rate) for rate in step.rates)
    return f"{len(step.rates)}个月的就业率为{months}，平均{percent_text(step.value)}。"


@say.register
def _(step: trace.MonthsMissing) -> str:
    months = "、".join(f"{month}月" for month in step.months)
    what = "、".join(f"“{label}”" for label in step.labels)
    return f"{what}缺{months}，" + ("按已有月份平均。" if step.averaged else "十二个月不全，待定。")


@say.register
def _(step: trace.ZeroDenominator) -> str:
    return f"{_figures(step.to)}，分母为0，{_DECISIONS[step.decision]}。"


@say.register
def _(step: trace.TierReached) -> str:
    return _tier_reached(step) + _tier_next(step)


def _tier_reached(step: trace.TierReached) -> str:
    if step.mark is None:
        if step.proportional:
            return f"未达到标准，按比例折算得{points_text(step.points or Fraction(0))}分。"
        return "未达到标准。" if step.points is None else f"未达到最低一档，得{points_text(step.points)}分。"
    verb = "不超过" if step.falling else ("超过" if step.boundary == "exclude" else "达到")
    edge = "（恰好等于）" if step.on_edge else ""
    return f"{verb}{step.mark.text}{edge}，得{points_text(step.points or Fraction(0))}分。"


def _tier_next(step: trace.TierReached) -> str:
    """Tell what is missing to the next tier, other figures staying as they are."""
    if step.next_mark is None or step.next_points is None:
        return "已是最高一档。"
    goal = f"{step.next_mark.text}（{points_text(step.next_points)}分）"
    if step.lacking is None:
        return f"下一档为{goal}。"
    if step.falling:
        return f"须再减少{step.lacking}{step.unit}，方可{goal}。"
    return f"距下一档{goal}还差{step.lacking}{step.unit}（其他数不变）。"


@say.register
def _(step: trace.Shared) -> str:
    above, below = exact_text(total([step.of])), exact_text(total([step.to]))
    full = exact_text(step.full)
    cut = f"，超过{full}分的按{full}分计" if step.raw > step.points else ""
    figures = _figures((step.of, step.to))
    return (
        f"{figures}；{full}×{above}÷{below}＝{points_text(step.raw)}分{cut}，得{points_text(step.points)}分。"
    )


@say.register
def _(step: trace.Started) -> str:
    return f"{'评审评定' if step.judged else '起始'}{exact_text(step.points)}分。"


@say.register
def _(step: trace.Deducted) -> str:
    figures, count = _figures(step.used), exact_text(step.count)
    if step.total == 0:
        return f"{figures}；{step.label}{count}，不扣分。"
    how = "只扣一次" if step.once else f"{count}×{exact_text(step.each)}分"
    return f"{figures}；{step.label}{count}，{how}，扣{exact_text(step.total)}分。"


@say.register
def _(step: trace.Floored) -> str:
    return f"扣完为止，得{exact_text(step.floor)}分。"


@say.register
def _(step: trace.Answered) -> str:
    place = step.used.figure.place.short
    where = f"（{place}）" if place else ""
    full = exact_text(step.full)
    if step.partial:
        return f"{step.label}：评审分{step.used.figure.text}{where}，满分{full}分，计{exact_text(step.points)}分。"
    return f"{step.label}：{step.used.figure.text}{where}，得{exact_text(step.points)}分（满分{full}分）。"


@say.register
def _(step: trace.NobodyServed) -> str:
    return f"{step.label}：无服务对象，{_DECISIONS[step.decision]}。"


@say.register
def _(step: trace.Voided) -> str:
    return f"累计{exact_text(step.total)}分，不足{exact_text(step.mark)}分，本项不得分。"


@say.register
def _(step: trace.LevelReached) -> str:
    how = "逐档相加" if step.summed else "取最高一档"
    tail = (
        f"；下一档“{step.next_label}”{exact_text(step.next_points)}分" if step.next_points is not None else ""
    )
    return f"{figure_text(step.used)}，{step.label}，{how}，得{exact_text(step.points)}分{tail}。"


@say.register
def _(step: trace.Counted) -> str:
    return f"{figure_text(step.used)}，每{step.used.unit}{exact_text(step.each)}分，计{exact_text(step.points)}分。"


@say.register
def _(step: trace.Capped) -> str:
    return f"合计{exact_text(step.raw)}分，最多得{exact_text(step.cap)}分。"


@say.register
def _(step: trace.GivenByReviewer) -> str:
    who = f"{step.by}评定" if step.by else "评审人评定"
    why = f"，理由：{step.reason}" if step.reason else ""
    where = f"（{step.place}）" if step.place else ""
    return f"{who}{exact_text(step.points)}分{where}{why}。"


@say.register
def _(step: trace.AwaitsReviewer) -> str:
    return f"{step.note}。"


@say.register
def _(step: trace.Decided) -> str:
    return f"{step.note}。"
