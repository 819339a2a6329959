"""Pages are proof-read by their ink: what is lost, astray, or stands where a seal belongs is found, and nothing else.

First pages drawn by hand, then pages that LibreOffice lays out.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook

from formgen.forms.typeset import POINTS_PER_MM
from formgen.office import package
from formgen.printing import fonts, libreoffice
from formgen.printing.conversion import convert_documents
from formgen.printing.formats import read_shown_text
from formgen.printing.options import ConversionOptions
from formgen.printing.page import A4, Character, Page, Rect, is_a4, read_pages
from formgen.printing.proof import Fault, FaultKind, find_faults

LIBREOFFICE = libreoffice.find_program()
if os.environ.get("CI") and not LIBREOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)

SIDE = 10.0  # points: of a character drawn by hand
MM = POINTS_PER_MM
OPINION = Mm(50)


def frame(left: float, bottom: float, right: float, top: float) -> list[Rect]:
    """Return the four ruling lines around a box."""
    return [
        Rect(left - 0.5, bottom - 0.5, right + 0.5, bottom),
        Rect(left - 0.5, top, right + 0.5, top + 0.5),
        Rect(left - 0.5, bottom - 0.5, left, top + 0.5),
        Rect(right, bottom - 0.5, right + 0.5, top + 0.5),
    ]


def at(text: str, x: float, y: float) -> list[Character]:
    """Return characters on a line that begins at a point."""
    return [
        Character(sign, Rect(x + SIDE * number + 0.5, y, x + SIDE * (number + 1) - 0.5, y + SIDE))
        for number, sign in enumerate(text)
    ]


def page(signs: Sequence[Character] = (), lines: Sequence[Rect] = ()) -> Page:
    return Page(*A4, tuple(signs), tuple(lines))


# --- errors of formulas ----------------------------------------------------------------------------------------

ERRORS = ["#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#N/A", "#NUM!", "Err:508", "错误！未找到引用源"]


@pytest.mark.parametrize("error", ERRORS)
def test_the_error_of_a_formula_is_found_on_its_page(error: str) -> None:
    pages = [page(), page(at(f"合计{error}", 100, 500))]
    assert list(find_faults(pages, None, error, [])) == [Fault(FaultKind.FORMULA_ERROR, 2, error)]


@pytest.mark.parametrize("text", ["#1楼", "错误已改正", "N/A", "参考#REF"])
def test_words_that_are_no_error_are_none(text: str) -> None:
    assert list(find_faults([page(at(text, 100, 500))], None, text, [])) == []


# --- astray ---------------------------------------------------------------------------------------------------

BOX = frame(100, 100, 300, 200)
ASTRAY: dict[str, tuple[Sequence[Character], str]] = {
    "inside": (at("就业", 110, 150), ""),
    "through the right side": (at("就业服务", 275, 150), "服"),
    "through the left side": (at("就业", 95, 150), "就"),
    "through the bottom": (at("就业", 110, 95), "就业"),
    "through the top": (at("就业", 110, 195), "就业"),
    "a breath over the bottom": (at("就业", 110, 99.6), ""),
    "touching the bottom": (at("就业", 110, 100), ""),
    "beside the box": (at("就业", 310, 150), ""),
    "level with a side that ends above": (at("就业", 295, 220), ""),
    "off the left edge": (at("就业", 5, 400), "就"),
    "off the lower edge": (at("就业", 200, 3), "就业"),
    "off the right edge": (at("就业", 570, 400), "业"),
    "off the upper edge": (at("就业", 200, 830), "就业"),
    "two lines on top of each other": ([*at("就业", 110, 150), *at("服务", 110, 151)], "就业”“服务"),
    "the figures of several cells": ([*at("3", 298, 150), *at("2.5", 298, 120)], "3”“2"),
    "two lines close to each other": ([*at("就业", 110, 150), *at("服务", 110, 152)], ""),
    "many": (
        at("一二三四五六七八九十", 110, 95) + at("甲乙丙丁", 110, 195),
        "一二三四五六七八九十”“甲乙丙丁",
    ),
    "many in a line": (at("一二三四五六七八九十甲乙丙丁", 110, 95), "一二三四五六七八九十甲乙"),
}


@pytest.mark.parametrize("case", ASTRAY)
def test_characters_over_a_line_over_each_other_or_off_the_paper_are_astray(case: str) -> None:
    signs, expected = ASTRAY[case]
    assert page(signs, BOX).find_misplaced() == expected


def test_every_line_of_a_full_page_is_looked_at() -> None:
    rows = [Rect(50.0, 20.0 * number, 550.0, 20.0 * number + 0.5) for number in range(1, 41)]
    good = [sign for number in range(1, 40) for sign in at("字" * 40, 60, 20.0 * number + 5)]
    assert page(good, rows).find_misplaced() == ""
    for number in (1, 20, 39):
        assert page([*good, *at("坏", 480, 20.0 * number - 5)], rows).find_misplaced() == "坏"


# --- seals ----------------------------------------------------------------------------------------------------

STAMP = "（盖章）"


def stamped(wide: float = 46, high: float = 60, words: Sequence[Character] = (), more: str = "") -> Page:
    """Return a page with a box of so many millimetres, the words of a seal at its foot."""
    lines = frame(100, 100, 100 + wide * MM, 100 + high * MM)
    return page([*at(f"{STAMP}{more}", 105, 120), *at("年月日", 130, 105), *words], lines)


SEALS: dict[str, tuple[Page, Page | None, list[int], list[str]]] = {
    "as the blank": (stamped(), stamped(), [45], []),
    "a date": (stamped(words=at("2026", 105, 105)), stamped(), [45], []),
    "a date with strokes": (stamped(words=at("2026-3-4", 105, 140)), stamped(), [45], []),
    "a date with slashes": (stamped(words=at("2026/3/4", 105, 140)), stamped(), [45], []),
    "a date with points": (stamped(words=at("2026.3.4", 105, 140)), stamped(), [45], []),
    "a date in full-width figures": (stamped(words=at("２０２６．３．４", 105, 140)), stamped(), [45], []),
    "a date called a number": (stamped(words=at("2026年3月4号", 105, 140)), stamped(), [45], []),
    "strokes without a figure": (stamped(words=at("--", 105, 140)), stamped(), [45], ["第1处有字“--”"]),
    "a date in Chinese figures": (stamped(words=at("二〇二六", 105, 140)), stamped(), [45], []),
    "written into": (stamped(words=at("同意", 105, 160)), stamped(), [45], ["第1处有字“同意”"]),
    "written above the seal": (stamped(words=at("同意", 105, 100 + 50 * MM)), stamped(), [45], []),
    "written into, a figure among the words": (
        stamped(words=at("同意3户", 105, 160)),
        stamped(),
        [45],
        ["第1处有字“同意3户”"],
    ),
    "the office's own name": (stamped(more="上塘镇劳动保障所"), stamped(), [45], []),
    "a name of signs that the blank has": (stamped(more="日照年月镇居委会"), stamped(), [45], []),
    "a name and a date": (
        page(
            [*at(f"{STAMP}云屿镇人民政府", 105, 120), *at("2026年3月4日", 105, 105)],
            frame(100, 100, 100 + 46 * MM, 100 + 60 * MM),
        ),
        stamped(),
        [45],
        [],
    ),
    "an opinion that ends as an office's name does": (
        stamped(more="同意报送县局"),
        stamped(),
        [45],
        ["第1处有字“同意报送县局”"],
    ),
    "a name and an opinion": (
        stamped(words=at("同意", 105, 160), more="劳动保障所"),
        stamped(),
        [45],
        ["第1处有字“劳动保障所同意”"],
    ),
    "a number of persons before an office": (
        stamped(more="3户报县局"),
        stamped(),
        [45],
        ["第1处有字“3户报县局”"],
    ),
    "words of the blank twice": (stamped(words=at("盖", 105, 160)), stamped(), [45], ["第1处有字“盖”"]),
    "without a blank, the form's own words count": (stamped(), None, [45], ["第1处有字“（盖章）年月日”"]),
    "too narrow": (stamped(wide=40), stamped(), [42], ["第1处只有40×60毫米"]),
    "too low": (stamped(high=41), stamped(high=41), [42], ["第1处只有46×41毫米"]),
    "just wide enough": (stamped(wide=42), stamped(), [42], []),
    "narrower by a ruling line": (stamped(wide=42 - 0.9 / MM), stamped(), [42], []),
    "narrower by more": (stamped(wide=42 - 1.1 / MM), stamped(), [42], ["第1处只有42×60毫米"]),
    "lower by a ruling line": (stamped(high=42 - 0.9 / MM), stamped(), [42], []),
    "lower by more": (stamped(high=42 - 1.1 / MM), stamped(), [42], ["第1处只有46×42毫米"]),
    "one more than there are": (stamped(), stamped(), [45, 45], ["应有2处盖章的地方，找到1处"]),
    "none": (page(at("没有", 100, 100)), stamped(), [45], ["应有1处盖章的地方，找到0处"]),
    "no box around it": (page(at(STAMP, 100, 100), BOX[:3]), stamped(), [45], ["应有1处盖章的地方，找到0处"]),
    "nobody seals it": (stamped(words=at("同意", 105, 160)), None, [], []),
}


@pytest.mark.parametrize("case", SEALS)
def test_the_place_of_a_seal_is_there_large_enough_and_free(case: str) -> None:
    own, blank, seals, expected = SEALS[case]
    words = "".join(sign for sign, _ in own.characters)
    found = list(find_faults([own], None if blank is None else [blank], words, seals))
    assert [(fault.kind, fault.found) for fault in found] == [
        (FaultKind.SEAL_PLACE, text) for text in expected
    ]


def test_seals_are_counted_from_above_over_all_pages() -> None:
    pages = [stamped(), stamped(words=at("同意", 105, 160))]
    words = "".join(sign for each in pages for sign, _ in each.characters)
    assert list(find_faults(pages, [stamped(), stamped()], words, [45, 45])) == [
        Fault(FaultKind.SEAL_PLACE, 2, "第2处有字“同意”")
    ]


# --- lost -----------------------------------------------------------------------------------------------------

LOST: dict[str, tuple[str, list[str], str]] = {
    "all there": ("就业服务", ["就业服务"], ""),
    "over two pages": ("就业服务", ["就业", "服务"], ""),
    "in another order": ("就业服务", ["服务就业"], ""),
    "one lost": ("就业服务", ["就业服"], "务"),
    "one of two lost": ("就业就业", ["就业就"], "业"),
    "all lost": ("就业服务", [""], "就业服务"),
    "more on the page than in the text": ("就业", ["第1页就业"], ""),
    "blanks do not count": ("就 业\u3000服\n务\u00a0", ["就业服务"], ""),
    "compatibility forms are their plain ones": ("㎡①Ａ", ["m21A"], ""),
    "signs without width do not count": ("就\u200b业\u2060服\ufeff务", ["就业服务"], ""),
    "a number that its column does not hold": ("合计", ["合计###"], "###"),
    "such a number on the second page": ("合计", ["合计", "1234###"], "###"),
    "the same signs as a text": ("合计###", ["合计###"], ""),
    "a lost text before a number": ("合计分", ["合计###"], "分"),
    "many": ("一二三四五六七八九十甲乙丙丁", [""], "一二三四五六七八九十甲乙"),
    "a row": (
        "7就业人员台账齐全8就业援助有效果、有记录9群众满意",
        ["7就业人员台账齐全9群众满意"],
        "8就业援助有效果、有记录",
    ),
    "two places": ("联系人张三电话05770001地址虚构路一号", ["联系人电话05770001地址一号"], "张三”“虚构路"),
}


@pytest.mark.parametrize("case", LOST)
def test_every_character_of_the_text_must_be_on_the_pages(case: str) -> None:
    words, shown, expected = LOST[case]
    found = list(find_faults([page(at(text, 100, 400)) for text in shown], None, words, []))
    assert found == ([Fault(FaultKind.MISSING_TEXT, 1, expected)] if expected else [])


def test_faults_name_their_page() -> None:
    pages = [page(at("好", 100, 400)), page(at("坏", 0, 400))]
    assert list(find_faults(pages, None, "好坏", [])) == [Fault(FaultKind.MISPLACED_TEXT, 2, "坏")]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (A4, True),
        (A4[::-1], True),
        ((595, 842), True),
        ((597.9, 841.9), True),
        ((612, 792), False),
        ((599, 842), False),
    ],
)
def test_a4_is_known_upright_and_lying(size: tuple[float, float], expected: bool) -> None:
    assert is_a4(*size) is expected


# --- as LibreOffice lays it out -------------------------------------------------------------------------------


def begun() -> WordDocument:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    return document


def boxed(document: WordDocument, text: str, *, width: Any = OPINION, exact: Any = None) -> Any:
    """Add a table of one cell with a text."""
    table = document.add_table(1, 1)
    table.style, table.autofit = "Table Grid", False
    table.columns[0].width = width
    cell = table.cell(0, 0)
    cell.width = width
    cell.text = text
    shape = cell.paragraphs[0].paragraph_format
    shape.line_spacing, shape.space_after = Pt(20), Pt(0)
    if exact is not None:
        table.rows[0].height, table.rows[0].height_rule = exact, WD_ROW_HEIGHT_RULE.EXACTLY
    return cell


def good(document: WordDocument) -> None:
    boxed(document, "开展入户走访，推荐就业412人次，成功就业156人。" * 5)


def clipped(document: WordDocument) -> None:
    boxed(document, "开展入户走访，推荐就业。" * 5, exact=Pt(62))


def half_a_line(document: WordDocument) -> None:
    boxed(document, "开展入户走访，推荐就业。" * 5, exact=Pt(91))


def outdented(document: WordDocument) -> None:
    boxed(document, "推荐就业").paragraphs[0].paragraph_format.left_indent = Mm(-8)


def narrow(document: WordDocument) -> None:
    cell = boxed(document, "", width=Mm(12))
    cell.paragraphs[0].add_run("推荐就业").font.size = Pt(60)


def over_each_other(document: WordDocument) -> None:
    for text in ("推荐就业", "介绍岗位"):
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.line_spacing = Pt(0.7)
        paragraph.paragraph_format.space_after = Pt(0)


def off_the_paper(document: WordDocument) -> None:
    document.sections[0].left_margin = Mm(1)
    document.add_paragraph("推荐就业")


def hyphens_at_line_ends(document: WordDocument) -> None:
    cell = boxed(
        document, "0577-12345678 abcdefgh-ijklmnop-qrstuvwx-abcdefgh-ijklmnop-qrstuvwx", width=Mm(28)
    )
    cell.paragraphs[0].runs[0].font.size = Pt(14)


def seal_free(document: WordDocument) -> None:
    cell = boxed(document, "同意推荐。", exact=Mm(70))
    for _ in range(8):
        cell.add_paragraph("")
    cell.add_paragraph("（盖章）")
    cell.add_paragraph("2026年11月25日")


def seal_written_into(document: WordDocument) -> None:
    cell = boxed(document, "", exact=Mm(50))
    for text in ("同意推荐。", "（盖章）", "年　月　日"):
        cell.add_paragraph(text)


def seal_too_low(document: WordDocument) -> None:
    boxed(document, "（盖章）", exact=Mm(30))


def number_too_wide(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = "合计", 1234567
    sheet.column_dimensions["B"].width = 4


def number_wide_enough(book: Workbook) -> None:
    number_too_wide(book)
    book.worksheets[0].column_dimensions["B"].width = 12


Draw = Callable[[Any], None]
LAID: dict[Draw, tuple[list[int], list[FaultKind]]] = {
    good: ([], []),
    clipped: ([], [FaultKind.MISSING_TEXT, FaultKind.MISPLACED_TEXT]),
    half_a_line: ([], [FaultKind.MISSING_TEXT, FaultKind.MISPLACED_TEXT]),
    outdented: ([], [FaultKind.MISPLACED_TEXT]),
    narrow: ([], [FaultKind.MISPLACED_TEXT]),
    over_each_other: ([], [FaultKind.MISPLACED_TEXT]),
    off_the_paper: ([], [FaultKind.MISPLACED_TEXT]),
    hyphens_at_line_ends: ([], []),
    seal_free: ([42], []),
    seal_written_into: ([42], [FaultKind.SEAL_PLACE]),
    seal_too_low: ([42], [FaultKind.SEAL_PLACE]),
    number_too_wide: ([], [FaultKind.MISSING_TEXT]),
    number_wide_enough: ([], []),
}
BOOKS = {number_too_wide, number_wide_enough}


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> dict[Draw, tuple[Path, list[Page]]]:
    """Lay all documents out in LibreOffice, in one run."""
    if not LIBREOFFICE:
        pytest.skip("LibreOffice is not installed")
    room = tmp_path_factory.mktemp("laid")
    paths = {}
    for draw in LAID:
        document, suffix = (Workbook(), ".xlsx") if draw in BOOKS else (begun(), ".docx")
        draw(document)
        paths[draw] = room / f"{draw.__name__}{suffix}"
        paths[draw].write_bytes(package.saved(document))
    done = convert_documents(
        list(paths.values()), room / "pdf", ConversionOptions(1, fonts=fonts.write_configuration(room))
    )
    assert done.problems == []
    return {draw: (path, read_pages(done.ranges[path])) for draw, path in paths.items()}


BLANK = [stamped()]  # knows the words （盖章）年月日


@pytest.mark.parametrize("draw", LAID, ids=lambda each: each.__name__)
def test_what_is_wrong_with_a_page_of_libreoffice_is_found(
    laid: dict[Draw, tuple[Path, list[Page]]], draw: Draw
) -> None:
    seals, expected = LAID[draw]
    path, pages = laid[draw]
    found = list(find_faults(pages, BLANK, read_shown_text(path), seals))
    assert [fault.kind for fault in found] == expected, found


def test_a_hyphen_at_the_end_of_a_line_is_read_as_one(laid: dict[Draw, tuple[Path, list[Page]]]) -> None:
    _, (own,) = laid[hyphens_at_line_ends]
    text = "".join(sign for sign, _ in own.characters)
    assert text == "0577-12345678abcdefgh-ijklmnop-qrstuvwx-abcdefgh-ijklmnop-qrstuvwx"
    assert len({round(box[1] / 5) for _, box in own.characters}) > 3, "it stands on several lines"


def test_the_words_of_a_fault_are_those_on_the_page(laid: dict[Draw, tuple[Path, list[Page]]]) -> None:
    path, pages = laid[seal_written_into]
    (fault,) = find_faults(pages, BLANK, read_shown_text(path), [42])
    assert fault.found.startswith("第1处有字“")
    assert "同意推荐" in fault.found
    path, pages = laid[seal_too_low]
    (fault,) = find_faults(pages, BLANK, read_shown_text(path), [42])
    assert fault.found == "第1处只有50×30毫米"
