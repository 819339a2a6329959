"""A filled form filled again: what the data say now is written where nobody typed, and what a person typed stays.

A form that nobody saved since is written anew, unless it would lose a photo or a value for one that cannot be used. In
one that somebody saved, each field is looked at by itself: one that is still blank is filled, one that the data leave
blank keeps what stands there, one in which both say something else is a question. A form whose cells or words were moved
stays as it is, and the new one is written beside it.
"""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from formgen.binding.edits import GapPiece, PlaceEdit
from formgen.binding.excel_cells import FORMULA, ExcelBlank, read_excel
from formgen.binding.excel_writing import changed_text, write_excel
from formgen.binding.fields import BoundField
from formgen.binding.filled_form import FilledBlank, name_blank_cell, name_blank_place
from formgen.binding.filled_places import (
    CannotMergeError,
    FilledPlace,
    PlaceKey,
    PlaceStretch,
    StretchValue,
    ValueUnit,
    key_of_cell,
    key_of_edit,
    keys_of_field,
    list_units,
    pair_places,
    place_texts,
    plain_text,
    quote_start,
    read_values,
)
from formgen.binding.photos import PHOTO_CODE
from formgen.binding.word_cells import PICTURE, WordBlank, read_word
from formgen.binding.word_writing import write_word
from formgen.forms.excel.book import WORKBOOK_PART
from formgen.forms.ticks import is_ticked
from formgen.forms.word.markup import DOCUMENT, W
from formgen.model import Fate
from formgen.office.made_mark import is_as_made
from formgen.office.package import UnreadableError, parts_in, repacked
from formgen.problems import Problem
from formgen.quoting import mask_both

_MOST_NAMED, _SHOWN, _NOTHING = 3, 30, "（空）"
_PHOTO, _STUCK, _BROKEN = "照片要换", "改不进", "打不开（内容不完整）"
_UNUSABLE = {"B104", "B105", "B107", "B112", PHOTO_CODE}  # a value that does not fit the place it names
_TABLE, _REVISED = "格子里另插了表格", "要改的地方有没接受的修订，请先接受或拒绝"


@dataclass(frozen=True, slots=True)
class RefilledBlank:
    """What becomes of a file: its fate, the bytes to write (none where it stays), how many fields of a person it keeps.

    ``why`` says why the new form has to be written beside the old one.
    """

    fate: Fate
    data: bytes = b""
    kept: int = 0
    problems: tuple[Problem, ...] = ()
    why: str = ""


def refill_blank(filled: FilledBlank, there: bytes, file: str, *, ours: bool = False) -> RefilledBlank:
    """Return what becomes of a file that holds an earlier filling of a form, ``there``, now that it is filled again.

    ``file`` is its name, ``ours`` writes the data where both say something else, but for opinions.
    """
    if there == filled.data:
        return RefilledBlank(Fate.SAME)
    try:
        parts = parts_in(io.BytesIO(there))
        made = is_as_made(parts)
        if made and not (filled.questions and _loses(filled, parts)):
            return RefilledBlank(Fate.RENEWED, filled.data)
        return _merge(filled, parts, file, ours=ours or made)
    except (UnreadableError, CannotMergeError) as error:
        why = str(error)
    except etree.XMLSyntaxError:
        why = _BROKEN
    return RefilledBlank(Fate.BESIDE, filled.data, why=why)


def is_untouched_filling(data: bytes) -> bool:
    """Return whether a file is a filling that nobody saved since it was made."""
    try:
        return is_as_made(parts_in(io.BytesIO(data)))
    except UnreadableError:
        return False


# -- deciding and writing -------------------------------------------------------------------------------
class _Question(NamedTuple):
    """A unit in which the file and the data say something else, with what stands in it; whether the data may take its place."""

    values: list[StretchValue]
    open: bool


class _Decided(NamedTuple):
    """What is written into the file, how many fields of a person stay, those that only the file has, the questions."""

    write: list[StretchValue]
    kept: int
    alone: list[list[StretchValue]]
    questions: list[_Question]


def _decide(units: Sequence[ValueUnit], values: Mapping[PlaceStretch, StretchValue]) -> _Decided:
    """Decide each unit by itself."""
    found, kept = _Decided([], 0, [], []), 0
    for unit in units:
        own = [values[span] for span in unit.spans]
        differing = [each for each in own if each.differs]
        if not differing:
            continue
        if not any(each.is_given for each in own):
            kept += 1
            found.alone.append([each for each in own if each.is_typed])
        elif _can_be_one(unit, own):
            found.write.extend(each for each in differing if each.is_given)
            left = [each for each in differing if not each.is_given]
            kept += int(bool(left))
            found.alone.extend([left] if left and unit.is_list else [])
        else:
            one = unit.whole or len({*unit.spans.values()}) == 1
            can_change = not unit.signed and all(each.clear for each in own)
            found.questions.append(_Question(own if one else differing, can_change))
    return found._replace(kept=kept)


