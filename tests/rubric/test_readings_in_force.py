"""Which readings are really in force: two that contradict each other, own values beside them, readings without effect."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem
from formgen.rubric.load import inspect_rubric
from formgen.rubric.schema import Rubric


def write(folder: Path, changes: str, base: str = "yongjia-2009") -> Path:
    path = folder / "county.yaml"
    path.write_text(f"id: county\nextends: {base}\n{changes}\n", encoding="utf-8")
    return path


def look(folder: Path, changes: str, base: str = "yongjia-2009") -> list[Problem]:
    return look_into_rubric(str(write(folder, changes, base))).problems


def load(folder: Path, changes: str, base: str = "yongjia-2009") -> Rubric:
    inspected = inspect_rubric(write(folder, changes, base))
    assert inspected.rubric is not None, inspected.problems
    return inspected.rubric


def question(change: str, more: str = "") -> str:
    """Return a question of its own with a reading that changes nothing and one that changes something."""
    readings = f"{{none: {{zh: 不改}}, new: {{zh: 改, change: {change}}}}}"
    head = "title: 另一个问题, question: 怎么办？, because: 没有写明"
    return f"interpretations: {{Q1: {{{head}, default: none, readings: {readings}{more}}}}}\n"


class Told(NamedTuple):
    """What an author changes, and the code and the words he reads; no code where he reads nothing."""

    name: str
    change: str
    code: str = ""
    words: str = ""
    base: str = "yongjia-2009"


CLASHES = [
    Told(
        "two chosen for one value",
        question("{final_column: county}") + "chosen: {Q1: new, P34: latest}",
        "R138",
        "“final_column”口径“Q1＝new”要写“county”，口径“P34＝latest”要写“latest”，不知道以哪一个为准",
    ),
    Told(
        "one list against another",
        question(
            "{criteria: {item19: {method: {deductions: [{of: complaints_individual, label: 甲, points: 5}]}}}}",
            ", criteria: [item19]",
        )
        + "chosen: {Q1: new, P29: once}",
        "R138",
        "“criteria.item19.method.deductions”口径“Q1＝new”要写“complaints_individual、甲、5”",
    ),
    Told(
        "a value inside what the other takes off",
        question("{pass_mark: {include_bonus: false}}") + "chosen: {Q1: new, P33: pass_85}",
        "R138",
        "“pass_mark.include_bonus”口径“Q1＝new”要写“false”，口径“P33＝pass_85”要写“true”",
    ),
    Told("two that want the same", question("{final_column: latest}") + "chosen: {Q1: new, P34: latest}"),
    Told("two for two values", question("{gates: {decisive: false}}") + "chosen: {Q1: new, P34: latest}"),
    Told("one that nobody chose", question("{final_column: county}") + "chosen: {P34: latest}"),
]
BESIDE = [
    Told(
        "a default chosen by name, and another value",
        "conventions: {boundary: exclude}\nchosen: {P01: include}",
        "R137",
        "“conventions.boundary”自己写的是“exclude”，口径“P01＝include”却要改成“include”",
    ),
    Told(
        "no pass mark chosen by name, and one written",
        "pass_mark: {points: 80, clause: 80分以上合格。}\nchosen: {P33: none}",
        "R137",
        "“pass_mark.points”自己写的是“80”，口径“P33＝none”却要改成“（没有）”",
    ),
    Told(
        "a list chosen by name, and another",
        "criteria: {item16: {method: {deductions: [{of: aid_records_missing, label: 甲, points: 2, times: each}]}}}\n"
        "chosen: {P28: once}",
        "R137",
        "“criteria.item16.method.deductions.0.times”自己写的是“each”，口径“P28＝once”却要改成“once”",
    ),
    Told(
        "a whole rule taken off that the reading writes",
        "pass_mark: null\nchosen: {P33: pass_85}",
        "R137",
        "“pass_mark”自己写的是“（删去）”",
    ),
    Told(
        "a boundary of a method beside the convention chosen",
        "criteria: {item1: {method: {boundary: include}}}\nchosen: {P01: exclude}",
        "R139",
        "口径“P01＝exclude”在“criteria.item1.method.boundary”不起作用：这里自己写的是“include”",
    ),
    Told(
        "what a method says of a zero denominator",
        "criteria: {item3: {method: {when_zero: zero}}}\nchosen: {P03: full}",
        "R139",
        "口径“P03＝full”在“criteria.item3.method.when_zero”不起作用",
        "taizhou-2019",
    ),
    Told("a boundary that says what was chosen", "criteria: {item1: {method: {boundary: exclude}}}\nchosen: {P01: exclude}"),
    Told("a default that nobody chose", "conventions: {boundary: exclude}"),
    Told("a definition in other words", "indicators: {jobs_created: {definition: 带动的人数}}\nchosen: {P18: exclude}", base="taizhou-2019"),
    Told("another value beside a reading", "criteria: {item1: {method: {otherwise: 1}}}\nchosen: {P03: zero}"),
]  # fmt: skip
IDLE = [
    Told(
        "a reading that changes what is so already",
        question("{final_column: city}"),
        "R140",
        "口径“Q1”的读法“new”和“none”改出来的一样，选哪一种都不起作用",
    ),
    Told("a reading that forgets its change", question("{}"), "R140", "选哪一种都不起作用"),
    Told(
        "a reading that takes off what is not there",
        question("{pass_mark: null}"),
        "R140",
        "选哪一种都不起作用",
    ),
    Told(
        "criteria that are not those it changes",
        question("{criteria: {item1: {method: {otherwise: 1}}}}", ", criteria: [item2]"),
        "R132",
        "“口径 Q1”的读法“new”改了 item1，criteria 没有列它",
    ),
    Told(
        "criteria that have no such step",
        question("{conventions: {boundary: exclude}}", ", criteria: [item3, item4], aspect: boundary"),
        "R132",
        "“口径 Q1”的 aspect 是 boundary，所列的 item3、item4 都没有这一环节",
    ),
    Told(
        "criteria without months",
        question("{criteria: {item1: {method: {otherwise: 1}}}}", ", criteria: [item1, item11], aspect: partial"),
        "R132",
        "的 aspect 是 partial",
    ),
    Told(
        "one that changes what it lists",
        question("{criteria: {item1: {method: {otherwise: 1}}}}", ", criteria: [item1, item2], aspect: below"),
    ),
    Told("one reading alone", "interpretations: {Q1: {title: 甲, question: 乙, default: a, because: 丙, readings: {a: {zh: 丁}}}}"),
]  # fmt: skip
ALL = [*CLASHES, *BESIDE, *IDLE]


@pytest.mark.parametrize("told", ALL, ids=[each.name for each in ALL])
def test_readings_that_contradict_or_do_nothing_are_named_and_no_others(tmp_path: Path, told: Told) -> None:
    problems = look(tmp_path, told.change, told.base)
    assert [each.code for each in problems] == ([told.code] if told.code else []), problems
    assert all(told.words in each.message and each.place.file == "county.yaml" for each in problems)


class InForce(NamedTuple):
    """What an author writes himself, the question it answers, the reading in force, and what it says."""

    change: str
    name: str
    reading: str
    words: str
    base: str = "yongjia-2009"


OWN = [
    InForce("conventions: {boundary: exclude}", "P01", "exclude", "不含本数（超过才得分）"),
    InForce("final_column: latest", "P34", "latest", "已填的最高一级"),
    InForce("final_column: county", "P34", "own", "市级考评分（自己的文件另写了，以它为准：final_column county）"),
    InForce("pass_mark: {points: 80, clause: 甲}", "P33", "own", "pass_mark.points 80"),
    InForce("criteria: {item1: {method: {boundary: exclude}}}", "P01", "own", "criteria.item1.method.boundary exclude"),
    InForce("criteria: {item1: {method: {boundary: include}}}\nchosen: {P01: exclude}", "P01", "own", "不含本数（超过才得分）（自己的文件另写了"),
    InForce("indicators: {jobs_created: {definition: 含本人}}", "P18", "own", "不含创业者本人（自己的文件另写了", "taizhou-2019"),
    InForce("criteria: {item14: {method: {of: aid_required, to: aid_employed}}}", "P27", "linear", "15分乘以"),
]  # fmt: skip


@pytest.mark.parametrize("case", OWN, ids=[case.change for case in OWN])
def test_the_reading_that_is_printed_is_the_one_that_counts(tmp_path: Path, case: InForce) -> None:
    rubric = load(tmp_path, case.change, case.base)
    reading = rubric.reading(case.name)
    said = rubric.interpretations[case.name].readings[reading].zh
    assert (reading, case.words in said) == (case.reading, True), said


def test_an_own_boundary_leaves_the_convention_as_it_was_chosen_for_the_other_criteria(
    tmp_path: Path,
) -> None:
    rubric = load(tmp_path, "criteria: {item1: {method: {boundary: include}}}\nchosen: {P01: exclude}")
    assert rubric.conventions.boundary == "exclude"


def test_a_question_about_a_method_is_no_longer_printed_where_an_author_wrote_another_method(
    tmp_path: Path,
) -> None:
    figure = "indicators: {p1: {zh: 全部落实, kind: yesno, unit: 是/否, definition: 甲, source: 乙}}\n"
    method = "{kind: checklist, of: null, items: [{of: p1, label: 全部落实, points: 2}]}"
    rubric = load(tmp_path, f"{figure}criteria: {{item13: {{method: {method}}}}}")
    asked = [name for name, each in rubric.interpretations.items() if "item13" in each.criteria]
    assert asked == []
    assert "item12" in rubric.interpretations["P24"].criteria
