"""Communities from grids: one row per community, and the sheets of months, scores and judged points.

A first pass only finds out which rows of which sheets belong to which community; their values are joined
when a community is asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from formgen.intake.catalogue import Catalogue
from formgen.intake.entries import Register, same_name
from formgen.intake.headers import Header, find, is_unit
from formgen.intake.raw import Cell, Raw, RawJudgement, disagreement
from formgen.intake.tables import Grid
from formgen.intake.vocabulary import DEFINITIONS, FINDINGS, Part, Slot, selectors, squeezed, vocabularies
from formgen.model import MONTHS
from formgen.problems import Place, Problem

_TOTAL = re.compile(r".{0,10}(合计|总计|小计|共计)")
_REMARK = re.compile(
    r"(注|备注|说明|填表.{0,2}|填报.{0,2}|制表.?|审核.?|负责人|联系.{0,2}|单位负责人)\s*[:：].*"
)
_COLUMN_LETTERS = frozenset({"栏次", "甲", "乙", "丙"})
_DIGITS = 3  # a row of column numbers has at least this many numbers, of at most this many digits
_SELECTING: Mapping[str, tuple[Part, str]] = {
    "months": ("series", "D136"),
    "scores": ("level", "D127"),
    "judged": ("criterion", "D128"),
}
_CHOOSING = frozenset(part for part, _ in _SELECTING.values())


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of data: whom it is about, its first cell, and its cells by slot."""

    township: Cell | None
    name: Cell | None
    first: Cell
    cells: Sequence[tuple[Slot, Cell]]

    @property
    def place(self) -> Place:
        """Return where the row begins."""
        return self.first.place

    def of(self, part: str) -> Cell | None:
        """Return the cell of a part of the row."""
        return next((cell for slot, cell in self.cells if slot.part == part), None)


