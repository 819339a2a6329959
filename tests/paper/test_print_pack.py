"""Forty communities, three forms each, to one print pack in one command; and narratives of any kind on paper."""

import os
import re
import shutil
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import Destination
from support import forms_of, golden_pages, rubric_of
from support.command import run
from support.forty import FORTY, RUBRIC, TOWNSHIPS, workbook

from formgen.model import Who
from formgen.printing.document_list import Item
from formgen.printing.page import read_pages
from formgen.printing.print_run import open_print_run

SOFFICE = shutil.which("soffice")
if os.environ.get("CI") and not SOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
pytestmark = pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
FORMS = ["申报表", "考核评分表", "考核评分表（Excel）"]
SUMMARIES = {"全部": 3, **dict.fromkeys(TOWNSHIPS, 2)}  # pages of each 汇总表


# -- forty communities ------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, PdfReader]:
    """What the command said, and the pack."""
    root = tmp_path_factory.mktemp("pack")
    workbook(root / "data.xlsx")
    run("build", str(root / "data.xlsx"), "--rubric", RUBRIC, "-o", str(root / "forms"))
    made = run(
        "pack",
        str(root / "forms"),
        "-o",
        str(root / "print"),
        "--split",
        "all",
        "--kind",
        "both",
        "--numbers",
    )
    assert made.exit_code == 0, made.output
    return made.output, PdfReader(root / "print" / "全部.pdf")


def bookmarks(reader: PdfReader) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Return title and page of each bookmark, with those below it."""
    found: list[tuple[str, int, list[tuple[str, int]]]] = []
    for each in reader.outline:
        if isinstance(each, Destination):
            found.append((str(each.title), reader.get_destination_page_number(each) or 0, []))
        else:
            for below in each:
                assert isinstance(below, Destination)
                found[-1][2].append((str(below.title), reader.get_destination_page_number(below) or 0))
    return found


def test_forty_communities_with_three_forms_each_make_one_pack_in_one_command(
    packed: tuple[str, PdfReader],
) -> None:
    said, reader = packed
    assert f"已把123份表格排成1个 PDF，共{len(reader.pages)}页。" in said
    assert len(reader.pages) == 40 * (1 + 2 + 2) + sum(SUMMARIES.values())


def test_the_pack_is_in_the_order_of_the_data_with_a_bookmark_for_each_form(
    packed: tuple[str, PdfReader],
) -> None:
    found = bookmarks(packed[1])
    names = [f"{TOWNSHIPS[at // 20]}{name}" for at, name in enumerate(FORTY)]
    expected = ["全部", TOWNSHIPS[0], *names[:20], TOWNSHIPS[1], *names[20:]]
    assert [title for title, _, _ in found] == expected
    starts = accumulate((SUMMARIES.get(title, 5) for title in expected[:-1]), initial=0)
    assert [start for _, start, _ in found] == list(starts)
    own = [(start, below) for title, start, below in found if title not in SUMMARIES]
    assert all([title for title, _ in below] == FORMS for _, below in own)
    assert all([page - start for _, page in below] == [0, 1, 3] for start, below in own)
    assert [below for title, start, below in found if title in SUMMARIES] == [
        [("汇总表", start)] for title, start, _ in found if title in SUMMARIES
    ]


def test_every_form_of_the_pack_is_that_of_its_community(packed: tuple[str, PdfReader]) -> None:
    reader = packed[1]
    starts = [start for title, start, _ in bookmarks(reader) if title not in SUMMARIES]
    for start, name in zip(starts, FORTY, strict=True):
        for page in (0, 1, 3):
            text = re.sub(r"\s", "", reader.pages[start + page].extract_text())
            assert name in text
            assert f"—{start + page + 1}—" in text


# -- narratives of any kind -------------------------------------------------------------------------------
HAN = "社区就业劳动保障服务失业人员培训推荐岗位家庭企业创业贷款帮扶登记台账工作年度完成目标的一是在和了有"
WORDS = [
    "2186",
    "96.8%",
    "A&B公司",
    "Wi-Fi",
    "3.5",
    "(1)",
    "1:3",
    "HTTP",
    " ",
    "e-mail",
    "7×24",
    "<b>",
    "\n",
    "20℃",
    "①",
    "Ⅲ",
]
PIECES = st.one_of(
    st.text(st.sampled_from(HAN), min_size=1, max_size=14),
    st.sampled_from(
        [
            *WORDS,
            *"，。；：、！？（）《》“”‘’—…·",
            "——",
            "……",
            "”，“",
            "》。",
            "璟",
            "喆",
            "堃",
            "〇",
            "祎翀赟",
        ]
    ),
)
NARRATIVES = st.lists(PIECES, min_size=1, max_size=260).map("".join)
MANY, TIMES = 30, 4
KEY = ("yongjia-2009", "yongjia-application", ".docx")
Texts = tuple[str, str, str]  # of a community: narrative, opinion, name


def drawn() -> list[Texts]:
    """Draw the texts of many communities, always the same."""
    found: list[Texts] = []
    texts = st.tuples(
        NARRATIVES,
        NARRATIVES,
        st.text(st.sampled_from("璟喆堃〇祎翀赟江河竹里"), min_size=2, max_size=39).map("{}村".format),
    )

    @settings(
        max_examples=TIMES,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(texts, min_size=MANY, max_size=MANY))
    def draw(communities: list[Texts]) -> None:
        found.extend(communities)

    draw()
    return found


def test_random_narratives_never_clip_and_never_change_the_pages_of_the_rest(tmp_path: Path) -> None:
    items = list(documents(tmp_path, drawn()))
    assert len(items) == MANY * TIMES
    assert {item.continued for item in items} == {True, False}
    forms = [each for each in forms_of(rubric_of(KEY[0])) if each.form.id == KEY[1]]
    with open_print_run(forms) as run:
        made = run.check(items)
        assert [str(problem) for problem in made.problems if problem.severity == "error"] == []
        for item in items:
            own = read_pages(made.ranges[item.path])
            assert len(own) >= 2 if item.continued else len(own) == 1


def documents(folder: Path, communities: list[Texts]) -> Iterator[Item]:
    """Write an 申报表 for each community: narrative, opinion, name."""
    _, form, template = golden_pages.templates_now[KEY]
    for at, (narrative, opinion, name) in enumerate(communities):
        found = golden_pages.fitted(
            KEY, name, narrative=narrative, township_opinion=opinion[:60], address=name
        )
        path = folder / f"{at}.docx"
        path.write_bytes(template.render(found.values))
        yield Item(
            path, path.name, form, Who("示例镇", name), continued=bool(template.continues(found.values))
        )
