"""Official faces get their stand-ins, and a PDF tells which were used."""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.styles import Font
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from formgen.printing import fonts, formats, libreoffice
from formgen.printing.options import ConversionOptions
from formgen.problems import FormgenError

LIBREOFFICE, MATCH = libreoffice.find_program(), shutil.which("fc-match")
if os.environ.get("CI") and not (LIBREOFFICE and MATCH):
    pytest.fail("CI must install LibreOffice and fontconfig", pytrace=False)
TEMPLATES = Path(__file__).parents[2] / "templates"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


# --- the fontconfig file --------------------------------------------------------------------------------------


def test_the_configuration_adds_to_that_of_the_system(tmp_path: Path) -> None:
    path = fonts.write_configuration(tmp_path)
    tree = etree.fromstring(path.read_bytes())
    assert path.parent == tmp_path
    assert [each.text for each in tree.iter("include")] == ["/etc/fonts/fonts.conf"]
    assert not list(tree.iter("cachedir"))
    assert all("fandol" in str(each.text) for each in tree.iter("dir"))
    aliases = {alias.findtext("family"): alias for alias in tree.iter("alias")}
    assert list(aliases) == [face.name for face in fonts.OFFICIAL]
    for face in fonts.OFFICIAL:
        assert [each.text for each in aliases[face.name].iterfind("accept/family")] == list(face.stand_ins)
        assert face.name not in face.stand_ins


def test_no_face_falls_to_fandol_song() -> None:
    families = [family for face in fonts.OFFICIAL for family in face.stand_ins]
    assert families
    assert not any(family.startswith("FandolSong") for family in families)


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FormgenError, match="F108"):
        fonts.write_configuration(tmp_path / "file")


def matched(path: Path, face: str) -> str:
    """Return the family that fontconfig gives for a face in Chinese text."""
    command = [str(MATCH), "-f", "%{family}", f"{face}:lang=zh-cn"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(path)}
    return subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.mark.skipif(not MATCH, reason="fontconfig is not installed")
def test_fontconfig_gives_the_face_itself_before_a_stand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = subprocess.run(
        [str(MATCH), "-s", "-f", "%{family[0]}\n", "serif"], check=True, capture_output=True, encoding="utf-8"
    )
    first, second = list(dict.fromkeys(listed.stdout.split("\n")))[:2]
    faces = (fonts.Face(first, (second,)), fonts.Face("没有的字体", ("没有的替身", second)))
    monkeypatch.setattr(fonts, "OFFICIAL", faces)
    path = fonts.write_configuration(tmp_path)
    assert first in matched(path, first), "installed: it is taken"
    assert second in matched(path, "没有的字体"), "not installed: its first stand-in that is"


# --- what a document asks for ---------------------------------------------------------------------------------


def word_file(path: Path, body: str, styles: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}>{body}</w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
    return path


def run(text: str, **faces: str) -> str:
    named = " ".join(f'w:{key}="{face}"' for key, face in faces.items())
    return f"<w:p><w:r><w:rPr><w:rFonts {named}/></w:rPr><w:t>{text}</w:t></w:r></w:p>"


BOTH = {"ascii": "Times New Roman", "hAnsi": "Times New Roman", "eastAsia": "仿宋_GB2312"}
ASKED = {
    "Chinese text": (run("社区", **BOTH), {"仿宋_GB2312"}),
    "Latin text": (run("2009-1", **BOTH), {"Times New Roman"}),
    "both": (run("2009年", **BOTH), {"仿宋_GB2312", "Times New Roman"}),
    "no text": (run(" ", **BOTH), set()),
    "the English name of the face": (run("社区", eastAsia="SimHei"), {"黑体"}),
    "a face that is not official": (run("社区", eastAsia="微软雅黑"), set()),
    "a face left to the style": ("<w:r><w:t>社区</w:t></w:r>", {"宋体"}),
    "a face half left to the style": (run("社区", ascii="Times New Roman"), {"宋体"}),
    "no document at all": ("<w:p>", set()),
}


@pytest.mark.parametrize("case", ASKED)
def test_a_word_file_asks_for_the_faces_of_its_text(tmp_path: Path, case: str) -> None:
    body, expected = ASKED[case]
    path = word_file(tmp_path / "a.docx", body, '<w:rFonts w:eastAsia="宋体" w:ascii="Calibri"/>')
    assert formats.read_official_faces(path) == expected


def test_a_workbook_asks_for_the_faces_of_its_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("表", 0)
    for row, face in enumerate(("黑体", "楷体_GB2312", "Arial"), 1):
        sheet.cell(row, 1, "社区").font = Font(name=face)
    sheet.cell(9, 1).font = Font(name="仿宋_GB2312")  # an empty cell
    book.save(tmp_path / "a.xlsx")
    assert formats.read_official_faces(tmp_path / "a.xlsx") == {"黑体", "楷体_GB2312"}


def test_a_file_that_cannot_be_read_asks_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"no zip")
    assert formats.read_official_faces(tmp_path / "a.docx") == frozenset()
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/styles.xml", f"<styleSheet {X}/>")
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet {X}><c s="odd"><v>1</v></c></worksheet>')
    assert formats.read_official_faces(tmp_path / "a.xlsx") == frozenset()


# --- what a PDF has -------------------------------------------------------------------------------------------

