"""Slips that leave a rubric readable and give wrong points, or none: each is proved from the file and named at its line."""

import itertools
from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
GATE = "measure: {kind: ratio, of: [employed], to: [willing]}, at_least: 95%}\n    trained"
TIERS = "of: [employed], to: [willing]}\n      tiers"
JUDGED = "method: {kind: judged}"
OTHERWISE = "      otherwise: 0"


class Slip(NamedTuple):
    """What stands in the sound rubric, what is written instead, and what its author reads; ``at`` marks the line."""

    old: str
    new: str
    code: str
    words: str
    at: str = ""


PERCENT = [
    Slip("points: 12,", "points: 40%,", "R105", "分数、金额、个数不写百分号；40%就是0.4"),
    Slip("total: 20", "total: 2000%", "R105", "不写百分号"),
    Slip("    points: 10\n", "    points: 1000%\n", "R105", "不写百分号"),
    Slip("at_least: 95%, points: 5", "at_least: 95%, points: 500％", "R105", "不写百分号"),
    Slip(OTHERWISE, "      otherwise: 50%", "R105", "不写百分号"),
    Slip("yuan: 5000", "yuan: 50%", "R105", "不写百分号"),
    Slip(JUDGED, "method: {kind: judged, step: 50%}", "R105", "不写百分号"),
    Slip(
        "forms: []", "forms: []\nconventions: {judged_step: 5‰}", "R105", "不写百分号", at="conventions: {j"
    ),
    Slip("{zh: 已就业人数, kind: count", "{zh: 已就业人数, kind: count, most: 100%", "R105", "不写百分号"),
    Slip(
        JUDGED,
        "method: {kind: share, of: employed, to: willing, full: 500%}",
        "R105",
        "不写百分号",
    ),
]
MARKS = [
    Slip("at_least: 98%", "at_least: 100%", "R119", "要超过100%，永远达不到", at="      exclude: {zh"),
    Slip(
        "at_least: 98%, points: 10}\n" + OTHERWISE,
        "at_least: 100%, points: 10}\n      otherwise: 0\n      boundary: exclude",
        "R126",
        "要超过100%，永远达不到",
    ),
    Slip(
        GATE,
        GATE.replace("95%", "100%"),
        "R119",
        "“评定标准“就业率””的界限“100%”不含本数",
        at="      exclude: {zh",
    ),
    Slip(
        GATE,
        GATE.replace("at_least: 95%", "at_most: 0%, boundary: exclude"),
        "R126",
        "要低于0%，永远达不到",
        at="    rate:",
    ),
    Slip(
        "trained: {title: 培训, clause: 都已培训。, answer: trained}",
        "trained: {title: 培训, clause: 都已培训。, answer: trained, boundary: exclude}",
        "R126",
        "没有 measure，boundary 不起作用",
    ),
]
QUOTIENTS = [
    Slip(TIERS, TIERS.replace("[employed]", "[willing]"), "R126", "of 和 to 相同，永远是100%"),
    Slip(TIERS, TIERS.replace("[employed]", "[employed, employed]"), "R126", "of 里“employed”写了两次"),
    Slip(TIERS, TIERS.replace("[willing]", "[willing, willing]"), "R126", "to 里“willing”写了两次"),
    Slip(TIERS, TIERS.replace("[employed]", "[employed, willing]"), "R126", "分母都在分子里"),
    Slip(
        TIERS,
        "of: [willing], to: [employed]}\n      tiers",
        "R126",
        "写反了：“employed”是“willing”的一部分",
    ),
    Slip(GATE, GATE.replace("[employed], to: [willing]", "[willing], to: [employed]"), "R126", "写反了"),
    Slip(GATE, GATE.replace("[employed]", "[willing]"), "R126", "of 和 to 相同"),
    Slip(JUDGED, "method: {kind: share, of: willing, to: employed, full: 5}", "R126", "写反了"),
    Slip(
        GATE,
        "measure: {kind: proportion, one: willing, many: willing}, at_least: 1:3}\n    trained",
        "R126",
        "one 和 many 是同一个指标",
    ),
    Slip(
        GATE,
        "measure: {kind: lowest, among: [{kind: ratio, of: [employed], to: [willing]}, "
        "{kind: ratio, of: [employed], to: [willing]}]}, at_least: 95%}\n    trained",
        "R126",
        "among 里有两个一样的比率",
    ),
    Slip(
        JUDGED,
        "method: {kind: deductions, start: 5, deductions: [{of: employed, less: willing, label: 甲, points: 1}]}",
        "R126",
        "of 和 less 写反了",
    ),
]
LEVEL_WORDS = [
    Slip('"2": 显著}', '"2": 有记录}', "R126", "第2档“有记录”会读成第1档“有记录”", at="  service: {zh"),
    Slip('"1": 有记录', '"1": "2"', "R126", "第2档“显著”会读成第1档“2”", at="  service: {zh"),
    Slip('"0": 无', '"0": "12", "12": 多', "R126", "第12档“多”会读成第0档“12”", at="  service: {zh"),
    Slip('"0": 无', '"00": 无', "R126", "的档次“00”不是整数", at="  service: {zh"),
    Slip("label: 显著", "label: 有记录", "R124", "有两档都叫“有记录”"),
]
NEGATIVE = [
    Slip(OTHERWISE, "      otherwise: -3", "R124", "得分不写负数；要扣分的，用 deductions"),
    Slip("at_least: 95%, points: 5", "at_least: 95%, points: -5", "R124", "得分不写负数"),
    Slip(
        JUDGED,
        "method: {kind: checklist, items: [{of: trained, label: 甲, points: -3}]}",
        "R124",
        "得分不写负数",
    ),
    Slip(
        JUDGED,
        "method: {kind: weighted_count, cap: 5, terms: [{of: employed, label: 甲, points: 1}, {of: willing, label: 乙, points: -1}]}",
        "R124",
        "得分不写负数",
    ),
    Slip(JUDGED, "method: {kind: fixed, points: -8, note: 甲}", "R124", "得分不写负数"),
    Slip("points: 3}", "points: -3}", "R124", "得分不写负数"),
]
TWICE = [
    Slip(
        JUDGED,
        "method: {kind: deductions, start: 5, deductions: [{of: employed, label: 甲, points: 1}, "
        "{of: employed, label: 乙, points: 2, times: once}]}",
        "R124",
        "“employed”扣了两次",
    ),
    Slip(
        JUDGED,
        "method: {kind: sum, cap: 5, parts: {a: {label: 甲, method: {kind: checklist, items: [{of: trained, label: 甲, points: 3}]}}, "
        "b: {label: 乙, method: {kind: weighted_count, cap: 2, terms: [{of: trained, label: 乙, points: 2}]}}}}",
        "R124",
        "“trained”在前面的部分里已经计过分",
    ),
]
SLIPS = [*PERCENT, *MARKS, *QUOTIENTS, *LEVEL_WORDS, *NEGATIVE, *TWICE]


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return look_into_rubric(str(path)).problems


