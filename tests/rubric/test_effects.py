"""Keys that do nothing where they stand, and awards and days that their words contradict; honest ones are let pass."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric

SMALL = (Path(__file__).parents[1] / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
AWARD = "clause: 给予5000元。, yuan: 5000"
DEADLINE = "clause: 8月底前上报。, by: 08-31"
SECTION = "criteria: [item1, item2, item3]"
STEP = "sections:\n"


class Slip(NamedTuple):
    """What stands in the small rubric, what an author wrote in its place, and what he reads; empty for nothing."""

    old: str
    new: str
    words: str = ""


def by(clause: str, day: str, words: str = "", more: str = "") -> Slip:
    return Slip(DEADLINE, f"clause: {clause}, by: {day}{more}", words)


def award(clause: str, body: str, words: str = "") -> Slip:
    return Slip(AWARD, f"clause: {clause}, {body}", words)


def weighed(most: str, words: str = "") -> Slip:
    old = SMALL[SMALL.index("clause: 建立人员台帐") : SMALL.index("  trained: {zh")]
    method = "{kind: weighted_count, terms: [{of: hundred, label: 得分, points: 0.05}], cap: 5}"
    new = old.replace("，最多5分。\n    method: {kind: judged}", f"。\n    method: {method}")
    figure = f"zh: 百分制得分, kind: points, unit: 分, definition: 评审评的分, source: 台账{most}"
    return Slip(old, f"{new}  hundred: {{{figure}}}\n", words)


RANKED = "awards:\n  a: {title: 省奖, clause: 省级2万元，市级1万元。, yuan: %s, titles: [省级]}\n  b: {title: 市奖, clause: 省级2万元，市级1万元。, yuan: %s, titles: [市级]}\n"
AWARDS = SMALL[SMALL.index("awards:") : SMALL.index("interpretations:")]
SLIPS = [
    weighed("", "“指标 hundred”没有写最大值 most，多大的分都收"),
    award("每年给予5000元。", "yuan: 5000", "的原文写着每年，every 却是 once"),
    award("一次性给予5000元。", "yuan: 5000, every: year", "的原文写着一次性，every 却是 year"),
    award("给予工作经费5000元。", "yuan: 5000, every: year", "的原文没有说每年，every 却是 year"),
    award("省级给予8000元，市级给予6000元。", "yuan: 5000", "的原文写着8000元、6000元，yuan 却是5000"),
    Slip(AWARDS, RANKED % (10000, 20000), "“奖补“省奖””级别高，金额10000元却少于“市奖”的"),
    by("8月底前上报。", "08-15", "的原文写着月底，by 却是08-15"),
    by("8月中旬前上报。", "08-31", "的原文写着中旬，by 却是08-31"),
    by("8月上旬上报。", "08-15", "的原文写着上旬，by 却是08-15"),
    by("8月下旬上报。", "08-05", "的原文写着下旬"),
    by("年底前上报。", "06-30", "的原文写着年底，by 却是06-30"),
    by("上半年上报。", "12-31", "的原文写着上半年，by 却是12-31"),
    Slip(
        "三分之一以上达标。, at_least: 1/3, of: passed, to: communities",
        "3个以上达标。, at_least: 3, of: passed, base: 社区总数",
        "没有写 to，base 不起作用",
    ),
    Slip(STEP, "conventions: {nobody: zero}\nsections:\n", "“conventions.nobody”不起作用"),
]
CHECKS = "{kind: checklist, void_below: %s, items: [{of: trained, label: 培训, points: 5}]}"
DEDUCED = "{kind: deductions, start: 5, floor: %s, deductions: [{of: trained, label: 有问题, points: 2}]}"


def method(body: str, words: str = "") -> Slip:
    return Slip("酌情给分，最多5分。\n    method: {kind: judged}", f"酌情给分。\n    method: {body}", words)


SLIPS += [
    method(CHECKS % 5, "的 void_below 是5，答一个“是”就有5分，void_below 不起作用"),
    method(DEDUCED % 1, "的 floor 是1，全部扣到也还有3分，floor 不起作用"),
    Slip("facts:\n", "survey_title: 调查表\nfacts:\n", "“survey_title”不起作用：没有一个指标由花名册数出"),
    Slip("final_column: county", "final_column: self", "以“自评分”为准，县级考评分都不算数"),
    Slip(
        "[就业登记名册]",
        "[就业登记名册, 台账, 就业登记名册 ]",
        "criteria.item1.evidence”里“就业登记名册”写了两次",
    ),
    Slip(
        "[示例县人力资源和社会保障局]",
        "[示例县财政局, 示例县财政局]",
        "notice.issuers”里“示例县财政局”写了两次",
    ),
    Slip(
        "title: 示例县充分", "title: 样本县充分", "开头的“样本县”，通知的标题、地区（area）、发文机关里都没有"
    ),
    Slip('number: "3"', 'number: "5"', "“评分项的序号”缺3、4，最大的是5"),
    Slip(SECTION, "criteria: [item2, item1, item3]", "“就业率”的序号是1，印在它前面的“2 台帐”却是2"),
]
HONEST = [
    weighed(", most: 100"),
    method(DEDUCED % 3),
    method(DEDUCED % -3),
    method(DEDUCED % 0),
    Slip(
        "columns: {self: 自评分, county: 县级考评分}\nfinal_column: county",
        "columns: {self: 自评分}\nfinal_column: self",
    ),
    Slip("title: 示例县充分", "title: 充分"),
    Slip("title: 示例县充分", "title: 市级充分"),
    Slip("title: 示例县充分", "title: 样本市充分"),
    Slip('number: "3"', 'number: "2.1"'),
    Slip('number: "1"', "number: 一"),
    award("每年考核，合格的给予5000元。", "yuan: 5000"),
    award("每年给予5000元。", "yuan: 5000, every: year"),
    award("一次性给予5000元。", "yuan: 5000"),
    award("省级给予8000元，市级给予5000元。", "yuan: 5000"),
    award("给予5000元，另给3000元。", "yuan: 8000"),
    Slip(AWARDS, RANKED % (20000, 10000)),
    by("8月中旬前上报。", "08-11", more=", inclusive: false"),
    by("8月中旬上报。", "08-20"),
    by("2月底前上报。", "02-28"),
    by("年底前上报。", "12-31"),
    by("年底前考核，次年1月上报。", "01-31"),
    Slip(STEP, "conventions: {judged_step: 0.5, when_zero: pending}\nsections:\n"),
]


def look(folder: Path, slip: Slip) -> list[str]:
    assert slip.old in SMALL
    path = folder / "small.yaml"
    path.write_text(SMALL.replace(slip.old, slip.new, 1), encoding="utf-8")
    return [f"{each.code} {each.message}" for each in look_into_rubric(str(path)).problems]


@pytest.mark.parametrize("slip", SLIPS, ids=[each.new[:50] for each in SLIPS])
def test_what_does_nothing_or_is_contradicted_by_its_words_is_told(tmp_path: Path, slip: Slip) -> None:
    problems = look(tmp_path, slip)
    assert [each[:4] for each in problems if slip.words in each] == ["R132"], problems


@pytest.mark.parametrize("slip", HONEST, ids=[each.new[:50] for each in HONEST])
def test_honest_keys_awards_and_days_are_let_pass(tmp_path: Path, slip: Slip) -> None:
    assert look(tmp_path, slip) == []
