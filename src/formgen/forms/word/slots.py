"""A slot of a Word template and the run it stands in: a text put there in the right type and faces.

Works on XML as text, since documents are made of it by the thousand.
"""

import re
from dataclasses import dataclass

from formgen.forms.fit import TypeSize
from formgen.forms.text import escape_value, has_rare, is_rare, split_rare
from formgen.forms.word.markup import LINE_BREAK

RARE_FONTS = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体" w:hint="eastAsia"/>'
_SIZE = re.compile(r'(<w:szC?s? w:val=")[^"]*"')
_TEXT = re.compile(r"<w:t[ >]")
_LINE = re.compile(r'(<w:spacing [^>]*w:line=")[^"]*"')
_OPENING = re.compile(r"<w:r(?: [^>]*)?>")
_INDENT = re.compile(r'(w:firstLineChars="(\d+)" w:firstLine=")[^"]*"')


@dataclass(frozen=True, slots=True)
class WordSlot:
    """A place for a value, with the properties of the run it stands in; a ``free`` one is in no box."""

    name: str
    run: str
    free: bool = False


def write_run(word: str, slot: WordSlot) -> str:
    """Return a text as the inside of a run; rare Han characters get a run with a face that has them."""
    text = escape_value(word, slot.name).replace("\n", LINE_BREAK)
    if not has_rare(word):
        return text
    return "".join(
        _in_rare_face(piece, slot.run) if is_rare(piece[0]) else piece for piece in split_rare(text)
    )


def resize_slot(slot: WordSlot, step: TypeSize) -> WordSlot:
    """Return a slot whose run has another size."""
    sized = _size_run(slot.run or "<w:rPr></w:rPr>", step)
    return WordSlot(slot.name, sized)


def resize_before(before: bytes, step: TypeSize, *, lone: bool) -> bytes:
    """Return the XML in front of a slot with the slot's run in another type.

    Where the slot is all its paragraph holds, the lines move closer and the paragraph's mark changes too.
    """
    text = before.decode()
    begins = max(text.rfind("<w:p>"), text.rfind("<w:p "))
    run = max(text.rfind("<w:r>"), text.rfind("<w:r "))
    if lone and begins >= 0 and text.endswith(">") and len(_TEXT.findall(text, begins)) == 1:
        own = _resize(text[begins:run], step) + _size_run(text[run:], step)
        own = _LINE.sub(rf'\g<1>{round(step.pitch * 20)}"', own)
        own = _INDENT.sub(lambda match: f'{match[1]}{round(int(match[2]) * step.size / 5)}"', own)
        return (text[:begins] + own).encode()
    return (text[:run] + _size_run(text[run:], step)).encode()


def _resize(properties: str, step: TypeSize) -> str:
    """Return properties with another size of type; half points."""
    return _SIZE.sub(rf'\g<1>{step.size * 2:g}"', properties)


def _size_run(run: str, step: TypeSize) -> str:
    """Return a run up to its slot in another size, which is written where only its styles named one."""
    if "<w:sz " in run:
        return _resize(run, step)
    size = f'<w:sz w:val="{step.size * 2:g}"/><w:szCs w:val="{step.size * 2:g}"/>'
    if "<w:rPr>" in run:
        return run.replace("<w:rPr>", f"<w:rPr>{size}", 1)
    return _OPENING.sub(
        lambda match: f"{match[0]}<w:rPr>{size}</w:rPr>", run.replace("<w:rPr/>", "", 1), count=1
    )


def _in_rare_face(text: str, run: str) -> str:
    inner = re.sub(r"<w:rFonts[^>]*/>", "", run.removeprefix("<w:rPr>").removesuffix("</w:rPr>"))
    face = f"<w:rPr>{RARE_FONTS}{inner}</w:rPr>"
    opened = '<w:t xml:space="preserve">'
    return f"</w:t></w:r><w:r>{face}{opened}{text}</w:t></w:r><w:r>{run}{opened}"
