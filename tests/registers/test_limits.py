"""Time limits of registers: the last day, edges of months included, and what is wrong with their description."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.limited_register import write_limited_register

from formgen.problems import FormgenError
from formgen.registers.limit import TimeLimit
from formgen.registers.load import load_register

LAST_DAYS = [
    ({"days": 20}, "2026-11-10", "2026-11-30", "20天"),
    ({"days": 1}, "2026-12-31", "2027-01-01", "1天"),
    ({"weeks": 1}, "2026-02-25", "2026-03-04", "1周"),
    ({"months": 1}, "2026-01-31", "2026-02-28", "1个月"),
    ({"months": 1}, "2028-01-31", "2028-02-29", "1个月"),
    ({"months": 1}, "2026-02-28", "2026-03-28", "1个月"),
    ({"months": 2}, "2026-12-15", "2027-02-15", "2个月"),
    ({"months": 12}, "2028-02-29", "2029-02-28", "12个月"),
]


@pytest.mark.parametrize(("length", "begun", "last", "words"), LAST_DAYS)
def test_the_day_it_begins_does_not_count_and_a_month_ends_on_the_same_day_or_the_last(
    length: Mapping[str, int], begun: str, last: str, words: str
) -> None:
    given = {"zh": "试", "begins": "unemployed_date", "done": "job_date", "clause": "试", **length}
    limit = TimeLimit.model_validate(given)
    assert limit.last_day(date.fromisoformat(begun)) == date.fromisoformat(last)
    assert limit.length == words


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"days": 20, "months": 1}, "days、weeks、months 要写一样，只写一样"),
    ({"months": None}, "days、weeks、months 要写一样，只写一样"),
    ({"begins": "birthday"}, "没有“birthday”这一列日期"),
    ({"done": "employer"}, "没有“employer”这一列日期"),
    ({"done": "birth"}, "“birth”一列要写 blank: none，否则空着的不知办没办到"),
    ({"where": {"hardships": {"present": True}}}, "limits.job.where.hardships：没有这一列"),
    ({"where": {"able": "也许"}}, "“有劳动能力”没有“也许”"),
]


@pytest.mark.parametrize(("change", "words"), FAULTS)
def test_what_is_wrong_with_a_time_limit_is_said(change: dict[str, Any], words: str, tmp_path: Path) -> None:
    write_limited_register(tmp_path, **change)
    with pytest.raises(FormgenError) as raised:
        load_register("people", [tmp_path])
    assert [each.code for each in raised.value.problems] == ["N102"]
    assert words in raised.value.problems[0].message
