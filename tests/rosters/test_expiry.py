"""Texts with a day on which something ends: whether it is there on the stated day, and what is said of it."""

import pytest
from support.invented_ledgers import number
from support.invented_people import DAY, id_number, people_sheet, roster_of

from formgen.rosters.expiry import read_having_on
from formgen.rosters.having import Having

SAID = [
    *((each, Having.ENDED) for each in (
        "电工证（2024年到期）", "电工证，有效期至2025年6月", "有效期2022年6月-2025年6月", "焊工证2026-11-29到期", "电工证（2025年到期未换证）", "已到期")),
    *((each, Having.HAS) for each in (
        "电工证2028年期满", "2028年到期", "电工证（2024年到期）、焊工证", "电工证（有效期：2020.06.01-2026.12.31）", "焊工证2026-11-30到期",
        "2019年取得电工证", "电工证有效期3年", "电工证长期有效")),
    *((each, Having.OPEN) for each in (
        "电工证（有效期至2026年）", "焊工证2026年11月到期", "电工证（2025.12到期，延期）", "电工证（2024年到期已换证）", "电工证（2024年到期）、待查")),
    ("无", Having.NONE),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_has_ended_is_not_there_on_a_day_and_what_may_have_is_open(text: str, expected: Having) -> None:
    assert read_having_on(text, DAY) is expected


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("电工证（2024年到期）", (0, 0), ["“职业资格（职称）证书”写着“电工证（2024年到期）”，按已经没有看，没有数。"]),
        ("电工证2026年到期", (0, 1), ["“职业资格（职称）证书”写着“电工证2026年到期”，不知有没有，按定不下来处理。"]),
        ("电工证2028年期满", (1, 0), []),
    ],
)  # fmt: skip
def test_a_certificate_that_has_ended_is_told_and_not_counted(
    text: str, expected: tuple[int, int], words: list[str]
) -> None:
    roster = roster_of(
        people_sheet([{"name": "试甲", "id_number": id_number("19810620", 2), "certificate": text}])
    )
    assert number(roster, registry="people", where={"certificate": {"present": True}}) == expected
    assert [each.message for each in roster.problems] == words
