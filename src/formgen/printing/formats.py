"""The kinds of documents that can be printed: what LibreOffice, the proof-reader and the font check need of each.

A further kind is a line of this table, and what it needs to read its own text and fonts. The rest of the room asks
no document for its suffix.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from formgen.forms.formats import suffix_of
from formgen.office.package import BROKEN, UnreadableError, parts_in
from formgen.office.strict_names import with_usual_names
from formgen.printing.document_text import read_excel_text, read_word_text
from formgen.printing.fonts import read_excel_faces, read_word_faces, select_official
from formgen.printing.settled_text import settle_word

Parts = Mapping[str, bytes]

_JUSTIFIED = re.compile(rb'<w:jc w:val="(both|distribute)"')


@dataclass(frozen=True, slots=True)
class PrintFormat:
    """A kind of documents: ``main_part`` is the zip part that only its files have, ``kind`` its name for ``--kind``.

    ``export`` is LibreOffice's filter and ``options`` are those of the filter. ``remark`` follows the name of a form
    in a print pack. ``read_text`` returns the text that is printed, ``read_faces`` the typefaces it is set in.
    ``joins`` says that copies of one template can be converted as one document, ``seals`` that the places of seals
    on its pages are checked. ``set_flush_left`` returns a main part without justified lines, None where a kind has
    none. ``settle`` returns the parts of a document without tracked changes and remarks, None where there are none.
    """

    suffix: str
    kind: str
    main_part: str
    export: str
    read_text: Callable[[Parts], str]
    read_faces: Callable[[Parts], set[str]]
    options: Mapping[str, bool] = field(default_factory=dict)
    remark: str = ""
    joins: bool = False
    seals: bool = False
    set_flush_left: Callable[[bytes], bytes] | None = None
    settle: Callable[[Parts], dict[str, bytes] | None] = lambda _: None


def _set_flush_left(main_part: bytes) -> bytes:
    return _JUSTIFIED.sub(b'<w:jc w:val="left"', main_part)


WORD = PrintFormat(
    suffix=".docx",
    kind="word",
    main_part="word/document.xml",
    export="writer_pdf_Export",
    read_text=read_word_text,
    read_faces=read_word_faces,
    options={"ExportBookmarksToPDFDestination": True},
    joins=True,
    seals=True,
    set_flush_left=_set_flush_left,
    settle=settle_word,
)
EXCEL = PrintFormat(
    suffix=".xlsx",
    kind="excel",
    main_part="xl/workbook.xml",
    export="calc_pdf_Export",
    read_text=read_excel_text,
    read_faces=read_excel_faces,
    remark="（Excel）",
)
PRINT_FORMATS: Mapping[str, PrintFormat] = {each.suffix: each for each in (WORD, EXCEL)}


def find_format(file: Path) -> PrintFormat | None:
    """Return the kind of a document, by its content: LibreOffice would print any file at all, as plain text."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except BROKEN:
        return None
    return next((each for each in PRINT_FORMATS.values() if each.main_part in names), None)


def read_shown_text(file: Path) -> str:
    """Return the text a document shows; empty where it cannot be read."""
    try:
        return PRINT_FORMATS[suffix_of(file)].read_text(parts_in(file))
    except (UnreadableError, KeyError, StopIteration, etree.XMLSyntaxError):
        return ""


def read_official_faces(file: Path) -> frozenset[str]:
    """Return the official typefaces in which a document sets text; none for a file that cannot be read."""
    try:
        return select_official(PRINT_FORMATS[suffix_of(file)].read_faces(with_usual_names(parts_in(file))))
    except (UnreadableError, etree.XMLSyntaxError, ValueError):
        return frozenset()
