"""Save what goes into a workbook: sheet by sheet, with its tables and notes, and read it again before anybody else does.

Knows what changes in which sheet; not why.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

from formgen.intake.files import file_error
from formgen.intake.raw import Cell
from formgen.intake.tables import Table
from formgen.intake.xlsx import read_xlsx
from formgen.office.cells import format_column, parse_address
from formgen.office.patch import parse_stretches
from formgen.problems import FormgenError, Place, Problem
from formgen.quoting import make_printable
from formgen.workbook.formulas import Formulas, GridCell, UsedCells
from formgen.workbook.notes import add_notes
from formgen.workbook.parts import WorkbookParts
from formgen.workbook.sheet_edit import SheetChange, WrittenValue, edit_sheet, widen_names, widen_table


@dataclass(slots=True)
class SheetWriting:
    """What goes into one sheet: values by row and column, notes by cell.

    ``new_rows`` are rows that are made with those they look like, ``like`` cells with those they look like.
    """

    values: dict[int, dict[int, WrittenValue]] = field(default_factory=lambda: defaultdict(dict))
    notes: dict[str, str] = field(default_factory=dict)
    new_rows: dict[int, int] = field(default_factory=dict)
    like: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def list_changed(writing: Mapping[str, SheetWriting]) -> Iterator[GridCell]:
    """Yield the cells that change."""
    for sheet, own in writing.items():
        for row, values in own.values.items():
            yield from (GridCell(sheet, row, column) for column in values)


def save(
    parts: WorkbookParts, tables: Sequence[Table], formulas: Formulas, writing: Mapping[str, SheetWriting]
) -> bytes:
    """Return a workbook with values written into it; the formulas that use them lose their stored results.

    Raises FormgenError T162 for a table that cannot take a row, F109 for damaged parts, F160 if anything else would
    read differently.
    """
    try:
        return _save(parts, tables, formulas.using(list(list_changed(writing))), writing)
    except (ValueError, IndexError) as error:
        raise file_error(parts.file, "F109", "工作簿内容不完整") from error


def _save(
    parts: WorkbookParts,
    tables: Sequence[Table],
    waiting: Sequence[UsedCells],
    writing: Mapping[str, SheetWriting],
) -> bytes:
    stored = {table.sheet: table for table in tables}
    for name in dict.fromkeys([*writing, *(each.cell.sheet for each in waiting)]):
        own = [each for each in waiting if each.cell.sheet == name]
        _write_sheet(parts, stored[name], writing.get(name, SheetWriting()), own)
    if waiting:
        parts.compute_on_load()
    data = parts.saved()
    for before, after in zip(tables, read_xlsx(data, parts.file), strict=True):
        _compare(before, after, writing.get(before.sheet, SheetWriting()), waiting)
    return data


def _write_sheet(
    parts: WorkbookParts, table: Table, writing: SheetWriting, waiting: Sequence[UsedCells]
) -> None:
    """Write into one sheet, its tables and notes."""
    part = parts.package.own_name(parts.sheets[table.sheet].part)
    change = SheetChange(
        writing.values,
        writing.new_rows,
        frozenset((each.cell.row, each.cell.column) for each in waiting),
        frozenset(at for each in waiting for at in _list_covered(each, table)),
        writing.like,
        frozenset(str(number) for number, style in enumerate(parts.styles) if style.date or style.percent),
    )
    parts.edit(part, partial(edit_sheet, change=change))
    if writing.new_rows:
        parts.edit(parts.main, partial(widen_names, sheet=table.sheet, new_rows=writing.new_rows))
    for listed in parts.find(part, "table") if writing.new_rows else ():
        _widen_listed(parts, listed, table.sheet, writing.new_rows)
    add_notes(parts, part, writing.notes)


def _list_covered(formula: UsedCells, table: Table) -> Iterator[tuple[int, int]]:
    """Yield the cells besides its own that show a result of a formula."""
    area, own = formula.covers, (formula.cell.row, formula.cell.column)
    if area.top == area.bottom and area.left == area.right:
        return
    for row in (each for each in table.rows if area.top <= each <= area.bottom):
        for column in table.rows[row]:
            if area.left <= column <= area.right and (row, column) != own:
                yield row, column


def _widen_listed(parts: WorkbookParts, part: str, sheet: str, new_rows: Mapping[int, int]) -> None:
    """Let a table (ListObject) that ends above a new row hold it. Raises FormgenError T162 for one that cannot."""
    for row, model in sorted(new_rows.items()):
        root = parse_stretches(parts.read(part))
        first, _, last = root.attributes.get("ref", "A1").partition(":")
        top, bottom = parse_address(first).row, parse_address(last or first).row
        totals = root.attributes.get("totalsRowCount", "0") != "0"
        if not top <= model <= bottom or (row <= bottom and not totals):
            continue
        if totals or row != bottom + 1:
            place = Place(parts.file, sheet, f"{format_column(parse_address(first).column)}{row}")
            words = {"file": parts.file, "table": root.attributes.get("displayName", "")}
            raise FormgenError(Problem("T162", place, words))
        parts.edit(part, partial(widen_table, last_row=row))


def _compare(before: Table, after: Table, writing: SheetWriting, waiting: Sequence[UsedCells]) -> None:
    """Raise FormgenError F160 where a cell reads differently that was not to change, or not as it was meant."""
    own = [each.covers for each in waiting if each.cell.sheet == before.sheet]
    for row in {*before.rows, *after.rows, *writing.values}:
        old, new, values = before.rows.get(row, {}), after.rows.get(row, {}), writing.values.get(row, {})
        for column in {*old, *new, *values}:
            here = GridCell(before.sheet, row, column)
            if column in values:
                right = _says(new.get(column), values[column])
            else:
                right = old.get(column) == new.get(column) or any(area.holds(here) for area in own)
            if not right:
                place = Place(before.file, before.sheet, f"{format_column(column)}{row}")
                raise FormgenError(Problem("F160", place, {"file": before.file}))


def _says(cell: Cell | None, value: WrittenValue) -> bool:
    """Return whether a cell reads as a value that was written."""
    text = make_printable(value.text.replace("\r\n", "\n").replace("\r", "\n"))
    if cell is None:
        return not text.strip()
    return cell.text == text or (value.number and cell.value == Fraction(value.text))
