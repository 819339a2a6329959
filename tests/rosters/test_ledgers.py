"""Ledgers beside the roster: which sheet is which, who their rows are about, and what is counted in them, once."""

from pathlib import Path

import pytest
from support.invented_ledgers import REGISTERS, count_one, ledgers, number, problems
from support.invented_people import DAY, id_number

from formgen import library
from formgen.model import Who
from formgen.problems import FormgenError
from formgen.rosters.cells import REFUSED
from formgen.rosters.ledgers import read_registers

MAN, OTHER = id_number("19900307", 1), id_number("19900307", 3)
VISIT = {"name": "试甲", "visit_date": "2026-03-05", "visitor": "试干部", "content": "问需要"}
LOAN = {"name": "试甲", "id_number": MAN, "applied_date": "2026-01-05", "loan_date": "2026-02-01"}


# -- which sheet is of which register ---------------------------------------------------------------------
NAME, SHARED = "试甲", "姓名,身份证号,联系电话"
ASSIGNED = [
    ("东城社区走访台账.csv", f"{SHARED},走访日期,走访人\n{NAME},,,2026-03-05,试干部", "visits"),
    ("东城社区.csv", f"{SHARED},走访日期,走访人,走访内容\n{NAME},,,2026-03-05,试干部,问", "visits"),
    ("东城社区.csv", f"失业人员台账\n{SHARED},失业登记日期\n{NAME},,,2026-03-05", "unemployed"),
    ("东城社区.csv", "用工单位,招聘岗位,招聘人数,收集日期\n示例厂,钳工,3,2026-03-05", "vacancies"),
    ("东城社区零就业家庭花名册.csv", "户主姓名,认定日期\n试甲,2026-03-05", "zero_job"),
    ("东城社区.csv", f"{SHARED}\n{NAME},,", "people"),
    ("东城社区花名册.csv", f"{SHARED}\n登记失业人员\n{NAME},,", "people"),
    ("东城社区.csv", f"{SHARED},有劳动能力,有就业愿望,就业状态\n{NAME},,,是,是,已就业", "people"),
]


