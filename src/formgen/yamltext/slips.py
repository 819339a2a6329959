"""Slips of the hand that make a text no YAML, or another YAML than its author meant: each found, named and mended.

Knows lines of text and the marks of the reader; nothing of what the text is about. A mended line only serves to find
the slips after it: no one works with it.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from formgen.yamltext.layout import (
    align_mended,
    find_crooked,
    find_dedented,
    find_open_quote,
    find_raised,
    find_unclosed,
)
from formgen.yamltext.slip import BLANKS, KEY, Slip, Stop, cut_for_message, put_in_quotes

_LEAD = r"(?P<lead>\s*(?:- +)*)"
_SIGNS = "*&%@`!?|>[]{},"
_BLOCK = re.compile(r"^(?P<lead>\s*).*[:\-]\s+[|>][+-]?\d?[+-]?\s*(#.*)?$")
_WIDE_COLON = re.compile(rf"^{_LEAD}(?P<key>[\"']?{KEY}[\"']?)\s*：\s*(?P<value>.*)$")
_WIDE_COLON_ANY = re.compile(
    rf"^{_LEAD}(?P<key>[^\s:：#\"'{{}}\[\],-][^:：#]{{0,39}}?)\s*：\s*(?P<value>.*)$"
)
_EQUALS = re.compile(rf"^{_LEAD}(?P<key>{KEY})\s*[=＝]\s*(?P<value>.*)$")
_GLUED = re.compile(rf"^{_LEAD}(?P<key>{KEY}):(?P<value>(?!//)\S.*)$")
_GLUED_DASH = re.compile(r"^(?P<lead>\s*)(?:-(?=[^\s\-\d#.])|－\s*)(?P<value>.+)$")
_PAIR = re.compile(rf"^{_LEAD}(?P<key>[^\s#\"'{{\[].*?|\"[^\"]*\"|'[^']*')\s*:[ \t]+(?P<value>\S.*)$")
_ITEM = re.compile(r"^(?P<lead>\s*(?:- +)+)(?P<value>\S.*)$")
_FLOW_KEY = re.compile(rf"(?P<before>[{{,，]\s*)(?P<key>{KEY})(?P<colon>\s*：\s*|:\s+|:(?=[^\s/]))")
_WIDE_COMMA_OF_KEYS = re.compile(r"(?<=[a-z0-9_])，\s*(?=[a-z0-9_]+\s*[，,\]])")
_QUOTED = re.compile(r"(?<=[\s,{\[])(?:\"[^\"]*\"|'[^']*')(?=\s*[,}\]:]|\s*$)")
_WIDE_BLANK = re.compile(
    rf"^{_LEAD}(?P<key>{KEY}):(?P<blank>[\u3000\u00a0\u2000-\u200a\u202f]\s*)(?P<value>.*)$"
)
_NO_COLON = re.compile(
    rf"^{_LEAD}(?P<key>{KEY})(?:[ \t\u3000\u00a0]+|\s*[。．.；;，,、·]\s*)(?P<value>[^\s:：=＝].*)$"
)
_BARE_KEY = re.compile(rf"^(?P<lead>\s*)(?P<key>{KEY})\s*$")
_NO_COMMA = re.compile(rf"(?:\s*[；;、。]\s*|\s+)(?P<key>{KEY}):(?=\s)")
_HASH_IN_FLOW = re.compile(r"\s#")
_WIDE_BRACKETS = str.maketrans("｛｝［］", "{}[]")


def find_certain(lines: Sequence[str]) -> list[Slip]:
    """Return the slips that show in a line by itself, whether or not the whole can be read."""
    found = []
    for at in _outside_blocks(lines):
        line = lines[at]
        if slip := find_open_quote(lines, at) or find_raised(lines, at):
            found.append(slip)
            continue
        unquoted = _QUOTED.sub(lambda match: "x" * len(match[0]), line)
        slips = [slip for find in _CERTAIN if (slip := find(at, line)) and find(at, unquoted)][:1]
        found += [align_mended(lines, slip) if line[:1] in BLANKS + " " else slip for slip in slips]
    return found


def find_cause(lines: Sequence[str], stop: Stop) -> Slip | None:
    """Return the slip that stopped the reader, None when no known one is there."""
    last, first = min(stop.line, len(lines) - 1), min(stop.begun, len(lines) - 1)
    begun = range(max(first, last - 6), last + 1)
    near = dict.fromkeys([last, *([last - 1] if last else []), *reversed(begun)])
    if slip := find_dedented(lines, last):
        return slip
    for at in near:
        line = lines[at]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if slip := next((slip for find in _CAUSES if (slip := find(at, line))), None):
            return slip
    dash = next((slip for at in range(max(first - 1, 0), last + 1) if (slip := _no_dash(lines, at))), None)
    return dash or find_unclosed(lines, first) or find_crooked(lines, last)


def _outside_blocks(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines that do not stand in a text begun with | or >, and are no comments."""
    inside = -1
    for at, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if inside >= 0 and (not line.strip() or depth > inside):
            continue
        inside = -1
        if line.lstrip().startswith("#") or not line.strip():
            continue
        if match := _BLOCK.match(line):
            inside = len(match["lead"])
        yield at


