"""Communities from tables: one row per community, and the sheets of months, scores and judged points.

A first pass only finds out which rows of which sheets belong to which community; their values are joined
when a community is asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from formgen.folding import keep_letters
from formgen.intake.entries import Register, match_key
from formgen.intake.fields import Catalogue
from formgen.intake.headers import Header, find_header, is_unit
from formgen.intake.raw import Cell, Raw, RawJudgement, describe_disagreement
from formgen.intake.tables import Table
from formgen.intake.vocabulary import (
    DEFINITIONS,
    FINDINGS,
    ColumnRole,
    Meaning,
    make_selectors,
    make_vocabularies,
)
from formgen.model import MONTHS, Who
from formgen.problems import Place, Problem

_TOTAL = re.compile(r".{0,10}(合计|总计|小计|共计)")
_REMARK = re.compile(
    r"(注|备注|说明|填表.{0,2}|填报.{0,2}|制表.?|审核.?|负责人|联系.{0,2}|单位负责人)\s*[:：].*"
)
_COLUMN_LETTERS = frozenset({"栏次", "甲", "乙", "丙"})
_DIGITS = 3  # a row of column numbers has at least this many numbers, of at most this many digits


class _Selecting(NamedTuple):
    """The column that says which series, level or criterion a row is about, and the problem of one that names none."""

    role: ColumnRole
    code: str


_SELECTING: Mapping[str, _Selecting] = {
    "months": _Selecting("series", "D136"),
    "scores": _Selecting("level", "D127"),
    "judged": _Selecting("criterion", "D128"),
}
_SELECTING_ROLES = frozenset(each.role for each in _SELECTING.values())


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of data: whom it is about, its first cell, and its cells by meaning."""

    township: Cell | None
    name: Cell | None
    first: Cell
    cells: Sequence[tuple[Meaning, Cell]]

    @property
    def place(self) -> Place:
        """Return where the row begins."""
        return self.first.place

    @property
    def match_key(self) -> Who:
        """Return whom the row is about, in a form that can be compared."""
        township, name = (cell.text if cell else "" for cell in (self.township, self.name))
        return match_key(Who(township, name))

    def of(self, role: str) -> Cell | None:
        """Return the cell of a role of the row."""
        return next((cell for meaning, cell in self.cells if meaning.role == role), None)


