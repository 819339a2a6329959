"""Gaps of days with more than a day: 　年　月　日　午, （星期　）, 自　年　月　日至　年　月　日，共　天. Knows text only."""

import re
from datetime import date
from itertools import pairwise

from formgen.binding.wording import BLANK, squeeze

_TOKEN = re.compile(rf"(?P<gap>[{BLANK}]+)(?P<unit>年|月|日|时|点|分|午|天)|(?:星期|周)(?P<week>[{BLANK}]+)")
_BETWEEN = re.compile(r"[上下]午|[自从于至到起止共（）()，,、\-—–~～－]")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:日)?(?:[T ]?(\d{1,2}):(\d{2})(?::00)?)?")
_STOPS = re.compile(r"[（）()，,、自从于]")
_COUNT = re.compile(rf"共[{BLANK}]*?(?P<gap>[{BLANK}]+)天")
_DASH = re.compile("[-—–~～－到]+")
_YEAR, _DAY = re.compile(r"(\d{4})年"), re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_SIGNS = {"午": "[上中下]", "星期": "[一二三四五六日天]"}
_LEAP = "2024"
_CLOCK = re.compile(r"(?<![\d:：T])(\d{1,2})[:：](\d{2})(?![\d:：])")
_TO_DAY = (
    re.compile(  # 2026年3月1日至5日, 2026.3.1～3.5: the second day is of the year and the month of the first
        r"(?P<year>\d{4})(?P<sign>[-年./])(?P<month>\d{1,2})[-月./](?P<day>\d{1,2})日?(?P<to>[至到~～—–－-]+)"
        r"(?:(?P<other>\d{1,2})[月./-])?(?P<last>\d{1,2})日?(?P<rest>[，,(（]?共.*)?"
    )
)
_TO_MONTH = re.compile(  # 2026年3月至12月
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月?[至到~～—–－-]+(?P<other>\d{1,2})月"
)

GapSpan = tuple[int, int]


def gaps_of_time(text: str) -> list[GapSpan]:
    """Return the gaps of a text that holds a day and more: hours, the part of the day, a second day, how many days."""
    found = [*_TOKEN.finditer(text)]
    units = [match["unit"] or "星期" for match in found]
    if any(unit not in {"年", "月", "日"} for unit in units) or units.count("日") > 1:
        days = [pair for pair in pairwise(units) if pair == ("月", "日")]
        rest = _BETWEEN.sub("", _TOKEN.sub("", text)).strip(BLANK + "\n")
        if days and not rest:
            return [match.span("gap" if match["unit"] else "week") for match in found]
    return []


def gap_of_days(text: str) -> GapSpan | None:
    """Return the gap of a text of days that says how many they are: 自…至…，共　天."""
    found = _COUNT.search(text) if gaps_of_time(text) else None
    return found.span("gap") if found is not None else None


def say_in_full(value: str) -> str:
    """Return a span of days with the year and the month of its second day, which are those of the first where not said.

    Days that do not follow one another so stay as they are: their year is not said.
    """
    months = _TO_MONTH.fullmatch(squeeze(value))
    if months is not None and int(months["month"]) <= int(months["other"]):
        return f"{months['year']}年{int(months['month'])}月至{months['year']}年{int(months['other'])}月"
    found = _TO_DAY.fullmatch(squeeze(value))
    if found is None or found["to"] == found["sign"]:
        return value
    year, month, other = found["year"], found["month"], found["other"] or found["month"]
    if (int(other), int(found["last"])) < (int(month), int(found["day"])):
        return value
    first = f"{year}年{int(month)}月{int(found['day'])}日"
    return f"{first}至{year}年{int(other)}月{int(found['last'])}日{found['rest'] or ''}"


def values_of_time(text: str, value: str) -> list[tuple[GapSpan, str]] | None:
    """Return what goes into which gaps of time of a text; None where the value does not fit.

    A value has all days of the text; what the form asks for behind them, or the day of the week, may be left out.
    """
    gaps = gaps_of_time(text)
    plain = _plain_time(text, value)
    if not all(_is_day(*found.groups()) for found in _DAY.finditer(plain)):
        return None
    edges = [0, *(at for gap in gaps for at in gap), len(text)]
    words = [
        _STOPS.sub("", squeeze(text[start:end])) for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
    last_day = max(at for at, word in enumerate(words) if word.startswith("日"))
    weeks = {at for at, word in enumerate(words[:-1], 1) if word.endswith(("星期", "周"))}
    tries = [(len(gaps), set[int]()), (len(gaps), weeks), (last_day, set[int]())]
    tries += [(at, set[int]()) for at in weeks if at == last_day + 1]
    if gap_of_days(text) == gaps[-1]:
        tries.append((len(gaps) - 1, set[int]()))  # how many days they are is not said
    for count, left in tries:
        end = (
            words[count] if count == len(gaps) else "" if count in weeks else words[count].removesuffix("共")
        )
        pattern = "".join(
            ""
            if at in left
            else f"({_sign(before, after)}){re.escape(_bare(after) if at + 1 in left else after)}"
            for at, (before, after) in enumerate(pairwise([*words[:count], end]), 1)
        )
        if match := re.fullmatch(f"(?:{re.escape(words[0])})?{pattern}", plain):
            own = [gap for at, gap in enumerate(gaps[:count], 1) if at not in left]
            return [*zip(own, match.groups(), strict=True)]
    return None


def _plain_time(text: str, value: str) -> str:
    """Return a value as the text would say it: its years where the text has room for them, no minutes that are none."""
    said = _ISO.sub(_said, _CLOCK.sub(_said_clock, say_in_full(value)))
    plain = _DASH.sub("至", _STOPS.sub("", squeeze(said)))
    if "分" not in text:
        plain = re.sub("(?<=[时点])0{1,2}分", "", plain)
    if "点" in text:
        plain = plain.replace("时", "点")
    years = _YEAR.findall(plain)
    if len({*years}) == 1 and text.count("年") < len(years):
        kept = plain.find("年") + 1 if "年" in text else 0
        plain = plain[:kept] + _YEAR.sub("", plain[kept:])
    return plain


def _said_clock(match: re.Match[str]) -> str:
    return f"{int(match[1])}时{int(match[2])}分"


def _bare(word: str) -> str:
    """Return the words before a day of the week that is left out."""
    return word.removesuffix("星期").removesuffix("周")


def _said(match: re.Match[str]) -> str:
    """Return a day as it is said: 2026-03-05 09:30 is 2026年3月5日9时30分."""
    year, month, day, hour, minute = match.groups()
    time = f"{int(hour)}时{int(minute)}分" if hour is not None and int(hour) + int(minute) else ""
    return f"{year}年{int(month)}月{int(day)}日{time}"


def _sign(before: str, after: str) -> str:
    return _SIGNS["星期"] if before.endswith(("星期", "周")) else _SIGNS.get(after[:1], r"\d{1,4}")


def _is_day(year: str | None, month: str, day: str) -> bool:
    try:
        date(int(year or _LEAP), int(month), int(day))
    except ValueError:
        return False
    return True
