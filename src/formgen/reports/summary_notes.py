"""The sentences below the table of a 汇总表: how many pass, what numbers and blanks mean, what a level has not entered.

Knows the rubric and rows of a summary; no sheet.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from formgen.reports.summary_remark import DIFFERENCE_SHEET
from formgen.reports.summary_row import SummaryRow, list_lacks
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import OPEN_VERDICT

_MOST_LACKS = 5  # kinds of what a level has not entered that the notes name


def write_notes(rubric: Rubric, rows: Sequence[SummaryRow]) -> Iterator[str]:
    """Yield the sentences below the table: the notice, how many pass, what the numbers and blanks mean."""
    counts = {
        words: sum(row.verdict.words == words for row in rows) for words in ("合格", "不合格", OPEN_VERDICT)
    }
    told = "，".join(f"{words}{count}个" for words, count in counts.items() if count)
    yield f"依据{rubric.notice.cited}。共{len(rows)}个社区（村）：{told}。"
    if rubric.grades:
        graded = Counter(row.grade for row in rows)
        names = dict.fromkeys([rubric.grades.name(at) for at in range(len(rubric.grades.bands))])
        order = [name for name in {**names, **dict.fromkeys(graded)} if graded[name]]
        yield f"等级：{'，'.join(f'{name}{graded[name]}个' for name in order)}。"
    lacks = {row.verdict.undecidable.partition("（")[0] for row in rows} - {""}
    yield from (f"是否合格待定：{lack}。" for lack in sorted(lacks))
    if not rubric.criteria:
        return
    numbers = [each.number for each in rubric.criteria.values()]
    twice = "，序号相同的依次加①②" if len(set(numbers)) < len(numbers) else ""
    unfinished = list_lacks(rows)
    yield from unfinished[:_MOST_LACKS]
    if len(unfinished) > _MOST_LACKS:
        yield f"另有{len(unfinished) - _MOST_LACKS}种没有录入全的，用 formgen check 查看。"
    yield f"表头是《{rubric.title}》各项的序号{twice}和分值，空格的项待定。"
    yield "名次在本表内排，同分并列，不合格和总分待定的不排。"
    if any(row.differences for row in rows):
        yield f"差异只印项数的，各项见“{DIFFERENCE_SHEET}”表。"
