"""The XML of one worksheet: its cells' texts, repeated rows, merges, and all that has to move along.

Knows SpreadsheetML only: no form, no value.
"""

import copy
import re
from collections.abc import Iterator

from lxml import etree

from formgen.forms.heights import LIST_SIZE, POINTS_PER_DIGIT, TALLEST, measure_height
from formgen.forms.xmltree import Element

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_S = f"{{{NS}}}"
_REF = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
_DEFAULT_WIDTH = 8.43  # characters, Excel's own default
_DEFAULT_HEIGHT = 15.0  # points, the same


class Worksheet:
    """A worksheet that rows can be repeated in; ``strings`` are the workbook's shared strings, ``styles`` tell the sizes of type."""

    def __init__(
        self, sheet: bytes, strings: bytes | None, workbook: bytes, styles: bytes | None = None
    ) -> None:
        """Parse the parts that a repeated row touches."""
        parser = etree.XMLParser(resolve_entities=False, remove_blank_text=False)
        self.tree = etree.fromstring(sheet, parser)
        self.workbook = etree.fromstring(workbook, parser)
        shared = etree.fromstring(strings, parser) if strings else []
        self._strings = ["".join(node.text or "" for node in item.iter(f"{_S}t")) for item in shared]
        self._data = next(self.tree.iter(f"{_S}sheetData"))
        looks = etree.fromstring(styles, parser) if styles else None
        self._sizes = _sizes(looks) if looks is not None else []
        self._shrinking = _shrinking(looks) if looks is not None else frozenset()

    def rows(self) -> list[Element]:
        """Return the row elements."""
        return list(self._data.iter(f"{_S}row"))

    def cells(self) -> Iterator[Element]:
        """Yield all cell elements."""
        yield from self._data.iter(f"{_S}c")

    def text(self, cell: Element) -> str:
        """Return the text of a cell, empty for numbers and formulas."""
        kind = cell.get("t")
        if kind == "inlineStr":
            return "".join(node.text or "" for node in cell.iter(f"{_S}t"))
        value = cell.findtext(f"{_S}v")
        return self._strings[int(value)] if kind == "s" and value else ""

    def write(self, cell: Element, text: str) -> None:
        """Put text into a cell as an inline string; an empty text leaves an empty cell."""
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", "")
        if text:
            cell.set("t", "inlineStr")
            node = etree.SubElement(etree.SubElement(cell, f"{_S}is"), f"{_S}t")
            node.text = text
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def make_cell(self, address: str) -> Element:
        """Return a new empty cell at an address, in its place among the others."""
        row = self._row(int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
        cell = row.makeelement(f"{_S}c", r=address)
        at = _index(column_of(cell))
        row.insert(sum(1 for other in row.iter(f"{_S}c") if _index(column_of(other)) < at), cell)
        return cell

    def _row(self, number: int) -> Element:
        """Return a row, made in its place where the sheet has none."""
        rows = self.rows()
        known = next((row for row in rows if int(row.get("r", "0")) == number), None)
        if known is not None:
            return known
        row = self._data.makeelement(f"{_S}row", r=str(number))
        self._data.insert(sum(1 for other in rows if int(other.get("r", "0")) < number), row)
        return row

    def repeat(self, row: Element, times: int) -> list[Element]:
        """Make ``times`` rows of one, below each other; everything under it moves down."""
        first = int(row.get("r", "1"))
        extra = times - 1
        for other in self.rows():
            if int(other.get("r", "0")) > first:
                _renumber(other, extra)
        for element in self.tree.iter():
            for name in ("ref", "sqref"):
                if isinstance(element.tag, str) and element.get(name):
                    element.set(name, _moved(element.get(name, ""), first, extra))
        for mark in self.tree.iterfind(f"{_S}rowBreaks/{_S}brk"):
            after = int(mark.get("id", "0"))
            mark.set("id", str(after + extra if after >= first else after))
        for defined in self.workbook.iter(f"{_S}definedName"):
            defined.text = _moved(defined.text or "", first, extra)
        copies = [row]
        for step in range(1, times):
            clone = copy.deepcopy(row)
            _renumber(clone, step)
            copies[-1].addnext(clone)
            copies.append(clone)
        return copies

    def merge(self, ref: str) -> None:
        """Merge a range of cells."""
        merges = self.tree.find(f"{_S}mergeCells")
        if merges is None:
            merges = etree.Element(f"{_S}mergeCells")
            self._data.addnext(merges)
        etree.SubElement(merges, f"{_S}mergeCell").set("ref", ref)
        merges.set("count", str(len(merges)))

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
        return [
            measure_height(text, self._width(column_of(cell)), self._size(cell))
            for cell in row.iter(f"{_S}c")
            if column_of(cell) in columns and "{{" not in (text := self.text(cell))
        ]

    def break_after(self, rows: list[int]) -> None:
        """Start a new printed page after some rows."""
        breaks = self.tree.find(f"{_S}rowBreaks")
        if breaks is None:
            breaks = etree.Element(f"{_S}rowBreaks")
            names = ("headerFooter", "pageSetup", "pageMargins", "printOptions", "mergeCells", "sheetData")
            before = next(found for name in names if (found := self.tree.find(f"{_S}{name}")) is not None)
            before.addnext(breaks)
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
        columns = range(_index(first), _index(last) + 1)
        return sum(self._width_at(at) for at in columns) * POINTS_PER_DIGIT, self._size(cell)

    def _width(self, column: str) -> float:
        return self._width_at(_index(column))

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


def _index(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _renumber(row: Element, extra: int) -> None:
    number = int(row.get("r", "1")) + extra
    row.set("r", str(number))
    for cell in row.iter(f"{_S}c"):
        cell.set("r", f"{column_of(cell)}{number}")


def _moved(reference: str, first: int, extra: int) -> str:
    """Move the rows below ``first`` in all references of a text; rows above stay."""
    return _REF.sub(
        lambda match: (
            match[1] + match[2] + match[3] + str(int(match[4]) + (extra if int(match[4]) > first else 0))
        ),
        reference,
    )
