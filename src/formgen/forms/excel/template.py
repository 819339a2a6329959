"""Excel templates: the rows of the rubric laid out once, then the values joined in per document.

The sheet's XML is changed and everything else is copied as it is, so that nothing the template holds is lost.
Text goes in as inline strings: a value that starts with ``=`` stays text.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from formgen.forms.contents import Contents
from formgen.forms.document import OpenedDocument, open_document
from formgen.forms.excel.cell import TAG, SlotCell
from formgen.forms.excel.document import ExcelBody
from formgen.forms.excel.grid import NS, Grid, column_of
from formgen.forms.fit import SMALLEST, Box, Fitted, Overflow, Step
from formgen.forms.form import TemplateFile
from formgen.forms.text import Value, printed
from formgen.office import identity, package
from formgen.office.package import Part
from formgen.problems import FormgenError, Place, Problem

_SHEET, _STRINGS, _WORKBOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
_STYLES = "xl/styles.xml"
_HOLE = re.compile(r'<formgen at="(\d+)"/>')
_HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class ExcelTemplate:
    """A compiled Excel form: fixed parts, and the sheet as texts with a cell between each two.

    ``slots`` are those of the cells in their order; ``words`` are the cells without slots, ``lines`` the texts that
    Excel shrinks to fit.
    """

    fixed: tuple[Part, ...]
    texts: tuple[bytes, ...]
    cells: tuple[SlotCell, ...]
    contents: Contents
    slots: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[Box, str, str], ...] = ()

    def fit(self, values: Mapping[str, Value]) -> Fitted:
        """Return the values as they are, and those that Excel will print smaller than can be read well."""
        small = [
            Overflow(box.slot, "shrink")
            for box, before, after in self.lines
            if not box.holds(f"{before}{printed(values[box.slot])}{after}", box.steps[-1])
        ]
        return Fitted(values, tuple(small))

    def continues(self, values: Mapping[str, Value]) -> tuple[str, ...]:
        """Return no slot: no text of a sheet goes on upon another page."""
        del values
        return ()

    def places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        return [f"单元格{cell.address}" for cell in self.cells for _ in cell.slots]

    def open(self, data: bytes) -> OpenedDocument:
        """Open a document made from the template. Raises UnreadableError for a damaged one or one of another shape."""
        return open_document(data, self._find)

    def _find(self, parts: dict[str, bytes], says: Mapping[str, str]) -> tuple[tuple[str, ...], ExcelBody]:
        del says
        return self.slots, ExcelBody(self.cells, self.words, parts)

    def render(self, values: Mapping[str, Value], drafted: Sequence[str] = ()) -> bytes:
        """Return a workbook; ``drafted`` are the slots whose text formgen drafted, and the document says so.

        Raises FormgenError D122 for text that XML cannot hold.
        """
        pieces = [*self.texts, *self.texts[1:]]
        words = [printed(values[slot]) for slot in self.slots]
        pieces[::2], pieces[1::2] = self.texts, [cell.xml(values, words).encode() for cell in self.cells]
        sheet = package.compress(_SHEET, b"".join(pieces))
        says = self.contents.identify(values, self.slots, words, drafted)
        return package.join(identity.signed([*self.fixed, sheet], says))


def compile_excel(file: TemplateFile, contents: Contents) -> ExcelTemplate:
    """Compile an Excel template for the contents of a form. Raises FormgenError T101 or T102."""
    parts = identity.prepared(package.template_parts(file.data, file.shown))
    shown = file.shown
    try:
        grid = Grid(parts.pop(_SHEET), parts.get(_STRINGS), parts.pop(_WORKBOOK), parts.get(_STYLES))
    except (KeyError, etree.XMLSyntaxError) as error:
        raise FormgenError(
            Problem("T101", words={"file": shown, "detail": "没有第一张工作表或已损坏"})
        ) from error
    others = [
        name for name, data in parts.items() if name.startswith("xl/worksheets/sheet") and b"{{" in data
    ]
    if others:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": "只有第一张工作表可以有字段"}))
    seen = contents.with_slots(lambda slot: "{{ " + slot + " }}")
    span = _lay_out(grid, seen, shown)
    _fill_fixed(grid, seen, shown)
    words = tuple(
        (cell.get("r", ""), text) for cell in grid.cells() if (text := grid.text(cell)) and "{{" not in text
    )
    lines = tuple(_lines(grid))
    cells = _cut_holes(grid, span)
    pieces = _HOLE.split(_HEADER.decode() + etree.tostring(grid.sheet, encoding="unicode"))
    parts[_WORKBOOK] = _HEADER + etree.tostring(grid.workbook)
    fixed = tuple(package.compress(name, data) for name, data in parts.items())
    texts = tuple(piece.encode() for piece in pieces[::2])
    ordered = _numbered(cells[int(at)] for at in pieces[1::2])
    slots = tuple(slot for cell in ordered for slot in cell.slots)
    return ExcelTemplate(fixed, texts, ordered, contents, slots, words, lines)


def _numbered(cells: Iterable[SlotCell]) -> tuple[SlotCell, ...]:
    """Return cells that know the number of their first slot."""
    found = list[SlotCell]()
    for cell in cells:
        first = found[-1].first + len(found[-1].slots) if found else 0
        found.append(replace(cell, first=first))
    return tuple(found)


def _lay_out(grid: Grid, seen: Mapping[str, Any], shown: str) -> tuple[int, int]:
    """Repeat the row that holds ``{{ row.… }}`` for all rows of the rubric; merge the sections' cells.

    Returns the numbers of the first and the last row.
    """
    loop = next((row for row in grid.rows() if any("{{ row." in grid.text(cell) for cell in row)), None)
    if loop is None:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": "没有评分行（{{ row.… }}）"}))
    merged = {column_of(cell) for cell in loop if "{{ section." in grid.text(cell)}
    rows = grid.repeat(loop, len(seen["rows"]))
    first = at = int(loop.get("r", "1"))
    remaining, ends = iter(rows), list[int]()
    for section in seen["sections"]:
        members = (section["first"], *section["rest"])
        for offset, member in enumerate(members):
            element = next(remaining)
            words = {f"section.{key}": text for key, text in section.items() if isinstance(text, str)}
            words |= {f"row.{key}": text for key, text in member.items()}
            for cell in element:
                repeated = offset > 0 and column_of(cell) in merged
                grid.write(cell, "" if repeated else _filled(grid.text(cell), words, cell, shown))
            grid.fit(element, {column_of(cell) for cell in element} - merged)
        grid.fit_merged(rows[at - first : at - first + len(members)], merged)
        if len(members) > 1:
            for column in sorted(merged):
                grid.merge(f"{column}{at}:{column}{at + len(members) - 1}")
        at += len(members)
        if section["ends_page"]:
            ends.append(at - 1)
    if ends:
        grid.break_after(ends)
    return first, at - 1


def _filled(text: str, words: Mapping[str, str], cell: etree._Element, shown: str) -> str:
    """Replace the tags of a text. Raises FormgenError T102 for an unknown one."""

    def word(match: re.Match[str]) -> str:
        name = match[1]
        if name not in words:
            near = difflib.get_close_matches(name, words, n=1)
            hint = f"，是不是“{near[0]}”？" if near else ""
            address = cell.get("r", "")
            faults = {"file": shown, "where": f"单元格{address}", "field": name, "hint": hint}
            raise FormgenError(Problem("T102", Place(cell=address), faults))
        return words[name]

    return TAG.sub(word, text)


def _fill_fixed(grid: Grid, seen: Mapping[str, Any], shown: str) -> None:
    """Replace the tags outside the loop; what varies stays as a slot of the same name."""
    words = {key: text for key, text in seen.items() if isinstance(text, str)}
    words |= {f"total.{key}": text for key, text in seen["total"].items()}
    slots = {match[1] for row in seen["rows"] for text in row.values() if (match := TAG.fullmatch(text))}
    words |= {slot: "{{ " + slot + " }}" for slot in slots}
    for cell in grid.cells():
        text = grid.text(cell)
        if TAG.search(text):
            grid.write(cell, _filled(text, words, cell, shown))


def _lines(grid: Grid) -> Iterator[tuple[Box, str, str]]:
    """Yield the line of each text that Excel prints smaller when it is too long, with the words around it.

    Points have columns of their own.
    """
    for cell in grid.cells():
        line, pieces = grid.line(cell), TAG.split(grid.text(cell))
        for at in range(1, len(pieces), 2):
            if line is not None and "." not in pieces[at]:
                width, size = line
                own = Step(size, size * 1.3)
                around = ["　　" if order % 2 else piece for order, piece in enumerate(pieces)]
                before, after = "".join(around[:at]), "".join(around[at + 1 :])
                steps = (own, Step(min(size, SMALLEST), own.pitch))
                yield Box(pieces[at], "", width, own.pitch, steps), before, after


def _cut_holes(grid: Grid, span: tuple[int, int]) -> list[SlotCell]:
    """Take the cells that hold slots out of the sheet, leaving numbered holes."""
    cells: list[SlotCell] = []
    for cell in list(grid.cells()):
        text = grid.text(cell)
        if not TAG.search(text):
            continue
        address = cell.get("r", "")
        alone = TAG.fullmatch(text)
        formula = _sum_formula(column_of(cell), span) if alone and alone[1].startswith("total.") else ""
        hole = etree.Element(f"{{{NS}}}formgen")
        hole.set("at", str(len(cells)))
        parent = cell.getparent()
        if parent is not None:
            parent.replace(cell, hole)
        cells.append(SlotCell.of(address, cell.get("s", "0"), text, formula))
    return cells


def _sum_formula(column: str, span: tuple[int, int]) -> str:
    """Return the formula of a total: empty until every row of its column has a number."""
    first, last = span
    cells = f"{column}{first}:{column}{last}"
    return f'IF(COUNT({cells})={last - first + 1},SUM({cells}),"")'
