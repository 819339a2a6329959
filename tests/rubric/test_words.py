"""The words of a notice: directions, signs in pairs, years, points in titles, what was pasted; honest words are let pass."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
NUMBER, SIGNED, ID = "〔2024〕1号", "signed: 2024-03-01", "id: small"
CLAUSE = "clause: 建立人员台帐，酌情给分，最多5分。"
SERVED = "clause: 服务成效显著，得5分。"
TITLE = "title: 就业指标（20分）"
GATE = "clause: 就业率达到95%。, measure: {kind: ratio, of: [employed], to: [willing]}, at_least: 95%"
JUDGED = "    method: {kind: judged}\n"
LEVELS = SMALL[SMALL.index("    method:\n      kind: levels") : SMALL.index("indicators:")]


class Words(NamedTuple):
    """What stands in the small rubric, what an author wrote in its place, and what he reads; empty for nothing."""

    old: str
    new: str
    words: str = ""


def gate(clause: str, limit: str) -> tuple[str, str]:
    return GATE, GATE.replace("就业率达到95%。", f'"{clause}"').replace("at_least: 95%", limit)


TURNED = [
    Words(*gate(clause, limit), words)
    for clause, limit, words in [
        ("就业率不低于80%。", "at_most: 80%", "的原文里 80% 是下限，at_most 却要不超过它，方向反了"),
        ("就业率达到80%。", "at_most: 80%", "80% 是下限"),
        ("就业率在80%以上。", "at_most: 80%", "80% 是下限"),
        ("就业率达百分之八十及以上。", "at_most: 80%", "百分之八十 是下限"),
        ("失业率不超过5%。", "at_least: 5%", "的原文里 5% 是上限，at_least 却要不少于它，方向反了"),
        ("失业率控制在5%以内。", "at_least: 5%", "5% 是上限"),
        ("投诉率低于5%。", "at_least: 5%", "5% 是上限"),
        ("失业率降到５％以下。", "at_least: 5%", "5% 是上限"),
        ("失业率不得高于5%。", "at_least: 5%", "5% 是上限"),
        ("就业率超过80%。", "at_least: 80%", "写着超过80%，不含本数，这里却含本数"),
        ("投诉率低于5%。", "at_most: 5%", "写着低于5%，不含本数，这里却含本数"),
    ]
]
STRAIGHT = [
    Words(*gate(clause, limit))
    for clause, limit in [
        ("就业率低于80%的，不予认定。", "at_least: 80%"),
        ("就业率未达到80%的，一票否决。", "at_least: 80%"),
        ("投诉率超过5%的取消资格。", "at_most: 5%"),
        ("投诉率达到5%以内。", "at_most: 5%"),
        ("投诉率低于5%。", "at_most: 5%, boundary: exclude"),
        ("就业率超过80%。", "at_least: 80%, boundary: exclude"),
        ("投诉率低于5%。", "at_least: 95%"),
        ("就业率80%。", "at_most: 80%"),
    ]
]
PAIRS = [
    Words(CLAUSE, f"clause: {clause}", words)
    for clause, words in [
        ("建立“人员台帐，最多5分。", "里有 “，后面没有 ”"),
        ("建立人员”台帐，最多5分。", "里有 ”，前面没有 “"),
        ("建立台帐（名册，最多5分。", "里有 （，后面没有 ）"),
        ("建立台帐（名册)，最多5分。", "里的 （ 用 ) 收尾，应当是 ）"),
        ("持《就业证人员台帐，最多5分。", "里有 《，后面没有 》"),
        ("建立“《台帐”》，最多5分。", "里的 《 用 ” 收尾"),
    ]
] + [
    Words("zh: 已就业人数", "zh: 已就业人数（人", "“已就业人数（人”里有 （"),
    Words("label: 有记录", "label: 有记录）", "里有 ），前面没有 （"),
    Words("title: 上报", "title: 上报“名单", "里有 “，后面没有 ”"),
]
PAIRED = [
    Words(CLAUSE, CLAUSE.replace("人员", words))
    for words in ("“人员”（含‘4050’）", "1）人员；2）农户；a)", "（一）人员（二）", "《“零就业”家庭》")
] + [
    Words(CLAUSE, "clause: 建立“人员台帐，最多5分。\n    repair: 原文缺后引号，照录。"),
    Words(CLAUSE, "clause: 一）建立人员台帐，最多5分。"),
]
YEARS = [
    Words(NUMBER, "〔2018〕1号", "里是2018年，成文或印发日期却是2024年"),
    Words(NUMBER, "[2018]1号", "里是2018年"),
    Words(NUMBER, "【2018】1号", "里是2018年"),
    Words(NUMBER, "（2018）1号", "里是2018年"),
    Words(NUMBER, "(２０１８)1号", "里是2018年"),
    Words(SIGNED, "signed: 2019年3月1日", "里是2024年，成文或印发日期却是2019年"),
    Words("title: 示例县", "title: 2009年示例县", "里是2009年，文号 示例发〔2024〕1号 里是2024年"),
    Words("  area:", "  basis: [市局通知（市发〔2029〕3号）]\n  area:", "是2029年的，晚于本通知的2024年"),
]
SAME_YEARS = [
    Words(SIGNED, "signed: 2025-01-05"),
    Words("title: 示例县", "title: 2025年示例县"),
    Words(NUMBER, "〔2024〕2018号"),
    Words("number: 示例发〔2024〕1号", "number: 无文号"),
    Words("  area:", "  basis: [市局通知（市发〔2023〕3号）]\n  area:"),
]
WRITTEN = [
    "（21分）",
    "（ 21 分 ）",
    "（２１分）",
    "（二十一分）",
    "（满分21分）",
    "（共21分）",
    "（计21分）",
    "（共计21分）",
]
WRITTEN += [
    " 21分",
    " 21 分",
    " ２１分",
    "，21分",
    "(21)分",
    "（二十一）分",
    "【21分】",
    "　满分21分",
    "　共二十一分",
]
WRITTEN += ["（分值21）", "（满分：21）", "21分", "（分值：21分）", "——21分"]
POINTS = [Words(TITLE, f'title: "就业指标{each}"', "写着21分，分值 points 却是20") for each in WRITTEN]
POINTS += [Words("name: 台帐", 'name: "台帐（六分）"', "写着6分，分值 points 却是5")]
POINTS += [Words("评分表\n", "评分表（100分）\n", "写着100分，总分 total 却是20")]
NO_POINTS = [
    Words(TITLE, f'title: "就业指标{each.replace("21", "20")}"')
    for each in (
        "21分",
        "（21分）",
        "满分21分",
        "",
        "十分重要",
        "（一）",
        "（1）",
        "（10-30分）",
        "得60分",
        "（三分之一）",
    )
] + [Words("评分表\n", "评分表（20分）\n")]
PASTED = [
    Words(SERVED, CLAUSE, "“3 服务”的原文和“2 台帐”的一字不差"),
    Words(JUDGED, LEVELS, "“3 服务”的评分办法和“2 台帐”的完全相同"),
    Words(CLAUSE, "clause: 就业率高，酌情给分，最多5分。", ""),
    Words(CLAUSE, "clause: 有就业愿望人数中已就业人数多，就业率高，最多5分。", "原文没有提到它，说的像是“1 就业率”"),
    Words("clause: 都已培训。, answer: trained", f"{GATE.replace('就业率达到', '培训率达到')}", "看的和“就业率”完全相同"),
]  # fmt: skip
NOT_PASTED = [
    Words(f"{CLAUSE}", "clause: 台帐齐全，服务成效显著，得5分。"),
    Words(JUDGED, "    method: {kind: judged, step: 1}\n"),
]
TOLD = [*TURNED, *PAIRS, *YEARS, *POINTS, *(each for each in PASTED if each.words)]
PASSED = [
    *STRAIGHT,
    *PAIRED,
    *SAME_YEARS,
    *NO_POINTS,
    *NOT_PASTED,
    *(each for each in PASTED if not each.words),
]


def look(folder: Path, words: Words) -> list[Problem]:
    assert words.old in SMALL
    path = folder / "small.yaml"
    path.write_text(SMALL.replace(words.old, words.new, 1), encoding="utf-8")
    return look_into_rubric(str(path)).problems


@pytest.mark.parametrize("words", TOLD, ids=[each.new for each in TOLD])
def test_words_that_contradict_or_lack_something_are_told(tmp_path: Path, words: Words) -> None:
    problems = look(tmp_path, words)
    assert any(words.words in each.message for each in problems), problems
    assert {each.code for each in problems} <= {"R126", "R129", "R132"}


@pytest.mark.parametrize("words", PASSED, ids=[each.new for each in PASSED])
def test_honest_words_are_let_pass(tmp_path: Path, words: Words) -> None:
    assert [each.message for each in look(tmp_path, words)] == []


def test_a_clause_that_two_criteria_share_and_that_names_both_is_let_pass(tmp_path: Path) -> None:
    text = SMALL.replace(CLAUSE, "clause: 台帐、服务齐全，各得5分。").replace(
        SERVED, "clause: 台帐、服务齐全，各得5分。"
    )
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    assert look_into_rubric(str(path)).problems == []


def test_an_id_of_another_year_than_the_number_is_told_but_not_that_of_a_county_file(tmp_path: Path) -> None:
    whole, county = tmp_path / "small-2018.yaml", tmp_path / "county-2018.yaml"
    whole.write_text(SMALL.replace(ID, "id: small-2018"), encoding="utf-8")
    (problem,) = look_into_rubric(str(whole)).problems
    assert "“编号 small-2018”里是2018年，文号 示例发〔2024〕1号 里是2024年" in problem.message
    county.write_text("id: county-2018\nextends: taizhou-2019\n", encoding="utf-8")
    assert look_into_rubric(str(county)).problems == []
