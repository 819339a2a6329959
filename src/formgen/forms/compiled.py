"""A form with its templates compiled, ready to be filled; knows formats only through their table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from formgen.forms.contents import Contents
from formgen.forms.form import Form
from formgen.forms.formats import FORMATS
from formgen.forms.template import Template


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """One form with its compiled templates by file suffix, in the order of the files' names.

    Sent to another process, it is compiled anew there.
    """

    form: Form
    templates: Mapping[str, Template]
    contents: Contents

    def __reduce__(self) -> tuple[Callable[[Form, Contents], "CompiledForm"], tuple[Form, Contents]]:
        """Return how it is made again: compiled tags cannot be pickled."""
        return compile_form, (self.form, self.contents)


def compile_form(form: Form, contents: Contents) -> CompiledForm:
    """Compile all templates of a form for what they may print. Raises FormgenError T101 or T102."""
    templates = {file.suffix: FORMATS[file.suffix](file, form, contents) for file in form.templates}
    return CompiledForm(form, templates, contents)
