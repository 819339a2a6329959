"""The boxes of a Word template: how much room each slot has, read from the template's own geometry.

Knows the body of a template with its slots numbered, and what ``form.yaml`` says of its fields.
"""

from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from formgen.forms.fit import Box, TypeSize, list_shorter
from formgen.forms.form import Form
from formgen.forms.typeset import POINTS_PER_MM, break_lines, measure_characters
from formgen.forms.word.markup import SLOT_SIGN, W
from formgen.forms.word.tables import (
    find_column,
    list_cells,
    measure_cell,
    measure_margin,
    measure_page,
    read_length,
)
from formgen.forms.word.type_sizes import USUAL_SIZES, TypeSizes
from formgen.forms.xmltree import Element

_SINGLE_LINE = 12  # points, as a template writes a single line
_FREE = 10_000.0  # points, more than any text of a form needs
_SINGLE = 1.3  # line height in em where the template does not fix it
_UP, _DOWN = "restart", "continue"


def measure_slots(
    numbered: bytes, slots: tuple[str, ...], form: Form, sizes: TypeSizes = USUAL_SIZES
) -> dict[str, Box]:
    """Return the box of each slot that holds text; ``numbered`` is the body with its slots' numbers between signs.

    ``sizes`` are those of the template's styles.

    Points are left out: their columns are drawn for them. Where a slot stands twice, its smaller box counts.
    """
    if not numbered:
        return {}
    points = tuple(f".{column}" for column in form.spec.columns)
    tree = etree.fromstring(numbered)
    found = dict[str, Box]()
    for paragraph in (_Paragraph(each, sizes) for each in tree.iter(f"{W}p")):
        for number in paragraph.numbers:
            slot = slots[number]
            if slot.endswith(points) and points:
                continue
            box = _box(paragraph, slot, number, form)
            known = found.get(slot)
            if known is None or (box.height, box.width) < (known.height, known.width):
                found[slot] = box
    return found


@dataclass(frozen=True, slots=True)
class SealCell:
    """The cell that a seal goes into: its free width and height in millimetres."""

    slot: str
    width: float
    height: float


def measure_seals(numbered: bytes, slots: tuple[str, ...], form: Form) -> list[SealCell]:
    """Return the room of each seal that ``form.yaml`` names by the date it is pressed over."""
    tree = etree.fromstring(numbered) if numbered else etree.Element("none")
    found = list[SealCell]()
    for paragraph in (_Paragraph(each) for each in tree.iter(f"{W}p")):
        cell = paragraph.cell
        for slot in (slots[number] for number in paragraph.numbers):
            if slot in form.spec.seals and cell is not None:
                found.append(SealCell(slot, cell.outer_width / POINTS_PER_MM, cell.height / POINTS_PER_MM))
    return found