# -- slips that show by themselves ----------------------------------------------------------------------
def _blank_lead(at: int, line: str) -> Slip | None:
    lead = line[: len(line) - len(line.lstrip())]
    if not any(sign in lead for sign in BLANKS):
        return None
    plain = lead.replace("\t", "  ").replace("\u3000", "  ").replace("\u00a0", " ")
    what = "Tab" if "\t" in lead else "全角空格"
    return Slip(at, f"行首的空白里有{what}", "缩进只能用半角空格，请换掉", plain + line.lstrip())


def _wide_colon(at: int, line: str) -> Slip | None:
    return _with_colon(at, _WIDE_COLON.match(line))


def _with_colon(at: int, match: re.Match[str] | None) -> Slip | None:
    if match is None:
        return None
    key, value = match["key"], match["value"].rstrip()
    mended = f"{match['lead']}{key}: {value}".rstrip()
    advice = f"冒号改成半角，后面空一格，写成“{cut_for_message(f'{key}: {value}'.strip())}”"
    return Slip(at, f"“{key}”后面是全角冒号“：”", advice, mended)


def _glued(at: int, line: str) -> Slip | None:
    match = _GLUED.match(line)
    if match is None:
        return None
    key, value = match["key"], match["value"]
    advice = f"冒号后面空一格，写成“{cut_for_message(f'{key}: {value}')}”"
    return Slip(at, f"“{key}”的冒号后面少一个空格", advice, f"{match['lead']}{key}: {value}")


def _glued_dash(at: int, line: str) -> Slip | None:
    match = _GLUED_DASH.match(line)
    if match is None or line.startswith("---"):
        return None
    value = match["value"].strip()
    advice = f"用半角减号，后面空一格，写成“- {cut_for_message(value)}”"
    return Slip(at, "列表的减号后面少一个空格", advice, f"{match['lead']}- {value}")


def _wide_in_flow(at: int, line: str) -> Slip | None:
    """Find full-width signs, and colons without a blank, between the keys of ``{…}``."""
    if "｛" in line and ("：" in line or ": " in line):
        mended = line.translate(_WIDE_BRACKETS)
        return Slip(at, "用了全角的括号“｛”", "括号改成半角的 { } 或 [ ]", _flow_mended(mended))
    if "{" in line and (wrong := [match for match in _FLOW_KEY.finditer(line) if _is_wrong(match)]):
        signs = "".join(f"{match['before']}{match['colon']}" for match in wrong)
        names = [
            name for sign, name in (("，", "全角逗号“，”"), ("：", "全角冒号“：”")) if sign in signs
        ] or ["少空格的冒号"]
        advice = f"逗号、冒号都用半角，后面空一格，写成“{cut_for_message(_flow_mended(line).strip(), 60)}”"
        return Slip(at, f"花括号里有{'和'.join(names)}", advice, _flow_mended(line))
    if "[" in line and _WIDE_COMMA_OF_KEYS.search(line):
        mended = _WIDE_COMMA_OF_KEYS.sub(", ", line)
        return Slip(
            at, "方括号里有全角逗号“，”", f"改成半角逗号，写成“{cut_for_message(mended.strip(), 60)}”", mended
        )
    return None


def _is_wrong(match: re.Match[str]) -> bool:
    return "，" in match["before"] or "：" in match["colon"] or not match["colon"].endswith(" ")


