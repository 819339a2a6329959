"""Photos in their boxes: whole, never stretched, within the box, and a question for what cannot be placed."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from PIL import Image
from support.drawn_forms import excel_form, word_form

from formgen.binding.blank_file import Blank, read_blank
from formgen.binding.filled_form import FilledBlank, fill_blank
from formgen.binding.records import plain_records
from formgen.binding.synonyms import load_synonyms
from formgen.office.package import parts_in

FORM = "登记表\n|姓名| |民族| |贴照片处|\n|籍贯| |电话| |^|\n|住址| |邮编| |^|\n|单位| |职务| |^|\n|简历| | | | |"
HEIGHT = '<w:trPr><w:trHeight w:val="600" w:hRule="exact"/></w:trPr>'
MM = 36_000


def draw_photo(
    folder: Path, name: str = "照片.jpg", size: tuple[int, int] = (300, 400), **options: Any
) -> Path:
    Image.new("RGB", size, "grey").save(folder / name, **options)
    return folder / name


def blank_of(suffix: str, drawing: str = FORM) -> Blank:
    return read_blank(word_form(drawing, HEIGHT) if suffix == ".docx" else excel_form(drawing), f"表{suffix}")


def fill(blank: Blank, folder: Path, record: Any) -> FilledBlank:
    return fill_blank(blank, plain_records(record)[0], load_synonyms(), folder)


def size_in(parts: dict[str, bytes]) -> tuple[int, int]:
    """Return the size of the one picture that a document shows."""
    name = "word/document.xml" if "word/document.xml" in parts else "xl/drawings/drawing1.xml"
    (found,) = re.findall(rb'<(?:wp:extent|xdr:ext) cx="(\d+)" cy="(\d+)"', parts[name])
    return int(found[0]), int(found[1])


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize("size", [(300, 400), (400, 300), (1000, 50), (35, 49)])
@pytest.mark.parametrize("name", ["照片.jpg", "照片.png"])
def test_a_photo_fills_its_box_in_proportion(
    tmp_path: Path, suffix: str, size: tuple[int, int], name: str
) -> None:
    draw_photo(tmp_path, name, size)
    filled = fill(blank_of(suffix), tmp_path, {"照片": name, "姓名": "张三"})
    parts = parts_in(io.BytesIO(filled.data))
    assert filled.problems == ()
    width, height = size_in(parts)
    assert abs(width / height - size[0] / size[1]) < 0.01 * size[0] / size[1]
    box = (1800 * 635, 4 * 600 * 635) if suffix == ".docx" else (64 * 9525, 4 * 15 * 12700)
    assert width <= box[0]
    assert height <= box[1]
    assert width > 0.7 * box[0] or height > 0.7 * box[1]
    (media,) = [data for part, data in parts.items() if "/media/" in part]
    assert media == (tmp_path / name).read_bytes()


def test_the_words_of_the_box_give_way_and_nothing_cuts_the_photo_off(tmp_path: Path) -> None:
    draw_photo(tmp_path)
    filled = fill(blank_of(".docx", FORM.replace("贴照片处", "照\\n片")), tmp_path, {"照片": "照片.jpg"})
    tree = etree.fromstring(parts_in(io.BytesIO(filled.data))["word/document.xml"])
    (drawing,) = tree.iter("{*}drawing")
    paragraph = next(each for each in drawing.iterancestors() if str(each.tag).endswith("}p"))
    assert "".join(str(each) for each in paragraph.itertext()) == ""
    assert 'w:lineRule="auto"' in etree.tostring(paragraph, encoding="unicode")
    assert "照" not in "".join(each.text for each in read_blank(filled.data, "表.docx").form.tables[0].cells)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_blank_beside_the_word_photo_is_its_box(tmp_path: Path, suffix: str) -> None:
    draw_photo(tmp_path)
    blank = blank_of(suffix, "|姓名| |照片| |\n|电话| |^|^|\n|住址| |^|^|")
    filled = fill(blank, tmp_path, {"照片": "照片.jpg"})
    assert [each.kind for each in blank.bound.fields if each.label == "照片"] == ["photo"]
    assert filled.problems == ()
    assert "照片" in [cell.text for cell in read_blank(filled.data, f"表{suffix}").form.tables[0].cells]


def test_the_size_that_a_box_asks_for_is_kept(tmp_path: Path) -> None:
    draw_photo(tmp_path, size=(250, 350))
    tall = HEIGHT.replace("600", "1200")
    for hint, size in (
        ("一寸照片", (25, 35)),
        ("照片（25mm×35mm）", (25, 35)),
        ("免冠2寸照片", (31.7, 44.4)),
    ):
        blank = read_blank(word_form(FORM.replace("贴照片处", hint), tall), "表.docx")
        width, height = size_in(parts_in(io.BytesIO(fill(blank, tmp_path, {"照片": "照片.jpg"}).data)))
        assert (round(width / MM), round(height / MM)) <= (round(size[0]), round(size[1])), hint
        assert width > 20 * MM


def test_photos_stand_beside_pictures_that_are_there(tmp_path: Path) -> None:
    draw_photo(tmp_path)
    first = fill(blank_of(".xlsx"), tmp_path, {"照片": "照片.jpg"})
    again = read_blank(first.data, "表.xlsx")
    second = fill(again, tmp_path, {"姓名": "张三"})
    assert parts_in(io.BytesIO(second.data)).keys() == again.parts.keys()
    assert len(load_workbook(io.BytesIO(first.data)).worksheets[0]._images) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("没有.jpg", "照片“没有.jpg”找不到、是空的，或大于10MB；没有贴"),
        ("文字.jpg", "“文字.jpg”不是完整的 JPEG 或 PNG 照片；没有贴"),
        ("半张.png", "“半张.png”不是完整的 JPEG 或 PNG 照片；没有贴"),
        ("横的.jpg", "照片带有旋转标记，印出来可能是横的；请用看图软件转正后另存；没有贴"),
        (["照片.jpg", "照片.jpg"], "“照片”有2个值，只能贴一张照片；没有贴"),
        ("\0", "找不到"),
    ],
)
def test_what_cannot_be_placed_is_a_question(tmp_path: Path, value: Any, words: str) -> None:
    draw_photo(tmp_path)
    (tmp_path / "文字.jpg").write_text("照片", encoding="utf-8")
    (tmp_path / "半张.png").write_bytes(draw_photo(tmp_path, "整张.png").read_bytes()[:12])
    turned = Image.Exif()
    turned[0x0112] = 6
    draw_photo(tmp_path, "横的.jpg", exif=turned)
    filled = fill(blank_of(".docx"), tmp_path, {"照片": value})
    assert [each.code for each in filled.problems] == ["B126"]
    assert words in filled.problems[0].message
    assert parts_in(io.BytesIO(filled.data)) == blank_of(".docx").parts


def test_a_box_that_is_too_small_is_a_question(tmp_path: Path) -> None:
    draw_photo(tmp_path)
    filled = fill(blank_of(".docx", "|姓名| |照片|\n|电话| |职务|"), tmp_path, {"照片": "照片.jpg"})
    assert "贴照片的格太小，放不下照片" in filled.problems[0].message


def test_a_photo_that_is_not_turned_is_placed(tmp_path: Path) -> None:
    upright = Image.Exif()
    upright[0x0112] = 1
    draw_photo(tmp_path, exif=upright)
    assert fill(blank_of(".docx"), tmp_path, {"照片": "照片.jpg"}).problems == ()