def _box(paragraph: "_Paragraph", slot: str, number: int, form: Form) -> Box:
    """Return the box of a slot. A text outside tables may be as long as it is, but for a line of a form of fixed pages."""
    own = paragraph.step
    spec = form.spec.fields.get(slot)
    ladder = spec.ladder if spec else []
    shorter = ladder or list_shorter(own.size)
    before, after = paragraph.around(number)
    is_free = paragraph.cell is None and (form.spec.pages is None or not (before + after).strip())
    return Box(
        slot,
        paragraph.face,
        paragraph.width,
        _FREE if is_free else max(paragraph.height, own.pitch),
        (own, *(each for each in shorter if each.size < own.size or each.pitch < own.pitch)),
        spec.over if spec else "grow",
        paragraph.indent,
        before,
        after,
        paragraph.row if ladder else None,
    )


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph of a template; lengths in points."""

    element: Element
    sizes: TypeSizes = USUAL_SIZES

    @cached_property
    def text(self) -> str:
        """Return the text with its signs."""
        return "".join(
            "\n" if node.tag == f"{W}br" else node.text or "" for node in self.element.iter(f"{W}t", f"{W}br")
        )

    @property
    def numbers(self) -> list[int]:
        return [int(number) for number in self.text.split(SLOT_SIGN)[1::2]]

    def around(self, number: int) -> tuple[str, str]:
        """Return the fixed words before and after a slot; other slots of the paragraph count as two characters."""
        pieces = self.text.split(SLOT_SIGN)
        at = pieces.index(str(number), 1)
        words = ["　　" if order % 2 else piece for order, piece in enumerate(pieces)]
        return "".join(words[:at]), "".join(words[at + 1 :])

    def _of(self, tag: str, name: str) -> float:
        """Return an attribute of the paragraph's properties in points, 0 where it says nothing."""
        node = self.element.find(f"{W}pPr/{W}{tag}")
        return read_length(node.get(f"{W}{name}")) if node is not None else 0

    @cached_property
    def face(self) -> str:
        fonts = next(self.element.iter(f"{W}rFonts"), None)
        return (fonts.get(f"{W}ascii") or "") if fonts is not None else ""

    @cached_property
    def step(self) -> TypeSize:
        size = self.sizes.measure(self.element)
        spacing = self.element.find(f"{W}pPr/{W}spacing")
        rule = spacing.get(f"{W}lineRule", "auto") if spacing is not None else "auto"
        line = abs(self._of("spacing", "line"))  # without a line, or one of no height, it is a single one
        if rule in {"exact", "atLeast"} and line:
            return TypeSize(size, line)
        return TypeSize(size, size * _SINGLE * (line or _SINGLE_LINE) / _SINGLE_LINE)

    @property
    def indent(self) -> float:
        """Return the indent of the first line in em."""
        return max(self._of("ind", "firstLine") / self.step.size, 0)

    @property
    def room(self) -> float:
        """Return what the paragraph takes besides its lines."""
        return self._of("spacing", "before") + self._of("spacing", "after")

    @property
    def cell(self) -> "_Cell | None":
        element = next(self.element.iterancestors(f"{W}tc"), None)
        return None if element is None else _Cell(element)

    @property
    def row(self) -> int | None:
        """Return the number of the paragraph's table row within the part, None outside tables."""
        row = next(self.element.iterancestors(f"{W}tr"), None)
        return None if row is None else list(row.getroottree().iter(f"{W}tr")).index(row)

    @property
    def width(self) -> float:
        cell = self.cell
        whole = cell.width if cell else measure_page(self.element)
        return whole - self._of("ind", "left") - self._of("ind", "right")

    @property
    def height(self) -> float:
        """Return the height for the lines of this paragraph: what the others of its cell leave."""
        cell = self.cell
        if cell is None:
            return 0
        others = [
            _Paragraph(each, self.sizes)
            for each in cell.element.iterfind(f"{W}p")
            if each is not self.element
        ]
        if cell.is_free:
            return _FREE
        return cell.height - self.room - sum(other.room + other.taken for other in others)

    @property
    def taken(self) -> float:
        """Return the height of the paragraph's lines while its slots are blank."""
        text = "".join("　　" if at % 2 else piece for at, piece in enumerate(self.text.split(SLOT_SIGN)))
        room = measure_characters(text, self.step.size, self.face)
        return (
            sum(1 for _ in break_lines(text, room, self.width, self.indent * self.step.size))
            * self.step.pitch
        )


@dataclass(frozen=True)
class _Cell:
    """A cell of a template; lengths in points."""

    element: Element

    @property
    def outer_width(self) -> float:
        return measure_cell(self.element)

    @property
    def width(self) -> float:
        return self.outer_width - self._margin("left") - self._margin("right")

    def _margin(self, side: str) -> float:
        return measure_margin(self.element, side)

    @property
    def height(self) -> float:
        """Return the height of the cell's rows, those it is merged over included."""
        return sum(self._heights) - self._margin("top") - self._margin("bottom")

    @property
    def is_free(self) -> bool:
        """Return whether a row of the cell has no height of its own: it takes the height of its texts."""
        return not all(self._heights)

    @cached_property
    def _heights(self) -> list[float]:
        row = next(self.element.iterancestors(f"{W}tr"))
        rows = [row, *(row.itersiblings(f"{W}tr") if self._merge(self.element) == _UP else ())]
        found = list[float]()
        for at, each in enumerate(rows):
            if at and not self._goes_on(each):
                break
            node = each.find(f"{W}trPr/{W}trHeight")
            found.append(read_length(node.get(f"{W}val")) if node is not None else 0)
        return found

    def _goes_on(self, row: Element) -> bool:
        """Return whether the cell is merged over a row below."""
        own = find_column(self.element)
        below = next((cell for cell in list_cells(row) if find_column(cell) == own), None)
        return below is not None and self._merge(below) == _DOWN

    @staticmethod
    def _merge(cell: Element) -> str:
        node = cell.find(f"{W}tcPr/{W}vMerge")
        return "" if node is None else node.get(f"{W}val", _DOWN)
