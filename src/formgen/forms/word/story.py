"""The stories of a Word document: its body, headers, footers and notes, each as lines and rows of cells.

A story is addressed as Word itself finds it, by its section and kind: saving renames the parts of headers and footers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.word.passage import MC, Passage, choose_alternatives, is_joined
from formgen.forms.xmltree import Element, parse_xml

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN = "/officeDocument"
_NOTES = ("footnotes", "endnotes")
_KINDS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_WRAPPED = {
    f"{W}sdt",
    f"{W}sdtContent",
    f"{W}customXml",
    f"{W}smartTag",
    f"{MC}AlternateContent",
    f"{MC}Choice",
}


class StoryKey(NamedTuple):
    """Which story: a header or footer by section and kind; ``body``, ``footnotes`` and ``endnotes`` stand alone."""

    kind: str
    section: int = 0
    pages: str = ""

    @property
    def called(self) -> str:
        """Return what a clerk calls it, nothing for the body."""
        return _KINDS.get(self.kind, "")

    @property
    def place(self) -> str:
        """Return the name that a document's properties have for it."""
        return ".".join((self.kind, str(self.section), *filter(None, [self.pages])))


BODY = StoryKey("body")


@dataclass(frozen=True, slots=True)
class StoryCell:
    """A cell: its text, the column of the grid it begins in, and what it is merged with."""

    passage: Passage
    start: int
    width: int
    merged: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``table`` and ``number`` count from 1."""

    table: int
    number: int
    cells: tuple[StoryCell, ...]


@dataclass
class Story:
    """The lines outside tables and the rows of all tables of a part, in their order.

    ``boxed`` is what stands in text boxes, ``repeated`` the second version of it for older programs.
    """

    lines: list[Passage] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    boxed: "Story | None" = None
    repeated: "Story | None" = None
    tables: int = 0

    def read_blocks(self, owner: Element) -> None:
        """Read the paragraphs and tables of an element."""
        pending: list[Element] = []
        for block in list_blocks(owner):
            if block.tag == f"{W}p":
                pending.append(block)
                if is_joined(block):
                    continue
            self._end_line(pending)
            if block.tag == f"{W}tbl":
                self._read_table(block)
        self._end_line(pending)

    def _end_line(self, pending: list[Element]) -> None:
        if pending:
            self.lines.append(Passage.of(pending))
            pending.clear()

    def _read_table(self, table: Element) -> None:
        self.tables += 1
        own = self.tables
        number = 0
        for row in _list_wrapped(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            number += 1
            cells = tuple(_read_cells(row))
            self.rows.append(Row(own, number, cells))
            for cell in _list_wrapped(row, f"{W}tc"):
                for block in list_blocks(cell):
                    if block.tag == f"{W}tbl":
                        self._read_table(block)


class PlacedPassage(NamedTuple):
    """A passage and where it stands, in the words of a clerk."""

    where: str
    passage: Passage


def list_passages(story: Story) -> Iterator[PlacedPassage]:
    """Yield the lines and cells of a story that hold anything."""
    for line in story.lines:
        yield PlacedPassage("表格外面", line)
    for row in story.rows:
        for at, cell in enumerate(row.cells, 1):
            if cell.passage.paragraphs:
                yield PlacedPassage(f"第{row.table}个表第{row.number}行第{at}格", cell.passage)


def read_whole_text(story: Story) -> str:
    """Return all that a story says, what stands in its text boxes too."""
    own = [each.passage.text for each in list_passages(story)]
    return "\n".join([*own, *(read_whole_text(each) for each in (story.boxed,) if each is not None)]).strip()


def read_story(part: Element) -> Story:
    """Read the story of a part, and what its text boxes hold."""
    bodies = [part.find(f"{W}body")] if part.tag == f"{W}document" else [part]
    found = Story()
    for owner in _list_owners(next((each for each in bodies if each is not None), part)):
        found.read_blocks(owner)
    boxed, repeated = Story(), Story()
    for box in part.iter(f"{W}txbxContent"):
        second = next(box.iterancestors(f"{MC}Fallback"), None) is not None
        (repeated if second else boxed).read_blocks(box)
    found.boxed, found.repeated = boxed, repeated
    return found


def _list_owners(part: Element) -> list[Element]:
    """Return what holds the blocks of a part: itself, or its notes one after the other."""
    notes = list(part.iterchildren(f"{W}footnote", f"{W}endnote"))
    return notes or [part]


def list_blocks(owner: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of an element, those in content controls too."""
    for child in choose_alternatives(owner):
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag in _WRAPPED:
            yield from list_blocks(child)


def _list_wrapped(owner: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those in content controls too."""
    for child in choose_alternatives(owner):
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPED:
            yield from _list_wrapped(child, tag)


def _read_cells(row: Element) -> Iterator[StoryCell]:
    """Yield the cells of a row with their columns; cells that somebody deleted are left out."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    start = _number(before)
    for cell in _list_wrapped(row, f"{W}tc"):
        own = cell.find(f"{W}tcPr")
        if own is not None and own.find(f"{W}cellDel") is not None:
            continue
        span = own.find(f"{W}gridSpan") if own is not None else None
        width = _number(span) or 1
        paragraphs = [each for each in list_blocks(cell) if each.tag == f"{W}p"]
        yield StoryCell(Passage.of(paragraphs), start, width, _merged(own))
        start += width


def _merged(own: Element | None) -> str:
    """Return how a cell is merged with others: those below it, or the one above or in front of it."""
    for name in ("vMerge", "hMerge"):
        found = own.find(f"{W}{name}") if own is not None else None
        if found is not None:
            return name + found.get(f"{W}val", "continue")
    return ""


def _number(element: Element | None) -> int:
    return int(element.get(f"{W}val", "0")) if element is not None else 0


def find_main_part(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part that holds the body, whatever a program called it."""
    for each in _relations(parts, ""):
        if each.get("Type", "").endswith(_MAIN) and (name := each.get("Target", "").lstrip("/")) in parts:
            return name
    return DOCUMENT


def name_stories(parts: Mapping[str, bytes], body: Element) -> dict[StoryKey, str]:
    """Return the part of each story. Raises KeyError or etree.XMLSyntaxError where the document is damaged."""
    main = find_main_part(parts)
    folder = PurePosixPath(main).parent
    targets: dict[str, str] = {}
    found = {BODY: main}
    for each in _relations(parts, main):
        target = each.get("Target", "")
        name = target.lstrip("/") if target.startswith("/") else str(folder / target)
        targets[each.get("Id", "")] = name
        kind = each.get("Type", "").rpartition("/")[2]
        if kind in _NOTES and name in parts:
            found[StoryKey(kind)] = name
    sections = [
        each for each in body.iter(f"{W}sectPr") if next(each.iterancestors(f"{W}sectPrChange"), None) is None
    ]
    for at, section in enumerate(sections):
        for reference in section.iterchildren(f"{W}headerReference", f"{W}footerReference"):
            kind = str(reference.tag).removeprefix(W).removesuffix("Reference")
            name = targets.get(reference.get(f"{_R}id", ""), "")
            if name in parts:
                found.setdefault(StoryKey(kind, at, reference.get(f"{W}type", "default")), name)
    return found


def _relations(parts: Mapping[str, bytes], part: str) -> list[Element]:
    """Return the relations of a part, or of the whole package; none where they are missing."""
    path = PurePosixPath(part)
    name = str(path.parent / "_rels" / f"{path.name}.rels") if part else "_rels/.rels"
    return list(parse_xml(parts[name])) if name in parts else []
