"""Cells of a sheet that are too narrow for a text that was written into them, by a careful estimate. Knows SpreadsheetML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from unicodedata import east_asian_width

from formgen.binding.cells import FormCell
from formgen.binding.edits import PlaceEdit
from formgen.binding.excel_cells import ExcelBlank, address
from formgen.binding.fields import BoundField
from formgen.forms.xmltree import Element, parse_xml

_USUAL_WIDTH, _USUAL_SIZE = (
    8.43,
    11.0,
)  # characters of a column, points of type, where a workbook says nothing
_LINE, _SPARE = 1.25, 0.5  # height of a line in sizes of type; characters that may be missing


@dataclass(frozen=True, slots=True)
class _Style:
    """How a cell shows a text that is wider than itself: wrapped, shrunk, or cut off; and its size of type."""

    wraps: bool
    shrinks: bool
    size: float


def find_narrow(
    written: ExcelBlank, parts: Mapping[str, bytes], edits: Iterable[PlaceEdit]
) -> list[BoundField]:
    """Return the fields whose text is cut off, or runs over the cells beside, in a workbook that was written.

    Where the form's own text is too wide already, the form was drawn so.
    """
    texts = {
        (cell.table, cell.row, cell.col): cell.text for table in written.form.tables for cell in table.cells
    }
    styles = _read_styles(parts)
    sheets = dict[int, Element]()
    found = list[BoundField]()
    for edit in edits:
        cell = edit.cell
        if cell is None or edit.field in found or edit.photo:
            continue
        tree = sheets.setdefault(cell.table, parse_xml(parts[written.parts[cell.table]]))
        text = texts[cell.table, cell.row, cell.col]
        if _is_narrow(tree, cell, text, styles) and not _is_narrow(tree, cell, cell.text, styles):
            found.append(edit.field)
    return found


def _is_narrow(tree: Element, cell: FormCell, text: str, styles: list[_Style]) -> bool:
    node = next(
        (each for each in tree.iterfind("{*}sheetData/{*}row/{*}c") if each.get("r") == address(cell)), None
    )
    if node is None or node.get("t", "n") == "n":
        return False
    at = int(_number(node, "s", 0))
    style = styles[at] if at < len(styles) else _Style(wraps=False, shrinks=False, size=_USUAL_SIZE)
    width = _width(tree, cell) * _USUAL_SIZE / style.size
    lines = _widths(text)
    if style.shrinks:
        return False
    if not style.wraps:
        return max(lines) > width + _SPARE
    height = _fixed_height(tree, cell)
    needed = sum(max(1, -int(-line // max(width, 1))) for line in lines)
    return bool(height) and needed * style.size * _LINE > height + style.size / 2


def _widths(text: str) -> list[int]:
    """Return the width of each line of a text in characters of half width."""
    return [sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in line) for line in text.split("\n")]


def _number(node: Element | None, name: str, usual: float) -> float:
    """Return a number of a node, what is usual where it has none that can be read."""
    try:
        return abs(float(node.get(name, usual))) if node is not None else usual
    except ValueError:
        return usual


def _width(tree: Element, cell: FormCell) -> float:
    """Return the width of a cell in characters."""
    form = tree.find("{*}sheetFormatPr")
    usual = _number(form, "defaultColWidth", _USUAL_WIDTH)
    widths: dict[int, float] = {}
    for each in tree.iterfind("{*}cols/{*}col"):
        first, last = int(_number(each, "min", 0)), int(_number(each, "max", 0))
        for col in range(max(first, cell.col), min(last, cell.last_col) + 1):
            widths[col] = _number(each, "width", usual)
    return sum(widths.get(col, usual) for col in range(cell.col, cell.last_col + 1))


def _fixed_height(tree: Element, cell: FormCell) -> float:
    """Return the height of a cell in points where its rows have one of their own, else 0: they grow with their text."""
    rows = {row.get("r"): row for row in tree.iterfind("{*}sheetData/{*}row")}
    heights = [rows.get(str(row)) for row in range(cell.row, cell.last_row + 1)]
    if any(row is None or row.get("customHeight") not in {"1", "true"} for row in heights):
        return 0
    return sum(_number(row, "ht", 0) for row in heights)


def _read_styles(parts: Mapping[str, bytes]) -> list[_Style]:
    part = parts.get("xl/styles.xml")
    if part is None:
        return []
    tree = parse_xml(part)
    sizes = [_number(font.find("{*}sz"), "val", _USUAL_SIZE) for font in tree.iterfind("{*}fonts/{*}font")]
    found = list[_Style]()
    for style in tree.iterfind("{*}cellXfs/{*}xf"):
        alignment, font = style.find("{*}alignment"), int(_number(style, "fontId", 0))
        said = {
            name: alignment is not None and alignment.get(name) in {"1", "true"}
            for name in ("wrapText", "shrinkToFit")
        }
        size = sizes[font] if font < len(sizes) and sizes[font] > 0 else _USUAL_SIZE
        found.append(_Style(said["wrapText"], said["shrinkToFit"], size))
    return found
