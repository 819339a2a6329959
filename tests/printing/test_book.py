"""A print pack as a PDF: bookmarks lead to their pages, copies begin on fresh sheets, nothing on a page moves.

The pages are small PDFs of our own; those that LibreOffice makes are bound in tests/cli/test_pack_command.py.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, NameObject
from support.fake_office import pdf

from formgen.printing.book import Book, BookmarkGroup, Chapter, Extras, bind_book, is_own_pdf, number_pages
from formgen.printing.conversion import PageRange
from formgen.printing.page import A4

LETTER, A3_LYING, A4_LYING, SMALL = (612.0, 792.0), (1190.55, 841.89), (841.89, 595.276), (300.0, 300.0)


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """Write a PDF of six pages, as a joined document is laid out: a1, b1, b2, c1, c2, c3."""
    return pdf(tmp_path / "sheets.pdf", "a1", "b1", "b2", "c1", "c2", "c3")


def chapters(sheets: Path, copies: int = 1, **more: Any) -> list[Chapter]:
    """Return three documents, of one, two and three pages."""
    places = {"甲表": (0, 1), "乙表": (1, 3), "丙表": (3, 6)}
    return [Chapter(name, PageRange(sheets, *place), copies, **more) for name, place in places.items()]


def parts(sheets: Path, copies: int = 1) -> list[BookmarkGroup]:
    one, two, three = chapters(sheets, copies)
    return [BookmarkGroup("甲社区", (one, two)), BookmarkGroup("乙社区", (three,))]


def read(tmp_path: Path, book: Book) -> PdfReader:
    path = tmp_path / "book.pdf"
    path.write_bytes(book.data)
    reader = PdfReader(path)
    assert book.pages == len(reader.pages)
    return reader


def texts(reader: PdfReader) -> list[str]:
    return [page.extract_text().replace("\n", " ") for page in reader.pages]


def outline(reader: PdfReader) -> list[tuple[int, str, int]]:
    """Return depth, title and page, counted from 0, of each bookmark."""

    def walk(items: Sequence[Any], depth: int) -> list[tuple[int, str, int]]:
        found = []
        for item in items:
            if isinstance(item, list):
                found += walk(item, depth + 1)
            else:
                found.append((depth, str(item.title), reader.get_destination_page_number(item) or 0))
        return found

    return walk(reader.outline, 0)


def signs(path: Path) -> list[list[tuple[str, tuple[float, ...]]]]:
    """Return the characters on each page with their places."""
    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for at in range(len(document)):
            text = document[at].get_textpage()
            own = [
                (text.get_text_range(each, 1), text.get_charbox(each)) for each in range(text.count_chars())
            ]
            found.append([(sign, tuple(round(side, 2) for side in box)) for sign, box in own if sign.strip()])
        return found
    finally:
        document.close()


# --- order, copies, bookmarks ---------------------------------------------------------------------------------


def test_pages_stand_in_order_under_bookmarks_of_communities_and_forms(sheets: Path, tmp_path: Path) -> None:
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets), Extras()))
    assert texts(reader) == ["a1", "b1", "b2", "c1", "c2", "c3"]
    assert outline(reader) == [
        (0, "甲社区", 0),
        (1, "甲表", 0),
        (1, "乙表", 1),
        (0, "乙社区", 3),
        (1, "丙表", 3),
    ]


def test_copies_of_a_document_follow_each_other_and_the_bookmark_leads_to_the_first(
    sheets: Path, tmp_path: Path
) -> None:
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets, copies=2), Extras()))
    assert texts(reader) == ["a1", "a1", "b1", "b2", "b1", "b2", "c1", "c2", "c3", "c1", "c2", "c3"]
    assert outline(reader) == [
        (0, "甲社区", 0),
        (1, "甲表", 0),
        (1, "乙表", 2),
        (0, "乙社区", 6),
        (1, "丙表", 6),
    ]


def test_a_part_without_a_title_has_its_bookmarks_on_top(sheets: Path, tmp_path: Path) -> None:
    reader = read(tmp_path, bind_book("一份", [BookmarkGroup("", (chapters(sheets)[1],))], Extras()))
    assert outline(reader) == [(0, "乙表", 0)]


@pytest.mark.parametrize("copies", [1, 2, 3])
def test_every_copy_begins_on_a_fresh_sheet_when_both_sides_are_printed(
    sheets: Path, tmp_path: Path, copies: int
) -> None:
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets, copies), Extras(duplex=True)))
    found = texts(reader)
    for first in ("a1", "b1", "c1"):
        begins = [at for at, text in enumerate(found) if text == first]
        assert len(begins) == copies
        assert all(at % 2 == 0 for at in begins), "the front of a sheet"
    assert found == ["a1", ""] * copies + ["b1", "b2"] * copies + ["c1", "c2", "c3", ""] * copies
    assert all(page.mediabox[2:] == pytest.approx(A4) for page in reader.pages)


@pytest.mark.parametrize("duplex", [False, True])
@pytest.mark.parametrize("copies", [1, 2])
def test_the_first_pages_that_are_told_are_those_of_the_book(
    sheets: Path, tmp_path: Path, copies: int, duplex: bool
) -> None:
    starts, pages = number_pages(chapters(sheets, copies), duplex=duplex)
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets, copies), Extras(duplex=duplex)))
    assert starts == [at + 1 for depth, _, at in outline(reader) if depth == 1]
    assert pages == len(reader.pages)


# --- cover, numbers, marks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "duplex", "before"),
    [
        (1, False, ["k1"]),
        (1, True, ["k1", ""]),
        (2, False, ["k1", "k2"]),
        (2, True, ["k1", "k2"]),
        (3, True, ["k1", "k2", "k3", ""]),
    ],
)
def test_the_cover_stands_before_all_and_takes_whole_sheets(
    sheets: Path, tmp_path: Path, pages: int, duplex: bool, before: list[str]
) -> None:
    cover = pdf(tmp_path / "cover.pdf", *(f"k{at}" for at in range(1, pages + 1)))
    extras = Extras(cover=cover, numbers=pdf(tmp_path / "numbers.pdf", "n1", "n2", *"3456789"), duplex=duplex)
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets), extras))
    assert texts(reader)[: len(before)] == before, "the cover has no numbers"
    assert texts(reader)[len(before)] == "a1n1"
    assert outline(reader)[:3] == [(0, "材料清单", 0), (0, "甲社区", len(before)), (1, "甲表", len(before))]


def test_numbers_count_blank_backs_but_are_not_printed_on_them(sheets: Path, tmp_path: Path) -> None:
    numbers = pdf(tmp_path / "numbers.pdf", *(f"n{at}" for at in range(1, 20)))
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets), Extras(numbers=numbers, duplex=True)))
    assert texts(reader) == ["a1n1", "", "b1n3", "b2n4", "c1n5", "c2n6", "c3n7", ""]


def test_a_draft_is_marked_on_each_of_its_pages_and_nothing_else_is(sheets: Path, tmp_path: Path) -> None:
    one, two, _ = chapters(sheets)
    draft = Chapter("乙表", two.pages, 2, draft=True)
    mark = pdf(tmp_path / "mark.pdf", "DRAFT")
    extras = Extras(mark=mark, duplex=True)
    reader = read(tmp_path, bind_book("x", [BookmarkGroup("甲社区", (one, draft))], extras))
    assert ["DRAFT" in text for text in texts(reader)] == [False, False, True, True, True, True]


def test_the_mark_lies_under_the_page_and_the_number_over_it(sheets: Path, tmp_path: Path) -> None:
    extras = Extras(numbers=pdf(tmp_path / "numbers.pdf", "NUMBER"), mark=pdf(tmp_path / "mark.pdf", "DRAFT"))
    chapter = Chapter("甲表", PageRange(sheets, 0, 1), draft=True)
    reader = read(tmp_path, bind_book("x", [BookmarkGroup("", (chapter,))], extras))
    contents = reader.pages[0].get_contents()
    assert contents is not None
    drawn = contents.get_data()
    assert drawn.index(b"DRAFT") < drawn.index(b"a1") < drawn.index(b"NUMBER")


@pytest.mark.parametrize("size", [A4, LETTER, A3_LYING], ids=["A4", "Letter", "A3"])
def test_what_is_laid_over_and_under_does_not_move_the_page_s_own_text(
    tmp_path: Path, size: tuple[float, float]
) -> None:
    sheets = pdf(tmp_path / "sheets.pdf", "ABC", "DEF", size=size)
    numbers, mark = pdf(tmp_path / "numbers.pdf", "1", "2"), pdf(tmp_path / "mark.pdf", "0")
    chapter = Chapter("甲表", PageRange(sheets, 0, 2), draft=True)
    found = []
    for extras in (Extras(), Extras(numbers=numbers), Extras(numbers=numbers, mark=mark)):
        path = tmp_path / "book.pdf"
        path.write_bytes(bind_book("x", [BookmarkGroup("", (chapter,))], extras).data)
        found.append([[each for each in page if each[0] in "ABCDEF"] for page in signs(path)])
    assert [len(page) for page in found[0]] == [3, 3]
    assert found[1] == found[0]
    assert found[2] == found[0]
    if size == A4:
        assert found[0] == [[each for each in page if each[0] in "ABCDEF"] for page in signs(sheets)]


# --- paper ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "paper"),
    [(LETTER, A4), (A3_LYING, A4_LYING), (SMALL, A4), ((300.0, 1000.0), A4), ((2000.0, 100.0), A4_LYING)],
)
def test_a_page_of_another_size_is_scaled_to_a4_with_everything_inside(
    tmp_path: Path, size: tuple[float, float], paper: tuple[float, float]
) -> None:
    sheets = pdf(tmp_path / "sheets.pdf", "ABCDEF", size=size)
    reader = read(
        tmp_path, bind_book("x", [BookmarkGroup("", (Chapter("甲表", PageRange(sheets, 0, 1)),))], Extras())
    )
    (page,) = reader.pages
    for box in (page.mediabox, page.cropbox, page.trimbox, page.bleedbox, page.artbox):
        assert tuple(map(float, box)) == pytest.approx((0, 0, *paper), abs=0.01)
    scale = min(paper[0] / size[0], paper[1] / size[1])
    before, after = signs(sheets)[0], signs(tmp_path / "book.pdf")[0]
    assert [sign for sign, _ in after] == list("ABCDEF")
    for (_, old), (_, new) in zip(before, after, strict=True):
        assert 0 < new[0] < new[2] < paper[0]
        assert 0 < new[1] < new[3] < paper[1]
        assert new[2] - new[0] == pytest.approx((old[2] - old[0]) * scale, abs=0.1), "as wide"
        assert new[3] - new[1] == pytest.approx((old[3] - old[1]) * scale, abs=0.1), "as high"
        middle = ((old[0] + old[2] - size[0]) * scale + paper[0]) / 2
        assert (new[0] + new[2]) / 2 == pytest.approx(middle, abs=0.1), "in the middle of the paper"


@pytest.mark.parametrize("size", [A4, A4_LYING, (595.0, 842.0), (595.44, 841.68)])
def test_a_page_of_a4_as_any_program_measures_it_is_left_as_it_is(
    tmp_path: Path, size: tuple[float, float]
) -> None:
    sheets = pdf(tmp_path / "sheets.pdf", "ABC", size=size)
    reader = read(
        tmp_path, bind_book("x", [BookmarkGroup("", (Chapter("甲表", PageRange(sheets, 0, 1)),))], Extras())
    )
    assert tuple(map(float, reader.pages[0].mediabox))[2:] == pytest.approx(size)
    assert signs(tmp_path / "book.pdf") == signs(sheets)


def test_notes_and_traces_of_tags_are_taken_off(sheets: Path, tmp_path: Path) -> None:
    keys = ("/Annots", "/StructParents", "/Tabs")
    cover = pdf(tmp_path / "cover.pdf", "k1")
    assert all(key in page for page in (*PdfReader(sheets).pages, *PdfReader(cover).pages) for key in keys)
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets, 2), Extras(cover=cover, duplex=True)))
    assert [(at, key) for at, page in enumerate(reader.pages) for key in keys if key in page] == []
    assert "note" not in "".join(texts(reader))


def test_each_copy_has_its_own_numbers(sheets: Path, tmp_path: Path) -> None:
    numbers = pdf(tmp_path / "numbers.pdf", *(f"n{at}" for at in range(1, 20)))
    chapter = Chapter("乙表", PageRange(sheets, 1, 3), 3)
    reader = read(tmp_path, bind_book("x", [BookmarkGroup("", (chapter,))], Extras(numbers=numbers)))
    assert texts(reader) == ["b1n1", "b2n2", "b1n3", "b2n4", "b1n5", "b2n6"]


def test_each_copy_of_a_letter_page_is_scaled_once(tmp_path: Path) -> None:
    sheets = pdf(tmp_path / "sheets.pdf", "ABC", size=LETTER)
    found = []
    for copies in (1, 3):
        read(
            tmp_path,
            bind_book(
                "x", [BookmarkGroup("", (Chapter("甲表", PageRange(sheets, 0, 1), copies),))], Extras()
            ),
        )
        found.append(signs(tmp_path / "book.pdf"))
    assert found[1] == found[0] * 3


def test_the_mark_of_a_draft_lies_once_under_each_copy(sheets: Path, tmp_path: Path) -> None:
    mark = pdf(tmp_path / "mark.pdf", "DRAFT")
    chapter = Chapter("甲表", PageRange(sheets, 0, 1), 3, draft=True)
    reader = read(tmp_path, bind_book("x", [BookmarkGroup("", (chapter,))], Extras(mark=mark)))
    assert [text.count("DRAFT") for text in texts(reader)] == [1, 1, 1]


def test_a_pack_with_an_electronic_seal_is_not_ours_any_more(sheets: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(bind_book("x", parts(sheets), Extras()).data)
    assert is_own_pdf(path)
    writer = PdfWriter(path, incremental=True)
    writer.add_annotation(0, FreeText(text="seal", rect=(10, 10, 90, 40)))
    writer.write(path)
    assert not is_own_pdf(path)


# --- the file -------------------------------------------------------------------------------------------------


def test_the_file_says_its_title_and_who_made_it_and_opens_with_bookmarks(
    sheets: Path, tmp_path: Path
) -> None:
    reader = read(tmp_path, bind_book("上塘镇（永政办发〔2009〕151号）", parts(sheets), Extras()))
    said = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
    assert len(said.pop("/FormgenDigest")) == 64
    assert said == {
        "/Title": "上塘镇（永政办发〔2009〕151号）",
        "/Creator": "formgen",
        "/Producer": "formgen",
    }
    assert reader.page_mode == "/UseOutlines"


@pytest.mark.parametrize(("duplex", "sides"), [(False, None), (True, "/DuplexFlipLongEdge")])
def test_a_reader_prints_it_unscaled_on_the_sides_it_is_made_for(
    sheets: Path, tmp_path: Path, duplex: bool, sides: str | None
) -> None:
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets), Extras(duplex=duplex)))
    root: Any = reader.trailer["/Root"]
    wishes = root["/ViewerPreferences"]
    assert (wishes["/PrintScaling"], wishes.get("/Duplex")) == ("/None", sides)
    assert bool(wishes["/DisplayDocTitle"])
    assert root["/Lang"] == "zh-CN"
    identifier: Any = reader.trailer["/ID"]
    assert [len(each) > 0 for each in identifier] == [True, True]


def test_a_reader_calls_the_pages_by_their_printed_numbers(sheets: Path, tmp_path: Path) -> None:
    cover = pdf(tmp_path / "cover.pdf", "k")
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets), Extras(cover=cover, duplex=True)))
    assert reader.page_labels[:4] == ["材料清单1", "材料清单2", "1", "2"]
    reader = read(tmp_path, bind_book("上塘镇", parts(sheets), Extras()))
    assert reader.page_labels[:2] == ["1", "2"]


@pytest.mark.parametrize("pdfa", [False, True])
def test_the_same_content_gives_the_same_bytes(sheets: Path, tmp_path: Path, pdfa: bool) -> None:
    extras = Extras(pdf(tmp_path / "k.pdf", "k"), pdf(tmp_path / "n.pdf", *"12345678"), None, True, pdfa)
    books = [bind_book("上塘镇", parts(sheets), extras) for _ in range(2)]
    assert books[0] == books[1]


def archived(path: Path, *texts_: str) -> Path:
    """Write a PDF that has a colour profile, as LibreOffice's PDF/A."""
    pdf(path, *texts_)
    writer = PdfWriter(clone_from=path)
    profile = DictionaryObject({NameObject("/S"): NameObject("/GTS_PDFA1")})
    writer.root_object[NameObject("/OutputIntents")] = ArrayObject([profile])
    writer.write(path)
    return path


