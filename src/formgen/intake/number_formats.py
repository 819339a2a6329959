"""What the format of a cell makes of the number in it: a date, a percentage, words around it, another number.

Knows the codes of formats; nothing of cells and fields.
"""

import re

from formgen.intake.raw import Style

_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT_FORMATS = frozenset({9, 10})
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)  # [h]:mm
_LITERAL = re.compile(r'"[^"]*"|[\\!].|\[[^\]]*\]|_.|\*.')  # what prints as it is, or not at all
_SECTION = re.compile(r'(?:^|;)((?:"[^"]*"|[\\!].|\[[^\]]*\]|[^;"])*)')
_CONDITION = re.compile(r"\[[<>=]")
_OF_ZERO = 2  # the third section is that of 0
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<sign>[^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.'
    r"|(?P<number>(?:General|G/通用格式|[0#?@][0#?@.,]*|\.[0#?]+,*)(?:E[+-]?0+)?)|%|(?P<other>.)",
    re.DOTALL,
)
_CURRENCY = "¥￥$€£ \u00a0"
_DASHES = _CURRENCY + "-–—"
_UNITS = frozenset({"", *"人户个家元分篇件条笔次名位口岁天份项"})  # that only dress a number


def read_format(number: int, code: str, *, from_1904: bool, struck: bool) -> Style:
    """Return what a format says; ``number`` is that of a built-in one, ``code`` that of another."""
    plain = _LITERAL.sub("", code)
    dated = number in _DATE_FORMATS or bool(re.search("[yYdDhHsS]", plain) or _ELAPSED.search(code))
    style = Style(dated, number in _PERCENT_FORMATS or "%" in plain, from_1904, struck=struck)
    return style if dated or not code else _read_words(style, code)


def _read_words(style: Style, code: str) -> Style:
    """Return a style with the words that a format puts around a number, but for units and signs of currency."""
    sections = _SECTION.findall(code)
    if len(sections) > _OF_ZERO and not _CONDITION.search(code):
        style = style._replace(zero=_read_zero(sections[_OF_ZERO]))
    words, numbers, scaled = ["", ""], 0, False
    for token in _TOKEN.finditer(sections[0]):
        if found := token["number"]:
            numbers += 1
            scaled = scaled or found.endswith(",")
        literal = token["quoted"] or token["escaped"] or token["sign"] or token["other"] or ""
        words[min(numbers, 1)] += literal
        scaled = scaled or any(map(str.isdecimal, literal))
    before, behind = words[0].strip(_CURRENCY), words[1].strip(_CURRENCY)
    if numbers == 0:
        return (
            style
            if not before
            else style._replace(before="" if _CONDITION.search(code) else before, odd=True)
        )
    if numbers > 1 or scaled:
        return style._replace(odd=True)
    return style._replace(before=before, behind="" if behind in _UNITS else behind)


def _read_zero(section: str) -> str:
    """Return the words that are shown instead of 0; the dash of bookkeepers does not count as words."""
    tokens = [*_TOKEN.finditer(section)]
    if any(token["number"] for token in tokens):
        return ""
    return "".join(token["quoted"] or token["escaped"] or token["other"] or "" for token in tokens).strip(
        _DASHES
    )
