"""Communities that have the figures, or the text, of another one: a row that was copied, its name alone changed. Hints only."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from formgen.folding import fold, remove_blanks
from formgen.model import Community
from formgen.problems import Problem
from formgen.rubric.schema import Rubric
from formgen.rubric.score import Scorecard

_LARGE, _MANY, _SOME = 10, 8, 5  # numbers that do not agree by chance, and how many of them; figures at all
_FACTS = 3
_LONGEST_NAME, _SHORTEST_NAME = 12, 2
_SHORTEST_TEXT = 20
_KIND = re.compile("(?:村民委员会|居民委员会|居委会|村委会|社区|村|居)$")
_ENDS_OF_NAMES = re.compile("村民委员会|居民委员会|居委会|村委会|社区|村|居")
_HAS = re.compile(r"(?:共|总|现|下|内)?(?:有|辖|位于|地处|坐落|总户数|总人口|户籍)")


def find_copied_rows(rubric: Rubric, cards: Sequence[Scorecard]) -> Iterator[Problem]:
    """Yield D242 for each community whose figures are all those of an earlier one, D243 for a text about another one."""
    communities = [card.community for card in cards]
    known = {remove_blanks(fold(each.name)): each for each in communities}
    seen: dict[object, Community] = {}
    for each in communities:
        own = _figures_of(each)
        first = seen.setdefault(own, each)
        if first is not each and _are_copied(first, each):
            words = {"name": each.full_name, "other": first.full_name, "place": first.place.short}
            yield Problem("D242", each.place, {**words, "count": str(len(each.indicators))}).about(
                each.full_name
            )
        yield from _find_foreign_text(rubric, each, known)


def _figures_of(community: Community) -> object:
    """Return all figures of a community, as they are compared."""
    figures = sorted((key, str(each.value or each.text)) for key, each in community.indicators.items())
    months = sorted(
        (key, tuple(each and str(each.value or each.text) for each in series))
        for key, series in community.monthly.items()
    )
    return tuple(figures), tuple(months)


def _are_copied(one: Community, other: Community) -> bool:
    """Return whether communities of the same figures agree in so much that it is no chance."""
    numbers = {each.value for each in one.indicators.values() if isinstance(each.value, Fraction)}
    counts = {key: each.value for key, each in one.facts.items() if isinstance(each.value, Fraction)}
    same = all(key in other.facts and other.facts[key].value == value for key, value in counts.items())
    if same and sum(each >= _LARGE for each in numbers) >= _MANY:
        return True
    facts, theirs = ({key: each.text for key, each in who.facts.items()} for who in (one, other))
    return facts == theirs and len(facts) >= _FACTS and len(one.indicators) >= _SOME


def _find_foreign_text(rubric: Rubric, own: Community, known: Mapping[str, Community]) -> Iterator[Problem]:
    """Yield the texts of a community that begin with, or speak of what is in, another community of the data."""
    for key, fact in own.facts.items():
        field, text = rubric.facts.get(key), remove_blanks(fold(fact.text))
        if field is None or field.kind != "text" or len(text) < _SHORTEST_TEXT or _stem(own.name) in text:
            continue
        named = (known[text[at:end]] for at, end in _list_stretches(text) if text[at:end] in known)
        if other := next((each for each in named if _stem(each.name) != _stem(own.name)), None):
            words = {"name": own.full_name, "label": field.zh, "other": other.full_name}
            yield Problem("D243", fact.place, words).about(own.full_name)


def _list_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that may be the name of what it is about: at its head, or before what is there."""
    for match in _ENDS_OF_NAMES.finditer(text):
        if _HAS.match(text, match.end()) or not re.search("[,，。;；]", text[: match.start()]):
            for at in range(max(match.end() - _LONGEST_NAME, 0), match.end() - _SHORTEST_NAME):
                yield at, match.end()


def _stem(name: str) -> str:
    """Return a name without what it is of: 云屿村, 云屿社区."""
    return _KIND.sub("", remove_blanks(fold(name)))
