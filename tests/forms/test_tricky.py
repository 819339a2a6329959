"""Tricky templates: what we render equals what docxtpl renders; what a workbook holds beside its cells is kept."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from lxml import etree
from openpyxl import Workbook
from support import card_of, rubric_of, template_of

from formgen.filling.form_contents import contents_of
from formgen.filling.slot_values import Wishes, find_values
from formgen.forms.form import Form, FormColumn, FormSpec
from formgen.forms.load import read_template
from formgen.forms.text import format_value
from formgen.problems import FormgenError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RUBRIC = rubric_of("yongjia-2009")
SPEC = FormSpec(title="表", file="表", columns={"self": FormColumn(level="self", source="computed")})
FACTS = {"phone": "0577-1", "address": "A & B <c>", "narrative": "多行"}


def split_over_runs(document: WordDocument) -> None:
    paragraph = document.add_paragraph("电话：")
    for piece in ("{", "{ pho", "ne }", "}", " 完"):
        paragraph.add_run(piece).bold = piece == "ne }"


def spaces_and_neighbours(document: WordDocument) -> None:
    document.add_paragraph("{{name}}{{ township }} {{  phone  }}，{{ address }}")


def row_loop(document: WordDocument) -> None:
    table = document.add_table(4, 3)
    table.rows[0].cells[0].text = "序号"
    table.rows[1].cells[0].text = "{%tr for row in rows %}"
    for at, tag in enumerate(("{{ row.number }}", "{{ row.clause }}", "{{ row.self }}")):
        table.rows[2].cells[at].text = tag
    table.rows[3].cells[0].text = "{%tr endfor %}"


def nested_loops(document: WordDocument) -> None:
    table = document.add_table(5, 2)
    for at, tag in enumerate(
        ("{%tr for s in sections %}", "{%tr for row in s.rest %}", "", "{%tr endfor %}", "{%tr endfor %}")
    ):
        table.rows[at].cells[0].text = tag
    table.rows[2].cells[0].text, table.rows[2].cells[1].text = "{{ s.name }}", "{{ row.number }}"


def vertical_merge(document: WordDocument) -> None:
    table = document.add_table(3, 2)
    table.rows[0].cells[0].text = "{%tr for row in rows %}"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "评估标准{% vm %}", "{{ row.number }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"


def paragraph_conditions(document: WordDocument) -> None:
    for text in ("{%p if phone %}", "有电话 {{ phone }}", "{%p else %}", "无电话", "{%p endif %}", "完"):
        document.add_paragraph(text)


def inline_conditions(document: WordDocument) -> None:
    document.add_paragraph(
        "{% if person_in_charge %}有{% else %}无{% endif %}负责人；{% if not affiliation %}未填{% endif %}"
    )
    document.add_paragraph(
        "{% for s in sections %}{% if not loop.first %}、{% endif %}{{ s.name }}{% endfor %}"
    )


def quotes(document: WordDocument) -> None:
    document.add_paragraph("{% if phone == “0577-1” %}是{% endif %} “{{ phone }}”")


def nested_table(document: WordDocument) -> None:
    inner = document.add_table(1, 1).rows[0].cells[0].add_table(1, 2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "{{ name }}", "{{ total.points }}"


def header_and_footer(document: WordDocument) -> None:
    document.sections[0].header.paragraphs[0].text = "{{ name }}"
    document.sections[0].footer.paragraphs[0].text = "{{ township }} {{ total.self }}"
    document.add_paragraph("正文")


TRICKY: list[Callable[[WordDocument], None]] = [
    split_over_runs,
    spaces_and_neighbours,
    row_loop,
    nested_loops,
    vertical_merge,
    paragraph_conditions,
    inline_conditions,
    quotes,
    nested_table,
    header_and_footer,
]


@pytest.mark.parametrize("draw", TRICKY, ids=[draw.__name__ for draw in TRICKY])
def test_a_tricky_template_gives_what_docxtpl_gives(
    draw: Callable[[WordDocument], None], tmp_path: Path
) -> None:
    document = Document()
    draw(document)
    path = tmp_path / "x" / "template.docx"
    path.parent.mkdir()
    document.save(str(path))
    form = Form("x", SPEC, (read_template(path),))
    values = find_values(
        card_of(RUBRIC, {"aid_required": 7, "aid_employed": 3}, facts=FACTS), form, Wishes({})
    ).values
    ours = zipfile.ZipFile(io.BytesIO(template_of(form, RUBRIC).render(values)))
    template = DocxTemplate(str(path))
    seen = contents_of(RUBRIC, form).make_context(lambda slot: format_value(values[slot]))
    template.render(seen, Environment(autoescape=True, undefined=StrictUndefined))
    stream = io.BytesIO()
    template.save(stream)
    theirs = zipfile.ZipFile(stream)
    parts = [
        name for name in theirs.namelist() if name.startswith(("word/document", "word/header", "word/footer"))
    ]
    assert "word/document.xml" in parts
    for part in parts:
        assert shape_of(ours.read(part)) == shape_of(theirs.read(part)), part


def shape_of(part: bytes) -> str:
    """A part without the grids of tables that hold others: docxtpl counts the columns of both together."""
    tree = etree.fromstring(part)
    for table in tree.iter(f"{W}tbl"):
        grid = table.find(f"{W}tblGrid")
        if table.find(f".//{W}tbl") is not None and grid is not None:
            table.remove(grid)
    return str(etree.canonicalize(etree.tostring(tree, encoding="unicode")))


def test_a_table_around_another_keeps_its_columns(tmp_path: Path) -> None:
    document = Document()
    nested_table(document)
    path = tmp_path / "x" / "template.docx"
    path.parent.mkdir()
    document.save(str(path))
    form = Form("x", SPEC, (read_template(path),))
    made = template_of(form, RUBRIC).render(find_values(card_of(RUBRIC), form, Wishes({})).values)
    tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml"))
    assert [len(table.findall(f"{W}tblGrid/{W}gridCol")) for table in tree.iter(f"{W}tbl")] == [1, 2]


def workbook(tmp_path: Path, *, second: str = "") -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"] = "{{ name }}", "{{ row.number }}"
    if second:
        book.create_sheet("附")["A1"] = second
    path = tmp_path / "x" / "template.xlsx"
    path.parent.mkdir()
    book.save(path)
    return path


def test_what_openpyxl_would_drop_is_kept(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    drawing = b"<xdr:wsDr xmlns:xdr='x'>a text box</xdr:wsDr>"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", drawing)
        archive.writestr("xl/media/seal.png", b"\x89PNG")
    form = Form("x", SPEC, (read_template(path),))
    document = template_of(form, RUBRIC).render(find_values(card_of(RUBRIC), form, Wishes({})).values)
    made, template = zipfile.ZipFile(io.BytesIO(document)), zipfile.ZipFile(path)
    changed = {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"}
    changed.add("docProps/core.xml")  # the title says whose it is
    for name in template.namelist():
        if name not in changed:
            assert made.read(name) == template.read(name), name
    assert made.read("xl/drawings/drawing1.xml") == drawing


def test_a_field_on_another_sheet_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, second="{{ name }}")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    inline = b'<c r="A1" t="inlineStr"><is><t>{{ name }}</t></is></c>'
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(
        b"</sheetData>", b'<row r="2">' + inline + b"</row></sheetData>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(FormgenError) as caught:
        template_of(Form("x", SPEC, (read_template(path),)), RUBRIC)
    assert "只有一张工作表可以有字段" in str(caught.value)
