"""A form is the same document however its suffix is written; one in another format is named by every command."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.trial_form import Trial, codes, opinion_table, run, said, score_sheet, trial

from formgen import library
from formgen.changes.differing_places import find_corrections
from formgen.commands.submit import submit_version
from formgen.folder.identified_documents import is_second
from formgen.printing.document_list import Inventory, list_documents, make_sort_key
from formgen.printing.options import Choice
from formgen.problems import FormgenError


@pytest.fixture
def one(tmp_path: Path) -> Trial:
    return trial(tmp_path, opinion_table)


def printed(one: Trial) -> Inventory:
    forms = library.notice(str(one.folder / "trial.yaml")).compiled_forms
    return list_documents(one.out, forms, Choice(), make_sort_key([], ["trial"]))


def renamed(one: Trial, suffix: str) -> Path:
    other = one.form.with_name(f"{one.form.stem}{suffix}")
    one.form.rename(other)
    return other


SUFFIXES = [".DOCX", ".Docx", ".docX", ".docx ", ".docx.docx", ".DOCX.", "．docx", ".ＤＯＣＸ", "（改）.DOCX"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_form_is_the_same_however_its_suffix_is_written(one: Trial, suffix: str) -> None:
    one.edit((run("0576-12345678"), run("0576-99999999")))
    other = renamed(one, suffix)
    assert one.read() == {"联系电话": "0576-99999999"}
    built = one.build(contact="李四")
    assert codes(built) == ["T116"]
    assert f"认出“甲镇/示例村/{other.name}”是它" in said(built)
    assert not one.form.exists()
    submitted = submit_version(one.out, "第1稿")
    assert (submitted.files, submitted.problems) == (3, ())
    frozen = submitted.folder / "甲镇/示例村" / other.name
    assert frozen.read_bytes() == other.read_bytes()
    found = printed(one)
    assert [item.path for item in found.items if not item.is_summary] == [f"甲镇/示例村/{other.name}"]
    assert found.problems == []


@pytest.mark.parametrize("suffix", [".XLSX", ".Xlsx", ".xlsx "])
def test_a_sheet_is_the_same_however_its_suffix_is_written(tmp_path: Path, suffix: str) -> None:
    one = trial(tmp_path, score_sheet, ".xlsx")
    book: Any = load_workbook(one.form)
    book.active["E3"] = 5
    book.save(one.form)
    other = renamed(one, suffix)
    assert list(one.read().values()) == ["5"]
    assert codes(one.build()) == ["T116"]
    assert [item.path for item in printed(one).items if not item.is_summary] == [f"甲镇/示例村/{other.name}"]
    assert submit_version(one.out, "第1稿").problems == ()


def test_a_form_renamed_after_it_was_handed_in_is_held_against_what_was(one: Trial) -> None:
    frozen = submit_version(one.out, "第1稿").folder
    one.edit((run("0576-12345678"), run("0576-99999999")))
    renamed(one, ".DOCX")
    notice = library.notice(str(one.folder / "trial.yaml"))
    found = find_corrections(frozen, one.out, notice.rubric, notice.compiled_forms)
    assert [(row.label, row.old, row.new) for row in found.rows] == [
        ("联系电话", "0576-12345678", "0576-99999999")
    ]


def test_a_second_version_is_one_beside_a_form_in_capitals(one: Trial) -> None:
    other = renamed(one, ".DOCX")
    beside = other.with_name(f"{other.stem}（新）.docx")
    beside.write_bytes(other.read_bytes())
    assert is_second(one.out, beside.relative_to(one.out).as_posix())


OTHERS = {
    ".doc": "把它用 Word 或 WPS 打开，另存为 .docx",
    ".DOC": "把它用 Word 或 WPS 打开，另存为 .docx",
    ".docm": "把它用 Word 或 WPS 打开，另存为 .docx",
    ".docx.doc": "把它用 Word 或 WPS 打开，另存为 .docx",
    ".wps ": "把它用 Word 或 WPS 打开，另存为 .docx",
    ".rtf": "把它用 Word 或 WPS 打开，另存为 .docx",
    ".odt": "把它用 Word 或 WPS 打开，另存为 .docx",
    ".dotx": "把它用 Word 或 WPS 打开，另存为 .docx",
    ".xls": "把它用 Excel 或 WPS 打开，另存为 .xlsx",
    ".et": "把它用 Excel 或 WPS 打开，另存为 .xlsx",
    ".xlsb": "把它用 Excel 或 WPS 打开，另存为 .xlsx",
    ".xlsm": "把它用 Excel 或 WPS 打开，另存为 .xlsx",
    ".ods": "把它用 Excel 或 WPS 打开，另存为 .xlsx",
    ".zip": "把里面的表格解压出来",
    ".pdf": "把能编辑的那一份另存为 .docx 或 .xlsx",
    "（1）.jpg": "把能编辑的那一份另存为 .docx 或 .xlsx",
    ".docx.htm": "把能编辑的那一份另存为 .docx 或 .xlsx",
    " - 副本 (2).txt": "把能编辑的那一份另存为 .docx 或 .xlsx",
}


@pytest.mark.parametrize(("suffix", "remedy"), OTHERS.items())
def test_every_command_names_a_form_in_another_format(one: Trial, suffix: str, remedy: str) -> None:
    other = one.form.with_name(f"{one.form.stem}{suffix}")
    other.write_bytes(b"saved by another program")
    submitted = submit_version(one.out, "第1稿")
    told = [*one.build().problems, *one.collect().problems, *submitted.problems]
    about = [str(each) for each in told if each.code == "T153"]
    assert len(about) == 3
    for words in about:
        assert f"“甲镇/示例村/{other.name}”不是 .docx 或 .xlsx，里面填的没有读" in words
        assert remedy in words
    assert not (submitted.folder / "甲镇/示例村" / other.name).exists()


@pytest.mark.parametrize("suffix", [".DOC", ".docm", ".xlsb", ".ett", ".fods", ".docx.doc"])
def test_a_print_pack_names_a_form_in_another_format(one: Trial, suffix: str) -> None:
    other = one.form.with_name(f"{one.form.stem}{suffix}")
    other.write_bytes(b"saved by another program")
    assert [(each.code, each.words["file"]) for each in printed(one).problems] == [
        ("F136", f"甲镇/示例村/{other.name}")
    ]


@pytest.mark.parametrize("name", ["通知.jpg", "说明.txt", "示例村-示例表.docx.bak", "示例村-示例表.docx~"])
def test_a_file_that_nobody_fills_is_no_matter(one: Trial, name: str) -> None:
    one.form.with_name(name).write_bytes(b"anything")
    assert codes(one.collect()) == []
    assert submit_version(one.out, "第1稿").problems == ()


@pytest.mark.parametrize("suffix", [".jpg", ".pdf", "（1）.png"])
def test_a_picture_in_the_place_of_a_form_is_named(one: Trial, suffix: str) -> None:
    one.form.with_name(f"{one.form.stem}{suffix}").write_bytes(b"a scan")
    one.form.unlink()
    told = [*one.collect().problems, *submit_version(one.out, "第1稿").problems]
    assert [each.code for each in told if each.code == "T153"] == ["T153", "T153"]


RENAMED = {
    b"\xd0\xcf\x11\xe0": "是老格式的 .doc、.xls（或加了密码），只是改了后缀；请用 Word、Excel 或 WPS 打开，另存为“Word 文档”或“Excel 工作簿”",
    b"{\\rtf1": "是 .rtf 文件，",
    b"%PDF-1.7": "是 PDF，只是改了后缀；请放回能编辑的那一份",
    b"\xef\xbb\xbf<html>": "是网页或 .xml 文件，",
    b"Rar!\x1a": "是压缩包，",
    b"anything": "不是 Word 或 Excel 文件，或已损坏",
}


@pytest.mark.parametrize(("beginning", "words"), RENAMED.items(), ids=RENAMED.values())
def test_what_another_program_wrote_under_the_name_of_a_form_is_told(
    one: Trial, beginning: bytes, words: str
) -> None:
    one.form.write_bytes(beginning + bytes(600))
    assert words in said(one.collect())
    with pytest.raises(FormgenError) as caught:
        submit_version(one.out, "第1稿")
    assert [each.code for each in caught.value.problems] == ["F109"]
    assert words in str(caught.value.problems[0])


def test_an_empty_file_that_is_no_form_stops_nobody(one: Trial) -> None:
    one.form.with_name("空.docx").write_bytes(b"")
    submitted = submit_version(one.out, "第1稿")
    assert [(each.code, each.words["file"]) for each in submitted.problems] == [
        ("T125", "甲镇/示例村/空.docx")
    ]
    one.form.write_bytes(b"")
    with pytest.raises(FormgenError):
        submit_version(one.out, "第2稿")


def test_a_folder_with_nothing_but_other_formats_names_them(tmp_path: Path) -> None:
    (tmp_path / "示例村-示例表.wps").write_bytes(b"saved by WPS")
    with pytest.raises(FormgenError) as caught:
        submit_version(tmp_path, "第1稿")
    assert [each.code for each in caught.value.problems] == ["F128", "T153"]
    assert "“示例村-示例表.wps”不是 .docx 或 .xlsx" in str(caught.value.problems[1])
