"""Forms are filled with the right words, whatever the values are, and the same way every time."""

import io
import re
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docxtpl import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined
from lxml import etree
from openpyxl import load_workbook
from support import card_of, forms_of, rubric_of

from formgen.filling.form_contents import contents_of
from formgen.filling.slot_values import Wishes, find_values
from formgen.forms.compiled import CompiledForm
from formgen.forms.text import format_value
from formgen.problems import FormgenError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMS = {
    name: {each.form.id: each for each in forms_of(rubric_of(name))}
    for name in ("taizhou-2019", "yongjia-2009")
}
ALL = [
    (name, form, suffix)
    for name, forms in FORMS.items()
    for form, each in forms.items()
    for suffix in each.templates
]


def han(text: str) -> str:
    """Keep Han characters and digits only: the words, without the typography."""
    return "".join(re.findall(r"[\u4e00-\u9fff〇0-9]", text))


def text_of(document: bytes, suffix: str) -> str:
    """Return the text of a document in reading order, cells of merged rows once.

    Two cells with no line between them are one box, read as such.
    """
    if suffix == ".docx":
        tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))
        for row in tree.iter(f"{W}tr"):
            below = row.getnext()
            for at, cell in enumerate(row.findall(f"{W}tc")):
                if below is not None and cell.find(f"{W}tcPr/{W}tcBorders/{W}bottom") is not None:
                    cell.extend(below.findall(f"{W}tc")[at].findall(f"{W}p"))
        return "".join(node.text or "" for node in tree.iter(f"{W}t"))
    sheet = load_workbook(io.BytesIO(document)).worksheets[0]
    return "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def made(name: str, form: str, suffix: str, inputs: dict[str, Any] | None = None, **more: Any) -> bytes:
    compiled = FORMS[name][form]
    columns = more.pop("columns", {})
    filled = find_values(card_of(name, inputs or {}, **more), compiled.form, Wishes(columns))
    return compiled.templates[suffix].render(filled.values)


OFFICIAL = {
    "yongjia-application": "附件1温州市创建充分就业社区申报表社区名称负责人隶属关系社区地址联系电话创建充分就业社区工作基本情况"
    "单位盖章年月日乡镇劳动保障所意见单位盖章年月日县人事劳动保障部门意见单位盖章年月日市劳动保障部门意见单位盖章年月日",
    "taizhou-recommendation": "附件2市级高质量就业社区村推荐表社区村名称联系人地址联系电话建设成效300字以内"
    "街道乡镇意见盖章年月日县市区人力社保部门意见盖章年月日市人力社保部门意见盖章年月日",
}


def official_words(name: str, form: str) -> list[str]:
    """Return the official words of a form in order; the clauses stand in the rubric."""
    if form in OFFICIAL:
        return re.findall(r".", OFFICIAL[form])
    rubric = rubric_of(name)
    clauses = [part for key in rubric.ordered() for part in (rubric.criteria[key].clause,)]
    if form == "yongjia-scorecard":
        head = "附件2温州市充分就业社区标准考核评分表社区名称盖章联系电话评估项目序号评估标准分值社区自评分乡镇考评分县级考评分市级考评分"
        return [*head, *han("".join(clauses)), *"合计100注要求社区提供就业援助人社区帮助解决就业人"]
    return [
        *"附件1台州市高质量就业社区村建设评价指标试行序号建设项目分值评分办法得分",
        *han("".join(clauses)),
    ]


@pytest.mark.parametrize(("name", "form", "suffix"), ALL)
def test_every_official_word_stands_in_the_form_in_order(name: str, form: str, suffix: str) -> None:
    text = iter(han(text_of(made(name, form, suffix), suffix)))
    missing = [word for word in official_words(name, form) if word not in text]
    assert missing == []


@pytest.mark.parametrize(("name", "form", "suffix"), ALL)
def test_no_tag_is_left_and_the_same_input_gives_the_same_bytes(name: str, form: str, suffix: str) -> None:
    first = made(name, form, suffix)
    assert "{" not in text_of(first, suffix)
    assert first == made(name, form, suffix)


HOSTILE = [
    "A & B <c>",
    "=1+1",
    "../x",
    "CON",
    "@SUM(A1)",
    "+1",
    "-1",
    "甲\n乙",
    "😀 示例",
    "名" * 100,
    "{{ name }}",
    "{% if %}",
    "]]>",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(("name", "form", "suffix"), ALL)
def test_a_hostile_value_is_printed_as_it_is(name: str, form: str, suffix: str, value: str) -> None:
    document = made(name, form, suffix, facts={"phone": value, "address": value, "narrative": value[:50]})
    shown = text_of(document, suffix)
    if suffix == ".docx" and form.endswith(("application", "recommendation", "scorecard")):
        assert value.replace("\n", "") in shown
    if suffix == ".xlsx":
        sheet = load_workbook(io.BytesIO(document)).worksheets[0]
        formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert all(str(cell.value).startswith("=IF(COUNT(") for cell in formulas)


@given(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\ufffe\uffff"),
        max_size=80,
    )
)
def test_any_printable_text_comes_out_as_it_went_in(value: str) -> None:
    compiled = FORMS["yongjia-2009"]["yongjia-application"]
    filled = dict(find_values(card_of("yongjia-2009"), compiled.form, Wishes({})).values)
    filled["address"] = value
    document = compiled.templates[".docx"].render(filled)
    cell = Document(io.BytesIO(document)).tables[0].rows[1].cells
    assert value in "".join(each.text for each in cell)


def test_a_control_character_is_refused_by_field() -> None:
    compiled = FORMS["yongjia-2009"]["yongjia-application"]
    filled = dict(find_values(card_of("yongjia-2009"), compiled.form, Wishes({})).values)
    for suffix, template in compiled.templates.items():
        with pytest.raises(FormgenError) as caught:
            template.render({**filled, "address": "甲\x0b乙"})
        assert (caught.value.problems[0].code, caught.value.problems[0].words["label"]) == (
            "D122",
            "address",
        ), suffix


