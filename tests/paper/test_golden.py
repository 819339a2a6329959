"""Proof by eye, kept: every form blank, filled, at its limit and over it looks as it did when a person looked at it.

The positions of texts and ruling lines are held against golden ones; when they differ, the golden picture and the
new one are left side by side in ``tests/paper/failed``. The pictures were made by ``golden_pages.py``.
"""

import json
import os
import shutil
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support import golden_pages

from formgen.printing import proof
from formgen.printing.conversion import PageRange
from formgen.printing.formats import read_shown_text
from formgen.printing.page import is_a4, read_pages

SOFFICE = shutil.which("soffice")
if os.environ.get("CI") and not SOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
pytestmark = pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
FAILED = Path(__file__).parent / "failed"
TOLERANCE = 1.0  # points
PAGES = {
    "yongjia-application-docx": 1,
    "yongjia-scorecard-docx": 2,
    "yongjia-scorecard-xlsx": 2,
    "taizhou-indicators-docx": 2,
    "taizhou-indicators-xlsx": 2,
    "taizhou-recommendation-docx": 1,
}
STEMS = [
    f"{form}-{suffix[1:]}-{state}"
    for _, form, suffix in golden_pages.templates_now
    for state in golden_pages.STATES
]
WORD = [key for key in golden_pages.templates_now if key[2] == ".docx"]


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PageRange]:
    """Every template in every state, laid out here."""
    return golden_pages.drawn(tmp_path_factory.mktemp("golden"))


def differences(golden: golden_pages.Look, look: golden_pages.Look) -> list[str]:
    """Return where two looks differ by more than the tolerance."""
    found = [] if len(golden) == len(look) else [f"{len(golden)} pages, now {len(look)}"]
    for number, (one, other) in enumerate(zip(golden, look, strict=False), 1):
        for was, is_ in zip_longest(one["text"], other["text"]):
            if was is None or is_ is None or was[2] != is_[2] or _far(was[:2], is_[:2]):
                found.append(f"page {number}: {was} is now {is_}")
        for was, is_ in zip_longest(one["rules"], other["rules"]):
            if was is None or is_ is None or _far(was, is_):
                found.append(f"page {number}: rule {was} is now {is_}")
    return found


def _far(one: list[Any], other: list[Any]) -> bool:
    return any(abs(was - now) > TOLERANCE for was, now in zip(one, other, strict=True))


def test_the_pictures_were_made_with_the_fonts_of_this_machine() -> None:
    known = json.loads((golden_pages.GOLDEN / "machine.json").read_text("utf-8"))
    if known != golden_pages.machine() and not os.environ.get("CI"):
        pytest.skip("another LibreOffice or other fonts: the golden positions do not apply here")
    assert known == golden_pages.machine()


@pytest.mark.parametrize("stem", STEMS)
def test_a_form_looks_as_it_did(now: dict[str, PageRange], stem: str) -> None:
    if json.loads((golden_pages.GOLDEN / "machine.json").read_text("utf-8")) != golden_pages.machine():
        pytest.skip("another LibreOffice or other fonts: the golden positions do not apply here")
    rows = (golden_pages.GOLDEN / f"{stem}.jsonl").read_text("utf-8").splitlines()
    found = differences([json.loads(row) for row in rows], golden_pages.look(now[stem]))
    if found:
        _leave_pictures(stem, now[stem])
    assert found == [], f"see {FAILED}"


def _leave_pictures(stem: str, own_range: PageRange) -> None:
    FAILED.mkdir(exist_ok=True)
    golden = [Image.open(path).convert("L") for path in sorted(golden_pages.GOLDEN.glob(f"{stem}-[0-9].png"))]
    for number, (was, is_) in enumerate(zip_longest(golden, golden_pages.pictures(own_range)), 1):
        golden_pages.side_by_side(was, is_).save(FAILED / f"{stem}-{number}.png")


@pytest.mark.parametrize("state", ["blank", "filled", "limit"])
@pytest.mark.parametrize(("form", "count"), PAGES.items())
def test_a_form_has_the_pages_of_the_notice(
    now: dict[str, PageRange], form: str, count: int, state: str
) -> None:
    own_range = now[f"{form}-{state}"]
    assert own_range.count == count
    assert all(is_a4(page.width, page.height) for page in read_pages(own_range))


def test_a_line_that_moved_by_two_points_is_a_difference() -> None:
    golden: golden_pages.Look = [{"text": [[10.0, 20.0, "盖章"]], "rules": [[1.0, 2.0, 3.0, 4.0]]}]
    moved: golden_pages.Look = [{"text": [[10.0, 22.0, "盖章"]], "rules": [[1.0, 2.0, 3.0, 6.0]]}]
    assert differences(golden, golden) == []
    assert len(differences(golden, moved)) == 2
    assert differences(golden, [*golden, *golden]) == ["1 pages, now 2"]


@pytest.mark.parametrize("stem", STEMS)
def test_no_form_has_ink_outside_its_boxes_or_off_the_paper(now: dict[str, PageRange], stem: str) -> None:
    assert [page.find_misplaced() for page in read_pages(now[stem])] == [""] * now[stem].count


# -- a narrative of any length ----------------------------------------------------------------------------
CASES = [(key, count) for key in WORD for count in golden_pages.LENGTHS]


def name_of(key: golden_pages.Key, count: int) -> str:
    return f"{key[1]}-{count}.docx"


@pytest.fixture(scope="module")
def lengths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[PageRange, str]]:
    """Every Word form with a narrative of every length, and the words that were put into it."""
    documents = {}
    for key, count in CASES:
        text = golden_pages.narrative(key, count)
        values = golden_pages.fitted(
            key, golden_pages.LONG, narrative=text, address=golden_pages.LONG, phone="0577-00000000"
        ).values
        documents[name_of(key, count)] = golden_pages.templates_now[key][2].render(values)
    room = tmp_path_factory.mktemp("lengths")
    ranges = golden_pages.laid(documents, room)
    return {name: (ranges[Path(name).stem], read_shown_text(room / name)) for name in documents}


@pytest.mark.parametrize(("key", "count"), CASES)
def test_of_a_narrative_of_any_length_nothing_is_lost_and_the_seals_stay_free(
    now: dict[str, PageRange], lengths: dict[str, tuple[PageRange, str]], key: golden_pages.Key, count: int
) -> None:
    own_range, words = lengths[name_of(key, count)]
    _, form, template = golden_pages.templates_now[key]
    blank = read_pages(now[f"{key[1]}-docx-blank"])
    own = read_pages(own_range)
    assert list(proof.find_faults(own, blank, words, list(form.spec.seals.values()))) == []
    text = golden_pages.narrative(key, count)
    box = template.boxes.get("narrative")
    continued = box is not None and not box.holds(text, box.steps[-1])
    assert own_range.count == len(blank) + continued
    if box is not None:
        assert not Counter("".join(text.split())) - Counter("".join(words.split()))
