"""A book: the pages of many documents in one PDF, with bookmarks, copies, blank backs, page numbers and 草稿.

Knows PDF and paper, nothing about forms or folders; the same pages give the same bytes. Reads PDF files, writes none.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.constants import PageLabelStyle
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    TextStringObject,
)

from formgen.printing.conversion import PageRange
from formgen.printing.cover_pages import COVER
from formgen.printing.page import A4, is_a4

CREATOR = "formgen"
_DIGEST = "/FormgenDigest"
_UNSIGNED = "0" * 64
_SIGNED = re.compile(rb"/FormgenDigest \(([0-9a-f]{64})\)")
_SHEET = 2  # pages
_TILT = 50  # degrees: the word 草稿 slants up the page


@dataclass(frozen=True, slots=True)
class Chapter:
    """One document in a book: its bookmark, its pages, its number of copies, whether it is a draft."""

    title: str
    pages: PageRange
    copies: int = 1
    draft: bool = False


@dataclass(frozen=True, slots=True)
class BookmarkGroup:
    """The documents of a community, or of a form: a bookmark with one for each document below it.

    Without a title, the bookmarks of its documents are on top.
    """

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Extras:
    """What is added to the pages: the cover list, page numbers, the word 草稿; None where it is not wanted.

    ``duplex`` begins each document on a new sheet when both sides are printed; ``pdfa`` keeps what makes
    LibreOffice's pages a PDF for archives.
    """

    cover: Path | None = None
    numbers: Path | None = None
    mark: Path | None = None
    duplex: bool = False
    pdfa: bool = False


class Numbering(NamedTuple):
    """The page on which each document begins, counted from 1 after the cover, and the number of pages."""

    starts: list[int]
    pages: int


def number_pages(chapters: Sequence[Chapter], *, duplex: bool) -> Numbering:
    """Return the page on which each document begins, counted from 1 after the cover, and the number of pages."""
    starts, at = list[int](), 0
    for chapter in chapters:
        starts.append(at + 1)
        at += chapter.copies * _count_pages(chapter, duplex=duplex)
    return Numbering(starts, at)


def _count_pages(chapter: Chapter, *, duplex: bool) -> int:
    """Return how many pages a copy takes, including a blank back."""
    pages = chapter.pages.count
    return pages + pages % _SHEET if duplex else pages


@dataclass(frozen=True, slots=True)
class Book:
    """A book as a PDF, and how many pages it has."""

    data: bytes
    pages: int


def bind_book(title: str, groups: Sequence[BookmarkGroup], extras: Extras) -> Book:
    """Return a book as a PDF: same content, same bytes."""
    return _Binder(title, extras).bind(groups)


@dataclass
class _Binder:
    title: str
    extras: Extras
    writer: PdfWriter = field(default_factory=PdfWriter)
    number: int = 0
    readers: dict[Path, PdfReader] = field(default_factory=dict)

    def bind(self, groups: Sequence[BookmarkGroup]) -> Book:
        """Put all pages together."""
        if self.extras.cover:
            self._add_cover(self.extras.cover)
        cover = len(self.writer.pages)
        for group in groups:
            above = None
            for chapter in group.chapters:
                at = len(self.writer.pages)
                for _ in range(chapter.copies):
                    self._add_copy(chapter)
                if above is None and group.title:
                    above = self.writer.add_outline_item(title=group.title, page_number=at)
                self.writer.add_outline_item(title=chapter.title, page_number=at, parent=above)
        self._write_metadata(cover)
        if self.extras.pdfa:
            self._make_pdfa(groups)
        stream = BytesIO()
        self.writer.write(stream)
        return Book(_sign(stream.getvalue()), len(self.writer.pages))

    def _open(self, path: Path) -> PdfReader:
        """Return the reader of a PDF, one for all its pages, so that their fonts are copied once."""
        if path not in self.readers:
            self.readers[path] = PdfReader(path)
        return self.readers[path]

    def _add_cover(self, path: Path) -> None:
        reader = self._open(path)
        for page in reader.pages:
            self._clean(self.writer.add_page(page))
        self.writer.add_outline_item(title=COVER, page_number=0)
        if self.extras.duplex and len(reader.pages) % _SHEET:
            self.writer.add_blank_page(*A4)

    def _add_copy(self, chapter: Chapter) -> None:
        reader = self._open(chapter.pages.pdf)
        for at in range(chapter.pages.start, chapter.pages.stop):
            page = self.writer.add_page(reader.pages[at])
            self._clean(page)
            _scale_to_a4(page)
            self.number += 1
            self._stamp(page, draft=chapter.draft)
            page.compress_content_streams()
        if self.extras.duplex and chapter.pages.count % _SHEET:
            self.writer.add_blank_page(*A4)
            self.number += 1

    def _stamp(self, page: PageObject, *, draft: bool) -> None:
        """Put the word 草稿 under a page, and its number over it."""
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        if draft and self.extras.mark:
            turn = Transformation().translate(-A4[0] / 2, -A4[1] / 2).rotate(_TILT)
            turn = turn.translate(width / 2, height / 2)
            page.merge_transformed_page(self._open(self.extras.mark).pages[0], turn, over=False)
        if self.extras.numbers:
            number = self._open(self.extras.numbers).pages[self.number - 1]
            page.merge_transformed_page(number, Transformation().translate(self._shift(width - A4[0]), 0))

    def _shift(self, wider: float) -> float:
        """Return how far a number moves upon a page that is wider than A4: with its middle, or its outer edge."""
        if not self.extras.duplex:
            return wider / 2
        return wider if self.number % _SHEET else 0

    @staticmethod
    def _clean(page: PageObject) -> None:
        """Remove what belongs to a structure tree that is not copied, and links into other documents."""
        for key in ("/StructParents", "/Annots", "/Tabs"):
            page.pop(NameObject(key), None)
        content = page.get_contents()
        if content is not None:  # of its own: what is put on one copy must not appear on the others
            del page[NameObject("/Contents")]
            page.replace_contents(content)

    def _write_metadata(self, cover: int) -> None:
        """Say what the book is, how a reader shows and prints it, and what its pages are called.

        Whoever prints it gets it unscaled, since forms are drawn in millimetres, and on both sides where it is made
        for that; ``cover`` is the number of leaves before page 1.
        """
        writer = self.writer
        names = {"/Title": self.title, "/Creator": CREATOR, "/Producer": CREATOR}
        writer.add_metadata({**names, _DIGEST: _UNSIGNED})
        writer.page_mode = "/UseOutlines"
        wishes: dict[NameObject, PdfObject] = {
            NameObject("/DisplayDocTitle"): BooleanObject(True),  # noqa: FBT003 - pypdf's own constructor
            NameObject("/PrintScaling"): NameObject("/None"),
        }
        if self.extras.duplex:
            wishes[NameObject("/Duplex")] = NameObject("/DuplexFlipLongEdge")
        root = writer.root_object
        root[NameObject("/ViewerPreferences")] = DictionaryObject(wishes)
        root[NameObject("/Lang")] = TextStringObject("zh-CN")
        if cover:
            writer.set_page_label(0, cover - 1, style=PageLabelStyle.DECIMAL, prefix=COVER)
        if len(writer.pages) > cover:
            writer.set_page_label(cover, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL)
        mark = ByteStringObject(hashlib.sha256(f"{self.title}{len(writer.pages)}".encode()).digest()[:16])
        writer._ID = ArrayObject([mark, mark])  # noqa: SLF001 - pypdf's own identifier is random

    def _make_pdfa(self, groups: Sequence[BookmarkGroup]) -> None:
        """Make it PDF/A-2b (ISO 19005-2): the colour profile of LibreOffice's pages, matching XMP."""
        source = next(chapter.pages.pdf for group in groups for chapter in group.chapters)
        root = self._open(source).root_object
        writer = self.writer
        writer.pdf_header = "%PDF-1.7"
        if "/OutputIntents" in root:
            writer.root_object[NameObject("/OutputIntents")] = root["/OutputIntents"].clone(writer)
        said = DecodedStreamObject()
        said.set_data(_XMP.format(title=escape(self.title), creator=CREATOR).encode())
        said.update(
            {NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")}
        )
        writer.root_object[NameObject("/Metadata")] = writer._add_object(said)  # noqa: SLF001 - pypdf has no public way to add an object


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{creator}</xmp:CreatorTool>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{creator}</pdf:Producer>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _scale_to_a4(page: PageObject) -> None:
    """Scale a page of another size onto A4, in its middle."""
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    if is_a4(width, height):
        return
    wide, high = A4 if height >= width else A4[::-1]
    scale = min(wide / width, high / height)
    page.add_transformation(
        Transformation().scale(scale).translate((wide - width * scale) / 2, (high - height * scale) / 2)
    )
    for box in (page.mediabox, page.cropbox, page.trimbox, page.bleedbox, page.artbox):
        box.lower_left, box.upper_right = (0, 0), (wide, high)


def _sign(data: bytes) -> bytes:
    """Return a PDF with its own digest in the place reserved for it."""
    place, digest = f"{_DIGEST} ({_UNSIGNED})", hashlib.sha256(data).hexdigest()
    return data.replace(place.encode(), f"{_DIGEST} ({digest})".encode(), 1)


def is_own_pdf(path: Path) -> bool:
    """Return whether a PDF is as formgen made it: not a scan, and with nothing added, such as an electronic seal."""
    data = path.read_bytes()
    found = _SIGNED.search(data)
    if found is None:
        return False
    unsigned = data[: found.start(1)] + _UNSIGNED.encode() + data[found.end(1) :]
    return hashlib.sha256(unsigned).hexdigest().encode() == found[1]
