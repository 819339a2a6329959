"""A 对照表 taken as decisions about a blank, which may be another than it was written for. Knows bound forms.

A row is found again by its label and groups, then by its place; what is not found is told, never carried to another.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from formgen.binding.answer_sheet import GROUPS, LEAVE, AnswerRow, join_groups
from formgen.binding.blank_file import Blank
from formgen.binding.decisions import (
    FieldDecision,
    FormDecisions,
    apply_decisions,
    group_texts,
    names_twice,
)  # fmt: skip
from formgen.binding.fields import BoundField
from formgen.binding.filled_form import name_blank_place
from formgen.binding.wording import exact
from formgen.problems import Problem
from formgen.problems.problem import Place


class CarriedAnswers(NamedTuple):
    """What a 对照表 decides about a blank; its answers by the numbers and keys of that blank; what was not carried over."""

    decisions: FormDecisions = FormDecisions()
    by_number: tuple[tuple[int, str], ...] = ()
    by_key: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


class _Decided(NamedTuple):
    row: AnswerRow
    decision: FieldDecision
    source: int = 0


def carry_answers(rows: Sequence[AnswerRow], blank: Blank, file: Path) -> CarriedAnswers:
    """Return what the rows of a 对照表 decide about a blank that nothing was decided about yet.

    Problems: B123 for an answer that could not be used, B125 for a row whose place the blank does not have.
    """
    places = {row.number: _find(row, rows, blank) for row in rows if row.number}
    named: dict[str, BoundField | None] = {each.field: each for each in blank.bound.fields}
    named |= {row.answer: places[row.number] for row in rows if row.number and row.answer}
    decided, problems = list[_Decided](), list[Problem]()
    for row in rows:
        try:
            decided += _take(row, places, named)
        except LookupError as error:
            code = "B123" if row.answer else "B125"
            problems.append(_unused(code, row, str(error.args[0]), file))
    sound, refused = _without_clashes(decided, blank)
    problems += [_unused("B123", each.row, "有两处要成为同一处，或要叫同一个名称", file) for each in refused]
    moved = {each.decision.number for each in sound if each.source}
    left = [
        FieldDecision(each.source, f"空格{each.source}", dropped=True)
        for each in sound
        if each.source and each.source not in moved
    ]
    ignored = tuple(row.label for row in rows if not row.number and row.answer == LEAVE)
    numbers = {old: field.number for old, field in places.items() if field is not None}
    answers = {row: _renumbered(row, numbers) for row in rows if row.answer}
    decisions = FormDecisions((*(each.decision for each in sound), *left), ignored)
    return CarriedAnswers(
        decisions,
        tuple((numbers[row.number], text) for row, text in answers.items() if row.number in numbers),
        tuple((row.label, text) for row, text in answers.items() if not row.number),
        tuple(problems),
    )


def _find(row: AnswerRow, rows: Sequence[AnswerRow], blank: Blank) -> BoundField | None:
    """Return the field of a row: the one with its label and groups, else with its nearest group, else at its place."""
    same = [each for each in blank.bound.fields if exact(each.label) == exact(row.label)]
    nearest = join_groups(row.groups.split(GROUPS)[:1])
    grouped = [each for each in same if join_groups(group_texts(each)) == row.groups]
    near = [each for each in same if join_groups(group_texts(each)[:1]) == nearest]
    placed = [each for each in grouped or near or same if name_blank_place(each, blank) == row.place]
    twins = [each for each in rows if each.number and exact(each.label) == exact(row.label)]
    alone = same if len(same) == len(twins) == 1 else []
    return next((found[0] for found in (grouped, near, placed, alone) if len(found) == 1), None)


def _take(
    row: AnswerRow, places: dict[int, BoundField | None], named: dict[str, BoundField | None]
) -> list[_Decided]:
    """Return what one row decides. Raises LookupError with the reason where it cannot be used."""
    there = places.get(row.asked) if row.asked else named.get(row.answer)
    if not row.number:
        if row.answer in {"", LEAVE}:
            return []
        return [_Decided(row, FieldDecision(_found(there, row).number, also=(row.label,)))]
    field = places[row.number]
    if field is None:
        message = "表上没有这一处，或有几处分不清"
        raise LookupError(message)
    if row.answer == LEAVE:
        return [_Decided(row, FieldDecision(field.number, dropped=True))]
    if row.asked and (target := _found(there, row)).number != field.number:
        groups = group_texts(field)
        called = FieldDecision(target.number, field.field, None, field.label, field.names, groups)
        return [_Decided(row, called, field.number)]
    return [_Decided(row, FieldDecision(field.number, row.answer))] if row.answer and not row.asked else []


def _found(field: BoundField | None, row: AnswerRow) -> BoundField:
    if field is None:
        message = f"表上没有“{row.answer}”" + ("号" if row.asked else "这个字段名")
        raise LookupError(message)
    return field


def _without_clashes(decided: Sequence[_Decided], blank: Blank) -> tuple[list[_Decided], list[_Decided]]:
    """Return the decisions that can stand together, and those that would make one place or one name of two."""
    targets = Counter(each.decision.number for each in decided if each.source)
    sound = [each for each in decided if not each.source or targets[each.decision.number] == 1]
    moved = {each.decision.number for each in sound if each.source}
    gone = {each.source for each in sound} - moved
    made = apply_decisions(blank.bound, FormDecisions(tuple(each.decision for each in sound)))
    kept = tuple(each for each in made.fields if each.number not in gone)
    twice = names_twice(kept)
    sound = [each for each in sound if each.decision.field not in twice]
    return sound, [each for each in decided if each not in sound]


def _renumbered(row: AnswerRow, numbers: dict[int, int]) -> str:
    """Return an answer by the numbers of the blank as it is now."""
    return str(numbers.get(row.asked, row.answer)) if row.asked else row.answer


def _unused(code: str, row: AnswerRow, why: str, file: Path) -> Problem:
    words = {"label": row.label, "why": why, "answer": row.answer}
    return Problem(code, Place(file=file.name, line=row.row), words)
