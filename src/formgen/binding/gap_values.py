"""What is written into the gaps of a text: the digits of dates, amounts before their units, the parts of an address.

Words of the form never change; a value that has no place among them is refused with the reason.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from formgen.binding.fields import BoundField
from formgen.binding.gaps import DIGITS, OF_DOCUMENT, gaps_of_numbers, gaps_of_span, list_gaps
from formgen.binding.numbered_items import gaps_of_items, items_of
from formgen.binding.time_gaps import gaps_of_time, say_in_full, values_of_time
from formgen.binding.units import says_how_many
from formgen.binding.wording import BLANK, squeeze

WRITTEN_DATE = re.compile(r"(\d{4})[-年./](\d{1,2})(?:[-月./](\d{1,2})日?|月)?(?:[T ]00:00(?::00)?)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ALIKE = str.maketrans("〔〕[]【】", "()()()")  # brackets around the year of a document's number
_SPAN = re.compile(r"(\d{1,2})年(?:零|又)?(\d{1,2})个?月")  # how long something lasts
_DASH = re.compile("[-—–~～－]+")
_LASTS = re.compile("年限|工龄|年资|时长|期限|教龄|军龄|党龄")
_NUMBER_OF = re.compile(r"(?P<number>\d+|[一二三四五六七八九十百]+)(?P<unit>[^\W\d_]{1,3})")
_INDENT, _YEAR_BLANKS = 8, 4
UNFIT = "B104"


class GapPiece(NamedTuple):
    """A stretch of a place's text and what stands there instead; ``line`` makes it a line of its own above the stretch."""

    start: int
    end: int
    text: str
    line: bool = False
    tick: bool = False

    @property
    def order(self) -> tuple[int, bool, int]:
        """Return what pieces are ordered by: a line of its own stands above what is written at the same place."""
        return (self.start, not self.line, self.end)


class UnfitError(Exception):
    """A value that does not fit its place: the code of the problem, and why in Chinese."""

    def __init__(self, code: str, why: str) -> None:
        """Keep both."""
        super().__init__(why)
        self.code, self.why = code, why


def unfit(code: str, why: str) -> UnfitError:
    """Return the error of a value that does not fit its place."""
    return UnfitError(code, why)


def fill_gap(field: BoundField, text: str, value: str) -> tuple[GapPiece, ...]:
    """Return the pieces that write a value into the gap of a field. Raises UnfitError."""
    gap = field.gap
    if gap is None or gap.parts:
        return () if gap is None else _dates(gap.parts, text, value, field.label)
    if gap.unit == OF_DOCUMENT:
        pieces = fill_gaps(text[gap.start : gap.end], value, field.label)
        return tuple(each._replace(start=each.start + gap.start, end=each.end + gap.start) for each in pieces)
    if gap.unit == DIGITS or gap.unit.endswith(("日内", "天内")):
        count = gap.end - gap.start
        own = (
            _digits(field.label, value, count)
            if gap.unit == DIGITS
            else _within(gap.unit, text, value, field.label)
        )
        return (GapPiece(gap.start, gap.end, own),)
    if gap.unit and gap.unit != "@":
        bare = value.strip()
        unit = gap.unit.strip("()（）")
        bare = _without_unit(bare, unit)
        if (says_how_many(unit) or unit == "年") and WRITTEN_DATE.search(bare):
            raise unfit(UNFIT, f"“{field.label}”的空格后面是“{gap.unit}”，数据“{value}”是日期")
        if "\n" in bare:
            raise unfit(UNFIT, f"“{field.label}”的空格后面是“{gap.unit}”，只能填一行")
        _keep_printed(text, (gap.start, gap.end), bare, field.label)
        return (GapPiece(gap.start, gap.end, bare),)
    if gap.unit == "@":
        return _mail(field.label, text, value)
    return (GapPiece(gap.start, gap.end, _without_unit_behind(value, text[gap.end :])),)


def _without_unit(value: str, unit: str) -> str:
    """Return a value without the unit that is printed behind its gap; of 乡（镇） either is enough."""
    parts = [*filter(None, re.split("[（()）]", unit))] if unit != "乡镇" else ["乡", "镇"]
    for each in dict.fromkeys((unit, "".join(parts), *(parts if len(parts) > 1 else ()))):
        if value.endswith(each) and value != each:
            return value[: -len(each)].strip()
    return value


def _without_unit_behind(value: str, behind: str) -> str:
    """Return a number without a unit that the words behind its gap begin with: 5日 before 日内."""
    found = _NUMBER_OF.fullmatch(value.strip())
    return found["number"] if found is not None and behind.startswith(found["unit"]) else value


def _dates(parts: tuple[tuple[int, int], ...], text: str, value: str, label: str) -> tuple[GapPiece, ...]:
    """Return the digits of a date, or of two, for 年 月 日. Raises UnfitError for words and for another number of dates."""
    plain = squeeze(say_in_full(value))
    if (span := _SPAN.fullmatch(plain)) and len(parts) == len("年月") and _LASTS.search(label):
        return tuple(
            GapPiece(start, end, digit) for (start, end), digit in zip(parts, span.groups(), strict=True)
        )
    found = [each.groups() for each in re.finditer(WRITTEN_DATE, plain)] or (
        [each.groups() for each in re.finditer(_DIGITS, plain)] if _DIGITS.fullmatch(plain) else []
    )
    rest = re.sub(WRITTEN_DATE, "", plain) if not _DIGITS.fullmatch(plain) else ""
    marks = [text[end : end + 1] for _, end in parts]
    numbers = list[str | None]()
    for each in found:
        numbers += each
    wanted = _wanted(marks)
    more = re.sub(r"[自从至到起止\-—–~～－,，、]", "", rest)
    if len(found) != len(wanted) or more not in squeeze(text):
        raise unfit(UNFIT, f"“{label}”要填年月日，数据是“{value}”")
    chosen = list[str]()
    for one, size in zip(found, wanted, strict=True):
        digits = [each for each in one if each is not None]
        if not _is_day(digits):
            raise unfit(UNFIT, f"“{label}”要填年月日，没有“{value}”这一天")
        if len(digits) < size:
            raise unfit(UNFIT, f"“{label}”要填年月日，数据“{value}”里没有日")
        _keep_printed(text, parts[len(chosen)], digits[0], label)
        chosen += [digits[0], *(str(int(each)) for each in digits[1:size])]
    starts = [_keep_indent(text, *parts[0]), *(start for start, _ in parts[1:])]
    ends = [end for _, end in parts]
    return tuple(GapPiece(*piece) for piece in zip(starts, ends, chosen, strict=True))


