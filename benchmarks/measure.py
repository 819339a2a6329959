"""Rounds over all contenders in turn, so that a busy minute of the machine affects them all alike."""

import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

SLICE = 0.05  # CPU seconds that a contender runs in one round, at least one document


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to make a document: ``make(n)`` makes the document of the n-th community."""

    name: str
    make: Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Spread:
    """CPU seconds per document over the rounds."""

    low: float
    middle: float
    high: float

    @property
    def rate(self) -> float:
        """Documents per CPU second."""
        return 1 / self.middle


def measure(contenders: Iterable[Contender], rounds: int, slice_: float = SLICE) -> dict[str, Spread]:
    """Let every contender run in every round; return the spread of each by name."""
    contenders = list(contenders)
    found: dict[str, list[float]] = {each.name: [] for each in contenders}
    for each in contenders:
        each.make(0)  # what is read and compiled once is not counted
    for _ in range(rounds):
        for each in contenders:
            found[each.name].append(_once(each, slice_))
    return {name: Spread(min(times), statistics.median(times), max(times)) for name, times in found.items()}


def ratio(spreads: Mapping[str, Spread], ours: str, theirs: str) -> float:
    """Return how many documents of ours are made in the time of one of theirs."""
    return spreads[theirs].middle / spreads[ours].middle


def _once(contender: Contender, slice_: float) -> float:
    """Return the CPU seconds per document in one slice of time."""
    made, started = 0, time.process_time()
    while (spent := time.process_time() - started) < slice_ or not made:
        contender.make(made)
        made += 1
    return spent / made