class _HeadedTable:
    """A table with its header."""

    def __init__(self, table: Table, header: Header) -> None:
        """Look up the columns that are needed of every row."""
        self.table, self.header, self.kind = table, header, header.kind
        self._name, self._township = header.column("name"), header.column("township")
        self._heads = {keep_letters(row.get(self._name, "")) for row in header.texts.values()}

    def rows(self) -> Iterator[tuple[int, _Row]]:
        """Yield the rows of data below the header, with their numbers."""
        for number in sorted(self.table.rows):
            if number <= self.header.bottom or self._is_furniture(self.table.rows[number]):
                continue
            row = self.row(number)
            chosen = sum(meaning.role in _SELECTING_ROLES for meaning, _ in row.cells)
            if len(row.cells) > chosen or (self.kind == "data" and row.name):
                yield number, row

    def row(self, number: int) -> _Row:
        """Return a row by meanings."""
        cells = self.table.rows[number]
        own = [
            (meaning, cells[column]) for column, meaning in self.header.meanings.items() if column in cells
        ]
        values = [each for each in own if each[0].role not in {"name", "township"}]
        named = cells.get(self._name) if self.kind == "data" else self.table.spread(number, self._name)
        township = self.table.spread(number, self._township) if self._township else None
        first = own[0][1] if own else next(iter(cells.values()))
        return _Row(township, named, first, values)

    def _is_furniture(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row is not data: a repeated header, units, column numbers, totals, remarks."""
        first = next(iter(cells.values())).text
        heads = [first, *(cells[column].text for column in (self._township, self._name) if column in cells)]
        if self.header.repeated(cells) or any(_TOTAL.fullmatch(keep_letters(head)) for head in heads):
            return True
        if _REMARK.fullmatch(first.strip()):
            return True
        name = cells.get(self._name)
        own_name = keep_letters(name.text) if name else ""
        if own_name and own_name in self._heads:
            return True
        unnamed = not own_name or is_unit(own_name)
        return (unnamed and all(is_unit(cell.text) for cell in cells.values())) or _is_numbering(cells)


class Sheets:
    """The communities of some tables: ``register`` has their names, ``raw`` joins what is said about one."""

    def __init__(self, tables: Sequence[Table], catalogue: Catalogue) -> None:
        """Find the headers, then the rows of every community."""
        self.register = Register()
        self.problems: list[Problem] = []
        self._catalogue, self._selectors = catalogue, make_selectors(catalogue)
        self._headed = sorted(self._find_headers(tables), key=lambda headed: headed.kind != "data")
        self._rows: list[tuple[_HeadedTable, int]] = []
        self._more: dict[int, list[tuple[_HeadedTable, int, str]]] = {}
        self._enter_all()

    def raw(self, at: int) -> Raw:
        """Return a community with all its cells; where two rows disagree, that is among its problems."""
        headed, number = self._rows[at]
        raw = _start_raw(headed.row(number))
        join = {"months": self._add_months, "scores": self._add_scores, "judged": self._add_judged}
        for other, line, key in self._more.get(at, ()):
            join[other.kind](other.row(line), key, raw)
        return raw

    # -- the first pass -----------------------------------------------------------------------------
    def _find_headers(self, tables: Sequence[Table]) -> list[_HeadedTable]:
        """Return the sheets that have a header."""
        vocabulary = make_vocabularies(self._catalogue)
        found = []
        filled = [table for table in tables if table.rows and table.sheet not in {DEFINITIONS, FINDINGS}]
        for table in filled:
            header, problems = find_header(table, vocabulary)
            self.problems += problems
            if header:
                found.append(_HeadedTable(table, header))
        if filled and not any(headed.kind == "data" for headed in found):
            place = Place(file=filled[0].file, sheet=filled[0].sheet)
            self.problems.append(Problem("D101", place))
        return found

    def _enter_all(self) -> None:
        """Enter every community, then assign it the rows of the other sheets."""
        known: dict[str, list[tuple[str, int]]] = {}
        for headed in self._headed:
            for number, row in headed.rows():
                if row.name is None:
                    self.problems.append(Problem("D104", row.place))
                elif headed.kind == "data":
                    who = row.match_key
                    known.setdefault(who.name, []).append((who.township, len(self._rows)))
                    self._rows.append((headed, number))
                    self.register.enter(row.name.place, row.name, row.township)
                else:
                    self._assign(row, row.name, (headed, number), known)

    def _assign(
        self,
        row: _Row,
        name: Cell,
        where: tuple[_HeadedTable, int],
        known: Mapping[str, list[tuple[str, int]]],
    ) -> None:
        """Assign a row of another sheet to its community; a blank township matches a unique name."""
        headed, number = where
        township, plain_name = row.match_key
        others = known.get(plain_name, [])
        exact = [at for other, at in others if other == township]
        loose = [at for other, at in others if not (other and township)]
        if not exact and len(loose) != 1:
            words = {"sheet": headed.table.sheet or headed.table.file, "name": f"{township}{name.text}"}
            self.problems.append(Problem("D126", name.place, words))
        elif (headed.kind != "judged" or row.of("points")) and (key := self._find_selected(row, headed.kind)):
            self._more.setdefault((exact or loose)[0], []).append((headed, number, key))

    def _find_selected(self, row: _Row, kind: str) -> str:
        """Return the key that the selecting cell names, empty (and reported) when it names none."""
        role, code = _SELECTING[kind]
        cell = row.of(role)
        vocabulary = self._selectors[role]
        meaning = vocabulary.find(cell.text) if cell else None
        if meaning:
            return meaning.key
        words = {"value": cell.text if cell else "", "known": "、".join(vocabulary.shown)}
        self.problems.append(Problem(code, cell.place if cell else row.place, words))
        return ""

    # -- joining ------------------------------------------------------------------------------------
    def _add_months(self, row: _Row, key: str, raw: Raw) -> None:
        """Add a row of twelve months."""
        series = raw.monthly.setdefault(key, [None] * MONTHS)
        label = self._catalogue.indicators[key].label
        for meaning, cell in row.cells:
            if meaning.role == "month" and _agrees(
                series[meaning.month - 1], cell, f"{label}{meaning.month}月", raw
            ):
                series[meaning.month - 1] = cell

    def _add_scores(self, row: _Row, level: str, raw: Raw) -> None:
        """Add a row of the points that one level entered."""
        given = raw.scores.setdefault(level, {})
        fields = self._catalogue.scores[level]
        for meaning, cell in row.cells:
            if meaning.role == "scores" and _agrees(
                given.get(meaning.key), cell, fields[meaning.key].label, raw
            ):
                given[meaning.key] = cell

    def _add_judged(self, row: _Row, key: str, raw: Raw) -> None:
        """Add a row of judged points with who and why."""
        points, earlier = row.of("points"), raw.judged.get(key)
        label = self._catalogue.judged[key].label
        if points and _agrees(earlier.points if earlier else None, points, label, raw):
            raw.judged[key] = RawJudgement(points, row.of("by"), row.of("reason"), formal=True)


def _start_raw(row: _Row) -> Raw:
    """Return a community with the cells of its row of the data sheet."""
    raw = Raw(row.name.place if row.name else row.place, row.name, row.township)
    for meaning, cell in row.cells:
        match meaning.role:
            case "facts":
                raw.facts[meaning.key] = cell
            case "indicators":
                raw.indicators[meaning.key] = cell
            case "monthly":
                raw.monthly.setdefault(meaning.key, [None] * MONTHS)[meaning.month - 1] = cell
            case "judged":
                raw.judged[meaning.key] = RawJudgement(cell)
            case _:
                raw.scores.setdefault(meaning.level, {})[meaning.key] = cell
    return raw


def _agrees(one: Cell | None, other: Cell, label: str, raw: Raw) -> bool:
    """Return whether a value may be used; report it when an earlier row says otherwise."""
    if one is None or one.text == other.text:
        return True
    raw.problems.append(describe_disagreement(label, one, other))
    return False


def _is_numbering(cells: Mapping[int, Cell]) -> bool:
    """Return whether a row numbers the columns: 甲 乙 1 2 3."""
    numbers = []
    for cell in cells.values():
        plain = cell.text.strip("（）() ")
        if not plain.isdecimal():
            if plain not in _COLUMN_LETTERS:
                return False
        elif len(plain) <= _DIGITS:
            numbers.append(int(plain))
    return len(numbers) >= _DIGITS and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
