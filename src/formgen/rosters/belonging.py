"""Which community a row belongs to: its own columns, else the names of sheet and file; what is doubtful is asked."""

from collections.abc import Collection, Sequence

from formgen.intake.entries import CommunityEntry, ask_about_spellings, match_key
from formgen.intake.names import OFFICES, doubt_name, doubt_township
from formgen.intake.records import suggest
from formgen.intake.spellings import drop_township
from formgen.model import Who
from formgen.problems import Place, Problem
from formgen.rosters.header import RosterHeader
from formgen.rosters.roster import Roster, RosterRow
from formgen.rosters.sheets import RosterSheet
from formgen.rosters.titles import find_community_in, list_several

_UNKNOWN = -1
UNNAMED = -2  # a row with a blank cell where its community should stand
_KINDS = ("村", "社区")  # words that names are often written without
_OFFICE_SIGNS = {"村": "村", "社区": "居"}  # how the offices of each kind begin


class CommunityList:
    """The communities of all rows that are read; ``known`` are those that there are, any may be when there are none."""

    def __init__(self, known: Sequence[Who]) -> None:
        """Enter the communities that are known."""
        self.known = known
        self.whos: list[Who] = []
        self._by_name: dict[str, list[int]] = {}
        self._by_full_name: dict[str, Who] = {}
        for who in known:
            self._enter(who)

    def look_up(self, township: str, name: str) -> int:
        """Return the number of a community; a missing township fits a name that only one has."""
        who = match_key(Who(township, name))
        if not who.township:
            who = self._by_full_name.get(who.name, who)
        there = self._by_name.get(who.name, [])
        exact = [at for at in there if match_key(self.whos[at]).township == who.township]
        loose = [at for at in there if not (who.township and self.whos[at].township)]
        if exact or len(loose) == 1:
            return (exact or loose)[0]
        return _UNKNOWN if self.known or loose else self._enter(Who(township, name))

    def _enter(self, who: Who) -> int:
        self.whos.append(who)
        key = match_key(who)
        self._by_full_name.setdefault(f"{key.township}{key.name}", key)
        self._by_name.setdefault(match_key(who).name, []).append(len(self.whos) - 1)
        return len(self.whos) - 1

    def list_doubts(self) -> list[Problem]:
        """Return a question for each name that may be another spelling of one that is there."""
        problems = []
        named = [] if self.known else [CommunityEntry(who, Place()) for who in self.whos]
        for each in ask_about_spellings(named):
            words = {"one": each.words["one"], "other": each.words["other"]}
            problems.append(Problem("N113", words=words))
        return problems

    def look_up_office(self, township: str, name: str) -> int:
        """Return the number of the one community of whose office a name is, or the other way: 甲村 for 甲村村委会."""
        bare = {name.removesuffix(office) for office in OFFICES if name.endswith(office)}
        own = {name, *bare}
        kinds = ("", *_KINDS, *OFFICES)
        tried = {f"{each}{kind}" for each in own for kind in kinds}
        tried |= {
            f"{each.removesuffix(kind)}{office}"
            for each in own
            for kind in _KINDS
            for office in OFFICES
            if each.endswith(kind) and office.startswith(_OFFICE_SIGNS[kind])
        }
        found = {self.look_up(township, each) for each in tried} if self.known else set()
        found -= {_UNKNOWN}
        return found.pop() if len(found) == 1 else _UNKNOWN


class Belonging:
    """Finds the community of the rows of a roster."""

    def __init__(self, roster: Roster, communities: CommunityList) -> None:
        """Remember what there is."""
        self._roster, self.communities, self._known = roster, communities, communities.known
        self._look_up = communities.look_up
        self._found: dict[tuple[str, str], int] = {}
        self._named: Who | None = None

    def find_default(self, titles: Sequence[str], sheet: RosterSheet, header: RosterHeader) -> int:
        """Return the community of a sheet without a column for it; reported where that cannot be told."""
        # the name of the sheet or of the file, before the lines above its header
        found = find_community_in(titles[:2], self._known) or find_community_in(titles[2:], self._known)
        if several := list_several(titles):
            found = [Who("", each) for each in several]
        if "community" in header.columns:
            self._named = found[0] if len(found) == 1 else None
            return UNNAMED
        if len(found) == 1:
            return self._look_up(found[0].township, found[0].name)
        shown = "、".join(f"“{who.full_name}”" for who in found)
        words = {
            "sheet": sheet.name or sheet.file,
            "found": f"像是{shown}中的一个" if shown else "名称里也看不出来",
        }
        self._roster.problems.append(Problem("N110", sheet.place(0), words))
        return _UNKNOWN

    def find(self, row: RosterRow, default: int, header: RosterHeader) -> int:
        """Return the number of a row's community.

        -1 (and reported, once for each name) where there is none, UNNAMED where its cell is blank.
        """
        if "community" not in header.columns:
            return default
        name, township = self._roster.text(row, "community"), self._roster.text(row, "township")
        if not name:
            return UNNAMED
        key = (township, name)
        if key not in self._found:
            self._found[key] = self._find_named(row, key, header)
        return self._found[key]

    def settle(self, unnamed: Sequence[RosterRow], others: Collection[int], header: RosterHeader) -> None:
        """Settle whose the rows of a sheet are in which nothing stands: its title's, where no row names another."""
        titled = self._look_up(self._named.township, self._named.name) if unnamed and self._named else UNNAMED
        for row in unnamed:
            if titled >= 0 and set(others) <= {titled}:
                row.who = titled
                continue
            place = self._roster.sheets[row.sheet].place(row.number, header.columns["community"])
            self._roster.problems.append(Problem("N111", place))
            self._roster.open_whos |= set(others)

    def _find_named(self, row: RosterRow, named: tuple[str, str], header: RosterHeader) -> int:
        township, name = named
        place = self._roster.sheets[row.sheet].place(row.number, header.columns["community"])
        if detail := doubt_name(name) or (township and doubt_township(township)):
            self._roster.problems.append(
                Problem("D121", place, {"value": f"{township}{name}", "detail": detail})
            )
            return _UNKNOWN
        found = self._look_up(township, name if self._known else drop_township(name, township))
        if found < 0 and (office := self.communities.look_up_office(township, name)) >= 0:
            shown = {"name": f"{township}{name}", "known": self._roster.whos[office].full_name}
            self._roster.problems.append(Problem("N151", place, shown))
            return office
        if found < 0:
            hint = suggest(name, [who.name for who in self._known])
            self._roster.problems.append(Problem("N112", place, {"name": f"{township}{name}", "hint": hint}))
        return found
