"""Rules beside the points, of every bundled notice: each row of the worked cases asks one question of one notice."""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import card_of, full_marks, rubric_of
from support.title_rows import WHO, book_of

from formgen.county.awards import Recipient, calculate_awards
from formgen.county.deadlines import in_time
from formgen.county.owed import owe_all
from formgen.county.quotas import is_reached, most_allowed
from formgen.filling.slot_values import count_characters
from formgen.forms.load import load_form
from formgen.registers.limit import TimeLimit
from formgen.rubric.schema import Rubric
from formgen.rubric.totals import FinalScore, Total
from formgen.rubric.verdict import decide_verdict

Row = Mapping[str, Any]
CASES = Path(__file__).parents[1] / "cases" / "other_rules.yaml"
RULES: list[dict[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))["rules"]
ROWS = [
    pytest.param(row.get("rubric", rule.get("rubric")), row, id=f"{rule['id']}-{at}")
    for rule in RULES
    for at, row in enumerate(rule["rows"])
]


def ask_quota(rubric: Rubric, row: Row) -> object:
    return most_allowed(rubric.quotas[row["key"]], row["base"])


def ask_passing(rubric: Rubric, row: Row) -> object:
    main = Fraction(row["main"])
    final = FinalScore(None, Total(main, Fraction(row["bonus"]), rubric.total), main)
    return decide_verdict(rubric, (), final, (), ()).passed


def ask_reached(rubric: Rubric, row: Row) -> object:
    return is_reached(rubric.targets[row["key"]], row["counts"])


def ask_yuan(rubric: Rubric, row: Row) -> object:
    facts = card_of(rubric, {}, **row.get("data", {})).community.facts
    awards = calculate_awards(rubric, Recipient(row.get("passed", False), facts, row.get("titles", ())))
    if "key" in row:
        return awards[row["key"]]
    assert None not in awards.values()
    return sum(yuan or 0 for yuan in awards.values())


def ask_owed(rubric: Rubric, row: Row) -> object:
    figures = full_marks() if row.get("full_marks") else {}
    card = card_of(rubric, figures, **row.get("data", {}))
    book = book_of(rubric, row["titles"], row["day"], row.get("paid", ()))
    owed = owe_all(rubric, [card], book).of[WHO]
    if "key" in row:
        return owed[row["key"]].owed
    money = [each.owed for each in owed.values()]
    return None if None in money else sum(yuan or 0 for yuan in money)


def ask_title(rubric: Rubric, row: Row) -> object:
    return book_of(rubric, row["titles"], row["day"]).state(WHO, row["title"]).standing.value


def ask_in_time(rubric: Rubric, row: Row) -> object:
    day: date = row["day"]
    return in_time(rubric.deadlines[row["key"]], (day.month, day.day))


def ask_standard(rubric: Rubric, row: Row) -> object:
    data = row["data"]
    card = card_of(rubric, data.get("indicators", {}), facts=data.get("facts", {}))
    return next(each.words for each in card.gates if each.key == row["key"])


def ask_grade(rubric: Rubric, row: Row) -> object:
    entered = {key: str(row["points"]) for key in rubric.criteria}
    card = card_of(rubric, {}, scores={rubric.final_column: entered})
    assert card.grade is not None
    return card.grade.words


def ask_last_day(_rubric: Rubric, row: Row) -> object:
    given = {"zh": "试", "begins": "begun", "done": "done", "clause": "试", **row["length"]}
    return TimeLimit.model_validate(given).last_day(row["begun"])


def ask_length(_rubric: Rubric, row: Row) -> object:
    limit = load_form(row["form"]).spec.fields[row["field"]].limit
    assert limit is not None
    return count_characters("字" * row["chars"]) <= limit


ASKED: Mapping[str, Callable[[Rubric, Row], object]] = {
    "quota": ask_quota,
    "passing": ask_passing,
    "reached": ask_reached,
    "yuan": ask_yuan,
    "owed": ask_owed,
    "title": ask_title,
    "in_time": ask_in_time,
    "standard": ask_standard,
    "grade": ask_grade,
    "last_day": ask_last_day,
    "length": ask_length,
}


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_rule_beside_the_points_answers_as_computed_by_hand(
    name: str, row: Row, county_file: Callable[[str, str], Rubric]
) -> None:
    chosen = row.get("reading")
    readings = ", ".join(f"{key}: {reading}" for key, reading in (chosen or {}).items())
    rubric = county_file(name, f"chosen: {{{readings}}}\n") if chosen else rubric_of(name)
    assert ASKED[row["ask"]](rubric, row) == row["expected"]
