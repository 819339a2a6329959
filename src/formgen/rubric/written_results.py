"""Results that somebody wrote into the data though they follow from it: held against those that follow.

Knows one community and what was made of it; decides nothing.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from formgen.exact import exact_text
from formgen.folding import remove_blanks
from formgen.model import Community, Figure
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import OPEN_VERDICT
from formgen.rubric.totals import FinalScore, Total
from formgen.rubric.verdict import Verdict

_CLOSE = Fraction(1, 200)  # a total is printed with two places
_SEVERAL = 3  # criteria whose 0 may be the mark of a form that nobody has filled
_PASSED = {
    **dict.fromkeys(("合格", "是", "达标", "通过", "符合", "符合标准", "√", "y", "yes"), True),
    **dict.fromkeys(
        ("不合格", "否", "不达标", "未达标", "未通过", "不通过", "不符合", "不符合标准", "×", "n", "no"),
        False,
    ),
}


def compare_written(
    rubric: Rubric, community: Community, final: FinalScore, computed: Total, verdict: Verdict
) -> Iterator[Problem]:
    """Yield a hint for each result that was written where another one follows: D198 for levels, D220 for the whole.

    D212 is one for a level whose points are 0 throughout, though the data give some: it may not have begun.

    ``final`` is the score that counts, ``computed`` the one that follows from the data.
    """
    yield from _compare_sums(rubric, community.totals, computed)
    yield from _ask_about_zeros(rubric, community, computed)
    if figure := community.totals.get(""):
        known = [each for each in (final.total, computed.total) if each is not None]
        if not _is_total(figure, known) and (known or figure.text != OPEN_VERDICT):
            own = f"{exact_text(final.total)}分" if final.total is not None else OPEN_VERDICT
            words = {"label": "总分", "value": figure.text, "own": f"程序算出的是{own}"}
            yield Problem("D220", figure.place, words)
    if community.verdict:
        text = remove_blanks(community.verdict.text).lower()
        if text != verdict.words and _PASSED.get(text, ...) is not verdict.passed:
            own = f"程序评定的是{verdict.words}"
            words = {"label": "是否合格", "value": community.verdict.text, "own": own}
            yield Problem("D220", community.verdict.place, words)


def _compare_sums(rubric: Rubric, sums: Mapping[str, Figure], computed: Total) -> Iterator[Problem]:
    """Yield the sums of levels that entered no points, where they are not the computed total, with or without 附加分."""
    for level, column in rubric.columns.items():
        figure = sums.get(level)
        if figure is None:
            continue
        entered, total = figure.value, computed.total
        if not isinstance(entered, Fraction) or entered in {total, computed.main}:
            continue
        told = "按数据计算的总分待定"
        if total is not None:
            more = "多" if entered > total else "少"
            told = f"按数据计算的总分是{exact_text(total)}，{more}{exact_text(abs(entered - total))}分"
        how = "在“各级评分”逐项录入"
        if len(rubric.criteria) == 1:  # 总分 of a notice of one item is plainly that item
            how = f"把“各级评分”里的列名改成“{next(iter(rubric.criteria.values())).label}”"
        words = {"label": f"{column}合计", "total": exact_text(entered), "computed": told, "how": how}
        yield Problem("D198", figure.place, words)


def _ask_about_zeros(rubric: Rubric, community: Community, computed: Total) -> Iterator[Problem]:
    """Yield the levels that entered nothing but 0 for several criteria, where that is not what the data give."""
    own = f"是{exact_text(computed.total)}分" if computed.total is not None else "还待定"
    for level, column in rubric.columns.items():
        entered = list(community.scores.get(level, {}).values())
        if computed.total != 0 and len(entered) >= _SEVERAL and all(each.value == 0 for each in entered):
            words = {"label": column, "count": str(len(entered)), "own": own}
            yield Problem("D212", entered[0].place, words)


def _is_total(figure: Figure, known: list[Fraction]) -> bool:
    """Return whether a total is one of those that follow, rounded or not."""
    return isinstance(figure.value, Fraction) and any(abs(figure.value - each) <= _CLOSE for each in known)
