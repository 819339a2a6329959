"""What upper levels typed into the forms comes back into the data, shown first, with its origin."""

import io
import shutil
import subprocess
import zipfile
from copy import deepcopy
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from formgen import assets
from formgen.commands.build import plan_build
from formgen.commands.collect import collect_entries, find_last_build, find_late_dates, take_over
from formgen.filling.points import read_points
from formgen.folder.build import build_folder
from formgen.folder.plan import Options
from formgen.forms.checksums import checksum, matches
from formgen.intake import open_source
from formgen.model import Who
from formgen.office import identity
from formgen.problems import FormgenError
from formgen.rubric.load import load_rubric
from formgen.workbook.amend import Amendment, amend_workbook

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
    build_folder(plan_build(data, RUBRIC, Options(only=only)), tmp_path / "forms")
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
        (each.amendment.who.name, each.label, each.before, str(each.amendment.value))
        for each in collected.found
    ]


def city_free(forms: Path, name: str) -> None:
    sheet = load_workbook(form_of(forms, name, ".xlsx")).worksheets[0]
    assert sheet["H6"].value is None, "the sample's city column must be blank here"


def test_what_was_typed_into_word_and_excel_is_found_and_nothing_else(data: Path, forms: Path) -> None:
    for name in ("望云社区", "桂湾社区"):
        city_free(forms, name)
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, "1.5")
    type_into_sheet(form_of(forms, "桂湾社区", ".xlsx"), "H9", 2)
    collected = collect_entries(data, RUBRIC, forms)
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
    collected = collect_entries(data, RUBRIC, forms)
    kept = take_over(data, RUBRIC, forms, collected)
    assert kept.read_bytes() == before
    community = next(
        each
        for each in open_source(data, load_rubric(RUBRIC)).read_all().communities
        if each.name == "望云社区"
    )
    assert community.scores["city"]["item4"].text == "1.5"
    place = community.scores["city"]["item4"].place
    comment = load_workbook(data)[place.sheet][place.cell].comment
    assert comment is not None
    assert "望云社区-考核评分表.docx" in comment.text
    again = collect_entries(data, RUBRIC, forms)
    assert again.found == ()


def test_what_the_build_printed_itself_is_nobodys_entry(data: Path, tmp_path: Path) -> None:
    options = Options(only=["竹里社区"], columns=["city=computed"], draft=True)
    build_folder(plan_build(data, RUBRIC, options), tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.docx"):
        document = Document(str(path))
        document.add_paragraph("另存")
        document.save(str(path))
    collected = collect_entries(data, RUBRIC, tmp_path / "out")
    assert (collected.files, collected.found) == (2, ())


def test_a_renamed_form_is_recognised_by_what_it_says_itself(data: Path, forms: Path) -> None:
    path = form_of(forms, "望云社区", ".docx")
    type_into_word(path, 4, 7, "2")
    assert identity.read_says(path)["form"] == "yongjia-scorecard"
    path.rename(forms / "扫描001.docx")
    assert [each[0] for each in shown(collect_entries(data, RUBRIC, forms))] == ["望云社区"]


def test_a_form_that_lost_its_identity_is_recognised_by_shape_and_name(data: Path, forms: Path) -> None:
    path = form_of(forms, "望云社区", ".xlsx")
    type_into_sheet(path, "H9", 2)
    stripped = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stripped, "w") as new:
        for name in old.namelist():
            if name != identity.PART:
                new.writestr(name, old.read(name).replace(b"/docProps/custom.xml", b"/docProps/core.xml"))
    path.write_bytes(stripped.getvalue())
    assert identity.read_says(path) == {}
    assert shown(collect_entries(data, RUBRIC, forms)) == [("望云社区", "市级考评分 4 平台挂牌", "", "2")]


def test_two_forms_that_differ_are_reported_and_not_taken(data: Path, forms: Path) -> None:
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, "1")
    type_into_sheet(form_of(forms, "望云社区", ".xlsx"), "H9", 2)
    collected = collect_entries(data, RUBRIC, forms)
    assert collected.found == ()
    (problem,) = collected.problems
    assert problem.code == "T112"
    folder = "上塘镇/望云社区/望云社区-考核评分表"
    assert f"1（{folder}.docx）与2（{folder}.xlsx）" in problem.message