def _flow_mended(line: str) -> str:
    """Return a line with the signs between the keys of ``{…}`` made half-width."""
    return _FLOW_KEY.sub(lambda match: f"{match['before'].replace('，', ', ')}{match['key']}: ", line)


def _wide_blank(at: int, line: str) -> Slip | None:
    """Find a full-width or other strange blank right behind a colon."""
    match = _WIDE_BLANK.match(line)
    if match is None:
        return None
    key, value = match["key"], match["value"].strip()
    advice = f"冒号后面用半角空格，写成“{cut_for_message(f'{key}: {value}'.strip())}”"
    return Slip(at, f"“{key}”的冒号后面是全角空格", advice, f"{match['lead']}{key}: {value}".rstrip())


def _hash_in_flow(at: int, line: str) -> Slip | None:
    """Find a blank and ``#`` between brackets that are closed behind it: all that follows would be lost."""
    match = _HASH_IN_FLOW.search(line)
    if match is None or not _same_number(line):
        return None
    before = line[: match.start()]
    if _same_number(before) or not any(sign in before for sign in "[{"):
        return None
    start = max(before.rfind(sign) for sign in "[{,") + 1
    pair = list(_FLOW_KEY.finditer(line, 0, match.start()))
    start = max(start, pair[-1].end()) if pair else start
    start += len(line[start:]) - len(line[start:].lstrip())
    end = next((place for place in range(match.end(), len(line)) if line[place] in ",]}"), len(line))
    quoted = put_in_quotes(line[start:end].rstrip())
    key = f"“{pair[-1]['key']}”的内容" if pair and pair[-1].end() == start else "这一项"
    shown = cut_for_message(quoted, 40)
    advice = f"空格加 # 后面的都算说明，整句加英文引号，写成“{shown}”"
    return Slip(at, f"{key}里有“#”", advice, line[:start] + quoted + line[end:])


def _same_number(text: str) -> bool:
    """Return whether as many brackets are closed as are opened."""
    return all(text.count(sign) == text.count(end) for sign, end in (("[", "]"), ("{", "}")))


_CERTAIN: tuple[Callable[[int, str], Slip | None], ...] = (
    _blank_lead,
    _wide_colon,
    _wide_blank,
    _glued,
    _glued_dash,
    _hash_in_flow,
    _wide_in_flow,
)


# -- what stopped the reader ------------------------------------------------------------------------------
def _second_document(at: int, line: str) -> Slip | None:
    if at and line.rstrip() in {"---", "..."}:
        return Slip(at, f"这里的“{line.strip()}”把文件分成了两份", "请删去这一行", "")
    return None


def _equals(at: int, line: str) -> Slip | None:
    match = _EQUALS.match(line)
    if match is None:
        return None
    key, value = match["key"], match["value"]
    advice = f"键后面写半角冒号和空格，写成“{cut_for_message(f'{key}: {value}')}”"
    return Slip(at, f"“{key}”后面是等号", advice, f"{match['lead']}{key}: {value}")


def _wide_colon_of_any(at: int, line: str) -> Slip | None:
    return None if _PAIR.match(line) else _with_colon(at, _WIDE_COLON_ANY.match(line))


def _value(at: int, line: str) -> Slip | None:
    """Find a value of a key, or an item of a list, that has to stand in quotes."""
    match = _PAIR.match(line) or _ITEM.match(line)
    if match is None:
        return None
    value = match["value"].rstrip()
    whole = line.lstrip(" -")
    if whole[:1] in {"{", "["} and _balanced(whole.rstrip()):
        return None
    why = _why_quoted(value)
    if why is None:
        return None
    detail, quoted = why
    key = match.groupdict().get("key")
    shown = f"{key}: {cut_for_message(quoted, 40)}" if key else f"- {cut_for_message(quoted, 40)}"
    before = line[: match.start("value")]
    where = f"“{key}”的内容" if key else "这一项"
    return Slip(at, f"{where}{detail}", f"整句加英文引号，写成“{shown}”", before + quoted)


def _why_quoted(value: str) -> tuple[str, str] | None:  # a detail and the value in quotes
    """Return why a value has to be quoted, and it in quotes; None when it need not."""
    if value[0] in "\"'":
        return _why_quotes_fail(value)
    if value[0] in "[{" and _balanced(value):
        return None
    if value[0] in _SIGNS or value.startswith("- "):
        return f"以“{value[0]}”开头", put_in_quotes(value)
    if ": " in value or value.endswith(":"):
        return "里面有半角冒号", put_in_quotes(value)
    if " #" in value:
        return "里面有空格加“#”", put_in_quotes(value)
    return None


