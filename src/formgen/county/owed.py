"""What is owed to a community on a day: what its titles, facts and verdict come to, less what was paid before.

一次性 counts every payment so far, 每年 those of the year; of a group only the highest is due (从高不重复). A payment that
nobody recorded is no zero: where a title was given in an earlier year and nothing says whether it was paid, the money is
待定. Knows the book of titles and payments.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from formgen.county.awards import Recipient, calculate_award, keep_highest
from formgen.county.title_book import TitleBook
from formgen.county.title_changes import TitleOutcome
from formgen.county.titles import TitleState
from formgen.exact import exact_text
from formgen.intake.dates import CalendarDay, format_date
from formgen.intake.title_register import PaymentRow, TitleRow
from formgen.model import Who
from formgen.problems import Problem
from formgen.rubric.award import Award
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_NOTHING = Fraction(0)
_NO_TITLE: Mapping[str, str] = {
    "given": "没有新认定的称号",
    "reviewed": "当年没有复核合格",
    "next_review": "不是认定次年的复核合格",
    "held": "没有称号",
}


@dataclass(frozen=True, slots=True)
class AwardOwed:
    """An award of a community in yuan: what is due, what was paid before, what is owed; None for 待定, and why.

    ``others`` was paid by other awards of its group (从高不重复) and counts against it.
    """

    due: Fraction | None
    paid: Fraction
    others: Fraction
    owed: Fraction | None
    why: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed by community and award on a day, and what has to be recorded first."""

    day: CalendarDay
    of: Mapping[Who, Mapping[str, AwardOwed]]
    problems: tuple[Problem, ...] = ()

    def money(self, who: Who) -> dict[str, Fraction | None]:
        """Return what is owed to a community by award."""
        return {key: each.owed for key, each in self.of[who].items()}


def owe_all(
    rubric: Rubric,
    cards: Sequence[Scorecard],
    book: TitleBook,
    unsettled: Mapping[Who, TitleOutcome] | None = None,
) -> Owed:
    """Return what is owed to every community by every award; ``unsettled`` are titles that somebody may be about to lose."""
    of: dict[Who, Mapping[str, AwardOwed]] = {}
    problems: dict[tuple[object, ...], Problem] = {}
    for card in cards:
        who = card.community.who
        recipient = Recipient(card.passed, card.community.facts)
        account = _Account(rubric, who, recipient, book, (unsettled or {}).get(who))
        of[who] = account.settle_all()
        found = [*account.unrecorded, *account.excess]
        problems |= {(each.code, each.place): each for each in found}
    return Owed(book.day, of, tuple(problems.values()))


def tell_excess(rubric: Rubric, book: TitleBook) -> list[Problem]:
    """Return what was paid beyond what is due as far as titles alone tell it; verdicts and facts are not known here."""
    problems: dict[tuple[object, ...], Problem] = {}
    for who in book.payments:
        account = _Account(rubric, who, Recipient(None, {}), book)
        account.settle_all()
        problems |= {(each.code, each.place): each for each in account.excess}
    return list(problems.values())


