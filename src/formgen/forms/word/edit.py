"""Edit a span of text inside Word paragraphs; everything around it stays as it is."""

import copy
from collections.abc import Sequence

from lxml import etree

from formgen.forms.fit import TypeSize
from formgen.forms.spans import Span
from formgen.forms.text import clean, is_rare, split_rare
from formgen.forms.word.markup import W
from formgen.forms.word.passage import Passage, ShownField
from formgen.forms.word.slots import RARE_FONTS, WordSlot
from formgen.forms.xmltree import Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXT = f"{W}t"
_BLANKS = " \t\u3000\u00a0"
_NAMED = '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:p>'


def put_text(passage: Passage, span: Span, text: str, slot: WordSlot) -> None:
    """Put a text in place of a span; where only a stretch of it has to go, all else stays as somebody typed it."""
    cut = _find_cut(passage.text[slice(*span)], text) if text else None
    if cut is None or not _cut_text(passage.paragraphs, (span[0] + cut[0], span[0] + cut[1])):
        replace_text(passage.paragraphs, span, text, slot)


def replace_text(paragraphs: Sequence[Element], span: Span, text: str, slot: WordSlot) -> None:
    """Replace a span of some paragraphs by a text, in the type that stands there, else in the slot's own."""
    _clear_prompts(paragraphs, span)
    _delete(paragraphs, span)
    if text:
        run, node, at = _spot(Passage.of(paragraphs), span[0], slot)
        parent = run.getparent()
        if "\n" in text and slot.again and parent is not None and _can_divide(parent):
            _insert_paragraphs(parent, run, node, at, clean(text))
        else:
            _insert(run, node, at, clean(text))
            _face(run)


def _find_cut(text: str, new: str) -> Span | None:
    """Return the stretch without which a text is another one; None where more than one stretch differs."""
    start = next(
        (at for at, (one, other) in enumerate(zip(text, new, strict=False)) if one != other), len(new)
    )
    end = start + len(text) - len(new)
    return (start, end) if start < end and text[:start] + text[end:] == new else None


def _cut_text(paragraphs: Sequence[Element], span: Span) -> bool:
    """Take a span out of some paragraphs, all else staying as it was typed; False where that cannot be done alone.

    It can within a paragraph, or for whole ones.
    """
    start, end = span
    starts = Passage.of(paragraphs).starts
    within = not any(start < each <= end for each in starts)
    if not within and not (start in starts and end in starts):
        return False
    _delete(paragraphs, span)
    for paragraph, begins, follows in zip(paragraphs, starts, starts[1:], strict=False):
        if start <= begins and follows <= end:
            _remove(paragraph)
    return True


def set_size(paragraphs: Sequence[Element], step: TypeSize, known: Sequence[TypeSize]) -> None:
    """Set paragraphs in a type of a box's ladder; one that somebody set in a type of another ladder stays."""
    sizes = {f"{each.size * 2:g}" for each in known}
    for paragraph in paragraphs:
        sizes_here = paragraph.iter(f"{W}sz", f"{W}szCs")
        nodes = [each for each in sizes_here if next(each.iterancestors(f"{W}rPrChange"), None) is None]
        if not nodes or not {node.get(f"{W}val") for node in nodes} <= sizes:
            continue
        for node in nodes:
            node.set(f"{W}val", f"{step.size * 2:g}")
        spacing, indent = paragraph.find(f"{W}pPr/{W}spacing"), paragraph.find(f"{W}pPr/{W}ind")
        if spacing is not None and spacing.get(f"{W}lineRule") == "exact":
            spacing.set(f"{W}line", str(round(step.pitch * 20)))
        if indent is not None and (ems := indent.get(f"{W}firstLineChars")):
            indent.set(f"{W}firstLine", str(round(int(ems) * step.size / 5)))


def _clear_prompts(paragraphs: Sequence[Element], span: Span) -> None:
    """Take away the words with which an empty content control in a span asks for a text."""
    for at, control in Passage.of(paragraphs).prompts:
        sign = control.find(f"{W}sdtPr/{W}showingPlcHdr")
        if span[0] <= at <= span[1] and sign is not None:
            _remove(sign)
            for run in list(control.iter(f"{W}r")):
                _remove(run)


def _delete(paragraphs: Sequence[Element], span: Span) -> None:
    """Take away the texts, signs, fields and paragraphs of a span; the first paragraph stays."""
    start, end = span
    passage = Passage.of(paragraphs)
    for each in passage.fields:
        if start <= each.start < each.end <= end:
            _end_field(each)
    for piece in passage.pieces:
        text, at = piece.element.text or "", piece.at
        inside = start <= at and at + len(piece.text) <= end and at < end
        if inside and (piece.whole is not None or piece.element.tag != _TEXT):
            _remove(piece.whole if piece.whole is not None else piece.element)
        elif piece.element.tag == _TEXT and at < end and at + len(text) > start:
            _say(piece.element, text[: max(start - at, 0)] + text[max(end - at, 0) :])
    for begins, paragraph in zip(passage.starts, paragraphs, strict=True):
        if start < begins <= end and not Passage.of([paragraph]).text:
            _remove(paragraph)


