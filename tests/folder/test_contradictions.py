"""What documents say against themselves and against each other is told before anybody prints or hands them in."""

import re
import shutil
from copy import deepcopy
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from support.four import RUBRIC, SCORES, built, codes, document, rows, write

from formgen.commands.change_sheet import write_change_sheet
from formgen.commands.collect import collect_entries
from formgen.commands.submit import submit_version
from formgen.folder.contradictions import find_contradictions, list_forms
from formgen.folder.identified_documents import walk_office_files
from formgen.library import notice
from formgen.office import package
from formgen.problems import Problem


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(tmp_path / "data.yaml", rows())


@pytest.fixture
def out(source: Path, tmp_path: Path) -> Path:
    scored = dict.fromkeys(notice(RUBRIC).rubric.criteria, 1)
    write(source, rows(first={"scores": {"county": scored}}))
    built(source, tmp_path / "out")
    return tmp_path / "out"


def type_county(path: Path, row: int, text: str) -> None:
    """Type over the county's points in a row of the Word form."""
    paper = Document(str(path))
    cell = paper.tables[0].rows[row].cells[6]
    cell.text = text
    paper.save(str(path))


def looked_at(out: Path) -> list[Problem]:
    rubric = notice(RUBRIC)
    names = list(walk_office_files(out))
    return find_contradictions(list_forms(out, names, rubric.rubric, rubric.compiled_forms), rubric.rubric)


def told(problems: list[Problem], code: str) -> list[str]:
    return [str(each) for each in problems if each.code == code]


def test_nothing_contradicts_itself_as_it_was_built(out: Path) -> None:
    assert looked_at(out) == []
    assert submit_version(out, "第1稿").problems == ()


def total_row(path: Path) -> int:
    table = Document(str(path)).tables[0]
    return next(
        at
        for at, row in enumerate(table.rows)
        if "合计" in row.cells[0].text.replace("　", "").replace(" ", "")
    )


def test_a_row_changed_in_word_no_longer_fits_its_total(source: Path, out: Path) -> None:
    path = document(out, 1, SCORES)
    type_county(path, 4, "0.5")
    (text,) = told(looked_at(out), "T164")
    count = len(notice(RUBRIC).rubric.criteria)
    assert f"写的是{count}" in text
    assert f"各行加起来是{count - 1}.5" in text
    for word in ("第1社区-考核评分表.docx", "县级考评分 合计"):
        assert word in text
    assert told(list(submit_version(out, "第1稿").problems), "T164") == [text]
    assert "T164" in codes(built(source, out))
    type_county(path, total_row(path), f"{count - 1}.5")
    assert told(looked_at(out), "T164") == []


def test_points_that_no_criterion_can_have_are_told_before_they_are_handed_in(out: Path) -> None:
    path = document(out, 1, SCORES)
    type_county(path, 4, "99")
    (text,) = told(looked_at(out), "T114")
    for word in ("填的是“99”", "第1社区-考核评分表.docx", "不在0至"):
        assert word in text
    assert told(list(submit_version(out, "第1稿").problems), "T114") == [text]


@pytest.mark.parametrize("text", ["待定", "不适用", "/", "2分", ""])
def test_words_for_points_and_points_with_their_unit_are_nothing_impossible(text: str, out: Path) -> None:
    type_county(document(out, 1, SCORES), 4, text)
    assert told(looked_at(out), "T114") == []


@pytest.mark.parametrize("text", ["95", "", "第一", "100.5"])
def test_a_total_changed_by_hand_alone_is_told_by_the_next_build(text: str, source: Path, out: Path) -> None:
    path = document(out, 1, SCORES)
    type_county(path, total_row(path), text)
    (words,) = told(looked_at(out), "T164")
    result = built(source, out)
    assert told(result.problems, "T164") == [words]
    assert result.kept == 1
    assert Document(str(path)).tables[0].rows[total_row(path)].cells[6].text == text


def test_a_formula_replaced_by_a_number_is_told_by_the_next_build(source: Path, out: Path) -> None:
    path = document(out, 1, SCORES, ".xlsx")
    book = load_workbook(path)
    page = book.worksheets[0]
    (cell,) = (row[6] for row in page.iter_rows() if "SUM(G" in str(row[6].value))
    cell.value = 90
    book.save(path)
    (words,) = told(built(source, out).problems, "T164")
    assert "第1社区-考核评分表.xlsx" in words
    assert "写的是90" in words


