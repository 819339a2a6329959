"""The same labels wherever they stand: rows and columns moved about, and our own templates without their tags."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.drawn_forms import excel_form, word_form

from formgen.assets import folder
from formgen.binding.blank_file import Blank, read_blank
from formgen.binding.filled_form import fill_blank
from formgen.binding.records import plain_records
from formgen.binding.synonyms import load_synonyms
from formgen.office.package import parts_in, repacked

LABELS = ("姓名", "性别", "民族", "联系电话", "家庭住址", "毕业院校", "所学专业", "户籍地址")
HEADS = ("称谓", "年龄", "工作单位", "备注")
TAG = re.compile(r"\{\{ *([\w.]+) *\}\}|\{%.*?%\}")


@settings(max_examples=25, deadline=None)
@given(st.permutations(LABELS), st.permutations(HEADS), st.booleans(), st.booleans(), st.booleans())
def test_keys_land_on_their_labels_wherever_rows_and_columns_are_moved(
    labels: list[str], heads: list[str], list_first: bool, wide: bool, in_word: bool
) -> None:
    pairs = [f"|{one}| |{other}| |" for one, other in zip(labels[::2], labels[1::2], strict=True)]
    if wide:
        pairs[0] = f"|{labels[0]}|<| | |\n|{labels[1]}| |<|<|"
    rows = [f"|{'|'.join(heads)}|", "| | | | |", "| | | | |"]
    drawing = "\n".join([*rows, *pairs] if list_first else [*pairs, *rows])
    blank = read_blank((word_form if in_word else excel_form)(drawing), f"表.{'docx' if in_word else 'xlsx'}")
    record = {label: f"v{at}" for at, label in enumerate(LABELS)} | {
        head: [f"{head[:2]}1", f"{head[:2]}2"] for head in HEADS
    }
    filled = fill_blank(blank, plain_records(record)[0], load_synonyms())
    read = read_blank(filled.data, blank.name).form.tables[0]
    found = {cell.text: (cell.row, cell.col) for cell in read.cells}
    assert not filled.problems
    for at, label in enumerate(LABELS):
        row, col = found[f"v{at}"]
        assert read.grid[row, col - 1].text == label
    for head in HEADS:
        assert [found[f"{head[:2]}{at}"] for at in (1, 2)] == [
            (found[head][0] + at, found[head][1]) for at in (1, 2)
        ]


OFFICES = {
    "township": ("乡镇劳动保障所", "乡镇（街道）", "街道（乡镇）"),
    "county": ("县人事劳动保障部门", "龙泉市人力社保局", "县（市、区）人力社保部门"),
    "city": ("市劳动保障部门", "丽水市人力社保局", "市人力社保部门"),
}


def opinions(at: int) -> dict[str, str]:
    """Return the labels of the opinions and their dates on the form of a notice."""
    return {
        f"{level}_{kind}": f"{names[at]}意见{word}"
        for level, names in OFFICES.items()
        for kind, word in (("opinion", ""), ("date", "日期"))
    }


PEOPLE = {"name": "社区（村）名称", "contact": "联系人", "phone": "联系电话"}
SCORECARD = {"phone": "联系电话", "aid_required": "要求社区提供就业援助", "aid_employed": "社区帮助解决就业"}
TEMPLATES: list[tuple[str, dict[str, str]]] = [
    (
        "yongjia-application/template.docx",
        {
            "name": "社区名称", "person_in_charge": "负责人", "affiliation": "隶属关系", "address": "社区地址",
            "phone": "联系电话", "narrative": "创建充分就业社区工作基本情况",
            "applied_date": "创建充分就业社区工作基本情况日期", **opinions(0),
        },
    ),
    ("longquan-recommendation/template.docx", {**PEOPLE, "address": "地址", "narrative": "建设成效", **opinions(1)}),
    ("taizhou-recommendation/template.docx", {**PEOPLE, "address": "地址", "narrative": "建设成效（300字以内）", **opinions(2)}),
    ("yongjia-scorecard/template.docx", SCORECARD | {"total.points": "合计"}),
    ("taizhou-indicators/template.docx", {"name": "社区（村）"}),
]  # fmt: skip


def places(blank: Blank) -> dict[tuple[int, ...], str]:
    """Return the texts of a form by their places."""
    found = {
        (cell.table, cell.row, cell.col): cell.text for table in blank.form.tables for cell in table.cells
    }
    return found | {(each.number,): each.text for each in blank.form.paragraphs}


def untagged(data: bytes) -> bytes:
    """Return a document without its tags; dates are left to be written by hand."""
    parts = parts_in(io.BytesIO(data))
    text = re.sub(r"\{\{ \w+_date \}\}", "　　年　　月　　日", parts["word/document.xml"].decode())
    return repacked({**parts, "word/document.xml": TAG.sub("", text).encode()})


@pytest.mark.parametrize(("file", "fields"), TEMPLATES, ids=[each[0] for each in TEMPLATES])
def test_a_template_without_its_tags_binds_back_to_its_fields(file: str, fields: dict[str, str]) -> None:
    data = (folder("templates") / file).read_bytes()
    blank = read_blank(untagged(data), "template.docx")
    bound: dict[tuple[int, ...], list[str]] = {}
    for each in blank.bound.fields:
        place = (
            (each.cells[0].table, each.cells[0].row, each.cells[0].col) if each.cells else (each.paragraph,)
        )
        if each.kind != "seal":
            bound.setdefault(place, []).append(each.label)
    tags = {place: TAG.findall(text) for place, text in places(read_blank(data, "template.docx")).items()}
    found = {
        tag: label
        for place, names in tags.items()
        for tag, label in zip(names, bound.get(place, []), strict=False)
        if tag and not tag.startswith(("section.", "row."))
    }
    assert found == fields
