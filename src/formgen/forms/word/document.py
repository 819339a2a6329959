"""A Word document opened through its template: slots in tables by their cell, those in lines by their words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from formgen.forms.fit import Box, Sized
from formgen.forms.marks import plain
from formgen.forms.spans import OTHER_SHAPE, Span, between, cut
from formgen.forms.text import Value, printed
from formgen.forms.word import edit
from formgen.forms.word.edit import Stretch
from formgen.forms.word.markup import DOCUMENT, MARK, Element, W
from formgen.forms.word.stretches import RunSlot
from formgen.office.package import UnreadableError

Address = tuple[int, int, int]  # table, row, cell


@dataclass
class _Place:
    """One slot: the words around it, where it stands, and the stretch it was found in."""

    slot: RunSlot
    where: str
    stretch: Stretch | None = None
    span: Span = (0, 0)


@dataclass
class WordBody:
    """The slots of a Word document. Raises UnreadableError for a document whose tables have another shape."""

    marked: bytes
    slots: tuple[RunSlot, ...]
    boxes: Mapping[str, Box]
    raw: dict[str, bytes]
    tree: Element = field(init=False)
    found: list[_Place] = field(init=False)

    def __post_init__(self) -> None:
        """Find every slot."""
        if not self.marked:
            raise UnreadableError(OTHER_SHAPE)
        self.tree = etree.fromstring(self.raw[DOCUMENT], etree.XMLParser(resolve_entities=False))
        self.found = [_Place(slot, "") for slot in self.slots]
        template = etree.fromstring(self.marked)
        self._find_in_cells(template)
        self._find_in_lines(template)

    def _find_in_cells(self, template: Element) -> None:
        printed, shown = dict(_cells(template)), dict(_cells(self.tree))
        if printed.keys() != shown.keys():
            raise UnreadableError(OTHER_SHAPE)
        astray = {
            address[:2]
            for address, cell in printed.items()
            if MARK not in cell.text and plain(cell.text) != plain(shown[address].text)
        }
        for address, cell in printed.items():
            if MARK in cell.text:
                table, row, column = (number + 1 for number in address)
                where = f"第{table}个表第{row}行第{column}格"
                self._look(cell.text, None if address[:2] in astray else shown[address], where)

    def _find_in_lines(self, template: Element) -> None:
        lines = [Stretch.of([each]) for each in _lines(self.tree)]
        for line in (Stretch.of([each]) for each in _lines(template)):
            if MARK in line.text:
                words = line.text.split(MARK)[::2]
                known = any(word.strip() for word in words)  # else any line at all would do
                stretch = next(
                    (each for each in lines if known and between(words, each.text) is not None), None
                )
                self._look(line.text, stretch, f"段落“{words[0].strip()[:20]}”")

    def _look(self, marked: str, stretch: Stretch | None, where: str) -> None:
        """Look for the slots of a text in a stretch of the document."""
        pieces = marked.split(MARK)
        spans = between(pieces[::2], stretch.text) if stretch else None
        for order, number in enumerate(pieces[1::2]):
            place = self.found[int(number)]
            place.where = where
            if spans:
                place.stretch, place.span = stretch, spans[order]

    def texts(self) -> list[str | None]:
        """Return what stands in each slot; None where the surroundings are not as printed."""
        return [cut(place.stretch.text, place.span) if place.stretch else None for place in self.found]

    def derived(self) -> frozenset[int]:
        """Return no slot: Word computes nothing itself."""
        return frozenset()

    def places(self) -> list[str]:
        """Return where each slot stands."""
        return [place.where for place in self.found]

    def written(self, values: Mapping[int, Value]) -> dict[str, bytes]:
        """Return the parts of the document with values put into some slots that were found."""
        chosen = [(self.found[at], value) for at, value in values.items()]
        # from behind, so that the spans in front stay where they are
        for place, value in sorted(chosen, key=lambda each: each[0].span, reverse=True):
            if place.stretch is not None:
                edit.replace(place.stretch.paragraphs, place.span, printed(value), place.slot)
                self._set_size(place, value)
        body = etree.tostring(self.tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return {**self.raw, DOCUMENT: body}

    def _set_size(self, place: _Place, value: Value) -> None:
        """Set a text in the type that its box needs, unless somebody chose another type than formgen would."""
        box = self.boxes.get(place.slot.name)
        if box is None or place.stretch is None or place.slot.free or not box.alone:
            return
        step = value.step if isinstance(value, Sized) else box.steps[0]
        edit.set_size(place.stretch.paragraphs, step, box.steps)


def _cells(tree: Element) -> Iterator[tuple[Address, Stretch]]:
    """Yield every cell of every table."""
    for table_at, table in enumerate(tree.iter(f"{W}tbl")):
        for row_at, row in enumerate(table.iterfind(f"{W}tr")):
            for cell_at, cell in enumerate(row.iterfind(f"{W}tc")):
                own = [each for each in cell.iter(f"{W}p") if next(each.iterancestors(f"{W}tc")) is cell]
                yield (table_at, row_at, cell_at), Stretch.of(own)


def _lines(tree: Element) -> list[Element]:
    """Return the paragraphs outside all tables."""
    return [each for each in tree.iter(f"{W}p") if next(each.iterancestors(f"{W}tc"), None) is None]
