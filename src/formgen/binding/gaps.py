"""What can be filled within a text: gaps of dates, of units, and behind labels. Knows text only.

A gap is where blanks, underscores or nothing stand in place of what a person writes; the words around it stay.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from formgen.binding.numbered_items import gaps_of_items
from formgen.binding.seals import seal_marks
from formgen.binding.time_gaps import gaps_of_time
from formgen.binding.units import ANY_UNIT, AREA, UNITS
from formgen.binding.wording import BLANK

_B = f"[{BLANK}]*"
_B1 = f"[{BLANK}]+"
_CENTURY = rf"(?:(?<!\d)20(?=[{BLANK}]))?"  # of 20__年, part of the year that is written
DATE = re.compile(f"(?P<y>{_CENTURY}{_B})年(?P<m>{_B})月(?:(?P<d>{_B})日)?")
_DATE_ONLY = re.compile(
    r"(?:自|从|于|截至|截止|限|至|到|起|止|[之以]?前(?:完成|整改完毕|整改到位|办结|报送)?|[-—–~～－]|(?:20)?年|月|日)+"
)
_LEAD = re.compile(rf"[{BLANK}]*[（(][^（()）]*[)）][{BLANK}]+(?=[^{BLANK}])")  # （签名）　　日期
DATED_LABEL = re.compile("日期|时间|年月|期限|起止|日$")
_FAR = 8  # blanks
_DATED = "；"  # stands for the signs of a drawn date: no part of a label, and one may follow it
_LABEL = r"[^\s:：；;。，,、_＿□○☐☑√]"
_NEXT = re.compile(
    rf"(?:^|[{BLANK}]{{1,}}|[；;，,。、）)（(])(?P<label>{_LABEL}[^\n:：；;。，,_＿□○☐☑√]{{0,24}})[:：]"
)
_MONEY = frozenset("￥¥$")
_MONEY_WORDS = re.compile(rf"(?P<words>[{BLANK}]*[（(](?P<label>大写|小写)[)）][:：]?[￥¥]?)[{BLANK}]*")
_MORE_UNITS = re.compile(  # 　　头（只、羽）, 社证字第　　号, 月均　　元
    rf"(?P<lead>[^{BLANK}\n:：]{{0,10}})(?P<gap>[{BLANK}]{{2,}})(?P<unit>(?:{ANY_UNIT})(?:[（(][^（()）]{{1,8}}[)）])?)[{BLANK}]*"
)
_WITHIN = re.compile(
    rf"[^{BLANK}\n:：]{{0,8}}(?P<gap>[{BLANK}]{{2,}})(?P<unit>(?:个?工作)?[日天]内)[^{BLANK}\n:：]{{0,10}}"
)
_ONE_SIGN = re.compile(rf"(?P<gap>[{BLANK}]{{3,}})(?P<unit>[^\W\d_])")  # 　　　层
_SPACED_GAP = re.compile(rf"(?P<gap>[{BLANK}]{{2,}})(?P<unit>{AREA}(?:[（(][^（()）]{{1,8}}[)）])?)")
_SPACED = re.compile(rf"(?:[{BLANK}]{{2,}}{AREA}(?:[（(][^（()）]{{1,8}}[)）])?){{2,}}[{BLANK}]*")
_PART_UNIT = f"(?:年级|班|时|分|秒|月|日|/|mmHg|{ANY_UNIT})"
_UNIT_PART = re.compile(rf"(?P<gap>[{BLANK}]+)(?P<unit>{_PART_UNIT})")
_UNITS_ONLY = re.compile(rf"[自从]?(?:[{BLANK}]+{_PART_UNIT}[，,]?[至到止共]?){{2,}}[{BLANK}止前]*")
_AMOUNT = re.compile(rf"(?P<gap>[{BLANK}]{{2,}})(?P<unit>{ANY_UNIT})[（(]")  # 　　万元（币种：□人民币 □其他）
_NUMBERED = re.compile(  # 甲劳人仲案〔　　〕　　号
    rf"[{BLANK}]*(?P<lead>[^\s:：〔\[（(【]{{0,12}})[〔\[（(【](?P<year>[{BLANK}]+)[〕\])）】](?P<first>[{BLANK}]*)第?(?P<second>[{BLANK}]*)号[{BLANK}]*"
)
DIGITS = "□"  # the unit of a gap that is a row of boxes, one for each sign
OF_DOCUMENT = "〔〕号"  # the unit of a gap that is the number of a document
_DRAWN = re.compile(
    f"[{BLANK}]{{2,}}(?=(?:{ANY_UNIT})?[，。；、）（,;.()])"
)  # between a label's colon and a stop
_UNDERLINED = re.compile(f"[_＿]{{2,}}[{BLANK}]*")


@dataclass(frozen=True, slots=True)
class TextGap:
    """A gap within a text: where it begins and ends, what stands around it (``年月日``, ``元``), the parts of a date."""

    start: int
    end: int
    unit: str = ""
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class InlineLabel:
    """A label within a text with its own gap."""

    label: str
    start: int
    gap: TextGap | None
    counted: str = ""
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return what the label may be called: 就业援助 before a gap of 人 also 就业援助人数."""
        counted = (f"{self.label}{self.counted}数",) if self.counted else ()
        return (self.label, *counted, *self.also)


