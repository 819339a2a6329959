"""Registers as data: the bundled one, one of an office's own, and what is wrong with either."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.invented_people import REGISTER

from formgen.problems import FormgenError
from formgen.registers.definition import Definition, find_counted
from formgen.registers.load import bundled_registers, load_register
from formgen.registers.wording import say_definition
from formgen.rubric.check_counted import list_definitions
from formgen.rubric.load import load_rubric

OWN = "id: people\ntitle: 自己的花名册\nrows: 人\ncolumns:\n  name: {zh: 姓名, kind: name}\n"


def write(folder: Path, text: str) -> Path:
    (folder / "registers").mkdir()
    (folder / "registers" / "people.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_roster_of_people_is_bundled_and_hides_numbers_of_persons() -> None:
    assert "people" in bundled_registers()
    assert [key for key, each in REGISTER.columns.items() if each.private] == ["id_number", "phone"]
    assert REGISTER.ages["working"].words == "法定劳动年龄（男16至59周岁、女16至54周岁）"


@pytest.mark.parametrize("name", bundled_registers())
def test_no_two_columns_are_called_the_same(name: str) -> None:
    columns = load_register(name).columns.values()
    words = [word for column in columns for word in {column.zh, *column.also}]
    assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.parametrize("name", bundled_registers())
def test_no_word_of_a_column_is_two_choices(name: str) -> None:
    for column in load_register(name).columns.values():
        words = [word for choice, others in column.choices.items() for word in {choice, *others}]
        assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.parametrize("name", bundled_registers())
def test_numbers_of_persons_are_hidden_in_every_register(name: str) -> None:
    columns = load_register(name).columns.values()
    assert [each.zh for each in columns if each.kind in {"id_number", "phone"} and not each.private] == []


def test_no_two_registers_are_called_the_same() -> None:
    registers = [load_register(name) for name in bundled_registers()]
    words = [word for each in registers for word in (each.title, *each.also)]
    assert [word for word in words if words.count(word) > 1] == []


def test_the_register_of_an_office_comes_before_the_bundled_one(tmp_path: Path) -> None:
    assert load_register("people", [write(tmp_path, OWN)]).title == "自己的花名册"


def test_a_register_that_is_nowhere_is_said_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(FormgenError) as error:
        load_register("nobody", [tmp_path])
    (problem,) = error.value.problems
    assert problem.code == "N101"
    assert "没有名为“nobody”的花名册说明" in problem.message
    assert "people、policies" in problem.mend


FAULTS = [
    (OWN.replace("id: people", "id: other"), "编号“other”与文件名“people”不同"),
    (OWN.replace("  name:", "  other:"), "没有姓名一列（name）"),
    (OWN.replace("kind: name", "kind: text"), "这一列的类型应当是 name（姓名）"),
    (OWN.replace("kind: name", "kind: wrong"), "columns.name.kind"),
    (OWN + "  post: {zh: 岗位, kind: choice}\n", "choice 类要写 choices，别的类不写"),
    (OWN + "  post: {zh: 岗位, kind: text, choices: {甲: []}}\n", "choice 类要写 choices，别的类不写"),
    (OWN + "  day: {zh: 日期, kind: text, ahead: true}\n", "columns.day.ahead：只用于日期"),
    (OWN + "  day: {zh: 日期, kind: date, past: true, ahead: true}\n", "和 past 只写一样"),
    (OWN + "  day: {zh: 日期, kind: date, beside: [name]}\n", "只用于 blank: none 的列"),
    (OWN + "  day: {zh: 日期, kind: date, blank: none, beside: [nosuch]}\n", "没有“nosuch”这一列"),
    (
        OWN + "  kind: {zh: 形式, kind: text, filled_where: {name: {present: true}}}\n",
        "只用于 blank: none 的列",
    ),
    (
        OWN + "  kind: {zh: 形式, kind: text, blank: none, filled_where: {state: 是}}\n",
        "filled_where.state：没有这一列",
    ),
    (OWN + "  other: {zh: 另一人, kind: name, other_than: nosuch}\n", "没有“nosuch”这一列"),
    (OWN + "ages:\n  working: {zh: 劳动年龄, men: [59, 16], women: [16, 54]}\n", "应写成［最小, 最大］周岁"),
    (OWN + "ages:\n  working: {zh: 劳动年龄, men: [16], women: [16, 54]}\n", "ages.working.men"),
]


@pytest.mark.parametrize(("text", "words"), FAULTS)
def test_a_fault_in_a_register_is_said_with_its_line(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FormgenError) as error:
        load_register("people", [write(tmp_path, text)])
    (problem,) = error.value.problems
    assert problem.code == "N102"
    assert words in problem.message
    assert problem.place.file == "people.yaml"
    assert problem.place.line > 0


def test_a_register_in_another_encoding_or_of_broken_yaml_is_said(tmp_path: Path) -> None:
    folder = write(tmp_path, OWN)
    (folder / "registers" / "people.yaml").write_bytes(OWN.encode("gb18030"))
    with pytest.raises(FormgenError, match="不是 UTF-8"):
        load_register("people", [folder])
    (folder / "registers" / "people.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(FormgenError, match="R101"):
        load_register("people", [folder])


SENTENCES = {
    "labour_able": "《社区（村）劳动人口调查花名册》中“本社区（村）户籍”为“是”，年龄在法定劳动年龄（男16至59周岁、女16至54周岁），“有劳动能力”为“是”的人数，一人只计一次",
    "employed": "“户籍人口中有劳动能力和就业愿望的适龄人员数”中“就业状态”为“已就业”的人数，一人只计一次",
    "certified": "“户籍人口中有劳动能力和就业愿望的适龄人员数”中有“职业资格（职称）证书”（空着按没有）的人数，一人只计一次",
    "lowinc_households": "《社区（村）劳动人口调查花名册》中户里有“低保情况”为“低保”或“低保边缘”的人，户里有属于“户籍人口中有劳动能力和就业愿望的适龄人员数”的人的户数",
    "new_entities": "《社区（村）劳动人口调查花名册》中“创办日期”在统计日当年、统计日以前（含）的“创办的市场主体”个数，相同的只计一次",
    "jobs_created": "“新创办的市场主体数”的“带动就业人数”相加，同一“创办的市场主体”只计一次",
    "public_posts_exist": "《社区（村）劳动人口调查花名册》中有“公益性岗位”（空着按没有）的，有人即为“是”",
    "target_total": "《社区（村）劳动人口调查花名册》中“有劳动能力”为“是”，“有就业愿望”为“是”，至少符合一样（“登记失业”为“是”；“持再就业优惠证”为“是”）的人数，一人只计一次",
}


@pytest.mark.parametrize("key", SENTENCES)
def test_a_definition_can_be_read_back_by_a_clerk(key: str, say: Callable[[str], str]) -> None:
    assert say(key) == SENTENCES[key]


@pytest.fixture
def say() -> Callable[[str], str]:
    rubrics = [load_rubric(name) for name in ("taizhou-2019", "yongjia-2009")]

    def said(key: str) -> str:
        rubric = next(each for each in rubrics if key in each.indicators)
        known = list_definitions(rubric)
        labels = {name: each.zh for name, each in rubric.indicators.items()}
        answer = rubric.indicators[key].kind == "yesno"
        return say_definition(known[key], REGISTER, labels, find_counted(key, known), answer=answer)

    return said


OTHERS: list[tuple[dict[str, Any], str]] = [
    ({"where": {"certificate": {"present": "false"}}}, "没有“职业资格（职称）证书”（空着按没有）"),
    ({"where": {"age": {"at_least": "18", "at_most": "24"}}}, "“年龄”不小于18且“年龄”不大于24"),
    (
        {"count": "households", "without": [{"either": [{"able": "是"}]}]},
        "户里没有“有劳动能力”为“是”的人的户数",
    ),
]


@pytest.mark.parametrize(("given", "words"), OTHERS)
def test_every_condition_has_its_words(given: dict[str, Any], words: str) -> None:
    assert words in say_definition(Definition.model_validate({"registry": "people", **given}), REGISTER, {})
