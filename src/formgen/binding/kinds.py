"""The class of each cell: by its own text, then corrected by its neighbours. Knows cells and texts."""

import re
from typing import Literal, NamedTuple

from formgen.binding.cells import CellTable, FormCell
from formgen.binding.choices import bare_words, find_boxes, questions_by_line, read_choice
from formgen.binding.gaps import (
    date_gaps,
    gaps_of_numbers,
    gaps_of_span,
    inline_labels,
    is_blank,
    open_gaps,
    parts_of_numbers,
    spaced_gaps,
    whole_gap,
)
from formgen.binding.numbered_items import gaps_of_items
from formgen.binding.time_gaps import gaps_of_time
from formgen.binding.wording import BLANK, exact, printed, squeeze

CellClass = Literal[
    "blank", "label", "gap", "choice", "words", "hint", "opinion", "inline", "note", "number", "photo"
]
Classes = dict[FormCell, CellClass]
FILLABLE: frozenset[CellClass] = frozenset({"blank", "gap", "choice", "words", "hint", "opinion"})
_SEAL = re.compile("盖章|签章|公章|签字|签名|印章|[（(]章[）)]|负责人|经办人")
_OPINION = re.compile("意见|审核|审批|审查|批示|鉴定|证明|承诺|结论|核实情况")
_HEADING = re.compile(r"^[^，。；]{0,24}(?:意见|批示|承诺|结论|声明)(?:\([^()]{1,8}\))?$")
_OWN_OPINION = re.compile("^(?!.*[，。；同拟]).{2,24}(?:意见|批示)$")  # the label of a box of its own
_PART_OF = re.compile("其中[:：][^:：]+")  # a head of a part of the column before
_DAY = re.compile("日期|时间|年月|生日|时$")  # labels of a date
_HINT = re.compile(r"[（(【\[](?!.{0,6}[、/章签])[^（()）]{4,}[）)】\]]|(?:XX|××|[xX]{2,}|…).*")
_PHOTO = re.compile("照片|相片|贴照|免冠|证件照")
_NUMBER = re.compile(r"[\d.]+[%％‰]?|[（(]?\d+[）)]|第\d+")
_STRUCK = re.compile(r"[-—–―─/\\＼×]+")  # what nobody fills in
_MONEY_LABEL = re.compile("[(](?:大写|小写)[)]:?[¥￥]?")  # a label where a blank stands beside it
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTE, _LONG_NOTE, _LONG_PHOTO = 32, 60, 24


def classify(table: CellTable) -> Classes:
    """Return the class of every cell of a table."""
    own: Classes = {cell: _by_text(cell.text) for cell in table.cells}
    own |= {cell: "label" for cell in table.cells if _is_signed_label(table, own, cell)}
    return {cell: _corrected(table, own, cell) for cell in table.cells}


def _by_text(text: str) -> CellClass:
    plain = squeeze(text)
    if is_blank(text) or _NUMBER.fullmatch(plain) or _STRUCK.fullmatch(plain):
        return "blank" if is_blank(text) else "number"
    if is_photo(text):
        return "photo"
    if read_choice(text) is not None and len(plain) <= 4 * _LONG_NOTE and not _is_card(text):
        return "choice"
    if whole_gap(text) is not None or gaps_of_numbers(text) or gaps_of_span(text) or gaps_of_time(text):
        return "gap"
    if text.rstrip(BLANK).endswith("\n\n") and _SEAL.search(plain) and heads_opinion(text.strip()):
        return "opinion"  # the box of an opinion below its own label
    return (
        "hint" if _HINT.fullmatch(plain) else "label" if _PART_OF.fullmatch(plain) else _by_words(text, plain)
    )


def _is_card(text: str) -> bool:
    """Return whether a text of many lines has labels with gaps and several questions, each in a line of its own."""
    return "\n" in text and bool(inline_labels(text)) and len(questions_by_line(text)) > 1


def is_photo(text: str) -> bool:
    """Return whether a short text names a photo."""
    plain = squeeze(text)
    return bool(_PHOTO.search(plain)) and len(plain) <= _LONG_PHOTO


