"""LibreOffice is found and run; what goes wrong with one document is told, and never spoils the others.

Most tests run a stand-in for LibreOffice: a script that notes how it was called, and misbehaves as a document
tells it to.
"""

import json
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader

from formgen.printing import libreoffice
from formgen.printing.options import ConversionOptions, Limits
from formgen.problems import FormgenError

LIBREOFFICE = libreoffice.find_program()
if os.environ.get("CI") and not LIBREOFFICE:
    pytest.fail("CI must install LibreOffice", pytrace=False)
PROGRAM, APPLICATION = "program/soffice", "Applications/LibreOffice.app/Contents/MacOS/soffice"
FLATPAK = "flatpak/exports/bin/org.libreoffice.LibreOffice"
real = pytest.mark.skipif(not LIBREOFFICE, reason="LibreOffice is not installed")

FAKE = r"""
import json, os, subprocess, sys, time
from pathlib import Path
from urllib.parse import unquote, urlparse

here, begin = Path(__file__).parent, sys.argv.index("--outdir") + 2
profile, out, papers = Path(unquote(urlparse(sys.argv[1].partition("=")[2]).path)), Path(sys.argv[begin - 1]), sys.argv[begin:]
settings = (profile / "user" / "registrymodifications.xcu").read_text()
fresh = not (profile / "used").exists()
(profile / "used").touch()
clash = (profile / "busy").exists()
(profile / "busy").touch()
note = {"argv": sys.argv, "profile": str(profile), "fresh": fresh, "clash": clash, "settings": settings,
        "papers": [Path(paper).name for paper in papers], "environment": dict(os.environ)}
(here / f"note-{time.monotonic_ns()}.json").write_text(json.dumps(note))
if (here / "broken").exists():
    sys.exit(1)
out.mkdir(parents=True, exist_ok=True)
for paper in map(Path, papers):
    data, pdf = paper.read_bytes(), out / (paper.stem + ".pdf")
    once = here / "once"
    if b"REFUSED" in data or (b"REFUSED-ONCE" in data and not once.exists()):
        continue
    if b"HANGS" in data:
        child = "import sys, time\nwhile True: print(time.time(), file=open(sys.argv[1], 'w')); time.sleep(0.02)"
        subprocess.Popen([sys.executable, "-SEc", child, str(here / "alive")])
        time.sleep(60)
    if b"CRASHES" in data or (b"STUMBLES" in data and not once.exists()):
        once.touch()
        pdf.write_bytes(b"%PDF-1.6 half of a")
        os._exit(139)
    if b"GARBAGE" in data or (b"BLOTS" in data and not once.exists()):
        once.touch()
        pdf.write_bytes(b"<html>no PDF</html>")
        continue
    pdf.write_bytes(b"%PDF-1.6\n" + paper.name.encode() + b"\n" + data[-4000:] + b"\n%%EOF\n")
(profile / "busy").unlink()
"""
SHORT = Limits(start=1.0, megabyte=0.0, tick=0.02)
LONG = Limits(start=30.0, megabyte=0.0, tick=0.02)


