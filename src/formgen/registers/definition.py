"""What an indicator counts in a register: a small closed vocabulary, so that it can be proved and read back.

Knows no register: what a column is called and which choices it has is checked where both are known.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from formgen.spec import Key, Name, Spec, Text, described

PERSONS, HOUSEHOLDS, ROWS = "persons", "households", "rows"
_WORD = {"anyOf": [{"type": "string", "minLength": 1}, {"type": "number"}]}


class Condition(Spec):
    """What must be true of one column of a row; all that is given must hold."""

    one_of: list[Text] | None = described("是其中之一：如 [低保, 低保边缘]", default=None, min_length=1)
    present: bool | None = described("有没有填：true 填了；false 没有", default=None)
    within: Literal["year"] | None = described(
        "日期在什么时候：year 统计日所在的年、统计日以前", default=None
    )
    passed: bool | None = described(
        "到统计日为止：true 日期在统计日以前（含）；false 空着，或在统计日以后", default=None
    )
    kept: Key | None = described(
        "时限办到了：台账说明里的一个时限，如 first_job；过了期限才办到、没有办到的不算，还没有到期的定不下来",
        default=None,
    )
    months_past: int | None = described(
        "日期到统计日满几个月（含）：如 12 满一年", default=None, ge=1, le=120
    )
    ages: Key | None = described("年龄段：花名册说明里的一个，如 working（法定劳动年龄）", default=None)
    at_least: int | None = described("不小于（年龄、整数）", default=None)
    at_most: int | None = described("不大于（年龄、整数）", default=None)

    @model_validator(mode="before")
    @classmethod
    def _understand(cls, value: object) -> object:
        """Understand a word as the one that must stand there, and a list as those of which one must."""
        if isinstance(value, str):
            return {"one_of": [value]}
        return {"one_of": value} if isinstance(value, list) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema of a word, a list of words, or a record."""
        return {"anyOf": [_WORD, {"type": "array", "items": _WORD, "minItems": 1}, handler(core_schema)]}

    @property
    def given(self) -> list[str]:
        """Return the names of what is given."""
        return [name for name in type(self).model_fields if getattr(self, name) is not None]


Where = dict[Key, Condition]


class Member(Spec):
    """Who a household has, or does not have: somebody of another indicator, or of some conditions."""

    of: Key | None = described("是另一个指标里的人", default=None)
    where: Where = described("条件：列: 条件，都要满足", default={})
    either: list[Where] = described("几组条件，满足其中一组即可", default=[])


class Definition(Spec):
    """What an indicator counts."""

    registry: Name | None = described("数哪一种花名册或台账，如 people、visits；写了 of 的不写", default=None)
    of: Key | None = described("其中：在另一个指标里数，就是它的基数", default=None)
    where: Where = described("条件：列: 条件，都要满足", default={})
    either: list[Where] = described("几组条件，满足其中一组即可", default=[])
    count: Key | None = described(
        "数什么：persons 人（不写即是）；households 户；rows 行，如几次走访、几笔贷款；或一列的键，同一内容只计一次",
        default=None,
    )
    having: list[Member] = described("户里须有：每一条都至少有一人符合", default=[])
    without: list[Member] = described("户里须没有：每一条都没有一人符合", default=[])
    add: Key | None = described("相加：把这一列的数相加，不数个数", default=None)

    rate: Text | None = described(
        "比率的名称：这个数占它的基数（of）的百分之几，印在调查表上，如 就业率", default=None
    )

    def wheres(self) -> Iterator[tuple[tuple[str | int, ...], Where]]:
        """Yield every group of conditions with the path that leads to it."""
        yield ("where",), self.where
        yield from ((("either", at), each) for at, each in enumerate(self.either))
        for name, members in (("having", self.having), ("without", self.without)):
            for at, member in enumerate(members):
                yield (name, at, "where"), member.where
                yield from (((name, at, "either", place), each) for place, each in enumerate(member.either))

    @property
    def bases(self) -> list[str]:
        """Return the indicators that the definition stands on, its own base first."""
        named = [self.of, *(each.of for each in (*self.having, *self.without))]
        return [key for key in named if key]


def find_counted(key: str, known: Mapping[str, Definition]) -> str:
    """Return what an indicator counts: persons, households, or a column; as its base does unless it says otherwise."""
    definition = known[key]
    if definition.count or definition.of not in known or not definition.of:
        return definition.count or PERSONS
    return find_counted(definition.of, known)


def find_registry(key: str, known: Mapping[str, Definition]) -> str:
    """Return the register in which an indicator is counted: its own or its base's; empty where none is named."""
    definition = known[key]
    if definition.registry or definition.of not in known or not definition.of:
        return definition.registry or ""
    return find_registry(definition.of, known)


def list_bases(key: str, known: Mapping[str, Definition]) -> list[str]:
    """Return the bases of an indicator, its own first, then the base of that; each once, so that loops end."""
    found: list[str] = []
    base = known[key].of if key in known else None
    while base and base not in found:
        found.append(base)
        base = known[base].of if base in known else None
    return found
