"""Totals that differ are never printed alike beside their ranks, nor like the mark they missed."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import full_marks
from support.command import run

RUBRIC = "yongjia-2009"
FULL = {
    "item1": 15, "item2": 15, "item3": 10, "item4": 2, "item5": 3, "item6": 3, "item7": 2, "item8": 3, "item9": 3,
    "item10": 5, "item11": 2, "item12": 5, "item13": 2, "item14": 15, "item15": 2, "item16": 4, "item17": 2,
    "item18": 2, "item19": 5,
}  # fmt: skip
NEAR: dict[
    str, tuple[str, str]
] = {  # the points of item 14 that the city gave, and the total as it is printed
    "甲": ("15", "100"),
    "乙": ("14.999", "99.999"),
    "丙": ("14.994", "99.994"),
    "丁": ("14.9935", "99.9935"),
    "戊": ("6.43", "91.43"),
    "己": ("6.4286", "91.429"),
    "庚": ("0", "85"),
    "辛": ("0.004", "85.004"),
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    rows: list[dict[str, Any]] = [
        {
            "name": f"{name}村",
            "township": "甲镇",
            "indicators": full_marks(),
            "scores": {"city": FULL | {"item14": points}},
        }
        for name, (points, _) in NEAR.items()
    ]
    path = tmp_path / "数据.json"
    path.write_text(json.dumps({"communities": rows}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["rank", "score"])
def test_each_total_is_printed_with_as_many_decimals_as_tell_it_apart(data: Path, command: str) -> None:
    lines = run(command, str(data), "--rubric", RUBRIC).output.splitlines()
    for name, (_, total) in NEAR.items():
        (line,) = [line for line in lines if f"{name}村 " in line]
        assert f" {total}（市级）" in line


def test_the_explanation_prints_points_and_total_of_one_community_the_same(data: Path) -> None:
    shown = run("explain", str(data), "--rubric", RUBRIC, "--community", "乙村").output
    assert "最后得分99.999分（市级）" in shown
    assert "以市级考评分为准：99.999分；按数据计算：99分。" in shown
    assert "市级：14.999分，与计算不同" in shown
