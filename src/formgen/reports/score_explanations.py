"""Explanations as sentences, and as an Excel sheet with one row per criterion; as a Word file see ``explanation_pages``.

Knows scorecards and their explanations, which it words no further.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from formgen.exact import points_text
from formgen.forms.heights import LIST_SIZE, measure_height
from formgen.forms.text import clean, format_value
from formgen.office import package
from formgen.office.cells import format_column, write_text
from formgen.reports.lists import set_up_page, split_row
from formgen.reports.style import FRAME, WRAPPED
from formgen.rubric.explain import Explanation
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import LEVELS, STATE_WORDS, TOTALS, name_level

_HEADER = (
    "社区（村）",
    "序号",
    "评分项",
    "分值",
    "得分",
    LEVELS["self"],
    "状态",
    "依据原文",
    "计算过程",
    "采用的口径",
    "佐证材料",
)
_WIDTHS = (9, 4.6, 9, 4.6, 6.2, 6.2, 5.4, 25, 40, 25, 15)


def describe_total(card: Scorecard) -> str:
    """Return total, verdict and grade of a scorecard as a sentence, with the reasons of a verdict that is not 合格."""
    grade = f"，等级{card.grade.words}" if card.grade else ""
    return f"{_describe_points(card)}{_describe_verdict(card)}{grade}。"


def _describe_points(card: Scorecard) -> str:
    final = card.final
    if not card.outcomes:
        return ""
    if final.total is None:
        waiting = len(card.waiting_keys)
        return f"总分待定，{f'还有{waiting}项没有定下来' if waiting else '没有适用的评分项'}，"
    plain = not (final.level or final.converted)
    label = TOTALS[
        "total" if plain else "final"
    ]  # as the 汇总表 calls them: 最后得分 where another score counts
    text = f"{label}{points_text(final.total, card.rubric.marks)}分" + ("" if plain else f"（{card.basis}）")
    if card.rubric.bonus and final.bonus is not None:
        text += f"，其中附加分{points_text(final.bonus, [card.rubric.bonus])}分"
    return f"{text}，"


def _describe_verdict(card: Scorecard) -> str:
    verdict = card.verdict
    words = verdict.words if verdict.passed is not None else f"结论{verdict.words}"
    return f"{words}：{'；'.join(verdict.reasons)}" if verdict.reasons else words


def describe_readings(explanation: Explanation, *, decisive_only: bool = False) -> list[str]:
    """Return the interpretations of an explanation as texts, the decisive ones marked.

    ``decisive_only`` leaves out the others, unless none is decisive.
    """
    some = any(used.decisive for used in explanation.readings)
    return [
        f"{used.name} {used.title}：{used.reading}" + ("（本例由它决定）" if used.decisive else "")
        for used in explanation.readings
        if used.decisive or not (decisive_only and some)
    ]


def describe_points(explanation: Explanation) -> str:
    """Return points and state: ``得3分`` or ``待定``."""
    if explanation.points:
        return f"得{explanation.points}分"
    return STATE_WORDS[explanation.state]


def list_differences(card: Scorecard) -> dict[str, list[str]]:
    """Return for each criterion, by key, the levels that entered other points than were computed, as texts."""
    found: dict[str, list[str]] = {}
    for each in card.differences:
        left_out = "，本项不适用，不计入" if each.computed is None else "，与计算不同"
        text = f"{name_level(card.rubric.columns, each.level)}：{each.entered_words}分{left_out}"
        found.setdefault(each.key, []).append(text)
    return found


def explain_in_excel(cards: Sequence[Scorecard]) -> bytes:
    """Return the explanations of some communities as an Excel workbook, one row a criterion."""
    book = Workbook()
    book.properties.creator = "formgen"
    page: Any = book.active
    page.title = "评分说明"
    explained = (row for card in cards for row in _rows(card))
    claim = name_level(cards[0].rubric.columns, "self") if cards else LEVELS["self"]
    header = tuple(claim if title == LEVELS["self"] else title for title in _HEADER)
    rows = [header, *(part for row in explained for part in split_row(row, _WIDTHS))]
    for at, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = page.cell(at, column)
            write_text(cell, clean(format_value(text)))
            cell.alignment, cell.border = WRAPPED, FRAME
            cell.font = Font(name="宋体", size=LIST_SIZE, bold=at == 1)
        page.row_dimensions[at].height = max(map(measure_height, map(format_value, row), _WIDTHS))
    for column, width in enumerate(_WIDTHS, 1):
        page.column_dimensions[format_column(column)].width = width
    page.freeze_panes = "D2"
    set_up_page(page)
    return package.saved(book)


def _rows(card: Scorecard) -> Iterator[list[str]]:
    """Yield the rows of a community: its result, its standards, its criteria."""
    whose, blank = card.community.full_name, [""] * 4
    result = "\n".join((describe_total(card), *card.explain_final()))
    yield [whose, "", "结果", *blank, "", result, "", ""]
    for each in card.explain_standards():
        figures = "\n".join(each.sentences)
        yield [whose, "", f"评定标准：{each.title}", "", "", "", each.words, each.clause, figures, "", ""]
    differences = list_differences(card)
    for criterion in card.explain():
        yield _row(card, criterion, differences.get(criterion.key, []))


def _row(card: Scorecard, each: Explanation, differences: Sequence[str]) -> list[str]:
    return [
        card.community.full_name,
        each.number,
        each.name,
        each.full,
        each.points,
        each.claim,
        STATE_WORDS[each.state],
        each.clause,
        "\n".join((*each.sentences, *differences)),
        "\n".join(describe_readings(each)),
        "；".join(each.evidence),
    ]
