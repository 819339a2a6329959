"""What was bound and what was filled, as JSON in reading order. Knows bound forms and matches."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from formgen.binding.blank_file import Blank
from formgen.binding.cells import FormCell
from formgen.binding.decisions import group_texts
from formgen.binding.excel_cells import address
from formgen.binding.fields import BoundField
from formgen.binding.filled_form import FilledBlank
from formgen.binding.key_matches import LEFT_OUT, Match, Question
from formgen.office.cells import format_column
from formgen.quoting import mask_numbers

_CONFIDENCE = {"right": 0.98, "list": 0.96, "below": 0.92, "inside": 0.95, "gap": 0.95, "checkbox": 0.97}
_USUAL = 0.9
_PERSONAL = re.compile("电话|手机|联系方式|身份证|证件号|传真|账号|卡号")
_DIGITS = re.compile(r"\d(?:[ -]?\d){4,}")


def describe_blank(blank: Blank) -> dict[str, Any]:
    """Return the report of a blank that was bound, without any value."""
    return {
        "form": _form(blank),
        "record": None,
        "fields": [describe_bound(each, blank) for each in blank.bound.fields],
        "unplaced": [],
        "blank": [each.number for each in blank.bound.fields],
    }


def describe_filled_blank(filled: FilledBlank, record: int, *, full: bool = False) -> dict[str, Any]:
    """Return the report of a record: what was written where, which keys are questions, which fields stay empty.

    Numbers of persons are masked, unless they are asked for in ``full``.
    """
    blank, owners, asked = filled.blank, dict[int, tuple[Match, BoundField]](), dict[int, Question]()
    for match in filled.matches:
        owners |= {each.number: (match, each) for each in match.fields}
        if match.question is not None:
            asked |= dict.fromkeys(match.question.candidates, match.question)
    fields = []
    for each in blank.bound.fields:
        found = describe_bound(each, blank)
        if each.number in owners:
            match, taken = owners[each.number]
            value = match.entry.value if full else mask_value(each.label, match.entry.value)
            at = [other.number for other in match.fields].index(each.number)
            own = value[at] if len(match.fields) > 1 and isinstance(value, list) else value
            found |= {"kind": taken.kind, "value": own, "reason": f"{found['reason']}；{match.why}"}
        elif each.number in asked:
            found["question"] = _question(asked[each.number], blank, full=full)
        fields.append(found)
    left = [each.number for each in blank.bound.fields if each.number not in owners]
    unplaced = describe_questions(filled.matches, blank, full=full)
    return {"form": _form(blank), "record": record, "fields": fields, "unplaced": unplaced, "blank": left}


def describe_questions(matches: Iterable[Match], blank: Blank, *, full: bool = False) -> list[dict[str, Any]]:
    """Return the keys of the data that no field took, each with its question."""
    return [
        {
            "key": match.entry.key if full else mask_numbers(match.entry.key),
            "question": _question(match.question, blank, full=full),
        }
        for match in matches
        if match.question is not None
    ]


def mask_value(label: str, value: str | list[str]) -> str | list[str]:
    """Return a value with the numbers of persons masked: long ones, and under a label of such numbers all of them."""
    if isinstance(value, list):
        return [str(mask_value(label, each)) for each in value]
    masked = mask_numbers(value)
    if masked == value and _PERSONAL.search(label):
        return _DIGITS.sub(lambda match: "*" * (len(match[0]) - 2) + match[0][-2:], value)
    return masked


def _form(blank: Blank) -> Mapping[str, Any]:
    return {
        "file": blank.name,
        "sha256": blank.sha256,
        "converted": blank.converted,
        "title": blank.bound.title,
    }


def _question(question: Question, blank: Blank, *, full: bool) -> dict[str, Any]:
    by_number = {each.number: each for each in blank.bound.fields}
    candidates = [
        {"number": number, "why": "/".join([*group_texts(by_number[number])[:1], by_number[number].label])}
        for number in dict.fromkeys(question.candidates)
        if number in by_number
    ]
    text = question.text if full else mask_numbers(question.text)
    return {"code": question.code, "text": text, "candidates": candidates}


def describe_bound(field: BoundField, blank: Blank) -> dict[str, Any]:
    """Return one field with its label, place, kind and reason."""
    found: dict[str, Any] = {
        "number": field.number,
        "label": field.label,
        "field": field.field,
        "group": list(group_texts(field)),
        "place": describe_bound_place(field, blank),
        "label_place": _place(field.label_cell, field, blank),
        "kind": field.kind,
        "confidence": _CONFIDENCE.get(str(field.kind), _USUAL),
        "reason": field.reason,
    }
    if field.options:
        found["options"] = [option.words for option in field.options]
        preset = [option.words for option in field.options if option.ticked]
        found |= {"preset": "、".join(preset)} if preset else {}
    if field.gap is not None and field.gap.unit:
        found["gap"] = field.gap.unit
    if field.kind in {"list", "boxes"}:
        found["rows"] = len(field.cells)
    if field.dropped:
        found["reason"] = f"{field.reason}；{LEFT_OUT}"
    return found


def describe_bound_place(field: BoundField, blank: Blank) -> dict[str, Any] | None:
    """Return the place of a field; among several in one cell or paragraph also which gap it is, counted from 1."""
    place = _place(field.cells[0] if field.cells else None, field, blank)
    beside = [each for each in blank.bound.fields if _spot(each) == _spot(field)]
    if place is not None and len(beside) > 1:
        place["gap"] = 1 + [each.number for each in beside].index(field.number)
    return place


def _spot(field: BoundField) -> tuple[int, int, int]:
    cell = field.cells[0] if field.cells else None
    return (cell.table, cell.row, cell.col) if cell is not None else (0, field.paragraph, 0)


def _place(cell: FormCell | None, field: BoundField, blank: Blank) -> dict[str, Any] | None:
    if cell is None:
        return {"paragraph": field.paragraph} if field.paragraph else None
    if not blank.is_word:
        place = {"sheet": blank.form.tables[cell.table - 1].name, "cell": address(cell)}
        if cell.rows > 1 or cell.cols > 1:
            place["merged"] = f"{address(cell)}:{format_column(cell.last_col)}{cell.last_row}"
        return place
    found = {"table": cell.table, "row": cell.row, "col": cell.col}
    if cell.rows > 1:
        found["rows"] = cell.rows
    if cell.cols > 1:
        found["cols"] = cell.cols
    return found
