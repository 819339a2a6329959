"""The frozen records that pass between rooms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from formgen.problems import Place

MONTHS = 12


class Who(NamedTuple):
    """Who a community is: its township, empty where the data name none, and its own name."""

    township: str
    name: str

    @property
    def full_name(self) -> str:
        """Return township and name together."""
        return f"{self.township}{self.name}"

    def __str__(self) -> str:
        """Return township and name together."""
        return self.full_name


NO_COMMUNITY = Who("", "")  # the owner of files that cover several communities


class Fate(StrEnum):
    """What became of a document, or would become of it."""

    NEW = "new"
    RENEWED = "renewed"
    MERGED = "merged"
    KEPT = "kept"
    BESIDE = "beside"
    SAME = "same"

    @property
    def words(self) -> str:
        """Return the fate in a clerk's words."""
        return FATES[self]

    @property
    def untyped(self) -> bool:
        """Return whether nothing that a person typed stands in the document."""
        return self in {Fate.NEW, Fate.RENEWED, Fate.SAME}


FATES = {
    Fate.NEW: "新做",
    Fate.RENEWED: "更新",
    Fate.MERGED: "更新（手改保留）",
    Fate.KEPT: "手改保留",
    Fate.BESIDE: "合不上，另写一份",
    Fate.SAME: "没有变化",
}


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
        """Return whether the cell holds something unusable."""
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
    """One community as it was read, every value with its place.

    ``stray`` are points of levels that cannot be told: each is what stands where the level should be named; ``doubts`` are
    other reasons, in words, why points of a level that were entered could not be read.
    ``totals`` and ``verdict`` are results that somebody wrote though they follow from the rest: the total of a level that
    entered no points, by level, the whole score under no level, and whether the community passes. They decide nothing.
    ``rubric`` is the id of the one by whose fields it was read, empty where nobody said.
    """

    name: str
    township: str
    place: Place
    facts: Mapping[str, Fact] = field(default_factory=dict)
    indicators: Mapping[str, Figure] = field(default_factory=dict)
    monthly: Mapping[str, tuple[Figure | None, ...]] = field(default_factory=dict)
    judged: Mapping[str, Judgement] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    stray: tuple[Figure, ...] = ()
    doubts: tuple[Figure, ...] = ()
    totals: Mapping[str, Figure] = field(default_factory=dict)
    verdict: Figure | None = None
    rubric: str = field(default="", compare=False)

    @property
    def who(self) -> Who:
        """Return who the community is."""
        return Who(self.township, self.name)

    @property
    def full_name(self) -> str:
        """Return township and name together."""
        return self.who.full_name

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
