"""Figures that contradict each other: each relation of the bundled rubrics, broken once and kept once."""

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
_CASES = [("taizhou-2019", name) for name in _TAIZHOU] + [("yongjia-2009", name) for name in _YONGJIA]


def broken(rubric_id: str, values: dict[str, Any], **more: object) -> dict[str, str]:
    """Return the messages of the relations that figures and facts break, by the names of these relations."""
    rubric = load_rubric(rubric_id)
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
    relation = load_rubric(rubric_id).relations[name]
    assert relation.level == ("error" if name in _NEVER_RIGHT else "warning")
    assert name not in broken(rubric_id, dict.fromkeys(values, "是" if "否" in values.values() else 1))
    for key in values:
        assert name not in broken(rubric_id, {other: each for other, each in values.items() if other != key})


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