class Office:
    """The stand-in for LibreOffice, and what it noted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.program = folder / "soffice"
        self.program.write_text(f"#!{sys.executable} -SE\n{FAKE}", encoding="utf-8")
        self.program.chmod(0o755)

    def convert(
        self,
        sources: list[Path],
        folder: Path,
        done: Callable[[int], None] = lambda _: None,
        **options: Any,
    ) -> libreoffice.ConversionResult:
        asked = ConversionOptions(program=self.program, **{"limits": LONG, "jobs": 1, **options})
        return libreoffice.convert(sources, folder, asked, done)

    def break_down(self) -> None:
        (self.folder / "broken").touch()

    @property
    def notes(self) -> list[dict[str, Any]]:
        return [json.loads(path.read_text()) for path in sorted(self.folder.glob("note-*.json"))]

    @property
    def left_running(self) -> bool:
        """Tell whether a process that a hanging document started still writes."""
        alive = self.folder / "alive"
        before = alive.read_text()
        time.sleep(0.15)
        return alive.read_text() != before


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    return Office(tmp_path / "office")


@pytest.fixture
def paper(tmp_path: Path) -> Callable[..., Path]:
    """Write a document that tells the stand-in how to behave."""

    def write(name: str, behaviour: str = "good", size: int = 0) -> Path:
        path = tmp_path / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = "xl/workbook.xml" if path.suffix == ".xlsx" else "word/document.xml"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("filling.bin", bytes(size))
            archive.writestr(part, behaviour)
        return path

    return write


def reasons(converted: libreoffice.ConversionResult) -> dict[str, str]:
    assert {problem.code for problem in converted.problems} <= {"F134"}
    return {problem.words["file"]: problem.words["detail"] for problem in converted.problems}


# --- finding -------------------------------------------------------------------------------------------------

# The system, variables of the environment, programs on the disk; the first of them is the one to be found.
PLACES = {
    "the variable names the program": ("linux", "FORMGEN_SOFFICE=my/office8", "my/office8 usr/bin/soffice"),
    "the variable names its folder": ("linux", "FORMGEN_SOFFICE=my", "my/soffice usr/bin/soffice"),
    "the variable names the folder above": ("win32", "FORMGEN_SOFFICE=my", "my/program/soffice.com"),
    "the variable names an application": ("darwin", "FORMGEN_SOFFICE=L.app", "L.app/Contents/MacOS/soffice"),
    "the variable is wrong": ("linux", "FORMGEN_SOFFICE=gone", "usr/bin/soffice"),
    "on the path": ("linux", "PATH=bin", "bin/libreoffice usr/bin/soffice"),
    "Linux, by hand": ("linux", "", f"opt/libreoffice24.2/{PROGRAM} opt/libreoffice7.6/{PROGRAM}"),
    "Linux, a library folder": ("linux", "", f"usr/lib64/libreoffice/{PROGRAM}"),
    "Linux, snap": ("linux", "", "snap/bin/libreoffice"),
    "Linux, flatpak": ("linux", "", f"var/lib/{FLATPAK}"),
    "Linux, flatpak of a person": ("linux", "HOME=me", f"me/.local/share/{FLATPAK}"),
    "a Mac": ("darwin", "", f"{APPLICATION} usr/bin/soffice"),
    "a Mac, for one person": ("darwin", "HOME=me", f"me/{APPLICATION}"),
    "Windows": ("win32", "ProgramFiles=PF", f"PF/LibreOffice/{PROGRAM}.com PF/LibreOffice/{PROGRAM}.exe"),
    "Windows, 32 bits": ("win32", "ProgramFiles(x86)=PF86", f"PF86/LibreOffice5/{PROGRAM}.com"),
    "Windows, for one person": ("win32", "LOCALAPPDATA=Me", f"Me/Programs/LibreOffice/{PROGRAM}.com"),
}


@pytest.mark.parametrize("case", PLACES)
def test_libreoffice_is_found_where_it_is(tmp_path: Path, case: str) -> None:
    system, setting, files = PLACES[case]
    key, _, value = setting.partition("=")
    paths = [tmp_path / name for name in files.split()]
    assert libreoffice.find_program({key: str(tmp_path / value)}, system, tmp_path) is None
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o755)
    assert libreoffice.find_program({key: str(tmp_path / value)}, system, tmp_path) == paths[0]


def test_a_file_that_cannot_be_run_is_not_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "soffice").touch(0o644)
    assert libreoffice.find_program({"FORMGEN_SOFFICE": str(tmp_path)}, "linux", tmp_path) is None


def test_a_computer_without_libreoffice_is_told_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda _: None)
    with pytest.raises(FormgenError) as caught:
        libreoffice.convert([tmp_path / "a.docx"], tmp_path)
    (problem,) = caught.value.problems
    assert problem.code == "F133"
    assert "没有找到 LibreOffice" in str(problem)
    assert "FORMGEN_SOFFICE" in str(problem)


# --- what LibreOffice is told ---------------------------------------------------------------------------------


def test_each_kind_has_its_filter_and_bookmarks_become_destinations(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    fake.convert([paper("a.docx"), paper("b.xlsx")], tmp_path / "pdf")
    word, excel = (note["argv"] for note in fake.notes)
    for argv, name in ((word, "writer_pdf_Export"), (excel, "calc_pdf_Export")):
        assert {"--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"} < set(
            argv
        )
        filters = argv[argv.index("--convert-to") + 1]
        assert filters.startswith(f"pdf:{name}:")
        options = json.loads(filters.split(":", 2)[2])
        assert options["ExportBookmarks"]["value"] == "false", "no outline that nobody asked for"
        assert ("ExportBookmarksToPDFDestination" in options) == (name == "writer_pdf_Export")
        assert "SelectPdfVersion" not in options


def test_an_archive_gets_pdf_a(fake: Office, paper: Callable[..., Path], tmp_path: Path) -> None:
    fake.convert([paper("a.docx")], tmp_path / "pdf", pdfa=True)
    assert '"SelectPdfVersion":{"type":"long","value":"2"}' in " ".join(fake.notes[0]["argv"])


def test_the_fonts_are_handed_on(
    fake: Office, paper: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/the/one/of/the/system")
    fake.convert([paper("a.docx")], tmp_path / "pdf", fonts=tmp_path / "fonts.conf")
    fake.convert([paper("a.docx")], tmp_path / "pdf")
    assert [note["environment"]["FONTCONFIG_FILE"] for note in fake.notes] == [
        str(tmp_path / "fonts.conf"),
        "/the/one/of/the/system",
    ]
    if sys.platform == "linux":
        assert fake.notes[0]["environment"]["SAL_USE_VCLPLUGIN"] == "svp"


def test_a_stranger_s_document_runs_no_macro_and_loads_nothing(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    fake.convert([paper("a.docx")], tmp_path / "pdf")
    settings = fake.notes[0]["settings"]
    for name, value in (
        ("MacroSecurityLevel", 3),
        ("DisableMacrosExecution", "true"),
        ("BlockUntrustedRefererLinks", "true"),
    ):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}<' in settings


# --- sharing the work out -------------------------------------------------------------------------------------


def test_lanes_get_about_the_same_work_and_never_share_a_profile(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    sources = [paper("joined.docx", size=40_000), *(paper(f"{number}.docx") for number in range(12))]
    converted = fake.convert(sources, tmp_path / "pdf", jobs=2)
    assert len(converted.pdfs) == 13
    assert sorted(len(note["papers"]) for note in fake.notes) == [2, 11], "a large document counts for many"
    assert len({note["profile"] for note in fake.notes}) == 2
    assert not any(note["clash"] for note in fake.notes)


def test_many_documents_go_in_several_processes_one_after_another_on_one_profile(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    converted = fake.convert([paper(f"{number}.docx") for number in range(110)], tmp_path / "pdf")
    assert len(converted.pdfs) == 110
    assert sorted(len(note["papers"]) for note in fake.notes) == [36, 37, 37]
    assert [note["fresh"] for note in fake.notes] == [True, False, False]
    assert not any(note["clash"] for note in fake.notes)


def test_no_documents_are_no_work(fake: Office, tmp_path: Path) -> None:
    assert fake.convert([], tmp_path / "pdf") == libreoffice.ConversionResult({}, ())
    assert not fake.notes


def test_equal_names_chinese_names_and_spaces_give_a_pdf_each(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    names = ("甲 镇/申报表.docx", "乙镇/申报表.docx", "乙镇/申报表.xlsx")
    sources = [paper(name, behaviour=f"text of {name}") for name in names]
    converted = fake.convert([*sources, sources[0]], tmp_path / "pdf", jobs=2)
    assert list(map(converted.pdfs.get, sources)) == [
        tmp_path / "pdf" / f"0000{number}.pdf" for number in (1, 2, 3)
    ]
    for name, source in zip(names, sources, strict=True):
        assert f"text of {name}".encode() in converted.pdfs[source].read_bytes()


def test_nothing_is_left_beside_the_documents_or_in_the_temporary_folder(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    source = paper("a.docx")
    (source.parent / ".~lock.a.docx#").write_text("open elsewhere")
    before = {path: path.stat().st_mtime_ns for path in source.parent.iterdir()}
    converted = fake.convert([source], tmp_path / "pdf")
    assert list(converted.pdfs) == [source]
    assert {path: path.stat().st_mtime_ns for path in source.parent.iterdir()} == before
    assert not list((tmp_path / "temporary").iterdir())
    assert str(source) not in fake.notes[0]["argv"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_done_counts_up_to_all(fake: Office, paper: Callable[..., Path], tmp_path: Path, jobs: int) -> None:
    told: list[int] = []
    sources = [paper(f"{number}.docx", "REFUSED" if number == 3 else "good") for number in range(8)]
    fake.convert(sources, tmp_path / "pdf", jobs=jobs, done=told.append)
    assert told == sorted(set(told))
    assert told[-1] == 8


# --- what goes wrong ------------------------------------------------------------------------------------------

FAULTS = {
    "a file that LibreOffice cannot open is named": ("REFUSED", {"bad.docx": "LibreOffice 打不开它"}),
    "a file that ends LibreOffice is named": ("CRASHES", {"bad.docx": "LibreOffice 中途退出"}),
    "a file that becomes garbage is named": ("GARBAGE", {"bad.docx": "LibreOffice 打不开它"}),
    "a file that ends LibreOffice once is tried again": ("STUMBLES", {}),
    "a file that becomes garbage once is tried again": ("BLOTS", {}),
}


@pytest.mark.parametrize("case", FAULTS)
def test_one_bad_document_costs_only_itself(
    fake: Office, paper: Callable[..., Path], tmp_path: Path, case: str
) -> None:
    behaviour, expected = FAULTS[case]
    sources = [paper(f"{number}.docx") for number in range(6)]
    sources.insert(2, paper("bad.docx", behaviour))
    converted = fake.convert(sources, tmp_path / "pdf")
    assert reasons(converted) == expected
    assert set(converted.pdfs) == {source for source in sources if source.name not in expected}
    assert all(pdf.read_bytes().endswith(b"%%EOF\n") for pdf in converted.pdfs.values())
    assert len(fake.notes) <= 4
    assert not any(note["clash"] for note in fake.notes), "a profile that a crash left is not used again"


@pytest.mark.parametrize("behaviour", ["REFUSED", "CRASHES"])
def test_a_document_alone_is_tried_twice(
    fake: Office, paper: Callable[..., Path], tmp_path: Path, behaviour: str
) -> None:
    converted = fake.convert([paper("坏.docx", behaviour)], tmp_path / "pdf")
    assert len(fake.notes) == 2
    (problem,) = converted.problems
    assert "“坏.docx”转不成 PDF（LibreOffice " in str(problem)
    assert "其他文件不受影响" in str(problem)


def test_a_file_that_hangs_is_named_and_its_processes_are_ended(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    sources = [
        paper("0.docx"),
        paper("bad.docx", "HANGS"),
        *(paper(f"{number}.docx") for number in range(1, 4)),
    ]
    converted = fake.convert(sources, tmp_path / "pdf", limits=SHORT)
    assert reasons(converted) == {"bad.docx": "超时"}
    assert len(converted.pdfs) == 4
    assert not fake.left_running
    assert not any(note["clash"] for note in fake.notes)


def test_a_large_document_may_take_longer(fake: Office, paper: Callable[..., Path], tmp_path: Path) -> None:
    limits = Limits(start=0.0, megabyte=500.0, tick=0.02)
    assert fake.convert([paper("joined.docx", size=100_000)], tmp_path / "pdf", limits=limits).pdfs
    assert reasons(fake.convert([paper("small.docx", "HANGS")], tmp_path / "pdf", limits=limits)) == {
        "small.docx": "超时"
    }


def test_many_bad_documents_in_a_row_do_not_spoil_the_good_ones(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    sources = [
        *(paper(f"bad{number}.docx", "CRASHES") for number in range(3)),
        *(paper(f"{number}.docx") for number in range(9)),
    ]
    converted = fake.convert(sources, tmp_path / "pdf", jobs=2)
    assert sorted(reasons(converted)) == ["bad0.docx", "bad1.docx", "bad2.docx"]
    assert len(converted.pdfs) == 9


def test_a_libreoffice_that_does_not_work_at_all_is_not_tried_for_ever(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    fake.break_down()
    told: list[int] = []
    converted = fake.convert(
        [paper(f"{number}.docx") for number in range(60)], tmp_path / "pdf", jobs=2, done=told.append
    )
    assert set(reasons(converted).values()) == {"LibreOffice 中途退出"}
    assert [problem.words["file"] for problem in converted.problems] == [
        f"{number}.docx" for number in range(60)
    ]
    assert len(fake.notes) <= 8
    assert told[-1] == 60


def test_what_is_no_document_is_not_printed_as_text(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    text, gone = tmp_path / "text.docx", tmp_path / "gone.docx"
    text.write_text("not a Word file", encoding="utf-8")
    converted = fake.convert([text, paper("a.docx"), gone], tmp_path / "pdf")
    assert reasons(converted) == {"text.docx": "LibreOffice 打不开它", "gone.docx": "LibreOffice 打不开它"}
    assert len(converted.pdfs) == 1


def test_ctrl_c_ends_libreoffice_and_clears_up(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    def interrupt(_: int) -> None:
        while not (fake.folder / "alive").exists() or not (fake.folder / "alive").read_text():
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fake.convert([paper("a.docx"), paper("b.docx", "HANGS")], tmp_path / "pdf", done=interrupt)
    assert not fake.left_running
    assert not list((tmp_path / "temporary").iterdir())


def test_a_folder_that_takes_no_file_stops_the_work(
    fake: Office, paper: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "pdf").write_text("a file")
    with pytest.raises(FormgenError) as caught:
        fake.convert([paper("a.docx")], tmp_path / "pdf")
    assert caught.value.problems[0].code == "F108"


# --- the real LibreOffice -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write a Word file with a heading and bookmarks on two pages, a workbook, and a damaged Word file."""
    folder = tmp_path_factory.mktemp("real")
    word = docx.Document()
    word.add_heading("标题", 1)
    for number in range(2):
        paragraph = word.add_paragraph(f"第{number}份")
        paragraph.paragraph_format.page_break_before = number > 0
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag, attrs={qn("w:id"): str(number), qn("w:name"): f"f{number:04}"})
            paragraph._p.append(mark)
    word.save(str(folder / "表.docx"))
    book = openpyxl.Workbook()
    book.create_sheet("汇总", 0)["A1"] = "汇总"
    book.save(folder / "表.xlsx")
    with zipfile.ZipFile(folder / "坏.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    return [folder / "坏.docx", folder / "表.docx", folder / "表.xlsx"]


@real
def test_word_and_excel_become_pdf_with_named_destinations(documents: list[Path], tmp_path: Path) -> None:
    converted = libreoffice.convert(documents, tmp_path, ConversionOptions(2))
    assert reasons(converted) == {"坏.docx": "LibreOffice 打不开它"}
    word, excel = (PdfReader(converted.pdfs[document]) for document in documents[1:])
    places = {name: word.get_destination_page_number(to) for name, to in word.named_destinations.items()}
    assert places == {"/f0000": 0, "/f0001": 1}, "LibreOffice writes them as names, pypdf keeps the stroke"
    assert not word.outline
    assert not excel.outline
    assert "汇总" in excel.pages[0].extract_text()


@real
def test_an_archive_s_pdf_says_that_it_is_pdf_a(documents: list[Path], tmp_path: Path) -> None:
    converted = libreoffice.convert(documents[1:], tmp_path, ConversionOptions(2, pdfa=True))
    for pdf in converted.pdfs.values():
        root: Any = PdfReader(pdf).trailer["/Root"]
        assert root["/OutputIntents"]
        assert b"<pdfaid:part>2</pdfaid:part>" in root["/Metadata"].get_data()
    assert len(converted.pdfs) == 2
