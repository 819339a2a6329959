"""Which place a key of the data gets. The first step with a candidate decides; where two remain it is a question.

Steps: the field's name, a label equal to the whole key, group and label, the same without brackets, synonyms one to
one. Likeness is only proposed in the question, never written.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from formgen.binding.bound_form import BoundForm
from formgen.binding.fields import BoundField
from formgen.binding.key_matches import (
    LEFT_OUT,
    DataEntry,
    Match,
    Question,
    all_places,
    decide_place,
    is_called,
    open_fields,
)
from formgen.binding.rival_keys import settle_rivals
from formgen.binding.synonyms import Synonyms
from formgen.binding.wording import exact, loose

_BEST = 5  # proposals of one question
_MOST_PIECES = 8  # of a key with strokes
_LEAD = re.compile(  # words of a sentence before a label
    "^(?:该同志|本人|我家|我户|[我你贵]单位|该户|该人|该|其中|其(?![他它余中实])|给予(?=..)|(?:拟?同意|拟|建议)(?:给予|发放|核定|享受|核发)(?=..))"
)
_AGREED = re.compile("^拟?同意(?=..)")


def match_keys(bound: BoundForm, entries: Sequence[DataEntry], synonyms: Synonyms) -> list[Match]:
    """Return what each key gets. A place that two keys claim gets neither, unless one of them names it more exactly."""
    matches = [_by_label(bound, entry) for entry in entries]
    taken = {each.number for match in matches for each in match.fields}
    missing = [at for at, match in enumerate(matches) if match.question and match.question.code == "B102"]
    for at in missing:
        found = _by_synonym(bound, entries[at], synonyms, taken)
        if found is not None:
            matches[at] = found
    return settle_rivals(bound, matches)


def _by_label(bound: BoundForm, entry: DataEntry) -> Match:
    """Return what a key gets by field name, label, group and label, and the same without brackets."""
    if any(exact(entry.key) == exact(key) for key in bound.ignored):
        return Match(entry, why=LEFT_OUT)
    keys = {entry.key, ".".join(entry.parts)}
    named = [each for each in bound.fields if each.field in keys or keys & set(each.also)]
    if len(named) == 1:
        return decide_place(entry, named, "字段名", 1)
    for step, same in ((2, exact), (4, loose)):
        whole = [each for each in all_places(bound) if is_called(each, entry.key, same)]
        if whole:
            return decide_place(entry, whole, "标签", step)
        for groups, label in _splits(entry):
            found = _nearest(all_places(bound), groups, label, same)
            if found:
                return decide_place(entry, found, f"按“{'/'.join(groups)}”区分", step + 1)
    return (
        _by_row_label(bound, entry)
        or _by_parts(bound, entry)
        or Match(entry, question=_propose(bound, entry))
    )


def _by_parts(bound: BoundForm, entry: DataEntry) -> Match | None:
    """Return the place whose label is the group and the label of a key in one (乙方工作岗位), or that of a sentence (该户人口)."""
    joined = exact("".join(part for piece in entry.parts for part in piece.split("/")))
    whole = (
        [each for each in all_places(bound) if joined in map(exact, each.names)]
        if joined != exact(entry.key)
        else []
    )
    lead = [
        each
        for each in open_fields(bound)
        if any(
            loose(lead.sub("", name)) == loose(entry.key) for name in each.names for lead in (_LEAD, _AGREED)
        )
    ]
    found = whole or lead
    return decide_place(entry, found, "标签里的词", 5) if found else None


def _splits(entry: DataEntry) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the ways to part a key into groups and label; labels contain ``/`` themselves."""
    pieces = [piece for part in entry.parts for piece in part.split("/")]
    if len(entry.parts) > 1:
        yield entry.parts[:-1], entry.parts[-1]
    for at in range(1, len(pieces)):
        yield tuple(pieces[:at]), "/".join(pieces[at:])
        if at > 1:
            yield ("/".join(pieces[:at]),), "/".join(pieces[at:])
    for at in range(3, min(len(pieces), _MOST_PIECES)):  # the label of a row with a stroke, before the heads
        for end in range(2, at):
            yield ("/".join(pieces[:end]), *pieces[end:at]), "/".join(pieces[at:])
            yield (*pieces[: at - end], "/".join(pieces[at - end : at])), "/".join(pieces[at:])


