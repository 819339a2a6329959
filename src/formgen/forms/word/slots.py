"""A slot of a Word template and the run it stands in: a text put there in the right type and faces.

Works on XML as text, since documents are made of it by the thousand.
"""

import re
from dataclasses import dataclass, replace

from formgen.forms.fit import TypeSize
from formgen.forms.text import escape_value, has_rare, is_rare, split_rare
from formgen.forms.word.markup import LINE_BREAK

RARE_FONTS = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体" w:hint="eastAsia"/>'
_SIZE = re.compile(r'(<w:szC?s? w:val=")[^"]*"')
_TEXT = re.compile(r"<w:t[ >]")
_LINE = re.compile(r'(<w:spacing [^>]*w:line=")[^"]*"')
_BLANKS = " \t\u3000\u00a0"
_OPENING = re.compile(r"<w:r(?: [^>]*)?>")
_AFTER_SIZE = re.compile(
    "<w:(?:szCs|highlight|u|effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|specVanish|oMath)[ />]|</w:rPr>"
)  # what stands behind the size in a run's properties (ECMA-376, 17.3.2.28)
_INDENT = re.compile(r'(w:firstLineChars="(\d+)" w:firstLine=")[^"]*"')


@dataclass(frozen=True, slots=True)
class WordSlot:
    """A place for a value, with the properties of the run it stands in; a ``free`` one is in no box.

    ``again`` ends its paragraph and begins another like it, for a text of several paragraphs; it is empty where the
    template's paragraph cannot be divided.
    """

    name: str
    run: str
    free: bool = False
    again: str = ""


_PARAGRAPH = re.compile(
    r"<w:p(?: [^>]*)?>\s*(<w:pPr>(?:(?!</w:pPr>).)*</w:pPr>)?"
    r"(?:(?!</?w:(?:hyperlink|sdt|ins|del|smartTag|fldSimple|txbxContent|p)[ >]).)*",
    re.DOTALL,
)  # a paragraph up to a slot that stands in a run of its own, not within a link, a control or a tracked change
_NOT_AGAIN = re.compile(r"<w:(?:pageBreakBefore|keepNext)(?: [^>]*)?/>|<w:sectPr.*?</w:sectPr>", re.DOTALL)
_DISTANCE = re.compile(r'( w:(?:before|after)\w*=)"[^"]*"')
_OPEN_TEXT = ("<w:t>", "<w:t ")


def divide_paragraph(before: str, run: str) -> str:
    """Return what ends the paragraph of a slot and begins another like it; ``before`` is its XML up to the slot.

    The further paragraphs have no distance of their own, so that the text takes the room of its lines.
    """
    found = _PARAGRAPH.fullmatch(before)
    if found is None or not before[before.rfind("<") :].startswith(_OPEN_TEXT):
        return ""
    properties = _DISTANCE.sub(r'\1"0"', _NOT_AGAIN.sub("", found[1] or ""))
    return f'</w:t></w:r></w:p><w:p>{properties}<w:r>{run}<w:t xml:space="preserve">'


def write_run(word: str, slot: WordSlot) -> str:
    """Return a text as the inside of a run; rare Han characters get a run with a face that has them."""
    if "\n" not in word and not has_rare(word):
        return escape_value(word, slot.name)
    lines = escape_value(word, slot.name).split("\n")
    if slot.again and _INDENT.search(slot.again):  # blanks at the head of a line were its indent
        lines = [line.lstrip(_BLANKS) if at else line for at, line in enumerate(lines)]
    return (slot.again or LINE_BREAK).join(_write_line(line, slot.run) for line in lines)


def _write_line(text: str, run: str) -> str:
    if not has_rare(text):
        return text
    return "".join(_in_rare_face(piece, run) if is_rare(piece[0]) else piece for piece in split_rare(text))


def resize_slot(slot: WordSlot, step: TypeSize, *, lone: bool) -> WordSlot:
    """Return a slot whose run has another size; where it is ``lone`` in its paragraph, its lines are closer too."""
    run = _size_run(slot.run or "<w:rPr></w:rPr>", step)
    if lone:
        return replace(slot, run=run, again=_resize_paragraph(slot.again, step))
    head, opened, rest = slot.again.rpartition("<w:r>")
    return replace(slot, run=run, again=head + _size_run(opened + rest, step) if opened else "")


def resize_before(before: bytes, step: TypeSize, *, lone: bool) -> bytes:
    """Return the XML in front of a slot with the slot's run in another type.

    Where the slot is all its paragraph holds, the lines move closer and the paragraph's mark changes too.
    """
    text = before.decode()
    begins = max(text.rfind("<w:p>"), text.rfind("<w:p "))
    run = max(text.rfind("<w:r>"), text.rfind("<w:r "))
    if lone and begins >= 0 and text.endswith(">") and len(_TEXT.findall(text, begins)) == 1:
        return (text[:begins] + _resize_paragraph(text[begins:], step)).encode()
    return (text[:run] + _size_run(text[run:], step)).encode()


def _resize_paragraph(text: str, step: TypeSize) -> str:
    """Return the XML of a paragraph up to its one text, in another type: its indent is as many characters as before."""
    run = max(text.rfind("<w:r>"), text.rfind("<w:r "))
    own = _LINE.sub(
        rf'\g<1>{round(step.pitch * 20)}"', _resize(text[:run], step) + _size_run(text[run:], step)
    )
    return _INDENT.sub(lambda match: f'{match[1]}{round(int(match[2]) * step.size / 5)}"', own)


def _resize(properties: str, step: TypeSize) -> str:
    """Return properties with another size of type; half points."""
    return _SIZE.sub(rf'\g<1>{step.size * 2:g}"', properties)


def _size_run(run: str, step: TypeSize) -> str:
    """Return a run up to its slot in another size, which is written where only its styles named one."""
    if "<w:sz " in run:
        return _resize(run, step)
    size = f'<w:sz w:val="{step.size * 2:g}"/><w:szCs w:val="{step.size * 2:g}"/>'
    if "<w:rPr>" in run:
        return _AFTER_SIZE.sub(lambda match: f"{size}{match[0]}", run, count=1)
    return _OPENING.sub(
        lambda match: f"{match[0]}<w:rPr>{size}</w:rPr>", run.replace("<w:rPr/>", "", 1), count=1
    )


def _in_rare_face(text: str, run: str) -> str:
    inner = re.sub(r"<w:rFonts[^>]*/>", "", run.removeprefix("<w:rPr>").removesuffix("</w:rPr>"))
    face = f"<w:rPr>{RARE_FONTS}{inner}</w:rPr>"
    opened = '<w:t xml:space="preserve">'
    return f"</w:t></w:r><w:r>{face}{opened}{text}</w:t></w:r><w:r>{run}{opened}"
