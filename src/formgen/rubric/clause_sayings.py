"""What a clause gives or takes points for, each with its words: 有专门场地，得3分; 每少一户扣1分; 达到95%得10分.

Reads what is certain only: one number of points behind its own words. What limits the whole (最多5分, 本项10分) and what is
a condition (不足9分的) gives nothing. Knows words only, no rubric.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from formgen.folding import fold, keep_letters, remove_blanks
from formgen.rubric.clause_numbers import ClauseNumber, list_numbers, read_numeral

NUMERAL = r"\d+(?:\.\d+)?|[一二两三四五六七八九十百]+"

ALL_TAKEN = (  # 情节严重的扣完; 扣完为止 only says where deductions end
    r"(?:(?:全部?|一次性?)扣(?:完|光|除|尽)(?!为止)|扣(?:完|光|尽)(?!后|.{0,5}(?:为|即)止)|全扣|扣满分|归零"
    r"|扣除(?:[本该此]项)?的?(?:全部|所有)|取消(?:[本该此]项)的?(?:全部|所有)?(?:得?分|分值))"
)


class Saying(NamedTuple):
    """Points of a clause, and the words they are given for, those of the points among them; ``takes`` says that they are taken off.

    ``each`` is how many of what is counted cost or earn the points (每2篇得1分), None where the words do not say 每;
    ``once`` that they are taken only once.
    """

    words: str
    points: Fraction
    takes: bool
    each: Fraction | None
    once: bool

    def mark(self, *, rising: bool) -> ClauseNumber | None:
        """Return the one mark to reach (or not to exceed) for the points, None where there is none, or more than one."""
        words = (_UPPER if rising else _LOWER).sub("", self.words)
        found = {(each.kind, each.value): each for each in list_numbers(words) if each.kind != "points"}
        return next(iter(found.values())) if len(found) == 1 and self.each is None else None


class Limit(NamedTuple):
    """The most that a clause gives or takes, and the words before it in its sentence."""

    points: Fraction
    words: str
    takes: bool


_SENTENCES = re.compile(r"[。；;\n]")
_PHRASES = re.compile(r"[，,、（）()]|(?<!\d):|:(?!\d)")
_WHOLE = re.compile(r"(?:本项|该项|此项|满分|总分|分值|合计|总计|累计|共)(?:为|是|共|计|得|可得)?$")
_CONDITION_BEFORE = re.compile(
    r"(?:不足|不满|未满|不到|未达到?|达不到|达到?|低于|少于|高于|超过|大于|满|在)$"
)
_CONDITION_AFTER = re.compile(r"及?以[上下内]|为(?:合格|优|良|及格|一等|二等|三等)")
_IN_TURN = re.compile("分别|依次")  # which points are whose is said by their order
_VERBS = re.compile(r"[扣减得加给记计奖]")
_ONE_MARK = r"\d+(?:[.:]\d+)?[%‰个户人名家篇次]?"
_UPPER = re.compile(
    rf"(?:不足|不满|未满|低于|不到|未达到?|小于|少于){_ONE_MARK}(?:以下)?|{_ONE_MARK}(?:及?以下|以内)"
)
_LOWER = re.compile(rf"(?:超过|高于|大于|多于){_ONE_MARK}(?:以上)?|{_ONE_MARK}及?以上")
_BARE = re.compile(r"(?:的|者)?(?:均|各|再|另|则|可|就)?[扣减得加给记计奖]*(?:除|去)?")
_EACH = re.compile(r"每(?!年|月|季|周|半年|旬|学期|日|天)([^，]*)$")
_HOW_MANY = re.compile(rf"({NUMERAL})(?:人次|(?!个百分点)[个名人位户家件起次处项条篇份笔场间台所支套])")
_ONCE = re.compile(
    r"(?:只|仅)[扣计](?:一|1)次|一次性扣|不(?:重复|累计|叠加)[扣计]|不论(?:多少|几)|无论(?:多少|几)"
)
_MOST = re.compile(
    r"(?:满分|总分|最多|最高|至多|不超过|不得超过|上限)(?:为|是|共|可?得|可?给|可?加|计)?"
    rf"(?P<takes>扣)?(?:除|至|到)?(?P<before>{NUMERAL})分"
    rf"|(?P<takes_behind>扣)?(?:满|完|到|至)?(?P<behind>{NUMERAL})分(?:封顶|为限|为止)"
)


@lru_cache(maxsize=4096)  # a rubric is looked at once for each of its readings, with the same clauses
def list_sayings(clause: str) -> tuple[Saying, ...]:
    """Return what a clause gives and takes points for, in its order; nothing where points stand before their words."""
    found = tuple(each for sentence in _split(clause) for each in _read(sentence))
    return () if any(not _VERBS.sub("", _words_of(each)) for each in found[:1]) else found


def _words_of(saying: Saying) -> str:
    """Return the letters of the words of a saying without its points."""
    return re.sub(rf"(?:{NUMERAL})分.*$", "", keep_letters(saying.words))


def list_limits(clause: str) -> tuple[Limit, ...]:
    """Return the most that a clause gives or takes, as often as it says so."""
    return tuple(
        Limit(points, sentence[: match.start()], bool(match["takes"] or match["takes_behind"]))
        for sentence in _split(clause)
        for match in _MOST.finditer(sentence)
        if (points := read_numeral(match["before"] or match["behind"])) is not None
    )


def _split(clause: str) -> list[str]:
    """Return the sentences of a clause."""
    return [fold(remove_blanks(each)) for each in _SENTENCES.split(clause)]


def _read(sentence: str) -> Iterator[Saying]:
    """Yield the sayings of one sentence; words without points belong to the next points in it."""
    waiting = ""
    if _IN_TURN.search(sentence):
        return
    for phrase in _PHRASES.split(sentence):
        rest = _MOST.sub("", phrase)
        numbers = [each for each in list_numbers(rest) if each.kind == "points"]
        given = [each for each in numbers if not _is_condition(each, rest)]
        if len(given) == 1 and not _is_of_whole(given[0], rest):
            yield _say(given[0], waiting, rest)
        waiting = "" if given or rest != phrase else f"{waiting}{phrase}，"


def _is_condition(number: ClauseNumber, phrase: str) -> bool:
    before, _, after = phrase.partition(number.text)
    return bool(_CONDITION_BEFORE.search(before) or _CONDITION_AFTER.match(after))


def _is_of_whole(number: ClauseNumber, phrase: str) -> bool:
    return bool(_WHOLE.search(phrase.partition(number.text)[0]))


def _say(number: ClauseNumber, waiting: str, phrase: str) -> Saying:
    before = phrase.partition(number.text)[0]
    verbs = _VERBS.findall(before)
    alone = _BARE.fullmatch(before)
    counted = _EACH.search(before) or (_EACH.search(waiting.rstrip("，")) if alone else None)
    many = _HOW_MANY.search(counted[1]) if counted else None
    each = (read_numeral(many[1]) if many else Fraction(1)) if counted else None
    words = waiting + phrase
    return Saying(words, number.value, bool(verbs and verbs[-1] in "扣减"), each, bool(_ONCE.search(words)))
