"""What an author lives through: every fault in one round, his own file first, other encodings, files that are nonsense."""

import random
import re
from pathlib import Path

import pytest
from support.command import run

from formgen.commands.rubric import look_into_rubric
from formgen.problems import FormgenError, Problem
from formgen.rubric.load import find_rubric, inspect_rubric, load_rubric
from formgen.yamltext import load, recover

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")


def problems_of(tmp_path: Path, text: str, name: str = "small") -> list[Problem]:
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return look_into_rubric(str(path)).problems


def county(tmp_path: Path, changes: str) -> list[Problem]:
    return problems_of(tmp_path, f"id: county\nextends: taizhou-2019\n{changes}", "county")


# -- one round --------------------------------------------------------------------------------------------
def test_everything_that_one_line_lacks_is_reported_together(tmp_path: Path) -> None:
    notice = SMALL[SMALL.index("notice:") : SMALL.index("total:")]
    problems = problems_of(tmp_path, SMALL.replace(notice, "notice: {title: 甲}\n"))
    lacking = ["notice.number", "notice.issuers", "notice.signed", "notice.area"]
    assert [each.words["key"] for each in problems] == lacking
    assert {each.code for each in problems} == {"R104"}


def test_faults_of_writing_of_keys_of_values_and_of_sums_come_in_one_round(tmp_path: Path) -> None:
    text = (
        SMALL.replace("total: 20", "total：21")
        .replace("    points: 10\n", "    分值: 10\n")
        .replace("kind: tiers", "kind: 分档")
        .replace("by: 08-31", "by: 13-45")
        .replace("share: 10%", "share: 10")
        .replace("at_least: 95%}\n    trained", "at_least: 95}\n    trained")
        .replace("酌情给分，", "酌情给分 #1，")
        .replace("whole: willing", "whole: nosuch")
    )
    codes = [each.code for each in problems_of(tmp_path, text)]
    assert sorted(codes) == ["R101", "R103", "R105", "R105", "R110", "R112", "R116", "R121", "R126"]


def test_an_entry_that_cannot_be_read_hides_no_fault_of_the_entries_beside_it(tmp_path: Path) -> None:
    text = (
        SMALL.replace("id: small", "id: other")
        .replace("method: {kind: judged}", "method: {kind: 分档, 分值: 5}")
        .replace("label: 显著, points: 5", "label: 显著, points: 2")
        .replace("at_least: 98%, points: 10", "at_least: 98, points: 10")
    )
    codes = [each.code for each in problems_of(tmp_path, text)]
    assert sorted({*codes}) == ["R103", "R104", "R105", "R108", "R111", "R116", "R130", "R132"]


def test_unknown_keys_missing_keys_and_wrong_values_of_a_record_come_together(tmp_path: Path) -> None:
    text = SMALL.replace(
        "  willing: {zh: 有就业愿望人数, kind: count, unit: 人,",
        "  willing: {zh: [甲], kind: many, colour: red,",
    )
    found = {(each.code, each.words["key"]) for each in problems_of(tmp_path, text)}
    names = ("colour", "zh", "kind", "unit")
    assert found == {
        (code, f"indicators.willing.{name}")
        for code, name in zip(("R103", "R105", "R105", "R104"), names, strict=True)
    }


def test_what_follows_from_a_fault_is_not_reported_as_another(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, SMALL.replace("    points: 10\n", "    points: 十\n"))
    assert problem.code == "R105"
    (problem,) = problems_of(
        tmp_path,
        SMALL.replace("employed: {zh: 已就业人数, kind: count", "employed: {zh: 已就业人数, kind: 数"),
    )
    assert problem.code == "R105"


# -- a county file ----------------------------------------------------------------------------------------
def test_a_misspelt_entry_names_the_nearest_of_the_file_above(tmp_path: Path) -> None:
    problems = county(tmp_path, "criteria:\n  itm1:\n    points: 5\n")
    assert [(each.code, each.place.file, each.place.line) for each in problems] == [
        ("R127", "county.yaml", 4)
    ]
    assert "上一级没有“criteria.itm1”，最接近的是“item1”" in str(problems[0])


