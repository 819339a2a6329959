"""The rows of a ledger joined to the people of the roster: by ID number, else by name in the same community.

A name that two people of the community have is asked about and joined to neither. Who is not in the roster, and what a
ledger says differently, is reported. Nothing in either is changed.
"""

from collections.abc import Iterator, Sequence

from formgen.problems import Problem
from formgen.registers.register import OWN, ColumnKind
from formgen.rosters.cells import NOTHING, REFUSED, say_value
from formgen.rosters.conditions import make_test
from formgen.rosters.repeats import may_be_same, say_place
from formgen.rosters.roster import Roster, RosterRow

_COMPARED: frozenset[ColumnKind] = frozenset({"choice", "yesno", "date"})


def link_ledger(ledger: Roster, people: Roster) -> None:
    """Enter in the rows of a ledger who of the roster they are about; report who is not there and what differs."""
    if ledger.register.subject != "name" or not people.rows:
        return
    index = _PeopleIndex(people)
    held: dict[int, list[RosterRow]] = {}
    missing: set[tuple[int, str, str]] = set()
    for row in ledger.rows:
        found = index.find(row, ledger.text(row, "name"))
        if len(found) == 1:
            (at,) = found
            row.person = people.rows[at].id_number or f"{at}"
            held.setdefault(at, []).append(row)
        elif found:
            row.unsure = True
            _report_several(ledger, people, row, found)
        elif (who := (row.who, row.id_number, ledger.text(row, "name"))) not in missing:
            missing.add(who)
            words = {"name": who[2], "title": ledger.register.title, "roster": people.register.title}
            ledger.problems.append(Problem("N138", ledger.place(row), words))
    homes = _list_homes(people) if ledger.register.once_per else {}
    for at, rows in held.items():
        person = people.rows[at]
        ledger.problems += _compare(ledger, rows, people, person)
        home = homes.get((person.who, people.household(person)), [person])
        ledger.problems += _find_wrong_blanks(ledger, rows, people, home)


def _list_homes(people: Roster) -> dict[tuple[int, str], list[RosterRow]]:
    """Return the people of the last roster by their households."""
    homes: dict[tuple[int, str], list[RosterRow]] = {}
    for row in people.rows:
        if row.month == people.current and (number := people.household(row)):
            homes.setdefault((row.who, number), []).append(row)
    return homes


def _find_wrong_blanks(
    ledger: Roster, rows: Sequence[RosterRow], people: Roster, home: Sequence[RosterRow]
) -> Iterator[Problem]:
    """Yield what is blank in the last row of somebody, and is known in the roster of that person or household."""
    for key, column in ledger.register.columns.items():
        if not column.blank_unless or ledger.value(rows[-1], key) != NOTHING:
            continue
        known = [each for each in column.blank_unless if each in people.register.columns]
        test = make_test({each: column.blank_unless[each] for each in known}, [], people.register, people.day)
        if person := next((each for each in home if known and test(each)), None):
            said = "、".join(
                f"“{people.register.columns[each].zh}”是“{say_value(people.value(person, each))}”"
                for each in known
            )
            words = {"roster": people.register.title, "name": people.text(person, "name"), "known": said}
            more = {"other": say_place(people, person), "label": column.zh}
            yield Problem("N157", ledger.place(rows[-1]), {**words, **more})


class _PeopleIndex:
    """Finds people of the last roster: by number, by name."""

    def __init__(self, people: Roster) -> None:
        self._people = people
        current = people.current
        self._numbered: dict[str, list[int]] = {}
        self._named: dict[tuple[int, str], list[int]] = {}
        for at, row in enumerate(people.rows):
            if row.month != current or row.repeat:
                continue
            if row.id_number:
                self._numbered.setdefault(row.id_number, []).append(at)
            self._named.setdefault((row.who, people.text(row, "name")), []).append(at)

    def find(self, row: RosterRow, name: str) -> list[int]:
        """Return the people whom a row of a ledger may be about."""
        rows = self._people.rows
        if row.id_number:
            numbered = self._numbered.get(row.id_number, [])
            here = [at for at in numbered if rows[at].who == row.who]
            if numbered:
                return here[:1] or numbered[:1]
        named = self._named.get((row.who, name), [])
        return [
            at for at in named if may_be_same(row, rows[at]) and not (row.id_number and rows[at].id_number)
        ]


def _report_several(ledger: Roster, people: Roster, row: RosterRow, found: Sequence[int]) -> None:
    places = "；".join(say_place(people, people.rows[at]) for at in found)
    words = {"name": ledger.text(row, "name"), "roster": people.register.title, "places": places}
    ledger.problems.append(Problem("N140", ledger.place(row), words))


def _compare(
    ledger: Roster, rows: Sequence[RosterRow], people: Roster, person: RosterRow
) -> Iterator[Problem]:
    """Yield what all rows of a person say differently from the roster."""

    def report(label: str, typed: str, known: str) -> Problem:
        words = {"name": people.text(person, "name"), "label": label, "typed": typed, "known": known}
        more = {"roster": people.register.title, "other": say_place(people, person)}
        return Problem("N139", ledger.place(rows[-1]), {**words, **more})

    name = people.text(person, "name")
    if all(ledger.text(row, "name") != name for row in rows):
        yield report("姓名", ledger.text(rows[-1], "name"), name)
    if all(row.who != person.who for row in rows):
        yield report("社区（村）", ledger.whos[rows[-1].who].full_name, people.whos[person.who].full_name)
    for key, column in ledger.register.columns.items():
        other = people.register.columns.get(key)
        if key in OWN or other is None or column.kind != other.kind or column.kind not in _COMPARED:
            continue
        known = people.value(person, key)
        typed = [value for row in rows if _is_known(value := ledger.value(row, key))]
        if _is_known(known) and typed and known not in typed:
            yield report(column.zh, say_value(typed[-1]), say_value(known))


def _is_known(value: object) -> bool:
    return value is not None and value is not REFUSED
