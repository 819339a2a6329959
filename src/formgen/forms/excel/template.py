"""Excel templates: the rows of a form laid out once, then the values joined in per document.

The sheet's XML is changed and everything else is copied as it is, so that nothing the template holds is lost.
Text goes in as inline strings: a value that starts with ``=`` stays text. Knows a form and its contents; touches no
file.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from formgen.forms.checksums import checksum_texts, identify_form, name_document
from formgen.forms.contents import FIELD, Contents, write_field
from formgen.forms.document import OpenedDocument, open_document
from formgen.forms.document_title import DocumentTitle, take_document_title
from formgen.forms.excel.beside import LaidThing, list_laid_things
from formgen.forms.excel.book import STYLES, WORKBOOK_PART, open_book
from formgen.forms.excel.cell_styles import CellLooks
from formgen.forms.excel.cells import (
    PrintedCell,
    SlotCell,
    TotalFormula,
    describe_cells,
    is_number,
    write_sum,
)
from formgen.forms.excel.document import ExcelBody
from formgen.forms.excel.faults import report_fault
from formgen.forms.excel.faulty_formulas import find_faulty_formulas
from formgen.forms.excel.fields import fill_fixed, fill_rows
from formgen.forms.excel.guards import GuardedSheet, guard_formulas, join_rows
from formgen.forms.excel.other_texts import OtherText, list_other_texts
from formgen.forms.excel.page_setup import SheetPage, read_sheet_page
from formgen.forms.excel.reading import Grid, OpenedBook
from formgen.forms.excel.repeating import find_loop, repeat_row
from formgen.forms.excel.runs import NS
from formgen.forms.excel.worksheet import Worksheet, column_of
from formgen.forms.fit import SMALLEST, Box, FaultyFormula, FittedValues, Misprint, Overflow, TypeSize
from formgen.forms.form import Form, TemplateFile
from formgen.forms.laid_cells import LaidCell
from formgen.forms.text import SlotValue, escape_value, format_value
from formgen.forms.xmltree import Element
from formgen.office import package
from formgen.office.cells import parse_address
from formgen.office.identity import kept_properties, prepared, signed
from formgen.office.package import Part, UnreadableError
from formgen.office.relations import parse_part, write_part
from formgen.office.template_parts import drop_calculation_order, read_template_parts

_DAMAGED = "表格的内容不完整，或已损坏；请用 Excel 或 WPS 打开，另存一份"
_TEXTS = frozenset({"s", "inlineStr"})
_HOLE = re.compile(r'<formgen at="(\d+)"/>')
_HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class ShrinkingLine(NamedTuple):
    """A text that Excel prints smaller when it is too long, with the words around it."""

    box: Box
    before: str
    after: str


class SheetName(NamedTuple):
    """The sheet of the form: its name for people, and its part."""

    name: str
    part: str


@dataclass(frozen=True, slots=True)
class ExcelTemplate:
    """A compiled Excel template: fixed parts, and the sheet as texts with a cell between each two.

    ``slots`` are those of the cells in their order; ``printed_cells`` are the cells without slots; ``kept`` are the
    template's own properties, ``guarded`` is what stands there while scores are missing that its formulas need,
    ``printed_things`` the remarks and drawings upon its sheet, ``other_texts`` what it says elsewhere,
    ``faulty_formulas`` those that give an error, ``page`` how its sheet is printed.
    """

    fixed: tuple[Part, ...]
    texts: tuple[bytes, ...]
    cells: tuple[SlotCell, ...]
    identity: Mapping[str, str]
    named_by: tuple[str, ...]
    slots: tuple[str, ...]
    sheet: SheetName
    printed_cells: tuple[PrintedCell, ...] = ()
    lines: tuple[ShrinkingLine, ...] = ()
    kept: tuple[str, ...] = ()
    guarded: GuardedSheet = field(default_factory=GuardedSheet)
    title: DocumentTitle | None = None
    printed_things: tuple[LaidThing, ...] = ()
    other_texts: tuple[OtherText, ...] = ()
    faulty_formulas: tuple[FaultyFormula, ...] = ()
    page: SheetPage = field(default_factory=SheetPage)

    def places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        return describe_cells(self.cells)

    def list_lines(self) -> list[LaidCell]:
        """Return no line: all that a sheet says stands in its cells."""
        return []

    def list_cells(self) -> list[LaidCell]:
        """Return the cells of the form's sheet as they lie."""
        needs = {each.cell: each.missing for each in self.guarded.formulas}
        texts = [(cell.address, cell.text, "") for cell in self.cells]
        texts += [(cell.address, cell.text, "") for cell in self.printed_cells]
        texts += [(own.address, "", own.text) for own in self.guarded.own if not own.sheet]
        return [
            LaidCell(
                1, at.row, at.column, at.column + 1, text, f"单元格{address}", formula, needs.get(address, ())
            )
            for address, text, formula in texts
            for at in [parse_address(address)]
        ]

    def fit(self, values: Mapping[str, SlotValue]) -> FittedValues:
        """Return the values as they are, and those that Excel will print smaller than can be read well."""
        small = [
            Overflow(line.box.slot, "shrink")
            for line in self.lines
            if not line.box.holds(
                f"{line.before}{format_value(values[line.box.slot])}{line.after}", line.box.steps[-1]
            )
        ]
        seen = [
            Misprint(cell.slot, cell.address, why)
            for cell in self.cells
            if cell.format and (why := cell.explain_format(values.get(cell.slot, "")))
        ]
        return FittedValues(values, tuple(small), self.guarded.find_blank(values), tuple(seen))

    @property
    def varies(self) -> bool:
        """Return whether anything in a workbook differs from workbook to workbook."""
        return bool(self.slots)

    def continues(self, values: Mapping[str, SlotValue]) -> tuple[str, ...]:
        """Return no slot: no text of a sheet continues on another page."""
        del values
        return ()

    def render(self, values: Mapping[str, SlotValue], drafted: Sequence[str] = ()) -> bytes:
        """Return the workbook of one document. Raises FormgenError D122 for text XML cannot hold."""
        guarded = bool(self.guarded.find_blank(values))
        texts, fixed = (self.guarded.texts, self.guarded.fixed) if guarded else (self.texts, self.fixed)
        pieces = [*texts, *texts[1:]]
        words = [format_value(values[slot]) for slot in self.slots]
        pieces[::2], pieces[1::2] = texts, [cell.xml(values, words).encode() for cell in self.cells]
        sheet = package.compress(self.sheet.part, b"".join(pieces))
        says = {
            **self.identity,
            **name_document(self.named_by, values, drafted),
            **checksum_texts(self.slots, words),
        }
        title = [self.title.write(values)] if self.title else []
        return package.join(signed([*fixed, sheet, *title], says, self.kept))

    def open(self, data: bytes) -> OpenedDocument:
        """Open a workbook through the template. Raises UnreadableError for one that is damaged or of another shape."""
        return open_document(
            data,
            lambda parts, _: ExcelBody(
                self.cells,
                self.printed_cells,
                parts,
                self.sheet.name,
                self.printed_things,
                self.guarded.own,
                self.other_texts,
                self.page,
            ),
        )


