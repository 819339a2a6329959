"""佐证材料目录 of one community: what its data already say, with figure and cell, what has to be attached, places for photographs.

A figure is ticked where it is there and can be used; that a paper is attached is for a person to tick. Knows scorecards.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from formgen.model import Answer, Community, Fact, Figure, State
from formgen.quoting import quote, shorten
from formgen.reports.word_document import SMALL_STYLE
from formgen.reports.word_lists import WordLists
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

EVIDENCE_LIST = "佐证材料目录"
_HAS, _TO_DO, _NO = "√", "□", "×"
_COLUMNS: Mapping[str, float] = {
    "序号": 13,
    "评分项、评定标准": 42,
    "数据已有": 62,
    "要附的材料": 48,
    "页码": 13,
}
_PHOTOS_A_PAGE = 2
_HOW = (
    "说明：“数据已有”一栏，√是数据里有的数字和它所在的单元格，×是填了“否”的，□是数据里还没有的；"
    "“要附的材料”照通知列出，附好一样，在□里打√，写上页码。"
)
_CAPTION = "照片{number}：＿＿＿＿＿＿＿＿＿＿（第＿＿项）　拍摄时间：＿＿＿＿＿＿　地点：＿＿＿＿＿＿"


class _Row(NamedTuple):
    """A row of the list: number, what it is about, what the data say, what has to be attached, the page left blank."""

    number: str
    about: str
    known: str
    attached: str
    page: str = ""


def make_evidence_list(card: Scorecard, photos: int, says: Mapping[str, str]) -> bytes:
    """Return the 佐证材料目录 of a community, with places for so many photographs."""
    lists = WordLists(f"{card.community.full_name}{EVIDENCE_LIST}")
    notice = card.rubric.notice
    lists.add_line(f"依据：{notice.identified}")
    lists.add_line("社区（村）（盖章）：　　　　　　　　整理人：　　　　　　日期：　　　年　　月　　日")
    lists.add_table(_COLUMNS, list(_list_rows(card)), frozenset({1, 2, 3}))
    lists.add_text(_HOW, SMALL_STYLE)
    for at in range(photos):
        lists.add_photo(_CAPTION.format(number=at + 1), new_page=at % _PHOTOS_A_PAGE == 0)
    return lists.to_bytes(says)


def _list_rows(card: Scorecard) -> Iterator[_Row]:
    rubric, community = card.rubric, card.community
    for key, outcome in card.outcomes.items():
        criterion = rubric.criteria[key]
        needed = outcome.state is not State.SCORED
        known = list(_say_figures(rubric, community, criterion.keys, needed=needed))
        if outcome.state is State.CONTRADICTION:
            known = ["数据有误，先改正", *(each.replace(_HAS, _TO_DO, 1) for each in known)]
        if outcome.state is State.NOT_APPLICABLE:
            known.append("本项不适用")
        if criterion.method.takes_judgement:
            known.append("由评审打分")
        attached = "\n".join(f"{_TO_DO} {each}" for each in criterion.evidence)
        yield _Row(criterion.number, criterion.name, "\n".join(known), attached or "通知没有列")
    for result in card.gates:
        figures = _say_figures(rubric, community, result.gate.keys, needed=result.holds is None)
        yield _Row("标准", result.gate.title, "\n".join(figures), "通知没有列")


def _say_figures(
    rubric: Rubric, community: Community, keys: Collection[str], *, needed: bool
) -> Iterator[str]:
    """Yield what the data say of each figure, in the order of the rubric; points of a person prove nothing.

    What is missing is named where it is ``needed``: a criterion that has its points does without.
    """
    for key, spec in rubric.indicators.items():
        if key not in keys or spec.kind in {"points", "monthly_counts"}:
            continue
        months = [each for each in community.monthly.get(key, ()) if each is not None]
        if months:
            places = f"{months[0].place.short}起" if months[0].place.short else ""
            yield f"{_HAS if len(months) == len(community.monthly[key]) else _TO_DO} {spec.zh}：{len(months)}个月（{places}）"
        elif needed or key in community.indicators:
            yield say_figure(spec.zh, spec.unit, community.indicators.get(key))
    for key, fact in rubric.facts.items():
        if key in keys and (needed or key in community.facts):
            yield say_figure(fact.zh, "", community.facts.get(key))


def say_figure(label: str, unit: str, figure: Figure | Fact | None) -> str:
    """Return what the data say of a figure: ticked with its value, unit and cell; open where it is missing."""
    if figure is None or figure.value is None:
        return f"{_TO_DO} {label}：{'数据里没有' if figure is None else '填的不能用'}"
    counted = unit if unit and not figure.text.endswith(unit) and "/" not in unit else ""
    counted = (
        f"（{counted}）" if re.search(r"\d", counted) else counted
    )  # a stretch of levels, 0-3, is no unit
    place = f"（{figure.place.short}）" if figure.place.short else ""
    mark = _NO if figure.value is Answer.NO else _HAS
    return f"{mark} {label}：{quote(shorten(figure.text))}{counted}{place}"
