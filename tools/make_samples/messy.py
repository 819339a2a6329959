"""The same figures as they arrive in real life: merged headers, other column orders, numbers as text."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment

from formgen.exact import exact_text, points_text
from formgen.model import Answer, Community
from formgen.office import package

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from openpyxl.worksheet.worksheet import Worksheet

    from formgen.rubric.schema import Rubric

_YES, _NO = ("是", "有", "√", "✓"), ("否", "无", "×")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_HEADINGS = {
    "labour_able": "劳动力人数",
    "labour_willing": "有劳动能力和就业愿望的适龄人员数（人）",
    "employed": "已就业人数",
    "lowinc_households": "低收入家庭户数",
    "certified": "持证人数",
    "pension_employee": "职工养老保险\n参保人数",
    "survey_complete": "数据完整",
    "hard_to_employ": "就业困难人员数",
    "households": "总户数",
    "residents": "总人口",
    "phone": "联系方式",
    "address": "村地址",
}
_RATE, _TOWNSHIP = "就业率", "所属乡镇"
_TITLE = "云屿镇高质量就业村建设情况汇总表"
_NOTE = "注：本表数字均为虚构。"

Line = list[str | int]


def keys(rubric: Rubric, communities: Sequence[Community]) -> dict[str, list[str]]:
    """Return the indicators that some community has, grouped by section from the last to the first."""
    used = {key for each in communities for key in each.indicators}
    judged = {key for each in communities for key in each.judged}
    groups: dict[str, list[str]] = {}
    taken: set[str] = set()
    for section in reversed(rubric.sections.values()):
        wanted = [
            key
            for name in section.criteria
            for key in rubric.criteria[name].method.keys
            if key not in taken and (key in used or name in judged)
        ]
        taken.update(wanted)
        if wanted:
            groups.setdefault(section.title, []).extend(wanted)
    return groups


def workbook(rubric: Rubric, communities: Sequence[Community]) -> bytes:
    """Return a workbook as offices pass it around; the same input gives the same bytes."""
    groups = keys(rubric, communities)
    flat = [key for group in groups.values() for key in group]
    facts = [key for key, fact in rubric.facts.items() if key != "narrative" and not fact.in_box]
    fixed = ["序号", "村名", *[_heading(rubric, key) for key in facts], _TOWNSHIP]
    upper = [*fixed, *[title for title, group in groups.items() for _ in group], _RATE, "建设成效"]
    lower = [*[""] * len(fixed), *[_heading(rubric, key) for key in flat], "", ""]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "汇总"
    sheet.append([_TITLE])
    sheet.append(["填报单位：云屿镇公共服务中心（虚构）"])
    sheet.append(upper)
    sheet.append(lower)
    for at, community in enumerate(communities):
        if at == len(communities) - 1:
            sheet.append([])
            sheet.append(upper)
            sheet.append(lower)
        row: Line = [at + 1, f" {community.name}", *[community.fact(key) for key in facts]]
        row.append(community.township if at in {0, len(communities) - 1} else "")
        row += [_spelt(rubric, community, key, at + place) for place, key in enumerate(flat)]
        sheet.append([*row, _percent(community), community.fact("narrative")])
    sheet.append([])
    sheet.append(["", "合计", *[""] * (len(fixed) - 2), *[_sum(communities, key) for key in flat]])
    sheet.append([_NOTE])
    _merge(sheet, upper, lower, len(communities))
    return package.saved(book)


def _merge(sheet: Worksheet, upper: Sequence[str], lower: Sequence[str], communities: int) -> None:
    """Merge the title, the header of two rows, and the township of all rows but the last."""
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(upper))
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=8)
    township = upper.index(_TOWNSHIP) + 1
    sheet.merge_cells(start_row=5, end_row=3 + communities, start_column=township, end_column=township)
    start = 1
    for column in range(1, len(upper) + 1):
        if upper[column : column + 1] == [upper[column - 1]]:
            continue
        bottom = 3 if lower[column - 1] else 4
        sheet.merge_cells(start_row=3, end_row=bottom, start_column=start, end_column=column)
        start = column + 1
    sheet["A1"].alignment = Alignment(horizontal="center")


def table(rubric: Rubric, communities: Sequence[Community], encoding: str) -> bytes:
    """Return a CSV file in the encoding an office program gives it."""
    flat = [key for group in keys(rubric, communities).values() for key in group]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    facts = [key for key, fact in rubric.facts.items() if not fact.in_box]
    writer.writerow(["乡镇", "村名", *[_heading(rubric, key) for key in [*flat, *facts]], "备注"])
    for at, community in enumerate(communities):
        figures = [_spelt(rubric, community, key, at + place) for place, key in enumerate(flat)]
        writer.writerow([community.township, community.name, *figures, *map(community.fact, facts), ""])
        writer.writerow([])
    return text.getvalue().encode(encoding)


def _heading(rubric: Rubric, key: str) -> str:
    named = rubric.facts[key].zh if key in rubric.facts else rubric.indicators[key].zh
    return _HEADINGS.get(key, named)


def _spelt(rubric: Rubric, community: Community, key: str, at: int) -> str | int:
    """Return a value in one of the spellings of real life; ``at`` picks which."""
    spec = rubric.indicators[key]
    value = _value(rubric, community, key)
    if isinstance(value, Answer):
        word = _YES[at % len(_YES)] if value is Answer.YES else _NO[at % len(_NO)]
        return "否" if word == "无" and spec.nobody else word  # there it may mean 无服务对象
    plain = exact_text(value)
    if spec.kind == "level":
        return (plain, spec.levels[plain], f"{plain} {spec.levels[plain]}")[at % 3]
    if spec.kind == "points":
        return plain
    if value >= 1000:
        return f"{int(value):,}"
    return (int(value), plain, plain.translate(_WIDE), f"{plain}{spec.unit}")[at % 4]


def _value(rubric: Rubric, community: Community, key: str) -> Fraction | Answer:
    """Return an indicator, or the points a reviewer gave instead of it."""
    figure = community.indicators.get(key)
    if figure and figure.value is not None:
        return figure.value
    twins = [name for name in community.judged if key in rubric.criteria[name].keys]
    points = community.judged[twins[0]].points if twins else None
    if points is None:
        message = f"{community.name}: {key} is missing"
        raise ValueError(message)
    return points


def _percent(community: Community) -> str:
    """Return the employment rate as text: nobody asks for it, but it is in every office's table."""
    part, whole = (community.indicators[key].value for key in ("employed", "labour_willing"))
    if isinstance(part, Answer) or isinstance(whole, Answer) or not part or not whole:
        return ""
    return f"{points_text(part / whole * 100)}%"


def _sum(communities: Sequence[Community], key: str) -> int | str:
    figures = [each.indicators[key].value for each in communities if key in each.indicators]
    numbers = [each for each in figures if each is not None and not isinstance(each, Answer)]
    return int(sum(numbers)) if numbers else ""