def test_an_archive_s_pdf_keeps_the_colour_profile_and_says_what_it_is(tmp_path: Path) -> None:
    sheets = archived(tmp_path / "sheets.pdf", "a1", "b1", "b2", "c1", "c2", "c3")
    title = "A&B<镇>"
    reader = read(tmp_path, bind_book(title, parts(sheets), Extras(duplex=True, pdfa=True)))
    root: Any = reader.trailer["/Root"]
    assert [each["/S"] for each in root["/OutputIntents"]] == ["/GTS_PDFA1"]
    said = root["/Metadata"].get_data().decode()
    for words in (
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>B</pdfaid:conformance>",
        "A&amp;B&lt;镇&gt;</rdf:li>",
        "<xmp:CreatorTool>formgen<",
        "<pdf:Producer>formgen<",
    ):
        assert words in said, "and it agrees with the properties of the file"
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": title}
    assert "/Filter" not in root["/Metadata"], "an archive reads it without knowing PDF"
    identifier: Any = reader.trailer["/ID"]
    first, second = identifier
    assert first == second
    assert len(first) == 16
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF-1.7\n%")


def test_a_plain_pdf_claims_nothing(tmp_path: Path) -> None:
    sheets = archived(tmp_path / "sheets.pdf", "a1", "b1", "b2", "c1", "c2", "c3")
    root: Any = read(tmp_path, bind_book("x", parts(sheets), Extras())).trailer["/Root"]
    assert "/OutputIntents" not in root
    assert "/Metadata" not in root


