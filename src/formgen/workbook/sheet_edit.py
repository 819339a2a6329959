"""Write into one sheet of a workbook as text: some cells, rows below the last, results that are no longer right.

Every other byte of the sheet stays. Knows the markup of sheets; not what the cells mean.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from formgen.office.cells import format_column, parse_address
from formgen.office.patch import Edit, Stretch, apply_edits, parse_stretches, put_inside, set_attribute
from formgen.quoting import make_printable

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TRUE = frozenset({"1", "true"})
_LOST = "#N/A"
_OF_SHEET = frozenset({"_xlnm.Print_Area", "_xlnm._FilterDatabase"})
_AREA = re.compile(
    r"(?P<sheet>'(?:[^']|'')+'|[^'!,]+)!\$?[A-Z]+\$?(?P<first>\d+):\$?[A-Z]+\$?(?P<last>\d+)(?!\d)"
)


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """What goes into a cell: a text, or a number as it is written."""

    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What changes in a sheet: ``values`` go by row and column, both from 1.

    ``new_rows`` are rows that are made, each with the row that it looks like; ``waiting`` are the formulas that lose
    their results, ``covered`` the cells that show the results of such a formula elsewhere. ``like`` are cells that look
    like others; ``odd_styles`` show a number as something else, so that it is written as text there.
    """

    values: Mapping[int, Mapping[int, WrittenValue]]
    new_rows: Mapping[int, int] = field(default_factory=dict)
    waiting: frozenset[tuple[int, int]] = frozenset()
    covered: frozenset[tuple[int, int]] = frozenset()
    like: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    odd_styles: frozenset[str] = frozenset()

    @property
    def rows(self) -> set[int]:
        """Return the rows that have to be looked into."""
        return {*self.values, *self.new_rows.values(), *(row for row, _ in self.waiting | self.covered)}


@dataclass(slots=True)
class _RowStretch:
    """A row of a sheet by its number, with its cells by column."""

    number: int
    stretch: Stretch
    cells: dict[int, Stretch] = field(default_factory=dict)


