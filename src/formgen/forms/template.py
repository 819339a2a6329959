"""What every compiled template can do, whatever program its documents are for.

Other packages use templates only through this protocol; ``word`` and ``excel`` each hold one that fulfils it.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from formgen.forms.document import OpenedDocument
from formgen.forms.fit import FaultyFormula, FittedValues
from formgen.forms.laid_cells import LaidCell
from formgen.forms.text import SlotValue


class Template(Protocol):
    """A template compiled for what its form may print."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots of a document in their order; none where they differ from document to document."""
        ...

    @property
    def varies(self) -> bool:
        """Return whether anything in a document differs from document to document."""
        ...

    @property
    def faulty_formulas(self) -> tuple[FaultyFormula, ...]:
        """The formulas of the template that are known to give an error, whatever is filled in."""
        ...

    def places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        ...

    def list_cells(self) -> list[LaidCell]:
        """Return the cells of the document's tables as they lie; none where conditions change it."""
        ...

    def list_lines(self) -> list[LaidCell]:
        """Return the lines outside of all tables, each as the only cell of a table of its own."""
        ...

    def fit(self, values: Mapping[str, SlotValue]) -> FittedValues:
        """Return the values as the boxes of the form take them, and what fits none."""
        ...

    def continues(self, values: Mapping[str, SlotValue]) -> tuple[str, ...]:
        """Return the slots of fitted values whose text continues on a continuation page."""
        ...

    def render(self, values: Mapping[str, SlotValue], drafted: Sequence[str] = ()) -> bytes:
        """Return a document filled with fitted values; it says that the texts of ``drafted`` are formgen's drafts.

        Raises FormgenError D122 for text XML cannot hold.
        """
        ...

    def open(self, data: bytes) -> OpenedDocument:
        """Open a document through the template, whoever saved it last.

        Raises UnreadableError for one that is damaged or of another shape.
        """
        ...
