"""Every Excel sheet as paper: page breaks, repeated rows, nothing cut off at the right or at the bottom of a cell.

The first half reads the workbooks and calculates as Excel does, the second half looks at what LibreOffice prints.
"""

import os
import re
import shutil
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from support.excel_books import (
    FORMS,
    LISTS,
    LONG,
    STATES,
    filled,
    fitted,
    footer,
    header_of,
    heights,
    listed,
    normal_font,
    points_wide,
    room,
    sheets_of,
)

from formgen.printing.fonts import write_configuration
from formgen.printing.libreoffice import convert
from formgen.printing.options import ConversionOptions
from formgen.reports.lists import ListSheet, make_lists

SOFFICE = shutil.which("soffice")
if os.environ.get("CI") and not SOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
needs_office = pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")

SPLIT = {  # the words of the section cells that stand on each page
    "yongjia-scorecard": ("三、扶持政策和就业援助方面（35分）", "三、扶持政策和就业援助方面（35分）"),
    "taizhou-indicators": ("基础建设", "就业服务"),
}
HEADERS = {"yongjia-scorecard": "评估标准", "taizhou-indicators": "评分办法"}


def test_the_long_name_is_a_name_of_thirty_five_characters() -> None:
    assert len(LONG) == 35


@pytest.mark.parametrize("state", ["template", *STATES])
@pytest.mark.parametrize("form", list(FORMS))
def test_a_score_form_is_as_wide_as_the_page_at_its_full_size(form: str, state: str) -> None:
    (sheet,) = sheets_of(filled(form, state))
    assert not fitted(sheet), "Excel would ignore the breaks"
    assert sheet.page_setup.scale == 100
    wide = points_wide(sheet)
    assert normal_font(filled(form, state)) == ("Times New Roman", "12"), "its digits are as wide everywhere"
    assert 0.03 * wide <= room(sheet)[0] - wide <= 0.06 * wide
    assert sheet.print_options.horizontalCentered
    sizes = [cell.font.sz for row in sheet.iter_rows(min_row=6) for cell in row if cell.value]
    assert min(sizes) >= 12, "as on the Word form"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("form", list(FORMS))
def test_a_score_form_breaks_once_and_both_pages_fit(form: str, state: str) -> None:
    (sheet,) = sheets_of(filled(form, state))
    (mark,) = sheet.row_breaks.brk
    assert mark.man
    header = 5
    assert sheet.print_title_rows == f"${header}:${header}", "the name survives the filling"
    assert sheet.print_area == f"'{sheet.title}'!$A$1:${sheet.dimensions.split(':')[1][0]}${sheet.max_row}"
    tall = heights(sheet)
    first = sum(points for row, points in tall.items() if row <= mark.id)
    second = sum(points for row, points in tall.items() if row > mark.id) + tall[header]
    assert max(first, second) <= room(sheet)[1] - 12, "each row may be rounded up to a pixel"
    crossing = [ref for ref in sheet.merged_cells.ranges if ref.min_row <= mark.id < ref.max_row]
    assert crossing == [], "its text would stand on one page only"


@pytest.mark.parametrize("form", list(FORMS))
def test_the_section_of_the_second_page_is_named_again(form: str) -> None:
    (sheet,) = sheets_of(filled(form, "filled"))
    (mark,) = sheet.row_breaks.brk
    column = 1 if form == "yongjia-scorecard" else 2
    above = [sheet.cell(row, column).value for row in range(6, mark.id + 1)]
    last = next(text for text in reversed(above) if text)
    next_page = sheet.cell(mark.id + 1, column).value
    assert tuple(str(text).replace("\n", "") for text in (last, next_page)) == SPLIT[form]


@pytest.mark.parametrize("form", list(FORMS))
def test_every_row_holds_its_words_where_excel_measures_the_narrow_digit(form: str) -> None:
    (sheet,) = sheets_of(filled(form, "blank"))
    clauses = "C" if form == "yongjia-scorecard" else "D"
    wide = sheet.column_dimensions[clauses].width * 7 * 0.75 - 4
    tall, checked = heights(sheet), 0
    for row in range(6, sheet.max_row):
        text = str(sheet[f"{clauses}{row}"].value or "")
        lines = sum(ceil(len(part) * 12 / wide) for part in text.split("\n")) if text else 0
        assert tall[row] >= lines * 14.25, "a line of 12 point type takes 14.25 points in Excel"
        checked += lines > 1
    assert checked >= 11


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_as_wide_as_its_page_in_type_that_can_be_read(name: str) -> None:
    found = sheets_of(listed(name))
    assert found
    for sheet in found:
        setup = sheet.page_setup
        assert fitted(sheet)
        summary = sheet.title == "汇总表"
        assert (setup.fitToWidth, setup.fitToHeight, setup.orientation) == (1, 0, "landscape")
        assert not sheet.row_breaks.brk
        header = 3 if summary else 2 if name.startswith("summary") else 1
        assert sheet.print_title_rows == f"${header}:${header}"
        if summary:  # a print pack has its own numbers below
            assert header_of(sheet) == "第 &P 页　共 &N 页"
        else:
            assert footer(sheet) == "— &P —　 　— &P —"
        scale = min(1, room(sheet)[0] / points_wide(sheet))
        sizes = {cell.font.sz for row in sheet.iter_rows(min_row=header + 1) for cell in row if cell.value}
        assert scale * min(sizes, default=10.5) >= 9, f"{sheet.title}: {scale:.0%}"
        assert max(heights(sheet).values()) <= 409, "Excel allows no taller row"


