"""Counting by definitions, worked by hand: edges of age and date, what is missing, who stands twice, households."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from support.invented_people import WORKER, count, id_number, people, people_sheet, problems_of, roster_of

from formgen.model import Answer
from formgen.rosters.count import RosterCounts
from formgen.rosters.roster import Roster

WORKING = {"registry": "people", "where": {"age": {"ages": "working"}}}
ONE = {"one": {"registry": "people", "where": {"able": "是"}}}


def counted(roster: Roster, definition: Mapping[str, Any], **more: Any) -> tuple[object, int, int]:
    """Return the value, the number and how many rows are undecided."""
    found = count(roster, {"one": definition}, **more).figures[0, "one"]
    return found.value, found.number, len(found.undecided)


# -- ages -------------------------------------------------------------------------------------------------
AGES = [
    ("男", "2010-11-30", True),  # 16 on this day
    ("男", "2010-12-01", False),
    ("男", "1966-12-01", True),  # 59 for one more day
    ("男", "1966-11-30", False),
    ("女", "2010-11-30", True),
    ("女", "2010-12-01", False),
    ("女", "1971-12-01", True),  # 54 for one more day
    ("女", "1971-11-30", False),
    ("男", "1971-11-30", True),
    ("", "1990-01-01", True),
    ("", "2015-01-01", False),
    ("", "1969-01-01", None),  # 57: a man is, a woman is not
]


@pytest.mark.parametrize(("sex", "birth", "within"), AGES)
def test_the_working_age_begins_and_ends_on_the_birthday(sex: str, birth: str, within: bool | None) -> None:
    found = counted(people({"sex": sex, "birth": birth}), WORKING)
    assert found == {True: (1, 1, 0), False: (0, 0, 0), None: (None, 0, 1)}[within]


@pytest.mark.parametrize(
    ("birth", "sequence", "within"),
    [("20101130", 1, 1), ("20101201", 1, 0), ("19711130", 2, 0), ("19711130", 1, 1)],
)
def test_the_id_number_decides_the_same(birth: str, sequence: int, within: int) -> None:
    assert counted(people({"id_number": id_number(birth, sequence)}), WORKING) == (within, within, 0)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (30, (1, 1, 0)),
        (17, (1, 1, 0)),
        (16, (None, 0, 1)),
        (15, (None, 0, 1)),
        (14, (0, 0, 0)),
        (59, (None, 0, 1)),
        (61, (0, 0, 0)),
        ("", (None, 0, 1)),
    ],
)
def test_a_typed_age_alone_is_known_to_a_year_only(age: object, expected: object) -> None:
    assert counted(people({"sex": "男", "age": age}), WORKING) == expected


@pytest.mark.parametrize(
    ("birth", "expected"),
    [("1980.05", (1, 1, 0)), ("1966年11月", (None, 0, 1)), ("1966年10月", (0, 0, 0)), ("1966-12", (1, 1, 0))],
)
def test_a_month_of_birth_decides_the_age_where_the_day_cannot_matter(birth: str, expected: object) -> None:
    found = people({"sex": "男", "birth": birth}, day=date(2026, 11, 15))
    assert counted(found, WORKING) == expected


def test_a_month_of_birth_is_held_against_the_id_number() -> None:
    own = {"id_number": id_number("19810720", 2)}
    assert people({**own, "birth": "1981.07"}).problems == []
    (problem,) = people({**own, "birth": "1981年8月"}).problems
    assert problem.code == "N116"
    assert "填的出生日期是“1981年8月”，照身份证号是“1981年7月20日”" in problem.message


def test_a_name_with_the_word_for_the_head_is_the_head_of_its_household() -> None:
    roster = people({"name": "试甲（户主）", "relation": "", **WORKER})
    assert (roster.text(roster.rows[0], "name"), roster.text(roster.rows[0], "relation")) == ("试甲", "户主")
    assert (roster.problems, roster.rows[0].doubtful) == ([], False)


def test_limits_of_age_can_be_written_without_a_range() -> None:
    roster = people(*({"birth": f"{2026 - age}-01-01"} for age in (17, 18, 24, 25)))
    young = {"registry": "people", "where": {"age": {"at_least": 18, "at_most": 24}}}
    assert counted(roster, young) == (2, 2, 0)


# -- dates and other conditions ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-01", (1, 1, 0)),
        ("2025-12-31", (0, 0, 0)),
        ("2026-11-30", (1, 1, 0)),
        ("2026-12-01", (0, 0, 0)),
        ("", (0, 0, 0)),
        ("年初", (None, 0, 1)),
    ],
)
def test_within_the_year_is_from_new_year_to_the_stated_day(day: str, expected: object) -> None:
    definition = {"registry": "people", "where": {"business_date": {"within": "year"}}}
    assert counted(people({"business_date": day}), definition) == expected


CONDITIONS: list[tuple[dict[str, Any], dict[str, Any], object]] = [
    ({"able": "是"}, {"able": "是"}, 1),
    ({"able": "否"}, {"able": "是"}, 0),
    ({"able": "否"}, {"able": "否"}, 1),
    ({"able": ""}, {"able": "是"}, None),
    ({"able": ""}, {"able": "否"}, None),
    ({"lowinc": "低边"}, {"lowinc": ["低保", "低保边缘"]}, 1),
    ({"lowinc": ""}, {"lowinc": ["低保", "低保边缘"]}, 0),
    ({"certificate": "电工证"}, {"certificate": {"present": "true"}}, 1),
    ({"certificate": ""}, {"certificate": {"present": "true"}}, 0),
    ({"certificate": ""}, {"certificate": {"present": "false"}}, 1),
    ({"certificate": "无"}, {"certificate": {"present": "true"}}, 0),
    ({"hardship": "大龄"}, {"hardship": {"one_of": ["大龄"], "present": "true"}}, 1),
    ({"nation": "汉 族"}, {"nation": "汉族"}, 1),
    ({"jobs_created": 3.0}, {"jobs_created": {"at_least": "3"}}, 1),
    ({"jobs_created": 2.0}, {"jobs_created": {"at_least": "3"}}, 0),
    ({"able": "否", "willing": ""}, {"able": "是", "willing": "是"}, 0),
    ({"able": "", "willing": "否"}, {"able": "是", "willing": "是"}, 0),
    ({"able": "是", "willing": ""}, {"able": "是", "willing": "是"}, None),
]


@pytest.mark.parametrize(("person", "where", "expected"), CONDITIONS)
def test_a_condition_holds_fails_or_is_not_known(
    person: dict[str, Any], where: dict[str, Any], expected: int | None
) -> None:
    assert counted(people(person), {"registry": "people", "where": where})[0] == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("是", "否", 1), ("是", "", 1), ("否", "是", 1), ("否", "否", 0), ("否", "", None), ("", "", None)],
)
def test_one_of_two_groups_is_enough_and_one_person_counts_once(
    first: str, second: str, expected: int | None
) -> None:
    either = [{"registered_unemployed": "是"}, {"reemployment_card": "是"}]
    roster = people({"registered_unemployed": first, "reemployment_card": second})
    assert counted(roster, {"registry": "people", "either": either})[0] == expected


def test_a_part_is_counted_within_its_base() -> None:
    roster = people(
        {**WORKER, "certificate": "电工证"},
        {**WORKER, "able": "否", "certificate": "电工证"},
        {**WORKER, "certificate": ""},
        {**WORKER, "able": "", "certificate": "电工证"},
    )
    figures = count(
        roster, {**ONE, "part": {"of": "one", "where": {"certificate": {"present": "true"}}}}
    ).figures
    assert [(figures[0, key].number, len(figures[0, key].undecided)) for key in ("one", "part")] == [
        (2, 1),
        (1, 1),
    ]
    assert figures[0, "part"].behind == [0]
    assert figures[0, "part"].undecided == [3]


def test_a_column_that_is_missing_is_unknown_even_where_blanks_mean_none() -> None:
    found = count(
        people({"able": "是"}), {"one": {"registry": "people", "where": {"certificate": {"present": "true"}}}}
    )
    assert found.figures[0, "one"].value is None
    assert found.lacking == {"one": frozenset({"certificate"})}


@pytest.mark.parametrize(("post", "value"), [("保洁", Answer.YES), ("", None)])
def test_an_answer_is_yes_as_soon_as_there_is_one_and_never_no(post: str, value: Answer | None) -> None:
    definition = {"registry": "people", "where": {"post": {"present": "true"}}}
    assert counted(people({"post": post}, {"post": ""}), definition, answer=True)[0] is value


# -- things and sums ----------------------------------------------------------------------------------------
BUSINESS = {"registry": "people", "count": "business", "where": {"business_date": {"within": "year"}}}


def of_business(*people_given: tuple[str, str, object]) -> RosterCounts:
    roster = people(
        *({"business": name, "business_date": day, "jobs_created": jobs} for name, day, jobs in people_given)
    )
    return count(roster, {"one": BUSINESS, "jobs": {"of": "one", "add": "jobs_created"}})


@pytest.mark.parametrize(
    ("given", "businesses", "jobs"),
    [
        ([("甲店", "2026-03-01", "2"), ("乙店", "2026-03-01", "3")], 2, 5),
        ([("甲店", "2026-03-01", "2"), ("甲 店", "2026-03-01", "2")], 1, 2),
        ([("甲店", "2026-03-01", "2"), ("甲店", "2026-03-01", "3")], 1, None),
        ([("甲店", "2026-03-01", "")], 1, None),
        ([("甲店", "2025-03-01", "2"), ("", "", "")], 0, 0),
    ],
)
def test_different_things_count_once_and_their_numbers_are_added_once(
    given: list[tuple[str, str, object]], businesses: int, jobs: int | None
) -> None:
    figures = of_business(*given).figures
    assert [figures[0, key].value for key in ("one", "jobs")] == [businesses, jobs]


def test_a_thing_without_a_name_in_a_file_without_the_column_is_undecided() -> None:
    assert counted(people({"business_date": "2026-03-01"}), BUSINESS) == (None, 0, 1)


# -- people who stand twice -----------------------------------------------------------------------------------
MAN, OTHER = id_number("19900307", 123), id_number("19910307", 123)
A = {"community": "东城社区", "name": "张甲", "id_number": MAN, "able": "是"}
REPEATS: list[tuple[list[dict[str, Any]], list[str], list[tuple[int, int]]]] = [
    ([A, A], ["N120"], [(1, 0)]),
    ([A, {**A, "able": "否"}], ["N120"], [(0, 1)]),
    ([A, {**A, "able": ""}], ["N120"], [(0, 1)]),
    ([A, A, A], ["N120", "N120"], [(1, 0)]),
    ([A, {**A, "community": "西城社区"}], ["N121"], [(0, 1), (0, 1)]),
    ([A, {**A, "community": "西城社区", "able": "否"}], ["N121"], [(0, 1), (0, 0)]),
    ([A, {**A, "name": "李乙"}], ["N122"], [(0, 2)]),
    ([A, {**A, "id_number": ""}], ["N123"], [(1, 1)]),
    ([{**A, "id_number": ""}, {**A, "id_number": ""}], ["N123"], [(0, 2)]),
    (
        [{**A, "id_number": "", "birth": "1990-01-01"}, {**A, "id_number": "", "birth": "1991-01-01"}],
        [],
        [(2, 0)],
    ),
    ([A, {**A, "id_number": OTHER}], [], [(2, 0)]),
    ([A, {**A, "community": "西城社区", "id_number": ""}], [], [(1, 0), (1, 0)]),
]


@pytest.mark.parametrize(("rows", "codes", "expected"), REPEATS)
def test_nobody_is_counted_twice_in_silence(
    rows: list[dict[str, Any]], codes: list[str], expected: list[tuple[int, int]]
) -> None:
    roster = roster_of(people_sheet([{"birth": "", **row} for row in rows]))
    figures = count(roster, ONE).figures
    assert sorted(each.code for each in roster.problems) == codes
    found = [figures[who, "one"] for who in range(len(roster.whos))]
    assert [(each.number, len(each.undecided)) for each in found] == expected


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([A, A], "“张甲”的身份证号在同一个社区出现了两次（另一次：东城社区，东城社区.csv 单元格A2）"),
        ([A, {**A, "community": "西城社区"}], "“张甲”的身份证号在两个社区都有（另一次：东城社区，"),
        ([A, {**A, "name": "李乙"}], "“张甲”和“李乙”的身份证号相同"),
        ([A, {**A, "id_number": ""}], "同一个社区有两个“张甲”"),
    ],
)
def test_who_stands_twice_is_said_with_both_places(rows: list[dict[str, Any]], words: str) -> None:
    (problem,) = problems_of(people_sheet(rows))
    assert words in problem.message
    assert problem.place.cell == "A3"


B = {"community": "东城社区", "name": "李乙", "id_number": OTHER, "able": "是"}
C = {"community": "东城社区", "name": "王丙", "id_number": id_number("19920307", 123), "able": "是"}


@pytest.mark.parametrize(
    ("files", "sheets", "people", "codes", "expected"),
    [
        (("甲村花名册（初稿）.xlsx", "甲村花名册（终稿）.xlsx"), ("", ""), ([A, B], [A]), ["N181"], (1, 1)),
        (("甲村v1.xlsx", "甲村v2.xlsx"), ("", ""), ([A, B], [A, B]), ["N181"], (2, 0)),
        (("甲村.xlsx", "甲村 - 副本.xlsx"), ("", ""), ([A], [{**A, "able": "否"}]), ["N181"], (0, 1)),
        (("甲村.xlsx", "甲村(1).xlsx", "甲村(2).xlsx"), ("", "", ""), ([A], [A], [A, B]), ["N181"], (1, 1)),
        (("甲村第1期.xlsx", "甲村第2期.xlsx"), ("", ""), ([A, B], [A, C]), ["N181"], (1, 2)),
        (("甲村.xlsx", "甲村.xlsx"), ("花名册", "花名册 (2)"), ([A], [A]), ["N181"], (1, 0)),
        (("甲村(1).xlsx", "甲村(2).xlsx"), ("", ""), ([A], [B]), [], (2, 0)),
        (("甲村一组.xlsx", "甲村二组.xlsx"), ("", ""), ([A, B, C], [A]), ["N120"], (3, 0)),
    ],
)
def test_versions_of_one_roster_are_told_once_and_who_is_not_in_all_is_undecided(
    files: tuple[str, ...],
    sheets: tuple[str, ...],
    people: tuple[list[dict[str, Any]], ...],
    codes: list[str],
    expected: tuple[int, int],
) -> None:
    given = zip(people, sheets, files, strict=True)
    roster = roster_of(*(people_sheet(rows, sheet, file) for rows, sheet, file in given))
    found = count(roster, ONE).figures[0, "one"]
    assert (found.number, len(found.undecided)) == expected
    assert [each.code for each in roster.problems] == codes


def test_versions_in_two_folders_are_told_with_their_folders() -> None:
    sheets = [replace(people_sheet([A, B], "Sheet1", "甲村.xlsx"), folder=each) for each in ("张三", "李四")]
    (problem,) = roster_of(*sheets).problems
    assert problem.message.startswith("“张三/甲村.xlsx”、“李四/甲村.xlsx”像是同一份花名册的几稿")


def test_versions_are_named_with_how_many_stand_in_one_of_them_only() -> None:
    first, last = people_sheet([A, B], "", "甲村（初稿）.xlsx"), people_sheet([A], "", "甲村（终稿）.xlsx")
    (problem,) = problems_of(first, last)
    assert (
        "“甲村（初稿）.xlsx”、“甲村（终稿）.xlsx”像是同一份花名册的几稿：1人各份里都有，只数一次"
        in problem.message
    )
    assert "1人不是各份都有，按定不下来处理" in problem.message


# -- households -------------------------------------------------------------------------------------------------
ZERO_JOB = {
    "registry": "people",
    "count": "households",
    "having": [{"where": {"able": "是", "willing": "是"}}],
    "without": [{"where": {"able": "是", "willing": "是", "employment": "已就业"}}],
}
JOBLESS = {**WORKER, "employment": "失业"}
HOUSES: list[tuple[list[dict[str, Any]], list[str], tuple[int, int]]] = [
    ([{"household": "1", **JOBLESS}, {"household": "1", **JOBLESS}], [], (1, 0)),
    ([{"household": "1", **JOBLESS}, {"household": "1", **WORKER}], [], (0, 0)),
    ([{"household": "1", **JOBLESS}, {"household": "2", **WORKER}], [], (1, 0)),
    ([{"household": "1", **JOBLESS, "willing": "否"}], [], (0, 0)),
    ([{"household": "1", **JOBLESS}, {"household": "1", **WORKER, "employment": ""}], [], (0, 2)),
    ([{"head": "张甲", "name": "张甲", **JOBLESS}, {"head": "张甲", "name": "李乙", **WORKER}], [], (0, 0)),
    ([{"head": "张甲", "name": "张甲", **JOBLESS}, {"head": "王丙", "name": "王丙", **JOBLESS}], [], (2, 0)),
    ([{"relation": "户主", "name": "张甲", **JOBLESS}, {"head": "张甲", "name": "李乙", **WORKER}], [], (0, 0)),
    ([{"name": "张甲", **JOBLESS}, {"name": "李乙", **WORKER}], [], (0, 1)),
    ([{"household": "1", "name": "张甲", **JOBLESS}, {"name": "李乙", **WORKER}], ["N145"], (0, 1)),
    ([{"household": "1", "name": "张甲", **JOBLESS}, {"name": "李乙", **WORKER, "employment": ""}], ["N145"], (0, 2)),
    ([{"household": "1", "name": "张甲", **JOBLESS}, {"name": "李乙", **JOBLESS}], [], (1, 1)),
    *(
        ([{"household": one, "relation": "户主", **JOBLESS}, {"household": other, "relation": "配偶", **WORKER}], [], (0, 0))
        for one, other in (("1", "01"), ("1", "1号"), ("1", "1.0"), ("１", "001"), ("第1户", "1"), ("3-01", "3-1"), ("A01", "a1"))
    ),
    *(([{"household": one, **JOBLESS}, {"household": other, **WORKER}], [], (1, 0)) for one, other in (("1", "10"), ("1-1", "11"), ("0", "10"))),
    ([{"head": "试甲", "name": "试甲", **JOBLESS}, {"head": "试甲（已故）", "name": "李乙", **WORKER}], [], (0, 0)),
    ([{"head": "试甲(已去世)", "name": "李丙", **JOBLESS}, {"head": "试甲", "name": "李乙", **WORKER}], [], (0, 0)),
    ([{"head": "试甲（大）", "name": "李丙", **JOBLESS}, {"head": "试甲（小）", "name": "李乙", **WORKER}], [], (1, 0)),
    ([{"household": "1", "relation": "户主", **JOBLESS}, {"household": "2", "relation": "配偶", **WORKER}], ["N167"], (0, 1)),
    ([{"household": "1", "relation": "户主", **JOBLESS}, {"household": "2", "relation": "妻", "head": "试丙", **WORKER}], [], (1, 0)),
    ([{"household": "1", "relation": "户主", **JOBLESS}, {"household": "1", "relation": "妻", **JOBLESS}, {"household": "2", "relation": "配偶", **WORKER}], ["N167"], (1, 0)),
    ([{"household": "1", "relation": "户主", **JOBLESS}, {"household": "2", "relation": "子", **WORKER}], [], (1, 0)),
    ([{"household": "1", "relation": "户主", **JOBLESS}, {"household": "1", "relation": "户主", **JOBLESS}], ["N124"], (0, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "codes", "expected"), HOUSES)
def test_a_household_counts_by_its_members(
    rows: list[dict[str, Any]], codes: list[str], expected: tuple[int, int]
) -> None:
    roster = people(*rows)
    found = count(roster, {"one": ZERO_JOB}).figures[0, "one"]
    assert (found.number, len(found.undecided)) == expected
    assert [each.code for each in roster.problems] == codes


def test_a_wife_without_a_head_is_asked_about_in_words() -> None:
    roster = people(
        {"household": "1", "name": "张甲", "relation": "户主", **JOBLESS},
        {"household": "2", "name": "李乙", "relation": "配偶", **WORKER},
    )
    count(roster, {"one": ZERO_JOB})
    assert roster.problems[0].message.startswith("“2”这一户有配偶“李乙”，没有户主，可能与别的户是一户；")


def test_a_row_of_no_household_is_asked_about_where_it_may_change_another() -> None:
    roster = people({"household": "1", "name": "张甲", **JOBLESS}, {"name": "李乙", **WORKER})
    count(roster, {"one": ZERO_JOB})
    (problem,) = roster.problems
    assert problem.message == "“李乙”没有写户编号、户主，可能是别的户的，这个社区按户数的定不下来。"
    assert problem.mend == "请补写户编号，或户主姓名；一个人一户的，写上自己的户编号。"


def test_a_household_in_two_communities_is_a_question_and_undecided_in_both() -> None:
    rows = [
        {"community": "东城社区", "head": "张甲", "name": "张甲", **JOBLESS},
        {"community": "西城社区", "head": "张甲", "name": "李乙", **JOBLESS},
        {"community": "西城社区", "head": "王丙", "name": "王丙", **JOBLESS},
    ]
    roster = roster_of(people_sheet(rows))
    figures = count(roster, {"one": ZERO_JOB}).figures
    assert [(figures[who, "one"].number, len(figures[who, "one"].undecided)) for who in (0, 1)] == [
        (0, 1),
        (1, 1),
    ]
    (problem,) = roster.problems
    assert problem.code == "N125"
    assert "“张甲”这一户的户主在“东城社区”，一户分在了两个社区" in problem.message


def test_numbers_of_households_are_those_of_a_community_unless_the_head_is_the_same() -> None:
    east = {"community": "东城社区", "household": "1", "relation": "户主", **JOBLESS}
    west = {**east, "community": "西城社区"}
    apart = roster_of(
        people_sheet([{**east, "name": "张甲", "head": "张甲"}, {**west, "name": "李乙", "head": "李乙"}])
    )
    count(apart, {"one": ZERO_JOB})
    assert apart.problems == []
    split = roster_of(
        people_sheet(
            [
                {**east, "name": "张甲", "head": "张甲"},
                {**west, "relation": "妻", "name": "李乙", "head": "张甲"},
            ]
        )
    )
    count(split, {"one": ZERO_JOB})
    assert [each.code for each in split.problems] == ["N125"]


def test_two_heads_of_one_household_are_said_with_both_places() -> None:
    roster = people(*HOUSES[-1][0])
    count(roster, {"one": ZERO_JOB})
    (problem,) = roster.problems
    assert problem.code == "N124"
    assert "“1”这一户有两个户主（另一个在A2）" in problem.message


def test_a_part_of_households_is_counted_within_its_base() -> None:
    low = {
        "registry": "people",
        "count": "households",
        "having": [{"where": {"lowinc": "低保"}}, {"of": "able"}],
    }
    roster = people(
        {"household": "1", "lowinc": "低保", **JOBLESS},
        {"household": "1", "lowinc": "", **WORKER},
        {"household": "2", "lowinc": "低保", **JOBLESS},
        {"household": "3", "lowinc": "低保", **WORKER, "able": "否"},
        {"household": "4", "lowinc": "", **WORKER},
    )
    definitions: dict[str, Mapping[str, Any]] = {
        "able": ONE["one"],
        "low": low,
        "low_job": {"of": "low", "having": [{"where": {"employment": "已就业"}}]},
    }
    figures = count(roster, definitions).figures
    assert [figures[0, key].value for key in ("low", "low_job")] == [2, 1]
    assert figures[0, "low_job"].behind == [0, 1]


# -- months --------------------------------------------------------------------------------------------------------
def test_twelve_rosters_give_the_months_each_on_its_last_day() -> None:
    definition = {"registry": "people", "where": {"age": {"ages": "working"}}}
    boy = {"name": "张甲", "sex": "男", "birth": "2010-03-15"}
    sheets = [people_sheet([boy], file=f"东城社区{month}月.csv") for month in (2, 3, 11, 12)]
    found = count(roster_of(*sheets), {"one": definition}, monthly=True)
    assert {month: each.value for (_, _, month), each in found.monthly.items()} == {2: 0, 3: 1, 11: 1}
    assert found.figures[0, "one"].value == 1


def test_the_same_person_in_two_months_is_no_repeat_and_the_year_is_that_of_the_last_month() -> None:
    sheets = [
        people_sheet([{"name": "张甲", "id_number": MAN, "able": able}], file=f"东城社区{month}月.csv")
        for month, able in ((1, "否"), (2, "是"))
    ]
    roster = roster_of(*sheets)
    assert roster.problems == []
    assert count(roster, ONE).figures[0, "one"].value == 1


STRETCHES = [
    (("甲村花名册第三季度.csv", "甲村花名册第四季度.csv"), 2, []),
    (("甲村花名册三季度.csv", "甲村花名册2026年4季度.csv"), 2, []),
    (("甲村花名册2026年Q3.csv", "甲村花名册2026年Q4.csv"), 2, []),
    (("甲村花名册上半年.csv", "甲村花名册下半年.csv"), 2, []),
    (("甲村花名册20261031.csv", "甲村花名册20261130.csv"), 2, []),
    (("甲村花名册10月.csv", "甲村花名册.csv"), 2, [("N175", "“甲村”有没有写月份的花名册（甲村花名册.csv），也有10月的，照没有写月份的一份数。")]),
    (("甲村花名册第三季度.csv", "甲村花名册12月.csv"), 1, [("N177", "“甲村”12月的花名册在统计日2026年11月30日以后，没有用。")]),
    (("乙村花名册第三季度.csv", "甲村花名册11月.csv"), 2, [("N176", "“乙村”的花名册只有9月的，这次数的是11月的，没有替它数。")]),
    (("四季青社区花名册10月.csv", "四季青社区花名册11月.csv"), 2, []),
]  # fmt: skip


@pytest.mark.parametrize(("files", "number", "words"), STRETCHES)
def test_which_of_several_rosters_counts_is_never_silent(
    files: tuple[str, str], number: int, words: list[tuple[str, str]]
) -> None:
    people_of = [
        [{"name": "试甲", "id_number": MAN, **WORKER}],
        [{"name": "试甲", "id_number": MAN, **WORKER}],
    ]
    people_of[1].append({"name": "试乙", "id_number": id_number("19900307", 7), **WORKER})
    made = roster_of(*(people_sheet(rows, file=file) for rows, file in zip(people_of, files, strict=True)))
    found = count(made, {"one": {"registry": "people", "where": {"able": "是"}}})
    assert [int(each.value or 0) for each in found.figures.values()] == [number]
    assert [(each.code, each.message) for each in made.problems if each.code != "N121"] == words


def test_the_last_month_ends_on_the_stated_day() -> None:
    boy = {"name": "张甲", "sex": "男", "birth": "2010-11-20"}
    for day, value in ((date(2026, 11, 19), 0), (date(2026, 11, 20), 1)):
        found = count(
            roster_of(people_sheet([boy], file="东城社区11月.csv"), day=day), {"one": WORKING}, monthly=True
        )
        assert found.monthly[0, "one", 11].value == value
