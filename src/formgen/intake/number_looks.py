"""What a text looks like that should be a number and is not: ``exact.parse_number`` says which texts are.

Knows one text and a unit; nothing of cells, fields and files.
"""

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from formgen.exact import parse_number
from formgen.folding import fold
from formgen.intake.names import is_ditto
from formgen.quoting import list_unseen

_PERCENT = ("%", "‰")
_LONGEST = 60  # characters; a longer text is a remark, and looks like nothing else
_FOOTNOTE = (
    "[\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf*#†‡※]"
)
_CHINESE = "[〇零○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟点]"
_UNIT = "[人户个家元分篇件条笔次名位口岁天月年%‰]"
_COUNTED_UNIT = re.compile(r"(?<=[0-9０-９])\s*[人户个家元分篇件条笔次名位]$")
_NOTHING = (
    r"[-‐‑‒–—―－−_/／\\、.。·…*＊?？×xX○~～]+|无|没有|暂无|尚无|暂缺|空缺|空白|缺|未知|不知|不明|不详|不清楚|待定|待查|待核|待补|待填"
    r"|未统计|无统计|未填|没填|略|(?i:n\s*/?\s*a|null|none|nil|nan|tbd|unknown)"
)


def read_with_unit(text: str) -> Fraction | None:
    """Return the number that a text says, with whatever unit of counts behind it: 480, 480人, 1,480; None for none."""
    number = parse_number(_COUNTED_UNIT.sub("", text.strip().replace(",", "")))
    return number.value if number else None


class Look(NamedTuple):
    """What a text looks like that is no number, and what to do about it; both empty when nothing is known."""

    words: str = ""
    advice: str = ""


def describe_look(text: str, unit: str = "") -> Look:
    """Return what a text looks like that is not the number a field asks for."""
    if unseen := list_unseen(text):
        return Look(
            f"，里面有看不见的字符（{'、'.join(unseen)}）", "请删去看不见的字符，最好把这个数重新输入。"
        )
    plain = fold(text)
    if is_ditto(plain):
        return Look("，像是“同上”", "请把要填的写在这一格里；不清楚的请留空。")
    if len(plain) > _LONGEST:
        return Look()
    found = next((look(plain, unit) for pattern, look in _LOOKS if re.fullmatch(pattern, plain)), None)
    if found is None and any(
        not sign.isascii() and unicodedata.numeric(sign, None) is not None for sign in plain
    ):
        return Look("，里面有的不是普通数字", "请改用阿拉伯数字0至9。")
    return found or Look()


def _say(words: str, advice: str = "") -> Callable[[str, str], Look]:
    """Return a look whose words do not depend on the text."""
    return lambda _text, _unit: Look(f"，{words}", advice)


def _describe_unit(text: str, unit: str) -> Look:
    """Return the look of a number with a unit that is not the field's own."""
    other = re.sub(rf"^{_NUMBER}", "", text).strip()
    if not unit or unit in _PERCENT:
        return Look(f"，带着单位“{other}”", "请只填数字。")
    return Look(f"，“{other}”不是这一项的单位", f"这一项按“{unit}”填，请核对后只填数字。")


def _describe_share(text: str, unit: str) -> Look:
    """Return the look of a percentage: not asked for, or asked for and written in another way."""
    if unit not in _PERCENT:
        return Look("，像是百分数", "请填数目，不填百分比。")
    if "点" in text:
        return Look("，百分点是两个百分数的差", "请填百分数本身，如“96.2%”。")
    return Look("，小数点或逗号的位置不对", "请写成“96.2%”这样的百分数。")


def _describe_signs(text: str, _unit: str) -> Look:
    """Return the look of digits with points and commas that make no number: what is there, and only that, goes."""
    if match := re.fullmatch(_STOPPED, text):
        return Look(f"，末尾多了一个“{match[1]}”", f"请去掉末尾的“{match[1]}”，只填数字。")
    signs = [sign for sign in dict.fromkeys(text) if not sign.isascii() or sign not in "-0123456789"]
    named = "、".join("空格" if sign.isspace() else f"“{sign}”" for sign in signs if sign != ".")
    if text.count(".") > 1 or not named:
        named = "、".join(filter(None, (named, "多余的小数点")))
    return Look("，千位分隔符或小数点的位置不对", f"请核对是多少，去掉{named}，只填数字。")


