"""The data all contenders get: the same values of the same communities for the same templates."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from formgen.filling.form_contents import compile_forms, contents_of
from formgen.filling.rows import group_rows
from formgen.forms.compiled import CompiledForm
from formgen.forms.load import load_forms
from formgen.forms.template import Template
from formgen.forms.text import SlotValue, format_value
from formgen.rubric.load import load_rubric
from formgen.rubric.schema import Rubric

COMMUNITIES = 16  # enough that no contender gains by remembering the last document
_NARRATIVE = "设立就业服务窗口，建立台账，逐户走访，帮助 {count} 名就业困难人员实现就业，落实各项补贴。"


@dataclass(frozen=True, slots=True)
class Case:
    """One template of one form with the values of all communities."""

    form: CompiledForm
    rubric: Rubric
    suffix: str
    values: tuple[dict[str, SlotValue], ...]

    @property
    def name(self) -> str:
        """The form's name with the template's suffix."""
        return f"{self.form.form.id}{self.suffix}"

    @property
    def template(self) -> Template:
        """The compiled template."""
        return self.form.templates[self.suffix]

    @property
    def path(self) -> Path:
        """The template's file."""
        return self.form.form.folder / f"template{self.suffix}"

    def of(self, number: int) -> dict[str, SlotValue]:
        """Return the values of a community."""
        return self.values[number % len(self.values)]

    def context(self, number: int) -> dict[str, Any]:
        """Return what a template engine sees for a community: plain texts in rows and sections."""
        values = self.of(number)
        contents = contents_of(self.rubric, self.form.form)
        return contents.make_context(lambda slot: format_value(values[slot]))


@cache
def cases(rubric_name: str) -> tuple[Case, ...]:
    """Return a case for each template of a rubric's forms."""
    rubric = load_rubric(rubric_name)
    return tuple(
        Case(form, rubric, suffix, tuple(_values(rubric, form, number) for number in range(COMMUNITIES)))
        for form in compile_forms(load_forms(rubric.forms), rubric)
        for suffix in form.templates
    )


def case(form: str, suffix: str) -> Case:
    """Return the case of one template."""
    return next(
        each
        for rubric in ("yongjia-2009", "taizhou-2019")
        for each in cases(rubric)
        if each.name == form + suffix
    )


def _values(rubric: Rubric, form: CompiledForm, number: int) -> dict[str, SlotValue]:
    """Return values as they come from a clerk's data: whole and half points, short texts, one narrative."""
    values: dict[str, SlotValue] = {}
    slots: list[str] = []
    contents_of(rubric, form.form).make_context(slots.append)
    for at, slot in enumerate(slots):
        values[slot] = Fraction(at * 7 + number, 2) % 20 if "." in slot else f"示例{at * number}号"
    for column in form.form.spec.columns:
        rows = [row.key for group in group_rows(rubric, form.form) for row in group.rows]
        values[f"total.{column}"] = sum((Fraction(values[f"{row}.{column}"]) for row in rows), Fraction(0))
    for field in form.form.spec.fields:
        values[field] = _NARRATIVE.format(count=number) * 4
    return values