def is_blank(text: str) -> bool:
    """Return whether nothing stands in a text but blanks and underscores."""
    return not text.strip(BLANK + "\n\r")


def date_gaps(text: str) -> list[TextGap]:
    """Return the gaps of dates, each with the places of year, month and day."""
    found = list[TextGap]()
    for match in DATE.finditer(text):
        names = [name for name in ("y", "m", "d") if match[name] is not None]
        before = text[: match.start()].rstrip()[-1:]
        parts = tuple(match.span(name) for name in names)
        drawn = any(end > start for start, end in parts)
        if text[: match.start()][-1:].isdigit() or (
            not drawn and (before.isalpha() or len(names) < len("年月日"))
        ):
            continue  # 出生年月, in two lines or one, is a label
        found.append(
            TextGap(match.start(), match.end(), "年月日" if len(names) > len("年月") else "年月", parts)
        )
    return found


def whole_gap(text: str) -> TextGap | None:
    """Return the gap of a text that has nothing but a gap: a date, a span of dates, a unit, an @."""
    plain = "".join(text.replace("_", "").replace("＿", "").split())
    if not plain:
        return None
    dates = date_gaps(text)
    drawn = len(plain) < len(text.strip("\n")) or plain == "年月日"  # 起止年月 without blanks is a head
    if dates and drawn and _DATE_ONLY.fullmatch(plain):
        parts = tuple(part for each in dates for part in each.parts)
        if len(parts) < sum(map(plain.count, "年月日")):
            return None  # 自　年　月　日至　月　日, whose second day has no year
        unit = dates[0].unit if len(dates) == 1 else "至"
        return TextGap(dates[0].start, dates[-1].end, unit, parts)
    return _unit_gap(text, plain)


def _unit_gap(text: str, plain: str) -> TextGap | None:
    """Return the gap before a unit, or behind the sign of money."""
    bare = plain.strip("()（）")
    found: TextGap | None = None
    if plain in UNITS:
        found = TextGap(0, text.index(plain) if plain in text else 0, plain)
    elif bare != plain and bare in UNITS and bare in text and plain[0] in "(（":
        found = TextGap(0, min(text.find(sign) for sign in "(（" if sign in text), plain)
    elif plain == "@":
        found = TextGap(0, len(text), "@")
    elif plain in _MONEY:
        found = TextGap(text.index(plain) + 1, len(text), plain)
    elif unit := _WITHIN.fullmatch(text) or _MORE_UNITS.fullmatch(text) or _ONE_SIGN.fullmatch(text):
        found = TextGap(*unit.span("gap"), squeeze_unit(unit["unit"]))
    return found


def squeeze_unit(text: str) -> str:
    """Return a unit without blanks."""
    return "".join(text.split())


def spaced_gaps(text: str) -> list[TextGap]:
    """Return the gaps of a text that is blanks before words, again and again: 　　县　　乡（镇）　　村."""
    if not _SPACED.fullmatch(text):
        return []
    return [TextGap(*match.span("gap"), match["unit"]) for match in _SPACED_GAP.finditer(text)]


def open_gaps(text: str) -> list[TextGap]:
    """Return the gaps drawn as lines or blanks before words (``____区____街道``), in one line of text."""
    return [
        TextGap(*match.span(), text[match.end() : match.end() + 4].strip(BLANK + "\n"))
        for match in _UNDERLINED.finditer(text)
    ]


def parts_of_numbers(text: str) -> list[TextGap]:
    """Return the gaps of a text that is blanks before units, again and again: 　年级　班, 　年　月　日　时　分."""
    if not _UNITS_ONLY.fullmatch(text):
        return []
    return [TextGap(*match.span("gap"), match["unit"]) for match in _UNIT_PART.finditer(text)]


def leading_gap(text: str) -> TextGap | None:
    """Return the gap of an amount at the beginning of a text, before what is said in brackets about its unit."""
    found = _AMOUNT.match(text)
    return TextGap(*found.span("gap"), found["unit"]) if found is not None else None


def gaps_of_numbers(text: str) -> list[TextGap]:
    """Return the gaps of the number of a document: a year in brackets, and a number before 号."""
    found = _NUMBERED.fullmatch(text)
    if found is None:
        return []
    number = found.span("second" if found["second"] else "first")
    return [TextGap(*found.span("year")), TextGap(*number, "号")]


