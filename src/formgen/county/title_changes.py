"""What this year's result means for a title: who is new, who keeps it, who loses it, and what a person has to decide.

The title is the one that the notice gives to who passed. Nothing is taken from anybody by the program: 拟收回 says what the
notice provides for. Knows verdicts and how titles stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from formgen.county.title_book import TitleBook
from formgen.county.title_clashes import find_clash
from formgen.county.titles import Standing, TitleState
from formgen.model import Answer, Who
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard
from formgen.rubric.title import Title

OPEN_RESULT = "结论待定"  # why a title is open whose community's verdict is


class TitleChange(StrEnum):
    """What becomes of a title, in a clerk's words."""

    NEW = "新认定"
    KEPT = "保持"
    LOSES = "拟收回"
    BARRED = "次年才能重新创建"
    NONE = "不认定"
    OPEN = "待定"

    @property
    def unsettled(self) -> bool:
        """Return whether a title that is held now may be lost this year."""
        return self in {TitleChange.LOSES, TitleChange.OPEN}


@dataclass(frozen=True, slots=True)
class TitleOutcome:
    """What becomes of the title of one community: which it is (empty where none is known), and why.

    ``held`` are all titles that it has, or may have. ``clash`` is the question where the register says otherwise.
    """

    title: str
    change: TitleChange
    why: str = ""
    held: tuple[TitleState, ...] = ()
    clash: Problem | None = None

    @property
    def state(self) -> TitleState | None:
        """Return how the title stands where it is held, or may be; None where it is not."""
        return next((state for state in self.held if state.title == self.title), None)

    @property
    def may_hold(self) -> bool:
        """Return whether the community has the title, or may have it."""
        return self.state is not None

    @property
    def words(self) -> str:
        """Return the change with its reason."""
        return f"{self.change.value}：{self.why}" if self.why else self.change.value


def find_own_title(rubric: Rubric, card: Scorecard) -> Title | bool | None:
    """Return the title that a community is given if it passes; False where there is none for it, None where that is open."""
    for title in (each for each in rubric.titles.values() if each.passed):
        if not title.only:
            return title
        fact = card.community.facts.get(title.only)
        if fact is None or not isinstance(fact.value, Answer):
            return None
        if fact.value is Answer.YES:
            return title
    return False


def find_outcome(rubric: Rubric, card: Scorecard, book: TitleBook) -> TitleOutcome:
    """Return what the verdict on a community means for its title."""
    who, title = card.community.who, find_own_title(rubric, card)
    states = (book.state(who, name) for name in book.states.get(who, {}))
    held = tuple(state for state in states if state.holds is not False)
    if title is None:
        return TitleOutcome("", TitleChange.OPEN, "没有写明是不是认定这个称号的", held)
    if isinstance(title, bool):
        return TitleOutcome("", TitleChange.NONE, "通知没有给它的称号", held)
    state, passed = book.state(who, title.zh), card.passed
    if state.holds is None or passed is None:
        why = OPEN_RESULT if passed is None else "台账里的称号还是个问题"
        return TitleOutcome(title.zh, TitleChange.OPEN, why, held)
    decide = _decide_holder if state.holds else _decide_other
    change, why = decide(title, state, book.day.year, passes=passed)
    clash = find_clash(card, state, book.day.year)
    if clash and change is not TitleChange.BARRED:
        change, why = (
            TitleChange.OPEN,
            f"台账里今年{clash.words['event']}，数据里的结论是{card.verdict.words}",
        )
    return TitleOutcome(title.zh, change, why, held, clash)


def find_unsettled(cards: Sequence[Scorecard], outcomes: Sequence[TitleOutcome]) -> dict[Who, TitleOutcome]:
    """Return what becomes of the titles that somebody may be about to lose; ``outcomes`` are those of the cards.

    Who has no title, and has not had it in doubt, can lose none: whatever the verdict, nothing is owed before the document.
    """
    return {
        card.community.who: each
        for card, each in zip(cards, outcomes, strict=True)
        if each.title and (each.clash or (each.change.unsettled and each.may_hold))
    }


def _decide_holder(title: Title, state: TitleState, year: int, *, passes: bool) -> tuple[TitleChange, str]:
    """Return what becomes of a title that somebody has."""
    if passes:
        if state.given[-1].day.year == year:
            return TitleChange.KEPT, "本年已认定"
        if state.standing is Standing.RECTIFYING:
            return TitleChange.KEPT, f"还在{state.words}"
        return TitleChange.KEPT, "" if title.review else "已有称号，不重复认定"
    if title.failing == "withdrawn" and title.review:
        return TitleChange.LOSES, "没有通过复核，通知规定收回"
    return TitleChange.OPEN, "已有称号，今年不合格，以后怎样通知没有写"


def _decide_other(title: Title, state: TitleState, year: int, *, passes: bool) -> tuple[TitleChange, str]:
    """Return whether somebody is given a title who does not have it."""
    if not passes:
        return TitleChange.NONE, ""
    if title.anew and state.lost and state.lost.day.year == year:
        return TitleChange.BARRED, f"{year}年收回"
    return TitleChange.NEW, f"以前有过，{state.words}" if state.lost else ""


def count_changes(outcomes: Sequence[TitleOutcome]) -> str:
    """Say how many there are of each change: 新认定3个，保持2个."""
    found = [each.change for each in outcomes]
    return "，".join(f"{change.value}{found.count(change)}个" for change in TitleChange if change in found)
