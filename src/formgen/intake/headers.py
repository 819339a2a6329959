"""Find the header of a sheet, wherever it is, and what each of its columns means.

Knows cells and the vocabulary of headers; nothing of the rows below.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from formgen.folding import keep_letters
from formgen.intake.months import MonthHeader, read_bare_months, read_month, spell_month
from formgen.intake.near_words import find_near
from formgen.intake.raw import Cell
from formgen.intake.records import suggest
from formgen.intake.tables import Table
from formgen.intake.vocabulary import ColumnRole, Meaning, SheetKind, Vocabulary
from formgen.intake.years import list_years
from formgen.model import MONTHS
from formgen.office.cells import format_column
from formgen.problems import Place, Problem

_SEARCHED = 60  # rows from the top in which a header may be
_SELECTING: dict[ColumnRole, SheetKind] = {"series": "months", "level": "scores", "criterion": "judged"}
_SILENT = frozenset({"序号", "编号", "备注", "no"})
_MAY_HEAD_NAMES = re.compile(
    "村|居|社|名|单位|name", re.IGNORECASE
)  # one of these is in every word that heads names
_FIGURES: frozenset[ColumnRole] = frozenset({"indicators", "monthly"})
_DATED: frozenset[ColumnRole] = frozenset({"facts", "indicators"})  # months have years of their own
_SCALE = re.compile("[十百千万亿]+[人户个家件元次篇]?")
_UNIT_LINE = re.compile("单位\\s*[:：]?\\s*[(（]?[十百千万亿]")  # 单位：百人
_TITLE_ROWS = 6  # rows above a header in which a unit is stated for the whole table
_OTHER = re.compile(
    "上年|去年|上期|同期|往年|历年|女性|男性|其中[:：]?[男女]|[十百千万亿][人户个家件元次篇]|[(（:：][十百千万亿]+[)）]?$|占比|比重|同比|增减|"
    "不含|除外|目标数|计划数|任务数"
)  # words that make another figure of the columns below them
_WHOLE = frozenset({"合计", "小计", "总计", "共计", "总数", "计", "合计数", "小计数", "总人数", "总户数"})
_UNITS = frozenset(
    keep_letters(unit)
    for unit in [
        "人",
        "户",
        "个",
        "篇",
        "分",
        "件",
        "条",
        "笔",
        "元",
        "次",
        "家",
        "是/否",
        "单位",
        "计量单位",
    ]
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its kind, the rows it occupies, its texts, and the meaning of each column.

    ``unknown`` are the columns whose words have no meaning; ``asked`` the meanings that some of these nearly have.
    """

    kind: SheetKind
    top: int
    bottom: int
    texts: Mapping[int, Mapping[int, str]]
    meanings: Mapping[int, Meaning]
    cells: Mapping[int, Cell]
    unknown: Mapping[int, Cell]
    asked: frozenset[Meaning] = frozenset()

    def column(self, role: ColumnRole) -> int:
        """Return the first column of a role, 0 when there is none."""
        return next((column for column, meaning in self.meanings.items() if meaning.role == role), 0)

    def repeated(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row below repeats a row of the header, as on every printed page."""
        return len(cells) > 1 and any(
            all(cell.text == row.get(column) for column, cell in cells.items()) for row in self.texts.values()
        )


def find_header(
    table: Table, vocabularies: Mapping[SheetKind, Vocabulary]
) -> tuple[Header | None, list[Problem]]:
    """Return the header of a sheet and the problems of its columns; None when no row names communities."""
    best: tuple[int, int, SheetKind] = (0, 0, "data")
    for row in sorted(table.rows)[:_SEARCHED]:
        cells = _row(table, row)
        if not any(_MAY_HEAD_NAMES.search(cell.text) for cell in cells.values()):
            continue
        kind = _sheet_kind(cells, vocabularies)
        known = [meaning for cell in cells.values() if (meaning := vocabularies[kind].look_up(cell.text))]
        if any(meaning.role == "name" for meaning in known) and len(set(known)) > best[0]:
            best = (len(set(known)), row, kind)
    if not best[0]:
        return None, []
    return _header(table, best[1], best[2], vocabularies[best[2]])


def is_unit(text: str) -> bool:
    """Return whether a text is only a unit, as in a row of units below the header."""
    return keep_letters(text) in _UNITS


def _row(table: Table, row: int) -> dict[int, Cell]:
    """Return what the cells of a row show, merged ranges included."""
    return {
        column: cell
        for column in range(1, table.width(range(max(row - 2, 1), row + 1)) + 1)
        if (cell := table.spread(row, column))
    }


def _sheet_kind(cells: Mapping[int, Cell], vocabularies: Mapping[SheetKind, Vocabulary]) -> SheetKind:
    """Return the kind of a sheet, by the selecting column in its header."""
    for role, kind in _SELECTING.items():
        found = [vocabularies[kind].look_up(cell.text) for cell in cells.values()]
        if any(meaning and meaning.role == role for meaning in found):
            return kind
    return "data"


def _header(table: Table, row: int, kind: SheetKind, vocabulary: Vocabulary) -> tuple[Header, list[Problem]]:
    """Return the header around the row that names the most fields."""
    name = next(
        column
        for column, cell in _row(table, row).items()
        if (meaning := vocabulary.look_up(cell.text)) and meaning.role == "name"
    )
    bottom = row
    while _continues(table, bottom + 1, name, vocabulary):
        bottom += 1
    groups = [
        above
        for above in (row - 2, row - 1)
        if (own := table.rows.get(above, {})) and (len(own) > 1 or min(own) > name)  # a title begins in front
    ]
    shown = {at: _row(table, at) for at in (*groups, *range(row, bottom + 1))}
    columns = _Columns(
        vocabulary, kind, lambda column: any(number > bottom for number in table.rows.holding(column))
    )
    columns.above = [
        each.text.strip()
        for at in range(max(row - _TITLE_ROWS, 1), row)
        for each in table.rows.get(at, {}).values()
        if _UNIT_LINE.search(each.text)
    ]
    for column in range(1, table.width(shown) + 1):
        labels = _labels(shown, column, row)
        if labels:
            columns.add(column, labels, _labels(shown, column, 0))
        else:
            columns.problems += _report_headless(table, column, bottom)
    columns.read_months()
    asked = columns.report_unknown() | columns.refuse_years()
    asked |= columns.report_twice(partial(_differ, table, bottom))
    texts = {at: {column: cell.text for column, cell in table.rows.get(at, {}).items()} for at in shown}
    header = Header(kind, row, bottom, texts, columns.meanings, columns.cells, columns.unknown, asked)
    return header, columns.problems


class _Columns:
    """Takes the columns of a header one after another, then judges those it did not understand together."""

    def __init__(self, vocabulary: Vocabulary, kind: SheetKind, filled: Callable[[int], bool]) -> None:
        self.vocabulary, self.kind, self.filled = vocabulary, kind, filled
        self.above: Sequence[str] = ()  # units that are stated for the whole table
        self.meanings: dict[int, Meaning] = {}
        self.cells: dict[int, Cell] = {}
        self.unknown: dict[int, Cell] = {}
        self.twice: dict[int, int] = {}
        self.years: dict[int, int] = {}  # of the columns above which one year is named
        self.problems: list[Problem] = []

    def add(self, column: int, labels: Sequence[Cell], with_groups: Sequence[Cell]) -> None:
        """Take a column by the texts above it; a figure that these make another one of is unknown."""
        self.cells[column] = labels[0]
        words = (each.text for each in with_groups if self.vocabulary.look_up(each.text) is None)
        if len(years := {year for text in words for year in list_years(text)}) == 1:
            self.years[column] = years.pop()
        meaning = _find_meaning(labels, with_groups, self.vocabulary)
        if meaning and meaning.role in _FIGURES and (other := self._find_other(labels, with_groups)):
            lowest = next(each for each in labels if not _SCALE.fullmatch(each.text.strip("（）() ")))
            self.unknown[column] = lowest._replace(content=f"{lowest.text}（{other}）")
        elif meaning is None:
            self.unknown[column] = labels[0]
        else:
            self.give(column, meaning)

    def _find_other(self, labels: Sequence[Cell], with_groups: Sequence[Cell]) -> str:
        """Return what is said above a column, in its group, below it or for all, that makes another figure of it."""
        own = self.vocabulary.look_up(labels[0].text) is not None
        groups = (
            with_groups[1:]
            if own
            else [each for each in labels if _SCALE.fullmatch(each.text.strip("（）() "))]
        )
        words = [*(each.text.strip() for each in groups), *self.above]
        return next(
            (word for word in words if _OTHER.search(word) and self.vocabulary.look_up(word) is None), ""
        )

    def give(self, column: int, meaning: Meaning) -> None:
        """Give a column its meaning, unless an earlier one has the same."""
        earlier = next((at for at, taken in self.meanings.items() if taken == meaning), None)
        if earlier is None:
            self.meanings[column] = meaning
        elif self._is_whole(column) and not self._is_whole(earlier):
            del self.meanings[earlier]
            self.meanings[column] = meaning
            self.twice = {at: other for at, other in self.twice.items() if other != earlier}
        elif not self._is_whole(earlier) or self._is_whole(column):
            self.twice[column] = earlier

    def _is_whole(self, column: int) -> bool:
        """Return whether a column below a common header is the sum of those beside it: 小计 beside 其中女."""
        return keep_letters(self.cells[column].text) in _WHOLE

    def report_twice(self, differ: Callable[[int, int], bool]) -> frozenset[Meaning]:
        """Report the columns that mean the same; return what is not used, because the two of them differ."""
        dropped: dict[int, Meaning] = {}
        for column, earlier in self.twice.items():
            meaning = self.meanings[earlier]
            named = meaning.role in {"name", "township"}
            one_cell = self.cells[earlier].place == self.cells[column].place  # merged over both
            if one_cell and not self.filled(column):
                continue
            if (one_cell or not named) and differ(column, earlier):
                dropped[earlier] = meaning
                taken = "两列的内容不一样，都没有采用"
            else:
                taken = "采用了前一列" if named else "两列的内容一样，采用了前一列"
            words = {
                "column": self.cells[column].text,
                "other": self.cells[earlier].place.short,
                "taken": taken,
            }
            self.problems.append(Problem("D103", self.cells[column].place, words))
        for column in dropped:
            del self.meanings[column]
        return frozenset(dropped.values())

    def read_months(self) -> None:
        """Give the columns of months their meaning, however these are written; months of two years are refused."""
        if self.kind == "months":
            found = {at: read_month(cell) for at, cell in self.unknown.items()} | read_bare_months(
                self.unknown
            )
            for column, month in found.items():
                if month:
                    del self.unknown[column]
                    self.give(column, Meaning("month", month=month.month))
        dated = [at for at, meaning in self.meanings.items() if meaning.role in {"month", "monthly"}]
        if len({year for at in dated if (year := _read_year(self.cells[at]) or self.years.get(at))}) > 1:
            self._report_months([self.cells[at] for at in dated], "不是同一年的")
            self.meanings = {at: meaning for at, meaning in self.meanings.items() if at not in dated}

    def refuse_years(self) -> frozenset[Meaning]:
        """Report figures of several years in one table, and use none of them; return what they mean."""
        dated: dict[int, list[int]] = {}
        for at in [*self.meanings, *self.twice]:
            meaning = self.meanings[self.twice.get(at, at)]
            if at in self.years and meaning.role in _DATED:
                dated.setdefault(self.years[at], []).append(at)
        if len(dated) <= 1:
            return frozenset()
        dropped = sorted(at for columns in dated.values() for at in columns)
        years = "、".join(
            f"{year}年（{'、'.join(format_column(at) for at in sorted(columns))}列）"
            for year, columns in sorted(dated.items())
        )
        self.problems.append(Problem("D187", self.cells[dropped[0]].place, {"years": years}))
        lost = frozenset(self.meanings[self.twice.get(at, at)] for at in dropped)
        self.twice = {at: other for at, other in self.twice.items() if not {at, other}.intersection(dropped)}
        self.meanings = {at: meaning for at, meaning in self.meanings.items() if at not in dropped}
        return lost

    def report_unknown(self) -> frozenset[Meaning]:
        """Report the columns that mean nothing; return what those nearly mean that have to be asked about."""
        cells = [cell for cell in self.unknown.values() if keep_letters(cell.text) not in _SILENT]
        found = sum(meaning.role == "month" for meaning in self.meanings.values())
        if self.kind == "months" and cells and found < MONTHS:
            self._report_months(cells, "认不出来")
            return frozenset()
        taken = {(meaning.role, meaning.key) for meaning in self.meanings.values()}
        taken |= {("indicators", key) for role, key in taken if role == "monthly"}
        free = {
            meaning: words
            for meaning, words in self.vocabulary.needed.items()
            if (meaning.role, meaning.key) not in taken
        }
        asked: set[Meaning] = set()
        for cell in cells:
            near = find_near(cell.text, free)
            asked.update(near)
            labels = "”或“".join(free[meaning][0] for meaning in near)
            hint = suggest(cell.text, self.vocabulary.shown)
            self.problems.append(
                Problem("D155", cell.place, {"column": cell.text, "label": labels})
                if near
                else Problem("D102", cell.place, {"column": cell.text, "hint": hint})
            )
        return frozenset(asked)

    def _report_months(self, cells: Sequence[Cell], why: str) -> None:
        shown = "、".join(f"“{cell.text}”（{cell.place.cell}）" for cell in cells[:3])
        words = {"columns": shown + (f"等{len(cells)}列" if len(cells) > 3 else ""), "why": why}  # noqa: PLR2004 - some
        self.problems.append(Problem("D161", cells[0].place, words))


def _read_year(cell: Cell) -> int:
    """Return the year that the words of a month name, 0 when they name none."""
    month = read_month(cell) or MonthHeader(0)
    return month.year or next(iter(list_years(cell.text)), 0)


def _differ(table: Table, bottom: int, later: int, earlier: int) -> bool:
    """Return whether two columns differ in any row below the header; a later one that is blank says nothing."""
    given = [number for number in table.rows.holding(later) if number > bottom]
    rows = (
        {*given, *(number for number in table.rows.holding(earlier) if number > bottom)} if given else set()
    )
    return any(_read_text(table, number, later) != _read_text(table, number, earlier) for number in rows)


def _read_text(table: Table, number: int, column: int) -> str:
    cell = table.rows[number].get(column)
    return cell.text.strip() if cell else ""


def _continues(table: Table, row: int, name: int, vocabulary: Vocabulary) -> bool:
    """Return whether a row still belongs to the header: no name of a community, but names of fields or months.

    So do texts that part the columns below one merged cell: 其中女 and 小计 below 其中已就业人数.
    """
    own = table.rows.get(row, {})
    if name in own:
        return False
    if any(vocabulary.look_up(cell.text) or spell_month(cell.text) for cell in own.values()):
        return True
    scales = [_SCALE.fullmatch(cell.text.strip("（）() ")) is not None for cell in own.values()]
    if any(scales) and all(
        scale or is_unit(cell.text) for scale, cell in zip(scales, own.values(), strict=True)
    ):
        return True
    return any(
        each.right > each.left
        and each.bottom == row - 1
        and sum(_parts(own.get(column)) for column in range(each.left, each.right + 1)) > 1
        for each in table.merged
    )


def _parts(cell: Cell | None) -> bool:
    """Return whether a cell may say which part of a common header stands below it: a text that is no number."""
    return cell is not None and cell.kind == "text" and not keep_letters(cell.text).isdecimal()


def _labels(shown: Mapping[int, Mapping[int, Cell]], column: int, top: int) -> list[Cell]:
    """Return the texts above a column, from the lowest, without units and without repetitions by merged cells."""
    found = [row[column] for at, row in shown.items() if at >= top and column in row]
    distinct = {cell.text: cell for cell in reversed(found) if not is_unit(cell.text)}
    return list(distinct.values())


def _find_meaning(
    labels: Sequence[Cell], with_groups: Sequence[Cell], vocabulary: Vocabulary
) -> Meaning | None:
    """Return the meaning of a column by its lowest text, or else by group and text together."""
    lowest = labels[0].text
    words = [
        lowest,
        *(f"{group.text}{lowest}" for group in with_groups[1:]),
        *(each.text for each in labels[1:]),
    ]
    return next((meaning for word in words if (meaning := vocabulary.look_up(word))), None)


def _report_headless(table: Table, column: int, bottom: int) -> list[Problem]:
    """Report data in a column without a header."""
    rows = [row for row in table.rows.holding(column) if row > bottom]
    if not rows:
        return []
    first = table.rows[min(rows)][column].place
    place = Place(file=table.file, sheet=table.sheet, cell=first.cell)
    return [Problem("D102", place, {"column": f"{format_column(column)}（没有表头）", "hint": ""})]
