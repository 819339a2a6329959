"""What can be proved of readings beside the criteria they name: those they change, and the step of scoring they decide.

Knows a typed rubric. Reads no file.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from formgen.folding import keep_letters
from formgen.problems import Problem
from formgen.rubric.methods.method import MethodSpec
from formgen.rubric.schema import Interpretation
from formgen.rubric.trace import Aspect
from formgen.rubric.typed_rubric import TypedRubric

# what a reading is not called that sets a key to a word
_CONTRARY = {
    ("boundary", "exclude"): r"(?<!不)(?:包?含|包括)本数|(?<!不)(?:包含|包括)",
    ("boundary", "include"): r"不(?:包?含|包括)",
    ("when_zero", "zero"): r"满分|不适用|不计入|视为符合",
    ("when_zero", "full"): r"得?(?:0|零)分|不适用|不计入|不得分|待定",
    ("when_zero", "not_applicable"): r"满分|得(?:0|零)分|不得分|待定",
    ("when_zero", "pending"): r"满分|得(?:0|零)分|不适用",
    ("times", "once"): r"每(?:次|件|起|条|个|人)都?扣",
    ("times", "each"): r"只扣一次|一次性",
    ("combine", "sum"): r"取(?:最)?高|替代",
    ("combine", "best"): r"相加|累加|累计",
}
# by which steps of scoring an aspect can ever decide; of other aspects every method may
_CAN_DECIDE: Mapping[Aspect, Callable[[MethodSpec], bool]] = {
    "boundary": lambda method: any(each.measure for each in method.measures),
    "zero_denominator": lambda method: bool(
        method.quotients
        or any(each.measure.quotients or each.measure.proportions for each in method.measures)
    ),
    "monthly_mean": lambda method: any(each.measure.monthly_keys for each in method.measures),
    "months_missing": lambda method: any(each.measure.monthly_keys for each in method.measures),
    "partial": lambda method: bool(method.partial_points),
}


def check_readings(typed: TypedRubric) -> list[Problem]:
    """Return a hint for each interpretation whose criteria are not those that its readings are about."""
    if not typed.is_whole("criteria"):
        return []
    return [
        problem
        for name, interpretation in typed.rubric.interpretations.items()
        for problem in (
            *_unlisted(typed, name, interpretation),
            *_undecided(typed, name, interpretation),
            *_alike(typed, name, interpretation),
            *_contrary(typed, name, interpretation),
        )
    ]


def _hint(typed: TypedRubric, name: str, detail: str, advice: str, *path: str) -> Problem:
    words = {"rule": f"口径 {name}", "detail": detail, "advice": advice}
    return Problem("R132", typed.place("interpretations", name, *path), words)


def _unlisted(typed: TypedRubric, name: str, interpretation: Interpretation) -> Iterator[Problem]:
    """Yield criteria that a reading changes and that are not listed: their explanations would not name it."""
    for reading, each in interpretation.readings.items():
        changed = each.change.get("criteria")
        for key in changed if isinstance(changed, dict) else ():
            if key in typed.rubric.criteria and key not in interpretation.criteria:
                detail = f"的读法“{reading}”改了 {key}，criteria 没有列它，它的说明里不会写明用的是哪种读法"
                yield _hint(typed, name, detail, f"criteria 加上 {key}；改错了项的，请改 change", "readings")
                return


def _undecided(typed: TypedRubric, name: str, interpretation: Interpretation) -> Iterator[Problem]:
    """Yield an aspect that none of the criteria listed can ever show, unless readings in force changed them."""
    can_decide = _CAN_DECIDE.get(interpretation.aspect) if interpretation.aspect else None
    rubric = typed.rubric
    listed = [rubric.criteria[key] for key in interpretation.criteria if key in rubric.criteria]
    if can_decide is None or not listed or any(_is_changed(typed, key) for key in interpretation.criteria):
        return
    if not any(can_decide(inner.method) for each in listed for inner in each.method.walk()):
        named = "、".join(interpretation.criteria)
        detail = f"的 aspect 是 {interpretation.aspect}，所列的 {named} 都没有这一环节，永远不起作用"
        yield _hint(typed, name, detail, "请核对 criteria 和 aspect", "criteria")


def _is_changed(typed: TypedRubric, criterion: str) -> bool:
    """Return whether a reading in force, other than a default without changes, changes a criterion."""
    rubric = typed.rubric
    readings = (each.readings.get(rubric.reading(name)) for name, each in rubric.interpretations.items())
    return any(criterion in each.change.get("criteria", {}) for each in readings if each)


def _alike(typed: TypedRubric, name: str, interpretation: Interpretation) -> Iterator[Problem]:
    """Yield readings that are called as another of the same question: nobody could tell which is chosen."""
    first: dict[str, str] = {}
    for reading, each in interpretation.readings.items():
        other = first.setdefault(keep_letters(each.zh), reading)
        if other != reading:
            detail = f"的读法“{reading}”和“{other}”都叫“{each.zh}”，印出来分不清"
            yield _hint(typed, name, detail, "请各写各的意思（zh）", "readings", reading)


def _contrary(typed: TypedRubric, name: str, interpretation: Interpretation) -> Iterator[Problem]:
    """Yield readings that are called by the contrary of what they change."""
    changes = {key: dict(_settings(each.change)) for key, each in interpretation.readings.items()}
    bounded = {each["boundary"] for each in changes.values() if "boundary" in each}
    for reading, each in interpretation.readings.items():
        settings = changes[reading]
        if len(bounded) == 1 and "boundary" not in settings:  # what it leaves as it is, is the other
            settings |= {"boundary": "include" if "exclude" in bounded else "exclude"}
        for setting in settings.items():
            words = _CONTRARY.get(setting)
            if words and re.search(words, each.zh):
                detail = f"的读法“{reading}”叫“{each.zh}”，改成的却是 {setting[0]}: {setting[1]}"
                advice = "请核对各读法的意思（zh）是不是对调了"
                yield _hint(typed, name, detail, advice, "readings", reading)


def _settings(change: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the settings anywhere in a change: keys with the word that is written for them."""
    for key, value in change.items():
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            yield from _settings(value)