def _can_be_one(unit: ValueUnit, own: Sequence[StretchValue]) -> bool:
    """Return whether what the data give can be written beside what a person typed, and both are one value.

    They agree wherever both say something, and do so somewhere. In a list this holds of each row, and a row that only the
    file has and one that only the data have may be the same in two places.
    """
    if not any(each.is_typed for each in own):
        return True
    if not unit.is_list:
        return not unit.whole and _agree(own)
    rows: dict[tuple[int, int], list[StretchValue]] = defaultdict(list)
    for each in own:
        rows[each.span.key[:2]].append(each)
    given, typed = (
        {at for at, row in rows.items() if any(getattr(each, name) for each in row)}
        for name in ("is_given", "is_typed")
    )
    return all(_agree(rows[at]) for at in given & typed) and not (given - typed and typed - given)


def _agree(own: Sequence[StretchValue]) -> bool:
    both = [each for each in own if each.is_given and each.is_typed]
    return bool(both) and not any(each.differs for each in both)


def _merge(filled: FilledBlank, parts: dict[str, bytes], file: str, *, ours: bool) -> RefilledBlank:
    """Merge a filling into a file that somebody saved. Raises CannotMergeError, etree.XMLSyntaxError."""
    if (DOCUMENT if filled.blank.is_word else WORKBOOK_PART) not in parts:
        raise CannotMergeError(_BROKEN)
    read = _read_there(filled, parts)
    places = pair_places(filled, read.form)
    if isinstance(read, WordBlank) and _count_inner(read) != _count_inner(read_word(filled.parts)):
        raise CannotMergeError(_TABLE)
    if not filled.photos <= {*parts.values()}:
        raise CannotMergeError(_PHOTO)
    units = list_units(filled, places)
    fields = {span: each for unit in units for span, each in unit.spans.items()}
    decided = _decide(units, read_values(places, [*fields]))
    chosen = [each for each in decided.questions if ours and each.open]
    write = [*decided.write, *(each for one in chosen for each in one.values if each.differs)]
    edits = [_make_edit(fields[each.span], each, places[each.span.key]) for each in write]
    if isinstance(read, WordBlank) and any(_has_revisions(read, each) for each in edits):
        raise CannotMergeError(_REVISED)
    data = _write(filled, parts, places, edits) if edits else b""
    problems = [
        _conflict(filled, file, [(fields[each.span], each) for each in one.values], ours=one in chosen)
        for one in decided.questions
    ]
    if decided.alone:
        said = [f"{fields[each[0].span].label}“{_show_all(fields, each)}”" for each in decided.alone]
        words = {"file": file, "count": str(len(said)), "labels": _name(said)}
        problems.append(Problem("B142", words=words))
    if decided.write:
        labels = [*dict.fromkeys(fields[each.span].label for each in decided.write)]
        words = {"file": file, "count": str(len(labels)), "labels": _name(labels)}
        problems.append(Problem("B147", words=words))
    kept = decided.kept + len(decided.questions) - len(chosen)
    fate = Fate.MERGED if data else Fate.KEPT if kept else Fate.SAME
    return RefilledBlank(fate, data, kept, tuple(problems))


def _read_there(filled: FilledBlank, parts: dict[str, bytes]) -> WordBlank | ExcelBlank:
    """Read a file that somebody saved; a formula that a person typed reads as its result, one of the form does not."""
    if filled.blank.is_word:
        return read_word(parts)
    read, shown, own = read_excel(parts), place_texts(read_excel(parts, results=True).form), filled.written
    reckoned = {key for key, text in place_texts(own).items() if text == FORMULA}
    tables = [
        replace(
            table,
            cells=tuple(
                cell
                if cell.text != FORMULA or key_of_cell(cell) in reckoned
                else replace(cell, text=shown[key_of_cell(cell)])
                for cell in table.cells
            ),
        )
        for table in read.form.tables
    ]
    return replace(read, form=replace(read.form, tables=tuple(tables)))


def _loses(filled: FilledBlank, parts: dict[str, bytes]) -> bool:
    """Return whether a form that nobody saved says something where the data now give what cannot be used."""
    unusable = [
        match.question.candidates
        for match in filled.questions
        if match.question is not None and match.question.code in _UNUSABLE
    ]
    numbers = {number for candidates in unusable for number in candidates}
    places = pair_places(filled, _read_there(filled, parts).form)
    fields = [each for each in filled.blank.bound.fields if each.number in numbers]
    if any(each.kind == "photo" for each in fields) and _pictures(parts) - _pictures(filled.parts):
        return True
    keys = {key for each in fields for key in keys_of_field(each)}
    return any(key in places and places[key].there != places[key].fresh for key in keys)


