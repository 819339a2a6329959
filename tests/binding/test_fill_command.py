"""Blanks through the commands: what is written, what is refused, and the words a clerk reads."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook
from support.drawn_forms import excel_form, word_form

import formgen
from formgen.binding.blank_file import read_blank
from formgen.binding.excel_cells import read_excel
from formgen.binding.filled_form import fill_blank
from formgen.binding.key_matches import DataEntry
from formgen.binding.records import plain_records, read_records
from formgen.binding.synonyms import load_synonyms
from formgen.binding.word_cells import read_word
from formgen.cli import cli
from formgen.forms.word.markup import W
from formgen.forms.xmltree import parse_xml
from formgen.office.package import parts_in
from formgen.problems import FormgenError

FORM = "申请表\n|姓名| |电话| |\n|性别|□男 □女|住址| |\n|成员|关系|年龄|备注|\n| | | | |\n| | | | |\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def written(folder: Path, data: Any, drawing: str = FORM) -> list[object]:
    blank, file = folder / "申请表.docx", folder / "data.json"
    blank.write_bytes(word_form(drawing))
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return [blank, "--data", file]


def codes_of(drawing: str, record: Any) -> list[str]:
    blank = read_blank(word_form(drawing), "表.docx")
    return [each.code for each in fill_blank(blank, plain_records(record)[0], load_synonyms()).problems]


def test_a_bound_folder_fills_as_its_blank_does(tmp_path: Path) -> None:
    form, *data = written(tmp_path, {"姓名": "张三", "性别": "女", "成员": ["甲", "乙", "丙"]})
    assert run("template", "bind", form, "-o", tmp_path / "bound").exit_code == 0
    assert run("fill", tmp_path / "bound", *data, "-o", tmp_path / "one").exit_code == 0
    assert run("fill", form, *data, "-o", tmp_path / "two").exit_code == 0
    (one,), (two,) = (tmp_path / "one").iterdir(), (tmp_path / "two").iterdir()
    assert (one.name, one.read_bytes()) == (two.name, two.read_bytes())


def test_binding_twice_gives_the_same_bytes_and_overwrites_nothing(tmp_path: Path) -> None:
    form = written(tmp_path, {"姓名": "张三"})[0]
    for name in ("one", "two"):
        assert run("template", "bind", form, "-o", tmp_path / name).exit_code == 0
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name
    with pytest.raises(FormgenError) as caught:
        CliRunner().invoke(
            cli, ["template", "bind", str(form), "-o", str(tmp_path / "one")], catch_exceptions=False
        )
    assert {problem.code for problem in caught.value.problems} == {"B114"}


def test_strict_writes_nothing_where_one_key_has_no_place(tmp_path: Path) -> None:
    words = written(tmp_path, {"姓名": "张三", "血型": "A"})
    result = run("fill", *words, "-o", tmp_path / "out", "--strict")
    assert result.exit_code == 1
    assert "[B102] 错误 表上没有“血型”" in result.output
    assert not (tmp_path / "out").exists()


def test_a_list_grows_in_word_and_its_rows_are_blank_copies() -> None:
    blank = read_blank(word_form(FORM), "表.docx")
    record = plain_records({"成员": [{"年龄": str(age)} for age in range(5)]})[0]
    record = tuple(DataEntry((each.parts[-1],), each.value) for each in record)
    filled = fill_blank(blank, record, load_synonyms())
    table = filled.blank.form.tables[0]
    assert (table.height, filled.problems) == (8, ())


@pytest.mark.parametrize(
    ("drawing", "record", "code"),
    [
        ("|情况|\n|姓名| |电话| |", {"情况": "好"}, "B103"),
        ("|姓名| |电话| |", {"姓名": "甲", "姓 名": "乙"}, "B106"),
        ("|项目|甲|乙|\n|一| | |\n|二| | |", {"甲": ["1", "2", "3"]}, "B107"),
        ("|是否低保|□是 □否|", {"是否低保": ["是", "否"]}, "B112"),
    ],
)
def test_what_cannot_be_decided_is_a_question(drawing: str, record: Any, code: str) -> None:
    assert codes_of(drawing, record) == [code]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("表.pdf", b"%PDF", "B108"),
        ("表.jpg", b"x", "B108"),
        ("表.docx", b"\xd0\xcf\x11\xe0", "T101"),
        ("表.docx", word_form("没有表格"), "B109"),
    ],
)
def test_what_is_no_blank_is_refused_with_a_remedy(name: str, data: bytes, code: str) -> None:
    with pytest.raises(FormgenError) as caught:
        _ = read_blank(data, name).bound
    assert [problem.code for problem in caught.value.problems] == [code]
    assert "请" in caught.value.problems[0].mend


def test_data_and_dictionaries_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    file.write_text('{"姓名": "甲", "姓名": "乙"}', encoding="utf-8")
    with pytest.raises(FormgenError, match=r"B113.*姓名.*写了两次"):
        read_records(file)
    names = tmp_path / "names.yaml"
    names.write_text("- 电话", encoding="utf-8")
    with pytest.raises(FormgenError, match="B120"):
        load_synonyms(names)


def test_a_file_that_is_not_what_was_meant_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = read_blank(word_form(FORM), "表.docx")
    monkeypatch.setattr("formgen.binding.filled_form.write_word", lambda parts, _: dict(parts))
    with pytest.raises(FormgenError, match="B111"):
        fill_blank(blank, plain_records({"姓名": "张三"})[0], load_synonyms())


@pytest.mark.parametrize("draw", [word_form, excel_form])
def test_only_the_main_part_changes(draw: Any) -> None:
    import io  # noqa: PLC0415

    suffix, read = (".docx", read_word) if draw is word_form else (".xlsx", read_excel)
    blank = read_blank(draw(FORM), f"表{suffix}")
    after = parts_in(io.BytesIO(fill_blank(blank, plain_records({"姓名": "=1"})[0], load_synonyms()).data))
    changed = {name for name in after if after[name] != blank.parts[name]}
    assert changed == ({"word/document.xml"} if draw is word_form else {"xl/worksheets/sheet1.xml"})
    assert "=1" in {cell.text for cell in read(after).form.tables[0].cells}


def test_the_library_binds_once_and_fills_many() -> None:
    bound = formgen.bind(word_form(FORM), "申请表.docx")
    filled = [bound.fill({"姓名": name}) for name in ("甲", "乙")]
    assert [each.problems for each in filled] == [(), ()]
    assert filled[0].data != filled[1].data
    assert [each["label"] for each in bound.report["fields"]][:2] == ["姓名", "电话"]


FIXED = {
    "a text that fits stays in its own size": ("申请表\n|姓名| |理由| |", "理由", "短", [], "24"),
    "one that does not is set smaller": ("申请表\n|姓名| |理由| |", "理由", "不长不短的理由" * 2, [], "18"),
    "one that fits in no size is told, in the size of the form": (
        *("申请表\n|姓名| |理由| |", "理由", "很长的理由" * 20),
        *(["B117"], "24"),
    ),
    "words of the form beside a text keep their size": (
        *("申请表\n|姓名：____ | |\n", "姓名", "很长的姓名" * 9),
        *(["B117"], "24"),
    ),
}


@pytest.mark.parametrize(("drawing", "key", "text", "codes", "size"), FIXED.values(), ids=FIXED)
def test_the_texts_of_a_row_of_fixed_height_are_set_smaller_until_they_fit(
    drawing: str, key: str, text: str, codes: list[str], size: str
) -> None:
    height = '<w:trPr><w:trHeight w:val="440" w:hRule="exact"/></w:trPr>'
    blank = read_blank(word_form(drawing, height), "表.docx")
    filled = fill_blank(blank, plain_records({key: text})[0], load_synonyms())
    assert [each.code for each in filled.problems] == codes
    tree = parse_xml(parts_in(io.BytesIO(filled.data))["word/document.xml"])
    run = next(
        each for each in tree.iter(f"{W}r") if text in "".join(node.text or "" for node in each.iter(f"{W}t"))
    )
    sizes = [node.get(f"{W}val") for node in run.iterfind(f"{W}rPr/{W}sz")]
    assert sizes == [size]


SEALED = {
    "a line with the unit and its seal": ("申请表\n单位（盖章）：________\n|姓名| |\n", "单位（盖章）"),
    "a signature in a cell": ("申请表\n|姓名| |\n|申请人签名：________ | |\n", "申请人签名"),
    "a public seal": ("申请表\n|姓名| |\n经办机构公章：____\n", "经办机构公章"),
}


@pytest.mark.parametrize(("drawing", "key"), SEALED.values(), ids=SEALED)
def test_nothing_is_printed_where_somebody_signs_or_seals(drawing: str, key: str) -> None:
    blank = read_blank(word_form(drawing), "表.docx")
    filled = fill_blank(blank, plain_records({"姓名": "张三", key: "示例公司"})[0], load_synonyms())
    assert "示例公司".encode() not in b"".join(parts_in(io.BytesIO(filled.data)).values())
    assert filled.problems
    assert "seal" in {each.kind for each in blank.bound.fields}


def test_the_unit_whose_seal_it_is_goes_into_a_cell_of_its_own() -> None:
    blank = read_blank(word_form("申请表\n|建设单位（盖章）| |\n|姓名| |\n"), "表.docx")
    filled = fill_blank(blank, plain_records({"建设单位（盖章）": "示例公司"})[0], load_synonyms())
    assert filled.problems == ()
    assert "示例公司".encode() in b"".join(parts_in(io.BytesIO(filled.data)).values())


@pytest.mark.parametrize(
    ("label", "number", "codes"),
    [
        ("身份证号码", "9" * 17, ["B104"]),
        ("身份证号码", "9" * 15, []),
        ("公民身份号码", "9" * 17 + "X", []),
        ("统一社会信用代码", "9" * 17, ["B104"]),
        ("银行账号", "9" * 16, []),
    ],
)
def test_a_number_in_boxes_has_the_digits_that_its_kind_has(
    label: str, number: str, codes: list[str]
) -> None:
    assert codes_of(f"|{label}|{' |' * 18}", {label: number}) == codes


@pytest.mark.parametrize("sign", ["\x01", "\ud800", "\u202e"])
def test_a_sign_that_cannot_be_printed_is_a_question_and_the_rest_is_filled(sign: str) -> None:
    blank = read_blank(word_form(FORM), "表.docx")
    filled = fill_blank(blank, plain_records({"姓名": f"甲{sign}", "电话": "1"})[0], load_synonyms())
    assert [each.code for each in filled.problems] == ["B104"]
    assert f"“姓名”的值里有印不出来的字符（U+{ord(sign):04X}）" in filled.problems[0].message
    assert "1" in [cell.text for cell in filled.written.tables[0].cells]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\u2028"])
def test_every_end_of_a_line_is_one(end: str) -> None:
    filled = fill_blank(
        read_blank(word_form(FORM), "表.docx"), plain_records({"住址": f"甲{end}乙"})[0], load_synonyms()
    )
    assert "甲\n乙" in [cell.text for cell in filled.written.tables[0].cells]


@pytest.mark.parametrize(
    ("text", "why"), [('{"姓名":', "第1行第7个字符处不是 JSON 的写法"), ('{"电话": NaN}', "“NaN”不是数")]
)
def test_what_is_wrong_with_json_is_said_in_chinese(text: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FormgenError) as caught:
        read_records(file)
    assert [each.message for each in caught.value.problems] == [f"“{file}”不能用作数据：{why}。"]


def test_a_share_is_filled_as_it_is_shown_and_a_formula_without_result_is_refused(tmp_path: Path) -> None:
    book, file = Workbook(), tmp_path / "数据.xlsx"
    assert book.active is not None
    book.active.append(["姓名", "电话"])
    book.active.append(["甲", 0.125])
    book.active["B2"].number_format = "0.0%"
    book.save(file)
    assert [each.value for each in read_records(file)[0]] == ["甲", "12.5%"]
    book.active["B2"] = "=1+1"
    book.save(file)
    with pytest.raises(FormgenError) as caught:
        read_records(file)
    assert (
        "Sheet!B2 是公式，没有算好的结果；请用 Excel、WPS 打开，存盘后再试"
        in caught.value.problems[0].message
    )


def test_a_number_of_which_a_spreadsheet_lost_the_last_digits_is_refused(tmp_path: Path) -> None:
    book, file = Workbook(), tmp_path / "数据.xlsx"
    assert book.active is not None
    book.active.append(["姓名", "身份证号"])
    book.active.append(["甲", 999999198003051234])
    book.save(file)
    with pytest.raises(FormgenError) as caught:
        read_records(file)
    assert "Sheet!B2 是18位的数，表格软件只留得住15位，后面的已经不对" in caught.value.problems[0].message
