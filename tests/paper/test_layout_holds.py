"""Another program measures a little differently: with columns of text 3 per cent narrower or wider, and lines 3 per cent
closer or farther apart, every form keeps the pages that its ``form.yaml`` promises, and breaks them where it says.
"""

import os
import shutil
from contextlib import closing

import pypdfium2
import pytest
from support import golden_pages
from support.stretched_forms import Stretch, stretched

from formgen.filling.rows import group_rows
from formgen.printing.conversion import PageRange

SOFFICE = shutil.which("soffice")
if os.environ.get("CI") and not SOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
pytestmark = pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
STATES = ("blank", "filled", "limit")
STRETCHES = (
    Stretch(),
    Stretch(width=0.97),
    Stretch(width=1.03),
    Stretch(pitch=0.97),
    Stretch(pitch=1.03),
    Stretch(0.97, 1.03),
    Stretch(1.03, 0.97),
)
CASES = [(key, state, by) for key in golden_pages.templates_now for state in STATES for by in STRETCHES]


def name_of(key: golden_pages.Key, state: str, by: Stretch) -> str:
    return f"{key[1]}-{key[2][1:]}-{state}-{by}"


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PageRange]:
    """Every form in every state, stretched in every way."""
    documents = {}
    for key, state, by in CASES:
        made = golden_pages.templates_now[key][2].render(golden_pages.values(key, state))
        documents[f"{name_of(key, state, by)}{key[2]}"] = stretched(made, by)
    return golden_pages.laid(documents, tmp_path_factory.mktemp("stretched"), join=False)


def words_of(own_range: PageRange) -> list[str]:
    """Return the words of each page, without blanks."""
    with closing(pypdfium2.PdfDocument(own_range.pdf)) as document:
        found = [
            document[at].get_textpage().get_text_range() for at in range(own_range.start, own_range.stop)
        ]
    return ["".join(text.split()) for text in found]


def first_words(text: str) -> str:
    return "".join(text.split())[:12]


@pytest.mark.parametrize(("key", "state", "by"), CASES, ids=[name_of(*case) for case in CASES])
def test_a_stretched_form_keeps_its_pages(
    laid: dict[str, PageRange], key: golden_pages.Key, state: str, by: Stretch
) -> None:
    rubric, form, _ = golden_pages.templates_now[key]
    assert laid[name_of(key, state, by)].count == form.spec.pages
    rows = [row for group in group_rows(rubric, form) for row in group.rows]
    ends = [at for at, row in enumerate(rows, 1) if row.criteria[-1] in form.spec.page_after]
    for number, at in enumerate(ends):
        last, first = first_words(rows[at - 1].clause), first_words(rows[at].clause)
        shown = words_of(laid[name_of(key, state, by)])[number : number + 2]
        assert [last in page for page in shown] == [True, False]
        assert [first in page for page in shown] == [False, True]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PageRange]:
    """Every filled form as LibreOffice lays it out by itself, with whatever fonts it has."""
    documents = {
        f"{key[1]}-{key[2][1:]}{key[2]}": template.render(golden_pages.values(key, "filled"))
        for key, (_, _, template) in golden_pages.templates_now.items()
    }
    return golden_pages.laid(documents, tmp_path_factory.mktemp("bare"), bare=True)


@pytest.mark.parametrize("key", list(golden_pages.templates_now), ids="-".join)
def test_a_form_keeps_its_pages_and_columns_in_a_program_without_its_fonts(
    bare: dict[str, PageRange], key: golden_pages.Key
) -> None:
    _, form, _ = golden_pages.templates_now[key]
    assert bare[f"{key[1]}-{key[2][1:]}"].count == form.spec.pages