def _digits(label: str, value: str, count: int) -> str:
    """Return the signs of a number for a row of boxes. Raises UnfitError where they are not as many."""
    signs = squeeze(value)
    if len(signs) != count:
        raise unfit(UNFIT, f"“{label}”有{count}个单字格，数据有{len(signs)}个字")
    return signs


def _within(unit: str, text: str, value: str, label: str) -> str:
    """Return how many days a value says for 限　日内完成. Raises UnfitError for anything but a number of these days."""
    lead, tail = (squeeze(each) for each in text.split(unit, 1))
    days = re.escape(unit[:-2]) + ("[日天]" if len(unit) == len("日内") else unit[-2])
    found = re.fullmatch(
        rf"(?:{re.escape(lead)})?(\d+|[一二三四五六七八九十]+)(?:{days}(?:以?内)?)?(?:{re.escape(tail)})?",
        squeeze(value),
    )
    if found is None:
        raise unfit(UNFIT, f"“{label}”要填多少{unit}，数据是“{value}”")
    return found[1]


def _mail(label: str, text: str, value: str) -> tuple[GapPiece, ...]:
    at = text.index("@")
    name, sign, host = value.partition("@")
    if not sign:
        raise unfit(UNFIT, f"“{label}”应当是电子邮箱")
    return (GapPiece(0, at, name), GapPiece(at + 1, len(text), host))


def _keep_indent(text: str, start: int, end: int) -> int:
    """Return where a year begins: blanks that set a date apart, to the right of its line, stay."""
    sets_apart = text[:start][-1:] not in {":", "："} and not text[start:end].strip(" \u3000\u00a0")
    return max(start, end - _YEAR_BLANKS) if sets_apart and end - start > _INDENT else start


def _keep_printed(text: str, gap: tuple[int, int], value: str, label: str) -> None:
    """Raise UnfitError for a value that does not begin with what is printed in its gap: the 20 of 20__年."""
    century = text[slice(*gap)].strip(BLANK)
    if not value.startswith(century):
        raise unfit(UNFIT, f"“{label}”的空格前面印着“{century}”，数据是“{value}”")


def _is_day(digits: Sequence[str]) -> bool:
    """Return whether year, month and day are those of a day that there is."""
    try:
        date(*[*map(int, digits), 1, 1][:3])
    except ValueError:
        return False
    return True


def _wanted(marks: list[str]) -> list[int]:
    """Return for each date how many numbers it has: two for 年 月, three for 年 月 日."""
    found = list[int]()
    for mark in marks:
        if mark == "年":
            found.append(0)
        found[-1] += 1
    return found


def fill_gaps(text: str, value: str, label: str) -> tuple[GapPiece, ...]:
    """Return the pieces for a cell of several gaps, where the value has the words between them; else raise UnfitError.

    The number of a document needs only what stands from its brackets on.
    """
    gaps, pattern, at = list_gaps(text), "", 0
    if items := gaps_of_items(text):
        return _behind_numbers(items, value, label)
    if gaps_of_time(text) and (said := values_of_time(text, value)) is not None:
        return tuple(GapPiece(*gap, each) for gap, each in said)
    for gap in gaps:
        pattern += re.escape(_alike(text[at : gap.start])) + "(.+?)"
        at = gap.end
    pattern += re.escape(_alike(text[at:]))
    plain, lead = _alike(value), _alike(text[: gaps[0].start])[:-1] if gaps_of_numbers(text) else ""
    if gaps_of_span(text) and "至" not in plain:
        plain = _DASH.sub("至", plain) if len(_DASH.findall(plain)) == 1 else plain
    unit = squeeze(text[at:])
    if unit.isascii() and not plain.endswith(unit):  # 110/70 of 110/70mmHg
        plain += unit
    found = re.fullmatch(pattern, plain if plain.startswith(lead) else lead + plain)
    if found is None:
        raise unfit(UNFIT, f"“{label}”的格里有{len(gaps)}处空格，一个值不知道怎么分")
    return tuple(GapPiece(gap.start, gap.end, each) for gap, each in zip(gaps, found.groups(), strict=True))


def _behind_numbers(gaps: Sequence[tuple[int, int]], value: str, label: str) -> tuple[GapPiece, ...]:
    """Return the pieces that write the lines of a value behind numbers that are set ready, one each."""
    lines = items_of(value)
    if len(lines) > len(gaps):
        raise unfit(UNFIT, f"“{label}”有{len(lines)}条，表上只印了{len(gaps)}个序号")
    return tuple(GapPiece(*gap, line) for gap, line in zip(gaps, lines, strict=False))


def _alike(text: str) -> str:
    return squeeze(text).translate(_ALIKE)
