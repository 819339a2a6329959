"""Columns of rates that no field asks for, 就业率 beside the two counts it is made of: held against these.

Knows the rubric, tables with headers; types no value.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from formgen.exact import parse_number, percent_text
from formgen.folding import fold, keep_letters
from formgen.intake.headed import HeadedTable
from formgen.intake.number_looks import read_with_unit
from formgen.intake.raw import Cell
from formgen.intake.vocabulary import Meaning
from formgen.problems import Problem
from formgen.rubric.schema import Rubric

_RATE = re.compile("(?:率|比例|比重|占比)$")
_NOT_EMPLOYED = re.compile(
    "^(总体|综合|社区)?(?:失业|未就业|待业)率$"
)  # what is left of that of the employed
_BRACKETED = re.compile(r"[(\[【〔].*$")
_MOST_DIGITS = 6  # behind the point of a percentage
_OTHER_TIME = re.compile("上年|去年|往年|同期|目标|计划|任务|标准|全县|全镇|全市|平均")

_Used = Callable[[int, Meaning], Cell | None]


class _Rate(NamedTuple):
    """A share that the notice asks for: what it is called, and the figures above and below the line."""

    title: str
    of: tuple[str, ...]
    to: tuple[str, ...]


def tell_stated_rates(
    rubric: Rubric, headed: HeadedTable, rows: Mapping[int, int], used: _Used, name: Callable[[int], str]
) -> Iterator[Problem]:
    """Yield D214 for the rates in a column that are not those of the counts beside them; ``used`` finds the counts."""
    for column, head in headed.header.unknown.items():
        rate, lacking = _find_rate(rubric, head.text), False
        if rate is None and (opposite := _NOT_EMPLOYED.search(keep_letters(fold(head.text)))):
            rate, lacking = _find_rate(rubric, f"{opposite[1]}就业率"), True
        if rate is None:
            continue
        for number in headed.table.rows.holding(column):
            cell = headed.table.rows[number][column]
            if number not in rows or not (said := parse_number(cell.text.strip())):
                continue
            parts = [[used(rows[number], Meaning("indicators", key)) for key in keys] for keys in rate[1:]]
            of, to = map(_add, parts)
            if of is None or not to:
                continue
            share = 1 - of / to if lacking else of / to
            if _agrees(said.value, cell.text, share, percent=said.percent):
                continue
            shown = [
                f"{each.text.strip()}（{each.place.short}）" for cells in parts for each in cells if each
            ]
            words = {
                "name": name(rows[number]),
                "label": head.text.strip(),
                "value": cell.text.strip(),
                "own": f"按{'、'.join(shown)}算是{percent_text(share)}",
            }
            yield Problem("D214", cell.place, words)


def _find_rate(rubric: Rubric, head: str) -> _Rate | None:
    """Return the share that the words above a column name; None for none, or for one of several."""
    core = keep_letters(_BRACKETED.sub("", fold(head)))
    if not _RATE.search(core) or _OTHER_TIME.search(core):
        return None
    found = {each[1:]: each for each in _list_rates(rubric) if core in keep_letters(each.title)}
    return next(iter(found.values())) if len(found) == 1 else None


def _list_rates(rubric: Rubric) -> Iterator[_Rate]:
    for criterion in rubric.criteria.values():
        for _, inner in criterion.method.walk():
            for measured in inner.measures:
                yield from (
                    _Rate(criterion.label, tuple(each.of), tuple(each.to))
                    for each in measured.measure.quotients
                )


def _add(cells: Sequence[Cell | None]) -> Fraction | None:
    """Return the sum of some counts, None where one of them is missing or no number."""
    numbers = [read_with_unit(cell.text) if cell and cell.kind != "unusable" else None for cell in cells]
    values = [each for each in numbers if each is not None]
    return sum(values, Fraction(0)) if len(values) == len(numbers) else None


def _agrees(said: Fraction, text: str, rate: Fraction, *, percent: bool) -> bool:
    """Return whether a number is a rate, in percent or as it is, rounded or cut off behind any digit."""
    digits = len(text.strip().rstrip("%％").partition(".")[2])
    unit = Fraction(1, 10 ** min(digits, _MOST_DIGITS))
    in_percent = abs(said * (100 if percent else 1) - rate * 100) < unit
    return in_percent or (not percent and abs(said - rate) < unit and digits > 0) or said == rate
