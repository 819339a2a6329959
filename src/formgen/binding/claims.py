"""Which label has which blank: heads first, then what lies to the right, then what lies below. A blank is claimed once.

The whole table is claimed before any key of the data is looked at: guessing from a key writes into wrong cells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from formgen.binding.cells import CellTable, FormCell
from formgen.binding.choices import BoxChoice, bare_words, read_choice, read_questions
from formgen.binding.fields import BoundField, BoundKind
from formgen.binding.gaps import TextGap, date_gaps, inline_labels, open_gaps, sentence_gaps, whole_gap
from formgen.binding.heads import HeadRow, cell_below, find_heads, fits_below
from formgen.binding.kinds import FILLABLE, Classes, classify, is_opinion, is_photo
from formgen.binding.seals import is_seal_only, names_seal, seal_marks, seal_names
from formgen.binding.wording import BLANK, exact, printed, readings

_BOXES, _BOX_WIDTH = 10, 4
_WIDE, _SAME = 0.6, 0.9
_LONGEST_LABEL = 40
_OWN_GAP = re.compile(f"[:：][{BLANK}]{{2,}}$")
_TOTAL = re.compile("合计|总计|小计|共计")
_SIGNED = re.compile("(?:签字|签名|签署|手印)[）)]?$")


@dataclass
class Claims:
    """The fields of one table as they are claimed, and the cells that are gone."""

    table: CellTable
    classes: Classes
    block: int
    fields: list[BoundField] = field(default_factory=list)
    gone: set[FormCell] = field(default_factory=set)
    labels: set[FormCell] = field(default_factory=set)


def claim(table: CellTable, first_block: int = 1) -> Claims:
    """Return the fields of a table; ``first_block`` is the number of its first list."""
    claims = Claims(table, classify(table), first_block)
    for row in find_heads(table, claims.classes):
        _claim_heads(claims, row)
        _claim_totals(claims, row)
    for cell in table.cells:
        if claims.classes[cell] == "label" and cell not in claims.labels:
            _claim_right(claims, cell)
    for cell in table.cells:
        if claims.classes[cell] == "label" and cell not in claims.labels:
            _claim_below(claims, cell)
    for cell in table.cells:
        _claim_own(claims, cell)
    claims.fields += [date for each in claims.fields for date in _stamped_date(claims, each)]
    for cell in table.cells:
        if claims.classes[cell] == "choice":
            claims.fields += _beside_options(cell)
            left = table.left_of(cell)
            claims.fields += _more_questions(cell, BoundField("", "checkbox", (cell,), left))
    severals = [each.cells[0] for each in claims.fields if each.gap is not None and each.gap.start < 0]
    severals += [cell for cell in table.cells if claims.classes[cell] == "opinion" and open_gaps(cell.text)]
    claims.fields += [each for cell in severals for each in _in_sentences(cell)]
    return claims


def _add(claims: Claims, label: FormCell, cells: tuple[FormCell, ...], kind: BoundKind, reason: str) -> None:
    """Add the field of a label; what the first cell holds decides on choices, gaps and opinions."""
    names = readings(label.text)
    if names_seal(label.text):
        names, kind, reason = seal_names(names[-1]), "seal", "盖章的地方"
    elif kind in {"right", "below"} and is_photo(label.text) and claims.classes[cells[0]] == "blank":
        kind, reason = "photo", "贴照片的格"
    base = BoundField(names[-1], kind, cells, label, names=names, reason=reason)
    claims.gone.update(cells)
    claims.labels.add(label)
    claims.fields.append(
        _shaped(base, claims.classes, cells[0]) if kind in {"right", "below", "matrix"} else base
    )


def _shaped(base: BoundField, classes: Classes, cell: FormCell) -> BoundField:
    """Return a field with the kind of what its cell holds."""
    of = classes[cell]
    choice = (
        next(iter(read_questions(cell.text)), None)
        if of == "choice"
        else bare_words(cell.text)
        if of == "words"
        else None
    )
    if choice is not None:
        return _as_choice(base, choice)
    if of == "gap":
        gaps = [found] if (found := whole_gap(cell.text)) else open_gaps(cell.text)
        if len(gaps) == 1:
            return _with(base, kind="gap", gap=gaps[0])
        return _with(base, kind="gap", gap=TextGap(-1, -1, "多处空格"))
    if of == "opinion":
        return _with(base, kind="opinion")
    return base


def _with(base: BoundField, *, kind: BoundKind, gap: TextGap | None = None) -> BoundField:
    return BoundField(
        base.label, kind, base.cells, base.label_cell, names=base.names, gap=gap, block=base.block,
        row_label=base.row_label, reason=base.reason,
    )  # fmt: skip


def _more_questions(cell: FormCell, base: BoundField) -> list[BoundField]:
    """Return the questions of a cell behind its first one, each with a label of its own."""
    return [_as_choice(base, each) for each in read_questions(cell.text)[1:] if each.label]


def _as_choice(base: BoundField, choice: BoxChoice) -> BoundField:
    """Return a field as a choice; a label of the cell's own wins over the label beside it."""
    label, names = base.label, base.names
    if choice.label:
        label, names = choice.label, (choice.label,)
    return BoundField(
        label, "checkbox", base.cells, base.label_cell, names=names, options=choice.options,
        block=base.block, row_label=base.row_label, reason="格内的选项",
    )  # fmt: skip


