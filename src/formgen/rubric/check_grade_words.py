"""Grades held against their clause, by name: 95分以上为优秀, 优秀：95分以上, 85-94分为良好. Hints only.

Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from formgen.exact import exact_text
from formgen.folding import fold, remove_blanks
from formgen.problems import Problem
from formgen.rubric.clause_numbers import read_numeral
from formgen.rubric.grades import Grades
from formgen.rubric.typed_rubric import TypedRubric

_NUMERAL = r"\d+(?:\.\d+)?|[一二三四五六七八九十百]+"
_SCORE = (
    rf"(?P<low>{_NUMERAL})[分%]?(?:以上)?(?:至|到|-|－|—|–|~|～)(?P<high>{_NUMERAL})(?P<unit>[分%])"
    rf"|(?P<under>不足|不满|未满|低于|不到|未达到?|小于)?(?P<above>(?<!不)(?:超过|高于|大于))?"
    rf"(?P<one>{_NUMERAL})(?P<one_unit>[分%])(?P<without>\(不含[^)]*\)|以上\(不含[^)]*\))?(?P<below>(?:\([^)]*\))?及?以下)?"
)
_OF_ALL = re.compile(r"(?:满分|总分|共|计)(?:为|是)?$")
_NAMED = re.compile(
    r"(?:以上|以下|分|%)(?:\([^)]*\))?的?(?:社区|村|单位|者)?,?(?:评定为|认定为|确定为|评为|定为|为|是)"
    r"[“\"]?(?P<name>[\u4e00-\u9fff]{2,5}?)(?:等次|等级|档次|社区|单位)?(?=[”\",;。、()]|$)"
)


class _Said(NamedTuple):
    """Scores that a clause names for a grade: from which on, above which, up to which, below which."""

    least: frozenset[Fraction] = frozenset()
    above: frozenset[Fraction] = frozenset()
    most: frozenset[Fraction] = frozenset()
    under: frozenset[Fraction] = frozenset()

    def join(self, other: "_Said") -> "_Said":
        """Return both together."""
        return _Said(*(one | two for one, two in zip(self, other, strict=True)))

    def begins_at(self, score: Fraction) -> bool:
        """Return whether a grade may begin at a score: 超过90分 begins with the next score that can be given."""
        return score in self.least or any(score > each for each in self.above)

    def ends_at(self, score: Fraction) -> bool:
        """Return whether a grade may end at a score: 不足90分 ends with the last score before."""
        return score in self.most or any(each - 1 <= score < each for each in self.under)


def check_grade_words(typed: TypedRubric) -> list[Problem]:
    """Return a hint for every grade that the clause names otherwise, or does not name."""
    grades = typed.rubric.grades
    if grades is None or not typed.is_whole("grades"):
        return []
    said = _read(typed, grades)
    found = [hint for at in range(len(grades.bands)) for hint in _compare(typed, grades, at, said)]
    return [*found, *_unwritten(typed, grades)]


def _compare(typed: TypedRubric, grades: Grades, at: int, said: Mapping[str, _Said]) -> Iterator[Problem]:
    band = grades.bands[at]
    path = ("grades", "bands", at)
    limited = (
        band.at_least is not None or band.at_most is not None
    )  # what is left over has no words of its own
    if band.title and said and limited and band.title not in fold(remove_blanks(grades.clause)):
        yield typed.hint("等级", f"的原文里没有“{band.title}”", (*path, "title"))
    mine = said.get(band.title or "", _Said())
    begins = mine.least | mine.above
    named = f"的原文写着“{band.title}”{_say(begins)}"
    if begins and band.at_least is None:
        yield typed.hint("等级", f"{named}，这里没有写 at_least", path)
    elif begins and band.at_least in mine.above:
        detail = f"的原文写着“{band.title}”超过{_say(begins)}，不含本数，at_least 却含"
        advice = "写比它大一个最小步长的分值；含本数的，不用改"
        yield typed.hint("等级", detail, (*path, "at_least"), advice)
    elif begins and band.at_least is not None and not mine.begins_at(band.at_least):
        detail = f"{named}，at_least 却是{exact_text(band.at_least)}"
        yield typed.hint("等级", detail, (*path, "at_least"))
    ends = mine.most | mine.under
    if ends and band.at_most is not None and not mine.ends_at(band.at_most):
        detail = f"的原文写着“{band.title}”到{_say(ends)}，at_most 却是{exact_text(band.at_most)}"
        yield typed.hint("等级", detail, (*path, "at_most"))


def _say(scores: frozenset[Fraction]) -> str:
    return "、".join(f"{exact_text(each)}分" for each in sorted(scores))


def _unwritten(typed: TypedRubric, grades: Grades) -> Iterator[Problem]:
    """Yield grades of the clause that are not among those of the rubric."""
    titles = [band.title for band in grades.bands if band.title]
    for match in _NAMED.finditer(fold(remove_blanks(grades.clause))) if titles else ():
        name = match["name"]
        if not any(name in title or title in name for title in titles):
            detail = f"的原文里有“{name}”，这里没有这一等"
            yield typed.hint("等级", detail, ("grades", "bands"), "请补上这一等，或改正名称")


# -- the clause ---------------------------------------------------------------------------------------------------
def _read(typed: TypedRubric, grades: Grades) -> dict[str, _Said]:
    """Return what the clause says of each grade that it names once with scores; nothing where names and scores are mixed."""
    titles = sorted({band.title for band in grades.bands if band.title}, key=len, reverse=True)
    if not titles:
        return {}
    text = fold(remove_blanks(grades.clause))
    names = "|".join(map(re.escape, titles))
    tokens = [
        match["title"] or _score(match, typed.rubric.total)
        for match in re.finditer(rf"(?<!不)(?P<title>{names})|{_SCORE}", text)
        if match["title"] or not _OF_ALL.search(text[: match.start()])
    ]
    found: dict[str, list[_Said]] = {}
    for title, said in _pairs(tokens if _names_follow(tokens) else tokens[::-1]):
        found.setdefault(title, []).append(said)
    return {title: said[0] for title, said in found.items() if len(said) == 1}


def _names_follow(tokens: list[str | _Said]) -> bool:
    """Return whether names stand behind their scores: 95分以上为优秀; a list of all names may stand before."""
    lead = [each for each in tokens if isinstance(each, str)][: _count_leading_names(tokens)]
    return not lead or (len(lead) > 1 and lead[-1] not in lead[:-1])


def _count_leading_names(tokens: list[str | _Said]) -> int:
    return next((at for at, each in enumerate(tokens) if isinstance(each, _Said)), len(tokens))


def _pairs(tokens: list[str | _Said]) -> Iterator[tuple[str, _Said]]:
    """Yield the names with the scores before them."""
    waiting = _Said()
    for token in tokens:
        if isinstance(token, _Said):
            waiting = waiting.join(token)
        elif waiting != _Said():
            yield token, waiting
            waiting = _Said()


def _score(match: re.Match[str], total: Fraction) -> _Said:
    """Return what one score says; percents are those of the whole."""

    def value(name: str) -> frozenset[Fraction]:
        number = read_numeral(match[name])
        percent = "%" in {match["unit"], match["one_unit"]}
        return frozenset() if number is None else frozenset({number * total / 100 if percent else number})

    if match["low"]:
        return _Said(least=value("low"), most=value("high"))
    if match["above"] or match["without"]:
        return _Said(above=value("one"))
    if match["under"]:
        return _Said(under=value("one"))
    return _Said(most=value("one")) if match["below"] else _Said(least=value("one"))
