"""A part of a Word document as fixed stretches of XML with a slot between each two: joined with values, as text.

Knows XML and types, no form: this is the inner loop of filling.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formgen.forms.fit import Sized, Step
from formgen.forms.text import Value, escaped, has_rare, is_rare, printed
from formgen.forms.word.markup import MARK

_RUN = re.compile(r"<w:r(?: [^>]*)?>\s*(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?", re.DOTALL)
_END_OF_PARAGRAPH = b"</w:t></w:r></w:p>"
_SIZE = re.compile(r'(<w:szC?s? w:val=")[^"]*"')
_TEXT = re.compile(r"<w:t[ >]")
_LINE = re.compile(r'(<w:spacing [^>]*w:line=")[^"]*"')
_INDENT = re.compile(r'(w:firstLineChars="(\d+)" w:firstLine=")[^"]*"')
LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
RARE_FONTS = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体" w:hint="eastAsia"/>'


@dataclass(frozen=True, slots=True)
class RunSlot:
    """A place for a value, with the properties of the run it stands in; a ``free`` one is in no box."""

    name: str
    run: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class Stretches:
    """A part as fixed texts with a slot between each two: ``len(texts) == len(slots) + 1``."""

    texts: tuple[bytes, ...]
    slots: tuple[RunSlot, ...]

    def joined(self, values: Mapping[str, Value], words: Sequence[str]) -> bytes:
        """Return the part with the values in their slots; ``words`` are the values as they are printed."""
        pieces = [self.texts[0]]
        for slot, word, text in zip(self.slots, words, self.texts[1:], strict=True):
            value = values[slot.name]
            if isinstance(value, Sized) and not slot.free:
                slot = resized(slot, value.step)  # noqa: PLW2901 - the slot in another type
                pieces[-1] = _set_smaller(pieces[-1], value.step, lone=text.startswith(_END_OF_PARAGRAPH))
            made = _worded(word, slot) if isinstance(value, str) else word
            pieces += (made.encode(), text)
        return b"".join(pieces)

    def words(self, values: Mapping[str, Value]) -> list[str]:
        """Return the values of the slots as they are printed."""
        return [printed(values[slot.name]) for slot in self.slots]


def cut_at_slots(text: str) -> Stretches:
    """Cut a rendered part at its marks; remember the run properties in front of each slot."""
    pieces = text.split(MARK)
    slots, before = [], ""
    for at, piece in enumerate(pieces):
        if at % 2:
            runs = _RUN.findall(before)
            slots.append(RunSlot(piece, runs[-1] if runs else ""))
        else:
            before += piece
            before = before[max(before.rfind("<w:p>"), before.rfind("<w:p "), 0) :]
    return Stretches(tuple(piece.encode() for piece in pieces[::2]), tuple(slots))


def _worded(word: str, slot: RunSlot) -> str:
    """Return a text as the inside of a run; rare Han characters get a run with a face that has them."""
    text = escaped(word, slot.name).replace("\n", LINE_BREAK)
    if not has_rare(word):
        return text
    return "".join(_in_rare_face(piece, slot.run) if is_rare(piece[0]) else piece for piece in runs_of(text))


def resized(slot: RunSlot, step: Step) -> RunSlot:
    """Return a slot whose run has another size."""
    return RunSlot(slot.name, _sized(slot.run, step))


def _sized(properties: str, step: Step) -> str:
    """Return properties with another size of type; half points."""
    return _SIZE.sub(rf'\g<1>{step.size * 2:g}"', properties)


def _set_smaller(before: bytes, step: Step, *, lone: bool) -> bytes:
    """Return the XML in front of a slot with the slot's run in another type.

    Where the slot is all its paragraph holds, the lines move closer and the paragraph's mark changes too.
    """
    text = before.decode()
    begins = max(text.rfind("<w:p>"), text.rfind("<w:p "))
    run = max(text.rfind("<w:r>"), text.rfind("<w:r "))
    if lone and begins >= 0 and text.endswith(">") and len(_TEXT.findall(text, begins)) == 1:
        own = _sized(text[begins:], step)
        own = _LINE.sub(rf'\g<1>{round(step.pitch * 20)}"', own)
        own = _INDENT.sub(lambda match: f'{match[1]}{round(int(match[2]) * step.size / 5)}"', own)
        return (text[:begins] + own).encode()
    return (text[:run] + _sized(text[run:], step)).encode()


def runs_of(text: str) -> list[str]:
    """Split a text into stretches of rare and of other characters."""
    pieces: list[str] = []
    for character in text:
        if pieces and is_rare(pieces[-1][0]) == is_rare(character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _in_rare_face(text: str, run: str) -> str:
    inner = re.sub(r"<w:rFonts[^>]*/>", "", run.removeprefix("<w:rPr>").removesuffix("</w:rPr>"))
    face = f"<w:rPr>{RARE_FONTS}{inner}</w:rPr>"
    opened = '<w:t xml:space="preserve">'
    return f"</w:t></w:r><w:r>{face}{opened}{text}</w:t></w:r><w:r>{run}{opened}"
