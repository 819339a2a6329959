"""Slips that leave a rubric readable and give wrong points, none, or a header that cannot be read: each is proved from the file and named at its line."""

import itertools
from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
WORDLESS = SMALL.replace("就业率达到95%得5分，98%以上得10分。", "按就业率得分。").replace(
    "就业率达到95%。", "就业率达标。"
)
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
REACH = [
    Slip(JUDGED, "method: {kind: judged, step: 3}", "R126", "的分值5不是步长3的整数倍，评审人给不了满分"),
    Slip(JUDGED, "method: {kind: judged, step: 20}", "R126", "评审人给不了满分"),
    Slip("forms: []", "forms: []\nconventions: {judged_step: 2}", "R126", "不是步长2的整数倍"),
    Slip(
        "{zh: 已就业人数, kind: count",
        "{zh: 已就业人数, kind: count, most: -1",
        "R126",
        "的最大值 most 不大于0",
    ),
    Slip("{zh: 已培训, kind: yesno", "{zh: 已培训, kind: yesno, most: 1", "R126", "写了 most，却是yesno"),
    Slip(
        GATE,
        "measure: {kind: count, of: trained}, at_least: 2}\n    trained",
        "R126",
        "的界限“2”超过1，永远达不到",
    ),
    Slip(
        JUDGED,
        "method: {kind: weighted_count, cap: 5, terms: [{of: trained, label: 甲, points: 2}]}",
        "R126",
        "按各指标的最大值只能得2分",
    ),
    Slip(
        JUDGED,
        "method: {kind: sum, cap: 0, parts: {a: {label: 甲, method: {kind: judged}}}}",
        "R124",
        "cap 不大于0",
    ),
]
NEVER = [
    Slip(
        GATE,
        GATE.replace("at_least: 95%", "at_least: 95%, otherwise: pending"),
        "R126",
        "没有写 answer，评审认定的结果无处填",
    ),
    Slip(
        GATE,
        "measure: {kind: count, of: employed}, at_most: 9, when_zero: holds}\n    trained",
        "R126",
        "没有分母，when_zero 不起作用",
    ),
    Slip(
        "trained: {title: 培训, clause: 都已培训。, answer: trained}",
        "low: {title: 低率, clause: 甲。, measure: {kind: ratio, of: [employed], to: [willing]}, at_most: 80%}",
        "R126",
        "与“低率”不能同时符合：一个要95%以上，一个要80%以下",
    ),
    Slip(
        JUDGED,
        "method: {kind: deductions, deductions: [{of: employed, label: 甲, points: 1}]}",
        "R124",
        "没有写从几分扣起，永远待定",
    ),
    Slip(
        JUDGED,
        "method: {kind: deductions, start: 5, floor: 5, deductions: [{of: employed, label: 甲, points: 1}]}",
        "R124",
        "floor 等于起始分，永远不扣分",
    ),
    Slip(
        JUDGED,
        "method: {kind: checklist, partial: accept, items: [{of: trained, label: 甲, points: 5}]}",
        "R124",
        "这里的 partial 不起作用",
    ),
    Slip(
        JUDGED,
        "method: {kind: checklist, void_below: 0, items: [{of: trained, label: 甲, points: 5}]}",
        "R124",
        "void_below 不大于0，不起作用",
    ),
    Slip(
        JUDGED,
        "method: {kind: tiers, measure: {kind: count, of: employed}, tiers: [{at_least: 1, points: 5}], otherwise: 0, when_zero: full}",
        "R124",
        "数量没有分母，when_zero 不起作用",
    ),
    Slip(
        "pass_mark: {points: 12, clause: 12分以上合格。}\n",
        "",
        "R126",
        "通知却没有合格线，永远待定",
        at="  goal:",
    ),
    Slip(
        JUDGED,
        "method: {kind: tiers, measure: {kind: monthly_mean, of: employed, to: willing, rates: rates}, tiers: [{at_least: 95%, points: 5}], otherwise: 0}",
        "R126",
        "要十二个月的“employed”，它却没有按月填",
    ),
    Slip(
        "{zh: 已就业人数, kind: count",
        "{zh: 已就业人数, monthly: true, kind: count",
        "R132",
        "没有哪一项看十二个月平均",
    ),
]
HEADERS = [
    Slip("zh: 已就业人数", "zh: 指标", "R131", "“指标”既是“评审打分表的评分项”的表头", at="  employed: {zh"),
    Slip("zh: 已就业人数", "zh: 评分项", "R131", "“评审打分表的评分项”"),
    Slip("zh: 已就业人数", "zh: 乡镇", "R131", "“乡镇（街道）”"),
    Slip("zh: 已就业人数", "zh: willing", "R131", "既是“willing”的表头"),
    Slip("zh: 已就业人数", "zh: 自评分：1 就业率", "R131", "“各级评分”"),
    Slip("zh: 联系电话", "zh: 电话, also: [理由]", "R131", "评审打分表的理由"),
    Slip("self: 自评分", "self: 县级考评分", "R131", "“县级考评分”"),
    Slip('number: "2"\n    name: 台帐', 'number: "1"\n    name: 就业率', "R131", "“1 就业率”", at="  item1:"),
    Slip(
        "zh: 已就业人数",
        "zh: 有就业愿望人数（人）",
        "R134",
        "写进 formgen workbook 生成的工作簿以后读不回来",
        at="  willing: {zh",
    ),
]
NOTICES = [
    Slip("12分以上合格。", '"  "', "R105", "不能为空"),
    Slip(
        "signed: 2024-03-01",
        "signed: 2024-03-01\n  printed: 2024-02-01",
        "R126",
        "在成文日期之前",
        at="  printed",
    ),
    Slip("signed: 2024-03-01", "signed: 2024", "R126", "不是一个日子"),
    Slip("signed: 2024-03-01", "signed: 2204-03-01", "R126", "不是一个日子"),
    Slip("（20分）", "（30分）", "R126", "写着30分，分值 points 却是20"),
    Slip("name: 台帐", "name: 台帐（6分）", "R126", "写着6分，分值 points 却是5"),
    Slip(
        "employed_within_willing: {part: employed, whole: willing}",
        "a: {part: employed, whole: willing}\n  b: {part: willing, whole: third}\n  c: {part: third, whole: employed}\n  d: {part: third, whole: fourth}",
        "R126",
        "互为部分和总数",
    ),
    Slip(
        "of: passed, to: communities",
        "of: communities, to: passed",
        "R126",
        "写反了：passed 是 communities 的一部分",
    ),
    Slip(
        "of: passed, to: communities",
        "of: willing, to: employed",
        "R126",
        "写反了：employed 是 willing 的一部分",
    ),
    *(
        Slip(
            "{conventions: {boundary: exclude}}",
            f"{{conventions: {{boundary: exclude}}, {change}}}",
            "R126",
            f"的 change 改了 {change.split(':')[0]}",
        )
        for change in (
            "id: other",
            "chosen: {P01: include}",
            "interpretations: {P01: {default: exclude}}",
            "extends: taizhou-2019",
        )
    ),
]
SLIPS = [*PERCENT, *MARKS, *QUOTIENTS, *LEVEL_WORDS, *NEGATIVE, *TWICE, *REACH, *NEVER, *HEADERS, *NOTICES]


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
    ("signed: 2024-03-01", "signed: 二〇二四年三月一日"),
    ("signed: 2024-03-01", "signed: 2024年3月"),
    ("（20分）, points: 20", "（30分）, repair: 原表印错, points: 20"),
    ("zh: 联系电话", "zh: 备注"),
    (JUDGED, "method: {kind: judged, step: 0.5}"),
    (
        JUDGED,
        (
            "method: {kind: sum, parts: {a: {label: 甲, method: {kind: judged}}, b: {label: 乙, method: "
            "{kind: deductions, start: 0, floor: -5, deductions: [{of: trained, label: 甲, points: 2}]}}}}"
        ),
    ),
]


@pytest.mark.parametrize(("old", "new"), SOUND, ids=[new for _, new in SOUND])
def test_what_can_be_right_is_let_pass(old: str, new: str, tmp_path: Path) -> None:
    assert WORDLESS.count(old) >= 1
    assert problems_of(tmp_path, WORDLESS.replace(old, new, 1)) == []
