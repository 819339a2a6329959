"""Gaps within sentences: wide before a unit or a stop, drawn as lines, counted off; the words beside them are the label.

Knows text only.
"""

import re
from collections.abc import Iterator, Sequence

from formgen.binding.gaps import (
    DATED_LABEL,
    DIGITS,
    InlineLabel,
    TextGap,
    date_gaps,
    gaps_of_numbers,
    spaced_gaps,
)
from formgen.binding.units import ANY_UNIT, AREA
from formgen.binding.wording import BLANK

_COUNTED = {"人", "户", "个", "次", "家"}
_IN_SENTENCE = re.compile(
    rf"(?<![^\W\d_])(?P<label>[^\W\d_]{{4,24}}|[^\W\d_]{{2,3}}(?=[{BLANK}]{{3,}}(?:张|份|页|元|万元|天|次|票)))"
    rf"(?P<gap>[{BLANK}]{{3,}})(?P<unit>{ANY_UNIT})(?=[，。；、,;.）)（(]|$)"
)
_LINE = re.compile(  # 学    号 ________
    r"^[ \u3000]*(?P<label>[^\W\d_](?:[ \u3000]{0,6}[^\W\d_]){1,9})[ \u3000]*(?P<gap>[_＿]{4,})"
)
_SPREAD_DATE = re.compile(r"^[ \u3000]*(?P<label>[^\W\d_](?:[ \u3000]{0,6}[^\W\d_]){1,6})(?=[ \u3000]{2,}年)")
_DRAWN_WORDS = re.compile(  # a line drawn behind the words that say what goes there, or before them at the start
    rf"(?:(?<![^\W\d_])(?P<label>[^\W\d_]{{1,24}})(?P<hint>[（(][^（()）\n]{{1,8}}[)）])?|(?:^|(?<=[，。；、,;（(￥¥])|(?<=[）)])(?=[_＿]+{AREA})))"
    rf"(?P<gap>[_＿]{{2,}}[{BLANK}]*)"
    rf"(?=(?P<unit>{ANY_UNIT})?)(?=(?P<after>[^\W\d_]{{0,8}}))(?=(?:[（(](?P<named>[^\W\d_]{{2,8}})[)）])?)"
)
_WORDS_BEFORE = re.compile(rf"(?<![^\W\d_])(?P<label>[^\W\d_]{{2,12}})[{BLANK}]*$")
_PERSON = re.compile("同志|先生|女士")
_COPULA = re.compile(r"(?<=..)(?:是|为|系|于|在|等|共|计)$")
_TOWARDS = re.compile("[向由对给将被把与和经]$")  # what follows says who or what it is
_LOCAL = re.compile(rf"{AREA}(?:[（(][^（()）]{{1,4}}[)）])?")
_IS = re.compile("(?P<label>.{2,}?)[为是].{1,6}")  # 流转价格为每亩每年
_WIDE_BLANKS = re.compile(  # between words of a sentence, or before a stop
    r"(?<=[^\W\d_）)])[ \u3000\u00a0\t]{2,}(?=[^\W\d_]|[，。；、）)])(?![^\n:：，。；]{0,12}[:：])"
)
_STOP = re.compile("[，。；]")
_WIDTH = 4  # half-width blanks that nobody types between words by mistake
_SPAN = re.compile("[起]?[至到—–~～-]+")
_COUNTED_OFF = re.compile(  # （    年度）, 第    期
    rf"(?:^|[（(第])(?P<gap>[{BLANK}]{{2,}}|20[{BLANK}]{{2,}}(?=年))(?P<unit>年度|期|号|批|届|学年)(?=[)）{BLANK}]|$|(?<=年度)\w)"
)
_DIGIT_BOXES = re.compile(rf"(?P<label>[^\W\d_]{{2,16}})[*＊]?[:：]?[{BLANK}]*(?P<gap>[□☐]{{15,18}})(?![□☐])")


def sentence_gaps(text: str) -> list[InlineLabel]:
    """Return the gaps within a sentence; the words before are the label, where there are none those behind.

    They are drawn wide before a unit (提供就业援助　　　人，), or as a line (岗位职责为____，), or counted off (第    期).
    """
    text = _draw_lines(text)
    wide = [_wide_gap(match) for match in _IN_SENTENCE.finditer(text)]
    counted = [
        InlineLabel(match["unit"], match.start("gap"), TextGap(*match.span("gap"), match["unit"]))
        for match in _COUNTED_OFF.finditer(text)
        if not gaps_of_numbers(text)
    ]
    dates = date_gaps(text)
    inside = {start for each in dates for start, _ in each.parts}
    found = _once([*_spread_lines(text), *wide, *counted, *_dates_in_sentence(text, dates)])
    found += [
        InlineLabel(match["label"], match.start(), TextGap(*match.span("gap"), DIGITS))
        for match in _DIGIT_BOXES.finditer(text)
    ]
    taken = {each.gap.start for each in found if each.gap is not None} | inside
    spaced = [
        InlineLabel(each.unit, each.start, each) for each in spaced_gaps(text) if len(each.unit) > len("县")
    ]
    found += [each for each in spaced if each.gap is not None and each.gap.start not in taken]
    found += [each for each in _drawn_gaps(text) if each.gap is not None and each.gap.start not in taken]
    return sorted(found, key=lambda each: each.start)