def _describe_nothing(_text: str, unit: str) -> Look:
    """Describe a mark for nothing; of points it may stand for what does not apply."""
    advice = "不清楚的请留空，确实没有的请填0。"
    if unit == "分":
        advice = "没有评的请留空，不得分的请填0；不适用的，各级评分里请填“不适用”。"
    return Look("，像是“没有”或“不知道”的记号", advice)


_NUMBER = r"-?[0-9][0-9,]*(?:\.[0-9]+)?"
_STOPPED = rf"{_NUMBER}\s*{_UNIT}?\s*([.,'’、，。·])\s*"
_DASH = "‐‑‒–—―−"
_DATE = r"[0-9]{4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?"
_NEGATIVE = rf"[(\[].*[0-9].*[)\]]|[0-9.,]+\s*-|[{_DASH}].*[0-9].*|-\s+[0-9].*|负.*"
_RANGE = rf".*[0-9].*(?:[{_DASH}~～∼〜至到]|--|-).*[0-9].*"
_QUOTIENT = r".*[0-9]\s*[/／⁄∕÷:∶]\s*[0-9].*|.*[½⅓⅔¼¾⅕-⅞⅐⅑⅒↉].*|.*分之.*"
_BEFORE = r"(?:[约近超逾达共<>≥≤≈≦≧~～∼+]|大约|大概|约为|接近|不足|不到|不少于|至少|超过|将近|左右)"
_BEHIND = r"(?:左右|上下|以上|以下|余|多|几|来|\+|~|～|±)"
_ROUGH = rf"{_BEFORE}.*[0-9].*|.*[0-9].*{_BEHIND}.*|{_CHINESE}*[几数余多来]{_CHINESE}*\s*{_UNIT}?"
_MARKED = rf"{_NUMBER}\s*{_FOOTNOTE}+|{_FOOTNOTE}+\s*{_NUMBER}"
_LOOKS: tuple[tuple[str, Callable[[str, str], Look]], ...] = (
    (r".*\u0336.*", _say("里面有划掉的字（删除线）", "请只留要用的数，重新输入。")),
    (_NOTHING, _describe_nothing),
    (r"[='’‘`´\"“”].*", _say("前面有引号或等号", "请删去前面的符号，只填数字。")),
    (_DATE, _say("像是日期", "请填数目。")),
    (
        r"[+-]?[0-9.]+[eE][+-]?[0-9]+",
        _say("像是科学记数法", "请把数写全；Excel 里可先把该列设为“数值”。"),
    ),
    (_NEGATIVE, _say("像是负数", "人数、户数、得分都不会是负数，请核对。")),
    (_RANGE, _say("像是一个范围", "请填一个确定的数。")),
    (_QUOTIENT, _say("像是分数或比例", "请填一个确定的数。")),
    (
        rf"[+＋]\s*{_NUMBER}\.?\s*{_UNIT}?",
        _say("前面有加号", "请去掉加号，只填数字；加号表示比以前增加的，请填现在的总数。"),
    ),
    (_ROUGH, _say("像是约数", "请填一个确定的数。")),
    (rf"{_NUMBER}\s*个?百分点", _describe_share),
    (r".*[0-9].*[万亿千百].*", _say("带着“万”“千”这样的字", "请把数写全，如3万写成30000。")),
    (rf"{_NUMBER}\s*[%‰]", _describe_share),
    (r"[¥￥$€£]\s*[0-9].*", _say("带着货币符号", "请只填数字。")),
    (_MARKED, _say("数的旁边像是注码", "请去掉注码，只留数字。")),
    (r"[0-9.,]*[OoIl|][0-9OoIl|.,]*", _say("里面像是把字母O、l当成了数字", "请改成数字0、1。")),
    (rf"{_CHINESE}+\s*{_UNIT}?", _say("是用汉字写的数", "请改用阿拉伯数字0至9。")),
    (_STOPPED, _describe_signs),
    (rf"{_NUMBER}\s*[^\W\d_].*", _describe_unit),
    (r"-?[0-9]+(?:\s+[0-9]+)+", _say("数字中间有空格", "请核对是一个数还是两个数，只填一个。")),
    (r"-?[0-9.,'’、，。·\s]+", _describe_signs),
)
