"""What a list of ours says otherwise than it was made, or would be made today: figures, names, remarks, rows, lines.

Rows are paired by what they say, so that a list that somebody sorted or numbered anew is no news; columns by their
heads. Blanks that somebody fills in a line to sign are no news either.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from formgen.filling.points import read_points
from formgen.folder.list_texts import ListGrid, ListLine, read_list
from formgen.folding import fold, remove_blanks
from formgen.forms.formats import suffix_of
from formgen.office.package import UnreadableError
from formgen.problems import Place, Problem
from formgen.quoting import cut_to_difference
from formgen.reports.summary import PROBLEM_SHEET

_INDEX = ("序号",)
_MOST = 10  # differences of a list that are told
_HEAD_AMONG = 10  # lines of which one is the head
_SEVERAL, _HALF = 2, 0.5
_SHOWN = 24  # signs of a text in a difference
_NOTHING = "空"
_BLANKS = re.compile(r"[\s\u3000_＿]+")


def report_changed_list(file: str, shown: bytes, printed: bytes, *, touched: bool = True) -> list[Problem]:
    """Return the problem of a list that says otherwise than it would be printed now; none where it says the same."""
    suffix = suffix_of(file)
    try:
        found = find_list_differences(read_list(printed, suffix), read_list(shown, suffix))
    except UnreadableError as error:
        return [report_unknown_list(file, str(error))]
    if not found:
        return []
    more = f"……共{len(found)}处" if len(found) > _MOST else ""
    words = {"file": file, "what": "；".join(found[:_MOST]) + more}
    return [Problem("T220" if touched else "T221", Place(file=file), words)]


def report_unknown_list(file: str, why: str) -> Problem:
    """Return the problem of a list that somebody changed, nobody can tell how."""
    return Problem("T222", Place(file=file), {"file": file, "why": why})


def find_list_differences(printed: Sequence[ListGrid], shown: Sequence[ListGrid]) -> list[str]:
    """Return what a list that lies there says otherwise than the one that is printed, each in a clerk's words.

    A sheet that was taken out is no news, but for the first one; nor is a sheet that is never handed in.
    """
    by_name = {each.name: each for each in shown}
    known = {each.name for each in printed}
    strange = [each for each in shown if each.name not in known]
    found = list[str]()
    for at, grid in enumerate(printed):
        own = by_name.get(grid.name)
        if own is None and at == 0 and strange:
            own = strange.pop(0)
        if grid.name == PROBLEM_SHEET or (own is None and at):
            continue
        prefix = f"“{grid.name}”" if at and not grid.in_word else ""
        words = _GridPair(grid, own or ListGrid(grid.name, ())).list_words()
        found += [f"{prefix}{each}" for each in words]
    return [*found, *(f"多出“{each.name}”" for each in strange if each.lines)]


@dataclass(frozen=True)
class _Row:
    """A row of the body of a list: its line, its texts by head, and what stands beside them by column."""

    line: ListLine
    texts: Mapping[str, str]
    beside: Mapping[int, str]

    @property
    def key(self) -> frozenset[tuple[str, str]]:
        """Return what two rows that say the same have in common."""
        return frozenset((head, _plain(text)) for head, text in self.texts.items())


class _GridPair:
    """A sheet as it is printed, and as it lies there."""

    def __init__(self, printed: ListGrid, shown: ListGrid) -> None:
        self.printed, self.shown = printed, shown
        self.head = max(printed.lines[:_HEAD_AMONG], key=lambda line: len(line.cells), default=None)
        heads = _name_heads(self.head) if self.head else {}
        self.columns = {head: column for column, head in heads.items()}
        self.words = {head: _cut(self.head.cells[at]) for at, head in heads.items()} if self.head else {}
        self.heads = [head for head in heads.values() if head not in _INDEX]
        self.own_head = max(
            shown.lines[:_HEAD_AMONG], key=lambda line: len(heads_in(line, self.columns)), default=None
        )

    def list_words(self) -> list[str]:
        """Return all differences of the sheet."""
        laid = [each for each in self.shown.laid_on if each not in self.printed.laid_on]
        found = [f"{where}“{_cut(text)}”" for where, text in laid]
        if self.head is None or self.own_head is None or len(self.columns) < _SEVERAL:
            return [*self._compare_lines(self.printed.lines, self.shown.lines), *found]
        own = heads_in(self.own_head, self.columns)
        if len(own) < len(self.columns) * _HALF:
            return [f"表头和印的不一样，没有核对里面的数（{self.shown.place(self.own_head, 1)}）", *found]
        gone = [head for head in self.heads if head not in own]
        printed, lines = self._divide(self.printed, self.head, self.columns)
        shown, others = self._divide(self.shown, self.own_head, own)
        filled = [row for row in shown if any(_is_filled_in(line.text, row.line.text) for line in lines)]
        shown, others = [row for row in shown if row not in filled], [*others, *(row.line for row in filled)]
        printed = [
            _Row(row.line, {k: v for k, v in row.texts.items() if k not in gone}, {}) for row in printed
        ]
        return [
            *(f"没有“{self.words[head]}”一栏（删去或隐藏了）" for head in gone),
            *self._compare_rows(printed, shown, own),
            *self._compare_lines(lines, others),
            *found,
        ]

    def _divide(
        self, grid: ListGrid, head: ListLine, columns: Mapping[str, int]
    ) -> tuple[list[_Row], list[ListLine]]:
        """Return the rows of a sheet's body, and its other lines."""
        heads = {column: name for name, column in columns.items()}
        index = next((columns[name] for name in _INDEX if name in columns), 0)
        rows, lines = list[_Row](), list[ListLine]()
        for line in grid.lines:
            if line is head:
                continue
            if line.number < head.number or len(line.cells) < _SEVERAL:
                lines.append(line)
                continue
            texts = {heads[at]: text for at, text in line.cells.items() if at in heads and at != index}
            rows.append(_Row(line, texts, {at: text for at, text in line.cells.items() if at not in heads}))
        return rows, lines

    def _compare_rows(
        self, printed: Sequence[_Row], shown: Sequence[_Row], columns: Mapping[str, int]
    ) -> Iterator[str]:
        """Yield the differences of the rows: of those of one name, then of those most like each other."""
        same = Counter(row.key for row in printed) & Counter(row.key for row in shown if not row.beside)
        mine, theirs = _drop(printed, Counter(same)), _drop(shown, Counter(same))
        for one, other in _pair(mine, theirs, self._count_names(printed)):
            if one is None:
                if other is not None:
                    place = self.shown.place(other.line, min(other.line.cells))
                    yield f"{place}多出一行“{_cut(other.line.text)}”"
            elif other is None:
                yield f"没有“{self._name(one, printed)}”一行（删去或隐藏了）"
            else:
                yield from self._compare_row(one, other, self._name(one, printed), columns)

    def _compare_row(self, one: _Row, other: _Row, name: str, columns: Mapping[str, int]) -> Iterator[str]:
        for head in self.heads:
            before, after = one.texts.get(head, ""), other.texts.get(head, "")
            if head in columns and _plain(before) != _plain(after):
                place = self.shown.place(other.line, columns[head])
                before, after = cut_to_difference(before, after)
                yield (
                    f"{place}“{name}”的“{self.words[head]}”写的是“{after or _NOTHING}”，按数据是“{before or _NOTHING}”"
                )
        for column, text in other.beside.items():
            yield f"{self.shown.place(other.line, column)}“{name}”旁边另有“{_cut(text)}”"

    def _count_names(self, rows: Sequence[_Row]) -> int:
        """Return how many of the first texts of a row tell it from all others."""
        firsts = [row.texts.get(self.heads[0], "") for row in rows]
        return 1 if len(set(firsts)) == len(firsts) else 3

    def _name(self, row: _Row, rows: Sequence[_Row]) -> str:
        return "".join(row.texts.get(head, "") for head in self.heads[: self._count_names(rows)])

    def _compare_lines(self, printed: Sequence[ListLine], shown: Sequence[ListLine]) -> Iterator[str]:
        """Yield the differences of titles, notes and lines to sign."""
        mine, theirs = list(printed), list(shown)
        for line in shown:
            twin = next((each for each in mine if _is_filled_in(each.text, line.text)), None)
            if twin is not None:
                mine.remove(twin)
                theirs.remove(line)
        for one, other in zip_longest(mine, theirs):
            if other is None:
                yield f"没有“{_cut(one.text)}”（删去了）"
            elif one is None:
                yield f"{self.shown.place(other, min(other.cells))}另有“{_cut(other.text)}”"
            else:
                before, after = cut_to_difference(*(_BLANKS.sub("　", each.text) for each in (one, other)))
                yield f"{self.shown.place(other, min(other.cells))}写的是“{after}”，印的是“{before}”"


