"""The communities of the data by their names, as a person may write them in a list beside the data."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from formgen.intake.entries import match_key
from formgen.intake.spellings import spell_community
from formgen.model import Who

_SHORTEST = 3  # signs of a name; of a shorter one nothing is left when a sign is another


class KnownNames:
    """Finds who is meant by a name: township and name, or the name alone where no township is written."""

    def __init__(self, whos: Iterable[Who]) -> None:
        """Take the communities that are known."""
        self._whole: dict[Who, list[Who]] = {}
        self._bare: dict[str, list[Who]] = {}
        self._full: dict[str, list[Who]] = {}
        self.whos = tuple(whos)
        for who in self.whos:
            key = match_key(who)
            self._whole.setdefault(key, []).append(who)
            self._bare.setdefault(key.name, []).append(who)
            self._full.setdefault(f"{key.township}{key.name}", []).append(who)

    def list_matches(self, asked: Who) -> Sequence[Who]:
        """Return those whom a name may mean."""
        key = match_key(asked)
        if key.township:
            return self._whole.get(key, [])
        return self._full.get(key.name) or self._bare.get(key.name, [])

    def find(self, asked: Who) -> Who | None:
        """Return who is meant, None where nobody or several may be."""
        found = self.list_matches(asked)
        return found[0] if len(found) == 1 else None

    def list_spelt(self, asked: Who) -> list[Who]:
        """Return those whose name is the same but for what clerks add, leave out or write otherwise: 甲村委会, 甲."""
        return [
            who
            for who in self._list_around(asked)
            if _may_be_one(asked, who, lambda one, other: one == other)
        ]

    def list_near(self, asked: Who) -> list[Who]:
        """Return those whose name is nearly the same: of another kind (甲社区), or with one sign changed."""
        name = match_key(asked).name
        return [
            who
            for who in self._list_around(asked)
            if _may_be_one(asked, who, lambda _one, _other: True) or _differ_by_one(name, match_key(who).name)
        ]

    def _list_around(self, asked: Who) -> Iterator[Who]:
        """Yield those of the same township, or of the same name."""
        key = match_key(asked)
        for who in self.whos:
            other = match_key(who)
            if (
                not key.township
                or not other.township
                or key.township == other.township
                or key.name == other.name
            ):
                yield who


def _may_be_one(asked: Who, who: Who, fits: Callable[[str, str], bool]) -> bool:
    """Return whether two names have a core in common; ``fits`` compares what kinds of places they are."""
    one, other = match_key(asked), match_key(who)
    return any(
        each.core == twin.core and (not each.kind or not twin.kind or fits(each.kind, twin.kind))
        for each in spell_community(one.name, one.township)
        for twin in spell_community(other.name, other.township)
    )


def _differ_by_one(one: str, other: str) -> bool:
    """Return whether two names differ by one sign: another, one more, or one less."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other or len(other) < _SHORTEST:
        return False
    at = next((place for place in range(len(one)) if one[place] != other[place]), len(one))
    return one[at + (len(one) == len(other)) :] == other[at + 1 :]
