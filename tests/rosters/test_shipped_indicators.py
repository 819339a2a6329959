"""Every indicator that a bundled notice counts, on people worked by hand: who counts, who does not, who is undecided.

A case is one household of one community, on 30 November 2026; the number is what is counted, None what stays open.
"""

from collections.abc import Mapping, Sequence

import pytest
import yaml
from support.invented_people import id_number, people_sheet, roster_of

from formgen import assets
from formgen.model import Answer
from formgen.registers.definition import find_registry
from formgen.rosters.count import Countable, count_roster
from formgen.rosters.supplement import list_countables
from formgen.rubric.check_counted import list_definitions
from formgen.rubric.load import find_rubric, load_rubric

Person = Mapping[str, object]
COLUMNS = (
    "name", "household", "relation", "id_number", "sex", "birth", "local", "able", "willing", "employment",
    "employment_kind", "registered_unemployed", "reemployment_card", "hardship", "lowinc", "certificate", "pension",
    "business", "business_date", "jobs_created", "post", "aid_asked_date", "aid_job_date",
)  # fmt: skip
# A man of forty of the village, able, willing and employed; each case changes what it is about.
USUAL = {
    "household": "1", "sex": "男", "birth": "1986-05-01", "local": "是", "able": "是", "willing": "是", "employment": "已就业",
    "registered_unemployed": "否", "reemployment_card": "否", "pension": "职工",
}  # fmt: skip
OWNER = {
    "employment_kind": "自主创业",
    "business": "示例店",
    "business_date": "2026-03-01",
    "jobs_created": 3,
}
JOBLESS = {"employment": "失业", "registered_unemployed": "是"}
LOW = {"lowinc": "低保"}

