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


RANKED = "awards:\n  a: {title: 省奖, clause: 省级2万元，市级1万元。, yuan: %s, titles: [省级]}\n  b: {title: 市奖, clause: 省级2万元，市级1万元。, yuan: %s, titles: [市级]}\n"
AWARDS = SMALL[SMALL.index("awards:") : SMALL.index("interpretations:")]
SLIPS = [
    award("每年给予5000元。", "yuan: 5000", "的原文写着每年，every 却是 once"),
    award("一次性给予5000元。", "yuan: 5000, every: year", "的原文写着一次性，every 却是 year"),
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
HONEST = [
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
