"""Tables and paragraphs of a Word document as a form of cells, each with its element. Knows WordprocessingML.

The grid is expanded here: columns left out at the beginning of a row, cells over several columns, cells merged
downwards. A table within a cell belongs to the text of nobody: it is neither counted nor written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from formgen.binding.cells import CellTable, FormCell, FormOfCells, Paragraph
from formgen.forms.symbol_fonts import read_symbol
from formgen.forms.word.markup import DOCUMENT, W
from formgen.forms.word.symbols import read_run_text
from formgen.forms.word.tick_boxes import read_box
from formgen.forms.xmltree import Element, parse_xml

_SKIPPED = {f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}tbl", f"{W}instrText"}
_CAPTIONS = 3
PICTURE = "￼"  # what stands for a picture or a drawing in a text
_READ: dict[bytes, str] = {}  # texts by their markup: most of a form is the same for every record
_MOST_READ = 4096
_UNKNOWN = re.compile("[\ue000-\uf8ff]")  # of a symbol font


@dataclass(frozen=True)
class WordBlank:
    """A Word document as a form of cells: its tree, and the element of each cell and paragraph."""

    tree: Element
    form: FormOfCells
    cells: dict[FormCell, Element]
    paragraphs: dict[int, Element]


@dataclass(frozen=True, slots=True)
class Sign:
    """One character of a text: the node it stands in and its place there; -1 for what a node without text shows."""

    char: str
    node: Element
    at: int


def read_word(parts: dict[str, bytes]) -> WordBlank:
    """Read the body of a document. Raises etree.XMLSyntaxError for what is not well-formed."""
    tree = parse_xml(parts[DOCUMENT])
    body = tree.find(f"{W}body")
    tables, cells = list[CellTable](), dict[FormCell, Element]()
    lines, above = dict[int, Element](), list[str]()
    texts = list[Paragraph]()
    for block in _blocks(body if body is not None else tree):
        if block.tag == f"{W}tbl":
            found = _read_table(block, len(tables) + 1)
            cells |= found
            tables.append(CellTable(len(tables) + 1, "", tuple(found), tuple(reversed(above))))
            above = []
        else:
            text = place_text(block)
            lines[len(lines) + 1] = block
            texts.append(Paragraph(len(lines), text, len(tables)))
            above = [*above, text][-_CAPTIONS:] if text.strip() else above
    return WordBlank(tree, FormOfCells(tuple(tables), tuple(texts)), cells, lines)


def _blocks(parent: Element) -> Iterator[Element]:
    """Yield tables and paragraphs, also those in content controls."""
    for child in parent:
        if child.tag in {f"{W}tbl", f"{W}p"}:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
            yield from _blocks(child)


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Yield rows of a table or cells of a row, also those in content controls."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _children(child, name)


def table_rows(table: Element) -> list[Element]:
    """Return the rows of a table; those of tables within it are not."""
    return list(_children(table, "tr"))


def _number(cell: Element | None, path: str, usual: int) -> int:
    node = cell.find(path) if cell is not None else None
    value = node.get(f"{W}val", "") if node is not None else ""
    return int(value) if value.isdigit() else usual


def _read_table(table: Element, number: int) -> dict[FormCell, Element]:
    """Return the cells of a table with their elements; a cell merged downwards once, with its rows."""
    found, open_cells = (
        dict[tuple[int, int], tuple[FormCell, Element]](),
        dict[tuple[int, int], tuple[int, int]](),
    )
    for row, line in enumerate(table_rows(table), 1):
        properties = line.find(f"{W}trPr")
        col, still = 1 + _number(properties, f"{W}gridBefore", 0), dict[tuple[int, int], tuple[int, int]]()
        for element in _children(line, "tc"):
            span = max(_number(element, f"{W}tcPr/{W}gridSpan", 1), 1)
            merge = element.find(f"{W}tcPr/{W}vMerge")
            key = (col, span)
            if merge is not None and merge.get(f"{W}val") != "restart" and key in open_cells:
                start = open_cells[key]
                cell, own = found[start]
                found[start] = (replace(cell, rows=row - cell.row + 1), own)
                still[key] = start
            else:
                found[row, col] = (FormCell(number, row, col, 1, span, place_text(element)), element)
                if merge is not None:
                    still[key] = (row, col)
            col += span
        open_cells = still
    return dict(found.values())


def place_text(parent: Element) -> str:
    """Return the text of a cell or paragraph, a line for each paragraph and break."""
    markup = etree.tostring(parent, with_tail=False)
    found = _READ.get(markup)
    if found is None:
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        found = _READ[markup] = "".join(sign.char for sign in read_signs(parent))
    return found


def read_signs(parent: Element) -> list[Sign]:
    """Return each character of a cell or paragraph with the node that shows it."""
    found = list[Sign]()
    paragraphs = [parent] if parent.tag == f"{W}p" else list(_blocks(parent))
    for index, paragraph in enumerate(each for each in paragraphs if each.tag == f"{W}p"):
        if index:
            found.append(Sign("\n", paragraph, -1))
        found += _signs_in(paragraph)
    return found


def _signs_in(parent: Element) -> Iterator[Sign]:
    for child in parent:
        if child.tag == f"{W}t":
            seen = read_run_text(child.text or "", parent)
            yield from (Sign(char, child, at) for at, char in enumerate(seen))
        elif (box := read_box(child)) is not None:
            yield Sign(box, child, -1)
        elif child.tag == f"{W}tab":
            yield Sign("\t", child, -1)
        elif child.tag in {f"{W}br", f"{W}cr"}:
            yield Sign("\n", child, -1)
        elif child.tag == f"{W}sym":
            sign = read_symbol(child.get(f"{W}font", ""), child.get(f"{W}char", "0"))
            yield Sign(PICTURE if _UNKNOWN.match(sign) else sign, child, -1)
        elif child.tag in {f"{W}drawing", f"{W}pict", f"{W}object"}:
            yield Sign(PICTURE, child, -1)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _signs_in(child)
