"""The files of a filling: which record goes where, and the words in which a run says so."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook
from support.drawn_forms import excel_form, word_form

from formgen.binding.records import read_records
from formgen.binding.synonyms import load_synonyms
from formgen.cli import cli
from formgen.problems import FormgenError

FORM = "申请表\n|姓名| |电话| |\n|性别|□男 □女|住址| |\n"
ROSTER = "名单\n|序号|姓名|金额|\n|1| | |\n|2| | |\n|合计|<| |\n填表人：____\n"


def run(folder: Path, data: Any, *words: str, drawing: str = FORM, suffix: str = ".docx") -> Result:
    blank, file = folder / f"申请表{suffix}", folder / "data.json"
    blank.write_bytes((word_form if suffix == ".docx" else excel_form)(drawing))
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    asked = ["fill", str(blank), "--data", str(file), "-o", str(folder / "out"), *words]
    return CliRunner().invoke(cli, asked)


def refused(folder: Path, data: Any, *words: str) -> list[str]:
    """Return the problems of a run that wrote nothing because it was asked wrongly."""
    result = run(folder, data, *words)
    assert isinstance(result.exception, FormgenError)
    assert result.exception.usage
    assert not (folder / "out").exists()
    return [str(each) for each in result.exception.problems]


def test_a_question_of_one_of_several_records_names_its_file(tmp_path: Path) -> None:
    result = run(tmp_path, [{"姓名": "甲"}, {"姓名": "乙", "性别": "未知"}])
    assert "[B105] 错误 申请表-乙.docx：没有“未知”这一项" in result.output


def test_the_same_question_of_many_records_is_one_line(tmp_path: Path) -> None:
    result = run(tmp_path, [{"姓名": name, "血型": "A"} for name in "甲乙丙丁"])
    assert result.output.count("B102") == 1
    assert "[B102] 错误 申请表-甲.docx等4份：表上没有“血型”" in result.output


def test_the_question_of_a_single_record_names_no_file(tmp_path: Path) -> None:
    assert "[B102] 错误 表上没有“血型”" in run(tmp_path, {"姓名": "甲", "血型": "A"}).output


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_records_that_fill_only_columns_become_the_rows_of_one_roster(tmp_path: Path, suffix: str) -> None:
    people = [{"姓名": "甲", "金额": "1"}, {"姓名": "乙", "金额": "2"}]
    result = run(tmp_path, people, drawing=ROSTER, suffix=suffix)
    assert "已写好1份" in result.output
    assert f"[B148] 提示 数据的各项都在名单的各列里，所以全部记录填在“申请表{suffix}”一份里" in result.output
    assert "B148" not in run(tmp_path, people, "--records", "rows", drawing=ROSTER, suffix=suffix).output
    (tmp_path / "out" / f"申请表{suffix}").unlink()
    run(tmp_path, people, "--records", "documents", drawing=ROSTER, suffix=suffix)
    assert len([*(tmp_path / "out").iterdir()]) == 2


@pytest.mark.parametrize(
    ("style", "key"), [("表-{性别}", "性别"), ("{姓名}{编号}", "编号"), ("{姓名", "{姓名")]
)
def test_a_name_with_a_key_that_the_data_lack_is_refused(tmp_path: Path, style: str, key: str) -> None:
    said = refused(tmp_path, {"姓名": "甲"}, "--name", style)
    assert said[0].startswith(f"[B149] 错误 --name 里的“{key}”，数据里没有这一项，什么也没有写。")


def test_a_record_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = refused(tmp_path, [{"姓名": "甲"}], "--only", "丙")
    assert said[0].startswith("[B144] 错误 数据里没有第一个值是“丙”的记录，什么也没有写。")


UNREADABLE = {
    "a file that is not there": ("none.json", None, "没有这个文件"),
    "a folder": ("folder.json", "", "打不开，可能是文件夹，或没有权限"),
    "signs of no coding": ("a.csv", b"\xff\xff\x81", "内容不是文字，或编码不认识"),
    "JSON nested without end": ("a.json", b"[" * 100_000, "嵌套太深"),
    "JSON that breaks off": ("a.json", '{"姓名":'.encode(), "第1行第7个字符处不是 JSON 的写法"),
    "a key twice in YAML": ("a.yaml", "姓名: 甲\n姓名: 乙\n".encode(), "姓名"),
    "words behind a sign of a remark": ("a.yaml", "住址: 东路 #3\n".encode(), "#"),
    "YAML of references": ("a.yaml", b"a: &a [1]\nb: *a\n", "&"),
}


@pytest.mark.parametrize(("name", "data", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_data_that_cannot_be_read_are_refused_in_chinese(
    tmp_path: Path, name: str, data: bytes | str | None, why: str
) -> None:
    file = tmp_path / name
    if isinstance(data, bytes):
        file.write_bytes(data)
    elif data is not None:
        file.mkdir()
    with pytest.raises(FormgenError) as caught:
        read_records(file)
    assert why in str(caught.value)


def test_a_number_is_read_as_a_spreadsheet_shows_it(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["姓名", "金额", "小数"], ["甲", 0.1 + 0.2, 1e-7]):
        book.active.append(row)
    book.save(tmp_path / "数据.xlsx")
    assert [each.value for each in read_records(tmp_path / "数据.xlsx")[0]] == ["甲", "0.3", "0.0000001"]


def test_a_dictionary_that_somebody_changed_is_read_again(tmp_path: Path) -> None:
    words = tmp_path / "词典.yaml"
    words.write_text("住址: [家在]\n", encoding="utf-8")
    assert load_synonyms(words).same("住址", "家在")
    words.write_text("住址: [住处]\n", encoding="utf-8")
    assert not load_synonyms(words).same("住址", "家在")
    words.write_text("住址: [家在]\n住址: [住处]\n", encoding="utf-8")
    with pytest.raises(FormgenError, match="住址"):
        load_synonyms(words)
