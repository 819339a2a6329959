"""评分说明 in Word: a page a community, what holds for all once at the end, one file a community on request."""

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader
from support import card_of, rubric_of
from support.command import run

from formgen.office import package
from formgen.printing import libreoffice
from formgen.printing.libreoffice import convert
from formgen.printing.options import ConversionOptions
from formgen.reports.explanation_pages import explain_in_word
from formgen.rubric.score import Scorecard

SAMPLES = Path(__file__).parents[2] / "samples"
RUBRICS = ["taizhou-2019", "yongjia-2009"]
real = pytest.mark.skipif(not libreoffice.find_program(), reason="LibreOffice is not installed")


def cards(rubric: str) -> list[Scorecard]:
    """Three communities: without data, with a long name, with a self-assessment that differs."""
    notice = rubric_of(rubric)
    first = next(iter(notice.criteria))
    return [
        card_of(notice, {}),
        card_of(notice, {}, name="滨江新城南片区居民就业创业联合服务示范社区（含东苑西苑两个小区）"),
        card_of(notice, {"aid_required": 7, "aid_employed": 3} if rubric == "yongjia-2009" else {},
                scores={"self": {first: 1}}),
    ]  # fmt: skip


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


@pytest.mark.parametrize("rubric", RUBRICS)
def test_each_community_has_a_heading_on_a_new_page_and_a_table_of_its_items(rubric: str) -> None:
    known = cards(rubric)
    document = opened(explain_in_word(known))
    heads = [each for each in document.paragraphs if each.style.name == "Heading 1"]
    assert [each.text for each in heads] == [
        *(f"{card.community.full_name}　评分说明" for card in known),
        "原文、佐证材料和口径",
    ]
    assert [each.paragraph_format.page_break_before for each in heads] == [False, True, True, True]
    for card, table in zip(known, document.tables, strict=False):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[0] == ["评分项", "分值", "得分", "差", f"依据（{card.community.full_name}）"]
        items = [row[0] for row in rows[1 : 1 + len(card.outcomes)]]
        assert items == [card.label(key) for key in card.outcomes]


def test_what_a_criterion_lacks_is_said_and_nothing_where_it_has_all_or_waits() -> None:
    card = card_of(
        rubric_of("yongjia-2009"),
        {"aid_required": 60, "aid_employed": 57, "zero_job_households": 0},
        scores={"self": {"item14": 15}},
    )
    (table, _) = opened(explain_in_word([card])).tables
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in table.rows}
    assert rows["14 就业援助（比例）"][1:4] == ["15", "14.25", "0.75"]
    assert "自评：15分，与计算不同。" in rows["14 就业援助（比例）"][4]
    assert rows["2 消除零就业家庭"][1:4] == ["15", "15", ""]
    assert rows["4 平台挂牌"][1:4] == ["2", "待定", ""]


@pytest.mark.parametrize("rubric", RUBRICS)
def test_clauses_evidence_and_readings_stand_once_at_the_end(rubric: str) -> None:
    data = explain_in_word(cards(rubric))
    document = opened(data)
    text = package.parts_in(io.BytesIO(data))["word/document.xml"].decode()
    notice = rubric_of(rubric)
    for criterion in notice.criteria.values():
        assert text.count(criterion.clause.replace("<", "&lt;")) == 1
    readings = [each.text for each in document.paragraphs if each.text.startswith("P")]
    assert readings
    assert len(readings) == len(set(readings))
    assert len(document.tables) == 4


def test_pages_are_numbered_below_and_carry_the_notice_above() -> None:
    data = explain_in_word(cards("taizhou-2019"))
    section = opened(data).sections[0]
    heads = [head.paragraphs[0].text for head in (section.header, section.even_page_header)]
    assert heads == ["评分说明　依据台人社发〔2019〕52号"] * 2
    assert all("PAGE" in foot._element.xml for foot in (section.footer, section.even_page_footer))


def test_no_row_is_broken_over_pages_and_the_header_stands_on_each() -> None:
    for table in opened(explain_in_word(cards("taizhou-2019"))).tables:
        marks = [{each.tag.rpartition("}")[2] for each in row._tr.trPr} for row in table.rows]
        assert all("cantSplit" in each for each in marks)
        assert [("tblHeader" in each) for each in marks] == [True, *[False] * (len(marks) - 1)]


def test_nobody_is_a_document_too() -> None:
    assert opened(explain_in_word([])).tables == []


@real
@pytest.mark.parametrize(("rubric", "communities"), [("taizhou-2019", 12), ("yongjia-2009", 17)])
def test_every_community_of_the_samples_stands_on_one_page(
    rubric: str, communities: int, tmp_path: Path
) -> None:
    paper = tmp_path / "评分说明.docx"
    run("explain", str(SAMPLES / rubric / "data.xlsx"), "--rubric", rubric, "-o", str(paper))
    made = convert([paper], tmp_path / "pdf", ConversionOptions())
    pages = [page.extract_text() for page in PdfReader(made.pdfs[paper]).pages]
    heads = [at for at, text in enumerate(pages) if "评分说明" in text.replace("评分说明　依据", "", 1)]
    assert heads[:communities] == list(range(communities))
    assert len(pages) == communities + 1  # what holds for all stands on one page, the readings among it


# -- one file a community -----------------------------------------------------------------------------------
def explained(tmp_path: Path, *options: str, data: Path = SAMPLES / "yongjia-2009" / "data.xlsx") -> Any:
    return run("explain", str(data), "--rubric", "yongjia-2009", *options, "-o", str(tmp_path / "说明"))


def test_each_community_gets_a_file_in_the_folder_of_its_township(tmp_path: Path) -> None:
    result = explained(tmp_path, "--each", "--community", "清溪社区", "--community", "听潮社区")
    assert f"已写好2份评分说明，在 {tmp_path / '说明'}。" in result.stdout
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.docx"))
    assert found == ["说明/上塘镇/清溪社区-评分说明.docx", "说明/瓯北镇/听潮社区-评分说明.docx"]
    document = Document(str(tmp_path / found[0]))
    assert document.paragraphs[0].text == "上塘镇清溪社区　评分说明"
    assert len(document.tables) == 2


@pytest.mark.parametrize("output", ["说明.docx", "说明.XLSX", "有的文件"])
def test_one_file_a_community_needs_a_folder(output: str, tmp_path: Path) -> None:
    (tmp_path / "有的文件").write_text("x", encoding="utf-8")
    data = str(SAMPLES / "yongjia-2009" / "data.xlsx")
    result = run("explain", data, "--rubric", "yongjia-2009", "--each", "-o", str(tmp_path / output))
    assert result.exit_code == 2
    assert "[F165] 错误 一个社区一份评分说明，要写到一个文件夹里" in result.stderr
    assert "请用 -o 写一个文件夹，如 -o 评分说明" in result.stderr
    assert (tmp_path / "有的文件").read_text(encoding="utf-8") == "x"


def test_one_file_a_community_without_a_place_is_refused() -> None:
    result = run("explain", str(SAMPLES / "yongjia-2009" / "data.xlsx"), "--rubric", "yongjia-2009", "--each")
    assert (result.exit_code, "写的是“（没有写）”" in result.stderr) == (2, True)


def test_two_communities_that_would_share_a_file_are_named(tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(
        "communities: [{name: a社区, township: 上塘镇}, {name: A社区, township: 上塘镇}]", encoding="utf-8"
    )
    result = explained(tmp_path, "--each", data=data)
    assert "[T104]" in result.stderr
    assert not list(tmp_path.rglob("*.docx"))
