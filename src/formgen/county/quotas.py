"""How many communities may be recommended, and who; and whether the targets of a whole area are reached."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from formgen.county.counts import CountResult, CountsAsked, count, is_unanswered, list_members
from formgen.county.quota_places import Contender, QuotaPlaces, share_places
from formgen.county.title_quotas import TitleView
from formgen.exact import percent_text
from formgen.folding import fold
from formgen.model import Who
from formgen.rubric.schema import Quota, Rubric, Target
from formgen.rubric.score import Scorecard

_ABOUT = re.compile(r"大?约(?:占|为|是)?|[%个](?:左右|上下)")


@dataclass(frozen=True, slots=True)
class QuotaResult:
    """A quota: the number it is a share of, the most it allows (None while the base is not known), and who is in.

    ``scored`` says whether places go by points; where the notice has none, all that pass are equal, or only a person's choice
    decides (``by_choice``).
    """

    base: CountResult
    most: int | None
    places: QuotaPlaces[Who]
    scored: bool = True
    by_choice: bool = False

    @property
    def alike(self) -> str:
        """Say what those have in common of whom a person chooses."""
        if self.by_choice:
            return "可以参加评选"
        return "同分" if self.scored else "都符合评定标准，不分先后"


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target: what was counted, out of what; ``reached`` is None where that cannot be said, and ``why`` says why."""

    reached: bool | None
    of: CountResult
    to: CountResult | None
    why: str = ""
    townships: tuple["TownshipTarget", ...] = ()


@dataclass(frozen=True, slots=True)
class TownshipTarget:
    """The target of one township, None where it has none; what was counted there, and whether it is reached."""

    township: str
    at_least: Fraction | None
    of: CountResult
    reached: bool | None

    @property
    def why(self) -> str:
        """Return what is missing, and that the target hangs on none of it where it does not; empty for nothing."""
        if self.of.value is not None:
            return ""
        return self.of.how + ("" if self.reached is None else f"，不论怎样都{_ANY_CASE[self.reached]}")


def most_allowed(rule: Quota, base: int) -> int:
    """Return how many may be recommended out of ``base`` communities.

    “不超过…的10%” is a hard cap: 49 give 4. Whether there is at least one place is an interpretation (P15).
    """
    if rule.share is None:
        return int(rule.most or 0)
    most = int(base * rule.share)
    return max(most, 1) if rule.at_least_one else most


def say_most(rule: Quota, most: int | None) -> str:
    """Say how many places there are: 最多4个; where the clause says 约, by which reading of it."""
    if rule.share is None or not (said := _ABOUT.search(fold(rule.clause))):
        return f"最多{most}个"
    least = "，不足1个的算1个" if rule.at_least_one else ""
    return f"算得{most}个（原文写“{said[0]}”，按不超过{percent_text(rule.share)}、去掉小数算{least}）"


def apply_quotas(
    rubric: Rubric,
    cards: Sequence[Scorecard],
    asked: CountsAsked,
    titles: TitleView | None = None,
    set_aside: Sequence[Who] = (),
) -> dict[str, QuotaResult]:
    """Return the result of every quota of a rubric, by key; ``titles`` say who may be put forward.

    ``set_aside`` are those whose data could not be used: nobody has a place for sure that one of them may take.
    """
    view = titles or TitleView(rubric)
    found: dict[str, QuotaResult] = {}
    for key, rule in rubric.quotas.items():
        members = cards if rule.among is None else list_members(rule.among, rubric, cards)
        contenders = [*_list_contenders(rule, members, view), *(Contender(who, None) for who in set_aside)]
        contenders += _list_unanswered(rule, rubric, cards, view)
        numbers = view.count_recognised(rule, asked)
        base = (
            count(rule.to, rubric, cards, numbers)
            if rule.share is not None
            else CountResult(rule.most, "定额")
        )
        most = None if base.value is None else most_allowed(rule, int(base.value))
        if rule.share is None and most is not None:
            base, most = _subtract_given(rule, base, most, view)
        taken: QuotaPlaces[Who] = QuotaPlaces() if most is None else share_places(contenders, most)
        by_choice = any(each.by_choice for each in contenders)
        found[key] = QuotaResult(base, most, taken, scored=bool(rubric.criteria), by_choice=by_choice)
    return found


def _subtract_given(rule: Quota, base: CountResult, most: int, view: TitleView) -> tuple[CountResult, int]:
    """Return a fixed number less the titles that the register says were given by it this year.

    Who may have been given one by a row that could not be used waits for a place anyway.
    """
    given = view.book.count_given_surely(view.rubric.titles[rule.gives].zh) if view.book and rule.gives else 0
    how = f"{base.how}（称号台账里今年已认定{given}个）" if given else base.how
    return replace(base, how=how), max(most - given, 0)


