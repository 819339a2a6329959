"""What ``formgen rubric`` does: bundled rubrics listed, one rubric file checked together with its forms."""

from dataclasses import dataclass
from pathlib import Path

from formgen import assets, library
from formgen.folder.document_paths import refuse_same_files
from formgen.library import NoticeForm
from formgen.problems import FormgenError, Problem
from formgen.rubric.load import find_rubric, inspect_rubric
from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class CheckedRubric:
    """A rubric file with every problem found, and where each of its forms was found, by name."""

    file: Path
    rubric: Rubric | None
    forms: dict[str, Path]
    problems: list[Problem]


def bundled_notices() -> list[library.Notice]:
    """Return the bundled notices."""
    return [library.notice(name) for name in assets.rubric_ids()]


def look_into_rubric(name: str) -> CheckedRubric:
    """Check a rubric file, all its readings, and that its forms are there and fit it."""
    file = find_rubric(name)
    inspected = inspect_rubric(file)
    checked = CheckedRubric(file, inspected.rubric, {}, list(inspected.problems))
    if checked.rubric is None or checked.problems:
        return checked
    notice = library.notice(file)
    named = list[NoticeForm]()
    for form in checked.rubric.forms:
        try:
            named.append(notice.form(form))
        except FormgenError as error:
            checked.problems.extend(each for each in error.problems if each not in checked.problems)
    checked.forms.update({each.compiled.form.id: each.folder for each in named})
    try:
        refuse_same_files([each.compiled.form for each in named])
    except FormgenError as error:
        checked.problems.extend(error.problems)
    return checked