def _pictures(parts: Mapping[str, bytes]) -> set[bytes]:
    return {data for name, data in parts.items() if "/media/" in name}


def _count_inner(document: WordBlank) -> int:
    """Return how many tables stand within cells: what they say belongs to no field."""
    return sum(1 for _ in document.tree.iterfind(f".//{W}tc//{W}tbl"))


def _has_revisions(document: WordBlank, edit: PlaceEdit) -> bool:
    """Return whether a place holds changes that somebody has yet to accept."""
    element = document.paragraphs[edit.paragraph] if edit.cell is None else document.cells[edit.cell]
    return any(True for _ in element.iter(*(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))))


def _make_edit(bound: BoundField, value: StretchValue, place: FilledPlace) -> PlaceEdit:
    """Return what writes a value into the file. Raises CannotMergeError for a picture."""
    if PICTURE in value.fresh + value.there:
        raise CannotMergeError(_PHOTO)
    line = value.span.line and not value.there
    text = value.fresh.removesuffix("\n") if line else value.fresh
    return PlaceEdit(bound, place.cell, place.paragraph, (GapPiece(value.start, value.end, text, line=line),))


def _write(
    filled: FilledBlank,
    parts: dict[str, bytes],
    places: Mapping[PlaceKey, FilledPlace],
    edits: Sequence[PlaceEdit],
) -> bytes:
    """Return the file with the edits, read back. Raises CannotMergeError where it does not say what was meant."""
    made = (write_word if filled.blank.is_word else write_excel)(parts, edits)
    read = place_texts(_read_there(filled, made).form)
    pieces: dict[PlaceKey, list[GapPiece]] = defaultdict(list)
    for edit in edits:
        pieces[key_of_edit(edit)] += edit.pieces
    for place in places.values():
        key = key_of_cell(place.cell) if place.cell is not None else PlaceKey(0, place.paragraph, 0)
        if plain_text(read.get(key, "")) != plain_text(changed_text(place.there, pieces.get(key, []))):
            raise CannotMergeError(_STUCK, f"“{quote_start(place.there or place.blank)}”")
    return repacked(made)


def _conflict(
    filled: FilledBlank, file: str, values: Sequence[tuple[BoundField, StretchValue]], *, ours: bool
) -> Problem:
    """Return the question of a field in which the file and the data say something else, or what was decided of it."""
    first, value = values[0]
    cell = next((each for each in first.cells if (each.row, each.col) == value.span.key[1:]), None)
    typed, new = mask_both(_show(values), _show(values, fresh=True))
    words = {
        "file": file,
        "label": "、".join(dict.fromkeys(each.label for each, _ in values)),
        "where": name_blank_cell(cell, filled.blank) if cell else name_blank_place(first, filled.blank),
        "typed": typed,
        "new": new,
    }
    return Problem("B141" if ours else "B140", words=words)


def _show_all(fields: Mapping[PlaceStretch, BoundField], values: Sequence[StretchValue]) -> str:
    """Return what a person wrote into the stretches of a unit, of a long text the beginning."""
    text = _show([(fields[each.span], each) for each in values])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _show(values: Sequence[tuple[BoundField, StretchValue]], *, fresh: bool = False) -> str:
    """Return what stands in the stretches of a unit, or is given: a number of boxes whole, of ticks the words beside them."""
    bound, first = values[0]
    if not fresh and not first.clear:
        return " ".join(first.there.split())
    texts = [" ".join((each.fresh if fresh else each.there).split()) for _, each in values]
    if bound.options:
        cells = {(each.row, each.col): at for at, each in enumerate(bound.cells)}
        words = {(option.cell, *option.box): option.words for option in bound.options}
        boxes = [(cells.get(each.span.key[1:], 0), each.span.start, each.span.end) for _, each in values]
        ticked = [
            words[box] for box, text in zip(boxes, texts, strict=True) if is_ticked(text.strip("()（）[]"))
        ]
        return "、".join(ticked) or _NOTHING
    if bound.kind == "boxes":
        return "".join(texts) or _NOTHING
    if bound.gap is not None and bound.gap.parts:
        return "-".join(texts).strip("-") or _NOTHING
    return "、".join(text or _NOTHING for text in texts)


def _name(labels: Sequence[str]) -> str:
    more = "等" if len(labels) > _MOST_NAMED else ""
    return "、".join(labels[:_MOST_NAMED]) + more
