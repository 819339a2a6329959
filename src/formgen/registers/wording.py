"""A definition as a sentence that a clerk can read back. The rubric, ``check`` and ``people`` print the same one."""

from collections.abc import Mapping

from formgen.registers.definition import HOUSEHOLDS, PERSONS, ROWS, Condition, Definition, Member, Where
from formgen.registers.register import RegisterSpec


def say_definition(
    definition: Definition,
    register: RegisterSpec,
    labels: Mapping[str, str],
    counted: str = PERSONS,
    *,
    answer: bool = False,
) -> str:
    """Return what a definition counts, in Chinese.

    ``labels`` are the names of the indicators by their keys, ``counted`` says what is counted where a base decides it,
    ``answer`` that one of them is enough for a yes.
    """
    base = f"“{labels.get(definition.of, definition.of)}”中" if definition.of else f"《{register.title}》中"
    parts = [*_groups(definition.where, definition.either, register)]
    parts += [f"户里有{_member(each, register, labels)}" for each in definition.having]
    parts += [f"户里没有{_member(each, register, labels)}" for each in definition.without]
    what = _answer(register) if answer else _what(definition, register, definition.count or counted)
    if not parts:
        return f"{base if answer else base.removesuffix('中')}{what}"
    return f"{base}{'，'.join(parts)}{'的，' if answer else ''}{what}"


def _answer(register: RegisterSpec) -> str:
    """Return what is enough for a yes."""
    return "有人即为“是”" if register.rows == "人" else f"有一{register.rows}即为“是”"


def _what(definition: Definition, register: RegisterSpec, counted: str) -> str:
    column = register.columns[counted].zh if counted in register.columns else ""
    if definition.add:
        once = f"，同一“{column}”只计一次" if column else ""
        return f"的“{register.columns[definition.add].zh}”相加{once}"
    if column:
        return f"的“{column}”个数，相同的只计一次"
    if counted == ROWS:
        return f"的{register.rows}数，同一项只计一次"
    if counted == HOUSEHOLDS:
        return "的户数"
    return "的户数，一户只计一次" if register.once_per == "household" else "的人数，一人只计一次"


def _groups(where: Where, either: list[Where], register: RegisterSpec) -> list[str]:
    parts = [_condition(key, each, register) for key, each in where.items()]
    if either:
        choices = ["、".join(_condition(key, each, register) for key, each in one.items()) for one in either]
        parts.append(f"至少符合一样（{'；'.join(choices)}）" if len(either) > 1 else choices[0])
    return parts


def _member(member: Member, register: RegisterSpec, labels: Mapping[str, str]) -> str:
    parts = [f"属于“{labels.get(member.of, member.of)}”"] if member.of else []
    parts += _groups(member.where, member.either, register)
    return f"{'、'.join(parts)}的人"


def _condition(key: str, condition: Condition, register: RegisterSpec) -> str:
    """Return one condition: 就业状态为“已就业”."""
    column = register.columns[key]
    parts = []
    if condition.one_of:
        parts.append(f"“{column.zh}”为{'或'.join(f'“{word}”' for word in condition.one_of)}")
    if condition.present is not None:
        blank = "（空着按没有）" if column.blank == "none" else ""
        parts.append(f"{'有' if condition.present else '没有'}“{column.zh}”{blank}")
    if condition.within:
        parts.append(f"“{column.zh}”在统计日当年、统计日以前（含）")
    if condition.passed is not None:
        when = "在统计日以前（含）" if condition.passed else "空着或在统计日以后"
        parts.append(f"“{column.zh}”{when}")
    if condition.kept:
        limit = register.limits[condition.kept]
        parts.append(f"“{column.zh}”在“{register.columns[limit.begins].zh}”以后{limit.length}内")
    if condition.months_past is not None:
        parts.append(f"“{column.zh}”到统计日满{condition.months_past}个月（含）")
    if condition.ages:
        parts.append(f"年龄在{register.ages[condition.ages].words}")
    if condition.at_least is not None:
        parts.append(f"“{column.zh}”不小于{condition.at_least}")
    if condition.at_most is not None:
        parts.append(f"“{column.zh}”不大于{condition.at_most}")
    return "且".join(parts)