CASES: Mapping[str, Sequence[tuple[Sequence[Person], int | None]]] = {
    "labour_able": [
        ([{}], 1),
        ([{"willing": "否", "employment": "退休"}], 1),
        ([{"local": "否"}], 0),
        ([{"able": "否"}], 0),
        ([{"local": ""}], None),
        ([{"able": ""}], None),
        ([{"birth": ""}], None),
        ([{"birth": "2010-11-30"}], 1),
        ([{"birth": "2010-12-01"}], 0),
        ([{"birth": "1966-12-01"}], 1),
        ([{"birth": "1966-11-30"}], 0),
        ([{"birth": "1971-12-01", "sex": "女"}], 1),
        ([{"birth": "1971-11-30", "sex": "女"}], 0),
        ([{"birth": "1971-11-30", "sex": ""}], None),
        ([{"birth": "", "sex": "", "id_number": id_number("19711201", 2)}], 1),
        ([{"birth": "", "sex": "", "id_number": id_number("19711130", 2)}], 0),
        ([{}, {}], 2),
    ],
    "labour_willing": [
        ([{}], 1),
        ([JOBLESS], 1),
        ([{"willing": "否"}], 0),
        ([{"willing": ""}], None),
        ([{"willing": "", "able": "否"}], 0),
        ([{"local": "否"}], 0),
    ],
    "employed": [
        ([{}], 1),
        ([{"employment_kind": "灵活就业"}], 1),
        ([JOBLESS], 0),
        ([{"employment": ""}], None),
        ([{"employment": "", "willing": "否"}], 0),
        ([{"birth": "1966-11-30"}], 0),
    ],
    "lowinc_households": [
        ([LOW], 1),
        ([{"lowinc": "低保边缘"}], 1),
        ([{}], 0),
        ([LOW | {"able": "否"}], 0),
        ([LOW | {"able": "否"}, {}], 1),
        ([LOW, LOW], 1),
        ([LOW | {"willing": ""}], None),
        ([LOW | {"household": "2"}, LOW], 2),
        ([LOW | {"household": ""}], None),
    ],
    "lowinc_with_job": [
        ([LOW], 1),
        ([LOW | JOBLESS], 0),
        ([LOW | JOBLESS, {}], 1),
        ([LOW | {"employment": ""}], None),
        ([{}], 0),
    ],
    "certified": [
        ([{"certificate": "电工证（示例）"}], 1),
        ([{"certificate": "电工证、焊工证（示例）"}], 1),
        ([{"certificate": ""}], 0),
        ([{"certificate": "无"}], 0),
        ([{"certificate": "电工证（示例）", "willing": "否"}], 0),
        ([{"certificate": "电工证（示例）", "willing": ""}], None),
    ],
    "pension_employee": [
        ([{}], 1),
        ([{"birth": "1950-01-01", "able": "否"}], 1),
        ([{"pension": "城乡居民"}], 0),
        ([{"local": "否"}], 0),
        ([{"pension": ""}], None),
    ],
    "pension_resident": [
        ([{"pension": "居保"}], 1),
        ([{}], 0),
        ([{"pension": "未参保"}], 0),
        ([{"pension": "城乡居民", "local": "否"}], 0),
        ([{"pension": ""}], None),
    ],
    "entrepreneurs": [
        ([OWNER], 1),
        ([OWNER | {"willing": "否"}], 1),
        ([{"employment_kind": "灵活就业"}], 0),
        ([OWNER | {"employment": "失业"}], 0),
        ([OWNER | {"employment": ""}], None),
        ([{"employment_kind": ""}], None),  # employed, and nobody says how
        ([JOBLESS | {"employment_kind": ""}], 0),
        ([OWNER | {"able": "否"}], 0),
    ],
    "new_entities": [
        ([OWNER], 1),
        ([OWNER | {"business_date": "2026-01-01"}], 1),
        ([OWNER | {"business_date": "2025-12-31"}], 0),
        ([OWNER | {"business_date": "2026-11-30"}], 1),
        ([OWNER | {"business_date": "2026-12-01"}], 0),
        ([OWNER | {"business_date": "去年"}], None),
        ([OWNER, OWNER], 1),
        ([OWNER, OWNER | {"business": "示例厂"}], 2),
        ([{}], 0),
    ],
    "jobs_created": [
        ([OWNER], 3),
        ([OWNER, OWNER], 3),
        ([OWNER, OWNER | {"jobs_created": 2}], None),
        ([OWNER, OWNER | {"business": "示例厂", "jobs_created": 0}], 3),
        ([OWNER | {"jobs_created": ""}], None),
        ([OWNER | {"business_date": "2025-12-31"}], 0),
    ],
    "public_posts_exist": [([{"post": "保洁（示例）"}], 1), ([{}, {"post": "保洁（示例）"}], 1), ([{}], None)],
    "hard_to_employ": [
        ([{"hardship": "大龄"}], 1),
        ([{"hardship": "残疾"}, {"hardship": "大龄"}], 2),
        ([{"hardship": "否"}], 0),
        ([{}], 0),
    ],
    "target_total": [
        ([JOBLESS], 1),
        ([{"reemployment_card": "是"}], 1),
        ([JOBLESS | {"reemployment_card": "是"}], 1),
        ([{}], 0),
        ([JOBLESS | {"willing": "否"}], 0),
        ([JOBLESS | {"able": "否"}], 0),
        ([{"registered_unemployed": ""}], None),
        ([JOBLESS | {"reemployment_card": ""}], 1),
    ],
    "target_employed": [
        ([{"reemployment_card": "是"}], 1),
        ([JOBLESS], 0),
        ([{}], 0),
        ([{"reemployment_card": "是", "employment": ""}], None),
    ],
    "zero_job_households": [
        ([JOBLESS], 1),
        ([JOBLESS, JOBLESS], 1),
        ([JOBLESS, {}], 0),
        ([{}], 0),
        ([JOBLESS, {"employment": ""}], None),
        ([JOBLESS, {"birth": "1950-01-01"}], 1),
        ([JOBLESS | {"willing": "否"}], 0),
        ([JOBLESS | {"birth": "1966-11-30"}], 0),
        ([JOBLESS | {"household": ""}], None),
    ],
    "aid_required": [
        ([{"aid_asked_date": "2026-01-01"}], 1),
        ([{"aid_asked_date": "2025-12-31"}], 0),
        ([{"aid_asked_date": "2026-11-30"}], 1),
        ([{"aid_asked_date": "2026-12-01"}], 0),
        ([{}], 0),
        ([{"aid_asked_date": "三月"}], None),
    ],
    "aid_employed": [
        ([{"aid_asked_date": "2026-03-01", "aid_job_date": "2026-05-01"}], 1),
        ([{"aid_job_date": "2026-05-01"}], 0),  # nobody who asked
        ([{"aid_asked_date": "2025-12-31", "aid_job_date": "2026-01-02"}], 0),
        ([{"aid_asked_date": "2026-03-01", "aid_job_date": "2026-02-28"}], None),  # helped before asking
        ([{}], 0),
        ([{"aid_asked_date": "2026-03-01", "aid_job_date": "三月"}], None),
    ],
    "area_workers": [([{}], 1), ([{"local": "否"}], 1), ([{"birth": "1966-11-30"}], 0), ([{"birth": ""}], None)],
    "area_able": [([{}], 1), ([{"able": "否"}], 0), ([{"able": ""}], None), ([{"able": "", "birth": "1966-11-30"}], 0)],
    "area_willing": [([{}], 1), ([JOBLESS], 1), ([{"willing": "否"}], 0), ([{"willing": ""}], None)],
    "area_employed": [([{"local": "否"}], 1), ([JOBLESS], 0), ([{"employment": ""}], None), ([{"willing": "否"}], 0)],
    "by_employer": [([{"employment_kind": "务工"}], 1), ([OWNER], 0), ([{}], None), ([JOBLESS], 0)],
    "by_business": [([OWNER], 1), ([{"employment_kind": "灵活就业"}], 0), ([{}], None)],
    "by_odd_jobs": [([{"employment_kind": "灵活"}], 1), ([OWNER], 0), ([{}], None)],
    "by_public_post": [([{"employment_kind": "公益岗", "post": "保洁（示例）"}], 1), ([OWNER], 0), ([{}], None)],
    "by_farming": [([{"employment_kind": "种养殖"}], 1), ([OWNER], 0), ([{}], None)],
    "businesses": [([OWNER, OWNER], 1), ([OWNER | {"business_date": "2025-12-31"}], 0), ([{}], 0)],
    "business_jobs": [([OWNER], 3), ([OWNER | {"jobs_created": ""}], None), ([{}], 0)],
    "jobless": [([JOBLESS], 1), ([JOBLESS | {"employment": "已就业"}], 0), ([JOBLESS | {"employment": ""}], None), ([JOBLESS | {"willing": "否"}], 1), ([{}], 0), ([{"registered_unemployed": "", "employment": "失业"}], None)],
    "aided": [([{"hardship": "大龄"}], 1), ([{}], 0)],
    "registered_total": [([JOBLESS], 1), ([{"reemployment_card": "是"}], 0), ([{"registered_unemployed": ""}], None)],
    "registered_employed": [([JOBLESS | {"employment": "已就业"}], 1), ([JOBLESS], 0)],
    "holders_total": [([{"reemployment_card": "是"}], 1), ([JOBLESS], 0), ([{"reemployment_card": ""}], None)],
    "registered_or_card": [
        ([JOBLESS], 1),
        ([{"reemployment_card": "是"}], 1),
        ([JOBLESS | {"reemployment_card": "是"}], 1),
        ([JOBLESS | {"willing": "否", "able": "否"}], 1),
        ([{}], 0),
        ([{"reemployment_card": ""}], None),
    ],
    "registered": [
        ([JOBLESS], 1),
        ([JOBLESS | {"employment": "未就业（不求职）"}], 1),
        ([JOBLESS | {"employment": "已就业"}], 0),
        ([{"reemployment_card": "是", "employment": "失业"}], 0),
        ([JOBLESS | {"employment": ""}], None),
        ([{"registered_unemployed": "", "employment": "失业"}], None),
    ],
    "card_employed": [
        ([{"reemployment_card": "是"}], 1),
        ([JOBLESS], 0),
        ([{}], 0),
        ([{"reemployment_card": "是", "employment": ""}], None),
    ],
    "hard_employed": [
        ([{"hardship": "大龄"}], 1),
        ([{"hardship": "大龄"} | JOBLESS], 0),
        ([{}], 0),
        ([{"hardship": "大龄（已退出）"}], 0),
        ([{"hardship": "大龄", "employment": ""}], None),
        ([{"hardship": "待认定"}], None),
    ],
    "holders_employed": [([{"reemployment_card": "是"}], 1), ([JOBLESS | {"reemployment_card": "是"}], 0)],
}  # fmt: skip


