"""Lines between rows that head a part of a list: who is no person, and who stands below one still counts, or is asked about."""

import pytest
from support.invented_people import DAY, REGISTER, WORKER, id_number, sheet_of

from formgen.registers.definition import Definition
from formgen.rosters.belonging import CommunityList
from formgen.rosters.count import Countable, count_roster
from formgen.rosters.read import RegisterReader

HEAD = ["姓名", "身份证号", *(REGISTER.columns[key].zh for key in WORKER)]
A, B = ([f"试{name}", id_number("19900307", at), *WORKER.values()] for name, at in (("甲", 1), ("乙", 3)))
COUNTED = [
    *("以下为已就业人员", "东岙自然村", "下塘自然村：", "自然村：东岙", "三组", "第三村民小组", "一、东岙自然村", "（一）三组", "东岙网格"),
    *("甲村三组", "1栋2单元", "离退休人员", "非农户口", "待业人员", "2026年新增人员", "以下为常年外出务工人员", "以下是第二页", "以下无", "填报人员："),
]  # fmt: skip
OTHER = ["以下为退伍军人", "以下为种粮大户", "以下为老年人", "寄住人员"]
GONE = [
    *("以下人员户口在前屿村", "以下人员属前屿村", "以下人员在前屿村居住", "前屿村三组", "待核实人员", "在外人员", "挂靠户口", "以下为外嫁女"),
    *("以下人员不计", "外村户籍", "死亡人员"),
]  # fmt: skip
CASES = [
    *((each, [], (2, 0)) for each in COUNTED),
    *((each, ["N182"], (2, 0)) for each in OTHER),
    *((each, ["N161"], (1, 1)) for each in GONE),
]


@pytest.mark.parametrize(("line", "codes", "expected"), CASES)
def test_a_line_that_heads_a_part_is_no_person_and_says_who_below_it_counts(
    line: str, codes: list[str], expected: tuple[int, int]
) -> None:
    reader = RegisterReader(REGISTER, DAY, CommunityList(()))
    reader.take(sheet_of([HEAD, A, [line], B], file="甲村花名册.csv"))
    assert [(each.code, each.words["value"]) for each in reader.roster.problems] == [
        (code, line) for code in codes
    ]
    made = Countable("it", "it", Definition.model_validate({"registry": "people", "where": {"able": "是"}}))
    found = count_roster(reader.roster, [made]).figures[0, "it"]
    assert (found.number, len(found.undecided)) == expected


def test_a_heading_of_those_who_count_ends_what_was_said_of_the_gone() -> None:
    reader = RegisterReader(REGISTER, DAY, CommunityList(()))
    reader.take(sheet_of([HEAD, ["死亡人员"], A, ["三组"], B], file="甲村花名册.csv"))
    assert [row.doubtful for row in reader.roster.rows] == [True, False]


def test_a_part_of_which_it_is_not_known_whether_it_counts_is_told() -> None:
    reader = RegisterReader(REGISTER, DAY, CommunityList(()))
    reader.take(sheet_of([HEAD, A, ["以下为退伍军人"], B], file="甲村花名册.csv"))
    (problem,) = reader.roster.problems
    assert problem.message == "这里写着“以下为退伍军人”，下面的各行仍照各列数了。"