@pytest.mark.parametrize("text", ["很好", "99", "-1"])
def test_points_that_cannot_be_are_reported(text: str, data: Path, forms: Path) -> None:
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, text)
    collected = collect_entries(data, RUBRIC, forms)
    assert [problem.code for problem in collected.problems] == ["T114"]
    assert f"“上塘镇望云社区 市级考评分 4 平台挂牌”填的是“{text}”" in str(collected.problems[0])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1①", "数的旁边像是注码"),
        ("1²", "数的旁边像是注码"),
        ("②", "里面有的不是普通数字"),
        ("50%", "像是百分数"),
        ("4/2", "像是分数或比例"),
        ("1 2", "数字中间有空格"),
        ("1户", "“户”不是这一项的单位"),
        ("约1", "像是约数"),
        ("无", "像是“没有”或“不知道”的记号"),
        ("3", "得分3不在0至2分之间"),
    ],
)
def test_points_on_a_form_are_no_guess_either(text: str, why: str, data: Path, forms: Path) -> None:
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, text)
    collected = collect_entries(data, RUBRIC, forms)
    (problem,) = collected.problems
    assert (problem.code, collected.found) == ("T114", ())
    assert why in problem.message


def test_many_points_of_a_column_that_are_none_are_one_line(data: Path, forms: Path) -> None:
    for at, text in enumerate(["二", "½", "2。5", "二", "好", "1/2"], 3):
        type_into_word(form_of(forms, "望云社区", ".docx"), at, 7, text)
    (refused,) = collect_entries(data, RUBRIC, forms).problems
    assert refused.code == "T114"
    assert "等6处”填的是“二”“½”“2。5”“好”“1/2”（" in str(refused)


@pytest.mark.parametrize("text", ["1.5", "1.5分", "１．５", " 1.5 分 ", "1.50", "1.5\u200b"])
def test_points_on_a_form_are_read_in_the_habits_of_the_workbook(text: str, data: Path, forms: Path) -> None:
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, text)
    collected = collect_entries(data, RUBRIC, forms)
    assert (shown(collected), collected.problems) == ([("望云社区", "市级考评分 4 平台挂牌", "", "3/2")], ())


def test_a_file_nobody_can_place_is_told(data: Path, forms: Path) -> None:
    document = Document()
    document.add_paragraph("别的文件")
    document.save(str(forms / "别的.docx"))
    (forms / "坏.xlsx").write_bytes(b"no archive")
    collected = collect_entries(data, RUBRIC, forms)
    assert [problem.code for problem in collected.problems] == ["T113", "T113"]


@pytest.mark.parametrize("into_new", [False, True])
@pytest.mark.parametrize("kind", ["申报表.docx", "考核评分表.docx"])
def test_forms_of_several_communities_pasted_into_one_file_are_named(
    kind: str, into_new: bool, data: Path, forms: Path
) -> None:
    first, second = (next(forms.rglob(f"{name}-{kind}")) for name in ("望云社区", "桂湾社区"))
    paper = Document() if into_new else Document(str(first))
    for source in (first, second) if into_new else (second,):
        for each in list(Document(str(source)).element.body)[:-1]:
            paper.element.body[-1].addprevious(deepcopy(each))
    first.unlink()
    second.unlink()
    paper.save(str(forms / f"上塘镇{kind}"))
    (problem,) = (each for each in collect_entries(data, RUBRIC, forms).problems if each.code == "T113")
    assert "里面写着“望云社区”“桂湾社区”；几个社区的表放在一个文件里的，要一份一份分开存" in problem.message


def test_a_corrected_telephone_number_comes_back_too(data: Path, forms: Path) -> None:
    (path,) = forms.rglob("望云社区-申报表.docx")
    document = Document(str(path))
    cell = document.tables[0].rows[1].cells[-3]
    cell.paragraphs[0].runs[0].text = "0577-00009999"
    document.save(str(path))
    collected = collect_entries(data, RUBRIC, forms)
    assert [each[1] for each in shown(collected)] == ["联系电话"]
    take_over(data, RUBRIC, forms, collected)
    community = next(
        each
        for each in open_source(data, load_rubric(RUBRIC)).read_all().communities
        if each.name == "望云社区"
    )
    assert community.fact("phone") == "0577-00009999"


