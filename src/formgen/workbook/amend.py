"""Write values back into a data workbook: into the cells they belong in, with their origin as a note.

Only those cells change, and the stored results of the formulas that use them; every other part of the file, macros,
formats and drawings among them, stays byte for byte. Knows which value belongs where; not where it comes from.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path

from lxml import etree

from formgen.exact import exact_text
from formgen.intake.entries import match_key
from formgen.intake.fields import Catalogue, make_catalogue
from formgen.intake.files import file_error, read_content
from formgen.intake.tables import Table
from formgen.intake.vocabulary import SHEETS, ColumnRole, Meaning, SheetKind
from formgen.intake.xlsx import read_xlsx
from formgen.model import Who
from formgen.office.cells import format_column
from formgen.office.disk import free_beside, write_file
from formgen.problems import FormgenError, Place, Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.formulas import Formulas, GridCell
from formgen.workbook.parts import WorkbookParts
from formgen.workbook.places import FoundSheet, RowOf, Wanted, find_sheets
from formgen.workbook.save import SheetWriting, list_changed, save
from formgen.workbook.sheet_edit import SheetMarkup, WrittenValue

_MOST_DIGITS = 15  # that a spreadsheet keeps of a number
_SHOWN = 5  # cells that a message names


@dataclass(frozen=True, slots=True)
class Amendment:
    """One value for one community: points of a level for a criterion, or a basic fact (``level`` empty)."""

    who: Who
    level: str
    key: str
    value: Fraction | str
    origin: str

    @property
    def wanted(self) -> Wanted:
        """Return what is to be looked for."""
        return Wanted(match_key(self.who), self.level, self.key)

    @property
    def text(self) -> str:
        """Return the value as it is written."""
        return exact_text(self.value) if isinstance(self.value, Fraction) else self.value


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of amendments: those that can be written, and what a person should know before."""

    writable: tuple[Amendment, ...]
    problems: tuple[Problem, ...]


