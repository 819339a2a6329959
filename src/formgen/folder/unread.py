"""Places of a form that came back and could not be read, named for a clerk: whose form, which form, which place."""

from collections.abc import Iterator

from formgen.filling.rows import IDENTITY, label_of
from formgen.forms.document import OpenedDocument
from formgen.forms.form import Form
from formgen.model import Who
from formgen.problems import Place, Problem
from formgen.rubric.schema import Rubric

_TOTAL = "total."


def report_unread(
    document: OpenedDocument, form: Form, rubric: Rubric, who: Who, path: str
) -> Iterator[Problem]:
    """Yield a problem for each place where something may have been typed that was not read."""
    for at in document.list_unread():
        slot = document.slots[at]
        if slot in IDENTITY or slot.startswith(_TOTAL):
            continue  # taken from nowhere but the data
        words = {
            "community": who.full_name,
            "form": form.spec.file,
            "label": label_of(rubric, form, slot),
            "where": document.places[at] or "原来的地方",
            "why": document.readings[at].why,
            "file": path,
        }
        yield Problem("T150", Place(file=path), words)