def gaps_of_span(text: str) -> list[TextGap]:
    """Return the gaps before and behind a 至 that stands alone in its cell."""
    at = text.find("至")
    return [TextGap(0, at), TextGap(at + 1, len(text))] if text.strip(BLANK) == "至" else []


def list_gaps(text: str) -> list[TextGap]:
    """Return all gaps of a text of several: lines, blanks before the parts of an address or before units."""
    dates = [TextGap(*part) for each in date_gaps(text) for part in each.parts]
    return (
        gaps_of_numbers(text)
        or [TextGap(*each) for each in gaps_of_items(text)]
        or gaps_of_span(text)
        or [TextGap(*each) for each in gaps_of_time(text)]
        or open_gaps(text)
        or spaced_gaps(text)
        or parts_of_numbers(text)
        or dates
    )


def inline_labels(text: str) -> list[InlineLabel]:
    """Return the labels within a text that have a colon and a gap up to the next label or the end of the line.

    A colon that other words follow is no gap (notes, declarations); such a label is not returned. Where a seal goes, a
    gap ends.
    """
    found, offset = list[InlineLabel](), 0
    marks = seal_marks(text)
    for line in text.split("\n"):
        start, end = offset, offset + len(line)
        for mark in marks:
            if start <= mark.start < end:
                found += _inline_in(text[start : mark.start], start)
                start = mark.end
        found += _inline_in(text[start:end], start)
        offset = end + 1
    return found


def _inline_in(line: str, offset: int) -> list[InlineLabel]:
    if money := _MONEY_WORDS.fullmatch(line):
        behind = TextGap(money.end("words") + offset, len(line) + offset)
        return [InlineLabel(money["label"], money.start("label") + offset, behind)]
    if number := _NUMBERED.fullmatch(line):
        start, end = number.start("lead") + offset, len(line.rstrip(BLANK)) + offset
        return [InlineLabel(number["lead"] or "文号", start, TextGap(start, end, OF_DOCUMENT))]
    labels = [*_NEXT.finditer(_without_dates(line))]
    if not labels:
        return []
    ends = [match.start("label") for match in labels[1:]] + [len(line)]
    found = list[InlineLabel]()
    for match, end in zip(labels, ends, strict=True):
        start = match.end()
        is_dated = DATED_LABEL.search(match["label"]) is not None
        gap = _gap_between(line[start:end], last=end == len(line), is_dated=is_dated)
        if gap is not None:
            parts = tuple((first + start + offset, last + start + offset) for first, last in gap.parts)
            moved = TextGap(gap.start + start + offset, gap.end + start + offset, gap.unit, parts)
            dates = date_gaps(match["label"])
            own = match["label"][
                dates[-1].end if dates else 0 :
            ]  # 年 月 日 of a date before is no part of it
            own = own[open_bracket(own) :]
            own = own[len(lead[0]) :] if (lead := _LEAD.match(own)) else own
            at = match.end("label") - len(own.lstrip(BLANK))
            found.append(InlineLabel(own.strip(BLANK), at + offset, moved))
    return found


def open_bracket(label: str) -> int:
    """Return where a label begins that stands in brackets which do not close in it: 姓名（全称 is 全称."""
    plain = label.replace("（", "(").replace("）", ")")
    return plain.rindex("(") + 1 if plain.rfind("(") > plain.rfind(")") else 0


def _without_dates(line: str) -> str:
    """Return a line of the same length in which 年 月 日 of drawn dates are no words: they are part of no label."""
    for gap in date_gaps(line):
        if any(end > start for start, end in gap.parts):
            line = f"{line[: gap.start]}{_DATED * (gap.end - gap.start)}{line[gap.end :]}"
    return line


def _gap_between(text: str, *, last: bool, is_dated: bool) -> TextGap | None:
    """Return the gap of a text between a label's colon and the next label; one blank is left before that."""
    if is_blank(text):
        whole = last or len(text) < len("  ") or text[-1] in "_＿"
        return TextGap(0, len(text) if whole else len(text) - 1)
    if drawn := _DRAWN.match(text):
        return TextGap(*drawn.span())
    dates = date_gaps(text)
    if dates and not text[: dates[0].start].strip(BLANK):
        wide = dates[0].parts[0][1] - dates[0].parts[0][0] + dates[0].start - _FAR
        if wide > 0 and not is_dated:  # the date stands far at the right, for itself
            return TextGap(0, wide)
        if text[dates[0].end :].startswith((*BLANK, "（", "(", "，", "；", "。")):
            return dates[0]
    if gaps_of_numbers(text):
        return TextGap(0, len(text.rstrip(BLANK)), OF_DOCUMENT)
    return whole_gap(text)


def overlaps(gaps: list[TextGap]) -> bool:
    """Return whether gaps lie one in another; then none of them can be trusted."""
    return any(one.end > other.start for one, other in pairwise(sorted(gaps, key=lambda each: each.start)))
