"""A document that was filled once, opened again through its template, whoever saved it since.

Every slot of the template is looked up in the document as it is now; a text can be put into a slot, and everything
else in the document stays as it is. A slot whose surroundings are not as printed is not read: rather no value than
one of another row. Knows no program: what Word and Excel do differently is a ``DocumentBody``.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from formgen.forms.checksums import DRAFTED, checksum, read_checksums, read_varying, write_checksums
from formgen.forms.draft_line import add_draft_line, has_draft_line, remove_draft_line
from formgen.forms.fit import MORE, rejoin
from formgen.forms.spans import OTHER_SHAPE, AlteredText, ShownText
from formgen.forms.text import SlotValue
from formgen.office.identity import PART, said, saying
from formgen.office.package import UnreadableError, parts_in, repacked
from formgen.office.strict_names import with_usual_names

# what reading parts raises that another program damaged; lxml's errors are SyntaxErrors
_DAMAGED = (
    LookupError, ValueError, SyntaxError, StopIteration, TypeError, AttributeError, RecursionError, OverflowError,
)  # fmt: skip


class Remedy(StrEnum):
    """How a place that was not read is put right, in the words of a clerk."""

    AROUND = "把旁边的文字、格子改回原样（合并、拆开过的也改回去）"
    PLACE = "把删去的行、列、格子补回来"
    FORMULA = "看公式的结果对不对，存一次盘，或者把公式换成要填的字、数"
    FORMAT = "把这一格的数字格式改回“常规”"
    SHOWN = "把隐藏的取消隐藏，压窄、压矮的拉开"
    LOOK = "清除这一格的条件格式"
    MARKS = "把划掉的、上标的、看不见的字删干净，要的字照普通的样子打"
    TYPED = "把要填的打成普通的文字"
    LINES = "把接着写的几段并进一段，不是填在这里的挪开"


@dataclass(frozen=True, slots=True)
class SlotReading:
    """What stands in a slot.

    ``text`` is None where the surroundings are not as printed: ``near`` is then what stands at its address, None where
    there is no such place any more. ``why`` says why it was not read, ``remedy`` how to mend that, ``aside`` what was
    written beside the slot and is not its text: in text boxes, in lines below. ``touched`` tells that somebody has
    certainly worked on it, though its letters may be as they were.
    """

    text: str | None
    near: str | None = None
    why: str = ""
    aside: tuple[str, ...] = ()
    touched: bool = False
    remedy: Remedy = Remedy.AROUND


class DocumentBody(Protocol):
    """The slots of a document, by their number in the template."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the slots."""
        ...

    def read_slots(self) -> list[SlotReading]:
        """Return what stands in each slot."""
        ...

    def find_computed(self) -> frozenset[int]:
        """Return the slots that the document computes itself."""
        ...

    def describe_places(self) -> list[str]:
        """Return where each slot stands, in the words of a clerk."""
        ...

    def list_beside(self) -> list[ShownText]:
        """Return what somebody added outside all slots."""
        ...

    def list_altered(self) -> list[AlteredText]:
        """Return the printed words that somebody altered."""
        ...

    def list_page_changes(self) -> list[str]:
        """Return what is printed otherwise than the template is: the area, the scale, the paper."""
        ...

    def is_revised(self) -> bool:
        """Return whether it holds tracked changes that nobody accepted or refused, or remarks upon its text."""
        ...

    def list_varying(self) -> Mapping[str, str]:
        """Return the texts that conditions of the template change, as they are now, by their place."""
        ...

    def write(self, values: Mapping[int, SlotValue]) -> dict[str, bytes]:
        """Return the parts of the document with values put into some slots."""
        ...