def is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook, into which values can be written. Raises FormgenError as reading does."""
    return read_content(path).kind == "xlsx"


def amend_workbook(
    path: Path,
    rubric: Rubric,
    amendments: Sequence[Amendment],
    before_write: Callable[[Path, bytes], None] = lambda *_: None,
) -> Path:
    """Write amendments into a workbook; a copy of it as it was is kept next to it, once. Returns the path of the copy.

    ``before_write`` is called with every file and its content before it is written. Raises FormgenError: F112 for no
    workbook, D138 when it has no place for a value, T160 for a place that cannot take one, F107 or F108.
    """
    content = read_content(path)
    if content.kind != "xlsx":
        raise file_error(path.name, "F112")
    writer = _Writer.of(content.data, path.name, rubric)
    for each in amendments:
        writer.place(each)
    if writer.refused:
        raise FormgenError(*writer.refused)
    data = save(writer.parts, writer.tables, writer.formulas, writer.writing)
    now = path.read_bytes()
    kept = free_beside(path, (f"（收回前{number}）" for number in range(1, 1000)), partial(_holds, now))
    for target, held in ((kept, now), (path, data)):
        if target != kept or not kept.exists():  # a run that was stopped may have kept it already
            before_write(target, held)
            write_file(target, held)
    return kept


def _holds(data: bytes, file: Path) -> bool:
    return file.is_file() and file.read_bytes() == data


def foresee(path: Path, rubric: Rubric, amendments: Sequence[Amendment]) -> Foreseen:
    """Return which amendments a workbook takes, and which of its formulas would have to be computed anew.

    Of a file that is no workbook, or has no place for a value, nothing is said here: ``amend_workbook`` refuses it.
    """
    content = read_content(path)
    if content.kind != "xlsx" or not amendments:
        return Foreseen(tuple(amendments), ())
    writer = _Writer.of(content.data, path.name, rubric)
    taken = []
    for each in amendments:
        refused = len(writer.refused)
        try:
            writer.place(each)
        except FormgenError:
            taken.append(each)
            continue
        taken += [each] if len(writer.refused) == refused else []
    return Foreseen(tuple(taken), (*writer.refused, *writer.describe_waiting()))


@dataclass
class _Writer:
    """A workbook that is being written into."""

    parts: WorkbookParts
    fields: Catalogue
    tables: Sequence[Table]
    sheets: Mapping[SheetKind, Sequence[FoundSheet]]
    formulas: Formulas
    writing: dict[str, SheetWriting] = field(default_factory=lambda: defaultdict(SheetWriting))
    refused: list[Problem] = field(default_factory=list)
    outlines: dict[str, SheetMarkup] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes, file: str, rubric: Rubric) -> "_Writer":
        """Open a workbook as its reader does. Raises FormgenError F102, F105 or F109."""
        fields, tables = make_catalogue(rubric), read_xlsx(data, file)
        parts = WorkbookParts(data, file)
        try:
            formulas = Formulas(parts)
        except (etree.XMLSyntaxError, ValueError, IndexError) as error:
            raise file_error(file, "F109", "工作簿内容不完整") from error
        return cls(parts, fields, tables, find_sheets(tables, fields), formulas)

    # -- placing ------------------------------------------------------------------------------------
    def place(self, amendment: Amendment) -> None:
        """Find the cell of a value; a place that cannot take it is refused. Raises FormgenError D138 for no place."""
        kind: SheetKind = "scores" if amendment.level else "data"
        wanted = amendment.wanted
        data = sorted(self.sheets.get("data", ()), key=lambda sheet: not sheet.columns(wanted))
        for sheet in [*self.sheets.get("scores", ()), *data]:
            known = sheet.headed.kind == kind or (amendment.level and sheet.columns(wanted))
            rows = sheet.rows_of(wanted) if known else []
            columns = sheet.columns(wanted) or (self._add_column(sheet, amendment) if rows else [])
            if rows and columns:
                filled = [(row, at) for row in rows for at in columns if at in sheet.table.rows.get(row, {})]
                row, column = filled[0] if filled else (rows[0], columns[0])
                self._put(sheet, row, column, amendment)
                return
        taking = [each for each in self.sheets.get(kind, ()) if each.columns(wanted)]
        if not taking or not amendment.level:
            title = taking[0].table.sheet if taking else SHEETS[kind]
            raise FormgenError(Problem("D138", words={"sheet": title, "file": self.parts.file}))
        self._add_row(taking[0], amendment)

    def _put(self, sheet: FoundSheet, row: int, column: int, amendment: Amendment) -> None:
        """Write a value into a cell, unless it holds a formula or is not seen as a cell of its own."""
        why = self._find_obstacle(sheet, row, column)
        if why:
            self._refuse(sheet, row, column, amendment, why)
            return
        address = f"{format_column(column)}{row}"
        writing = self.writing[sheet.table.sheet]
        writing.values[row][column] = _make_value(amendment)
        writing.notes[address] = f"读自 {amendment.origin}"
        if column in sheet.new_columns:
            writing.like[row, column] = (row, column - 1)

    def _refuse(self, sheet: FoundSheet, row: int, column: int, amendment: Amendment, why: str) -> None:
        words = {
            "value": amendment.text,
            "community": amendment.who.full_name,
            "origin": amendment.origin,
            "why": why,
        }
        place = Place(self.parts.file, sheet.table.sheet, f"{format_column(column)}{row}")
        self.refused.append(Problem("T160", place, words))

    def _find_obstacle(self, sheet: FoundSheet, row: int, column: int) -> str:
        """Return why a cell cannot take a value, empty when it can."""
        if self.formulas.at(GridCell(sheet.table.sheet, row, column)):
            cell = sheet.table.rows.get(row, {}).get(column)
            return f"这一格是公式，现在的结果是“{cell.text if cell else ''}”"
        if merged := sheet.find_merged(row, column):
            return f"这一格并在{format_column(merged.left)}{merged.top}里，是合并的单元格"
        if below := sheet.find_ditto(row, column):
            return f"第{below}行这一列写的是“同上”，会跟着变"
        return ""

    def _add_column(self, sheet: FoundSheet, amendment: Amendment) -> list[int]:
        """Return a new column for an opinion or a date: workbooks of earlier years lack them. None for anything else."""
        fact = self.fields.rubric.facts.get(amendment.key)
        if amendment.level or fact is None or not fact.in_box:
            return []
        column = max(sheet.table.width(sheet.table.rows), *sheet.meanings) + 1
        bottom = sheet.headed.header.bottom
        writing = self.writing[sheet.table.sheet]
        writing.values[bottom][column] = WrittenValue(fact.zh)
        writing.like[bottom, column] = (bottom, column - 1)
        sheet.meanings[column] = Meaning("facts", amendment.key)
        sheet.new_columns.add(column)
        return [column]

    def _add_row(self, sheet: FoundSheet, amendment: Amendment) -> None:
        """Write a value into a new row below the last one of data, with the looks, the checks and the table of that."""
        table = sheet.table
        row = self._find_free_row(sheet)
        texts = self._find_names(sheet, amendment)
        column = sheet.columns(amendment.wanted)[0]
        why = self._find_row_obstacle(sheet, row, texts) or self._find_short_formula(
            sheet, row, {column, *texts}
        )
        if why:
            self._refuse(sheet, row, column, amendment, why)
            return
        writing = self.writing[table.sheet]
        for at, text in texts.items():
            writing.values[row][at] = WrittenValue(text)
        writing.new_rows[row] = sheet.model
        sheet.rows.append(RowOf(row, amendment.wanted.who, amendment.level))
        sheet.last = row
        self._put(sheet, row, column, amendment)

    def _find_names(self, sheet: FoundSheet, amendment: Amendment) -> dict[int, str]:
        """Return what a new row says of whose it is, by column."""
        who = amendment.who
        texts: Mapping[ColumnRole, str] = {
            "township": who.township,
            "name": who.name,
            "level": self.fields.levels[amendment.level],
        }
        return {at: text for role, text in texts.items() if (at := sheet.column_of(role)) and text}

    def _find_row_obstacle(self, sheet: FoundSheet, row: int, columns: Iterable[int]) -> str:
        """Return why a row cannot take data, empty when it can: nobody looks for data below remarks and totals."""
        held = sheet.describe_row(row)
        merged = next(filter(None, (sheet.find_merged(row, at) for at in columns)), None)
        if not held and merged:
            held = f"{format_column(merged.left)}{merged.top}的合并单元格"
        return (
            f"工作表“{sheet.table.sheet}”要加一行，数据下面的第{row}行却有“{held}”；请先在第{sheet.last}行下面插入空行"
            if held
            else ""
        )

    def _find_short_formula(self, sheet: FoundSheet, row: int, columns: Collection[int]) -> str:
        """Return why a row cannot be added: a formula over the rows above would leave it out. Empty where none would."""
        name = sheet.table.sheet
        found = self.formulas.find_falling_short(name, sheet.last, row, columns)
        if found is None:
            return ""
        at = f"{format_column(found.cell.column)}{found.cell.row}"
        where = at if found.cell.sheet == name else f"{found.cell.sheet}!{at}"
        return (
            f"工作表“{name}”要加第{row}行，单元格{where}的公式只算到第{sheet.last}行，会漏掉它；"
            f"请先改这个公式，把第{row}行也算在内"
        )

    def _find_free_row(self, sheet: FoundSheet) -> int:
        """Return the row below the data, the first that is seen."""
        name = sheet.table.sheet
        if name not in self.outlines:
            self.outlines[name] = SheetMarkup(self.parts.read(self.parts.sheets[name].part), set())
        row = sheet.last + 1
        while self.outlines[name].is_hidden(row):
            row += 1
        return row

    # -- what a person should know ------------------------------------------------------------------
    def describe_waiting(self) -> Iterator[Problem]:
        """Yield a hint when formulas would have to be computed anew before the workbook can be used."""
        waiting = self.formulas.using(list(list_changed(self.writing)))
        if waiting:
            cells = [
                f"{each.cell.sheet}!{format_column(each.cell.column)}{each.cell.row}" for each in waiting
            ]
            more = f"等{len(cells)}格" if len(cells) > _SHOWN else ""
            words = {"file": self.parts.file, "cells": "、".join(cells[:_SHOWN]) + more}
            yield Problem("T161", Place(self.parts.file), words)


def _make_value(amendment: Amendment) -> WrittenValue:
    """Return a value as a cell takes it: a number that a spreadsheet cannot keep is written as text."""
    text = amendment.text
    digits = sum(sign.isdecimal() for sign in text)
    return WrittenValue(
        text, number=isinstance(amendment.value, Fraction) and "/" not in text and digits <= _MOST_DIGITS
    )
