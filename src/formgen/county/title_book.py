"""The register of titles and payments, held against the communities of the data: who has which title on a day.

A row that names nobody alone is used for nobody, and leaves open whatever it may bear on. Knows rows, names and the notice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formgen.county.known_names import KnownNames
from formgen.county.payments import check_payments
from formgen.county.titles import Standing, TitleState, judge_title
from formgen.intake.dates import CalendarDay, format_date
from formgen.intake.entries import match_key
from formgen.intake.names import OFFICES, doubt_name
from formgen.intake.title_register import PaymentRow, TitleRegister, TitleRow, UnreadRow
from formgen.model import Who
from formgen.problems import Problem
from formgen.rubric.schema import Rubric

States = Mapping[str, TitleState]
_KINDS = ("村", "社区", *OFFICES)


@dataclass(frozen=True, slots=True)
class TitleBook:
    """Who has which title on a day, and what was paid until then; in the order of the communities given.

    ``open_titles`` are the titles, and ``open_payments`` those of whom a row could not be used: these are a question.
    ``unassigned`` rows may be anybody's, those of titles are of one of ``nameless``. ``later`` rows are of days after the
    one asked for, and count nothing; of them ``to_come`` are the payments.
    """

    day: CalendarDay
    states: Mapping[Who, States]
    payments: Mapping[Who, Sequence[PaymentRow]]
    open_titles: Mapping[Who, frozenset[str]] = field(default_factory=dict)
    open_payments: frozenset[Who] = frozenset()
    unassigned: int = 0
    nameless: frozenset[str] = frozenset()
    later: int = 0
    to_come: Mapping[Who, Sequence[PaymentRow]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def state(self, who: Who, title: str) -> TitleState:
        """Return how a title of a community stands; 待定 where a row that may be about it could not be used."""
        found = self.states.get(who, {}).get(title) or TitleState(title)
        if title in self.open_titles.get(who, ()) or (title in self.nameless and not found.given):
            return TitleState(title, Standing.OPEN, doubtful=True)
        return found

    def count_held(self, title: str) -> int | None:
        """Return how many have a title, None while that is a question of somebody."""
        held = [self.state(who, title).holds for who in self.states]
        return None if None in held or title in self.nameless else sum(map(bool, held))

    def count_surely_held(self, title: str) -> int:
        """Return how many have a title beyond question."""
        return sum(self.state(who, title).holds is True for who in self.states)

    def count_ever(self, title: str) -> int | None:
        """Return how many were ever given a title, also who lost it since; None while that is a question of somebody."""
        states = [self.state(who, title) for who in self.states]
        if title in self.nameless or any(state.doubtful for state in states):
            return None
        return sum(bool(state.given) for state in states)

    def count_given(self, title: str) -> int | None:
        """Return how many were given a title in the year of the day, None while that is a question of somebody."""
        if title in self.nameless or any(self.state(who, title).doubtful for who in self.states):
            return None
        return self.count_given_surely(title)

    def count_given_surely(self, title: str) -> int:
        """Return how many were given a title in the year of the day, whoever else may have been."""
        given = (self.state(who, title).given for who in self.states)
        return sum(any(row.day.year == self.day.year for row in rows) for rows in given)


@dataclass(slots=True)
class _Assigned:
    """The rows by whose they are, and what could not be assigned."""

    titles: dict[Who, list[TitleRow]] = field(default_factory=dict)
    payments: dict[Who, list[PaymentRow]] = field(default_factory=dict)
    open_titles: set[Who] = field(default_factory=set)
    unread: dict[Who, list[UnreadRow]] = field(default_factory=dict)
    nameless: list[UnreadRow] = field(default_factory=list)
    open_payments: set[Who] = field(default_factory=set)
    elsewhere: dict[Who, list[TitleRow]] = field(default_factory=dict)
    incomplete: set[Who] = field(default_factory=set)
    unassigned: int = 0
    problems: list[Problem] = field(default_factory=list)


def open_title_book(
    rubric: Rubric, register: TitleRegister, day: CalendarDay, whos: Iterable[Who] | None = None
) -> TitleBook:
    """Return the book of a register on a day; ``whos`` are the communities of the data, None to take those it names.

    Those who hold a title and are not in the data stand in ``states`` behind the others.
    """
    known = KnownNames(_list_named(register) if whos is None else whos)
    assigned = _assign(register, known, asked=whos is not None)
    states: dict[Who, dict[str, TitleState]] = {who: {} for who in known.whos}
    problems = [*register.problems, *assigned.problems]
    for who, rows in {**assigned.titles, **assigned.elsewhere}.items():
        complete = who not in assigned.incomplete
        states[who], faults = _judge_titles(rubric, who, rows, day, complete=complete)
        problems += faults
    paid = {who: [row for row in rows if _is_until(row, day)] for who, rows in assigned.payments.items()}
    for who, payments in paid.items():
        known_titles = None if who in assigned.incomplete else states[who]
        faults = list(check_payments(rubric, who, payments, known_titles))
        problems += faults
        assigned.open_payments |= {who} if faults else set()
    later = sum(row.day > day for row in register.titles)
    later += sum(not _is_until(row, day) for row in register.payments)
    return TitleBook(
        day,
        states,
        paid,
        _list_open(rubric, assigned, states),
        frozenset(assigned.open_payments),
        assigned.unassigned,
        frozenset(title for row in assigned.nameless for title in row.titles or rubric.title_names),
        later,
        {who: [row for row in rows if not _is_until(row, day)] for who, rows in assigned.payments.items()},
        tuple(problems),
    )


def _list_open(
    rubric: Rubric, assigned: _Assigned, states: Mapping[Who, dict[str, TitleState]]
) -> Mapping[Who, frozenset[str]]:
    """Return the titles of each that are a question; one that only a row speaks of that could not be used is put with the states.

    Such a row bears on its own title; what may have changed it may have changed the others that the community was given.
    """
    every = frozenset(rubric.title_names)
    found = dict.fromkeys(assigned.open_titles, every)
    for who, rows in assigned.unread.items():
        for row in rows:
            own = row.titles or every
            for title in row.titles:
                states[who].setdefault(title, TitleState(title, Standing.OPEN, doubtful=True))
            others = states[who] if row.changed else ()
            found[who] = found.get(who, frozenset()).union(own, others)
    return found


def _judge_titles(
    rubric: Rubric, who: Who, rows: Sequence[TitleRow], day: CalendarDay, *, complete: bool
) -> tuple[dict[str, TitleState], list[Problem]]:
    """Return how every title of a community stands that its rows name, and what is wrong with them."""
    found: dict[str, TitleState] = {}
    problems: list[Problem] = []
    for title in rubric.title_names:
        if own := [row for row in rows if row.title == title]:
            found[title], faults = judge_title(rubric, title, own, day, complete=complete)
            problems += faults
    return found, [*problems, *(_climb(rubric, who, found) if complete else ())]


def _is_until(row: PaymentRow, day: CalendarDay) -> bool:
    return row.day <= day if row.day else row.year <= day.year


def _list_named(register: TitleRegister) -> list[Who]:
    """Return the communities that a register names itself, those with a township first."""
    rows: list[TitleRow | PaymentRow] = [*register.titles, *register.payments]
    named = {match_key(row.who): row.who for row in rows}
    return sorted(named.values(), key=lambda who: not who.township)


def _assign(register: TitleRegister, known: KnownNames, *, asked: bool) -> _Assigned:
    """Give every row to its community; who is not in the data, or several may be, is reported once."""
    done = _Assigned()
    named: dict[Who, Who | None] = {}
    told: set[Who] = set()
    spelt: dict[Who, Who] = {}
    rows: list[TitleRow | PaymentRow] = [*register.titles, *register.payments]
    held = {known.find(row.who) for row in rows}
    heard: dict[str, list[Who]] = {}
    for each in dict.fromkeys((*known.whos, *(row.who for row in rows))):
        heard.setdefault(each.name, []).append(each)
    for row in rows:
        key = match_key(row.who)
        if key not in named:
            named[key] = known.find(row.who)
        who = named[key] if row.taking_part else None
        if who is not None and isinstance(row, TitleRow):
            done.titles.setdefault(who, []).append(row)
        elif who is not None and isinstance(row, PaymentRow):
            done.payments.setdefault(who, []).append(row)
        elif isinstance(row, TitleRow):
            done.elsewhere.setdefault(spelt.setdefault(key, row.who), []).append(row)
        found = named[key]
        if found is not None and not row.taking_part and asked:
            done.problems.append(Problem("C158", row.place, {"name": str(row.who)}))
            done.open_titles.add(found)
            done.open_payments.add(found)
        elif who is None and row.taking_part and asked and key not in told:
            told.add(key)
            done.problems += _doubt_several(row, heard, done) or _doubt_name(row, known, held, done)
        elif found is not None and not asked and key not in told:
            told.add(key)
            done.problems += _doubt_several(row, heard, done) or _doubt_twin(row, found, known, done)
    _open_unread(register, known, done)
    return done


def _open_unread(register: TitleRegister, known: KnownNames, done: _Assigned) -> None:
    """Leave open what the rows that could not be read may bear on."""
    nameless = 0
    for unread in register.unread:
        nameless += not unread.who.name and not unread.whole
        whos = known.list_matches(unread.who) or known.list_spelt(unread.who) if unread.who.name else ()
        done.unassigned += not unread.who.name
        done.nameless += [] if unread.who.name or unread.payment else [unread]
        if unread.who.name and not whos:  # of somebody who is nowhere else: how many there are is open
            whos = [unread.who]
            done.elsewhere.setdefault(unread.who, [])
        if unread.whole:
            whos = [*known.whos, *done.titles, *done.elsewhere]
        done.open_payments |= set(whos)
        for who in () if unread.payment else whos:
            done.unread.setdefault(who, []).append(unread)
        done.incomplete |= set() if unread.payment else set(whos)
    if nameless:
        done.problems.append(Problem("C134", words={"count": str(nameless)}))


def _doubt_several(
    row: TitleRow | PaymentRow, heard: Mapping[str, Sequence[Who]], done: _Assigned
) -> list[Problem]:
    """Return the question whom a text means that names no one community; all of whose names stand in it are open.

    ``heard`` are all communities of the data and of the register, by their names.
    """
    name = row.who.name
    joined = (
        name[:at].endswith(_KINDS) and name[:at] in heard and name[at:] in heard for at in range(len(name))
    )
    why = "像是几个社区" if any(joined) else doubt_name(name)
    if not why:
        return []
    parts = {who for each, whos in heard.items() if each in name for who in whos}
    done.open_titles |= parts
    done.open_payments |= parts
    return [Problem("C170", row.place, {"name": str(row.who), "why": why})]


def _doubt_name(
    row: TitleRow | PaymentRow, known: KnownNames, held: set[Who | None], done: _Assigned
) -> Iterator[Problem]:
    """Yield the question whom a row means; those whom it may mean are open.

    A name that is only nearly the same is asked about where nothing else in the register is of that community.
    """
    matches = known.list_matches(row.who)
    near = (who for who in known.list_near(row.who) if who not in held)
    alike = list(dict.fromkeys([*matches, *([] if matches else [*known.list_spelt(row.who), *near])]))
    if not alike:
        yield Problem("C131", row.place, {"name": str(row.who)})
        return
    done.open_titles |= set(alike)
    done.open_payments |= set(alike)
    yield Problem("C132", row.place, {"name": str(row.who), "known": "、".join(map(str, alike))})


def _doubt_twin(
    row: TitleRow | PaymentRow, who: Who, known: KnownNames, done: _Assigned
) -> Iterator[Problem]:
    """Yield the question whether two names of the register are one community's; both are open. Asked once of a pair."""
    twins = [other for other in known.list_spelt(who) if other != who and other not in done.open_titles]
    if twins:
        done.open_titles |= {who, *twins}
        done.open_payments |= {who, *twins}
        yield Problem("C159", row.place, {"name": str(who), "known": "、".join(map(str, twins))})


def _climb(rubric: Rubric, who: Who, states: States) -> Iterator[Problem]:
    """Yield a title that was given when the one below it was not there, and one that stayed when that was lost."""
    for state in states.values():
        rule = rubric.title_of(state.title)
        below = rubric.titles.get(rule.needs) if rule and rule.needs else None
        under = states.get(below.zh) if below else None
        if state.holds and under and under.lost:
            said = {"name": str(who), "title": state.title, "needs": under.title}
            gone = {"day": format_date(under.lost.day), "event": under.lost.event.value}
            yield Problem("C182", state.given[-1].place, {**said, **gone})
        for row in state.given if below else ():
            lower = states.get(below.zh) if below else None
            if below and not (lower and any(each.day <= row.day for each in lower.given)):
                words = {"name": str(who), "day": format_date(row.day), "title": state.title}
                yield Problem("C145", row.place, {**words, "needs": below.zh})
