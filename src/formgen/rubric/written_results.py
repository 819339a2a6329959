"""Results that somebody wrote into the data though they follow from it: held against those that follow.

Knows one community and what was made of it; decides nothing.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from formgen.exact import exact_text
from formgen.folding import remove_blanks
from formgen.model import Community, Figure
from formgen.problems import Problem
from formgen.rubric.terms import OPEN_VERDICT
from formgen.rubric.totals import FinalScore
from formgen.rubric.verdict import Verdict

_CLOSE = Fraction(1, 200)  # a total is printed with two places
_PASSED = {
    **dict.fromkeys(("合格", "是", "达标", "通过", "符合", "符合标准", "√", "y", "yes"), True),
    **dict.fromkeys(
        ("不合格", "否", "不达标", "未达标", "未通过", "不通过", "不符合", "不符合标准", "×", "n", "no"),
        False,
    ),
}


def compare_written(
    community: Community,
    columns: Mapping[Any, str],
    final: FinalScore,
    computed: Fraction | None,
    verdict: Verdict,
) -> Iterator[Problem]:
    """Yield a hint D220 for each total and verdict that was written, and that is another than what follows.

    ``columns`` are the names of the levels, ``final`` is the score that counts, ``computed`` the total that follows from
    the data.
    """
    for level, figure in community.totals.items():
        label = f"{columns[level]}合计" if level else "总分"
        known = [each for each in (final.total, computed) if each is not None]
        if _is_total(figure, known) or (not known and figure.text == OPEN_VERDICT):
            continue
        own = f"{exact_text(final.total)}分" if final.total is not None else OPEN_VERDICT
        says = f"却没有逐项的得分，不作为得分；程序算出的是{own}" if level else f"程序算出的是{own}"
        yield Problem("D220", figure.place, {"label": label, "value": figure.text, "own": says})
    if community.verdict:
        text = remove_blanks(community.verdict.text).lower()
        if text != verdict.words and _PASSED.get(text, ...) is not verdict.passed:
            own = f"程序评定的是{verdict.words}"
            words = {"label": "是否合格", "value": community.verdict.text, "own": own}
            yield Problem("D220", community.verdict.place, words)


def _is_total(figure: Figure, known: list[Fraction]) -> bool:
    """Return whether a total is one of those that follow, rounded or not."""
    return isinstance(figure.value, Fraction) and any(abs(figure.value - each) <= _CLOSE for each in known)
