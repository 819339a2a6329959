"""Rules that no community can ever meet, or that all of them meet: each is proved from the rubric and named at its line."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem

ROOT = Path(__file__).parents[1]
SMALL = (ROOT / "cases" / "small_rubric.yaml").read_text(encoding="utf-8")
STANDARDS = (ROOT / "support" / "standards-only.yaml").read_text(encoding="utf-8")
MARK = "pass_mark: {points: 12, clause: 12分以上合格。}\n"
COUNT = "method: {kind: tiers, measure: {kind: count, of: employed}, tiers: "
SHARES = (
    "method: {kind: tiers, measure: {kind: proportion, one: employed, many: willing}, otherwise: 0, tiers: "
)
JUDGED = "method: {kind: judged}"


class Slip(NamedTuple):
    """What is written instead of what, in one of the two sound rubrics, and what its author reads at which line."""

    old: str
    new: str
    code: str
    words: str
    at: str
    sound: str = SMALL


WITHOUT_MARK = SMALL.replace(MARK, "").replace("of: passed, to: communities", "of: station, to: communities")
SLIPS = [
    Slip("of: 已认定总数", "of: passed", "R126", "的 of 写了键“passed”；这里只用文字", "  share: {title"),
    Slip("of: 已认定总数", "of: communities", "R126", "写 to: communities", "  share: {title"),
    Slip("of: 已认定总数", "of: station", "R126", "的 of 写了键“station”", "  share: {title"),
    Slip("of: 已认定总数", "of: employed", "R126", "的 of 写了键“employed”", "  share: {title"),
    Slip(
        "of: passed, to",
        "base: communities, of: passed, to",
        "R126",
        "的 base 写了键“communities”",
        "  goal:",
    ),
    *(
        Slip(old, new, "R126", "通知却没有合格线，永远待定", at, WITHOUT_MARK)
        for old, new, at in (
            ("of: 已认定总数", "of: passed", "  share: {title"),
            ("of: 已认定总数", "of: 合格的, to: passed", "  share: {title"),
            ("of: station, to", "of: passed, to", "  goal:"),
            ("of: station, to: communities", "of: station, to: passed", "  goal:"),
            ("yuan: 5000, answer: station", "yuan: 5000, passed: true", "  station: {title: 经费"),
        )
    ),
    Slip("at_least: 95%, points", "at_least: 0%, points", "R126", "的界限“0%”谁都达到", "- {at_least: 0%"),
    Slip("at_least: 95%, points", "at_least: 0.0%, points", "R126", "谁都达到", "- {at_least: 0.0%"),
    Slip(
        JUDGED,
        COUNT + "[{at_least: 0, points: 5}], otherwise: 0}",
        "R126",
        "界限“0”谁都达到",
        "    method: {",
    ),
    Slip(
        "- {at_least: 95%, points: 5}\n        - {at_least: 98%, points: 10}",
        "- {at_most: 100%, points: 5}\n        - {at_most: 2%, points: 10}",
        "R126",
        "的界限“100%”谁都达到",
        "- {at_most: 100%",
    ),
    Slip(
        "at_least: 95%, points: 5}\n        - {at_least: 98%, points: 10}\n      otherwise: 0",
        "at_least: 50%, points: 2}\n        - {at_least: 98%, points: 10}\n      otherwise: proportional",
        "R111",
        "按比例折算，未到50%的反而比最低档得分高",
        "      otherwise: prop",
    ),
    *(
        Slip(
            JUDGED,
            SHARES + f'[{{at_least: "{text}", points: 5}}]}}',
            "R126",
            f"的界限“{text}”前项不是1",
            "    method: {",
        )
        for text in ("3:1", "2:5", "10：1", "0.5:1")
    ),
    Slip(JUDGED, SHARES + "[{at_least: 1/3, points: 5}]}", "R116", "“1/3”的写法", "    method: {"),
    Slip(
        "total: 0", "total: 0\npass_mark: {points: 0, clause: 甲。}", "R126", "永远待定", "pass_m", STANDARDS
    ),
    Slip(
        "gates:\n",
        "gates:\n  decisive: false\n",
        "R132",
        "都不起决定作用（decisive: false），又没有评分项和合格线",
        "  decisive",
        STANDARDS,
    ),
]


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / f"{text.split('id: ', 1)[1].split(maxsplit=1)[0]}.yaml"
    path.write_text(text, encoding="utf-8")
    return look_into_rubric(str(path)).problems


@pytest.mark.parametrize("slip", SLIPS, ids=[f"{slip.new[-24:]} {slip.words[:20]}" for slip in SLIPS])
def test_a_rule_that_all_or_none_can_meet_is_named_at_its_line(slip: Slip, tmp_path: Path) -> None:
    assert slip.sound.count(slip.old) >= 1
    text = slip.sound.replace(slip.old, slip.new, 1)
    problems = problems_of(tmp_path, text)
    found = [each for each in problems if each.code == slip.code and slip.words in str(each)]
    assert found, [str(each) for each in problems]
    line = text[: text.index(slip.at)].count("\n") + 1
    assert line in {each.place.line for each in found}, [str(each) for each in found]


WORDLESS = SMALL.replace("就业率达到95%得5分，98%以上得10分。", "按就业率得分。").replace(
    "就业率达到95%。", "就业率达标。"
)

SOUND = [
    (SMALL, "of: 已认定总数", "of: 全县社区总数, to: communities"),
    (SMALL, "of: 已认定总数", "of: 合格的社区, to: passed"),
    (WITHOUT_MARK, "title: 示例县", "title: 示例县"),
    (WORDLESS, "at_least: 95%, points: 5", "at_least: 0.1%, points: 5"),
    (SMALL, JUDGED, COUNT + "[{at_least: 1, points: 5}], otherwise: 0}"),
    (SMALL, JUDGED, COUNT + "[{at_least: 0, points: 5}], otherwise: 0, boundary: exclude}"),
    (SMALL, JUDGED, COUNT + "[{at_most: 9, points: 2}, {at_most: 0, points: 5}], otherwise: 0}"),
    (SMALL, JUDGED, SHARES + '[{at_least: "1:3", points: 5}]}'),
    (SMALL, JUDGED, SHARES + '[{at_least: "1.0:2.5", points: 5}]}'),
    (
        WORDLESS,
        "at_least: 95%, points: 5}\n        - {at_least: 98%, points: 10}\n      otherwise: 0",
        "at_least: 49%, points: 5}\n        - {at_least: 98%, points: 10}\n      otherwise: proportional",
    ),
    (STANDARDS, "gates:\n", "gates:\n  decisive: true\n"),
]


@pytest.mark.parametrize(("sound", "old", "new"), SOUND, ids=[new[-40:] for _, _, new in SOUND])
def test_a_rule_that_some_meet_is_let_pass(sound: str, old: str, new: str, tmp_path: Path) -> None:
    assert sound.count(old) >= 1
    assert problems_of(tmp_path, sound.replace(old, new, 1)) == []


COUNTY = "id: county\nextends: yongjia-2009\nforms: []\n"
NINETY_NINE = "pass_mark: {points: 99, include_bonus: true, clause: 九十九分合格}\n"


@pytest.mark.parametrize(
    ("chosen", "own", "told"),
    [
        (
            "chosen: {P33: pass_85}\n",
            NINETY_NINE,
            "“pass_mark.points”自己写的是“99”，口径“P33＝pass_85”却要改成“85”，不知道以哪一个为准",
        ),
        (
            "chosen: {P34: latest}\n",
            "final_column: county\n",
            "“final_column”自己写的是“county”，口径“P34＝latest”却要改成“latest”",
        ),
        ("chosen: {P33: pass_85}\n", "", ""),
        ("", NINETY_NINE, ""),
        ("chosen: {P34: latest}\n", "final_column: latest\n", ""),
    ],
)
def test_a_reading_never_changes_what_the_author_wrote_himself(
    tmp_path: Path, chosen: str, own: str, told: str
) -> None:
    path = tmp_path / "county.yaml"
    path.write_text(COUNTY + chosen + own, encoding="utf-8")
    problems = look_into_rubric(str(path)).problems
    assert bool(problems) == bool(told), [str(each) for each in problems]
    assert {each.code for each in problems} <= {"R137"}
    line = path.read_text(encoding="utf-8").splitlines().index(own.strip()) + 1 if own else 0
    assert all(each.place.line == line for each in problems)
    assert not told or any(told in str(each) for each in problems)