def test_what_is_taken_off_and_was_never_there_is_reported(tmp_path: Path) -> None:
    (problem,) = county(tmp_path, "interpretations: {P99: null}\n")
    assert (problem.code, problem.place.line) == ("R127", 3)


def test_a_fault_that_shows_in_the_file_above_names_the_own_line_first(tmp_path: Path) -> None:
    problem, *hints = county(
        tmp_path,
        "criteria:\n  item1:\n    method:\n      tiers:\n"
        "        - {at_least: 90%, points: 3}\n        - {at_least: 95%, points: 6}\n",
    )
    assert {(each.code, each.place.file) for each in hints} == {("R132", "county.yaml")}
    assert str(problem).startswith("[R108] 错误 county.yaml 第4行 （沿用 taizhou-2019.yaml 第")


def test_sums_that_no_longer_fit_point_at_what_was_changed(tmp_path: Path) -> None:
    problems = county(tmp_path, "criteria:\n  item1: {points: 6}\n")
    assert {each.code for each in problems} == {"R108", "R109", "R110"}
    assert {(each.place.file, each.place.line) for each in problems} == {("county.yaml", 4)}


def test_a_criterion_taken_off_names_all_that_still_mention_it_and_what_to_write(tmp_path: Path) -> None:
    changes = "bonus: 5\ncriteria: {item9b: null}\nsections: {s9: {points: 5, criteria: [item9a]}}\n"
    problems = county(tmp_path, changes)
    told = [(each.code, each.place.line) for each in problems]
    assert told[:2] == [("R128", 4), ("R128", 4)]
    assert {code for code, _ in told[2:]} == {"R132"}  # what the criterion alone made sense of
    assert "请同时写 interpretations: {P13: null}" in str(problems[0])
    mended = county(tmp_path, changes + "interpretations: {P13: null, P13max: null}\n")
    assert [each for each in mended if each.code == "R128"] == []


def test_keys_left_over_from_the_method_of_the_file_above_are_told_apart(tmp_path: Path) -> None:
    problems = county(tmp_path, "criteria:\n  item1:\n    method: {kind: judged}\n")
    assert {each.code for each in problems} == {"R103"}
    assert "上一级的文件里有，这里用不着，写 measure: null 删去" in str(problems[0])


def test_a_misspelt_key_beside_the_right_one_of_the_file_above_is_recognised(tmp_path: Path) -> None:
    problems = county(tmp_path, "notice: {numbr: 1}\nbonus: 五\nreadings: {P01: exclude}\n")
    assert [each.code for each in problems] == ["R103", "R105", "R103"]
    assert "你要写的是 number（文号）" in str(problems[0])
    assert "你要写的是 chosen" in str(problems[2])


@pytest.mark.parametrize(
    ("written", "words"),
    [("taizhou", "最接近的是“taizhou-2019”"), ("", "没有写编号或文件"), ("[a]", "没有写")],
)
def test_a_file_above_that_is_not_there_is_reported(written: str, words: str, tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, f"id: county\nextends: {written}\n", "county")
    assert (problem.code, problem.place.line) == ("R114", 2)
    assert words in str(problem)


