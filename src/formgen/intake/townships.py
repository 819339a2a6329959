"""The township of every row of a sheet, where it is written only once above several rows, and its one spelling.

Knows rows and cells of names; no value.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from formgen.folding import fold, remove_blanks, remove_invisible
from formgen.intake.names import (
    compare_form,
    doubt_name,
    doubt_township,
    is_remark,
    is_total,
)
from formgen.intake.raw import Cell
from formgen.problems import Problem

_SHOWN = 5  # rows that a message names
_NAMED = re.compile(
    r"(?:^\d*(?![年\d])|年度|年(?!度)|[:：])(?:[\u4e00-\u9fff]{1,5}[省市县区])?"
    r"(([\u4e00-\u9fff]{2,5}?)(?:(?<!城)镇|乡|街道))(?![镇街、级居]|[（(][乡镇街])"
)
_ANY = re.compile("[各全本所每乡镇街农]")  # 各乡镇, 全镇
_HEADING = re.compile(
    r"(?:[(\[【]?\s*[\d一二三四五六七八九十]{1,3}\s*[)\]】]?\s*[、.．:：)\s]\s*|[\u2460-\u24ff\u2160-\u217f]\s*)?"
    r"([\u4e00-\u9fff]{1,8}?(?:镇|乡|街道|开发区|园区|新区|农场|林场|苏木))\s*[:：]?"
)  # 一、石塘镇
_LONGEST_HEADING = 30  # characters; what is longer is a remark


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of a community: its number, and the cells of its name and township."""

    number: int
    name: Cell
    township: Cell | None


@dataclass(frozen=True, slots=True)
class TownshipHeading:
    """A row between the others that says something of a township: ``clear`` where it names it and says nothing else.

    Where it is not clear, the rows below that name no township may be of that one or of the one above.
    """

    cell: Cell
    clear: bool


def read_heading(cell: Cell, *, own: bool) -> TownshipHeading | None:
    """Return what a row that names no community says of a township by a text; None where it says nothing of one.

    ``own`` says that the text stands in the column of townships: there a name need not say that it is of a township.
    """
    text = fold(remove_invisible(cell.text)).strip()
    if match := _HEADING.fullmatch(text):
        named = match[1]
        return TownshipHeading(
            cell if named == text else cell._replace(content=named), clear=not doubt_township(named)
        )
    if len(text) <= _LONGEST_HEADING and find_township([text]):
        return TownshipHeading(cell, clear=False)
    if not own or is_remark(text) or is_total(text):
        return None
    return TownshipHeading(cell, clear=not (doubt_township(text) or any(map(str.isdecimal, text))))


def fill_townships(
    rows: Sequence[NamedRow], headings: Mapping[int, TownshipHeading]
) -> tuple[list[NamedRow], list[Problem]]:
    """Return the rows with the township that stands above those without one, and what there is to say of it.

    Blanks are filled where townships stand only at the first row of each, as a merged column leaves them when it is
    saved as CSV or unmerged, or in a row of their own; elsewhere only between two rows of one township.
    """
    if not any(row.township for row in rows) and not headings:
        return list(rows), []
    merged = _is_written_once(rows)
    following = _list_following(rows)
    filled, taken, open_rows = [], [], []
    above: Cell | None = None
    unclear: TownshipHeading | None = None
    titles = sorted(headings)
    for row, below in zip(rows, following, strict=True):
        while titles and titles[0] < row.number:
            heading = headings[titles.pop(0)]
            above, merged = (heading.cell, True) if heading.clear else (None, merged)
            unclear = unclear if heading.clear else heading
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
    hint = f"（上面写的是“{unclear.cell.text.strip()}”）" if unclear else ""
    return filled, _describe(taken, open_rows, hint)


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


def _describe(taken: Sequence[NamedRow], open_rows: Sequence[NamedRow], hint: str) -> list[Problem]:
    """Return one hint for all rows that were filled, and one error for all that could not be."""
    problems = []
    if taken:
        first = taken[0]
        example = (
            f"“{first.name.text.strip()}”读作“{first.township.text.strip() if first.township else ''}”的"
        )
        problems.append(
            Problem(
                "D150", first.name.place, {"rows": say_rows(row.number for row in taken), "example": example}
            )
        )
    if open_rows:
        problems.append(ask_for_township(open_rows, hint))
    return problems


def ask_for_township(rows: Sequence[NamedRow], hint: str) -> Problem:
    """Return the question which township some rows are of; ``hint`` says in brackets what speaks for one."""
    return Problem("D151", rows[0].name.place, {"rows": say_rows(row.number for row in rows), "hint": hint})


def find_township(texts: Iterable[str]) -> str:
    """Return the township that one of some titles names, empty when none does."""
    found = (match for text in texts for match in _NAMED.finditer(remove_blanks(text)))
    return next((match[1] for match in found if not _ANY.search(match[2])), "")


def say_rows(rows: Iterable[int]) -> str:
    """Return rows in words: 第3–5、8行, the first few of many."""
    spans: list[tuple[int, int]] = []
    count = 0
    for row in rows:
        count += 1
        if spans and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    shown = "、".join(str(top) if top == end else f"{top}–{end}" for top, end in spans[:_SHOWN])
    return f"第{shown}行" + (f"等{count}行" if len(spans) > _SHOWN else "")
