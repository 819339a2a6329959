"""Slips of the hand that stop YAML or change what it reads: one message, at the line of the slip, with what to write."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
ITEM = '  item2:\n    number: "2"\n    name: 台帐\n    points: 5\n'
ELEMENT = "        - {level: 1, label: 有记录, points: 3}\n        - {level: 2, label: 显著, points: 5}\n"
GATES = "gates:\n  standards:\n"


class Slip(NamedTuple):
    """What stands in the sound rubric, what is written instead, the text of the line to name, and its words."""

    old: str
    new: str
    line: str
    words: str


ALONE = [
    # quotes
    Slip('number: "2"', 'number: "2”', "number: ", 'number: "2"'),
    Slip('number: "2"', 'number: "2', 'number: "2', "只有前半个引号"),
    Slip("label: 有记录, points", 'label: "有记录, points', 'label: "有', 'label: "有记录"'),
    Slip("label: 有记录, points", 'label: "有记录”, points', 'label: "有', "后面是中文引号"),
    # a hash between brackets
    Slip("evidence: [就业登记名册]", "evidence: [就业登记名册 #1]", "evidence: [", '"就业登记名册 #1"'),
    Slip("evidence: [就业登记名册]", "evidence: [甲, 名册 #1, 乙]", "evidence: [", '"名册 #1"'),
    Slip("label: 有记录, points", "label: 有 #1 记录, points", "label: 有 #1", "“label”的内容里有“#”"),
    # a strange blank behind the colon
    Slip("total: 20", "total:\u300020", "total:", "写成“total: 20”"),
    Slip("total: 20", "total:\u00a020", "total:", "冒号后面是全角空格"),
    Slip("    name: 台帐", "    name:\u2003台帐", "    name:\u2003", "写成“name: 台帐”"),
    # no colon
    Slip("    name: 台帐", "    name 台帐", "    name 台", "“name”后面没有冒号"),
    Slip("    name: 台帐", "    name。 台帐", "    name。", "写成“name: 台帐”"),
    Slip("  item2:\n", "  item2\n", "  item2\n", "“item2”后面没有冒号"),
    # no comma
    Slip("{level: 1, label: 有记录, points", "{level: 1 label: 有记录, points", "{level: 1 l", "“label”前面少一个逗号"),
    Slip("{level: 1, label: 有记录, points", "{level: 1, label: 有记录；points", "有记录；", "“points”前面少一个逗号"),
    # indentation
    Slip('    number: "2"', '\tnumber: "2"', "\tnumber", "行首的空白里有Tab"),
    Slip('    number: "2"', '     number: "2"', '     number: "2"', "这一行缩进5格"),
    Slip("    points: 5\n    clause: 建", "   points: 5\n    clause: 建", "   points: 5", "缩进没有对齐"),
    Slip("  item2:\n", "item2:\n", "item2:\n", "“item2:”缩进0格，和它同一层的键缩进2格"),
    Slip("  item2:\n", "    item2:\n", "    item2:\n", "“item2:”和它下面的键缩进一样多"),
    Slip("    method: {kind: judged}", "  method: {kind: judged}", "  method: {kind: j", "“method”缩进少了：它是“item2”的内容"),
]  # fmt: skip


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return look_into_rubric(str(path)).problems


@pytest.mark.parametrize("slip", ALONE, ids=[slip.new.strip() for slip in ALONE])
def test_one_slip_is_one_message_at_its_own_line(slip: Slip, tmp_path: Path) -> None:
    assert SMALL.count(slip.old) >= 1
    text = SMALL.replace(slip.old, slip.new, 1)
    at = text.index(slip.line, text.index(slip.new))
    problems = problems_of(tmp_path, text)
    assert [each.place.line for each in problems] == [text[:at].count("\n") + 1], [
        str(each) for each in problems
    ]
    assert slip.words in str(problems[0])


def test_items_without_a_minus_are_named_one_by_one(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, SMALL.replace(ELEMENT, ELEMENT.replace("- {", "{")))
    line = SMALL[: SMALL.index(ELEMENT)].count("\n") + 1
    assert [each.place.line for each in problems] == [line, line + 1]
    assert "写成“- {level: 1, label: 有记录, points: 3}”" in str(problems[0])


@pytest.mark.parametrize("dedented", [False, True])
def test_a_key_left_out_above_its_entries_is_the_one_that_is_missing(
    dedented: bool,
    tmp_path: Path,
) -> None:
    text = SMALL.replace(GATES, "gates:\n  decisive: true\n" if not dedented else "gates:\n")
    if dedented:
        text = text.replace("    rate: {title", "  rate: {title").replace(
            "    trained: {title", "  trained: {title"
        )
    problems = problems_of(tmp_path, text)
    assert [str(each) for each in problems if "缺少“gates.standards”" in str(each)]
    assert len(problems) <= (1 if dedented else 3), [str(each) for each in problems]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("3 1/3", "带分数写成假分数 10/3"),
        ("10分", "不要写单位，写 10"),
        ("5千", "写 5000"),
        ("1.5万元", "写 15000"),
        ("95%以上", "不要写“以上”，写 95%"),
        ("“10”", "不要加中文引号，写 10"),
    ],
)
def test_how_to_write_a_number_is_said_where_it_is_clear(written: str, words: str, tmp_path: Path) -> None:
    problems = problems_of(tmp_path, SMALL.replace("    points: 10\n", f"    points: {written}\n"))
    assert any(words in str(each) for each in problems)


@pytest.mark.parametrize("written", ["1:10", "-1/3", "0xA", "6_0", "10分半", "10,", "1/0", "约10"])
def test_no_number_is_proposed_where_it_would_be_a_guess(written: str, tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, SMALL.replace("    points: 10\n", f"    points: {written}\n"))
    assert problem.code == "R105"
    assert "写 " not in problem.message


def test_a_line_of_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    text = SMALL.replace("name: 台帐", "name: @@").encode().replace(b"@@", "台帐".encode("gbk"))
    path.write_bytes(text)
    (problem,) = look_into_rubric(str(path)).problems
    line = SMALL[: SMALL.index("name: 台帐")].count("\n") + 1
    assert (problem.code, problem.place.line) == ("R135", line)
    assert f"第{line}行不是 UTF-8 编码的文字，别的行是" in problem.message


# -- files that extend others -----------------------------------------------------------------------------------
WRONG_TIERS = "criteria:\n  item1:\n    method:\n      tiers:\n        - {at_least: 95%, points: 3}\n        - {at_least: 98%, points: 6}\n"


def extending(tmp_path: Path, name: str, changes: str, above: str = "taizhou-2019") -> list[Problem]:
    path = tmp_path / f"{name}.yaml"
    path.write_text(f"id: {name}\nextends: {above}\n{changes}", encoding="utf-8")
    return look_into_rubric(str(path)).problems


def test_a_fault_of_a_file_between_is_named_there(tmp_path: Path) -> None:
    extending(tmp_path, "between", WRONG_TIERS)
    problem, *hints = extending(tmp_path, "own", "", "between.yaml")
    assert {(each.code, each.place.file) for each in hints} == {("R132", "between.yaml")}
    assert str(problem).startswith("[R108] 错误 between.yaml 第4行 （沿用 taizhou-2019.yaml 第")


def test_what_was_taken_off_is_missing_where_it_was_taken_off(tmp_path: Path) -> None:
    (problem,) = extending(tmp_path, "own", "criteria: null\n")
    assert (problem.code, problem.place.file, problem.place.line) == ("R104", "own.yaml", 3)


def test_a_bundled_form_that_does_not_fit_is_named_where_it_is_asked_for(tmp_path: Path) -> None:
    problems = extending(tmp_path, "own", "forms: [yongjia-scorecard]\n")
    assert problems
    assert {(each.place.file, each.place.line) for each in problems} == {("own.yaml", 3)}
    assert "（自带的 yongjia-scorecard/form.yaml 第" in str(problems[0])


def test_a_form_asked_for_twice_is_named_where_it_is_asked_for(tmp_path: Path) -> None:
    (problem,) = extending(tmp_path, "own", "forms: [taizhou-indicators, taizhou-indicators]\n")
    assert str(problem).startswith("[T104] 错误 own.yaml 第3行：")


@pytest.mark.parametrize("change", ["{method: {otherwise: 1}}", "null"])
def test_a_reading_that_changes_what_is_not_there_is_one_message(change: str, tmp_path: Path) -> None:
    text = SMALL.replace("{conventions: {boundary: exclude}}", f"{{criteria: {{item9: {change}}}}}")
    (problem,) = problems_of(tmp_path, text)
    assert problem.code == "R112"
    assert (
        "“item9”没有定义（interpretations.P01.readings.exclude.change.criteria），最接近的是“item"
        in problem.message
    )


def test_a_reading_of_what_a_county_took_off_says_what_else_to_take_off(tmp_path: Path) -> None:
    problems = extending(tmp_path, "own", "criteria: {item9b: null}\nindicators: {new_public_posts: null}\n")
    assert {each.place.file for each in problems} == {"own.yaml"}
