"""What the template of a form sees: fixed texts, and a slot for all that varies.

Knows neither rubrics nor communities: who prints a form hands over its contents.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formgen.forms.marks import marked
from formgen.forms.text import Value, printed

DRAFTED = "drafted"  # property of a document: the slots whose text formgen drafted


class SlotName(str):
    """The name of a slot, in the place where its value will stand."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a form.

    ``tree`` holds texts, yes/no values and slot names in mappings and lists, as the tags of a template name them:
    ``sections`` with ``first`` and ``rest``, ``rows``, ``total``, and single fields. ``properties`` are what every
    document of the form says of itself; ``whose`` are the slots whose values it says too.
    """

    tree: Mapping[str, Any]
    properties: tuple[tuple[str, str], ...] = ()
    whose: tuple[str, ...] = ()

    def with_slots(self, put: Callable[[str], object]) -> dict[str, Any]:
        """Return the tree with ``put(name)`` in the place of each slot."""
        found: dict[str, Any] = _replaced(self.tree, put)
        return found

    def identify(
        self,
        values: Mapping[str, Value],
        slots: tuple[str, ...],
        texts: Sequence[str],
        drafted: Sequence[str],
    ) -> dict[str, str]:
        """Return what a document says of itself: form, whose it is, drafts, and a checksum of each slot's text."""
        own = {slot: printed(values[slot]) for slot in self.whose if slot in values}
        drafts = {DRAFTED: " ".join(drafted)} if drafted else {}
        return {**dict(self.properties), **own, **drafts, **marked(slots, texts)}


def _replaced(value: Any, put: Callable[[str], object]) -> Any:  # noqa: ANN401 - a tree of mappings, lists and texts
    if isinstance(value, Mapping):
        return {key: _replaced(item, put) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, put) for item in value]
    return put(value) if isinstance(value, SlotName) else value