def _why_quotes_fail(value: str) -> tuple[str, str] | None:  # a detail and the value in quotes
    sign = value[0]
    end = value.rfind(sign)
    inner = value[1:end] if end > 0 else value[1:]
    if end <= 0:
        return f"只有前半个引号{sign}", put_in_quotes(inner)
    if sign == '"' and re.search(r'\\[^"\\/abefnrtvNLPxuU0_ \n]', value):
        return "里，双引号中有反斜杠", "'" + inner.replace("'", "''") + "'"
    if value[end + 1 :].strip() or sign in inner.replace(sign * 2, "").replace("\\" + sign, ""):
        return f"里的引号{sign}不在整句两头", put_in_quotes(value)
    return None


def _balanced(value: str) -> bool:
    """Return whether a value in brackets is nothing but brackets with their content."""
    pairs = {"[": "]", "{": "}"}
    depth = 0
    for at, sign in enumerate(value):
        depth += (sign == value[0]) - (sign == pairs[value[0]])
        if depth == 0:
            return not value[at + 1 :].strip() or value[at + 1 :].lstrip().startswith("#")
    return True


def _flow_value(at: int, line: str) -> Slip | None:
    """Find a value between the braces of one line that has to stand in quotes."""
    if "{" not in line:
        return None
    keys = list(_FLOW_KEY.finditer(line))
    for one, following in zip(keys, [*keys[1:], None], strict=False):
        start = one.end()
        end = following.start() if following else len(line.rstrip().rstrip("]},"))
        value = line[start:end].rstrip()
        if not value or value[0] in "\"'[{":
            continue
        if comma := _NO_COMMA.search(value):
            place = start + comma.start()
            mended = f"{line[:place]}, {comma['key']}:{line[start + comma.end() :]}"
            advice = f"各键之间用半角逗号分开，写成“{cut_for_message(mended.strip(), 60)}”"
            return Slip(at, f"“{comma['key']}”前面少一个逗号", advice, mended)
        inside = re.search(r": | #|[\[\]{}]", value)
        if inside or value[0] in _SIGNS:
            sign = inside[0].strip() if inside else value[0]
            detail = f"“{one['key']}”的内容里有“{sign}”"
            advice = f"整句加英文引号，写成“{one['key']}: {cut_for_message(put_in_quotes(value), 40)}”"
            return Slip(at, detail, advice, line[:start] + put_in_quotes(value) + line[start + len(value) :])
    return None


def _no_colon(at: int, line: str) -> Slip | None:
    """Find a key without a colon."""
    bare = _BARE_KEY.match(line)
    match = _NO_COLON.match(line)
    if bare:
        key, mended = bare["key"], f"{bare['lead']}{bare['key']}:"
    elif match and not _PAIR.match(line):
        key, mended = match["key"], f"{match['lead']}{match['key']}: {match['value'].rstrip()}"
    else:
        return None
    advice = f"键后面写半角冒号，有内容的再空一格，写成“{cut_for_message(mended.strip())}”"
    return Slip(at, f"“{key}”后面没有冒号", advice, mended)


def _no_dash(lines: Sequence[str], at: int) -> Slip | None:
    """Find an item of a list that is written without its minus, below a key that has no content."""
    line = lines[at]
    above = next((each for each in reversed(lines[:at]) if each.strip()), "")
    if not line.lstrip().startswith(("{", "[")) or not (
        above.rstrip().endswith(":") or above.lstrip().startswith("- ")
    ):
        return None
    lead = line[: len(line) - len(line.lstrip())]
    shown = cut_for_message(line.strip(), 40)
    return Slip(
        at, "列表的这一项前面少一个减号", f"每项前面写减号和空格，写成“- {shown}”", f"{lead}- {line.lstrip()}"
    )


_CAUSES: tuple[Callable[[int, str], Slip | None], ...] = (
    _second_document,
    *_CERTAIN,
    _equals,
    _flow_value,
    _value,
    _wide_colon_of_any,
    _no_colon,
)
