"""A copy of a workbook that shows its problems where they are: colours, notes, and a list.

The copy is written by openpyxl, which may leave out what it does not know, such as drawings: it is for looking at, and
the workbook itself stays as it is. The results of its formulas are put back. Knows problems and their cells; nothing of fields.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from formgen.intake.files import file_error, read_content
from formgen.intake.vocabulary import FINDINGS
from formgen.office import package
from formgen.office.cells import format_column
from formgen.office.output import refuse_output, write_output
from formgen.problems import Problem
from formgen.workbook.existing import open_workbook
from formgen.workbook.formula_results import restore_results
from formgen.workbook.style import make_note, set_up_print, write_table

_FILLS = {"error": PatternFill("solid", fgColor="FF9999"), "warning": PatternFill("solid", fgColor="FFE699")}
_KIND = "标注副本"
_LIST_HEAD = ("编号", "程度", "社区（村）", "工作表", "单元格", "问题", "怎样改")
_LIST_WIDTHS = (8, 8, 20, 14, 10, 60, 50)


def annotate_workbook(source: Path, problems: Sequence[Problem], target: Path) -> None:
    """Write a copy of an .xlsx workbook with the faulty cells coloured and noted, and a sheet of all problems.

    Raises FormgenError: F112 when the source is not a workbook, and as ``write_output`` does: the source stays as it is.
    """
    refuse_output(target, _KIND, [source])
    content = read_content(source)
    if content.kind != "xlsx":
        raise file_error(source.name, "F112")
    book = open_workbook(content.data, source.name, macros=target.suffix.lower() == ".xlsm")
    for (sheet, cell), found in _group_by_cell(problems).items():
        if sheet in book.sheetnames and isinstance(book[sheet], Worksheet):
            _mark(book[sheet], cell, found)
    _write_list(book, problems)
    write_output(target, restore_results(content.data, package.saved(book), source.name), _KIND, [source])


def _group_by_cell(problems: Sequence[Problem]) -> Mapping[tuple[str, str], list[Problem]]:
    found: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.place.cell:
            found.setdefault((problem.place.sheet, problem.place.cell), []).append(problem)
    return found


def _mark(sheet: Worksheet, reference: str, problems: Sequence[Problem]) -> None:
    """Colour a cell and add the problems to its note; what was in the note stays."""
    cell = sheet[reference]
    if not isinstance(cell, Cell):
        return
    worst = "error" if any(problem.severity == "error" for problem in problems) else "warning"
    cell.fill = _FILLS[worst]
    before = [cell.comment.text] if cell.comment else []
    cell.comment = make_note(
        "\n".join([*before, *(f"[{each.code}] {each.message}{each.mend}" for each in problems)])
    )


def _write_list(book: Workbook, problems: Sequence[Problem]) -> None:
    """Write all problems to a sheet of their own, replacing an earlier list."""
    if FINDINGS in book.sheetnames:
        del book[FINDINGS]
    sheet = book.create_sheet(FINDINGS)
    rows = [
        (
            each.code,
            "错误" if each.severity == "error" else "提示",
            each.place.community,
            each.place.sheet,
            each.place.cell,
            each.message,
            each.mend,
        )
        for each in problems
    ]
    write_table(sheet, 1, [_LIST_HEAD, *rows], _LIST_WIDTHS)
    _link_cells(book, sheet, problems)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{format_column(len(_LIST_HEAD))}{len(rows) + 1}"
    set_up_print(sheet, "1:1")


def _link_cells(book: Workbook, sheet: Worksheet, problems: Sequence[Problem]) -> None:
    """Let the cell of each problem in the list lead to it."""
    column = format_column(_LIST_HEAD.index("单元格") + 1)
    for row, each in enumerate(problems, 2):
        if each.place.cell and each.place.sheet in book.sheetnames:
            quoted = each.place.sheet.replace("'", "''")
            address = f"{column}{row}"
            sheet[address].hyperlink = Hyperlink(ref=address, location=f"'{quoted}'!{each.place.cell}")
