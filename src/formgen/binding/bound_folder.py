"""The folder of a bound blank: form.yaml, the blank, 对照表, dictionaries; opened as one. Knows files."""

from dataclasses import replace
from pathlib import Path

from formgen.binding.answer_sheet import read_answer_sheet
from formgen.binding.answers import carry_answers
from formgen.binding.blank_file import SUFFIXES, Blank, read_blank
from formgen.binding.decisions import FormDecisions
from formgen.binding.form_file import FORM_FILE, decisions_in, read_form_file
from formgen.problems import FormgenError, Problem

ANSWER_SHEET = "对照表.xlsx"


def is_bound_folder(path: Path) -> bool:
    """Return whether a path is a folder or its form.yaml, not a blank itself."""
    return path.is_dir() or path.name == FORM_FILE


def form_file_at(path: Path) -> Path:
    """Return the form.yaml of a folder. Raises FormgenError F101 where there is none."""
    file = path / FORM_FILE if path.is_dir() else path
    if not file.is_file():
        raise FormgenError(Problem("F101", words={"file": str(file)}))
    return file


def open_bound(path: Path) -> Blank:
    """Return the blank beside a form.yaml, under the name it had, as the form.yaml says.

    Raises FormgenError F101 where it is not there, B124 for a form.yaml that does not fit its blank.
    """
    form = read_form_file(form_file_at(path))
    found = [each for suffix in SUFFIXES if (each := form.path.parent / f"空白表{suffix}").is_file()]
    if not found:
        raise FormgenError(Problem("F101", words={"file": str(form.path.parent / f"空白表{SUFFIXES[0]}")}))
    name = f"{Path(form.file or found[0].name).stem}{found[0].suffix}"
    blank = read_blank(found[0].read_bytes(), name, sha256=form.sha256, converted=form.converted)
    return replace(blank, decisions=decisions_in(form, blank))


def with_answers(blank: Blank, form: Path, asked: Path | None) -> tuple[Blank, tuple[Problem, ...]]:
    """Return a blank with the answers of a 对照表: the one that was asked for, else the one in the folder of the form."""
    beside = (form if form.is_dir() else form.parent) / ANSWER_SHEET
    file = asked or (beside if is_bound_folder(form) and beside.is_file() else None)
    if file is None:
        return blank, ()
    carried = carry_answers(read_answer_sheet(file), replace(blank, decisions=FormDecisions()), file)
    return replace(blank, decisions=blank.decisions.then(carried.decisions)), carried.problems


def list_dictionaries(form: Path, asked: Path | None) -> tuple[Path, ...]:
    """Return the dictionaries of an office: those of the form's folder and the one that was asked for."""
    own = tuple[Path, ...]()
    if is_bound_folder(form):
        file = form_file_at(form)
        own = tuple(file.parent / Path(name).name for name in read_form_file(file).names)
    return (*own, asked) if asked else own
