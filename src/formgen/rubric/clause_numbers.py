"""The numbers that a clause prints, with what they count: 96%, 三分之一, 2万元, 3个, 1:3, 60分.

Reads what is certain only: no range (3至5个), no step (每超过1%), nothing approximate (几万元), no 一 that is an article.
Knows words only, no rubric.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from formgen.folding import remove_blanks

Bound = Literal["least", "most", ""]
NumberKind = Literal["ratio", "proportion", "yuan", "points", "count"]


class ClauseNumber(NamedTuple):
    """A number of a clause: what kind it is of, its value, how it is written; ``unit`` is that of a count.

    ``beyond`` says that it is itself not enough: 超过3个. ``bound`` says whether it has to be reached (least) or not to be
    exceeded (most), empty where that is not certain; ``strict`` that the number itself does not count: 超过, 低于.
    """

    kind: NumberKind
    value: Fraction
    text: str
    unit: str = ""
    beyond: bool = False
    bound: Bound = ""
    strict: bool = False


_WIDE = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)} | dict(zip("％．：／－", "%.:/-", strict=True))
)
_DIGITS = {sign: at for at, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_DIGITS |= {sign: at for at, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
_SIZES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "亿": 10**8}
_MYRIAD = 10**4
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|.")

_ARABIC = r"(?<![\d.])\d+(?:,\d{3})*(?:\.\d+)?(?![\d.])"
_MIXED = r"(?:\d+(?:,\d{3})*(?:\.\d+)?[十百千万亿]{0,2})+"
_CHINESE = f"[{''.join(_DIGITS)}{''.join(_SIZES)}]+"
_ANY = f"(?:{_MIXED}|{_CHINESE})"
_UNITS = "人次|[个名人位户家件起次处项条篇份笔场间台所支套]"
_OF_RANGES = f"(?:%|‰|[百千万亿]?元|分|{_UNITS})?"
_PATTERN = re.compile(
    rf"(?P<range>{_ANY}{_OF_RANGES}(?:-|–|—|——|~|～|〜|至|到){_ANY}{_OF_RANGES})"
    rf"|(?P<one>{_ANY})(?::|比)(?P<many>{_ANY})"
    rf"|(?P<base>{_ANY})分之(?P<share>{_ANY}(?:点[{''.join(_DIGITS)}]+)?)"
    r"|(?<![\d/.])(?P<above>\d+)/(?P<below>\d+)(?![\d/.])"
    rf"|(?P<percent>{_ARABIC})(?P<percent_sign>[%‰])"
    rf"|(?P<tenths>[一二三四五六七八九]|{_ARABIC})成(?P<fifths>[一二三四五六七八九])?(?=及?以上|及?以下|以内|左右|[的，,。；;、）)]|社区|村|$)"
    r"|(?P<half>一半|半数|过半)"
    rf"|(?P<yuan>{_ANY})(?:元|圆|块钱)(?![区素件旦宵])"
    rf"|[¥￥](?P<sign_yuan>{_MIXED})"
    rf"|(?P<points>{_ARABIC}|(?<=[得扣加计减为达足于到分共记给]){_CHINESE})分(?![之钟类级别区布工析配管期批享制])"
    rf"|(?P<count>{_ARABIC}|{_CHINESE})(?P<unit>{_UNITS})(?!百分点|月|工作日|小时|星期|季度)"
)  # fmt: skip
_STEP = re.compile(r"每(?:超过|高于|低于|下降|上升|提高|增加|减少|降低|增长|少|多|高|低|达|满)?$")
_UNCERTAIN = re.compile(r"[第几数上]$|[（(]不?包?[含括]$")  # a bracket says again what stands before it
_WEIGHT = re.compile(r"(?:权重|占总分|占分值)(?:的|为|是)?$")
_LIMIT = re.compile(r"(?:满分|总分|分值|最多|最高|至多|不超过|共|合计|总计)(?:为|是|共|得|给|加|扣)?$")
_BEYOND = re.compile(r"(?<!不)(?:超过|多于|大于|高于)$")
_COMPARED = re.compile(
    r"(?:不少于|至少|不低于|不超过|不多于|不高于|大于|多于|少于|低于|超过|达到?|最多|最少|控制在|满|足|≥|≤)$"
)
_COMPARED_AFTER = re.compile(r"以上|以下|以内|及以上|之内|[（(]含")
_REACHED = re.compile(
    r"(?:(?<![未不])达到?|不低于|不得低于|不应低于|不少于|不得少于|不小于|至少|最少|(?<!不)(?<!得)(?<!应)(?:超过|高于|大于|多于)|≥|>)(?:了|为|到)?$"
)
_KEPT_BELOW = re.compile(
    r"(?:不超过|不得超过|不应超过|不能超过|不高于|不得高于|不多于|不得多于|不大于|最多|至多|控制在|降到|降至|(?<!不)(?<!得)(?<!应)(?:低于|少于|小于)|≤|<)(?:了|为|到)?$"
)
_STRICT = re.compile(r"(?<!不)(?<!得)(?<!应)(?<!能)(?:超过|高于|大于|多于|低于|少于|小于)$")
_BRACKETS = r"(?:[（(][^）)]*[）)])?"
_AT_LEAST_AFTER = re.compile(rf"{_BRACKETS}及?以上")
_AT_MOST_AFTER = re.compile(rf"{_BRACKETS}(?:及?以下|以内|之内)")
_STRICT_AFTER = re.compile(r"(?:及?以上|及?以下|以内|之内)?[（(]不[含包]")
_OF_FAILURE = re.compile(  # 低于95%的不得分 says what is given where the mark is not reached
    r"(?:及?以上|及?以下|以内|之内)?(?:[（(][^）)]*[）)])?[的者]?[，,]?(?:则|均|一律|每|实行|全部|该项|本项|此项)*"
    r"(?:不|扣|取消|一票|否决|视为|降|撤|限期|黄牌|通报|未|无|得0|得零|0分|零分|免|停)"
)
_OF_REFUSAL = re.compile(  # 低于90%、弄虚作假的，一律不予认定
    r"(?:及?以[上下内])?[的者]?(?:、|或)[^。；;]*[的者][，,]?(?:则|均|一律|实行)*(?:不予|不得|不能|一票否决|否决|取消|视为不|撤)"
)
_ENDS = re.compile(r"[，,。；;、）)]|社区|村|的?[得扣加]|$")


@lru_cache(maxsize=4096)  # a rubric is looked at once for each of its readings, with the same clauses
def list_numbers(clause: str) -> tuple[ClauseNumber, ...]:
    """Return the numbers that a clause prints, in their order; what is not certain is left out."""
    text = remove_blanks(clause).translate(_WIDE)
    return tuple(
        number
        for match in _PATTERN.finditer(text)
        if _is_certain(match, text[: match.start()], text[match.end() :])
        for number in _read(match)
    )


def read_numeral(text: str) -> Fraction | None:
    """Return the number of digits, Chinese ones or both (2万5000, 一百二十), None for 三四 or 万 alone."""
    total, section, current = Fraction(0), Fraction(0), None
    size, spoken = (
        1,
        False,
    )  # of the digits before, and whether the last digit may stand for one of its own size: 一千五
    tokens = [match[0] for match in _TOKEN.finditer(text)]
    if len(tokens) > 2 and all(token in _DIGITS for token in tokens):  # noqa: PLR2004 - 三四 is no number, 二〇〇九 is
        return Fraction("".join(str(_DIGITS[token]) for token in tokens))
    for token in tokens:
        if token in _SIZES:
            if current is None and not (section or total) and _SIZES[token] != _SIZES["十"]:
                return None
            size = _SIZES[token]
            if size < _MYRIAD:
                section += (1 if current is None else current) * size
            else:
                total, section = total + (section + (current or 0)) * size, Fraction(0)
            current, spoken = None, True
        elif current:
            return None
        else:
            spoken = spoken and token in _DIGITS and current is None and size > _SIZES["十"]
            current = Fraction(_DIGITS[token]) if token in _DIGITS else Fraction(token.replace(",", ""))
    if current is not None and spoken and current:
        current *= Fraction(size, 10)
    return total + section + (current or 0)


def _is_certain(match: re.Match[str], before: str, after: str) -> bool:
    """Return whether a number is one that a mark can be held against."""
    if match["range"] or _STEP.search(before) or _UNCERTAIN.search(before):
        return False
    if (match["percent"] and _WEIGHT.search(before)) or (match["points"] and _LIMIT.search(before)):
        return False
    return not match["count"] or _is_certain_count(match["count"], before, after)


def _is_certain_count(count: str, before: str, after: str) -> bool:
    """Return whether a number of things is no rank, no article and no part of a name: 前3名, 一个机构, 三个方面."""
    if before.endswith("前"):
        return False
    compared = _COMPARED.search(before) or _COMPARED_AFTER.match(after)
    return bool(count[0].isdecimal() or compared or (count != "一" and _ENDS.match(after)))


def _read(match: re.Match[str]) -> Iterator[ClauseNumber]:
    """Yield the number of a match, nothing where its digits are none."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    beyond, bound = bool(_BEYOND.search(before)), _bound_of(before, after)
    strict = bool(bound and (_STRICT.search(before) or _STRICT_AFTER.match(after)))
    for kind, value in _values(match):
        if value is not None:
            yield ClauseNumber(kind, value, match[0], match["unit"] or "", beyond, bound, strict)


