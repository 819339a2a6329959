"""Fields as they are claimed: the cells that are gone, and each field with the kind of what its cell holds."""

from dataclasses import dataclass, field, replace

from formgen.binding.cells import CellTable, FormCell
from formgen.binding.choices import BoxChoice, bare_words, read_questions
from formgen.binding.fields import BoundField, BoundKind
from formgen.binding.gaps import TextGap, leading_gap, open_gaps, whole_gap
from formgen.binding.kinds import Classes, is_photo, opinion_parts
from formgen.binding.seals import names_seal, seal_names
from formgen.binding.wording import readings


@dataclass
class Claims:
    """The fields of one table as they are claimed, and the cells that are gone."""

    table: CellTable
    classes: Classes
    block: int
    fields: list[BoundField] = field(default_factory=list)
    gone: set[FormCell] = field(default_factory=set)
    labels: set[FormCell] = field(default_factory=set)


def claim_field(
    claims: Claims, label: FormCell, cells: tuple[FormCell, ...], kind: BoundKind, reason: str
) -> None:
    """Add the field of a label; what the first cell holds decides on choices, gaps and opinions."""
    names = readings(label.text)
    if names_seal(label.text):
        names, kind, reason = seal_names(names[-1]), "seal", "盖章的地方"
    elif kind in {"right", "below"} and is_photo(label.text) and claims.classes[cells[0]] == "blank":
        kind, reason = "photo", "贴照片的格"
    base = BoundField(names[-1], kind, cells, label, names=names, reason=reason)
    claims.labels.add(label)
    if claims.classes[cells[0]] == "opinion" and opinion_parts(cells[0].text):
        claims.fields.append(replace(base, kind=None, cells=(), reason="格里有几栏意见", start=label.row))
        return
    claims.gone.update(cells)
    claims.fields.append(
        shape_field(base, claims.classes, cells[0]) if kind in {"right", "below", "matrix"} else base
    )


def shape_field(base: BoundField, classes: Classes, cell: FormCell) -> BoundField:
    """Return a field with the kind of what its cell holds."""
    of = classes[cell]
    choice = (
        next(iter(read_questions(cell.text)), None)
        if of == "choice"
        else bare_words(cell.text)
        if of == "words"
        else None
    )
    if of == "choice" and (amount := leading_gap(cell.text)) is not None:
        return _with(base, kind="gap", gap=amount)
    if choice is not None:
        return as_choice(base, choice)
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


def list_more_questions(cell: FormCell, base: BoundField) -> list[BoundField]:
    """Return the questions of a cell behind its first one, or behind an amount, each with a label of its own."""
    first = 0 if leading_gap(cell.text) else 1
    return [as_choice(base, each) for each in read_questions(cell.text)[first:] if each.label]


def as_choice(base: BoundField, choice: BoxChoice) -> BoundField:
    """Return a field as a choice; a label of the cell's own wins over the label beside it."""
    label, names = base.label, base.names
    if choice.label:
        label, names = choice.label, (choice.label,)
    return BoundField(
        label, "checkbox", base.cells, base.label_cell, names=names, options=choice.options,
        block=base.block, row_label=base.row_label, reason="格内的选项",
    )  # fmt: skip
