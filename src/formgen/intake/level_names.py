"""Names of levels and items that are not those of a notice: which of its own somebody may have meant. Knows words only."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from formgen.folding import keep_letters

_BRACKETED = re.compile(r"[(（【\[][^()（）【】\[\]]*[)）】\]]")
_COUNTIES = re.compile("县[、/]?市[、/]?区|市[、/]?县[、/]?区|县级?市|市区|县区|区县|城区")
_MEANT: Mapping[str, re.Pattern[str]] = {
    "self": re.compile("自[评查报测]|社区|村|居委"),
    "township": re.compile("乡|镇|街道"),
    "county": re.compile("县|区"),
    "city": re.compile("市"),
}
_NUMBER = re.compile("第?([0-9]{1,2})(?:项|条|号)?")
_ALIKE, _MOST_MEANT = 0.6, 4  # how near words are to a label, and how many labels may be meant
_POINTS = re.compile("(?:分|评|打分|评审|考核)$")
_GIVEN = re.compile("(?:[分评核审级]|局|组|委|专家|人|[0-9])$")  # before a name that has its number
_OTHER = re.compile(  # points that nobody gave a community: of another year, the most there are, of all communities
    "上年|去年|往年|上次|上期|[12][0-9]{3}年|满分|标准分|标准$|扣分|加分|参考|平均|均分|分值|权重|应得|最[高低]|目标|合计|小计"
)


def guess_level(text: str, titles: Mapping[str, str]) -> str:
    """Return the level that a name speaks of, 区级考评分 of the county; empty for none, and for one of several.

    ``titles`` are the levels of the notice with their names.
    """
    plain = _COUNTIES.sub("县", _BRACKETED.sub("", text))
    plain = _MEANT["self"].sub("自评", plain)
    found = [level for level, words in _MEANT.items() if words.search(plain)]
    return found[0] if len(found) == 1 and found[0] in titles else ""


def hint_level(text: str, titles: Mapping[str, str]) -> str:
    """Return a guess at the level that a name speaks of, worded for a message; empty when there is none."""
    level = guess_level(text, titles)
    return f"（是不是“{titles[level]}”？）" if level else ""


def hint_item(text: str, labels: Iterable[str]) -> str:
    """Return a guess at the items that a name or number speaks of, worded for a message: 9b, 第9项, 9附加分, 创新举措.

    ``labels`` are the items of the notice with their numbers. Empty when none is near, or as many as all.
    """
    known = {each: keep_letters(each) for each in labels}
    plain = keep_letters(text)
    written = _NUMBER.match(plain)
    number, words = (written[1], plain[written.end() :]) if written else ("", plain)
    near = [each for each, form in known.items() if not number or re.match(rf"{number}(?![0-9])", form)]
    told = [each for each in near if len(words) > 1 and words in known[each]]
    if not told and len(words) > 1:
        likeness = {
            each: SequenceMatcher(None, words, known[each].lstrip("0123456789")).ratio() for each in near
        }
        told = [each for each in near if likeness[each] >= _ALIKE]
    near = told or (near if number else [])
    if not near or len(near) > _MOST_MEANT:
        return ""
    return f"（是不是{'或'.join(f'“{each}”' for each in near)}？）"


def is_of_no_level(text: str) -> bool:
    """Return whether what names the level of some points says that they are those of none: 满分, 上年县级考评分."""
    return _OTHER.search(keep_letters(text)) is not None


def names_points(words: str, items: Iterable[str]) -> bool:
    """Return whether words above a column say: points that somebody gave for a criterion, 县级复核分 1 总体就业率.

    ``items`` are the names of the criteria, with their numbers and without.
    """
    plain = keep_letters(_BRACKETED.sub("", words))
    for item in (keep_letters(_BRACKETED.sub("", each)) for each in items):
        before = plain.removesuffix(item)
        given = _GIVEN if item[:1].isdigit() else _POINTS
        if before != plain and given.search(before) and not _OTHER.search(before):
            return True
    return False
