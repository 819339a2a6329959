"""What tells fields in lines of text apart: who stands before them in the line, above them, at the head of their block.

A letter has a stub and a receipt, a contract two sides, and both ask for the same things. Whoever is named next ends the
reach of the one before: nothing of the second side is ever the first one's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formgen.binding.fields import BoundField, Context
from formgen.binding.wording import exact, loose, printed, squeeze

_HOLDER = re.compile(
    "(?:人|方|者|代表|单位|公司|原告|被告|父亲|母亲|配偶|丈夫|妻子|儿子|女儿|[甲乙丙丁]方)(?:姓名|名称)?$"
)
_SIDE = re.compile(
    "^(?:[甲乙丙丁]方|原告|被告|第三人|用人单位|劳动者|.{0,6}(?:出租|承租|委托|受托|被委托|转让|受让|出让|出卖|买受|出借|借款|贷款|"
    "发包|承包|赠与|受赠|权利|义务|申请|被申请|担保|保证|收养|送养|供货|采购|供|需|买|卖|抵押|上诉|被上诉|当事)(?:方|人))(?:姓名|名称)?$"
)
_SUFFIX = re.compile("(?:姓名|名称)$")
_PART = re.compile("(?:存根|回执|回单|介绍信|通知书|证明|申请书|登记表|[一二三四五六]联)$")
_TITLE = re.compile(
    "存根|回执|[联书信表单证函]$|证明$|^[一二三四五六七八九十]{1,3}、|^第.{1,2}(?:联|部分|章)"
)
_LONGEST_TITLE = 30


def is_holder(label: str) -> bool:
    """Return whether a label names a person, a side or an office: what stands behind it may be theirs."""
    return bool(_HOLDER.search(loose(label)))


@dataclass(frozen=True)
class Line:
    """A line of text outside tables, with its fields in order."""

    text: str
    fields: tuple[BoundField, ...] = ()


def contexts_of_lines(lines: Sequence[Line]) -> dict[int, tuple[Context, ...]]:
    """Return the contexts of the fields of lines by the identity of each field."""
    found: dict[int, tuple[Context, ...]] = {}
    title, side = "", ""
    for place, line in enumerate(lines):
        if not line.fields and _is_title(line.text):
            title, side = printed(line.text), ""
        sides = [each.label for each in line.fields if is_side(each.label)]
        pairs = _pairs(lines, place)
        if sides and not pairs:
            side = sides[0] if len(sides) == 1 and is_side(line.fields[0].label) else ""
        for number, field in enumerate(line.fields):
            before = [each.label for each in line.fields[:number] if is_holder(each.label)]
            holders = [labels[number] for labels in pairs] or before[-1:]
            own_side = "" if pairs or any(map(is_side, before)) or field.label in sides else side
            near = [
                Context((2, at), name)
                for at, holder in enumerate(holders)
                for name in names_of_holder(holder)
            ]
            far = [Context((3, 0), name) for name in names_of_holder(own_side)]
            found[id(field)] = (*near, *far, *(Context((4, 0), name) for name in _title_names(title)))
    return found


def _is_title(text: str) -> bool:
    plain = squeeze(text)
    return (
        0 < len(plain) <= _LONGEST_TITLE
        and not re.search("[,。:;，；：]", plain)
        and bool(_TITLE.search(plain.strip("()")))
    )


def is_side(label: str) -> bool:
    """Return whether a label names a side of a contract or a suit, or one of those who apply."""
    return _SIDE.match(loose(label)) is not None


def _pairs(lines: Sequence[Line], at: int) -> list[list[str]]:
    """Return the labels, nearest line first, below which the fields of a line stand one by one: 甲方（盖章）　　乙方（盖章）."""
    count, found = len(lines[at].fields), list[list[str]]()
    for line in reversed(lines[:at]) if count > 1 else ():
        labels = [each.label for each in line.fields]
        if len(labels) != count:
            break
        if len({*map(loose, labels)}) == count and all(_HOLDER.search(loose(each)) for each in labels):
            found.append(labels)
    return found


def names_of_holder(label: str) -> Iterator[str]:
    """Yield what a holder is called: 权利人姓名（名称） also 权利人."""
    if label:
        names = (printed(label), loose(label), _SUFFIX.sub("", loose(label)))
        yield from dict.fromkeys(name for name in names if name)


def _title_names(title: str) -> Iterator[str]:
    if title:
        bare = exact(title).strip("()")
        part = _PART.search(bare)
        yield from dict.fromkeys((title, bare, *([part[0]] if part else [])))
