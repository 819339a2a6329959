"""Excel templates: the rows of a form laid out once, then the values joined in per document.

The sheet's XML is changed and everything else is copied as it is, so that nothing the template holds is lost.
Text goes in as inline strings: a value that starts with ``=`` stays text. Knows a form and its contents; touches no
file.
"""

import difflib
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from lxml import etree

from formgen.forms.checksums import checksum_texts, identify_form, name_document
from formgen.forms.contents import FIELD, Contents, write_field
from formgen.forms.document import OpenedDocument, open_document
from formgen.forms.document_title import DocumentTitle, take_document_title
from formgen.forms.excel.cells import PrintedCell, SlotCell, describe_cells
from formgen.forms.excel.document import ExcelBody
from formgen.forms.excel.worksheet import NS, Worksheet, column_of
from formgen.forms.fit import SMALLEST, Box, FittedValues, Overflow, TypeSize
from formgen.forms.form import Form, TemplateFile
from formgen.forms.text import SlotValue, format_value
from formgen.forms.xmltree import Element
from formgen.office import package
from formgen.office.identity import prepared, signed
from formgen.office.package import Part
from formgen.problems import FormgenError, Place, Problem

_SHEET, _STRINGS, _WORKBOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
_STYLES = "xl/styles.xml"
_HOLE = re.compile(r'<formgen at="(\d+)"/>')
_HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class ShrinkingLine(NamedTuple):
    """A text that Excel prints smaller when it is too long, with the words around it."""

    box: Box
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ExcelTemplate:
    """A compiled Excel template: fixed parts, and the sheet as texts with a cell between each two.

    ``slots`` are those of the cells in their order; ``printed_cells`` are the cells without slots.
    """

    fixed: tuple[Part, ...]
    texts: tuple[bytes, ...]
    cells: tuple[SlotCell, ...]
    identity: Mapping[str, str]
    named_by: tuple[str, ...]
    slots: tuple[str, ...]
    printed_cells: tuple[PrintedCell, ...] = ()
    lines: tuple[ShrinkingLine, ...] = ()
    title: DocumentTitle | None = None

    def places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        return describe_cells(self.cells)

    def fit(self, values: Mapping[str, SlotValue]) -> FittedValues:
        """Return the values as they are, and those that Excel will print smaller than can be read well."""
        small = [
            Overflow(line.box.slot, "shrink")
            for line in self.lines
            if not line.box.holds(
                f"{line.before}{format_value(values[line.box.slot])}{line.after}", line.box.steps[-1]
            )
        ]
        return FittedValues(values, tuple(small))

    def continues(self, values: Mapping[str, SlotValue]) -> tuple[str, ...]:
        """Return no slot: no text of a sheet continues on another page."""
        del values
        return ()

    def render(self, values: Mapping[str, SlotValue], drafted: Sequence[str] = ()) -> bytes:
        """Return the workbook of one document. Raises FormgenError D122 for text XML cannot hold."""
        pieces = [*self.texts, *self.texts[1:]]
        words = [format_value(values[slot]) for slot in self.slots]
        pieces[::2], pieces[1::2] = self.texts, [cell.xml(values, words).encode() for cell in self.cells]
        sheet = package.compress(_SHEET, b"".join(pieces))
        says = {
            **self.identity,
            **name_document(self.named_by, values, drafted),
            **checksum_texts(self.slots, words),
        }
        title = [self.title.write(values)] if self.title else []
        return package.join(signed([*self.fixed, sheet, *title], says))

    def open(self, data: bytes) -> OpenedDocument:
        """Open a workbook through the template. Raises UnreadableError for one that is damaged or of another shape."""
        return open_document(data, lambda parts, _: ExcelBody(self.cells, self.printed_cells, parts))


def compile_excel(file: TemplateFile, form: Form, contents: Contents) -> ExcelTemplate:
    """Compile an Excel template for what its form may print. Raises FormgenError T101 or T102."""
    shown = f"{form.id}/{file.name}"
    parts = prepared(package.read_parts(io.BytesIO(file.data), shown))
    title = take_document_title(parts, form.spec.title, contents.whose)
    sheet = _open_sheet(parts, shown)
    seen = contents.make_context(write_field)
    span = _lay_out(sheet, seen, shown)
    _fill_fixed(sheet, seen, shown)
    printed_cells = tuple(
        PrintedCell(cell.get("r", ""), text)
        for cell in sheet.cells()
        if (text := sheet.text(cell)) and "{{" not in text
    )
    lines = tuple(_lines(sheet, contents.slots))
    cells = _cut_holes(sheet, span, set(contents.total.columns.values()))
    pieces = _HOLE.split(_HEADER.decode() + etree.tostring(sheet.tree, encoding="unicode"))
    parts[_WORKBOOK] = _HEADER + etree.tostring(sheet.workbook)
    ordered = _numbered(cells[int(at)] for at in pieces[1::2])
    return ExcelTemplate(
        fixed=tuple(package.compress(name, data) for name, data in parts.items()),
        texts=tuple(piece.encode() for piece in pieces[::2]),
        cells=ordered,
        identity=identify_form(form, contents),
        named_by=contents.named_by,
        slots=tuple(slot for cell in ordered for slot in cell.slots),
        printed_cells=printed_cells,
        lines=lines,
        title=title,
    )


