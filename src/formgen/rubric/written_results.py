"""Results that somebody wrote into the data though they follow from it: held against those that follow.

Knows one community and what was made of it; decides nothing.
"""

from collections.abc import Iterator
from fractions import Fraction

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
    community: Community, final: FinalScore, computed: Fraction | None, verdict: Verdict
) -> Iterator[Problem]:
    """Yield a hint D220 for the whole score and the verdict that were written, where another one follows.

    ``final`` is the score that counts, ``computed`` the total that follows from the data.
    """
    if figure := community.totals.get(""):
        known = [each for each in (final.total, computed) if each is not None]
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


def _is_total(figure: Figure, known: list[Fraction]) -> bool:
    """Return whether a total is one of those that follow, rounded or not."""
    return isinstance(figure.value, Fraction) and any(abs(figure.value - each) <= _CLOSE for each in known)