def _nearest(
    places: Iterator[BoundField], groups: tuple[str, ...], label: str, same: Callable[[str], str]
) -> list[BoundField]:
    """Return the fields of a label whose groups are nearest; of a matrix also by its row, with the head as group."""
    found = list[tuple[tuple[tuple[int, int], ...], BoundField]]()
    for each in places:
        ranks = None
        if is_called(each, label, same):
            ranks = _ranks(each, groups, same)
        elif each.row_label and same(each.row_label) == same(label) and is_called(each, groups[-1], same):
            ranks = ((0, 0), *(_ranks(each, groups[:-1], same) or ())) if len(groups) > 1 else ((0, 0),)
        if ranks is not None:
            found.append((ranks, each))
    if not found:
        return []
    best = min(_levels(ranks) for ranks, _ in found)
    return [each for ranks, each in found if _levels(ranks) == best]


def _levels(ranks: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return what ranks are compared by: rows above are all equally far."""
    return tuple((level, at if level in {1, 2} else 0) for level, at in ranks)


def _ranks(
    field: BoundField, groups: tuple[str, ...], same: Callable[[str], str]
) -> tuple[tuple[int, int], ...] | None:
    """Return how near the groups are, nearest first; None where one of them is not around the field."""
    found = list[tuple[int, int]]()
    for group in reversed(groups):
        ranks = [each.rank for each in field.contexts if same(each.text) == same(group)]
        if not ranks:
            return None
        found.append(min(ranks))
    return tuple(found)


def _by_row_label(bound: BoundForm, entry: DataEntry) -> Match | None:
    """Return the cell to tick: the key is the label of a row of a matrix, the value one of its heads."""
    if isinstance(entry.value, list):
        return None
    for same in (exact, loose):
        rows = [
            each for each in open_fields(bound) if each.row_label and same(each.row_label) == same(entry.key)
        ]
        heads = [each for each in rows if is_called(each, entry.value, same)]
        if len(heads) == 1:
            ticked = replace(heads[0], kind="tick")
            return Match(replace(entry, value="√"), (ticked,), why=f"打√的格：{entry.value}", step=2)
        if len(rows) == 1:
            return Match(entry, (rows[0],), why="这一行只有一格", step=3)
        if rows and len({each.block for each in rows}) == 1:
            text = f"“{entry.key}”这一行有{len(rows)}栏，不知道填哪一栏"
            return Match(entry, question=Question("B101", text, tuple(each.number for each in rows)))
    return None


def _by_synonym(bound: BoundForm, entry: DataEntry, synonyms: Synonyms, taken: set[int]) -> Match | None:
    """Return the place of a word of the same family that no key names; two such words are a question."""
    ways = [((), entry.key), *_splits(entry)] if len(entry.parts) == 1 else list(_splits(entry))
    for groups, label in ways:
        found = [
            each
            for each in all_places(bound)
            if each.kind != "seal"
            and not each.dropped
            and any(synonyms.same(name, label) for name in each.names)
            and (not groups or _ranks(each, groups, loose) is not None)
        ]
        if found and not any(each.number in taken for each in found):
            return decide_place(entry, found, f"“{found[0].label}”和“{label}”是一个意思", 6)
        if len(found) > 1:
            numbers = tuple(each.number for each in found)
            text = f"“{entry.key}”在表上有{len(found)}处意思相近的标签，不知道填哪一处"
            return Match(entry, question=Question("B101", text, numbers))
    return None


def _propose(bound: BoundForm, entry: DataEntry) -> Question:
    """Return the question for a key without a place, with the labels that are like it."""
    label = loose(entry.parts[-1])
    like = [
        each
        for each in open_fields(bound)
        if any((plain := loose(name)) and (plain in label or label in plain) for name in each.names)
    ]
    return Question("B102", f"表上没有“{entry.key}”", tuple(each.number for each in like[:_BEST]))
