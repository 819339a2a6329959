"""The cells of a blank form that hold points: below the head of a level, in the row of an item. Knows cells and a rubric.

An item is known by its clause or its name as the blank prints them, else by its number together with its points.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formgen.binding.blank_file import Blank
from formgen.binding.cells import CellTable, FormCell
from formgen.binding.edits import GapPiece, PlaceEdit
from formgen.binding.fields import BoundField
from formgen.binding.gaps import is_blank
from formgen.binding.heads import fits_below
from formgen.binding.wording import exact, squeeze
from formgen.filling.rows import FormRow, group_rows
from formgen.forms.contents import write_field
from formgen.forms.form import ColumnSource, Form, FormColumn
from formgen.problems import Problem
from formgen.rubric.schema import Rubric

TOTAL, FINAL = "total", "score"  # the row of the sums; the column of the points that count
_TOTALS = {exact(word) for word in ("合计", "总分", "总计", "得分合计", "总得分", "合计得分", "最后得分")}
_ANY_LEVEL = {exact(word) for word in ("得分", "评分", "实得分", "考评分", "考核得分", "评定得分")}


@dataclass(frozen=True, slots=True)
class ScoreTables:
    """What writes the tags of points into a blank, the columns of its form, and what could not be told."""

    edits: tuple[PlaceEdit, ...]
    columns: Mapping[str, FormColumn]
    cells: frozenset[FormCell]
    problems: tuple[Problem, ...] = ()

    def covers(self, field: BoundField) -> bool:
        """Return whether a bound field is nothing but cells of points."""
        return bool(field.cells) and self.cells.issuperset(field.cells)


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a column of points, and the name of the column."""

    cell: FormCell
    column: str


def find_score_cells(blank: Blank, rubric: Rubric, form: Form) -> ScoreTables:
    """Return the cells of a blank that hold points of the rubric, with their tags."""
    rows = [row for group in group_rows(rubric, form) for row in group.rows]
    edits, cells, columns, problems = (
        list[PlaceEdit](),
        set[FormCell](),
        dict[str, FormColumn](),
        list[Problem](),
    )
    for table in blank.form.tables if rows else ():
        for head in _find_heads(table, rubric, form):
            found = list(_cells_below(table, head.cell, rows))
            if not any(key for _, key in found):
                continue
            cells.update(cell for cell, _ in found)
            edits += [_edit(cell, head, key) for cell, key in found if key]
            columns |= {head.column: _column(head, rubric, form)} if head.column else {}
            problems += _doubts(form, table, head, found, rows)
    return ScoreTables(tuple(edits), columns or form.spec.columns, frozenset(cells), tuple(problems))


def _find_heads(table: CellTable, rubric: Rubric, form: Form) -> Iterator[_Head]:
    """Yield the heads of columns of points: those that form.yaml names, else those of levels, else a lone 得分.

    The lone one prints the points that count. Beside columns of levels it is nobody's.
    """
    said = {name: each for name, each in form.spec.columns.items() if each.level in rubric.columns}
    own = {exact(each.title or rubric.columns[each.level]): name for name, each in said.items()}
    named = own or {exact(title): level for level, title in rubric.columns.items()}
    heads = [_Head(cell, named[text]) for cell in table.cells if (text := exact(cell.text)) in named]
    lone = [cell for cell in table.cells if exact(cell.text) in _ANY_LEVEL and exact(cell.text) not in named]
    counts = FINAL if not heads and not own and len(lone) == 1 else ""
    yield from (*heads, *(_Head(cell, counts) for cell in lone))


def _column(head: _Head, rubric: Rubric, form: Form) -> FormColumn:
    """Return what a column prints: as form.yaml says, else the points that were entered, or under a lone 得分 the final ones."""
    said = form.spec.columns.get(head.column)
    if said is not None:
        return said
    last = rubric.final_column if rubric.final_column in rubric.columns else [*rubric.columns][-1]
    wanted = last if head.column == FINAL else head.column
    level = next(each for each in rubric.columns if each == wanted)
    source: ColumnSource = "final" if head.column == FINAL else "entered"
    return FormColumn(level=level, source=source, title=squeeze(head.cell.text))


def _cells_below(table: CellTable, head: FormCell, rows: list[FormRow]) -> Iterator[tuple[FormCell, str]]:
    """Yield the blanks below a head, each with the key of its row, empty where no item is known there."""
    written = {cell.row for cell in table.cells if cell.text.strip()}
    for cell in table.cells:
        is_below = cell.row > head.last_row and cell.row in written and not cell.outside
        if is_below and is_blank(cell.text) and fits_below(head, cell):
            yield cell, _row_key(table, cell, rows)


def _row_key(table: CellTable, blank: FormCell, rows: list[FormRow]) -> str:
    """Return the key of the item that a row of a table is of: by clause, by name, by number with points."""
    beside = [
        each for each in table.cells
        if each.row <= blank.row and each.last_row >= blank.last_row and each.last_col < blank.col and each.text.strip()
    ]  # fmt: skip
    texts = {exact(each.text) for each in beside}
    if texts & _TOTALS:
        return TOTAL
    ways = (
        [row for row in rows if exact(row.clause) in texts],
        [row for row in rows if exact(row.name) in texts],
        [row for row in rows if row.number and {squeeze(row.number), squeeze(row.points)} <= {squeeze(each.text) for each in beside}],
    )  # fmt: skip
    return next((found[0].key for found in ways if len(found) == 1), "")


def _edit(cell: FormCell, head: _Head, key: str) -> PlaceEdit:
    """Return what writes the tag of points into a cell; those of a column that is not known are left empty."""
    field = BoundField(squeeze(head.cell.text), "matrix", (cell,), head.cell)
    tag = write_field(f"{key}.{head.column}") if head.column else ""
    return PlaceEdit(field, cell, 0, (GapPiece(0, len(cell.text), tag),) if tag else ())


def _doubts(
    form: Form, table: CellTable, head: _Head, found: list[tuple[FormCell, str]], rows: list[FormRow]
) -> Iterator[Problem]:
    """Yield what a person has to know of a column: whose points it shows, rows of no item, items of no row or of two."""
    keys, label = [key for _, key in found], squeeze(head.cell.text)
    where = f"“{table.name}”" if table.name else f"第{table.number}张表"
    unknown = [f"第{cell.row}行" for cell, key in found if not key]
    missing = [row.number or row.name for row in rows if row.key not in keys]
    twice = [row.number or row.name for row in rows if keys.count(row.key) > 1]
    faults = [
        "不知道是哪一级的分，都留空" if not head.column else "",
        f"{'、'.join(unknown)}认不出是哪一项，留空" if unknown else "",
        f"没有找到第{'、'.join(missing)}项" if missing else "",
        f"第{'、'.join(twice)}项有两行，两行都填" if twice else "",
    ]
    for why in filter(None, faults):
        yield Problem("B132", form.tree.place(("columns",)), {"label": label, "where": where, "why": why})
