"""Formulas of a blank workbook: which cells they use, results that went stale, rows that are added below a list.

What a formula adds up has to be a number: it passes over a text in silence, and its total would be wrong.
"""

import re
from collections.abc import Mapping
from functools import cached_property

from formgen.binding.cells import FormCell
from formgen.binding.excel_cells import address
from formgen.exact import parse_number
from formgen.folding import fold
from formgen.forms.excel.book import WORKBOOK_PART, BookSheet, TemplateBook, compute_on_load, open_sheets
from formgen.forms.excel.references import Operand, list_operands
from formgen.forms.excel.repeating import repeat_row
from formgen.forms.excel.runs import NS
from formgen.forms.excel.worksheet import covers
from formgen.forms.xmltree import Element
from formgen.office.relations import write_part
from formgen.office.template_parts import drop_calculation_order

_S = f"{{{NS}}}"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_QUOTED = re.compile(r'"[^"]*"')
_REFERENCE = re.compile(
    r"(?:(?P<sheet>'[^']*'|\w+)!)?\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>\d+)(?![\d(:\w!])"
)
_BEFORE, _AFTER = re.compile(r"[-+*/^]\s*$"), re.compile(r"\s*[-+*/^%]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?")


class BookFormulas:
    """The formulas of a workbook: what they use of each sheet."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        """Keep the parts; nothing is read before it is asked for."""
        self._parts = parts

    @cached_property
    def _used(self) -> dict[str, list[Operand]]:
        """The cells that formulas use, by the name of their sheet."""
        if not any(_FORMULA.search(data) for name, data in self._parts.items() if "worksheets/" in name):
            return {}
        return {
            name: [used for own, text in self._formulas for used in list_operands(text, own, name)]
            for name in self._names
        }

    @cached_property
    def _sheets(self) -> list[BookSheet]:
        sheets = open_sheets(self._parts, "")
        for each in sheets:
            each.sheet.write_out_formulas()
        return sheets

    @cached_property
    def _names(self) -> list[str]:
        return [each.name for each in self._sheets]

    @cached_property
    def _formulas(self) -> list[tuple[str, str]]:
        """Every formula with the name of its sheet."""
        return [
            (each.name, text)
            for each in self._sheets
            for cell in each.sheet.cells()
            if (text := cell.findtext(f"{_S}f"))
        ]

    @cached_property
    def _reckoned(self) -> set[tuple[str, str]]:
        """The cells beside an operator of arithmetic, with the name of their sheet."""
        return {
            ((each["sheet"] or own).strip("'"), f"{each['column']}{each['row']}".upper())
            for own, text in (self._formulas if self._used else ())
            for plain in [_QUOTED.sub("", text)]
            for each in _REFERENCE.finditer(plain)
            if _BEFORE.search(plain[: each.start()]) or _AFTER.match(plain, each.end())
        }

    def uses(self, sheet: str, cell: FormCell) -> bool:
        """Return whether a formula uses a cell."""
        return any(covers(each.area, address(cell)) for each in self._used.get(sheet, ()))

    def reckons(self, sheet: str, cell: FormCell) -> bool:
        """Return whether a formula adds a cell up, which passes over a text in it, or reckons with it, which fails by one."""
        used = self._used.get(sheet, ())
        return (sheet, address(cell)) in self._reckoned or any(
            each.summed and covers(each.area, address(cell)) for each in used
        )


def as_number(text: str) -> str:
    """Return a number as a cell may hold it, empty for a text that is none."""
    found = parse_number(text)
    plain = fold(text).replace(",", "")
    return plain if found is not None and not found.percent and _NUMBER.fullmatch(plain) else ""


def drop_results(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a workbook without results of formulas, to be computed as it is opened."""
    found = dict(parts)
    sheets = open_sheets(parts, "")
    for each in sheets:
        if _FORMULA.search(parts[each.part]):
            each.sheet.drop_results()
            found[each.part] = each.sheet.write_part()
    compute_on_load(sheets[0].sheet.workbook)
    found[WORKBOOK_PART] = write_part(sheets[0].sheet.workbook)
    return found


def grow_excel(parts: Mapping[str, bytes], name: str, row: int, count: int, shown: str) -> dict[str, bytes]:
    """Return the parts of a workbook with copies of an empty row of a sheet below it; all that points there follows.

    Raises FormgenError T101 for what cannot follow.
    """
    found = dict(parts)
    drop_calculation_order(found)
    sheets = open_sheets(found, shown)
    form = next(each for each in sheets if each.name == name)
    book = TemplateBook(found, tuple(sheets), form, shown)
    line = next((each for each in form.sheet.rows() if each.get("r") == str(row)), None)
    if line is None:
        line = form.sheet.make_cell(f"A{row}").getparent()
    copies = repeat_row(book, line, count + 1).copies
    for step, copied in enumerate(copies):
        _count_on(form, copied, step)
    found[form.part] = form.sheet.write_part()
    found[WORKBOOK_PART] = write_part(form.sheet.workbook)
    return found


def _count_on(form: BookSheet, row: Element, step: int) -> None:
    """Let the numbers that stand in a copied row go on."""
    for cell in row.iterfind(f"{_S}c") if step else ():
        value = cell.find(f"{_S}v")
        if cell.find(f"{_S}f") is not None:
            continue
        if (text := form.sheet.text(cell).strip()).isdigit():
            form.sheet.write(cell, str(int(text) + step))
        elif value is not None and cell.get("t", "n") == "n" and (value.text or "").isdigit():
            value.text = str(int(value.text or "0") + step)