# -- heads --------------------------------------------------------------------------------------------
def _claim_heads(claims: Claims, row: HeadRow) -> None:
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
        _add(claims, head, cells, kind, "表头下面的空格")
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
            names = readings(head.text)
            kind: BoundKind = "seal" if names_seal(head.text) else "matrix"
            base = BoundField(
                names[-1], kind, (cell,), head, names=names, row_label=readings(label.text)[-1],
                reason="行和栏相交的空格", block=claims.block,
            )  # fmt: skip
            claims.fields.append(_shaped(base, claims.classes, cell) if kind == "matrix" else base)
    claims.block += 1


def _claim_totals(claims: Claims, row: HeadRow) -> None:
    """Add the blanks of rows of totals below a list or a matrix: each is told by its head, 合计/金额."""
    below = max(cell.last_row for cell in row.rows[-1] if cell is not None) + 1
    while (label := _find_total(claims, below)) is not None:
        for head in row.heads:
            _claim_total(claims, label, head)
        below = label.last_row + 1


def _find_total(claims: Claims, row: int) -> FormCell | None:
    labels = (each for each in claims.table.row_cells(row) if claims.classes[each] == "label")
    return next((each for each in labels if _TOTAL.match(exact(each.text))), None)


def _claim_total(claims: Claims, label: FormCell, head: FormCell) -> None:
    """Add the blank of a row of totals below a head."""
    cells = claims.table.row_cells(label.row)
    cell = next((each for each in cells if each.col > label.last_col and fits_below(head, each)), None)
    if cell is None or cell in claims.gone or claims.classes[cell] not in FILLABLE:
        return
    _add(claims, label, (cell,), "right", "合计一行的空格")
    names = (
        f"{one}/{other}"
        for name in readings(label.text)
        for title in readings(head.text)
        for one, other in ((name, title), (title, name))
    )
    claims.fields[-1] = replace(claims.fields[-1], names=(*claims.fields[-1].names, *names))


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
        _add(claims, label, tuple(run), "boxes", f"右边的{len(run)}个单字格")
        return
    beyond = table.right_of(cell)
    if classes[cell] == "blank" and beyond is not None and classes[beyond] in {"choice", "words"}:
        claims.gone.add(cell)
        cell = beyond
    _add(claims, label, (cell,), "right", "右边的空格")


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
        _add(claims, label, (boxes[0],), "opinion", "右边的意见栏")


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
    """Return whether a label takes most of the width over a blank that is as wide: then the blank below is its own."""
    under = cell_below(claims.table, label)
    if under is None or under in claims.gone or claims.classes[under] not in FILLABLE:
        return False
    return label.cols >= _WIDE * claims.table.width and under.cols >= _SAME * label.cols


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
        _add(claims, label, (cell,), kind, "右边盖章处上面的空格")
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
        _add(claims, label, tuple(column), "list", "右边从上到下的空格")
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
    name = f"{owner.label}日期"
    return [
        BoundField(name, "gap", (cell,), owner.label_cell, names=(name,), gap=gap, reason="盖章处的日期")
        for gap in gaps[-1:]
    ]


# -- below and inside ---------------------------------------------------------------------------------
def _claim_below(claims: Claims, label: FormCell) -> None:
    under = cell_below(claims.table, label)
    if under is None or under in claims.gone or claims.classes[under] not in FILLABLE:
        return
    if _has_own_gap(claims, label, under):
        return
    if _line_below(label.text) is not None and _is_stamped(under):
        return  # the box is the label's own cell, without a line towards the seal below
    beside = claims.table.left_of(under)
    if (
        beside is not None
        and claims.classes[beside] == "label"
        and beside.rows == under.rows
        and beside not in claims.labels
    ):
        return
    _add(claims, label, (under,), "below", "下面的空格")


