"""What is wrong with a value, in the words of an author, and how to write it.

Knows texts; nothing of the rubric they stand in.
"""

import re
from collections.abc import Sequence

from pydantic_core import ErrorDetails

from formgen.exact import exact_text, parse_decimal
from formgen.rubric.key_suggestions import bare_word, hint_at
from formgen.spec import KeyPath

_MIXED = re.compile(r"(\d+)\s+(\d+)/(\d+)")
_BOUNDED = re.compile(r"([+-]?\d+(?:\.\d+)?%?)(及?以上|及?以下|以内)")
_LARGE = {"千": 1000, "万": 10**4, "亿": 10**8}
_NUMBER_AND_UNIT = re.compile(
    r"([+-]?\d+(?:\.\d+)?)([千万亿]?)((?:分|元|元整|块|块钱|人|户|个|件|条|篇|次|家|名|项|档|岁|天|年|月)?)"
)


def how_to_write(text: str, path: KeyPath) -> str:
    """Return how to write a number or a day that was written in another way, empty where that is not clear."""
    if path and path[-1] == "equals" and text in {"是", "否", "有", "无"}:
        return "；是/否指标写 1（是）或 0（否）"
    if path and path[-1] == "by":
        day = [int(digits) for digits in re.findall(r"\d+", text)][-2:]
        return (
            f"；这里写 {day[0]:02}-{day[1]:02}" if _is_day(day) and f"{day[0]:02}-{day[1]:02}" != text else ""
        )
    bare = text.strip("“”‘’「」\"' ")
    if not bare:
        return ""
    if bare != text:
        return f"；不要加中文引号，写 {bare}"
    return _say_number(text)


def _say_number(text: str) -> str:
    """Return how to write a number with something around it."""
    if match := _MIXED.fullmatch(text.strip()):
        whole, above, below = (int(digits) for digits in match.groups())
        return f"；带分数写成假分数 {whole * below + above}/{below}"
    plain = bare_word(text)
    if match := _BOUNDED.fullmatch(plain):
        return f"；不要写“{match[2]}”，写 {match[1]}"
    match = _NUMBER_AND_UNIT.fullmatch(plain)
    if match and (match[2] or match[3]):
        number = match[1] if not match[2] else _times(match[1], match[2])
        return f"；不要写单位，写 {number}"
    return ""


def _is_day(day: Sequence[int]) -> bool:
    """Return whether two numbers may be a month and a day."""
    return len(day) == 2 and 1 <= day[0] <= 12 and 1 <= day[1] <= 31  # noqa: PLR2004 - the calendar


def _times(number: str, unit: str) -> str:
    """Return a number of 千, 万 or 亿 written out."""
    return exact_text(parse_decimal(number) * _LARGE[unit])


_KNOWN_WORDS = {
    "bool_parsing": "应当是 true（是）或 false（否）",
    "bool_type": "应当是 true（是）或 false（否）",
    "int_parsing": "应当是整数",
    "int_type": "应当是整数",
    "too_short": "不能为空",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
    "string_pattern_mismatch": "键只能用小写英文字母、数字和下划线，以字母开头",
}
_SHAPES = {
    "dict_type": "应当是一组“键: 值”",
    "model_type": "应当是一组“键: 值”",
    "model_attributes_type": "应当是一组“键: 值”，有 kind",
    "list_type": "应当是列表，写成 [甲, 乙]，用半角的方括号和逗号",
    "string_type": "应当是文字；以 [ 或 { 开头的原文，整句加英文引号",
}


def name_value(value: object) -> str:
    """Return a value as an author knows it."""
    if isinstance(value, dict):
        return "一组“键: 值”"
    if isinstance(value, list):
        return f"列表，{len(value)}项"
    text = "" if value is None else str(value)
    return text if len(text) <= 40 else text[:40] + "…"  # noqa: PLR2004 - as long as a line of a message bears


def describe_fault(error: ErrorDetails, path: KeyPath) -> str:
    """Return what a value should be, and how to write it."""
    kind, value = error["type"], error.get("input")
    if value is None:
        return "没有写内容"
    if kind in _SHAPES:
        return _SHAPES[kind] + _meant_choice(value, path)
    context = error.get("ctx", {})
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(context.get("expected")))
        return f"可选 {'、'.join(allowed)}{hint_at(name_value(value), allowed)}"
    if kind in _KNOWN_WORDS:
        wide = (
            "；逗号、顿号分开的要写成列表"
            if kind == "string_pattern_mismatch" and _has_wide_comma(value)
            else ""
        )
        return _KNOWN_WORDS[kind] + wide
    if "error" not in context:
        return "写法不对"
    return f"{context['error']}{how_to_write(name_value(value), path)}"


def _meant_choice(value: object, path: KeyPath) -> str:
    """Return how to choose a reading, where a question is given the name of one as its whole content."""
    chosen = path[0] == "interpretations" and len(path) == 2 and isinstance(value, str)  # noqa: PLR2004 - its own path
    return f"；要选用读法的，写 chosen: {{{path[1]}: {value}}}" if chosen else ""


def _has_wide_comma(value: object) -> bool:
    return any(sign in str(value) for sign in "，、；")
