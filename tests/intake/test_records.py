"""YAML and JSON: the documented form, its places, and every shape that does not belong."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from formgen.intake import Intake, open_records, open_source
from formgen.problems import FormgenError
from formgen.rubric.schema import Rubric

One = Callable[..., Intake]

_YAML = """\
communities:
  - name: 示例社区
    township: 示例镇
    address: 示例路1号
    facts: {phone: 0577-1}
    indicators:
      labour_willing: 2000
      employed: 1980
      base_site: yes
      referral_level:
    judged: {item9b: {points: 2, by: 主任, reason: 有成效}}
    scores: {self: {item1: 5}, county: {item1: 3}}
"""


def test_the_documented_form_is_read(taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(_YAML, encoding="utf-8")
    intake = open_source(path, taizhou).read_all()
    assert intake.problems == ()
    (community,) = intake.communities
    assert community.full_name == "示例镇示例社区"
    assert (community.fact("address"), community.fact("phone")) == ("示例路1号", "0577-1")
    assert set(community.indicators) == {"labour_willing", "employed", "base_site"}
    assert community.indicators["base_site"].text == "是"
    judgement = community.judged["item9b"]
    assert judgement.points == 2
    assert (judgement.by, judgement.reason) == ("主任", "有成效")
    assert community.scores["self"]["item1"].value == 5
    assert community.scores["county"]["item1"].value == 3


def test_every_value_of_yaml_keeps_line_and_path(taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(_YAML, encoding="utf-8")
    place = open_source(path, taizhou).read_all().communities[0].indicators["employed"].place
    assert (place.file, place.line, place.path) == ("数据.yaml", 8, "communities[0].indicators.employed")


def test_json_keeps_numbers_as_typed_and_tells_the_path(taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "数据.json"
    path.write_text(
        '{"communities": [{"name": "甲", "indicators": {"innovation_points": 4.50, "base_site": true}}]}'
    )
    intake = open_source(path, taizhou).read_all()
    figure = intake.communities[0].indicators["innovation_points"]
    assert (figure.value, figure.text) == (Fraction(9, 2), "4.50")
    assert figure.place.path == "communities[0].indicators.innovation_points"
    assert intake.communities[0].indicators["base_site"].value == "yes"


def test_a_key_written_twice_in_json_is_reported(taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "数据.json"
    path.write_text('{"communities": [{"name": "甲", "name": "乙"}]}', encoding="utf-8")
    intake = open_source(path, taizhou).read_all()
    assert [str(problem.message) for problem in intake.problems] == ["键“name”写了两次。"]
    assert intake.communities[0].name == "甲"


def test_a_key_written_twice_in_yaml_is_reported(taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text("communities:\n  - name: 甲\n    name: 乙\n", encoding="utf-8")
    assert [(each.code, each.place.line) for each in open_source(path, taizhou).read_all().problems] == [
        ("R102", 3)
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "name: 甲村\nindicators: {employed: 1}\n"),
        ("a.yaml", "- name: 甲村\n  indicators: {employed: 1}\n"),
        ("a", "- name: 甲村\n  township: 乙镇\n"),
        ("a.yml", "township: 乙镇\nname: 甲村\n"),
        ("a.json", '[{"name": "甲村"}]'),
        ("a.json", '{"name": "甲村"}'),
    ],
)
def test_communities_without_their_key_are_told_to_need_it(
    taizhou: Rubric, tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert [problem.message for problem in open_source(path, taizhou).read_all().problems] == [
        "“文件内容”应当是一组“键: 值”，其中有 communities。"
    ]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", '{"communities": [', "第1行第"),
        ("a.json", '{"communities": ' + "[" * 100_000, "嵌套太深"),
        ("a.yaml", "communities: [", "读不懂这里的写法"),
        ("a.yaml", "communities: &a []\n", "锚点"),
    ],
)
def test_broken_text_stops_the_reading(
    taizhou: Rubric, tmp_path: Path, name: str, text: str, words: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormgenError, match=words):
        open_source(path, taizhou).read_all()


@pytest.mark.parametrize(
    ("community", "code", "words"),
    [
        ({"indicators": {"emploied": 1}}, "D119", "不认识的键“emploied”（是不是“employed”？）。"),
        ({"indicators": {"zzz": 1}}, "D119", "不认识的键“zzz”。"),
        ({"indicator": {"employed": 1}}, "D119", "（是不是“indicators”？）"),
        ({"facts": {"adress": "x"}}, "D119", "（是不是“address”？）"),
        ({"monthly": {"employed": [1]}}, "D119", "不认识的键“employed”"),
        ({"judged": {"item99": 1}}, "D119", "不认识的键“item99”（是不是“item9"),
        (
            {"judged": {"item9b": {"points": 1, "by": "甲", "reason": "乙", "who": "丙"}}},
            "D119",
            "不认识的键“who”",
        ),
        ({"scores": {"village": {"item1": 1}}}, "D119", "不认识的键“village”"),
        ({"scores": {"self": {"item0": 1}}}, "D119", "不认识的键“item0”"),
        ({"indicators": [1]}, "D135", "“communities[0].indicators”应当是一组“键: 值”"),
        ({"indicators": {"employed": [1, 2]}}, "D135", "“communities[0].indicators.employed”应当是一个值"),
        ({"name": {"zh": "甲"}}, "D135", "“communities[0].name”应当是一个值"),
        ({"judged": {"item9b": [1]}}, "D135", "应当是一个值"),
        ({"address": "甲", "facts": {"address": "乙"}}, "D120", "“地址”在两处填得不一样：甲"),
        (
            {"indicators": {"innovation_points": 2}, "judged": {"item9b": 3}},
            "D120",
            "“9 附加分（创新举措）”在两处填得不一样：2（communities[0].indicators.innovation_points）与3",
        ),
        ({"scores": {"self": {"item1": 6}}}, "D111", "“社区自评分：1 总体就业率”的得分6不在0至5分之间"),
        ({"judged": {"item9b": {"points": 1}}}, "D134", "有人工评分，但没有写评审人职务和理由"),
        ({"judged": {"item9b": {"points": 1, "by": "主任"}}}, "D134", "但没有写理由"),
        ({"judged": {"item9b": {"points": 1, "by": "主\x07任", "reason": "好"}}}, "D122", "不可打印"),
    ],
)
def test_what_does_not_belong_is_reported(one: One, community: dict[str, Any], code: str, words: str) -> None:
    problems = one(**community).problems
    assert code in [problem.code for problem in problems]
    assert words in next(problem.message for problem in problems if problem.code == code)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ({"communities": {"name": "甲"}}, "D135", "“communities”应当是社区的列表"),
        ({"communities": ["甲"]}, "D135", "“communities[0]”应当是一个社区"),
        ([{"name": "甲"}], "D135", "“文件内容”应当是一组“键: 值”"),
        ({"comunities": []}, "D119", "（是不是“communities”？）"),
        ({"communities": [{"name": "甲"}], "version": 1}, "D119", "不认识的键“version”"),
    ],
)
def test_a_tree_of_another_shape_is_reported(
    taizhou: Rubric, data: dict[str, object] | list[object], code: str, words: str
) -> None:
    (problem,) = open_records(data, taizhou, "x.json").read_all().problems
    assert problem.code == code
    assert words in problem.message


def test_points_that_disagree_count_nowhere(one: One) -> None:
    community = one(indicators={"innovation_points": 2}, judged={"item9b": 3}).communities[0]
    assert community.indicators["innovation_points"].bad
    assert community.judged["item9b"].points is None


def test_points_that_agree_are_no_problem(one: One) -> None:
    assert one(indicators={"innovation_points": "2.0"}, judged={"item9b": 2}).problems == ()


def test_the_same_fact_in_both_places_is_no_problem(one: One) -> None:
    assert one(address="甲", facts={"address": "甲"}).problems == ()


def test_judged_points_without_a_value_are_missing(one: One) -> None:
    intake = one(judged={"item9b": {"by": "主任"}, "item7": None})
    assert intake.problems == ()
    assert not intake.communities[0].judged


def test_a_community_written_twice_counts_nowhere(taizhou: Rubric) -> None:
    rows = [
        {"name": "示例 社区", "township": "甲镇"},
        {"name": "示例社区", "township": "甲镇"},
        {"name": "示例社区", "township": "乙镇"},
    ]
    intake = open_records({"communities": rows}, taizhou, "x").read_all()
    assert [community.township for community in intake.communities] == ["乙镇"]
    assert [(problem.code, problem.message) for problem in intake.problems] == [
        ("D105", "社区“甲镇示例社区”出现了两次（另一次在communities[0]）。"),
        ("D153", "“示例社区”里有空格或看不见的字符，印表时去掉。"),
    ]


def test_pairs_of_months_become_two_series(one: One, yongjia: Rubric) -> None:
    intake = one(yongjia, indicators={"monthly_counts": [[282, 300]] * 6 + [[98, 100]] * 6})
    assert intake.problems == ()
    monthly = intake.communities[0].monthly
    assert [figure.value for figure in monthly["target_employed"] if figure] == [282] * 6 + [98] * 6
    last = monthly["target_total"][11]
    assert last
    assert last.place.path == "communities[0].indicators.monthly_counts[11][1]"


@pytest.mark.parametrize(
    ("monthly", "code", "words"),
    [
        ({"target_total": [300] * 10}, "D115", "缺11月、12月"),
        ({"target_total": [300, None, *[300] * 10]}, "D115", "缺2月"),
        ({"monthly_rates": [96] * 13}, "D116", "“就业率”填了13个月"),
        ({"monthly_counts": [[1, 2, 3]] * 12}, "D135", "一对数"),
        ({"monthly_counts": [7] * 12}, "D135", "一对数"),
        ({"monthly_rates": "96%"}, "D135", "“communities[0].monthly.monthly_rates”应当是十二个数的列表"),
    ],
)
def test_a_series_that_is_not_twelve_months_is_reported(
    one: One, yongjia: Rubric, monthly: dict[str, Any], code: str, words: str
) -> None:
    problems = one(yongjia, monthly=monthly).problems
    assert problems[0].code == code
    assert words in problems[0].message


def test_more_than_twelve_months_can_be_used_nowhere(one: One, yongjia: Rubric) -> None:
    series = one(yongjia, monthly={"monthly_rates": [96] * 13}).communities[0].monthly["monthly_rates"]
    assert [figure.value for figure in series if figure] == [None] * 12


def test_a_series_without_any_month_is_missing(one: One, yongjia: Rubric) -> None:
    intake = one(yongjia, monthly={"monthly_rates": [None] * 12, "target_total": None})
    assert intake.problems == ()
    assert not intake.communities[0].monthly


def test_a_missing_pair_is_a_missing_month(one: One, yongjia: Rubric) -> None:
    problems = one(yongjia, monthly={"monthly_counts": [[1, 2]] * 11 + [None]}).problems
    assert [(problem.code, problem.severity) for problem in problems] == [("D115", "warning")] * 2


def test_months_beside_the_years_figure_are_reported(one: One, yongjia: Rubric) -> None:
    (problem,) = one(yongjia, monthly={"target_total": [300] * 12}, indicators={"target_total": 300}).problems
    assert (problem.code, problem.severity) == ("D129", "warning")
    assert "既有十二个月数据，又有全年数" in problem.message


def test_a_series_given_twice_must_agree(one: One, yongjia: Rubric) -> None:
    same: dict[str, dict[str, list[Any]]] = {
        "indicators": {"monthly_rates": [96] * 12},
        "monthly": {"monthly_rates": [96] * 12},
    }
    assert one(yongjia, **same).problems == ()
    same["monthly"]["monthly_rates"][2] = "96.0%"
    assert one(yongjia, **same).problems == ()
    same["monthly"]["monthly_rates"][3] = 95
    (problem,) = one(yongjia, **same).problems
    assert problem.code == "D120"
    assert "“就业率4月”在两处填得不一样" in problem.message


@pytest.mark.parametrize("text", ["communities: []", "communities:", "", "{}"])
def test_a_file_without_communities_is_refused(taizhou: Rubric, tmp_path: Path, text: str) -> None:
    path = tmp_path / "空.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormgenError, match="没有读到任何社区"):
        open_source(path, taizhou).read_all()


def test_json_with_a_lone_surrogate_is_refused_by_name(taizhou: Rubric, tmp_path: Path) -> None:
    path = tmp_path / "数据.json"
    path.write_text(json.dumps({"communities": [{"name": "坏\ud800名"}]}), encoding="utf-8")
    assert [problem.code for problem in open_source(path, taizhou).read_all().problems] == ["D121"]


def test_a_reason_that_speaks_against_its_points_is_told_as_in_a_sheet(one: One) -> None:
    intake = one(judged={"item9b": {"points": 2, "by": "主任", "reason": "没有核对合计"}})
    (told,) = [each for each in intake.problems if each.code == "D219"]
    assert told.message.endswith("这一行写着“没有核对合计”，照样读了，照样算。")


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"by": "主任", "reason": "复核后改为3分"}, "D201", "3分，用的是2"),
        ({"by": "未评完", "reason": "好"}, "D219", "未评完"),
        ({"by": "主任", "reason": "原评3分，复核改为2分"}, "", ""),
    ],
)
def test_other_points_of_records_are_told_as_in_a_sheet(
    one: One, given: dict[str, str], code: str, said: str
) -> None:
    found = [each for each in one(judged={"item9b": {"points": 2, **given}}).problems if each.code == code]
    assert [said in each.message for each in found] == [True] * bool(code)


def test_a_reason_that_names_points_where_none_are_given_is_told(one: One) -> None:
    intake = one(judged={"item9b": {"by": "主任", "reason": "4分，做法新"}})
    assert [each.code for each in intake.problems] == ["D205"]