@pytest.mark.parametrize("text", ["1", "1分"])
def test_a_total_that_the_sheet_computed_as_nothing_beside_a_number_kept_as_text_is_told(
    text: str, source: Path, out: Path
) -> None:
    path = document(out, 1, SCORES, ".xlsx")
    parts = package.parts_in(path)
    (sheet,) = (name for name in parts if name.endswith("sheet1.xml"))
    xml = parts[sheet].decode()
    xml, count = re.subn(r'(<c r="G25"[^>]*)>(<f>.*?</f>)<v>19</v>', r'\1 t="str">\2<v></v>', xml)
    assert count == 1
    typed = rf'\1 t="inlineStr"><is><t>{text}</t></is></c>'
    xml, count = re.subn(r'(<c r="G13"[^>]*)><v>1</v></c>', typed, xml)
    assert count == 1
    parts[sheet] = xml.encode()
    path.write_bytes(package.repacked(parts))
    for found in (looked_at(out), [*collect_entries(source, RUBRIC, out).problems]):
        (words,) = told(found, "T164")
        assert "写的是（空），各行加起来是19" in words
        assert "存成文字的数" in words


TYPED = {
    "no number": ("很好", "有一行写的是“很好”，加不起来"),
    "nothing": ("", "（另有1行没有分）"),
    "another unit": ("50%", "有一行写的是“50%”，加不起来"),
}


@pytest.mark.parametrize(("text", "words"), TYPED.values(), ids=TYPED)
def test_a_row_that_cannot_be_added_is_told_too(text: str, words: str, out: Path) -> None:
    type_county(document(out, 1, SCORES), 4, text)
    (said,) = told(looked_at(out), "T164")
    assert words in said


def test_rows_that_cannot_be_added_are_counted(out: Path) -> None:
    for row, text in ((4, "二"), (5, "½")):
        type_county(document(out, 1, SCORES), row, text)
    (said,) = told(looked_at(out), "T164")
    assert "有2行写的不是分，如“二”，加不起来" in said


@pytest.mark.parametrize("text", ["1", "1分", "１", " 1.0 "])
def test_the_same_number_written_otherwise_is_no_difference(text: str, out: Path) -> None:
    type_county(document(out, 1, SCORES), 4, text)
    assert looked_at(out) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [("1", "各行加起来是19"), ("扣1分", "有一行写的是“扣1分”，加不起来")],
)
def test_a_total_left_blank_beside_rows_that_are_all_there_or_cannot_be_added_is_told(
    row: str, words: str, out: Path
) -> None:
    path = document(out, 1, SCORES)
    type_county(path, 4, row)
    type_county(path, total_row(path), "")
    (text,) = told(looked_at(out), "T164")
    assert f"写的是（空），{words}" in text


def test_twins_of_which_one_was_edited_are_told_with_both_values(source: Path, out: Path) -> None:
    type_county(document(out, 1, SCORES), 4, "0.5")
    (text,) = told(looked_at(out), "T165")
    for word in ("第1社区-考核评分表.docx", "第1社区-考核评分表.xlsx", "“0.5”", "“1”", "县级考评分 4"):
        assert word in text
    assert "T165" in codes(built(source, out))
    assert told(list(submit_version(out, "第1稿").problems), "T165") == [text]


def test_twins_that_were_both_edited_alike_agree(out: Path) -> None:
    type_county(document(out, 1, SCORES), 4, "0.5")
    book = load_workbook(document(out, 1, SCORES, ".xlsx"))
    book.worksheets[0]["G9"] = 0.5
    book.save(document(out, 1, SCORES, ".xlsx"))
    assert told(looked_at(out), "T165") == []


def test_a_copy_beside_its_form_is_told_before_it_is_handed_in(source: Path, out: Path) -> None:
    copy = out / "收回" / "邮件.docx"
    copy.parent.mkdir()
    shutil.copy(document(out, 1), copy)
    (text,) = told(list(submit_version(out, "第1稿").problems), "T200")
    assert told(built(source, out).problems, "T200") == [text]
    assert "收回/邮件.docx" in text
    assert "甲镇/第1社区/第1社区-申报表.docx" in text
    paper = Document(str(copy))
    paper.add_paragraph("乡镇意见")
    paper.save(str(copy))
    assert "T166" in codes(built(source, out)), "somebody wrote into it"


