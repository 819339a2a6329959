"""Lines and problems as JSON, so that the ledger can give them back without work being done again.

Nothing else than JSON is ever read from a ledger: it lies beside documents that are mailed about.
"""

import json
import zlib
from fractions import Fraction
from typing import Any

from formgen.problems import CATALOGUE, Place, Problem
from formgen.reports.line import ClaimDifference, Line, OpenCriterion

_FAST = 1  # zlib's level
BROKEN = (ValueError, TypeError, KeyError, zlib.error)  # what unpacking a damaged ledger raises


def packed(value: Any) -> bytes:  # noqa: ANN401 - JSON has no better type
    """Return a JSON value as compressed bytes."""
    return zlib.compress(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"), _FAST
    )


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - JSON has no better type
    """Return the JSON value of some bytes. Raises ValueError or zlib.error for anything else."""
    return json.loads(zlib.decompress(data))


def problem_json(problem: Problem) -> list[Any]:
    """Return a problem as JSON."""
    place = problem.place
    return [problem.code, [place.file, place.sheet, place.cell, place.line, place.path], dict(problem.words)]


def problem_of(value: list[Any]) -> Problem:
    """Return the problem of a JSON value. Raises ValueError for a code that is not in the catalogue."""
    code, place, words = value
    if code not in CATALOGUE:
        raise ValueError(code)
    return Problem(code, Place(*place), words)


def line_json(line: Line | None) -> list[Any] | None:
    """Return a line as JSON."""
    if line is None:
        return None
    return [
        line.township,
        line.name,
        [_text(each) for each in line.points],
        _text(line.main),
        _text(line.bonus),
        _text(line.total),
        line.passed,
        [[each.short, each.label, each.reason, each.evidence] for each in line.open],
        [[each.short, each.label, _text(each.claim), _text(each.points)] for each in line.differences],
        [problem_json(problem) for problem in line.problems],
    ]


def line_of(value: list[Any] | None) -> Line | None:
    """Return the line of a JSON value."""
    if value is None:
        return None
    township, name, points, main, bonus, total, passed, waiting, gaps, problems = value
    return Line(
        township,
        name,
        tuple(_points(each) for each in points),
        _points(main),
        _points(bonus),
        _points(total),
        passed,
        tuple(OpenCriterion(*each) for each in waiting),
        tuple(
            ClaimDifference(short, label, Fraction(claim), Fraction(given))
            for short, label, claim, given in gaps
        ),
        tuple(problem_of(each) for each in problems),
    )


def _text(points: Fraction | None) -> str | None:
    return None if points is None else str(points)


def _points(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
