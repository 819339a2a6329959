"""A blank form bound by its labels in the place of a drawn template: built, filled anew, collected."""

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from support.drawn_forms import excel_form, word_form
from support.trial_form import RUBRIC, Trial, codes

from formgen.binding.blank_file import read_blank
from formgen.commands.rubric import look_into_rubric
from formgen.commands.template import BindAsked, bind_files

DRAWING = """\
示例县推荐表
|村（社区）名称| |联系人| |
|地址| |联系方式| |
|基本情况| |<|<|
|备注| |<|<|
|县\\n级\\n意\\n见|\\n\\n（盖章）\\n     年   月   日|<|<|
|序号|评分标准|自评分|县级考评分|
|1|建立人员台帐，酌情给分。| | |
|2|走访| | |
|合计|10| | |"""


def bound(folder: Path, drawing: str = DRAWING, suffix: str = ".docx", rubric: str = RUBRIC) -> Trial:
    """Bind a blank beside a rubric that asks for it."""
    blank = folder / f"示例表{suffix}"
    blank.write_bytes((word_form if suffix == ".docx" else excel_form)(drawing))
    bind_files(blank, folder / "templates" / "trial", BindAsked())
    (folder / "trial.yaml").write_text(rubric, encoding="utf-8")
    return Trial(folder, suffix)


def texts(one: Trial) -> dict[tuple[int, int], str]:
    """Return the texts of the built form by line of its drawing and column."""
    blank = read_blank(one.form.read_bytes(), one.form.name)
    lead = 1 if blank.is_word else 0
    return {
        (cell.row + lead, cell.col): cell.text for cell in blank.form.tables[0].cells if cell.text.strip()
    }


def doubts(one: Trial) -> list[str]:
    """Return the hints of rubric check about the form."""
    return [
        f"{each.code} {each.message}" for each in look_into_rubric(str(one.folder / "trial.yaml")).problems
    ]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_bound_blank_is_filled_with_facts_points_and_opinions_of_the_notice(
    tmp_path: Path, suffix: str
) -> None:
    one = bound(tmp_path, suffix=suffix)
    one.build()
    found = texts(one)
    cells = {
        (2, 2): "示例村", (2, 4): "张三", (3, 2): "虚构路1号", (3, 4): "0576-12345678", (4, 2): "已建立台账。",
        (8, 3): "4", (8, 4): "3", (9, 3): "3", (9, 4): "2", (10, 3): "7", (10, 4): "5", (10, 2): "10",
    }  # fmt: skip
    assert {place: found[place] for place in cells} == cells
    assert found[6, 2].split("\n")[:2] == ["同意推荐", ""]
    assert (5, 2) not in found


def test_what_a_person_typed_into_a_bound_blank_stays_when_the_data_are_corrected(tmp_path: Path) -> None:
    one = bound(tmp_path)
    one.build()
    one.edit((">张三<", ">李四<"))
    document = docx.Document(str(one.form))
    document.tables[0].cell(3, 1).text = "补报"
    document.save(str(one.form))
    result = one.build(phone="0576-87654321")
    found = texts(one)
    assert (found[2, 4], found[3, 4], found[5, 2]) == ("李四", "0576-87654321", "补报")
    assert codes(result) == [
        "T171"
    ]  # what stands where nothing of the notice is filled is kept, and not read
    assert one.read() == {"联系人": "李四"}


def test_what_two_places_or_none_ask_for_is_told(tmp_path: Path) -> None:
    drawing = DRAWING.replace("|备注|", "|联系人|").replace("|2|走访|", "|2|入户|")
    one = bound(tmp_path, drawing)
    one.build()
    assert doubts(one) == [
        "B132 第1张表“自评分”栏第8行认不出是哪一项，留空。",
        "B132 第1张表“自评分”栏没有找到第2项。",
        "B132 第1张表“县级考评分”栏第8行认不出是哪一项，留空。",
        "B132 第1张表“县级考评分”栏没有找到第2项。",
        (
            "B131 “联系人”没有填到表上：“联系人”在表上有2处，不知道填哪一处"
            "（2号“联系人”（第1张表第1行第4格）；6号“联系人”（第1张表第4行第2格））。"
        ),
        (
            "B130 “示例县推荐表”上有2处，评分标准里没有对应的，出表时留空："
            "2号“联系人”（第1张表第1行第4格）；6号“联系人”（第1张表第4行第2格）。"
        ),
    ]
    assert texts(one).get((2, 4)) is None


def test_an_answer_in_the_sheet_says_what_goes_where(tmp_path: Path) -> None:
    one = bound(tmp_path, DRAWING.replace("|基本情况|", "|主要事迹|"))
    assert any("“主要事迹”" in each for each in doubts(one))
    sheet = tmp_path / "templates" / "trial" / "对照表.xlsx"
    book: Any = openpyxl.load_workbook(sheet)
    heads = [cell.value for cell in book.active[1]]
    for row in book.active.iter_rows(min_row=2):
        if row[heads.index("标签")].value == "主要事迹":
            row[heads.index("改为")].value = "基本情况"
        if row[heads.index("标签")].value == "备注":
            row[heads.index("改为")].value = "不填"
    book.save(sheet)
    one.build()
    assert texts(one)[4, 2] == "已建立台账。"
    assert doubts(one) == []


def test_a_lone_column_of_points_shows_those_that_count(tmp_path: Path) -> None:
    one = bound(tmp_path, DRAWING.replace("|自评分|县级考评分|", "|得分|备注|"))
    one.build()
    assert [texts(one)[row, 3] for row in (8, 9, 10)] == ["3", "2", "5"]
    assert not any("得分" in each for each in doubts(one))


def test_a_column_of_points_beside_one_of_a_level_is_left_empty_until_form_yaml_says_whose_it_is(
    tmp_path: Path,
) -> None:
    one = bound(tmp_path, DRAWING.replace("|县级考评分|", "|得分|"))
    one.build()
    assert ((8, 3) in texts(one), (8, 4) in texts(one)) == (True, False)
    assert "B132 第1张表“得分”栏不知道是哪一级的分，都留空。" in doubts(one)
    settings = tmp_path / "templates" / "trial" / "form.yaml"
    written = settings.read_text(encoding="utf-8")
    columns = "{score: {level: county, source: entered, title: 得分}, self: {level: self, source: entered}}"
    settings.write_text(f"columns: {columns}\n{written}", encoding="utf-8")
    one.build()
    assert [texts(one)[row, 4] for row in (8, 9, 10)] == ["3", "2", "5"]


def test_a_name_that_only_a_place_of_a_seal_has_is_told(tmp_path: Path) -> None:
    one = bound(
        tmp_path,
        DRAWING.replace("|村（社区）名称| |", "|社区负责人| |").replace(
            "推荐表\n", "推荐表\n社区名称（盖章）：\n"
        ),
    )
    (told, _) = doubts(one)
    assert told.startswith("B131 “社区（村）名称”没有填到表上：“社区（村）名称”在表上是盖章、签字的地方")


def test_settings_of_a_place_hold_and_wrong_ones_are_told_with_their_line(tmp_path: Path) -> None:
    one = bound(tmp_path)
    settings = tmp_path / "templates" / "trial" / "form.yaml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(written.replace('"基本情况": {', '"基本情况": {"limit": "3", ', 1), encoding="utf-8")
    assert "T103" in codes(one.build())
    settings.write_text(written.replace('"基本情况": {', '"基本情况": {"limit": "三", ', 1), encoding="utf-8")
    assert doubts(one) == ["T101 模板“trial/form.yaml”读不懂（fields.基本情况.limit：写法不对）。"]
