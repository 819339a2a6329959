"""What stands on a sheet and in its workbook beside the cells' texts, moved along as a row is repeated.

Formulas, lists to choose from, conditional formats, filters, links, names and page breaks, those of other sheets
that point to the sheet among them. What cannot follow is refused with its cell.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from formgen.forms.excel.faults import blame, report_fault
from formgen.forms.excel.references import (
    LAST_ROW,
    Insertion,
    copy_formula,
    grow_ranges,
    keep_relative,
    move_formula,
    move_place,
    names_sheet,
    refuse_functions,
    rows_of,
)
from formgen.forms.excel.runs import NS
from formgen.forms.xmltree import Element

_S = f"{{{NS}}}"
_RULES = frozenset({"conditionalFormatting", "dataValidation", "sparkline"})
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2"})
_PLACES = ("activeCell", "topLeftCell")
_TITLE_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")


class SheetFollower(NamedTuple):
    """What follows the inserted rows on one sheet: ``own`` is its name, ``shown`` names the template to a clerk."""

    rows: Insertion
    own: str
    shown: str

    @property
    def is_form(self) -> bool:
        """Return whether it is the sheet whose row is repeated."""
        return self.own.casefold() == self.rows.sheet.casefold()

    def move_cells(self, rows: list[Element], copies: list[Element]) -> None:
        """Let the formulas of rows follow; those of the ``copies`` of the repeated row go by their own row."""
        steps = {row: step for step, row in enumerate(copies)}
        for row in rows:
            for cell in row.iterfind(f"{_S}c"):
                formula = cell.find(f"{_S}f")
                if formula is not None:
                    with blame(self.shown, self.own, self._before(cell.get("r", ""), steps.get(row))):
                        self._move_formula(formula, steps.get(row))

    def _before(self, address: str, step: int | None) -> str:
        """Return where a cell stands in the template, before rows are inserted."""
        column, number = address.rstrip("0123456789"), int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if not self.is_form:
            return address
        if step is not None:
            return f"{column}{self.rows.first}"
        return f"{column}{number - self.rows.extra if number > self.rows.first else number}"

    def _move_formula(self, formula: Element, step: int | None) -> None:
        text, area = formula.text or "", formula.get("ref")
        refuse_functions(text, self.rows, self.own)
        if step is not None:
            formula.text = copy_formula(text, self.rows, step)
        else:
            formula.text = move_formula(text, self.rows, self.own)
        if area is not None and self.is_form:
            formula.set("ref", self._move_array(area, step))

    def _move_array(self, area: str, step: int | None) -> str:
        top, bottom = rows_of(area)
        if step is not None and top == bottom:
            return re.sub(r"\d+", str(self.rows.first + step), area)
        if top <= self.rows.first <= bottom:
            raise report_fault(
                self.shown, "数组公式跨过评分行；请改成一格一个公式", self.own, area.partition(":")[0]
            )
        return grow_ranges(area, self.rows)

    def move_rest(self, tree: Element, data: Element) -> None:
        """Let all that is no cell follow; ``data`` holds the cells."""
        held = (each for top in tree if top is not data for each in top.iter())
        outside = [each for each in held if isinstance(each.tag, str)]
        for each in outside:
            if etree.QName(each).localname in _RULES:
                self._move_rule(each)
        for each in outside:
            name = etree.QName(each).localname
            if name in _FORMULAS and not any(_is_rule(above) for above in each.iterancestors()):
                with blame(self.shown, self.own):
                    each.text = move_formula(each.text or "", self.rows, self.own)
            if name == "hyperlink" and each.get("location"):
                each.set("location", move_place(each.get("location", ""), self.rows, self.own))
            if self.is_form:
                self._move_ranges(each, name)

    def _move_rule(self, rule: Element) -> None:
        """Move the formulas of a rule: those of one on the repeated row go by its first cell."""
        ranges = rule.get("sqref") or next((each.text or "" for each in rule.iter("{*}sqref")), "")
        starts = self.is_form and bool(ranges) and rows_of(ranges)[0] == self.rows.first
        move: Callable[[str, Insertion, str], str] = keep_relative if starts else move_formula
        start = ranges.split()[0].partition(":")[0] if ranges else ""
        if starts and etree.QName(rule).localname == "sparkline" and self.rows.extra:
            raise report_fault(self.shown, "评分行里的迷你图不能逐行重复；请删去", self.own, start)
        with blame(self.shown, self.own, start, "数据有效性或条件格式里的"):
            for each in rule.iter():
                if isinstance(each.tag, str) and etree.QName(each).localname in _FORMULAS and each.text:
                    each.text = move(each.text, self.rows, self.own)
                elif each.get("type") == "formula" and each.get("val"):
                    each.set("val", move(each.get("val", ""), self.rows, self.own))

    def _move_ranges(self, each: Element, name: str) -> None:
        """Move the ranges that an element of the sheet names; merged cells are moved with the row."""
        rows = self.rows
        if name == "sqref":
            each.text = grow_ranges(each.text or "", rows)
        for key in ("ref", "sqref"):
            if each.get(key) and name not in {"mergeCell", "dataRef"}:
                each.set(key, grow_ranges(each.get(key, ""), rows))
        for key in _PLACES:
            if each.get(key):
                each.set(key, move_place(each.get(key, ""), rows, rows.sheet))
        if name in {"cellWatch", "inputCells"} and each.get("r"):
            each.set("r", move_place(each.get("r", ""), rows, rows.sheet))
        if name == "brk":
            self._move_break(each)

    def _move_break(self, mark: Element) -> None:
        """Move a page break between rows, or the end of one between columns."""
        parent = mark.getparent()
        across = parent is not None and etree.QName(parent).localname == "colBreaks"
        for key in ("min", "max") if across else ("id",):
            if mark.get(key):
                number = self.rows.grown(int(mark.get(key, "0")))
                mark.set(key, str(min(number, LAST_ROW - 1)))  # breaks are counted from 0


def _is_rule(each: Element) -> bool:
    return etree.QName(each).localname in _RULES


def move_names(workbook: Element, rows: Insertion, shown: str) -> None:
    """Let the names of a workbook follow: print areas, titles, filters, and those people gave."""
    for defined in workbook.iter(f"{_S}definedName"):
        name, text = defined.get("name", ""), defined.text or ""
        if name == "_xlnm.Print_Titles" and names_sheet(text, rows.sheet) and _covers_row(text, rows):
            raise report_fault(shown, "打印的标题行包括评分行，会每页重印所有的行；请改打印标题", rows.sheet)
        with blame(shown, rows.sheet, what=f"名称“{name}”里的"):
            refuse_functions(text, rows, "")
            defined.text = move_formula(text, rows, "")


def _covers_row(text: str, rows: Insertion) -> bool:
    return any(int(each[1]) <= rows.first <= int(each[2]) for each in _TITLE_ROWS.finditer(text))
