"""Heads of columns and what lies below them: lists, matrices, single blanks. Knows cells and their classes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from formgen.binding.cells import CellTable, FormCell
from formgen.binding.choices import read_choice
from formgen.binding.gaps import inline_labels, whole_gap
from formgen.binding.kinds import Classes
from formgen.binding.wording import exact, squeeze

_OF_SMALLER, _OF_LARGER = 0.6, 0.5
_COLUMN_LETTERS = frozenset("甲乙丙丁戊己庚辛") | {"栏次"}
_LONGEST_NUMBERING = 12
_COLUMN_NUMBER = re.compile("=.*$")
_EXAMPLE = re.compile("(?:例|示例|样例|举例|填写示例)(?::|$)")
_ENDS = ("合计", "总计", "小计", "备注", "说明", "注:", "总计")


@dataclass(frozen=True, slots=True)
class HeadRow:
    """Heads side by side, and for each row below them the cell of each head (None where there is none)."""

    heads: tuple[FormCell, ...]
    rows: tuple[tuple[FormCell | None, ...], ...]
    row_labels: tuple[FormCell | None, ...]


def fits_below(head: FormCell, cell: FormCell) -> bool:
    """Return whether a cell has about the columns of a head: edges may differ by a grid column."""
    shared, smaller, larger = head.overlap(cell), min(head.cols, cell.cols), max(head.cols, cell.cols)
    return shared >= _OF_SMALLER * smaller and shared >= _OF_LARGER * larger


def cell_below(table: CellTable, head: FormCell) -> FormCell | None:
    """Return the cell right below a head that has about its columns, a row that numbers the columns passed over."""
    return _next(table, head, head)


def _is_passed_over(table: CellTable, row: int) -> bool:
    """Return whether a row below heads is none to be filled in: it numbers the columns, or shows an example."""
    first = next(iter(table.row_cells(row)), None)
    return _numbers_columns(table, row) or (first is not None and bool(_EXAMPLE.match(squeeze(first.text))))


def _numbers_columns(table: CellTable, row: int) -> bool:
    """Return whether a row numbers the columns: 甲 乙 丙 1 2 3. Days beside taller heads (姓名) do not."""
    beside = (table.grid.get((row, col)) for col in range(1, table.width + 1))
    if any(each is not None and each.row < row and each.text.strip() for each in beside):
        return False
    texts = [squeeze(each.text) for each in table.row_cells(row)]
    if len(texts) < len("甲乙丙") or any(not text or len(text) > _LONGEST_NUMBERING for text in texts):
        return False
    if [_COLUMN_NUMBER.sub("", text) for text in texts] == [str(at) for at in range(1, len(texts) + 1)]:
        return True  # 1 2 3 4=2×3
    letters = [text for text in texts if text in _COLUMN_LETTERS]
    numbers = [text for text in texts if text.isdecimal()]
    return bool(letters) and len(letters) + len(numbers) == len(texts) > len("甲乙")


def is_blank_right(table: CellTable, classes: Classes, cell: FormCell) -> bool:
    """Return whether what a person fills in begins right of a cell, in rows of the same extent."""
    right = table.right_of(cell)
    return (
        right is not None
        and (right.row, right.rows) == (cell.row, cell.rows)
        and classes[right] in {"blank", "gap", "choice", "words", "opinion"}
    )


def find_heads(table: CellTable, classes: Classes) -> list[HeadRow]:
    """Return the rows of heads of a table, from the top."""
    found, taken = list[HeadRow](), set[FormCell]()
    by_row: dict[int, list[FormCell]] = {}
    for cell in table.cells:
        if classes[cell] == "label":
            by_row.setdefault(cell.last_row, []).append(cell)
    for last in sorted(by_row):
        if _numbers_columns(table, last):
            continue
        labels = [cell for cell in by_row[last] if cell not in taken]
        below = [
            (cell, under)
            for cell in labels
            if (under := cell_below(table, cell)) is not None
            and not has_colon_above_gap(classes, cell, under)
        ]
        open_below = [
            (cell, under) for cell, under in below
            if _is_open(classes, under) or _is_preset(table, classes, under)
        ]  # fmt: skip
        sure = [cell for cell, _ in open_below if not is_blank_right(table, classes, cell)]
        rights = [cell for cell in labels if is_blank_right(table, classes, cell)]
        if not sure or len(sure) < len(rights):
            continue
        heads = tuple(
            cell for cell, under in below if _is_open(classes, under) or classes[under] in {"number", "label"}
        )
        for part in _part_heads(table, classes, heads):
            whole = _follow(table, classes, part)
            scored = _is_scored(table, classes, whole) or _is_numbered(classes, whole)
            if len(sure) == 1 and not scored:
                continue
            for row in _part_groups(whole):
                found.append(row)
                taken.update(cell for line in row.rows for cell in line if cell)
                taken.update(each for each in row.row_labels if each)
    return found


def has_colon_above_gap(classes: Classes, label: FormCell, under: FormCell) -> bool:
    """Return whether a label is written behind its colon: below it stands a unit or a date of something else."""
    return classes[under] == "gap" and label.text.rstrip().endswith((":", "："))


def _is_scored(table: CellTable, classes: Classes, row: HeadRow) -> bool:
    """Return whether rows with one blank each are a matrix all the same: several rows, each with a label of its own.

    A label with a blank of its own (工作年限 beside 年) is none of a row.
    """
    labels = [exact(each.text) for each in row.row_labels if each is not None]
    several = len(row.rows) > 1 and len(row.heads) > len("两列")
    own = {
        each
        for line in row.rows
        for each in line
        if each is not None and classes[each] == "label" and is_blank_right(table, classes, each)
    }
    lone = all(table.right_of(each) in {cell for line in row.rows for cell in line} for each in own)
    return several and len({*labels}) == len(row.rows) and lone


def _is_numbered(classes: Classes, row: HeadRow) -> bool:
    """Return whether rows with one blank each are a list all the same: each has its number below 序号."""
    at = next((at for at, head in enumerate(row.heads) if exact(head.text) in {"序号", "编号"}), None)
    if at is None or len(row.rows) == 1:
        return False
    return all((cell := line[at]) is not None and classes[cell] == "number" for line in row.rows)


def _part_groups(row: HeadRow) -> Iterator[HeadRow]:
    """Yield the rows below heads, parted where a cell over several of them names another group (增加, 减少) of a list."""
    columns = {
        at
        for line in row.rows
        for at, cell in enumerate(line)
        if cell is not None and cell.rows > 1 and cell.text.strip()
    }
    starts = [at for at, line in enumerate(row.rows) if any(line[each] is not None for each in columns)]
    if not row.rows or all(row.row_labels) or not starts:
        starts = [0] if row.rows else []
    for start, end in pairwise([*dict.fromkeys([0, *starts]), len(row.rows)] if starts else []):
        yield HeadRow(row.heads, row.rows[start:end], row.row_labels[start:end])


def _part_heads(
    table: CellTable, classes: Classes, heads: tuple[FormCell, ...]
) -> Iterator[tuple[FormCell, ...]]:
    """Yield heads side by side: where printed words stand below one in the middle, a matrix of its own begins there."""
    start, again = 0, _repeats(table, classes, heads)
    if again:
        yield from (heads[at : at + again] for at in range(0, len(heads), again))
        return
    for at, head in enumerate(heads):
        under = cell_below(table, head)
        printed = under is not None and classes[under] == "label"
        if printed and at > start and all(_opens(table, classes, each) for each in heads[start:at]):
            yield heads[start:at]
            start = at
    yield heads[start:]


def _repeats(table: CellTable, classes: Classes, heads: tuple[FormCell, ...]) -> int:
    """Return after how many heads the same heads begin again over printed words in each part; 0 where they do not."""
    names = [exact(head.text) for head in heads]
    size = next((at for at in range(3, len(names) // 2 + 1) if names == names[:at] * (len(names) // at)), 0)
    parts = [heads[at : at + size] for at in range(0, len(heads), size)] if size else []
    under = [[cell_below(table, head) for head in part] for part in parts]
    printed = all(any(each is not None and classes[each] == "label" for each in row) for row in under)
    return size if len(parts) > 1 and printed else 0


def _opens(table: CellTable, classes: Classes, head: FormCell) -> bool:
    under = cell_below(table, head)
    return under is not None and _is_open(classes, under)


def _is_preset(table: CellTable, classes: Classes, cell: FormCell) -> bool:
    """Return whether a cell under a head holds words of its own (本人) above a blank of the same column."""
    under = cell_below(table, cell)
    return classes[cell] == "label" and under is not None and _is_open(classes, under)


def _is_open(classes: Classes, cell: FormCell) -> bool:
    return classes[cell] in {"blank", "gap", "choice", "hint"}


def _follow(table: CellTable, classes: Classes, heads: tuple[FormCell, ...]) -> HeadRow:
    """Return the rows below heads, as long as they are of the same columns and to be filled in."""
    rows, labels = list[tuple[FormCell | None, ...]](), list[FormCell | None]()
    current, row = heads, heads[0].last_row + 1
    while True:
        going_on = [cell.last_row >= row for cell in current]  # cells of a group, merged over several rows
        line = tuple(
            None if goes_on else _next(table, head, cell)
            for head, cell, goes_on in zip(heads, current, going_on, strict=True)
        )
        present, count = [cell for cell in line if cell is not None], len(heads) - sum(going_on)
        if not _is_row(classes, present, count) or _is_ended(table, classes, heads, rows, line):
            break
        rows.append(line)
        labels.append(_row_label(table, classes, line))
        current = tuple(cell or above for cell, above in zip(line, current, strict=True))
        row = min(cell.last_row for cell in present) + 1
        if len(present) < count:
            break
    return HeadRow(heads, tuple(rows), tuple(labels))


def _is_ended(
    table: CellTable,
    classes: Classes,
    heads: tuple[FormCell, ...],
    rows: list[tuple[FormCell | None, ...]],
    line: tuple[FormCell | None, ...],
) -> bool:
    """Return whether a row is none of the list above it: a word stands below numbers or blanks, or a cell below two heads."""
    firsts = [each[0] for each in rows if each[0] is not None]
    numbered = bool(firsts) and all(classes[each] in {"number", "blank"} for each in firsts)
    if numbered and line[0] is not None and classes[line[0]] == "label":
        return True
    under = [(head, cell) for head, cell in zip(heads, line, strict=True) if cell is not None]
    return any(
        cell == beside and not (_is_of_group(table, head, cell) and _is_of_group(table, other, cell))
        for (head, cell), (other, beside) in pairwise(under)
    )


def _next(table: CellTable, head: FormCell, cell: FormCell) -> FormCell | None:
    below = table.below(cell)
    found = next((each for each in below if fits_below(head, each) or _is_of_group(table, head, each)), None)
    if found is not None and found.rows == 1 and _is_passed_over(table, found.row):
        return _next(table, head, found)
    return found


def _is_of_group(table: CellTable, head: FormCell, cell: FormCell) -> bool:
    """Return whether a cell lies below all heads of the group that a head is one of: 总评 of 2024年, over 计划 and 完成."""
    above = next(iter(table.above(head)), None)
    spans = (
        cell.cols > head.cols and cell.row > head.last_row + 1
    )  # not in the first row, which tells the columns
    opened = not cell.text.strip() and cell.cols < table.width  # no section over the whole width
    named = above is not None and bool(above.text.strip()) and not _asks(above.text)
    return (
        above is not None and named and spans and opened and (above.col, above.cols) == (cell.col, cell.cols)
    )


def _asks(text: str) -> bool:
    """Return whether a text is filled in itself: it is no head of a group."""
    return whole_gap(text) is not None or read_choice(text) is not None or bool(inline_labels(text))


def _is_row(classes: Classes, line: list[FormCell], count: int) -> bool:
    """Return whether cells are a row to be filled in: most are there, some open, and at most one is a label."""
    labels = [
        cell for cell in line if classes[cell] in {"label", "inline", "note", "opinion", "photo", "words"}
    ]
    opened = [cell for cell in line if _is_open(classes, cell)]
    if len(line) < max(1, count - 1) or not opened or len({cell.row for cell in line}) > 1:
        return False
    if labels and (
        exact(labels[0].text).startswith(_ENDS) or any(classes[each] != "label" for each in labels)
    ):
        return False
    if len(labels) > 1:  # units and codes between the label of a row and its blanks
        apart = len({*labels}) == len(labels)
        return apart and max(each.col for each in labels) < min(cell.col for cell in opened)
    printed = [cell for cell in line if classes[cell] == "number"]  # codes, and what is struck out
    return not labels or (
        len(opened) + len(printed) >= count - len("序号")
        and labels[0].col <= min(cell.col for cell in opened)
    )


def _row_label(table: CellTable, classes: Classes, line: tuple[FormCell | None, ...]) -> FormCell | None:
    """Return the label of a row: the first one left of what is open, a group over several rows and numbers apart."""
    present = [cell for cell in line if cell is not None]
    opened = min((cell for cell in present if _is_open(classes, cell)), key=lambda each: each.col)
    found, left = None, table.left_of(opened)
    while (
        left is not None
        and _is_of_row(left, opened)
        and classes[left] in {"label", "number", "gap", "choice"}
    ):
        found = left if classes[left] in {"label", "choice"} else found
        left = table.left_of(left)
    first = min(present, key=lambda each: each.col)
    return found or (first if classes[first] == "label" and _is_of_row(first, opened) else None)


def _is_of_row(label: FormCell, cell: FormCell) -> bool:
    return (label.row, label.rows) == (cell.row, cell.rows)