def _open_sheet(parts: dict[str, bytes], shown: str) -> Worksheet:
    """Take the first worksheet and the workbook out of the parts of a template."""
    try:
        sheet = Worksheet(parts.pop(_SHEET), parts.get(_STRINGS), parts.pop(_WORKBOOK), parts.get(_STYLES))
    except (KeyError, etree.XMLSyntaxError) as error:
        raise FormgenError(
            Problem("T101", words={"file": shown, "detail": "没有第一张工作表或已损坏"})
        ) from error
    others = [
        name for name, data in parts.items() if name.startswith("xl/worksheets/sheet") and b"{{" in data
    ]
    if others:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": "只有第一张工作表可以有字段"}))
    return sheet


def _numbered(cells: Iterable[SlotCell]) -> tuple[SlotCell, ...]:
    """Return cells that know the number of their first slot."""
    found = list[SlotCell]()
    for cell in cells:
        first = found[-1].first + len(found[-1].slots) if found else 0
        found.append(replace(cell, first=first))
    return tuple(found)


def _lay_out(sheet: Worksheet, seen: Mapping[str, Any], shown: str) -> tuple[int, int]:
    """Repeat the row that holds ``{{ row.… }}`` for all rows of the form; merge the sections' cells.

    Returns the numbers of the first and the last row.
    """
    loop = next((row for row in sheet.rows() if any("{{ row." in sheet.text(cell) for cell in row)), None)
    if loop is None:
        raise FormgenError(Problem("T101", words={"file": shown, "detail": "没有评分行（{{ row.… }}）"}))
    merged = {column_of(cell) for cell in loop if "{{ section." in sheet.text(cell)}
    rows = sheet.repeat(loop, len(seen["rows"]))
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
                sheet.write(cell, "" if repeated else _filled(sheet.text(cell), words, cell, shown))
            sheet.fit(element, {column_of(cell) for cell in element} - merged)
        sheet.fit_merged(rows[at - first : at - first + len(members)], merged)
        if len(members) > 1:
            for column in sorted(merged):
                sheet.merge(f"{column}{at}:{column}{at + len(members) - 1}")
        at += len(members)
        if section["ends_page"]:
            ends.append(at - 1)
    if ends:
        sheet.break_after(ends)
    return first, at - 1


def _filled(text: str, words: Mapping[str, str], cell: Element, shown: str) -> str:
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

    return FIELD.sub(word, text)


def _fill_fixed(sheet: Worksheet, seen: Mapping[str, Any], shown: str) -> None:
    """Replace the tags outside the loop; what varies stays as a slot of the same name."""
    words = {key: text for key, text in seen.items() if isinstance(text, str)}
    words |= {f"total.{key}": text for key, text in seen["total"].items()}
    slots = {match[1] for row in seen["rows"] for text in row.values() if (match := FIELD.fullmatch(text))}
    words |= {slot: write_field(slot) for slot in slots}
    for cell in sheet.cells():
        text = sheet.text(cell)
        if FIELD.search(text):
            sheet.write(cell, _filled(text, words, cell, shown))


def _lines(sheet: Worksheet, slots: Collection[str]) -> Iterator[ShrinkingLine]:
    """Yield the line of each text that Excel prints smaller when it is too long.

    ``slots`` are those that stand by themselves: figures have columns of their own.
    """
    for cell in sheet.cells():
        line, pieces = sheet.measure_line(cell), FIELD.split(sheet.text(cell))
        for at in range(1, len(pieces), 2):
            if line is not None and pieces[at] in slots:
                width, size = line
                own = TypeSize(size, size * 1.3)
                around = ["　　" if order % 2 else piece for order, piece in enumerate(pieces)]
                before, after = "".join(around[:at]), "".join(around[at + 1 :])
                steps = (own, TypeSize(min(size, SMALLEST), own.pitch))
                yield ShrinkingLine(Box(pieces[at], "", width, own.pitch, steps), before, after)


def _cut_holes(sheet: Worksheet, span: tuple[int, int], totals: Collection[str]) -> list[SlotCell]:
    """Take the cells that hold slots out of the sheet, leaving numbered holes; ``totals`` get a formula."""
    cells: list[SlotCell] = []
    for cell in list(sheet.cells()):
        text = sheet.text(cell)
        if not FIELD.search(text):
            continue
        address = cell.get("r", "")
        alone = FIELD.fullmatch(text)
        formula = _sum_formula(column_of(cell), span) if alone and alone[1] in totals else ""
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
