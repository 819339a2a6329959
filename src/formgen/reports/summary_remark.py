"""The last column of a 汇总表: what is 待定, why a community fails, which standards do not hold, where levels differ.

All on one line wherever one holds it.

Knows one row and how wide its column is.
"""

from collections.abc import Sequence

from formgen.forms.heights import measure_height, split_by_height
from formgen.reports.summary_row import SummaryRow, join_numbers
from formgen.rubric.terms import OPEN_VERDICT

DIFFERENCE_SHEET = "各级评分与计算差异"  # the sheet that lists them one by one


def make_remark(row: SummaryRow, width: float, size: float, numbers: Sequence[str]) -> str:
    """Return the remark on a row on the fewest lines. Numbers are named, or counted where that saves a line: first of 待定.

    Blank cells show which these are; in which criteria levels differ stands on a sheet of its own.
    """
    verdict = row.verdict
    waiting = [each.short for each in row.open if each.short != verdict.undecidable]
    reasons = list(verdict.reasons) if verdict.passed is False or not waiting else []
    reasons = [reason for reason in reasons if reason != verdict.undecidable]
    if verdict.unmet and row.points:  # the results of standards without points have columns of their own
        reasons.append(f"不符合：{'、'.join(f'“{title}”' for title in verdict.unmet)}")
    named = [f"{OPEN_VERDICT}：{join_numbers(waiting, numbers)}"] if waiting else []
    counted = [f"{OPEN_VERDICT}{len(waiting)}项"] if waiting else []
    different = _tell_differences(row, numbers)
    texts = ["；".join([*reasons, *each, *different]) for each in (named, counted)]
    texts += ["；".join([*reasons, *counted, *each]) for each in _count_differences(row)]
    shown = min(
        texts, key=lambda text: measure_height(text, width, size)
    )  # the first of those on fewest lines
    return split_by_height(shown, width, size)[0]


def _list_levels(row: SummaryRow) -> dict[str, list[str]]:
    """Return by level the numbers of the criteria in which it differs, each once."""
    found = dict[str, dict[str, None]]()
    for each in row.differences:
        found.setdefault(each.level, {})[each.short] = None
    return {level: list(shorts) for level, shorts in found.items()}


def _tell_differences(row: SummaryRow, numbers: Sequence[str]) -> list[str]:
    told = [f"{level}{join_numbers(shorts, numbers)}" for level, shorts in _list_levels(row).items()]
    return [f"差异：{'，'.join(told)}"] if told else []


def _count_differences(row: SummaryRow) -> list[list[str]]:
    """Return the differences counted: by level, and, where no line holds that either, together."""
    counts = {level: len(shorts) for level, shorts in _list_levels(row).items()}
    if not counts:
        return []
    told = "、".join(f"{level}{count}" for level, count in counts.items())
    return [[f"差异{told}项"], [f"差异{sum(counts.values())}项"]]