def compile_excel(file: TemplateFile, form: Form, contents: Contents) -> ExcelTemplate:
    """Compile an Excel template for what its form may print. Raises FormgenError T101, T102 or T155."""
    shown = f"{form.id}/{file.name}"
    parts = read_template_parts(file.data, ".xlsx", shown)
    try:
        return _compile(parts, form, contents, shown)
    except UnreadableError as error:
        raise report_fault(shown, str(error)) from error
    except (AttributeError, LookupError, StopIteration, SyntaxError, TypeError, ValueError) as error:
        raise report_fault(shown, _DAMAGED) from error  # lxml's errors are SyntaxErrors


def _compile(parts: dict[str, bytes], form: Form, contents: Contents, shown: str) -> ExcelTemplate:
    kept = kept_properties(parts)
    parts = prepared(parts)
    title = take_document_title(parts, form.spec.title, contents.whose)
    drop_calculation_order(parts)
    book = open_book(parts, shown)
    faulty = tuple(find_faulty_formulas(book))
    own, sheet, seen = book.form, book.form.sheet, contents.make_context(write_field)
    copies, operands = repeat_row(book, find_loop(book), len(seen["rows"]))
    fill_rows(sheet, copies, seen, shown)
    fill_fixed(sheet, seen, shown)
    _count_fixed(sheet, operands)
    printed_cells = tuple(_list_printed(sheet, Grid(sheet.tree, OpenedBook.of(parts, sheet.workbook))))
    lines = tuple(_lines(sheet, contents.slots))
    cells = _take_cells(sheet, _find_totals(sheet, copies, contents), parts, operands)
    things = tuple(list_laid_things(parts, own.part))
    others = tuple(list_other_texts(parts, own.part))
    del parts[own.part]
    parts[WORKBOOK_PART] = write_part(sheet.workbook)
    scores = contents.list_scores()
    held = {each.address: each.slot for each in cells if each.slot in scores}
    fixed = tuple(package.compress(name, data) for name, data in parts.items())
    return ExcelTemplate(
        fixed=fixed,
        texts=_write_texts(sheet),
        cells=cells,
        identity=identify_form(form, contents),
        named_by=contents.named_by,
        slots=tuple(slot for cell in cells for slot in cell.slots),
        sheet=SheetName(own.name, own.part),
        printed_cells=printed_cells,
        lines=lines,
        kept=kept,
        guarded=guard_formulas(book, fixed, held, _write_texts),
        title=title,
        printed_things=things,
        other_texts=others,
        faulty_formulas=faulty,
        page=read_sheet_page(sheet.tree, sheet.workbook, own.name),
    )


