"""Points that somebody typed into a form and that no criterion can have, told before the form is printed or handed in.

Knows an opened document and the fields of its columns; the words are those of a cell of the data.
"""

from collections.abc import Iterator
from fractions import Fraction

from formgen.filling.points import read_points
from formgen.filling.rows import group_rows, label_of
from formgen.forms.document import OpenedDocument
from formgen.forms.form import Form
from formgen.intake.fields import Catalogue, Field, make_catalogue
from formgen.intake.raw import Cell
from formgen.intake.values import UnusableError, read_value
from formgen.model import Who
from formgen.problems import Place, Problem
from formgen.rubric.schema import Rubric


def find_unusable_points(
    path: str, document: OpenedDocument, rubric: Rubric, form: Form, who: Who
) -> Iterator[Problem]:
    """Yield a problem for each number that somebody typed as a score and that is not from 0 to the most points."""
    fields = _list_fields(rubric, form, make_catalogue(rubric))
    for slot, text in (document.typed() or {}).items():
        if slot not in fields or not isinstance(read_points(text), Fraction):
            continue  # 待定 or 不适用 on paper is an answer; what cannot be added up is told at the total
        try:
            read_value(Cell(text, "text", path), fields[slot])
        except UnusableError as error:
            words = {
                "label": f"{who.full_name} {label_of(rubric, form, slot)}",
                "value": text,
                "file": path,
                "why": error.problem.message.rstrip("。"),
            }
            yield Problem("T114", Place(file=path), words)


def _list_fields(rubric: Rubric, form: Form, known: Catalogue) -> dict[str, Field]:
    """Return the field of each score that a form prints for one criterion, by its slot."""
    rows = [row for group in group_rows(rubric, form) for row in group.rows if len(row.criteria) == 1]
    return {
        f"{row.key}.{name}": known.scores[column.level][row.criteria[0]]
        for name, column in form.spec.columns.items()
        if column.level
        for row in rows
    }
