"""The terms a clerk reads for states, verdicts and totals: each stands here once. Knows no scorecard."""

from collections.abc import Mapping

from formgen.model import State

STATE_WORDS: Mapping[State, str] = {
    State.SCORED: "计算得出",
    State.JUDGED: "评审评定",
    State.PENDING: "待定",
    State.NOT_APPLICABLE: "不适用",
    State.CONTRADICTION: "数据有误",
}
# An open verdict has no term here: lists leave it blank, a change shows 待定, a change sheet 未定.
VERDICTS: Mapping[bool | None, str] = {True: "合格", False: "不合格"}
TOTALS: Mapping[str, str] = {"main": "合计", "bonus": "附加分", "total": "总分"}
