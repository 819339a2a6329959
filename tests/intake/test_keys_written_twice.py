"""What YAML and JSON say twice, or in the wrong place: none of it is used as if it were said once."""

from pathlib import Path

import pytest

from formgen.intake import open_bytes
from formgen.model import Community
from formgen.rubric.schema import Rubric


def read(rubric: Rubric, body: str, file: str) -> tuple[Community, list[str]]:
    start = "communities:\n- name: 甲村\n  township: 乙镇\n" if file.endswith("yaml") else ""
    intake = open_bytes(f"{start}{body}".encode(), rubric, Path(file).name).read_all()
    return intake.communities[0], [str(each.message) for each in intake.problems]


TWICE = [
    "  indicators: {employed: 98, employed: 90}\n",
    "  indicators: {employed: 98}\n  indicators: {employed: 90, certified: 1}\n",
    "  indicators: {employed: 98}\n  employed: 90\n",
    "  indicators: {employed: 98}\n  facts: {employed: 90}\n",
    "  facts: {employed: 90}\n  indicators: {employed: 98}\n",
    "  indicators: {employed: , employed: 90}\n",
    "  indicators: {employed: 98, employed: [90]}\n",
]


@pytest.mark.parametrize("body", TWICE)
def test_a_figure_that_stands_twice_is_used_nowhere(taizhou: Rubric, body: str) -> None:
    community, problems = read(taizhou, body, "a.yaml")
    assert community.indicators["employed"].value is None
    assert problems


JSON = '{"communities": [{"name": "甲村", "township": "乙镇", %s}]}'


@pytest.mark.parametrize(
    "body",
    [
        '"indicators": {"employed": 98, "employed": 90}',
        '"indicators": {"employed": 98}, "indicators": {"employed": 90}',
    ],
)
def test_a_figure_that_stands_twice_in_json_is_used_nowhere(taizhou: Rubric, body: str) -> None:
    community, problems = read(taizhou, JSON % body, "a.json")
    assert community.indicators["employed"].value is None
    assert len(problems) == 1


OTHERS = [
    ("  facts: {phone: 0577-1, phone: 0577-2}\n", "facts", "phone", None),
    ("  facts: {phone: 0577-1, phone: 0577-1}\n", "facts", "phone", "0577-1"),
    ("  judged: {item9b: 2, item9b: 3}\n", "judged", "item9b", None),
    ("  judged: {item9b: {points: 2}, item9b: 3}\n", "judged", "item9b", None),
    ("  judged: {item9b: {points: 2}, item9b: {points: 3}}\n", "judged", "item9b", None),
    ("  judged: {item9b: {points: 2}, item9b: {by: 主任, reason: 好}}\n", "judged", "item9b", "2"),
    ("  scores: {county: {item1: 3, item1: 5}}\n", "county", "item1", None),
    ("  scores: {county: {item1: 3}, county: {item1: 5}}\n", "county", "item1", None),
    ("  scores: {county: {item1: 3}, county: {item2: 5}}\n", "county", "item1", "3"),
]


@pytest.mark.parametrize(("body", "part", "key", "value"), OTHERS)
def test_of_two_values_of_one_key_neither_is_used(
    taizhou: Rubric, body: str, part: str, key: str, value: str | None
) -> None:
    community, problems = read(taizhou, body, "a.yaml")
    cells = community.scores[part] if part in taizhou.columns else getattr(community, part)
    own = cells.get(key)
    held = own and (own.text if part == "facts" else getattr(own, "points" if part == "judged" else "value"))
    assert (None if held is None else str(held)) == value
    assert "写了两次" in problems[0]


def test_months_of_a_series_written_twice_are_kept_where_they_agree(yongjia: Rubric) -> None:
    body = "  monthly:\n    target_total: [800, 801]\n    target_total: [800, 802, 803]\n"
    community, problems = read(yongjia, body, "a.yaml")
    series = community.monthly["target_total"]
    assert [each and each.value for each in series[:4]] == [800, None, 803, None]
    assert problems[0] == "键“target_total”写了两次。"


def test_two_lists_of_communities_are_both_read(taizhou: Rubric) -> None:
    text = "communities:\n- name: 甲村\n  township: 乙镇\ncommunities:\n- name: 丙村\n  township: 乙镇\n"
    intake = open_bytes(text.encode(), taizhou, "a.yaml").read_all()
    assert [each.name for each in intake.communities] == ["甲村", "丙村"]
    assert [each.code for each in intake.problems] == ["R102"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("  facts: {employed: 90}\n", "不认识的键“employed”（它要写在 indicators 下面，写在这里没有读）。"),
        ("  employed: 90\n", "不认识的键“employed”（它要写在 indicators 下面，写在这里没有读）。"),
        (
            "  indicators: {households: 90}\n",
            "不认识的键“households”（它要写在 facts 下面，写在这里没有读）。",
        ),
        ("  indicators: {item9b: 3}\n", "不认识的键“item9b”（它要写在 judged 下面，写在这里没有读）。"),
        ("  judged: {county: 3}\n", "不认识的键“county”（它要写在 scores 下面，写在这里没有读）。"),
        ("  facts: {township: 甲镇}\n", "不认识的键“township”（它和 name 写在一层）。"),
        ("  facts: {phonne: 1}\n", "不认识的键“phonne”（是不是“phone”？）。"),
    ],
)
def test_a_key_that_belongs_elsewhere_is_told_where(taizhou: Rubric, body: str, words: str) -> None:
    assert words in read(taizhou, body, "a.yaml")[1]
