"""Words that stand for one another, one to one. Knows the dictionary of the package and that of an office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from formgen import yamltext
from formgen.binding.wording import exact, loose
from formgen.problems import FormgenError, Problem

_OWN = Path(__file__).with_name("synonyms.yaml")
_DIFFERENT = "不同"


@dataclass(frozen=True)
class Synonyms:
    """Families of words, and pairs that never stand for each other."""

    families: tuple[frozenset[str], ...]
    different: frozenset[frozenset[str]]

    def same(self, one: str, other: str) -> bool:
        """Return whether one label may stand for another."""
        ways = [(exact(one), exact(other)), (loose(one), loose(other))]
        return any(
            left != right
            and frozenset({left, right}) not in self.different
            and any(left in family and right in family for family in self.families)
            for left, right in ways
        )


def load_synonyms(*own: Path) -> Synonyms:
    """Return the dictionary of the package with that of an office. Raises FormgenError B120 for one that cannot be read."""
    shipped = _load_shipped()
    return _load(own, shipped) if own else shipped


@lru_cache(maxsize=1)
def _load_shipped() -> Synonyms:
    return _load([_OWN], Synonyms((), frozenset()))


def _load(paths: Iterable[Path], known: Synonyms) -> Synonyms:
    families, different = [*known.families], {*known.different}
    for path in paths:
        for name, words in _read(path).items():
            if name == _DIFFERENT:
                different.update(frozenset(map(exact, pair)) for pair in _lists(words, path))
            else:
                families.append(frozenset(map(exact, [name, *_texts(words, path)])))
    return Synonyms(tuple(families), frozenset(different))


def _read(path: Path) -> Mapping[str, object]:
    """Return a dictionary. Raises FormgenError B120, and as YAML is read for what would be misread: a name twice."""
    try:
        tree, problems = yamltext.load(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path) from error
    if problems:
        raise FormgenError(*problems)
    found = tree.plain()
    if not isinstance(found, dict):
        raise _wrong(path)
    return found


def _texts(words: object, path: Path) -> Iterable[str]:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise _wrong(path)
    return words


def _lists(pairs: object, path: Path) -> Iterable[Iterable[str]]:
    """Return pairs of words; one pair may stand without brackets of its own."""
    if not isinstance(pairs, list):
        raise _wrong(path)
    if all(isinstance(each, str) for each in pairs):
        return [pairs]
    return [_texts(each, path) for each in pairs]


def _wrong(path: Path) -> FormgenError:
    return FormgenError(Problem("B120", words={"file": str(path)}))
