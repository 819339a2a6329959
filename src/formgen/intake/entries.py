"""Who is in a file: names cleaned and checked, communities that occur twice found. No value is read yet."""

from dataclasses import dataclass

from formgen.folding import fold, remove_blanks
from formgen.intake.raw import Cell
from formgen.intake.values import UnusableError, read_name
from formgen.model import Who
from formgen.problems import Place, Problem


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
    """Return what makes two communities the same: the names without blanks and differences of width."""
    return Who(remove_blanks(fold(who.township)), remove_blanks(fold(who.name)))


class Register:
    """Takes the names in a file one after another."""

    def __init__(self) -> None:
        """Start without communities."""
        self.entries: list[CommunityEntry | None] = []
        self._first: dict[Who, int] = {}
        self._townships: dict[str, str] = {}
        self._repeated: set[int] = set()
        self._unusable: list[Problem] = []
        self._twice: list[Problem] = []

    @property
    def problems(self) -> list[Problem]:
        """Return the problems of the names, then those of communities that occur twice."""
        return [*self._unusable, *self._twice]

    def usable(self, at: int) -> bool:
        """Return whether a community can be used; which of two with the same name is right, only a person can say."""
        return self.entries[at] is not None and at not in self._repeated

    def enter(self, place: Place, name: Cell | None, township: Cell | None) -> None:
        """Enter a community by the cells of its names."""
        plain, area = self._read_name(name), self._read_name(township)
        if plain == "":
            words = {"value": "", "detail": "名称是空的"}
            self._unusable.append(Problem("D121", place, words))
        if not plain or area is None:
            self.entries.append(None)
            return
        at = len(self.entries)
        entry = CommunityEntry(Who(self._townships.setdefault(area, area), plain), place)
        self.entries.append(entry)
        first = self._first.setdefault(match_key(entry.who), at)
        earlier = self.entries[first]
        if first != at and earlier:
            self._repeated |= {first, at}
            words = {"name": entry.full_name, "other": earlier.place.short}
            self._twice.append(Problem("D105", place, words))

    def _read_name(self, cell: Cell | None) -> str | None:
        """Return a name, empty when missing, None (and reported) when it cannot be used."""
        if cell is None:
            return ""
        try:
            return read_name(cell)
        except UnusableError as error:
            self._unusable.append(error.problem)
            return None
