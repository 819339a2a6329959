"""What a number format makes a person see in place of a number: words, another number, nothing.

Knows the codes of formats; nothing of cells and forms.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from formgen.forms.excel.runs import NS
from formgen.forms.xmltree import Element

_S = f"{{{NS}}}"
_BUILT_IN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)", 41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ', 43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0",
}  # fmt: skip
_SECTION = re.compile(r'(?:^|;)((?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;"])*)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<sign>[^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.'
    r"|(?P<number>General|G/通用格式|@|[0#?][0#?,]*(?:\.[0#?]*)?,*(?:E[+-]0+)?|\.[0#?]+)|(?P<other>.)",
    re.DOTALL,
)
_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_WHOLE = ("General", "G/通用格式", "@")
_DRESS = "¥￥$€£ \u00a0 +"  # what only dresses a number
_UNITS = frozenset({"", "分", "人", "户", "个", "家", "元", "项", "次", "名", "份", "件", "条", "天", "岁"})


def read_format_codes(styles: Element) -> Iterator[str]:
    """Yield for each style of a workbook the code of its number format, empty for the usual one."""
    codes = {
        int(each.get("numFmtId", "0")): each.get("formatCode", "")
        for each in styles.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    for style in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = int(style.get("numFmtId", "0"))
        yield codes.get(number, _BUILT_IN.get(number, ""))


def is_usual(code: str) -> bool:
    """Return whether a code is that of a cell without a number format: every number is shown as it is."""
    return not code or code in _WHOLE


def explain_format(code: str, number: Decimal) -> str:
    """Return why a person sees something else than a number in its format, in a clerk's words; empty where not."""
    if is_usual(code):
        return ""
    shown = _read(_pick(code, number))
    if shown.numbers != 1:
        words = (shown.before + shown.behind).strip()
        seen = "印成别的数" if shown.numbers else f"印成“{words}”" if words else "什么也不印"
        return f"数字格式“{code}”把它{seen}"
    before, behind = shown.before.strip(_DRESS), shown.behind.strip(_DRESS)
    if before.strip("-(（") or behind.strip(")）") not in _UNITS:
        return f"数字格式“{code}”印的时候加上“{before}{behind}”"
    if number < 0 and ";" in code and not before.startswith(("-", "(", "（")):
        return f"数字格式“{code}”印的时候不带负号"
    if shown.places is not None:
        rounded = number.quantize(Decimal(1).scaleb(-shown.places), ROUND_HALF_UP)
        return "" if rounded == number else f"数字格式“{code}”把它印成{rounded}"
    return ""


def shows_another(code: str, number: Decimal) -> bool:
    """Return whether a format makes another number of one, or nothing: no words in its place, and none around it."""
    if not explain_format(code, number):
        return False
    shown = _read(_pick(code, number))
    if shown.numbers != 1:
        return bool(shown.numbers) or not (shown.before + shown.behind).strip()
    return explain_format(_bare(code), number) != ""


def _bare(code: str) -> str:
    """Return a code without the words that it prints."""
    return re.sub(r'"[^"]*"|[\\!].|\[\$[^\]]*\]', "", code)


def _pick(code: str, number: Decimal) -> str:
    """Return the section of a format that a number is shown by."""
    sections = [each[1] for each in _SECTION.finditer(code)]
    conditions = [_CONDITION.search(each) for each in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARE[condition[1]](number, Decimal(condition[2])):
                return section
        return sections[-1]
    at = 0 if number > 0 else 1 if number < 0 else 2
    return sections[at] if at < len(sections) else sections[0]


class _Shown(NamedTuple):
    """What a section shows: words before and behind a number, how many numbers, and its decimals, None for all."""

    before: str
    behind: str
    numbers: int
    places: int | None


def _read(section: str) -> _Shown:
    words, numbers = ["", ""], 0
    places: int | None = None
    for token in _TOKEN.finditer(section):
        if found := token["number"]:
            scaled = found.endswith(",") or "E" in found  # thousands, powers of ten: another number
            numbers += 2 if scaled else 1
            places = None if found in _WHOLE else len(found.partition(".")[2])
        words[min(numbers, 1)] += token["quoted"] or token["escaped"] or token["sign"] or token["other"] or ""
    return _Shown(words[0], words[1], numbers, places)
