"""Units of figures: which of them surely measure different things. Knows words only."""

from formgen.folding import fold

_KINDS = {
    **dict.fromkeys(("人", "名", "位"), "people"),
    **dict.fromkeys(("户", "家"), "households"),
    **dict.fromkeys(("笔", "件", "条", "份", "篇", "项", "起", "次", "场"), "cases"),
    "亩": "land",
}
_MONEY = frozenset({"元", "百元", "千元", "万元", "亿元"})


def are_unlike(one: str, other: str) -> bool:
    """Return whether two units surely measure different things, or money in different sizes; 个 may be anything."""
    first, second = fold(one), fold(other)
    if first in _MONEY and second in _MONEY:
        return first != second
    kinds = ["money" if each in _MONEY else _KINDS.get(each) for each in (first, second)]
    return None not in kinds and kinds[0] != kinds[1]


def is_countable(unit: str) -> bool:
    """Return whether a unit surely counts things, or money."""
    plain = fold(unit)
    return plain in _KINDS or plain in _MONEY or plain == "个"


def mean_the_same(one: str, other: str) -> bool:
    """Return whether two words count the same things: 人 and 名; a unit that is not known means only itself."""
    first, second = fold(one), fold(other)
    return first == second or (first in _KINDS and _KINDS[first] == _KINDS.get(second))
