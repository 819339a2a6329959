"""What a form filled again keeps: what the data cannot replace now, and a formula that a person typed."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image
from support.drawn_forms import excel_form, word_form

from formgen.binding.blank_file import read_blank
from formgen.binding.filled_form import FilledBlank, fill_blank
from formgen.binding.records import plain_records
from formgen.binding.refilling import refill_blank
from formgen.binding.synonyms import load_synonyms
from formgen.binding.word_cells import PICTURE, read_word
from formgen.folder.returned_forms import collect_from_folder
from formgen.model import Fate
from formgen.office.package import parts_in

FORM = "申请表\n|姓名| |电话| |\n|性别|□男 □女|出生日期|　　年　月　日|\n|备注| |金额| |\n"
OLD = {"姓名": "张三", "性别": "男", "出生日期": "2001-02-03", "金额": "3600"}
HEIGHT = '<w:trPr><w:trHeight w:val="600" w:hRule="exact"/></w:trPr>'
PHOTO_FORM = "登记表\n|姓名| |民族| |贴照片处|\n|籍贯| |电话| |^|\n|住址| |邮编| |^|\n|单位| |职务| |^|"


def filled(record: Any, suffix: str = ".docx") -> FilledBlank:
    draw = word_form if suffix == ".docx" else excel_form
    return fill_blank(read_blank(draw(FORM), f"申请表{suffix}"), plain_records(record)[0], load_synonyms())


def words_of(data: bytes) -> str:
    form = read_word(parts_in(io.BytesIO(data))).form
    return "|".join(cell.text for table in form.tables for cell in table.cells)


@pytest.mark.parametrize(
    ("unusable", "kept"),
    [
        ({"出生日期": "不详"}, "2001年2月3日"),
        ({"性别": "未知"}, "☑男 □女"),
        ({"性别": ["男", "女"]}, "☑男 □女"),
    ],
)
def test_a_value_that_cannot_be_used_now_leaves_what_an_untouched_form_says(
    unusable: dict[str, Any], kept: str
) -> None:
    made = refill_blank(filled({**OLD, **unusable, "电话": "1"}), filled(OLD).data, "表.docx")
    assert made.fate is Fate.MERGED
    assert kept in words_of(made.data).replace("√", "☑")
    assert "电话|1|" in words_of(made.data)
    assert "B142" in [each.code for each in made.problems]


def test_a_value_that_the_data_no_longer_have_leaves_an_untouched_form() -> None:
    made = refill_blank(filled({"姓名": "张三", "血型": "A"}), filled(OLD).data, "表.docx")
    assert made.fate is Fate.RENEWED
    assert "2001" not in words_of(made.data)


def test_a_photo_that_cannot_be_read_now_leaves_the_one_in_an_untouched_form(tmp_path: Path) -> None:
    Image.new("RGB", (300, 400), "grey").save(tmp_path / "甲.png")
    blank = read_blank(word_form(PHOTO_FORM, HEIGHT), "登记表.docx")
    old, new = (
        fill_blank(blank, plain_records(record)[0], load_synonyms(), tmp_path)
        for record in ({"姓名": "张三", "照片": "甲.png"}, {"姓名": "张三", "照片": "乙.png", "电话": "1"})
    )
    assert PICTURE in words_of(old.data)
    assert PICTURE not in words_of(new.data)
    made = refill_blank(new, old.data, "表.docx")
    assert made.fate is Fate.MERGED
    assert PICTURE in words_of(made.data)
    assert "电话|1|" in words_of(made.data)


def test_collect_passes_over_what_was_filled_from_records_and_saved_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "申请表-张三.docx").write_bytes(data := filled(OLD).data)
    assert collect_from_folder(tmp_path, [], []).problems == ()
    document, stream = Document(io.BytesIO(data)), io.BytesIO()
    document.save(stream)
    (tmp_path / "申请表-李四.docx").write_bytes(stream.getvalue())
    assert [each.place.file for each in collect_from_folder(tmp_path, [], []).problems] == [
        "申请表-李四.docx"
    ]


def typed_formula(data: bytes, shown: str) -> bytes:
    """Return a workbook in which a person typed a formula over 3600, with what it showed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if "worksheets/" in name:
                part = re.sub(
                    rb'<c r="(\w+)"( s="\d+")?[^>]*><is><t[^>]*>3600</t></is></c>',
                    rb'<c r="\1"\2><f>1200*3</f><v>' + shown.encode() + b"</v></c>",
                    part,
                )
                assert b"<f>" in part
            if name != "docProps/custom.xml":
                new.writestr(name, part)
    return stream.getvalue()


@pytest.mark.parametrize(("shown", "codes"), [("3600", ["B147"]), ("4800", ["B147", "B140"])])
def test_a_formula_that_a_person_typed_reads_as_its_result(shown: str, codes: list[str]) -> None:
    there = typed_formula(filled(OLD, ".xlsx").data, shown)
    made = refill_blank(filled({**OLD, "电话": "1"}, ".xlsx"), there, "表.xlsx")
    assert sorted(each.code for each in made.problems) == sorted(codes)
    assert all(f"“{shown}”" in each.message for each in made.problems if each.code == "B140")
    parts = parts_in(io.BytesIO(made.data))
    assert any(b"<f>1200*3</f><v>" + shown.encode() in data for data in parts.values())
