"""The rows of a score form as the rubric orders them, and the names of its slots for a clerk."""

from dataclasses import dataclass

from formgen.exact import exact_text
from formgen.forms.fit import MORE
from formgen.forms.form import Form
from formgen.rubric.schema import Rubric, Section

IDENTITY = ("name", "township")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One printed row: its criteria (several where the notice prints them as one row) and fixed texts."""

    key: str
    criteria: tuple[str, ...]
    number: str
    name: str
    clause: str
    points: str


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Consecutive rows under one section cell."""

    number: str
    title: str
    name: str
    rows: tuple[FormRow, ...]


def group_rows(rubric: Rubric, form: Form) -> tuple[RowGroup, ...]:
    """Return the rows of a form by section; a section is split where ``form.yaml`` says so."""
    found: list[RowGroup] = []
    for key, section in rubric.sections.items():
        rows = _rows(rubric, key, section)
        title = section.title
        if form.spec.break_before:
            title = title.replace(form.spec.break_before, "\n" + form.spec.break_before, 1)
        start = 0
        for at, row in enumerate(rows, 1):
            if at == len(rows) or row.criteria[-1] in form.spec.page_after:
                found.append(RowGroup(section.number or "", title, section.title, tuple(rows[start:at])))
                start = at
    return tuple(found)


def _rows(rubric: Rubric, key: str, section: Section) -> list[FormRow]:
    criteria = [(name, rubric.criteria[name]) for name in section.criteria]
    if section.one_row:
        clause = "\n".join(criterion.clause for _, criterion in criteria)
        number = section.number or criteria[0][1].number
        names = tuple(name for name, _ in criteria)
        return [FormRow(key, names, number, section.title, clause, exact_text(section.points))]
    return [
        FormRow(
            name, (name,), criterion.number, criterion.name, criterion.clause, exact_text(criterion.points)
        )
        for name, criterion in criteria
    ]


def totals_of(rubric: Rubric, form: Form) -> dict[str, tuple[str, ...]]:
    """Return the slots of the totals of a form with the slots they add up: 附加分 stands outside."""
    rows = [row for group in group_rows(rubric, form) for row in group.rows]
    main = [row.key for row in rows if not rubric.is_bonus(row.criteria[0])]
    return {f"total.{column}": tuple(f"{key}.{column}" for key in main) for column in form.spec.columns}


def label_of(rubric: Rubric, form: Form, slot: str) -> str:
    """Return the name of a slot in the words of a clerk: a fact, an indicator, or a column and its row."""
    named = {"name": "社区（村）名称", "township": "乡镇（街道）"}
    if slot in named:
        return named[slot]
    if slot.endswith(MORE):
        return f"{label_of(rubric, form, slot.removesuffix(MORE))}（附页）"
    known = rubric.facts.get(slot) or rubric.indicators.get(slot)
    if known:
        return known.zh
    key, _, column = slot.partition(".")
    shown = form.spec.columns[column]
    title = shown.title or rubric.columns[shown.level]
    rows = {row.key: row for group in group_rows(rubric, form) for row in group.rows}
    return f"{title} {'合计' if key == 'total' else f'{rows[key].number} {rows[key].name}'}"
