"""The rows of a score form as the rubric orders them, and the slots its template offers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from formgen.exact import exact_text
from formgen.forms.compiled import CompiledForm, compile_form
from formgen.forms.contents import DRAFTED, Contents, SlotName
from formgen.forms.fit import MORE
from formgen.forms.form import Form
from formgen.rubric.schema import Rubric, Section

IDENTITY = ("name", "township")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: its criteria (several where the notice prints them as one row) and fixed texts."""

    key: str
    criteria: tuple[str, ...]
    number: str
    name: str
    clause: str
    points: str


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive rows under one section cell."""

    number: str
    title: str
    name: str
    rows: tuple[Row, ...]


def groups(rubric: Rubric, form: Form) -> tuple[Group, ...]:
    """Return the rows of a form by section; a section is split where ``form.yaml`` says so."""
    found: list[Group] = []
    for key, section in rubric.sections.items():
        rows = _rows(rubric, key, section)
        title = section.title
        if form.spec.break_before:
            title = title.replace(form.spec.break_before, "\n" + form.spec.break_before, 1)
        start = 0
        for at, row in enumerate(rows, 1):
            if at == len(rows) or row.criteria[-1] in form.spec.page_after:
                found.append(Group(section.number or "", title, section.title, tuple(rows[start:at])))
                start = at
    return tuple(found)


def _rows(rubric: Rubric, key: str, section: Section) -> list[Row]:
    criteria = [(name, rubric.criteria[name]) for name in section.criteria]
    if section.one_row:
        clause = "\n".join(criterion.clause for _, criterion in criteria)
        number = section.number or criteria[0][1].number
        names = tuple(name for name, _ in criteria)
        return [Row(key, names, number, section.title, clause, exact_text(section.points))]
    return [
        Row(name, (name,), criterion.number, criterion.name, criterion.clause, exact_text(criterion.points))
        for name, criterion in criteria
    ]


def totals_of(rubric: Rubric, form: Form) -> dict[str, tuple[str, ...]]:
    """Return the slots of the totals of a form with the slots they add up: 附加分 stands outside."""
    rows = [row for group in groups(rubric, form) for row in group.rows]
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
    rows = {row.key: row for group in groups(rubric, form) for row in group.rows}
    return f"{title} {'合计' if key == 'total' else f'{rows[key].number} {rows[key].name}'}"


def contents_of(rubric: Rubric, form: Form) -> Contents:
    """Return what the templates of a form see of a rubric, and what its documents say of themselves."""
    drafts = any(field.draft for field in form.spec.fields.values())
    properties = (("rubric", rubric.id), ("form", form.id), *([(DRAFTED, "")] if drafts else []))
    return Contents(_tree(rubric, form), properties, IDENTITY)


def _tree(rubric: Rubric, form: Form) -> dict[str, Any]:
    columns = list(form.spec.columns)
    sections = [_section(group, form) for group in groups(rubric, form)]
    totals = {column: SlotName(f"total.{column}") for column in columns}
    plain = {name: SlotName(name) for name in [*IDENTITY, *rubric.facts, *rubric.indicators]}
    return {
        **plain,
        "title": form.spec.title,
        "sections": sections,
        "rows": [row for section in sections for row in (section["first"], *section["rest"])],
        "total": {"points": exact_text(rubric.total), **totals},
    }


def _section(group: Group, form: Form) -> dict[str, Any]:
    rows: list[Mapping[str, Any]] = [
        {
            "number": row.number,
            "name": row.name,
            "clause": row.clause,
            "points": row.points,
            **{column: SlotName(f"{row.key}.{column}") for column in form.spec.columns},
        }
        for row in group.rows
    ]
    return {
        "number": group.number,
        "title": group.title,
        "name": group.name,
        "ends_page": group.rows[-1].criteria[-1] in form.spec.page_after,
        "first": rows[0],
        "rest": rows[1:],
    }


def compile_forms(forms: Iterable[Form], rubric: Rubric) -> list[CompiledForm]:
    """Compile forms for the contents a rubric gives them. Raises FormgenError T101 or T102."""
    return [compile_form(form, contents_of(rubric, form)) for form in forms]
