"""The title of a document, as programs and archives show it: its form's, and whose it is.

Knows a form's contents and values; touches no file.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from formgen.forms.contents import FIELD
from formgen.forms.text import SlotValue, escape_value, format_value
from formgen.office.core_properties import TitlePart, take_title
from formgen.office.package import Part


@dataclass(frozen=True, slots=True)
class DocumentTitle:
    """The part of a template that holds the title, the form's title, and whose a document is, with fields."""

    part: TitlePart
    form: str
    whose: str

    def write(self, values: Mapping[str, SlotValue]) -> Part:
        """Return the part for a document; one that is nobody's yet has the title of the form."""
        owner = FIELD.sub(lambda match: format_value(values.get(match[1], "")), self.whose)
        return self.part.title(escape_value(f"{self.form}（{owner}）" if owner else self.form, "title"))


def take_document_title(parts: dict[str, bytes], form: str, whose: str) -> DocumentTitle | None:
    """Take the part that holds the title out of a template's parts; None for parts that are no document."""
    found = take_title(parts)
    return None if found is None else DocumentTitle(found, form, whose)
