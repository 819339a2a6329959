"""Points of a person that a remark beside them says otherwise: 第3项由5分改为3分, 复核后改为3分.

They are told, with both numbers, and never taken. Knows tables with headers; types no value.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from formgen.exact import exact_text, parse_number
from formgen.folding import fold, remove_blanks
from formgen.intake.headed import HeadedTable, TableRow
from formgen.intake.raw import Cell
from formgen.intake.row_words import is_figure
from formgen.intake.vocabulary import Meaning
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
            (text.rfind(word), key)
            for key, label in self.labels.items()
            if len(word := remove_blanks(fold(_PREFIX.sub("", label)))) >= _SHORTEST and word in text
        ]
        if found:
            return max(found)[1]
        numbers = _ORDINAL.findall(text)
        keys = [
            key for key, label in self.labels.items() if numbers and re.match(rf"{numbers[-1]}(?!\d)", label)
        ]
        return keys[0] if len(keys) == 1 else ""


def tell_corrected_scores(
    words: ItemWords, headed: HeadedTable, rows: Mapping[int, int], name: Callable[[int], str]
) -> Iterator[Problem]:
    """Yield D201 for the corrections beside the points of a sheet of levels, or of reviewers; ``rows`` are those in use."""
    for number, at in rows.items():
        row, cells = headed.row(number), headed.table.rows[number]
        remarks = [cells[column] for column in headed.header.unknown if column in cells]
        if reason := row.of("reason"):
            remarks.append(reason)
        for cell in remarks:
            if not is_figure(cell):
                yield from _read(words, headed.kind, row, cell, name(at))


def _read(words: ItemWords, kind: str, row: TableRow, cell: Cell, name: str) -> Iterator[Problem]:
    """Yield what a remark says of the points of its row otherwise."""
    for clause in _CLAUSE.split(fold(cell.text)):
        plain = remove_blanks(clause)
        if not (said := _NEW.search(plain)):
            continue
        before = plain[: said.start()]
        key = words.find(before)
        label, own = _find_own(words, kind, row, key, before)
        shown = f"用的是{own.text.strip()}（{own.place.short}）" if own else "看不出是哪一项的"
        used = own.text if own else ""
        if own is None and label == _SUM:
            used = exact_text(_add(row))
            shown = f"各项相加是{used}"
        if _same(used, said["number"]):
            continue
        described = {"name": f"“{name}”的", "label": label, "value": f"{said['number']}分", "own": shown}
        yield Problem("D201", cell.place, described)


def _find_own(words: ItemWords, kind: str, row: TableRow, key: str, before: str) -> tuple[str, Cell | None]:
    """Return what a remark corrects, by its label, and the cell in which that stands."""
    if kind == "judged" and not key:
        criterion = row.of("criterion")
        return (criterion.text.strip() if criterion else "得分"), row.of("points")
    if key:
        found = row.of("points") if kind == "judged" else row.find(Meaning("scores", key))
        return words.labels[key], found
    if _TOTAL.search(before):
        return _SUM, row.of("total")
    return "得分", None


def _add(row: TableRow) -> Fraction:
    """Return the sum of the points of a row."""
    numbers = (parse_number(cell.text.strip()) for meaning, cell in row.cells if meaning.role == "scores")
    return sum((each.value for each in numbers if each), Fraction(0))


def _same(text: str, number: str) -> bool:
    one, other = parse_number(text.strip()), parse_number(number)
    return bool(one and other and one.value == other.value)