def test_an_id_number_that_would_go_into_the_data_is_told(data: Path, forms: Path) -> None:
    (path,) = forms.rglob("望云社区-申报表.docx")
    document = Document(str(path))
    document.tables[0].rows[1].cells[-3].paragraphs[0].runs[0].text = "张三330102199001011234"
    document.save(str(path))
    collected = collect_entries(data, RUBRIC, forms)
    assert [problem.code for problem in collected.problems] == ["T194"]
    assert "“上塘镇望云社区 联系电话”填的“张三3301**********1234”里像是有身份证号" in str(
        collected.problems[0]
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2062年11月20日", "“上塘镇望云社区 县人事劳动保障部门意见日期”填的日期是2062年11月20日"),
        ("二〇六二年十一月二十日", "填的日期是2062年11月20日"),
        ("2026年11月20日", ""),
        ("2027年11月26日", ""),
    ],
)
def test_a_date_a_year_and_more_ahead_is_told(data: Path, forms: Path, typed: str, told: str) -> None:
    (path,) = forms.rglob("望云社区-申报表.docx")
    document = Document(str(path))
    paragraph = document.tables[0].rows[5].cells[4].paragraphs[-1]
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = typed
    document.save(str(path))
    found = collect_entries(data, RUBRIC, forms).found
    assert [each.label for each in found] == ["县人事劳动保障部门意见日期"]
    late = [str(each) for each in find_late_dates(found, load_rubric(RUBRIC), date(2026, 11, 27))]
    assert [told in each and "离今天还有一年以上" in each for each in late] == [True] * bool(told)
    assert {each.code for each in find_late_dates(found, load_rubric(RUBRIC), date(2026, 11, 27))} <= {"T195"}


def test_a_level_without_a_row_gets_one(data: Path) -> None:
    rubric = load_rubric(RUBRIC)
    change = Amendment(
        Who("瓯北镇", "瑞禾社区"), "county", "item4", rubric.criteria["item4"].points, "x.docx"
    )
    first = amend_workbook(data, rubric, [change])
    second = amend_workbook(data, rubric, [change])
    assert first != second
    community = next(
        each for each in open_source(data, rubric).read_all().communities if each.name == "瑞禾社区"
    )
    assert community.scores["county"]["item4"].text == "2"


def test_a_workbook_without_a_place_for_scores_is_refused(data: Path) -> None:
    book = load_workbook(data)
    del book["各级评分"]
    book.save(data)
    rubric = load_rubric(RUBRIC)
    change = Amendment(
        Who("瓯北镇", "瑞禾社区"), "county", "item4", rubric.criteria["item4"].points, "x.docx"
    )
    with pytest.raises(FormgenError) as caught:
        amend_workbook(data, rubric, [change])
    assert caught.value.problems[0].code == "D138"
    for wrong in (
        Amendment(Who("瓯北镇", "瑞禾社区"), "", "nokey", "x", "x"),
        Amendment(Who("无镇", "无社区"), "", "phone", "x", "x"),
    ):
        with pytest.raises(FormgenError):
            amend_workbook(data, rubric, [wrong])


def test_only_a_workbook_can_be_amended(tmp_path: Path) -> None:
    path = tmp_path / "data.yaml"
    path.write_text("communities: []", encoding="utf-8")
    with pytest.raises(FormgenError) as caught:
        amend_workbook(path, load_rubric(RUBRIC), [])
    assert caught.value.problems[0].code == "F112"


def test_a_folder_that_is_not_there_is_told(data: Path, tmp_path: Path) -> None:
    with pytest.raises(FormgenError) as caught:
        collect_entries(data, RUBRIC, tmp_path / "nowhere")
    assert caught.value.problems[0].code == "F101"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
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
    collected = collect_entries(data, RUBRIC, forms)
    assert shown(collected) == [
        ("望云社区", "市级考评分 4 平台挂牌", "", "3/2"),
        ("桂湾社区", "市级考评分 4 平台挂牌", "", "2"),
    ]


# -- opinions, dates, figures ---------------------------------------------------------------------------
def application_of(forms: Path, name: str = "望云社区") -> Path:
    (path,) = forms.rglob(f"{name}-申报表.docx")
    return path


def write_in_box(path: Path, opinion: str, day: str) -> None:
    """Write into the first opinion box of an 申报表, as the township does."""
    document = Document(str(path))
    words, stamp = (row._tr.tc_lst[1] for row in document.tables[0].rows[-2:])
    words.p_lst[0].add_r().text = opinion
    stamp.p_lst[-1].r_lst[0].text = day
    document.save(str(path))


def test_an_opinion_and_its_date_come_back_and_are_printed_again(data: Path, forms: Path) -> None:
    write_in_box(application_of(forms), "同意推荐", "2026年 11 月 20日")
    collected = collect_entries(data, RUBRIC, forms)
    assert shown(collected) == [
        ("望云社区", "乡镇劳动保障所意见", "", "同意推荐"),
        ("望云社区", "乡镇劳动保障所意见日期", "年　　月　　日", "2026年11月20日"),
    ]
    take_over(data, RUBRIC, forms, collected)
    shutil.rmtree(forms)
    build_folder(plan_build(data, RUBRIC, Options(only=["望云社区"])), forms)
    opinion, stamp = (row.cells[1].text for row in Document(str(application_of(forms))).tables[0].rows[-2:])
    assert opinion == "同意推荐"
    assert "2026年11月20日" in stamp


