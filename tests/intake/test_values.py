"""Each kind of value: what is accepted and how it is meant, what is refused and in which words."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from support import card_of, rubric_of

from formgen import intake
from formgen.intake import Intake
from formgen.model import Answer
from formgen.rubric.schema import Rubric

One = Callable[..., Intake]


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("employed", "1980", 1980),
        ("employed", "1,980", 1980),
        ("employed", "１９８０", 1980),
        ("employed", " 1980 人", 1980),
        ("employed", "1980.0", 1980),
        ("employed", 2000, 2000),
        ("employed", 2000.0, 2000),
        ("employed", "0", 0),
        ("base_site", True, Answer.YES),
        ("base_site", "是", Answer.YES),
        ("base_site", "有", Answer.YES),
        ("base_site", "√", Answer.YES),
        ("base_site", "对", Answer.YES),
        ("base_site", "Ｙ", Answer.YES),
        ("base_site", "1", Answer.YES),
        ("base_site", False, Answer.NO),
        ("base_site", "no", Answer.NO),
        ("base_site", "无", Answer.NO),
        ("base_site", "×", Answer.NO),
        ("base_site", "0", Answer.NO),
        ("base_site", "☑是 □否", Answer.YES),
        ("base_site", "□是　■否", Answer.NO),
        ("base_site", "☐是 ☒否", Answer.NO),
        ("base_site", "是（√） 否（ ）", Answer.YES),
        ("base_site", "是[ ] 否[√]", Answer.NO),
        ("base_site", "有□、无√", Answer.NO),
        ("base_site", "○是 ●否", Answer.NO),
        ("base_site", "√是", Answer.YES),
        ("base_site", "否√", Answer.NO),
        ("base_site", "（√）", Answer.YES),
        ("grad_support", "□是 □否 ☑无服务对象", Answer.NOBODY),
        ("referral_level", "□无 □有记录 ☑就业困难人员", 2),
        ("grad_support", "无服务对象", Answer.NOBODY),
        *(
            ("grad_support", typed, Answer.NOBODY)
            for typed in ("无对象。", "没有对象", "无此类人员", "未涉及", "没有服务对象")
        ),
        ("grad_support", "不涉及", Answer.NOBODY),
        ("referral_level", "2", 2),
        ("referral_level", "２", 2),
        ("referral_level", "2.0", 2),
        ("referral_level", "2 就业困难人员", 2),
        ("referral_level", "就业困难人员", 2),
        ("referral_level", "无", 0),
        ("innovation_points", "4.5", Fraction(9, 2)),
        ("innovation_points", "4分", 4),
        ("site_points", "1.25", Fraction(5, 4)),
    ],
)
def test_a_value_means_what_a_person_meant(one: One, key: str, typed: object, value: object) -> None:
    intake = one(indicators={key: typed})
    assert intake.problems == ()
    assert intake.communities[0].indicators[key].value == value


@pytest.mark.parametrize(
    ("key", "typed", "code", "words"),
    [
        ("employed", "很多", "D106", "“其中已就业人数”应当是数，读到的是“很多”"),
        ("employed", "96%", "D106", "应当是数，读到的是“96%”"),
        ("employed", "96‰", "D106", "应当是数，读到的是“96‰”"),
        ("employed", "1e9999999", "D106", "应当是数，读到的是“1e9999999”"),
        ("employed", "6/3", "D106", "应当是数"),
        ("employed", "9" * 20, "D106", "应当是数"),
        ("employed", "NaN", "D106", "应当是数"),
        ("employed", "12户", "D106", "应当是数"),
        ("employed", "12.5", "D107", "应当是整数，读到的是“12.5”"),
        ("employed", "-3", "D108", "不能是负数，读到的是“-3”"),
        ("base_site", "大概", "D109", "应当填“是”或“否”，读到的是“大概”"),
        *(
            ("grad_support", typed, "D244", "应当填“是”“否”或“无服务对象”，读到的是")
            for typed in ("不适用", "/", "不需要", "大概")
        ),
        ("grad_support", "0人", "D174", "可能是“否”，也可能是“无服务对象”"),
        ("grad_support", "无。", "D174", "可能是“否”，也可能是“无服务对象”"),
        ("base_site", "无服务对象", "D109", "“专门服务场地（窗口）”应当填“是”或“否”"),
        ("base_site", "□是 □否", "D109", "读到的是“□是 □否”，方框里没有打√"),
        ("base_site", "☑是 ☑否", "D109", "读到的是“☑是 ☑否”，“是”、“否”都打了√"),
        ("base_site", "■是 ■否", "D109", "“是”、“否”都打了√"),
        ("base_site", "是 ☑ 否", "D109", "看不出记号是哪一项的"),
        ("base_site", "×是 √否", "D109", "看不出记号是哪一项的"),
        ("base_site", "■是", "D109", "看不出“■”是不是打了√"),
        ("base_site", "□是", "D109", "方框里没有打√"),
        ("base_site", "是（ ）", "D109", "方框里没有打√"),
        ("base_site", "□", "D109", "方框里没有打√"),
        ("base_site", "☒", "D109", "看不出打√的是哪一项"),
        ("referral_level", "□无 □有记录", "D110", "没有“□无 □有记录”这一档"),
        ("referral_level", "4", "D110", "“成功推荐”没有“4”这一档"),
        ("referral_level", "很好", "D110", "没有“很好”这一档"),
        ("innovation_points", "6", "D111", "得分6不在0至5分之间"),
        ("innovation_points", "-1", "D111", "得分-1不在0至5分之间"),
        ("innovation_points", "4.3", "D112", "得分4.3不是0.5的整数倍"),
        ("innovation_points", "50%", "D106", "应当是数"),
        ("site_points", "3.5", "D111", "“专门服务场地（窗口）评审分”的得分3.5不在0至3分之间"),
    ],
)
def test_a_value_that_cannot_be_used_is_reported_and_kept_as_text(
    one: One, key: str, typed: str, code: str, words: str
) -> None:
    intake = one(indicators={key: typed})
    (problem,) = intake.problems
    figure = intake.communities[0].indicators[key]
    assert (problem.code, figure.value, figure.text) == (code, None, typed)
    assert words in problem.message
    assert problem.mend
    assert problem.place.path == f"communities[0].indicators.{key}"


def test_the_levels_that_exist_are_named(one: One) -> None:
    (problem,) = one(indicators={"referral_level": "9"}).problems
    assert problem.mend == "可填：0 无、1 有记录、2 就业困难人员、3 成效显著。"


@pytest.mark.parametrize("empty", [None, "", "  ", "　"])
def test_an_empty_value_is_missing_and_not_zero(one: One, empty: object) -> None:
    intake = one(indicators={"employed": empty}, facts={"address": empty})
    assert intake.problems == ()
    assert not intake.communities[0].indicators
    assert not intake.communities[0].facts


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("96%", "24/25"),
        ("96", "24/25"),
        (96, "24/25"),
        ("９６％", "24/25"),
        ("960‰", "24/25"),
        ("0.96%", "12/1250"),
        ("1.5", "3/200"),
        ("0", "0"),
        ("100", "1"),
    ],
)
def test_a_monthly_rate_is_a_share(one: One, yongjia: Rubric, typed: object, share: str) -> None:
    intake = one(yongjia, monthly={"monthly_rates": [typed] * 12})
    assert intake.problems == ()
    figures = intake.communities[0].monthly["monthly_rates"]
    assert [figure.value for figure in figures if figure] == [Fraction(share)] * 12


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("96.2‰", "D218", "“就业率”填的是“96.2‰”，即9.62%，像是把百分号写成了千分号，没有采用。"),
        ("0.96", "D117", "“就业率”填的是“0.96”，即0.96%，像是漏了百分号"),
        ("1", "D117", "像是漏了百分号"),
        ("101", "D118", "“就业率”是101，超过了100%"),
        ("120%", "D118", "超过了100%"),
        ("-1%", "D108", "不能是负数"),
        ("高", "D106", "应当是数"),
    ],
)
def test_a_rate_that_cannot_be_meant_is_reported(
    one: One, yongjia: Rubric, typed: str, code: str, words: str
) -> None:
    intake = one(yongjia, monthly={"monthly_rates": [typed, *["96"] * 11]})
    (problem,) = intake.problems
    assert problem.code == code
    assert words in problem.message
    first = intake.communities[0].monthly["monthly_rates"][0]
    assert first
    assert first.bad


@pytest.mark.parametrize(
    ("key", "typed", "text", "value"),
    [
        ("households", "1,234 户", "1234", Fraction(1234)),
        ("institution", "√", "是", Answer.YES),
        ("address", "  上塘镇一号 ", "上塘镇一号", None),
        ("address", "2009-09-17", "2009年9月17日", None),
        ("narrative", "一\r\n二", "一\n二", None),
        ("phone", "20090917", "20090917", None),
        ("phone", "057712345678", "057712345678", None),
    ],
)
def test_a_fact_is_printed_in_one_manner(
    one: One, yongjia: Rubric, key: str, typed: str, *, text: str, value: object
) -> None:
    intake = one(yongjia, facts={key: typed})
    assert intake.problems == ()
    fact = intake.communities[0].facts[key]
    assert (fact.text, fact.value) == (text, value)


def test_a_fact_of_the_wrong_kind_keeps_its_text(one: One, yongjia: Rubric) -> None:
    intake = one(yongjia, facts={"households": "不详"})
    assert [problem.code for problem in intake.problems] == ["D106"]
    assert intake.communities[0].facts["households"].text == "不详"


@pytest.mark.parametrize("sign", ["\x07", "\x0b", "\ud800", "\ufffe", "\ufdd0", "\U0001ffff"])
def test_text_that_cannot_be_printed_is_left_out(one: One, sign: str) -> None:
    intake = one(facts={"address": f"一{sign}号"})
    (problem,) = intake.problems
    assert (problem.code, problem.message) == ("D122", "“地址”里含有不可打印的字符。")
    assert "address" not in intake.communities[0].facts


@pytest.mark.parametrize(
    "name",
    ["../x", "CON", "👩‍🌾村", "A & B <c>", "=1+1", "长" * 100, "{{ x }}"],
)
def test_a_strange_name_is_taken_as_it_is(one: One, name: str) -> None:
    intake = one(name=name)
    assert intake.problems == ()
    assert intake.communities[0].name == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("坏\x00名", "“坏□名”不能用作名称（含有不可打印的字符）"),
        ("换\n行", "中间有换行"),
        ("云屿\n村", "名称“云屿□村”中间有换行，没有采用"),
        ("云屿\u2028村", "中间有换行"),
        ("\ud800", "不可打印"),
        ("长" * 101, "（超过100个字）"),
        ("  ", "名称是空的"),
        (None, "名称是空的"),
    ],
)
def test_a_name_that_cannot_be_printed_drops_the_community(one: One, name: str | None, words: str) -> None:
    intake = one(name=name, indicators={"employed": 1})
    assert intake.communities == ()
    assert [problem.code for problem in intake.problems] == ["D197" if "换行" in words else "D121"]
    assert words in intake.problems[0].message


def test_a_township_that_cannot_be_printed_drops_the_community(one: One) -> None:
    intake = one(township="坏\x01镇")
    assert intake.communities == ()
    assert intake.problems[0].code == "D121"


def test_a_name_is_composed_and_trimmed(one: One) -> None:
    assert one(name=" e\u0301村 ").communities[0].name == "é村"


@pytest.mark.parametrize("typed", ["2026-11-24", "２０２６年１１月２４日", "2026.11.24"])
def test_the_date_of_a_signature_line_is_printed_in_one_manner(typed: str) -> None:
    assert card_of("yongjia-2009", facts={"township_date": typed}).community.fact("township_date") == (
        "2026年11月24日"
    )


@pytest.mark.parametrize("typed", ["下周", "11月24日", "同意"])
def test_what_is_no_date_is_reported_and_left_blank(typed: str) -> None:
    data = {"communities": [{"name": "示例社区", "facts": {"township_date": typed}}]}
    taken = intake.open_records(data, rubric_of("yongjia-2009")).read_all()
    assert [problem.code for problem in taken.problems] == ["D139"]
    assert f"“乡镇劳动保障所意见日期”应当是日期，读到的是“{typed}”" in str(taken.problems[0])
    assert taken.communities[0].fact("township_date") == ""


@pytest.mark.parametrize("typed", ["无", " 无 ", "没有", "0", 0])
def test_none_may_be_no_or_nobody_where_both_are_answers(one: One, typed: str) -> None:
    intake = one(indicators={"grad_support": typed, "base_site": typed})
    assert intake.communities[0].indicators["grad_support"].value is None
    assert intake.communities[0].indicators["base_site"].value is Answer.NO
    (problem,) = (each for each in intake.problems if each.code == "D174")
    assert "可能是“否”，也可能是“无服务对象”，没有采用。" in problem.message


@pytest.mark.parametrize(
    ("typed", "words", "advice"),
    [
        ("96,2%", "，小数点或逗号的位置不对", "请写成“96.2%”这样的百分数。"),
        ("96.2个百分点", "，百分点是两个百分数的差", "请填百分数本身，如“96.2%”。"),
        ("96.2百分点", "，百分点是两个百分数的差", "请填百分数本身，如“96.2%”。"),
    ],
)
def test_a_percentage_written_otherwise_is_refused_in_words_for_percentages(
    one: One, yongjia: Rubric, typed: str, words: str, advice: str
) -> None:
    intake = one(yongjia, monthly={"monthly_rates": [typed, *["97%"] * 11]})
    (problem,) = (each for each in intake.problems if each.code == "D106")
    assert words in problem.message
    assert advice in problem.mend
