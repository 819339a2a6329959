"""The cells of a sheet as a person sees them: dates as dates, results of formulas, texts without their phonetic guides."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from formgen.forms.colours import WHITE, Colour
from formgen.forms.excel.conditional_looks import LookRule, explain_rules, read_look_rules
from formgen.forms.excel.hidden import HiddenParts
from formgen.forms.excel.painting import Looks, read_face, read_faces, read_fills, read_font, read_looks
from formgen.forms.excel.runs import NS
from formgen.forms.excel.shown_numbers import explain_format, read_format_codes
from formgen.forms.symbol_fonts import read_in_font
from formgen.forms.text_marks import MarkedStretch, SetApart, TextLook, find_overlaid, list_set_apart
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.cells import CellAddress, format_column, parse_address

_S = f"{{{NS}}}"
_TRUE = {"1", "true", "on"}
_PERCENT = frozenset({9, 10})
_WHOLE_DATES, _MONTHS, _DAYS = (
    frozenset({14, 15, 22, 30, 31}),
    frozenset({17, 27, 36, 50, 52, 57}),
    frozenset({16, 28, 29, 51, 53, 54, 58}),
)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T|$)")  # as ISO 8601 has it
_FIRST_DAY, _SHIFT = date(1899, 12, 30), 1462  # days between the two calendars of Excel
_LAST_DAY = 2958465
_NO_RESULT = "这一格是公式，文件里没有存下结果"
_PRECISE = 15  # digits that Excel keeps


class SeenCell(NamedTuple):
    """What a cell shows, why it cannot be read where it cannot, and what is seen apart in it."""

    text: str
    why: str = ""
    marks: tuple[MarkedStretch, ...] = ()


class _String(NamedTuple):
    """A string: its runs with their fonts, None for that of the cell."""

    runs: tuple[tuple[str, Element | None], ...]

    def see(self, looks: Looks, behind: Colour | None, face: str) -> SeenCell:
        """Return the string as a cell shows it that gives its own looks and font to what has none; ``behind`` fills the cell."""
        found, at = list[MarkedStretch](), 0
        for text, own in self.runs:
            seen = looks if own is None else read_font(own, behind)
            found += [MarkedStretch(at, at + len(text), each) for each in seen]
            at += len(text)
        shown = "".join(read_in_font(text, read_face(own) or face) for text, own in self.runs)
        return SeenCell(shown, "", (*found, *find_overlaid(shown)))


class MergedRange(NamedTuple):
    """Cells merged into one: its corners."""

    first: CellAddress
    last: CellAddress

    def covers(self, address: CellAddress) -> bool:
        """Return whether a cell is one of them."""
        return (
            self.first.column <= address.column <= self.last.column
            and self.first.row <= address.row <= self.last.row
        )


@dataclass(frozen=True, slots=True)
class OpenedBook:
    """What all sheets of a workbook share: its strings, the formats, looks and fonts of its styles, the calendar."""

    strings: tuple[_String, ...]
    formats: tuple[str, ...]
    codes: tuple[str, ...] = ()
    from_1904: bool = False
    looks: tuple[Looks, ...] = ()
    fills: tuple[Colour | None, ...] = ()
    faces: tuple[str, ...] = ()
    styles: Element | None = None

    @classmethod
    def of(cls, parts: Mapping[str, bytes], workbook: Element) -> "OpenedBook":
        """Read what the sheets share from the parts of a document."""
        names = {name.lower(): name for name in parts}
        strings, styles = names.get("xl/sharedstrings.xml"), names.get("xl/styles.xml")
        own = workbook.find(f"{_S}workbookPr")
        tree = parse_xml(parts[styles]) if styles else None
        return cls(
            tuple(_read_string(item) for item in parse_xml(parts[strings])) if strings else (),
            tuple(_read_formats(tree)) if tree is not None else (),
            tuple(read_format_codes(tree)) if tree is not None else (),
            own is not None and own.get("date1904") in _TRUE,
            tuple(read_looks(tree)) if tree is not None else (),
            tuple(read_fills(tree)) if tree is not None else (),
            tuple(read_faces(tree)) if tree is not None else (),
            tree,
        )

    def list_look_rules(self, sheet: Element) -> list[LookRule]:
        """Return the conditional formats of a sheet that let texts be seen apart."""
        return read_look_rules(sheet, self.styles)

    def read(self, cell: Element | None) -> SeenCell:
        """Return what a cell shows."""
        if cell is None:
            return SeenCell("")
        kind, value, style = cell.get("t", "n"), cell.findtext(f"{_S}v"), int(cell.get("s", "0"))
        looks = self.looks[style] if style < len(self.looks) else Looks()
        behind = self.fills[style] if style < len(self.fills) else WHITE
        face = self.faces[style] if style < len(self.faces) else ""
        if kind == "inlineStr":
            inline = cell.find(f"{_S}is")
            return _read_string(inline).see(looks, behind, face) if inline is not None else SeenCell("")
        if value is None or (value == "" and kind != "str"):
            formula = cell.find(f"{_S}f") is not None
            return SeenCell("", _NO_RESULT if formula else "")
        if kind == "e":
            return SeenCell("", f"这一格的公式出错（{value}）")
        if kind == "s":
            return self.strings[int(value)].see(looks, behind, face)
        seen = _String(((self._read_value(kind, value, style), None),)).see(
            looks, behind, face if kind == "str" else ""
        )
        return seen._replace(why=self._explain_format(value, style)) if kind == "n" else seen

    def _explain_format(self, value: str, style: int) -> str:
        """Return why a person sees another thing than a number; what is a date or a percentage is read as one."""
        if style >= len(self.codes) or self.formats[style]:
            return ""
        return explain_format(self.codes[style], Decimal(_write_number(float(value))))

    def _read_value(self, kind: str, value: str, style: int) -> str:
        if kind == "b":
            return "TRUE" if value in _TRUE else "FALSE"
        if kind == "d" and (day := _DAY.match(value)):
            return f"{int(day[1])}年{int(day[2])}月{int(day[3])}日"
        return self._read_number(value, style) if kind == "n" else value

    def _read_number(self, value: str, style: int) -> str:
        looks = self.formats[style] if style < len(self.formats) else ""
        number = float(value)
        if looks == "%":
            return f"{_write_number(float(Decimal(value) * 100))}%"
        if looks and 1 <= number <= _LAST_DAY:
            day = _FIRST_DAY + timedelta(int(number) + (_SHIFT if self.from_1904 else 0))
            shown = (
                f"{day.year}年" if "y" in looks else "",
                f"{day.month}月",
                f"{day.day}日" if "d" in looks else "",
            )
            return "".join(shown)
        return _write_number(number)


def _write_number(number: float) -> str:
    return f"{Decimal(f'{number:.{_PRECISE}g}'):f}"


def _read_string(item: Element) -> _String:
    """Return the runs of a string, without its phonetic guide."""
    found = list[tuple[str, Element | None]]()
    for node in item.iter(f"{_S}t"):
        if next(node.iterancestors(f"{_S}rPh"), None) is None:
            parent = node.getparent()
            found.append((node.text or "", parent.find(f"{_S}rPr") if parent is not None else None))
    return _String(tuple(found))


def _read_formats(styles: Element) -> Iterator[str]:
    """Yield for each style what its numbers are: ``%``, the parts of a date that are shown, or nothing."""
    codes = {
        int(each.get("numFmtId", "0")): each.get("formatCode", "")
        for each in styles.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    for style in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = int(style.get("numFmtId", "0"))
        yield _read_format(number, codes.get(number, ""))


def _read_format(number: int, code: str) -> str:
    letters = _LITERAL.sub("", code).lower().split(";")[0]
    if number in _PERCENT or "%" in letters:
        return "%"
    if number in _WHOLE_DATES or ("y" in letters and "d" in letters):
        return "ymd"
    if number in _MONTHS or "y" in letters:
        return "ym"
    return "md" if number in _DAYS or "d" in letters else ""


class Grid:
    """The cells of a sheet by row and column, as they are seen."""

    def __init__(self, sheet: Element, book: OpenedBook, *, is_shown: bool = True) -> None:
        """Read all cells; cells without an address follow each other. Of a hidden sheet none is seen."""
        self.book = book
        self._rules = book.list_look_rules(sheet)
        self._seen: dict[CellAddress, SeenCell] = {}
        self.elements: dict[CellAddress, Element] = {}
        for address, cell in _number_cells(sheet):
            self.elements[address] = cell
        self._hidden = HiddenParts(sheet, is_shown=is_shown)
        self.merged = [_read_range(each.get("ref", "")) for each in sheet.iter(f"{_S}mergeCell")]
        filled = [address for address, cell in self.elements.items() if len(cell)]
        self.rows = max((each.row for each in filled), default=0)
        self.columns = max((each.column for each in filled), default=0)

    def see(self, address: CellAddress) -> SeenCell:
        """Return what a cell shows."""
        if address not in self._seen:
            self._seen[address] = self.book.read(self.elements.get(address))
        return self._seen[address]

    def code_of(self, address: CellAddress) -> str:
        """Return the code of a cell's number format, empty for the usual one."""
        cell = self.elements.get(address)
        style = int(cell.get("s", "0")) if cell is not None else 0
        return self.book.codes[style] if style < len(self.book.codes) else ""

    def explain_rules(self, address: CellAddress) -> str:
        """Return why a cell cannot be read that a conditional format changes the look of; empty where none does."""
        return explain_rules(self._rules, address, self.see(address).text) if self._rules else ""

    def explain_hidden(self, address: CellAddress) -> str:
        """Return why nobody sees a cell whose row or column is hidden; empty where it is seen."""
        whole = next((each for each in self.merged if each.first == address), MergedRange(address, address))
        return self._hidden.explain(whole.first, whole.last)

    def list_looks(self, address: CellAddress) -> Looks:
        """Return how stretches of a cell are seen apart, a cell in a hidden row or column as hidden."""
        own = {each.look for each in self.see(address).marks}
        return Looks(own | ({TextLook.HIDDEN} if self.explain_hidden(address) else set()))

    def list_set_apart(self, address: CellAddress, printed: Looks) -> list[SetApart]:
        """Return what of a printed text somebody took back or hid; ``printed`` are the looks that the template gives it."""
        seen = self.see(address)
        marks = list(seen.marks)
        if self.explain_hidden(address):
            marks = [MarkedStretch(0, len(seen.text), TextLook.HIDDEN)]
        return list_set_apart(seen.text, [each for each in marks if each.look not in printed])

    def is_hidden(self, address: CellAddress) -> bool:
        """Return whether a cell lies below another that it is merged with."""
        return any(each.covers(address) and each.first != address for each in self.merged)

    def forget(self, address: CellAddress) -> None:
        """Read a cell anew when it is asked for again: it was written."""
        self._seen.pop(address, None)


def has_formula(cell: Element | None) -> bool:
    """Return whether a cell computes what it shows."""
    return cell is not None and cell.find(f"{_S}f") is not None


def _number_cells(sheet: Element) -> Iterator[tuple[CellAddress, Element]]:
    at = 0
    for row in sheet.iter(f"{_S}row"):
        at = int(row.get("r", at + 1))
        row.set("r", str(at))
        column = 0
        for cell in row.iter(f"{_S}c"):
            column = parse_address(cell.get("r", "")).column if cell.get("r") else column + 1
            cell.set("r", f"{format_column(column)}{at}")
            yield CellAddress(column, at), cell


def _read_range(reference: str) -> MergedRange:
    first, _, last = reference.replace("$", "").partition(":")
    return MergedRange(parse_address(first), parse_address(last or first))
