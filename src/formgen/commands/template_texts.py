"""The texts of a template with their places: its tags, its loops, its typefaces. Knows Word and Excel by their cells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from formgen.binding.blank_file import Blank, read_blank
from formgen.binding.cells import CellTable, FormCell
from formgen.binding.excel_cells import address
from formgen.binding.word_cells import read_word
from formgen.binding.wording import squeeze
from formgen.forms.word.markup import W
from formgen.forms.xmltree import parse_xml
from formgen.printing.fonts import read_excel_faces, read_word_faces
from formgen.problems import Problem

_TAG = re.compile(r"\{\{\s*([^\W\d][\w.]*)\s*\}\}")
_LOOP = re.compile(r"\{%\w*\s*for\s+(\w+)\s+in\s+([\w.]+)\s*%\}")
_END = re.compile(r"\{%\w*\s*endfor\s*%\}")
_ASKED = re.compile(r"\{%\w*\s*(?:el)?if\s+(.+?)%\}")
_NAME = re.compile(r"[^\W\d][\w.]*")
_ROWS, _SECTIONS = "row", "section"


@dataclass(frozen=True, slots=True)
class FoundTag:
    """A tag that prints a field: its name, and the place where it stands, in a clerk's words."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class TemplateTexts:
    """The texts of a template by their places, and what stands in them.

    ``loops`` says of each name that a loop gives whether it is a row or a section; ``asked`` are the names in conditions;
    ``faces`` are the typefaces with the first place of each.
    """

    shown: str
    texts: tuple[tuple[str, str], ...]
    tables: tuple[CellTable, ...]
    faces: Mapping[str, str]
    tags: tuple[FoundTag, ...] = ()
    loops: Mapping[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()

    def places_of(self, words: str) -> Iterator[str]:
        """Yield the places whose text has some words, however they are spaced."""
        plain = squeeze(words)
        yield from (where for where, text in self.texts if plain in squeeze(text))

    def torn_merges(self) -> Iterator[Problem]:
        """Yield a problem for each merged cell of Word that a loop over rows would tear: it begins or ends within."""
        for table in self.tables:
            for start, end in _loops_in(table):
                for cell in table.cells:
                    if cell.rows > 1 and _is_torn(cell, start, end):
                        words = {"file": self.shown, "where": _cell_words(cell), "rows": f"{start}至{end}"}
                        yield Problem("B136", words=words)


def read_texts(data: bytes, shown: str) -> TemplateTexts:
    """Return the texts of a template. Raises FormgenError T101 and T155 as templates do."""
    blank = read_blank(data, shown)
    texts = tuple(_list_texts(blank))
    tags = tuple(FoundTag(name, where) for where, text in texts for name in _TAG.findall(text))
    loops = {
        name: _SECTIONS if source.endswith("sections") else _ROWS
        for _, text in texts
        for name, source in _LOOP.findall(text)
    }
    asked = {
        name for _, text in texts for condition in _ASKED.findall(text) for name in _NAME.findall(condition)
    }
    tables = blank.form.tables if blank.is_word else ()
    return TemplateTexts(shown, texts, tables, _faces_in(blank), tags, loops, frozenset(asked))


def _cell_words(cell: FormCell) -> str:
    return f"第{cell.table}张表第{cell.row}行第{cell.col}格"


def _list_texts(blank: Blank) -> Iterator[tuple[str, str]]:
    """Yield each text of a template that is not empty, with its place: cells, lines, headers and footers."""
    for table in blank.form.tables:
        for cell in table.cells:
            if cell.text.strip():
                where = _cell_words(cell) if blank.is_word else f"工作表“{table.name}”单元格{address(cell)}"
                yield where, cell.text
    for line in blank.form.paragraphs:
        if line.text.strip():
            yield f"第{line.number}段", line.text
    for name, data in blank.parts.items():
        where = next(
            (words for part, words in (("header", "页眉"), ("footer", "页脚")) if f"word/{part}" in name), ""
        )
        if where and name.endswith(".xml"):
            yield where, "".join(map(str, parse_xml(data).itertext()))


def _loops_in(table: CellTable) -> Iterator[tuple[int, int]]:
    """Yield the first and the last row that each loop over rows repeats."""
    open_loops = list[int]()
    for cell in sorted(table.cells, key=lambda each: (each.row, each.col)):
        if _LOOP.search(cell.text):
            open_loops.append(cell.row + 1)
        elif _END.search(cell.text) and open_loops:
            yield open_loops.pop(), cell.row - 1


def _is_torn(cell: FormCell, start: int, end: int) -> bool:
    """Return whether a merged cell lies partly among the rows of a loop; the rows of the tags are taken out with them."""
    if cell.last_row < start or cell.row > end:
        return False
    around = cell.row < start and cell.last_row >= end
    within = cell.row >= start and cell.last_row <= end + 1
    return not (around or within)


def _faces_in(blank: Blank) -> dict[str, str]:
    """Return the typefaces of the texts of a template, each with the first place that names it, else its styles."""
    found: dict[str, str] = {}
    if not blank.is_word:
        return dict.fromkeys(read_excel_faces(blank.parts), "样式")
    read = read_word(blank.parts)
    places = [*((_cell_words(cell), node) for cell, node in read.cells.items())]
    places += [(f"第{number}段", node) for number, node in read.paragraphs.items()]
    for where, node in places:
        for run in node.iter(f"{W}r"):
            fonts = run.find(f"{W}rPr/{W}rFonts")
            for name in ("eastAsia", "ascii", "hAnsi") if fonts is not None else ():
                found.setdefault(fonts.get(f"{W}{name}", "") if fonts is not None else "", where)
    used = read_word_faces(blank.parts)
    return {face: found.get(face, "样式") for face in used if face}
