"""How high a text stands in an Excel column, in points: for rows that no program grows by itself.

Knows widths of characters and the limits of Excel; the forms and the reports both need it.
"""

from functools import lru_cache

from formgen.forms.typeset import break_lines, measure_characters

TALLEST = 409.0  # points, Excel allows no taller row
LIST_SIZE = 10.5  # points, the type of lists
# Points per unit of column width: a digit of Calibri 11 is 7 pixels wide, of 宋体 11 8 pixels. Which one Excel uses
# depends on the fonts of the PC, so heights are calculated from the narrow one.
POINTS_PER_DIGIT = 5.25
_INSET = 4.0  # points of a column's width that no text gets
_PITCH, _AIR = 1.3, 6.0  # a line by its type, and points of air above and below


@lru_cache(maxsize=4096)
def measure_height(text: str, width: float, size: float = LIST_SIZE) -> float:
    """Return the points of height that a text in type of a size needs in an Excel column of ``width``."""
    count = 1 if _is_line(text, width, size) else len(_lines(text, width, size))
    return min(round(count * size * _PITCH + _AIR, 2), TALLEST)


def measure_width(text: str, size: float = LIST_SIZE) -> float:
    """Return the width of a column in which a text stands on one line."""
    return (sum(measure_characters(text, size, "宋体")) + _INSET) / POINTS_PER_DIGIT


def split_by_height(text: str, width: float, size: float = LIST_SIZE) -> list[str]:
    """Return a text in pieces, each of which fits the tallest row of Excel; nearly always it is one."""
    if _is_line(text, width, size):
        return [text]
    most = int((TALLEST - _AIR) / (size * _PITCH))
    found = _lines(text, width, size)
    parts = (found[at : at + most] for at in range(0, len(found), most))
    return [text[part[0][0] : part[-1][1]] for part in parts]


def _is_line(text: str, width: float, size: float) -> bool:
    """Return whether a text is one line whatever it holds; most are, and this is soon known."""
    return len(text) * size <= width * POINTS_PER_DIGIT - _INSET and "\n" not in text


def _lines(text: str, width: float, size: float) -> list[tuple[int, int]]:
    """Return where each line begins and ends; programs that break lines less strictly make no more of them."""
    return list(break_lines(text, measure_characters(text, size, "宋体"), width * POINTS_PER_DIGIT - _INSET))
