"""Typed and counted figures side by side: blanks are filled in, differences are listed, nothing typed is replaced."""

from pathlib import Path
from typing import Any

import pytest
from support.invented_people import id_number

import formgen
from formgen.model import Answer, Community
from formgen.problems import FormgenError, Problem

DAY = "2026-11-30"
TAIZHOU, YONGJIA = formgen.notice("taizhou-2019"), formgen.notice("yongjia-2009")
HEAD = ["姓名", "性别", "身份证号", "本社区（村）户籍", "有劳动能力", "有就业愿望", "就业状态", "公益性岗位"]


def roster(folder: Path, people: list[list[str]], name: str = "东城社区.csv") -> Path:
    file = folder / name
    lines = [",".join(each) for each in (HEAD, *people)]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


def person(at: int, employment: str = "已就业", able: str = "是", post: str = "") -> list[str]:
    return [
        f"试{'甲乙丙丁戊己庚辛壬癸'[at]}",
        "男",
        id_number("19900307", 2 * at + 1),
        "是",
        able,
        "是",
        employment,
        post,
    ]


FOUR = [person(0), person(1), person(2), person(3, "失业")]


def read(
    folder: Path, people: list[list[str]], figures: dict[str, Any], notice: formgen.Notice = TAIZHOU
) -> tuple[Community, list[Problem]]:
    records = {"communities": [{"name": "东城社区", "township": "上塘镇", "indicators": figures}]}
    found = notice.read(records, people=[roster(folder, people)], on=DAY)
    problems = [each for each in found.problems if each.code.startswith("N") and each.code != "N127"]
    return found.communities[0], problems


def values(community: Community) -> dict[str, str]:
    return {key: each.text for key, each in community.indicators.items()}


def test_what_is_blank_is_counted_and_its_place_is_the_roster(tmp_path: Path) -> None:
    community, problems = read(tmp_path, FOUR, {})
    assert values(community) == {"labour_able": "4", "labour_willing": "4", "employed": "3"}
    assert problems == []
    assert str(community.indicators["employed"].place) == "东城社区.csv 按花名册数出"
    card = TAIZHOU.score(community)
    assert "东城社区.csv" in str(card.community.indicators["employed"].place)
    assert card.outcomes["item1"].points == 0


def test_what_was_typed_stays_and_the_difference_is_listed(tmp_path: Path) -> None:
    community, problems = read(tmp_path, FOUR, {"labour_able": 5, "labour_willing": 4, "employed": 3})
    assert values(community) == {"labour_able": "5", "labour_willing": "4", "employed": "3"}
    assert [each.code for each in problems] == ["N128"]
    assert "“户籍人口中有劳动能力的适龄人员数”填的是5，照花名册数出4人，仍按填的算" in problems[0].message
    assert problems[0].place.community == "上塘镇东城社区"


def test_a_part_is_not_filled_in_where_its_base_was_typed_differently(tmp_path: Path) -> None:
    community, problems = read(tmp_path, FOUR, {"labour_willing": 5})
    assert values(community) == {"labour_willing": "5"}  # what it is a part of is not counted either
    assert sorted(each.code for each in problems) == ["N128", "N133", "N159"]
    assert (
        "“其中已就业人数”空着，花名册数出3人；它的基数“户籍人口中有劳动能力和就业愿望的适龄人员数”"
        in next(each.message for each in problems if each.code == "N133")
    )


@pytest.mark.parametrize(
    ("given", "kept", "codes"),
    [
        ({"employed": 4}, {"employed": "4"}, ["N128", "N159", "N159"]),  # its base, and the base of the base
        ({"employed": 3}, {"labour_able": "4", "labour_willing": "4", "employed": "3"}, []),
        ({"labour_willing": 4, "employed": 4}, {"labour_willing": "4", "employed": "4"}, ["N128", "N159"]),
        ({"employed": "很多"}, {"labour_able": "4", "labour_willing": "4"}, []),
    ],
)
def test_a_base_is_not_filled_in_where_a_part_of_it_was_typed_differently(
    given: dict[str, Any], kept: dict[str, str], codes: list[str], tmp_path: Path
) -> None:
    community, problems = read(tmp_path, FOUR, given)
    texts = {key: text for key, text in values(community).items() if not community.indicators[key].bad}
    assert texts == kept
    assert sorted(each.code for each in problems) == codes
    said = [each.message for each in problems if each.code == "N159"]
    assert all("它的一部分“其中已就业人数”填的与花名册数出的不同，没有采用" in each for each in said)


