"""The field types of records in YAML files: exact numbers, thresholds, keys, and text that looks like a number.

Knows pydantic and how a number is written. It knows nothing of rubrics or forms, which are made of these types.
"""

import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from formgen import exact
from formgen.folding import fold

KeyPath = tuple[str | int, ...]  # the keys and numbers that lead to a value in a file

_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})", re.ASCII)
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_AMOUNT = r"^[+-]?(\d+(\.\d+)?|\.\d+)$|^\d+/\d+$"
_NUMBER = r"^[+-]?(\d+(\.\d+)?|\.\d+)%?$|^\d+/\d+$"


class ExponentError(ValueError):
    """A number is written with an exponent."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("不许用指数写法")


def _exact(value: object) -> Fraction:
    """Type a scalar of the file as an exact number."""
    if isinstance(value, Fraction):
        return value
    if not isinstance(value, str):
        message = "应当是数"
        raise ValueError(message)  # noqa: TRY004 - pydantic turns a ValueError, not a TypeError, into a fault
    try:
        return exact.parse(value)
    except exact.NotANumberError as error:
        if error.exponent:
            raise ExponentError from error
        message = "应当是数"
        raise ValueError(message) from error


def _amount(value: object) -> Fraction:
    """Type a scalar of the file as an exact number of points, yuan or things: never a percentage."""
    if isinstance(value, str) and fold(value)[-1:] in {"%", "‰"}:
        _exact(value)
        message = f"分数、金额、个数不写百分号；{fold(value)}就是{exact.exact_text(_exact(value))}"
        raise ValueError(message)
    return _exact(value)


def _text(value: str) -> str:
    """Refuse a text of nothing but blanks."""
    if not value.strip():
        message = "不能为空"
        raise ValueError(message)
    return value


ThresholdStyle = Literal["ratio", "proportion", "count"]


class Threshold(BaseModel):
    """A threshold as printed: ``95%``, ``1:3`` or ``2``, with the exact value it means."""

    model_config = ConfigDict(frozen=True)

    text: str
    value: Fraction

    @property
    def style(self) -> ThresholdStyle:
        """Return how it is written: ``ratio`` (95%), ``proportion`` (1:3) or ``count`` (2)."""
        if ":" in fold(self.text):
            return "proportion"
        return "ratio" if fold(self.text).endswith("%") or "/" in self.text else "count"


def _threshold(value: object) -> object:
    if not isinstance(value, str):
        return value
    if ":" in fold(value):
        try:
            return Threshold(text=value, value=exact.parse_proportion(value))
        except exact.NotANumberError as error:
            message = "比例应写成 1:3 的样子"
            raise ValueError(message) from error
    return Threshold(text=value, value=_exact(value))


def _month_day(value: object) -> object:
    """Type a day that recurs every year, as ``08-31``."""
    if not isinstance(value, str):
        return value
    match = _MONTH_DAY.fullmatch(fold(value))
    if match is None:
        message = "应写成 月-日，如 08-31"
        raise ValueError(message)
    month, day = int(match[1]), int(match[2])
    if month > len(_LONGEST_MONTHS) or not 1 <= day <= _LONGEST_MONTHS[month - 1] or month == 0:
        message = f"没有{month}月{day}日这一天；应写成 月-日，如 08-31"
        raise ValueError(message)
    return f"{month:02}-{day:02}"


Exact = Annotated[
    Fraction,
    BeforeValidator(_exact),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER}]}),
]
Amount = Annotated[
    Fraction,
    BeforeValidator(_amount),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": _AMOUNT}]}),
]
ThresholdField = Annotated[
    Threshold,
    BeforeValidator(_threshold),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]}),
]
MonthDay = Annotated[
    str,
    BeforeValidator(_month_day),
    WithJsonSchema({"type": "string", "pattern": r"^(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])$"}),
]
Text = Annotated[
    str,
    StringConstraints(min_length=1),
    AfterValidator(_text),
    WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1}, {"type": "number"}]}),
]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]


class Spec(BaseModel):
    """Base of every record of a YAML file: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def described(text: str, **more: Any) -> Any:  # noqa: ANN401 - pydantic's Field is typed so
    """Return a field with its description for editors."""
    return Field(description=text, **more)
