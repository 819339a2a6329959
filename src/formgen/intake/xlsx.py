"""The sheets of an .xlsx workbook as tables: exact numbers, merged ranges, and formulas without results distinguished from empty cells.

Read straight from the XML: openpyxl returns floats, warns about what it does not know, and needs two
passes to distinguish a formula without a stored result from an empty cell.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import IO, NamedTuple

from lxml import etree

from formgen.intake.files import Package, file_error
from formgen.intake.raw import PLAIN, CellKind, Style
from formgen.intake.rows import CellPattern, PackedRows
from formgen.intake.tables import MOST_BLANK_ROWS, Range, Table, refuse_size
from formgen.office.cells import format_column, parse_address

_MERGED = re.compile(rb'sheetData>|<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # parts of a number format that print as they are
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)  # [h]:mm
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BOOLEANS = {"1": "1", "true": "1", "0": "0", "false": "0"}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_STRUCK = "\u0336"  # a line through the sign before it
_PERCENT_FORMATS = frozenset({9, 10})


class _Content(NamedTuple):
    """What is in a cell: a text and how to read it; ``shared`` texts are indexes of shared strings."""

    kind: CellKind
    text: str
    style: Style = PLAIN
    shared: bool = False


class _Relation(NamedTuple):
    """Where one part of the package refers to: the type of the relation and the part it leads to."""

    type: str
    target: str


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of all sheets refer to."""

    file: str
    strings: list[str]
    styles: list[Style]


def read_xlsx(data: bytes, file: str) -> list[Table]:
    """Return the visible sheets of a workbook in their order. Raises FormgenError F102, F105 or F109."""
    package = Package(data, file)
    try:
        return _read_tables(package, file)
    except (etree.XMLSyntaxError, ValueError, IndexError) as error:
        raise file_error(file, "F109", "工作簿内容不完整") from error


def _read_tables(package: Package, file: str) -> list[Table]:
    main = _find_target(package, "", "/officeDocument") or "xl/workbook.xml"
    root = _parse(package.read(main))
    strings = _find_target(package, main, "/sharedStrings")
    styles = _find_target(package, main, "/styles")
    properties = root.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    book = _Book(
        file,
        _read_strings(package, strings) if strings in package.names else [],
        _read_styles(package.read(styles), from_1904=from_1904) if styles in package.names else [],
    )
    relations = _read_relations(package, main)
    tables = []
    for sheet in root.iterfind("{*}sheets/{*}sheet"):
        part = next(
            (
                relations[value].target
                for key, value in sheet.attrib.items()
                if _is_id(key) and value in relations
            ),
            "",
        )
        if sheet.get("state", "visible") == "visible" and "worksheets/" in part:
            merged = tuple(_read_merged(package.pieces(part)))
            with package.open(part) as stream:
                rows = _Reader(book, str(sheet.get("name", ""))).read(stream)
            tables.append(Table(file, str(sheet.get("name", "")), rows, merged))
    return tables


