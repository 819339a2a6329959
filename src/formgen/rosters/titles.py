"""What the names of a file and of its sheets say of a roster: its year, its month, its community. Knows text only."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from formgen.folding import fold, remove_blanks
from formgen.intake.dates import parse_date
from formgen.intake.names import compare_form, doubt_name, doubt_township, is_plain
from formgen.model import Who
from formgen.registers.register import RegisterSpec

_DAY = re.compile(r"(?:20\d\d年)?\d{1,2}月\d{1,2}日|20\d\d([-._])\d{1,2}\1\d{1,2}(?!\d)|(?<!\d)20\d{6}(?!\d)")
_WHOLE_DAY = re.compile(
    r"20\d\d年\d{1,2}月\d{1,2}日|20\d\d([-._])\d{1,2}\1\d{1,2}(?!\d)|(?<!\d)20\d{6}(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月|(?<!\d)20\d\d[-._]?(0[1-9]|1[0-2])(?!\d)")
_UNTIL = re.compile("截[至止]到?[^，,。；;]*")  # up to when the rows are kept, not of which month they are
_MONTH_WORDS = re.compile(r"(十[一二]?|[一二三四五六七八九])月")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d{3})")
_OF_PAPER = re.compile(  # years of a notice, of its form, of the day on which a book was begun: of no roster
    r"[〔\[(【]?20\d\d[〕\])】]?[-_]?(?:第)?\d+号|20\d\d年第?\d+号文件?|20\d\d年?(?:版|式样?|样式|格式)|[A-Za-z]+[-_]20\d\d(?!\d)"
    r"|20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?底?(?:成立|建成|设立|命名|评为|获评|荣获|授予|授牌|撤并|合并|并入|改建|建册|建档|建立|建台账|建(?=[,，。;；)）]|$)|印制|印发|制表|编制)"
)
_FOUNDED = re.compile(
    r"(20\d\d年(?:\d{1,2}月)?)(?:创建|创办|新建)(?=[\s,，。;；、(（)）]|$)"
)  # 2019年创建 云屿村, but 2019年创建充分就业村花名册
_SINCE = re.compile(
    r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?[至到~—-]+(?=20\d\d年)|20\d\d[至到~—-]+(?=20\d\d年)"
)  # the beginning of a stretch: its end counts
_QUARTER = re.compile("第([一二三四1-4])季度?|([一二三四1-4])季度|(?<![A-Za-z])[Qq]([1-4])(?!\\d)")
_HALF = re.compile("[上下]半年")
_DIGITS = "〇一二三四五六七八九"
_MOST_BEFORE = 2  # signs that make another village of a name: 大云屿村
_HAN = "[\u3007\u3400-\u4dbf\u4e00-\u9fff]"
_AIM = re.compile(  # what a village wants to become, which is the name of none
    r"(?:[国省市县]家?级)?(?:创建|争创|申报|建设|开展)?(?:更?高质量|充分|高水平)就业(?:星级|示范|先进|标准化?|达标)?"
    r"(?:社区\(村\)|村\(社区\)|社区|村)?"
)
_BRACKETS = re.compile(r"[(\[〔【《]((?:(?!社区|村)[^()\[\]〔〕【】《》])*)[)\]〕】》]")  # (上报), (2026年)
_LABEL = r"(?:填报|填表|调查|上报|所属|所在)?(?:单位|社区\(村\)|村\(社区\)|社区|村居|村|名称)(?:名称?|别)?(?:\(.{0,4}\))?:"
_FRONT = re.compile(  # what stands before a name in titles and names of files: numbers, dates, words of lists
    rf"(?:{_LABEL}|附[件表录]?[\d一二三四五六七八九十]*(?=\W)|附[件表录][\d一二三四五六七八九十]*|表[\d一二三四五六七八九十]+"
    r"|20\d\d年?(?:版|度)?|\d{1,2}月份?(?:\d+日)?|\d+(?!\d|[号弄村组队里区]|社区)|第[一二三四1-4]季度?|[一二三四1-4]季度|第[\d一二三四五六七八九十]{1,3}[期批]|[上下]半年|[Qq][1-4]"
    r"|社区\(村\)|村\(社区\)|城镇|城乡|农村|外来|新增|人口|劳动人口|劳动力|人力|资源|人员|基本|调查|登记|花名册|名册|台[账帐]|信息|明细|统计|汇总|情况|就业|失业"
    r"|上报稿?|副本|初稿|终稿|定稿|最终|最新|一览表|表格|表(?=\W)|[^\w()〔\[《]|[_()〔\[《)〕\]》])"
)
_GLUED = (  # words of lists and of files that stand right before a name
    "就业普查|普查|摸底|排查|核查|入户|采集|底册|补充|补报|正式|打印|申报|推荐|创建|达标|迎检|检查|备查|存档|归档|年[末底]|[本当今]年度?|复件|备份|另存|拷贝|已?(?:核对|审核)"
    "|[二两][〇零○][〇零○一二三四五六七八九十]{2,3}年度?"
)
_PERHAPS = (  # the same, and how names of villages begin as well: 新建, 电子新城
    "新建|建设|电子|更新|工作|专项|活动|资料|材料|档案|文件|通知|方案|全[县市区镇乡]|各村|其他|重点|日常|动态|走访|慰问|帮扶|培训|招聘|援助|监测|评估|考核|验收|整改"
    "|自查|复查|抽查|公示|盖章|扫描|原始|历史|临时|空白|数据|录入|导出|下载|收集|整理|提交|反馈|最后|修改|修订|校对|备用"
)
_WHOLE = rf"{_HAN}{{2,12}}?(?:社区|村)"  # a name of two signs at least
_APART = re.compile(rf"^\s*(?:{_GLUED}|{_PERHAPS}|附)[\s_—-]+(?={_WHOLE})")
_LEFT_IN = re.compile(rf"^附(?={_WHOLE})|(?:{_GLUED}|{_PERHAPS})(?={_WHOLE})")
_BEFORE = re.compile(rf"(?:{_GLUED})(?={_WHOLE}|(?:{_GLUED}))")
_LISTED = re.compile(rf"{_HAN}{{1,12}}?(?:社区|村)(?:[、,，;；及和与]{_HAN}{{1,12}}?(?:社区|村))+")
_NO_VILLAGE = re.compile("[各本全每]|行政|自然|城镇|涉农|有关")
_COUNTY = re.compile(rf"{_HAN}{{2,12}}(?:[省市县]|(?<!社)区)(?={_HAN}{{2,5}}(?:街道|镇|乡){_HAN}{{2}})")
_AREA = re.compile(
    rf"((?:(?!社区|村(?![镇乡])){_HAN}){{2,6}}?(?:街道|(?<!城)[镇乡])|{_HAN}[镇乡](?=人民政府))(?:党委|人民政府|政府|办事处)*(?=.)(?!(?:社区|村)(?!{_HAN}{{0,3}}(?:社区|村)))"
)
_SENTENCE = re.compile(  # in no name, or what may be half of one
    "关于|报送|网格|政府|办事处|^(?:十[一二]?|[一二三四五六七八九])月|^[局路](?:社区|村)"
)
_NAME = re.compile(
    rf"{_HAN}{{1,12}}?(?:社区|村(?!{_HAN}{{0,3}}社区|村(?![委民务部级监干里]))(?:村(?![委民务部级监干里]))?)"
)


class TitleDate(NamedTuple):
    """The year and the month that a title names, 0 where it names none."""

    year: int = 0
    month: int = 0
    first: int = 0  # the first month of a quarter or half a year, of which ``month`` is the last

    def month_on(self, day: date) -> int:
        """Return the month of a roster on a day: within its quarter that of the day, else the last one."""
        return day.month if self.first and self.first <= day.month < self.month else self.month


def read_title_date(*titles: str) -> TitleDate:
    """Return year and month of titles, the first one that names them; a whole day in a title is no month."""
    year = month = first = 0
    for title in titles:
        plain = _SINCE.sub("", _OF_PAPER.sub("", remove_blanks(_FOUNDED.sub("", fold(title)))))
        found = _YEAR.search(plain)
        year = year or (int(found[1]) if found else 0)
        if not month:
            month = _read_title_month(_DAY.sub("", plain)) or _read_month_end(plain)
            first, month = (0, month) if month else _read_stretch(plain)
    return TitleDate(year, month, first)


def _read_stretch(plain: str) -> tuple[int, int]:
    """Return the first and last month of the quarter, or half of the year, that a title names; 0 where it names none."""
    plain = _UNTIL.sub("", plain)
    if found := _QUARTER.search(plain):
        number = next(filter(None, found.groups()))
        last = 3 * (int(number) if number.isdecimal() else _DIGITS.find(number))
        return last - 2, last
    if found := _HALF.search(plain):
        return (1, 6) if found[0] == "上半年" else (7, 12)
    return 0, 0


def _read_month_end(plain: str) -> int:
    """Return the month of which a title names the last day, as rosters that are kept each month do: 20261031."""
    days = [day for found in _WHOLE_DAY.finditer(_UNTIL.sub("", plain)) if (day := parse_date(found[0]))]
    ends = {day.month for day in days if (day + timedelta(days=1)).month != day.month}
    return ends.pop() if len(days) == len(ends) == 1 else 0


def _read_title_month(plain: str) -> int:
    plain = _UNTIL.sub("", plain)
    if found := _MONTH.search(plain):
        return int(found[1] or found[2])
    words = _MONTH_WORDS.search(plain)
    if not words:
        return 0
    return 10 * words[1].startswith("十") + max(_DIGITS.find(words[1][-1]), 0)


def remove_kind(title: str, register: RegisterSpec) -> str:
    """Return a title without the words that say which register it is of, so that the community is left."""
    for word in sorted((register.title, *register.also), key=len, reverse=True):
        title = title.replace(word, "")
    return title


def find_community_in(titles: Sequence[str], known: Iterable[Who]) -> list[Who]:
    """Return the communities that titles can mean: one when it is certain, several or none when it must be asked."""
    listed = list(known)
    found = [who for title in titles for who in (_pick(title, listed) if listed else _guess(title))]
    return [
        who
        for who in dict.fromkeys(found)
        if listed
        or not any(
            who != other and len(who.full_name) <= len(other.full_name) and may_be_one(who, other)
            for other in found
        )
    ]


def list_several(titles: Sequence[str]) -> list[str]:
    """Return the names that one title lists one after the other, when they are of several communities: 甲村、乙村花名册."""
    for title in titles:
        for found in _LISTED.finditer(_AIM.sub("", remove_blanks(fold(title)))):
            names = dict.fromkeys(map(_strip_front, re.split("(?<=[村区])[、,，;；及和与]", found[0])))
            listed = [each for each in names if _NAME.fullmatch(each) and not _NO_VILLAGE.match(each)]
            if len({compare_form(each) for each in listed}) > 1:
                return listed
    return []


def may_be_one(one: Who, other: Who) -> bool:
    """Return whether two names may be of one community: the same, or one of them with its township before it."""
    short, long = sorted((compare_form(one.full_name), compare_form(other.full_name)), key=len)
    before = long.removesuffix(short)
    return not before or (before != long and before.endswith(("镇", "乡", "街道", "县", "市", "区")))


def _pick(title: str, known: Sequence[Who]) -> list[Who]:
    """Return the known communities that a title names; a longer name hides one that is part of it."""
    plain = compare_form(title)
    named = [who for who in known if compare_form(who.name) in plain]
    longest = [
        who for who in named if not any(who.name != other.name and who.name in other.name for other in named)
    ]
    with_township = [who for who in longest if who.township and compare_form(who.township) in plain]
    return with_township or [who for who in longest if not _is_longer(title, who)]


def _is_longer(title: str, who: Who) -> bool:
    """Return whether a title names a village that is called as a known one with a sign or two before: 大云屿村, 新云屿村."""
    name = compare_form(who.name)
    before = [compare_form(each.name).removesuffix(name) for each in _guess(title) if not each.township]
    return any(0 < len(each) <= _MOST_BEFORE and not who.township.startswith(each) for each in before)


def _guess(title: str) -> list[Who]:
    """Return the community that a title names where none are known: what stands first without the usual words before it."""
    for part in re.split(r"\s{2,}", title.strip()):
        plain = _AIM.sub("", remove_blanks(_APART.sub("", fold(part))))
        plain = _COUNTY.sub("", _strip_front(plain), count=1)
        area = _AREA.match(plain)
        township = area[1] if area else ""
        found = _NAME.match(_strip_front(plain[area.end() :]) if area else plain)
        if (
            found
            and not _SENTENCE.search(found[0])
            and not _LEFT_IN.search(found[0])
            and is_plain(found[0])
            and not doubt_name(found[0])
            and not doubt_township(township or "某镇")
        ):
            return [Who(township, found[0])]
    return []


def _strip_front(plain: str) -> str:
    """Return a title without what stands before the first name in it."""
    plain, before = _BRACKETS.sub("", plain), ""
    while plain != before:
        before = plain
        front = _FRONT.match(plain) or _BEFORE.match(plain)
        plain = plain[front.end() :] if front else plain
    return plain
