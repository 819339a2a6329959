"""Texts that people typed into a form, turned into values of the data or refused with the reason.

Knows the notice and the fields of its data; not what the data say today.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from formgen.filling.rows import IDENTITY, group_rows, label_of
from formgen.filling.typed_values import divide_date, explain_unfit_text
from formgen.forms.document import OpenedDocument
from formgen.forms.form import Form
from formgen.intake.dates import format_date, parse_date
from formgen.intake.fields import Catalogue, Field
from formgen.intake.raw import Cell
from formgen.intake.values import ANSWERS, UnusableError, read_value
from formgen.model import Answer, Who
from formgen.problems import Place, Problem
from formgen.rubric.schema import Rubric
from formgen.workbook.amend import Amendment


@dataclass(frozen=True)
class TypedTexts:
    """The texts of one form: where it lies, whose it is, and what its slots hold in the data."""

    origin: str
    who: Who
    rubric: Rubric
    form: Form
    fields: Catalogue

    def divide(self, slot: str, texts: list[str]) -> tuple[list[str], list[Problem]]:
        """Return the texts of a slot; of a date without the lines above it, which are named."""
        field = self.fields.facts.get(slot)
        if field is None or field.kind != "date" or len(texts) != 1:
            return texts, []
        day, beside = divide_date(texts[0])
        return [day], [self._report_aside(slot, beside)] if beside else []

    def report_beside(
        self,
        document: OpenedDocument,
        changed: Mapping[str, Sequence[str]],
        is_known: Callable[[int, str], bool],
    ) -> Iterator[Problem]:
        """Yield a problem for each text beside a slot that may have been meant for it.

        ``changed`` are the texts that were read, ``is_known`` tells of a place, by its number, what it was given to print.
        """
        for at, reading in enumerate(document.readings):
            slot = document.slots[at]
            for text in map(str.strip, reading.aside):
                if slot not in IDENTITY and text not in changed.get(slot, ()) and not is_known(at, text):
                    yield self._report_aside(slot, text)

    def _report_aside(self, slot: str, text: str) -> Problem:
        """Return the problem of a text beside a slot; what stands beside a date is no date, it belongs to the words above."""
        is_dated = f"{slot.removesuffix('_date')}_opinion" in self.fields.facts
        target = "上面写意见的那一格" if is_dated else "这一格"
        words = {**self.words(slot), "value": text, "target": target}
        return Problem("T152", Place(file=self.origin), words)

    def read(self, slot: str, text: str) -> Amendment | Problem | None:
        """Return what a slot's text changes in the data; None for what the data hold nowhere, such as a total."""
        if slot in self.rubric.facts:
            return self._fact(slot, text)
        if slot in self.rubric.indicators:
            return self._typed_value(slot, text, self.fields.indicators[slot])
        key, _, column = slot.partition(".")
        if key == "total":
            return None
        criteria = next(
            row.criteria for each in group_rows(self.rubric, self.form) for row in each.rows if row.key == key
        )
        if len(criteria) > 1:
            return self._refuse_value(slot, text, "几项的分合印在一行")
        level = self.form.spec.columns[column].level
        return self._typed_value(slot, text, self.fields.scores[level][criteria[0]], level)

    def _fact(self, slot: str, text: str) -> Amendment | Problem:
        field = self.fields.facts[slot]
        if field.kind in {"count", "yesno"}:
            return self._typed_value(slot, text, field)
        if field.kind == "date":
            day = parse_date(" ".join(text.split()))
            if day is None:
                words = {"label": self.label(slot), "value": text, "file": self.origin}
                return Problem("T121", Place(file=self.origin), words)
            text = format_date(day)
        if why := explain_unfit_text(text):
            return self._refuse_value(slot, text, why)
        return Amendment(self.who, "", slot, text, self.origin)

    def _typed_value(self, slot: str, text: str, field: Field, level: str = "") -> Amendment | Problem:
        """Return the value of a slot, read as a cell of the data would be."""
        try:
            value = read_value(Cell(text, "text", self.origin), field)
        except UnusableError as error:
            return self._refuse_value(slot, text, error.problem.message.rstrip("。"))
        given = ANSWERS[value] if isinstance(value, Answer) else value
        return Amendment(self.who, level, field.key, given, self.origin)

    def _refuse_value(self, slot: str, text: str, why: str) -> Problem:
        words = {"label": self.label(slot), "value": text, "file": self.origin, "why": why}
        return Problem("T114", Place(file=self.origin), words)

    def words(self, slot: str) -> dict[str, str]:
        """Return the words that name a slot."""
        return {
            "community": self.who.full_name,
            "form": self.form.spec.file,
            "label": label_of(self.rubric, self.form, slot),
            "file": self.origin,
        }

    def label(self, slot: str) -> str:
        """Return the community and what a slot is called."""
        return f"{self.who.full_name} {label_of(self.rubric, self.form, slot)}"
