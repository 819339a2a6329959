"""The empty 称号台账: a sheet for titles and one for payments, with drop-downs of the words that a notice has.

Knows the words of the notice; ``intake.title_register`` reads it back.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from formgen.intake.register_words import LABELS, PAYMENT_COLUMNS, TITLE_COLUMNS, TitleEvent
from formgen.office import package
from formgen.office.cells import format_column
from formgen.office.disk import write_file
from formgen.rubric.schema import Rubric
from formgen.workbook.style import PREPARED, EntryColumn, fits_in_list, make_choice_check, write_header

_ROWS = 2_000  # that a register is prepared for
_WIDTHS = {"township": 16.0, "name": 22.0, "title": 24.0, "award": 24.0, "document": 24.0}
_SHAPES = {"day": "yyyy-mm-dd", "until": "yyyy-mm-dd", "year": "0", "yuan": "0.00"}
_NOTES = {
    "name": "和数据里的名称一样写",
    "event": "一行一件事：以后有变动的，在下面另起一行，不要改旧的",
    "day": "文件或发放的日期，如 2019-08-31",
    "until": "只有限期整顿才填：哪一天到期",
    "yuan": "没有发的写0",
    "taking_part": "不在今年的数据里的写“否”；其余不填",
    "year": "不填则按发放日期",
}


def write_title_register(rubric: Rubric, target: Path) -> None:
    """Write the empty register of a notice; the same input gives the same bytes. Raises FormgenError F107, F108 or F111."""
    awards = [each.title for each in rubric.awards.values()]
    choices: dict[str, Sequence[str]] = {
        "title": rubric.title_names,
        "event": [event.value for event in TitleEvent],
        "award": awards,
        "taking_part": ["否"],
    }
    book = Workbook()
    book.remove(book.worksheets[0])
    _add_sheet(book, "称号", TITLE_COLUMNS, choices)
    if awards:
        _add_sheet(book, "奖补发放", PAYMENT_COLUMNS, choices)
    book.properties.creator = "formgen"
    write_file(target, package.saved(book))


def _add_sheet(book: Workbook, title: str, keys: Sequence[str], choices: Mapping[str, Sequence[str]]) -> None:
    sheet = book.create_sheet(title)
    columns = []
    for key in keys:
        words = choices.get(key, ())
        check = make_choice_check(LABELS[key], list(words)) if words and fits_in_list(list(words)) else None
        width, shape = _WIDTHS.get(key, 13.0), _SHAPES.get(key, "@")
        columns.append(
            EntryColumn(LABELS[key], "", _NOTES.get(key, ""), width, shape, check, left=key in _WIDTHS)
        )
    first = write_header(sheet, columns, frozen=keys.index("name") + 1, groups=False)
    for at, column in enumerate(columns, start=1):
        if column.check:
            column.check.add(f"{format_column(at)}{first + PREPARED}:{format_column(at)}{_ROWS}")
