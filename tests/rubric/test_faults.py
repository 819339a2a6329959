"""One broken rubric for each problem code, and the words its author reads."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen import assets
from formgen.problems import FormgenError, errors_in
from formgen.rubric.load import Inspection, find_rubric, inspect_rubric, load_rubric


class Broken(NamedTuple):
    code: str
    old: str
    new: str
    words: str


BASE = find_rubric("taizhou-2019").read_text(encoding="utf-8")
BROKEN = [
    Broken("R101", "id: taizhou-2019", "id: [taizhou", "读不懂这里的写法"),
    Broken("R102", "total: 100\n", "total: 100\ntotal: 110\n", "键“total”写了两次"),
    Broken("R103", "pass_mark:\n  points: 60", "pass_mark:\n  point: 60", "不认识的键“pass_mark.point”"),
    Broken("R104", "pass_mark:\n  points: 60\n", "pass_mark:\n", "缺少“pass_mark.points”"),
    Broken("R105", "at_least: 95%, points: 3", "at_least: 95%, points: 三", "应当是数"),
    Broken("R105", "kind: weighted_count", "kind: weighted", "可选"),
    Broken("R105", '{at_least: "1:3", points: 3}', '{at_least: "1:", points: 3}', "比例应写成 1:3"),
    Broken("R106", "at_least: 95%, points: 3", "at_least: 9.5e1, points: 3", "指数写法"),
    Broken("R107", "total: 100\n", "total: &x 100\n", "锚点"),
    Broken(
        "R108", "at_least: 98%, points: 5", "at_least: 98%, points: 4", "分值是5分，按评分办法最高可得4分"
    ),
    Broken("R109", "title: 总体就业率, points: 5", "title: 总体就业率, points: 6", "合计5分，标明的是6分"),
    Broken("R110", "total: 100\n", "total: 99\n", "合计100分，标明的总分是99分"),
    Broken(
        "R111",
        "at_least: 20%, points: 4}\n        - {at_least: 30%",
        "at_least: 40%, points: 4}\n        - {at_least: 30%",
        "没有逐档递进",
    ),
    Broken("R111", "{at_least: 95%, points: 3}", "{points: 3}", "每档写 at_least 或 at_most 之一"),
    Broken(
        "R111", "{level: 1, label: 有成功推荐记录", "{level: 2, label: 有成功推荐记录", "level 应逐级增大"
    ),
    Broken(
        "R111",
        "at_least: 98%, points: 5}\n      otherwise: 0",
        "at_least: 98%, points: 5}\n      otherwise: 4",
        "otherwise 应低于最低档得分",
    ),
    Broken("R112", "of: [employed], to", "of: [employd], to", "“employd”没有定义"),
    Broken("R112", "criteria: [item1]}", "criteria: [item1, item99]}", "“item99”没有定义"),
    Broken("R120", "P14:\n    title", "P14x:\n    title", "没有口径“P14”"),
    Broken("R113", "default: add\n", "default: added\n", "没有“added”这一读法"),
    Broken("R116", "at_least: 95%, points: 3", 'at_least: "1:95", points: 3', "“1:95”的写法与“ratio”不配"),
    Broken("R117", "criteria: [item9a, item9b]", "criteria: [item9a]", "没有归入任何部分"),
    Broken("R117", "criteria: [item9a, item9b]", "criteria: [item9a, item9b, item1]", "归入了两个部分"),
    Broken("R119", "{combine: sum, cap: 5}", "{combine: sum, cap: 7}", "选用口径“P11＝add”后"),
]


def inspected(tmp_path: Path, text: str) -> Inspection:
    path = tmp_path / "rubric.yaml"
    path.write_text(text, encoding="utf-8")
    return inspect_rubric(path)


@pytest.mark.parametrize("broken", BROKEN, ids=[f"{each.code} {each.words[:14]}" for each in BROKEN])
def test_a_fault_is_reported_with_file_line_and_mend(broken: Broken, tmp_path: Path) -> None:
    assert BASE.count(broken.old) >= 1
    text = BASE.replace(broken.old, broken.new, 1)
    if broken.code == "R120" and broken.old.startswith("P14:"):
        text += "chosen: {P14: include}\n"
    problems = inspected(tmp_path, text).problems
    found = [problem for problem in problems if problem.code == broken.code]
    assert any(broken.words in str(problem) for problem in found), [str(problem) for problem in problems]
    assert all(
        problem.place.file == "rubric.yaml" and problem.place.line > 0 and problem.mend for problem in found
    )


def test_the_line_of_a_fault_is_the_line_of_the_text(tmp_path: Path) -> None:
    text = BASE.replace("at_least: 95%, points: 3", "at_least: 95%, points: 三", 1)
    line = next(
        at for at, content in enumerate(text.splitlines(), 1) if "三" in content and "points: 三" in content
    )
    assert [problem.place.line for problem in inspected(tmp_path, text).problems] == [line]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = BASE.replace("total: 100\n", "total: 99\n").replace("[employed], to", "[employd], to", 1)
    assert {problem.code for problem in inspected(tmp_path, text).problems} >= {"R110", "R112"}


def test_an_unknown_rubric_names_the_known_ones() -> None:
    with pytest.raises(FormgenError) as caught:
        load_rubric("taizhou")
    assert caught.value.usage
    assert caught.value.problems[0].code == "R115"
    assert "没有评分标准“taizhou”" in str(caught.value)
    assert "、".join(assets.rubric_ids()) in str(caught.value)


def test_a_file_extending_nothing_known_is_reported(tmp_path: Path) -> None:
    (problem,) = inspected(tmp_path, "id: x\nextends: nowhere\n").problems
    assert (problem.code, problem.place.line) == ("R114", 2)
    assert "不存在" in problem.message


def test_files_that_extend_each_other_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("id: a\nextends: b.yaml\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("id: b\nextends: a.yaml\n", encoding="utf-8")
    (problem,) = inspect_rubric(tmp_path / "a.yaml").problems
    assert problem.code == "R114"
    assert "循环" in problem.message


def test_a_file_that_is_no_text_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    assert [problem.code for problem in inspect_rubric(path).problems] == ["F109"]


def test_text_nested_without_end_is_reported(tmp_path: Path) -> None:
    assert [problem.code for problem in inspected(tmp_path, "a: " + "[" * 60 + "]" * 60).problems] == ["R101"]


def test_an_empty_file_lacks_everything(tmp_path: Path) -> None:
    problems = inspected(tmp_path, "").problems
    assert {problem.code for problem in problems} == {"R104"}
    assert errors_in(problems) == problems


def test_a_county_changes_a_threshold_without_copying_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "county.yaml"
    changes = "{at_least: 94%, points: 15}"
    path.write_text(
        f"id: county\nextends: yongjia-2009\ncriteria: {{item1: {{method: {{tiers: [{changes}]}}}}}}\n",
        encoding="utf-8",
    )
    rubric = load_rubric(str(path))
    assert rubric.criteria["item1"].clause.startswith("社区内有劳动能力")
    assert rubric.criteria["item1"].method.tiers[0].threshold.text == "94%"  # type: ignore[union-attr]


def test_an_unknown_reading_names_the_readings(tmp_path: Path) -> None:
    path = tmp_path / "county.yaml"
    path.write_text("id: county\nextends: yongjia-2009\nchosen:\n  P33: pass_90\n", encoding="utf-8")
    (problem,) = inspect_rubric(path).problems
    assert (problem.code, problem.place.line) == ("R113", 4)
    assert "none、pass_85" in problem.mend
