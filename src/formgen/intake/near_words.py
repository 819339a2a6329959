"""The fields that words above a column nearly name: written otherwise, or of a kind, so that it has to be asked.

Knows words and the meanings they are compared with; no cell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from formgen.folding import keep_letters
from formgen.intake.vocabulary import Meaning

_OF_WHOM = re.compile(
    "^(?:户籍|常住|总|实有|在册|年末|年底|期末|登记|现有|实际|本地|辖区|全部|统计|公安)+(?=.)"
)
_CONTRARY = re.compile("[未非无不没]|失业|待业|离[岗职]|流出|减少|退出|注销|停业|关闭")
_OTHER_FIGURE = re.compile(
    "上年|去年|前年|往年|上期|上月|今年|明年|计划|目标|新增|累计|女|男|残疾|外来|率|[%％‰]|占比|比例"
)
_ASIDE = re.compile(
    "[(（][^%％‰()（）]*[)）]"
)  # what stands in brackets is asked about, but for a sign of rates
_BRACKETS = re.compile("[(（](?s:.*)")
_COUNTED_IN = re.compile("([人户件篇家])(?:次?数|次|口)$")
_ANSWERS = re.compile(r"[(（](?s:.*)|[是能]否|有无|无服务对象")  # are no contraries
_UNIT = re.compile("[(（](?:单位[:：])?[人户个][)）]$")
_NEAR, _TIE = 0.65, 0.1  # how alike two words must be, and how close a second one to be meant as well


def is_spelt(text: str, label: str) -> bool:
    """Return whether words above a column are the name of a field, but for blanks, signs and a unit behind them."""
    return keep_letters(text).startswith(keep_letters(label))


def is_kin(text: str, words: Sequence[str]) -> bool:
    """Return whether words above a column say of whom the figure of some words is: 户籍人口 of 人口数 and 常住人口."""
    return _drop_whose(text) in {_drop_whose(word) for word in words}


def find_kin_beside(
    twice: Mapping[int, int],
    meanings: Mapping[int, Meaning],
    texts: Mapping[int, str],
    spelt: Mapping[Meaning, Sequence[str]],
) -> dict[int, int]:
    """Return the columns whose words say of whom a figure is, each with the other one that bears the name of the field.

    ``twice`` has the second columns of one meaning by the first; those that three columns mean are left to be asked about.
    """
    found = {}
    for later, earlier in twice.items():
        words = spelt.get(meanings[earlier], ())
        if meanings[earlier].role not in {"facts", "indicators"} or not words:
            continue
        pair = sorted((later, earlier), key=lambda at: not is_spelt(texts[at], words[0]))
        named = [at for at in pair if is_spelt(texts[at], words[0])]
        if len(named) == 1 and is_kin(texts[pair[1]], words[:1]) and [*twice.values()].count(earlier) == 1:
            found[pair[1]] = pair[0]
    return found


def _drop_whose(text: str) -> str:
    return _OF_WHOM.sub("", keep_letters(_UNIT.sub("", text))).removesuffix("数")


def find_near(text: str, free: Mapping[Meaning, Sequence[str]]) -> list[Meaning]:
    """Return the meanings whose words are nearly those of a column, the nearest first, at most three."""
    matcher = SequenceMatcher(b=keep_letters(text))
    likeness = {
        meaning: max(
            _compare(
                matcher,
                [word for word in words if not (_is_contrary(text, word) or is_other_figure(text, word))],
            ),
            default=0.0,
        )
        for meaning, words in free.items()
    }
    best = max(likeness.values(), default=0.0)
    if best < _NEAR:
        return []
    near = [meaning for meaning, ratio in likeness.items() if ratio >= best - _TIE]
    return sorted(near, key=lambda meaning: -likeness[meaning])[:3]


def _is_contrary(text: str, word: str) -> bool:
    """Return whether one of two words says the contrary of the other: 未就业人数, 失业人数 of 已就业人数."""
    one, other = (set(_CONTRARY.findall(_ANSWERS.sub("", each))) for each in (text, word))
    return one != other


def is_other_figure(text: str, word: str) -> bool:
    """Return whether one says what the other does not: 上年已就业人数, 女性, 已就业户数, a rate are no spelling of 已就业人数."""
    (said, one), (known, other) = _find_figure(text), _find_figure(word)
    return bool(said - known) or bool(one and other and one != other)


@lru_cache(maxsize=1024)
def _find_figure(text: str) -> tuple[frozenset[str], str]:
    """Return the words of a text that make another figure, and what it counts: 人 or 户, empty where it does not say."""
    counted = _COUNTED_IN.search(_BRACKETS.sub("", text.strip()))
    return frozenset(_OTHER_FIGURE.findall(_ASIDE.sub("", text))), counted[1] if counted else ""


def _compare(matcher: SequenceMatcher[str], words: Sequence[str]) -> Iterator[float]:
    """Yield how alike each word is to that of a matcher; little effort for those that are not."""
    for word in words:
        matcher.set_seq1(keep_letters(word))
        rough = min(matcher.real_quick_ratio(), matcher.quick_ratio())
        yield matcher.ratio() if rough >= _NEAR else 0.0
