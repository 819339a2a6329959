"""Edits written into the sheets of a workbook: only the cells of the places change. Knows SpreadsheetML."""

from collections.abc import Iterable, Mapping
from operator import attrgetter

from lxml import etree

from formgen.binding.cells import FormCell
from formgen.binding.edits import GapPiece, PlaceEdit
from formgen.binding.excel_cells import address, read_excel
from formgen.binding.excel_formulas import BookFormulas, as_number, drop_results
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.cells import parse_address
from formgen.quoting import make_printable

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def write_excel(parts: Mapping[str, bytes], edits: Iterable[PlaceEdit]) -> dict[str, bytes]:
    """Return the parts of a workbook with the edits; every other part is the same bytes.

    A number that a formula uses goes in as a number, and the results of formulas are dropped.
    """
    read, formulas = read_excel(dict(parts)), BookFormulas(parts)
    by_sheet: dict[int, dict[FormCell, list[GapPiece]]] = {}
    for edit in edits:
        if edit.cell is not None:
            by_sheet.setdefault(edit.cell.table, {}).setdefault(edit.cell, []).extend(edit.pieces)
    found, stale = dict(parts), False
    for number, cells in by_sheet.items():
        name, part = read.form.tables[number - 1].name, read.parts[number]
        tree = parse_xml(parts[part])
        for cell, pieces in cells.items():
            used = formulas.uses(name, cell)
            stale = stale or used
            text = changed_text(cell.text, pieces)
            _write_text(_find(tree, cell), text, as_number(text) if used else "")
        found[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return drop_results(found) if stale else found


def changed_text(text: str, pieces: Iterable[GapPiece]) -> str:
    """Return a text with its pieces; a piece that is a line of its own ends with a line break."""
    for piece in sorted(pieces, key=attrgetter("order"), reverse=True):
        put = piece.text + ("\n" if piece.line else "")
        old = text[piece.start : piece.end]
        kept = (
            "\n" * old.count("\n") if not piece.line and old.strip() == "" and piece.end < len(text) else ""
        )
        text = text[: piece.start] + put + kept + text[piece.end :]
    return text


def _find(tree: Element, cell: FormCell) -> Element:
    """Return the element of a cell, made in its order where the sheet has none."""
    data = tree.find(f"{_S}sheetData")
    if data is None:
        data = etree.SubElement(tree, f"{_S}sheetData")
    row = next((each for each in data if each.get("r") == str(cell.row)), None)
    if row is None:
        row = etree.Element(f"{_S}row", r=str(cell.row))
        later = next((each for each in data if int(str(each.get("r"))) > cell.row), None)
        data.append(row) if later is None else later.addprevious(row)
    found = next((each for each in row if each.get("r") == address(cell)), None)
    if found is None:
        found = etree.Element(f"{_S}c", r=address(cell))
        later = next((each for each in row if parse_address(str(each.get("r"))).column > cell.col), None)
        row.append(found) if later is None else later.addprevious(found)
    return found


def _write_text(node: Element, text: str, number: str) -> None:
    """Let a cell hold a number, or else a text as text: what begins with = is no formula."""
    for child in list(node):
        node.remove(child)
    if number:
        node.attrib.pop("t", "")
        etree.SubElement(node, f"{_S}v").text = number
        return
    node.set("t", "inlineStr")
    inline = etree.SubElement(etree.SubElement(node, f"{_S}is"), f"{_S}t")
    inline.set(_SPACE, "preserve")
    inline.text = make_printable(text)
