"""What a form prints of a rubric: the contents that its templates are compiled for.

The bridge between the rubric, which knows no form, and the engine, which knows no rubric.
"""

from collections.abc import Iterable

from formgen.exact import exact_text
from formgen.filling.form_check import refuse_faulty_form
from formgen.filling.printed_labels import find_label_doubts
from formgen.filling.printed_rows import find_row_doubts
from formgen.filling.rows import IDENTITY, group_rows
from formgen.forms.compiled import CompiledForm, compile_form
from formgen.forms.contents import ContentRow, Contents, ContentSection
from formgen.forms.form import Form
from formgen.model import State
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.terms import STATE_WORDS

_OWNER = "{{ township }}{{ name }}"


def contents_of(rubric: Rubric, form: Form) -> Contents:
    """Return what the templates of a form may print: fixed texts of the rubric, and a slot for all that varies."""
    columns = list(form.spec.columns)
    sections = tuple(
        ContentSection(
            {"number": group.number, "title": group.title, "name": group.name},
            tuple(
                ContentRow(
                    {"number": row.number, "name": row.name, "clause": row.clause, "points": row.points},
                    {column: f"{row.key}.{column}" for column in columns},
                    counts=not rubric.is_bonus(row.criteria[0]),
                    key=row.key,
                )
                for row in group.rows
            ),
            ends_page=group.rows[-1].criteria[-1] in form.spec.page_after,
        )
        for group in group_rows(rubric, form)
    )
    return Contents(
        identity={"rubric": rubric.id, "form": form.id},
        named_by=IDENTITY,
        heading=_say_whose(form),
        texts={"title": form.spec.title},
        slots=tuple(dict.fromkeys([*IDENTITY, *rubric.facts, *rubric.indicators])),
        sections=sections,
        total=ContentRow(
            {"points": exact_text(rubric.total)}, {column: f"total.{column}" for column in columns}
        ),
        whose=_OWNER,
        left_out=STATE_WORDS[State.NOT_APPLICABLE],
    )


def _say_whose(form: Form) -> str:
    """Return the line of a continuation page that says whose it is, with the kinds of places that the form names."""
    words = "".join([form.spec.title, *(field.label for field in form.spec.fields.values())])
    township = "乡镇（街道）" if "街道" in words else "乡镇"
    community = "社区（村）" if "村" in words else "社区"
    return f"{township}：{{{{ township }}}}　　{community}：{{{{ name }}}}"


def compile_forms(forms: Iterable[Form], rubric: Rubric) -> list[CompiledForm]:
    """Compile forms for a rubric. Raises FormgenError T101, T102 or T130, for faulty settings with all of a form."""
    return [_compile(form, rubric) for form in forms]


def report_doubtful_templates(forms: Iterable[CompiledForm], rubric: Rubric) -> list[Problem]:
    """Return a hint for what is wrong on every form alike.

    What is doubtful of a form by itself comes first; then templates that print the same for every community, formulas
    that give an error, rows and columns that are left out, totals that are none, fields beside the label of another.
    """
    found = list[Problem]()
    for form in forms:
        found += form.form.doubts
        for suffix, template in form.templates.items():
            place, file = form.form.tree.place(()), f"{form.form.id}/template{suffix}"
            found += [] if template.varies else [Problem("T175", place, {"file": file})]
            found += [
                Problem("T182", place, {"file": file, "cell": each.cell, "why": each.why})
                for each in template.faulty_formulas
            ]
            known = any(
                each.code == "B132" for each in form.form.doubts
            )  # rows of a bound blank that found no place
            doubts = [] if known else [*find_row_doubts(form, suffix, rubric)]
            doubts += find_label_doubts(form, suffix, rubric)
            found += [Problem("T187", place, {"file": file, "what": what}) for what in doubts]
    return found


def _compile(form: Form, rubric: Rubric) -> CompiledForm:
    refuse_faulty_form(form, rubric)
    return compile_form(form, contents_of(rubric, form))
