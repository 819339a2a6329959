"""The commands that print, as a clerk meets them: pack, build --pdf, build --date.

Where only names, order and words matter, a stand-in for LibreOffice lays out; it draws no Chinese, so that each form
counts as one that lost its text. The tests at the end use LibreOffice itself.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import Result
from pypdf import PdfReader
from support.command import run
from support.fake_office import FakeOffice, pdf

from formgen.cli.progress import ticker
from formgen.commands.build import plan_build
from formgen.folder.build import build_folder
from formgen.folder.plan import Options
from formgen.ledger.store import HOME
from formgen.office import package
from formgen.printing import cover_pages, libreoffice, proof
from formgen.printing.book import is_own_pdf
from formgen.printing.conversion import PageRange
from formgen.printing.fonts import read_embedded_fonts
from formgen.printing.page import Page, read_pages

LIBREOFFICE = libreoffice.find_program()
if os.environ.get("CI") and not LIBREOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
real = pytest.mark.skipif(not LIBREOFFICE, reason="LibreOffice is not installed")

RUBRIC = "yongjia-2009"
LONG = "滨江新城南片区" * 14
TEXT = "开展入户走访，推荐就业412人次，成功就业156人。"
DATA = f"""communities:
  - {{name: 竹里社区, township: 上塘镇, facts: {{narrative: {TEXT}}}}}
  - {{name: 听潮社区, township: A/B镇, facts: {{narrative: {TEXT}}}}}
  - {{name: 安澜社区, township: 上塘镇, facts: {{narrative: {TEXT}, applied_date: 2026-10-01}}}}
"""
FORMS = ("申报表", "考核评分表")


def built_whole(room: Path, text: str = DATA, **options: Any) -> Path:
    """Build the forms and 汇总表 of some data; return their folder."""
    data = room / "data.yaml"
    data.write_text(text, encoding="utf-8")
    build_folder(plan_build(data, RUBRIC, Options(**options)), room / "表格")
    return room / "表格"


def built(room: Path, text: str = DATA, **options: Any) -> Path:
    """Build the forms of some data; return their folder. The 汇总表, which have tests of their own, are taken away."""
    folder = built_whole(room, text, **options)
    for path in folder.rglob("*汇总表.xlsx"):
        path.unlink()
    return folder


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("original"))


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """Return a copy of the forms, to do with as a test likes."""
    return Path(shutil.copytree(original, tmp_path / "表格"))


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeOffice:
    return FakeOffice(tmp_path / "office", monkeypatch)


@pytest.fixture
def faultless(fake: FakeOffice, monkeypatch: pytest.MonkeyPatch) -> FakeOffice:
    """The stand-in for LibreOffice, whose pages nobody proof-reads: it prints no Han words."""
    monkeypatch.setattr(proof, "find_faults", lambda *_: iter(()))
    return fake


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a computer without LibreOffice."""
    monkeypatch.setattr(libreoffice, "_USUAL", {"linux": (), "darwin": (), "win32": ()})
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv(libreoffice.VARIABLE, raising=False)


def pack(folder: Path, *options: str) -> Result:
    return run("pack", str(folder), "-o", str(folder.parent / "打印"), *options)


