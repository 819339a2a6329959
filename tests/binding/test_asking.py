"""fill --interactive, --sheet and --pdf: what a person answers, which records, what lies beside."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook
from support.drawn_forms import word_form
from support.fake_office import FakeOffice

from formgen.binding.blank_file import read_blank
from formgen.cli import cli
from formgen.problems import FormgenError

FORM = "申请表\n|申请人|姓名| |电话| |\n|共有人|姓名| |电话| |\n"


def run(*words: object, typed: str = "") -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], input=typed)


def blank_and_data(folder: Path, record: object) -> tuple[Path, Path]:
    (folder / "申请表.docx").write_bytes(word_form(FORM))
    (folder / "数据.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder / "申请表.docx", folder / "数据.json"


def cells(folder: Path) -> dict[tuple[int, int], str]:
    (file,) = folder.glob("*.docx")
    table = read_blank(file.read_bytes(), file.name).form.tables[0]
    return {
        place: cell.text for place, cell in table.grid.items() if cell.text.strip() and place[1] in {3, 5}
    }


@pytest.mark.parametrize(
    ("typed", "found", "code", "said"),
    [
        ("1\n0\n", {(1, 3): "张三"}, 0, "“姓名”在表上有2处，不知道填哪一处。可能是：1号“姓名”（第1张表第1行第3格）"),
        ("9\n3\n4\n", {(2, 3): "张三", (2, 5): "139"}, 0, "没有这个号"),
        ("\n2\n", {(1, 5): "139"}, 1, "[B101]"),
    ],
)  # fmt: skip
def test_each_question_is_asked_and_the_answer_is_filled(
    tmp_path: Path, typed: str, found: dict[tuple[int, int], str], code: int, said: str
) -> None:
    form, data = blank_and_data(tmp_path, {"姓名": "张三", "电话": "139"})
    result = run("fill", form, "--data", data, "-o", tmp_path / "out", "--interactive", typed=typed)
    assert (cells(tmp_path / "out"), result.exit_code) == (found, code)
    assert said in result.output


def test_answers_to_bind_stay_with_the_form(tmp_path: Path) -> None:
    form, data = blank_and_data(tmp_path, {"姓名": "张三", "电话": "139", "血型": "A"})
    words = ("template", "bind", form, "-o", tmp_path / "认好的表", "--data", data, "--interactive")
    assert run(*words, typed="3\n4\n0\n").exit_code == 0
    result = run("fill", tmp_path / "认好的表", "--data", data, "-o", tmp_path / "out")
    assert (cells(tmp_path / "out"), result.exit_code) == ({(2, 3): "张三", (2, 5): "139"}, 0)


def test_the_records_are_those_of_the_sheet_that_was_named(tmp_path: Path) -> None:
    form, _ = blank_and_data(tmp_path, {})
    book = Workbook()
    for title, name in (("说明", "甲"), ("人员", "张三")):
        sheet = book.create_sheet(title)
        sheet.append(["申请人/姓名"])
        sheet.append([name])
    del book["Sheet"]
    book.save(tmp_path / "数据.xlsx")
    words = ("fill", form, "--data", tmp_path / "数据.xlsx", "-o", tmp_path / "out", "--sheet")
    assert run(*words, "人员").exit_code == 0
    assert cells(tmp_path / "out") == {(1, 3): "张三"}
    with pytest.raises(FormgenError, match=r"B113.*没有工作表“名单”，有：说明、人员"):
        CliRunner().invoke(cli, [*map(str, words), "名单"], catch_exceptions=False)


def test_a_pdf_lies_beside_each_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FakeOffice(tmp_path / "office", monkeypatch)
    form, data = blank_and_data(tmp_path, [{"申请人/姓名": "张三"}, {"申请人/姓名": "李四"}])
    assert run("fill", form, "--data", data, "-o", tmp_path / "out", "--pdf").exit_code == 0
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "申请表-张三.docx", "申请表-张三.pdf", "申请表-李四.docx", "申请表-李四.pdf",
    ]  # fmt: skip
    assert (tmp_path / "out" / "申请表-李四.pdf").read_bytes().startswith(b"%PDF")