def test_a_rare_character_gets_a_face_that_has_it() -> None:
    document = made("yongjia-2009", "yongjia-application", ".docx", facts={"person_in_charge": "陈璟喆"})
    tree = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))
    run = next(
        run for run in tree.iter(f"{W}r") if "".join(t.text or "" for t in run.iter(f"{W}t")) == "璟喆"
    )
    fonts = run.find(f"{W}rPr/{W}rFonts")
    assert fonts is not None
    assert fonts.get(f"{W}eastAsia") == "宋体"
    assert "陈璟喆" in text_of(document, ".docx")


def cells(document: bytes, column: int) -> list[object]:
    sheet = load_workbook(io.BytesIO(document), data_only=True).worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if row[3] is not None]
    return [row[column] for row in rows]


def test_each_column_shows_what_its_source_says() -> None:
    scores = {"self": {"item1": 15}, "township": {"item1": 14}}
    inputs = {"target_total": 100, "target_employed": 96, "zero_job_households": 0}

    def first_two(column: int, **columns: Any) -> list[object]:
        document = made("yongjia-2009", "yongjia-scorecard", ".xlsx", inputs, scores=scores, columns=columns)
        return cells(document, column)[:2]

    assert first_two(4) == [15, None]
    assert first_two(4, self="computed") == [15, 15]
    assert first_two(4, self="either") == [15, 15]
    assert first_two(4, self="blank") == [None, None]
    assert first_two(5) == [14, None]
    assert first_two(5, township="computed") == [15, 15]


def test_a_total_stands_only_where_every_row_has_points() -> None:
    full = dict.fromkeys(rubric_of("yongjia-2009").criteria, 1)
    document = made(
        "yongjia-2009", "yongjia-scorecard", ".xlsx", scores={"self": full, "township": {"item1": 1}}
    )
    assert cells(document, 4)[-1] == 19
    assert not cells(document, 5)[-1]
    formulas = load_workbook(io.BytesIO(document)).worksheets[0]
    assert formulas["E25"].value == (
        '=IF(COUNT(E6:E24)+COUNTIF(E6:E24,"不适用")=19,IF(COUNT(E6:E24)=0,"不适用",SUM(E6:E24)),"")'
    )
    assert "19" in text_of(made("yongjia-2009", "yongjia-scorecard", ".docx", scores={"self": full}), ".docx")


def test_the_bonus_row_shows_the_sum_of_its_two_criteria() -> None:
    document = made(
        "taizhou-2019",
        "taizhou-indicators",
        ".xlsx",
        {"media_county": 2, "media_city": 0, "media_province": 0, "innovation_points": "1.5"},
    )
    sheet = load_workbook(io.BytesIO(document)).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "附加分")
    assert row[4] == 3.5


def test_the_sections_are_merged_and_split_where_the_original_breaks() -> None:
    sheet = load_workbook(io.BytesIO(made("yongjia-2009", "yongjia-scorecard", ".xlsx"))).worksheets[0]
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A6:A8", "A9:A12", "A13:A16", "A17:A19", "A20:A23"} <= merged
    assert sheet["A13"].value == sheet["A17"].value == "三、扶持政策和就业援助方面\n（35分）"
    assert [each.id for each in sheet.row_breaks.brk] == [16]
    assert sheet.print_area == "'评分表'!$A$1:$H$27"
    assert sheet.print_title_rows == "$5:$5"


def test_a_point_that_is_no_decimal_is_printed_with_two() -> None:
    assert format_value(Fraction(45, 7)) == "6.43"
    document = made(
        "yongjia-2009",
        "yongjia-scorecard",
        ".xlsx",
        {"aid_required": 7, "aid_employed": 3},
        columns={"self": "computed"},
    )
    assert 6.43 in cells(document, 4)


WORD = [(name, form) for name, form, suffix in ALL if suffix == ".docx"]


@pytest.mark.parametrize(("name", "form"), WORD)
def test_the_result_equals_what_docxtpl_itself_renders(name: str, form: str) -> None:
    compiled: CompiledForm = FORMS[name][form]
    facts = {"phone": "0577-00000000", "address": "A & B <c>", "narrative": "第一段"}
    card = card_of(name, {"aid_required": 7, "aid_employed": 3}, facts=facts)
    values = find_values(card, compiled.form, Wishes({})).values
    file = next(file for file in compiled.form.templates if file.suffix == ".docx")
    template = DocxTemplate(io.BytesIO(file.data))
    seen = contents_of(card.rubric, compiled.form).make_context(lambda slot: format_value(values[slot]))
    template.render(seen, Environment(autoescape=True, undefined=StrictUndefined))
    stream = io.BytesIO()
    template.save(stream)
    theirs = zipfile.ZipFile(stream).read("word/document.xml").decode()
    document = compiled.templates[".docx"].render(values)
    ours = zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()
    begins_page = "<w:pageBreakBefore/>"
    assert ours.count(begins_page) == len(compiled.form.spec.page_after)
    assert etree.canonicalize(ours.replace(begins_page, "")) == etree.canonicalize(theirs)


def paths_are_unique(names: list[str]) -> bool:
    return len(names) == len(set(names))


@pytest.mark.parametrize(("name", "form", "suffix"), ALL)
def test_a_document_is_a_plain_archive_with_fixed_times(name: str, form: str, suffix: str) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made(name, form, suffix)))
    names = archive.namelist()
    assert names[0] == "[Content_Types].xml"
    assert paths_are_unique(names)
    assert archive.testzip() is None
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert Path(names[0]).name
