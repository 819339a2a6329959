"""The sheets of an .xlsx workbook as grids: numbers exact, merged ranges, formulas without results told apart.

Read straight from the XML: openpyxl hands over floats, warns on what it does not know, and needs two
passes to tell a formula without a stored result from an empty cell.
"""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite

from lxml import etree

from formgen.exact import of_float
from formgen.intake import dates
from formgen.intake.files import Package, fault
from formgen.intake.raw import Cell, Value
from formgen.intake.tables import MOST_BLANK_ROWS, Grid, Range, letters, refuse_size
from formgen.problems import Place

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # parts of a number format that print as they are
_DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_PERCENT_FORMATS = frozenset({9, 10})


@dataclass(frozen=True, slots=True)
class _Style:
    """What a cell style says about a number."""

    date: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of every sheet refer to."""

    file: str
    strings: list[str]
    styles: list[_Style]
    from_1904: bool


def of_xlsx(data: bytes, file: str) -> list[Grid]:
    """Return the visible sheets of a workbook in their order. Raises FormgenError F102, F105 or F109."""
    package = Package(data, file)
    try:
        return _grids(package, file)
    except (etree.XMLSyntaxError, ValueError, IndexError) as error:
        raise fault(file, "F109", "工作簿内容不完整") from error


def _grids(package: Package, file: str) -> list[Grid]:
    main = _target(package, "", "/officeDocument") or "xl/workbook.xml"
    root = _parsed(package.read(main))
    strings = _target(package, main, "/sharedStrings")
    styles = _target(package, main, "/styles")
    properties = root.find("{*}workbookPr")
    book = _Book(
        file,
        _strings(package.read(strings)) if strings in package.names else [],
        _styles(package.read(styles)) if styles in package.names else [],
        properties is not None and properties.get("date1904") in {"1", "true"},
    )
    parts = _relations(package, main)
    grids = []
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        part = next(
            (parts[value][1] for key, value in sheet.attrib.items() if _is_id(key) and value in parts), ""
        )
        if sheet.get("state", "visible") == "visible" and "worksheets/" in part:
            grids.append(_grid(package.read(part), str(sheet.get("name", "")), book))
    return grids


def _is_id(name: str | bytes) -> bool:
    return str(name).endswith("}id")


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part: id to type and part name."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package.names:
        return {}
    return {
        str(each.get("Id")): (
            str(each.get("Type")),
            posixpath.normpath(posixpath.join("/", folder, str(each.get("Target")))).lstrip("/"),
        )
        for each in _parsed(package.read(path)).iterfind("{*}Relationship")
    }


def _target(package: Package, part: str, kind: str) -> str:
    """Return the part that a relation of some type leads to, empty when there is none."""
    found = _relations(package, part).values()
    return next((target for type_, target in found if type_.endswith(kind)), "")


def _strings(data: bytes) -> list[str]:
    return [_rich_text(item) for item in _parsed(data).iterfind("{*}si")]


def _rich_text(item: etree._Element) -> str:
    """Return the text of a string item, without its phonetic guide."""
    texts = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return _unescaped("".join(each.text or "" for each in texts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _styles(data: bytes) -> list[_Style]:
    root = _parsed(data)
    codes = {
        int(each.get("numFmtId", "0")): str(each.get("formatCode", ""))
        for each in root.iterfind("{*}numFmts/{*}numFmt")
    }
    return [_style(int(each.get("numFmtId", "0")), codes) for each in root.iterfind("{*}cellXfs/{*}xf")]


def _style(number: int, codes: Mapping[int, str]) -> _Style:
    code = _LITERAL.sub("", codes.get(number, ""))
    return _Style(
        date=number in _DATE_FORMATS or re.search("[yYdD]", code) is not None,
        percent=number in _PERCENT_FORMATS or "%" in code,
    )


def _grid(data: bytes, sheet: str, book: _Book) -> Grid:
    rows: dict[int, dict[int, Cell]] = {}
    last = 0
    for number, row in _rows(data):
        if number - last > MOST_BLANK_ROWS:
            break
        cells = _cells(row, number, sheet, book)
        if cells:
            rows[number], last = cells, number
            refuse_size(book.file, len(rows), max(cells))
    return Grid(book.file, sheet, rows, tuple(_merged(data)))


def _rows(data: bytes) -> Iterator[tuple[int, etree._Element]]:
    """Yield the rows one at a time, each freed before the next."""
    number = 0
    stream = io.BytesIO(data)
    for _, row in etree.iterparse(
        stream, events=("end",), tag="{*}row", resolve_entities=False, no_network=True, huge_tree=False
    ):
        number = int(row.get("r", number + 1))
        yield number, row
        row.clear()
        parent = row.getparent()
        while parent is not None and row.getprevious() is not None:
            del parent[0]


def _merged(data: bytes) -> Iterator[Range]:
    """Yield the merged ranges, which stand behind the rows and so need no walk through them."""
    for match in _MERGED.finditer(data, max(data.rfind(b"sheetData>"), 0)):
        first, last = match[1].decode().split(":")
        (left, top), (right, bottom) = _position(first), _position(last)
        yield Range(top, left, bottom, right)


def _position(reference: str) -> tuple[int, int]:
    """Return column and row of a reference such as ``AB12``. Raises ValueError when it is none."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(match[2])


def _cells(row: etree._Element, number: int, sheet: str, book: _Book) -> dict[int, Cell]:
    """Return the non-empty cells of a row."""
    found: dict[int, Cell] = {}
    column = 0
    for element in row.iterfind("{*}c"):
        reference = element.get("r")
        column = _position(reference)[0] if reference else column + 1
        place = Place(file=book.file, sheet=sheet, cell=reference or f"{letters(column)}{number}")
        if cell := _cell(element, place, book):
            found[column] = cell
    return found


def _cell(element: etree._Element, place: Place, book: _Book) -> Cell | None:
    """Return one cell, None when it is empty."""
    kind = element.get("t", "n")
    if kind == "inlineStr":
        inline = element.find("{*}is")
        return _text_cell("" if inline is None else _rich_text(inline), place)
    typed = element.findtext("{*}v") or ""
    if typed:
        style = _style_of(element, book)
        return _filled(kind, typed, style, place, book)
    waiting = kind == "n" and element.find("{*}f") is not None
    return Cell("", place, fault="formula") if waiting else None


def _filled(kind: str, typed: str, style: _Style, place: Place, book: _Book) -> Cell | None:
    """Return a cell that holds something, by the type the file gives it."""
    match kind:
        case "s":
            return _text_cell(book.strings[int(typed)], place)
        case "b":
            return Cell(typed == "1", place)
        case "e":
            return Cell(typed, place, fault="error")
        case "n":
            return _number_cell(typed, style, place, from_1904=book.from_1904)
        case "d":
            return Cell(dates.parse(typed[:10]) or typed, place)
        case _:
            return _text_cell(_unescaped(typed), place)


def _text_cell(text: str, place: Place) -> Cell | None:
    return Cell(text, place) if text.strip() else None


def _style_of(element: etree._Element, book: _Book) -> _Style:
    at = int(element.get("s", "0"))
    return book.styles[at] if at < len(book.styles) else _Style()


def _number_cell(typed: str, style: _Style, place: Place, *, from_1904: bool) -> Cell:
    """Return a number as the decimal that was typed, or the day it means."""
    number = float(typed)
    if not isfinite(number):
        return Cell(typed, place)
    value: Value = of_float(number)
    if style.date and isinstance(value, Fraction):
        value = dates.of_serial(value, from_1904=from_1904) or value
    return Cell(value, place, percent=style.percent)
