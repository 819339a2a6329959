"""Numbers as clerks write them: what is one, what only looks like one, and in which words that is said."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import rubric_of

from formgen.exact import parse_number
from formgen.intake import Intake, open_bytes, open_records
from formgen.intake.fields import make_catalogue
from formgen.rubric.schema import Rubric

One = Callable[..., Intake]

READ = [
    ("783", 783),
    (" 783 ", 783),
    ("　783　", 783),
    ("\u00a0783\u00a0", 783),
    ("783\n", 783),
    ("７８３", 783),
    ("783人", 783),
    ("783 人", 783),
    ("７８３　人", 783),
    ("1,000", 1000),
    ("1，000", 1000),
    ("1,234,567", 1234567),
    ("1 000", 1000),
    ("1\u00a0000", 1000),
    ("12\u202f456", 12456),
    ("783.0", 783),
    ("783．00", 783),
    ("0", 0),
]


@pytest.mark.parametrize(("typed", "value"), READ)
def test_a_count_is_read_in_every_habit_that_means_one_number(one: One, typed: str, value: int) -> None:
    intake = one(indicators={"employed": typed})
    assert intake.problems == ()
    assert intake.communities[0].indicators["employed"].value == value


LOOKS = {
    "像是“没有”或“不知道”的记号": [
        *["-", "－", "/", "/ ", "—", "——", "--", "\\", "无", "暂无", "没有", "N/A", "n/a", "NA", "未统计", "不详", "*"],
        *["null", "None", "…", "?", "？", "x"],
    ],
    "前面有加号": ["+98", "＋98", "+ 98", "+1,980人"],
    "末尾多了一个“.”": ["783.", "1,783.", "783．"],
    "末尾多了一个“。”": ["783。", "783人。"],
    "末尾多了一个“,”": ["783,", "783，"],
    "像是约数": ["约98", "98左右", "98+", "98＋", "≥98", ">98", "＞98", "近98", "98多", "98余人", "98以上", "~98", "不足98", "十几", "几十人"],
    "像是一个范围": ["80-90", "80～90", "80~90", "80—90", "80至90", "80到90人", "80–90", "80−90"],
    "像是分数或比例": ["1/2", "4/2", "4／2", "½", "3:1", "二分之一", "10⁄2"],
    "像是百分数": ["96%", "96％", "96 %", "960‰"],
    "像是负数": ["(5)", "（5）", "5-", "–5", "—5", "−5", "- 5", "负5"],
    "像是科学记数法": ["1e3", "1E3", "1E+03", "１Ｅ３"],
    "千位分隔符或小数点的位置不对": ["1,00", "12,34", "1.000,5", "1,0000", "1、000", "1'000", "1.234.567", "0,123"],
    "数字中间有空格": ["783\u00a0800", "783\u2009800", "783\u202f800", "123\u202f456", "12 34", "7 8 3", "783 800", "7　83", "1 5"],
    "数的旁边像是注码": ["783①", "783²", "783₁", "783*", "783※", "①783", "783 ③"],
    "里面有的不是普通数字": ["②", "⑩", "⑴", "Ⅳ", "٣", "７８٣", "𝟗𝟖", "㊿", "❸", "九成"],
    "是用汉字写的数": ["〇", "十二", "两百", "一百二十人", "零", "贰拾"],
    "带着“万”“千”这样的字": ["5万", "1.2万人", "3千", "2亿"],
    "带着货币符号": ["¥5", "￥500", "$5"],
    "“户”不是这一项的单位": ["783户"],
    "“人次”不是这一项的单位": ["783人次"],
    "“个”不是这一项的单位": ["783个"],
    "像是日期": ["2019-08-30", "2019年8月30日", "2019/8/30"],
    "前面有引号或等号": ["'783", "＝783", "=783", "“783”"],
    "里面像是把字母O、l当成了数字": ["1OO", "l2", "78O"],
    "里面有看不见的字符（U+200B）": ["783\u200b", "7\u200b83", "\u200b783"],
    "里面有看不见的字符（U+202E）": ["\u202e387"],
    "里面有看不见的字符（U+FEFF）": ["\ufeff783"],
    "里面有看不见的字符（U+001F）": ["783\x1f"],
    "以0开头，像是编号，或被逗号拆开的数": ["000", "0571"],
    "看不出小数点是不是千位分隔符": ["1.000", "12.000"],
    "大得不像": ["13800001234", "20190830", "330102199001011234", "9" * 20],
    "": ["很多", "783（人）", "NaN.", "甲", "一" * 70],
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "words"), [(typed, words) for words, texts in LOOKS.items() for typed in texts]
)
def test_what_is_not_one_certain_number_is_refused_and_said_to_be_what_it_looks_like(
    one: One, typed: str, words: str
) -> None:
    intake = one(indicators={"employed": typed})
    (problem,) = intake.problems
    assert problem.code == "D106"
    assert problem.message.endswith(f"”，{words}。" if words else "”。")
    assert intake.communities[0].indicators["employed"].value is None


def test_a_mark_for_nothing_is_answered_by_blank_or_zero(one: One) -> None:
    (problem,) = one(indicators={"employed": "——"}).problems
    assert problem.mend == "请改成数字，不要写单位以外的文字。不清楚的请留空，确实没有的请填0。"


def test_another_unit_is_answered_by_the_unit_of_the_field(one: One) -> None:
    (problem,) = one(indicators={"employed": "783户"}).problems
    assert problem.mend.endswith("这一项按“人”填，请核对后只填数字。")


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        (key, typed)
        for key in ("innovation_points", "site_points")
        for typed in ["50%", "4/2", "1/2", "2①", "2²", "1 5", "１　５", "①", "三", "2-3", "约2", "2+", "+2", "2户", "-", "无"]
    ]
    + [("referral_level", typed) for typed in ["200%", "100.0%", "4/2", "②", "2①", "2²", "1/1", "2档次", "+2", "2-3", "Ⅱ", "二", "2 3"]]
    + [
        ("base_site", typed)
        for typed in ["①", "⓪", "100%", "1/1", "是①", "是/否", "√×", "-", "/", "是吧", "是\u200b", "1人", "1.0", "ｖ", "x", "〇"]
    ],
)  # fmt: skip
def test_points_levels_and_answers_are_no_guess_either(one: One, key: str, typed: str) -> None:
    intake = one(indicators={key: typed})
    assert [problem.code in {"D106", "D109", "D110"} for problem in intake.problems] == [True]
    assert intake.communities[0].indicators[key].value is None


@pytest.mark.parametrize("typed", ["✔\ufe0f", "☑\ufe0f", " 是 ", "　是", "TRUE", "ｙｅｓ"])
def test_a_tick_typed_on_a_telephone_is_a_tick(one: One, typed: str) -> None:
    assert one(indicators={"base_site": typed}).problems == ()


@pytest.mark.parametrize(
    "typed",
    ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "####", "Err:502", "＃REF！"],
)
@pytest.mark.parametrize("where", ["indicators", "facts"])
def test_an_error_value_is_one_even_as_text(one: One, typed: str, where: str) -> None:
    intake = one(**{where: {"employed" if where == "indicators" else "address": typed}})
    (problem,) = intake.problems
    assert problem.code == "D124"
    assert not intake.communities[0].facts


@pytest.mark.parametrize("typed", ["0.96", "1", "0.5", "1.0"])
def test_a_share_where_a_percentage_belongs_is_asked_about(one: One, yongjia: Rubric, typed: str) -> None:
    intake = one(yongjia, monthly={"monthly_rates": [typed, *["96"] * 11]})
    assert [problem.code for problem in intake.problems] == ["D117"]


def test_a_figure_has_its_own_largest_value(taizhou: Rubric) -> None:
    lower = {
        key: taizhou.indicators[key].model_copy(update={"most": Fraction(100)})
        for key in ("employed", "site_points")
    }
    bounded = taizhou.model_copy(update={"indicators": {**taizhou.indicators, **lower}})
    data = {"communities": [{"name": "东村", "indicators": {"employed": "188", "site_points": "188.5"}}]}
    intake = open_records(data, bounded).read_all()
    assert [problem.code for problem in intake.problems] == ["D171", "D111"]
    assert intake.problems[0].message == "“其中已就业人数”最大是100，读到的是“188”。"
    assert all(figure.value is None for figure in intake.communities[0].indicators.values())


def test_points_that_nothing_else_limits_are_limited_by_their_figure(taizhou: Rubric) -> None:
    fields = make_catalogue(
        taizhou.model_copy(
            update={
                "indicators": {
                    **taizhou.indicators,
                    "other_points": taizhou.indicators["site_points"].model_copy(
                        update={"most": Fraction(100)}
                    ),
                }
            }
        )
    )
    assert fields.indicators["other_points"].most == 100
    assert fields.indicators["site_points"].most == 3


def test_a_number_in_a_program_is_what_a_spreadsheet_would_show(one: One) -> None:
    intake = one(indicators={"innovation_points": 0.1 + 0.2 + 0.2, "employed": 783.0})
    figures = intake.communities[0].indicators
    assert [figures[key].value for key in ("innovation_points", "employed")] == [Fraction(1, 2), 783]


# -- a grammar of its own, to hold the reader against ---------------------------------------------------
_GRAMMAR = re.compile(
    r"-?(?:[0-9]+|[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:\u00a0[0-9]{3})+|(?:\u2009[0-9]{3})+|(?:\u202f[0-9]{3})+)"
    r"|[1-9][0-9]?(?: [0-9]{3})+)?(?:\.[0-9]+)?"
)
_WIDE = str.maketrans("０１２３４５６７８９，．－％人", "0123456789,.-%人") | {"　": " ", 0x3000: " "}


def _accepts(text: str) -> bool:
    plain = text.translate(_WIDE).strip()
    if plain[-1:] in {"%", "‰", "人"}:
        plain = plain[:-1].rstrip()
    return len(plain) <= 40 and _GRAMMAR.fullmatch(plain) is not None and plain[-1:] in set("0123456789")


_SIGNS = st.sampled_from(
    "0123456789" * 3 + "０９,，.．-－+ 　\u00a0\u202f\u200b①²₁٣万人户%‰/～~约eE()（）¥#'十〇½"
)


@given(
    st.text(_SIGNS, max_size=12) | st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"]), max_size=8)
)
def test_a_text_is_a_number_if_and_only_if_a_strict_grammar_says_so(text: str) -> None:
    assert (parse_number(text, "人") is not None) == (_accepts(text) and "\u200b" not in text)


_WIDTHS: tuple[dict[int, int], ...] = ({}, str.maketrans("0123456789,.", "０１２３４５６７８９，．"))


@given(
    st.integers(0, 10**7),
    st.sampled_from(["{}", "{:,}", " {} ", "　{}", "{}人", "{:,} 人", "{}.0"]),
    st.sampled_from(_WIDTHS),
)
def test_a_number_is_the_same_in_every_habit(number: int, habit: str, widths: dict[int, int]) -> None:
    written = parse_number(habit.format(number).translate(widths), "人")
    assert written is not None
    assert written.value == number
    assert not written.percent


_TYPED = st.sampled_from(
    ["783", "1,000", "７８３", " 783 ", "783人", "783①", "12 34", "96%", "约3", "-", "0.5", "1e3"]
)


@given(st.lists(_TYPED, min_size=1, max_size=4))
def test_csv_yaml_and_json_give_the_same_values(typed: list[str]) -> None:
    rubric = rubric_of("taizhou-2019")
    lines = [f"村{at},乙镇,{text!r}".replace("'", '"') for at, text in enumerate(typed)]
    csv = "\n".join(["社区名称,乡镇,其中已就业人数", *lines])
    records = [
        f'{{"name": "村{at}", "township": "乙镇", "indicators": {{"employed": "{text}"}}}}'
        for at, text in enumerate(typed)
    ]
    tree = f'{{"communities": [{", ".join(records)}]}}'
    read = [
        [
            each.indicators["employed"].value
            for each in open_bytes(text.encode(), rubric, file).read_all().communities
        ]
        for text, file in ((csv, "a.csv"), (tree, "a.json"), (tree, "a.yaml"))
    ]
    assert read[0] == read[1] == read[2]
    assert len(read[0]) == len(typed)


@pytest.mark.parametrize("sign", ["平方米", "㎡", "m²", "m2", "M2", "M²", "m^2", "平米", "平方", " ㎡"])
def test_an_area_may_be_written_with_any_sign_of_its_unit(sign: str) -> None:
    written = parse_number(f"50.5{sign}", "平方米")
    assert written is not None
    assert written.value == Fraction("50.5")
    assert parse_number(f"50.5{sign}", "人") is None