def test_what_is_undecided_is_not_used_and_said_with_its_rows(tmp_path: Path) -> None:
    community, problems = read(tmp_path, [*FOUR, person(4, able="")], {})
    assert values(community) == {}
    assert [each.code for each in problems] == ["N126", "N126", "N126"]
    assert "“户籍人口中有劳动能力的适龄人员数”数到4，另有1人定不下来（A6），没有采用" in problems[0].message


@pytest.mark.parametrize(("typed", "codes"), [(4, []), (5, []), (3, ["N128"]), (6, ["N128"])])
def test_a_typed_figure_is_compared_with_all_that_the_undecided_leave_open(
    typed: int, codes: list[str], tmp_path: Path
) -> None:
    given = {"labour_able": typed, "labour_willing": 4, "employed": 3}
    _, problems = read(tmp_path, [*FOUR, person(4, able="")], given)
    assert [each.code for each in problems] == codes
    assert all("照花名册数出4人，另有1人定不下来" in each.message for each in problems)


def test_a_typed_figure_that_cannot_be_used_is_not_compared(tmp_path: Path) -> None:
    community, problems = read(tmp_path, FOUR, {"labour_able": "很多"})
    assert community.indicators["labour_able"].bad
    assert [each.code for each in problems] == ["N133", "N133"]  # the part, and the part of the part


@pytest.mark.parametrize(
    ("post", "typed", "value", "codes"),
    [
        ("保洁", None, Answer.YES, []),
        ("", None, None, []),
        ("", "是", Answer.YES, []),
        ("", "否", Answer.NO, []),
        ("保洁", "否", Answer.NO, ["N128"]),
    ],
)
def test_an_answer_is_counted_as_yes_only(
    post: str, typed: str | None, value: Answer | None, codes: list[str], tmp_path: Path
) -> None:
    given = {"public_posts_exist": typed} if typed else {}
    community, problems = read(tmp_path, [person(0, post=post)], given)
    found = community.indicators.get("public_posts_exist")
    assert (found.value if found else None, [each.code for each in problems]) == (value, codes)


def test_columns_that_are_missing_are_said_once_with_the_indicators_that_need_them(tmp_path: Path) -> None:
    found = TAIZHOU.read({"communities": [{"name": "东城社区"}]}, people=[roster(tmp_path, FOUR)], on=DAY)
    lacking = [each for each in found.problems if each.code == "N127"]
    assert (
        "花名册没有“基本养老保险”，“参加职工基本养老保险人数”、“参加城乡居民基本养老保险人数”数不准"
        in "".join(each.message for each in lacking)
    )


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (1, "东城社区0.csv"),
        (2, "东城社区0.csv、东城社区1.csv"),
        (4, "东城社区0.csv、东城社区1.csv、东城社区2.csv等4个文件"),
    ],
)
def test_every_file_that_lacks_a_column_is_named_or_counted(count: int, named: str, tmp_path: Path) -> None:
    whole = [",".join([*HEAD, "基本养老保险"]), ",".join([*person(9), "职工"]), ""]
    (tmp_path / "东城社区.csv").write_text("\n".join(whole), encoding="utf-8")
    for at in range(count):
        roster(tmp_path, [person(at)], f"东城社区{at}.csv")
    found = TAIZHOU.read({"communities": [{"name": "东城社区"}]}, people=[tmp_path], on=DAY)
    (problem,) = [each for each in found.problems if each.code == "N127" and "养老" in each.message]
    assert problem.place.file == named


def test_a_column_is_not_missed_whose_figure_is_counted(tmp_path: Path) -> None:
    data = tmp_path / "数据.csv"
    data.write_text("社区（村）名称\n东城社区\n", encoding="utf-8")
    alone, beside = (
        next(each for each in TAIZHOU.read(data, people=given, on=DAY).problems if each.code == "D154")
        for given in ([], [roster(tmp_path, FOUR)])
    )
    assert "“其中已就业人数”" in alone.message
    assert "“其中已就业人数”" not in beside.message
    assert "“持有国家职业资格证书（专业技术职务证书）人数”" in beside.message  # the roster lacks its column
    assert int(alone.words["count"]) - int(beside.words["count"]) == 3


def test_a_community_without_people_is_not_counted_as_none(tmp_path: Path) -> None:
    records = {"communities": [{"name": "东城社区"}, {"name": "西城社区"}]}
    found = TAIZHOU.read(records, people=[roster(tmp_path, FOUR)], on=DAY)
    assert [values(each) for each in found.communities][1] == {}
    (problem,) = [each for each in found.problems if each.code == "N129"]
    assert "《社区（村）劳动人口调查花名册》里没有“西城社区”的行" in problem.message