def _list_contenders(rule: Quota, cards: Sequence[Scorecard], view: TitleView) -> Iterator[Contender[Who]]:
    """Yield those who may have a place; one whose titles are a question is waited for."""
    for card in cards:
        allowed = view.may_be_put_forward(rule, card)
        contender = None if allowed is False else _contender(card, rule)
        if contender:
            open_ones = allowed is None and contender.score is not None
            yield Contender(contender.one, None, contender.score) if open_ones else contender


def _list_unanswered(
    rule: Quota, rubric: Rubric, cards: Sequence[Scorecard], view: TitleView
) -> Iterator[Contender[Who]]:
    """Yield those who have a place only with a yes that nobody has given or refused yet."""
    asked = [card for card in cards if rule.among is not None and is_unanswered(rule.among, rubric, card)]
    for each in _list_contenders(rule, asked, view):
        yield each if each.score is None else Contender(each.one, None, each.score)


def _contender(card: Scorecard, rule: Quota) -> Contender[Who] | None:
    """Return a community that may have a place, None for one that failed; without points all that pass are equal.

    Where a notice names those among whom somebody is chosen and nothing by which they pass, a person chooses among them.
    """
    if card.passed is False:
        return None
    who = card.community.who
    if not card.rubric.criteria:
        if card.passed is None and rule.among is not None and not card.verdict.waits_for_data:
            return Contender(who, Fraction(0), by_choice=True)
        return Contender(who, Fraction(0) if card.passed else None, Fraction(0))
    if card.final.total is None or card.verdict.waits_for_data:
        return Contender(who, None, card.highest)
    return Contender(who, card.final.total)


def is_reached(rule: Target, counts: Mapping[str, int | Fraction]) -> bool | None:
    """Return whether a target is reached; None when its base is missing or zero (P03)."""
    if rule.of not in counts:
        return None
    if rule.to is None:
        return counts[rule.of] >= rule.at_least
    base = counts.get(rule.to, 0)
    return Fraction(counts[rule.of], base) >= rule.at_least if base else None


def judge_targets(rubric: Rubric, cards: Sequence[Scorecard], asked: CountsAsked) -> dict[str, TargetResult]:
    """Return the result of every target of a rubric, by key."""
    return {
        key: replace(
            _judge(rule, rubric, cards, asked), townships=tuple(_judge_townships(rule, rubric, cards, asked))
        )
        for key, rule in rubric.targets.items()
    }


def _judge_townships(
    rule: Target, rubric: Rubric, cards: Sequence[Scorecard], asked: CountsAsked
) -> Iterator[TownshipTarget]:
    """Yield the target of every township that has one, and of those in the data that have none."""
    if not rule.townships:
        return
    members: dict[str, list[Scorecard]] = {township: [] for township in rule.townships}
    for card in cards:
        members.setdefault(card.community.township, []).append(card)
    for township, own in members.items():
        least = rule.townships.get(township)
        of = count(rule.of, rubric, own, CountsAsked(disputed=asked.disputed))
        if not own:
            of = CountResult(None, "数据中没有这个乡镇（街道）")
        reached = (
            None
            if least is None
            else _judge_in_any_case(rule.model_copy(update={"at_least": least}), of, None)
        )
        if least is not None and of.value is not None:
            reached = of.value >= least
        yield TownshipTarget(township, least, of, reached)


def _judge(rule: Target, rubric: Rubric, cards: Sequence[Scorecard], asked: CountsAsked) -> TargetResult:
    members = cards if rule.to is None else list_members(rule.to, rubric, cards)
    of = count(rule.of, rubric, members, asked)
    to = None if rule.to is None else count(rule.to, rubric, cards, asked)
    if to and members is not cards and of.value is not None:
        of = replace(of, how=f"{to.how}又{of.how}")
    unknown = [each.how for each in (of, to) if each and each.value is None]
    if unknown:
        reached = _judge_in_any_case(rule, of, to)
        why = "；".join(unknown)
        return TargetResult(
            reached, of, to, why if reached is None else f"{why}，不论怎样都{_ANY_CASE[reached]}"
        )
    if to and to.value is not None and of.value is not None and of.value > to.value:
        return TargetResult(None, of, to, "基数比要数的还少，请核对，或用 --communities 写明总数")
    if to and not to.value:
        return TargetResult(None, of, to, "基数为0")
    known = {rule.of: of.value or Fraction(0)}
    if rule.to and to:
        known[rule.to] = to.value or Fraction(0)
    return TargetResult(is_reached(rule, known), of, to)


_ANY_CASE = {True: "已达到", False: "达不到"}


def _judge_in_any_case(rule: Target, of: CountResult, to: CountResult | None) -> bool | None:
    """Return what a target comes to whatever the missing data are, None where that hangs on them."""
    if to and not to.value:
        return None
    base = to.value if to and to.value else Fraction(1)
    if of.least is not None and of.least / base >= rule.at_least:
        return None if to and of.least > base else True
    return False if of.most is not None and of.most / base < rule.at_least else None
