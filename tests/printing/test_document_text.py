"""What proof-reading has to find on the pages of a document: what is printed as it stands, and nothing else."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from formgen.printing.formats import read_shown_text

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(code: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}{run(result)}{marks[2]}"


SHOWN = {
    "plain": (run("甲") + run("乙"), "甲乙"),
    "hidden": (run("甲") + run("乙", "<w:vanish/>") + run("丙", '<w:vanish w:val="0"/>'), "甲丙"),
    "moved and deleted": (
        (
            f"<w:moveFrom>{run('甲')}</w:moveFrom><w:moveTo>{run('甲')}</w:moveTo>"
            "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
        ),
        "甲",
    ),
    "a field": (run("甲") + field("DATE", "2026-11-25") + run("乙"), "甲乙"),
    "a simple field": (f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>{run("甲")}', "甲"),
    "a text box": (
        (
            f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps">{run("甲")}</mc:Choice>'
            f"<mc:Fallback>{run('甲')}</mc:Fallback></mc:AlternateContent></w:r>"
        ),
        "甲",
    ),
}


@pytest.mark.parametrize(("body", "expected"), SHOWN.values(), ids=SHOWN)
def test_only_what_is_printed_as_it_stands_is_looked_for(tmp_path: Path, body: str, expected: str) -> None:
    blank = io.BytesIO()
    Document().save(blank)
    path = tmp_path / "表.docx"
    with zipfile.ZipFile(blank) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            document = f'<w:document xmlns:w="{W}"><w:body><w:p>{body}</w:p></w:body></w:document>'
            target.writestr(name, document if name == "word/document.xml" else source.read(name))
    assert read_shown_text(path) == expected


def test_every_sheet_that_is_printed_is_looked_at_and_nothing_hidden(tmp_path: Path) -> None:
    book = Workbook()
    cover, form, kept = book.worksheets[0], book.create_sheet("表"), book.create_sheet("底稿")
    cover["A1"] = "封面"
    for place in ("A1", "B1", "A2", "A3", "D1"):
        form[place] = place
    form.print_area = "A1:B3"
    form.row_dimensions[2].hidden = True
    form.column_dimensions["B"].hidden = True
    kept["A1"] = "底稿"
    kept.sheet_state = "hidden"
    book.create_chartsheet("图")
    path = tmp_path / "表.xlsx"
    book.save(path)
    assert read_shown_text(path) == "封面A1A3"


def test_a_document_that_cannot_be_read_has_no_words(tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(b"x")
    assert read_shown_text(path) == ""
