"""What upper levels typed into the forms comes back into the data, shown first, with its origin."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from formgen import assets, pipeline, signature
from formgen.intake import Amendment, amend, read
from formgen.pipeline import Options
from formgen.problems import FormgenError
from formgen.rubric import load

RUBRIC = "yongjia-2009"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    target = tmp_path / "data.xlsx"
    shutil.copy(assets.folder("samples") / RUBRIC / "data.xlsx", target)
    return target


@pytest.fixture
def forms(data: Path, tmp_path: Path) -> Path:
    """The forms of two communities that upper levels have not scored yet."""
    only = ["望云社区", "桂湾社区"]
    pipeline.build(pipeline.plan(data, RUBRIC, Options(only=only)), tmp_path / "forms")
    return tmp_path / "forms"


def form_of(forms: Path, name: str, suffix: str) -> Path:
    (path,) = forms.rglob(f"{name}-考核评分表{suffix}")
    return path


def type_into_word(path: Path, row: int, cell: int, text: str) -> None:
    document = Document(str(path))
    document.tables[0].rows[row].cells[cell].paragraphs[0].add_run(text)
    document.save(str(path))


def type_into_sheet(path: Path, cell: str, value: float) -> None:
    book = load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)


def shown(collected: Any) -> list[tuple[str, str, str, str]]:
    return [
        (each.amendment.name, each.label, each.before, str(each.amendment.value)) for each in collected.found
    ]


def city_free(forms: Path, name: str) -> None:
    sheet = load_workbook(form_of(forms, name, ".xlsx")).worksheets[0]
    assert sheet["H6"].value is None, "the sample's city column must be blank here"


def test_what_was_typed_into_word_and_excel_is_found_and_nothing_else(data: Path, forms: Path) -> None:
    for name in ("望云社区", "桂湾社区"):
        city_free(forms, name)
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, "1.5")
    type_into_sheet(form_of(forms, "桂湾社区", ".xlsx"), "H9", 2)
    collected = pipeline.collect(data, RUBRIC, forms)
    assert collected.files == 2
    assert shown(collected) == [
        ("望云社区", "市级考评分 4 平台挂牌", "", "3/2"),
        ("桂湾社区", "市级考评分 4 平台挂牌", "", "2"),
    ]
    assert collected.problems == ()


def test_what_was_found_goes_into_the_workbook_with_its_origin_and_prints_again(
    data: Path, forms: Path
) -> None:
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, "1.5")
    before = data.read_bytes()
    collected = pipeline.collect(data, RUBRIC, forms)
    kept = pipeline.take_over(data, RUBRIC, forms, collected)
    assert kept.read_bytes() == before
    community = next(each for each in read(data, load.load(RUBRIC)).communities if each.name == "望云社区")
    assert community.scores["city"]["item4"].text == "1.5"
    place = community.scores["city"]["item4"].place
    comment = load_workbook(data)[place.sheet][place.cell].comment
    assert comment is not None
    assert "望云社区-考核评分表.docx" in comment.text
    again = pipeline.collect(data, RUBRIC, forms)
    assert again.found == ()


def test_what_the_build_printed_itself_is_nobodys_entry(data: Path, tmp_path: Path) -> None:
    options = Options(only=["竹里社区"], columns=["city=computed"], draft=True)
    pipeline.build(pipeline.plan(data, RUBRIC, options), tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.docx"):
        document = Document(str(path))
        document.add_paragraph("另存")
        document.save(str(path))
    collected = pipeline.collect(data, RUBRIC, tmp_path / "out")
    assert (collected.files, collected.found) == (2, ())


def test_a_renamed_form_is_recognised_by_what_it_says_itself(data: Path, forms: Path) -> None:
    path = form_of(forms, "望云社区", ".docx")
    type_into_word(path, 4, 7, "2")
    assert signature.identity(path)["form"] == "yongjia-scorecard"
    path.rename(forms / "扫描001.docx")
    assert [each[0] for each in shown(pipeline.collect(data, RUBRIC, forms))] == ["望云社区"]


def test_a_form_that_lost_its_identity_is_recognised_by_shape_and_name(data: Path, forms: Path) -> None:
    path = form_of(forms, "望云社区", ".xlsx")
    type_into_sheet(path, "H9", 2)
    stripped = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stripped, "w") as new:
        for name in old.namelist():
            if name != signature.PART:
                new.writestr(name, old.read(name).replace(b"/docProps/custom.xml", b"/docProps/core.xml"))
    path.write_bytes(stripped.getvalue())
    assert signature.identity(path) == {}
    assert shown(pipeline.collect(data, RUBRIC, forms)) == [("望云社区", "市级考评分 4 平台挂牌", "", "2")]


def test_two_forms_that_differ_are_reported_and_not_taken(data: Path, forms: Path) -> None:
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, "1")
    type_into_sheet(form_of(forms, "望云社区", ".xlsx"), "H9", 2)
    collected = pipeline.collect(data, RUBRIC, forms)
    assert collected.found == ()
    (problem,) = collected.problems
    assert problem.code == "T112"
    folder = "上塘镇/望云社区/望云社区-考核评分表"
    assert f"1（{folder}.docx）与2（{folder}.xlsx）" in problem.message


@pytest.mark.parametrize("text", ["很好", "99", "-1"])
def test_points_that_cannot_be_are_reported(text: str, data: Path, forms: Path) -> None:
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, text)
    collected = pipeline.collect(data, RUBRIC, forms)
    assert [problem.code for problem in collected.problems] == ["T114"]
    assert f"“上塘镇望云社区 市级考评分 4 平台挂牌”填的是“{text}”" in str(collected.problems[0])


def test_a_file_nobody_can_place_is_told(data: Path, forms: Path) -> None:
    document = Document()
    document.add_paragraph("别的文件")
    document.save(str(forms / "别的.docx"))
    (forms / "坏.xlsx").write_bytes(b"no archive")
    collected = pipeline.collect(data, RUBRIC, forms)
    assert [problem.code for problem in collected.problems] == ["T113", "T113"]


def test_a_corrected_telephone_number_comes_back_too(data: Path, forms: Path) -> None:
    (path,) = forms.rglob("望云社区-申报表.docx")
    document = Document(str(path))
    cell = document.tables[0].rows[1].cells[-3]
    cell.paragraphs[0].runs[0].text = "0577-00009999"
    document.save(str(path))
    collected = pipeline.collect(data, RUBRIC, forms)
    assert [each[1] for each in shown(collected)] == ["联系电话"]
    pipeline.take_over(data, RUBRIC, forms, collected)
    community = next(each for each in read(data, load.load(RUBRIC)).communities if each.name == "望云社区")
    assert community.fact("phone") == "0577-00009999"


def test_a_level_without_a_row_gets_one(data: Path) -> None:
    rubric = load.load(RUBRIC)
    change = Amendment("瓯北镇", "瑞禾社区", "county", "item4", rubric.criteria["item4"].points, "x.docx")
    first = amend(data, rubric, [change])
    second = amend(data, rubric, [change])
    assert first != second
    community = next(each for each in read(data, rubric).communities if each.name == "瑞禾社区")
    assert community.scores["county"]["item4"].text == "2"


def test_a_workbook_without_a_place_for_scores_is_refused(data: Path) -> None:
    book = load_workbook(data)
    del book["各级评分"]
    book.save(data)
    rubric = load.load(RUBRIC)
    change = Amendment("瓯北镇", "瑞禾社区", "county", "item4", rubric.criteria["item4"].points, "x.docx")
    with pytest.raises(FormgenError) as caught:
        amend(data, rubric, [change])
    assert caught.value.problems[0].code == "D138"
    for wrong in (
        Amendment("瓯北镇", "瑞禾社区", "", "nokey", "x", "x"),
        Amendment("无镇", "无社区", "", "phone", "x", "x"),
    ):
        with pytest.raises(FormgenError):
            amend(data, rubric, [wrong])


def test_only_a_workbook_can_be_amended(tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    path.write_text("communities: []", encoding="utf-8")
    with pytest.raises(FormgenError) as caught:
        amend(path, load.load(RUBRIC), [])
    assert caught.value.problems[0].code == "F112"


def test_a_folder_that_is_not_there_is_told(data: Path, tmp_path: Path) -> None:
    with pytest.raises(FormgenError) as caught:
        pipeline.collect(data, RUBRIC, tmp_path / "nowhere")
    assert caught.value.problems[0].code == "F101"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.xdist_group("libreoffice")
def test_forms_that_libreoffice_saved_anew_are_read_too(data: Path, forms: Path, tmp_path: Path) -> None:
    word, sheet = form_of(forms, "望云社区", ".docx"), form_of(forms, "桂湾社区", ".xlsx")
    type_into_word(word, 4, 7, "1.5")
    type_into_sheet(sheet, "H9", 2)
    for path in (word, sheet):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            path.suffix[1:],
            "--outdir",
            str(tmp_path / "saved"),
        ]
        subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
        shutil.copy(tmp_path / "saved" / path.name, path)
    collected = pipeline.collect(data, RUBRIC, forms)
    assert shown(collected) == [
        ("望云社区", "市级考评分 4 平台挂牌", "", "3/2"),
        ("桂湾社区", "市级考评分 4 平台挂牌", "", "2"),
    ]
