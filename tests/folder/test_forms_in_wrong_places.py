"""A form of one community in the place of another's: nobody's words and numbers get among those of the other."""

import shutil
from pathlib import Path

import pytest
from docx import Document
from support.four import FORM, RUBRIC, SCORES, built, codes, document, first_build, rows, write

from formgen.changes.diff import compare_with_folder
from formgen.commands.build import plan_build
from formgen.commands.collect import collect_entries
from formgen.folder.plan import Options


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return first_build(tmp_path_factory, tmp_path)


def type_cell(path: Path, row: int, column: int, text: str) -> None:
    paper = Document(str(path))
    paper.tables[0].rows[row].cells[column].paragraphs[0].text = text
    paper.save(str(path))


def test_a_form_in_the_place_of_another_community_is_not_filled_with_its_values(
    source: Path, out: Path
) -> None:
    first, second = document(out, 1, SCORES), document(out, 2, SCORES)
    type_cell(second, 8, 6, "1")
    shutil.move(second, first)
    strange = first.read_bytes()
    plan = plan_build(source, RUBRIC, Options(jobs=1))
    assert "beside" in {each.fate for each in compare_with_folder(plan, out).documents}
    result = built(source, out)
    (said,) = [each.message for each in result.problems if each.code == "T111"]
    assert "它是“甲镇第2社区”的表，放错了地方，或者是拿那份表改的" in said
    assert first.read_bytes() == strange
    assert "第1社区" in Document(str(first.with_name(f"{first.stem}（新）.docx"))).element.xml


def test_two_forms_that_were_exchanged_keep_what_was_typed(source: Path, out: Path) -> None:
    paths = document(out, 1), document(out, 2)
    for path, words in zip(paths, ("同意第一", "同意第二"), strict=True):
        type_cell(path, 4, 1, words)
    first, second = (path.read_bytes() for path in paths)
    paths[0].write_bytes(second)
    paths[1].write_bytes(first)
    assert codes(built(source, out)).count("T111") == 2
    assert [path.read_bytes() for path in paths] == [second, first]
    found = collect_entries(source, RUBRIC, out).found
    assert {each.amendment.who.name: each.amendment.value for each in found} == {
        "第1社区": "同意第一",
        "第2社区": "同意第二",
    }


def test_what_stands_in_a_form_that_was_copied_for_another_community_is_taken_for_nobody(
    source: Path, out: Path
) -> None:
    first, second = document(out, 1), document(out, 2)
    shutil.copy(first, second)
    type_cell(second, 0, 2, "第2社区")
    type_cell(second, 4, 1, "同意申报")
    copied = second.read_bytes()
    assert "T111" in codes(built(source, out))
    assert second.read_bytes() == copied
    collected = collect_entries(source, RUBRIC, out)
    assert collected.found == ()
    (said,) = [str(each) for each in collected.problems if each.code == "T186"]
    assert "是为“甲镇第1社区”做的，印的名称却是“第2社区”" in said
    assert "乡镇劳动保障所意见" in said


POINTING = ("同左", "见上", "见左栏", "见前页", "详见背面", "同前页", "略", "（略）", "从略。")


@pytest.mark.parametrize("typed", ["同上", "〃", "同前", '"', " 同 上 ", *POINTING])
def test_the_same_as_above_is_not_taken_over(typed: str, source: Path, out: Path) -> None:
    above = {"facts": {"township_opinion": "不同意推荐"}}
    write(source, rows(first=above))
    built(source, out)
    type_cell(document(out, 2), 4, 1, typed)
    collected = collect_entries(source, RUBRIC, out)
    assert collected.found == ()
    (said,) = [str(each) for each in collected.problems if each.code == "T114"]
    why = (
        "指的是别的格，不知道是哪一格" if typed in POINTING else "数据里的“同上”是指上一行，会印成别的社区的"
    )
    assert why in said
    assert FORM in said
