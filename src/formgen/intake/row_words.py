"""What rows are that stand between those of communities: numbers of columns, and on a sheet on its side its remarks.

Knows cells; not what columns mean.
"""

import re
from collections.abc import Mapping

from formgen.folding import fold, keep_letters
from formgen.intake.raw import Cell

_COLUMN_LETTERS = frozenset({"栏次", "甲", "乙", "丙", "丁"})
_DIGITS = 3  # a row of column numbers has at least this many numbers, of at most this many digits
_REMARKS = frozenset(
    {
        "备注", "附注", "说明", "指标说明", "指标解释", "填报说明", "填报要求", "口径", "统计口径", "填报口径", "指标口径", "数据口径",
        "来源", "数据来源", "取数来源", "单位", "计量单位", "序号", "编号", "责任单位", "责任科室", "责任部门", "填报部门", "提供单位",
        "提供部门", "分值", "满分",
    }
)  # fmt: skip
_POINTS_SAID = re.compile(
    r"(?<![\d第])\d+(?:\.\d+)?\s*分(?![钟之类为米])|[打给得评]\s*\d+(?:\.\d+)?(?![\d次个人户家年月日])"
)
_NOT_GIVEN = re.compile(  # before points that a remark speaks of, and that are not those given
    "(?:满分|总分|分值|最[高多低少]|至[多少]|自评?|[上去前]年|提[高升]|增[加长]|减[少去]|降低|下降|扣除?|差|不[足到满]|未满|另[计加]|"
    "附加|加分|权重|上限|[高低多少]于|超过|达到)[为是了约共计]{0,2}\\s*$"
)


def says_points(text: str) -> bool:
    """Return whether a remark says how many points are given (4分，做法新), not the most there are, or how they changed."""
    plain = fold(text)
    return any(not _NOT_GIVEN.search(plain[: each.start()]) for each in _POINTS_SAID.finditer(plain))


def is_figure(cell: Cell) -> bool:
    """Return whether a cell is a number, or a text of digits."""
    return cell.kind == "number" or keep_letters(cell.text).isdecimal()


def is_numbering(cells: Mapping[int, Cell]) -> bool:
    """Return whether a row numbers the columns: 甲 乙 1 2 3."""
    numbers, letters = [], 0
    for cell in cells.values():
        plain = cell.text.strip("（）() ")
        if plain in _COLUMN_LETTERS:
            letters += 1
        elif not plain.isdecimal():
            return False
        elif len(plain) <= _DIGITS:
            numbers.append(int(plain))
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return False
    return len(numbers) >= _DIGITS or (letters > 0 and numbers[0] == 1)


def heads_remarks(text: str) -> bool:
    """Return whether a text where the name of a community should stand heads remarks on the fields instead."""
    return keep_letters(text) in _REMARKS
