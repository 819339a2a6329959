"""What indicators count is proved: registers, columns and words that exist, bases, parts within their wholes."""

from pathlib import Path

import pytest

from formgen.problems import errors_in
from formgen.rubric.check_counted import list_registries
from formgen.rubric.load import find_rubric, inspect_rubric, load_rubric, load_with_digest

BASE = find_rubric("taizhou-2019").read_text(encoding="utf-8")
ABLE = "counted: {registry: people, where: {local: 是, age: {ages: working}, able: 是}}"
WILLING = "counted: {of: labour_able, where: {willing: 是}}"
EMPLOYED = "counted: {of: labour_willing, where: {employment: 已就业}}"
LOW = "counted: {of: lowinc_households, having: [{where: {employment: 已就业}}]}"
JOBS = "counted: {of: new_entities, add: jobs_created}"
FAULTS = [
    (ABLE, "counted: {registry: peple, where: {able: 是}}", "N101", "没有名为“peple”的花名册说明"),
    (ABLE, "counted: {where: {able: 是}}", "R126", "没有写数哪一种花名册（registry）"),
    (ABLE, "counted: {registry: people, where: {abel: 是}}", "R126", "没有这一列"),
    (ABLE, "counted: {registry: people, where: {able: 有}}", "R126", "“有劳动能力”没有“有”"),
    (
        ABLE,
        "counted: {registry: people, where: {able: {within: year}}}",
        "R126",
        "“有劳动能力”是是/否，不能用 within",
    ),
    (ABLE, "counted: {registry: people, where: {able: {}}}", "R126", "没有写条件"),
    (ABLE, "counted: {registry: people, where: {age: {ages: old}}}", "R126", "没有年龄段“old”"),
    (ABLE, "counted: {registry: people, rate: 就业率}", "R126", "没有基数，不是比率"),
    (ABLE, "counted: {registry: people, where: {job_date: {kept: soon}}}", "R126", "没有时限“soon”"),
    (
        ABLE,
        "counted: {registry: zero_job, count: rows, where: {second_job_date: {kept: first_job}}}",
        "R126",
        "时限“first_job”看的不是这一列",
    ),
    (ABLE, "counted: {registry: people, where: {able: {months_past: 12}}}", "R126", "不能用 months_past"),
    (ABLE, "counted: {registry: people, where: {age: {at_least: 20, at_most: 10}}}", "R126", "没有这样的数"),
    (ABLE, "counted: {registry: people, count: houses, where: {able: 是}}", "R126", "没有“houses”"),
    (
        ABLE,
        "counted: {registry: people, where: {able: 是}, having: [{where: {able: 是}}]}",
        "R126",
        "having、without 只用于数户",
    ),
    (EMPLOYED, "counted: {of: labour_willing, where: {employment: 忙}}", "R126", "“就业状态”没有“忙”"),
    (
        EMPLOYED,
        "counted: {of: labour_wiling, where: {employment: 已就业}}",
        "R112",
        "“labour_wiling”没有定义",
    ),
    (
        EMPLOYED,
        "counted: {of: media_city, where: {employment: 已就业}}",
        "R126",
        "里的“media_city”不是由花名册数出的",
    ),
    (EMPLOYED, "counted: {of: employed, where: {employment: 已就业}}", "R126", "绕回到了自己"),
    (
        EMPLOYED,
        "counted: {of: labour_willing, registry: people, where: {employment: 已就业}}",
        "R126",
        "写了 of，又写了 registry",
    ),
    (
        EMPLOYED,
        "counted: {of: labour_able, where: {employment: 已就业}}",
        "R126",
        "employed 却不是在 labour_willing 里数的",
    ),
    (
        EMPLOYED,
        "counted: {of: lowinc_households, count: persons, where: {employment: 已就业}}",
        "R126",
        "一个数户、一个数人",
    ),
    (
        LOW,
        "counted: {of: lowinc_households, where: {employment: 已就业}}",
        "R126",
        "数的是户，条件要写给户里的人",
    ),
    (
        LOW,
        "counted: {of: lowinc_households, having: [{of: lowinc_households}]}",
        "R126",
        "里的“lowinc_households”数的是户",
    ),
    (JOBS, "counted: {of: new_entities, add: business}", "R126", "应当是花名册里填整数的一列"),
    ("source: 报道剪报}", "source: 报道剪报, counted: {registry: people}, wrong: 1}", "R103", "wrong"),
    (
        "source: 评审记录}",
        f"source: 评审记录, {ABLE}}}",
        "R126",
        "只有 count、yesno 类的指标可以从花名册里数",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "words"), FAULTS)
def test_a_fault_in_what_is_counted_is_said_with_its_line(
    old: str, new: str, code: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "taizhou-2019.yaml"
    assert old in BASE
    path.write_text(BASE.replace(old, new, 1), encoding="utf-8")
    found = [each for each in errors_in(inspect_rubric(path).problems) if each.code == code]
    assert [each for each in found if words in each.message], [
        str(each) for each in inspect_rubric(path).problems
    ]
    assert all(each.place.line > 0 for each in found)


def test_a_reading_that_counts_in_an_unknown_way_is_found_before_it_is_chosen(tmp_path: Path) -> None:
    text = find_rubric("yongjia-2009").read_text(encoding="utf-8")
    old = "counted: {of: holders_total, where: {employment: 已就业}}"
    path = tmp_path / "yongjia-2009.yaml"
    path.write_text(
        text.replace(old, "counted: {of: holders_total, where: {employment: 忙}}"), encoding="utf-8"
    )
    (problem,) = errors_in(inspect_rubric(path).problems)
    assert problem.code == "R119"
    assert "“就业状态”没有“忙”" in problem.message


def test_the_register_of_an_office_beside_its_rubric_is_the_one_that_counts(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("id: own\nextends: taizhou-2019\n", encoding="utf-8")
    assert (
        load_with_digest(str(tmp_path / "own.yaml")).registers["people"].title
        == "社区（村）劳动人口调查花名册"
    )
    (tmp_path / "registers").mkdir()
    text = "id: people\ntitle: 自己的\nrows: 人\ncolumns:\n  name: {zh: 姓名, kind: name}\n"
    (tmp_path / "registers" / "people.yaml").write_text(text, encoding="utf-8")
    found = inspect_rubric(tmp_path / "own.yaml").problems
    assert {each.code for each in errors_in(found)} == {"R126"}


@pytest.mark.parametrize(
    ("name", "registers"), [("taizhou-2019", ["people"]), ("yongjia-2009", ["people", "loans"])]
)
def test_the_bundled_notices_count_in_the_roster_of_people_and_in_ledgers(
    name: str, registers: list[str]
) -> None:
    assert list_registries(load_rubric(name)) == registers
