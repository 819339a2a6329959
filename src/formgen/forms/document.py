"""A document that lies on the disk, opened through the template it was made from.

Every slot of the template is looked up in the document as it is now, whoever saved it; a text can be put into a
slot, and everything else in the document stays as it is. A slot whose surroundings are not as printed is not
read: rather no value than one of another row.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from formgen.forms import marks
from formgen.forms.contents import DRAFTED
from formgen.forms.fit import MORE, whole
from formgen.forms.spans import OTHER_SHAPE
from formgen.forms.text import Value
from formgen.office import identity, package
from formgen.office.identity import PART
from formgen.office.package import UnreadableError


class Body(Protocol):
    """The slots of a document, by their number in the template."""

    def texts(self) -> list[str | None]:
        """Return what stands in each slot; None where the surroundings are not as printed."""
        ...

    def derived(self) -> frozenset[int]:
        """Return the slots that the document computes itself."""
        ...

    def places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        ...

    def written(self, values: Mapping[int, Value]) -> dict[str, bytes]:
        """Return the parts of the document with values put into some slots."""
        ...


class OpenedDocument:
    """A document opened through its template: ``slots`` are the slots' names, ``texts`` what stands in them."""

    def __init__(self, slots: Sequence[str], body: Body, says: dict[str, str]) -> None:
        """Read all slots and the marks they carry."""
        self.slots, self.says = tuple(slots), says
        self.texts, self.derived, self.places = body.texts(), body.derived(), body.places()
        self.marks = marks.marks_of(says, slots)
        self._body = body

    @property
    def continued(self) -> tuple[str, ...]:
        """Return the slots whose text goes on upon a continuation page."""
        return tuple(slot.removesuffix(MORE) for slot in self.slots if slot.endswith(MORE))

    def values(self) -> dict[str, str]:
        """Return what stands in the slots that were found."""
        shown = dict(zip(self.slots, self.texts, strict=True))
        for slot in self.continued:
            if (
                shown.get(slot) is None or shown[f"{slot}{MORE}"] is None
            ):  # half a text would be taken for the whole
                shown[slot] = shown[f"{slot}{MORE}"] = None
        return whole({slot: text for slot, text in shown.items() if text is not None})

    def typed(self) -> dict[str, str] | None:
        """Return what people put into slots since formgen filled them; None for a document without marks."""
        if self.marks is None:
            return None
        found, values = dict[str, str](), self.values()
        for at, (slot, text, mark) in enumerate(zip(self.slots, self.texts, self.marks, strict=True)):
            if text is not None and at not in self.derived and marks.mark(text) != mark:
                own = slot.removesuffix(MORE)
                if own not in self.continued:
                    found[slot] = text
                elif own in values:
                    found[own] = values[own]
        return found

    @property
    def drafted(self) -> bool:
        """Tell whether a text that formgen drafted still stands in the document as it was drafted."""
        fields = self.says.get(DRAFTED, "").split()
        return bool(fields) and not (self.typed() or {}).keys() >= set(fields)

    def data(
        self, values: Mapping[int, Value], new_marks: Sequence[str], drafted: Sequence[str] = ()
    ) -> bytes:
        """Return the document with values put into some slots, and with new marks; ``drafted`` are its drafts."""
        parts = self._body.written(values)
        says = {**marks.properties(self.slots, new_marks), DRAFTED: " ".join(drafted)}
        parts[PART] = identity.saying(parts[PART], says)
        return package.repacked(parts)


Find = Callable[[dict[str, bytes], Mapping[str, str]], tuple[tuple[str, ...], Body]]


def open_document(data: bytes, find: Find) -> OpenedDocument:
    """Open a document; ``find`` looks up the slots of its template in its parts.

    Raises UnreadableError for one that is damaged or of another shape.
    """
    parts = package.parts_in(io.BytesIO(data))
    says = identity.said(parts.get(PART, b""))
    try:
        slots, body = find(parts, says)
        return OpenedDocument(slots, body, says)
    except (KeyError, ValueError, SyntaxError, StopIteration) as error:  # lxml's errors are SyntaxErrors
        raise UnreadableError(OTHER_SHAPE) from error
