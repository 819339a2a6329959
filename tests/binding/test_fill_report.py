"""The report of fill and bind: its shape, its order, and the numbers of persons in it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from support.drawn_forms import excel_form, word_form

from formgen.cli import cli

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "fill-report.schema.json").read_text(encoding="utf-8")
)
FORM = (
    "申请表\n日期：      年   月   日\n"
    "|姓名| |身份证号码| |\n|性别|☑男 □女|联系电话| |\n|配偶| |民族| |\n|经费|      元|备注| |\n"
    "|项目|2021年|2022年|\n|收入| | |\n|支出| | |\n|成员|关系|\n| | |\n| | |\n|单位意见|\\n\\n（盖章）|\n（公章）"
)
RECORD = {
    "姓名": "张三",
    "身份证号码": "330102199001011234",
    "联系电话": "13812345678",
    "性别": "女",
    "2021年": ["1", "2"],
    "成员": ["李四", "王五"],
    "血型13912345678": "A",
    "日期": "尽快13712345678",
}


def reported(folder: Path, record: Any, *words: str, suffix: str = ".docx") -> Any:
    (folder / f"表{suffix}").write_bytes((word_form if suffix == ".docx" else excel_form)(FORM))
    (folder / "data.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    report = folder / "report.json"
    command = [
        "fill",
        f"{folder}/表{suffix}",
        "--data",
        f"{folder}/data.json",
        "-o",
        f"{folder}/out",
        "--dry-run",
    ]
    result = CliRunner().invoke(cli, [*command, "--report", str(report), *words])
    assert result.exit_code in {0, 1}, result.output
    return json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize("record", [RECORD, [RECORD, {"姓名": "李四"}]], ids=["one", "several"])
def test_the_report_is_as_its_schema_says(tmp_path: Path, record: Any, suffix: str) -> None:
    found = reported(tmp_path, record, suffix=suffix)
    Draft202012Validator(SCHEMA).validate(found)
    assert isinstance(found, type(record))


def test_the_report_of_bind_is_as_its_schema_says(tmp_path: Path) -> None:
    (tmp_path / "表.docx").write_bytes(word_form(FORM))
    (tmp_path / "data.json").write_text(json.dumps(RECORD), encoding="utf-8")
    words = [
        "template",
        "bind",
        f"{tmp_path}/表.docx",
        "-o",
        f"{tmp_path}/out",
        "--report",
        f"{tmp_path}/r.json",
    ]
    CliRunner().invoke(cli, [*words, "--data", f"{tmp_path}/data.json"])
    found = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMA).validate(found)
    assert (found["record"], {"value"} & {key for each in found["fields"] for key in each}) == (None, set())


def test_the_schema_refuses_what_is_no_report() -> None:
    assert not Draft202012Validator(SCHEMA).is_valid({"form": {}, "fields": [], "unplaced": [], "blank": []})


def test_fields_stand_in_reading_order_with_what_was_written(tmp_path: Path) -> None:
    found = reported(tmp_path, RECORD)
    labels = [each["label"] for each in found["fields"]]
    assert (labels[0], labels[1], labels[-1]) == ("日期", "姓名", "（公章）")
    values = {each["field"]: each.get("value") for each in found["fields"]}
    assert (values["收入.2021年"], values["支出.2021年"], values["性别"]) == ("1", "2", "女")
    assert values["成员"] == ["李四", "王五"]
    by_label = {each["label"]: each for each in found["fields"]}
    assert (by_label["性别"]["preset"], by_label["经费"]["gap"]) == ("男", "元")
    assert by_label["日期"]["question"]["code"] == "B104"
    assert [each["key"] for each in found["unplaced"]] == ["血型139****5678", "日期"]
    assert found["blank"] == [each["number"] for each in found["fields"] if "value" not in each]


@pytest.mark.parametrize(
    ("words", "identity", "phone"),
    [([], "3301**********1234", "138****5678"), (["--full"], "330102199001011234", "13812345678")],
)
def test_numbers_of_persons_are_masked_unless_asked_for(
    tmp_path: Path, words: list[str], identity: str, phone: str
) -> None:
    found = reported(tmp_path, RECORD, *words)
    values = {each["label"]: each.get("value") for each in found["fields"]}
    assert (values["身份证号码"], values["联系电话"]) == (identity, phone)
    whole = json.dumps(found)
    assert ("13712345678" in whole, "13912345678" in whole) == (bool(words), bool(words))


@pytest.mark.parametrize("phone", ["87654321", "8765-4321", "0571-87654321"])
def test_a_short_telephone_is_masked_by_its_label(tmp_path: Path, phone: str) -> None:
    found = reported(tmp_path, {"联系电话": phone, "经费": "87654321"})
    values = {each["label"]: each.get("value") for each in found["fields"]}
    assert (phone in str(values["联系电话"]), values["经费"]) == (False, "87654321")
