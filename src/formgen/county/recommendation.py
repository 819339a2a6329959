"""Who is recommended under a quota: those certainly within it, and those tied at the cut whom a person chose.

A tie that nobody decided stays open: who is tied is neither in nor out. Knows quotas and names; reads no file.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formgen.county.known_names import KnownNames
from formgen.county.quotas import QuotaResult
from formgen.intake.choice_list import ChosenRow
from formgen.model import Who
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_BEHIND = re.compile(r"(?P<name>[^(（]+)[(（](?P<township>[^()（）]+)[)）]")
_COMMITTEE = re.compile(r"(?P<name>.+?(?:村|社区))(?:(?:村民|居民|[村居民])?委员会|[村居]?委会?|[村居]民委)")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Who is recommended under one quota.

    ``within`` have their place by rank, ``chosen`` by a person's choice among those tied, with its reason. ``tied`` are
    undecided, ``passed_over`` were tied while a person gave all places to others. ``left`` are the places still free.
    """

    quota: QuotaResult
    within: tuple[Who, ...] = ()
    chosen: Mapping[Who, str] = field(default_factory=dict)
    tied: tuple[Who, ...] = ()
    passed_over: tuple[Who, ...] = ()

    @property
    def recommended(self) -> tuple[Who, ...]:
        """Return all who are recommended, by rank, the chosen last."""
        return (*self.within, *self.chosen)

    @property
    def left(self) -> int:
        """Return how many places nobody has."""
        return 0 if self.quota.most is None else self.quota.most - len(self.recommended)

    @property
    def undecided(self) -> bool:
        """Return whether somebody may still come to a place: by a choice, or once what is 待定 is settled."""
        return bool(self.tied or self.quota.places.waiting or self.quota.places.contested)


@dataclass(frozen=True, slots=True)
class Recommendations:
    """Who is recommended under every quota of a notice, by key, and what is wrong with the choices."""

    of: Mapping[str, Recommendation]
    problems: tuple[Problem, ...] = ()


def recommend(
    rubric: Rubric,
    quotas: Mapping[str, QuotaResult],
    cards: Sequence[Scorecard],
    choices: Sequence[ChosenRow] = (),
) -> Recommendations:
    """Return who is recommended under each quota; choices count only where every one of them can be used."""
    found: dict[ChosenRow, Who] = {}
    taken = dict[str, list[ChosenRow]]({key: [] for key in quotas})
    faults = list[Problem]()
    named = _Named(cards)
    for choice in choices:
        who = named.find(choice.who)
        key = _find_quota(rubric, quotas, choice, who)
        problem = named.doubt(choice) or (key if isinstance(key, Problem) else None)
        if problem is None and who and isinstance(key, str):
            problem = _doubt_choice(choice, quotas[key], who, named.cards[who])
            found[choice] = who
            taken[key].append(choice)
        faults += [problem] if problem else []
    for key, listed in taken.items():
        faults += _doubt_all(quotas[key], listed, found)
    done = {
        key: _give_places(result, {} if faults else {found[each]: each.reason for each in taken[key]})
        for key, result in quotas.items()
    }
    return Recommendations(done, tuple(faults))


def _give_places(quota: QuotaResult, chosen: Mapping[Who, str]) -> Recommendation:
    """Return who is recommended once a person's choices are taken."""
    places = quota.places
    in_order = {who: chosen[who] for who in places.tied if who in chosen}
    rest = tuple(who for who in places.tied if who not in in_order)
    full = quota.most is not None and len(places.within) + len(in_order) >= quota.most
    tied, passed_over = ((), rest) if in_order and full else (rest, ())
    return Recommendation(quota, places.within, in_order, tied, passed_over)


class _Named(KnownNames):
    """The communities of the data by their names as a person may write them."""

    def __init__(self, cards: Sequence[Scorecard]) -> None:
        self.cards = {card.community.who: card for card in cards}
        super().__init__(self.cards)

    def list_matches(self, asked: Who) -> Sequence[Who]:
        """Return those whom a name may mean; the township may stand behind it in brackets: 乙村（云镇）.

        The committee of a village stands for the village, where nobody has that very name: 乙村村委会.
        """
        found = super().list_matches(asked)
        if found:
            return found
        if behind := _BEHIND.fullmatch(asked.name):
            asked = Who(behind["township"], behind["name"])
        committee = _COMMITTEE.fullmatch(asked.name)
        bare = Who(asked.township, committee["name"]) if committee else asked
        return super().list_matches(asked) or super().list_matches(bare)

    def doubt(self, choice: ChosenRow) -> Problem | None:
        """Return why a choice names nobody, or nobody alone."""
        if choice.doubt:
            return choice.doubt
        found = self.list_matches(choice.who)
        name = str(choice.who) or "（空）"
        if not found:
            return Problem("C106", choice.place, {"name": name})
        if len(found) > 1:
            return Problem("C107", choice.place, {"name": name, "known": "、".join(map(str, found))})
        if not choice.reason:
            return Problem("C110", choice.place, {"name": name})
        return None


def _find_quota(
    rubric: Rubric, quotas: Mapping[str, QuotaResult], choice: ChosenRow, who: Who | None
) -> str | Problem:
    """Return the quota that a choice is about: the one it names, else the only one, or the only one with such a tie."""
    if choice.quota:
        keys = [key for key in quotas if choice.quota in {key, rubric.quotas[key].title}]
    elif len(quotas) > 1:
        keys = [key for key, each in quotas.items() if who in each.places.tied]
    else:
        keys = list(quotas)
    if len(keys) == 1:
        return keys[0]
    known = "、".join(f"“{rubric.quotas[key].title}”" for key in quotas) or "（这份通知没有名额）"
    return Problem("C112", choice.place, {"name": str(choice.who), "known": known})


def _doubt_choice(choice: ChosenRow, quota: QuotaResult, who: Who, card: Scorecard) -> Problem | None:
    """Return why a choice decides no tie."""
    if who in quota.places.tied:
        return None
    words = {"name": str(who), "why": _say_place(quota, who, card)}
    return Problem("C108", choice.place, words)


def _say_place(quota: QuotaResult, who: Who, card: Scorecard) -> str:
    """Return in words how somebody stands who is not tied."""
    places = quota.places
    if quota.most is None:
        return f"名额还不能算：{quota.base.how}"
    if who in places.within:
        return "按名次已经在名额内"
    if who in places.contested or who in places.waiting:
        return "要等待定的社区（村）定下来"
    if card.passed is False or card.verdict.waits_for_data:
        return f"结论是{card.verdict.words}"
    return "名次在名额以外" if quota.scored else "不在通知规定的范围内，或称号不够、已经有了"


def _doubt_all(
    quota: QuotaResult, choices: Sequence[ChosenRow], found: Mapping[ChosenRow, Who]
) -> Iterator[Problem]:
    """Yield what is wrong with the choices of one quota together: somebody twice, or more than there are places."""
    counts = Counter(found[each] for each in choices)
    for each in choices:
        who = found[each]
        if counts[who] > 1:
            yield Problem("C109", each.place, {"name": str(who)})
            counts[who] = 0
    left = (quota.most or 0) - len(quota.places.within)
    if len(counts) > left:
        words = {"count": str(len(counts)), "most": str(left), "names": "、".join(map(str, counts))}
        yield Problem("C111", choices[0].place, words)
