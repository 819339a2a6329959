"""Which label has which blank: heads first, then what lies to the right, then what lies below. A blank is claimed once.

The whole table is claimed before any key of the data is looked at: guessing from a key writes into wrong cells.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from formgen.binding.cells import CellTable, FormCell
from formgen.binding.choices import questions_by_line, read_choice
from formgen.binding.claimed import Claims, as_choice, claim_field, list_more_questions
from formgen.binding.columns import claim_heads, claim_totals
from formgen.binding.fields import BoundField, BoundKind
from formgen.binding.gaps import date_gaps, open_gaps, whole_gap
from formgen.binding.heads import cell_below, find_heads, has_colon_above_gap
from formgen.binding.inside import (
    LONGEST_LABEL,
    claim_own,
    find_line_below,
    is_signature,
    list_amounts,
    list_beside_options,
    list_days,
    list_in_sentences,
    list_last_dates,
)
from formgen.binding.kinds import FILLABLE, classify, heads_opinion, is_opinion
from formgen.binding.seals import is_seal_only, seal_marks
from formgen.binding.time_gaps import gaps_of_time
from formgen.binding.units import says_how_many
from formgen.binding.wording import BLANK, printed, readings

_BOXES, _BOX_WIDTH = 10, 4
_WIDE, _SAME = 0.6, 0.9
_SAID = re.compile("[，。；：:_＿年]")  # no title of a box
_OWN_GAP = re.compile(f"[:：][{BLANK}]{{2,}}$")


def claim(table: CellTable, first_block: int = 1) -> Claims:
    """Return the fields of a table; ``first_block`` is the number of its first list."""
    claims = Claims(table, classify(table), first_block)
    for row in find_heads(table, claims.classes):
        claim_heads(claims, row)
        claim_totals(claims, row)
    for cell in table.cells:
        if claims.classes[cell] == "label" and cell not in claims.labels:
            _claim_right(claims, cell)
    for cell in table.cells:
        if claims.classes[cell] == "label" and cell not in claims.labels:
            _claim_below(claims, cell)
    _claim_captioned(claims)
    for cell in table.cells:
        claim_own(claims, cell)
    claims.fields += [date for each in claims.fields for date in _stamped_date(claims, each)]
    several = {each.cells[0] for each in claims.fields if each.gap is not None and each.gap.start < 0}
    for cell in table.cells:
        claims.fields += _list_more(claims, cell, several=cell in several)
    return claims


def _list_more(claims: Claims, cell: FormCell, *, several: bool) -> list[BoundField]:
    """Return what else a cell holds: questions and gaps beside its first one, gaps of sentences, the date of a signature."""
    of, left = claims.classes[cell], claims.table.left_of(cell)
    found = list[BoundField]()
    begun = {each.gap.start for each in claims.fields if cell in each.cells and each.gap is not None}
    if of == "choice":
        found += [each for each in list_beside_options(cell) if each.gap and each.gap.start not in begun]
        found += list_more_questions(cell, BoundField("", "checkbox", (cell,), left))
    elif several and gaps_of_time(cell.text):
        found += list_days(cell)
    elif of == "opinion" and not open_gaps(cell.text):
        found += [each for each in list_in_sentences(cell) if each.gap and says_how_many(each.gap.unit)]
        found += list_amounts(cell)
    elif several or of == "inline" or (of == "opinion" and open_gaps(cell.text)):
        found += [each for each in list_in_sentences(cell) if each.gap and each.gap.start not in begun]
    if of == "inline":
        base = BoundField("", "checkbox", (cell,), left)
        found += [as_choice(base, each) for each in questions_by_line(cell.text)]
    if of in {"choice", "note", "inline"}:
        own = [*found, *(each for each in claims.fields if cell in each.cells)]
        taken = {each.gap.start for each in own if each.gap is not None and not is_signature(each.label)}
        owner = readings(left.text)[-1] if left is not None and claims.classes[left] == "label" else ""
        found += list_last_dates(cell, owner, taken)
    return found


# -- right --------------------------------------------------------------------------------------------
def _claim_right(claims: Claims, label: FormCell) -> None:
    table, classes = claims.table, claims.classes
    cell = _first_right(claims, label)
    if cell is None:
        _claim_opinion(claims, label)
    if (
        cell is None
        or _is_wide(claims, label)
        or _has_own_gap(claims, label, cell)
        or _goes_on(claims, label, cell)
    ):
        return
    if cell.rows != label.rows or cell.row != label.row:
        _claim_stacked(claims, label, cell)
        return
    run = list(_blanks_from(claims, cell))
    if len(run) >= _BOXES and all(each.cols <= _BOX_WIDTH for each in run):
        claim_field(claims, label, tuple(run), "boxes", f"右边的{len(run)}个单字格")
        return
    beyond = table.right_of(cell)
    if classes[cell] == "blank" and beyond is not None and _answers(claims, beyond):
        claims.gone.add(cell)
        cell = beyond
    claim_field(claims, label, (cell,), "right", "右边的空格")


def _answers(claims: Claims, cell: FormCell) -> bool:
    """Return whether a cell behind a blank offers the options of the label before it: it has no label of its own."""
    choice = read_choice(cell.text) if claims.classes[cell] == "choice" else None
    return claims.classes[cell] == "words" or (choice is not None and not choice.label)


def _claim_opinion(claims: Claims, label: FormCell) -> None:
    """Claim the first opinion box right of a label over several rows, beside rows of other things."""
    if label.rows == 1 or not is_opinion(label.text):
        return
    rows = range(label.row, label.last_row + 1)
    beside = (claims.table.grid.get((row, label.last_col + 1)) for row in rows)
    boxes = [
        each
        for each in beside
        if each is not None and claims.classes[each] == "opinion" and each not in claims.gone
    ]
    if boxes:
        claim_field(claims, label, (boxes[0],), "opinion", "右边的意见栏")


def _has_own_gap(claims: Claims, label: FormCell, cell: FormCell) -> bool:
    """Return whether a label has blanks behind its own colon, and a cell beside it is no plain blank: 姓名：　　　."""
    return claims.classes[cell] != "blank" and _OWN_GAP.search(label.text) is not None


def _goes_on(claims: Claims, label: FormCell, cell: FormCell) -> bool:
    """Return whether a label is that of one more row of a matrix, which has other labels too: its columns are not told."""
    above, before = (claims.table.grid.get((cell.row - 1, each.col)) for each in (cell, label))
    if before is None or above is None or before not in claims.labels:
        return False
    rowed = any(each.row_label and above in each.cells for each in claims.fields)
    return rowed and len([*_blanks_from(claims, cell)]) > 1


def _first_right(claims: Claims, label: FormCell) -> FormCell | None:
    """Return what can be filled right of a label, a hint between them passed over."""
    cell = claims.table.right_of(label)
    if label.outside and (cell is None or (cell.outside and not cell.text.strip())):
        cell = claims.table.grid.get(
            (label.row, label.last_col + 2)
        )  # behind a blank column, the line of a cover
    if cell is not None and claims.classes[cell] == "note" and cell.text.strip()[:1] in {"(", "（"}:
        cell = claims.table.right_of(cell)
    if cell is None or cell in claims.gone or claims.classes[cell] not in FILLABLE:
        return None
    return cell


def _blanks_from(claims: Claims, cell: FormCell | None) -> Iterator[FormCell]:
    while cell is not None and claims.classes[cell] == "blank" and cell not in claims.gone:
        yield cell
        cell = claims.table.right_of(cell)


def _is_wide(claims: Claims, label: FormCell) -> bool:
    """Return whether a label takes most of the width over a blank that is as wide: then the blank below is its own.

    A blank beside the label is its own where what stands below has printed words of something else.
    """
    under = cell_below(claims.table, label)
    if under is None or under in claims.gone or claims.classes[under] not in FILLABLE:
        return False
    wide = label.cols >= _WIDE * claims.table.width and under.overlap(label) >= _SAME * label.cols
    beside = claims.table.right_of(label)
    plain = beside is not None and claims.classes[beside] == "blank"
    return wide and not (plain and _is_of_other(claims, label, under))


def _is_of_other(claims: Claims, label: FormCell, under: FormCell) -> bool:
    """Return whether the box below a label is of something else: a declaration, a signature, an opinion of its own, a date."""
    of, first = claims.classes[under], under.text.split("\n")[0]
    if of == "opinion":
        return bool(first.strip(BLANK)) and (not is_opinion(label.text) or heads_opinion(first))
    choice = read_choice(under.text) if of == "choice" else None
    said = choice is not None and (choice.label or any(stop in under.text for stop in "，。"))
    return of == "gap" or bool(said)


def _claim_stacked(claims: Claims, label: FormCell, cell: FormCell) -> None:
    """Claim the blanks one under the other right of a tall label: one list written downwards."""
    column = [
        each
        for row in range(label.row, label.last_row + 1)
        if (each := claims.table.grid.get((row, label.last_col + 1))) is not None and each.row == row
    ]
    same = {(each.col, each.cols) for each in column}
    if cell in column and claims.classes[cell] == "blank" and all(map(_is_stamped, column[1:])):
        kind: BoundKind = "opinion" if is_opinion(label.text) else "right"
        claim_field(claims, label, (cell,), kind, "右边盖章处上面的空格")
        return
    if len(column) > 1 and all(claims.classes[each] == "choice" for each in column) and len(same) == 1:
        _claim_stacked_options(claims, label, column)
        return
    opened = all(claims.classes[each] == "blank" and each not in claims.gone for each in column)
    alone = (
        all((right := claims.table.right_of(each)) is None or right.outside for each in column)
        and sum(each.rows for each in column) == label.rows
    )
    if cell in column and len(same) == 1 and opened and alone and len(column) > 1:
        claim_field(claims, label, tuple(column), "list", "右边从上到下的空格")
    elif claims.classes[cell] == "opinion":
        _claim_opinion(claims, label)


def _claim_stacked_options(claims: Claims, label: FormCell, column: list[FormCell]) -> None:
    """Add one question whose options stand in cells one under the other, unless a cell is a question of its own."""
    choices = [read_choice(each.text) for each in column]
    if any(choice is None or choice.label for choice in choices):
        return
    options = tuple(
        replace(option, cell=at)
        for at, choice in enumerate(choices)
        for option in (choice.options if choice is not None else ())
    )
    names = readings(label.text)
    claims.gone.update(column)
    claims.labels.add(label)
    claims.fields.append(
        BoundField(
            names[-1],
            "checkbox",
            tuple(column),
            label,
            names=names,
            options=options,
            reason="右边从上到下的选项",
        )
    )


def _is_stamped(cell: FormCell) -> bool:
    """Return whether a cell is where somebody seals, signs or dates, and nothing else is written."""
    return (
        is_seal_only(cell.text)
        or bool(seal_marks(cell.text) and date_gaps(cell.text))
        or whole_gap(cell.text) is not None
    )


def _seals(owner: BoundField, below: FormCell) -> bool:
    """Return whether the cell below a field is where it is sealed: its label is beside both, or is in the field's cell."""
    label, cell = owner.label_cell, owner.cells[0]
    if label is None or below.col != cell.col or not _is_stamped(below):
        return False
    return label == cell or label.last_row >= below.last_row


