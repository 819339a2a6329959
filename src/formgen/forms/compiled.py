"""A form with its templates compiled, ready to be filled; knows formats only through their table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from formgen.forms.contents import Contents
from formgen.forms.form import Form, TemplateFile
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


@dataclass(frozen=True, slots=True)
class _ToCompile:
    """A form and what it may print; two are one where nothing of them differs."""

    form: Form = field(compare=False)
    contents: Contents = field(compare=False)
    key: tuple[str, ...]
    files: tuple[TemplateFile, ...]


def compile_form(form: Form, contents: Contents) -> CompiledForm:
    """Compile all templates of a form for what they may print, once in a process. Raises FormgenError T101 or T102."""
    key = (form.id, form.digest, repr(form.spec), repr(contents))
    return CompiledForm(form, _compile(_ToCompile(form, contents, key, form.templates)), contents)


@lru_cache(maxsize=32)
def _compile(wanted: _ToCompile) -> Mapping[str, Template]:
    form, contents = wanted.form, wanted.contents
    return MappingProxyType(
        {file.suffix: FORMATS[file.suffix](file, form, contents) for file in form.templates}
    )
