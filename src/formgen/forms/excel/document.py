"""The body of an Excel document, opened again: slots by the address of their cell.

Knows the cells of a compiled sheet and the parts of a document; touches no file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath
from typing import NamedTuple

from lxml import etree

from formgen.forms.contents import FIELD
from formgen.forms.excel.cells import PrintedCell, SlotCell, describe_cells
from formgen.forms.excel.runs import NS
from formgen.forms.excel.worksheet import Worksheet
from formgen.forms.spans import OTHER_SHAPE, Span, cut_span, find_spans
from formgen.forms.text import SlotValue, clean, format_value, strip_blanks
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.package import UnreadableError

_S = f"{{{NS}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ROW = re.compile(r"\d+")


class _FoundSlot(NamedTuple):
    """A slot: its cell in the template, and where its text lies in the cell's; None where that is not known."""

    cell: SlotCell
    span: Span | None


@dataclass
class ExcelBody:
    """The slots of an Excel document. Raises UnreadableError for one without the sheet of the form.

    ``with_slots`` and ``printed_cells`` are the cells of the template, ``sheet_name`` is the name of its sheet there.
    """

    with_slots: Sequence[SlotCell]
    printed_cells: Sequence[PrintedCell]
    raw: dict[str, bytes]
    sheet_name: str = ""
    name: str = field(init=False)
    sheet: Worksheet = field(init=False)
    cells: dict[str, Element] = field(init=False)
    found: list[_FoundSlot] = field(init=False)

    def __post_init__(self) -> None:
        """Find every slot; a row whose printed words stand elsewhere is not read."""
        self.name = find_sheet(self.raw, self.sheet_name)
        self.sheet = Worksheet(self.raw[self.name], self._strings(), self.raw[_WORKBOOK])
        self.cells = {cell.get("r", ""): cell for cell in self.sheet.cells()}
        astray = {
            _row(at) for at, text in self.printed_cells if strip_blanks(self._text(at)) != strip_blanks(text)
        }
        self.found = []
        for cell in self.with_slots:
            pieces = FIELD.split(cell.text)
            shown = self._text(cell.address)
            spans = None if _row(cell.address) in astray else find_spans(pieces[::2], shown)
            self.found += [_FoundSlot(cell, spans[at] if spans else None) for at in range(len(pieces) // 2)]
        if not any(each.span for each in self.found):
            raise UnreadableError(OTHER_SHAPE)

    def _strings(self) -> bytes | None:
        return next((data for name, data in self.raw.items() if name.lower() == "xl/sharedstrings.xml"), None)

    def _text(self, address: str) -> str:
        """Return what a cell shows: its text, or its number as a person typed it."""
        cell = self.cells.get(address)
        if cell is None:
            return ""
        value = cell.findtext(f"{_S}v") or ""
        if cell.get("t") in {"s", "inlineStr"}:
            return self.sheet.text(cell)
        return f"{float(value):.15g}" if cell.get("t", "n") == "n" and value else value

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the slots."""
        return tuple(slot for cell in self.with_slots for slot in cell.slots)

    def read_texts(self) -> list[str | None]:
        """Return what stands in each slot; None where the surroundings are not as printed."""
        return [
            cut_span(self._text(each.cell.address), each.span) if each.span else None for each in self.found
        ]

    def find_computed(self) -> frozenset[int]:
        """Return the totals that are still formulas."""
        return frozenset(
            at for at, each in enumerate(self.found) if each.cell.total and self._formula(each.cell.address)
        )

    def _formula(self, address: str) -> bool:
        cell = self.cells.get(address)
        return cell is not None and cell.find(f"{_S}f") is not None

    def describe_places(self) -> list[str]:
        """Return where each slot stands."""
        return describe_cells(self.with_slots)

    def write(self, values: Mapping[int, SlotValue]) -> dict[str, bytes]:
        """Return the parts of the document with values put into some slots that were found."""
        for at, value in sorted(
            values.items(), reverse=True
        ):  # from behind: spans in front stay where they are
            cell, span = self.found[at]
            if span is None:
                continue
            shown = self._text(cell.address)
            around = shown[: span[0]] + shown[span[1] :]
            self._put(
                self._cell(cell.address),
                f"{shown[: span[0]]}{format_value(value)}{shown[span[1] :]}" if around else cell.count(value),
            )
        self.sheet.drop_results({each.cell.address for each in self.found})
        header = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return {**self.raw, self.name: header + etree.tostring(self.sheet.tree)}

    def _put(self, cell: Element, value: SlotValue) -> None:
        """Put a value into a cell: a figure as a number, the result of a formula beside its formula."""
        formula = cell.find(f"{_S}f")
        figure = isinstance(value, Fraction)
        self.sheet.write(cell, "" if figure or formula is not None else clean(format_value(value)))
        if formula is not None:
            cell.append(formula)
            if not figure:
                cell.set("t", "str")
        if figure or formula is not None:
            etree.SubElement(cell, f"{_S}v").text = format_value(value)

    def _cell(self, address: str) -> Element:
        """Return a cell, made where the document has none."""
        if address not in self.cells:
            self.cells[address] = self.sheet.make_cell(address)
        return self.cells[address]


def _row(address: str) -> str:
    match = _ROW.search(address)
    return match[0] if match else ""


def find_first_sheet(parts: Mapping[str, bytes]) -> str:
    """Return the part of the first worksheet. Raises KeyError or StopIteration where there is none."""
    return find_sheet(parts, "")


def find_sheet(parts: Mapping[str, bytes], name: str) -> str:
    """Return the part of the worksheet of a name, of the first one where none is called so.

    Raises KeyError or StopIteration where there is no sheet.
    """
    sheets = list(parse_xml(parts[_WORKBOOK]).iter(f"{_S}sheet"))
    named = next((each for each in sheets if each.get("name") == name), None)
    wanted = (next(iter(sheets)) if named is None else named).get(f"{_R}id")
    relations = parse_xml(parts[_RELATIONS])
    target = next(each.get("Target", "") for each in relations if each.get("Id") == wanted)
    path = PurePosixPath(target) if target.startswith("/") else PurePosixPath("/xl") / target
    return str(path).lstrip("/")
