"""Figures that contradict each other: each relation of the bundled rubrics, broken once and kept once."""

from functools import cache
from typing import Any

import pytest

from formgen.intake import open_records
from formgen.model import State
from formgen.rubric.load import load_rubric
from formgen.rubric.relations import broken_relations
from formgen.rubric.score import score

_TAIZHOU: dict[str, tuple[dict[str, Any], str]] = {
    "able_within_residents": ({"labour_able": 900, "residents": 800}, "有劳动能力的人数多于人口数"),
    "willing_within_residents": (
        {"labour_willing": 900, "residents": 800},
        "有劳动能力和就业愿望的人数多于人口数",
    ),
    "employee_pension_within_residents": (
        {"pension_employee": 900, "residents": 800},
        "参加职工基本养老保险的人数多于人口数",
    ),
    "resident_pension_within_residents": (
        {"pension_resident": 900, "residents": 800},
        "参加城乡居民基本养老保险的人数多于人口数",
    ),
    "households_within_residents": ({"households": 900, "residents": 800}, "户数多于人口数"),
    "lowinc_within_households": (
        {"lowinc_households": 9, "households": 8},
        "低保、低保边缘家庭户数多于户数",
    ),
    "residents_need_households": ({"residents": 800, "households": 0}, "有人口，却填了户数为0"),
    "households_need_residents": ({"households": 800, "residents": 0}, "有住户，却填了人口数为0"),
    "jobs_need_entities": (
        {"jobs_created": 100, "new_entities": 0},
        "没有新创办的市场主体，却填了带动就业人数",
    ),
    "site_points_need_site": (
        {"site_points": 3, "base_site": "否"},
        "没有专门服务场地（窗口），却给了评审分",
    ),
    "staff_points_need_staff": ({"staff_points": 3, "base_staff": "否"}, "没有专业工作人员，却给了评审分"),
    "funding_points_need_funding": (
        {"funding_points": 3, "base_funding": "否"},
        "没有稳定的经费，却给了评审分",
    ),
    "procedures_points_need_procedures": (
        {"procedures_points": 3, "base_procedures": "否"},
        "没有完整的项目、流程、职责，却给了评审分",
    ),
    "system_points_need_system": (
        {"system_points": 3, "base_system": "否"},
        "没有使用信息系统录入，却给了评审分",
    ),
}
_YONGJIA: dict[str, tuple[dict[str, Any], str]] = {
    "aid_employed_needs_required": (
        {"aid_employed": 3, "aid_required": 0},
        "没有人要求就业援助，却填了帮助解决就业的人数",
    ),
    "aid_employed_within_required": (
        {"aid_employed": 3, "aid_required": 2},
        "帮助解决就业的人数多于要求就业援助的人数",
    ),
    "service_needs_institution": (
        {"service_complete": "是", "institution": "否"},
        "没有建立劳动保障机构，却填了机构功能齐全",
    ),
    "institution_points_need_institution": (
        {"r3": 10, "institution": "否"},
        "没有建立劳动保障机构，却给了机构功能的分",
    ),
    "aide_points_need_staff": ({"r5": 3, "fulltime_staff": 0}, "没有专职工作人员，却给了专职援助员的分"),
    "households_within_residents": ({"households": 900, "residents": 800}, "家庭户数多于常住人口"),
    "residents_need_households": ({"residents": 800, "households": 0}, "有常住人口，却填了家庭户数为0"),
    "households_need_residents": ({"households": 800, "residents": 0}, "有住户，却填了常住人口为0"),
    "zero_job_within_households": (
        {"zero_job_households": 9, "households": 8},
        "零就业家庭户数多于家庭户数",
    ),
    "total_within_residents": (
        {"target_total": 900, "residents": 800},
        "登记失业人员和持证人员多于常住人口",
    ),
}
known_rubric = cache(load_rubric)
_CASES = [("taizhou-2019", name) for name in _TAIZHOU] + [("yongjia-2009", name) for name in _YONGJIA]


def broken(rubric_id: str, values: dict[str, Any], **more: object) -> dict[str, str]:
    """Return the messages of the relations that figures and facts break, by the names of these relations."""
    rubric = known_rubric(rubric_id)
    facts = {key: value for key, value in values.items() if key in rubric.facts}
    indicators = {key: value for key, value in values.items() if key in rubric.indicators}
    record = {"name": "东村", "facts": facts, "indicators": indicators, **more}
    (community,) = open_records({"communities": [record]}, rubric).read_all().communities
    names = {id(relation): name for name, relation in rubric.relations.items()}
    return {
        names.get(id(each.relation), ""): each.problem.message for each in broken_relations(rubric, community)
    }


_NEVER_RIGHT = {"service_needs_institution"}  # the others are only unlikely