# -- the file itself --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("encoding", "name"), [("gbk", "ANSI"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("big5", "Big5")]
)
def test_another_encoding_than_utf8_says_how_to_save_the_file(
    encoding: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "small.yaml"
    path.write_bytes(SMALL.encode(encoding, errors="ignore"))
    (problem,) = inspect_rubric(path).problems
    assert problem.code == "R133"
    assert name in problem.message
    assert "记事本" in problem.mend


@pytest.mark.parametrize(
    "encoded", [SMALL.encode("utf-8-sig"), SMALL.replace("\n", "\r\n").encode()], ids=["BOM", "CRLF"]
)
def test_a_mark_of_order_and_breaks_of_windows_do_no_harm(encoded: bytes, tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_bytes(encoded)
    assert look_into_rubric(str(path)).problems == []


def test_words_after_a_hash_are_not_lost_in_data_either() -> None:
    _, problems = load("communities:\n  - name: 清风社区 #2号楼\n", "data.yaml")
    assert [(each.code, each.place.line) for each in problems] == [("R121", 2)]


@pytest.mark.parametrize(
    "text",
    ["# 说明\na: 1\n", "a: 1 # 说明\n", "a: # 说明\n  b: 1\n", 'a: "甲 #1" # 说明\n', "a: |\n  甲 #1\n  乙：丙\n", "a: 甲#1\n", "a: 甲\n#b: 1\nc: 1\n", "a: [b, c] # 说明\n", 'a: {b: "甲，c：乙"}\n'],
)  # fmt: skip
def test_a_comment_that_is_one_is_left_alone(text: str) -> None:
    assert recover(text, "a.yaml").problems == ()


def test_quoted_texts_and_texts_in_lines_keep_every_word() -> None:
    tree = recover('a: "甲 #1：乙"\nb: |\n  甲 #1\n  乙\nc: 1:3\nd: no\ne: 08-31\nf: 007\n', "a.yaml").tree
    assert tree is not None
    assert tree.plain() == {
        "a": "甲 #1：乙",
        "b": "甲 #1\n乙",
        "c": "1:3",
        "d": "no",
        "e": "08-31",
        "f": "007",
    }


# -- standards without points -----------------------------------------------------------------------------
STANDARDS = (
    SMALL[: SMALL.index("total:")]
    + "total: 0\ncolumns: {county: 县级}\nfinal_column: county\nforms: []\nsections: {}\ncriteria: {}\n"
    + SMALL[SMALL.index("indicators:") : SMALL.index("pass_mark:")].replace(
        SMALL[SMALL.index("  service:") : SMALL.index("  trained:")], ""
    )
    + SMALL[SMALL.index("gates:") : SMALL.index("interpretations:")]
)


def test_a_rubric_of_standards_alone_is_checked_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(STANDARDS, encoding="utf-8")
    checked = run("rubric", "check", str(path))
    assert (checked.exit_code, "2条评定标准，没有发现问题" in checked.stdout) == (0, True)
    shown = run("rubric", "show", str(path))
    assert (shown.exit_code, "评定标准　培训" in shown.stdout) == (0, True)


def test_a_rubric_of_nothing_is_none(tmp_path: Path) -> None:
    text = STANDARDS.replace(STANDARDS[STANDARDS.index("gates:") : STANDARDS.index("deadlines:")], "")
    assert "没有评分项，也没有评定标准" in " ".join(map(str, problems_of(tmp_path, text)))


def test_hints_alone_do_not_stop_a_rubric_but_are_not_called_nothing(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.replace("name: 台帐", "name: 就业率"), encoding="utf-8")
    result = run("rubric", "check", str(path))
    assert (result.exit_code, "没有发现问题" in result.stdout) == (0, False)
    assert load_rubric(str(path)).criteria["item2"].name == "就业率"


def test_an_element_takes_no_points_off_but_a_deduction_does(tmp_path: Path) -> None:
    bad = "{of: trained, label: 乙, points: 5}"
    checklist = (
        "{kind: sum, parts: {good: {label: 甲, method: {kind: judged}}, "
        f"bad: {{label: 乙, method: {{kind: checklist, items: [{bad.replace('5', '-5')}]}}}}}}}}"
    )
    (problem,) = problems_of(tmp_path, SMALL.replace("method: {kind: judged}", f"method: {checklist}"))
    assert problem.code == "R124"
    assert "得分不写负数；要扣分的，用 deductions" in problem.message
    deductions = f"{{kind: deductions, start_judged: given, deductions: [{bad}]}}"
    given = "  given: {zh: 台帐起始分, kind: points, unit: 分, definition: 评审人给的分, source: 评审记录}\n"
    text = SMALL.replace("method: {kind: judged}", f"method: {deductions}")
    assert problems_of(tmp_path, text.replace("indicators:\n", f"indicators:\n{given}")) == []


def test_marks_from_outside_want_a_largest_value(tmp_path: Path) -> None:
    counted = "method: {kind: weighted_count, terms: [{of: mark, label: 甲, points: 1/20}], cap: 5}"
    mark = "  mark: {zh: 百分制得分, kind: points, unit: 分, definition: 满分100分, source: 台账}\n"
    text = SMALL.replace("method: {kind: judged}", counted).replace("indicators:\n", f"indicators:\n{mark}")
    (problem,) = problems_of(tmp_path, text)
    assert problem.place.line == text[: text.index("  mark: {")].count("\n") + 1
    assert str(problem).endswith("没有写最大值 most，多大的分都收。 → 请写 most，如百分制的写 most: 100。")
    assert problems_of(tmp_path, text.replace("kind: points,", "kind: points, most: 100,")) == []


def test_a_printed_number_may_stand_twice_in_a_section_but_not_across_sections(tmp_path: Path) -> None:
    assert problems_of(tmp_path, SMALL.replace('number: "2"', 'number: "1"')) == []
    split = SMALL.replace(
        "all: {title: 就业指标（20分）, points: 20, criteria: [item1, item2, item3]}",
        "all: {title: 就业指标, points: 10, criteria: [item1]}\n"
        "  rest: {title: 其他, points: 10, criteria: [item2, item3]}",
    )
    (problem,) = problems_of(tmp_path, split.replace('number: "2"', 'number: "1"'))
    assert problem.code == "R132"
    assert "的序号“1”与 item1 相同" in problem.message
    assert problems_of(tmp_path, split.replace('number: "2"', 'number: "1"\n    repair: 原表印作1')) == []


# -- nonsense ---------------------------------------------------------------------------------------------
SIGNS = ["：", "，", '"', "'", "#", " #", "null", "[]", "{}", "0", "-1", "1e9", "是", "%", "*a", "&a", "\t", "　", "- ", "甲: 乙", "|", ">", "\x00", "[", "}", "1:3", "~", "\n", "null: 1", "? a", "!x ", "\u2028", "%%", "１"]  # fmt: skip
WORDS = ["count", "yesno", "level", "points", "tiers", "sum", "pending", "null", "employed", "item1", "proportional", "at_most", "splits", "monthly_counts"]  # fmt: skip
SOURCES = [
    *(find_rubric(name).read_text(encoding="utf-8") for name in ("taizhou-2019", "yongjia-2009")),
    *[SMALL] * 3,
    "id: c\nextends: taizhou-2019\ncriteria:\n  item1:\n    points: 5\nindicators: {employed: {zh: 甲}}\n",
]


def spoiled(seed: int) -> str:
    """Return a rubric after one to four random slips of the hand."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    lines = chance.choice(SOURCES).split("\n")
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        cut = chance.randint(0, len(line))
        spoil = [
            line[:cut] + chance.choice(SIGNS) + line[cut:],
            line[:cut] + line[cut + chance.randint(1, 8) :],
            line.split(": ")[0] + ": " + chance.choice(SIGNS),
            " " * chance.randint(0, 8) + line.strip(),
            re.sub(r"\d+", chance.choice(["0", "-3", "99", "1.5", "x"]), line, count=1),
            re.sub(r"[a-z_]+", chance.choice(WORDS), line, count=1),
            lines[other],
            "",
        ]
        lines[at] = chance.choice(spoil)
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(8))
def test_no_slip_of_the_hand_breaks_the_check(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "spoiled.yaml"
    for each in range(seed * 20, seed * 20 + 20):
        path.write_bytes(spoiled(each).encode("utf-8", errors="replace"))
        try:
            problems = look_into_rubric(str(path)).problems
        except FormgenError as error:
            problems = list(error.problems)
        assert all(str(problem) for problem in problems)
