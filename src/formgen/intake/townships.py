"""The township of every row of a sheet, where it is written only once above several rows, and its one spelling.

Knows rows and cells of names; no value.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from formgen.folding import remove_blanks
from formgen.intake.names import compare_form, doubt_name
from formgen.intake.raw import Cell
from formgen.problems import Problem

_SHOWN = 5  # rows that a message names
_NAMED = re.compile(
    r"(?:^\d*(?![年\d])|年度|年(?!度)|[:：])(?:[\u4e00-\u9fff]{1,5}[省市县区])?"
    r"(([\u4e00-\u9fff]{2,5}?)(?:(?<!城)镇|乡|街道))(?![镇街、级居]|[（(][乡镇街])"
)
_ANY = re.compile("[各全本所每乡镇街农]")  # 各乡镇, 全镇


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of a community: its number, and the cells of its name and township."""

    number: int
    name: Cell
    township: Cell | None


def fill_townships(
    rows: Sequence[NamedRow], sections: Mapping[int, Cell]
) -> tuple[list[NamedRow], list[Problem]]:
    """Return the rows with the township that stands above those without one, and what there is to say of it.

    Blanks are filled where townships stand only at the first row of each, as a merged column leaves them when it is
    saved as CSV or unmerged, or in a row of their own; elsewhere only between two rows of one township.
    """
    if not any(row.township for row in rows) and not sections:
        return list(rows), []
    merged = _is_written_once(rows)
    following = _list_following(rows)
    filled, taken, open_rows = [], [], []
    above: Cell | None = None
    titles = sorted(sections)
    for row, below in zip(rows, following, strict=True):
        while titles and titles[0] < row.number:
            above, merged = sections[titles.pop(0)], True
        if row.township:
            above = row.township
            filled.append(row)
        elif above and (merged or (below and _same(above, below))):
            filled.append(NamedRow(row.number, row.name, above))
            taken.append(filled[-1])
        else:
            filled.append(row)
            if not doubt_name(row.name.text):  # that is asked about alone
                open_rows.append(row)
    return filled, _describe(taken, open_rows)


def _is_written_once(rows: Sequence[NamedRow]) -> bool:
    """Return whether no two rows in succession name the same township, so that each is written once."""
    pairs = pairwise(rows)
    return not any(
        one.township and other.township and _same(one.township, other.township) for one, other in pairs
    )


def _list_following(rows: Sequence[NamedRow]) -> list[Cell | None]:
    """Return the next township below each row."""
    found: list[Cell | None] = []
    below: Cell | None = None
    for row in reversed(rows):
        found.append(below)
        below = row.township or below
    return found[::-1]


def _same(one: Cell, other: Cell) -> bool:
    return one.content == other.content or compare_form(one.text) == compare_form(other.text)


def _describe(taken: Sequence[NamedRow], open_rows: Sequence[NamedRow]) -> list[Problem]:
    """Return one hint for all rows that were filled, and one error for all that could not be."""
    problems = []
    if taken:
        first = taken[0]
        example = (
            f"“{first.name.text.strip()}”读作“{first.township.text.strip() if first.township else ''}”的"
        )
        problems.append(Problem("D150", first.name.place, {"rows": _list_rows(taken), "example": example}))
    if open_rows:
        problems.append(ask_for_township(open_rows))
    return problems


def ask_for_township(rows: Sequence[NamedRow], named: str = "") -> Problem:
    """Return the question which township some rows are of; ``named`` is the one that the sheet or its title names."""
    hint = f"（标题、工作表或文件的名称里有“{named}”）" if named else ""
    return Problem("D151", rows[0].name.place, {"rows": _list_rows(rows), "hint": hint})


def find_township(texts: Iterable[str]) -> str:
    """Return the township that one of some titles names, empty when none does."""
    found = (match for text in texts for match in _NAMED.finditer(remove_blanks(text)))
    return next((match[1] for match in found if not _ANY.search(match[2])), "")


def _list_rows(rows: Sequence[NamedRow]) -> str:
    """Return rows in words: 第3–5、8行, the first few of many."""
    spans: list[tuple[int, int]] = []
    for row in rows:
        if spans and spans[-1][1] == row.number - 1:
            spans[-1] = (spans[-1][0], row.number)
        else:
            spans.append((row.number, row.number))
    shown = "、".join(str(top) if top == end else f"{top}–{end}" for top, end in spans[:_SHOWN])
    return f"第{shown}行" + (f"等{len(rows)}行" if len(spans) > _SHOWN else "")
