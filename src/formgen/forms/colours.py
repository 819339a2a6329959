"""Colours of type and of what lies behind it: whether a text can be seen at all.

Knows numbers only; where a file writes its colours is known in ``word`` and ``excel``.
"""

import re
from typing import NamedTuple

_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_NEAR = 32  # of 255: type that differs less from the paper is not seen in print
LOWEST_ROW = 6  # points: of a lower row no letter is seen
SMALLEST_SEEN = 3  # points: smaller type cannot be read in print


class Colour(NamedTuple):
    """Red, green and blue, each from 0 to 255."""

    red: int
    green: int
    blue: int

    def is_near(self, other: "Colour") -> bool:
        """Return whether one of two colours cannot be seen upon the other."""
        return all(abs(one - two) <= _NEAR for one, two in zip(self, other, strict=True))

    def tinted(self, tint: float) -> "Colour":
        """Return the colour made darker (below 0) or lighter (above 0), as ECMA-376 18.8.19 says, by channel."""
        if tint < 0:
            return Colour(*(round(each * (1 + max(tint, -1))) for each in self))
        return Colour(*(round(each + (255 - each) * min(tint, 1)) for each in self))


WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)


def read_hex(text: str) -> Colour | None:
    """Read ``RRGGBB``, or ``AARRGGBB``; None for anything else."""
    found = _HEX.fullmatch(text)
    return Colour(*bytes.fromhex(found[1])) if found else None