@pytest.mark.parametrize(("rubric_id", "name"), _CASES)
def test_figures_that_contradict_each_other_are_named(rubric_id: str, name: str) -> None:
    values, words = (_TAIZHOU if rubric_id == "taizhou-2019" else _YONGJIA)[name]
    found = broken(rubric_id, values)
    assert found[name].startswith(f"{words}（")
    relation = known_rubric(rubric_id).relations[name]
    assert relation.level == ("error" if name in _NEVER_RIGHT else "warning")
    assert name not in broken(rubric_id, dict.fromkeys(values, "是" if "否" in values.values() else 1))
    for key in values:
        assert name not in broken(rubric_id, {other: each for other, each in values.items() if other != key})


_NEVER: dict[str, list[tuple[dict[str, Any], str]]] = {  # what definitions and clauses rule out
    "taizhou-2019": [({"labour_willing": 900, "labour_able": 800}, "适龄人员数”（900）大于“")],
    "longquan-2020": [
        ({"area_able": 9, "area_workers": 8}, "（9）大于“辖区内法定劳动年龄人数”（8）"),
        ({"area_willing": 9, "area_able": 8}, "（9）大于“其中有劳动能力的人数”（8）"),
        ({"area_employed": 9, "area_willing": 8}, "（9）大于“其中有劳动能力和就业愿望的人数”（8）"),
        ({"by_employer": 9, "area_employed": 8}, "（9）大于“辖区内劳动者已就业人数”（8）"),
        ({"by_business": 9, "area_employed": 8}, "大于“辖区内劳动者已就业人数”"),
        ({"by_odd_jobs": 9, "area_employed": 8}, "大于“辖区内劳动者已就业人数”"),
        ({"by_public_post": 9, "area_employed": 8}, "大于“辖区内劳动者已就业人数”"),
        ({"by_farming": 9, "area_employed": 8}, "大于“辖区内劳动者已就业人数”"),
        (
            {"by_employer": 5, "by_farming": 4, "area_employed": 8},
            "“就业结构：单位就业”、“就业结构：务农”合计9，多于“辖区内劳动者已就业人数”（",
        ),
        ({"business_jobs": 2, "businesses": 0}, "没有新创办的市场主体，却填了带动就业人数"),
    ],
    "huachuan-2010": [({"long_unemployed": 9, "unemployed": 8}, "（9）大于“失业人员数”（8）")],
    "yichun-2010": [
        (
            {"registered": 9, "registered_or_card": 8},
            "（9）大于“登记失业人员和持《再就业优惠证》人员数”（8）",
        ),
    ],
    "fushun-2008": [
        ({"village": "是", "community": "是"}, "“是村”、“是社区”都填了“是”，只能有一个"),
        ({"resettled": "是", "community": "否"}, "不是社区，却填了是棚改回迁社区"),
        ({"full_employment": "是", "community": "否"}, "不是社区，却填了已确定为充分就业社区"),
    ],
    "fuzhou-2010": [({"started": "是", "station": "否"}, "没有社区劳动保障工作站，却填了本年安排启动经费")],
    "ningbo-2010": [
        ({"street": "是", "community": "是"}, "“是街道”、“是社区”都填了“是”，只能有一个"),
        (
            {"district": "否", "street": "否", "community": "否"},
            "“是县（市）区”、“是街道”、“是社区”都填了“否”，看不出这一行是什么",
        ),
        ({"community_reward": 20000, "community": "否"}, "不是社区，却填了社区创建奖励金额"),
    ],
}
_UNLIKELY: dict[str, list[tuple[dict[str, Any], str]]] = {
    "taizhou-2019": [
        (
            {"pension_employee": 1500, "pension_resident": 900, "residents": 1530},
            "“参加职工基本养老保险人数”、“参加城乡居民基本养老保险人数”合计2400，多于“人口数”（",
        ),
        ({"hard_to_employ": 900, "labour_willing": 800}, "就业困难人员多于有劳动能力和就业愿望的人"),
        ({"certified": 790, "employed": 783}, "持证人数多于已就业人数"),
        ({"entrepreneurs": 790, "employed": 783}, "当前实现创业人数多于已就业人数"),
        ({"jobs_created": 900, "employed": 783}, "带动就业人数多于已就业人数"),
        ({"lowinc_households": 9, "labour_willing": 8}, "每户至少有一人"),
        ({"lowinc_with_job": 9, "employed": 8}, "至少1人就业的户数多于已就业人数"),
        ({"employed": 9, "residents": 8}, "已就业人数多于人口数"),
        ({"entrepreneurs": 9, "residents": 8}, "当前实现创业人数多于人口数"),
        ({"hard_to_employ": 9, "residents": 8}, "就业困难人员多于人口数"),
    ],
    "yongjia-2009": [
        ({"aid_required": 9, "residents": 8}, "要求就业援助的人数多于常住人口"),
        ({"zero_job_households": 9, "residents": 8}, "零就业家庭户数多于常住人口"),
        ({"aid_records_missing": 2, "aid_required": 0}, "没有人要求就业援助，却填了未录入的就业援助记录"),
    ],
    "longquan-2020": [
        ({"jobless": 9, "area_willing": 8}, "登记失业人员多于"),
        ({"aided": 9, "area_workers": 8}, "就业困难人员多于"),
        ({"business_jobs": 9, "area_employed": 8}, "带动就业人数多于已就业人数"),
    ],
    "yichun-2010": [
        (
            {"registered": 5, "card_employed": 4, "registered_or_card": 8},
            "“城镇登记失业人员数”、“其中实现就业再就业的人数”合计9，多于“",
        ),
    ],
    "huachuan-2010": [({"zero_job": 9, "unemployed": 8}, "零就业家庭户数多于失业人员数")],
    "fushun-2008": [
        ({"resettled_total": 9, "resettled": "否"}, "不是棚改回迁社区，却填了"),
        ({"certified_aides": 1, "community": "否"}, "不是社区，却填了社区劳动保障工作站的持证人数"),
        ({"area": 100, "township_office": "否"}, "不是乡镇劳动保障事务所，却填了它的服务场所面积"),
        ({"village_site": "是", "village": "否"}, "不是村，却填了村的公共就业服务场所"),
        ({"village_aide": "是", "village": "否"}, "不是村，却填了村的劳动保障协理员"),
    ],
    "ningbo-2010": [
        ({"community_reward": 20000, "recognised": "否"}, "当年没有认定授牌，却填了社区创建奖励金额"),
        ({"meetings": 3, "district": "否"}, "不是县（市）区，却填了评价座谈会"),
        ({"levels": 3, "district": "否"}, "不是县（市）区，却填了实地评价层面"),
        ({"notices": 1, "district": "否"}, "不是县（市）区，却填了征求意见公告"),
        ({"questionnaires": 200, "district": "否"}, "不是县（市）区，却填了调查问卷"),
    ],
}
_RELATED = [
    (rubric_id, values, words, level)
    for level, table in (("error", _NEVER), ("warning", _UNLIKELY))
    for rubric_id, cases in table.items()
    for values, words in cases
]


