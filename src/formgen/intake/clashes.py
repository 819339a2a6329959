"""Words of a rubric that a data file could not tell apart: headers, and the choices of a selecting column.

Knows the vocabulary of a rubric; nothing of files and cells.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from formgen.intake.fields import Catalogue, Field, make_catalogue
from formgen.intake.vocabulary import ColumnRole, Meaning, make_selectors, make_vocabularies
from formgen.rubric.schema import Rubric

_ROLES: Mapping[ColumnRole, str] = {
    "name": "社区（村）名称",
    "township": "乡镇（街道）",
    "series": "十二个月表的指标",
    "month": "十二个月表的月份",
    "level": "各级评分表的评分栏",
    "criterion": "评审打分表的评分项",
    "points": "评审打分表的得分",
    "by": "评审打分表的评审人",
    "reason": "评审打分表的理由",
    "scores": "各级评分",
    "judged": "评审打分",
    "total": "各级评分的合计",
}
_IN_SHEETS = frozenset({"series", "month", "level", "criterion", "points", "by", "reason"})


@dataclass(frozen=True, slots=True)
class Clash:
    """A word with two meanings: the path of what it was written for, and what else it means, in Chinese."""

    path: tuple[str, str]
    word: str
    other: str


def find_clashes(rubric: Rubric) -> list[Clash]:
    """Return the words of a rubric that mean something else too."""
    catalogue = make_catalogue(rubric)
    return [*_headers(catalogue), *_choices(catalogue)]


def _headers(catalogue: Catalogue) -> Iterator[Clash]:
    vocabularies = make_vocabularies(catalogue)
    fields: Iterable[tuple[tuple[str, str], Meaning, Field]] = [
        *((("facts", key), Meaning("facts", key), each) for key, each in catalogue.facts.items()),
        *(
            (("indicators", key), Meaning("indicators", key), each)
            for key, each in catalogue.indicators.items()
        ),
    ]
    for path, own, field in fields:
        for word in dict.fromkeys((field.label, *field.also)):
            others = vocabularies["data"].meanings(word) - {own}
            for kind, vocabulary in vocabularies.items():
                found = vocabulary.meanings(word) if kind != "data" else set[Meaning]()
                others |= {each for each in found if each.role in _IN_SHEETS}
            if others:
                yield Clash(path, word, _say(min(others, key=_say_key)))
                break


def _choices(catalogue: Catalogue) -> Iterator[Clash]:
    """Yield titles of score columns and names of criteria that could be another one."""
    selectors = make_selectors(catalogue)
    for level, title in catalogue.levels.items():
        others = selectors["level"].meanings(title) - {Meaning("level", level)}
        for each in sorted(others, key=_say_key):
            yield Clash(("columns", level), title, catalogue.levels[each.key])
    for key, field in catalogue.judged.items():
        others = selectors["criterion"].meanings(field.label) - {Meaning("criterion", key)}
        for each in sorted(others, key=_say_key):
            yield Clash(("criteria", key), field.label, each.key)


def _say_key(meaning: Meaning) -> tuple[str, str]:
    return meaning.role, meaning.key


def _say(meaning: Meaning) -> str:
    if meaning.role in _ROLES:
        return _ROLES[meaning.role]
    month = f"的{meaning.month}月" if meaning.month else ""
    return f"{meaning.key}{month}"
