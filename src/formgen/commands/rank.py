"""What ``formgen rank`` does: communities by rank, with quotas, targets, awards and deadlines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from formgen.commands.score import ScoreAsked, score_files
from formgen.commands.titles import TitlesAsked
from formgen.county.awards import awards_without_title, refuse_odd_amounts
from formgen.county.counts import NOTHING_ASKED, CountsAsked
from formgen.county.deadlines import in_time
from formgen.county.owed import Owed, owe_all
from formgen.county.quotas import QuotaResult, TargetResult, apply_quotas, judge_targets
from formgen.county.ranking import RankedCard, rank_cards
from formgen.county.recommendation import Recommendation, recommend
from formgen.county.title_book import TitleBook
from formgen.county.title_changes import TitleOutcome, find_outcome, find_unsettled
from formgen.county.title_clashes import find_disputed
from formgen.county.title_quotas import TitleView
from formgen.intake.choice_list import ChoiceList, read_choice_list
from formgen.library import Scores
from formgen.library.titles import open_titles
from formgen.model import Who
from formgen.office.output import write_output
from formgen.problems import FormgenError, Problem
from formgen.reports.target_sheet import make_target_sheet
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_TARGETS = "目标任务完成情况"
_SET_ASIDE = frozenset(
    {"C102", "D104", "D105", "D121", "D203"}
)  # rows that may be those of a community, and are not used


@dataclass(frozen=True, slots=True)
class Ranking:
    """Communities ranked, best first.

    ``awards`` are those of each community in yuan by key, None for 待定; ``quotas`` how many may be recommended and
    who, ``targets`` whether each is reached, ``deadlines`` whether the day asked for keeps each, empty where none was
    asked for. ``recommendations`` say who is recommended under each quota, ``townships`` are in the order of the data.
    With a register of titles there is its ``book``: ``awards`` are what is owed then, ``owed`` why, and ``outcomes`` what
    becomes of the title of each community. ``set_aside`` are the communities of the data that could not be used: they may
    be as good as any.
    """

    rubric: Rubric
    places: tuple[RankedCard, ...]
    awards: tuple[Mapping[str, Fraction | None], ...]
    quotas: Mapping[str, QuotaResult]
    targets: Mapping[str, TargetResult]
    deadlines: Mapping[str, bool]
    recommendations: Mapping[str, Recommendation]
    townships: tuple[str, ...]
    problems: tuple[Problem, ...]
    book: TitleBook | None = None
    owed: Owed | None = None
    outcomes: tuple[TitleOutcome, ...] = ()
    set_aside: tuple[Who, ...] = ()


@dataclass(frozen=True, slots=True)
class RankBeside:
    """What stands beside the data: those chosen among those tied at a cut, 抽查评分表, a register of titles, rosters.

    The rosters are counted as on the day ``people_on``.
    """

    chosen: Path | None = None
    judged: Sequence[Path] = ()
    titles: TitlesAsked | None = None
    people: Sequence[Path] = ()
    people_on: str = ""


NOTHING_BESIDE, NOBODY_CHOSEN = RankBeside(), ChoiceList()


def rank_communities(
    files: Sequence[Path],
    rubric: str,
    asked: CountsAsked = NOTHING_ASKED,
    day: date | tuple[int, int] | None = None,
    beside: RankBeside = NOTHING_BESIDE,
) -> Ranking:
    """Rank the communities of data files as one; ``asked`` are bases of quotas and targets.

    ``day`` is held against the deadlines: a day, or a (month, day) of the year that they are of.

    Raises FormgenError F167 for bases that cannot be, C105 for a list of those chosen that is none, and as
    ``open_titles`` does.
    """
    choices = ChoiceList() if beside.chosen is None else read_choice_list(beside.chosen)
    scores = score_files(files, rubric, ScoreAsked(beside.people, beside.people_on, beside.judged))
    _refuse_odd_counts(asked, len(scores.cards))
    book = None
    if beside.titles:
        whos = [card.community.who for card in scores.cards]
        book = open_titles(scores.rubric, beside.titles.files, beside.titles.day, whos)
    return rank_scores_of(scores, asked, day, choices, book)


def rank_scores_of(
    scores: Scores,
    asked: CountsAsked = NOTHING_ASKED,
    day: date | tuple[int, int] | None = None,
    chosen: ChoiceList = NOBODY_CHOSEN,
    book: TitleBook | None = None,
) -> Ranking:
    """Rank communities that were scored; ``asked``, ``day`` and ``chosen`` are those of ``rank_communities``."""
    rules, places = scores.rubric, rank_cards(scores.cards)
    view = TitleView(rules, book)
    set_aside = tuple(_list_set_aside(scores.problems))
    disputed, doubts = find_disputed(rules, scores.cards, book) if book else ({}, [])
    asked = replace(asked, disputed=disputed)
    quotas = apply_quotas(rules, scores.cards, asked, view, set_aside)
    given = recommend(rules, quotas, scores.cards, chosen.rows)
    in_order = [place.card for place in places]
    outcomes = tuple(find_outcome(rules, card, book) for card in in_order) if book else ()
    owed = owe_all(rules, in_order, book, find_unsettled(in_order, outcomes)) if book else None
    found = (
        *(odd for card in scores.cards for odd in refuse_odd_amounts(card)),
        *chosen.hints,
        *given.problems,
        *_list_rectified(given.of, in_order, outcomes),
        *((*book.problems, *_list_clashes(outcomes), *doubts, *owed.problems) if book and owed else ()),
        *view.find_unrecognised(in_order),
    )
    return Ranking(
        rubric=rules,
        places=tuple(places),
        awards=tuple(_list_money(card, owed) for card in in_order),
        quotas=quotas,
        targets=judge_targets(rules, scores.cards, view.count_recognised(None, asked)),
        deadlines={} if day is None else {key: in_time(each, day) for key, each in rules.deadlines.items()},
        recommendations=given.of,
        townships=tuple(dict.fromkeys(card.community.township for card in scores.cards)),
        problems=(*scores.problems, *found),
        book=book,
        owed=owed,
        outcomes=outcomes,
        set_aside=set_aside,
    )


def _list_rectified(
    given: Mapping[str, Recommendation], cards: Sequence[Scorecard], outcomes: Sequence[TitleOutcome]
) -> Iterator[Problem]:
    """Yield a hint for each community that is put forward while its title is under a 整顿; there are no outcomes without a register."""
    put_forward = {who for each in given.values() for who in each.recommended}
    for card, outcome in zip(cards, outcomes, strict=bool(outcomes)):
        state = outcome.state
        if state and state.last and state.rectifying and card.community.who in put_forward:
            words = {"name": card.community.full_name, "title": state.title, "state": state.rectifying}
            yield Problem("C195", state.last.place, words)


def _list_clashes(outcomes: Sequence[TitleOutcome]) -> list[Problem]:
    """Return what the register and the results of this year say otherwise of a title."""
    return [each.clash for each in outcomes if each.clash]


def _list_set_aside(problems: Sequence[Problem]) -> Iterator[Who]:
    """Yield what the rows of the data that are not used may be called, each once."""
    names = (
        each.words.get("name") or f"{each.place.short}一行" for each in problems if each.code in _SET_ASIDE
    )
    yield from (Who("", f"{name}（数据有误，没有采用）") for name in dict.fromkeys(names))


def _list_money(card: Scorecard, owed: Owed | None) -> Mapping[str, Fraction | None]:
    """Return the money of a community by award: what is owed where there is a register, else what hangs on no title."""
    if owed is None:
        return awards_without_title(card)
    return owed.money(card.community.who)


def write_targets(ranking: Ranking, target: Path, sources: Sequence[Path]) -> None:
    """Write the targets with their results, township by township.

    Raises FormgenError F173 for a notice without targets, and as ``write_output`` does.
    """
    if not ranking.targets:
        raise FormgenError(Problem("F173", words={"name": ranking.rubric.id}), usage=True)
    title = f"{ranking.rubric.notice.area}{_TARGETS}"
    write_output(target, make_target_sheet(title, ranking.rubric, ranking.targets), _TARGETS, sources)


def _refuse_odd_counts(asked: CountsAsked, listed: int) -> None:
    """Raise FormgenError F167 for fewer communities than the data list, or fewer than are recognised."""
    whole = asked.communities
    if whole is not None and whole < listed:
        words = {"option": "--communities", "value": str(whole), "detail": f"数据中却列出了{listed}个"}
        raise FormgenError(Problem("F167", words=words), usage=True)
    if whole is not None and asked.certified is not None and asked.certified > whole:
        words = {
            "option": "--certified",
            "value": str(asked.certified),
            "detail": f"比 --communities 写的总数{whole}个还多",
        }
        raise FormgenError(Problem("F167", words=words), usage=True)
