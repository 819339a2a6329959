"""The XML of one worksheet: its cells' texts and formulas, repeated rows, merges, heights.

Knows SpreadsheetML only: no form, no value.
"""

import copy
import re
from collections.abc import Collection, Iterator, Sequence

from lxml import etree

from formgen.forms.excel.references import (
    Insertion,
    UnmovableError,
    column_letters,
    column_number,
    grow_ranges,
    offset_formula,
    rows_of,
)
from formgen.forms.excel.runs import NS, TextRun, put_runs, read_runs, read_string
from formgen.forms.heights import LIST_SIZE, POINTS_PER_DIGIT, TALLEST, measure_height
from formgen.forms.xmltree import Element
from formgen.office.relations import with_default_namespace, write_part

_S = f"{{{NS}}}"
_DEFAULT_WIDTH = 8.43  # characters, Excel's own default
_DEFAULT_HEIGHT = 15.0  # points, the same
_AFTER_SHEET_DATA = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
)  # fmt: skip
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_QUOTED = re.compile(r'"[^"]*"')
_USED = re.compile(
    r"(?<![\w!'.$])\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?(?![\w(!.])"
)  # cells of the own sheet


class Worksheet:
    """A worksheet that a row can be repeated in; ``strings`` are the workbook's shared strings, ``styles`` tell the sizes of type."""

    def __init__(
        self, sheet: bytes, strings: bytes | None, workbook: bytes, styles: bytes | None = None
    ) -> None:
        """Parse the parts that a repeated row touches."""
        parser = etree.XMLParser(resolve_entities=False, remove_blank_text=False)
        self.tree = with_default_namespace(etree.fromstring(sheet, parser))
        self.workbook = with_default_namespace(etree.fromstring(workbook, parser))
        shared = etree.fromstring(strings, parser) if strings else None
        self._items: list[Element] = list(shared.iterfind(f"{_S}si")) if shared is not None else []
        self._strings = [read_string(item) for item in self._items]
        self.data = next(self.tree.iter(f"{_S}sheetData"))
        self._name_cells()
        looks = etree.fromstring(styles, parser) if styles else None
        self._sizes = _sizes(looks) if looks is not None else []
        self._shrinking = _shrinking(looks) if looks is not None else frozenset()

    def _name_cells(self) -> None:
        """Give rows and cells the addresses that some programs leave out."""
        number = 0
        for row in self.data.iterfind(f"{_S}row"):
            number = int(row.get("r", str(number + 1)))
            row.set("r", str(number))
            column = 0
            for cell in row.iterfind(f"{_S}c"):
                column = column_number(column_of(cell)) if cell.get("r") else column + 1
                cell.set("r", f"{column_letters(column)}{number}")

    def write_part(self) -> bytes:
        """Return the part of the sheet."""
        return write_part(self.tree)

    def rows(self) -> list[Element]:
        """Return the row elements."""
        return list(self.data.iter(f"{_S}row"))

    def cells(self) -> Iterator[Element]:
        """Yield all cell elements."""
        yield from self.data.iter(f"{_S}c")

    def text(self, cell: Element) -> str:
        """Return the text of a cell, empty for numbers and formulas."""
        if cell.get("t") == "inlineStr":
            return read_string(cell)
        value = cell.findtext(f"{_S}v")
        return self._strings[int(value)] if cell.get("t") == "s" and value else ""

    def runs(self, cell: Element) -> list[TextRun]:
        """Return the text of a cell in runs, each field whole in one."""
        value = cell.findtext(f"{_S}v")
        shared = self._items[int(value)] if cell.get("t") == "s" and value else None
        return read_runs(cell if shared is None else shared) if self.text(cell) else []

    def write(self, cell: Element, text: str) -> None:
        """Put text into a cell as an inline string; an empty text leaves an empty cell."""
        put_runs(cell, [TextRun("", text)])

    def write_number(self, cell: Element, number: str) -> None:
        """Put a number into a cell."""
        put_runs(cell, ())
        etree.SubElement(cell, f"{_S}v").text = number

    def make_cell(self, address: str) -> Element:
        """Return a new empty cell at an address, in its place among the others."""
        row = self._row(int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
        cell = row.makeelement(f"{_S}c", r=address)
        at = column_number(column_of(cell))
        row.insert(sum(1 for other in row.iter(f"{_S}c") if column_number(column_of(other)) < at), cell)
        return cell

    def _row(self, number: int) -> Element:
        """Return a row, made in its place where the sheet has none."""
        rows = self.rows()
        known = next((row for row in rows if int(row.get("r", "0")) == number), None)
        if known is not None:
            return known
        row = self.data.makeelement(f"{_S}row", r=str(number))
        self.data.insert(sum(1 for other in rows if int(other.get("r", "0")) < number), row)
        return row

    def write_out_formulas(self) -> None:
        """Give each cell of a shared formula its own. Raises KeyError for one that is nowhere written."""
        shared = dict[str, tuple[str, str]]()
        for cell in self.cells():
            formula = cell.find(f"{_S}f")
            if formula is None or formula.get("t") != "shared":
                continue
            own, address = formula.get("si", ""), cell.get("r", "")
            if formula.text:
                shared[own] = (formula.text, address)
            text, origin = shared[own]
            formula.text = offset_formula(text, *_distance(origin, address))
            for name in ("t", "ref", "si"):
                formula.attrib.pop(name, "")

    def drop_results(self, kept: Collection[str] = ()) -> None:
        """Drop the results of formulas, so that every program computes them anew; those of some cells are kept."""
        single, areas = set[str](), list[str]()
        for cell in self.cells():
            formula, address = cell.find(f"{_S}f"), cell.get("r", "")
            if formula is not None:
                single.add(address)
                areas += [formula.get("ref", "")] if formula.get("t") == "array" else []
        for cell in self.cells() if single else ():
            address = cell.get("r", "")
            if address not in kept and (address in single or any(covers(each, address) for each in areas)):
                for value in cell.findall(f"{_S}v"):
                    cell.remove(value)
                cell.attrib.pop("t", "")

    def repeat(self, row: Element, rows: Insertion) -> list[Element]:
        """Make rows of one, below each other; the rows under it move down, and its formulas go along.

        Raises UnmovableError for a formula of the row that names another row without ``$``.
        """
        for other in self.rows():
            number = int(other.get("r", "0"))
            if rows.pushes_out(number):
                self._drop_row(other)
            elif number > rows.first:
                _renumber(other, rows.extra)
        self._repeat_merges(rows)
        copies = [row]
        for step in range(1, rows.extra + 1):
            clone = copy.deepcopy(row)
            _renumber(clone, step)
            copies[-1].addnext(clone)
            copies.append(clone)
        return copies

    def _drop_row(self, row: Element) -> None:
        """Drop an empty row that rows above it push out of the sheet. Raises UnmovableError for one that holds something."""
        held = next((cell for cell in row.iter(f"{_S}c") if len(cell)), None)
        if held is not None:
            detail = f"{held.get('r')} 在评分行增加以后超出工作表的最后一行；请把它移到靠上的行"
            raise UnmovableError(detail)
        self.data.remove(row)

    def _repeat_merges(self, rows: Insertion) -> None:
        """Move the merged ranges; those of the repeated row itself are repeated.

        Raises UnmovableError for one that begins in the row and goes on below it.
        """
        for merge in list(self.tree.iter(f"{_S}mergeCell")):
            ref = merge.get("ref", "")
            top, bottom = rows_of(ref)
            if top == rows.first < bottom:
                detail = f"{ref} 是合并的，评分行只能占一行；请取消这一行的上下合并"
                raise UnmovableError(detail)
            if top != rows.first:
                merge.set("ref", grow_ranges(ref, rows))
                continue
            for step in range(1, rows.extra + 1):
                self.merge(_lower(ref, step))

    def merge(self, ref: str) -> None:
        """Merge a range of cells."""
        merges = self._among("mergeCells")
        etree.SubElement(merges, f"{_S}mergeCell").set("ref", ref)
        merges.set("count", str(len(merges)))

    def _among(self, name: str) -> Element:
        """Return an element of the sheet, made in its place where there is none."""
        found = self.tree.find(f"{_S}{name}")
        if found is not None:
            return found
        earlier = {f"{_S}{each}" for each in _AFTER_SHEET_DATA[: _AFTER_SHEET_DATA.index(name)]}
        before = [each for each in self.tree if each.tag in earlier]
        made = etree.Element(f"{_S}{name}")
        (before[-1] if before else self.data).addnext(made)
        return made

    def widths_of(self, row: Element) -> dict[str, str]:
        """Return the last column of each cell of a row that is merged with those to its right."""
        number, found = int(row.get("r", "0")), dict[str, str]()
        for merge in self.tree.iter(f"{_S}mergeCell"):
            ref = merge.get("ref", "")
            first, _, last = ref.partition(":")
            if rows_of(ref) == (number, number):
                found[first.rstrip("0123456789")] = last.rstrip("0123456789")
        return found

    def merge_down(self, rows: Sequence[Element], columns: Collection[str]) -> None:
        """Merge the cells of some columns over rows, with what they are merged with to their right."""
        if not (rows[1:] and columns):
            return
        top, bottom = rows[0].get("r"), rows[-1].get("r")
        wide = self.widths_of(rows[0])
        merges = self._among("mergeCells")
        starts = {f"{column}{row.get('r')}" for column in columns for row in rows}
        for merge in list(merges):
            if merge.get("ref", "").partition(":")[0] in starts:
                merges.remove(merge)
        for column in sorted(columns):
            self.merge(f"{column}{top}:{wide.get(column, column)}{bottom}")

    def fit(self, row: Element, columns: set[str]) -> None:
        """Set a row's height from the texts of some columns; never less than the template's."""
        _set_height(row, max([_height(row), *self._needed(row, columns)]))

    def fit_merged(self, rows: list[Element], columns: set[str]) -> None:
        """Raise rows alike until the texts of the cells merged over them fit: no program grows these by itself."""
        missing = max(self._needed(rows[0], columns), default=0.0) - sum(map(_height, rows))
        for row in rows if missing > 0 else []:
            _set_height(row, _height(row) + missing / len(rows))

    def _needed(self, row: Element, columns: set[str]) -> list[float]:
        """Return the heights that the texts of some columns need; what varies is not known yet."""
        wide = self.widths_of(row)
        return [
            measure_height(text, self._width(column, wide.get(column, column)), self._size(cell))
            for cell in row.iter(f"{_S}c")
            if (column := column_of(cell)) in columns and (text := self.text(cell)) and "{{" not in text
        ]

    def break_after(self, rows: list[int]) -> None:
        """Start a new printed page after some rows."""
        breaks = self._among("rowBreaks")
        after = {int(mark.get("id", "0")) for mark in breaks} | set(rows)
        breaks[:] = [etree.Element(f"{_S}brk", id=str(row), max="16383", man="1") for row in sorted(after)]
        breaks.set("count", str(len(after)))
        breaks.set("manualBreakCount", str(len(after)))

    def _size(self, cell: Element) -> float:
        """Return the size of a cell's type in points."""
        style = int(cell.get("s", "0"))
        return self._sizes[style] if style < len(self._sizes) else LIST_SIZE

    def measure_line(self, cell: Element) -> tuple[float, float] | None:
        """Return width and type of a cell that prints a long line smaller, both in points; None for any other."""
        if int(cell.get("s", "0")) not in self._shrinking:
            return None
        first, last = column_of(cell), column_of(cell)
        for merge in self.tree.iter(f"{_S}mergeCell"):
            start, _, end = merge.get("ref", "").partition(":")
            if start == cell.get("r"):
                last = end.rstrip("0123456789")
        return self._width(first, last) * POINTS_PER_DIGIT, self._size(cell)

    def _width(self, first: str, last: str) -> float:
        columns = range(column_number(first), column_number(last) + 1)
        return sum(self._width_at(at) for at in columns)

    def _width_at(self, at: int) -> float:
        for element in self.tree.iter(f"{_S}col"):
            if int(element.get("min", "0")) <= at <= int(element.get("max", "0")):
                return float(element.get("width", _DEFAULT_WIDTH))
        return _DEFAULT_WIDTH


def column_of(cell: Element) -> str:
    """Return the column letters of a cell."""
    return cell.get("r", "").rstrip("0123456789")


def _sizes(styles: Element) -> list[float]:
    """Return the size of type of each cell style."""
    found = enumerate(styles.iterfind(f"{_S}fonts/{_S}font"))
    fonts = {at: size for at, font in found if (size := font.find(f"{_S}sz")) is not None}
    used = (fonts.get(int(style.get("fontId", "0"))) for style in styles.iterfind(f"{_S}cellXfs/{_S}xf"))
    return [LIST_SIZE if size is None else float(size.get("val", LIST_SIZE)) for size in used]


def _shrinking(styles: Element) -> frozenset[int]:
    """Return the cell styles that print a long line smaller rather than cut it off."""
    shapes = enumerate(styles.iterfind(f"{_S}cellXfs/{_S}xf"))
    found = ((at, style.find(f"{_S}alignment")) for at, style in shapes)
    return frozenset(
        at for at, shape in found if shape is not None and shape.get("shrinkToFit") in {"1", "true"}
    )


def _height(row: Element) -> float:
    return float(row.get("ht", _DEFAULT_HEIGHT))


def _set_height(row: Element, points: float) -> None:
    row.set("ht", f"{min(points, TALLEST):g}")
    row.set("customHeight", "1")


def _renumber(row: Element, extra: int) -> None:
    number = int(row.get("r", "1")) + extra
    row.set("r", str(number))
    for cell in row.iter(f"{_S}c"):
        cell.set("r", f"{column_of(cell)}{number}")


def _lower(ref: str, rows: int) -> str:
    """Return a range some rows further down."""
    return _ADDRESS.sub(lambda each: f"{each[1]}{int(each[2]) + rows}", ref)


def _distance(origin: str, address: str) -> tuple[int, int]:
    """Return how many rows below and columns right of a cell another one stands."""
    start, end = _ADDRESS.fullmatch(origin), _ADDRESS.fullmatch(address)
    if start is None or end is None:
        raise ValueError(address)
    return int(end[2]) - int(start[2]), column_number(end[1]) - column_number(start[1])


def uses_itself(formula: str, address: str) -> bool:
    """Return whether a formula uses the cell that it stands in, so that no program can compute it."""
    return any(
        covers(found[0].replace("$", ""), address) for found in _USED.finditer(_QUOTED.sub("", formula))
    )


def covers(ranges: str, address: str) -> bool:
    """Return whether a range covers a cell."""
    first, _, last = ranges.partition(":")
    last = last or first
    down, right = _distance(first, address)
    most_down, most_right = _distance(first, last)
    return 0 <= down <= most_down and 0 <= right <= most_right
