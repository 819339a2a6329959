"""Edits written into a Word document: only runs of the places themselves change. Knows WordprocessingML."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from operator import attrgetter
from typing import NamedTuple

from lxml import etree

from formgen.binding.edits import PLAIN_TICK, GapPiece, PlaceEdit
from formgen.binding.word_cells import Sign, WordBlank, place_text, read_signs, read_word
from formgen.forms.symbol_fonts import find_box
from formgen.forms.ticks import OPEN_BOXES, TICKED_BOXES, is_ticked
from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.word.symbols import read_symbol_font
from formgen.forms.word.tick_boxes import read_box, set_box
from formgen.forms.xmltree import Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = {f"{W}br", f"{W}cr", f"{W}tab"}
_HAN_FACES = ("宋", "仿", "黑", "楷", "新宋", "方正", "华文", "Sim", "Fang", "Kai", "STS", "STF")


class _Place(NamedTuple):
    """A cell or paragraph that is written: its element, its signs, the texts of its nodes, the label's look."""

    element: Element
    signs: list[Sign]
    texts: dict[Element, list[str]]
    look: Element | None


def write_word(parts: Mapping[str, bytes], edits: Iterable[PlaceEdit]) -> dict[str, bytes]:
    """Return the parts of a document with the edits; every other part is the same bytes."""
    blank = read_word(dict(parts))
    by_place: dict[Element, list[PlaceEdit]] = {}
    for edit in edits:
        if edit.photo:
            continue
        element = blank.cells[edit.cell] if edit.cell is not None else blank.paragraphs[edit.paragraph]
        by_place.setdefault(element, []).append(edit)
    for element, own in by_place.items():
        label = own[0].field.label_cell
        look = _first_look(blank.cells.get(label) if label is not None else None)
        _write_into(element, [piece for edit in own for piece in edit.pieces], look)
    return {**parts, DOCUMENT: write_tree(blank)}


