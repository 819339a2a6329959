"""Which formulas of a workbook use which cells: the stored result of one that uses a changed cell is no longer right.

Where a formula does not tell what it uses, it is taken to use everything. Knows formulas; computes nothing.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple

from lxml import etree

from formgen.intake.xlsx import iterate_elements
from formgen.office.cells import parse_address, parse_column
from formgen.office.patch import Stretch, parse_stretches
from formgen.workbook.parts import WorkbookParts

_ANY = "*"  # any sheet
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_FORMULA_TAG = re.compile(rb"<(?:\w+:)?f[\s>/]")
_STRING = re.compile(r'"(?:[^"]|"")*"')
_UNTOLD = re.compile(r"\b(?:INDIRECT|OFFSET)\s*\(", re.IGNORECASE)
_SHEET = r"(?:(?P<sheet>'(?:[^']|'')+'|(?:[\w.\[\]]+:)?[\w.\[\]]+)!)?"
_REFERENCE = re.compile(
    rf"(?<![\w.$!\]']){_SHEET}(?:"
    r"(?P<c1>\$?[A-Z]{1,3})(?P<r1>\$?[0-9]{1,7})(?::(?P<c2>\$?[A-Z]{1,3})(?P<r2>\$?[0-9]{1,7}))?"
    r"|(?P<c3>\$?[A-Z]{1,3}):(?P<c4>\$?[A-Z]{1,3})|(?P<r3>\$?[0-9]{1,7}):(?P<r4>\$?[0-9]{1,7}))(?![\w.(!])",
    re.IGNORECASE,
)
_TABLE = re.compile(r"(?<![\w.])(?P<name>[^\W\d][\w.]*)?(?P<part>\[(?:[^\[\]]|\[[^\[\]]*\])*\])(?!\w*!)")
_NAME = re.compile(r"(?<![\w.])[^\W\d][\w.]*(?![\w.(!\[])")
_THIS_ROW = re.compile(r"@|#this row", re.IGNORECASE)


class GridCell(NamedTuple):
    """A cell of a sheet, by row and column from 1."""

    sheet: str
    row: int
    column: int


class Area(NamedTuple):
    """A rectangle of cells of a sheet, whose name is folded; ``*`` is any sheet."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def holds(self, cell: GridCell) -> bool:
        """Return whether a cell is in it."""
        return self.meets(area_of(cell))

    def meets(self, other: "Area") -> bool:
        """Return whether two areas have a cell in common."""
        return (
            (self.sheet == other.sheet or _ANY in {self.sheet, other.sheet})
            and self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def area_of(cell: GridCell) -> Area:
    """Return a cell as an area."""
    return Area(cell.sheet.casefold(), cell.row, cell.column, cell.row, cell.column)


EVERYTHING = Area(_ANY, 1, 1, _LAST_ROW, _LAST_COLUMN)


@dataclass(frozen=True, slots=True)
class UsedCells:
    """A formula: where it stands, what it uses, and the cells its result covers, itself among them."""

    cell: GridCell
    areas: tuple[Area, ...]
    covers: Area


class ListedTable(NamedTuple):
    """A table (ListObject) of a sheet: its cells and the names of its columns."""

    area: Area
    columns: tuple[str, ...]


@dataclass
class Formulas:
    """All formulas of a workbook."""

    parts: WorkbookParts
    found: list[UsedCells] = field(init=False)

    def __post_init__(self) -> None:
        """Read the formulas of every sheet."""
        self._names: Mapping[str, str] = {}
        self._tables: Mapping[str, ListedTable] = {}
        sheets = {
            each.name: data
            for each in self.parts.sheets.values()
            if _FORMULA_TAG.search(data := self.parts.read(each.part))
        }
        if sheets:
            self._names = dict(self._read_names())
            self._tables = dict(self._read_tables())
        self.found = [each for name, data in sheets.items() for each in self._read_sheet(name, data)]

    def at(self, cell: GridCell) -> UsedCells | None:
        """Return the formula whose result a cell shows, None for a cell without one."""
        return next((each for each in self.found if each.covers.holds(cell)), None)

    def using(self, changed: Sequence[GridCell]) -> list[UsedCells]:
        """Return the formulas whose results change with some cells, whether directly or over others."""
        left, found, moved = self.found, list[UsedCells](), [area_of(each) for each in changed]
        while moved:
            known, moved = moved, []
            still: list[UsedCells] = []
            for each in left:
                if any(area.meets(other) for area in each.areas for other in (*known, *moved)):
                    found.append(each)
                    moved.append(each.covers)
                else:
                    still.append(each)
            left = still
        return found

    def find_falling_short(
        self, sheet: str, last: int, row: int, columns: Collection[int]
    ) -> UsedCells | None:
        """Return a formula that takes in the last row of some data, and would leave out a new ``row`` below it.

        Tables (ListObjects) grow with their rows, and so does what is taken from them.
        """
        own = sheet.casefold()
        rows = {(each.area.top, each.area.bottom) for each in self._tables.values() if each.area.sheet == own}
        for each in self.found:
            totals = each.cell.sheet.casefold() == own and each.cell.row > last
            for area in each.areas:
                reaches = area.top <= last <= area.bottom < row and area.sheet in {own, _ANY}
                several = area.top < area.bottom or totals
                if (
                    reaches
                    and several
                    and (area.top, area.bottom) not in rows
                    and any(area.left <= at <= area.right for at in columns)
                ):
                    return each
        return None

    # -- reading ------------------------------------------------------------------------------------
    def _read_names(self) -> Iterator[tuple[str, str]]:
        """Yield the names of the workbook with what they stand for."""
        for name in iterate_elements(BytesIO(self.parts.read(self.parts.main)), "definedName"):
            yield str(name.get("name", "")).casefold(), name.text or ""

    def _read_tables(self) -> Iterator[tuple[str, ListedTable]]:
        """Yield the tables of the workbook by name."""
        for sheet in self.parts.sheets.values():
            for part in self.parts.find(sheet.part, "table"):
                root = parse_stretches(self.parts.read(part))
                columns = root.find("tableColumns")
                names = [each.attributes.get("name", "") for each in columns.children] if columns else []
                table = ListedTable(_read_area(sheet.name, root), tuple(name.casefold() for name in names))
                for key in ("name", "displayName"):
                    yield root.attributes.get(key, "").casefold(), table

    def _read_sheet(self, sheet: str, data: bytes) -> Iterator[UsedCells]:
        """Yield the formulas of a sheet."""
        shared: dict[str, tuple[str, GridCell]] = {}
        row = 0
        for element in iterate_elements(BytesIO(data), "row"):
            row, column = int(element.get("r", row + 1)), 0
            for cell in element.iterchildren("{*}c"):
                column = parse_address(str(cell.get("r"))).column if cell.get("r") else column + 1
                formula = cell.find("{*}f")
                if formula is not None:
                    yield self._read_formula(GridCell(sheet, row, column), formula, shared)

    def _read_formula(
        self, cell: GridCell, formula: etree._Element, shared: dict[str, tuple[str, GridCell]]
    ) -> UsedCells:
        text, origin, covers = formula.text or "", cell, area_of(cell)
        if formula.get("t") == "shared":
            number = str(formula.get("si"))
            if text:
                shared[number] = (text, cell)
            text, origin = shared.get(number, (text, cell))
        elif reference := formula.get("ref"):
            covers = _parse_area(cell.sheet, str(reference))
        if formula.get("t") == "dataTable" or not text:
            return UsedCells(cell, (EVERYTHING,), covers)
        return UsedCells(cell, tuple(self._find_areas(text, cell, origin, frozenset())), covers)

    def _find_areas(
        self, formula: str, cell: GridCell, origin: GridCell, within: frozenset[str]
    ) -> Iterator[Area]:
        """Yield what a formula uses that was written in ``origin`` and stands in ``cell``."""
        text = _STRING.sub('""', formula)
        if _UNTOLD.search(text):
            yield EVERYTHING
            return
        for match in _REFERENCE.finditer(text):
            if area := _read_reference(match, cell, origin):
                yield area
        rest = _REFERENCE.sub(" ", text)
        for match in _TABLE.finditer(rest):
            yield from self._find_in_table(match, cell)
        for match in _NAME.finditer(_TABLE.sub(" ", rest)):
            name = match[0].casefold()
            if name in self._tables:
                yield self._tables[name].area
            elif name in self._names and name not in within:
                yield from self._find_areas(self._names[name], cell, cell, within | {name})

    def _find_in_table(self, match: re.Match[str], cell: GridCell) -> Iterator[Area]:
        """Yield what a reference to the columns of a table uses."""
        name, part = (match["name"] or "").casefold(), match["part"]
        if part[1:-1].isdecimal():  # another workbook
            return
        tables = [self._tables.get(name)] if name else [
            each for each in self._tables.values() if each.area.holds(cell)
        ]  # fmt: skip
        for table in tables:
            if table is None:
                yield EVERYTHING
                continue
            area = table.area
            words = {each.strip("@ ").casefold() for each in re.split(r"[\[\],]", part)}
            at = [area.left + place for place, column in enumerate(table.columns) if column in words]
            if at:
                area = area._replace(left=min(at), right=max(at))
            yield area._replace(top=cell.row, bottom=cell.row) if _THIS_ROW.search(part) else area


def _read_reference(match: re.Match[str], cell: GridCell, origin: GridCell) -> Area | None:
    """Return what a reference leads to, None for one into another workbook."""
    sheet = (match["sheet"] or cell.sheet).strip("'").replace("''", "'")
    if "[" in sheet:
        return None
    sheet = _ANY if ":" in sheet else sheet.casefold()
    down, right = cell.row - origin.row, cell.column - origin.column
    rows = [
        _shift(each, down, _LAST_ROW) for each in (match["r1"] or match["r3"], match["r2"] or match["r4"])
    ]
    columns = [
        _shift(each, right, _LAST_COLUMN) for each in (match["c1"] or match["c3"], match["c2"] or match["c4"])
    ]
    top, left = rows[0] or 1, columns[0] or 1
    bottom = rows[1] or (rows[0] if match["r1"] else _LAST_ROW)
    last = columns[1] or (columns[0] if match["c1"] else _LAST_COLUMN)
    return Area(sheet, min(top, bottom), min(left, last), max(top, bottom), max(left, last))


def _shift(part: str | None, by: int, most: int) -> int:
    """Return the row or column that a part of a reference means, moved unless it is fixed; 0 for none."""
    if not part:
        return 0
    plain = part.lstrip("$").upper()
    number = int(plain) if plain.isdecimal() else parse_column(plain)
    return number if part.startswith("$") else (number + by - 1) % most + 1


def _parse_area(sheet: str, reference: str) -> Area:
    """Return a range as an area. Raises ValueError for what is no range."""
    first, _, last = reference.replace("$", "").partition(":")
    (left, top), (right, bottom) = parse_address(first), parse_address(last or first)
    return Area(sheet.casefold(), top, left, bottom, right)


def _read_area(sheet: str, table: Stretch) -> Area:
    return _parse_area(sheet, table.attributes.get("ref", "A1"))
