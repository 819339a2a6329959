"""What somebody typed, fit to be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.problems import Place, Problem
from formgen.quoting import (
    UNPRINTABLE,
    cut_to_difference,
    list_unseen,
    make_printable,
    mask_both,
    quote,
    quote_of_person,
    shorten,
    show,
)

MASKED = [
    ("330102199001011234", "3301**********1234"),
    ("33010219900101123X", "3301**********123X"),
    ("330102900101123", "3301*******1123"),
    ("13800001234", "138****1234"),
    ("138-0000-1234", "138****1234"),
    ("138 0000 1234", "138****1234"),
    ("0576-88881234", "057*****1234"),
    ("约98（330102199001011234）", "约98（3301**********1234）"),
    ("１３８００００１２３４", "１３８****１２３４"),
    ("张三13800001234李四13900004321", "张三138****1234李四139****4321"),
]


@pytest.mark.parametrize(("typed", "shown"), MASKED)
def test_a_number_of_a_person_is_masked(typed: str, shown: str) -> None:
    assert quote(typed) == shown


COMPARED = [
    (("张三330102199001011234", "李四"), ("张三3301**********1234", "李四")),
    (
        ("330102199001011234", "330102198001011234"),
        ("3301**********1234", "3301**********1234（中间几位不同）"),
    ),
    (("13800001234", "13811111234"), ("13800001234", "13811111234")),
    (("0577-1", "0577-2"), ("0577-1", "0577-2")),
    (("330102199001011234", "330102199001011234"), ("3301**********1234", "3301**********1234")),
]


@pytest.mark.parametrize(("texts", "shown"), COMPARED)
def test_two_texts_held_against_each_other_are_masked_and_it_is_said_where_they_differ_in_what_is_hidden(
    texts: tuple[str, str], shown: tuple[str, str]
) -> None:
    assert mask_both(*texts) == shown
    assert cut_to_difference(*texts) == shown


@pytest.mark.parametrize(
    "typed", ["783", "1,234,567", "2019-08-30", "20190830", "8888-1234", "4.5分", "社区数据!F5"]
)
def test_other_numbers_are_shown_as_they_are(typed: str) -> None:
    assert quote(typed) == typed


CONTACTS = [
    ("甲村1号 电话 8765 4321", "甲村1号 电话 87****21"),
    ("（0578）7654321", "057****4321"),
    ("(0578)7654321", "057****4321"),
    ("0578-7654321", "057****4321"),
    ("村口87654321转802", "村口87****21转802"),
    ("8765-4321", "87****21"),
    ("876·5432", "87***32"),
    ("120.1234.5678", "120****5678"),
    ("120/12345678", "120****5678"),
    ("120_1234_5678", "120****5678"),
    ("手机120,1234,5678", "手机120****5678"),
    ("120 - 1234 - 5678", "120****5678"),
    ("120\u200b1234\u200b5678", "120****5678"),
    ("８７６５４３２１", "８７****２１"),
    ("一二〇一二三四五六七八", "一二〇****五六七八"),
    ("qq 123456789", "qq 12*****89"),
    ("999999-1980-01-01-0018", "9999**********0018"),
]


@pytest.mark.parametrize(("typed", "shown"), CONTACTS)
def test_telephones_in_a_list_of_people_are_masked_in_all_their_spellings(typed: str, shown: str) -> None:
    assert quote_of_person(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-30上门，2026.12.3再访",
        "2026-01-15 2026-02-15",
        "2025.03-2026.11",
        "12幢3单元1502室",
        "12-3-1502",
        "一、二组",
        "甲\u200b村",
    ],
)
def test_days_and_numbers_of_houses_in_a_list_of_people_stay(typed: str) -> None:
    assert quote_of_person(typed) == show(typed)


SHOWN = [
    ("783\u200b", "783〔U+200B〕"),
    ("\x1b[31m红", "〔U+001B〕[31m红"),
    ("\x1b]0;x\x07", "〔U+001B〕]0;x〔U+0007〕"),
    ("\u202e村甲", "〔U+202E〕村甲"),
    ("\x9b31m", "〔U+009B〕31m"),
    ("一\n二\t三\r\n四", "一 二 三 四"),
    ("\ud800", "〔U+D800〕"),
    ("👩\u200d🌾村", "👩\u200d🌾村"),
]


@pytest.mark.parametrize(("typed", "shown"), SHOWN)
def test_what_cannot_be_seen_is_named(typed: str, shown: str) -> None:
    assert show(typed) == shown


def test_what_cannot_be_seen_is_listed_once() -> None:
    assert list_unseen("7\u200b8\u200b3\ufeff\n") == ["U+200B", "U+FEFF"]


def test_a_long_text_is_cut_and_its_length_said() -> None:
    assert shorten("长" * 100) == "长" * 100
    assert shorten("长" * 101) == "长" * 100 + "……（共101字）"


@given(st.text(max_size=60))
def test_nothing_unprintable_is_left_in_what_is_shown(text: str) -> None:
    assert not UNPRINTABLE.search(quote(text))
    assert not UNPRINTABLE.search(make_printable(text).replace("\n", "").replace("\t", ""))


HOSTILE = "\x1b]0;owned\x07\u202e330102199001011234"


def test_a_problem_shows_neither_escape_sequences_nor_identity_numbers() -> None:
    place = Place("数据\x1b.xlsx", "表\u202e", "A1", path="a\x07")
    problem = Problem("D102", place, {"column": HOSTILE, "hint": ""})
    for text in (str(problem), problem.message, problem.mend, place.short, str(place)):
        assert not UNPRINTABLE.search(text)
        assert "330102199001011234" not in text
    assert "〔U+001B〕]0;owned〔U+0007〕〔U+202E〕3301**********1234" in problem.message


LONG = "开展走访，逐户登记，落实到人，效果良好。" * 6
DIFFERENCES = {
    ("同意", "不同意"): ("同意", "不同意"),
    (f"{LONG}共12户。{LONG}", f"{LONG}共15户。{LONG}"): (
        "……到人，效果良好。共12户。开展走访，逐户登……",
        "……到人，效果良好。共15户。开展走访，逐户登……",
    ),
    (LONG, f"{LONG}另有3人。"): ("……落实到人，效果良好。", "……落实到人，效果良好。另有3人。"),
    (LONG, ""): (f"{LONG[:100]}……（共120字）", ""),
    (f"前{LONG}", LONG): ("前开展走访，逐户登记，……", "开展走访，逐户登记，……"),
}


@pytest.mark.parametrize(("texts", "shown"), DIFFERENCES.items())
def test_long_texts_are_shown_where_they_differ(texts: tuple[str, str], shown: tuple[str, str]) -> None:
    assert cut_to_difference(*texts) == shown