@pytest.mark.parametrize(("rubric_id", "values", "words", "level"), _RELATED)
def test_each_relation_of_the_definitions_is_held(
    rubric_id: str, values: dict[str, Any], words: str, level: str
) -> None:
    found = broken(rubric_id, values)
    (name,) = [name for name, message in found.items() if words in message]
    assert known_rubric(rubric_id).relations[name].level == level
    first, value = next(iter(values.items()))
    assert name not in broken(rubric_id, {**values, first: {"是": "否", "否": "是"}.get(value, 0)})


def test_points_that_were_judged_count_as_those_of_the_indicator() -> None:
    judged: dict[str, object] = {"points": 3, "by": "主任"}
    assert "aide_points_need_staff" in broken("yongjia-2009", {"fulltime_staff": 0}, judged={"item5": judged})
    reasoned = {"item5": {**judged, "reason": "援助员上岗证在办"}}
    assert "aide_points_need_staff" not in broken("yongjia-2009", {"fulltime_staff": 0}, judged=reasoned)


def test_a_month_is_held_against_a_fact_once() -> None:
    months = {"target_total": [100] * 11 + [900], "target_employed": [90] * 12}
    found = broken("yongjia-2009", {"residents": 800, "households": 900}, monthly=months)
    assert found["total_within_residents"].endswith("：900、常住人口：800）。")
    assert "households_within_residents" in found


YEAR = {"target_total": 100, "target_employed": 50}


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ({"monthly_rates": ["96%"] * 12}, "按全年人数算的比率是50%，各月的却都是96%，至少有一边填错了"),
        ({"monthly_rates": ["96%"] * 11 + ["49.8%"]}, ""),  # that of December is that of the year
        ({"monthly_rates": ["49.95%"] * 12}, ""),  # rounded
        (
            {"target_total": [100] * 12, "target_employed": [90] * 11 + [80]},
            "按全年人数算的比率是50%，各月的却在80%至90%之间，至少有一边填错了",
        ),
        ({"target_total": [0] * 12, "target_employed": [0] * 12}, ""),
    ],
)
def test_a_year_that_no_month_allows_leaves_its_criterion_and_its_standard_undecided(
    months: dict[str, Any], words: str
) -> None:
    rubric = load_rubric("yongjia-2009")
    record = {"name": "东村", "indicators": YEAR, "monthly": months}
    (community,) = open_records({"communities": [record]}, rubric).read_all().communities
    card = score(rubric, community)
    found = [each.message for each in card.problems if each.code == "D114"]
    assert (words in "".join(found)) if words else not found
    if words:
        assert card.outcomes["item1"].state is State.CONTRADICTION
        assert card.gates[0].state is State.CONTRADICTION


def test_a_standard_that_reads_what_another_answer_denies_is_not_met() -> None:
    rubric = load_rubric("yongjia-2009")
    record = {"name": "东村", "facts": {"institution": "否", "service_complete": "是"}}
    (community,) = open_records({"communities": [record]}, rubric).read_all().communities
    service = next(each for each in score(rubric, community).gates if each.key == "service")
    assert service.state is State.CONTRADICTION
