"""One kind of problem, as it is in the catalogue."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of problem. ``message`` and ``mend`` are templates in Chinese."""

    title: str
    message: str
    mend: str
    severity: Literal["error", "warning"] = "error"
