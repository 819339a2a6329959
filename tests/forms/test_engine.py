"""The engine alone: a form that is about no community is compiled, filled, opened again and merged."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import Workbook

from formgen.forms.checksums import DRAFTED
from formgen.forms.compiled import CompiledForm, compile_form
from formgen.forms.contents import ContentRow, Contents, ContentSection
from formgen.forms.form import Form, FormSpec, TemplateFile
from formgen.forms.merge import Totals, merge
from formgen.forms.template import Template
from formgen.forms.text import SlotValue
from formgen.problems import FormgenError

SHELVES = Contents(
    identity={"library": "north"},
    named_by=("shelf",),
    heading="书架：{{ shelf }}",
    texts={"title": "盘点表"},
    slots=("shelf", "remark"),
    sections=(
        ContentSection(
            {"title": "馆藏"},
            (
                ContentRow({"name": "小说"}, {"count": "novels.count"}),
                ContentRow({"name": "地图"}, {"count": "maps.count"}),
            ),
        ),
    ),
    total=ContentRow({}, {"count": "total.count"}),
)
DRAFTING = {"label": "备注", "draft": [{"text": "书架已盘点。"}]}
SPEC = FormSpec.model_validate({"title": "盘点表", "file": "盘点表", "fields": {"remark": DRAFTING}})
VALUES: dict[str, SlotValue] = {
    "shelf": "甲三", "remark": "缺两本", "novels.count": "12", "maps.count": "3", "total.count": "15",
}  # fmt: skip


def word() -> TemplateFile:
    document = docx.Document()
    table = document.add_table(4, 2)
    texts = [
        ("{{ title }}", "书架{{ shelf }}"),
        ("{%tr for row in rows %}", ""),
        ("{{ row.name }}", "{{ row.count }}"),
        ("{%tr endfor %}", ""),
    ]
    for row, cells in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    last = document.add_table(1, 2)
    last.cell(0, 0).text, last.cell(0, 1).text = "备注", "{{ remark }}"
    return saved("template.docx", document)


def excel() -> TemplateFile:
    book = Workbook()
    page: Any = book.active
    for row in (
        ["{{ title }}", "书架{{ shelf }}"],
        ["{{ row.name }}", "{{ row.count }}"],
        ["备注", "{{ remark }}"],
    ):
        page.append(row)
    return saved("template.xlsx", book)


def saved(name: str, document: Any) -> TemplateFile:
    stream = io.BytesIO()
    document.save(stream)
    return TemplateFile(name, stream.getvalue())


FORM: CompiledForm = compile_form(Form("shelves", SPEC, (word(), excel())), SHELVES)
NO_TOTALS = Totals({}, read=str, add=lambda _: "")
BOTH = pytest.mark.parametrize("template", FORM.templates.values(), ids=list(FORM.templates))


@BOTH
def test_what_is_filled_reads_back(template: Template) -> None:
    document = template.open(template.render(template.fit(VALUES).values))
    own = {slot: text for slot, text in VALUES.items() if slot in template.slots}
    assert own.keys() >= {"shelf", "remark", "novels.count", "maps.count"}
    assert document.values() == own
    assert (document.says["library"], document.says["shelf"]) == ("north", "甲三")
    assert document.typed() == {}


@BOTH
def test_what_somebody_typed_is_kept_and_the_rest_renewed(template: Template) -> None:
    filled = template.open(template.render(VALUES))
    at = filled.slots.index("remark")
    typed = template.open(filled.rewrite({at: "缺三本"}, filled.checksums or []))
    assert typed.typed() == {"remark": "缺三本"}
    made = merge(typed, {**VALUES, "maps.count": "4"}, NO_TOTALS, lambda _: None)
    assert made is not None
    assert (made.kept, [typed.slots[each] for each in made.renewed]) == ({"remark": "缺三本"}, ["maps.count"])
    merged = template.open(typed.rewrite(made.renewed, made.checksums))
    assert (merged.values()["remark"], merged.values()["maps.count"]) == ("缺三本", "4")


@BOTH
def test_a_document_says_which_of_its_texts_are_drafts(template: Template) -> None:
    plain, drafted = (
        template.open(template.render(VALUES)),
        template.open(template.render(VALUES, ("remark",))),
    )
    assert (plain.drafted, plain.says[DRAFTED]) == (False, "")
    assert (drafted.drafted, drafted.says[DRAFTED]) == (True, "remark")


@BOTH
def test_a_draft_that_somebody_typed_over_is_none_any_more(template: Template) -> None:
    document = template.open(template.render(VALUES, ("remark",)))
    at = document.slots.index("remark")
    checksums = document.checksums or []
    assert template.open(document.rewrite({}, checksums, ("remark",))).drafted
    assert not template.open(document.rewrite({at: "缺三本"}, checksums, ("remark",))).drafted


def test_a_field_that_the_contents_lack_is_refused_by_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("书名{{ book }}")
    form = Form("shelves", SPEC, (saved("template.docx", document),))
    with pytest.raises(FormgenError) as caught:
        compile_form(form, SHELVES)
    (problem,) = caught.value.problems
    assert problem.code == "T102"
    assert "shelves/template.docx" in problem.message


def test_a_form_is_compiled_where_its_folder_is_out_of_reach() -> None:
    gone = Form("shelves", SPEC, (excel(),), Path("/no/such/folder"))
    assert list(compile_form(gone, SHELVES).templates) == [".xlsx"]
