"""A rendered part of a Word template, cut at its slots: what a document is joined from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from formgen.forms.fit import Sized
from formgen.forms.text import SlotValue, format_value
from formgen.forms.word.markup import SLOT_SIGN
from formgen.forms.word.slots import WordSlot, divide_paragraph, resize_before, resize_slot, write_run

_RUN = re.compile(r"<w:r(?: [^>]*)?>\s*(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?", re.DOTALL)
_END_OF_BODY = re.compile(
    rb"<w:sectPr(?:(?!<w:sectPr|</w:p>).)*</w:body>", re.DOTALL
)  # with the last section's properties, which some programs leave out
_EMPTY_PARAGRAPH = re.compile(
    rb"(<w:p>\s*<w:pPr>(?:(?!</w:pPr>|<w:p>|<w:sectPr).)*)</w:pPr>\s*</w:p>\s*$", re.DOTALL
)
_END_OF_PARAGRAPH = b"</w:t></w:r></w:p>"


@dataclass(frozen=True, slots=True)
class Stretches:
    """A part as fixed texts with a slot between each two: ``len(texts) == len(slots) + 1``."""

    texts: tuple[bytes, ...]
    slots: tuple[WordSlot, ...]

    def join(self, values: Mapping[str, SlotValue], words: Sequence[str]) -> bytes:
        """Return the part with the values in their slots; ``words`` are the values as they are printed."""
        pieces = [self.texts[0]]
        for slot, word, text in zip(self.slots, words, self.texts[1:], strict=True):
            value, own = values[slot.name], slot
            if isinstance(value, Sized) and not slot.free:
                lone = text.startswith(_END_OF_PARAGRAPH)
                own = resize_slot(slot, value.step, lone=lone)
                pieces[-1] = resize_before(pieces[-1], value.step, lone=lone)
            made = write_run(word, own) if isinstance(value, str) else word
            pieces += (made.encode(), text)
        return b"".join(pieces)

    def words(self, values: Mapping[str, SlotValue]) -> list[str]:
        """Return the values of the slots as they are printed."""
        return [format_value(values[slot.name]) for slot in self.slots]

    def number(self, first: int = 0) -> bytes:
        """Return the part with the number of each slot between two signs; its slots are counted from ``first``."""
        numbers = [f"{SLOT_SIGN}{at}{SLOT_SIGN}".encode() for at in range(first, first + len(self.slots))]
        pieces = [*self.texts, *numbers]
        pieces[::2], pieces[1::2] = self.texts, numbers
        return b"".join(pieces)

    @property
    def last_section(self) -> str:
        """Return the properties of the last section of a body, which some programs leave out."""
        ends = _END_OF_BODY.search(self.texts[-1])
        return ends[0].decode().removesuffix("</w:body>") if ends else ""

    def add_page(self, page: "Stretches", section: str | None = None) -> "Stretches":
        """Return a body with the paragraphs of a further page at its end; its slots are in no box.

        ``section`` are the properties of the section that the page is; without, it is one of the last section.
        """
        ends = _END_OF_BODY.search(self.texts[-1])
        at = ends.start() if ends else self.texts[-1].rindex(b"</w:body>")
        body, rest = self.texts[-1][:at], self.texts[-1][at:]
        if section is not None:
            own = self.last_section.encode()
            body, rest = _end_section(body, own), section.encode() + rest[len(own) :]
        first, last = body + page.texts[0], page.texts[-1] + rest
        free = (replace(slot, free=True) for slot in page.slots)
        return Stretches((*self.texts[:-1], first, *page.texts[1:-1], last), (*self.slots, *free))


def _end_section(body: bytes, section: bytes) -> bytes:
    """Return a body that ends with a section: in its last paragraph if that is empty, else in one as low as can be."""
    if last := _EMPTY_PARAGRAPH.search(body):
        return body[: last.end(1)] + section + body[last.end(1) :]
    return b"".join(
        (body, b'<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/>', section, b"</w:pPr></w:p>")
    )


def cut_stretches(text: str) -> Stretches:
    """Cut a rendered part at its signs; remember the run properties in front of each slot."""
    pieces = text.split(SLOT_SIGN)
    slots, before = [], ""
    for at, piece in enumerate(pieces):
        if at % 2:
            runs = _RUN.findall(before)
            run = runs[-1] if runs else ""
            slots.append(WordSlot(piece, run, again=divide_paragraph(before, run)))
        else:
            before += piece
            before = before[max(before.rfind("<w:p>"), before.rfind("<w:p "), 0) :]
    return Stretches(tuple(piece.encode() for piece in pieces[::2]), tuple(slots))