def test_forms_of_a_community_that_was_renamed_are_told(source: Path, out: Path) -> None:
    write(source, rows(first={"name": "第1新村"}))
    built(source, out)
    done = submit_version(out, "第1稿")
    assert [each.words["file"] for each in done.problems if each.code == "T137"] == [
        f"甲镇/第1社区/第1社区-{name}" for name in ("申报表.docx", "考核评分表.docx", "考核评分表.xlsx")
    ]


def test_a_draft_that_nobody_read_is_told_before_it_is_handed_in(source: Path, out: Path) -> None:
    write(source, rows(first={"facts": {"narrative": ""}}))
    built(source, out, draft=True)
    (text,) = told(list(submit_version(out, "第1稿").problems), "T168")
    assert "第1社区-申报表.docx" in text
    assert "草稿" in text


def test_a_form_that_no_longer_fits_its_template_is_not_passed_over(out: Path) -> None:
    path = document(out, 1, SCORES)
    paper = Document(str(path))
    for table in paper.tables:
        paper.element.body.remove(table._element)
    paper.save(str(path))
    (text,) = told(looked_at(out), "T169")
    assert "第1社区-考核评分表.docx" in text
    assert "没有核对" in text


def test_a_total_that_was_typed_alone_is_named_when_the_form_is_collected(source: Path, out: Path) -> None:
    type_county(document(out, 2, SCORES), -1, "90")
    collected = collect_entries(source, RUBRIC, out)
    assert collected.found == ()
    (text,) = told(list(collected.problems), "T164")
    assert "第2社区-考核评分表.docx" in text
    assert "90" in text
    assert "没有分" in text


def test_a_row_typed_without_its_total_is_no_fault_of_the_total(source: Path, out: Path) -> None:
    type_county(document(out, 2, SCORES), 2, "10")
    collected = collect_entries(source, RUBRIC, out)
    assert len(collected.found) == 1
    assert told(list(collected.problems), "T164") == []


def test_points_in_merged_cells_are_told_beside_the_total_that_they_spoil(out: Path) -> None:
    path = document(out, 1, SCORES, ".xlsx")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet["G6"] = 29
    sheet.merge_cells("G6:G7")
    book.save(path)
    (text,) = told(looked_at(out), "T169")
    assert "第1社区-考核评分表.xlsx" in text
    assert "没有核对" in text


def test_scores_merged_downwards_are_named_before_they_are_handed_in_and_denied_nowhere(
    out: Path, tmp_path: Path
) -> None:
    submit_version(out, "第1稿")
    path = document(out, 1, SCORES)
    paper = Document(str(path))
    table = paper.tables[0]
    table.cell(4, 6).merge(table.cell(7, 6)).text = "9"
    paper.save(str(path))
    (text,) = told(list(submit_version(out, "第2稿").problems), "T169")
    for word in (
        "县级考评分 4 ",
        "县级考评分 5 ",
        "县级考评分 6 ",
        "县级考评分 7 ",
        "“县级考评分 合计”没有核对",
    ):
        assert word in text
    done = write_change_sheet(out, tmp_path / "更正说明.docx", "第1稿")
    assert (done.rows, done.differs) == (0, True)
    said = [each.text for each in Document(str(tmp_path / "更正说明.docx")).paragraphs]
    assert any(each.endswith("没有逐格列出的更正，另有的改动见下。") for each in said)
    assert any("县级考评分 4" in each and "“1”改为“9”" in each for each in said)


def test_words_of_an_altered_row_whose_score_is_as_printed_leave_the_total_alone(out: Path) -> None:
    path = document(out, 1, SCORES)
    paper = Document(str(path))
    paper.tables[0].rows[4].cells[2].text = "另一项"
    paper.save(str(path))
    assert [each.code for each in looked_at(out)] == ["T181"]


