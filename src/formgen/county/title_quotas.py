"""What a register of titles says to quotas: how many are recognised, and who may be put forward for the next title.

Who has that title already is not put forward again; who lacks the one below it cannot be. Knows the book of titles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from formgen.county.counts import CountsAsked
from formgen.county.title_book import TitleBook
from formgen.county.title_changes import TitleChange, find_outcome
from formgen.problems import Problem
from formgen.rubric.schema import Quota, Rubric
from formgen.rubric.score import Scorecard


@dataclass(frozen=True, slots=True)
class TitleView:
    """What quotas are told of titles: the book, None where there is no register."""

    rubric: Rubric
    book: TitleBook | None = None

    def count_recognised(self, rule: Quota | None, asked: CountsAsked) -> CountsAsked:
        """Return the numbers asked for, that of recognised ones from the register where nobody gave it."""
        own = [title for title in self.rubric.titles.values() if title.passed]
        if self.book is None or asked.certified is not None or len(own) != 1:
            return asked
        name = own[0].zh
        batch = rule is not None and rule.batch
        count = self.book.count_given(name) if batch else self.book.count_ever(name)
        which = f"称号台账里{self.book.day.year}年认定的" if batch else "称号台账里历年认定过"
        if count is None:
            return replace(asked, certified_how=f"称号台账里的“{name}”有几个还不能定")
        return replace(asked, certified=count, certified_how=f"{which}“{name}”的")

    def may_be_put_forward(self, rule: Quota, card: Scorecard) -> bool | None:
        """Return whether a community may have a place by its titles; None where that is a question."""
        if self.book is None or rule.gives is None:
            return True
        given = self.rubric.titles[rule.gives]
        has = self._holds(card, given.zh)
        if has:
            return False
        below = self.rubric.titles[given.needs].zh if given.needs else ""
        lower = self._holds(card, below) if below else True
        if lower is False:
            return False
        return None if has is None or lower is None else True

    def _holds(self, card: Scorecard, title: str) -> bool | None:
        """Return whether a community has a title; None where its data and the register contradict each other (C180)."""
        if self.book is None:
            return None
        outcome = find_outcome(self.rubric, card, self.book)
        clashes = outcome.clash and outcome.title == title and outcome.change is TitleChange.OPEN
        return None if clashes else self.book.state(card.community.who, title).holds

    def find_unrecognised(self, cards: Sequence[Scorecard]) -> Iterator[Problem]:
        """Yield a hint for each quota about those who passed and do not have the title that is asked for first."""
        for rule in self.rubric.quotas.values() if self.book else ():
            given = self.rubric.titles.get(rule.gives or "")
            below = self.rubric.titles.get(given.needs or "") if given else None
            if self.book is None or below is None:
                continue
            lacking = [
                card.community.full_name
                for card in cards
                if card.passed and self._holds(card, below.zh) is False
            ]
            if lacking:
                words = {"title": rule.title, "needs": below.zh, "names": "、".join(lacking)}
                yield Problem("C157", words=words)