def outline(path: Path) -> list[tuple[str, int]]:
    """Return title and page of each bookmark; those below another are indented."""
    reader = PdfReader(path)

    def walk(items: Sequence[Any], indent: str) -> Iterator[tuple[str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, f"{indent}　")
            else:
                yield f"{indent}{item.title}", reader.get_destination_page_number(item) or 0

    return list(walk(reader.outline, ""))


def files(folder: Path) -> dict[str, list[str]]:
    """Return the bookmarks of each pack."""
    return {path.name: [title for title, _ in outline(path)] for path in sorted(folder.glob("*.pdf"))}


def place(township: str, name: str, form: str, suffix: str = ".docx") -> str:
    return f"{township}/{name}/{name}-{form}{suffix}"


def retyped(path: Path, old: str, new: str) -> None:
    """Change a text in a Word file, as a person does."""
    document = docx.Document(str(path))
    cells = {cell._tc: cell for row in document.tables[0].rows for cell in row.cells}.values()
    (paragraph,) = (each for cell in cells for each in cell.paragraphs if old in each.text)
    paragraph.runs[0].text = paragraph.text.replace(old, new)
    for run_ in paragraph.runs[1:]:
        run_.text = ""
    document.save(str(path))


# --- what is packed -------------------------------------------------------------------------------------------

ZHULI, ANLAN, TINGCHAO = (
    [name, *(f"　{form}" for form in FORMS)] for name in ("上塘镇竹里社区", "上塘镇安澜社区", "A/B镇听潮社区")
)
PACKS: dict[str, dict[str, list[str]]] = {
    "": {"A／B镇.pdf": TINGCHAO, "上塘镇.pdf": ZHULI + ANLAN},
    "--split township --order form": {
        "A／B镇.pdf": ["申报表", "　A/B镇听潮社区", "考核评分表", "　A/B镇听潮社区"],
        "上塘镇.pdf": [
            *("申报表", "　上塘镇竹里社区", "　上塘镇安澜社区"),
            *("考核评分表", "　上塘镇竹里社区", "　上塘镇安澜社区"),
        ],
    },
    "--split all": {"全部.pdf": ZHULI + ANLAN + TINGCHAO},
    "--split all --order form": {
        "全部.pdf": [
            title
            for form in FORMS
            for title in (form, "　上塘镇竹里社区", "　上塘镇安澜社区", "　A/B镇听潮社区")
        ]
    },
    "--split form --order form --township 上塘镇": {
        f"{form}（部分）.pdf": [form, "　上塘镇竹里社区", "　上塘镇安澜社区"] for form in FORMS
    },
    "--split form --form 申报表": {
        "申报表.pdf": [
            "上塘镇竹里社区",
            "　申报表",
            "上塘镇安澜社区",
            "　申报表",
            "A/B镇听潮社区",
            "　申报表",
        ]
    },
    "--township A/B镇": {"A／B镇.pdf": TINGCHAO},
    "--form 申报表 --township A/B镇": {"A／B镇-申报表.pdf": ["A/B镇听潮社区", "　申报表"]},
    "--only 安澜社区 --only A/B镇听潮社区": {"A／B镇（部分）.pdf": TINGCHAO, "上塘镇（部分）.pdf": ANLAN},
    "--only 安澜社区 --kind excel": {"上塘镇（部分）.pdf": ANLAN},
    "--only 安澜社区 --kind both": {"上塘镇（部分）.pdf": [*ANLAN, "　考核评分表（Excel）"]},
}


@pytest.mark.parametrize("options", PACKS)
@pytest.mark.usefixtures("fake")
def test_documents_go_into_the_files_that_were_asked_for(folder: Path, options: str) -> None:
    pack(folder, *options.split())
    assert files(folder.parent / "打印") == PACKS[options]


COPIES: dict[str, list[tuple[str, int]]] = {
    "--copies 3": [("上塘镇安澜社区", 0), ("　申报表", 0), ("　考核评分表", 3)],
    "--copies 申报表=2": [("上塘镇安澜社区", 0), ("　申报表", 0), ("　考核评分表", 2)],
    "--copies 2 --copies 申报表=4": [("上塘镇安澜社区", 0), ("　申报表", 0), ("　考核评分表", 4)],
    "--copies 申报表=3 --duplex": [("上塘镇安澜社区", 0), ("　申报表", 0), ("　考核评分表", 6)],
    "--cover --duplex": [("材料清单", 0), ("上塘镇安澜社区", 2), ("　申报表", 2), ("　考核评分表", 4)],
    "--cover": [("材料清单", 0), ("上塘镇安澜社区", 1), ("　申报表", 1), ("　考核评分表", 2)],
}


@pytest.mark.parametrize("options", COPIES)
@pytest.mark.usefixtures("fake")
def test_bookmarks_lead_past_copies_blank_backs_and_the_cover(folder: Path, options: str) -> None:
    result = pack(folder, "--only", "安澜社区", *options.split())
    path = folder.parent / "打印" / "上塘镇（部分）.pdf"
    assert outline(path) == COPIES[options]
    assert f"{path}：{len(PdfReader(path).pages)}页" in result.output


@pytest.mark.usefixtures("fake")
def test_files_are_named_after_townships_whatever_they_are_called(tmp_path: Path) -> None:
    names = {"x/y:z?镇": "x／y：z？镇", LONG: "", "CON": "CON_", "..镇": "．．镇"}
    rows = "".join(f"  - {{name: 甲社区, township: '{name}'}}\n" for name in names)
    folder = built(tmp_path, f"communities:\n{rows}")
    pack(folder)
    found = {path.stem for path in (tmp_path / "打印").glob("*.pdf")}
    assert len(found) == 4
    assert found > set(filter(None, names.values()))
    (long,) = found - set(names.values())
    assert long.startswith("滨江新城南片区")
    assert len(f"{long}.pdf".encode()) <= 255
    assert not (folder / ".pdf").exists()


@pytest.mark.usefixtures("fake")
def test_without_a_ledger_communities_come_by_name_and_the_documents_know_their_rubric(folder: Path) -> None:
    shutil.rmtree(folder / HOME)
    pack(folder, "--split", "all")
    assert files(folder.parent / "打印") == {"全部.pdf": TINGCHAO + ANLAN + ZHULI}


@pytest.mark.usefixtures("fake")
def test_a_version_handed_in_can_be_packed_too(folder: Path) -> None:
    assert run("submit", str(folder), "--label", "第1稿").exit_code == 0
    pack(folder)
    again = run("pack", str(folder / "报送稿" / "第1稿"), "-o", str(folder.parent / "第1稿"))
    assert "排成2个 PDF" in again.output
    assert files(folder.parent / "第1稿").keys() == files(folder.parent / "打印").keys()


@pytest.mark.usefixtures("fake")
def test_packs_may_lie_in_the_folder_of_the_forms_and_are_made_anew_there(folder: Path) -> None:
    for _ in range(2):
        result = run("pack", str(folder), "-o", str(folder), "--only", "安澜社区")
        assert "已把2份表格排成1个 PDF，共3页。" in result.output
        assert "F136" not in result.output
        assert "F144" not in result.output
    assert sorted(path.name for path in folder.glob("*.pdf")) == ["上塘镇（部分）.pdf"]


# --- the 汇总表 -------------------------------------------------------------------------------------------------
SUMMARY = "　汇总表"
WITH_SUMMARIES: dict[str, dict[str, list[str]]] = {
    "": {
        "A／B镇.pdf": ["A/B镇", SUMMARY, *TINGCHAO],
        "上塘镇.pdf": ["上塘镇", SUMMARY, *ZHULI, *ANLAN],
        "全部汇总表.pdf": ["全部", SUMMARY],
    },
    "--split all": {
        "全部.pdf": ["全部", SUMMARY, "上塘镇", SUMMARY, *ZHULI, *ANLAN, "A/B镇", SUMMARY, *TINGCHAO]
    },
    "--split form --form 汇总表": {"汇总表.pdf": ["全部", SUMMARY, "上塘镇", SUMMARY, "A/B镇", SUMMARY]},
    "--order form --form 汇总表 --split all": {
        "全部-汇总表.pdf": ["汇总表", "　全部", "　上塘镇", "　A/B镇"]
    },
    "--form 汇总表": {
        "A／B镇-汇总表.pdf": ["A/B镇", SUMMARY],
        "上塘镇-汇总表.pdf": ["上塘镇", SUMMARY],
        "全部汇总表.pdf": ["全部", SUMMARY],
    },
    "--form 汇总表 --township 上塘镇": {"上塘镇-汇总表.pdf": ["上塘镇", SUMMARY]},
    "--kind both --form 汇总表 --township 上塘镇": {"上塘镇-汇总表.pdf": ["上塘镇", SUMMARY]},
    "--only 竹里社区": {"上塘镇（部分）.pdf": ZHULI},
    "--form 申报表 --only 竹里社区": {"上塘镇-申报表（部分）.pdf": ZHULI[:2]},
}


@pytest.fixture(scope="module")
def whole_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_whole(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def whole(whole_original: Path, tmp_path: Path) -> Path:
    """Return a copy of the forms and 汇总表."""
    return Path(shutil.copytree(whole_original, tmp_path / "表格"))


@pytest.mark.parametrize("options", WITH_SUMMARIES)
@pytest.mark.usefixtures("faultless")
def test_the_summary_of_a_township_stands_in_front_of_its_forms_and_that_of_all_by_itself(
    options: str, whole: Path
) -> None:
    assert pack(whole, *options.split()).exit_code == 0
    assert files(whole.parent / "打印") == WITH_SUMMARIES[options]


@pytest.mark.usefixtures("faultless")
def test_the_list_in_front_names_a_summary_but_counts_no_community_for_it(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, Sequence[cover_pages.CoverRow], str]] = []
    draw = cover_pages.draw_cover_list

    def note(title: str, rows: Sequence[cover_pages.CoverRow], total: str) -> bytes:
        drawn.append((title, rows, total))
        return draw(title, rows, total)

    monkeypatch.setattr(cover_pages, "draw_cover_list", note)
    pack(whole, "--cover", "--township", "上塘镇", "--copies", "汇总表=2")
    ((title, rows, total),) = drawn
    assert title == "上塘镇（永政办发〔2009〕151号）"
    assert [(row.community, row.documents, row.pages, row.first_pages) for row in rows] == [
        ("上塘镇", "汇总表×2", "2", "1"),
        ("上塘镇竹里社区", "申报表、考核评分表", "3", "3"),
        ("上塘镇安澜社区", "申报表、考核评分表", "3", "6"),
    ]
    assert total == "共2个社区（村），6份，8页。"


@pytest.mark.usefixtures("faultless")
def test_a_build_of_some_communities_has_no_summary_and_build_pdf_prints_none(tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(DATA, encoding="utf-8")
    run("build", str(data), "--rubric", RUBRIC, "-o", str(tmp_path / "表格"), "--only", "竹里社区", "-q")
    assert pack(tmp_path / "表格").exit_code == 0
    assert files(tmp_path / "打印") == {"上塘镇.pdf": ZHULI}
    run("build", str(data), "--rubric", RUBRIC, "-o", str(tmp_path / "另一份"), "--pdf", "-q")
    assert len(list((tmp_path / "另一份").rglob("*.pdf"))) == 9
    assert not list((tmp_path / "另一份").rglob("*汇总表*.pdf"))


@pytest.mark.usefixtures("faultless")
def test_a_summary_that_cannot_be_opened_is_named(whole: Path) -> None:
    path = whole / "上塘镇" / "汇总表.xlsx"
    path.write_bytes(path.read_bytes()[:2000])
    result = pack(whole, "--form", "汇总表")
    assert "[F109] 错误 “上塘镇/汇总表.xlsx”打不开" in result.output
    assert result.exit_code == 1


@real
def test_only_the_sheet_that_is_handed_in_is_printed_and_it_is_faultless(whole: Path) -> None:
    result = pack(whole, "--form", "汇总表", "--township", "上塘镇", "--numbers")
    assert "错误 " not in result.output.replace("共0个错误", "")
    (page,) = PdfReader(whole.parent / "打印" / "上塘镇-汇总表.pdf").pages
    text = page.extract_text()
    assert "填报单位（盖章）：" in text
    assert "核对用" not in text
    assert float(page.mediabox.width) > float(page.mediabox.height)


# --- what is told ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fake")
def test_the_last_line_counts_documents_files_and_pages(folder: Path) -> None:
    result = pack(folder, "--copies", "2")
    lines = result.stdout.splitlines()
    assert lines == [
        f"{folder.parent / '打印' / '上塘镇.pdf'}：12页",
        f"{folder.parent / '打印' / 'A／B镇.pdf'}：6页",
        "已把6份表格排成2个 PDF，共18页。",
    ]
    assert result.exit_code == 1, "the stand-in draws no Chinese: F139"
    assert "[F139] 错误 “上塘镇/竹里社区/竹里社区-申报表.docx”印出来少了字：“" in result.stderr
    assert "请打开看看是哪一格放不下，把行高调大或把文字改短；改好再印。" in result.stderr


@pytest.mark.usefixtures("fake")
def test_quiet_tells_errors_only(folder: Path) -> None:
    (folder / "通知.docx").write_bytes((folder / "目录.xlsx").read_bytes())
    shutil.copy(folder / place("上塘镇", "安澜社区", "申报表"), folder / "x（新）.docx")
    loud, quiet = pack(folder), pack(folder, "-q")
    assert "提示" in loud.stderr
    assert "提示 " not in quiet.stderr
    assert "错误" in quiet.stderr


def test_progress_is_counted_in_documents(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    with ticker(0, quiet=False, doing="排版", unit="份") as lines:
        for now, done in ((1.0, 1), (6.0, 6), (7.0, 7), (20.0, 10)):
            clock[0] = now
            lines.of(done, 10)
    shown = capsys.readouterr().err.splitlines()
    assert [line.partition("，")[0] for line in shown] == ["已完成6/10份", "已完成10/10份"]


@pytest.mark.parametrize("command", ["pack", "build"])
def test_the_help_is_in_chinese_and_names_the_options(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "用法：" in result.output
    options = {
        "pack": "--split --order --form --township --only --kind --copies --duplex --cover --numbers --draft --pdfa --rubric --jobs",
        "build": "--pdf --date",
    }
    for option in options[command].split():
        assert f" {option}" in result.output
    assert "Usage" not in result.output
    assert "required" not in result.output


WRONG: dict[str, str] = {
    "--copies 0": "选项 --copies 的内容不对，应写成 申报表=3 或 3，1至99份。",
    "--copies 100": "选项 --copies 的内容不对，应写成 申报表=3 或 3，1至99份。",
    "--copies -1": "选项 --copies 的内容不对，应写成 申报表=3 或 3，1至99份。",
    "--copies 申报表": "选项 --copies 的内容不对，应写成 申报表=3 或 3，1至99份。",
    "--copies 申报表=": "选项 --copies 的内容不对，应写成 申报表=3 或 3，1至99份。",
    "--copies 申报表=两": "选项 --copies 的内容不对，应写成 申报表=3 或 3，1至99份。",
    "--copies 申报表=1.5": "选项 --copies 的内容不对，应写成 申报表=3 或 3，1至99份。",
    "--split county": "选项 --split 的内容不对，可选：township、form、all。",
    "--order name": "选项 --order 的内容不对，可选：community、form。",
    "--kind pdf": "选项 --kind 的内容不对，可选：word、excel、both。",
    "--jobs 0": "选项 --jobs 的内容不对，应写成1以上的整数。",
    "--form 推荐表": "[T131] 错误 没有“推荐表”这种表。 → 可写的有：申报表、考核评分表、汇总表。",
    "--copies 推荐表=2": "[T131] 错误 没有“推荐表”这种表。 → 可写的有：申报表、考核评分表、汇总表。",
    "--only 无名社区": "没有社区“无名社区”。 → 有：",
    "--only 安澜社区 --only 无名社区": "没有社区“无名社区”。 → 有：",
    "--township 无名镇": "没有乡镇“无名镇”。 → 有：",
}


@pytest.mark.parametrize("options", WRONG)
def test_wrong_use_is_told_with_exit_code_2_before_anything_is_laid_out(
    folder: Path, fake: FakeOffice, options: str
) -> None:
    result = pack(folder, *options.split())
    assert result.exit_code == 2
    assert WRONG[options] in result.output
    assert fake.batches == []
    assert not (folder.parent / "打印").exists()


def test_without_a_folder_for_the_packs_nothing_is_done(folder: Path) -> None:
    result = run("pack", str(folder))
    assert result.exit_code == 2
    assert "缺少选项 -o" in result.output


def gone(room: Path) -> Path:
    return room / "没有"


def no_folder(room: Path) -> Path:
    return pdf(room / "表格.pdf", "x")


def empty(room: Path) -> Path:
    (room / "空").mkdir()
    return room / "空"


def strangers_only(room: Path) -> Path:
    docx.Document().save(str(empty(room) / "通知.docx"))
    return room / "空"


NOTHING = [
    (gone, "F101", "找不到文件“"),
    (no_folder, "F148", "”是文件，不是文件夹。 → 请写放表格的文件夹。"),
    (
        empty,
        "F147",
        "”里没有要印的表格。 → 请核对 --form、--township、--only 写的名称；还没有出表的，先用 formgen build 出表。",
    ),
    (strangers_only, "F130", "请加 --rubric 编号，写明这些表格依据的评分标准。"),
]


@pytest.mark.parametrize(("make", "code", "words"), NOTHING, ids=[make.__name__ for make, *_ in NOTHING])
def test_a_folder_without_forms_is_told(tmp_path: Path, make: Any, code: str, words: str) -> None:
    path = make(tmp_path)
    result = pack(path)
    assert result.exit_code == 1
    assert f"[{code}] 错误" in result.output
    assert words in result.output
    assert not (tmp_path / "打印").exists()


def test_strangers_are_told_when_nothing_else_is_there(tmp_path: Path) -> None:
    result = pack(strangers_only(tmp_path), "--rubric", RUBRIC)
    assert result.exit_code == 1
    assert "[F136] 提示 “通知.docx”没有印进去（不是这些表格里的一种）。" in result.output
    assert "[F147] 错误" in result.output


# --- files that stand in the way ------------------------------------------------------------------------------


@pytest.mark.usefixtures("fake")
def test_a_scan_that_somebody_laid_there_is_not_overwritten(folder: Path) -> None:
    out = folder.parent / "打印"
    scan = pdf(out / "上塘镇.pdf", "scan")
    before = scan.read_bytes()
    result = pack(folder)
    assert result.exit_code == 1
    assert (
        f"[F144] 错误 “{scan}”已经存在，不是 formgen 做的（也许是盖了章的扫描件），没有覆盖。"
        in result.output
    )
    assert "请先把它改名或移走，再做一次。" in result.output
    assert scan.read_bytes() == before
    assert is_own_pdf(out / "A／B镇.pdf"), "the other pack is made"
    assert "排成1个 PDF" in result.output, "what was not written is not counted"


@pytest.mark.usefixtures("fake")
def test_a_pack_of_ours_is_made_anew(folder: Path) -> None:
    pack(folder)
    path = folder.parent / "打印" / "上塘镇.pdf"
    before = path.read_bytes()
    result = pack(folder, "--copies", "2")
    assert "F144" not in result.output
    assert path.read_bytes() != before
    assert len(PdfReader(path).pages) == 12


@pytest.mark.usefixtures("fake")
def test_a_pack_that_cannot_be_replaced_does_not_stop_the_others(folder: Path) -> None:
    pack(folder, "--copies", "2")
    path = folder.parent / "打印" / "上塘镇.pdf"
    path.chmod(0o444)
    before, other = path.read_bytes(), (folder.parent / "打印" / "A／B镇.pdf").read_bytes()
    result = pack(folder)
    assert "[F118] 错误" in result.output
    assert path.read_bytes() == before
    assert (folder.parent / "打印" / "A／B镇.pdf").read_bytes() != other
    assert result.exit_code == 1


@pytest.mark.usefixtures("fake")
def test_a_file_in_place_of_the_output_folder_is_told(folder: Path) -> None:
    (folder.parent / "打印").write_text("a file", encoding="utf-8")
    result = pack(folder)
    assert result.exit_code == 1
    assert "[F108] 错误 不能在“" in result.output


@pytest.mark.usefixtures("fake")
def test_a_form_that_is_open_elsewhere_is_printed_and_left_alone(folder: Path) -> None:
    path = folder / place("上塘镇", "安澜社区", "申报表")
    (path.parent / f".~lock.{path.name}#").write_text(",clerk,,;", encoding="utf-8")
    (path.parent / f"~${path.name[2:]}").write_bytes(b"\x05clerk")
    before = {each: (each.read_bytes(), each.stat().st_mtime_ns) for each in path.parent.iterdir()}
    result = pack(folder, "--only", "安澜社区")
    assert "已把2份表格排成1个 PDF" in result.output
    assert {each: (each.read_bytes(), each.stat().st_mtime_ns) for each in path.parent.iterdir()} == before


@pytest.mark.usefixtures("fake")
def test_a_damaged_form_costs_only_itself(folder: Path) -> None:
    cut = folder / place("上塘镇", "安澜社区", "申报表")
    cut.write_bytes(cut.read_bytes()[:2000])
    result = pack(folder)
    assert result.exit_code == 1
    assert f"[F109] 错误 “{place('上塘镇', '安澜社区', '申报表')}”打不开（内容不完整）。" in result.output
    assert files(folder.parent / "打印")["上塘镇.pdf"] == [*ZHULI, ANLAN[0], ANLAN[2]]
    assert "已把5份表格排成2个 PDF" in result.output


@pytest.mark.usefixtures("fake")
def test_when_no_document_can_be_laid_out_it_is_told_and_nothing_is_written(folder: Path) -> None:
    for path in folder.rglob("*社区-*.docx"):
        parts = package.parts_in(path)
        body = parts["word/document.xml"].replace(b"<w:body>", b"<w:body><!--REFUSED-->", 1)
        path.write_bytes(package.repacked({**parts, "word/document.xml": body}))
    result = pack(folder, "--only", "安澜社区", "--numbers", "--cover")
    assert result.exit_code == 1
    assert result.output.count("[F134] 错误 “上塘镇/安澜社区/安澜社区-") == 2
    assert "已把0份表格排成0个 PDF，共0页。" in result.output
    assert not list((folder.parent / "打印").glob("*.pdf"))


# --- without LibreOffice --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_office")
def test_without_libreoffice_pack_says_where_to_get_it(folder: Path) -> None:
    result = pack(folder)
    assert result.exit_code == 1
    assert (
        "[F133] 错误 这台电脑上没有找到 LibreOffice，不能转成 PDF；Word、Excel 表格不受影响。"
        in result.output
    )
    assert "请安装 LibreOffice" in result.output
    assert "FORMGEN_SOFFICE" in result.output


@pytest.mark.usefixtures("no_office")
def test_without_libreoffice_the_forms_of_a_build_are_there_all_the_same(tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(DATA, encoding="utf-8")
    result = run("build", str(data), "--rubric", RUBRIC, "-o", str(tmp_path / "表格"), "--pdf")
    assert result.exit_code == 1
    assert "[F133] 错误" in result.output
    assert len(list((tmp_path / "表格").rglob("*社区-*.docx"))) == 6
    assert list((tmp_path / "表格").rglob("*.pdf")) == []


def test_a_wrong_place_of_libreoffice_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(libreoffice.VARIABLE, "/没有/soffice")
    monkeypatch.setenv("PATH", "")
    result = pack(folder)
    assert result.exit_code == 1
    assert "[F145] 错误 环境变量 FORMGEN_SOFFICE 写的“/没有/soffice”里没有 LibreOffice。" in result.output


# --- the date -------------------------------------------------------------------------------------------------

BLANK = "年　　月　　日"


def dates(folder: Path, township: str, name: str) -> list[str]:
    """Return what stands at the four places of dates of an application, the applicant's first."""
    document = docx.Document(str(folder / place(township, name, "申报表")))
    cells = list({cell._tc: cell for row in document.tables[0].rows for cell in row.cells}.values())
    return [cell.paragraphs[-1].text.strip() for cell in cells if "盖章" in cell.text]


def test_no_date_is_printed_by_default(folder: Path) -> None:
    assert dates(folder, "上塘镇", "竹里社区") == [BLANK] * 4


@pytest.mark.parametrize("written", ["2026-11-25", "20261125", "2026年11月25日", "2026/11/25", "2026.11.25"])
def test_a_date_stands_on_the_applicant_s_line_only_and_only_where_the_data_have_none(
    tmp_path: Path, written: str
) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(DATA, encoding="utf-8")
    result = run("build", str(data), "--rubric", RUBRIC, "-o", str(tmp_path / "表格"), "--date", written)
    assert result.exit_code == 0
    assert dates(tmp_path / "表格", "上塘镇", "竹里社区") == ["2026年11月25日", BLANK, BLANK, BLANK]
    assert dates(tmp_path / "表格", "上塘镇", "安澜社区") == ["2026年10月1日", BLANK, BLANK, BLANK]


@pytest.mark.parametrize("command", ["build", "diff"])
@pytest.mark.parametrize("written", ["今天", "2026-13-01", "2026-02-30", "11-25", ""])
def test_what_is_no_date_is_wrong_use(tmp_path: Path, command: str, written: str) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(DATA, encoding="utf-8")
    result = run(command, str(data), "--rubric", RUBRIC, "-o", str(tmp_path / "表格"), "--date", written)
    assert result.exit_code == 2
    assert "选项 --date 的内容不对，应写成 2026-11-25 或 2026年11月25日。" in result.output
    assert not (tmp_path / "表格").exists()


# --- LibreOffice itself: one pack of everything ---------------------------------------------------------------

HAND, NOTE = "经示例甲手改", "上塘镇/安澜社区/安澜社区-申报表.docx"
ALL = ("--jobs", "1", "--duplex", "--cover", "--numbers", "--copies", "申报表=2")
ARCHIVE = ("--jobs", "1", "--split", "all", "--order", "form", "--kind", "both", "--pdfa")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result, Result]:
    """Pack forms, one of them changed by hand and one drafted, in two ways: to print, and for the archive."""
    if not LIBREOFFICE:
        pytest.skip("LibreOffice is not installed")
    room = tmp_path_factory.mktemp("packed")
    drafted = "  - {name: 草社区, township: 上塘镇, facts: {households: 100, residents: 300}}\n"
    folder = built(room, DATA + drafted, draft=True)
    retyped(folder / NOTE, TEXT, f"{TEXT}{HAND}。")
    first = pack(folder, *ALL)
    return room, first, run("pack", str(folder), "-o", str(room / "存档"), *ARCHIVE, "--numbers", "--draft")


def pages(path: Path) -> list[Page]:
    return read_pages(PageRange(path, 0, len(PdfReader(path).pages)))


def text(page: Page) -> str:
    return "".join(sign for sign, _ in page.characters)


@real
def test_good_forms_are_packed_without_a_fault(packed: tuple[Path, Result, Result]) -> None:
    room, *results = packed
    for result in results:
        assert result.exit_code == 0
        assert "错误 " not in result.stderr
        assert "共0个错误，" in result.stderr
    # Four communities: an application of one page twice, a score form of two; blank backs; cover with its back.
    assert f"{room / '打印' / '上塘镇.pdf'}：20页" in results[0].stdout
    assert f"{room / '打印' / 'A／B镇.pdf'}：8页" in results[0].stdout
    assert results[0].stdout.splitlines()[-1] == "已把8份表格排成2个 PDF，共28页。"
    assert results[1].stdout.splitlines()[-1] == "已把12份表格排成1个 PDF，共20页。"


@real
def test_a_form_changed_by_hand_is_printed_as_it_is_now(packed: tuple[Path, Result, Result]) -> None:
    found = [at for at, page in enumerate(pages(packed[0] / "打印" / "上塘镇.pdf")) if HAND in text(page)]
    titles = outline(packed[0] / "打印" / "上塘镇.pdf")
    start = dict(titles[titles.index(("上塘镇安澜社区", 8)) :][:2])["　申报表"]
    assert found == [start, start + 2], "both copies, each on a sheet of its own"


@real
def test_the_cover_tells_the_pages_that_the_bookmarks_lead_to(packed: tuple[Path, Result, Result]) -> None:
    path = packed[0] / "打印" / "上塘镇.pdf"
    own = pages(path)
    assert "起始页" in text(own[0])
    cover = 2
    starts = [at - cover + 1 for title, at in outline(path) if title.startswith("上塘镇")]
    assert starts == [1, 7, 13]
    for number, (name, start) in enumerate(zip(("竹里", "安澜", "草"), starts, strict=True), 1):
        mark = "草稿" if name == "草" else ""
        assert f"{number}上塘镇{name}社区申报表×2、考核评分表4{start}{mark}" in text(own[0])
    assert text(own[0]).endswith("共3个社区（村），9份，12页，另有白页6页。")
    assert text(own[1]) == ""


@real
def test_every_page_has_its_number(packed: tuple[Path, Result, Result]) -> None:
    own = pages(packed[0] / "存档" / "全部.pdf")
    assert len(own) == 20
    for number, page in enumerate(own, 1):
        assert text(page).endswith(f"—{number}—")


@real
def test_a_draft_is_marked_and_no_other_page_is(packed: tuple[Path, Result, Result]) -> None:
    path = packed[0] / "打印" / "上塘镇.pdf"
    marked = [at for at, page in enumerate(pages(path)) if "草稿" in text(page)]
    start = dict(outline(path))["上塘镇草社区"]
    assert marked == [0, start, start + 2], "the cover names it; both copies of its application bear the mark"
    assert "[F142] 提示 “上塘镇/草社区/草社区-申报表.docx”里有照数据拟写" in packed[1].stderr
    assert all("草稿" in text(page) for page in pages(packed[0] / "存档" / "全部.pdf")), (
        "--draft marks every page"
    )


@real
def test_the_same_command_gives_the_same_bytes(packed: tuple[Path, Result, Result]) -> None:
    room, *_ = packed
    before = {path: path.read_bytes() for path in (room / "打印").glob("*.pdf")}
    assert len(before) == 2
    assert pack(room / "表格", *ALL).exit_code == 0
    assert {path: path.read_bytes() for path in (room / "打印").glob("*.pdf")} == before


def seen(page: Page) -> list[tuple[str, list[float]]]:
    return [(sign, [round(side, 2) for side in box]) for sign, box in page.characters]


@real
def test_numbers_and_marks_do_not_move_what_libreoffice_laid_out(packed: tuple[Path, Result, Result]) -> None:
    room, *_ = packed
    plain = run("pack", str(room / "表格"), "-o", str(room / "素"), *ARCHIVE, "--form", "申报表")
    assert plain.exit_code == 0
    bare, dressed = (pages(room / name) for name in ("素/全部-申报表.pdf", "存档/全部.pdf"))
    assert len(bare) == 4
    for own, other in zip(bare, dressed[:4], strict=True):
        mark = 0 if text(own).startswith("草稿") else len("草稿")
        assert seen(own) == seen(other)[mark : mark + len(own.characters)]
        assert own.lines == other.lines


@real
def test_an_archive_s_pack_is_pdf_a_with_every_font_in_it(packed: tuple[Path, Result, Result]) -> None:
    path = packed[0] / "存档" / "全部.pdf"
    reader = PdfReader(path)
    root: Any = reader.trailer["/Root"]
    (intent,) = root["/OutputIntents"]
    assert intent["/DestOutputProfile"].get_data()[36:40] == b"acsp", "a colour profile"
    said = root["/Metadata"].get_data()
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in said
    identifier: Any = reader.trailer["/ID"]
    assert len(identifier) == 2
    assert read_embedded_fonts(path)
    assert fonts_without_file(reader) == []
    assert not any("/Annots" in page for page in reader.pages)
    titles = [title for title, _ in outline(path)]
    assert titles[0] == "申报表"
    assert titles.count("　上塘镇竹里社区（Excel）") == 1


def fonts_without_file(reader: PdfReader) -> list[str]:
    """Return the fonts of a PDF of which it has only the name."""
    bare = []
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        each: Any = reader.get_object(number)
        if (
            isinstance(each, dict)
            and each.get("/Type") == "/FontDescriptor"
            and not {"/FontFile", "/FontFile2", "/FontFile3"} & each.keys()
        ):
            bare.append(str(each["/FontName"]))
    return bare


# --- build --pdf ----------------------------------------------------------------------------------------------


@real
def test_a_build_makes_a_pdf_beside_each_form_once_and_anew_for_what_was_corrected(tmp_path: Path) -> None:
    data, out = tmp_path / "data.yaml", tmp_path / "表格"
    data.write_text(DATA, encoding="utf-8")
    words = ("build", str(data), "--rubric", RUBRIC, "-o", str(out), "--pdf")
    first = run(*words)
    assert first.exit_code == 0
    assert first.stdout.splitlines()[-1] == "已把9份表格排成9个 PDF，共15页。"
    made = {path.relative_to(out).as_posix(): path.stat().st_mtime_ns for path in out.rglob("*.pdf")}
    assert sorted(name for name in made if "安澜" in name) == [
        "上塘镇/安澜社区/安澜社区-申报表.pdf",
        "上塘镇/安澜社区/安澜社区-考核评分表.pdf",
        "上塘镇/安澜社区/安澜社区-考核评分表（Excel）.pdf",
    ]
    assert len(made) == 9
    metadata = PdfReader(out / "上塘镇/安澜社区/安澜社区-申报表.pdf").metadata
    assert metadata is not None
    assert metadata.title == "上塘镇安澜社区　温州市创建“充分就业社区”申报表"

    second = run(*words)
    assert second.exit_code == 0
    assert "PDF 都是新的，没有要做的。" in second.stdout
    assert {path.relative_to(out).as_posix(): path.stat().st_mtime_ns for path in out.rglob("*.pdf")} == made

    data.write_text(
        DATA.replace("township: A/B镇, facts: {", "township: A/B镇, facts: {phone: 0577-00000001, "),
        encoding="utf-8",
    )
    third = run(*words)
    assert third.exit_code == 0
    now = {path.relative_to(out).as_posix(): path.stat().st_mtime_ns for path in out.rglob("*.pdf")}
    assert {name for name in now if now[name] != made[name]} == {
        f"A／B镇/听潮社区/听潮社区-{form}.pdf" for form in ("申报表", "考核评分表", "考核评分表（Excel）")
    }
    assert "0577-00000001" in text(pages(out / "A／B镇/听潮社区/听潮社区-申报表.pdf")[0])


@pytest.mark.usefixtures("faultless")
def test_a_build_for_some_makes_their_pdfs_only(tmp_path: Path) -> None:
    data, out = tmp_path / "data.yaml", tmp_path / "表格"
    data.write_text(DATA, encoding="utf-8")
    run("build", str(data), "--rubric", RUBRIC, "-o", str(out), "--pdf", "--only", "竹里社区")
    assert {path.parent.name for path in out.rglob("*.pdf")} == {"竹里社区"}
    run("build", str(data), "--rubric", RUBRIC, "-o", str(out), "--pdf", "--township", "A/B镇")
    assert {path.parent.name for path in out.rglob("*.pdf")} == {"竹里社区", "听潮社区"}


def test_a_dry_run_makes_no_pdf(tmp_path: Path, fake: FakeOffice) -> None:
    data = tmp_path / "data.yaml"
    data.write_text(DATA, encoding="utf-8")
    result = run("build", str(data), "--rubric", RUBRIC, "-o", str(tmp_path / "表格"), "--pdf", "--dry-run")
    assert result.exit_code == 0
    assert not (tmp_path / "表格").exists()
    assert fake.batches == []


@pytest.mark.usefixtures("faultless")
def test_a_stamped_scan_beside_a_form_is_left_alone_and_told_once_the_form_is_newer(tmp_path: Path) -> None:
    data, out = tmp_path / "data.yaml", tmp_path / "表格"
    data.write_text(DATA, encoding="utf-8")
    words = ("build", str(data), "--rubric", RUBRIC, "-o", str(out), "--pdf", "--only", "竹里社区")
    run(*words)
    form = out / place("上塘镇", "竹里社区", "申报表")
    scan = pdf(form.with_suffix(".pdf"), "scan")
    before = scan.read_bytes()
    assert "F144" not in run(*words).output, "it is newer than the form"
    os.utime(form, ns=(scan.stat().st_mtime_ns + 1, scan.stat().st_mtime_ns + 1_000_000_000))
    result = run(*words)
    assert f"[F144] 错误 “{scan}”已经存在" in result.output
    assert result.exit_code == 1
    assert scan.read_bytes() == before


@pytest.mark.usefixtures("faultless")
def test_a_form_saved_anew_without_a_change_is_laid_out_once(tmp_path: Path) -> None:
    data, out = tmp_path / "data.yaml", tmp_path / "表格"
    data.write_text(DATA, encoding="utf-8")
    words = ("build", str(data), "--rubric", RUBRIC, "-o", str(out), "--pdf", "--only", "竹里社区")
    run(*words)
    (out / place("上塘镇", "竹里社区", "申报表")).touch()
    assert "排成1个 PDF" in run(*words).output
    assert "PDF 都是新的，没有要做的。" in run(*words).output


# -- what was found by attacking it -------------------------------------------------------------------------
def test_townships_whose_files_would_have_one_name_get_two(tmp_path: Path, fake: FakeOffice) -> None:
    townships = "communities:\n  - {name: 甲社区, township: 'A/B镇'}\n  - {name: 乙社区, township: 'a/b镇'}\n"
    for name in ("甲社区", "乙社区"):  # together they are refused: their 汇总表 would be one file
        folder = built(tmp_path, townships, only=[name])
    pack(folder)
    assert {path.name for path in (tmp_path / "打印").glob("*.pdf")} == {"A／B镇.pdf", "a／b镇（2）.pdf"}
    assert fake.batches


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("suffix", [".doc", ".wps", ".DOC", ".et"])
def test_a_form_saved_in_another_format_is_told(folder: Path, suffix: str) -> None:
    path = folder / place("上塘镇", "安澜社区", "申报表")
    path.rename(path.with_suffix(suffix))
    name = f"上塘镇/安澜社区/安澜社区-申报表{suffix}"
    assert f"[F136] 提示 “{name}”没有印进去（不是 .docx 或 .xlsx，请先另存为这两种）" in pack(folder).output


@pytest.mark.usefixtures("fake")
def test_a_form_whose_suffix_is_in_capitals_is_printed(folder: Path) -> None:
    before = pack(folder).output
    path = folder / place("上塘镇", "安澜社区", "申报表")
    path.rename(path.with_suffix(".DOCX"))
    assert pack(folder).output == before.replace("安澜社区-申报表.docx", "安澜社区-申报表.DOCX")


@pytest.mark.usefixtures("fake")
def test_a_form_with_faults_gets_no_pdf_and_is_told_each_time(tmp_path: Path) -> None:
    data, out = tmp_path / "data.yaml", tmp_path / "表格"
    data.write_text(DATA, encoding="utf-8")
    words = ("build", str(data), "--rubric", RUBRIC, "-o", str(out), "--pdf", "--only", "竹里社区")
    for _ in range(2):
        result = run(*words)
        assert result.exit_code == 1
        assert "F139" in result.output
    assert list(out.rglob("*.pdf")) == []


@pytest.mark.usefixtures("fake")
def test_the_older_pdf_of_a_form_with_faults_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, out = tmp_path / "data.yaml", tmp_path / "表格"
    data.write_text(DATA, encoding="utf-8")
    words = ("build", str(data), "--rubric", RUBRIC, "-o", str(out), "--pdf", "--only", "竹里社区")
    with monkeypatch.context() as patched:
        patched.setattr(proof, "find_faults", lambda *_: iter(()))
        run(*words)
    form = out / place("上塘镇", "竹里社区", "申报表")
    pdf_time = form.with_suffix(".pdf").stat().st_mtime_ns
    os.utime(form, ns=(pdf_time + 1, pdf_time + 1_000_000_000))
    shown = "“上塘镇/竹里社区/竹里社区-申报表.pdf”没有重做，旧的一份还在，内容可能过时。"
    assert f"[T123] 提示 {shown}" in run(*words).output


def test_no_draft_is_packed_without_its_mark(
    folder: Path, fake: FakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = cover_pages.draw_cover_list("REFUSED", [], "")  # a document that the stand-in does not convert
    monkeypatch.setattr(cover_pages, "draw_draft_word", lambda: refused)
    result = pack(folder, "--draft")
    assert result.exit_code == 1
    assert "[F134] 错误 “草稿.docx”转不成 PDF（LibreOffice 打不开它）" in result.output
    assert list((folder.parent / "打印").glob("*.pdf")) == []
    assert fake.batches


def test_an_output_that_cannot_be_is_told_before_the_work(folder: Path, fake: FakeOffice) -> None:
    (folder.parent / "打印").write_text("a file", encoding="utf-8")
    assert "[F108]" in pack(folder).output
    assert fake.batches == []


@pytest.mark.usefixtures("fake")
def test_a_form_that_is_open_elsewhere_is_told(folder: Path) -> None:
    form = folder / place("上塘镇", "安澜社区", "申报表")
    form.with_name(f".~lock.{form.name}#").touch()
    shown = "“上塘镇/安澜社区/安澜社区-申报表.docx”正在别的程序中打开，印的是上次保存的样子。"
    assert f"[F149] 提示 {shown} → 请先保存、关掉，再做一次。" in pack(folder).output


def test_forms_of_a_community_that_is_no_longer_in_the_data_are_told(
    folder: Path, faultless: FakeOffice
) -> None:
    assert faultless
    built(folder.parent, DATA.replace("安澜社区", "安澜新社区"))
    result = pack(folder)
    (line,) = (each for each in result.stderr.splitlines() if "T167" in each)
    assert "上塘镇安澜社区" in line
    assert "不在最近一次出表的数据里" in line
    assert "安澜新社区" not in line


def test_columns_are_added_up_and_twins_compared_before_printing(folder: Path, faultless: FakeOffice) -> None:
    assert faultless
    scores = "".join(f"item{at}: 1, " for at in range(2, 13))
    built(folder.parent, DATA.replace("安澜社区,", "安澜社区, scores: {county: {" + scores + "}},"))
    (path,) = folder.rglob("安澜社区-考核评分表.docx")
    paper = docx.Document(str(path))
    rows = paper.tables[0].rows
    rows[-1].cells[6].text = "50"
    rows[4].cells[6].text = "0.5"
    paper.save(str(path))
    told = pack(folder).stderr
    assert "[T164]" in told
    assert "[T165]" in told
    assert "写的是50" in told


def test_a_figure_typed_into_a_narrative_is_held_against_the_data_before_printing(
    folder: Path, faultless: FakeOffice
) -> None:
    assert faultless
    figures = "indicators: {target_total: 400, target_employed: 390}"
    built(folder.parent, DATA.replace("安澜社区,", f"安澜社区, {figures},"))
    assert "[T163]" not in pack(folder).stderr
    retyped(folder / place("上塘镇", "安澜社区", "申报表"), TEXT, "其中已就业380人。")
    told = pack(folder).stderr
    assert "[T163]" in told
    assert "390" in told


def test_a_pack_that_is_killed_leaves_forms_and_earlier_packs_whole_and_the_next_one_is_made(
    folder: Path, faultless: FakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faultless
    out, rooms = folder.parent / "打印", folder.parent / "temporary"
    rooms.mkdir()
    for name in ("竹里社区", "听潮社区"):
        shutil.rmtree(next(folder.rglob(name)))
    monkeypatch.setattr(tempfile, "tempdir", str(rooms))
    assert pack(folder).exit_code == 0
    retyped(folder / place("上塘镇", "安澜社区", "申报表"), "412", "413")

    def state(*roots: Path) -> dict[Path, bytes]:
        return {path: path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()}

    before = state(folder, out)
    deadly = folder.parent / "deadly"
    deadly.write_text(f"#!{sys.executable} -SE\nimport os\nos.kill(os.getppid(), 9)\n", encoding="utf-8")
    deadly.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "formgen", "pack", folder, "-o", out],
        env={**os.environ, libreoffice.VARIABLE: str(deadly), "TMPDIR": str(rooms)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert state(folder, out) == before
    left = list(rooms.glob("formgen-*/running.lock"))
    assert left
    for lock in left:
        os.utime(lock, (1, 1))
    assert pack(folder).exit_code == 0
    assert list(rooms.iterdir()) == []
    made = state(out)
    assert made.keys() == {each for each in before if each.parent == out}
    assert made[out / "上塘镇.pdf"] != before[out / "上塘镇.pdf"]
