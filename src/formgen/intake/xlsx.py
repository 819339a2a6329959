"""The sheets of an .xlsx workbook as tables: exact numbers, merged ranges, and formulas without results distinguished from empty cells.

Read straight from the XML: openpyxl returns floats, warns about what it does not know, and needs two
passes to distinguish a formula without a stored result from an empty cell.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import IO, NamedTuple
from urllib.parse import unquote

from lxml import etree

from formgen.intake.beside import list_beside
from formgen.intake.files import Package, file_error
from formgen.intake.number_formats import read_format
from formgen.intake.page_headers import list_page_texts
from formgen.intake.raw import PLAIN, STRUCK, Cell, CellKind, Style
from formgen.intake.rows import CellPattern, PackedRows
from formgen.intake.tables import MOST_BLANK_ROWS, MOST_COLUMNS, Hidden, Range, Table, refuse_size
from formgen.office.cells import format_column, parse_address

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BOOLEANS = {"1": "1", "true": "1", "0": "0", "false": "0"}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_TRUE = frozenset({"1", "true"})


class _Content(NamedTuple):
    """What is in a cell: a text and how to read it; ``shared`` texts are indexes of shared strings."""

    kind: CellKind
    text: str
    style: Style = PLAIN
    shared: bool = False


class SheetRelation(NamedTuple):
    """Where one part of the package refers to: the type of the relation and the part it leads to."""

    type: str
    target: str


class SheetPart(NamedTuple):
    """A sheet of cells: its name, the part that holds it, whether it is seen."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of all sheets refer to."""

    file: str
    strings: list[str]
    styles: list[Style]


def read_xlsx(data: bytes, file: str) -> list[Table]:
    """Return the sheets of a workbook in their order, hidden ones too. Raises FormgenError F102, F105 or F109."""
    package = Package(data, file)
    try:
        return _read_tables(package, file)
    except (etree.XMLSyntaxError, ValueError, IndexError) as error:
        raise file_error(file, "F109", "工作簿内容不完整") from error


def _read_tables(package: Package, file: str) -> list[Table]:
    main = find_main(package)
    strings = find_target(package, main, "/sharedStrings")
    book = _Book(
        file,
        _read_strings(package, strings) if package.holds(strings) else [],
        read_styles(package, main),
    )
    return [_read_sheet(package, sheet, book) for sheet in locate_sheets(package, main, file)]


def find_main(package: Package) -> str:
    """Return the part of the workbook itself."""
    return find_target(package, "", "/officeDocument") or "xl/workbook.xml"


def locate_sheets(package: Package, main: str, file: str) -> list[SheetPart]:
    """Return the sheets of cells in their order. Raises FormgenError F109 for one whose part is not named."""
    relations = read_relations(package, main)
    found = []
    for sheet in _parse(package.read(main)).iterfind("{*}sheets/{*}sheet"):
        name = str(sheet.get("name", ""))
        leads = [
            relations[str(sheet.get(key))]
            for key in sheet.attrib
            if _is_id(key) and sheet.get(key) in relations
        ]
        if not leads:
            raise file_error(file, "F109", f"缺少工作表“{name}”的内容")
        if leads[0].type.endswith("/worksheet") or "worksheets/" in leads[0].target.lower():
            visible = sheet.get("state", "visible") == "visible"
            found.append(SheetPart(name, leads[0].target, visible))
    return found


def _read_sheet(package: Package, sheet: SheetPart, book: _Book) -> Table:
    """Return one sheet; all of it is found safe before any of it is parsed."""
    name, part, visible = sheet
    for _ in package.pieces(part):
        pass
    reader = _Reader(book, name)
    with package.open(part) as stream:
        reader.read(stream)
    hidden = Hidden(not visible, frozenset(reader.hidden_rows), frozenset(reader.hidden_columns))
    beside = list_beside(package, read_relations(package, part).values())
    titles = tuple(Cell(text, "text", book.file, name) for text in list_page_texts(reader.page_texts))
    return Table(
        book.file, name, reader.rows, tuple(reader.merged), hidden=hidden, beside=beside, titles=titles
    )


def _is_id(name: str | bytes) -> bool:
    return str(name).endswith("}id")


