"""A stand-in for LibreOffice that lays documents out in no time: a page for each page break.

What a document's words ask for goes wrong. Latin words of a document stand on each of its pages.
"""

import sys
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.shared import Mm
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from formgen.office import package
from formgen.printing.libreoffice import VARIABLE
from formgen.printing.page import A4

_PROGRAM = r'''
import re, sys, zipfile
from pathlib import Path

begin = sys.argv.index("--outdir") + 2
out, papers = Path(sys.argv[begin - 1]), sys.argv[begin:]
note = Path(__file__).with_name("converted.txt")
out.mkdir(parents=True, exist_ok=True)


def sections(path):
    """Yield the bookmark and the XML of each section: one without a bookmark when nothing was joined."""
    with zipfile.ZipFile(path) as archive:
        part = "word/document.xml" if path.suffix == ".docx" else "xl/worksheets/sheet1.xml"
        text = archive.read(part).decode()
    pieces = re.split(r'<w:bookmarkStart [^>]*w:name="(formgen\d+)"', text)
    if len(pieces) == 1:
        return [("", text)]
    # What stands before the first bookmark is the head of the first section, too.
    return list(zip(pieces[1::2], [pieces[0] + pieces[2], *pieces[4::2]]))


def pdf(made):
    pages, marks, streams = [], [], []
    whole = "".join(text for _, text in made)
    for name, text in made:
        marks.append((name, len(pages)))
        count = 1 + len(re.findall(r'<w:pageBreakBefore/>|<w:br w:type="page"/>|<brk ', text))
        words = "".join(re.findall(r"<(?:w:)?t(?: [^>]*)?>([^<]*)<", text))
        size = "612 792" if 'w:w="12240"' in text else "842 595" if 'w:orient="landscape"' in text else "595.3 841.9"
        pages += [(size, "".join(sign for sign in words if sign.isascii() and sign.isalnum()))] * count
    if "UNMARKED" in whole:
        marks = []
    if "MISPLACED" in whole:
        marks = [(name, 0) for name, _ in marks]
    if "LATE" in whole:
        marks = [(name, at + 1) for name, at in marks]
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(pages)))
    places = " ".join(f"/{name} [{10 + 2 * at} 0 R /XYZ 0 842 0]" for name, at in marks if name and at < len(pages))
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R /Dests << {places} >> >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: "<< /Creator (Writer) /Producer (stand-in) >>",
    }
    for at, (size, words) in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET"
        objects[10 + 2 * at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents {11 + 2 * at} 0 R "
            "/Annots [] /StructParents 0 /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects[11 + 2 * at] = f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
    data, offsets = b"%PDF-1.6\n", {}
    for number, body in objects.items():
        offsets[number] = len(data)
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{number} 1\n{offset:010} 00000 n \n" for number, offset in offsets.items())
    end = f"xref\n0 1\n0000000000 65535 f \n{table}trailer << /Size {max(objects) + 1} /Root 1 0 R /Info 4 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


with note.open("a") as stream:
    for paper in map(Path, papers):
        made = sections(paper)
        whole = "".join(text for _, text in made)
        stream.write(f"{len(made)}\n")
        stream.flush()
        if "REFUSED" in whole or ("TOGETHER" in whole and len(made) > 1):
            continue
        (out / f"{paper.stem}.pdf").write_bytes(pdf(made))
'''


class FakeOffice:
    """The stand-in, and how many documents it found in each file it was given."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.mkdir()
        self.note = folder / "converted.txt"
        program = folder / "soffice"
        program.write_text(f"#!{sys.executable} -SE\n{_PROGRAM}", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv(VARIABLE, str(program))

    @property
    def batches(self) -> list[int]:
        """Return how many documents were in each file, smallest first: files come in no fixed order."""
        return sorted(map(int, self.note.read_text().split())) if self.note.exists() else []


def word(path: Path, *pages: str, letter: bool = False) -> Path:
    """Write a Word document with a paragraph on each page; on A4, but for ``letter``."""
    document = docx.Document()
    section = document.sections[0]
    if not letter:
        section.page_width, section.page_height = Mm(210), Mm(297)
    for at, text in enumerate(pages):
        paragraph = document.add_paragraph()
        if at:
            paragraph.add_run().add_break(WD_BREAK.PAGE)
        paragraph.add_run(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(package.saved(document))
    return path


def pdf(path: Path, *texts: str, size: tuple[float, float] = A4) -> Path:
    """Write a PDF with a text on each page, with a note and a place in a tree of tags as LibreOffice leaves them."""
    writer = PdfWriter()
    for at, text in enumerate(texts):
        page = writer.add_blank_page(*size)
        drawn = DecodedStreamObject()
        drawn.set_data(
            f"BT /F1 12 Tf 72 {size[1] - 90} Td ({text}) Tj ET 40 40 m {size[0] - 40} 40 l S".encode()
        )
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        fonts = DictionaryObject({NameObject("/F1"): named})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = writer._add_object(drawn)
        page[NameObject("/StructParents")] = NumberObject(at)
        page[NameObject("/Tabs")] = NameObject("/S")
        writer.add_annotation(at, FreeText(text="note", rect=(10, 10, 90, 40)))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        writer.write(stream)
    return path
