"""What formgen prints beside the forms opens in LibreOffice: the explanations and the 汇总表.

Needs LibreOffice. On a plain PC these tests are skipped, visibly; CI installs it and fails without it.
"""

import os
import shutil

import pytest
from pypdf import PdfReader

from formgen import assets
from formgen.commands.build import plan_build
from formgen.commands.explain import write_explanations
from formgen.commands.score import score_data
from formgen.folder.build import build_folder
from formgen.folder.plan import Options
from formgen.printing.libreoffice import convert

if os.environ.get("CI") and not shutil.which("soffice"):
    pytest.fail("CI must install LibreOffice", pytrace=False)
pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PdfReader]:
    """The explanations of a sample and its 汇总表, as PDF."""
    folder = tmp_path_factory.mktemp("paper")
    data = assets.folder("samples") / "taizhou-2019" / "data.xlsx"
    write_explanations(score_data([data], "taizhou-2019"), folder / "handout.docx", [data])
    build_folder(plan_build(data, "taizhou-2019", Options()), folder / "out")
    sources = [folder / "handout.docx", folder / "out" / "云屿镇" / "汇总表.xlsx"]
    made = convert(sources, folder / "pdf")
    assert made.problems == ()
    return {source.stem: PdfReader(pdf) for source, pdf in made.pdfs.items()}


def test_the_handout_and_the_summary_open(printed: dict[str, PdfReader]) -> None:
    assert "评分说明" in printed["handout"].pages[0].extract_text()
    assert "前屿村" in "".join(page.extract_text() for page in printed["汇总表"].pages)


def test_both_are_printed_on_a4(printed: dict[str, PdfReader]) -> None:
    assert printed.keys() == {"handout", "汇总表"}
    for reader in printed.values():
        sizes = [sorted(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages]
        assert sizes
        assert sizes == [[595, 842]] * len(sizes)
