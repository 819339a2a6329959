"""各级评分与计算对照表: what needs a look first, the counts by criterion and level, and the sample that was drawn.

Knows comparisons and how they are printed; compares nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from formgen.county.comparison import Comparison, Concern, LevelCount
from formgen.county.sample import DrawnCommunity
from formgen.exact import points_text, round_points
from formgen.model import Who
from formgen.reports.county_rows import UNNAMED_TOWNSHIP
from formgen.reports.county_sheets import CellContent, CountySheet, add_county_sheet, make_book
from formgen.reports.lists import stream_rows
from formgen.reports.summary_row import list_unmet
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import STATE_WORDS
from formgen.rubric.verdict import Verdict

CONCERNS = {Concern.UNUSABLE: "评分不能用", Concern.DIFFERS: "与计算不同", Concern.OPEN: "计算待定"}
NOTHING_ENTERED = "数据里没有能采用的各级评分，没有可以比的。"
ORDER = "先列评分不能用的（超过分值、不是数），再列与计算不同的，相差大的在前，最后列计算待定的。"


@dataclass(frozen=True, slots=True)
class CompareContent:
    """What is compared, the sample with the sentence that says how it was drawn, and the verdicts of all communities."""

    programme: str
    rubric: Rubric
    comparisons: Sequence[Comparison]
    counts: Sequence[LevelCount]
    sample: Sequence[DrawnCommunity] = ()
    method: str = ""
    verdicts: Sequence[tuple[Who, Verdict]] = ()

    def say_unmet(self) -> list[str]:
        """Return the standards that fail without deciding, as sentences: no level enters anything for them."""
        return list_unmet((who.full_name, verdict) for who, verdict in self.verdicts)


def say_entry(each: Comparison, level: str) -> str:
    """Return what a level entered, empty for nothing: the points for print, or what was written."""
    entry = each.entries.get(level)
    if entry is None:
        return ""
    return entry.text if entry.points is None else points_text(entry.points, [each.full])


def say_computed(each: Comparison) -> str:
    """Return the computed points for print, or what became of the criterion instead."""
    return STATE_WORDS[each.state] if each.computed is None else points_text(each.computed, [each.full])


def say_largest(each: Comparison) -> str:
    """Return the largest difference for print, empty where there is nothing to compare with."""
    return points_text(each.largest, [each.full]) if each.concern is not Concern.OPEN and each.largest else ""


def make_comparison(content: CompareContent, says: Mapping[str, str]) -> bytes:
    """Return the workbook of a comparison: a row for each criterion of a community that needs a look."""
    book = make_book()
    sheets = {"对照": _list_comparisons(content), "按评分项": _list_counts(content)}
    if content.sample:
        sheets["抽查名单"] = _list_sample(content)
    bodies = {at: add_county_sheet(book, name, each) for at, (name, each) in enumerate(sheets.items())}
    return stream_rows(book, bodies, says)


def _list_comparisons(content: CompareContent) -> CountySheet:
    levels = content.rubric.columns
    columns = {"序号": 6.0, "乡镇（街道）": 16.0, "社区（村）": 20.0, "评分项": 34.0, "分值": 7.0}
    columns |= dict.fromkeys(levels.values(), 11.0)
    columns |= {"计算": 9.0, "最大相差": 9.0, "要看什么": 14.0}
    rows = [
        (
            Fraction(at),
            each.who.township or UNNAMED_TOWNSHIP,
            each.who.name,
            content.rubric.criteria[each.key].label,
            each.full,
            *(_number(say_entry(each, level), each, level) for level in levels),
            say_computed(each) if each.computed is None else round_points(each.computed, [each.full]),
            say_largest(each) and round_points(each.largest, [each.full]),
            CONCERNS[each.concern],
        )
        for at, each in enumerate(content.comparisons, 1)
    ]
    notes = [ORDER, "没有评分的空着。"] if content.counts else [NOTHING_ENTERED]
    notes += content.say_unmet()
    return CountySheet(f"{content.programme}各级评分与计算对照表", columns, rows, notes, frozenset({3}))


def _number(text: str, each: Comparison, level: str) -> CellContent:
    """Return points as a number, and what are none as text."""
    entry = each.entries.get(level)
    return text if entry is None or entry.points is None else round_points(entry.points, [each.full])


def _list_counts(content: CompareContent) -> CountySheet:
    columns = {
        "评分项": 34.0,
        "分值": 7.0,
        "评分栏": 14.0,
        "有评分的（个）": 11.0,
        "高于计算（个）": 11.0,
        "低于计算（个）": 11.0,
        "比计算多（分）": 11.0,
        "计算待定（个）": 11.0,
        "不能用（个）": 11.0,
    }
    return CountySheet(
        f"{content.programme}各评分项的差异",
        columns,
        list(_count_rows(content)),
        ["“比计算多”是各社区（村）评分减计算的和，少的为负数；计算待定的、评分不能用的不在内。"],
        frozenset({0}),
    )


def _count_rows(content: CompareContent) -> Iterator[tuple[CellContent, ...]]:
    rubric = content.rubric
    titles: Mapping[str, str] = {str(level): title for level, title in rubric.columns.items()}
    for each in content.counts:
        criterion = rubric.criteria[each.key]
        numbers = (each.entered, each.above, each.below)
        yield (
            criterion.label,
            criterion.points,
            titles[each.level],
            *map(Fraction, numbers),
            round_points(each.difference),
            Fraction(each.open),
            Fraction(each.unusable),
        )


def _list_sample(content: CompareContent) -> CountySheet:
    rows = [
        (Fraction(at), each.who.township or UNNAMED_TOWNSHIP, each.who.name, each.digest)
        for at, each in enumerate(content.sample, 1)
    ]
    columns = {"序号": 6.0, "乡镇（街道）": 20.0, "社区（村）": 26.0, "SHA-256": 76.0}
    return CountySheet(f"{content.programme}抽查名单", columns, rows, [content.method])