@pytest.mark.parametrize(("file", "text", "register"), ASSIGNED)
def test_a_sheet_is_of_the_register_that_its_title_or_its_columns_say(
    file: str, text: str, register: str, tmp_path: Path
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    rosters = read_registers([tmp_path], REGISTERS, DAY, "people")
    assert {name: len(each.rows) for name, each in rosters.items() if each.rows} == {register: 1}
    assert {each.who for each in rosters[register].rows} == {0}
    assert rosters["people"].whos == [Who("", "东城社区")]


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        (
            "东城社区.csv",
            f"{SHARED},失业登记日期,就业日期\n{NAME},,,2026-03-05,",
            "《失业人员台账》",
        ),
        ("东城社区走访台账.csv", f"{SHARED},培训项目,结束日期\n{NAME},,,电工,", "《走访台账》、《培训台账》"),
    ],
)
def test_a_sheet_that_may_be_of_several_registers_is_asked_about_and_not_read(
    file: str, text: str, found: str, tmp_path: Path
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    rosters = read_registers([tmp_path], REGISTERS, DAY, "people")
    assert [len(each.rows) for each in rosters.values()] == [0]
    (problem,) = rosters["people"].problems
    assert problem.code == "N136"
    assert "分不清是哪一种" in problem.message
    assert found in problem.message


def test_a_ledger_of_last_year_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "东城社区2025年走访台账.csv"
    file.write_text("姓名,走访日期,走访人\n试甲,2025-03-05,试干部", encoding="utf-8")
    rosters = read_registers([file], REGISTERS, DAY, "people")
    assert [each.code for each in rosters["visits"].problems] == ["N108"]
    assert rosters["visits"].rows == []


def test_a_row_without_what_it_is_about_is_said() -> None:
    given = [{"employer": "", "job": "钳工", "pay": "5000元"}, {"employer": "示例厂", "job": "车工"}]
    assert problems(ledgers(vacancies=given)) == [
        ("N109", "这一行有内容，但没有用工单位，没有读。"),
    ]


# -- who a row is about -----------------------------------------------------------------------------------
def test_a_row_with_a_number_is_about_the_person_of_that_number() -> None:
    rosters = ledgers(people=[{"name": "试甲", "id_number": MAN}], visits=[{**VISIT, "id_number": MAN}])
    assert (rosters["visits"].rows[0].person, problems(rosters)) == (MAN, [])


def test_a_row_without_a_number_is_about_the_only_one_of_that_name() -> None:
    rosters = ledgers(people=[{"name": "试甲", "id_number": MAN}], visits=[VISIT])
    assert (rosters["visits"].rows[0].person, problems(rosters)) == (MAN, [])


def test_a_name_of_two_people_is_asked_about_and_is_neither() -> None:
    two = [{"name": "试甲", "id_number": MAN}, {"name": "试甲", "id_number": OTHER}]
    rosters = ledgers(people=two, visits=[VISIT])
    assert rosters["visits"].rows[0].person == ""
    assert problems(rosters) == [
        (
            "N140",
            "“试甲”没有身份证号，《社区（村）劳动人口调查花名册》里叫这个名字的不止一个（东城社区，东城社区.csv 单元格A2；东城社区，东城社区.csv 单元格A3），没有认作其中的哪一个。",
        )
    ]
    assert number(rosters["visits"], registry="visits") == (0, 1)


def test_who_is_not_in_the_roster_is_said_once() -> None:
    rosters = ledgers(
        people=[{"name": "试乙", "id_number": OTHER}],
        visits=[{**VISIT, "id_number": MAN}, {**VISIT, "id_number": MAN, "visit_date": "2026-04-05"}],
    )
    assert problems(rosters) == [("N138", "《走访台账》里的“试甲”，《社区（村）劳动人口调查花名册》里没有。")]


def test_what_a_ledger_says_differently_is_said_with_both_places() -> None:
    rosters = ledgers(
        people=[{"name": "试甲", "id_number": MAN, "job_date": "2026-05-01"}],
        unemployed=[
            {"name": "试乙", "id_number": MAN, "unemployed_date": "2026-03-05", "job_date": "2026-05-02"}
        ],
    )
    roster = "《社区（村）劳动人口调查花名册》"
    assert problems(rosters) == [
        ("N139", f"“试甲”的“姓名”这里是试乙，{roster}里是试甲（东城社区，东城社区.csv 单元格A2）。"),
        (
            "N139",
            f"“试甲”的“就业日期”这里是2026年5月2日，{roster}里是2026年5月1日（东城社区，东城社区.csv 单元格A2）。",
        ),
    ]


def test_of_two_registrations_one_that_agrees_is_enough() -> None:
    rosters = ledgers(
        people=[{"name": "试甲", "id_number": MAN, "unemployed_date": "2026-03-05"}],
        unemployed=[
            {"name": "试甲", "id_number": MAN, "unemployed_date": "2025-03-05", "job_date": "2025-04-01"},
            {"name": "试甲", "id_number": MAN, "unemployed_date": "2026-03-05", "job_date": ""},
        ],
    )
    assert problems(rosters) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("组织", True),
        ("推荐", True),
        ("社区推荐", True),
        ("未组织", False),
        ("未推荐", False),
        ("自己报名", REFUSED),
    ],
)
def test_a_heading_of_two_words_is_answered_by_either(typed: str, meant: object) -> None:
    made = ledgers(trainings=[{"name": "试甲", "training": "电工", "referred": typed}])["trainings"]
    assert made.value(made.rows[0], "referred") is meant


# -- what is counted --------------------------------------------------------------------------------------
def test_rows_are_counted_as_rows_and_people_once() -> None:
    visits = [{**VISIT, "id_number": MAN, "visit_date": f"2026-0{month}-05"} for month in (3, 4, 5)]
    made = ledgers(visits=[*visits, {**VISIT, "name": "试乙", "id_number": OTHER}])["visits"]
    assert number(made, registry="visits", count="rows") == (4, 0)
    assert number(made, registry="visits") == (2, 0)


def test_an_entry_that_is_written_twice_counts_once_and_is_said() -> None:
    rosters = ledgers(loans=[LOAN, LOAN, {**LOAN, "loan_date": "2026-06-01"}])
    assert number(rosters["loans"], registry="loans", count="rows") == (2, 0)
    assert problems(rosters) == [
        (
            "N137",
            "“试甲”的同一项写了两行（另一次：东城社区，东城社区.csv 单元格A2），只数一次；两行不一致的，按定不下来处理。",
        )
    ]


def test_two_entries_that_are_alike_are_told_apart_by_what_the_message_names() -> None:
    twice = ledgers(loans=[LOAN, LOAN])["loans"].problems[-1]
    assert "确是两项的，请照实写上分得开的“申请日期”、“放款日期”、“借款合同编号”。" in twice.mend
    rosters = ledgers(loans=[{**LOAN, "contract": "甲1"}, {**LOAN, "contract": "甲2"}])
    assert problems(rosters) == []
    assert number(rosters["loans"], registry="loans", count="rows") == (2, 0)