@dataclass
class SheetMarkup:
    """A sheet as it is written, with the cells of some rows.

    ``rows`` are those, the rows that follow them, and hidden ones: a sheet may be formatted down to its last row.
    """

    data: bytes
    wanted: set[int]

    def __post_init__(self) -> None:
        """Find the rows and cells."""
        self.rows: dict[int, _RowStretch] = {}
        self._number = 0
        self._numbers: list[int] = []
        self._coming = sorted(self.wanted, reverse=True)
        self.root = parse_stretches(self.data, self._is_wanted, self._is_passed_over)
        found = self.root.find("sheetData")
        if found is None:
            message = "no sheetData"
            raise ValueError(message)
        self.body = found
        for number, stretch in zip(self._numbers, found.find_all("row"), strict=True):
            self.rows[number] = _RowStretch(number, stretch, dict(_place_cells(stretch)))

    def _is_passed_over(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Return whether a row is neither wanted, nor the next behind one that is, nor hidden."""
        if name != "row":
            return False
        self._number = int(attributes.get("r", self._number + 1))
        reached = bool(self._coming) and self._coming[-1] <= self._number
        if not reached and attributes.get("hidden") not in _TRUE:
            return True
        self._numbers.append(self._number)
        while self._coming and self._coming[-1] <= self._number:
            self._coming.pop()
        return False

    def _is_wanted(self, name: str, _: Mapping[str, str]) -> bool:
        return name != "row" or self._number in self.wanted

    def style(self, row: int, column: int, model: int = 0) -> str:
        """Return the style that a cell has or gets: its own, its row's, that of the row it looks like, its column's."""
        own = self.rows.get(row)
        if own and column in own.cells:
            return own.cells[column].attributes.get("s", "0")
        if own and own.stretch.attributes.get("customFormat") in _TRUE:
            return own.stretch.attributes.get("s", "0")
        if model and model in self.rows and column in self.rows[model].cells:
            return self.rows[model].cells[column].attributes.get("s", "0")
        columns = self.root.find("cols")
        for each in columns.children if columns else ():
            if int(each.attributes.get("min", "0")) <= column <= int(each.attributes.get("max", "0")):
                return each.attributes.get("style", "0")
        return "0"

    def is_hidden(self, row: int) -> bool:
        """Return whether a row is hidden."""
        own = self.rows.get(row)
        return own is not None and own.stretch.attributes.get("hidden") in _TRUE


def _place_cells(row: Stretch) -> Iterator[tuple[int, Stretch]]:
    """Yield the cells of a row by column; one that does not say where it stands follows the one before."""
    column = 0
    for cell in row.find_all("c"):
        reference = cell.attributes.get("r")
        column = parse_address(reference).column if reference else column + 1
        yield column, cell


def _find_checks(root: Stretch) -> Iterator[Stretch]:
    """Yield the drop-downs, conditional formats and the filter of a sheet, those among its extensions too."""
    for each in root.children:
        if each.name in {"dataValidation", "conditionalFormatting", "autoFilter"}:
            yield each
        elif each.name in {"dataValidations", "conditionalFormattings", "extLst", "ext"}:
            yield from _find_checks(each)


def edit_sheet(data: bytes, change: SheetChange) -> bytes:
    """Return a sheet with some cells changed. Raises ValueError for one that is no sheet."""
    return _SheetChanger(SheetMarkup(data, change.rows), change).run()


@dataclass
class _SheetChanger:
    """One change of a sheet being made."""

    sheet: SheetMarkup
    change: SheetChange
    edits: list[Edit] = field(default_factory=list)

    def run(self) -> bytes:
        """Return the sheet as it is to be."""
        added = []
        for number in sorted(self.change.values):
            if number in self.sheet.rows:
                self._change_row(self.sheet.rows[number], self.change.values[number])
            else:
                added.append(number)
        self._add_rows(added)
        for row, column in sorted(self.change.waiting | self.change.covered):
            self._forget_result(self.sheet.rows[row].cells[column], lost=(row, column) in self.change.covered)
        self._widen_checks()
        self._widen_dimension()
        return apply_edits(self.sheet.data, self.edits)

    def _change_row(self, row: _RowStretch, values: Mapping[int, WrittenValue]) -> None:
        stretch, data = row.stretch, self.sheet.data
        model = self.change.new_rows.get(row.number, 0)
        behind: list[str] = []
        for column, value in sorted(values.items()):
            made = self._make_cell(row.number, column, value, model)
            if column in row.cells:
                cell = row.cells[column]
                self.edits.append(Edit(cell.start, cell.end, made.encode()))
            elif following := next((cell for at, cell in row.cells.items() if at > column), None):
                self.edits.append(Edit(following.start, following.start, made.encode()))
            else:
                behind.append(made)
        if stretch.is_closed_at_once:
            self.edits.append(put_inside(data, stretch, "".join(behind).encode()))
            return
        if behind:
            self.edits.append(Edit(stretch.close, stretch.close, "".join(behind).encode()))
        first, _, last = stretch.attributes.get("spans", "").partition(":")
        if first.isdecimal() and last.isdecimal():
            spans = f"{min(int(first), *values)}:{max(int(last), *values)}"
            if spans != f"{first}:{last}":
                tag = set_attribute(data[stretch.start : stretch.inner], "spans", spans)
                self.edits.append(Edit(stretch.start, stretch.inner, tag))

    def _add_rows(self, numbers: Sequence[int]) -> None:
        """Add rows where there are none yet, each with the looks of its model."""
        body, texts = self.sheet.body, dict[int, list[str]]()
        for number in numbers:
            model = self.change.new_rows.get(number, 0)
            values = self.change.values[number]
            looks = self.sheet.rows[model].cells if model in self.sheet.rows else {}
            cells = [
                self._make_cell(number, column, values.get(column), model)
                for column in sorted({*values, *looks})
            ]
            prefix = body.prefix
            text = f'<{prefix}row r="{number}">{"".join(cells)}</{prefix}row>'
            following = next((row.stretch.start for at, row in self.sheet.rows.items() if at > number), -1)
            texts.setdefault(following, []).append(text)
        for at, made in texts.items():
            encoded = "".join(made).encode()
            self.edits.append(put_inside(self.sheet.data, body, encoded) if at < 0 else Edit(at, at, encoded))

    def _make_cell(self, row: int, column: int, value: WrittenValue | None, model: int) -> str:
        """Return the markup of a cell; one without a value has only its looks."""
        prefix = self.sheet.body.prefix
        style = self.sheet.style(*self.change.like.get((row, column), (row, column)), model)
        head = f'<{prefix}c r="{format_column(column)}{row}"' + (f' s="{style}"' if style != "0" else "")
        if value is None or not value.text:
            return f"{head}/>"
        if value.number and style not in self.change.odd_styles:
            return f"{head}><{prefix}v>{value.text}</{prefix}v></{prefix}c>"
        text = write_markup_text(value.text)
        return (
            f'{head} t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t>'
            f"</{prefix}is></{prefix}c>"
        )

    def _forget_result(self, cell: Stretch, *, lost: bool) -> None:
        """Take away the stored result of a formula; a cell that only shows it says that it is not known."""
        data, value = self.sheet.data, cell.find("v")
        if value is None and not lost:
            return
        tag = set_attribute(data[cell.start : cell.inner], "t", "e" if lost else "")
        if lost:
            made = tag.rstrip(b"/>") + f"><{cell.prefix}v>{_LOST}</{cell.prefix}v></{cell.tag}>".encode()
            self.edits.append(Edit(cell.start, cell.end, made))
        elif value is not None:
            self.edits += [Edit(cell.start, cell.inner, tag), Edit(value.start, value.end, b"")]

    def _widen_checks(self) -> None:
        """Let what holds for the row above, such as drop-downs, hold for a new row too, where it ends with that row."""
        for check in _find_checks(self.sheet.root):
            place = check.find("sqref")  # as Excel writes what older versions do not know
            key = "ref" if check.name == "autoFilter" else "sqref"
            if place is None:
                before = check.attributes.get(key, "")
                start, end = check.start, check.inner
            else:
                before = self.sheet.data[place.inner : place.close].decode()
                start, end = place.inner, place.close
            after = before
            for row, model in sorted(self.change.new_rows.items()):
                after = " ".join(_widen_range(each, row, model) for each in after.split())
            if after.split() != before.split():
                tag = (
                    set_attribute(self.sheet.data[start:end], key, after) if place is None else after.encode()
                )
                self.edits.append(Edit(start, end, tag))

    def _widen_dimension(self) -> None:
        """Let the range that the sheet says it fills hold what was added."""
        found = self.sheet.root.find("dimension")
        before = found.attributes.get("ref", "") if found else ""
        if found is None or ":" not in before:
            return
        first, last = (parse_address(each) for each in before.split(":"))
        cells = [(row, column) for row, values in self.change.values.items() for column in values]
        bottom, right = (
            max([last.row, *(row for row, _ in cells)]),
            max([last.column, *(at for _, at in cells)]),
        )
        after = f"{format_column(first.column)}{first.row}:{format_column(right)}{bottom}"
        if after != before:
            tag = set_attribute(self.sheet.data[found.start : found.inner], "ref", after)
            self.edits.append(Edit(found.start, found.inner, tag))


def write_markup_text(text: str) -> str:
    """Return a text as a cell or a note holds it: named where it cannot be printed, and no escape of Excel's."""
    lines = make_printable(text.replace("\r\n", "\n").replace("\r", "\n"))
    return escape(_ESCAPE.sub("_x005F_", lines), quote=False)


def _widen_range(reference: str, row: int, model: int) -> str:
    """Return a range that ends below the row that a new one looks like, with the new row in it; any other as it is."""
    first, _, last = reference.partition(":")
    try:
        start, end = parse_address(first), parse_address(last or first)
    except ValueError:  # whole columns
        return reference
    if not start.row <= model <= end.row < row:
        return reference
    return f"{first}:{format_column(end.column)}{row}"


def widen_names(data: bytes, sheet: str, new_rows: Mapping[int, int]) -> bytes:
    """Return the part of a workbook with the print area and the filter of a sheet down to its new rows."""
    edits = []
    for each in parse_stretches(data).find_all("definedNames"):
        for name in each.find_all("definedName"):
            before = data[name.inner : name.close].decode()
            after = _widen_areas(before, sheet, new_rows)
            if name.attributes.get("name") in _OF_SHEET and after != before:
                edits.append(Edit(name.inner, name.close, after.encode()))
    return apply_edits(data, edits)


def _widen_areas(areas: str, sheet: str, new_rows: Mapping[int, int]) -> str:
    """Return the areas of a name, those of a sheet with its new rows."""

    def widen(match: re.Match[str]) -> str:
        named = unescape(match["sheet"]).strip("'").replace("''", "'")
        last = int(match["last"])
        for row, model in sorted(new_rows.items()) if named.casefold() == sheet.casefold() else ():
            last = row if int(match["first"]) <= model <= last < row else last
        return match[0].removesuffix(match["last"]) + str(last)

    return _AREA.sub(widen, areas)


def widen_table(data: bytes, last_row: int) -> bytes:
    """Return the part of a table (ListObject) with its rows, and those of its filter, down to another last row."""
    root = parse_stretches(data)
    edits = []
    for each in filter(None, (root, root.find("autoFilter"))):
        first, colon, last = each.attributes.get("ref", "").partition(":")
        if colon and parse_address(last).row == last_row - 1:
            reference = f"{first}:{format_column(parse_address(last).column)}{last_row}"
            tag = set_attribute(data[each.start : each.inner], "ref", reference)
            edits.append(Edit(each.start, each.inner, tag))
    return apply_edits(data, edits)
