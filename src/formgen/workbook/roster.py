"""The empty roster and ledgers, a sheet each: drop-downs, a frozen header, and text where numbers would be damaged."""

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from formgen.intake.vocabulary import DEFINITIONS
from formgen.office import package
from formgen.office.cells import format_column, write_text
from formgen.office.disk import write_file
from formgen.registers.register import COLUMN_KINDS, RegisterColumn, RegisterSpec
from formgen.workbook.style import (
    PREPARED,
    EntryColumn,
    cell_at,
    fits_in_list,
    make_choice_check,
    make_count_check,
    write_header,
)

_ROWS = 5_000  # that a roster is prepared for
_WIDTHS = {
    "id_number": 21.0,
    "phone": 15.0,
    "date": 13.0,
    "yesno": 9.0,
    "age": 7.0,
    "month": 7.0,
    "count": 9.0,
}
_TEXTS = frozenset({"text", "name", "id_number", "phone", "choice", "yesno"})
_DATE_FORMAT = "yyyy-mm-dd"
_PEOPLE = "花名册"  # the sheet of the roster, whose title is too long for a tab
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31


def write_roster(people: RegisterSpec, ledgers: Sequence[RegisterSpec], target: Path) -> None:
    """Write the empty roster with its ledgers, a sheet each; the same input gives the same bytes.

    Raises FormgenError F107, F108 or F111.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for register in (people, *ledgers):
        name = _PEOPLE if register is people else _NO_SHEET_NAME.sub("", register.title)
        _add_sheet(book.create_sheet(name[:_LONGEST_SHEET_NAME]), register)
    _write_notes(book.create_sheet(DEFINITIONS), (people, *ledgers))
    book.properties.creator = "formgen"
    write_file(target, package.saved(book))


def _add_sheet(sheet: Worksheet, register: RegisterSpec) -> None:
    columns = [_entry_column(each) for each in register.columns.values()]
    frozen = list(register.columns).index(register.subject) + 1
    first = write_header(sheet, columns, frozen=frozen, groups=False)
    for at, column in enumerate(columns, start=1):
        letter = format_column(at)
        if column.check:
            column.check.add(f"{letter}{first + PREPARED}:{letter}{_ROWS}")


def _entry_column(column: RegisterColumn) -> EntryColumn:
    """Return the column of a roster: its note says what to fill in, and what a blank means."""
    blank = "没有的留空。" if column.blank == "none" else ""
    note = "\n".join(filter(None, [column.note or "", blank]))
    width = _WIDTHS.get(column.kind, max(10.0, 2.0 * len(column.zh) + 2))
    shape = "@" if column.kind in _TEXTS else _DATE_FORMAT if column.kind == "date" else "0"
    return EntryColumn(
        column.zh, "", note, width, shape, _check(column), left=column.kind in {"text", "name"}
    )


def _check(column: RegisterColumn) -> DataValidation | None:
    choices = list(column.choices) or (["是", "否"] if column.kind == "yesno" else [])
    if choices and fits_in_list(choices):
        return make_choice_check(column.zh, choices)
    return make_count_check(column.zh) if column.kind in {"count", "age", "month"} else None


def _write_notes(sheet: Worksheet, registers: Sequence[RegisterSpec]) -> None:
    """Write what each column of each register holds, below its title."""
    lines = chain.from_iterable((*_list_notes(each), ("", "", "")) for each in registers)
    for row, line in enumerate(lines, start=1):
        for at, text in enumerate(line, start=1):
            write_text(cell_at(sheet, row, at), text)
    for letter, width in zip("ABC", (28, 50, 60), strict=True):
        sheet.column_dimensions[letter].width = width


def _list_notes(register: RegisterSpec) -> list[tuple[str, str, str]]:
    return [
        (register.title, f"一行是一{register.rows}", ""),
        ("列", "填什么", "说明"),
        *(
            (
                column.zh,
                _say_kind(column),
                "；".join(filter(None, [column.note or "", "没有的留空" if column.blank == "none" else ""])),
            )
            for column in register.columns.values()
        ),
        *((each.words, "", "年龄照身份证号和统计日计算") for each in register.ages.values()),
    ]


def _say_kind(column: RegisterColumn) -> str:
    if column.choices:
        return "、".join(column.choices)
    private = "；显示时隐去中间几位" if column.private else ""
    return f"{COLUMN_KINDS[column.kind]}{private}"
