"""Read a filled form back through its template: what stands in each slot now, whoever typed it.

A slot in a table is found by its cell, one in a line by the words around it, so that Word, WPS and LibreOffice may
have saved the document anew. A document whose tables no longer have the template's shape is not read.
"""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree
from openpyxl import load_workbook

from formgen.forms.locate import text_of
from formgen.forms.sheet import TAG, SheetForm
from formgen.forms.word import DOCUMENT, MARK, WordForm

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_BYTES = 50_000_000  # of a document's text, unpacked

Address = tuple[int, int, int]  # table, row, cell


def read_back(form: WordForm | SheetForm, data: bytes) -> dict[str, str] | None:
    """Return the text of every slot whose surroundings are as printed; None for a document of another shape."""
    try:
        return _read_word(form, data) if isinstance(form, WordForm) else _read_sheet(form, data)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, etree.XMLSyntaxError):
        return None


def _read_word(form: WordForm, data: bytes) -> dict[str, str] | None:
    marked = form.marked()
    if marked is None:
        return None
    slots = dict(_cells(etree.fromstring(marked.encode())))
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(DOCUMENT) as stream:
        content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        return None
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    found = dict(_cells(tree))
    if found.keys() != slots.keys():
        return None
    read: dict[str, str] = {}
    for address, text in slots.items():
        read |= _inside(text, found[address]) or {}
    lines = _lines(tree)
    for text in _lines(etree.fromstring(marked.encode())):
        if MARK in text:
            read |= next((inside for line in lines if (inside := _inside(text, line))), {})
    return read


def _lines(tree: etree._Element) -> list[str]:
    """Return the paragraphs outside all tables."""
    return [
        text_of(each) for each in tree.iter(f"{_W}p") if next(each.iterancestors(f"{_W}tc"), None) is None
    ]


def _inside(marked: str, shown: str) -> dict[str, str] | None:
    """Return what stands in the slots of a text, None where the words around them are not as printed."""
    pieces = marked.split(MARK)
    pattern = "".join("(.*)" if at % 2 else _loose(piece) for at, piece in enumerate(pieces))
    match = re.fullmatch(pattern, shown, re.DOTALL) if len(pieces) > 1 else None
    return (
        {slot: text.strip() for slot, text in zip(pieces[1::2], match.groups(), strict=True)}
        if match
        else None
    )


def _loose(text: str) -> str:
    """Return a pattern for printed words, whatever blanks stand around and between them."""
    signs = [re.escape(sign) for sign in text if not sign.isspace()]
    return r"\s*".join(["", *signs, ""]) if signs else r"\s*"


def _cells(tree: etree._Element) -> Iterator[tuple[Address, str]]:
    """Yield every cell of every table with its text, paragraphs on lines of their own."""
    for table_at, table in enumerate(tree.iter(f"{_W}tbl")):
        for row_at, row in enumerate(table.iterfind(f"{_W}tr")):
            for cell_at, cell in enumerate(row.iterfind(f"{_W}tc")):
                lines = [text_of(paragraph) for paragraph in cell.iterfind(f"{_W}p")]
                yield (table_at, row_at, cell_at), "\n".join(lines).strip()


def _read_sheet(form: SheetForm, data: bytes) -> dict[str, str]:
    book = load_workbook(io.BytesIO(data), data_only=True)
    sheet = book.worksheets[0]
    read: dict[str, str] = {}
    for cell in form.cells:
        value = sheet[cell.address].value
        shown = "" if value is None else _text(value)
        marked = TAG.sub(lambda match: f"{MARK}{match[1]}{MARK}", cell.text)
        read |= _inside(marked, shown) or {}
    return read


def _text(value: object) -> str:
    """Return a cell's value as a person sees it: 15.0 is 15."""
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()
