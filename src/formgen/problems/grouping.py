"""Problems that one habit causes, put together: the same fault down a column, or over the columns of some rows.

Knows codes and places, nothing of fields or files.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from formgen.problems.problem import Place, Problem

_LEAST = 4  # of the same kind: fewer are shown one by one
_SHOWN = 3
_CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one code: the first of them, and how many more there are and where, in Chinese; empty for none."""

    first: Problem
    more: str = ""

    def __str__(self) -> str:
        """Return the group as one printed line."""
        return f"{self.first}{self.more}"


def group_problems(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Put together what one habit caused; the others stay as they are, in their order."""
    by_column: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        by_column.setdefault(_key(problem), []).append(problem)
    merged: dict[tuple[str, str, str, tuple[int, ...]], list[Problem]] = {}
    for (code, file, sheet, *_), found in by_column.items():
        rows = tuple(sorted(_row(each.place) for each in found))
        merged.setdefault((code, file, sheet, rows), []).extend(found)
    return [group for found in merged.values() for group in _make_groups(found)]


def _key(problem: Problem) -> tuple[str, ...]:
    """Return code, file, sheet, column and kind of fault; what has no cell is of the kind of its code in its file."""
    place = problem.place
    match = _CELL.fullmatch(place.cell)
    return (problem.code, place.file, place.sheet, match[1] if match else "", problem.words.get("kind", ""))


def _row(place: Place) -> int:
    match = _CELL.fullmatch(place.cell)
    return int(match[2]) if match else 0


def _make_groups(found: Sequence[Problem]) -> list[ProblemGroup]:
    cells = {(problem.place.cell, problem.place.community) for problem in found}
    if len(cells) < _LEAST or not all(problem.place.cell for problem in found):
        return [ProblemGroup(problem) for problem in found]
    return [ProblemGroup(found[0], f"（同样的共{len(found)}处：{_list_cells(found)}）")]


def _list_cells(found: Sequence[Problem]) -> str:
    """Return where the problems are: the block of cells where they fill one, else the first of them."""
    cells = [match.groups() for problem in found if (match := _CELL.fullmatch(problem.place.cell))]
    columns = list(dict.fromkeys(column for column, _ in cells))
    rows = sorted({int(row) for _, row in cells})
    if len(cells) == len(set(cells)) == len(columns) * len(rows):
        return f"{_say_columns(columns)}第{_say_rows(rows)}行"
    shown = [f"{problem.place.cell}{_whose(problem)}" for problem in found[:_SHOWN]]
    return "、".join(shown) + ("等" if len(found) > _SHOWN else "")


def _whose(problem: Problem) -> str:
    return f"（{problem.place.community}）" if problem.place.community else ""


def _say_columns(columns: Sequence[str]) -> str:
    return f"{columns[0]}列" if len(columns) == 1 else f"{columns[0]}至{columns[-1]}共{len(columns)}列"


def _say_rows(rows: Sequence[int]) -> str:
    """Return rows as ranges: ``5–8、11``."""
    ranges = []
    for _, run in groupby(enumerate(rows), key=lambda each: each[1] - each[0]):
        numbers = [row for _, row in run]
        ranges.append(str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}")
    return "、".join(ranges[:_SHOWN]) + ("等" if len(ranges) > _SHOWN else "")
