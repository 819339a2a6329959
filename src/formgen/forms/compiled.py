"""The compiled forms of a rubric, Word and Excel alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from formgen.forms.excel.template import SheetForm, compile_sheet
from formgen.forms.form import Form
from formgen.forms.word.template import WordForm, compile_word
from formgen.rubric.schema import Rubric


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """One form with its compiled templates, by file suffix."""

    form: Form
    templates: tuple[tuple[str, WordForm | SheetForm], ...]


def compile_form(form: Form, rubric: Rubric) -> CompiledForm:
    """Compile all templates of a form. Raises FormgenError T101 or T102."""
    return CompiledForm(form, tuple((path.suffix, _compile(path, rubric, form)) for path in form.templates))


def compile_forms(forms: Iterable[Form], rubric: Rubric) -> list[CompiledForm]:
    """Compile forms for a rubric. Raises FormgenError T101 or T102."""
    return [compile_form(form, rubric) for form in forms]


def _compile(path: Path, rubric: Rubric, form: Form) -> WordForm | SheetForm:
    return compile_word(path, rubric, form) if path.suffix == ".docx" else compile_sheet(path, rubric, form)