def _parse(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def read_relations(package: Package, part: str) -> dict[str, SheetRelation]:
    """Return the relations of a part by their ids."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.holds(path):
        return {}
    return {
        str(each.get("Id")): SheetRelation(str(each.get("Type")), _resolve(folder, str(each.get("Target"))))
        for each in _parse(package.read(path)).iterfind("{*}Relationship")
    }


def _resolve(folder: str, target: str) -> str:
    """Return the part that a relation of a part in a folder leads to."""
    return posixpath.normpath(posixpath.join("/", folder, unquote(target).replace("\\", "/"))).lstrip("/")


def find_target(package: Package, part: str, kind: str) -> str:
    """Return the part that a relation of some type leads to, empty when there is none."""
    found = read_relations(package, part).values()
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
    """Yield the elements with one of some names one at a time, each freed before the next."""
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
    properties = run.find("{*}rPr")
    return _strike(text) if properties is not None and _is_struck(properties) else text


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def read_styles(package: Package, main: str) -> list[Style]:
    """Return what the styles of a workbook say about numbers, by the number that cells give."""
    part = find_target(package, main, "/styles")
    if not package.holds(part):
        return []
    properties = _parse(package.read(main)).find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in _TRUE
    root = _parse(package.read(part))
    codes = {
        int(each.get("numFmtId", "0")): str(each.get("formatCode", ""))
        for each in root.iterfind("{*}numFmts/{*}numFmt")
    }
    struck = [_is_struck(each) for each in root.iterfind("{*}fonts/{*}font")]
    return [
        read_format(
            number := int(each.get("numFmtId", "0")),
            codes.get(number, ""),
            from_1904=from_1904,
            struck=struck[font] if (font := int(each.get("fontId", "0"))) < len(struck) else False,
        )
        for each in root.iterfind("{*}cellXfs/{*}xf")
    ]


def _is_struck(font: etree._Element) -> bool:
    """Return whether a font draws a line through its signs."""
    struck = font.find("{*}strike")
    return struck is not None and struck.get("val", "1") not in {"0", "false"}


def _strike(text: str) -> str:
    """Return a text with a line through every sign, which makes it no number and no name."""
    return "".join(sign if sign.isspace() else sign + STRUCK for sign in text)


def _read_range(reference: str) -> Range | None:
    """Return a merged range, None for one of a single cell. Raises ValueError for what is no range."""
    first, colon, last = reference.replace("$", "").partition(":")
    (left, top), (right, bottom) = parse_address(first), parse_address(last if colon else first)
    return Range(top, left, bottom, right) if colon else None


def _list_hidden(column: etree._Element) -> range:
    """Return the columns that one record of widths hides, none when it hides none."""
    if column.get("hidden") not in _TRUE:
        return range(0)
    return range(int(column.get("min", "1")), min(int(column.get("max", "1")), MOST_COLUMNS) + 1)


@dataclass
class _Reader:
    """Reads one sheet into packed rows; everything in a row is checked here, so that unpacking cannot fail."""

    book: _Book
    sheet: str
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    page_texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start without rows."""
        self.rows = PackedRows(self.book.file, self.sheet, self.book.strings)
        self._patterns: dict[tuple[int, CellKind, Style, bool], CellPattern] = {}
        self._columns: dict[str, int] = {}

    def read(self, stream: IO[bytes]) -> None:
        """Read columns, rows, merged ranges and the texts around a page. Raises FormgenError F105 or F109."""
        number = last = 0
        for element in iterate_elements(stream, "row", "mergeCell", "col", "headerFooter"):
            match etree.QName(element).localname:
                case "headerFooter":
                    self.page_texts += [each.text or "" for each in element]
                case "mergeCell":
                    self.merged += filter(None, [_read_range(str(element.get("ref", "")))])
                case "col":
                    self.hidden_columns.update(_list_hidden(element))
                case _:
                    number = int(element.get("r", number + 1))
                    far = number - last > MOST_BLANK_ROWS
                    if not (far and _is_blank(element)) and self._read_row(element, number):
                        last = number

    def _read_row(self, row: etree._Element, number: int) -> bool:
        """Pack the non-empty cells of a row; return whether there are any."""
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
        if not patterns:
            return False
        columns = {pattern.column for pattern in patterns}
        if number in self.rows or len(columns) < len(patterns):
            what = "行" if number in self.rows else "行里的同一格"
            raise file_error(self.book.file, "F109", f"工作表“{self.sheet}”的第{number}{what}出现了两次")
        self.rows.add(number, patterns, texts, odd)
        if row.get("hidden") in _TRUE:
            self.hidden_rows.add(number)
        refuse_size(self.book.file, len(self.rows), max(columns))
        return True

    def _pattern(self, column: int, kind: CellKind, style: Style, *, shared: bool) -> CellPattern:
        key = (column, kind, style, shared)
        pattern = self._patterns.get(key)
        if pattern is None:
            pattern = self._patterns[key] = CellPattern(column, kind, style, shared)
        return pattern

    def _read_cell(self, element: etree._Element) -> _Content | None:
        """Return what is in one cell, None when it is empty."""
        kind = element.get("t", "n")
        style = self._read_style(element.get("s", "0"))
        if kind == "inlineStr":
            inline = element.find("{*}is")
            text = "" if inline is None else _read_rich_text(inline)
            return _text(_strike(text) if style.struck else text)
        value = next(element.iterchildren("{*}v"), None)
        content = "" if value is None else value.text
        if content:
            found = self._read_filled(kind, content, style)
            return self._strike(found) if found and style.struck else found
        waiting = kind == "n" and element.find("{*}f") is not None
        return _Content("formula", "") if waiting else None

    def _strike(self, found: _Content) -> _Content | None:
        """Return what is in a cell that is struck out, as text."""
        return _text(_strike(self.book.strings[int(found.text)] if found.shared else found.text))

    def _read_style(self, number: str) -> Style:
        at, styles = int(number), self.book.styles
        return styles[at] if at < len(styles) else PLAIN

    def _read_filled(self, kind: str, content: str, style: Style) -> _Content | None:
        """Return what is in a cell, by the type the file gives it. Raises ValueError or IndexError for nonsense."""
        match kind:
            case "n":
                usual = isfinite(float(content)) and _NUMBER.fullmatch(content)
                return _Content("number", content, style) if usual else _text(content)
            case "s":
                text = self.book.strings[int(content)]
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


def _is_blank(row: etree._Element) -> bool:
    """Return at little cost whether no cell of a row holds anything: sheets are formatted down to their last row."""
    return next(row.iter("{*}v", "{*}is", "{*}f"), None) is None


def _text(text: str) -> _Content | None:
    return _Content("text", text) if text.strip() else None