def _is_id(name: str | bytes) -> bool:
    return str(name).endswith("}id")


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _read_relations(package: Package, part: str) -> dict[str, _Relation]:
    """Return the relations of a part by their ids."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in package.names:
        return {}
    return {
        str(each.get("Id")): _Relation(
            str(each.get("Type")),
            posixpath.normpath(posixpath.join("/", folder, str(each.get("Target")))).lstrip("/"),
        )
        for each in _parse(package.read(path)).iterfind("{*}Relationship")
    }


def _find_target(package: Package, part: str, kind: str) -> str:
    """Return the part that a relation of some type leads to, empty when there is none."""
    found = _read_relations(package, part).values()
    return next((each.target for each in found if each.type.endswith(kind)), "")


def _read_strings(package: Package, part: str) -> list[str]:
    """Return the shared strings, read one at a time."""
    for _ in package.pieces(part):
        pass  # all of it is checked before any of it is parsed
    with package.open(part) as stream:
        return [_read_rich_text(item) for item in iterate_elements(stream, "si") if _is_second(item)]


def _is_second(item: etree._Element) -> bool:
    """Return whether an element is directly below the root."""
    parent = item.getparent()
    return parent is not None and parent.getparent() is None


def iterate_elements(stream: IO[bytes], *names: str) -> Iterator[etree._Element]:
    """Yield the elements with certain names one at a time, each freed before the next."""
    tags = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(
        stream, events=("end",), tag=tags, resolve_entities=False, no_network=True, huge_tree=False
    ):
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _read_rich_text(item: etree._Element) -> str:
    """Return the text of a string item, without its phonetic guide; raised, lowered and struck signs stay so."""
    texts = [each.text or "" for each in item.iterfind("{*}t")]
    return _unescape("".join([*texts, *map(_read_run, item.iterfind("{*}r"))]))


def _read_run(run: etree._Element) -> str:
    """Return the text of a run: a footnote mark behind a number must not become one of its digits."""
    text = "".join(each.text or "" for each in run.iterfind("{*}t"))
    raised = run.find("{*}rPr/{*}vertAlign")
    match "" if raised is None else raised.get("val"):
        case "superscript":
            text = text.translate(_RAISED)
        case "subscript":
            text = text.translate(_LOWERED)
        case _:
            pass
    struck = run.find("{*}rPr/{*}strike")
    if struck is None or struck.get("val", "1") in {"0", "false"}:
        return text
    return "".join(sign if sign.isspace() else sign + _STRUCK for sign in text)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _read_styles(data: bytes, *, from_1904: bool) -> list[Style]:
    root = _parse(data)
    codes = {
        int(each.get("numFmtId", "0")): str(each.get("formatCode", ""))
        for each in root.iterfind("{*}numFmts/{*}numFmt")
    }
    return [
        _read_style(int(each.get("numFmtId", "0")), codes, from_1904=from_1904)
        for each in root.iterfind("{*}cellXfs/{*}xf")
    ]


def _read_style(number: int, codes: Mapping[int, str], *, from_1904: bool) -> Style:
    full = codes.get(number, "")
    code = _LITERAL.sub("", full)
    timed = re.search("[yYdDhHsS]", code) or _ELAPSED.search(full)
    return Style(
        date=number in _DATE_FORMATS or timed is not None,
        percent=number in _PERCENT_FORMATS or "%" in code,
        from_1904=from_1904,
    )


def _read_merged(pieces: Iterator[bytes]) -> list[Range]:
    """Return the merged ranges, which come after the rows and so can be found without parsing them."""
    found: list[Range] = []
    for piece in pieces:
        for match in _MERGED.finditer(piece):
            if match[1] is None:
                found.clear()
                continue
            first, last = match[1].decode().split(":")
            (left, top), (right, bottom) = parse_address(first), parse_address(last)
            found.append(Range(top, left, bottom, right))
    return found


class _Reader:
    """Reads one sheet into packed rows; everything in a row is checked here, so that unpacking cannot fail."""

    def __init__(self, book: _Book, sheet: str) -> None:
        """Start without rows."""
        self._book = book
        self._rows = PackedRows(book.file, sheet, book.strings)
        self._patterns: dict[tuple[int, CellKind, Style, bool], CellPattern] = {}
        self._columns: dict[str, int] = {}

    def read(self, stream: IO[bytes]) -> PackedRows:
        """Read the rows until a thousand are blank. Raises FormgenError F105."""
        number = last = 0
        for row in iterate_elements(stream, "row"):
            number = int(row.get("r", number + 1))
            if number - last > MOST_BLANK_ROWS:
                break
            if widest := self._read_row(row, number):
                last = number
                refuse_size(self._book.file, len(self._rows), widest)
        return self._rows

    def _read_row(self, row: etree._Element, number: int) -> int:
        """Pack the non-empty cells of a row; return its last column, 0 when it is blank."""
        patterns: list[CellPattern] = []
        texts: list[str] = []
        odd: dict[int, str] = {}
        column, tail = 0, str(number)
        for element in row.iterchildren("{*}c"):
            reference = element.get("r")
            usual = not reference
            if not reference:
                column += 1
            elif reference.endswith(tail) and (known := self._columns.get(reference[: -len(tail)])):
                column, usual = known, True
            else:
                column = parse_address(reference).column
                self._columns[format_column(column)] = column
            if found := self._read_cell(element):
                kind, text, style, shared = found
                if not usual and reference != f"{format_column(column)}{tail}":
                    odd[len(patterns)] = str(reference)
                patterns.append(self._pattern(column, kind, style, shared=shared))
                texts.append(text)
        if patterns:
            self._rows.add(number, patterns, texts, odd)
        return max((pattern.column for pattern in patterns), default=0)

    def _pattern(self, column: int, kind: CellKind, style: Style, *, shared: bool) -> CellPattern:
        key = (column, kind, style, shared)
        pattern = self._patterns.get(key)
        if pattern is None:
            pattern = self._patterns[key] = CellPattern(column, kind, style, shared)
        return pattern

    def _read_cell(self, element: etree._Element) -> _Content | None:
        """Return what is in one cell, None when it is empty."""
        kind = element.get("t", "n")
        if kind == "inlineStr":
            inline = element.find("{*}is")
            return _text("" if inline is None else _read_rich_text(inline))
        value = next(element.iterchildren("{*}v"), None)
        content = "" if value is None else value.text
        if content:
            return self._read_filled(kind, content, self._read_style(element.get("s", "0")))
        waiting = kind == "n" and element.find("{*}f") is not None
        return _Content("formula", "") if waiting else None

    def _read_style(self, number: str) -> Style:
        at, styles = int(number), self._book.styles
        return styles[at] if at < len(styles) else PLAIN

    def _read_filled(self, kind: str, content: str, style: Style) -> _Content | None:
        """Return what is in a cell, by the type the file gives it. Raises ValueError or IndexError for nonsense."""
        match kind:
            case "n":
                usual = isfinite(float(content)) and _NUMBER.fullmatch(content)
                return _Content("number", content, style) if usual else _text(content)
            case "s":
                text = self._book.strings[int(content)]
                return _Content("text", content, shared=True) if text.strip() else None
            case "b":
                known = _BOOLEANS.get(content)
                return _Content("bool", known) if known else _Content("error", content)
            case "e":
                return _Content("error", content)
            case "d":
                return _Content("date", content)
            case _:
                return _text(_unescape(content))


def _text(text: str) -> _Content | None:
    return _Content("text", text) if text.strip() else None
