"""Marks: a document remembers what was put into each of its places."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.forms import checksums
from formgen.forms.spans import cut_span, find_spans
from formgen.forms.text import SlotValue

SLOTS = tuple(f"slot{at}" for at in range(65))


def test_marks_come_back_from_the_properties_whatever_their_number() -> None:
    own = [checksums.checksum(str(at)) for at in range(65)]
    says = checksums.write_checksums(SLOTS, own)
    assert checksums.read_checksums(says, SLOTS) == own
    assert all(len(value) <= 255 for value in says.values()), "Office keeps no more of a property"


def test_marks_of_another_template_or_cut_short_are_none() -> None:
    says = checksums.write_checksums(SLOTS, [checksums.checksum("") for _ in SLOTS])
    assert checksums.read_checksums(says, SLOTS[:-1]) is None
    assert checksums.read_checksums(says, SLOTS[::-1]) is None
    assert checksums.read_checksums({**says, "marks.3": "00"}, SLOTS) is None
    assert checksums.read_checksums({}, SLOTS) is None


@given(st.text(), st.sampled_from([" ", "\n", "\t", "\u3000", "\xa0"]))
def test_blanks_do_not_change_a_mark_and_anything_else_does(text: str, blank: str) -> None:
    assert checksums.checksum(f"{blank}{text}{blank}") == checksums.checksum(text)
    assert checksums.checksum(text + "改") != checksums.checksum(text)


ALIKE: list[tuple[str, SlotValue, bool]] = [
    ("15", Fraction(15), True),
    ("15.0", Fraction(15), True),
    ("１５", Fraction(15), True),
    ("14", Fraction(15), False),
    ("很好", Fraction(15), False),
    ("同意", "同 意", True),
    ("02", "2", False),
    ("0577", "577", False),
]


@pytest.mark.parametrize(("text", "value", "alike"), ALIKE)
def test_a_figure_is_the_same_however_it_is_typed_and_a_text_only_to_the_letter(
    text: str, value: SlotValue, alike: bool
) -> None:
    assert checksums.matches(text, value) is alike


SPANS = [
    (["", ""], "望云社区", ["望云社区"]),
    (["", ""], "", [""]),
    (["社区名称（盖章）：", ""], "社区名称 (盖章)：", [""]),
    (["联系电话：", ""], "联系电话: 0576-9", ["0576-9"]),
    (["联系电话：", ""], "联系电话 0576-9", ["0576-9"]),
    (["联系电话：", ""], "联系电话0576-9", ["0576-9"]),
    (["联系电话：", ""], "联系电话簿", None),
    (["联系电话 ", ""], "联系电话：0576-9", ["0576-9"]),
    (["县级意见：", ""], "县级审核意见：同意", ["同意"]),
    (["县级意见：", ""], "市级意见：同意", None),
    (["共", "户。"], "共 57 户", ["57"]),
    (["社区名称（盖章）：", ""], "社区名称（盖章）：　望云社区 ", ["望云社区"]),
    (["注：援助　", "　人，解决　", "　人。"], "注：援助 12 人，解决　7　人。", ["12", "7"]),
    (["注：援助　", "　人，解决　", "　人。"], "注：援助　　人，解决　　人。", ["", ""]),
    (["注：援助　", "　人，解决　", "　人。"], "注：援助　12　人。", None),
    (["", "（盖章）", ""], "同意（盖章）推荐（盖章）2026年", ["同意（盖章）推荐", "2026年"]),
    (["", " ", ""], "甲 乙", None),
    (["甲", "乙"], "甲乙丙", None),
]


@pytest.mark.parametrize(("words", "shown", "texts"), SPANS)
def test_slots_are_found_between_the_words_around_them(
    words: list[str], shown: str, texts: list[str] | None
) -> None:
    spans = find_spans(words, shown)
    assert (None if spans is None else [cut_span(shown, span) for span in spans]) == texts


def test_an_empty_slot_lies_as_far_behind_its_words_as_printed() -> None:
    assert find_spans(["注：援助　", "　人。"], "注：援助　　　人。") == [(5, 5)]


def test_a_long_text_with_many_words_is_searched_in_no_time() -> None:
    assert find_spans(["甲"] * 40, "甲乙" * 50_000) is None
