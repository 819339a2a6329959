"""汇总表: the communities of a township by criterion, with what is 待定 and where claims differ."""

import copy
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from formgen import archive, assets
from formgen.exact import points_text
from formgen.forms.text import FRAME, WRAPPED, clean, height, printed
from formgen.problems import Problem
from formgen.rubric.explain import Explanation, explain
from formgen.rubric.score import Scorecard

_HEADER, _BODY, _CRITERION = 3, 4, 3  # rows of the template and the column that is repeated
_TAIL_WIDTHS = (16.0, 24.0)  # of the columns 待定项 and 差异
_VERDICTS = {True: "合格", False: "不合格", None: ""}


def summary(title: str, cards: Sequence[Scorecard], problems: Sequence[Problem] = ()) -> bytes:
    """Return the 汇总表 workbook of some communities scored by one rubric, with a list of problems."""
    source = assets.folder("templates") / "summary" / "template.xlsx"
    book = load_workbook(source)
    sheet = book.worksheets[0]
    _widen(sheet, cards[0])
    _write(sheet["A1"], title)
    _write(sheet["A2"], f"依据：{cards[0].rubric.notice.number}　共{len(cards)}个")
    _header(sheet, cards[0])
    _body(sheet, cards)
    explained = [(card, explain(card)) for card in cards]
    _list(
        book,
        "待定事项",
        ["社区（村）", "评分项", "原因", "佐证材料"],
        _pending_rows(explained),
        (20, 30, 70, 40),
    )
    _list(
        book,
        "自评与计算差异",
        ["社区（村）", "评分项", "自评", "计算", "相差"],
        _difference_rows(explained),
        (20, 40, 10, 10, 10),
    )
    rows: list[list[str | Fraction]] = [
        [problem.code, str(problem.place), problem.message, problem.mend] for problem in problems
    ]
    _list(book, "问题与提示", ["编号", "位置", "问题", "怎样改"], rows, (8, 36, 60, 50))
    return archive.saved(book)


def _widen(sheet: Worksheet, card: Scorecard) -> None:
    """Repeat the criterion column of the template for every criterion of the rubric."""
    extra = len(card.outcomes) - 1
    last = sheet.max_column
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for row in range(_HEADER, sheet.max_row + 1):
        for column in range(last, _CRITERION, -1):
            _copy(sheet.cell(row, column), sheet.cell(row, column + extra))
        for column in range(_CRITERION + 1, _CRITERION + extra + 1):
            _copy(sheet.cell(row, _CRITERION), sheet.cell(row, column))
    widths = {
        column: sheet.column_dimensions[get_column_letter(column)].width for column in range(1, last + 1)
    }
    for column in range(1, last + extra + 1):
        origin = column if column <= _CRITERION else max(_CRITERION, column - extra)
        sheet.column_dimensions[get_column_letter(column)].width = (
            widths[origin] if origin != _CRITERION else 6.5
        )
    for column, width in zip((last + extra - 1, last + extra), _TAIL_WIDTHS, strict=True):
        sheet.column_dimensions[get_column_letter(column)].width = width
    end = get_column_letter(last + extra)
    sheet.merge_cells(f"A1:{end}1")
    sheet.merge_cells(f"A2:{end}2")


def _copy(source: Any, target: Any) -> None:  # noqa: ANN401 - openpyxl's cells have no common type
    target.value = source.value
    target._style = copy.copy(source._style)  # noqa: SLF001 - openpyxl has no public way to copy a style


def _write(cell: Any, value: str | Fraction) -> None:  # noqa: ANN401 - openpyxl's cells have no common type
    """Write text as text (a leading = too) and points as a number with the digits that are printed."""
    if isinstance(value, Fraction):
        cell.value = float(points_text(value))
        return
    cell.value = clean(value)
    if value:
        cell.data_type = "s"


def _header(sheet: Worksheet, card: Scorecard) -> None:
    for at, key in enumerate(card.outcomes):
        criterion = card.rubric.criteria[key]
        cell = sheet.cell(_HEADER, _CRITERION + at)
        _write(cell, f"{criterion.number}\n{criterion.name}\n（{points_text(criterion.points)}分）")
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        font = copy.copy(cell.font)
        cell.font = Font(name=font.name, size=8, bold=font.bold)
    sheet.row_dimensions[_HEADER].height = 110


def _body(sheet: Worksheet, cards: Sequence[Scorecard]) -> None:
    """Write one row a community, styled as the template's body row; the closing row goes below."""
    width, closing = sheet.max_column, _BODY + 1
    for at in range(len(cards), -1, -1):
        source = _BODY if at < len(cards) else closing
        for column in range(1, width + 1):
            _copy(sheet.cell(source, column), sheet.cell(_BODY + at, column))
    for at, card in enumerate(cards):
        row, tail = _BODY + at, _CRITERION + len(card.outcomes)
        _write(sheet.cell(row, 1), Fraction(at + 1))
        _write(sheet.cell(row, 2), card.community.name)
        for offset, key in enumerate(card.outcomes):
            points = card.points(key)
            _write(sheet.cell(row, _CRITERION + offset), "" if points is None else points)
        totals = (card.main, card.bonus if card.rubric.bonus else None, card.total)
        texts = (_VERDICTS[card.passed], _pending(card), _differences(card))
        for offset, value in enumerate((*totals, *texts)):
            _write(sheet.cell(row, tail + offset), "" if value is None else value)
        cells = zip((_pending(card), _differences(card)), _TAIL_WIDTHS, strict=True)
        sheet.row_dimensions[row].height = max(30, *(height(text, width) for text, width in cells))
    end = f"{get_column_letter(width)}{_BODY + len(cards)}"
    sheet.print_area = f"A1:{end}"
    sheet.print_title_rows = f"{_HEADER}:{_HEADER}"
    sheet.freeze_panes = f"{get_column_letter(_CRITERION)}{_BODY}"


def _pending(card: Scorecard) -> str:
    """Return the open criteria by their printed numbers; the sheet 待定事项 has the reasons."""
    return "、".join(card.short_label(key) for key in card.open_keys)


def _differences(card: Scorecard) -> str:
    return "；".join(
        f"{card.short_label(key)}：自评{points_text(claim)}，计算{points_text(points)}"
        for key, claim, points in card.differences
    )


def _pending_rows(explained: Sequence[tuple[Scorecard, list[Explanation]]]) -> list[list[str | Fraction]]:
    return [
        [card.community.name, f"{each.number} {each.name}", "".join(each.sentences), "；".join(each.evidence)]
        for card, explanations in explained
        for each in explanations
        if each.key in card.open_keys
    ]


def _difference_rows(explained: Sequence[tuple[Scorecard, list[Explanation]]]) -> list[list[str | Fraction]]:
    return [
        [card.community.name, card.label(key), claim, points, claim - points]
        for card, _ in explained
        for key, claim, points in card.differences
    ]


def _list(
    book: Workbook, title: str, header: list[str], rows: list[list[str | Fraction]], widths: tuple[float, ...]
) -> None:
    """Add a plain sheet with a header row and wrapped cells."""
    sheet: Any = book.create_sheet(title)
    lines: list[list[str | Fraction]] = [list(header), *rows]
    for at, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(at, column)
            _write(cell, value)
            cell.alignment, cell.border = WRAPPED, FRAME
            cell.font = Font(name="宋体", size=10.5, bold=at == 1)
        texts = [printed(value) for value in line]
        sheet.row_dimensions[at].height = max(map(height, texts, widths))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