def _stamped_date(claims: Claims, owner: BoundField) -> list[BoundField]:
    """Return the date of an opinion: the last one of its own cell, else of the cell below where the seal goes."""
    if owner.kind not in {"opinion", "right"} or len(owner.cells) != 1:
        return []
    cell = owner.cells[0]
    below = claims.table.grid.get((cell.last_row + 1, cell.col))
    if not date_gaps(cell.text) and below is not None and _seals(owner, below):
        cell = below
    elif owner.kind != "opinion":
        return []
    gaps = [] if claims.classes[cell] == "gap" else date_gaps(cell.text)
    if owner.gap is not None:  # one of several opinions
        gaps = [each for each in gaps if owner.gap.start <= each.start < owner.gap.end]
    name = f"{owner.label}日期"
    names = (name, f"{owner.label}/日期")
    return [
        BoundField(name, "gap", (cell,), owner.label_cell, names=names, gap=gap, reason="盖章处的日期")
        for gap in gaps[-1:]
    ]


def _claim_captioned(claims: Claims) -> None:
    """Claim the first box of a table for the line above it: 五、单位意见, 自 我 鉴 定."""
    table = claims.table
    cell, caption = next(iter(table.cells), None), next(iter(table.captions), "")
    if cell is None or cell.cols < table.width or cell in claims.gone or cell in claims.labels:
        return
    of, own = claims.classes[cell], next((line for line in cell.text.split("\n") if line.strip()), "")
    label = printed(caption)
    is_label = 0 < len(label) <= LONGEST_LABEL and not _SAID.search(label) and not is_seal_only(caption)
    if of not in {"blank", "opinion", "hint"} or not is_label or (of == "opinion" and heads_opinion(own)):
        return
    names = readings(caption)
    kind: BoundKind = "opinion" if of == "opinion" else "below"
    claims.gone.add(cell)
    claims.fields.append(BoundField(names[-1], kind, (cell,), names=names, reason="上面一行的标题"))


# -- below ---------------------------------------------------------------------------------
def _claim_below(claims: Claims, label: FormCell) -> None:
    under = cell_below(claims.table, label)
    if under is None or under in claims.gone or claims.classes[under] not in FILLABLE:
        return
    if _has_own_gap(claims, label, under) or has_colon_above_gap(claims.classes, label, under):
        return
    if find_line_below(label.text) is not None and _is_stamped(under):
        return  # the box is the label's own cell, without a line towards the seal below
    beside = claims.table.left_of(under)
    if (
        beside is not None
        and claims.classes[beside] == "label"
        and beside.rows == under.rows
        and beside not in claims.labels
    ):
        return
    claim_field(claims, label, (under,), "below", "下面的空格")
