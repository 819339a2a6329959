"""The pages of a Word form, calculated with formgen's own typesetter: for computers without LibreOffice.

Knows what our forms are made of: paragraphs with exact lines, and one table of rows that do not split.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from formgen.forms.typeset import break_lines, measure_characters
from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.xmltree import Element

_NEAR = 0.5  # points that rounding may cost


@dataclass
class _Block:
    """A paragraph or a row: its height in points, its words, and whether it begins a page."""

    height: float
    text: str
    begins_page: bool = False


@dataclass
class _Layout:
    """Blocks laid out one below the other."""

    room: float
    pages: list[list[_Block]] = field(default_factory=lambda: [[]])
    used: float = 0.0

    def add(self, block: _Block, header: _Block | None = None) -> None:
        """Put a block on the page, or with the header on the next one."""
        full = self.used + block.height > self.room + _NEAR
        if self.pages[-1] and (full or block.begins_page):
            self.pages.append([header] if header else [])
            self.used = header.height if header else 0.0
        self.pages[-1].append(block)
        self.used += block.height


def calculate_pages(data: bytes) -> list[str]:
    """Return the words of each page."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tree = etree.fromstring(archive.read(DOCUMENT))
    section = next(tree.iter(f"{W}sectPr"))
    size, margins = _need(section.find(f"{W}pgSz")), _need(section.find(f"{W}pgMar"))
    wide = _points(size, "w") - _points(margins, "left") - _points(margins, "right")
    layout = _Layout(_points(size, "h") - _points(margins, "top") - _points(margins, "bottom"))
    for element in _need(tree.find(f"{W}body")):
        if element.tag == f"{W}p":
            begins = element.find(f"{W}pPr/{W}pageBreakBefore") is not None
            layout.add(_Block(_height(element, wide), _words(element), begins))
        elif element.tag == f"{W}tbl":
            rows = list(element.iterfind(f"{W}tr"))
            heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
            blocks = list(_rows(rows))
            header = blocks[0] if heads[0] else None
            for block in blocks:
                layout.add(block, header)
    return ["".join(block.text for block in page) for page in layout.pages]


def _rows(rows: list[Element]) -> Iterator[_Block]:
    """Yield the rows; one under a cell that is merged downwards is as high as the rest of that cell needs."""
    open_cells: dict[int, float] = {}  # what cells merged downwards still need, by their left edge
    for row, below in pairwise([*rows, etree.Element(f"{W}tr")]):
        following = dict(_cells(below))
        own = _points(row.find(f"{W}trPr/{W}trHeight"), "val")
        needs = []
        for edge, cell in _cells(row):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is None or merge.get(f"{W}val") == "restart":
                open_cells[edge] = _content(cell)
            next_cell = following.get(edge)
            next_merge = next_cell.find(f"{W}tcPr/{W}vMerge") if next_cell is not None else None
            if next_merge is None or next_merge.get(f"{W}val") == "restart":
                needs.append(open_cells.get(edge, 0.0))
        height = max([own, *needs])
        open_cells = {edge: need - height for edge, need in open_cells.items()}
        begins = any(True for _ in row.iter(f"{W}pageBreakBefore"))
        yield _Block(height, "".join(_words(each) for each in row.iter(f"{W}p")), begins)


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    """Yield the cells of a row with the number of their first grid column."""
    edge = 0
    for cell in row.iterfind(f"{W}tc"):
        yield edge, cell
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        edge += 1 if span is None else int(span.get(f"{W}val", "1"))


def _content(cell: Element) -> float:
    margins = sum(_points(cell.find(f"{W}tcPr/{W}tcMar/{W}{side}"), "w") for side in ("left", "right"))
    wide = _points(cell.find(f"{W}tcPr/{W}tcW"), "w") - margins
    return sum(_height(each, wide) for each in cell.iterfind(f"{W}p"))


def _height(paragraph: Element, wide: float) -> float:
    """Return the height of a paragraph with the space above and below it."""
    spacing, indent = paragraph.find(f"{W}pPr/{W}spacing"), paragraph.find(f"{W}pPr/{W}ind")
    text, room = "", list[float]()
    for run in paragraph.iterfind(f"{W}r"):
        face = next((each.get(f"{W}ascii", "") for each in run.iter(f"{W}rFonts")), "")
        size = next((int(each.get(f"{W}val", "24")) / 2 for each in run.iter(f"{W}sz")), 12.0)
        words = "".join(
            "\n" if each.tag == f"{W}br" else each.text or "" for each in run.iter(f"{W}t", f"{W}br")
        )
        text += words
        room += measure_characters(words, size, face)
    inner = wide - _points(indent, "left") - _points(indent, "right")
    lines = sum(1 for _ in break_lines(text, room, inner, _points(indent, "firstLine"))) if text else 1
    return _points(spacing, "before") + _points(spacing, "after") + lines * _points(spacing, "line")


def _words(paragraph: Element) -> str:
    return "".join("".join(each.text or "" for each in paragraph.iter(f"{W}t")).split())


def _points(node: Element | None, name: str) -> float:
    return 0.0 if node is None else float(node.get(f"{W}{name}", "0")) / 20


def _need(node: Element | None) -> Element:
    assert node is not None
    return node