def write_tree(blank: WordBlank) -> bytes:
    """Return the main part of a document as bytes."""
    return etree.tostring(blank.tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _first_look(element: Element | None) -> Element | None:
    return next(iter(element.iter(f"{W}rPr")), None) if element is not None else None


def _write_into(element: Element, pieces: list[GapPiece], look: Element | None) -> None:
    """Write pieces into a cell or a paragraph."""
    signs = read_signs(element)
    texts: dict[Element, list[str]] = {}
    for sign in signs:
        if sign.at >= 0:
            texts.setdefault(sign.node, list(sign.node.text or ""))
    for piece in sorted(pieces, key=attrgetter("order"), reverse=True):
        if piece.line:
            _add_line(element, signs, piece, look)
        else:
            _replace(_Place(element, signs, texts, look), piece)
    for node, chars in texts.items():
        _set_text(node, "".join(chars))


def _replace(place: _Place, piece: GapPiece) -> None:
    """Take a stretch out and put a text there: into the run that held it, else behind the sign before it."""
    signs, texts, text = place.signs, place.texts, piece.text
    span = signs[piece.start : piece.end]
    if len(span) == 1 and _set_sign(place, span[0], text):
        return
    if piece.tick and span and _lacks_tick(span[0].node):
        text = PLAIN_TICK
    held = [sign for sign in span if sign.at >= 0]
    nodes = [sign for sign in span if sign.at < 0 and sign.node.tag in {f"{W}tab", f"{W}sym"}]
    for sign in held:
        texts[sign.node][sign.at] = ""
    if held:
        texts[held[0].node][held[0].at] = text
    elif nodes:
        nodes[0].node.addprevious(made := etree.Element(f"{W}t"))
        _set_text(made, text)
    else:
        _insert(place, piece.start, text)
    for sign in nodes:
        parent = sign.node.getparent()
        if parent is not None:
            parent.remove(sign.node)


def _set_sign(place: _Place, sign: Sign, text: str) -> bool:
    """Tick or untick a box that is more than a character of the text; tell whether it is one."""
    if len(text) != 1 or text not in TICKED_BOXES + OPEN_BOXES:
        return False
    node, ticked = sign.node, is_ticked(text)
    owners = (each for each in (node, *node.iterancestors(f"{W}sdt")) if read_box(each) is not None)
    if (owner := next(owners, None)) is not None:
        set_box(owner, ticked=ticked)
        place.texts.pop(node, None)
        return True
    run = node.getparent()
    symbol = node.tag == f"{W}sym"
    font = node.get(f"{W}font", "") if symbol else read_symbol_font(run) if run is not None else ""
    shown = find_box(font, ticked=ticked)
    if shown and symbol:
        node.set(f"{W}char", f"{ord(shown):X}")
    elif shown:
        place.texts[node][sign.at] = shown
    return bool(shown)


def _insert(place: _Place, at: int, text: str) -> None:
    signs, texts = place.signs, place.texts
    before = signs[at - 1] if 0 < at <= len(signs) else None
    after = signs[at] if at < len(signs) else None
    if before is not None and before.at >= 0:
        texts[before.node][before.at] += text
    elif after is not None and after.at >= 0:
        texts[after.node][after.at] = text + texts[after.node][after.at]
    elif after is not None and after.node.tag in _BREAKS:
        after.node.addprevious(made := etree.Element(f"{W}t"))
        _set_text(made, text)
    elif before is not None and before.node.tag in _BREAKS:
        before.node.addnext(made := etree.Element(f"{W}t"))
        _set_text(made, text)
    else:
        _add_run(_paragraph_of(place.element, before), text, place.look)


def _paragraph_of(element: Element, before: Sign | None) -> Element:
    """Return the paragraph of an empty line: the one that a line break begins, else the first of the place."""
    if before is not None and before.node.tag == f"{W}p":
        return before.node
    if before is not None:
        node: Element | None = before.node
        while node is not None and node.tag != f"{W}p":
            node = node.getparent()
        if node is not None:
            return node
    if element.tag == f"{W}p":
        return element
    found = next(iter(element.iter(f"{W}p")), None)
    return found if found is not None else etree.SubElement(element, f"{W}p")


def _add_run(paragraph: Element, text: str, look: Element | None) -> None:
    """Add a run in the look of the paragraph's mark, else of its own empty run, else of the label's run."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    own = paragraph.find(f"{W}r/{W}rPr")
    chosen = next((each for each in (mark, own, look) if each is not None), None)
    run = etree.SubElement(paragraph, f"{W}r")
    if chosen is not None:
        copied = deepcopy(chosen)
        for tag in ("ins", "del", "rPrChange", "moveFrom", "moveTo"):
            for each in copied.findall(f"{W}{tag}"):
                copied.remove(each)
        run.append(copied)
    _set_text(etree.SubElement(run, f"{W}t"), text)


def _add_line(element: Element, signs: list[Sign], piece: GapPiece, look: Element | None) -> None:
    """Put a text as a line of its own above the one that begins at a place: a paragraph, or a line behind a soft break."""
    before = signs[piece.start - 1] if piece.start else None
    if before is not None and before.node.tag in _BREAKS:
        before.node.addnext(made := etree.Element(f"{W}t"))
        made.addnext(etree.Element(f"{W}br"))
        _set_text(made, piece.text)
        return
    below = _paragraph_of(element, before)
    made = etree.Element(f"{W}p")
    properties = below.find(f"{W}pPr")
    if properties is not None:
        copied = deepcopy(properties)
        for tag in ("jc", "ind", "sectPr", "numPr"):
            for each in copied.findall(f"{W}{tag}"):
                copied.remove(each)
        made.append(copied)
    below.addprevious(made)
    _add_run(made, piece.text, look)


def _set_text(node: Element, text: str) -> None:
    """Let a text node show a text; line breaks become breaks of the run."""
    first, *rest = text.replace("\r\n", "\n").split("\n")
    node.text = first
    if first != first.strip() or "  " in first:
        node.set(_SPACE, "preserve")
    last = node
    for line in rest:
        line_break, more = etree.Element(f"{W}br"), etree.Element(f"{W}t")
        more.text = line
        more.set(_SPACE, "preserve")
        last.addnext(line_break)
        line_break.addnext(more)
        last = more


def _lacks_tick(node: Element) -> bool:
    """Return whether the face of a run is known to have no ☑: the Chinese faces of official forms."""
    run = node.getparent()
    faces = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
    if faces is None:
        return False
    return any(faces.get(f"{W}{name}", "").startswith(_HAN_FACES) for name in ("eastAsia", "ascii"))


def grow_word(parts: Mapping[str, bytes], table: int, row: int, count: int) -> dict[str, bytes]:
    """Return the parts of a document with copies of an empty row below it; cells merged downwards go on in them."""
    blank = read_word(dict(parts))
    cell = next(
        each for each in blank.cells if each.table == table and each.last_row == row and each.rows == 1
    )
    line: Element | None = blank.cells[cell]
    while line is not None and line.tag != f"{W}tr":
        line = line.getparent()
    for step in range(count, 0, -1) if line is not None else ():
        copied = deepcopy(line)
        if copied is not None and line is not None:
            _renew(copied, step)
            line.addnext(copied)
    return {**parts, DOCUMENT: write_tree(blank)}


def _renew(line: Element, step: int) -> None:
    """Let a copied row go on: merged cells of the row above, no bookmark twice, its number counted on."""
    for merge in line.iter(f"{W}vMerge"):
        merge.attrib.pop(f"{W}val", "")
    for name in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(line.iter(f"{W}{name}")):
            if (parent := mark.getparent()) is not None:
                parent.remove(mark)
    for cell in line.iter(f"{W}tc"):
        text = place_text(cell).strip()
        texts = [node for node in cell.iter(f"{W}t") if node.text and node.text.strip()]
        if text.isdigit() and len(texts) == 1:
            texts[0].text = str(int(text) + step)
