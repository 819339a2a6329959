"""Find the header of a sheet, wherever it is, and what each of its columns means.

Knows cells and the vocabulary of headers; nothing of the rows below.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from formgen.exact import parse_number
from formgen.folding import fold, keep_letters, remove_blanks
from formgen.intake.header_columns import HeaderColumns, is_scale
from formgen.intake.months import read_month, spell_month
from formgen.intake.names import doubt_name
from formgen.intake.raw import Cell
from formgen.intake.tables import Table
from formgen.intake.vocabulary import WEAK_WORDS, ColumnRole, Meaning, SheetKind, Vocabulary
from formgen.problems import Problem

_PART = re.compile(  # words below the name of a figure that make a part of it
    "(?:其中:?)?(?:[男女]性?|本[镇乡村县市]|本地|外[地出来]|户籍在外|城镇|农村|新增|企业|[上去前]年数?|[本当上]月|[上下]半年|第?[一二三四1-4]季度"
    "|(?:1[0-2]|[1-9])(?:[-—~至到](?:1[0-2]|[1-9]))?月(?:份|底|末)?)"
)
_SPAN = re.compile(r"\d{1,2}[-—~至到]\d{1,2}月(?:份|底|末)?")  # is no month
_MOST_POINTS = 100  # that one item of a notice may have
_SEARCHED = 60  # rows from the top in which a header may be
_BESIDE: dict[SheetKind, ColumnRole] = {"months": "month", "scores": "scores", "judged": "points"}
_SELECTING: dict[ColumnRole, SheetKind] = {"series": "months", "level": "scores", "criterion": "judged"}
_MAY_HEAD_NAMES = re.compile(
    "村|居|社|名|单位|name", re.IGNORECASE
)  # one of these is in every word that heads names
_UNITS = frozenset(
    keep_letters(unit)
    for unit in [
        "人",
        "户",
        "个",
        "篇",
        "分",
        "件",
        "条",
        "笔",
        "元",
        "次",
        "家",
        "是/否",
        "单位",
        "计量单位",
    ]
)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its kind, the rows it occupies, its texts, and the meaning of each column.

    ``unknown`` are the columns whose words have no meaning; ``asked`` the meanings that some of these nearly have.
    """

    kind: SheetKind
    top: int
    bottom: int
    texts: Mapping[int, Mapping[int, str]]
    meanings: Mapping[int, Meaning]
    cells: Mapping[int, Cell]
    unknown: Mapping[int, Cell]
    asked: frozenset[Meaning] = frozenset()

    def column(self, role: ColumnRole) -> int:
        """Return the first column of a role, 0 when there is none."""
        return next((column for column, meaning in self.meanings.items() if meaning.role == role), 0)

    def repeated(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row below repeats a row of the header, as on every printed page."""
        return len(cells) > 1 and any(
            all(cell.text == row.get(column) for column, cell in cells.items()) for row in self.texts.values()
        )


def find_header(
    table: Table, vocabularies: Mapping[SheetKind, Vocabulary]
) -> tuple[Header | None, list[Problem]]:
    """Return the header of a sheet and the problems of its columns; None when no row names communities."""
    best: tuple[int, int, SheetKind] = (0, 0, "data")
    for row in sorted(table.rows)[:_SEARCHED]:
        cells = _row(table, row)
        if not any(_MAY_HEAD_NAMES.search(cell.text) for cell in cells.values()):
            continue
        kind = _sheet_kind(cells, vocabularies)
        known = [meaning for cell in cells.values() if (meaning := vocabularies[kind].look_up(cell.text))]
        if any(meaning.role == "name" for meaning in known) and len(set(known)) > best[0]:
            best = (len(set(known)), row, kind)
    if not best[0]:
        return None, []
    return _header(table, best[1], best[2], vocabularies[best[2]])


def is_unit(text: str) -> bool:
    """Return whether a text is only a unit, as in a row of units below the header."""
    return keep_letters(text) in _UNITS


def _row(table: Table, row: int) -> dict[int, Cell]:
    """Return what the cells of a row show, merged ranges included."""
    return {
        column: cell
        for column in range(1, table.width(range(max(row - 2, 1), row + 1)) + 1)
        if (cell := table.spread(row, column))
    }


def _sheet_kind(cells: Mapping[int, Cell], vocabularies: Mapping[SheetKind, Vocabulary]) -> SheetKind:
    """Return the kind of a sheet, by the selecting column in its header."""
    strong: list[SheetKind] = []
    for role, kind in _SELECTING.items():
        found = {cell.text: vocabularies[kind].look_up(cell.text) for cell in cells.values()}
        words = [text for text, meaning in found.items() if meaning and meaning.role == role]
        beside = any(meaning and meaning.role == _BESIDE[kind] for meaning in found.values())
        if words and (beside or (kind == "months" and any(map(read_month, cells.values())))):
            return kind
        strong += [kind for text in words if keep_letters(text) not in WEAK_WORDS[kind]]
    return strong[0] if strong else "data"


def _header(table: Table, row: int, kind: SheetKind, vocabulary: Vocabulary) -> tuple[Header, list[Problem]]:
    """Return the header around the row that names the most fields."""
    name = next(
        column
        for column, cell in _row(table, row).items()
        if (meaning := vocabulary.look_up(cell.text)) and meaning.role == "name"
    )
    bottom = row
    while _continues(table, bottom + 1, name, vocabulary):
        bottom += 1
    groups = [
        above
        for above in (row - 2, row - 1)
        if (own := table.rows.get(above, {})) and (len(own) > 1 or min(own) > name)  # a title begins in front
    ]
    shown = {at: _row(table, at) for at in (*groups, *range(row, bottom + 1))}
    columns = HeaderColumns(
        vocabulary, kind, lambda column: any(number > bottom for number in table.rows.holding(column))
    )
    for column in range(1, table.width(shown) + 1):
        labels = _labels(shown, column, row)
        if labels:
            columns.add(column, labels, _labels(shown, column, 0))
        elif headless := _find_headless(table, column, bottom, 0):
            columns.add_headless(column, headless)
    for column in sorted(table.rows.columns):
        if column > table.width(shown) and (headless := _find_headless(table, column, bottom, name)):
            columns.add_headless(column, headless)
    columns.read_months()
    columns.refuse_stray()
    columns.refuse_unnamed_points(partial(_hold_points, table, bottom))
    asked = columns.report_unknown() | columns.refuse_years() | columns.refuse_kin()
    asked |= columns.report_twice(partial(_differ, table, bottom))
    parts = _find_parts_below(table, bottom, columns)
    asked |= columns.refuse_parts(parts)
    bottom += bool(parts)
    texts = {at: {column: cell.text for column, cell in table.rows.get(at, {}).items()} for at in shown}
    header = Header(kind, row, bottom, texts, columns.meanings, columns.cells, columns.unknown, asked)
    return header, columns.problems


def _hold_points(table: Table, bottom: int, column: int) -> bool:
    """Return whether the numbers of a column below the header may all be points of items."""
    texts = [_read_text(table, number, column) for number in table.rows.holding(column) if number > bottom]
    numbers = [parse_number(text.removesuffix("分")) for text in texts]
    return any(numbers) and all(0 <= each.value <= _MOST_POINTS for each in numbers if each)


def _differ(table: Table, bottom: int, later: int, earlier: int) -> bool:
    """Return whether two columns differ in any row below the header; a later one that is blank says nothing."""
    given = [number for number in table.rows.holding(later) if number > bottom]
    rows = (
        {*given, *(number for number in table.rows.holding(earlier) if number > bottom)} if given else set()
    )
    return any(_read_text(table, number, later) != _read_text(table, number, earlier) for number in rows)


def _read_text(table: Table, number: int, column: int) -> str:
    cell = table.rows[number].get(column)
    return cell.text.strip() if cell else ""


def _find_parts_below(table: Table, bottom: int, columns: HeaderColumns) -> Mapping[int, Cell]:
    """Return the cells of the row below a header where they say nothing but which part of a figure stands below: 女, 1-6月."""
    own = table.rows.get(bottom + 1, {})
    alone = all(at in columns.meanings and _PART.fullmatch(remove_blanks(fold(own[at].text))) for at in own)
    return own if own and alone else {}


def _continues(table: Table, row: int, name: int, vocabulary: Vocabulary) -> bool:
    """Return whether a row still belongs to the header: no name of a community, but names of fields or months.

    So do texts that part the columns below one merged cell: 其中女 and 小计 below 其中已就业人数.
    """
    own = table.rows.get(row, {})
    if name in own or (own and all(_SPAN.fullmatch(remove_blanks(fold(each.text))) for each in own.values())):
        return False
    if any(vocabulary.look_up(cell.text) or spell_month(cell.text) for cell in own.values()):
        return True
    scales = [is_scale(cell.text) for cell in own.values()]
    if any(scales) and all(
        scale or is_unit(cell.text) for scale, cell in zip(scales, own.values(), strict=True)
    ):
        return True
    return any(
        each.right > each.left
        and each.bottom == row - 1
        and sum(_parts(own.get(column)) for column in range(each.left, each.right + 1)) > 1
        for each in table.merged
    )


def _parts(cell: Cell | None) -> bool:
    """Return whether a cell may say which part of a common header stands below it: a text that is no number."""
    return cell is not None and cell.kind == "text" and not keep_letters(cell.text).isdecimal()


def _labels(shown: Mapping[int, Mapping[int, Cell]], column: int, top: int) -> list[Cell]:
    """Return the texts above a column, from the lowest, without units and without repetitions by merged cells."""
    found = [row[column] for at, row in shown.items() if at >= top and column in row]
    distinct = {cell.text: cell for cell in reversed(found) if not is_unit(cell.text)}
    return list(distinct.values())


def _find_headless(table: Table, column: int, bottom: int, name: int) -> Cell | None:
    """Return the first data in a column without a header; ``name`` is where a community has to stand beside them, 0 for anybody."""
    rows = [row for row in table.rows.holding(column) if row > bottom]
    if name:
        named = {row: cell.text for row in rows if (cell := table.rows[row].get(name))}
        rows = [row for row, text in named.items() if len(text.strip()) > 1 and not doubt_name(text)]
    return table.rows[min(rows)][column] if rows else None
