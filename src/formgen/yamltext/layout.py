"""Slips that show only beside the lines around them: indentation, and what is opened and not closed.

Knows lines of text; nothing of what the text is about.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from formgen.yamltext.slip import BLANKS, KEY, MISSING_KEY, Slip, cut_for_message

_OPEN_QUOTE = re.compile(
    rf"(?P<before>(?:^\s*(?:- +)*|[,{{\[]\s*)(?:{KEY}:[ \t]+)?)(?P<sign>\")(?P<rest>[^\"]*)$"
)
_BARE_KEY = re.compile(rf"^\s*{KEY}:\s*$")
_KEY_OF = re.compile(rf"^\s*(?P<key>{KEY}):(?:\s|$)")
_ANY_KEY = re.compile(rf"^\s*(?:- +)*[{{\[]?{KEY}:(?:\s|$)")


def align_mended(lines: Sequence[str], slip: Slip) -> Slip:
    """Return a slip whose mended line, if its lead held other signs than blanks, is indented like the next line."""
    lead = lines[slip.at][: len(lines[slip.at]) - len(lines[slip.at].lstrip())]
    following = next((line for line in lines[slip.at + 1 :] if line.strip()), "")
    depth = len(following) - len(following.lstrip(" "))
    if (
        not any(sign in lead for sign in BLANKS)
        or following[depth : depth + 1] in BLANKS
        or not _ANY_KEY.match(following)
    ):
        return slip
    return replace(slip, mended=" " * depth + slip.mended.lstrip())


def find_open_quote(lines: Sequence[str], at: int) -> Slip | None:
    """Find an English quote that is not closed in its line, where the next line surely is no part of the text."""
    match = _OPEN_QUOTE.search(lines[at])
    following = next((line for line in lines[at + 1 :] if line.strip()), None)
    if match is None or (following is not None and not _ANY_KEY.match(following)):
        return None
    in_flow = match["before"].lstrip()[:1] in {",", "{", "["}
    ends = [sign for sign in "”’" if sign in match["rest"]]
    end = match["rest"].index(ends[0]) if ends else len(match["rest"].rstrip())
    if in_flow and not ends:
        end = next((place for place, sign in enumerate(match["rest"]) if sign in ",}]"), end)
    inner, behind = match["rest"][:end], match["rest"][end + len(ends[:1]) :]
    key = match["before"].strip(" ,{[-:")
    detail = "前面是英文引号，后面是中文引号" if ends else '只有前半个引号"'
    shown = f'{key}: "{cut_for_message(inner)}"' if key else f'"{cut_for_message(inner)}"'
    where = f"“{key}”的内容" if key else "这一项"
    mended = lines[at][: match.start("sign")] + f'"{inner}"' + behind
    return Slip(at, f"{where}{detail}", f"两头都写英文引号，写成“{shown}”", mended)


def find_unclosed(lines: Sequence[str], at: int) -> Slip | None:
    """Find a bracket or a quote that is opened and not closed."""
    line = lines[at]
    for sign, end in (("[", "]"), ("{", "}")):
        if line.count(sign) > line.count(end):
            detail = f"第{at + 1}行的“{sign}”没有配对的“{end}”"
            advice = f"列表或一组键写完后补上“{end}”；是原文的，整句加英文引号"
            closed = line.rstrip() + end * (line.count(sign) - line.count(end))
            return Slip(at, detail, advice, closed)
    return None


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def find_dedented(lines: Sequence[str], at: int) -> Slip | None:
    """Find a key that stands further left than its neighbours, once a line after what is below it shows it."""
    depth = _depth(lines[at]) if _ANY_KEY.match(lines[at]) else 0
    parent = next(
        (each for each in range(at - 1, -1, -1) if lines[each].strip() and _depth(lines[each]) < depth), None
    )
    if parent is None or not lines[parent].rstrip().endswith(":"):
        return None
    below = next((line for line in lines[parent + 1 : at] if line.strip()), "")
    sibling = next((line for line in reversed(lines[:parent]) if line.strip() and _depth(line) <= depth), "")
    even = _depth(below) - depth == depth - _depth(
        lines[parent]
    )  # moved, it would stand as its neighbours do
    if not even or not sibling or _depth(sibling) != depth:
        return None
    key = lines[parent].strip()
    detail = f"“{key}”缩进{_depth(lines[parent])}格，和它同一层的键缩进{depth}格"
    return Slip(parent, detail, "同一层的键缩进一样多的空格", " " * depth + lines[parent].lstrip())


def find_raised(lines: Sequence[str], at: int) -> Slip | None:
    """Find a key that stands as deep as what is meant to be below it, so that the keys above it come twice."""
    depth = _depth(lines[at])
    following = next((line for line in lines[at + 1 :] if line.strip()), "")
    if not _BARE_KEY.match(lines[at]) or depth == 0 or _depth(following) != depth:
        return None
    above = _keys_of(lines[:at][::-1], depth)
    below = _keys_of(lines[at + 1 :], depth)
    parent = next((line for line in reversed(lines[:at]) if line.strip() and _depth(line) < depth), "")
    if not above & below or not parent:
        return None
    key = lines[at].strip()
    detail = f"“{key}”和它下面的键缩进一样多，都是{depth}格"
    advice = f"“{key}”这一行少缩进一些，和它同一层的键对齐"
    return Slip(at, detail, advice, " " * _depth(parent) + lines[at].lstrip())


def _keys_of(lines: Sequence[str], depth: int) -> set[str]:
    """Return the keys of a mapping as far as it goes on: those that stand at one depth, up to a line further left."""
    found = set()
    for line in lines:
        if line.strip() and _depth(line) < depth:
            break
        if (match := _KEY_OF.match(line)) and _depth(line) == depth:
            found.add(match["key"])
    return found


def find_crooked(lines: Sequence[str], at: int) -> Slip | None:
    """Find a line that is not indented like its neighbours."""
    before = next((each for each in range(at - 1, -1, -1) if lines[each].strip()), None)
    if before is None or not re.match(rf"^\s*(- +)*{KEY}:", lines[at]):
        return None
    depths = [_depth(lines[each]) for each in (before, at)]
    if depths[0] == depths[1]:
        return None
    following = next((line for line in lines[at + 1 :] if line.strip()), "")
    above = next((line for line in reversed(lines[:before]) if line.strip()), "")
    advice = "同一层的键缩进一样多的空格"
    if depths[0] > depths[1] > _depth(above) and _depth(following) >= depths[1]:
        detail = f"缩进没有对齐：这一行缩进{depths[0]}格，第{at + 1}行缩进{depths[1]}格"
        return Slip(before, detail, advice, " " * depths[1] + lines[before].lstrip())
    if depths[1] > depths[0] and lines[at].rstrip().endswith(":") and _depth(following) > depths[1]:
        detail = f"这一行缩进{depths[1]}格，比第{before + 1}行多，上面却没有管它的键"
        mended = f"{' ' * depths[0]}{MISSING_KEY}:\n{lines[at]}"
        return Slip(at, detail, "请补上管它的键（单独一行，以冒号结尾），或对齐", mended)
    detail = f"缩进没有对齐：第{before + 1}行缩进{depths[0]}格，这一行缩进{depths[1]}格"
    mended = " " * depths[0] + lines[at].lstrip()
    return Slip(at, detail, advice, mended)
