"""A copy of a workbook that shows its problems where they are: colours, notes, and a list."""

import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from formgen.intake.files import Package, fault, load
from formgen.intake.vocabulary import FINDINGS
from formgen.office import package
from formgen.office.disk import write_file
from formgen.problems import Problem
from formgen.workbook.style import note, print_set_up, table

_FILLS = {"error": PatternFill("solid", fgColor="FF9999"), "warning": PatternFill("solid", fgColor="FFE699")}
_LIST_HEAD = ("编号", "程度", "工作表", "单元格", "问题", "怎样改")
_LIST_WIDTHS = (8, 8, 14, 10, 60, 50)


def annotate(source: Path, problems: Sequence[Problem], target: Path) -> None:
    """Write a copy of an .xlsx workbook with the faulty cells coloured and noted, and a sheet of all problems.

    Raises FormgenError: F112 when the source is not a workbook, F107 or F108 when the copy cannot be written.
    """
    content = load(source)
    if content.kind != "xlsx":
        raise fault(source.name, "F112")
    book = opened(content.data, source.name)
    for (sheet, cell), found in _by_cell(problems).items():
        if sheet in book.sheetnames and isinstance(book[sheet], Worksheet):
            _mark(book[sheet], cell, found)
    _list(book, problems)
    write_file(target, package.saved(book))


def opened(data: bytes, file: str) -> Workbook:
    """Open a workbook once every part has been found safe. Raises FormgenError F109 for what openpyxl cannot open."""
    package = Package(data, file)
    for name in package.names:
        if name.endswith((".xml", ".rels", ".vml")):
            package.read(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot keep does not matter in a copy
            return load_workbook(io.BytesIO(data))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise fault(file, "F109", "工作簿内容不完整") from error


def _by_cell(problems: Sequence[Problem]) -> Mapping[tuple[str, str], list[Problem]]:
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
    cell.comment = note(
        "\n".join([*before, *(f"[{each.code}] {each.message}{each.mend}" for each in problems)])
    )


def _list(book: Workbook, problems: Sequence[Problem]) -> None:
    """Write all problems to a sheet of their own, replacing an earlier list."""
    if FINDINGS in book.sheetnames:
        del book[FINDINGS]
    sheet = book.create_sheet(FINDINGS)
    rows = [
        (
            each.code,
            "错误" if each.severity == "error" else "提示",
            each.place.sheet,
            each.place.cell,
            each.message,
            each.mend,
        )
        for each in problems
    ]
    table(sheet, 1, [_LIST_HEAD, *rows], _LIST_WIDTHS)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_LIST_HEAD))}{len(rows) + 1}"
    print_set_up(sheet, "1:1")
