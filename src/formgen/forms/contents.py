"""What the templates of a form may print: fixed texts, slots for what varies, and the rows they repeat.

This is all that the engine knows of a form's subject. Whoever knows what the form is about makes it
(``filling.form_contents``); the templates are compiled for it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

FIELD = re.compile(r"\{\{\s*([A-Za-z_][\w.]*)\s*\}\}")  # a field as a template prints it


def write_field(name: str) -> str:
    """Return a field as a template prints it: ``{{ name }}``."""
    return "{{ " + name + " }}"


@dataclass(frozen=True, slots=True)
class ContentRow:
    """A row: its fixed texts by name, its slots by the name of their column, whether totals add it up, and its key.

    A template prints all rows in a loop, or those of a printed table one by one by their keys.
    """

    texts: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    counts: bool = True
    key: str = ""

    def show(self, slot: Callable[[str], Any]) -> dict[str, Any]:
        """Return the row as a template sees it, with ``slot(name)`` for all that varies."""
        return {**self.texts, **{name: slot(own) for name, own in self.columns.items()}}


@dataclass(frozen=True, slots=True)
class ContentSection:
    """Consecutive rows with texts in common; ``ends_page`` asks for a new page after them."""

    texts: Mapping[str, str]
    rows: tuple[ContentRow, ...]
    ends_page: bool = False

    def show(self, slot: Callable[[str], Any]) -> dict[str, Any]:
        """Return the section as a template sees it: its first row apart from the rest."""
        first, *rest = (row.show(slot) for row in self.rows)
        return {**self.texts, "ends_page": self.ends_page, "first": first, "rest": rest}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a form's templates see.

    ``identity`` is the properties of each of its documents, whoever it is about, ``named_by`` are the slots whose
    values it says as well. ``heading`` is the line of a continuation page that names the document, with fields;
    ``whose`` names it in the title that programs show. ``slots`` stand by themselves, ``total`` is the row of the sums;
    ``left_out`` is the word of a row that no sum counts, empty for none.
    """

    identity: Mapping[str, str]
    named_by: tuple[str, ...]
    heading: str
    texts: Mapping[str, str]
    slots: tuple[str, ...]
    sections: tuple[ContentSection, ...] = ()
    total: ContentRow = field(default_factory=lambda: ContentRow({}))
    whose: str = ""
    left_out: str = ""

    @property
    def added(self) -> list[ContentRow]:
        """Return the rows that totals add up."""
        return [row for section in self.sections for row in section.rows if row.counts]

    def list_scores(self) -> frozenset[str]:
        """Return the slots of all points, the totals among them."""
        rows = [row for section in self.sections for row in section.rows]
        return frozenset(slot for row in (*rows, self.total) for slot in row.columns.values())

    def make_context(self, slot: Callable[[str], Any]) -> dict[str, Any]:
        """Return what a template sees, with ``slot(name)`` for all that varies."""
        sections = [section.show(slot) for section in self.sections]
        return {
            **{row.key: row.show(slot) for section in self.sections for row in section.rows if row.key},
            **{name: slot(name) for name in self.slots},
            **self.texts,
            "sections": sections,
            "rows": [row for section in sections for row in (section["first"], *section["rest"])],
            "total": self.total.show(slot),
        }