def test_the_summary_of_nineteen_criteria_prints_nine_point_figures_and_labels_of_nearly_eight() -> None:
    sheet = sheets_of(listed("summary"))[0]
    scale = room(sheet)[0] / points_wide(sheet)
    assert sheet.max_column == 2 + 19 + 6
    assert (round(sheet["C4"].font.sz * scale, 1), round(sheet["C3"].font.sz * scale, 1)) == (9.1, 7.8)
    assert sheet.print_title_cols == "$A:$B", "whoever lets it print wider still sees whose row it is"


def test_a_number_shrinks_where_its_cell_is_narrow_instead_of_turning_into_hashes() -> None:
    for data in (filled("yongjia-scorecard", "filled"), listed("summary")):
        sheet = sheets_of(data)[0]
        numbers = [
            cell for row in sheet.iter_rows() for cell in row if cell.data_type in {"n", "f"} and cell.value
        ]
        assert len(numbers) > 70
        assert all(cell.alignment.shrink_to_fit and not cell.alignment.wrap_text for cell in numbers)


def test_a_text_taller_than_any_row_goes_on_in_the_next_with_the_words_in_front_of_it() -> None:
    text = "逐字写明，不得删去。" * 60
    (sheet,) = sheets_of(
        make_lists(
            {"表": ListSheet({"名称": 20, "原因": 20, "得分": 8}, [("甲", text, "=1"), ("乙", "短", "")])}
        )
    )
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["甲", "甲", "甲", "乙"]
    assert "".join(str(row[1]).removeprefix("（续）") for row in rows[:3]) == text
    assert [row[2] for row in rows] == ["=1", None, None, None]
    assert max(heights(sheet).values()) <= 409


# what LibreOffice prints


class Glyph(NamedTuple):
    """A character with its box on the page, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


class Page(NamedTuple):
    """A printed page: its size, its characters, and its ruling lines as left, bottom, right, top."""

    size: tuple[float, float]
    text: str
    glyphs: tuple[Glyph, ...]
    rules: tuple[tuple[float, float, float, float], ...]


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Convert every workbook to PDF in one LibreOffice run."""
    folder = tmp_path_factory.mktemp("excel")
    books = {f"{form}-{state}": filled(form, state) for form in FORMS for state in STATES}
    books |= {name: listed(name) for name in LISTS}
    for name, data in books.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    made = convert(
        sorted(folder.glob("*.xlsx")), folder / "pdf", ConversionOptions(fonts=write_configuration(folder))
    )
    assert made.problems == ()
    return {source.stem: pdf for source, pdf in made.pdfs.items()}


def pages(path: Path) -> Iterator[Page]:
    for page in pypdfium2.PdfDocument(path):
        text = page.get_textpage()
        glyphs = (
            Glyph(character, *text.get_charbox(at))
            for at in range(text.count_chars())
            if (character := text.get_text_range(at, 1)).strip()
        )
        rules = tuple(
            each.get_bounds() for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
        )
        yield Page(page.get_size(), _plain(text.get_text_range()), tuple(glyphs), rules)


def _plain(text: object) -> str:
    return re.sub(r"\s|\ufffe", "", str(text))


def crossed(page: Page) -> list[str]:
    """Return the characters that a ruling line runs through."""
    found = []
    for left, bottom, right, top in page.rules:
        across, up = (left + right) / 2, (bottom + top) / 2
        standing = right - left < top - bottom
        found += [
            each.text
            for each in page.glyphs
            if (
                each.left + 0.4 < across < each.right - 0.4 and each.bottom < top and bottom < each.top
                if standing
                else each.bottom + 0.4 < up < each.top - 0.4 and each.left < right and left < each.right
            )
        ]
    return found