@pytest.mark.parametrize("day", ["下周三", "11月20日", "2026年　月　日"])
def test_a_date_that_is_no_day_is_told_and_left_out(day: str, data: Path, forms: Path) -> None:
    write_in_box(application_of(forms), "", day)
    collected = collect_entries(data, RUBRIC, forms)
    assert [problem.code for problem in collected.problems] == ["T121"]
    assert f"“上塘镇望云社区 乡镇劳动保障所意见日期”填的是“{day}”" in str(collected.problems[0])
    assert collected.found == ()


def test_a_figure_of_the_data_that_was_corrected_on_paper_comes_back_too(data: Path, forms: Path) -> None:
    path = form_of(forms, "望云社区", ".docx")
    document = Document(str(path))
    run = next(run for run in document.paragraphs[-2].runs if run.text.strip() == "57")
    run.text = "58"
    document.save(str(path))
    collected = collect_entries(data, RUBRIC, forms)
    assert shown(collected) == [("望云社区", "社区帮助解决就业人数", "57", "58")]
    take_over(data, RUBRIC, forms, collected)
    community = next(
        each
        for each in open_source(data, load_rubric(RUBRIC)).read_all().communities
        if each.name == "望云社区"
    )
    assert community.indicators["aid_employed"].value == 58


def test_a_total_typed_by_hand_is_computed_and_not_taken(data: Path, forms: Path) -> None:
    path = form_of(forms, "望云社区", ".docx")
    document = Document(str(path))
    document.tables[0].rows[-1].cells[-1].paragraphs[0].add_run("90")
    document.save(str(path))
    assert collect_entries(data, RUBRIC, forms).found == ()


def test_a_form_that_came_back_by_mail_lies_anywhere_below_the_folder(data: Path, forms: Path) -> None:
    mailed = forms / "县里退回" / "目录村的表（新）.docx"
    mailed.parent.mkdir()
    shutil.copy(application_of(forms), mailed)
    write_in_box(mailed, "同意", "2026-11-20")
    collected = collect_entries(data, RUBRIC, forms)
    assert [each[1] for each in shown(collected)] == ["乡镇劳动保障所意见", "乡镇劳动保障所意见日期"]
    assert {each.amendment.origin for each in collected.found} == {"县里退回/目录村的表（新）.docx"}


def test_a_summary_that_somebody_changed_is_no_form(data: Path, forms: Path) -> None:
    build_folder(plan_build(data, RUBRIC, Options()), forms)
    book = load_workbook(forms / "上塘镇" / "汇总表.xlsx")
    book.worksheets[0]["A1"] = "改过"
    book.save(forms / "上塘镇" / "随便什么.xlsx")
    collected = collect_entries(data, RUBRIC, forms)
    assert (collected.files, [each.code for each in collected.problems]) == (0, ["T220"])


def test_a_form_of_a_community_that_the_data_do_not_have_is_told(data: Path, forms: Path) -> None:
    write_in_box(application_of(forms), "同意", "2026-11-20")
    book = load_workbook(data)
    for row in book["社区数据"].iter_rows(min_row=3):
        if row[1].value == "望云社区":
            row[1].value = "望云新社区"
    book.save(data)
    collected = collect_entries(data, RUBRIC, forms)
    assert [problem.code for problem in collected.problems] == ["T113"]
    assert "数据里没有“上塘镇望云社区”" in collected.problems[0].message


def test_points_of_a_column_that_prints_the_computation_are_collected_once(tmp_path: Path) -> None:
    source = tmp_path / "data.xlsx"
    shutil.copy(assets.folder("samples") / "taizhou-2019" / "data.xlsx", source)
    out = tmp_path / "out"
    build_folder(plan_build(source, "taizhou-2019", Options(only=["海棠村"])), out)
    (path,) = out.rglob("海棠村-评价指标.xlsx")
    type_into_sheet(path, "E6", 4)
    collected = collect_entries(source, "taizhou-2019", out)
    assert [(each.label, each.before) for each in collected.found] == [("得分 1 总体就业率", "3")]
    take_over(source, "taizhou-2019", out, collected)
    assert collect_entries(source, "taizhou-2019", out).found == ()


