"""Which document goes to which file, clashes found before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from formgen.forms.compiled import CompiledForm
from formgen.pack.names import clash_key, safe_name
from formgen.problems import FormgenError, Problem
from formgen.rubric.score import Scorecard


@dataclass(frozen=True, slots=True)
class Task:
    """One document to make: a community, a form, one of its templates, and the file it goes to."""

    card: Scorecard
    form: CompiledForm
    suffix: str
    path: PurePath


def plan(cards: Sequence[Scorecard], forms: Sequence[CompiledForm]) -> list[Task]:
    """Return all documents as 乡镇/社区/社区-表.docx. Raises FormgenError T104 when two would be one file."""
    tasks = [
        Task(card, form, suffix, path_of(card, form.form.spec.file, suffix))
        for card in cards
        for form in forms
        for suffix, _ in form.templates
    ]
    taken: dict[str, Task] = {}
    problems: list[Problem] = []
    for task in tasks:
        other = taken.setdefault(clash_key(str(task.path)), task)
        if other is not task:
            words = {
                "one": other.card.community.full_name,
                "other": task.card.community.full_name,
                "file": str(task.path),
            }
            problems.append(Problem("T104", task.card.community.place, words))
    if problems:
        raise FormgenError(*problems)
    return tasks


def path_of(card: Scorecard, form: str, suffix: str) -> PurePath:
    """Return the path of a document below the output folder."""
    name = safe_name(card.community.name)
    return PurePath(folder_of(card), name, f"{name}-{form}{suffix}")


def folder_of(card: Scorecard) -> str:
    """Return the folder of a township; communities without one share a folder."""
    return safe_name(card.community.township) if card.community.township else "未注明乡镇"