def _write_pieces(sheet: Worksheet) -> list[str]:
    """Return the XML of a sheet, with the number of a hole between each two texts."""
    return _HOLE.split(_HEADER.decode() + etree.tostring(sheet.tree, encoding="unicode"))


def _write_texts(sheet: Worksheet) -> tuple[bytes, ...]:
    """Return the texts between the holes of a sheet."""
    return tuple(piece.encode() for piece in _write_pieces(sheet)[::2])


def _list_printed(sheet: Worksheet, grid: Grid) -> Iterator[PrintedCell]:
    """Yield the cells with a text and no slot."""
    for cell in sheet.cells():
        text, address = sheet.text(cell), cell.get("r", "")
        if text and "{{" not in text:
            place = parse_address(address)
            text = grid.see(place).text if cell.get("t") in _TEXTS else text  # of a symbol font as it is seen
            yield PrintedCell(address, text, grid.list_looks(place))


def _numbered(cells: Iterable[SlotCell]) -> tuple[SlotCell, ...]:
    """Return cells that know the number of their first slot, and totals that know those of the slots they add up."""
    found = list[SlotCell]()
    for cell in cells:
        first = found[-1].first + len(found[-1].slots) if found else 0
        found.append(replace(cell, first=first))
    places = {slot: cell.first + at for cell in found for at, slot in enumerate(cell.slots)}
    return tuple(
        replace(cell, total=replace(total, places=tuple(places[slot] for slot in total.added)))
        if (total := cell.total)
        else cell
        for cell in found
    )


def _count_fixed(sheet: Worksheet, operands: Collection[str]) -> None:
    """Make numbers of the texts that formulas use: they pass over a text."""
    for cell in sheet.cells():
        if cell.get("r") in operands and is_number(sheet.text(cell)):
            sheet.write_number(cell, sheet.text(cell))


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


def _find_totals(sheet: Worksheet, copies: Sequence[Element], contents: Contents) -> dict[str, TotalFormula]:
    """Return the formulas of totals by the address of their cell: of those that stand below the points they add up."""
    rows = [row for section in contents.sections for row in section.rows] if copies else []
    elements = [element for element, row in zip(copies, rows, strict=True) if row.counts]
    names = {slot: name for name, slot in contents.total.columns.items()}
    found = {}
    for cell in sheet.cells():
        alone = FIELD.fullmatch(sheet.text(cell))
        if not elements or not alone or alone[1] not in names:
            continue
        added = tuple(row.columns[names[alone[1]]] for row in contents.added)
        column = column_of(cell)
        above = [each for element in elements for each in element if column_of(each) == column]
        if tuple(match[1] for each in above if (match := FIELD.fullmatch(sheet.text(each)))) == added:
            numbers = [int(element.get("r", "0")) for element in elements]
            formula = write_sum(list(join_rows(column, numbers)), len(added), contents.left_out)
            address = cell.get("r", "")
            found[address] = TotalFormula(formula, f"<f>{escape_value(formula, address)}</f>", added)
    return found


def _take_cells(
    sheet: Worksheet, totals: Mapping[str, TotalFormula], parts: dict[str, bytes], operands: Collection[str]
) -> tuple[SlotCell, ...]:
    """Take the cells that hold slots out of the sheet, and return them in the order of their holes.

    Styles that they need besides are added to the parts.
    """
    cells = _cut_holes(sheet, totals)
    looks = CellLooks.of(sheet.tree, parse_part(parts[STYLES]) if STYLES in parts else None)
    ordered = _numbered(looks.dress(cells[int(at)], operands) for at in _write_pieces(sheet)[1::2])
    if looks.plain and looks.plain.added:
        parts[STYLES] = write_part(looks.plain.styles)
    return ordered


def _cut_holes(sheet: Worksheet, totals: Mapping[str, TotalFormula]) -> list[SlotCell]:
    """Take the cells that hold slots out of the sheet, leaving numbered holes; ``totals`` get their formulas."""
    cells: list[SlotCell] = []
    for cell in list(sheet.cells()):
        text = sheet.text(cell)
        if not FIELD.search(text):
            continue
        address = cell.get("r", "")
        hole = etree.Element(f"{{{NS}}}formgen")
        hole.set("at", str(len(cells)))
        parent = cell.getparent()
        if parent is not None:
            parent.replace(cell, hole)
        cells.append(SlotCell.of(address, cell.get("s", "0"), sheet.runs(cell), totals.get(address)))
    return cells
