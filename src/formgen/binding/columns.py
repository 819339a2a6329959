"""What stands below heads: lists, matrices, single blanks, and the rows of totals below them."""

import re
from dataclasses import replace

from formgen.binding.cells import FormCell
from formgen.binding.claimed import Claims, claim_field, shape_field
from formgen.binding.fields import BoundField, BoundKind
from formgen.binding.gaps import whole_gap
from formgen.binding.heads import HeadRow, fits_below, is_blank_right
from formgen.binding.kinds import FILLABLE
from formgen.binding.seals import names_seal
from formgen.binding.wording import exact, readings

_TOTAL = re.compile("(?:本页)?(?:合计|总计|小计|共计|累计|总分|总得分)")
_AMOUNT = re.compile("大写|小写|人民币|金额")  # how a total is written, none of something else


def claim_heads(claims: Claims, row: HeadRow) -> None:
    """Add the columns below heads as a list, as a matrix where every row has a label of its own, or as single blanks."""
    labels = [each for each in row.row_labels if each is not None]
    distinct = len({exact(each.text) for each in labels}) == len(labels)
    if labels and len(labels) == len(row.rows) and distinct:
        _claim_matrix(claims, row)
        return
    for at, head in enumerate(row.heads):
        cells = tuple(cell for line in row.rows if (cell := line[at]) is not None)
        opened = [cell for cell in cells if claims.classes[cell] in FILLABLE]
        if not opened or (exact(head.text) == "序号" and len(opened) < len(cells)):
            claims.gone.update(cells)
            claims.labels.add(head)
            continue
        kind: BoundKind = "list" if len(row.rows) > 1 else "below"
        claim_field(claims, head, cells, kind, "表头下面的空格")
        last = claims.fields[-1]
        claims.fields[-1] = BoundField(
            last.label, last.kind, last.cells, last.label_cell, names=last.names, gap=last.gap,
            options=last.options, block=claims.block, reason=last.reason,
        )  # fmt: skip
    claims.block += 1


def _claim_matrix(claims: Claims, row: HeadRow) -> None:
    for line, label in zip(row.rows, row.row_labels, strict=True):
        if label is None:
            continue
        claims.labels.add(label)
        for head, cell in zip(row.heads, line, strict=True):
            claims.labels.add(head)
            if cell is None or cell is label or cell in claims.gone or claims.classes[cell] not in FILLABLE:
                continue
            claims.gone.add(cell)
            above = _group_head(claims, head, cell)
            names = readings(above.text)
            kind: BoundKind = "seal" if names_seal(head.text) else "matrix"
            base = BoundField(
                names[-1], kind, (cell,), above, names=names, row_label=readings(label.text)[-1],
                reason="行和栏相交的空格", block=claims.block,
            )  # fmt: skip
            claims.fields.append(shape_field(base, claims.classes, cell) if kind == "matrix" else base)
    claims.block += 1


def _group_head(claims: Claims, head: FormCell, cell: FormCell) -> FormCell:
    """Return the head over several heads (2024年 over 计划, 完成) for a cell that is merged over all of them, else the head."""
    above = next(iter(claims.table.above(head)), None)
    whole = above is not None and (above.col, above.cols) == (cell.col, cell.cols)
    return (
        above
        if above is not None and whole and claims.classes[above] == "label" and cell.cols > head.cols
        else head
    )


def claim_totals(claims: Claims, row: HeadRow) -> None:
    """Add the blanks of rows of totals below a list or a matrix: each is told by its head, 合计/金额.

    A second label in the row (小写, 经办人) has the blanks behind it; right behind the word of the total it names them too.
    """
    below = max(cell.last_row for cell in row.rows[-1] if cell is not None) + 1
    while (label := _find_total(claims, below)) is not None:
        seconds = _second_labels(claims, label)
        beside = claims.table.right_of(label)
        alone = len(seconds) == 1 and seconds[0] == beside and _AMOUNT.search(exact(seconds[0].text))
        added = seconds[0] if alone else None
        end = claims.table.width + 1 if added or not seconds else seconds[0].col
        for head in row.heads:
            _claim_total(claims, label, head, end)
        if added is not None:
            _name_also(claims, label, added)
        below = label.last_row + 1


def _second_labels(claims: Claims, label: FormCell) -> list[FormCell]:
    """Return the labels behind the word of a total that have a blank of their own; units have none."""
    return [
        each
        for each in claims.table.row_cells(label.row)
        if each.col > label.col
        and claims.classes[each] == "label"
        and whole_gap(each.text) is None
        and is_blank_right(claims.table, claims.classes, each)
    ]


def _name_also(claims: Claims, label: FormCell, added: FormCell) -> None:
    """Call the one blank of a total also by what stands between: 合计｜小写｜　."""
    own = [at for at, each in enumerate(claims.fields) if each.label_cell == label]
    if len(own) != 1:
        return
    field = claims.fields[own[0]]
    words = readings(added.text)
    names = (*words, *(f"{name}/{word}" for name in readings(label.text) for word in words))
    claims.labels.add(added)
    claims.fields[own[0]] = replace(field, names=(*field.names, *names))


def _find_total(claims: Claims, row: int) -> FormCell | None:
    labels = (each for each in claims.table.row_cells(row) if claims.classes[each] == "label")
    return next((each for each in labels if _TOTAL.match(exact(each.text))), None)


def _claim_total(claims: Claims, label: FormCell, head: FormCell, end: int) -> None:
    """Add the blank of a row of totals below a head, before the column of a label of something else."""
    cells = [each for each in claims.table.row_cells(label.row) if label.last_col < each.col < end]
    cell = next((each for each in cells if fits_below(head, each)), None)
    if cell is None or cell in claims.gone or claims.classes[cell] not in FILLABLE:
        return
    claim_field(claims, label, (cell,), "right", "合计一行的空格")
    groups = [
        each for each in claims.table.above(head) if claims.classes[each] == "label" and each.cols > head.cols
    ]
    titles = [
        *readings(head.text),
        *(
            f"{name}/{title}"
            for each in groups[:1]
            for name in readings(each.text)
            for title in readings(head.text)
        ),
    ]
    names = (
        f"{one}/{other}"
        for name in readings(label.text)
        for title in titles
        for one, other in ((name, title), (title, name))
    )
    claims.fields[-1] = replace(claims.fields[-1], names=(*claims.fields[-1].names, *names))