def _bound_of(before: str, after: str) -> Bound:
    """Return from which side the words around a number limit what is counted."""
    if _OF_FAILURE.match(after) or _OF_REFUSAL.match(after):
        return ""
    least, most = bool(_AT_LEAST_AFTER.match(after)), bool(_AT_MOST_AFTER.match(after))
    if not least and not most:
        least, most = bool(_REACHED.search(before)), bool(_KEPT_BELOW.search(before))
    if least == most:
        return ""
    return "least" if least else "most"


def _values(match: re.Match[str]) -> Iterator[tuple[NumberKind, Fraction | None]]:
    """Yield the kind and the value of a match."""
    groups = {name: text for name, text in match.groupdict().items() if text}
    numbers = {
        name: read_numeral(text)
        for name, text in groups.items()
        if name not in {"percent_sign", "unit", "half", "share"}
    }
    if "percent" in groups:
        yield "ratio", _divide(numbers["percent"], Fraction(100 if groups["percent_sign"] == "%" else 1000))
    elif "base" in groups:
        yield "ratio", _divide(_read_decimal(groups["share"]), _read_base(groups["base"]))
    elif "above" in groups:
        yield "ratio", _divide(numbers["above"], numbers["below"])
    elif "tenths" in groups:
        tenths = (numbers["tenths"] or 0) + (numbers.get("fifths") or 0) / Fraction(10)
        yield "ratio", _divide(tenths, Fraction(10))
    elif "half" in groups:
        yield "ratio", Fraction(1, 2)
    elif "one" in groups:
        yield "proportion", _divide(numbers["many"], numbers["one"])
    elif "yuan" in groups or "sign_yuan" in groups:
        yield "yuan", numbers.get("yuan", numbers.get("sign_yuan"))
    elif "points" in groups:
        yield "points", numbers["points"]
    else:
        yield "count", numbers["count"]


def _read_base(text: str) -> Fraction | None:
    """Return what something is a part of: 百 alone is a hundred in 百分之五."""
    return Fraction(_SIZES[text]) if text in _SIZES else read_numeral(text)


def _read_decimal(text: str) -> Fraction | None:
    """Return a number of Chinese digits with a point: 九十六点五; 百 is a hundred in 百分之百."""
    whole, _, decimals = text.partition("点")
    first = _read_base(whole)
    if first is None or not decimals:
        return first
    return first + Fraction("0." + "".join(str(_DIGITS[sign]) for sign in decimals))


def _divide(above: Fraction | None, below: Fraction | None) -> Fraction | None:
    return above / below if above is not None and below else None
