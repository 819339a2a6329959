"""Remarks that say other points than those beside them: 第3项由5分改为3分, 复核后改为3分.

They are told, with both numbers, and never taken. Knows cells of one row or record, and the words of items.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import exact_text, parse_number
from formgen.folding import fold, remove_blanks
from formgen.intake.raw import Cell
from formgen.problems import Problem

_SHORTEST = 3  # signs of a label by which an item is known in a remark
_NEW = re.compile(
    "(?:应[为是得给]|应该[为是]|应当[为是]|[更订修纠]正[为成]?|(?<!整)改[为成]?|调整[为成]?|变更[为成]|核[实定][为成]|审定[为成]|[复重][核评审][为成后]?|"
    r"而是|现[为给]|→|⇒|[-—=]+>)(?:得|给|打|评|为|是)*[:：]?(?P<number>\d+(?:\.\d+)?)(?:分(?![钟之类])|(?![\d.%‰人户个次年月日号项条元]))"
)
_ORDINAL = re.compile("第(\\d+)项")
_TOTAL = re.compile("合计|总分|总计|总得分")
_SUM = "合计"
_CLAUSE = re.compile(r"[。;；!！?？\n,，]+")
_PREFIX = re.compile(r"^\d+\s*|[（(].*$")  # 3 劳动者就业技能水平（5分）


@dataclass(frozen=True)
class ItemWords:
    """The words by which the items of a notice are known in a remark: their labels by keys."""

    labels: Mapping[str, str]

    def find(self, text: str) -> str:
        """Return the key of the item that a text names last, empty for none, or for several of one number."""
        found = [
            (text.rfind(word), len(word), key)
            for key, label in self.labels.items()
            for word in {remove_blanks(fold(each)) for each in (label, _PREFIX.sub("", label))}
            if len(word) >= _SHORTEST and word in text
        ]
        if found:
            best = [each[2] for each in found if each[:2] == max(found)[:2]]
            return best[0] if len(best) == 1 else ""
        numbers = _ORDINAL.findall(text)
        keys = [
            key for key, label in self.labels.items() if numbers and re.match(rf"{numbers[-1]}(?!\d)", label)
        ]
        return keys[0] if len(keys) == 1 else ""


def tell_corrected(
    words: ItemWords, given: Mapping[str, Cell], remark: Cell, name: str, total: Cell | None = None
) -> Iterator[Problem]:
    """Yield D201 for the points of one row, ``given`` by items, that a remark beside them says otherwise."""
    for clause in _CLAUSE.split(fold(remark.text)):
        plain = remove_blanks(clause)
        if not (said := _NEW.search(plain)):
            continue
        before = plain[: said.start()]
        key = words.find(before)
        summed = not key and bool(_TOTAL.search(before))
        if not key and not summed and len(given) == 1:
            key = next(iter(given))
        own = total if summed else given.get(key)
        used, shown = own.text if own else "", "看不出是哪一项的"
        if own:
            shown = f"用的是{used.strip()}（{own.place.short}）"
        elif summed:
            used = exact_text(_add(given))
            shown = f"各项相加是{used}"
        if not _same(used, said["number"]):
            label = _SUM if summed else words.labels.get(key, key) or "得分"
            described = {"name": f"“{name}”的", "label": label, "value": f"{said['number']}分", "own": shown}
            yield Problem("D201", remark.place, described)


def _add(given: Mapping[str, Cell]) -> Fraction:
    """Return the sum of the points of a row."""
    numbers = (parse_number(cell.text.strip(), "分") for cell in given.values())
    return sum((each.value for each in numbers if each), Fraction(0))


def _same(text: str, number: str) -> bool:
    one, other = parse_number(text.strip(), "分"), parse_number(number, "分")
    return bool(one and other and one.value == other.value)
