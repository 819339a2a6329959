"""Of which year the figures of the sheets are that were read: told where it may not be the one that is wanted.

Which year is wanted nobody has said: what can be told is a year before that of the notice, years that differ, and words
such as 去年 or 上半年. Knows sheets with their headers and the notice; no value, and no clock.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from formgen.folding import keep_letters, remove_blanks
from formgen.intake.headed import FIGURES, HeadedTable
from formgen.intake.years import find_notice_year, list_years
from formgen.problems import Place, Problem
from formgen.quoting import shorten
from formgen.rubric.schema import Publication

_EARLIER = re.compile("上年|去年|上一年|前年|往年|历年|上期")
_NOT_YET = (
    "预计|预测|推算|测算|估[计算]数|(?<!行动)计划[数表](?!据)|计划(?:完成|实现|安排)|年度?计划(?!生育|[数表])|目标[数值]|任务数|"
    "草稿|讨论稿|征求意见稿|送审稿|初稿|未定稿?|未(?:经)?审[定核]|待审|待核"
)
_OTHER = re.compile(
    f"年初|期初|[上下]半年|季度|女性|男性|妇女|{_NOT_YET}"
)  # in a title, makes other figures of all
_OTHER_MONTHS = re.compile(f"累计|同比|环比|增减|女性|男性|妇女|{_NOT_YET}")  # in one above months
_REMARKED = re.compile(
    "(?:均?[为是系按]|以上|以下)(?:.{0,3}月)?(?:的)?(?:累计|预计|预测|推算|测算|估[计算]|计划|目标)数?"
)
_OTHER_POINTS = re.compile(
    "上年|去年|前年|上次|上一轮|未定(?!稿)|待[定审议]|计划[数表](?!据)|目标[数值]|预计|测算"
)
_YEAR_HEADS = frozenset(
    {
        "年份",
        "年度",
        "年",
        "统计年份",
        "统计年度",
        "数据年份",
        "数据年度",
        "所属年份",
        "所属年度",
        "统计时间",
        "统计时点",
        "统计日期",
        "数据时间",
        "数据日期",
        "数据时点",
        "截止时间",
        "截止日期",
        "截至时间",
        "截至日期",
        "统计期",
        "报告期",
        "所属期",
        "所属时期",
        "期间",
        "数据期间",
        "统计期间",
        "季度",
    }
)
_OF_FIGURES = re.compile(
    "数据|数字|[人户]数|[末底]数|以上|本表|均为|截至|截止"
)  # in a remark that says whose year it is
_SHOWN = 3  # texts that a message names


class _Named(NamedTuple):
    """A text that names a year of the figures, or says ``what`` else they are: then ``year`` is 0."""

    year: int
    what: str
    words: str
    place: Place


def tell_years(headed: Sequence[HeadedTable], notice: Publication) -> list[Problem]:
    """Return one hint where the figures that were read may be of another year than they should be."""
    named = [
        each
        for table in headed
        if table.kind == "months" or (table.kind == "data" and table.named_rows)
        for each in _list_named(table)
    ]
    named += [each for table in headed if table.kind in {"scores", "judged"} for each in _list_points(table)]
    years = {each.year for each in named}
    since = find_notice_year(notice.signed, notice.printed)
    if 0 in years:
        first = next(each for each in named if each.year == 0)
        told = [each for each in named if each.what == first.what]
        detail = f"{_list(told)}说的是{first.what}"
    elif len(years) > 1:
        told = [next(each for each in named if each.year == year) for year in sorted(years)]
        detail = f"{_list(told)}，年份不一样"
    elif years and min(years) < since:
        told = named
        detail = f"{_list(told)}，比通知成文的{since}年早"
    else:
        return []
    return [Problem("D188", told[0].place, {"detail": detail})]


def _list_points(headed: HeadedTable) -> Iterator[_Named]:
    """Yield what is said above a table of points that they are instead of those of this time."""
    for text, place in (
        *((cell.text, cell.place) for cell in headed.titles_above),
        (headed.table.sheet, headed.place),
    ):
        if found := _OTHER_POINTS.search(remove_blanks(text)):
            yield _Named(0, f"“{found[0]}”的数", remove_blanks(text), place)


def _list_named(headed: HeadedTable) -> Iterator[_Named]:
    """Yield what names a year above the figures of a sheet, in the name of the sheet, and in that of the file."""
    table, header, monthly = headed.table, headed.header, headed.kind == "months"
    columns = [at for at, meaning in header.meanings.items() if meaning.role in FIGURES | {"facts", "month"}]
    above = [table.spread(row, column) for column in columns for row in header.texts]
    known = {header.cells[column].text for column in columns if header.meanings[column].role != "month"}
    heading = {cell.reference for row in header.texts for cell in table.rows.get(row, {}).values()}
    titles = [cell for cell in headed.above if cell.reference not in heading]
    for cell in dict.fromkeys(each for each in (*titles, *above) if each and each.text not in known):
        yield from _read(cell.text, cell.place, _OTHER_MONTHS if monthly else _OTHER)
    for column in (at for at, cell in header.unknown.items() if keep_letters(cell.text) in _YEAR_HEADS):
        cells = (table.rows[row.number].get(column) for row in headed.named_rows)
        for found in {cell.text: cell for cell in cells if cell}.values():
            yield from _read(found.text, found.place, None if monthly else _OTHER)
    for cell in headed.remarks:
        if _OF_FIGURES.search(cell.text):
            yield from _read(cell.text, cell.place, _REMARKED)
    yield from _read(table.sheet, headed.place, _OTHER_MONTHS if monthly else _OTHER)
    yield from _read(PurePath(table.file).stem, Place(file=table.file), None)


def _read(text: str, place: Place, other: re.Pattern[str] | None) -> Iterator[_Named]:
    """Yield what a text says of all figures; ``other`` are the words that make others of them.

    Of those of months 上半年 says nothing that their headers do not.
    """
    plain = remove_blanks(text)
    if _EARLIER.search(plain):
        yield _Named(0, "以前的年份", plain, place)
    elif other and (found := other.search(plain)):
        yield _Named(0, f"“{found[0]}”的数", plain, place)
    else:
        yield from (_Named(year, "", plain, place) for year in list_years(text))


def _list(named: Iterable[_Named]) -> str:
    """Return texts with their places in words, the first few of many."""
    shown = list(dict.fromkeys(f"“{shorten(each.words)}”{_say_place(each.place)}" for each in named))
    return "、".join(shown[:_SHOWN]) + ("等" if len(shown) > _SHOWN else "")


def _say_place(place: Place) -> str:
    if place.cell:
        return f"（{place.short}）"
    return "（工作表名称）" if place.sheet else "（文件名）"
