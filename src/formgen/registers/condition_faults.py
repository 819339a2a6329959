"""What can be proved wrong of a condition on a column: what cannot be asked of it, and words that it never holds."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from formgen.registers.definition import Condition
from formgen.registers.register import COLUMN_KINDS, ColumnKind, RegisterColumn, RegisterSpec

# The kinds of columns that a condition can be asked of.
_FITS: Mapping[str, frozenset[ColumnKind]] = {
    "one_of": frozenset({"choice", "yesno", "text", "count"}),
    "present": frozenset({"text", "name", "id_number", "date", "choice", "phone"}),
    "within": frozenset({"date"}),
    "passed": frozenset({"date"}),
    "kept": frozenset({"date"}),
    "months_past": frozenset({"date"}),
    "ages": frozenset({"age"}),
    "at_least": frozenset({"age", "count"}),
    "at_most": frozenset({"age", "count"}),
}
_ANSWERS = ("是", "否")


class ConditionFault(NamedTuple):
    """What is wrong with a condition, to be read after its path, and what to do about it."""

    detail: str
    advice: str


def list_condition_faults(
    condition: Condition, column: RegisterColumn, register: RegisterSpec
) -> Iterator[ConditionFault]:
    """Yield the faults of one condition on a column of a register."""
    if not condition.given:
        yield ConditionFault(
            "没有写条件",
            "写“是”“否”、选项，或 present、within、passed、kept、months_past、ages、at_least、at_most",
        )
    for name in condition.given:
        if column.kind not in _FITS[name]:
            kinds = "、".join(COLUMN_KINDS[each] for each in sorted(_FITS[name]))
            detail = f"：“{column.zh}”是{COLUMN_KINDS[column.kind]}，不能用 {name}"
            yield ConditionFault(detail, f"{name} 用于{kinds}")
    words = {"choice": list(column.choices), "yesno": list(_ANSWERS)}.get(column.kind)
    for word in condition.one_of or () if words is not None else ():
        if word not in (words or ()):
            yield ConditionFault(f"：“{column.zh}”没有“{word}”", f"可写 {'、'.join(words or ())}")
    if condition.ages and condition.ages not in register.ages:
        yield ConditionFault(f"：没有年龄段“{condition.ages}”", f"可写 {'、'.join(register.ages)}")
    yield from _list_limit_faults(condition.kept, column, register) if condition.kept else ()
    least, most = condition.at_least, condition.at_most
    if least is not None and most is not None and least > most:
        detail = f"：不小于{least}又不大于{most}，没有这样的数"
        yield ConditionFault(detail, "请核对 at_least 和 at_most")


def _list_limit_faults(kept: str, column: RegisterColumn, register: RegisterSpec) -> Iterator[ConditionFault]:
    """Yield the faults of a time limit that is asked of a column: it must be there, and end with this column."""
    limit = register.limits.get(kept)
    if limit is None:
        advice = f"可写 {'、'.join(register.limits)}" if register.limits else "请在台账说明里写 limits"
        yield ConditionFault(f"：没有时限“{kept}”", advice)
    elif register.columns.get(limit.done) is not column:
        yield ConditionFault(f"：时限“{kept}”看的不是这一列", f"写在 {limit.done} 一列")
