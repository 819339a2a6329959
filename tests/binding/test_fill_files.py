"""The files of a filling: which record goes where, and the words in which a run says so."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook
from support.drawn_forms import excel_form, word_form

from formgen.binding.records import read_data, read_records
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


def test_a_roster_that_is_there_is_not_filled_with_some_of_its_people(tmp_path: Path) -> None:
    people = [{"姓名": "甲", "金额": "1"}, {"姓名": "乙", "金额": "2"}]
    run(tmp_path, people, "--records", "rows", drawing=ROSTER)
    before = (tmp_path / "out" / "申请表.docx").read_bytes()
    again = run(tmp_path, people, "--records", "rows", "--only", "乙", drawing=ROSTER)
    assert "[B151] 错误 “申请表.docx”已经有了，全部记录填在这一份里" in str(again.exception)
    assert (tmp_path / "out" / "申请表.docx").read_bytes() == before


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


OF_AN_OFFICE: list[list[Any]] = [
    ["2026年就业困难人员名单", None, None],
    ["填报单位：示例局", None, "日期：2026年11月"],
    ["姓名", "金额", "备注"],
    ["甲", 1, None],
    [None, None, None],
    ["乙", 2, "说明：老户"],
    ["合计", 3, None],
    ["填表人：丙", None, "审核人：丁"],
    ["注：金额以元计。", None, None],
]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_titles_totals_and_signatures_of_a_table_are_no_records(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"数据{suffix}"
    if suffix == ".csv":
        lines = [",".join("" if each is None else str(each) for each in row) for row in OF_AN_OFFICE]
        file.write_text("\n".join(lines), encoding="gb18030")
    else:
        book = Workbook()
        assert book.active is not None
        for row in OF_AN_OFFICE:
            book.active.append(row)
        book.active.merge_cells("A1:C1")
        book.save(file)
    found = read_data(file)
    assert [[each.value for each in record] for record in found.records] == [
        ["甲", "1"],
        ["乙", "2", "说明：老户"],
    ]
    assert [each.place.line for each in found.told] == [7, 8, 9]
    assert str(found.told[0]).startswith("[B150] 提示 ")
    assert "第7行：“合计”这一行像是合计、备注或签字，没有当成一条记录。" in str(found.told[0])


def test_a_header_of_two_levels_below_a_title_gives_groups(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["花名册", None, None], ["姓名", "配偶", None], [None, "姓名", "电话"], ["甲", "乙", "1"]):
        book.active.append(row)
    for cells in ("A1:C1", "A2:A3", "B2:C2"):
        book.active.merge_cells(cells)
    book.save(tmp_path / "数据.xlsx")
    [record] = read_records(tmp_path / "数据.xlsx")
    assert [each.key for each in record] == ["姓名", "配偶/姓名", "配偶/电话"]


def test_an_office_whose_name_begins_as_a_remark_does_is_a_record(tmp_path: Path) -> None:
    file = tmp_path / "数据.csv"
    file.write_text("单位名称,电话\n统计局,1\n联系村,2\n", encoding="utf-8")
    assert [record[0].value for record in read_records(file)] == ["统计局", "联系村"]


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