def heads_in(line: ListLine, heads: Mapping[str, int]) -> dict[str, int]:
    """Return the columns of a line that bear one of some heads, by head."""
    return {name: column for column, name in _name_heads(line).items() if name in heads}


def _name_heads(line: ListLine) -> dict[int, str]:
    """Return the heads of a line by column; the second of one name has its number."""
    seen = Counter[str]()
    found = {}
    for column, text in line.cells.items():
        plain = remove_blanks(fold(text))
        seen[plain] += 1
        found[column] = plain if seen[plain] == 1 else f"{plain}（第{seen[plain]}个）"
    return found


def _pair(
    mine: Sequence[_Row], theirs: Sequence[_Row], names: int
) -> Iterator[tuple[_Row | None, _Row | None]]:
    """Yield the rows of two lists in pairs: those of one name, those that are half alike, the rest alone."""
    by_name = defaultdict[tuple[str, ...], list[_Row]](list)
    for row in theirs:
        by_name[_first(row, names)].append(row)
    alone, taken = list[_Row](), set[int]()
    for row in mine:
        found = by_name.get(_first(row, names))
        if found:
            twin = found.pop(0)
            taken.add(twin.line.number)
            yield row, twin
        else:
            alone.append(row)
    left = [row for row in theirs if row.line.number not in taken]
    for row in alone:
        best = max(left, key=lambda other: len(row.key & other.key), default=None)
        if best is not None and len(row.key & best.key) >= len(row.key) * _HALF:
            left.remove(best)
            yield row, best
        else:
            yield row, None
    yield from ((None, row) for row in left)


def _first(row: _Row, names: int) -> tuple[str, ...]:
    return tuple(_plain(text) for text in list(row.texts.values())[:names])


def _drop(rows: Sequence[_Row], same: Counter[frozenset[tuple[str, str]]]) -> list[_Row]:
    """Return the rows that the other list lacks."""
    left = []
    for row in rows:
        if same[row.key] and not row.beside:
            same[row.key] -= 1
        else:
            left.append(row)
    return left


def _plain(text: str) -> str:
    """Return a text as it is compared: without widths and blanks, numbers by their value."""
    points = read_points(text)
    return remove_blanks(fold(text)) if isinstance(points, str) else str(points)


def _is_filled_in(printed: str, shown: str) -> bool:
    """Return whether a line says what is printed, with what somebody filled into its blanks."""
    words = [remove_blanks(fold(each)) for each in _BLANKS.split(printed) if each]
    plain = remove_blanks(fold(shown))
    if "：" not in printed:
        return plain == "".join(words)
    return re.fullmatch(".*?".join(map(re.escape, words)) + ".*", plain) is not None


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