def _claim_own(claims: Claims, cell: FormCell) -> None:
    """Claim what a cell holds by itself: choices, labels with gaps, opinion boxes, photos; count labels without a blank."""
    of = claims.classes[cell]
    if cell in claims.gone or cell in claims.labels:
        return
    left = claims.table.left_of(cell)
    label = left if left is not None and claims.classes[left] == "label" else None
    if of == "photo":
        claims.fields.append(
            BoundField("照片", "photo", (cell,), names=("照片", printed(cell.text)), reason="贴照片的格")
        )
    elif of == "choice":
        base = BoundField("", "checkbox", (cell,), label)
        claims.fields += [_as_choice(base, each) for each in read_questions(cell.text)[:1] if each.label]
    elif of in {"inline", "opinion"}:
        claims.fields += _inside(cell, opinion=of == "opinion")
    elif of == "gap":
        claims.fields += _in_sentences(cell)
    elif of == "note":
        claims.fields += [*seals_in(cell.text, cell), *_in_sentences(cell)]
    elif of == "label" and len(printed(cell.text)) <= _LONGEST_LABEL:
        claims.fields += _in_sentences(cell) or [_alone(cell)]


def _alone(cell: FormCell) -> BoundField:
    """Return the field of a label without a blank beside it: behind its colon, else not found."""
    names = readings(cell.text)
    if is_seal_only(cell.text):
        return BoundField(names[-1], "seal", (cell,), cell, names=seal_names(names[-1]), reason="盖章的地方")
    if (gap := _line_below(cell.text)) is not None:
        kind: BoundKind = "opinion" if is_opinion(cell.text) else "inside"
        own = None if kind == "opinion" else gap
        return BoundField(names[-1], kind, (cell,), cell, names=names, gap=own, reason="格内标签下面的空行")
    if cell.text.rstrip().endswith((":", "：")):
        end = len(cell.text)
        return BoundField(
            names[0],
            "inside",
            (cell,),
            names=names,
            gap=TextGap(len(cell.text.rstrip()), end),
            reason="冒号后面",
        )
    return BoundField(names[-1], None, (), cell, names=names, reason="没有找到它的空格", start=cell.row)


def _line_below(text: str) -> TextGap | None:
    """Return the first empty line below a label of one line, None where there is none."""
    shown = text.rstrip(BLANK + "\n")
    if "\n" not in text[len(shown) :] or "\n" in shown.lstrip("\n"):
        return None
    start = text.index("\n", len(shown)) + 1
    end = text.find("\n", start)
    return TextGap(start, len(text) if end < 0 else end)


def _inside(cell: FormCell, *, opinion: bool) -> list[BoundField]:
    """Return the labels within a cell with their gaps, and the opinion box that has its own label in the first line."""
    found = seals_in(cell.text, cell)
    if opinion:
        first = next((line for line in cell.text.split("\n") if line.strip()), "")
        head = first.strip().rstrip(":：")
        if 0 < len(head) <= _LONGEST_LABEL and "。" not in head and not _is_signed(first):
            names = (printed(head),)
            return [BoundField(names[0], "opinion", (cell,), cell, names=names, reason="格内的意见栏")]
    for each in inline_labels(cell.text):
        kind: BoundKind = "gap" if each.gap is not None and each.gap.unit else "inside"
        label = printed(each.label)
        found.append(
            BoundField(
                label, kind, (cell,), cell, names=(label,), gap=each.gap, reason="格内标签后面", start=each.start
            )
        )  # fmt: skip
    return found


def _beside_options(cell: FormCell) -> list[BoundField]:
    """Return the labels with a drawn gap among the options of a cell: □更新（原设备编号：____）."""
    return [
        each
        for each in _inside(cell, opinion=False)
        if each.kind != "seal" and each.gap is not None and cell.text[each.gap.start : each.gap.end]
    ] + _in_sentences(cell)


def _in_sentences(cell: FormCell) -> list[BoundField]:
    """Return the gaps within the sentences of a cell."""
    return [
        BoundField(
            each.label, "gap", (cell,), cell, names=each.names, gap=each.gap, reason="句子里的空格", start=each.start
        )
        for each in sentence_gaps(cell.text)
    ]  # fmt: skip


def _is_signed(line: str) -> bool:
    """Return whether a line is where somebody signs, seals or dates: no opinion is named after it."""
    return bool(date_gaps(line) or seal_marks(line) or _SIGNED.search(printed(line)))


def seals_in(text: str, cell: FormCell | None = None, paragraph: int = 0) -> list[BoundField]:
    """Return the places of seals within a cell or a paragraph; they are listed and take nothing."""
    cells = (cell,) if cell is not None else ()
    return [
        BoundField(
            mark.label, "seal", cells, cell, paragraph, names=seal_names(mark.label), reason="盖章的地方", start=mark.start
        )
        for mark in seal_marks(text)
    ]  # fmt: skip