def test_people_may_be_in_several_files_and_data_read_twice_say_the_same(tmp_path: Path) -> None:
    roster(tmp_path, FOUR[:2], "东城社区一组.csv")
    roster(tmp_path, FOUR[2:], "东城社区二组.csv")
    found = TAIZHOU.read({"communities": [{"name": "东城社区"}]}, people=[tmp_path], on=DAY)
    (community,) = found.communities
    assert str(community.indicators["employed"].place) == "东城社区一组.csv等2个文件 按花名册数出"
    assert found.score().cards[0].community.indicators == community.indicators


# -- months --------------------------------------------------------------------------------------------
MONTHS = ["姓名", "性别", "有劳动能力", "有就业愿望", "登记失业", "持再就业优惠证", "就业状态"]


def monthly(folder: Path, months: range) -> None:
    for month in months:
        rows = [MONTHS, ["试甲", "男", "是", "是", "是", "否", "已就业" if month > 3 else "失业"]]
        (folder / f"东城社区{month}月.csv").write_text(
            "\n".join(",".join(each) for each in rows), encoding="utf-8"
        )


def test_twelve_rosters_give_the_months_of_monthly_indicators(tmp_path: Path) -> None:
    monthly(tmp_path, range(1, 13))
    found = YONGJIA.read({"communities": [{"name": "东城社区"}]}, people=[tmp_path], on="2026-12-31")
    series = found.communities[0].monthly["target_employed"]
    assert [each.text for each in series if each] == ["0"] * 3 + ["1"] * 9
    assert "target_employed" not in found.communities[0].indicators
    assert [each.code for each in found.problems if each.code in {"D115", "D129"}] == []


def test_a_month_that_was_typed_stays_and_differences_name_their_month(tmp_path: Path) -> None:
    monthly(tmp_path, range(1, 13))
    figures = {"target_total": [1] * 12, "target_employed": [1] * 12}
    found = YONGJIA.read(
        {"communities": [{"name": "东城社区", "monthly": figures}]}, people=[tmp_path], on="2026-12-31"
    )
    differing = [each.message for each in found.problems if each.code == "N128"]
    assert len(differing) == 3
    assert "“其中已就业人数（1月）”填的是1，照花名册数出0人" in differing[0]


@pytest.mark.parametrize(
    "given", [{"indicators": {"target_total": 9}}, {"monthly": {"monthly_rates": ["96%"] * 12}}]
)
def test_months_are_left_alone_where_the_year_or_the_rates_were_typed(
    given: dict[str, Any], tmp_path: Path
) -> None:
    monthly(tmp_path, range(1, 13))
    found = YONGJIA.read({"communities": [{"name": "东城社区", **given}]}, people=[tmp_path], on="2026-12-31")
    assert "target_total" not in found.communities[0].monthly
    assert [each.code for each in found.problems if each.code in {"D115", "D129"}] == []


# -- what cannot be asked -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "code", "words"), [("", "N130", "没有用 --on 写明统计日"), ("去年", "D139", "统计日")]
)
def test_people_are_counted_on_a_stated_day_only(on: str, code: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FormgenError) as error:
        TAIZHOU.read({"communities": [{"name": "东城社区"}]}, people=[roster(tmp_path, FOUR)], on=on)
    assert [each.code for each in error.value.problems] == [code]
    assert words in error.value.problems[0].message


def test_a_notice_that_counts_nobody_says_so(tmp_path: Path) -> None:
    own = tmp_path / "standards-only.yaml"
    own.write_bytes((Path(__file__).parents[1] / "support" / "standards-only.yaml").read_bytes())
    with pytest.raises(FormgenError) as error:
        formgen.notice(own).count([tmp_path], DAY)
    (problem,) = error.value.problems
    assert problem.code == "N158"
    assert "没有由花名册数出的指标，用不着 --people。" in problem.message


def test_the_library_names_the_rows_behind_a_number(tmp_path: Path) -> None:
    counts = TAIZHOU.count([roster(tmp_path, FOUR)], DAY)
    found = counts.figures[0, "employed"]
    assert found.value == 3
    assert [counts.roster.text(counts.roster.rows[at], "name") for at in found.behind] == [
        "试甲",
        "试乙",
        "试丙",
    ]
