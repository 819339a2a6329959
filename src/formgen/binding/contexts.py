"""What tells two fields of one label apart, nearest first: the row, the heads above, the section, the caption, rows above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from formgen.binding.cells import CellTable, FormCell
from formgen.binding.claimed import Claims
from formgen.binding.fields import BoundField, BoundKind, Context
from formgen.binding.kinds import Classes
from formgen.binding.line_contexts import is_side, names_of_holder
from formgen.binding.wording import exact, loose, printed, readings, squeeze

_WHOLE = 0.9
_LONGEST = 40
_ROWS_ABOVE = 5  # the rank of the rows above, which name no group
_NAMED = re.compile("(?:姓名|名称)$")
_CONTINUED = re.compile(
    r"^\(?(?:续表|续上|续前|接上|接前|续$|续[)\d一二三])|\(续(?:表|上|[)\d一二三])|(?<![手连继])续表$"
)


def contexts_of(field: BoundField, claims: Claims) -> tuple[Context, ...]:
    """Return the contexts of a field, each text once, nearest first."""
    label = field.label_cell or (field.cells[0] if field.cells else None)
    if label is None:
        return ()
    found = list[Context]()
    table, classes = claims.table, claims.classes
    if field.row_label:
        groups = [text for text in _left_in_block(table, classes, field) if text != field.row_label]
        found += [Context((0, at), text) for at, text in enumerate([field.row_label, *groups])]
    if field.is_list and field.block:
        found += [Context((1, at), text) for at, text in enumerate(_groups_of(table, classes, field))]
    if field.cells and label not in field.cells and classes[label] == "label" and not _names(field, label):
        found += [
            Context((1, 0), text) for text in reversed(readings(label.text))
        ]  # a question within a cell
    section = _section_row(table, classes, field.cells[0] if field.cells else label)
    top = section.last_row if section else 0
    found += [Context((1, at), text) for at, text in enumerate(_left(table, classes, label))]
    found += [Context((2, at), text) for at, text in enumerate(_above(table, classes, label, field, top))]
    if section is not None:
        found.append(Context((3, 0), printed(section.text)))
    found += [Context((3, 1), name) for name in _side_above(table, classes, label, top)]
    captions = [line for each in table.captions if (line := printed(each))] + (
        [table.name] if table.name else []
    )
    found += [Context((4, at), text) for at, text in enumerate(captions)]
    if _is_first(claims, label):
        found += [Context((5, at), text) for at, text in enumerate(_rows_above(table, classes, label, top))]
    return tuple(found)


def _names(field: BoundField, label: FormCell) -> bool:
    """Return whether a field is called after the cell of its label, not by words of its own."""
    return bool({*field.names} & {*readings(label.text)}) or field.label.startswith(readings(label.text)[-1])


def _is_first(claims: Claims, label: FormCell) -> bool:
    """Return whether a label is the first of its row: only it may be of what the rows above are about."""
    cell = claims.table.left_of(label)
    while cell is not None:
        if claims.classes[cell] in {"label", "inline", "choice"}:
            return False
        cell = claims.table.grid.get((label.row, cell.col - 1))
    return True


def _left(table: CellTable, classes: Classes, label: FormCell) -> Iterator[str]:
    """Yield the labels left of a cell in its row, merged over more rows or not, choices too; also read by columns."""
    cell = table.left_of(label)
    while cell is not None:
        if classes[cell] in {"label", "choice", "inline"} and len(printed(cell.text)) <= _LONGEST:
            yield from reversed(readings(cell.text))
        cell = table.grid.get((label.row, cell.col - 1))


def _left_in_block(table: CellTable, classes: Classes, field: BoundField) -> Iterator[str]:
    """Yield the labels left of a cell of a matrix, up to the blanks of another block of rows beside it."""
    cell, seen = table.left_of(field.cells[0]), False
    while cell is not None and not (seen and classes[cell] in {"blank", "gap"}):
        if classes[cell] in {"label", "choice", "inline"} and len(printed(cell.text)) <= _LONGEST:
            names = readings(cell.text)
            seen = seen or field.row_label in names
            yield from reversed(names)
        cell = table.grid.get((field.cells[0].row, cell.col - 1))


def _groups_of(table: CellTable, classes: Classes, field: BoundField) -> Iterator[str]:
    """Yield the labels left of a column that go over all of its rows: 增加 beside two rows of a list."""
    first, last = field.cells[0], field.cells[-1]
    cell = table.left_of(first)
    while cell is not None:
        if classes[cell] == "label" and cell.row <= first.row and cell.last_row >= last.last_row > first.row:
            yield from reversed(readings(cell.text))
        cell = table.grid.get((first.row, cell.col - 1))


def _above(table: CellTable, classes: Classes, label: FormCell, field: BoundField, top: int) -> Iterator[str]:
    """Yield the heads above that span the label and its blank, up to the section row."""
    right = max([label.last_col, *(cell.last_col for cell in field.cells)])
    for cell in table.above(label):
        if cell.row <= top:
            return
        over = classes[cell] == "label" and cell.col <= label.col and cell.last_col >= right - 1
        if over and not _is_answer(table, classes, cell):
            yield from reversed(readings(cell.text))


def _is_answer(table: CellTable, classes: Classes, cell: FormCell) -> bool:
    """Return whether a cell over several heads answers the label beside it, in a row of such pairs: it names no group."""
    row = [each for each in table.row_cells(cell.row) if not each.outside]
    narrow = all(classes[each] == "label" and len(table.below(each)) == 1 for each in row[::2])
    paired = len(row) % 2 == 0 and len(row) > len("一对")
    return paired and narrow and cell in row[1::2] and len(table.below(cell)) > 1


def _side_above(table: CellTable, classes: Classes, label: FormCell, top: int) -> Iterator[str]:
    """Yield what the side is called whose block of rows a label stands in: below 权利人姓名（名称）, up to the next name.

    What stands behind a name in its own row (代理人姓名, 联系电话) is of that one.
    """
    group = table.grid.get((label.row, 1))
    for row in range(label.row, top, -1):
        own = (each for each in table.row_cells(row) if classes[each] == "label" and each.rows == 1)
        first = next(own, None)
        if first is None or first == label or not _NAMED.search(loose(first.text)):
            continue
        beside = table.grid.get((row, 1))
        same = beside == group or beside is None or group is None or (beside.rows == 1 and group.rows == 1)
        if same and row < label.row and is_side(first.text):
            yield from names_of_holder(first.text)
        return


def _section_row(table: CellTable, classes: Classes, cell: FormCell) -> FormCell | None:
    """Return the nearest row above that is one label over the whole width."""
    for row in range(cell.row - 1, 0, -1):
        cells = [each for each in table.row_cells(row) if not each.outside]
        if len(cells) == 1 and classes[cells[0]] == "label" and cells[0].cols >= _WHOLE * table.width:
            return cells[0]
    return None


def _rows_above(table: CellTable, classes: Classes, label: FormCell, top: int) -> Iterator[str]:
    """Yield the first label of each row above, nearest first, up to the section row."""
    for row in range(label.row - 1, top, -1):
        first = next((each for each in table.row_cells(row) if classes[each] in {"label", "choice"}), None)
        if first is not None and len(printed(first.text)) <= _LONGEST:
            yield readings(first.text)[-1]


def list_runs(fields: list[BoundField]) -> list[BoundField]:
    """Join lists with the same heads, side by side or in a table that follows: one list that goes on."""
    blocks: dict[int, list[BoundField]] = {}
    for each in fields:
        if each.is_column:
            blocks.setdefault(each.block, []).append(each)
    found = fields
    for block, columns in blocks.items():
        names = [exact(each.label) for each in columns]
        period = _period(names)
        if len({_group_over(columns[at : at + period]) for at in range(0, len(names), period)}) > 1:
            continue  # 出发 and 到达 over the same heads are two lists
        if _are_parties([_head_over(columns[at]) for at in range(0, len(names), period)]):
            continue
        if period < len(names):
            found = _join(found, block, period)
        elif first := _begins_again(columns):
            found = [_aside(each) if each in columns[first:] else each for each in found]
    return _join_following(found)


def _group_over(columns: Sequence[BoundField]) -> str:
    """Return the head over all of the columns side by side, empty where they have none in common."""
    heads = [_head_over(one) for one in columns]
    return heads[0] if len({*heads}) == 1 else ""


def _head_over(column: BoundField) -> str:
    """Return the label right above a head, empty where none stands there."""
    return next((each.text for each in column.contexts if each.rank == (2, 0)), "")


def _are_parties(heads: Sequence[str]) -> bool:
    """Return whether labels over blocks name two of a kind, each with rows of its own: 移交人 and 接收人, 男方 and 女方."""
    return (
        len(heads) > 1
        and all(heads)
        and len({*heads}) == len(heads)
        and len({each[-1] for each in heads}) == 1
    )


def _begins_again(columns: Sequence[BoundField]) -> int:
    """Return where the first heads stand once more, but not all of them; 0 where they do not."""
    names = [exact(each.label) for each in columns]
    for at in range(len(names) // 2 + 1, len(names) - 1):
        if names[at:] == names[: len(names) - at] and _group_over(columns[:at]) == _group_over(columns[at:]):
            return at
    return 0


def _aside(field: BoundField) -> BoundField:
    """Return a column of a second block with fewer heads: rows go into the first one, whole; this one is named as it lies."""
    return replace(field, names=tuple(f"{name}（右栏）" for name in field.names))


def _period(names: list[str]) -> int:
    """Return after how many heads the same heads begin again."""
    for size in range(1, len(names) // 2 + 1):
        if len(names) % size == 0 and names == names[:size] * (len(names) // size):
            return size
    return len(names)


def _join(fields: list[BoundField], block: int, period: int) -> list[BoundField]:
    columns = [each for each in fields if each.block == block and each.is_column]
    joined = {
        id(each): replace(each, cells=tuple(cell for other in columns[at::period] for cell in other.cells))
        for at, each in enumerate(columns[:period])
    }
    gone = {id(each) for each in columns[period:]}
    return [joined.get(id(each), each) for each in fields if id(each) not in gone]


def _join_following(fields: list[BoundField]) -> list[BoundField]:
    """Join a list with that of a following table whose heads and group are the same, or that is called 续表."""
    blocks: dict[int, list[BoundField]] = {}
    for each in fields:
        if each.block and not each.row_label:
            blocks.setdefault(each.block, []).append(each)
    found, last = fields, list[BoundField]()
    for columns in blocks.values():
        if last and _goes_on(last, columns):
            pairs = {id(one): other for one, other in zip(last, columns, strict=True)}
            gone = {id(other) for other in columns}
            found = [
                _longer(each, pairs[id(each)]) if id(each) in pairs else each
                for each in found
                if id(each) not in gone
            ]
            last = [each for each in found if each.block == last[0].block and not each.row_label]
        else:
            last = columns
    return found


def _longer(field: BoundField, rest: BoundField) -> BoundField:
    """Return a column with the cells of the one that goes on with it; both may be of one row."""
    kind: BoundKind = "seal" if field.kind == "seal" else "list"
    return replace(field, kind=kind, cells=(*field.cells, *rest.cells), gap=None, options=())


def _goes_on(one: list[BoundField], other: list[BoundField]) -> bool:
    """Return whether a list goes on in another: called 续表, or in a following table under no other group.

    Two blocks of one row each are a list only where the second is called 续表.
    """
    if [exact(each.label) for each in one] != [exact(each.label) for each in other]:
        return False
    if any(_CONTINUED.search(squeeze(each.text)) for each in other[0].contexts if each.rank[0] < _ROWS_ABOVE):
        return True
    if one[0].cells[0].table == other[0].cells[0].table:
        return False
    if not any(each.is_list for each in (*one, *other)):
        return False
    groups = [_nearest_groups(fields[0]) for fields in (one, other)]
    return not groups[1] or groups[0] == groups[1]


def _nearest_groups(field: BoundField) -> dict[int, str]:
    """Return the nearest row label, section and caption of a field by their ranks; brackets tell captions apart."""
    found: dict[int, str] = {}
    for each in field.contexts:
        if each.rank[0] in {1, 3, 4}:
            found.setdefault(each.rank[0], exact(each.text))
    return found