def overprinted(page: Page) -> list[str]:
    """Return the pairs of characters that lie upon each other by a third of their height and width."""
    found = []
    ordered = sorted(page.glyphs, key=lambda each: each.bottom)
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.bottom > one.top:
                break
            tall = min(one.top, other.top) - other.bottom
            wide = min(one.right, other.right) - max(one.left, other.left)
            least = (
                min(one.top - one.bottom, other.top - other.bottom),
                min(one.right - one.left, other.right - other.left),
            )
            if tall > least[0] / 3 and wide > least[1] / 3:
                found.append(one.text + other.text)
    return found


BOOKS = [*(f"{form}-{state}" for form in FORMS for state in STATES), *LISTS]


def source(name: str) -> bytes:
    form, _, state = name.rpartition("-")
    return listed(name) if name in LISTS else filled(form, state)


@needs_office
@pytest.mark.parametrize("name", BOOKS)
def test_no_character_is_cut_off_crossed_by_a_line_or_printed_upon_another(
    pdfs: dict[str, Path], name: str
) -> None:
    margin = sheets_of(source(name))[0].page_margins
    printed = list(pages(pdfs[name]))
    assert printed
    for page in printed:
        wide, tall = page.size
        least, most = margin.left * 72 - 1, wide - margin.right * 72 + 1
        assert page.glyphs
        assert [each.text for each in page.glyphs if each.left < least or each.right > most] == []
        inner = (margin.bottom * 72, tall - margin.top * 72)  # page numbers stand below, or above
        body = [each for each in page.glyphs if each.top > inner[0] and each.bottom < inner[1]]
        assert [each.text for each in body if each.bottom < inner[0] - 1] == []
        assert [each.text for each in body if each.top > inner[1] + 1] == []
        assert crossed(page) == []
        assert overprinted(page) == []


@needs_office
@pytest.mark.parametrize("name", BOOKS)
def test_every_word_of_every_cell_is_printed(pdfs: dict[str, Path], name: str) -> None:
    printed = "".join(page.text for page in pages(pdfs[name]))
    words = {
        _plain(f"{cell.value:g}" if isinstance(cell.value, float) else cell.value)
        for sheet in sheets_of(source(name))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in {None, ""} and cell.data_type != "f"
    }
    assert len(words) >= 8
    assert sorted(word for word in words if word not in printed) == []


@needs_office
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("form", list(FORMS))
def test_both_pages_of_a_score_form_begin_with_the_header_row_and_name_their_section(
    pdfs: dict[str, Path], form: str, state: str
) -> None:
    found = list(pages(pdfs[f"{form}-{state}"]))
    assert [tuple(map(round, page.size)) for page in found] == [(595, 842)] * 2
    for page, section in zip(found, SPLIT[form], strict=True):
        assert HEADERS[form] in page.text
        assert section in page.text
    top = max(each.top for each in found[1].glyphs)
    first = "".join(each.text for each in found[1].glyphs if each.top > top - 45)
    assert HEADERS[form] in first, "nothing stands above the repeated header row"


@needs_office
@pytest.mark.parametrize("form", list(FORMS))
def test_a_name_of_thirty_five_characters_stands_on_one_line(pdfs: dict[str, Path], form: str) -> None:
    page, _ = pages(pdfs[f"{form}-long"])
    at = "".join(each.text for each in page.glyphs).index(LONG)
    middles = [(each.bottom + each.top) / 2 for each in page.glyphs[at : at + len(LONG)]]
    assert max(middles) - min(middles) < 8
    widths = [each.right - each.left for each in page.glyphs[at : at + len(LONG)]]
    assert max(widths) > 8.5, "the smaller type can still be read"


@needs_office
def test_a_total_is_printed_as_the_number_it_is(pdfs: dict[str, Path]) -> None:
    _, page = pages(pdfs["yongjia-scorecard-filled"])
    assert "87.27" in page.text, "the sum of nineteen criteria, each 0.67 below its points"
    assert "#" not in page.text


@needs_office
@pytest.mark.parametrize(("name", "header", "count"), [("index", "文件", 2), ("handout", "依据原文", 9)])
def test_every_page_of_a_list_begins_with_the_header_row(
    pdfs: dict[str, Path], name: str, header: str, count: int
) -> None:
    found = list(pages(pdfs[name]))
    assert len(found) >= count
    assert all(header in page.text for page in found)


@needs_office
def test_every_page_of_the_summary_begins_with_the_header_row(pdfs: dict[str, Path]) -> None:
    found = list(pages(pdfs["summary"]))
    own = next(at for at, page in enumerate(found) if "佐证材料" in page.text)
    assert own >= 3, "36 communities, and then the list of what is open"
    assert all("备注" in page.text and "是否合格" in page.text for page in found[:own])
