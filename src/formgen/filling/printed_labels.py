"""Whether a template prints each field beside its own label: opinions and facts whose tags somebody exchanged.

What is found here is wrong on every form alike. Knows the cells of a template as they lie; opens no document.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from formgen.filling.rows import IDENTITY, label_of
from formgen.folding import fold, remove_blanks
from formgen.forms.compiled import CompiledForm
from formgen.forms.contents import FIELD
from formgen.forms.laid_cells import LaidCell
from formgen.rubric.schema import Rubric

_DATE = "日期"
_BEFORE_LABEL = re.compile(r"[,.;:、。，；：!?()\[\]]")  # what a label within a sentence stands behind
_BRACKETS = re.compile(r"\([^()]*(?:字|盖章|签|填)[^()]*\)$")  # （300字以内） behind a label


def find_label_doubts(form: CompiledForm, suffix: str, rubric: Rubric) -> Iterator[str]:
    """Yield the fields of a template that stand beside the label of another one, in the words of a clerk."""
    known = [*rubric.facts, *rubric.indicators]
    names = {slot: label_of(rubric, form.form, slot) for slot in (*IDENTITY, *known)}
    owners = dict[str, set[str]]()
    for slot, name in names.items():
        field = form.form.spec.fields.get(slot)
        for label in (name, field.label if field else name):
            owners.setdefault(_plain(label), set()).add(slot)
    template = form.templates[suffix]
    labels = _Labels([*template.list_cells(), *template.list_lines()], names, owners)
    yield from labels.find()
    if not form.form.doubts:  # of a bound blank it is said already what found no place
        yield from labels.find_unprinted(template.slots)


def _plain(text: str) -> str:
    """Return a label as two are compared: without blanks, the colon behind it, and what a bracket says of how to fill it in."""
    plain = remove_blanks(fold(text)).rstrip(":：").replace("（", "(").replace("）", ")")
    return _BRACKETS.sub("", plain)


@dataclass(frozen=True)
class _Labels:
    """The cells of a template, the names of its fields, and the fields that a label may mean."""

    cells: Sequence[LaidCell]
    names: Mapping[str, str]
    owners: Mapping[str, set[str]]

    def find(self) -> Iterator[str]:
        """Yield all doubts."""
        for cell in self.cells:
            before = FIELD.split(cell.text)[::2]
            for at, slot in enumerate(cell.slots):
                if slot not in self.names:
                    continue
                label = self._find_label(cell, before[at])
                is_own_date = _plain(self.names[slot]) == f"{label}{_DATE}"  # in the box of its opinion
                if slot not in self.owners.get(label, {slot}) and not is_own_date:
                    yield f"“{self.names[slot]}”（{cell.where}）印在“{label}”的格子里"
                elif other := self._find_other_opinion(cell, slot):
                    yield f"“{self.names[slot]}”（{cell.where}）印在“{self.names[other]}”下面"

    def find_unprinted(self, printed: Collection[str]) -> Iterator[str]:
        """Yield the labels that stand alone before a place to fill, and whose field is printed nowhere."""
        told = set[str]()
        for cell in self.cells:
            owners = self.owners.get(_plain(cell.text), set()) if not cell.slots else set()
            if len(owners) != 1 or owners & {*printed} or owners <= told or not self._leads(cell):
                continue
            told |= owners
            yield f"“{cell.text.strip()}”（{cell.where}）后面没有要填的“{self.names[next(iter(owners))]}”"

    def _leads(self, cell: LaidCell) -> bool:
        """Return whether something is to be written behind a label, or beside it: nothing of another field is there yet."""
        if fold(cell.text).strip().endswith(":"):
            return True
        right = [each for each in self._list_row(cell, cell.row) if each.start == cell.end]
        own = f"{_plain(cell.text)}{_DATE}"
        return bool(right) and all(_plain(self.names.get(slot, "")) == own for slot in right[0].slots)

    def _find_label(self, cell: LaidCell, before: str) -> str:
        """Return the label of a place: the words before it in its cell, else those of the cell on its left, else above."""
        if label := self._find_last_label(before):
            return label
        row = [each for each in self._list_row(cell, cell.row) if each.end <= cell.start and each.text]
        if row:
            nearest = max(row, key=lambda each: each.end)
            return "" if nearest.slots else _plain(nearest.text)
        above = [each for each in self._list_row(cell, cell.row - 1) if each.is_over(cell)]
        return _plain(above[0].text) if len(above) == 1 and not above[0].slots else ""

    def _find_last_label(self, before: str) -> str:
        """Return the label that a text in front of a place is, or ends with as a sentence does: …，联系电话：; else empty."""
        if _plain(before) in self.owners:
            return _plain(before)
        said = _BEFORE_LABEL.split(fold(before).strip().rstrip(":："))[-1].split()
        return next((_plain(each) for each in said[-1:] if _plain(each) in self.owners), "")

    def _find_other_opinion(self, cell: LaidCell, slot: str) -> str:
        """Return the opinion that a date stands below where it is not the one that it belongs to; else empty."""
        if not self.names[slot].endswith(_DATE):
            return ""
        dated = {_plain(name.removesuffix(_DATE)) for name in self.names.values() if name.endswith(_DATE)}
        over = [each for each in self._list_row(cell, cell.row - 1) if each.is_over(cell)]
        above = [
            each for one in over for each in one.slots if _plain(self.names.get(each, "")) in dated - {""}
        ]
        own = _plain(self.names[slot].removesuffix(_DATE))
        return above[0] if len(above) == 1 and _plain(self.names[above[0]]) != own else ""

    def _list_row(self, cell: LaidCell, row: int) -> list[LaidCell]:
        """Return the other cells of a row of the table of a cell."""
        return [
            each for each in self.cells if each.table == cell.table and each.row == row and each is not cell
        ]
