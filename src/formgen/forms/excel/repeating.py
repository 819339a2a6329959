"""The one row of a form repeated, and all of the workbook with it."""

from typing import NamedTuple

from lxml import etree

from formgen.forms.excel.book import (
    TemplateBook,
    compute_on_load,
    find_loops,
    holds_formulas,
    refuse_data_tables,
)
from formgen.forms.excel.faults import blame, report_fault
from formgen.forms.excel.operands import find_operands
from formgen.forms.excel.references import Insertion
from formgen.forms.excel.sheet_parts import PartFollower, refuse_fields_in_tables
from formgen.forms.excel.sheet_references import SheetFollower, move_names
from formgen.forms.xmltree import Element

_YES = frozenset({"1", "true"})


class RepeatedRow(NamedTuple):
    """The rows that the row of a form became, and the cells of the form that formulas use."""

    copies: list[Element]
    operands: frozenset[str]


def find_loop(book: TemplateBook) -> Element | None:
    """Return the row that stands for all rows of a form, None for a form without one.

    Raises FormgenError T101 for several, or a hidden one.
    """
    loops, name = find_loops(book.form.sheet), book.form.name
    if len(loops) > 1:
        detail = f"带 {{{{ row.… }}}} 的只能有一行（第{loops[0].get('r')}行已经有了）"
        raise report_fault(book.shown, detail, name, f"A{loops[1].get('r')}")
    if loops and (loops[0].get("hidden") in _YES or loops[0].get("ht") == "0"):
        raise report_fault(book.shown, "评分行是隐藏的，印不出来；请取消隐藏", name, f"A{loops[0].get('r')}")
    return loops[0] if loops else None


def repeat_row(book: TemplateBook, loop: Element | None, times: int) -> RepeatedRow:
    """Repeat the row of a form, with all that points to cells of its sheet.

    Results of formulas are dropped, wherever they stand: no program may print one of the template. Raises
    FormgenError T101 for what cannot follow.
    """
    form, parts, shown = book.form, book.parts, book.shown
    first, extra = (0, 0) if loop is None else (int(loop.get("r", "1")), times - 1)
    rows = Insertion(form.name, first, extra)
    refuse_data_tables(book)
    refuse_fields_in_tables(book, loop)
    before = {each.part: etree.tostring(each.sheet.tree) for each in book.sheets}
    for each in book.sheets:
        with blame(shown, each.name):
            each.sheet.write_out_formulas()
        each.sheet.drop_results()
    copies = list[Element]()
    if loop is not None:
        with blame(shown, form.name, f"A{first}"):
            copies = form.sheet.repeat(loop, rows)
    for each in book.sheets:
        follower = SheetFollower(rows, each.name, shown)
        follower.move_cells(each.sheet.rows(), copies if each is form else [])
        follower.move_rest(each.sheet.tree, each.sheet.data)
        if each is not form and etree.tostring(each.sheet.tree) != before[each.part]:
            parts[each.part] = each.sheet.write_part()
    moving = PartFollower(rows, shown)
    for each in book.sheets:
        moving.move_links_of(parts, each.part, each.name)
    moving.move_anchors(form.sheet.tree)
    moving.move_parts_of(parts, form.part)
    move_names(form.sheet.workbook, rows, shown)
    if holds_formulas(book):
        compute_on_load(form.sheet.workbook)
    return RepeatedRow(copies, find_operands(book, rows))
