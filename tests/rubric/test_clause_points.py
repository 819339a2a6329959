"""Points that a clause gives for another mark, gives to nobody, or does not allow."""

from pathlib import Path

import pytest

from formgen.commands.rubric import look_into_rubric

_RATE = "measure: {kind: ratio, of: [employed], to: [willing]}"


def told(folder: Path, clause: str, method: str, points: int = 15) -> list[str]:
    """Return the hints at a rubric of one criterion."""
    path = folder / "small.yaml"
    path.write_text(
        f"""
id: small
title: 评分表
notice: {{title: 通知, number: 甲发〔2024〕1号, issuers: [甲局], signed: 2024-03-01, area: 甲县}}
total: {points}
columns: {{self: 自评分, county: 县级考评分}}
final_column: county
forms: []
sections: {{all: {{title: 就业, points: {points}, criteria: [item1]}}}}
criteria:
  item1:
    number: "1"
    name: 就业率
    points: {points}
    clause: {clause}
    method: {{{method}}}
indicators:
  willing: {{zh: 有就业愿望人数, kind: count, unit: 人, definition: 年底在册人数, source: 台账}}
  employed: {{zh: 已就业人数, kind: count, unit: 人, definition: 其中已就业的, source: 台账}}
""",
        encoding="utf-8",
    )
    found = [each for each in look_into_rubric(str(path)).problems if each.code == "R132"]
    return [each.message for each in found]


def tiers(*pairs: tuple[str, int], otherwise: str = "0") -> str:
    written = ", ".join(f"{{at_least: {mark}, points: {points}}}" for mark, points in pairs)
    return f"kind: tiers, {_RATE}, tiers: [{written}], otherwise: {otherwise}"


_TURNED = "就业率达到95%得15分，98%以上得10分。"
_RIGHT = "就业率达到95%得10分，98%以上得15分。"


@pytest.mark.parametrize(
    ("clause", "method", "says"),
    [
        (_RIGHT, tiers(("95%", 10), ("98%", 15)), []),
        (
            _TURNED,
            tiers(("95%", 10), ("98%", 15)),
            [
                "“1 就业率”的原文写着95%得15分，这里 95% 却得10分。",
                "“1 就业率”的原文写着98%得10分，这里 98% 却得15分。",
            ],
        ),
        ("就业率达到95%且在册90%以上得10分，98%以上得15分。", tiers(("95%", 10), ("98%", 15)), []),
        (
            _RIGHT,
            tiers(("95%", 10), ("98%", 15), otherwise="5"),
            ["“1 就业率”的原文里没有得5分的，otherwise 却给5分。"],
        ),
        (f"{_RIGHT}不足95%的得5分。", tiers(("95%", 10), ("98%", 15), otherwise="5"), []),
        (_RIGHT, tiers(("95%", 10), ("98%", 15), otherwise="proportional"), []),
    ],
)
def test_points_for_another_mark_or_for_none_are_told(
    tmp_path: Path, clause: str, method: str, says: list[str]
) -> None:
    assert told(tmp_path, clause, method) == says


@pytest.mark.parametrize(
    ("clause", "most"),
    [
        ("酌情给分，最多3分。", "3"),
        ("由评审酌情给分，最高可得三分。", "3"),
        ("按台账给分，3分封顶。", "3"),
        ("满分为 3 分，酌情给分。", "3"),
        ("酌情给分，最多5分。", ""),
        ("酌情给分，每项最多3分。", ""),
        ("酌情给分，其中台账不超过3分。", ""),
        ("发现问题酌情扣分，最多扣3分。", ""),
        ("最多3分，有创新的最多5分。", ""),
    ],
)
def test_points_beyond_what_the_clause_allows_are_told(tmp_path: Path, clause: str, most: str) -> None:
    says = [f"“1 就业率”的原文写着最多{most}分，points 却是5。"] if most else []
    found = told(tmp_path, clause, "kind: judged", 5)
    assert [each for each in found if "最多" in each] == says
