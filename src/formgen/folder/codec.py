"""Lines and problems as JSON, so that the ledger can give them back without work being done again."""

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from formgen.model import State
from formgen.problems import CATALOGUE, Place, Problem
from formgen.reports.summary_row import LevelDifference, OpenCriterion, StandardLine, SummaryRow
from formgen.rubric.terms import STATE_WORDS
from formgen.rubric.verdict import Verdict

_INAPPLICABLE = STATE_WORDS[State.NOT_APPLICABLE]


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as JSON; of its place only what is known."""
    place = {key: value for key, value in asdict(problem.place).items() if value}
    return {"code": problem.code, "place": place, "words": dict(problem.words)}


def problem_from_json(value: dict[str, Any]) -> Problem:
    """Return the problem of a JSON value. Raises ValueError for a code that is not in the catalogue."""
    code = value["code"]
    if code not in CATALOGUE:
        raise ValueError(code)
    return Problem(code, Place(**value["place"]), value["words"])


def summary_row_to_json(row: SummaryRow | None) -> dict[str, Any] | None:
    """Return a row as JSON; points are exact texts, null for 待定."""
    if row is None:
        return None
    return {
        "township": row.township,
        "name": row.name,
        "points": [each if isinstance(each, str) else _text(each) for each in row.points],
        "main": _text(row.main),
        "bonus": _text(row.bonus),
        "total": _text(row.total),
        "final": _text(row.final),
        "basis": row.basis,
        "verdict": asdict(row.verdict),
        "standards": [asdict(each) for each in row.standards],
        "open": [asdict(each) for each in row.open],
        "differences": [
            {**asdict(each), "entered": str(each.entered), "computed": _text(each.computed)}
            for each in row.differences
        ],
        "problems": [problem_to_json(problem) for problem in row.problems],
        "grade": row.grade,
        "lack": row.lack,
    }


def summary_row_from_json(value: dict[str, Any] | None) -> SummaryRow | None:
    """Return the row of a JSON value."""
    if value is None:
        return None
    return SummaryRow(
        value["township"],
        value["name"],
        tuple(each if each == _INAPPLICABLE else _points(each) for each in value["points"]),
        _points(value["main"]),
        _points(value["bonus"]),
        _points(value["total"]),
        _points(value["final"]),
        value["basis"],
        Verdict(
            value["verdict"]["passed"],
            tuple(value["verdict"]["reasons"]),
            value["verdict"]["undecidable"],
            tuple(value["verdict"].get("unmet", ())),
        ),
        tuple(StandardLine(**each) for each in value["standards"]),
        tuple(OpenCriterion(**each) for each in value["open"]),
        tuple(
            LevelDifference(
                **{**each, "entered": Fraction(each["entered"]), "computed": _points(each["computed"])}
            )
            for each in value["differences"]
        ),
        tuple(problem_from_json(each) for each in value["problems"]),
        value.get("grade", ""),
        value.get("lack", ""),
    )


def _text(points: Fraction | None) -> str | None:
    return None if points is None else str(points)


def _points(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
