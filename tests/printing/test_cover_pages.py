"""The leaves that a print pack adds: the cover list with its rows and sums, page numbers, the word 草稿."""

import io
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from pypdf import PdfReader
from support import forms_of, rubric_of

from formgen.forms.typeset import POINTS_PER_MM
from formgen.model import Who
from formgen.printing import cover_pages, libreoffice
from formgen.printing.book import number_pages
from formgen.printing.conversion import PageRange
from formgen.printing.cover_pages import CoverRow, draw_cover_list
from formgen.printing.document_list import Item
from formgen.printing.options import Choice, ConversionOptions, Copies, PackOptions
from formgen.printing.pack import PackFile, draw_extra_pages, plan_files
from formgen.printing.page import Page, is_a4, read_pages
from formgen.printing.print_run import CheckedDocuments, open_print_run

LIBREOFFICE = libreoffice.find_program()
if os.environ.get("CI") and not LIBREOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
real = pytest.mark.skipif(not LIBREOFFICE, reason="LibreOffice is not installed")

RUBRIC = rubric_of("yongjia-2009")
FORMS = {form.form.spec.file: form.form for form in forms_of(RUBRIC)}
HEAD = ["序号", "社区（村）", "材料", "页数", "起始页", "备注"]
MANY = [CoverRow(f"上塘镇第{at}社区", "申报表、考核评分表", "3", str(4 * at + 1), "") for at in range(50)]
LONG = "滨江新城南片区高标准就业创业服务综合示范社区（含东苑西苑两个小区）"

# The documents of two townships: community, form, pages, draft.
STOCK = [
    ("清溪社区", "申报表", 2, True),
    ("清溪社区", "考核评分表", 2, False),
    ("望云社区", "申报表", 1, False),
    ("望云社区", "考核评分表", 3, False),
]


def items(township: str = "上塘镇") -> dict[str, tuple[Item, PageRange]]:
    """Return documents by their path, with their pages."""
    found = {}
    for name, form, pages, draft in STOCK:
        path = f"{township}/{name}-{form}.docx"
        found[path] = (
            Item(Path(path), path, FORMS[form], Who(township, name), draft),
            PageRange(Path("x"), 0, pages),
        )
    return found


def books(options: PackOptions, *townships: str) -> list[PackFile]:
    stock = {path: each for township in townships or ("上塘镇",) for path, each in items(township).items()}
    there = [item for item, _ in stock.values()]
    if options.by_form or options.split == "form":
        there.sort(key=lambda item: item.form.spec.file)
    return list(
        plan_files(
            there,
            CheckedDocuments({path: own_range for path, (_, own_range) in stock.items()}),
            options,
            RUBRIC,
        )
    )


