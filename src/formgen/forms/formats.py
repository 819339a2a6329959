"""The kinds of documents a form can have a template for: one package each, known here by its suffix.

A further kind is a package beside ``word`` and ``excel`` and a line of this table; what else asks for the kinds, and is to
be told of it, is listed in ``docs/developers.md`` under "A kind of document".
"""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from formgen.folding import fold
from formgen.forms.contents import Contents
from formgen.forms.excel.template import compile_excel
from formgen.forms.form import Form, TemplateFile
from formgen.forms.template import Template
from formgen.forms.word.template import compile_word

FORMATS: Mapping[str, Callable[[TemplateFile, Form, Contents], Template]] = {
    ".docx": compile_word,
    ".xlsx": compile_excel,
}


def suffix_of(path: PurePath | str) -> str:
    """Return the suffix of a file as this table has it: people and mail programs write capitals, wide signs, blanks."""
    return PurePath(fold(PurePath(path).name).rstrip(". ")).suffix.lower()