def _draw_lines(text: str) -> str:
    """Return a text of the same length in which wide blanks within sentences are drawn as lines."""
    dates = [(each.start, each.end) for each in date_gaps(text)]
    lines = list[str]()
    offset = 0
    for line in text.split("\n"):
        drawn = line
        for match in _WIDE_BLANKS.finditer(line) if _STOP.search(line) else ():
            start, end = match.span()
            wide = end - start + match[0].count("\u3000") >= _WIDTH
            if wide and not any(first <= end + offset and start + offset <= last for first, last in dates):
                drawn = f"{drawn[:start]}{'_' * (end - start)}{drawn[end:]}"
        lines.append(drawn)
        offset += len(line) + 1
    return "\n".join(lines)


def _wide_gap(match: re.Match[str]) -> InlineLabel:
    label = re.sub("(?<=..)[为是]$", "", match["label"])
    counted = match["unit"] if match["unit"] in _COUNTED else ""
    gap = TextGap(*match.span("gap"), match["unit"])
    return InlineLabel(label, match.start("label"), gap, counted, _other_names(label))


def _other_names(label: str) -> tuple[str, ...]:
    """Return what else a label of a sentence may be called: what is said to be something (流转价格为每亩每年)."""
    said = _IS.fullmatch(label)
    return (said["label"],) if said is not None else ()


def _drawn_gaps(text: str) -> Iterator[InlineLabel]:
    """Yield the gaps that are drawn as lines within a sentence, with the words before them, else those behind."""
    tail, end = "", -1
    for match in _DRAWN_WORDS.finditer(text):
        own = match["label"] or ""
        if match.start() == end:
            own = own.removeprefix(tail).removeprefix("的")  # 人 behind the gap before is no part of it
        local, unit = _LOCAL.match(text, match.end()), match["unit"] or ""
        tail, end = local[0] if local is not None else unit, match.end()
        names = _names_of_line(match, own, local[0] if local is not None else "")
        if names:
            gap = TextGap(
                *match.span("gap"), unit or (local[0] if local is not None and names[0] == local[0] else "")
            )
            yield InlineLabel(names[0], match.start(), gap, also=names[1:])


def _names_of_line(match: re.Match[str], own: str, local: str) -> tuple[str, ...]:
    """Return what a drawn line may be called by the words around it; ``local`` is what it is a part of an address of."""
    if match["named"]:
        return (match["named"],)
    if named := _PERSON.match(match["after"]):
        return (named[0],)
    if local:
        parts = [*filter(None, re.split("[（()）]", local))]
        return (local, "".join(parts), *parts) if len(parts) > 1 else (local,)
    if match["label"] is None and match.string[: match.start()].endswith(("￥", "¥")):
        return ("小写", "￥", "金额小写")
    return _names_before(match, own)


def _names_before(match: re.Match[str], own: str) -> tuple[str, ...]:
    """Return what a drawn line may be called by the words before it, else by those behind."""
    if match["hint"] and own:
        return (f"{own}{match['hint']}", match["hint"][1:-1])
    if own == "本人" and match.string[match.end() :].startswith(("，", ",", "（", "(")):
        return (own, "姓名")
    label = "" if len(own) == 1 else match["after"] if _TOWARDS.search(own) else _COPULA.sub("", own)
    label = label or ("" if len(own) == 1 else match["after"])
    return (label, *_other_names(label)) if label else ()


def _once(found: Sequence[InlineLabel]) -> list[InlineLabel]:
    """Return labels without those whose gap begins where that of one before does."""
    starts: dict[int, InlineLabel] = {}
    for each in found:
        starts.setdefault(each.gap.start if each.gap is not None else -1, each)
    return list(starts.values())


def _dates_in_sentence(text: str, dates: Sequence[TextGap]) -> Iterator[InlineLabel]:
    """Yield the words right before a drawn date as its label: 党费交至____年____月, 填表日期　　年　　月."""
    for gap in _spans_of_dates(text, dates):
        before = _WORDS_BEFORE.search(text[: gap.start])
        label = re.sub("(?<=..)[为是于自从]$", "", before["label"]) if before is not None else ""
        if before is not None and len(label) > 1 and any(end > start for start, end in gap.parts):
            yield InlineLabel(label, before.start("label"), gap)


def _spans_of_dates(text: str, dates: Sequence[TextGap]) -> list[TextGap]:
    """Return drawn dates, two with 至 between them as one gap."""
    found = list[TextGap]()
    for gap in dates:
        if found and _SPAN.fullmatch(text[found[-1].end : gap.start]):
            found[-1] = TextGap(found[-1].start, gap.end, "至", (*found[-1].parts, *gap.parts))
        else:
            found.append(gap)
    return found


def _spread_lines(text: str) -> list[InlineLabel]:
    """Return the label of a line whose signs are set apart, with the line or the date behind it."""
    line = _LINE.match(text)
    pieces = line["label"].split() if line is not None else []
    if line is not None and len(pieces) > 1 and max(map(len, pieces)) <= len("学号"):
        return [InlineLabel("".join(line["label"].split()), line.start("label"), TextGap(*line.span("gap")))]
    spread = _SPREAD_DATE.match(text)
    label = "".join(spread["label"].split()) if spread is not None else ""
    dates = date_gaps(text)
    if spread is None or not DATED_LABEL.search(label) or not dates or dates[0].start != spread.end():
        return []
    return [InlineLabel(label, spread.start("label"), dates[0])]