def shown(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the paragraphs and the rows of a cover list."""
    document = docx.Document(io.BytesIO(data))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    return [paragraph.text for paragraph in document.paragraphs], rows


def cover_of(**options: Any) -> tuple[list[str], list[list[str]]]:
    asked = PackOptions(cover=True, **options)
    (book,) = books(asked)
    return shown(draw_extra_pages([book], asked)[book.cover_name])


def test_the_cover_has_a_row_for_each_community_and_the_sums() -> None:
    words, rows = cover_of()
    assert words == ["材料清单", "上塘镇（永政办发〔2009〕151号）", "共2个社区（村），4份，8页。"]
    assert rows == [
        HEAD,
        ["1", "上塘镇清溪社区", "申报表、考核评分表", "4", "1", "草稿"],
        ["2", "上塘镇望云社区", "申报表、考核评分表", "4", "5", ""],
    ]


COVERS: dict[str, tuple[dict[str, Any], list[str], list[str], str]] = {
    "blank backs": (
        {"duplex": True},
        ["申报表、考核评分表", "4", "1", "草稿"],
        ["申报表、考核评分表", "4", "5", ""],
        "共2个社区（村），4份，8页，另有白页2页。",
    ),
    "copies of all": (
        {"copies": Copies(others=2)},
        ["申报表×2、考核评分表×2", "8", "1", "草稿"],
        ["申报表×2、考核评分表×2", "8", "9", ""],
        "共2个社区（村），8份，16页。",
    ),
    "copies of one form, on fresh sheets": (
        {"copies": Copies({"申报表": 3}), "duplex": True},
        ["申报表×3、考核评分表", "8", "1", "草稿"],
        ["申报表×3、考核评分表", "6", "9", ""],
        "共2个社区（村），8份，14页，另有白页4页。",
    ),
    "the documents of a form together": (
        {"by_form": True},
        ["申报表、考核评分表", "4", "1、4", "草稿"],
        ["申报表、考核评分表", "4", "3、6", ""],
        "共2个社区（村），4份，8页。",
    ),
    "all are drafts": (
        {"draft": True},
        ["申报表、考核评分表", "4", "1", ""],
        ["申报表、考核评分表", "4", "5", ""],
        "共2个社区（村），4份，8页。",
    ),
}


@pytest.mark.parametrize("case", COVERS)
def test_the_cover_tells_copies_pages_and_where_they_begin(case: str) -> None:
    options, first, second, total = COVERS[case]
    words, rows = cover_of(**options)
    assert [row[2:] for row in rows[1:]] == [first, second]
    assert words[-1] == total
    assert words[1] == "上塘镇（永政办发〔2009〕151号）" + ("（草稿）" if options.get("draft") else "")


@pytest.mark.parametrize("case", COVERS)
def test_the_pages_on_the_cover_are_those_of_the_book(case: str) -> None:
    options, *_ = COVERS[case]
    (book,) = books(PackOptions(cover=True, **options))
    _, rows = cover_of(**options)
    starts, pages = number_pages(book.chapters, duplex=book.duplex)
    assert book.numbering.pages == pages
    begins: dict[str, list[int]] = {}
    for item, start in zip(book.items, starts, strict=True):
        begins.setdefault(item.community, []).append(start)
    for row in rows[1:]:
        own = begins[row[1]]
        assert [int(each) for each in row[4].split("、")] == (own if options.get("by_form") else own[:1])


SPLITS: dict[str, tuple[dict[str, Any], dict[str, list[tuple[str, list[str]]]]]] = {
    "a township each": (
        {},
        {
            township: [(f"{township}{name}", ["申报表", "考核评分表"]) for name in ("清溪社区", "望云社区")]
            for township in ("上塘镇", "瓯北镇")
        },
    ),
    "all in one": (
        {"split": "all"},
        {
            "全部": [
                (f"{township}{name}", ["申报表", "考核评分表"])
                for township in ("上塘镇", "瓯北镇")
                for name in ("清溪社区", "望云社区")
            ]
        },
    ),
    "all in one, by form": (
        {"split": "all", "by_form": True},
        {
            "全部": [
                (
                    form,
                    [
                        f"{township}{name}"
                        for township in ("上塘镇", "瓯北镇")
                        for name in ("清溪社区", "望云社区")
                    ],
                )
                for form in ("申报表", "考核评分表")
            ]
        },
    ),
    "a form each": (
        {"split": "form"},
        {
            form: [
                (f"{township}{name}", [form])
                for township in ("上塘镇", "瓯北镇")
                for name in ("清溪社区", "望云社区")
            ]
            for form in ("申报表", "考核评分表")
        },
    ),
}


@pytest.mark.parametrize("case", SPLITS)
def test_documents_are_shared_out_to_books_and_bookmarks(case: str) -> None:
    options, expected = SPLITS[case]
    found = {
        book.name: [(group.title, [chapter.title for chapter in group.chapters]) for group in book.groups]
        for book in books(PackOptions(**options), "上塘镇", "瓯北镇")
    }
    assert found == expected


def test_documents_without_a_township_have_a_book_too() -> None:
    (book,) = books(PackOptions(), "")
    assert (book.name, book.title) == ("未注明乡镇", "未注明乡镇（永政办发〔2009〕151号）")


def test_a_bookmark_tells_the_excel_file_from_the_word_file() -> None:
    (word, own_range) = items()["上塘镇/望云社区-考核评分表.docx"]
    excel = Item(Path("x.xlsx"), "x.xlsx", word.form, word.who)
    checked = CheckedDocuments({word.path: own_range, excel.path: own_range})
    (book,) = plan_files([word, excel], checked, PackOptions(choice=Choice("both")), RUBRIC)
    assert [chapter.title for chapter in book.chapters] == ["考核评分表", "考核评分表（Excel）"]


def test_the_list_tells_the_excel_file_from_the_word_file_where_both_are_printed() -> None:
    (word, own_range) = items()["上塘镇/望云社区-考核评分表.docx"]
    excel = Item(Path("x.xlsx"), "x.xlsx", word.form, word.who)
    checked = CheckedDocuments({word.path: own_range, excel.path: own_range})
    options = PackOptions(choice=Choice("both"), cover=True)
    (book,) = plan_files([word, excel], checked, options, RUBRIC)
    (drawn,) = draw_extra_pages([book], options).values()
    _, rows = shown(drawn)
    assert rows[1][2] == "考核评分表\n考核评分表（Excel）"


NAMED = [
    (
        PackOptions(choice=Choice(forms=("申报表",))),
        "上塘镇-申报表",
        "上塘镇　申报表（永政办发〔2009〕151号）",
    ),
    (
        PackOptions(choice=Choice(only=("望云社区",))),
        "上塘镇（部分）",
        "上塘镇（部分）（永政办发〔2009〕151号）",
    ),
    (PackOptions(split="all"), "全部", "全部（永政办发〔2009〕151号）"),
]


@pytest.mark.parametrize(("options", "name", "title"), NAMED)
def test_the_title_of_a_book_is_no_name_of_a_file(options: PackOptions, name: str, title: str) -> None:
    book = books(options)[0]
    assert (book.name, book.title) == (name, title)


def test_the_texts_of_a_row_stand_in_its_middle_however_many_lines_one_has() -> None:
    document = docx.Document(io.BytesIO(draw_cover_list("上塘镇", MANY[:2], "共2个。")))
    found = {cell.vertical_alignment for row in document.tables[0].rows for cell in row.cells}
    assert found == {WD_CELL_VERTICAL_ALIGNMENT.CENTER}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["草稿"]),
        ({"numbers": True}, ["草稿", "页码"]),
        ({"cover": True}, ["材料清单1", "材料清单2", "草稿"]),
        ({"draft": True}, ["草稿"]),
    ],
    ids=str,
)
def test_only_leaves_that_are_needed_are_drawn(options: dict[str, Any], expected: list[str]) -> None:
    asked = PackOptions(**options)
    assert sorted(draw_extra_pages(books(asked, "上塘镇", "瓯北镇"), asked)) == expected
    finished = [book for book in books(asked) if not any(chapter.draft for chapter in book.chapters)]
    assert draw_extra_pages(finished, PackOptions(numbers=True, cover=True)) == {}


def test_the_header_of_the_cover_stands_on_every_page_and_no_row_is_split() -> None:
    table: Any = docx.Document(io.BytesIO(cover_pages.draw_cover_list("上塘镇", MANY, ""))).tables[0]._tbl
    assert len(table.xpath("./w:tr[1]/w:trPr/w:tblHeader")) == 1
    assert len(table.xpath("./w:tr/w:trPr/w:cantSplit")) == 51


def test_the_same_leaves_have_the_same_bytes() -> None:
    assert cover_pages.draw_cover_list("上塘镇", MANY[:3], "共") == cover_pages.draw_cover_list(
        "上塘镇", MANY[:3], "共"
    )
    assert cover_pages.draw_page_numbers(3) == cover_pages.draw_page_numbers(3)
    assert cover_pages.draw_draft_word() == cover_pages.draw_draft_word()


# --- on paper -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed() -> Mapping[str, list[Page]]:
    """Lay the leaves out in LibreOffice."""
    if not LIBREOFFICE:
        pytest.skip("LibreOffice is not installed")
    drawn = {
        "cover": cover_pages.draw_cover_list(
            "上塘镇（永政办发〔2009〕151号）", MANY, "共50个社区（村），100份，150页。"
        ),
        "long": cover_pages.draw_cover_list(
            "上塘镇",
            [CoverRow(f"上塘镇{LONG}", "申报表×3、考核评分表×3、推荐表", "12", "1、128、201", "草稿")],
            "共",
        ),
        "numbers": cover_pages.draw_page_numbers(12),
        "outer numbers": cover_pages.draw_page_numbers(4, duplex=True),
        "mark": cover_pages.draw_draft_word(),
    }
    with open_print_run([], ConversionOptions(1)) as run:
        found = run.convert_extra_pages(drawn)
        return {
            name: read_pages(PageRange(path, 0, len(PdfReader(path).pages))) for name, path in found.items()
        }


def text(page: Page) -> str:
    return "".join(sign for sign, _ in page.characters)


def test_fifty_communities_take_a_second_page_of_the_cover_with_the_header_on_both(
    printed: Mapping[str, list[Page]],
) -> None:
    pages = printed["cover"]
    assert len(pages) == 2
    assert all("".join(HEAD) in text(page) for page in pages)
    found = [name for page in pages for name in re.findall(r"上塘镇第\d+社区", text(page))]
    assert found == [name for name, *_ in MANY]
    assert text(pages[-1]).endswith("共50个社区（村），100份，150页。")


@pytest.mark.parametrize("name", ["cover", "long", "numbers", "outer numbers", "mark"])
def test_leaves_are_a4_and_nothing_on_them_is_astray(printed: Mapping[str, list[Page]], name: str) -> None:
    assert printed[name]
    for page in printed[name]:
        assert page.characters
        assert is_a4(page.width, page.height)
        assert page.width < page.height
        assert page.find_misplaced() == ""


def test_a_long_name_is_printed_whole(printed: Mapping[str, list[Page]]) -> None:
    (page,) = printed["long"]
    assert LONG in text(page)
    assert "申报表×3、考核评分表×3、推荐表" in text(page)


def test_numbers_stand_in_the_middle_of_the_foot_and_nothing_else_on_the_page(
    printed: Mapping[str, list[Page]],
) -> None:
    pages = printed["numbers"]
    assert [text(page) for page in pages] == [f"—{at}—" for at in range(1, 13)]
    for page in pages:
        left = min(box[0] for _, box in page.characters)
        right = max(box[2] for _, box in page.characters)
        assert (left + right) / 2 == pytest.approx(page.width / 2, abs=2)
        assert all(3 * POINTS_PER_MM < box[1] < box[3] < 20 * POINTS_PER_MM for _, box in page.characters)
        assert page.lines == ()


def test_numbers_of_two_sided_print_stand_at_the_outer_edge(printed: Mapping[str, list[Page]]) -> None:
    pages = printed["outer numbers"]
    assert [text(page) for page in pages] == [f"—{at}—" for at in range(1, 5)]
    for at, page in enumerate(pages, 1):
        left = min(box[0] for _, box in page.characters)
        right = max(box[2] for _, box in page.characters)
        outer = page.width - right if at % 2 else left
        assert outer == pytest.approx(20 * POINTS_PER_MM + 14, abs=4)


def test_the_word_of_a_draft_is_large_and_stands_in_the_middle(
    printed: Mapping[str, list[Page]],
) -> None:
    (page,) = printed["mark"]
    assert text(page) == "草稿"
    left, bottom = (min(box[side] for _, box in page.characters) for side in (0, 1))
    right, top = (max(box[side] for _, box in page.characters) for side in (2, 3))
    assert (left + right) / 2 == pytest.approx(page.width / 2, abs=10)
    assert (bottom + top) / 2 == pytest.approx(page.height / 2, abs=40)
    assert right - left > 250