def test_a_workbook_of_earlier_years_gets_the_columns_it_lacks(data: Path, forms: Path) -> None:
    book = load_workbook(data)
    sheet = book["社区数据"]
    titles = [cell.value for cell in sheet[2]]
    sheet.delete_cols(titles.index("申报日期") + 1, len(titles) - titles.index("申报日期"))
    book.save(data)
    write_in_box(application_of(forms), "同意推荐", "2026-11-20")
    write_in_box(application_of(forms, "桂湾社区"), "同意", "2026-11-21")
    take_over(data, RUBRIC, forms, collect_entries(data, RUBRIC, forms))
    taken = open_source(data, load_rubric(RUBRIC)).read_all()
    opinions = {
        each.name: (each.fact("township_opinion"), each.fact("township_date")) for each in taken.communities
    }
    assert opinions["望云社区"] == ("同意推荐", "2026年11月20日")
    assert opinions["桂湾社区"] == ("同意", "2026年11月21日")
    assert (
        len([cell.value for cell in load_workbook(data)["社区数据"][2] if cell.value == "乡镇劳动保障所意见"])
        == 1
    )


def test_a_value_goes_to_the_community_of_its_own_township_though_the_cell_is_merged(data: Path) -> None:
    book = load_workbook(data)
    sheet = book["社区数据"]
    rows = list(sheet.iter_rows(min_row=3, max_row=6))
    for row, township, name in zip(
        rows, ("甲镇", None, "乙镇", None), ("东村", "和平村", "西村", "和平村"), strict=True
    ):
        row[0].value, row[1].value = township, name
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("A5:A6")
    book.save(data)
    amend_workbook(
        data, load_rubric(RUBRIC), [Amendment(Who("乙镇", "和平村"), "", "phone", "0577-6", "x.docx")]
    )
    titles = [cell.value for cell in load_workbook(data)["社区数据"][2]]
    phones = [
        row[titles.index("联系电话")].value
        for row in load_workbook(data)["社区数据"].iter_rows(min_row=3, max_row=6)
    ]
    assert phones[3] == "0577-6"
    assert phones[1] != "0577-6"


def test_points_without_an_end_are_written_as_they_are(data: Path) -> None:
    third = Amendment(Who("上塘镇", "望云社区"), "city", "item4", Fraction(1, 3), "x.docx")
    amend_workbook(data, load_rubric(RUBRIC), [third])
    texts = [str(cell.value) for row in load_workbook(data)["各级评分"].iter_rows() for cell in row]
    assert "1/3" in texts


def test_an_open_workbook_is_not_written(data: Path, forms: Path) -> None:
    write_in_box(application_of(forms), "同意", "2026-11-20")
    collected = collect_entries(data, RUBRIC, forms)
    data.with_name(f"~${data.name}").touch()
    before = data.read_bytes()
    with pytest.raises(FormgenError) as caught:
        take_over(data, RUBRIC, forms, collected)
    assert caught.value.problems[0].code == "F107"
    assert data.read_bytes() == before


def test_the_data_are_named_without_the_detour_through_the_folder(forms: Path, data: Path) -> None:
    assert find_last_build(forms) == (data, RUBRIC)
    link = forms.parent / "其他" / "链接"
    link.parent.mkdir()
    link.symlink_to(forms)
    file = find_last_build(link).file
    assert file is not None, "what lies beside the folder itself is found through a link to it"
    assert file.samefile(data)


UNSEEN = ["\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad", "\u2060", "\u200e", "\u200f", "\u202a", "\u202e"]


def test_signs_that_nobody_sees_are_no_part_of_what_was_typed(data: Path, forms: Path) -> None:
    untouched = form_of(forms, "桂湾社区", ".docx")
    type_into_word(untouched, 4, 7, "".join(UNSEEN))
    type_into_word(form_of(forms, "望云社区", ".docx"), 4, 7, f"{UNSEEN[0]}1.{''.join(UNSEEN)}5")
    collected = collect_entries(data, RUBRIC, forms)
    assert shown(collected) == [("望云社区", "市级考评分 4 平台挂牌", "", "3/2")]
    assert collected.problems == ()


@pytest.mark.parametrize("sign", UNSEEN)
def test_a_text_is_the_same_with_a_sign_that_nobody_sees(sign: str) -> None:
    assert matches(f"同意{sign}推荐", "同意推荐")
    assert checksum(f"同意{sign}推荐") == checksum("同意推荐")
    assert read_points(f"9{sign}5分") == 95
    assert read_points(f"很{sign}好") == "很好"
