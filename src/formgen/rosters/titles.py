"""What the names of a file and of its sheets say of a roster: its year, its month, its community. Knows text only."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from formgen.folding import fold, remove_blanks
from formgen.intake.dates import parse_date
from formgen.intake.names import compare_form, doubt_name, is_plain
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
    r"[〔\[(【]?20\d\d[〕\])】]?[-_]?(?:第)?\d+号|20\d\d年?版|[A-Za-z]+[-_]20\d\d(?!\d)"
    r"|20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?底?(?:建册|建档|建立|建台账|建(?=[,，。;；)）]|$)|印制|印发|制表|编制)"
)
_SINCE = re.compile(
    r"20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?[至到~—-]+(?=20\d\d年)"
)  # the beginning of a stretch: its end counts
_QUARTER = re.compile("第([一二三四1-4])季度?|([一二三四1-4])季度|(?<![A-Za-z])[Qq]([1-4])(?!\\d)")
_HALF = re.compile("[上下]半年")
_DIGITS = "〇一二三四五六七八九"
_OTHER = re.compile(
    r"社区[(（]村[)）]|村[(（]社区[)）]|劳动人口调查|劳动力资源|劳动力|劳动人口|调查|登记|花名册|名册|台账|台帐|人员|信息|明细|统计|"
    r"汇总|附件|副本|终稿|定稿|最终|新|表|第[一二三四1-4]季度?|[一二三四1-4]季度|[上下]半年|Q[1-4]|\d+|年|月|日|[-_—·.()（）《》〔〕\[\]]"
)
_KINDS = ("社区", "村")


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
        plain = _SINCE.sub("", _OF_PAPER.sub("", remove_blanks(fold(title))))
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
    return list(dict.fromkeys(found))


def _pick(title: str, known: Sequence[Who]) -> list[Who]:
    """Return the known communities that a title names; a longer name hides one that is part of it."""
    plain = compare_form(title)
    named = [who for who in known if compare_form(who.name) in plain]
    longest = [
        who for who in named if not any(who.name != other.name and who.name in other.name for other in named)
    ]
    with_township = [who for who in longest if who.township and compare_form(who.township) in plain]
    return with_township or longest


def _guess(title: str) -> list[Who]:
    """Return the community that a title names where none are known: what is left without the usual words."""
    plain = _OTHER.sub("", remove_blanks(fold(title)))
    kind = next((kind for kind in _KINDS if kind in plain), "")
    name = plain[: plain.find(kind) + len(kind)] if kind else ""
    area = re.match(r"(.{2,6}?(?:街道|镇|乡))(.+)", name)
    township, name = (area[1], area[2]) if area else ("", name)
    return [Who(township, name)] if name and is_plain(name) and not doubt_name(name) else []
