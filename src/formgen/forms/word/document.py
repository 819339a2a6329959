"""The body of a Word document, opened again: slots in tables by their cell, those in lines by the words around them.

Knows the outline of a template and the parts of a document; touches no file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from formgen.forms.fit import Box, Sized
from formgen.forms.spans import OTHER_SHAPE, Span, cut_span, find_spans
from formgen.forms.text import SlotValue, format_value, strip_blanks
from formgen.forms.word import edit
from formgen.forms.word.edit import Passage
from formgen.forms.word.markup import DOCUMENT, SLOT_SIGN, W
from formgen.forms.word.slots import WordSlot
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.package import UnreadableError


class Address(NamedTuple):
    """A cell by the numbers of its table, row and place in the row, from 0."""

    table: int
    row: int
    cell: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What a template prints: its body with the number of each slot between signs, its slots and their boxes.

    ``numbered`` is empty when conditions change the body.
    """

    numbered: bytes
    slots: tuple[WordSlot, ...]
    boxes: Mapping[str, Box] = field(default_factory=dict)


@dataclass
class _Place:
    """One slot: the words around it, where it stands, and the passage it was found in."""

    slot: WordSlot
    where: str
    passage: Passage | None = None
    span: Span = (0, 0)


@dataclass
class WordBody:
    """The slots of a Word document. Raises UnreadableError for a document whose tables have another shape."""

    outline: Outline
    raw: dict[str, bytes]
    tree: Element = field(init=False)
    found: list[_Place] = field(init=False)

    def __post_init__(self) -> None:
        """Find every slot."""
        numbered = self.outline.numbered
        if not numbered:
            raise UnreadableError(OTHER_SHAPE)
        self.tree = parse_xml(self.raw[DOCUMENT])
        self.found = [_Place(slot, "") for slot in self.outline.slots]
        template = etree.fromstring(numbered)
        self._find_in_cells(template)
        self._find_in_lines(template)

    def _find_in_cells(self, template: Element) -> None:
        expected, shown = dict(_cells(template)), dict(_cells(self.tree))
        if expected.keys() != shown.keys():
            raise UnreadableError(OTHER_SHAPE)
        astray = {
            address[:2]
            for address, cell in expected.items()
            if SLOT_SIGN not in cell.text and strip_blanks(cell.text) != strip_blanks(shown[address].text)
        }
        for address, cell in expected.items():
            if SLOT_SIGN in cell.text:
                table, row, column = (number + 1 for number in address)
                where = f"第{table}个表第{row}行第{column}格"
                self._look(cell.text, None if address[:2] in astray else shown[address], where)

    def _find_in_lines(self, template: Element) -> None:
        lines = [Passage.of([each]) for each in _lines(self.tree)]
        for line in (Passage.of([each]) for each in _lines(template)):
            if SLOT_SIGN in line.text:
                words = line.text.split(SLOT_SIGN)[::2]
                known = any(word.strip() for word in words)  # else any line at all would do
                passage = next(
                    (each for each in lines if known and find_spans(words, each.text) is not None), None
                )
                self._look(line.text, passage, f"段落“{words[0].strip()[:20]}”")

    def _look(self, numbered: str, passage: Passage | None, where: str) -> None:
        """Look for the slots of a text in a passage of the document."""
        pieces = numbered.split(SLOT_SIGN)
        spans = find_spans(pieces[::2], passage.text) if passage else None
        for order, number in enumerate(pieces[1::2]):
            place = self.found[int(number)]
            place.where = where
            if spans:
                place.passage, place.span = passage, spans[order]

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the slots."""
        return tuple(slot.name for slot in self.outline.slots)

    def read_texts(self) -> list[str | None]:
        """Return what stands in each slot; None where the surroundings are not as printed."""
        return [cut_span(place.passage.text, place.span) if place.passage else None for place in self.found]

    def find_computed(self) -> frozenset[int]:
        """Return no slot: Word computes nothing itself."""
        return frozenset()

    def describe_places(self) -> list[str]:
        """Return where each slot stands."""
        return [place.where for place in self.found]

    def write(self, values: Mapping[int, SlotValue]) -> dict[str, bytes]:
        """Return the parts of the document with values put into some slots that were found."""
        chosen = [(self.found[at], value) for at, value in values.items()]
        # from behind, so that the spans in front stay where they are
        for place, value in sorted(chosen, key=lambda each: each[0].span, reverse=True):
            if place.passage is not None:
                edit.replace_text(place.passage.paragraphs, place.span, format_value(value), place.slot)
                self._set_size(place, value)
        body = etree.tostring(self.tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return {**self.raw, DOCUMENT: body}

    def _set_size(self, place: _Place, value: SlotValue) -> None:
        """Set a text in the type that its box needs, unless somebody chose another type than formgen would."""
        box = self.outline.boxes.get(place.slot.name)
        if box is None or place.passage is None or place.slot.free or not box.alone:
            return
        step = value.step if isinstance(value, Sized) else box.steps[0]
        edit.set_size(place.passage.paragraphs, step, box.steps)


def _cells(tree: Element) -> Iterator[tuple[Address, Passage]]:
    """Yield every cell of every table."""
    for table_at, table in enumerate(tree.iter(f"{W}tbl")):
        for row_at, row in enumerate(table.iterfind(f"{W}tr")):
            for cell_at, cell in enumerate(row.iterfind(f"{W}tc")):
                own = [each for each in cell.iter(f"{W}p") if next(each.iterancestors(f"{W}tc")) is cell]
                yield Address(table_at, row_at, cell_at), Passage.of(own)


def _lines(tree: Element) -> list[Element]:
    """Return the paragraphs outside all tables."""
    return [each for each in tree.iter(f"{W}p") if next(each.iterancestors(f"{W}tc"), None) is None]