@pytest.mark.parametrize(("one", "other"), [("元月初", "三月底"), ("2026-02-30", "2026-06-31")])
def test_entries_whose_days_cannot_be_read_may_be_one_or_two(one: str, other: str) -> None:
    rosters = ledgers(visits=[{**VISIT, "id_number": MAN, "visit_date": day} for day in (one, other)])
    assert [code for code, _ in problems(rosters)] == ["N105", "N105"]
    assert number(rosters["visits"], registry="visits", count="rows") == (1, 1)


def test_an_entry_that_is_written_twice_differently_is_undecided() -> None:
    other = {**LOAN, "repaid_date": "2026-08-01"}
    made = ledgers(loans=[{**LOAN, "repaid_date": ""}, other])["loans"]
    assert number(made, registry="loans", count="rows", where={"repaid_date": {"passed": True}}) == (0, 1)


def test_a_vacancy_that_is_written_twice_counts_once() -> None:
    one = {"employer": "示例厂", "job": "钳工", "wanted": "3", "collected_date": "2026-03-05"}
    rosters = ledgers(vacancies=[one, one, {**one, "job": "车工", "wanted": "2"}])
    ((code, message),) = problems(rosters)
    assert code == "N137"
    assert "“示例厂”的同一项写了两行" in message
    assert number(rosters["vacancies"], registry="vacancies", count="rows", add="wanted") == (5, 0)


def test_names_without_numbers_that_may_be_one_person_are_undecided_as_people_and_counted_as_rows() -> None:
    made = ledgers(visits=[VISIT, {**VISIT, "visit_date": "2026-04-05"}])["visits"]
    assert number(made, registry="visits", count="rows") == (2, 0)
    assert number(made, registry="visits") == (0, 2)


def test_a_name_twice_on_one_day_without_numbers_is_asked_about() -> None:
    rosters = ledgers(visits=[VISIT, VISIT])
    assert [code for code, _ in problems(rosters)] == ["N123"]
    assert number(rosters["visits"], registry="visits", count="rows") == (0, 2)


@pytest.mark.parametrize(
    ("second", "code"),
    [({"name": "试乙"}, "N122"), ({"community": "西城社区"}, "N121")],
)
def test_a_number_of_two_people_or_in_two_communities_is_undecided(second: dict[str, str], code: str) -> None:
    one = {**VISIT, "community": "东城社区", "id_number": MAN}
    rosters = ledgers(visits=[one, {**one, "visit_date": "2026-04-05", **second}])
    assert [each for each, _ in problems(rosters)] == [code]
    assert number(rosters["visits"], registry="visits", count="rows")[0] == 0


# -- beside the data --------------------------------------------------------------------------------------
LOANS = (
    "姓名,身份证号,申请日期,放款日期,到期日期,还清日期\n"
    f"试甲,{MAN},2024-01-05,2024-02-01,2026-11-30,2026-11-30\n"
    f"试乙,{OTHER},2024-01-05,2024-02-01,2026-11-29,\n"
    f"试丙,{id_number('19900307', 5)},2026-01-05,2026-02-01,2026-12-01,\n"
)
YONGJIA = library.notice("yongjia-2009")


def test_a_ledger_alone_fills_in_what_the_notice_counts_in_it(tmp_path: Path) -> None:
    file = tmp_path / "东城社区小额贷款台账.csv"
    file.write_text(LOANS, encoding="utf-8")
    records = {"communities": [{"name": "东城社区"}, {"name": "西城社区"}]}
    found = YONGJIA.read(records, people=[file], on=DAY)
    one, other = found.communities
    keys = ("loan_applications", "loans_due", "loans_recovered")
    assert [one.indicators[key].value for key in keys] == [3, 2, 1]
    assert not set(keys) & set(other.indicators)
    assert [each.message for each in found.problems if each.code == "N129"] == [
        "《小额担保贷款台账》里没有“西城社区”的行，没有替它数。"
    ]


def test_nobody_in_any_register_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "东城社区走访台账.csv"
    file.write_text("姓名,走访日期,走访人\n", encoding="utf-8")
    with pytest.raises(FormgenError) as error:
        YONGJIA.count([file], DAY)
    assert [each.code for each in error.value.problems] == ["N106"]


def test_a_part_is_counted_in_the_register_of_its_base() -> None:
    made = ledgers(loans=[LOAN])["loans"]
    assert count_one(made, registry="loans", count="rows").lacking == {}
