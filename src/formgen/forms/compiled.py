"""Compiled forms, and the one table that says which package a kind of template belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from formgen.forms.contents import Contents
from formgen.forms.excel.template import compile_excel
from formgen.forms.form import Form, TemplateFile
from formgen.forms.template import Template
from formgen.forms.word.template import compile_word

_KINDS: Mapping[str, Callable[[TemplateFile, Form, Contents], Template]] = {
    ".docx": compile_word,
    ".xlsx": lambda file, _, contents: compile_excel(file, contents),
}


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """One form with its compiled templates, by the suffix of the documents made from them."""

    form: Form
    templates: Mapping[str, Template]


def compile_form(form: Form, contents: Contents) -> CompiledForm:
    """Compile all templates of a form. Raises FormgenError T101 or T102."""
    return CompiledForm(
        form, {file.suffix: _KINDS[file.suffix](file, form, contents) for file in form.templates}
    )
