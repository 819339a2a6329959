"""The communities of the data by their names, as a person may write them in a list beside the data."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache

from formgen.intake.entries import match_key
from formgen.intake.spellings import Spelling, spell_community
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
        found = self._find_of_core(asked)
        if found == {asked}:  # of a county's names nearly all are like no other
            return [asked]
        return [who for who in self._list_of_core(asked) if _may_be_one_place(asked, who)]

    def list_near(self, asked: Who) -> list[Who]:
        """Return those whose name is nearly the same: of another kind (甲社区), or with one sign changed."""
        name = match_key(asked).name
        by_sign = (who for variant in _vary(name) for who in self._by_variant.get(variant, ()))
        alike = (who for who in by_sign if _differ_by_one(name, match_key(who).name))
        return list(dict.fromkeys([*self._list_of_core(asked), *_keep_near(asked, alike)]))

    def _list_of_core(self, asked: Who) -> list[Who]:
        """Return those whose name has a core in common with another."""
        return list(_keep_near(asked, self._find_of_core(asked)))

    def _find_of_core(self, asked: Who) -> AbstractSet[Who]:
        """Return whose name has a core in common with another, wherever they are, in the order of their names."""
        return dict.fromkeys(who for each in _spell(asked) for who in self._by_core.get(each.core, ())).keys()

    @cached_property
    def _by_core(self) -> dict[str, list[Who]]:
        return _index(self.whos, lambda who: (each.core for each in _spell(who)))

    @cached_property
    def _by_variant(self) -> dict[str, list[Who]]:
        return _index(self.whos, lambda who: _vary(match_key(who).name))


def _index(whos: Iterable[Who], find_keys: Callable[[Who], Iterable[str]]) -> dict[str, list[Who]]:
    index: dict[str, list[Who]] = {}
    for who in whos:
        for key in set(find_keys(who)):
            index.setdefault(key, []).append(who)
    return index


@lru_cache(maxsize=1 << 16)
def _spell(who: Who) -> tuple[Spelling, ...]:
    key = match_key(who)
    return tuple(spell_community(key.name, key.township))


def _vary(name: str) -> set[str]:
    """Return a name, and the name without each of its signs: two that differ by one sign have one of these in common."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _keep_near(asked: Who, whos: Iterable[Who]) -> Iterator[Who]:
    """Yield those of the same township, or of the very name."""
    key = match_key(asked)
    for who in whos:
        other = match_key(who)
        if key.township in {"", other.township} or not other.township or key.name == other.name:
            yield who


def _may_be_one_place(asked: Who, who: Who) -> bool:
    """Return whether two names have a core in common, and nothing says that they are of different kinds of places."""
    return any(
        each.core == twin.core and (not each.kind or not twin.kind or each.kind == twin.kind)
        for each in _spell(asked)
        for twin in _spell(who)
    )


def _differ_by_one(one: str, other: str) -> bool:
    """Return whether two names differ by one sign: another, one more, or one less."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other or len(other) < _SHORTEST:
        return False
    at = next((place for place in range(len(one)) if one[place] != other[place]), len(one))
    return one[at + (len(one) == len(other)) :] == other[at + 1 :]
