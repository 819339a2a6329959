"""An Excel document opened through its template: slots by the address of their cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import PurePosixPath

from lxml import etree

from formgen.forms.excel.cell import TAG, SlotCell
from formgen.forms.excel.grid import NS, Element, Grid
from formgen.forms.marks import plain
from formgen.forms.spans import OTHER_SHAPE, Span, between, cut
from formgen.forms.text import Value, clean, printed
from formgen.office.package import UnreadableError

_S = f"{{{NS}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ROW = re.compile(r"\d+")


@dataclass
class ExcelBody:
    """The slots of an Excel document. Raises UnreadableError for one without the sheet of the form."""

    slots: tuple[SlotCell, ...]
    words: tuple[tuple[str, str], ...]
    raw: dict[str, bytes]
    name: str = field(init=False)
    grid: Grid = field(init=False)
    cells: dict[str, Element] = field(init=False)
    found: list[tuple[SlotCell, Span | None]] = field(init=False)

    def __post_init__(self) -> None:
        """Find every slot; a row whose printed words stand elsewhere is not read."""
        self.name = first_sheet(self.raw)
        self.grid = Grid(self.raw[self.name], self._strings(), self.raw[_WORKBOOK])
        self.cells = {cell.get("r", ""): cell for cell in self.grid.cells()}
        astray = {_row(at) for at, text in self.words if plain(self._text(at)) != plain(text)}
        self.found = []
        for cell in self.slots:
            pieces = TAG.split(cell.text)
            shown = self._text(cell.address)
            spans = None if _row(cell.address) in astray else between(pieces[::2], shown)
            self.found += [(cell, spans[at] if spans else None) for at in range(len(pieces) // 2)]
        if not any(span for _, span in self.found):
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
            return self.grid.text(cell)
        return f"{float(value):.15g}" if cell.get("t", "n") == "n" and value else value

    def texts(self) -> list[str | None]:
        """Return what stands in each slot; None where the surroundings are not as printed."""
        return [cut(self._text(cell.address), span) if span else None for cell, span in self.found]

    def derived(self) -> frozenset[int]:
        """Return the totals that are still formulas."""
        return frozenset(
            at for at, (cell, _) in enumerate(self.found) if cell.total and self._formula(cell.address)
        )

    def _formula(self, address: str) -> bool:
        cell = self.cells.get(address)
        return cell is not None and cell.find(f"{_S}f") is not None

    def places(self) -> list[str]:
        """Return where each slot stands."""
        return [f"单元格{cell.address}" for cell, _ in self.found]

    def written(self, values: Mapping[int, Value]) -> dict[str, bytes]:
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
                f"{shown[: span[0]]}{printed(value)}{shown[span[1] :]}" if around else value,
            )
        header = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return {**self.raw, self.name: header + etree.tostring(self.grid.sheet)}

    def _put(self, cell: Element, value: Value) -> None:
        """Put a value into a cell: a figure as a number, the result of a formula beside its formula."""
        formula = cell.find(f"{_S}f")
        figure = isinstance(value, Fraction)
        self.grid.write(cell, "" if figure or formula is not None else clean(printed(value)))
        if formula is not None:
            cell.append(formula)
            if not figure:
                cell.set("t", "str")
        if figure or formula is not None:
            etree.SubElement(cell, f"{_S}v").text = printed(value)

    def _cell(self, address: str) -> Element:
        """Return a cell, made where the document has none."""
        if address not in self.cells:
            self.cells[address] = self.grid.made(address)
        return self.cells[address]


def _row(address: str) -> str:
    match = _ROW.search(address)
    return match[0] if match else ""


def first_sheet(parts: Mapping[str, bytes]) -> str:
    """Return the part of the first worksheet. Raises KeyError or StopIteration where there is none."""
    book = etree.fromstring(parts[_WORKBOOK], etree.XMLParser(resolve_entities=False))
    wanted = next(book.iter(f"{_S}sheet")).get(f"{_R}id")
    relations = etree.fromstring(parts[_RELATIONS], etree.XMLParser(resolve_entities=False))
    target = next(each.get("Target", "") for each in relations if each.get("Id") == wanted)
    path = PurePosixPath(target) if target.startswith("/") else PurePosixPath("/xl") / target
    return str(path).lstrip("/")
