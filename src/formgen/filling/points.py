"""Points as a form prints them and as people type them over: read, and added up.

The one place that says what a row counts, for the total that is filled, the total that is merged and the check.
"""

from collections.abc import Sequence
from fractions import Fraction

from formgen.exact import parse_number
from formgen.folding import remove_invisible
from formgen.forms.text import SlotValue
from formgen.model import State
from formgen.rubric.terms import STATE_WORDS

INAPPLICABLE = STATE_WORDS[State.NOT_APPLICABLE]
_UNIT = "分"


def read_points(text: str) -> SlotValue:
    """Return the points that a text is, or the text without its outer blanks where it is no number of points.

    What nobody sees, as mail and web pages put it into a text, is no part of it.
    """
    plain = remove_invisible(text)
    number = parse_number(plain, _UNIT)
    return plain.strip() if number is None or number.percent else number.value


def sum_points(points: Sequence[SlotValue]) -> SlotValue:
    """Return a sum of points: blank while one is missing or unreadable; what does not apply does not count."""
    counted = [each for each in points if each != INAPPLICABLE]
    if points and not counted:
        return INAPPLICABLE
    known = [each for each in counted if isinstance(each, Fraction)]
    return sum(known, Fraction(0)) if len(known) == len(counted) else ""