# --- whose it is ----------------------------------------------------------------------------------------------


def test_a_book_is_known_as_ours(sheets: Path, tmp_path: Path) -> None:
    path = tmp_path / "上塘镇.pdf"
    path.write_bytes(bind_book("上塘镇", parts(sheets), Extras()).data)
    assert is_own_pdf(path)


def scanned(path: Path) -> None:
    pdf(path, "scan")


def by_another_program(path: Path) -> None:
    writer = PdfWriter()
    writer.add_page(PageObject.create_blank_page(width=100, height=100))
    writer.add_metadata({"/Creator": "HP Scan"})
    writer.write(path)


def locked(path: Path) -> None:
    writer = PdfWriter()
    writer.add_page(PageObject.create_blank_page(width=100, height=100))
    writer.add_metadata({"/Creator": "formgen"})
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)


def no_pdf(path: Path) -> None:
    path.write_text("formgen", encoding="utf-8")


def empty(path: Path) -> None:
    path.touch()


@pytest.mark.parametrize(
    "make", [scanned, by_another_program, locked, no_pdf, empty], ids=lambda each: each.__name__
)
def test_what_somebody_else_laid_there_is_not_ours(tmp_path: Path, make: Any) -> None:
    make(tmp_path / "上塘镇.pdf")
    assert not is_own_pdf(tmp_path / "上塘镇.pdf")
