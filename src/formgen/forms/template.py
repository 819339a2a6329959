"""What Word and Excel have in common: a compiled template, and a document opened through it.

The one interface behind which the two packages ``word`` and ``excel`` stand.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from formgen.forms.document import OpenedDocument
from formgen.forms.fit import Fitted
from formgen.forms.text import Value


class Template(Protocol):
    """A compiled template: filled many times, and the way back into a document that was made from it."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the slots in their order; none where conditions change it."""
        ...

    def fit(self, values: Mapping[str, Value]) -> Fitted:
        """Return the values as the boxes of the form take them, and what does not fit."""
        ...

    def continues(self, values: Mapping[str, Value]) -> tuple[str, ...]:
        """Return the slots whose text continues on an overflow page."""
        ...

    def render(self, values: Mapping[str, Value], drafted: Sequence[str] = ()) -> bytes:
        """Return a document; ``drafted`` are the slots whose text formgen drafted, and the document says so.

        Raises FormgenError D122 for text that XML cannot hold.
        """
        ...

    def places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        ...

    def open(self, data: bytes) -> OpenedDocument:
        """Open a document made from the template. Raises UnreadableError for a damaged one or one of another shape."""
        ...