def _by_words(text: str, plain: str) -> CellClass:
    """Return the class of a text that is more than a gap or a number."""
    labels = inline_labels(text)
    sealed, lines = _SEAL.search(plain), text.strip().split("\n")
    first = inline_labels(lines[0]) if len(labels) > 1 else []
    asks = any(not _SEAL.search(squeeze(each.label)) for each in first)
    own_line = bool(labels) and _begins_with_line(lines[0])
    asks = own_line or (asks and (len(first) > 1 or not sealed))
    if date_gaps(text) and (sealed or len(lines) > 1) and not asks:
        return "opinion"
    if _SEAL.search(plain) and "\n" in text.strip() and len(plain) > len("负责人（签字）：") and not labels:
        return "opinion"
    if own_line or len(labels) > 1 or (labels and not _ends_bare(text)):
        return "inline"
    if len(plain) > _LONG_NOTE or (len(plain) > _NOTE and "。" in plain):
        return "note"
    if open_gaps(text) or spaced_gaps(text) or parts_of_numbers(text) or len(date_gaps(text)) > 1:
        return "gap"
    return "inline" if labels and date_gaps(text) else "label"


def _begins_with_line(line: str) -> bool:
    """Return whether a line has a label of its own with a drawn line behind it, which is no signature's: 住址：____."""
    own = (each for each in inline_labels(line) if each.gap is not None)
    return "_" in line and any(
        each.gap and each.gap.end > each.gap.start and not _SEAL.search(squeeze(each.label)) for each in own
    )


def _ends_bare(text: str) -> bool:
    """Return whether a text is one label whose colon nothing follows."""
    return text.rstrip().endswith((":", "：")) and sum(text.count(sign) for sign in ":：") == 1


def is_opinion(label: str) -> bool:
    """Return whether a label names an opinion, a check or a decision of an office."""
    return bool(_OPINION.search(exact(label)))


def heads_opinion(line: str) -> bool:
    """Return whether a line is the label of the box that it stands in: 单位推荐意见（盖章）：."""
    plain = exact(line)
    return len(plain) <= _NOTE and not date_gaps(line) and bool(_HEADING.search(plain))


class OpinionPart(NamedTuple):
    """One of several opinions in one box: its label, and where it begins and ends with what is signed below it."""

    label: str
    start: int
    end: int


def opinion_parts(text: str) -> list[OpinionPart]:
    """Return the opinions of a box that holds two or more, each below a line that is its label; else none."""
    starts, labels, offset = list[int](), list[str](), 0
    for line in text.split("\n"):
        if heads_opinion(line):
            starts.append(offset)
            labels.append(printed(line))
        offset += len(line) + 1
    if len(starts) < len("两栏"):
        return []
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    parts = [OpinionPart(*each) for each in zip(labels, starts, ends, strict=True)]
    return parts if all("\n" in text[each.start : each.end] for each in parts) else []


def _same_rows(one: FormCell | None, other: FormCell) -> bool:
    return one is not None and one.row == other.row and one.rows == other.rows


def _is_signed_label(table: CellTable, own: Classes, cell: FormCell) -> bool:
    """Return whether a cell with words of a seal is a label of several lines: without a date, and beside its own blank."""
    right = table.right_of(cell)
    return (
        own[cell] == "opinion"
        and not date_gaps(cell.text)
        and not cell.text.rstrip(BLANK).endswith("\n")
        and right is not None
        and not right.outside
        and _same_rows(right, cell)
        and own[right] in {"blank", "gap", "choice", "opinion"}
    )


def _corrected(table: CellTable, own: Classes, cell: FormCell) -> CellClass:
    """Return the class of a cell with a look at those beside it."""
    found, left, right = own[cell], table.left_of(cell), table.right_of(cell)
    if cell.outside and found in FILLABLE:
        is_line = found == "opinion" and "\n" not in cell.text.strip() and inline_labels(cell.text)
        return "inline" if is_line else "note"  # 部门（盖章）：　　制表日期：　年　月　日
    left_label = left is not None and own[left] == "label" and _same_rows(left, cell)
    right_blank = (
        right is not None and own[right] == "blank" and _same_rows(right, cell) and not right.outside
    )
    if right_blank and (
        (found == "choice" and not find_boxes(cell.text)) or _MONEY_LABEL.fullmatch(squeeze(cell.text))
    ):
        return "label"  # numbers within a label, （大写） before its own blank
    if left_label and gaps_of_items(cell.text) and _ends_row(own, right):
        return "gap"
    if found == "gap":
        return _gap_class(table, own, cell, left_label=left_label, right_blank=right_blank)
    if left_label and left is not None and _is_opinion(left, cell, found):
        return "opinion"
    beside = left is not None and _same_rows(left, cell) and own[left] in {"label", "blank"}
    others: dict[CellClass, CellClass] = {
        "label": "words" if beside and not right_blank and _offers_words(table, own, cell) else "label",
        "hint": _hint_class(cell.text) if left_label and not right_blank else "note",
        "inline": "opinion"
        if left_label and cell.text.startswith("\n") and _is_signed(cell.text)
        else "inline",
        "photo": "label" if right_blank else "photo",
        "number": "label" if _heads_year(table, own, cell) else "number",
    }
    return others.get(found, found)


