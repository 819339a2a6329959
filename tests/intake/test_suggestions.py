"""What a header that is not known may have been meant for."""

import pytest

from formgen.intake.records import suggest

KNOWN = ("其中已就业人数", "带动就业人数", "无不良记录")


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        ("其中己就业人数", "（是不是“其中已就业人数”？）"),
        ("上年其中已就业人数", ""),
        ("2018年其中已就业人数", ""),
        ("未就业人数", ""),
        ("无不良纪录", "（是不是“无不良记录”？）"),
        ("天气", ""),
    ],
)
def test_a_header_of_another_year_or_of_the_contrary_is_no_misspelling(header: str, guess: str) -> None:
    assert suggest(header, KNOWN) == guess
