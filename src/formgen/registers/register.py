"""The description of a register: one kind of list of rows, such as a roster of people.

A column is known by its key. Some keys mean the same in every register, and programs ask for them by name: see ``OWN``.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from formgen.folding import keep_letters
from formgen.registers.definition import Where
from formgen.registers.limit import TimeLimit, VisitRound
from formgen.spec import Key, Name, Spec, Text, described

ColumnKind = Literal["text", "name", "id_number", "date", "month", "choice", "yesno", "count", "phone", "age"]
COLUMN_KINDS: Mapping[ColumnKind, str] = MappingProxyType(
    {
        "text": "文字",
        "name": "姓名",
        "id_number": "身份证号",
        "date": "日期",
        "month": "月份",
        "choice": "选项",
        "yesno": "是/否",
        "count": "整数",
        "phone": "电话",
        "age": "年龄",
    }
)
# The keys that mean the same in every register, and the kinds of their columns.
OWN: Mapping[str, ColumnKind] = MappingProxyType(
    {
        "township": "text",
        "community": "text",
        "month": "month",
        "household": "text",
        "head": "name",
        "relation": "text",
        "name": "name",
        "sex": "choice",
        "id_number": "id_number",
        "birth": "date",
        "age": "age",
    }
)
MAN, WOMAN = "男", "女"
_OR = "或"
_YES_SIGNS = re.compile("^(?:是否|有无|已经|是|有|已)")
_NO_SIGNS = ("未", "没", "没有", "无", "不", "非", "不是", "未曾", "尚未", "还没", "还没有", "否")
_OLDEST = 150
_SCHOOLING = re.compile("(?:文化|程度|学历|毕业|水平)+生?$")
_LISTED = re.compile(r"[、,，;；/\s]+|(?<=证)[和及与]")


def _from_to(value: list[int]) -> list[int]:
    """Refuse a range that ends before it begins."""
    if not 0 <= value[0] <= value[1] <= _OLDEST:
        message = "应写成［最小, 最大］周岁，如 [16, 59]"
        raise ValueError(message)
    return value


Ages = Annotated[list[int], Field(min_length=2, max_length=2), AfterValidator(_from_to)]


class AgeRange(Spec):
    """Ages of men and of women in completed years, both ends included."""

    zh: Text = described("名称：如 法定劳动年龄")
    men: Ages = described("男：最小和最大的周岁，都含在内，如 [16, 59]")
    women: Ages = described("女：最小和最大的周岁，都含在内，如 [16, 54]")

    def of(self, sex: str) -> list[int]:
        """Return the range of a sex."""
        return self.men if sex == MAN else self.women

    @property
    def words(self) -> str:
        """Return the range in words."""
        men, women = self.men, self.women
        return f"{self.zh}（男{men[0]}至{men[1]}周岁、女{women[0]}至{women[1]}周岁）"


class RegisterColumn(Spec):
    """A column of a register."""

    zh: Text = described("名称：表头上的名称")
    kind: ColumnKind = described("类型：text、name、id_number、date、month、choice、yesno、count、phone、age")
    also: list[Text] = described("其他写法：表头的其他写法", default=[])
    choices: dict[Text, list[Text]] = described("选项（choice 类）：印在下拉里的字: [其他写法]", default={})
    yes: list[Text] = described(
        "是（yesno 类）：意思是“是”的其他写法；前面加未、不、没有、无、非的是“否”", default=[]
    )
    private: bool = described("隐去：显示时只留首尾几位", default=False)
    blank: Literal["unknown", "none"] = described(
        "空着的意思：unknown 不知道；none 没有（如没有证书的空着）", default="unknown"
    )
    not_meant: list[Text] = described(
        "不是这一样的（text 类）：一格里只有写着这些字的，要问，不数；如证书一列的驾驶证；前面写“=”的，整个就是这几个字才算，如 =初中",
        default=[],
    )
    note: Text | None = described("填报说明", default=None)
    past: bool = described("是已经发生的事的日期：在统计日以后的不对，按不清楚处理", default=False)
    ahead: bool = described(
        "在统计日以后的要提醒：不是错，只是不算到统计日的数里；不能和 past 同写", default=False
    )
    not_before: Key | None = described(
        "不早于另一列日期：写那一列的键；早了的两个都按不清楚处理", default=None
    )
    beside: list[Key] = described(
        "与哪几列一起填（只用于 blank: none）：那几列有一列填了，这一列空着的不是没有，按不清楚处理",
        default=[],
    )
    filled_where: Where = described(
        "这一行符合这些条件的，这一列空着的不是没有，按不清楚处理（只用于 blank: none）：列: 条件",
        default={},
    )
    blank_unless: Where = described(
        "花名册里的这个人（写了 once_per 的，这一家的人）符合这些条件的，这一列空着就对不上：列: 条件",
        default={},
    )
    other_than: Key | None = described(
        "不是另一列的那个人：写那一列的键；同一个人的按不清楚处理", default=None
    )

    def choice_of(self, word: str) -> str | None:
        """Return the choice that a word is, in any of its spellings; None when it is none of them."""
        return self._spellings.get(keep_letters(word))

    def answer_of(self, word: str) -> bool | None:
        """Return what an answer means that repeats words of the column: 已登记, 未登记 below 登记失业; None for any other."""
        return self._answers.get(keep_letters(word))

    def is_other(self, text: str) -> bool:
        """Return whether a text names nothing but what is not meant: 驾驶证 where a certificate of a trade is asked for."""
        return bool(self.not_meant) and _names_only(text, tuple(self.not_meant))

    @cached_property
    def _answers(self) -> Mapping[str, bool]:
        named = [self.zh, *self.also]
        parts = [part for each in named if _OR in each for part in each.split(_OR)]
        words = {_YES_SIGNS.sub("", keep_letters(each)) for each in (*named, *parts, *self.yes)} - {""}
        refused = {f"{sign}{word}": False for word in words for sign in _NO_SIGNS}
        return refused | {f"{sign}{word}": True for word in words for sign in ("", "是", "有", "已", "已经")}

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        made = {keep_letters(other): choice for choice, others in self.choices.items() for other in others}
        return made | {keep_letters(choice): choice for choice in self.choices}


@lru_cache(maxsize=2**12)
def _names_only(text: str, words: Sequence[str]) -> bool:
    """Return whether each thing that a text lists has one of some words in its name, or is one with ``=``, and is none with ``!``."""
    listed = [each for each in _LISTED.split(text) if keep_letters(each)]
    alone = {keep_letters(word) for word in words if word.startswith("=")}
    meant = [word[1:] for word in words if word.startswith("!")]
    return bool(listed) and all(
        not any(word in each for word in meant)
        and (
            (_SCHOOLING.sub("", keep_letters(each)) or keep_letters(each)) in alone
            or any(word in each for word in words)
        )
        for each in listed
    )


class RegisterSpec(Spec):
    """A register as data."""

    id: Name = described("编号，与文件名相同")
    title: Text = described("名称：印在表上的标题")
    also: list[Text] = described("标题的其他写法：表名、文件名、标题里有这些字的，就是这一种", default=[])
    rows: Text = described("一行是什么：如 人")
    subject: Key = described("每一行须有的一列：一行是一个人的写 name", default="name")
    repeats: list[Key] | None = described(
        "同一个人可以有几行，这几列也都相同的才是同一项写了两次；不写则一人一行", default=None
    )
    renewed: bool = described(
        "每月一份的是不是同一些行的最新情况：是的看最近一份（如失业人员台账）；不写则各月各记各的（如走访）",
        default=False,
    )
    once_per: Key | None = described(
        "这一列相同的是同一家：如 household；写在几个人名下的同一项，按写了两次处理", default=None
    )
    clashes: list[Where] = described(
        "对不上的：一行里不该都符合的几个条件（如已就业、没有就业愿望），都符合的要提醒", default=[]
    )
    doubtful_remarks: list[Text] = described(
        "别的列（如备注）里写着这些字的，这一行怎么算定不下来，要问；写着的日期在这一行里有的不问",
        default=[],
    )
    doubtful_beside: dict[Key, list[Text]] = described(
        "别的列里写着这些字、这一列却填了的，也要问：如 loan_date 写 [未批准]", default={}
    )
    doubtful_without: dict[Key, list[Text]] = described(
        "别的列里写着这些字、这一列却空着的，也要问：如 repaid_date 写 [还清]", default={}
    )
    columns: dict[Key, RegisterColumn] = described("各列：一列一个键")
    ages: dict[Key, AgeRange] = described("年龄段：如 working 法定劳动年龄", default={})
    limits: dict[Key, TimeLimit] = described("时限：从一列日期起，多久以内要有另一列日期", default={})
    rounds: dict[Key, VisitRound] = described("定期走访：多久一次，对照哪一种台账", default={})

    def list_limited(self, key: str) -> list[str]:
        """Return the columns without which it is not known whether a time limit was kept: its begin, its end, what comes before."""
        limit = self.limits[key]
        former = self.columns[limit.done].not_before
        return [limit.begins, limit.done, *([former] if former else [])]
