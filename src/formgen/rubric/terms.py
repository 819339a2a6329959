"""The terms a clerk reads for states, verdicts and totals: each stands here once. Knows no scorecard."""

import re
from collections.abc import Mapping
from typing import Any

from formgen.model import State

STATE_WORDS: Mapping[State, str] = {
    State.SCORED: "计算得出",
    State.JUDGED: "评审评定",
    State.PENDING: "待定",
    State.NOT_APPLICABLE: "不适用",
    State.CONTRADICTION: "数据有误",
}
VERDICTS: Mapping[bool | None, str] = {True: "合格", False: "不合格"}
OPEN_VERDICT = "待定"
GATE_WORDS: Mapping[State, str] = {
    State.PENDING: "待定",
    State.NOT_APPLICABLE: "不适用",
    State.CONTRADICTION: "数据有误",
}
TOTALS: Mapping[str, str] = {"main": "合计", "bonus": "附加分", "total": "总分", "final": "最后得分"}
LEVELS: Mapping[str, str] = {"self": "自评", "township": "乡镇", "county": "县级", "city": "市级"}
_USUAL = re.compile(r"(?:社区|村|社区（村）)?自评分?|(?:乡镇|县级|市级)(?:考评|考核|评)?分?")


def name_level(columns: Mapping[Any, str], level: str) -> str:
    """Return what a level is called: a short word where its column has a usual name, else the name of the column.

    ``columns`` are the names of the columns that a rubric gives to its levels.
    """
    word = LEVELS[level]
    title = columns.get(level, word)
    return word if _USUAL.fullmatch(title) and word in title else title
