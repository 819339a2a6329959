"""Pages of our own as LibreOffice lays them out: a page for each community, and nothing past the last column."""

import os
from pathlib import Path

import pytest
from pypdf import PdfReader
from support import rubric_of
from support.command import run

from formgen.model import Who
from formgen.printing import libreoffice
from formgen.printing.libreoffice import convert
from formgen.printing.options import ConversionOptions
from formgen.reports.entry_page import make_entry_pages

LIBREOFFICE = libreoffice.find_program()
if os.environ.get("CI") and not LIBREOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
pytestmark = pytest.mark.skipif(not LIBREOFFICE, reason="LibreOffice is not installed")
LONG = Who("滨江新城", "滨江新城南片区高标准就业创业服务综合示范社区")


def pages(path: Path, folder: Path) -> list[str]:
    made = convert([path], folder, ConversionOptions())
    return [page.extract_text() for page in PdfReader(made.pdfs[path]).pages]


@pytest.mark.parametrize("rubric", ["taizhou-2019", "yongjia-2009"])
@pytest.mark.parametrize(
    "whos", [(), (LONG,), (Who("云屿镇", "前屿村"),) * 15], ids=["blank", "long", "fifteen"]
)
def test_the_entry_page_of_a_community_is_one_page(
    rubric: str, whos: tuple[Who, ...], tmp_path: Path
) -> None:
    paper = tmp_path / "填报单.docx"
    paper.write_bytes(make_entry_pages(rubric_of(rubric), whos))
    found = pages(paper, tmp_path / "pdf")
    assert len(found) == max(len(whos), 1)
    assert all("填报人" in each and "填报单" in each for each in found)


@pytest.mark.parametrize(("rubric", "most"), [("taizhou-2019", 14), ("yongjia-2009", 14)])
def test_the_empty_data_workbook_prints_few_pages_of_whole_groups(
    rubric: str, most: int, tmp_path: Path
) -> None:
    book = tmp_path / "空白.xlsx"
    run("workbook", "--rubric", rubric, "-o", str(book))
    found = pages(book, tmp_path / "pdf")
    assert len(found) <= most
    sheets = [each for each in found if each.startswith("社区数据")]
    assert all("社区（村）名称" in each.replace("\n", "") for each in sheets)
