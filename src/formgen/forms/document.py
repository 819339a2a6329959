"""A document that was filled once, opened again through its template, whoever saved it since.

Every slot of the template is looked up in the document as it is now; a text can be put into a slot, and everything
else in the document stays as it is. A slot whose surroundings are not as printed is not read: rather no value than
one of another row. Knows no program: what Word and Excel do differently is a ``DocumentBody``.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from formgen.forms.checksums import DRAFTED, checksum, read_checksums, write_checksums
from formgen.forms.fit import MORE, rejoin
from formgen.forms.spans import OTHER_SHAPE
from formgen.forms.text import SlotValue
from formgen.office.identity import PART, said, saying
from formgen.office.package import UnreadableError, parts_in, repacked


class DocumentBody(Protocol):
    """The slots of a document, by their number in the template."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the slots."""
        ...

    def read_texts(self) -> list[str | None]:
        """Return what stands in each slot; None where the surroundings are not as printed."""
        ...

    def find_computed(self) -> frozenset[int]:
        """Return the slots that the document computes itself."""
        ...

    def describe_places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        ...

    def write(self, values: Mapping[int, SlotValue]) -> dict[str, bytes]:
        """Return the parts of the document with values put into some slots."""
        ...


class OpenedDocument:
    """A document opened through its template: ``slots`` are the slots' names, ``texts`` what stands in them.

    ``says`` is the document's own properties, ``computed`` are the numbers of the slots it computes, ``places`` say
    where each slot stands, ``marks`` are None for a document that carries none of this template.
    """

    def __init__(self, body: DocumentBody, says: Mapping[str, str]) -> None:
        """Read all slots and the marks they carry."""
        self.slots, self.says = body.slots, says
        self.texts, self.computed = body.read_texts(), body.find_computed()
        self.places = body.describe_places()
        self.marks = read_checksums(says, self.slots)
        self._body = body

    @property
    def continued(self) -> tuple[str, ...]:
        """Return the slots whose text continues on a continuation page."""
        return tuple(slot.removesuffix(MORE) for slot in self.slots if slot.endswith(MORE))

    def values(self) -> dict[str, str]:
        """Return what stands in the slots that were found."""
        shown = dict(zip(self.slots, self.texts, strict=True))
        for slot in self.continued:
            if (
                shown.get(slot) is None or shown[f"{slot}{MORE}"] is None
            ):  # half a text would be taken for the whole
                shown[slot] = shown[f"{slot}{MORE}"] = None
        return rejoin({slot: text for slot, text in shown.items() if text is not None})

    def typed(self) -> dict[str, str] | None:
        """Return what people put into slots since formgen filled them; None for a document without marks."""
        if self.marks is None:
            return None
        found, values = dict[str, str](), self.values()
        for at, (slot, text, mark) in enumerate(zip(self.slots, self.texts, self.marks, strict=True)):
            if text is not None and at not in self.computed and checksum(text) != mark:
                own = slot.removesuffix(MORE)
                if own not in self.continued:
                    found[slot] = text
                elif own in values:
                    found[own] = values[own]
        return found

    @property
    def drafted(self) -> bool:
        """Return whether a text that formgen drafted still stands in the document as it was drafted."""
        fields = self.says.get(DRAFTED, "").split()
        return bool(fields) and not (self.typed() or {}).keys() >= set(fields)

    def rewrite(
        self, values: Mapping[int, SlotValue], marks: Sequence[str], drafted: Sequence[str] = ()
    ) -> bytes:
        """Return the document with values put into some slots, and with new marks; ``drafted`` are its drafts."""
        parts = self._body.write(values)
        says = {**write_checksums(self.slots, marks), DRAFTED: " ".join(drafted)}
        parts[PART] = saying(parts[PART], says)
        return repacked(parts)


def open_document(
    data: bytes, find_body: Callable[[dict[str, bytes], Mapping[str, str]], DocumentBody]
) -> OpenedDocument:
    """Open a document; ``find_body`` finds its slots in its parts, from its properties.

    Raises UnreadableError for a document that is damaged or of another shape.
    """
    parts = parts_in(io.BytesIO(data))
    says = said(parts.get(PART, b""))
    try:
        return OpenedDocument(find_body(parts, says), says)
    except (KeyError, ValueError, SyntaxError, StopIteration) as error:  # lxml's errors are SyntaxErrors
        raise UnreadableError(OTHER_SHAPE) from error
