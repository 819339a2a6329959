"""Who is in a file: names cleaned and checked, communities that occur twice found. No value is read yet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from formgen.intake.names import PART_OF_ONE, compare_form, doubt_name, doubt_township, is_part
from formgen.intake.raw import Cell
from formgen.intake.spellings import Spelling, drop_township, spell_community, spell_township
from formgen.intake.values import UnusableError, read_name
from formgen.model import Who
from formgen.problems import Place, Problem

Doubt = Callable[[str, frozenset[str]], str]
_SHOWN = 5  # names that a message lists


def _doubt_bare(text: str, labels: frozenset[str]) -> str:
    """Return why a text that ends unlike the other names of its sheet is no name."""
    return doubt_name(text, labels) or (
        PART_OF_ONE if is_part(text) else "不像别的名称，没有“村”“社区”一类的字"
    )


def _doubt_bare_township(text: str, labels: frozenset[str]) -> str:
    """Return why a text that ends unlike the other townships of its sheet is none."""
    return doubt_township(text, labels) or "不像别的乡镇，没有“镇”“街道”一类的字"


class Unlike(NamedTuple):
    """Whether the name of a community, or of its township, is unlike the others of its sheet."""

    name: bool = False
    township: bool = False


_LIKE = Unlike()


@dataclass(frozen=True, slots=True)
class CommunityEntry:
    """A community that can be used: its names as they are printed, and where it is in the file."""

    who: Who
    place: Place

    @property
    def township(self) -> str:
        """Return the township, empty when the file names none."""
        return self.who.township

    @property
    def name(self) -> str:
        """Return the name of the community."""
        return self.who.name

    @property
    def full_name(self) -> str:
        """Return township and name together."""
        return self.who.full_name


class _Shortened(NamedTuple):
    """A name without the township that was written before it, and where that was."""

    name: str
    place: Place


class _Spelt(NamedTuple):
    """A name that may be spelt in several ways, and the township in which it is looked for."""

    entry: CommunityEntry
    within: str
    spellings: Sequence[Spelling]


class _Twins(NamedTuple):
    """Two entries that may be one place."""

    one: CommunityEntry
    other: CommunityEntry


def match_key(who: Who) -> Who:
    """Return what makes two communities the same: the names without blanks, unseen signs and differences of width.

    The township may stand before the name as well.
    """
    township = compare_form(who.township)
    return Who(township, drop_township(compare_form(who.name), township))


class Register:
    """Takes the names in a file one after another.

    ``doubt`` says why a text is no name of a community; ``labels`` are the words that head columns, and no names.
    """

    def __init__(self, doubt: Doubt, labels: frozenset[str]) -> None:
        """Start without communities."""
        self.entries: list[CommunityEntry | None] = []
        self._doubt, self._labels = doubt, labels
        self._first: dict[Who, int] = {}
        self._townships: dict[str, str] = {}
        self._repeated: set[int] = set()
        self._unusable: list[Problem] = []
        self._twice: list[Problem] = []
        self._cleaned: dict[str, Place] = {}
        self._shortened: dict[str, _Shortened] = {}

    @property
    def problems(self) -> list[Problem]:
        """Return the problems of the names, then those of communities that occur twice or nearly so."""
        return [*self._unusable, *self._twice, *self._find_nearly_same(), *self._list_changed()]

    def usable(self, at: int) -> bool:
        """Return whether a community can be used; which of two with the same name is right, only a person can say."""
        return self.entries[at] is not None and at not in self._repeated

    def enter(self, place: Place, name: Cell | None, township: Cell | None, unlike: Unlike = _LIKE) -> None:
        """Enter a community by the cells of its names."""
        plain = self._read_name(name, _doubt_bare if unlike.name else self._doubt)
        area = self._read_name(township, _doubt_bare_township if unlike.township else doubt_township)
        if plain == "":
            words = {"value": "", "detail": "名称是空的"}
            self._unusable.append(Problem("D121", place, words))
        if not plain or area is None:
            self.entries.append(None)
            return
        at = len(self.entries)
        area = self._townships.setdefault(compare_form(area), area)
        alone = drop_township(plain, area)
        if alone != plain:
            self._shortened.setdefault(plain, _Shortened(alone, place))
        entry = CommunityEntry(Who(area, alone), place)
        self.entries.append(entry)
        first = self._first.setdefault(match_key(entry.who), at)
        earlier = self.entries[first]
        if first != at and earlier:
            self._repeated |= {first, at}
            words = {"name": entry.full_name, "other": earlier.place.short}
            self._twice.append(Problem("D105", place, words))

    def _read_name(self, cell: Cell | None, doubt: Doubt) -> str | None:
        """Return a name, empty when missing, None (and reported) when it cannot be used or is doubtful."""
        if cell is None:
            return ""
        try:
            name = read_name(cell)
        except UnusableError as error:
            self._unusable.append(error.problem)
            return None
        if name and (detail := doubt(cell.text, self._labels)):
            self._unusable.append(Problem("D121", cell.place, {"value": name, "detail": detail}))
            return None
        if len(name) != len(cell.text.strip()):
            self._cleaned.setdefault(name, cell.place)
        return name

    def _find_nearly_same(self) -> list[Problem]:
        """Return a question for each name that may be another spelling of one that is there."""
        return ask_about_spellings([entry for at in self._first.values() if (entry := self.entries[at])])

    def _list_changed(self) -> list[Problem]:
        """Return one hint for all names printed without some of what was typed, one for those without their township."""
        problems = []
        if self._cleaned:
            first = next(iter(self._cleaned.values()))
            problems.append(Problem("D153", first, {"names": _list_names([*self._cleaned])}))
        if self._shortened:
            one = next(iter(self._shortened.values()))
            words = {"names": _list_names([*self._shortened]), "example": one.name}
            problems.append(Problem("D173", one.place, words))
        return problems


def ask_about_spellings(known: Sequence[CommunityEntry], *, across_files: bool = False) -> list[Problem]:
    """Return a question for each name that may be another spelling of one that is there.

    ``across_files`` asks of names in different files only.
    """
    areas: dict[tuple[str, str], CommunityEntry] = {}
    for entry in known:
        if entry.township:
            areas.setdefault((entry.township, entry.place.file if across_files else ""), entry)
    townships = [_Spelt(entry, "", [*spell_township(entry.township)]) for entry in areas.values()]
    communities = [
        _Spelt(entry, compare_form(entry.township), [*spell_community(entry.name, entry.township)])
        for entry in known
    ]
    found = [
        *((each, each.one.township, each.other.township) for each in _find_twins(townships)),
        *((each, each.one.full_name, each.other.full_name) for each in _find_twins(communities)),
    ]
    return [
        _ask_about(twins, one, other)
        for twins, one, other in found
        if not across_files or (twins.one.place.file != twins.other.place.file and one != other)
    ]


def ask_for_townships(known: Sequence[CommunityEntry]) -> Iterator[Problem]:
    """Yield D229 for each name without a township that stands there with one as well: it may be that, or another."""
    placed = {compare_form(each.name): each for each in reversed(known) if each.township}
    for each in known:
        twin = placed.get(compare_form(each.name))
        if not each.township and twin:
            words = {"name": each.name, "twin": twin.full_name, "other": twin.place.short}
            yield Problem("D229", each.place, words)


def _list_names(names: Sequence[str]) -> str:
    """Return names in words, the first few of many."""
    more = f"等{len(names)}个名称" if len(names) > _SHOWN else ""
    return "、".join(f"“{name}”" for name in names[:_SHOWN]) + more


def _ask_about(twins: _Twins, one: str, other: str) -> Problem:
    """Return the question whether two names are of one place."""
    place = twins.one.place
    elsewhere = place.short if place.file == twins.other.place.file else str(place)
    words = {"one": one, "other_place": elsewhere, "other": other}
    return Problem("D152", twins.other.place, words)


def _find_twins(listed: Sequence[_Spelt]) -> list[_Twins]:
    """Return the names of which one, without what may have been added to it, is the other as it is written."""
    written: dict[tuple[str, str], list[int]] = {}
    for at, each in enumerate(listed):
        written.setdefault((each.within, each.spellings[0].core), []).append(at)
    pairs = {
        (min(at, other), max(at, other))
        for at, each in enumerate(listed)
        for spelling in each.spellings
        for other in written.get((each.within, spelling.core), ())
        if other != at and _is_one_kind(spelling, listed[other].spellings[0])
    }
    return [_Twins(listed[one].entry, listed[other].entry) for one, other in sorted(pairs)]


def _is_one_kind(one: Spelling, other: Spelling) -> bool:
    """Return whether nothing says that two names are of different kinds of places: 前屿村 and 前屿社区 are."""
    return not (one.kind and other.kind) or one.kind == other.kind
