"""Labels beside what they name: units and kinds, levels of columns, groups of people, items that read another figure."""

from pathlib import Path
from typing import NamedTuple

import pytest

from formgen.commands.rubric import look_into_rubric
from formgen.problems import Problem


class Label(NamedTuple):
    """What an author changes in a bundled notice, and what he reads; empty for nothing."""

    change: str
    words: str = ""
    base: str = "yongjia-2009"


TAIZHOU = "taizhou-2019"


def figure(key: str, body: str) -> str:
    return f"indicators: {{{key}: {{{body}}}}}"


ITEMS = [
    ("grad_support", "就业失业登记", 2), ("registration", "离校未就业高校毕业生摸底调查和帮扶", 2),
    ("skill_training", "职业技能培训", 2), ("training_referral", "组织或推荐失业人员参加培训", 3),
    ("startup_training", "创业培训", 2), ("incubation", "创业孵化等指导服务", 3), ("loan_service", "贷款业务", 1),
]  # fmt: skip
SWAPPED = ", ".join(f"{{of: {key}, label: {label}, points: {points}}}" for key, label, points in ITEMS)
TOLD = [
    Label(figure("loans_due", 'unit: "%"'), "单位写的是 %，却是count（整数）类"),
    Label(figure("loans_due", "unit: 是/否"), "单位写的是 是/否，却是count（整数）类"),
    Label(figure("monthly_rates", "unit: 人"), "单位写的是 人，却是monthly_rates（各月百分数）类"),
    Label(figure("survey_done", "unit: 人"), "单位写的是 人，却是yesno（是/否）类", TAIZHOU),
    Label(figure("r3", "unit: 人"), "单位写的是 人，却是points（评审分）类"),
    Label(figure("r3", 'unit: "%"'), "单位写的是 %，却是points（评审分）类"),
    Label(figure("referral_level", "unit: 户"), "单位写的是 户，却是level（档次）类", TAIZHOU),
    Label(figure("zero_job_households", "unit: 人"), "单位写的是 人，名称说的却是 户"),
    Label(figure("aid_employed", "unit: 户"), "单位写的是 户，名称说的却是 人"),
    Label(figure("loan_applications", "zh: 贷款金额, unit: 笔"), "单位写的是 笔，名称说的却是 元"),
    Label(figure("loan_applications", "zh: 贷款金额（万元）, unit: 元"), "单位写的是 元，名称说的却是 万元"),
    Label(figure("loan_applications", "zh: 贷款回收率"), "单位写的是 笔，名称却像是比率"),
    Label(figure("employed", "also: [就业率]"), "的另一个名称“就业率”像是比率", TAIZHOU),
    Label(figure("employed", "also: [未就业人数], zh: 已就业人数"), "的另一个名称“未就业人数”说的是相反的", TAIZHOU),
    Label(figure("survey_done", "also: [调查人数]"), "的另一个名称“调查人数”数的是 人", TAIZHOU),
    Label(figure("zero_job_households", "also: [零就业家庭人数]"), "说的是 人，单位却是 户"),
    Label(figure("monthly_rates", "also: [就业人数]"), "的另一个名称“就业人数”数的是 人"),
    Label("facts: {station: {also: [服务站人数]}}", "“基本情况 station（增设劳动就业服务站）”的另一个名称“服务站人数”数的是 人"),
    Label("facts: {station: {zh: 联系电话}, phone: {zh: 申报电话}}", "是 yesno 类，名称却像是 phone 类的"),
    Label("facts: {applied_date: {zh: 申报意见}}", "是 date 类，名称却像是 opinion 类的"),
    Label("facts: {households: {unit: 人}}", "“基本情况 households（家庭户数）”单位写的是 人，名称说的却是 户"),
    Label("facts: {address: {unit: 人}}", "写了单位 人，却是text类，单位不起作用"),
    Label("columns: {self: 县级考评分, county: 社区自评分}", "“评分栏 self”的名称“县级考评分”说的是县（区）"),
    Label("columns: {city: 街道考评分}", "“街道考评分”说的是乡镇（街道），city 是市这一级"),
    Label("columns: {township: 区级评分}", "“区级评分”说的是县（区），township 是乡镇（街道）这一级"),
    Label(figure("labour_able", "zh: 户籍人口中女性劳动力人数"), "的名称说的是女性，口径（definition）和原文都没有提到", TAIZHOU),
    Label(figure("employed", "zh: 其中已就业残疾人数"), "的名称说的是残疾", TAIZHOU),
    Label(
        "indicators: {jobs_created: {zh: 当前实现创业人数}, entrepreneurs: {zh: 带动就业人数}}",
        "的名称“带动就业人数”在沿用的文件里是 jobs_created 的，entrepreneurs 原来叫“当前实现创业人数”",
        TAIZHOU,
    ),
    Label("criteria: {item4: {name: 培训}, item10: {name: 平台挂牌}}", "的名称“培训”在沿用的文件里是 item10 的"),
    Label(f"criteria: {{item8b: {{method: {{items: [{SWAPPED}]}}}}}}", "里“就业失业登记”数的是 grad_support", TAIZHOU),
]  # fmt: skip
PASSED = [
    Label(figure("loans_due", "unit: 件")),
    Label(figure("aid_employed", "unit: 名")),
    Label(figure("loan_applications", "zh: 11 申请贷款笔数")),
    Label(figure("loan_applications", "zh: 就业率达标的社区数")),
    Label(figure("jobs_created", "unit: 个"), base=TAIZHOU),
    Label(figure("monthly_rates", "unit: ％")),
    Label(figure("survey_done", "unit: 有/无"), base=TAIZHOU),
    Label("facts: {address: {zh: 社区地址（全称）}}"),
    Label("columns: {self: 村自查分, township: 镇自评, county: 区考评分, city: 市级终评}"),
    Label("columns: {county: 市级（县级市）考评分, township: 街道评分}", base=TAIZHOU),
    Label(figure("employed", "zh: 其中已就业女性人数, definition: 上一项中已就业的女性人数"), base=TAIZHOU),
    Label("facts: {phone: {zh: 社区电话}}"),
    Label("criteria: {item4: {name: 挂牌}}"),
]


def look(folder: Path, label: Label) -> list[Problem]:
    path = folder / "county.yaml"
    path.write_text(f"id: county\nextends: {label.base}\n{label.change}\n", encoding="utf-8")
    return look_into_rubric(str(path)).problems


@pytest.mark.parametrize("label", TOLD, ids=[each.change[:60] for each in TOLD])
def test_a_label_that_names_something_else_is_told(tmp_path: Path, label: Label) -> None:
    problems = look(tmp_path, label)
    found = [each for each in problems if label.words in each.message]
    assert [(each.code, each.place.file) for each in found] == [("R132", "county.yaml")], problems


@pytest.mark.parametrize("label", PASSED, ids=[each.change[:60] for each in PASSED])
def test_an_honest_label_is_let_pass(tmp_path: Path, label: Label) -> None:
    assert [each.message for each in look(tmp_path, label)] == []
