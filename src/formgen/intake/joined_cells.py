"""Two cells that state one thing: compared by what they mean, and used from neither where they differ.

9, 9分 and 9.0 are one number, 是 and √ one answer. Knows one field and two cells.
"""

import re
from datetime import date
from fractions import Fraction

from formgen.folding import fold, remove_blanks
from formgen.intake.fields import Field
from formgen.intake.raw import Cell
from formgen.intake.values import UnusableError, read_field_text, read_value
from formgen.model import Answer
from formgen.problems import Problem

_TEXTS = frozenset({"text", "phone", "opinion", "date"})
_IN_NUMBERS = re.compile(r"[-()]")  # how a telephone number is divided


def join_cells(one: Cell | None, other: Cell, field: Field, problems: list[Problem], label: str = "") -> Cell:
    """Return the cell of one thing that may be stated twice; neither can be used where they differ, and D120 says so.

    ``label`` is what the thing is called where the field is not all of it. What cannot be used stays so.
    """
    if one is None or _mean_same(one, other, field):
        return other if one is None or one.kind != "unusable" else one
    files = [f"{each.file} " if one.file != other.file else "" for each in (one, other)]
    words = {
        "label": label or field.label,
        "one": f"{one.text}（{files[0]}{one.place.short}）",
        "other": f"{other.text}（{files[1]}{other.place.short}）",
    }
    problems.append(Problem("D120", other.place, words))
    return one.unusable


def _mean_same(one: Cell, other: Cell, field: Field) -> bool:
    """Return whether two cells mean one thing; what cannot be read is compared as it is written."""
    if one.text == other.text:
        return True
    if "unusable" in {one.kind, other.kind}:
        return False
    try:
        return _read(one, field) == _read(other, field)
    except UnusableError:
        return False


def _read(cell: Cell, field: Field) -> Fraction | Answer | str | date:
    if field.kind not in _TEXTS:
        return read_value(cell, field)
    plain = remove_blanks(fold(read_field_text(cell, field)))
    return _IN_NUMBERS.sub("", plain) if field.kind == "phone" else plain
