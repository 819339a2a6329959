"""What a narrative says otherwise than its own row, and narratives that are not written yet."""

from pathlib import Path

import pytest
import yaml

from formgen import library
from formgen.commands.check import check_data
from formgen.filling.narrative_claims import find_claims, find_left_open
from formgen.forms.form import FormField
from formgen.rubric.score import Scorecard

_SAMPLE = Path(__file__).parents[2] / "samples/taizhou-2019/communities.yaml"
_NAME = "前屿村"


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return library.notice("taizhou-2019").read(_SAMPLE).score(_NAME).cards[0]


@pytest.fixture(scope="module")
def field() -> FormField:
    forms = library.notice("taizhou-2019").compiled_forms
    return next(each.form.spec.fields["narrative"] for each in forms if "narrative" in each.form.spec.fields)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("已就业700人", [("已就业700人", "783")]),
        ("已就业7\n00 人", [("已就业700人", "783")]),
        ("已就业7\u200b00\n人，带动就业4 7人", [("已就业700人", "783"), ("带动就业47人", "74")]),
        ("已就业78\n3人", []),
        ("其中就业780人。", [("其中就业780人", "783")]),
        ("适龄人员800人，已就业达700人", [("已就业达700人", "783")]),
        ("当前创业98人，带动就业47人", [("当前创业98人", "89"), ("带动就业47人", "74")]),
        ("前屿村现有500户、1530人，民风淳朴。", [("前屿村现有500户、1530人", "470")]),
        ("现有470户，1600人。", [("现有470户，1600人", "1530")]),
        ("前屿村现有470户、1530人，已就业783人。", []),
        ("去年已就业700人。2018年已就业600人。", []),
        ("其中女性已就业300人", []),
        ("就业困难人员50人，已就业48人", []),
        ("残疾人20人，已就业5人", []),
        ("第一小组现有50户、160人。", []),
        ("村办企业带动就业20人", []),
    ],
)
def test_a_figure_that_is_named_with_another_number_is_told(
    card: Scorecard, field: FormField, text: str, said: list[tuple[str, str]]
) -> None:
    found = [(each.found.replace(",", "，"), each.new) for each in find_claims(card, field, text)]
    assert found == said


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("××村现有××户，已就业×人。", "××村"),
        ("XX社区已建立台账。", "XX社区"),
        ("（待补）", "待补"),
        ("服务窗口已建，其他情况待补充。", "待补"),
        ("见附件", "见附件"),
        ("详见附页。", "详见附页"),
        ("略", "略"),
        ("同上", "同上"),
        ("已建立台账，就业困难人员待遇落实。", ""),
        ("面积50×30米，每户1人，随见随办。", ""),
    ],
)
def test_a_text_that_is_not_written_yet_is_told(text: str, left: str) -> None:
    assert find_left_open(text) == left


def test_both_are_asked_about_by_a_check(tmp_path: Path) -> None:
    data = yaml.safe_load(_SAMPLE.read_text(encoding="utf-8"))
    own = next(each for each in data["communities"] if each["name"] == _NAME)
    own["facts"]["narrative"] = "已就业700人。（待补）"
    path = tmp_path / "data.yaml"
    path.write_text(yaml.safe_dump({"communities": [own]}, allow_unicode=True), encoding="utf-8")
    told = {each.code: each.message for each in check_data([path], "taizhou-2019").problems}
    assert told["T163"] == ("“云屿镇前屿村”的“建设成效”里写着“已就业700人”，数据里的“其中已就业人数”是783。")
    assert told["D241"] == "“云屿镇前屿村”的“建设成效”里写着“待补”，像是还没有写完，照样印在表上。"