def test_a_place_that_was_not_read_is_told_as_not_held_against_its_twin(out: Path) -> None:
    path = document(out, 1, SCORES)
    paper = Document(str(path))
    (line,) = (each for each in paper.paragraphs if "联系电话" in each.text)
    line.text = "手机和电话 0577-1"
    paper.save(str(path))
    (text,) = told(looked_at(out), "T169")
    assert "没有读到，和“甲镇/第1社区/第1社区-考核评分表.xlsx”是否一致没有核对" in text


OLD_PHONE = "0577-00000001"


def retype_phone(path: Path, text: str) -> None:
    paper = Document(str(path))
    cells = [cell for table in paper.tables for row in table.rows for cell in row.cells]
    for each in [*paper.paragraphs, *(line for cell in cells for line in cell.paragraphs)]:
        if OLD_PHONE in each.text:
            words = each.text.replace(OLD_PHONE, text)
            for run in each.runs[1:]:
                run.text = ""
            each.runs[0].text = words
    paper.save(str(path))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {None: "0577-9"},
            ["申报表.docx”上改成了“0577-9”", "评分表.docx”“", f"评分表.xlsx”上是“{OLD_PHONE}”"],
        ),
        (
            {SCORES: "0577-9"},
            ["评分表.docx”上改成了“0577-9”", "申报表.docx”“", f"评分表.xlsx”上是“{OLD_PHONE}”"],
        ),
        ({None: "0577-9", SCORES: "0577-8"}, ["上改成了“0577-9”", "评分表.docx”上是“0577-8”"]),
        ({None: ""}, ["申报表.docx”上改成了“（空）”", f"上是“{OLD_PHONE}”"]),
        ({None: "０５７７－00000001 "}, []),
    ],
)
def test_what_was_changed_on_one_form_of_a_community_only_is_told(
    typed: dict[str | None, str], said: list[str], source: Path, tmp_path: Path
) -> None:
    write(source, rows(first={"facts": {"phone": OLD_PHONE}}))
    built(source, tmp_path / "forms")
    for form, text in typed.items():
        retype_phone(document(tmp_path / "forms", 1, *([form] if form else [])), text)
    found = looked_at(tmp_path / "forms")
    texts = told(found, "T225")
    assert len(texts) == bool(said)
    assert not told(found, "T165") or len(typed) > 1, "one change is told once"
    assert [word for word in said if word not in "".join(texts)] == []


def test_a_folder_whose_notice_is_gone_is_handed_in_unchecked_and_says_so(
    source: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    text = (Path(__file__).parents[2] / "rubrics" / f"{RUBRIC}.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace(f"id: {RUBRIC}", "id: own-2009"), encoding="utf-8")
    built(source, tmp_path / "forms", str(own))
    for path in (tmp_path / "forms").rglob("*.docx"):
        path.unlink()
    for path in (tmp_path / "forms").rglob("*评分表.xlsx"):
        path.unlink()
    own.unlink()
    *lost, problem = submit_version(tmp_path / "forms", "第1稿").problems
    assert ({each.code for each in lost}, problem.code) == ({"T223"}, "F161")
    assert "没有核对" in problem.message


def test_a_total_below_an_added_row_is_told_where_it_is_now(out: Path) -> None:
    path = document(out, 1, SCORES)
    paper = Document(str(path))
    table, at = paper.tables[0], total_row(path)
    added = deepcopy(table.rows[at]._tr)
    table.rows[at]._tr.addprevious(added)
    for cell in table.rows[at].cells:
        cell.text = ""
    table.rows[at].cells[0].text = "加分项"
    table.rows[4].cells[6].text = "0.5"
    paper.save(str(path))
    (words,) = told(looked_at(out), "T164")
    assert f"（第1个表第{at + 2}行第" in words


def test_a_total_of_a_sheet_is_told_where_it_is_now(out: Path) -> None:
    path = document(out, 1, SCORES, ".xlsx")
    book = load_workbook(path)
    page = book.worksheets[0]
    (row,) = (int(each[6].row or 0) for each in page.iter_rows() if "SUM(G" in str(each[6].value))
    page.insert_rows(3)
    page.cell(row + 1, 7).value = 90
    book.save(path)
    assert any(f"（单元格G{row + 1}）写的是90" in each for each in told(looked_at(out), "T164"))
