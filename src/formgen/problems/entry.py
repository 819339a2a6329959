"""One kind of problem, as it is in the catalogue."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """A kind of problem. ``message`` and ``mend`` are templates in Chinese.

    What a run over a folder has to know of it: ``stops`` the whole run; ``passing``: may be gone at the next run, which
    has to try again; ``of_fate``: says what becomes of a document, so that a diff reports it; ``once``: is not reported
    again by the next run. ``compared``: a person decides between its values, so that telephone numbers in them are shown
    whole; identity numbers never are.
    """

    title: str
    message: str
    mend: str
    severity: Literal["error", "warning"] = "error"
    stops: bool = False
    passing: bool = False
    of_fate: bool = False
    once: bool = False
    compared: bool = False
