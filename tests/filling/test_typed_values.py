"""A text that people type says what the data say, however they write it."""

import pytest
from support import rubric_of

from formgen.filling.typed_values import is_read_as
from formgen.intake.fields import make_catalogue

WRITTEN = [
    ("township_date", "2026.11.20", "2026年11月20日", True),
    ("township_date", "2026-11-20 ", "2026年11月20日", True),
    ("township_date", "示例镇劳动保障所\n2026年11月20日", "2026年11月20日", True),
    ("township_date", "2026年11月21日", "2026年11月20日", False),
    ("township_date", "年　　月　　日", "2026年11月20日", False),
    ("fulltime_staff", "2人", "2", True),
    ("fulltime_staff", "3人", "2", False),
    ("service_complete", "√", "是", True),
    ("service_complete", "否", "是", False),
    ("target_employed", "97 ", "97", True),
    ("target_employed", "九十七", "97", False),
    ("phone", "02", "2", False),
    ("phone", "057700001017", "0577-00001017", True),
    ("phone", "（0577）00001017", "0577-00001017", True),
    ("phone", "0577 00001017", "0577-00001017", True),
    ("phone", "057700001018", "0577-00001017", False),
    ("phone", "00001017", "0577-00001017", False),
    ("phone", "0577-00001017转2", "0577-00001017", False),
    ("phone", "", "", False),
    ("township_opinion", "同意。", "同意", False),
    ("item4.county", "3", "3", False),
]


@pytest.mark.parametrize(("slot", "text", "printed", "expected"), WRITTEN)
def test_dates_numbers_and_answers_are_compared_as_they_are_read(
    slot: str, text: str, printed: str, expected: bool
) -> None:
    fields = make_catalogue(rubric_of("yongjia-2009"))
    assert is_read_as(fields, slot, text, printed) is expected
