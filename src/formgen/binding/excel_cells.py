"""Sheets of a workbook as a form of cells. Knows SpreadsheetML.

A cell without a line on any side is outside, unless the sheet has no lines at all.
"""

import posixpath
from dataclasses import dataclass

from formgen.binding.cells import CellTable, FormCell, FormOfCells
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.cells import format_column, parse_address

_MOST = 20000  # cells of one sheet: a form has fewer
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK = "xl/workbook.xml"
FORMULA = "0"  # what a formula shows is a number, whatever its result is: it is neither label nor blank


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as it was read: its number, name, tree; shared texts, which styles have lines, whether formulas show results."""

    number: int
    name: str
    tree: Element
    texts: list[str]
    lined: list[bool]
    results: bool = False


@dataclass(frozen=True)
class ExcelBlank:
    """A workbook as a form of cells: the part of each sheet by its number."""

    form: FormOfCells
    parts: dict[int, str]


def address(cell: FormCell) -> str:
    """Return the address of the first cell of a range, such as B3."""
    return f"{format_column(cell.col)}{cell.row}"


def read_excel(parts: dict[str, bytes], *, results: bool = False) -> ExcelBlank:
    """Read the sheets that are seen; with ``results`` a formula reads as what it showed last, where that was kept.

    Raises etree.XMLSyntaxError or KeyError for a damaged workbook.
    """
    texts = _read_shared(parts)
    lined = _read_lined(parts)
    relations = parse_xml(parts["xl/_rels/workbook.xml.rels"])
    targets = {each.get("Id"): str(each.get("Target")) for each in relations}
    tables, places = list[CellTable](), dict[int, str]()
    for sheet in parse_xml(parts[_BOOK]).iterfind("{*}sheets/{*}sheet"):
        target = targets.get(sheet.get(_ID), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if sheet.get("state", "visible") != "visible" or "worksheets/" not in part:
            continue
        number = len(tables) + 1
        places[number] = part
        read = _Sheet(number, str(sheet.get("name", "")), parse_xml(parts[part]), texts, lined, results)
        tables.append(CellTable(number, read.name, tuple(_read_cells(read))))
    return ExcelBlank(FormOfCells(tuple(tables)), places)


def _read_shared(parts: dict[str, bytes]) -> list[str]:
    part = parts.get("xl/sharedStrings.xml")
    return [_plain(each) for each in parse_xml(part).iterfind("{*}si")] if part else []


def _plain(item: Element) -> str:
    """Return the text of a shared or inline string, without readings."""
    return "".join(
        node.text or ""
        for node in item.iter("{*}t")
        if (above := node.getparent()) is not None and not str(above.tag).endswith("}rPh")
    )


def _read_lined(parts: dict[str, bytes]) -> list[bool]:
    """Return for each style whether it draws a line on any side."""
    part = parts.get("xl/styles.xml")
    if part is None:
        return []
    tree = parse_xml(part)
    lines = [any(side.get("style") for side in each) for each in tree.iterfind("{*}borders/{*}border")]
    styles = tree.iterfind("{*}cellXfs/{*}xf")
    chosen = [int(each.get("borderId", "0")) for each in styles]
    return [at < len(lines) and lines[at] for at in chosen]


def _text_of(cell: Element, texts: list[str], *, results: bool) -> str:
    kind, value = cell.get("t", "n"), cell.find("{*}v")
    if cell.find("{*}f") is not None and not (results and value is not None and value.text):
        return FORMULA
    if kind == "inlineStr":
        return _plain(cell)
    found = value.text or "" if value is not None else ""
    if kind == "s":
        return texts[int(found)] if found.isdigit() and int(found) < len(texts) else ""
    return found


def _read_cells(sheet: _Sheet) -> list[FormCell]:
    """Return the cells of a sheet in reading order, a merged range as one."""
    contents, lines = dict[tuple[int, int], str](), set[tuple[int, int]]()
    for node in sheet.tree.iterfind("{*}sheetData/{*}row/{*}c"):
        if len(contents) >= _MOST:
            break
        place = parse_address(str(node.get("r")))
        key, style = (place.row, place.column), int(node.get("s", "0"))
        contents[key] = _text_of(node, sheet.texts, results=sheet.results)
        if style < len(sheet.lined) and sheet.lined[style]:
            lines.add(key)
    merged = _read_merged(sheet.tree)
    if not lines and contents:  # a sheet without lines: every cell among the texts may be a blank
        bottom, right = max(row for row, _ in contents), max(col for _, col in contents)
        if bottom * (right + 1) <= _MOST:
            contents = {key: contents.get(key, "") for key in _keys(1, 1, bottom, right + 1)}
    covered = {key for box in merged.values() for key in _keys(*box)}
    found = list[FormCell]()
    for key in sorted(set(contents) | set(merged)):
        if key in covered and key not in merged:
            continue
        box = merged.get(key, (*key, *key))
        outside = bool(lines) and not any(each in lines for each in _keys(*box))
        if outside and not contents.get(key, "").strip():
            continue
        rows, cols = box[2] - box[0] + 1, box[3] - box[1] + 1
        found.append(FormCell(sheet.number, *key, rows, cols, contents.get(key, ""), outside))
    return found


def _read_merged(tree: Element) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """Return the merged ranges by their first cell: first and last row and column."""
    found = dict[tuple[int, int], tuple[int, int, int, int]]()
    for node in tree.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = str(node.get("ref")).partition(":")
        start, end = parse_address(first), parse_address(last or first)
        if (end.row - start.row + 1) * (end.column - start.column + 1) <= _MOST:
            found[start.row, start.column] = (start.row, start.column, end.row, end.column)
    return found


def _keys(top: int, left: int, bottom: int, right: int) -> list[tuple[int, int]]:
    return [(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)]