def _ends_row(own: Classes, right: FormCell | None) -> bool:
    """Return whether a row has nothing to be filled in from a cell on: a number before a blank is that of a row."""
    return right is None or right.outside or own[right] not in FILLABLE


def _hint_class(text: str) -> CellClass:
    """Return the class of a hint in a box: beside an empty line, or with gaps of its own, it stays, and is written above."""
    return "opinion" if "\n" in text or open_gaps(text) else "hint"


def _is_signed(text: str) -> bool:
    """Return whether a text ends with the date of who signs it."""
    return bool(date_gaps(text.rstrip().split("\n")[-1]))


def _heads_year(table: CellTable, own: Classes, cell: FormCell) -> bool:
    """Return whether a year without its unit, or a day in a row of days, heads a column that is filled in."""
    below, plain = table.below(cell), squeeze(cell.text)
    if not below or not all(own[each] == "blank" for each in below):
        return False
    if not plain.isdecimal() or _YEAR.fullmatch(plain):
        return bool(_YEAR.fullmatch(plain))
    beside = {1: table.right_of(cell), -1: table.left_of(cell)}
    return any(
        each is not None and squeeze(each.text) == str(int(plain) + step) for step, each in beside.items()
    )


def _offers_words(table: CellTable, own: Classes, cell: FormCell) -> bool:
    """Return whether a cell beside a label offers words to tick: it is no head as the label is, with a blank below both."""
    left = table.left_of(cell)
    pair = [each for each in (left, cell) if each is not None and own[each] == "label"]
    heads = [
        each for each in pair if any(own[under] in {"blank", "gap", "hint"} for under in table.below(each))
    ]
    return bare_words(cell.text) is not None and len(heads) < len("两格")


def _is_opinion(left: FormCell, cell: FormCell, found: CellClass) -> bool:
    """Return whether a cell right of a label is its opinion box: it holds preset words, a seal or a date."""
    label = exact(left.text)
    if (
        not _OPINION.search(label)
        or found in {"blank", "choice", "number"}
        or _OWN_OPINION.search(exact(cell.text))
    ):
        return False
    return bool(date_gaps(cell.text) or _SEAL.search(squeeze(cell.text)) or label.endswith("意见"))


def _is_box(left: FormCell, cell: FormCell) -> bool:
    """Return whether a date stands at the end of a box that is written into: of an opinion, or below empty lines."""
    roomy = cell.text.startswith("\n") and not _DAY.search(exact(left.text))
    return roomy or bool(_OPINION.search(exact(left.text)))


def _gap_class(
    table: CellTable, own: Classes, cell: FormCell, *, left_label: bool, right_blank: bool
) -> CellClass:
    """Return ``gap`` for a date or for a unit with blanks before it, ``label`` for a unit that is a head."""
    left = table.left_of(cell)
    if left_label and left is not None and date_gaps(cell.text) and _is_box(left, cell):
        return "opinion"
    gap = whole_gap(cell.text)
    dated = gap is None or gap.parts or gap.unit == "@"
    if dated or cell.text != cell.text.strip("\n"):
        return "gap"
    if cell.text[:1].isspace() or cell.text[-1:].isspace() or cell.text.startswith(("_", "(", "（")):
        return "gap" if not right_blank or left_label else "label"
    below = any(own[each] == "blank" and not _is_beside_label(table, own, each) for each in table.below(cell))
    return "gap" if left_label and not below and not right_blank else "label"


def _is_beside_label(table: CellTable, own: Classes, cell: FormCell) -> bool:
    left = table.left_of(cell)
    return left is not None and own[left] == "label" and _same_rows(left, cell)
