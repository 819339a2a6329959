"""Put back the stored results of formulas that openpyxl does not write. Knows cells by their place; computes nothing."""

from functools import partial

from formgen.office.patch import Edit, Stretch, apply_edits, set_attribute
from formgen.workbook.formulas import Formulas
from formgen.workbook.parts import WorkbookParts
from formgen.workbook.sheet_edit import SheetMarkup


def restore_results(before: bytes, saved: bytes, file: str) -> bytes:
    """Return a workbook that openpyxl saved, with the results that its formulas had before."""
    old, new = WorkbookParts(before, file), WorkbookParts(saved, file)
    rows: dict[str, set[int]] = {}
    for each in Formulas(old).found:
        rows.setdefault(each.cell.sheet, set()).add(each.cell.row)
    for name, wanted in rows.items():
        if name in new.sheets:
            had = SheetMarkup(old.read(old.sheets[name].part), wanted)
            new.edit(new.sheets[name].part, partial(_put_back, had=had))
    return new.saved()


def _put_back(data: bytes, had: SheetMarkup) -> bytes:
    """Return a sheet with the results that its formulas had."""
    sheet = SheetMarkup(data, had.wanted)
    edits: list[Edit] = []
    for number, row in had.rows.items():
        there = sheet.rows[number].cells if number in sheet.rows else {}
        for column, cell in row.cells.items():
            formula, value = cell.find("f"), cell.find("v")
            if formula and value and column in there:
                text = had.data[value.inner : value.close]
                edits += _set_result(data, there[column], text, cell.attributes.get("t", ""))
    return apply_edits(data, edits)


def _set_result(data: bytes, cell: Stretch, text: bytes, kind: str) -> list[Edit]:
    """Return the edits that give a formula its result; a text from the list of all texts is left to Excel."""
    formula, value = cell.find("f"), cell.find("v")
    if formula is None or kind == "s":
        return []
    made = f"<{cell.prefix}v>".encode() + text + f"</{cell.prefix}v>".encode()
    tag = set_attribute(data[cell.start : cell.inner], "t", kind)
    place = (value.start, value.end) if value else (formula.end, formula.end)
    return [Edit(cell.start, cell.inner, tag), Edit(*place, made)]
