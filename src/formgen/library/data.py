"""Data of communities as read by the fields of a notice, and their scorecards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from formgen import intake
from formgen.county.copied_rows import find_copied_rows
from formgen.county.opinion_days import find_odd_days
from formgen.folder.plan import list_names
from formgen.intake import Intake, Source
from formgen.intake.community_choice import choose
from formgen.model import Community
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard, score


@dataclass(frozen=True)
class Scores:
    """Data scored: a scorecard per community, in the order of the data, and every problem found."""

    rubric: Rubric
    cards: tuple[Scorecard, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Data:
    """The data of communities as read by the fields of a notice; values are typed when they are asked for.

    ``several`` says that they stand in several files, of which ``file`` is one.
    """

    rubric: Rubric
    source: Source
    file: Path
    digest: str = ""
    several: bool = False

    @cached_property
    def communities(self) -> tuple[Community, ...]:
        """All communities that can be used, in the order of the data."""
        return tuple(replace(each, rubric=self.rubric.id) for each in self._read.communities)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the data, each problem with its place and its remedy."""
        return self._read.problems

    @cached_property
    def _read(self) -> Intake:
        return self.source.read_all()

    def score(self, only: str | Sequence[str] = ()) -> Scores:
        """Score all communities, or the one or those named in ``only``: then problems of the data as a whole are left out.

        Raises FormgenError D133 for unknown names.
        """
        cards, problems = [], [] if only else list(self.source.problems)
        for _, raw in self.source.raws(choose(self.source, list_names(only), ())):
            community, found = intake.read_community(raw, self.source.catalogue)
            card = score(self.rubric, community)
            cards.append(card)
            problems += [*found, *card.problems]
        if not only:
            problems += find_copied_rows(self.rubric, cards)
            problems += find_odd_days(self.rubric, cards)
        return Scores(self.rubric, tuple(cards), tuple(problems))