# Counted in ledgers, worked by hand in test_shipped_ledgers.py; the loans in test_ledgers.py.
OF_LEDGERS = frozenset({
    "loan_applications", "loans_due", "loans_recovered", "new_zero_job", "settled_in_time", "wants_two", "two_in_time",
    "zero_job", "zero_job_settled", "unemployed", "long_unemployed",
})  # fmt: skip
SEPARATE = (
    "extends: yongjia-2009\nchosen: {P22: each}\n"  # the reading that counts four indicators of its own
)


@pytest.fixture(scope="module")
def countables(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Countable]:
    """Return what the bundled notices count, with the bases of each, by its key."""
    separate = tmp_path_factory.mktemp("notice") / "两类分别计算.yaml"
    separate.write_text(SEPARATE, encoding="utf-8")
    rubrics = [load_rubric(name) for name in (*assets.rubric_ids(), str(separate))]
    return {
        each.key: each
        for rubric in rubrics
        for each in list_countables(rubric)
        if find_registry(each.key, list_definitions(rubric)) == "people"
    }


@pytest.mark.parametrize(
    ("key", "people", "expected"),
    [(key, people, expected) for key, cases in CASES.items() for people, expected in cases],
)
def test_an_indicator_of_a_bundled_notice_counts_as_worked_by_hand(
    key: str, people: Sequence[Person], expected: int | None, countables: Mapping[str, Countable]
) -> None:
    blank = dict.fromkeys(COLUMNS, "")
    rows = [{**blank, "name": f"试{'甲乙'[at]}", **USUAL, **each} for at, each in enumerate(people)]
    found = count_roster(roster_of(people_sheet(rows)), list(countables.values())).figures[0, key]
    value = Answer.YES if countables[key].answer and expected else expected
    assert found.value == value, found


def test_every_indicator_that_a_bundled_notice_counts_is_worked_by_hand_in_every_reading() -> None:
    trees = [yaml.safe_load(find_rubric(name).read_text(encoding="utf-8")) for name in assets.rubric_ids()]
    assert set().union(*map(list_counted_keys, trees)) == {*CASES, *OF_LEDGERS}


def list_counted_keys(tree: object) -> set[str]:
    """Return the keys below which something is counted, in readings that are not in force too."""
    if not isinstance(tree, dict):
        return set()
    own = {str(key) for key, each in tree.items() if isinstance(each, dict) and "counted" in each}
    return own.union(*(list_counted_keys(each) for each in tree.values()))
