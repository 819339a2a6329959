"""Files that extend files: a fault is named at the line that brings it about, and no reading overrules a later file unseen."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem


def look(folder: Path, *files: str) -> list[Problem]:
    """Return the problems of the last of some files, each of which extends the one before; the first names its notice."""
    for at, text in enumerate(files):
        head = "" if at == 0 else f"extends: file{at - 1}.yaml\n"
        path = folder / f"file{at}.yaml"
        path.write_text(f"id: file{at}\n{head}{text}\n", encoding="utf-8")
    return look_into_rubric(str(path)).problems


class Cause(NamedTuple):
    """What an author changes, the fault it brings about in the file he extends, and what he reads."""

    name: str
    change: str
    code: str
    words: str
    base: str = "yongjia-2009"


CAUSES = [
    Cause(
        "a column taken off that decides", "columns: {city: null}", "R126", "“final_column: city”不在评分栏"
    ),
    Cause(
        "a criterion put into a second section",
        "sections: {wu: {points: 9, criteria: [item19, item16]}}",
        "R117",
        "“item16”归入了两个部分",
    ),
    Cause(
        "a criterion taken out of its section",
        "sections: {si: {criteria: [item15]}}",
        "R117",
        "没有归入任何部分",
    ),
    Cause(
        "a figure made one of another class",
        "indicators: {loans_due: {kind: yesno}}",
        "R125",
        "“loans_due”是yesno",
    ),
    Cause(
        "months taken off a figure", "indicators: {target_total: {monthly: null}}", "R126", "它却没有按月填"
    ),
    Cause(
        "a relation turned round",
        "relations: {employed_within_total: null, z: {part: target_total, whole: target_employed}}",
        "R126",
        "分子和分母写反了",
    ),
    Cause(
        "points of another criterion", "criteria: {item3: {method: {of: r4}}}", "R126", "用的评审分“r4”也是"
    ),
    Cause("a header that is taken", "facts: {x: {zh: 已就业人数}}", "R131", "“已就业人数”既是“x”的表头"),
    Cause(
        "interpretations taken off that named the pass mark",
        "interpretations: {P33: null}",
        "R126",
        "“目标“达标社区比例””要看是否合格，通知却没有合格线",
    ),
    Cause(
        "points that a title does not print",
        "sections: {er: {points: 11}}",
        "R126",
        "写着10分，分值 points 却是11",
    ),
    Cause(
        "a reading of the file above that a change breaks",
        "facts: {x: {zh: 正式挂牌}}",
        "R119",
        "“正式挂牌”既是“x”的表头，又是“sign_hung”的表头",
    ),
]


@pytest.mark.parametrize("cause", CAUSES, ids=[each.name for each in CAUSES])
def test_what_a_change_breaks_in_the_file_above_is_named_at_the_change_first(
    tmp_path: Path, cause: Cause
) -> None:
    problems = look(tmp_path, f"extends: {cause.base}\n{cause.change}")
    assert {each.place.file for each in problems} == {"file0.yaml"}
    found = [each for each in problems if each.code == cause.code and cause.words in each.message]
    assert found, [each.message for each in problems]
    assert all(each.place.line >= 3 for each in found)
    assert all(f"（沿用 {cause.base}.yaml 第" in each.place.path for each in found)


def test_what_a_file_between_breaks_is_named_there_and_not_in_the_last_one(tmp_path: Path) -> None:
    problems = look(tmp_path, "extends: yongjia-2009\ncolumns: {city: null}", "title: 另一个名称")
    assert [(each.code, each.place.file, each.place.line) for each in problems] == [("R126", "file0.yaml", 3)]


def test_a_fault_that_two_changes_bring_about_each_by_itself_is_named_at_what_holds_both(
    tmp_path: Path,
) -> None:
    changes = "sections:\n  wu: {points: 9, criteria: [item19, item16]}\n  er: {points: 14, criteria: [item4, item5, item6, item7, item16]}"
    problems = look(tmp_path, f"extends: yongjia-2009\n{changes}")
    found = [each for each in problems if each.code == "R117"]
    assert [(each.place.file, each.place.line) for each in found] == [("file0.yaml", 3)]


# -- readings -----------------------------------------------------------------------------------------------
YONGJIA, TAIZHOU = "extends: yongjia-2009\n", "extends: taizhou-2019\n"


class Overruled(NamedTuple):
    """Files that extend one another, and what the last author reads of the reading that overrules: key, value, reading."""

    name: str
    files: tuple[str, ...]
    words: tuple[str, ...]
    own: bool = False


OVERRULED = [
    Overruled(
        "a value of the file between, a reading chosen in the last",
        (YONGJIA + "final_column: county", "chosen: {P34: latest}"),
        ("“final_column”沿用的 file0.yaml 里写的是“county”，口径“P34＝latest”却要改成“latest”",),
    ),
    Overruled(
        "a value two files above",
        (YONGJIA + "final_column: county", "title: 甲", "chosen: {P34: latest}"),
        ("“final_column”沿用的 file0.yaml 里写的是“county”",),
    ),
    Overruled(
        "a reading chosen in the file between, a value in the last",
        (YONGJIA + "chosen: {P34: latest}", "final_column: county"),
        ("“final_column”自己写的是“county”",),
        own=True,
    ),
    Overruled(
        "a reading changed in the file between, a value in the last",
        (
            YONGJIA + "interpretations: {P34: {readings: {latest: {change: {final_column: township}}}}}",
            "final_column: county\nchosen: {P34: latest}",
        ),
        ("“final_column”自己写的是“county”，口径“P34＝latest”却要改成“township”",),
        own=True,
    ),
    Overruled(
        "a reading made the default in the last",
        (YONGJIA + "final_column: county", "interpretations: {P34: {default: latest}}"),
        ("“final_column”沿用的 file0.yaml 里写的是“county”",),
    ),
    Overruled(
        "a value that the file between took off",
        (TAIZHOU + "conventions: {judged_step: null}", "chosen: {P13: whole}"),
        ("“conventions.judged_step”沿用的 file0.yaml 里写的是“（删去）”，口径“P13＝whole”却要改成“1”",),
    ),
    Overruled(
        "a value inside what a reading takes off",
        (YONGJIA + "indicators: {monthly_rates: {zh: 每月就业率}}", "chosen: {P22: each}"),
        (
            "“indicators.monthly_rates.zh”沿用的 file0.yaml 里写的是“每月就业率”，口径“P22＝each”却要改成“（删去）”",
        ),
    ),
    Overruled(
        "a list that a reading replaces",
        (
            TAIZHOU + "criteria: {item2: {method: {cases: "
            "[{of: lowinc_households, equals: 1, method: {kind: fixed, points: 5, note: 甲}}]}}}",
            "chosen: {P04: zero}",
        ),
        ("“criteria.item2.method.cases”沿用的 file0.yaml 里写的是“lowinc_households、1、fixed、5、甲”",),
    ),
]


@pytest.mark.parametrize("case", OVERRULED, ids=[each.name for each in OVERRULED])
def test_a_reading_that_overrules_a_later_file_than_its_own_is_refused(
    tmp_path: Path, case: Overruled
) -> None:
    problems = [each for each in look(tmp_path, *case.files) if each.code == "R137"]
    assert len(problems) == len(case.words)
    last = f"file{len(case.files) - 1}.yaml"
    for problem, words in zip(problems, case.words, strict=True):
        assert words in problem.message
        assert problem.place.file == last
        assert bool(problem.place.path) != case.own


KNOWN = [
    Overruled(
        "the file between wrote both the value and the reading",
        (
            YONGJIA + "final_column: county\n"
            "interpretations: {P34: {readings: {latest: {change: {final_column: township}}}}}",
            "chosen: {P34: latest}",
        ),
        (),
    ),
    Overruled(
        "the last file writes what the reading says",
        (YONGJIA + "final_column: county", "chosen: {P34: latest}\nfinal_column: latest"),
        (),
    ),
    Overruled("nobody chose the reading", (YONGJIA + "final_column: county", "title: 甲"), ()),
    Overruled(
        "a value beside what the reading changes",
        (YONGJIA + "criteria: {item1: {method: {otherwise: 1}}}", "chosen: {P03: zero}"),
        (),
    ),
]


@pytest.mark.parametrize("case", KNOWN, ids=[each.name for each in KNOWN])
def test_a_reading_that_overrules_no_later_file_is_taken(tmp_path: Path, case: Overruled) -> None:
    assert [each.message for each in look(tmp_path, *case.files)] == []
