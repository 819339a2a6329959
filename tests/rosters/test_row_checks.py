"""What cannot be in a row of a roster or a ledger is told with its words, and decides nothing."""

from typing import Any

import pytest
from support.invented_ledgers import ledgers, number, problems
from support.invented_people import id_number

WOMAN = id_number("19810620", 2)
BORN = {"name": "试甲", "id_number": WOMAN}
NEW = {"where": {"business_date": {"within": "year"}}, "count": "business"}
ASKED = {"where": {"aid_asked_date": {"within": "year"}}}
DUE = {"where": {"due_date": {"passed": True}}, "count": "rows"}
SETTLED = {"where": {"first_job_date": {"passed": True}}}
BOTH = {"where": {"second_job_date": {"passed": True}}}
PLACED = {"where": {"job_date": {"passed": True}}}
LOAN = {"applied_date": "2025-01-05", "loan_date": "2025-02-01"}
FAMILY = {"found_date": "2026-06-15"}

WRONG: list[tuple[str, dict[str, object], str, str, dict[str, Any]]] = [
    ("people", {"aid_asked_date": "1926-03-31"}, "N146", "“要求就业援助日期”是1926年3月31日，比出生日期1981年6月20日还早", ASKED),
    ("loans", {**LOAN, "due_date": "1980-03-31"}, "N146", "“到期日期”是1980年3月31日，比出生日期1981年6月20日还早", DUE),
    ("people", {"business": "试丙公司", "business_date": ""}, "N147", "“创办的市场主体”填了“试丙公司”，“创办日期”却空着", NEW),
    ("people", {"business": "", "business_date": "2026-05-01"}, "N147", "“创办日期”填了“2026年5月1日”，“创办的市场主体”却空着", NEW),
    ("loans", {**LOAN, "due_date": ""}, "N147", "“放款日期”填了“2025年2月1日”，“到期日期”却空着", DUE),
    ("unemployed", {"unemployed_date": "2026-03-01", "job_date": "", "employer": "试丙公司"}, "N147", "“就业单位”填了“试丙公司”，“就业日期”却空着", PLACED),
    ("zero_job", {**FAMILY, "first_job_date": "", "second_job": "试乙", "second_job_date": "2026-06-20"}, "N147", "“第二人姓名”填了“试乙”，“第一人就业日期”却空着", SETTLED),
    ("zero_job", {**FAMILY, "first_job": "试乙", "first_job_date": "2026-06-20", "second_job": "试 乙", "second_job_date": "2026-06-21"}, "N148", "“第二人姓名”和“第一人姓名”都是“试乙”，“第二人姓名”按不清楚处理", BOTH),
]  # fmt: skip
RIGHT: list[tuple[str, dict[str, object], dict[str, Any], int]] = [
    ("people", {"business": "", "business_date": ""}, NEW, 0),
    ("people", {"business": "试丙公司", "business_date": "2026-11-30"}, NEW, 1),
    ("people", {"business": "试丙公司"}, {"where": {"business": {"present": True}}}, 1),
    ("loans", {**LOAN, "loan_date": "", "due_date": ""}, DUE, 0),
    ("unemployed", {"unemployed_date": "2026-03-01", "job_date": "", "employer": "未就业"}, PLACED, 0),
    ("zero_job", {**FAMILY, "first_job": "试乙", "first_job_date": "2026-06-20", "second_job": "", "second_job_date": ""}, BOTH, 0),
]  # fmt: skip


@pytest.mark.parametrize(("register", "row", "code", "words", "counted"), WRONG)
def test_what_cannot_be_is_told_and_leaves_the_number_open(
    register: str, row: dict[str, object], code: str, words: str, counted: dict[str, Any]
) -> None:
    rosters = ledgers(**{register: [{**BORN, **row}]})
    told = [(name, said) for name, said in problems(rosters) if name not in {"N138"}]
    assert (told[0][0], told[0][1].startswith(words)) == (code, True), told
    assert number(rosters[register], registry=register, **counted)[1] == 1


AHEAD = [
    ({"aid_asked_date": "2027-03-31"}, "“要求就业援助日期”是2027年3月31日，在统计日2026年11月30日以后，没有算到统计日的数里。", ASKED),
    ({"business": "试丙公司", "business_date": "2026-12-01"}, "“创办日期”是2026年12月1日，在统计日2026年11月30日以后，没有算到统计日的数里。", NEW),
]  # fmt: skip


@pytest.mark.parametrize(("row", "words", "counted"), AHEAD)
def test_what_comes_after_the_stated_day_is_told_and_not_counted(
    row: dict[str, object], words: str, counted: dict[str, Any]
) -> None:
    rosters = ledgers(people=[{**BORN, **row}])
    (problem,) = rosters["people"].problems
    assert (problem.code, problem.message, problem.severity) == ("N149", words, "warning")
    assert number(rosters["people"], registry="people", **counted) == (0, 0)


@pytest.mark.parametrize(("register", "row", "counted", "found"), RIGHT)
def test_what_is_rightly_blank_or_filled_in_is_no_question(
    register: str, row: dict[str, object], counted: dict[str, Any], found: int
) -> None:
    rosters = ledgers(**{register: [{**BORN, **row}]})
    assert problems(rosters) == []
    assert number(rosters[register], registry=register, **counted) == (found, 0)
