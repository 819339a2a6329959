"""The forms as paper: LibreOffice opens every one, and each fits its pages blank, filled and at the limit.

Needs LibreOffice and poppler. On a plain PC these tests are skipped, visibly; CI installs both and fails
without them.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from support import card_of, rubric_of

from formgen import pipeline
from formgen.forms.compiled import forms_of
from formgen.forms.fields import Wishes, fill
from formgen.rubric.schema import Rubric

SOFFICE = shutil.which("soffice")
if os.environ.get("CI") and not SOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
pytestmark = [
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed"),
]
FONTS = Path(__file__).parents[2] / "tools" / "draw_templates" / "fonts.conf"
PAGES = {
    "yongjia-application.docx": 1,
    "yongjia-scorecard.docx": 2,
    "yongjia-scorecard.xlsx": 2,
    "taizhou-indicators.docx": 2,
    "taizhou-indicators.xlsx": 2,
    "taizhou-recommendation.docx": 1,
}
LONG = "滨江新城南片区高标准就业创业服务综合示范社区（含东苑西苑两个小区）"


def inputs_of(rubric: Rubric) -> dict[str, Any]:
    kinds: dict[str, Any] = {"count": 10, "yesno": "是", "level": 1}
    return {key: kinds[each.kind] for key, each in rubric.indicators.items() if each.kind in kinds}


def values(rubric: Rubric, state: str) -> dict[str, Any]:
    """Return the community of a state: blank, filled, at the limit."""
    if state == "blank":
        return {"indicators": {}}
    full = {key: str(criterion.points) for key, criterion in rubric.criteria.items()}
    levels = dict.fromkeys(rubric.columns, full)
    limit = 300 if rubric.id.startswith("taizhou") else 500
    name = LONG if state == "limit" else "上塘镇示例社区"
    facts = {
        "address": name,
        "phone": "0577-00000000",
        "contact": "示例甲",
        "person_in_charge": "示例甲",
        "affiliation": "上塘镇",
    }
    narrative = "就业服务" * (limit // 4) if state == "limit" else "开展走访，推荐就业。" * 20
    facts = {key: text for key, text in facts.items() if key in rubric.facts}
    return {
        "indicators": inputs_of(rubric),
        "name": name,
        "scores": levels,
        "facts": {**facts, "narrative": narrative},
    }


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Fill every form in every state, convert all to PDF in one LibreOffice run."""
    folder = tmp_path_factory.mktemp("paper")
    for name in ("taizhou-2019", "yongjia-2009"):
        rubric = rubric_of(name)
        for state in ("blank", "filled", "limit"):
            card = card_of(rubric, **values(rubric, state))
            for form in forms_of(rubric):
                filled = fill(card, form.form, Wishes({}))
                for suffix, template in form.templates:
                    stem = f"{form.form.id}-{suffix[1:]}-{state}"
                    (folder / f"{stem}{suffix}").write_bytes(template.render(filled.values))
    data = Path(__file__).parents[2] / "samples" / "taizhou-2019" / "data.xlsx"
    pipeline.explanations(pipeline.score_file(data, "taizhou-2019"), folder / "handout.docx")
    pipeline.build(pipeline.plan(data, "taizhou-2019", pipeline.Options()), folder / "out")
    shutil.copy(folder / "out" / "云屿镇" / "汇总表.xlsx", folder / "summary.xlsx")
    sources = [str(path) for path in folder.iterdir() if path.is_file()]
    command = [
        str(SOFFICE),
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS)}
    subprocess.run(
        [*command, "--outdir", str(folder), *sources],
        check=True,
        capture_output=True,
        timeout=300,
        env=environment,
    )
    return {path.stem: path for path in folder.glob("*.pdf")}


@pytest.mark.parametrize("state", ["blank", "filled", "limit"])
@pytest.mark.parametrize("form", list(PAGES))
def test_a_form_fits_its_pages(printed: dict[str, Path], form: str, state: str) -> None:
    stem, _, suffix = form.partition(".")
    reader = PdfReader(printed[f"{stem}-{suffix}-{state}"])
    assert len(reader.pages) == PAGES[form]
    width, height = reader.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842)


def test_the_text_at_the_limit_is_printed_whole(printed: dict[str, Path]) -> None:
    for stem, count in (("taizhou-recommendation-docx-limit", 75), ("yongjia-application-docx-limit", 125)):
        text = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(printed[stem]).pages))
        assert text.count("就业服务") == count, "the whole narrative"
        assert re.sub(r"\s", "", LONG)[:8] in text


def test_the_stamp_boxes_stay_on_the_page(printed: dict[str, Path]) -> None:
    for state in ("blank", "filled", "limit"):
        for stem, stamps in (("taizhou-recommendation", 3), ("yongjia-application", 4)):
            (page,) = PdfReader(printed[f"{stem}-docx-{state}"]).pages
            assert re.sub(r"\s", "", page.extract_text()).count("盖章") == stamps


def test_the_handout_and_the_summary_open(printed: dict[str, Path]) -> None:
    assert "评分说明" in PdfReader(printed["handout"]).pages[0].extract_text()
    assert PdfReader(printed["summary"]).pages
