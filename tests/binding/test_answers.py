"""The 对照表 that a clerk mends: what it decides in bind and in fill, this year and the next."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from support.drawn_forms import word_form

from formgen.binding.word_cells import read_word
from formgen.cli import cli
from formgen.office.package import parts_in
from formgen.problems import FormgenError

FORM = "申请表\n|申请人| |身份证号码| |\n|共有人| |身份证号码| |\n|传真| |负责人意见|\\n\\n   年   月   日|\n"
TAKEN = {"申请人": "张三"}


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def draw(folder: Path, drawing: str = FORM, name: str = "申请表.docx") -> Path:
    (folder / name).write_bytes(word_form(drawing))
    return folder / name


def data_of(folder: Path, record: Any) -> Path:
    (folder / "data.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder / "data.json"


def answer(sheet: Path, answers: dict[str, object]) -> Path:
    """Write answers into 改为: by the number of a row, or by the key in 标签."""
    book = load_workbook(sheet)
    for row in book.worksheets[0].iter_rows(min_row=2):
        key = str(row[0].value or row[1].value)
        if key in answers:
            row[8].value = answers[key]  # type: ignore[assignment]
    book.save(sheet)
    return sheet


def texts(folder: Path) -> dict[tuple[int, int], str]:
    (file,) = folder.glob("*.docx")
    form = read_word(parts_in(io.BytesIO(file.read_bytes()))).form
    return {(cell.row, cell.col): cell.text for cell in form.tables[0].cells}


def bound(tmp_path: Path, answers: dict[str, object], record: Any = None) -> Path:
    """Return a folder that was bound, and whose 对照表 was mended."""
    data = ("--data", data_of(tmp_path, record)) if record else ()
    result = run("template", "bind", draw(tmp_path), "-o", tmp_path / "bound", *data)
    assert result.exit_code == (1 if record else 0), result.output
    answer(tmp_path / "bound" / "对照表.xlsx", answers)
    return tmp_path / "bound"


# answers by number or key, record, what is written by row and column
ANSWERED: list[tuple[str, dict[str, object], dict[str, str], dict[tuple[int, int], str]]] = [
    ("another field name", {"2": "本人证件"}, {"本人证件": "11"}, {(1, 4): "11"}),
    ("the label still counts", {"5": "传真号"}, {"传真": "11"}, {(3, 2): "11"}),
    ("not to be filled", {"5": "不填"}, {"传真": "11", "申请人": "张三"}, {(1, 2): "张三"}),
    ("one of two that is not to be filled", {"4": "不填"}, {"身份证号码": "11"}, {(1, 4): "11"}),
    ("two that are exchanged", {"1": 3, "3": "①"}, {"申请人": "甲", "共有人": "乙"}, {(2, 2): "甲", (1, 2): "乙"}),
    ("one that moves", {"1": 5}, {"申请人": "甲"}, {(3, 2): "甲"}),
    ("the place of a key", {"电报": "5号"}, {"电报": "9"}, {(3, 2): "9"}),
    ("the name of a place for a key", {"电报": "传真"}, {"电报": "9"}, {(3, 2): "9"}),
    ("a key that is left", {"电报": "不填"}, {"电报": "9"}, {}),
]  # fmt: skip


@pytest.mark.parametrize("way", ["beside the form", "for fill", "for bind", "bound again"])
@pytest.mark.parametrize(
    ("answers", "record", "changes"), [each[1:] for each in ANSWERED], ids=[each[0] for each in ANSWERED]
)
def test_an_answer_decides_where_a_key_goes(
    tmp_path: Path,
    answers: dict[str, object],
    record: dict[str, str],
    changes: dict[tuple[int, int], str],
    way: str,
) -> None:
    folder = bound(tmp_path, answers, {"电报": "9"})
    form: list[object] = [folder]
    if way == "for fill":
        form = [tmp_path / "申请表.docx", "--answers", folder / "对照表.xlsx"]
    elif way == "for bind":
        words = [tmp_path / "申请表.docx", "-o", tmp_path / "again", "--answers", folder / "对照表.xlsx"]
        assert run("template", "bind", *words).exit_code == 0
        (tmp_path / "again" / "对照表.xlsx").unlink()
        form = [tmp_path / "again"]
    elif way == "bound again":
        assert run("template", "bind", tmp_path / "申请表.docx", "-o", folder, "--force").exit_code == 0
    result = run("fill", *form, "--data", data_of(tmp_path, record), "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    (tmp_path / "blank").mkdir()
    (tmp_path / "blank" / "申请表.docx").write_bytes(word_form(FORM))
    before, after = texts(tmp_path / "blank"), texts(tmp_path / "out")
    assert {place: text for place, text in after.items() if before[place] != text} == changes


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"1": 99}, ["“申请人”改为“99”没有用上：表上没有“99”号"]),
        ({"1": "传真"}, ["“申请人”改为“传真”没有用上：有两处要成为同一处，或要叫同一个名称"]),
        ({"1": 5, "3": 5}, ["“申请人”改为“5”没有用上：有两处", "“共有人”改为“5”没有用上：有两处"]),
        ({"电报": "电传"}, ["“电报”改为“电传”没有用上：表上没有“电传”这个字段名"]),
    ],
)
def test_an_answer_that_cannot_be_used_is_told_with_its_row(
    tmp_path: Path, answers: dict[str, object], words: list[str]
) -> None:
    folder = bound(tmp_path, answers, {"电报": "9"})
    result = run("fill", folder, "--data", data_of(tmp_path, {"负责人意见": "同意"}), "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert result.output.count("[B123]") == len(words)
    assert all(each in result.output for each in words)


def test_the_answers_of_the_year_before_are_carried_over_where_they_fit(tmp_path: Path) -> None:
    folder = bound(tmp_path, {"2": "本人证件", "5": "传真机", "6": "不填"})
    changed = "申请表（新）\n|编号| |日期| |\n|申请人| |身份证号码| |\n|共有人| |身份证号码| |\n|单位| |负责人意见|\\n\\n   年   月   日|\n"
    new = draw(tmp_path, changed, "新表.docx")
    result = run("template", "bind", new, "-o", tmp_path / "new", "--answers", folder / "对照表.xlsx")
    assert result.exit_code == 1
    assert "对照表.xlsx 第6行" in result.output
    assert "“传真”改为“传真机”没有用上" in result.output
    record = {"本人证件": "11", "负责人意见": "同意", "编号": "1"}
    assert (
        run("fill", tmp_path / "new", "--data", data_of(tmp_path, record), "-o", tmp_path / "out").exit_code
        == 0
    )
    found = texts(tmp_path / "out")
    assert (found[2, 4], found[1, 2], found[4, 4]) == ("11", "1", "\n\n   年   月   日")


def test_a_row_that_a_changed_blank_lacks_is_told(tmp_path: Path) -> None:
    folder = bound(tmp_path, {})
    new = draw(tmp_path, FORM.replace("传真", "邮编"), "新表.docx")
    words = ["template", "bind", new, "-o", tmp_path / "new", "--answers", folder / "对照表.xlsx"]
    result = run(*words)
    assert (result.exit_code, result.output.count("[B125]")) == (0, 1)
    assert "“传真”：表上没有这一处，或有几处分不清；没有沿用" in result.output


def test_the_answers_that_a_clerk_wrote_survive_binding_again(tmp_path: Path) -> None:
    folder = bound(tmp_path, {"2": "本人证件", "电报": 5}, {"电报": "9"})
    assert run("template", "bind", tmp_path / "申请表.docx", "-o", folder, "--force").exit_code == 0
    rows = [*load_workbook(folder / "对照表.xlsx").worksheets[0].iter_rows(values_only=True)]
    assert {(row[0] or row[1]): row[8] for row in rows[1:] if row[8]} == {"2": "本人证件", "电报": "5"}


def test_questions_of_data_stand_in_the_sheet(tmp_path: Path) -> None:
    folder = bound(tmp_path, {}, {"身份证号码": "11", "电报": "9", "申请人": "甲"})
    rows = [*load_workbook(folder / "对照表.xlsx").worksheets[0].iter_rows(values_only=True)]
    asked = {row[1]: (row[4], row[7]) for row in rows if not row[0]}
    assert set(asked) == {"身份证号码", "电报"}
    where, text = asked["身份证号码"]
    assert "2号“身份证号码”（第1张表第1行第4格）" in str(where)
    assert "有2处，不知道填哪一处；请在“改为”里写号、字段名或“不填”" in str(text)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", word_form(FORM)])
def test_a_file_that_is_no_answer_sheet_is_refused(tmp_path: Path, data: bytes) -> None:
    folder = bound(tmp_path, {})
    (folder / "对照表.xlsx").write_bytes(data)
    result = run("fill", folder, "--data", data_of(tmp_path, TAKEN), "-o", tmp_path / "out")
    assert isinstance(result.exception, FormgenError)
    assert "不是 formgen template bind 写的对照表" in str(result.exception)
    assert result.exception.problems[0].code == "B122"


# what is changed in form.yaml, record, what is written
EDITED: list[tuple[str, str, str, dict[str, str], dict[tuple[int, int], str]]] = [
    ("a name", '"传真":', '"传真机":', {"传真机": "1"}, {(3, 2): "1"}),
    ("a label", '"label": "传真"', '"label": "电传"', {"电传": "1"}, {(3, 2): "1"}),
    (
        "a group",
        '"group": ["共有人", "身份证号码"]',
        '"group": ["配偶"]',
        {"配偶/身份证号码": "1"},
        {(2, 4): "1"},
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "record", "changes"), [each[1:] for each in EDITED], ids=[each[0] for each in EDITED]
)
def test_fill_goes_by_the_form_yaml(
    tmp_path: Path, old: str, new: str, record: dict[str, str], changes: dict[tuple[int, int], str]
) -> None:
    folder = bound(tmp_path, {})
    file = folder / "form.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    result = run("fill", folder, "--data", data_of(tmp_path, record), "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    found = texts(tmp_path / "out")
    assert {place: found[place] for place in changes} == changes


def test_a_field_taken_out_of_the_form_yaml_is_left_empty(tmp_path: Path) -> None:
    folder = bound(tmp_path, {})
    file = folder / "form.yaml"
    lines = file.read_text(encoding="utf-8").split("\n")
    file.write_text("\n".join(line for line in lines if "共有人.身份证" not in line), encoding="utf-8")
    record = {"身份证号码": "1"}
    assert run("fill", folder, "--data", data_of(tmp_path, record), "-o", tmp_path / "out").exit_code == 0
    assert (texts(tmp_path / "out")[1, 4], texts(tmp_path / "out")[2, 4].strip()) == ("1", "")


def test_a_field_that_form_yaml_calls_a_seal_is_not_written(tmp_path: Path) -> None:
    folder = bound(tmp_path, {})
    file = folder / "form.yaml"
    lines = file.read_text(encoding="utf-8").split("\n")
    lines = [line.replace('"kind": "right"', '"kind": "seal"') if "传真" in line else line for line in lines]
    file.write_text("\n".join(lines), encoding="utf-8")
    result = run("fill", folder, "--data", data_of(tmp_path, {"传真": "1"}), "-o", tmp_path / "out")
    assert (result.exit_code, "[B121]" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"row": 3, "col": 2', '"row": 9, "col": 2', "字段“传真”不能用：空白表上这个位置没有空格"),
        ('"kind": "opinion"', '"kind": "list"', "种类不能是“list”，这一处是“opinion”"),
        ("blank:", "blanks:", "文件不能用：不是 formgen template bind 写的样子"),
        ('"传真":', '"申请人":', "申请人"),
    ],
)
def test_a_form_yaml_that_does_not_fit_its_blank_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    folder = bound(tmp_path, {})
    file = folder / "form.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    result = run("fill", folder, "--data", data_of(tmp_path, TAKEN), "-o", tmp_path / "out")
    assert isinstance(result.exception, FormgenError)
    assert words in str(result.exception)
    assert {each.code for each in result.exception.problems} <= {"B124", "R102"}
    assert not (tmp_path / "out").exists()


def test_the_dictionary_that_a_blank_was_bound_with_stays_with_it(tmp_path: Path) -> None:
    (tmp_path / "词典.yaml").write_text("传真: [电传]", encoding="utf-8")
    words = ["template", "bind", draw(tmp_path), "-o", tmp_path / "bound", "--names", tmp_path / "词典.yaml"]
    assert run(*words).exit_code == 0
    result = run(
        "fill", tmp_path / "bound", "--data", data_of(tmp_path, {"电传": "1"}), "-o", tmp_path / "out"
    )
    assert (result.exit_code, texts(tmp_path / "out")[3, 2]) == (0, "1")