def line_of(slip: Slip, text: str) -> int:
    """Return the line of a slip: of its mark, or else the first line that the slip changed."""
    if slip.at:
        return text[: text.index(slip.at)].count("\n") + 1
    pairs = itertools.zip_longest(SMALL.splitlines(), text.splitlines())
    return next(at for at, (before, after) in enumerate(pairs, 1) if before != after)


@pytest.mark.parametrize("slip", SLIPS, ids=[f"{slip.code} {slip.words[:24]}" for slip in SLIPS])
def test_a_slip_that_would_give_wrong_points_is_named_at_its_line(slip: Slip, tmp_path: Path) -> None:
    assert SMALL.count(slip.old) >= 1
    text = SMALL.replace(slip.old, slip.new, 1)
    problems = problems_of(tmp_path, text)
    found = [each for each in problems if each.code == slip.code and slip.words in str(each)]
    assert found, [str(each) for each in problems]
    assert line_of(slip, text) in {each.place.line for each in found}, [str(each) for each in found]


SOUND = [
    (GATE, GATE.replace("95%", "100%, boundary: include")),
    (OTHERWISE, "      otherwise: 0\n      boundary: exclude"),
    (JUDGED, "method: {kind: fixed, points: 5, note: 甲}"),
    ("at_least: 95%, points: 5", "at_least: 1/2, points: 5/2"),
]


@pytest.mark.parametrize(("old", "new"), SOUND, ids=[new for _, new in SOUND])
def test_what_can_be_right_is_let_pass(old: str, new: str, tmp_path: Path) -> None:
    assert SMALL.count(old) >= 1
    assert problems_of(tmp_path, SMALL.replace(old, new, 1)) == []
