"""What each column of a header means, and what is wrong with those that mean nothing, or the same as another.

Knows the cells of a header and the vocabulary; nothing of where the header is, nor of the rows below.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from formgen.folding import keep_letters
from formgen.intake.level_names import hint_level, names_points
from formgen.intake.months import MonthHeader, read_bare_months, read_month
from formgen.intake.near_words import find_kin_beside, find_near, is_kin, is_other_figure, is_spelt
from formgen.intake.raw import Cell
from formgen.intake.records import suggest
from formgen.intake.vocabulary import WEAK_WORDS, ColumnRole, Meaning, SheetKind, Vocabulary
from formgen.intake.years import list_years
from formgen.model import MONTHS
from formgen.office.cells import format_column
from formgen.problems import Problem

_SILENT = frozenset({"序号", "编号", "备注", "no"})
_FIGURES: frozenset[ColumnRole] = frozenset({"indicators", "monthly"})
_COUNTED: frozenset[ColumnRole] = _FIGURES | {"facts"}
_NAMED: frozenset[ColumnRole] = frozenset({"name", "township"})
_DATED: frozenset[ColumnRole] = frozenset({"facts", "indicators"})  # months have years of their own
_SCALE = re.compile("[十百千万亿]+[人户个家件元次篇]?")
_OTHER = re.compile(
    "上年|去年|上期|同期|往年|历年|女性|男性|其中[:：]?[男女]|[十百千万亿][人户个家件元次篇]|[(（:：][十百千万亿]+[)）]?$|占比|比重|同比|增减|"
    "不含|除外|目标(?!人群|对象)|计划(?!生育)|任务|预计|预测|年初|期初"
)  # words that make another figure of the columns below them
_NO_POINTS = re.compile(  # words above numbers of a sheet of levels that are no points of an item
    "满分|标准分|分值|权重|上年|去年|[12][0-9]{3}年|平均|均分|名次|排名|排序|位次|序号|编号|年月|日期|时间|电话|人数|户数|[总合小]计|备注|说明"
)
_PERIOD = re.compile("[本当上]月|本季|[上下]半年|第?[一二三四1-4]季度?")  # is that of months as well
_WHOLE = frozenset({"合计", "小计", "总计", "共计", "总数", "计", "合计数", "小计数", "总人数", "总户数"})


def is_scale(text: str) -> bool:
    """Return whether a text is only a unit of tens or more, as 万人 below the name of a column."""
    return _SCALE.fullmatch(text.strip("（）() ")) is not None


class HeaderColumns:
    """Takes the columns of a header one after another, then judges those it did not understand together."""

    def __init__(self, vocabulary: Vocabulary, kind: SheetKind, filled: Callable[[int], bool]) -> None:
        """Start without columns; ``filled`` says whether anything stands below the header in one."""
        self.vocabulary, self.kind, self.filled = vocabulary, kind, filled
        self.meanings: dict[int, Meaning] = {}
        self.cells: dict[int, Cell] = {}
        self.unknown: dict[int, Cell] = {}
        self.twice: dict[int, int] = {}
        self.years: dict[int, int] = {}  # of the columns above which one year is named
        self.stray: dict[int, str] = {}  # the words of columns of points of a level that nobody knows
        self.problems: list[Problem] = []

    def add(self, column: int, labels: Sequence[Cell], with_groups: Sequence[Cell]) -> None:
        """Take a column by the texts above it; a figure that these make another one of is unknown."""
        self.cells[column] = labels[0]
        words = (each.text for each in with_groups if self.vocabulary.look_up(each.text) is None)
        if len(years := {year for text in words for year in list_years(text)}) == 1:
            self.years[column] = years.pop()
        meaning = _find_meaning(labels, with_groups, self.vocabulary)
        other = self._find_other(labels, with_groups, meaning) if meaning and meaning.role in _COUNTED else ""
        if other:
            lowest = next(each for each in labels if not is_scale(each.text))
            self.unknown[column] = lowest._replace(content=f"{lowest.text}（{other}）")
        elif meaning is None:
            self.unknown[column] = labels[0]
            if points := self._find_points(labels, with_groups) if self.filled(column) else "":
                self.stray[column] = points
        else:
            self.give(column, meaning)

    def add_headless(self, column: int, first: Cell) -> None:
        """Take a column that no text heads, by the first cell in it: in a sheet of levels it may hold points of an item."""
        named = first._replace(content=f"{format_column(column)}（没有表头）", kind="text")
        if self.kind == "scores":
            self.unknown[column] = self.cells[column] = named
        else:
            self.problems.append(Problem("D102", first.place, {"column": named.text, "hint": ""}))

    def _find_other(self, labels: Sequence[Cell], with_groups: Sequence[Cell], meaning: Meaning) -> str:
        """Return what is said above a column, in its group or below it, that makes another figure of it."""
        own = self.vocabulary.look_up(labels[0].text) is not None
        groups = with_groups[1:] if own else [each for each in labels if is_scale(each.text)]
        words = [each.text.strip() for each in groups]
        unlike = [word for word in words if _OTHER.search(word)]
        if meaning.role != "monthly":
            unlike += [word for word in words if _PERIOD.search(word)]
        return next((word for word in unlike if self.vocabulary.look_up(word) is None), "")

    def _find_points(self, labels: Sequence[Cell], with_groups: Sequence[Cell]) -> str:
        """Return the words of a column of points that some level gave, empty for any other."""
        spelt = self.vocabulary.spelt
        items = [
            word.removeprefix("评审").strip()
            for each in spelt
            if each.role == "judged"
            for word in spelt[each]
        ]
        words = [labels[0].text, *(f"{each.text} {labels[0].text}" for each in with_groups[1:])]
        return next((each for each in words if names_points(each, items)), "")

    def refuse_stray(self) -> None:
        """Report the columns of points of levels that nobody knows; what stands in them is used nowhere, and counts as open."""
        spelt = self.vocabulary.spelt
        titles = {each.level: spelt[each][0] for each in spelt if each.role == "total" and each.level}
        for column, text in self.stray.items():
            self.meanings[column] = Meaning("stray", text)
            del self.unknown[column]
        if self.stray:
            first, text = next(iter(self.stray.items()))
            words = {
                "column": text,
                "more": f"等{len(self.stray)}列" if len(self.stray) > 1 else "",
                "hint": hint_level(text, titles),
                "known": "、".join(titles.values()),
            }
            self.problems.append(Problem("D200", self.cells[first].place, words))

    def refuse_unnamed_points(self, hold_points: Callable[[int], bool]) -> None:
        """Report the columns of a sheet of levels that hold points, of which nobody can tell the item: they count as open.

        Only where items have no column: else all that is given has been read. ``hold_points`` says of a column whether what
        stands in it may be points. Those with nearly the name of an item are reported with the other unknown ones.
        """
        free = self._list_free_items()
        if self.kind != "scores" or not free:
            return
        near = [at for at, cell in self.unknown.items() if self.filled(at) and find_near(cell.text, free)]
        unnamed = [
            at
            for at, cell in self.unknown.items()
            if at not in near and hold_points(at) and not _NO_POINTS.search(cell.text)
        ]
        shown = self.cells[unnamed[0]] if unnamed else None
        for column in (*near, *unnamed):
            self.meanings[column] = Meaning("stray", self.cells[column].text)
        if shown:
            words = {
                "column": shown.text,
                "more": f"等{len(unnamed)}列" if len(unnamed) > 1 else "",
                "example": next(iter(free.values()))[0],
            }
            self.problems.append(Problem("D216", shown.place, words))
        self.unknown = {at: cell for at, cell in self.unknown.items() if at not in unnamed}

    def _list_free_items(self) -> dict[Meaning, tuple[str, ...]]:
        """Return the items of a sheet of levels that no column is headed by, with their words."""
        given, needed = {*self.meanings.values()}, self.vocabulary.needed
        return {each: needed[each] for each in needed if each.role == "scores" and each not in given}

    def give(self, column: int, meaning: Meaning) -> None:
        """Give a column its meaning, unless an earlier one has the same.

        Words that choose rows only where no better ones do, such as 评分人 beside 评分栏, are those of another column.
        """
        earlier = next((at for at, taken in self.meanings.items() if taken == meaning), None)
        if earlier is None:
            self.meanings[column] = meaning
        elif self._is_weak(column) != self._is_weak(earlier):
            weak, strong = (column, earlier) if self._is_weak(column) else (earlier, column)
            self.meanings.pop(weak, None)
            self.meanings[strong] = meaning
            self.unknown[weak] = self.cells[weak]
            self.twice = {at: other for at, other in self.twice.items() if other != weak}
        elif self._is_whole(column) and not self._is_whole(earlier):
            del self.meanings[earlier]
            self.meanings[column] = meaning
            self.twice = {at: other for at, other in self.twice.items() if other != earlier}
        elif not self._is_whole(earlier) or self._is_whole(column):
            self.twice[column] = earlier

    def _is_weak(self, column: int) -> bool:
        """Return whether the words above a column choose rows only where no better ones do."""
        return keep_letters(self.cells[column].text) in WEAK_WORDS.get(self.kind, ())

    def _is_whole(self, column: int) -> bool:
        """Return whether a column below a common header is the sum of those beside it: 小计 beside 其中女."""
        return keep_letters(self.cells[column].text) in _WHOLE

    def report_twice(self, differ: Callable[[int, int], bool]) -> frozenset[Meaning]:
        """Report the columns that mean the same; return what is not used, because the two of them differ."""
        self._set_kin_aside()
        dropped: dict[int, Meaning] = self._report_divided()
        second = self._find_second_block(differ)
        for column, earlier in self.twice.items():
            one_cell = self.cells[earlier].place == self.cells[column].place  # merged over both
            if earlier in dropped or (one_cell and not self.filled(column)):
                continue
            unused, taken = self._judge_twice(column, earlier, differ)
            dropped |= unused
            if second and column >= second:
                continue
            words = {
                "column": self.cells[column].text,
                "other": self._say_other(column, earlier),
                "taken": taken,
                "label": self.vocabulary.spelt.get(self.meanings[earlier], [self.cells[earlier].text])[0],
            }
            self.problems.append(Problem("D103", self.cells[column].place, words))
        if second:
            words = {"column": format_column(second), "header": self.cells[second].text}
            self.problems.append(Problem("D224", self.cells[second].place, words))
        for column, meaning in dropped.items():
            del self.meanings[column]
            if meaning.role == "scores":
                self._leave_open(column, meaning)
        return frozenset(dropped.values())

    def _set_kin_aside(self) -> None:
        """Tell the columns of a kind, 常住人口, beside one that bears the name of the field, 人口数, which is used."""
        texts = {at: cell.text for at, cell in self.cells.items()}
        for extra, own in find_kin_beside(self.twice, self.meanings, texts, self.vocabulary.spelt).items():
            if not (self.filled(own) and self.filled(extra)):
                continue
            meaning = self.meanings.pop(extra, None) or self.meanings.pop(own)
            self.meanings[own] = meaning
            del self.twice[max(own, extra)]
            words = {"column": texts[extra], "label": self.vocabulary.spelt[meaning][0]}
            words["other"] = self.cells[own].place.short
            self.problems.append(Problem("D231", self.cells[extra].place, words))

    def _judge_twice(
        self, column: int, earlier: int, differ: Callable[[int, int], bool]
    ) -> tuple[dict[int, Meaning], str]:
        """Return what is not used of two columns that mean the same, and the words that say what was taken."""
        meaning = self.meanings[earlier]
        named = meaning.role in _NAMED
        one_cell = self.cells[earlier].place == self.cells[column].place
        other = differ(column, earlier)
        if (one_cell or not named) and other:
            return {earlier: meaning}, "两列的内容不一样，都没有采用"
        if meaning.role == "scores" and self._list_free_items():
            return {earlier: meaning}, "另有评分项没有列，看不出哪一列是它的，都没有采用"
        same = "两列的内容一样" if self.filled(column) else "后一列是空的"
        taken = "采用了前一列" if named else f"{same}，采用了前一列"
        if meaning.role == "name" and not one_cell and other:
            behind = {at: each for at, each in self.meanings.items() if at > column}
            return behind, taken + ("；两列的内容不一样，后一列右边的各列没有采用" if behind else "")
        return {}, taken

    def _report_divided(self) -> dict[int, Meaning]:
        """Report figures of which only parts have columns below their header, 男｜女; return them by their first column."""
        divided: dict[int, list[int]] = {}
        for column, earlier in self.twice.items():
            texts = [self.cells[each].text for each in (column, earlier)]
            if self.meanings[earlier].role not in _COUNTED or keep_letters(texts[0]) == keep_letters(
                texts[1]
            ):
                continue
            if not any(self.vocabulary.look_up(text) for text in texts):
                divided.setdefault(earlier, [earlier]).append(column)
        for first, columns in divided.items():
            words = {
                "header": self.vocabulary.spelt[self.meanings[first]][0],
                "parts": "、".join(f"“{self.cells[each].text}”" for each in columns),
            }
            self.problems.append(Problem("D223", self.cells[first].place, words))
        return {first: self.meanings[first] for first in divided}

    def _find_second_block(self, differ: Callable[[int, int], bool]) -> int:
        """Return the column at which a second table with villages of its own begins beside the first, 0 for none."""
        for column, earlier in self.twice.items():
            one_cell = self.cells[earlier].place == self.cells[column].place
            if self.meanings[earlier].role != "name" or one_cell or not differ(column, earlier):
                continue
            block = [at for at in self.twice if at > earlier and self.meanings[self.twice[at]].role in _NAMED]
            if any(at > column for at in self.twice):
                return min(block)
        return 0

    def _leave_open(self, dropped: int, meaning: Meaning) -> None:
        """Let the points of an item that are used from no column count as open, in each of those that bear its name."""
        for column in (dropped, *(at for at, earlier in self.twice.items() if earlier == dropped)):
            self.meanings[column] = Meaning("stray", self.cells[column].text, meaning.level)

    def _say_other(self, column: int, earlier: int) -> str:
        """Return where another column is, and what it is called where that differs."""
        text = keep_letters(self.cells[earlier].text)
        words = "" if text == keep_letters(self.cells[column].text) else f"的“{self.cells[earlier].text}”"
        return f"{self.cells[earlier].place.short}{words}"

    def refuse_parts(self, parts: Mapping[int, Cell]) -> frozenset[Meaning]:
        """Report the columns below whose names stands that they are a part of the figure; return what is not used."""
        lost: set[Meaning] = set()
        for column, part in parts.items():
            if self.meanings[column].role in _COUNTED:
                words = {"column": self.cells[column].text, "part": part.text.strip()}
                self.problems.append(Problem("D230", part.place, words))
                lost.add(self.meanings.pop(column))
        return frozenset(lost)

    def refuse_kin(self) -> frozenset[Meaning]:
        """Ask which of two columns is meant, 常住人口 or 户籍人口, where neither bears the name of its field."""
        asked: set[Meaning] = set()
        for column, meaning in list(self.meanings.items()):
            words = self.vocabulary.spelt.get(meaning, ())
            text = self.cells[column].text
            if meaning.role not in {"facts", "indicators"} or not words or is_spelt(text, words[0]):
                continue
            if kin := next((each for each in self.unknown.values() if is_kin(each.text, words)), None):
                shown = {"column": text, "kin": kin.text, "place": kin.place.short, "label": words[0]}
                self.problems.append(Problem("D191", self.cells[column].place, shown))
                del self.meanings[column]
                asked.add(meaning)
        return frozenset(asked)

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
            words = [each for each in self.vocabulary.shown if not is_other_figure(cell.text, each)]
            hint = suggest(cell.text, words)
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
