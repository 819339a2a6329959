"""The frozen records that pass between rooms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from formgen.problems import Place

MONTHS = 12


class Who(NamedTuple):
    """Who a community is: its township and its name."""

    township: str
    name: str

    @property
    def full_name(self) -> str:
        """Return township and name together."""
        return self.township + self.name


class Answer(StrEnum):
    """An answer to a yes/no indicator; NOBODY says that there is nobody to serve (无服务对象)."""

    YES = "yes"
    NO = "no"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Figure:
    """One typed value of a community and where it stands.

    ``value`` is None when the cell holds something unusable; a missing cell has no Figure at all.
    """

    value: Fraction | Answer | None
    text: str
    place: Place

    @property
    def bad(self) -> bool:
        """Tell whether the cell holds something unusable."""
        return self.value is None


@dataclass(frozen=True, slots=True)
class Fact:
    """A basic fact: the text to print, and its typed value where the rubric types it (yes/no, count)."""

    text: str
    place: Place
    value: Fraction | Answer | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Points a person gave, with who and why. ``points`` is None when they cannot be used."""

    points: Fraction | None
    by: str
    reason: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Community:
    """One community as it was read, every value with its place."""

    name: str
    township: str
    place: Place
    facts: Mapping[str, Fact] = field(default_factory=dict)
    indicators: Mapping[str, Figure] = field(default_factory=dict)
    monthly: Mapping[str, tuple[Figure | None, ...]] = field(default_factory=dict)
    judged: Mapping[str, Judgement] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """Return township and name together."""
        return f"{self.township}{self.name}"

    def fact(self, key: str) -> str:
        """Return a basic fact as printed text, empty when missing."""
        return self.facts[key].text if key in self.facts else ""


class State(StrEnum):
    """What became of a criterion."""

    SCORED = "scored"
    JUDGED = "judged"
    PENDING = "pending"
    NOT_APPLICABLE = "not_applicable"
    CONTRADICTION = "contradiction"