KAITI, FANDOL = "BAAAAA+GBZenKai-Medium", "CAAAAA+FandolFang-Regular"
SERIF, HEAVY = "DAAAAA+NotoSerifCJKjp-Regular-VKana", "DAAAAA+NotoSerifCJKjp-SemiBold-VKana"
REPLACED: dict[str, tuple[set[str], set[str], dict[str, str]]] = {
    "the face itself": ({"仿宋_GB2312"}, {"ABCDEE+FangSong_GB2312"}, {}),
    "the face itself, by its Chinese name": ({"仿宋_GB2312"}, {"ABCDEE+仿宋_GB2312"}, {}),
    "the face itself, bold": ({"Times New Roman"}, {"/ABCDEE+TimesNewRomanPS-BoldMT"}, {}),
    "the face itself, by its foundry": ({"方正小标宋简体"}, {"ABCDEE+FZXBSJW--GB1-0"}, {}),
    "a stand-in": ({"宋体"}, {"BAAAAA+BousungEG-Light-GB"}, {"宋体": "AR PL SungtiL GB"}),
    "a stand-in with hyphens": ({"楷体"}, {"BAAAAA+AR-PL-KaitiM-GB"}, {"楷体": "AR PL KaitiM GB"}),
    "a near relation": ({"仿宋_GB2312"}, {"ABCDEE+FangSong"}, {"仿宋_GB2312": "仿宋"}),
    "a near relation, the other way": ({"楷体"}, {"ABCDEE+KaiTi_GB2312"}, {"楷体": "楷体_GB2312"}),
    "a face that no character used": ({"仿宋_GB2312", "楷体_GB2312"}, {"ABCDEE+FangSong_GB2312"}, {}),
    "one stand-in for two faces": (
        {"仿宋", "楷体"},
        {KAITI},
        dict.fromkeys(("仿宋", "楷体"), "AR PL KaitiM GB"),
    ),
    "each face its best stand-in": (
        {"仿宋", "楷体"},
        {KAITI, FANDOL},
        {"仿宋": "FandolFang R", "楷体": "AR PL KaitiM GB"},
    ),
    "the real face beside one of another": (
        {"仿宋", "楷体"},
        {FANDOL, "ABCDEE+KaiTi"},
        {"仿宋": "FandolFang R"},
    ),
    "a heavy stand-in is not the light one": (
        {"方正小标宋简体", "宋体"},
        {HEAVY},
        {"方正小标宋简体": "Noto Serif CJK SC SemiBold"},
    ),
    "the light one where there is no heavy one": (
        {"方正小标宋简体"},
        {SERIF},
        {"方正小标宋简体": "Noto Serif CJK SC"},
    ),
    "a font of no official face": ({"黑体"}, {"BAAAAA+DejaVuSans"}, {}),
    "a face that is not official": ({"微软雅黑"}, {KAITI}, {}),
    "a face nobody asked for": (set(), {KAITI}, {}),
}


@pytest.mark.parametrize("case", REPLACED)
def test_a_stand_in_is_told(case: str) -> None:
    wanted, embedded, expected = REPLACED[case]
    problems = fonts.find_replaced_faces(wanted, embedded)
    assert {problem.words["face"]: problem.words["other"] for problem in problems} == expected
    assert all(problem.code == "F135" and problem.severity == "warning" for problem in problems)


def test_a_stand_in_is_told_in_chinese() -> None:
    (problem,) = fonts.find_replaced_faces({"仿宋_GB2312"}, {KAITI})
    assert "没有“仿宋_GB2312”，PDF 里换用了“AR PL KaitiM GB”" in str(problem)


def test_the_fonts_of_shared_resources_and_of_drawings_are_found_once(tmp_path: Path) -> None:
    writer, name = PdfWriter(), NameObject
    for _ in range(3):
        writer.add_blank_page(100, 100)

    def resources(font: str, **more: DictionaryObject) -> DictionaryObject:
        described = DictionaryObject({name("/Type"): name("/Font"), name("/BaseFont"): name(font)})
        table = DictionaryObject({name("/F1"): writer._add_object(described), name("/F2"): ArrayObject()})
        return DictionaryObject(
            {name("/Font"): table, **{name(f"/{key}"): value for key, value in more.items()}}
        )

    drawing = DictionaryObject({name("/Resources"): resources("/BAAAAA+Inside")})
    drawing[name("/XObject")] = name("/Odd")
    drawings = DictionaryObject({name("/X1"): writer._add_object(drawing)})
    shared = writer._add_object(resources("/AAAAAA+Shared", XObject=drawings))
    for page in writer.pages[:2]:
        page[name("/Resources")] = shared
    writer.pages[2][name("/Resources")] = resources("/CAAAAA+Own")
    writer.write(tmp_path / "a.pdf")
    assert fonts.read_embedded_fonts(tmp_path / "a.pdf") == {"AAAAAA+Shared", "BAAAAA+Inside", "CAAAAA+Own"}


# --- the forms, through the real LibreOffice ------------------------------------------------------------------


@pytest.mark.skipif(not LIBREOFFICE, reason="LibreOffice is not installed")
def test_the_bundled_forms_tell_their_faces(tmp_path: Path) -> None:
    forms = sorted(TEMPLATES.glob("*/template.*"))
    converted = libreoffice.convert(
        forms, tmp_path, ConversionOptions(2, fonts=fonts.write_configuration(tmp_path))
    )
    assert not converted.problems
    for form in forms:
        wanted, embedded = formats.read_official_faces(form), fonts.read_embedded_fonts(converted.pdfs[form])
        assert {"方正小标宋简体", "仿宋_GB2312", "Times New Roman"} <= wanted
        assert "宋体" not in wanted, "named as the face of empty cells only"
        real = {face for face in wanted if face in map(fonts._find_family, embedded)}
        replaced = {problem.words["face"] for problem in fonts.find_replaced_faces(wanted, embedded)}
        assert real | replaced == wanted, "every face that is asked for is there, or has a stand-in of ours"
        assert all(re.match(r"[A-Z]{6}\+", name) for name in embedded)