def _end_field(shown: ShownField) -> None:
    """Let a field be plain text: it would compute itself anew."""
    for element in shown.elements:
        if element.tag == f"{W}fldSimple":
            for child in list(element):
                element.addprevious(child)
        _remove(element)


def _spot(passage: Passage, at: int, slot: WordSlot) -> tuple[Element, Element, int]:
    """Return the run and the text node at a place, and the offset in it; a new run where there is none."""
    for piece in passage.pieces:
        inside = piece.at <= at <= piece.at + len(piece.text)
        if piece.element.tag == _TEXT and piece.whole is None and inside:
            return next(piece.element.iterancestors(f"{W}r")), piece.element, at - piece.at
    known = [each for each in zip(passage.starts, passage.paragraphs, strict=True) if each[0] <= at]
    paragraph = known[-1][1] if known else passage.paragraphs[0]
    run = etree.SubElement(paragraph, f"{W}r")
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    if mark is not None:
        run.append(_copy_look(mark))
    elif slot.run:
        run.extend(etree.fromstring(_NAMED.format(slot.run)))
    return run, etree.SubElement(run, f"{W}t"), 0


def _copy_look(mark: Element) -> Element:
    """Return the look of a paragraph's mark for a run; who inserted or deleted the mark is not part of it."""
    look = copy.deepcopy(mark)
    for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange"):
        for each in look.findall(f"{W}{name}"):
            look.remove(each)
    return look


def _insert(run: Element, node: Element, at: int, text: str) -> None:
    """Put a text into a node; its lines become texts with breaks between them."""
    held = node.text or ""
    first, *lines = text.split("\n")
    _say(node, held[:at] + first + ("" if lines else held[at:]))
    last = node
    for number, line in enumerate(lines, 1):
        for tag in ("br", "t"):
            made = run.makeelement(f"{W}{tag}")
            last.addnext(made)
            last = made
        _say(last, line + (held[at:] if number == len(lines) else ""))


def _can_divide(paragraph: Element) -> bool:
    """Return whether a text may go on in a paragraph below: in a cell, all of which is read as one text."""
    return paragraph.tag == f"{W}p" and next(paragraph.iterancestors(f"{W}tc"), None) is not None


def _insert_paragraphs(paragraph: Element, run: Element, node: Element, at: int, text: str) -> None:
    """Put a text of several lines into a node: each further line in a paragraph of its own, as in a fresh document."""
    indent = paragraph.find(f"{W}pPr/{W}ind")
    is_indented = indent is not None and indent.get(f"{W}firstLineChars") is not None
    first, *lines = text.split("\n")
    held, rest = node.text or "", [*node.itersiblings()]
    after = [*run.itersiblings()]
    _say(node, held[:at] + first)
    last, runs = paragraph, [run]
    for line in lines:
        made = paragraph.makeelement(f"{W}p")
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            made.append(_copy_paragraph_properties(properties))
        own = etree.SubElement(made, f"{W}r")
        look = run.find(f"{W}rPr")
        if look is not None:
            own.append(copy.deepcopy(look))
        _say(etree.SubElement(own, f"{W}t"), line.lstrip(_BLANKS) if is_indented else line)
        last.addnext(made)
        last = made
        runs.append(own)
    end = next(runs[-1].iter(_TEXT))
    _say(end, (end.text or "") + held[at:])
    runs[-1].extend(rest)
    last.extend(after)
    for each in runs:
        _face(each)


def _copy_paragraph_properties(properties: Element) -> Element:
    """Return the properties of a paragraph for one that goes on below it: without breaks and distances of its own."""
    made = copy.deepcopy(properties)
    for name in ("pageBreakBefore", "keepNext", "sectPr", "pPrChange"):
        for each in made.findall(f"{W}{name}"):
            made.remove(each)
    for spacing in made.findall(f"{W}spacing"):
        for name in map(str, list(spacing.attrib)):
            if name.startswith((f"{W}before", f"{W}after")):
                spacing.set(name, "0")
    return made


def _face(run: Element) -> None:
    """Give rare Han characters runs of their own with a face that has them, as a fresh document has."""
    if not any(is_rare(sign) for node in run.iter(f"{W}t") for sign in node.text or ""):
        return
    properties = run.find(f"{W}rPr")
    runs: list[Element] = []
    for child in [each for each in run if each is not properties]:
        for text in split_rare(child.text or "") if child.tag == f"{W}t" else [""]:
            part = copy.deepcopy(child)
            if text:
                _say(part, text)
            runs.append(_run_like(run, properties, part, rare=bool(text) and is_rare(text[0])))
    for made in runs:
        run.addprevious(made)
    _remove(run)


def _run_like(run: Element, properties: Element | None, child: Element, *, rare: bool) -> Element:
    """Return a run of one child with the properties of another run, in a face with all characters if asked."""
    made = run.makeelement(f"{W}r")
    own = copy.deepcopy(properties) if properties is not None else run.makeelement(f"{W}rPr")
    if rare:
        for fonts in own.findall(f"{W}rFonts"):
            own.remove(fonts)
        own.insert(0, etree.fromstring(_NAMED.format(RARE_FONTS))[0])
    made.append(own)
    made.append(child)
    return made


def _say(node: Element, text: str) -> None:
    node.text = text
    node.set(_SPACE, "preserve")


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
