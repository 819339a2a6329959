"""Titles (称号) that a notice gives: how they are called, what must be held before, what becomes of them later.

Knows what a notice can say of a title; who holds one stands in an office's register of titles.
"""

from typing import Literal

from formgen.spec import Key, Spec, Text, described


class Title(Spec):
    """A title: its name, and what the notice says of the years after it was given."""

    zh: Text = described("名称：称号或级别，如 县级；与奖补的 titles 一样写")
    clause: Text = described("原文")
    full: Text | None = described(
        "全称：印在公示、认定名单上的，如 县级高质量就业社区（村）；不写则用 zh", default=None
    )
    also: list[Text] = described("其他写法：台账里的其他写法", default=[])
    passed: bool = described("评为合格的，认定的就是它", default=False)
    only: Key | None = described("只认定哪些：这一项答“是”的；是/否的基本情况的键；不写则都算", default=None)
    lasts: Literal["year"] | None = described("有效期：year 只管当年，逐年重评；不写则一直有效", default=None)
    told_by: Key | None = described(
        "数据里也写着有没有它的：是/否的基本情况的键；有台账的，两处不一样的要核对", default=None
    )
    needs: Key | None = described("须先有的称号：申报前要已有它；另一个称号的键", default=None)
    review: Literal["year"] | None = described("复核：year 每年一次；不写则没有规定", default=None)
    failing: Literal["withdrawn"] | None = described(
        "复核不合格的：withdrawn 收回；不写则由人定", default=None
    )
    anew: Literal["next_year"] | None = described(
        "收回、取消以后：next_year 最早次年才能重新认定；不写则没有规定", default=None
    )
    rectify_first: bool = described("取消以前须先限期整顿", default=False)

    @property
    def printed(self) -> str:
        """Return how the title is called on a paper."""
        return self.full or self.zh