class _Account:
    """What is due to one community, and what was paid to it."""

    def __init__(
        self,
        rubric: Rubric,
        who: Who,
        recipient: Recipient,
        book: TitleBook,
        unsettled: TitleOutcome | None = None,
    ) -> None:
        self.unrecorded: list[Problem] = []
        self.excess: list[Problem] = []
        self._unsettled = unsettled.title if unsettled else ""
        self._disputed = unsettled.title if unsettled and unsettled.clash else ""
        self._rubric, self._recipient, self._book = rubric, recipient, book
        self._who = who
        self._titles = {key: self._list_titles(award) for key, award in rubric.awards.items()}

    def settle_all(self) -> dict[str, AwardOwed]:
        """Return what is owed by every award."""
        alone = {
            key: calculate_award(award, replace(self._recipient, titles=self._titles[key]))
            for key, award in self._rubric.awards.items()
        }
        due = keep_highest(self._rubric, alone)
        return {key: self._settle(key, yuan) for key, yuan in due.items()}

    # -- titles ------------------------------------------------------------------------------------------------
    def _list_titles(self, award: Award) -> list[str] | None:
        """Return the titles that an award goes by; None while that is a question."""
        states = [self._book.state(self._who, title) for title in award.titles]
        if any(state.doubtful or state.early or self._lost_at_once(state) for state in states):
            return None
        if self._disputed in award.titles:
            return None
        if award.upon == "held":
            unknown = any(state.holds is None for state in states) or self._unsettled in award.titles
            return None if unknown else [state.title for state in states if state.holds]
        return [state.title for state in states if any(self._counts(award, state))]

    def _lost_at_once(self, state: TitleState) -> bool:
        """Return whether a title was given and lost in the year asked for: whether it is paid then, a person decides."""
        year = self._book.day.year
        return bool(state.lost and state.lost.day.year == year == state.given[-1].day.year)

    def _counts(self, award: Award, state: TitleState) -> Iterator[bool]:
        """Yield of each row of a title whether an award goes by it; what is given once stays due until it is paid."""
        year = self._book.day.year
        if award.upon == "given":
            stays = award.every == "once" and state.lost is None
            yield from (stays or row.day.year == year for row in state.given)
            return
        for row in state.reviewed:
            since = max(given.day.year for given in state.given if given.day <= row.day)
            yield row.day.year == year and (award.upon == "reviewed" or year == since + 1)

    # -- money -------------------------------------------------------------------------------------------------
    def _settle(self, key: str, due: Fraction | None) -> AwardOwed:
        rows = list(self._list_paid(key))
        paid = sum((row.yuan for row in rows), _NOTHING)
        own = sum((row.yuan for row in rows if row.award == key), _NOTHING)
        owed, why = self._find_rest(key, due, rows, paid)
        return AwardOwed(due, own, paid - own, owed, why)

    def _find_rest(
        self, key: str, due: Fraction | None, rows: Sequence[PaymentRow], paid: Fraction
    ) -> tuple[Fraction | None, str]:
        """Return what is owed of what is due, with the reason; None where that is a question."""
        award = self._rubric.awards[key]
        unclear = self._who in self._book.open_payments
        most = self._find_most(key) if due is None else due
        if most and not unclear and paid >= most and (due is None or self._book.unassigned):
            return _NOTHING, f"已发{self._tell_paid(key, rows)}，不论怎样定，都不再发"
        if (unclear and due is None) or (due and (unclear or self._book.unassigned)):
            return None, "台账里发放的登记有没改正的错误，不知是谁的，或不知算不算"
        if due is None:
            return None, self._say_unknown(key)
        if not due:
            wrongly = [
                row for row in rows if row.award == key and row.yuan and row.year == self._book.day.year
            ]
            if wrongly and not award.titles and not unclear:
                self._add_excess(key, wrongly, sum((row.yuan for row in wrongly), _NOTHING))
            return _NOTHING, self._say_nothing(key)
        barred = award.paid_before == "bars" and paid > 0
        if not barred and paid < due and (row := self._find_unrecorded(key, rows)):
            why = f"{row.day.year}年认定“{row.title}”，没有发放记录，不知发过没有"
            return None, why
        if paid > due:
            self._add_excess(key, rows, paid - due)
        owed = _NOTHING if barred else max(due - paid, _NOTHING)
        return owed, self._say(key, due, rows, owed)

    def _find_most(self, key: str) -> Fraction | None:
        """Return what an award comes to at most, whatever becomes of its titles and of the verdict; None while that is open."""
        award = self._rubric.awards[key]
        if any(self._book.state(self._who, title).early for title in award.titles):
            return None
        best = replace(self._recipient, passed=self._recipient.passed is not False, titles=award.titles)
        return calculate_award(award, best)

    def _add_excess(self, key: str, rows: Sequence[PaymentRow], more: Fraction) -> None:
        """Report that more was paid than is due."""
        words = {"name": str(self._who), "told": self._tell_paid(key, rows), "more": exact_text(more)}
        award = self._rubric.awards[key].title
        self.excess.append(Problem("C172", rows[-1].place, {**words, "award": award}))

    def _tell_paid(self, key: str, rows: Sequence[PaymentRow]) -> str:
        """Say what was paid when; payments of other awards of the group are named by their own."""
        paid = [row for row in rows if row.yuan]
        several = any(row.award != key for row in paid)
        named = {row: f"的“{self._rubric.awards[row.award].title}”" if several else "" for row in paid}
        return "、".join(f"{row.year}年{named[row]}{exact_text(row.yuan)}元" for row in paid)

    def _list_paid(self, key: str) -> Iterator[PaymentRow]:
        """Yield the payments that count against an award: of the year, or all so far; those of its group among them."""
        award = self._rubric.awards[key]
        joined = award.group and award.paid_before != "ignore"
        for row in self._book.payments.get(self._who, ()):
            same = row.award == key or (joined and self._rubric.awards[row.award].group == award.group)
            if same and (award.every == "once" or row.year == self._book.day.year):
                yield row

    def _find_unrecorded(self, key: str, rows: Sequence[PaymentRow]) -> TitleRow | None:
        """Return a title of an earlier year that had the same money once, and of whose payment nothing is recorded."""
        award = self._rubric.awards[key]
        if award.every == "year":
            return None
        for other, title in self._list_same_money(key):
            told = [row.year for row in rows if self._answers(row, other)]
            for row in self._book.state(self._who, title).given:
                if max(told, default=0) < row.day.year < self._book.day.year:
                    words = {"name": str(self._who), "year": str(row.day.year), "title": title}
                    words["award"] = self._rubric.awards[other].title
                    words["later"] = self._say_later(other)
                    self.unrecorded.append(Problem("C154", row.place, words))
                    return row
        return None

    def _say_later(self, award: str) -> str:
        """Say that an award was paid after the day asked for, which counts nothing; empty where it was not."""
        later = [row for row in self._book.to_come.get(self._who, ()) if row.award == award]
        when = "、".join(format_date(row.day) if row.day else f"{row.year}年" for row in later)
        return f"（{when}发的在看的这一天以后，没有算）" if later else ""

    def _answers(self, row: PaymentRow, award: str) -> bool:
        """Return whether a payment says what became of an award: its own, or one of the same money and as high."""
        paid, asked = self._rubric.awards[row.award].yuan, self._rubric.awards[award].yuan
        return row.award == award or (paid is not None and asked is not None and paid >= asked)

    def _list_same_money(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield the titles that an award, or another of its group, was given for, each with that award."""
        award = self._rubric.awards[key]
        joined = award.group and award.paid_before != "ignore"
        for other, each in self._rubric.awards.items():
            if other == key or (joined and each.group == award.group):
                yield from ((other, title) for title in each.titles)
        if award.passed:
            yield from ((key, title.zh) for title in self._rubric.titles.values() if title.passed)

    # -- reasons -----------------------------------------------------------------------------------------------
    def _say_unknown(self, key: str) -> str:
        award = self._rubric.awards[key]
        if self._disputed in award.titles:
            return "台账和今年的结果对不上"
        if award.upon == "held" and self._unsettled in award.titles:
            return "今年还有没有这个称号没有定"
        if award.titles and self._titles[key] is None:
            return self._say_open_title([self._book.state(self._who, title) for title in award.titles])
        return (
            "金额由当地确定"
            if award.yuan is None and not award.amount
            else "取决于还不知道的数据、结论或金额"
        )

    def _say_open_title(self, states: Sequence[TitleState]) -> str:
        """Say which title is a question, and why."""
        for state in states:
            if not state.doubtful and self._lost_at_once(state):
                return f"“{state.title}”当年认定、当年失去，发不发由你们定"
            if state.early and not state.doubtful:
                return f"“{state.title}”是通知以前认定的，怎样发由你们定"
        named = next((state.title for state in states if state.doubtful or state.holds is None), "")
        return f"台账里“{named}”的登记有没改正的错误，或还缺后来的结果" if named else "台账里的称号还不能定"

    def _say_nothing(self, key: str) -> str:
        award = self._rubric.awards[key]
        if award.titles and not self._titles[key]:
            return _NO_TITLE[award.upon]
        return "从高不重复，给高的一条" if award.titles else "条件不符合"

    def _say(self, key: str, due: Fraction, rows: Sequence[PaymentRow], owed: Fraction) -> str:
        titles = self._titles[key]
        said = f"凭“{'、'.join(titles)}”应发{exact_text(due)}元" if titles else f"应发{exact_text(due)}元"
        told = self._tell_paid(key, rows)
        if not told:
            once = self._rubric.awards[key].every == "once"
            return f"{said}，以前没有发过" if once else f"{said}，本年没有发过"
        more = sum((row.yuan for row in rows), _NOTHING) - due
        beyond = f"，比应发的多{exact_text(more)}元" if more > 0 else ""
        return f"{said}，已发{told}，" + (f"补发{exact_text(owed)}元" if owed else f"不再发{beyond}")
