"""With columns of text 3 per cent narrower or wider, and lines 3 per cent closer or farther apart, every Word form keeps
its pages and its break: calculated here, laid out by LibreOffice in ``tests/paper``.
"""

import pytest
from support import golden_pages
from support.calculated_pages import calculate_pages
from support.stretched_forms import Stretch, stretched

from formgen.filling.rows import group_rows

STRETCHES = (
    Stretch(),
    Stretch(width=0.97),
    Stretch(width=1.03),
    Stretch(pitch=0.97),
    Stretch(pitch=1.03),
    Stretch(1.03, 0.97),
)
WORD = [key for key in golden_pages.templates_now if key[2] == ".docx"]
CASES = [(key, state, by) for key in WORD for state in ("blank", "filled", "limit") for by in STRETCHES]


@pytest.mark.parametrize(
    ("key", "state", "by"), CASES, ids=[f"{key[1]}-{state}-{by}" for key, state, by in CASES]
)
def test_a_stretched_form_keeps_its_pages_by_our_own_calculation(
    key: golden_pages.Key, state: str, by: Stretch
) -> None:
    rubric, form, template = golden_pages.templates_now[key]
    pages = calculate_pages(stretched(template.render(golden_pages.values(key, state)), by))
    assert len(pages) == form.spec.pages
    rows = [row for group in group_rows(rubric, form) for row in group.rows]
    for at, row in enumerate(rows[:-1]):
        if row.criteria[-1] in form.spec.page_after:
            last, first = ("".join(each.clause.split()) for each in rows[at : at + 2])
            assert [last in page for page in pages] == [True, False]
            assert [first in page for page in pages] == [False, True]


def test_a_form_without_its_room_would_be_found() -> None:
    key = next(each for each in WORD if each[1] == "yongjia-scorecard")
    made = golden_pages.templates_now[key][2].render(golden_pages.values(key, "blank"))
    assert len(calculate_pages(stretched(made, Stretch(pitch=1.15)))) > 2
