"""What a county's papers say of one community: names, score, rank, verdict, and whom to call. Knows no Word and no Excel."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from formgen.county.quotas import QuotaResult, say_most
from formgen.county.ranking import RankedCard, print_scores
from formgen.county.title_changes import TitleChange, TitleOutcome
from formgen.exact import exact_text
from formgen.forms.text import format_value
from formgen.model import Community, Who
from formgen.quoting import mask_identities
from formgen.reports.lists import ListValue
from formgen.rubric.open_parts import list_open_standards
from formgen.rubric.refusals import find_refusals
from formgen.rubric.schema import Quota, Rubric
from formgen.rubric.score import Scorecard
from formgen.rubric.terms import OPEN_VERDICT

UNNAMED_TOWNSHIP = "（没有写乡镇）"
_PERSONS = ("联系人", "负责人")  # what a notice calls whom to call, the first that it has


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One community in a county's papers; ``rank`` is empty for none, scores say 待定, or nothing without points.

    ``waits`` says that its verdict waits for data, and is not left open by the notice.
    With a register of titles, ``title`` is the one that is given to who passed, ``held`` says which are held and since when, and
    ``change`` what becomes of it, ``rectifying`` that it is held under a 整顿. ``refused`` names the boxes whose opinions refuse
    the community.
    """

    who: Who
    rank: ListValue
    total: ListValue
    final: ListValue
    basis: str
    verdict: str
    passed: bool | None
    waits: bool
    reasons: str
    person: str
    phone: str
    grade: str = ""
    title: str = ""
    held: str = ""
    change: TitleChange | None = None
    why_change: str = ""
    rectifying: str = ""
    refused: str = ""

    @property
    def township(self) -> str:
        """Return the township for print."""
        return self.who.township or UNNAMED_TOWNSHIP

    @property
    def why_new(self) -> str:
        """Return what has to be known of a title that is new: that the community lost it before; empty for nothing."""
        return self.why_change if self.change is TitleChange.NEW else ""

    @property
    def why_refused(self) -> str:
        """Return that an opinion refuses the community, in words that a paper may print; empty for none."""
        return f"{self.refused}写着不同意的话，请核对" if self.refused else ""

    @property
    def rank_words(self) -> str:
        """Return the rank as text."""
        return format_value(self.rank)

    @property
    def final_words(self) -> str:
        """Return the score that counts as text."""
        return format_value(self.final)


def make_county_rows(
    rubric: Rubric, places: Sequence[RankedCard], outcomes: Sequence[TitleOutcome] = ()
) -> list[CountyRow]:
    """Return the rows of all communities, in the order of their ranks; ``outcomes`` are those of their titles."""
    counts = Counter(place.rank for place in places)
    cards = [place.card for place in places]
    scores = print_scores(rubric, [card.final.total for card in cards], [card.total for card in cards])
    contacts = _find_contacts(rubric)
    rows = [_make_row(place.card, _say_rank(place.rank, counts), scores, contacts) for place in places]
    return [_add_title(row, each) for row, each in zip(rows, outcomes, strict=True)] if outcomes else rows


def _add_title(row: CountyRow, outcome: TitleOutcome) -> CountyRow:
    """Return a row with what becomes of its title; nothing does where the notice has none for it."""
    change = None if outcome.change is TitleChange.NONE and not outcome.title else outcome.change
    held = "；".join(f"{each.title}：{each.words}" for each in outcome.held)
    rectifying = outcome.state.rectifying if outcome.state else ""
    return replace(
        row,
        title=outcome.title,
        held=held,
        change=change,
        why_change=outcome.why,
        rectifying=rectifying,
    )


@dataclass(frozen=True, slots=True)
class _Contacts:
    """The keys of the facts that say whom to call, empty where the notice has none."""

    person: str
    phone: str


def _find_contacts(rubric: Rubric) -> _Contacts:
    called = {name: key for key, fact in rubric.facts.items() for name in (fact.zh, *fact.also)}
    phone = next((key for key, fact in rubric.facts.items() if fact.kind == "phone"), "")
    return _Contacts(next((called[name] for name in _PERSONS if name in called), ""), phone)


def _say_rank(rank: int | None, counts: Mapping[int | None, int]) -> ListValue:
    if rank is None:
        return ""
    return f"并列{rank}" if counts[rank] > 1 else Fraction(rank)


def _make_row(
    card: Scorecard, rank: ListValue, scores: Mapping[Fraction, Fraction], contacts: _Contacts
) -> CountyRow:
    final, community, verdict = card.final.total, card.community, card.verdict
    scored = bool(card.rubric.criteria)
    return CountyRow(
        who=community.who,
        rank=rank,
        total=_show(card.total, scores) if scored else "",
        final=_show(final, scores) if scored else "",
        basis="" if final is None or not scored else card.basis,
        verdict=verdict.words,
        passed=verdict.passed,
        waits=verdict.waits_for_data,
        reasons="；".join([*verdict.reasons, *_say_standards(card)]),
        person=_say(community, contacts.person),
        phone=_say(community, contacts.phone),
        grade=card.grade.words if card.grade else "",
        refused="、".join(label for label, _ in find_refusals(card.rubric, community)),
    )


def _say_standards(card: Scorecard) -> Iterator[str]:
    """Yield which standards fail and which are open where the verdict does not follow from them."""
    for words, titles in (("不符合", card.verdict.unmet), (OPEN_VERDICT, list_open_standards(card))):
        if titles:
            yield f"评定标准{words}：{'、'.join(f'“{title}”' for title in titles)}"


def _say(community: Community, key: str) -> str:
    """Return a fact for a paper that goes round: telephone numbers stay, one behind another too, those of persons are masked."""
    text = community.fact(key) if key else ""
    return " ".join(mask_identities(each) for each in text.split(" "))


def _show(points: Fraction | None, scores: Mapping[Fraction, Fraction]) -> ListValue:
    return OPEN_VERDICT if points is None else scores[points]


def count_verdicts(rows: Sequence[CountyRow]) -> str:
    """Say how many there are of each verdict: 合格10个，不合格1个，待定1个."""
    counts = Counter(row.verdict for row in rows)
    words = ("合格", "不合格", OPEN_VERDICT)
    return "，".join(f"{each}{counts[each]}个" for each in words if counts[each])


def say_quota(rule: Quota, quota: QuotaResult) -> str:
    """Say how many places there are and by what rule: the clause, the number it is a share of, the most it allows."""
    if rule.share is None:
        before = (rule.most or 0) - (quota.most or 0)
        given = f"，今年已认定{before}个，还有{quota.most}个名额" if before else ""
        return f"名额的依据：{rule.clause.rstrip('。')}。{rule.of}最多{rule.most}个{given}。"
    base = exact_text(quota.base.value or Fraction(0))
    return f"名额的依据：{rule.clause}{rule.of}为{base}个，{say_most(rule, quota.most)}。"
