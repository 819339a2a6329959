"""Templates come from strangers: every fault is said with its place, and nothing in them runs."""

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from support import card_of, rubric_of, template_of

from formgen import assets
from formgen.filling.form_contents import compile_forms
from formgen.filling.slot_values import Wishes, find_values
from formgen.forms.form import Form, FormSpec
from formgen.forms.load import load_form, read_template
from formgen.problems import FormgenError, Problem

RUBRIC = rubric_of("yongjia-2009")


def form_at(path: Path) -> Form:
    """A form with the template that lies there now."""
    return Form("my-form", FormSpec(title="表", file="表"), (read_template(path),))


def word_file(tmp_path: Path, *texts: str) -> Path:
    """A Word template with one table row of some cells, and one paragraph for the last."""
    document = Document()
    table = document.add_table(1, len(texts))
    for cell, text in zip(table.rows[0].cells, texts, strict=True):
        cell.text = text
    document.add_paragraph(texts[-1])
    path = tmp_path / "my-form" / "template.docx"
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))
    return path


def word_form(tmp_path: Path, *texts: str) -> Form:
    return form_at(word_file(tmp_path, *texts))


def sheet_file(tmp_path: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    path = tmp_path / "my-form" / "template.xlsx"
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def sheet_form(tmp_path: Path, rows: list[list[str]]) -> Form:
    return form_at(sheet_file(tmp_path, rows))


def fault_of(form: Form) -> Problem:
    with pytest.raises(FormgenError) as caught:
        compile_forms([form], RUBRIC)
    return caught.value.problems[0]


BAD_TAGS = [
    ("{{ ''.__class__ }}", "里的字段名不要加引号，加了就照字面印出来"),
    ("{{ “name” }}", "里的字段名不要加引号，加了就照字面印出来"),
    ("{{ name() }}", "里不能有括号，只能写字段"),
    ("{{ name * 999999 }}", "的写法不对，应当是 {{ 字段 }}"),
    ("{{ name|upper }}", "里不能有 |，只能写字段"),
    ("{{ name township }}", "里只能写一个字段，两个字段分开写"),
    ("{{ }}", "里没有写字段"),
    ("{{ name", "没有写完，少了右边的 }}"),
    ("{{ name }", "没有写完，少了右边的 }}"),
    ("{ name }}", "少了左边的 {{"),
    ("{{ name }}}", "的花括号多了，左右各写两个"),
    ("{{{ name }}}", "的花括号多了，左右各写两个"),
    ("{# 备注", "没有写完，少了右边的 #}"),
    ("{% for x in rows %}", "没有对应的 {% endfor %}"),
    ("{% for x of rows %}{% endfor %}", "的写法不对，循环写成 {% for row in rows %}"),
    ("{% if name %}", "没有对应的 {% endif %}"),
    ("{% if name = '甲' %}{% endif %}", "里比较相等要写两个等号 =="),
    ("{% if %}{% endif %}", "没有写条件"),
    ("{% if name", "没有写完，少了右边的 %}"),
    ("if name %}", "少了左边的 {%"),
    ("{% endif %}", "前面没有对应的 {% if … %}"),
    ("{% else %}", "前面没有 {% if … %}"),
    ("{% include 'x' %}", "不是能用的标签；能用的有 if、elif、else、endif、for、endfor"),
    ("{% if name() %}{% endif %}", "条件里只能有字段、文字、数和 and、or、not"),
    ("{% if name name %}{% endif %}", "条件或循环的标签写法有误，或放在了不能放的地方"),
    ("｛｛ name }}", "第1个表第1行第2格，左边是“名称”：“｛｛ name }}”的花括号是全角的"),
    ("{{ name ｝｝", "花括号是全角的"),
    ("{｛ name }}", "花括号是全角的"),
    ("｛ ｛name｝ ｝", "第1个表第1行第2格，左边是“名称”：“｛ ｛name｝ ｝”的花括号是全角的"),
    ("{％tr for row in rows ％}", "花括号是全角的"),
    ("﹛﹛name﹜﹜", "花括号是全角的"),
]


@pytest.mark.parametrize(("text", "words"), BAD_TAGS)
def test_a_tag_that_does_more_than_print_is_refused(text: str, words: str, tmp_path: Path) -> None:
    fault = fault_of(word_form(tmp_path, "名称", text))
    assert fault.code == "T101"
    assert words in fault.message


def test_a_tag_that_would_break_the_document_is_refused(tmp_path: Path) -> None:
    path = word_file(tmp_path, "名称")
    document = Document(str(path))
    document.paragraphs[-1].text = "{% for row in rows %}{{ row.number }}"
    document.add_paragraph("{%p endfor %}")
    document.save(str(path))
    fault = fault_of(form_at(path))
    assert "标签放错了位置" in fault.message


def test_dunder_access_never_runs(tmp_path: Path) -> None:
    fault = fault_of(word_form(tmp_path, "{{ name.__class__.__mro__ }}"))
    assert fault.code in {"T101", "T102"}


def test_an_unknown_field_is_reported_with_its_cell_the_label_beside_and_the_nearest_name(
    tmp_path: Path,
) -> None:
    fault = fault_of(word_form(tmp_path, "联系电话", "{{ phon }}"))
    assert fault.code == "T102"
    assert "第1个表第1行第2格，左边是“联系电话”" in fault.message
    assert "是不是“phone”" in fault.message


def test_an_unknown_field_of_a_row_is_reported(tmp_path: Path) -> None:
    form = word_form(tmp_path, "序号", "{%tr for row in rows %}{{ row.numbr }}{%tr endfor %}")
    assert fault_of(form).code in {"T101", "T102"}


def test_an_unknown_field_in_a_paragraph_is_reported(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("电话：{{ rows.foo }}")
    path = tmp_path / "my-form" / "template.docx"
    path.parent.mkdir()
    document.save(str(path))
    fault = fault_of(form_at(path))
    assert "段落“电话：" in fault.message


def test_a_condition_is_asked_anew_for_each_community(tmp_path: Path) -> None:
    form = word_form(tmp_path, "{% if phone %}电话 {{ phone }}{% else %}无电话{% endif %}")
    template = template_of(form, RUBRIC)

    def text(**facts: str) -> str:
        values = find_values(card_of(RUBRIC, facts=facts), form, Wishes({})).values
        return Document(io.BytesIO(template.render(values))).tables[0].cell(0, 0).text

    assert (text(phone="1"), text(), text(phone="2")) == ("电话 1", "无电话", "电话 2")


def test_headers_are_filled_too(tmp_path: Path) -> None:
    path = word_file(tmp_path, "名称")
    document = Document(str(path))
    document.sections[0].header.paragraphs[0].text = "{{ name }} {{ township }}"
    document.save(str(path))
    form = form_at(path)
    template = template_of(form, RUBRIC)
    values = find_values(card_of(RUBRIC), form, Wishes({})).values
    assert (
        Document(io.BytesIO(template.render(values))).sections[0].header.paragraphs[0].text
        == "示例社区 示例镇"
    )


def test_a_sheet_without_fields_is_reported(tmp_path: Path) -> None:
    fault = fault_of(sheet_form(tmp_path, [["名称"]]))
    assert "没有字段" in fault.message


@pytest.mark.parametrize("tag", ["{{ row.nummer }}", "{{ section.titel }}"])
def test_an_unknown_field_of_a_sheet_is_reported_with_its_cell(tag: str, tmp_path: Path) -> None:
    fault = fault_of(sheet_form(tmp_path, [["序号", "项"], ["{{ row.number }}", tag]]))
    assert (fault.code, fault.place.cell) == ("T102", "B2")
    assert "是不是" in fault.message


def test_an_unknown_field_outside_the_loop_is_reported_with_its_cell(tmp_path: Path) -> None:
    fault = fault_of(sheet_form(tmp_path, [["{{ xyz }}"], ["{{ row.number }}"]]))
    assert (fault.code, fault.place.cell) == ("T102", "A1")


def test_a_sheet_with_shared_strings_and_several_slots_in_a_cell_is_filled(tmp_path: Path) -> None:
    form = sheet_form(tmp_path, [["{{ township }} / {{ name }}"], ["{{ row.number }}"], ["{{ phone }}"]])
    template = template_of(form, RUBRIC)
    document = template.render(find_values(card_of(RUBRIC), form, Wishes({})).values)
    page = load_workbook(io.BytesIO(document)).worksheets[0]
    assert (page["A1"].value, page["A2"].value, page["A20"].value) == ("示例镇 / 示例社区", "1", "18")
    assert page["A21"].value is None


def rezipped(path: Path, replaced: dict[str, bytes | None]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**parts, **replaced}.items():
            if data is not None:
                archive.writestr(name, data, zipfile.ZIP_DEFLATED)


BROKEN: list[tuple[str, dict[str, bytes | None], str]] = [
    ("docx", {"word/document.xml": b"<w:document"}, "XML 已损坏"),
    ("docx", {"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}, "DOCTYPE"),
    ("docx", {"word/media/bomb.bin": b"0" * 60_000_000}, "展开后过大"),
    ("xlsx", {"xl/worksheets/sheet1.xml": None}, "没有第一张工作表"),
]


@pytest.mark.parametrize(("kind", "replaced", "words"), BROKEN, ids=[words for _, _, words in BROKEN])
def test_a_damaged_template_is_reported(
    kind: str, replaced: dict[str, bytes | None], words: str, tmp_path: Path
) -> None:
    path = word_file(tmp_path, "名称") if kind == "docx" else sheet_file(tmp_path, [["{{ row.number }}"]])
    rezipped(path, replaced)
    fault = fault_of(form_at(path))
    assert fault.code == "T101"
    assert words in fault.message


def test_a_template_that_is_no_archive_is_reported(tmp_path: Path) -> None:
    path = word_file(tmp_path, "名称")
    path.write_bytes(b"hello")
    assert "不是 Word 或 Excel 文件" in fault_of(form_at(path)).message


def test_a_form_without_a_folder_is_reported() -> None:
    with pytest.raises(FormgenError) as caught:
        load_form("no-such-form")
    assert caught.value.problems[0].code == "T106"


@pytest.mark.parametrize(("text", "code"), [("title: 表\n", "T101"), ("title: 表\ntitle: 表\n", "R102")])
def test_a_broken_form_yaml_is_reported(
    text: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(assets.folder("templates") / "yongjia-application", tmp_path / "templates" / "x")
    (tmp_path / "templates" / "x" / "form.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(assets, "folder", lambda name: tmp_path / name)
    with pytest.raises(FormgenError) as caught:
        load_form("x")
    assert caught.value.problems[0].code == code
