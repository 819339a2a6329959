"""Who is in a file: names cleaned and checked, communities that occur twice found. No value is read yet."""

from collections.abc import Callable
from dataclasses import dataclass

from formgen.intake.names import compare_form, doubt_name, doubt_township
from formgen.intake.raw import Cell
from formgen.intake.values import UnusableError, read_name
from formgen.model import Who
from formgen.problems import Place, Problem

Doubt = Callable[[str, frozenset[str]], str]
_SHOWN = 5  # names that a message lists
_AREAS, _KINDS = ("镇", "乡", "街道"), ("村", "社区")  # words that names are often written without


def _doubt_bare(text: str, labels: frozenset[str]) -> str:
    """Return why a name is none that does not end as the others of its sheet do."""
    return doubt_name(text, labels) or "不像别的名称，没有“村”“社区”一类的字"


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


def match_key(who: Who) -> Who:
    """Return what makes two communities the same: the names without blanks, unseen signs and differences of width."""
    return Who(compare_form(who.township), compare_form(who.name))


class Register:
    """Takes the names in a file one after another.

    ``doubt`` says why a text is no name of a community; ``labels`` are the words that head columns, which are none.
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

    @property
    def problems(self) -> list[Problem]:
        """Return the problems of the names, then those of communities that occur twice or nearly so."""
        return [*self._unusable, *self._twice, *self._find_nearly_same(), *self._list_cleaned()]

    def usable(self, at: int) -> bool:
        """Return whether a community can be used; which of two with the same name is right, only a person can say."""
        return self.entries[at] is not None and at not in self._repeated

    def enter(self, place: Place, name: Cell | None, township: Cell | None, *, bare: bool = False) -> None:
        """Enter a community by the cells of its names; ``bare`` says that it is unlike the other names of its sheet."""
        plain = self._read_name(name, _doubt_bare if bare else self._doubt)
        area = self._read_name(township, doubt_township)
        if plain == "":
            words = {"value": "", "detail": "名称是空的"}
            self._unusable.append(Problem("D121", place, words))
        if not plain or area is None:
            self.entries.append(None)
            return
        at = len(self.entries)
        entry = CommunityEntry(Who(self._townships.setdefault(compare_form(area), area), plain), place)
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

    def _list_cleaned(self) -> list[Problem]:
        """Return one hint for all names that are printed without some of what was typed."""
        if not self._cleaned:
            return []
        names = list(self._cleaned)
        shown = "、".join(f"“{name}”" for name in names[:_SHOWN]) + (
            f"等{len(names)}个名称" if len(names) > _SHOWN else ""
        )
        return [Problem("D153", self._cleaned[names[0]], {"names": shown})]

    def _find_nearly_same(self) -> list[Problem]:
        """Return a question for each name that stands both with and without the word for what it is."""
        problems = []
        areas = {entry.township: entry for entry in reversed(self.entries) if entry and entry.township}
        for area, one in areas.items():
            for other in (areas[area + kind] for kind in _AREAS if area + kind in areas):
                words = {"one": one.township, "other_place": one.place.short, "other": other.township}
                problems.append(Problem("D152", other.place, words))
        known = {key: entry for key, at in self._first.items() if (entry := self.entries[at])}
        for key, one in known.items():
            twins = (Who(key.township, key.name + kind) for kind in _KINDS)
            for other in (known[twin] for twin in twins if twin in known):
                words = {"one": one.full_name, "other_place": one.place.short, "other": other.full_name}
                problems.append(Problem("D152", other.place, words))
        return problems
