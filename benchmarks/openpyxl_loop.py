"""What a careful script with openpyxl does: load the template, write the rows, move the footer down, save."""

import copy
import io
import re
from collections.abc import Mapping
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.cases import Case

_TAG = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_LOOP = 6  # the row with the tags of a criterion in the templates measured here


def fill(case: Case, number: int) -> bytes:
    """Return the filled workbook of one community."""
    book = load_workbook(case.path)
    sheet = book.worksheets[0]
    seen = case.context(number)
    extra = len(seen["rows"]) - 1
    _move_foot(sheet, extra)
    _write_rows(sheet, seen)
    words = {key: text for key, text in seen.items() if isinstance(text, str)}
    words |= {f"total.{key}": text for key, text in seen["total"].items()}
    for row in [*range(1, _LOOP), *range(_LOOP + extra + 1, sheet.max_row + 1)]:
        for cell in sheet[row]:
            _set(cell, cell.value, words)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _move_foot(sheet: Worksheet, extra: int) -> None:
    """Move what is below the row of tags, with its merged cells and heights."""
    below = [each for each in sheet.merged_cells.ranges if each.min_row > _LOOP]
    heights = {row: sheet.row_dimensions[row].height for row in range(_LOOP + 1, sheet.max_row + 1)}
    for each in below:
        sheet.unmerge_cells(each.coord)
    if heights:
        sheet.move_range(f"A{_LOOP + 1}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}", rows=extra)
    for each in below:
        each.shift(row_shift=extra)
        sheet.merge_cells(each.coord)
    for row, height in heights.items():
        sheet.row_dimensions[row + extra].height = height


def _write_rows(sheet: Worksheet, seen: Mapping[str, Any]) -> None:
    """Write a row for each criterion in the style of the row of tags; merge the cells of a section."""
    loop: Any = sheet[_LOOP]
    pattern = [(cell.column, cell.value, cell._style) for cell in loop]  # noqa: SLF001 - the usual way to copy a style
    at, height = _LOOP, sheet.row_dimensions[_LOOP].height
    for section in seen["sections"]:
        members = (section["first"], *section["rest"])
        words = {f"section.{key}": text for key, text in section.items() if isinstance(text, str)}
        for offset, member in enumerate(members):
            words |= {f"row.{key}": text for key, text in member.items()}
            for column, text, style in pattern:
                cell: Any = sheet.cell(at + offset, column)
                cell._style = copy.copy(style)  # noqa: SLF001 - the usual way to copy a style
                _set(cell, text, words)
            sheet.row_dimensions[at + offset].height = height
        for column, text, _ in pattern:
            if len(members) > 1 and "section." in str(text):
                sheet.merge_cells(None, at, column, at + len(members) - 1, column)
        at += len(members)


def _set(cell: Cell, text: object, words: Mapping[str, str]) -> None:
    """Write a text with its tags replaced, as a number where it is one figure; cells covered by a merge stay empty."""
    if not isinstance(text, str) or "{{" not in text:
        return
    filled = _TAG.sub(lambda match: words[match[1]], text)
    alone = _TAG.fullmatch(text) and re.fullmatch(r"\d+(\.\d+)?", filled)
    cell.value = float(filled) if alone else filled