class OpenedDocument:
    """A document opened through its template: ``slots`` are the slots' names, ``texts`` what stands in them.

    ``says`` is the document's own properties, ``computed`` are the numbers of the slots it computes, ``places`` say
    where each slot stands, ``checksums`` are None for a document that carries none of this template.
    """

    def __init__(self, body: DocumentBody, says: Mapping[str, str]) -> None:
        """Read all slots and the checksums they carry."""
        self.slots, self.says = body.slots, says
        self.readings, self.computed = body.read_slots(), body.find_computed()
        self.texts = [each.text for each in self.readings]
        self.places = body.describe_places()
        self.checksums = read_checksums(says, self.slots)
        self._body = body

    def list_beside(self) -> list[ShownText]:
        """Return what somebody added outside all slots: it belongs to none of them."""
        return self._body.list_beside()

    def list_altered(self) -> list[AlteredText]:
        """Return the printed words that somebody altered."""
        return self._body.list_altered()

    def list_page_changes(self) -> list[str]:
        """Return what is printed otherwise than the template is: the area, the scale, the paper."""
        return self._body.list_page_changes()

    @property
    def is_revised(self) -> bool:
        """Return whether it holds tracked changes that nobody accepted or refused, or remarks upon its text."""
        return self._body.is_revised()

    def can_keep_varying(self, says: Mapping[str, str]) -> bool:
        """Return whether what conditions change may stay as it is, ``says`` being what the document would say made anew.

        It may where that would print what it printed before, or what stands there now.
        """
        known, shown = read_varying(self.says), self._body.list_varying()
        return all(
            new in {known.get(place), checksum(shown.get(place, ""))}
            for place, new in read_varying(says).items()
        )

    @property
    def continued(self) -> tuple[str, ...]:
        """Return the slots whose text continues on a continuation page."""
        return tuple(slot.removesuffix(MORE) for slot in self.slots if slot.endswith(MORE))

    def list_wholes(self, slot: str) -> list[tuple[int, ...]]:
        """Return the places of a slot; those of a text that continues on a continuation page are one."""
        if slot.endswith(MORE):
            return []
        places = [at for at, own in enumerate(self.slots) if own == slot]
        rest = f"{slot}{MORE}"
        more = [at for at, own in enumerate(self.slots) if own == rest]
        return [(*places, *more)] if more else [(at,) for at in places]

    def values(self) -> dict[str, str]:
        """Return what stands in the slots that were found; of one that is printed twice the first place counts."""
        shown: dict[str, str | None] = {}
        for slot, text in zip(self.slots, self.texts, strict=True):
            if shown.get(slot) is None:
                shown[slot] = text
        for slot in self.continued:
            if (
                shown.get(slot) is None or shown[f"{slot}{MORE}"] is None
            ):  # half a text would be taken for the whole
                shown[slot] = shown[f"{slot}{MORE}"] = None
        return rejoin({slot: text for slot, text in shown.items() if text is not None})

    def typed(self) -> dict[str, str] | None:
        """Return what people put into slots since formgen filled them; None for a document without checksums.

        Of a slot that was changed in two places the first counts; ``contradictions`` tells of the other.
        """
        if self.checksums is None:
            return None
        found, values = dict[str, str](), self.values()
        for at, text in self._changed(self.checksums):
            slot = self.slots[at]
            own = slot.removesuffix(MORE)
            if own not in self.continued:
                found.setdefault(slot, text)
            elif own in values:
                found[own] = values[own]
        return found

    def _changed(self, checksums: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield the slots, by their number, that hold another text than formgen put there."""
        for at, (text, known) in enumerate(zip(self.texts, checksums, strict=True)):
            if text is not None and at not in self.computed and not _is_printed(text, known):
                yield at, text

    def is_printed(self, at: int) -> bool:
        """Return whether a slot's text is as formgen put it there, the line apart that says it is a draft."""
        text = self.texts[at]
        return self.checksums is not None and text is not None and _is_printed(text, self.checksums[at])

    def list_drafts(self) -> list[int]:
        """Return the slots whose text says that it is a draft."""
        return [at for at, text in enumerate(self.texts) if text is not None and has_draft_line(text)]

    def contradictions(self) -> dict[str, tuple[str, str]]:
        """Return the slots that are printed twice and were changed into two different texts."""
        found: dict[str, list[str]] = {}
        for at, text in self._changed(self.checksums or []) if self.checksums is not None else ():
            found.setdefault(self.slots[at], []).append(text)
        return {
            slot: (texts[0], other)
            for slot, texts in found.items()
            for other in [next((each for each in texts if checksum(each) != checksum(texts[0])), None)]
            if other is not None
        }

    def list_texts(self) -> dict[str, list[str]]:
        """Return the different texts that stand in the places of each slot that was found."""
        found = {slot: [text] for slot, text in self.values().items()}
        for slot, text in zip(self.slots, self.texts, strict=True):
            own = found.get(slot)
            if (
                own
                and text is not None
                and slot not in self.continued
                and checksum(text) not in map(checksum, own)
            ):
                own.append(text)
        return found

    def list_gone(self) -> list[int]:
        """Return the slots whose place is no longer there."""
        return [at for at, each in enumerate(self.readings) if each.text is None and each.near is None]

    def list_unread(self) -> list[int]:
        """Return the slots that were not read although something may have been typed there."""
        checksums = self.checksums or [""] * len(self.readings)
        return [
            at
            for at, (each, known) in enumerate(zip(self.readings, checksums, strict=True))
            if each.text is None and (each.near is None or each.touched or checksum(each.near) != known)
        ]

    @property
    def drafted(self) -> bool:
        """Return whether a text says that it is a draft, or still stands in the document as it was drafted."""
        fields = self.says.get(DRAFTED, "").split()
        stands = bool(fields) and not (self.typed() or {}).keys() >= set(fields)
        return stands or bool(self.list_drafts())

    def rewrite(
        self, values: Mapping[int, SlotValue], checksums: Sequence[str], drafted: Sequence[str] = ()
    ) -> bytes:
        """Return the document with values put into some slots, and with new checksums; ``drafted`` are its drafts."""
        parts = self._body.write(values)
        says = {**write_checksums(self.slots, checksums), DRAFTED: " ".join(drafted)}
        parts[PART] = saying(parts[PART], says)
        return repacked(parts)


def _is_printed(text: str, known: str) -> bool:
    if checksum(text) == known:
        return True
    return has_draft_line(text) and checksum(add_draft_line(remove_draft_line(text))) == known


def open_document(
    data: bytes, find_body: Callable[[dict[str, bytes], Mapping[str, str]], DocumentBody]
) -> OpenedDocument:
    """Open a document; ``find_body`` finds its slots in its parts, from its properties.

    Raises UnreadableError for a document that is damaged or of another shape.
    """
    parts = with_usual_names(parts_in(io.BytesIO(data)))
    says = said(parts.get(PART, b""))
    try:
        return OpenedDocument(find_body(parts, says), says)
    except _DAMAGED as error:
        raise UnreadableError(OTHER_SHAPE) from error
