"""Lines that stand alone between rows and head a part of a list: 三组, 东岙自然村, 退休人员, 以下为外出人员.

Knows the words of one line: whether it is such a heading, and whether who stands below it still counts.
"""

import re
from enum import StrEnum

from formgen.folding import fold, remove_blanks
from formgen.rosters.header import LEFT

_DIGIT = "[0-9a-z一二三四五六七八九十百]"
_NUMBERING = re.compile(rf"^(?:[(]{_DIGIT}{{1,3}}[)]|{_DIGIT}{{1,3}}[、.:])")
_AROUND = "—-－=*＊~_·.…　 "
_UNIT = "(?:自然村|村民小组|小组|片区?|网格|生产队|大队)"  # in no name of a person
_NUMBERED = f"(?:第?{_DIGIT}{{1,4}}(?:组|队|片|楼|栋|幢|号楼|单元|网格|村民组|页|部分)|第?{_DIGIT}{{1,4}}[栋幢]第?{_DIGIT}{{1,3}}单元)"
_HEADING = re.compile(
    rf"\w{{0,12}}{_UNIT}(?:村民|居民)?:?|\w{{0,8}}?{_NUMBERED}:?|{_UNIT}(?:名称)?:\w{{1,10}}|\w{{2,12}}(?:人员|名单|部分|户[口籍]|大户):?"
)
_SIGNS = re.compile(
    "(?:填报|填表|制表|审核|复核|经办|调查|统计|工作|录入|登记)人员:?"
)  # who signs below the list
_OPENS = re.compile("^(?:以下|下列|下面)")
_SECTION = re.compile(
    rf"(?:以下|下列|以上|上述|下面)(?!.{{0,8}}(?:不含|不包括|不计|没有|除)).{{0,8}}(?:{LEFT}|已故|除名|作废|重复|不在本[村社])"
    rf"|^[(（\d一二三四五六七八九十、.)）]*(?:已|因)?{LEFT}(?:[或及和、]?{LEFT})*的?(?:人员|人口|名单|名册|户)?[:：]?$"
)
_ENDED = re.compile("空白|无正文|[空略无]$")
# What parts a list of people who all count; a word that says no, or where somebody went, is none of it.
_GROUP = re.compile(
    rf"[组队片楼栋幢]|单元|网格|自然村|在册|本[村社]|常住|户籍|户口|农业|外来|流动|租住|新增|补充|迁入|转入|就业|失业|待业|退休|在校|学生|低保|残疾|劳动|党员|干部|"
    rf"外出务工|[男女]性?|人员名单|名单$|部分$|续|第{_DIGIT}{{1,3}}页"
)
_NOT_OF_IT = re.compile(
    "[不除走嫁销亡死]|非(?!农)|离(?!退休)|待(?!业)|已(?!经?就业|退休|参保|登记|签)|未在|没在|迁[出移往]|外迁|失踪|服刑|入狱|参军|当兵|出国|[空寄]挂|挂[靠名]|(?<!外出)在外|外[村地籍](?!务工)|"
    "户[口籍](?:均|都|已|仍|还)*(?:不?在|属|是|归|落|迁)(?!于?本)|(?:(?<!自然)村(?!民|[干委组两])|社区)(?<!本村)(?<!本社区)"
)
_PEOPLE = re.compile("(?:[人员户者民工生]|干部|军人|妇女):?$")


class PartKind(StrEnum):
    """What a line says of the people below it: that they count, that they may be gone, or something else."""

    COUNTED = "counted"
    GONE = "gone"
    OTHER = "other"


def read_part_line(text: str, own: str = "") -> PartKind | None:
    """Return what a line that stands alone says of a part of a list; None where it heads none.

    ``own`` is the name of the community of the list, of which a line may speak.
    """
    plain = _NUMBERING.sub("", remove_blanks(fold(text)).strip(_AROUND).lower())
    if _SECTION.search(plain):
        return PartKind.GONE
    opens = _OPENS.match(plain) is not None
    if not opens and not is_part_heading(text):
        return None
    said = plain.replace(own, "") if own else plain
    if _ENDED.search(said):
        return PartKind.COUNTED
    if _NOT_OF_IT.search(said):
        return PartKind.GONE
    if _GROUP.search(said):
        return PartKind.COUNTED
    return PartKind.OTHER if _PEOPLE.search(said) else PartKind.GONE


def is_part_heading(text: str) -> bool:
    """Return whether a line is called as a part of a village: 东岙自然村 is none of its own."""
    plain = _NUMBERING.sub("", remove_blanks(fold(text)).strip(_AROUND).lower())
    return _HEADING.fullmatch(plain) is not None and not _SIGNS.fullmatch(plain)