class _Table:
    """A grid with its header."""

    def __init__(self, grid: Grid, header: Header) -> None:
        """Look up the columns that are needed of every row."""
        self.grid, self.header, self.role = grid, header, header.role
        self._name, self._township = header.column("name"), header.column("township")
        self._heads = {squeezed(row.get(self._name, "")) for row in header.texts.values()}

    def rows(self) -> Iterator[tuple[int, _Row]]:
        """Yield the rows of data below the header, with their numbers."""
        for number in sorted(self.grid.rows):
            if number <= self.header.bottom or self._is_furniture(self.grid.rows[number]):
                continue
            row = self.row(number)
            chosen = sum(slot.part in _CHOOSING for slot, _ in row.cells)
            if len(row.cells) > chosen or (self.role == "data" and row.name):
                yield number, row

    def row(self, number: int) -> _Row:
        """Return a row by slots."""
        cells = self.grid.rows[number]
        own = [(slot, cells[column]) for column, slot in self.header.slots.items() if column in cells]
        values = [each for each in own if each[0].part not in {"name", "township"}]
        named = cells.get(self._name) if self.role == "data" else self.grid.spread(number, self._name)
        township = self.grid.spread(number, self._township) if self._township else None
        first = own[0][1] if own else next(iter(cells.values()))
        return _Row(township, named, first, values)

    def _is_furniture(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row is not data: a repeated header, units, column numbers, totals, remarks."""
        first = next(iter(cells.values())).text
        heads = [first, *(cells[column].text for column in (self._township, self._name) if column in cells)]
        if self.header.repeated(cells) or any(_TOTAL.fullmatch(squeezed(head)) for head in heads):
            return True
        if _REMARK.fullmatch(first.strip()):
            return True
        name = cells.get(self._name)
        own_name = squeezed(name.text) if name else ""
        if own_name and own_name in self._heads:
            return True
        unnamed = not own_name or is_unit(own_name)
        return (unnamed and all(is_unit(cell.text) for cell in cells.values())) or _is_numbering(cells)


class Sheets:
    """The communities of some grids: ``register`` has their names, ``raw`` joins what is said about one."""

    def __init__(self, grids: Sequence[Grid], catalogue: Catalogue) -> None:
        """Find the headers, then the rows of every community."""
        self.register = Register()
        self.problems: list[Problem] = []
        self._catalogue, self._words = catalogue, selectors(catalogue)
        self._tables = sorted(self._found(grids), key=lambda table: table.role != "data")
        self._rows: list[tuple[_Table, int]] = []
        self._more: dict[int, list[tuple[_Table, int, str]]] = {}
        self._walk()

    def raw(self, at: int) -> Raw:
        """Return a community with all its cells; where two rows disagree, that is among its problems."""
        table, number = self._rows[at]
        raw = _started(table.row(number))
        join = {"months": self._months, "scores": self._scores, "judged": self._judged}
        for other, line, key in self._more.get(at, ()):
            join[other.role](other.row(line), key, raw)
        return raw

    # -- the first pass -----------------------------------------------------------------------------
    def _found(self, grids: Sequence[Grid]) -> list[_Table]:
        """Return the sheets that have a header."""
        vocabulary = vocabularies(self._catalogue)
        tables = []
        filled = [grid for grid in grids if grid.rows and grid.sheet not in {DEFINITIONS, FINDINGS}]
        for grid in filled:
            header, problems = find(grid, vocabulary)
            self.problems += problems
            if header:
                tables.append(_Table(grid, header))
        if filled and not any(table.role == "data" for table in tables):
            place = Place(file=filled[0].file, sheet=filled[0].sheet)
            self.problems.append(Problem("D101", place))
        return tables

    def _walk(self) -> None:
        """Enter every community, then assign it the rows of the other sheets."""
        known: dict[str, list[tuple[str, int]]] = {}
        for table in self._tables:
            for number, row in table.rows():
                if row.name is None:
                    self.problems.append(Problem("D104", row.place))
                elif table.role == "data":
                    township, name = same_name(row.name.text, row.township.text if row.township else "")
                    known.setdefault(name, []).append((township, len(self._rows)))
                    self._rows.append((table, number))
                    self.register.enter(row.name.place, row.name, row.township)
                else:
                    self._give(row, row.name, (table, number), known)

    def _give(
        self, row: _Row, name: Cell, where: tuple[_Table, int], known: Mapping[str, list[tuple[str, int]]]
    ) -> None:
        """Assign a row of another sheet to its community; a blank township matches a unique name."""
        table, number = where
        township, squeezed_name = same_name(name.text, row.township.text if row.township else "")
        others = known.get(squeezed_name, [])
        exact = [at for other, at in others if other == township]
        loose = [at for other, at in others if not (other and township)]
        if not exact and len(loose) != 1:
            words = {"sheet": table.grid.sheet or table.grid.file, "name": f"{township}{name.text}"}
            self.problems.append(Problem("D126", name.place, words))
        elif (table.role != "judged" or row.of("points")) and (key := self._selected(row, table.role)):
            self._more.setdefault((exact or loose)[0], []).append((table, number, key))

    def _selected(self, row: _Row, role: str) -> str:
        """Return the key that the selecting cell names, empty (and reported) when it names none."""
        part, code = _SELECTING[role]
        cell = row.of(part)
        vocabulary = self._words[part]
        slot = vocabulary.find(cell.text) if cell else None
        if slot:
            return slot.key
        words = {"value": cell.text if cell else "", "known": "、".join(vocabulary.shown)}
        self.problems.append(Problem(code, cell.place if cell else row.place, words))
        return ""

    # -- joining ------------------------------------------------------------------------------------
    def _months(self, row: _Row, key: str, raw: Raw) -> None:
        """Add a row of twelve months."""
        series = raw.monthly.setdefault(key, [None] * MONTHS)
        label = self._catalogue.indicators[key].label
        for slot, cell in row.cells:
            if slot.part == "month" and _agrees(series[slot.month - 1], cell, f"{label}{slot.month}月", raw):
                series[slot.month - 1] = cell

    def _scores(self, row: _Row, level: str, raw: Raw) -> None:
        """Add a row of the points that one level entered."""
        given = raw.scores.setdefault(level, {})
        fields = self._catalogue.scores[level]
        for slot, cell in row.cells:
            if slot.part == "scores" and _agrees(given.get(slot.key), cell, fields[slot.key].label, raw):
                given[slot.key] = cell

    def _judged(self, row: _Row, key: str, raw: Raw) -> None:
        """Add a row of judged points with who and why."""
        points, earlier = row.of("points"), raw.judged.get(key)
        label = self._catalogue.judged[key].label
        if points and _agrees(earlier.points if earlier else None, points, label, raw):
            raw.judged[key] = RawJudgement(points, row.of("by"), row.of("reason"), formal=True)


def _started(row: _Row) -> Raw:
    """Return a community with the cells of its row of the data sheet."""
    raw = Raw(row.name.place if row.name else row.place, row.name, row.township)
    for slot, cell in row.cells:
        match slot.part:
            case "facts":
                raw.facts[slot.key] = cell
            case "indicators":
                raw.indicators[slot.key] = cell
            case "monthly":
                raw.monthly.setdefault(slot.key, [None] * MONTHS)[slot.month - 1] = cell
            case "judged":
                raw.judged[slot.key] = RawJudgement(cell)
            case _:
                raw.scores.setdefault(slot.sub, {})[slot.key] = cell
    return raw


def _agrees(one: Cell | None, other: Cell, label: str, raw: Raw) -> bool:
    """Return whether a value may be used; report it when an earlier row says otherwise."""
    if one is None or one.text == other.text:
        return True
    raw.problems.append(disagreement(label, one, other))
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
