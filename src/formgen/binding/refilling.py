"""A filled form filled again: what the data say now is written where nobody typed, and what a person typed stays.

A form that nobody saved since is written anew. In one that somebody saved, each field is looked at by itself: one that is
still blank is filled, one that the data leave blank keeps what stands there, one in which both say something else is a
question. Cells of a row of a list, boxes of one number and boxes to tick belong together, so that nothing is mixed from
two sources. A form whose cells or words were moved stays as it is, and the new one is written beside it.
"""

import contextlib
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from formgen.binding.cells import FormCell, FormOfCells
from formgen.binding.edits import GapPiece, PlaceEdit, UnfitError, place_opinion
from formgen.binding.excel_cells import read_excel
from formgen.binding.excel_writing import changed_text, write_excel
from formgen.binding.fields import BoundField
from formgen.binding.filled_form import TICKS_AS_ONE, FilledBlank, name_blank_cell, name_blank_place
from formgen.binding.gaps import open_gaps
from formgen.binding.word_cells import PICTURE, read_word
from formgen.binding.word_writing import write_word
from formgen.binding.wording import squeeze
from formgen.forms.ticks import is_ticked
from formgen.model import Fate
from formgen.office.made_mark import is_as_made
from formgen.office.package import UnreadableError, parts_in, repacked
from formgen.problems import Problem

_MOST_NAMED, _SHOWN, _NOTHING = 3, 20, "（空）"
_MOVED, _PHOTO, _STUCK = "表上的格子、行或文字挪动过", "照片要换", "改不进"


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


class _CannotMergeError(Exception):
    """A form that cannot be merged; the message says why, in Chinese."""

    def __init__(self, why: str, at: str = "") -> None:
        """Say why, and beside which words."""
        super().__init__(f"{why}：“{squeeze(at)[:_SHOWN]}”" if at else why)


def refill_blank(filled: FilledBlank, there: bytes, file: str, *, ours: bool = False) -> RefilledBlank:
    """Return what becomes of a file that holds an earlier filling of a form, ``there``, now that it is filled again.

    ``file`` is its name, ``ours`` writes the data where both say something else, but for opinions.
    """
    if there == filled.data:
        return RefilledBlank(Fate.SAME)
    try:
        parts = parts_in(io.BytesIO(there))
        if is_as_made(parts, filled.main_part):
            return RefilledBlank(Fate.RENEWED, filled.data)
        return _merge(filled, parts, file, ours=ours)
    except (UnreadableError, _CannotMergeError) as error:
        why = str(error)
    except (etree.XMLSyntaxError, KeyError):
        why = "打不开（内容不完整）"
    return RefilledBlank(Fate.BESIDE, filled.data, why=why)


# -- the places of two forms ----------------------------------------------------------------------------
class _Key(NamedTuple):
    """Where a place is: table, row and column, or, with table 0, the number of a paragraph."""

    table: int
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class _Place:
    """One place in the blank, as it was filled now, and as it stands in the file."""

    blank: str
    fresh: str
    there: str
    cell: FormCell | None  # of the file
    paragraph: int


def _texts(form: FormOfCells) -> dict[_Key, str]:
    cells = {_cell_key(each): each.text for table in form.tables for each in table.cells}
    return cells | {_Key(0, each.number, 0): each.text for each in form.paragraphs}


def _cell_key(cell: FormCell) -> _Key:
    return _Key(cell.table, cell.row, cell.col)


def _pair_places(filled: FilledBlank, there: FormOfCells) -> dict[_Key, _Place]:
    """Return the places of a form with their three texts. Raises _CannotMergeError where they do not lie as they did."""
    blank, fresh, now = _texts(filled.blank.form), _texts(filled.written), _texts(there)
    cells = _pair_cells(filled, there)
    lines = {each.number for each in filled.written.paragraphs}
    if any(each.text.strip() and each.number not in lines for each in there.paragraphs):
        raise _CannotMergeError(_MOVED)
    held = {key for each in filled.blank.bound.fields for key in _keys_of(each)}
    found = {}
    for key, text in fresh.items():
        own, cell = blank.get(key, ""), cells.get(key)
        seen = cell.text if cell is not None else now.get(key, "") if not key.table else ""
        if key not in held and own.strip() and squeeze(seen) != squeeze(text):
            raise _CannotMergeError(_MOVED, own)
        found[key] = _Place(own, text, seen, cell, 0 if key.table else key.row)
    return found


def _pair_cells(filled: FilledBlank, there: FormOfCells) -> dict[_Key, FormCell]:
    """Return the cell of a file for each cell of the form: in Word the same one of its row, in Excel of its address.

    Word and WPS may number the columns of a table anew. Raises _CannotMergeError for other rows or cells.
    """
    if not filled.blank.is_word:
        return {_cell_key(each): each for table in there.tables for each in table.cells}
    meant, seen = (
        [cell for table in form.tables for cell in table.cells] for form in (filled.written, there)
    )
    rows = [[(each.table, each.row, each.rows) for each in cells] for cells in (meant, seen)]
    if rows[0] != rows[1]:
        raise _CannotMergeError(_MOVED)
    return {_cell_key(each): own for each, own in zip(meant, seen, strict=True)}


def _keys_of(bound: BoundField) -> list[_Key]:
    if bound.cells:
        return [_cell_key(each) for each in bound.cells]
    return [_Key(0, bound.paragraph, 0)] if bound.paragraph else []


def _key_of(edit: PlaceEdit) -> _Key:
    return _cell_key(edit.cell) if edit.cell is not None else _Key(0, edit.paragraph, 0)


# -- values that belong together ------------------------------------------------------------------------
class _Span(NamedTuple):
    """A stretch of a place's text in the blank, ``line`` where a line of its own is put in there."""

    key: _Key
    start: int
    end: int
    line: bool = False


@dataclass(slots=True)
class _Unit:
    """Stretches that are one value, each with its field: a field, or a row of a list.

    A ``whole`` one, a number in boxes or an answer of ticks, is never put together of two sources.
    """

    whole: bool
    spans: dict[_Span, BoundField] = field(default_factory=dict)


def _units(filled: FilledBlank, places: Mapping[_Key, _Place]) -> list[_Unit]:
    """Return what belongs together in a form, with the stretches where the blank has room or now holds something."""
    written: dict[tuple[_Key, str], list[_Span]] = defaultdict(list)
    for edit in filled.edits:
        key = _key_of(edit)
        written[key, edit.field.label] += [
            _Span(key, each.start, each.end, each.line) for each in edit.pieces
        ]
    units, rows, taken = list[_Unit](), dict[tuple[int, int], _Unit](), set[_Span]()
    for each in filled.blank.bound.fields:
        unit = _Unit(whole=bool(each.options) or each.kind == "boxes")
        for key in _keys_of(each):
            own = rows.setdefault((key.table, key.row), _Unit(whole=False)) if each.is_list else unit
            spans = _room(each, key, places[key].blank, written.get((key, each.label), []))
            own.spans |= {span: each for span in spans if span not in taken}
            taken.update(spans)
        units.append(unit)
    return [each for each in (*units, *rows.values()) if each.spans]


def _room(bound: BoundField, key: _Key, text: str, written: Sequence[_Span]) -> list[_Span]:
    """Return the stretches of a place that a field takes: those now written, else those that its blank leaves."""
    if bound.options:
        return [_Span(key, *option.box) for option in bound.options]
    if written:
        return list(written)
    if bound.kind == "opinion":
        with contextlib.suppress(UnfitError):
            piece = place_opinion(text, "")
            return [_Span(key, piece.start, piece.end, piece.line)]
    gap = bound.gap
    if gap is None:
        return [_Span(key, 0, len(text))] if not text.strip() else []
    if gap.parts:
        return [_Span(key, start, end) for start, end in gap.parts]
    return [_Span(key, each.start, each.end) for each in ((gap,) if gap.start >= 0 else open_gaps(text))]


@dataclass(frozen=True, slots=True)
class _Value:
    """What stands in a stretch: in the blank, now, and in the file, where it begins and ends there."""

    span: _Span
    blank: str
    fresh: str
    there: str
    start: int
    end: int

    @property
    def differs(self) -> bool:
        """Return whether the file says something else than the data do now."""
        return _plain(self.fresh) != _plain(self.there)


def _read_values(places: Mapping[_Key, _Place], spans: Sequence[_Span]) -> dict[_Span, _Value]:
    """Return what stands in each stretch; nothing of a place that a person wrote otherwise and the data leave blank.

    Raises _CannotMergeError where the words around a stretch that is to be written are others.
    """
    by_place: dict[_Key, list[_Span]] = defaultdict(list)
    for span in spans:
        by_place[span.key].append(span)
    found = {}
    for key, own in by_place.items():
        own.sort(key=lambda span: (span.start, span.end))
        place = places[key]
        pattern = _around(place.blank, own)
        now, there = pattern.fullmatch(place.fresh), pattern.fullmatch(place.there)
        if there is None and place.fresh == place.blank:
            continue
        if now is None or there is None:
            raise _CannotMergeError(_MOVED, place.there or place.blank)
        for at, span in enumerate(own, 1):
            blank = place.blank[span.start : span.end]
            found[span] = _Value(span, blank, now[at], there[at], *there.span(at))
    return found


def _around(text: str, spans: Sequence[_Span]) -> re.Pattern[str]:
    """Return the pattern of a place: its own words, any blanks between them, and something in each stretch."""
    pattern, at = "", 0
    for span in spans:
        pattern += _words(text[at : span.start]) + "(.*?)"
        at = max(at, span.end)
    return re.compile(pattern + _words(text[at:]), re.DOTALL)


def _words(text: str) -> str:
    plain = "".join(text.split())
    if not plain:
        return r"\s*" if text else ""
    before, after = (r"\s*" if each.isspace() else "" for each in (text[0], text[-1]))
    return before + r"\s*".join(map(re.escape, plain)) + after


def _plain(text: str) -> str:
    return squeeze(text).strip("_").translate(TICKS_AS_ONE)


# -- deciding and writing -------------------------------------------------------------------------------
class _Decided(NamedTuple):
    """What is written into the file, how many fields of a person stay, those that only the file has, the questions."""

    write: list[_Value]
    kept: int
    alone: list[str]
    conflicts: list[list[_Value]]


def _decide(units: Sequence[_Unit], values: Mapping[_Span, _Value]) -> _Decided:
    """Decide each unit by itself."""
    write, conflicts, alone, kept = list[_Value](), list[list[_Value]](), list[str](), 0
    for unit in units:
        own = [values[span] for span in unit.spans if span in values]
        differing = [each for each in own if each.differs]
        if not differing:
            continue
        mine = [each for each in own if _plain(each.fresh) != _plain(each.blank)]
        theirs = [each for each in own if _plain(each.there) != _plain(each.blank)]
        both = [each for each in mine if each in theirs]
        if not mine:
            kept += 1
            alone.append(unit.spans[theirs[0].span].label)
        elif not theirs or (both and not unit.whole and not any(each.differs for each in both)):
            write += [each for each in differing if each in mine]
            kept += int(any(each not in mine for each in differing))
        else:
            one = unit.whole or len({*unit.spans.values()}) == 1
            conflicts.append(own if one else differing)
    return _Decided(write, kept, alone, conflicts)


def _merge(filled: FilledBlank, parts: dict[str, bytes], file: str, *, ours: bool) -> RefilledBlank:
    """Merge a filling into a file that somebody saved. Raises _CannotMergeError, KeyError, etree.XMLSyntaxError."""
    read = read_word(parts) if filled.blank.is_word else read_excel(parts)
    places = _pair_places(filled, read.form)
    if not filled.photos <= {*parts.values()}:
        raise _CannotMergeError(_PHOTO)
    units = _units(filled, places)
    fields = {span: each for unit in units for span, each in unit.spans.items()}
    decided = _decide(units, _read_values(places, [*fields]))
    chosen = [own for own in decided.conflicts if ours and fields[own[0].span].kind != "opinion"]
    write = [*decided.write, *(each for own in chosen for each in own if each.differs)]
    edits = [_make_edit(fields[each.span], each, places[each.span.key]) for each in write]
    data = _write(filled, parts, places, edits) if edits else b""
    problems = [
        _conflict(filled, file, [(fields[each.span], each) for each in own], ours=own in chosen)
        for own in decided.conflicts
    ]
    if decided.alone:
        words = {"file": file, "count": str(len(decided.alone)), "labels": _name(decided.alone)}
        problems.append(Problem("B142", words=words))
    kept = decided.kept + len(decided.conflicts) - len(chosen)
    fate = Fate.MERGED if data else Fate.KEPT if kept else Fate.SAME
    return RefilledBlank(fate, data, kept, tuple(problems))


def _make_edit(bound: BoundField, value: _Value, place: _Place) -> PlaceEdit:
    """Return what writes a value into the file. Raises _CannotMergeError for a picture."""
    if PICTURE in value.fresh + value.there:
        raise _CannotMergeError(_PHOTO)
    line = value.span.line and not value.there
    text = value.fresh.removesuffix("\n") if line else value.fresh
    return PlaceEdit(bound, place.cell, place.paragraph, (GapPiece(value.start, value.end, text, line=line),))


def _write(
    filled: FilledBlank, parts: dict[str, bytes], places: Mapping[_Key, _Place], edits: Sequence[PlaceEdit]
) -> bytes:
    """Return the file with the edits, read back. Raises _CannotMergeError where it does not say what was meant."""
    made = (write_word if filled.blank.is_word else write_excel)(parts, edits)
    read = _texts((read_word(made) if filled.blank.is_word else read_excel(made)).form)
    pieces: dict[_Key, list[GapPiece]] = defaultdict(list)
    for edit in edits:
        pieces[_key_of(edit)] += edit.pieces
    for place in places.values():
        key = _cell_key(place.cell) if place.cell is not None else _Key(0, place.paragraph, 0)
        if _plain(read.get(key, "")) != _plain(changed_text(place.there, pieces.get(key, []))):
            raise _CannotMergeError(_STUCK, place.there or place.blank)
    return repacked(made)


def _conflict(
    filled: FilledBlank, file: str, values: Sequence[tuple[BoundField, _Value]], *, ours: bool
) -> Problem:
    """Return the question of a field in which the file and the data say something else, or what was decided of it."""
    first, value = values[0]
    cell = next((each for each in first.cells if (each.row, each.col) == value.span.key[1:]), None)
    words = {
        "file": file,
        "label": "、".join(dict.fromkeys(each.label for each, _ in values)),
        "where": name_blank_cell(cell, filled.blank) if cell else name_blank_place(first, filled.blank),
        "typed": _show([(each, value.there) for each, value in values]),
        "new": _show([(each, value.fresh) for each, value in values]),
    }
    return Problem("B141" if ours else "B140", words=words)


def _show(values: Sequence[tuple[BoundField, str]]) -> str:
    """Return what stands in the stretches of a unit: a number of boxes whole, of ticks the words beside them."""
    bound, texts = values[0][0], [" ".join(text.split()) for _, text in values]
    if bound.options:
        chosen = [
            option.words
            for option, text in zip(bound.options, texts, strict=False)
            if is_ticked(text.strip("()（）[]"))
        ]
        return "、".join(chosen) or _NOTHING
    if bound.kind == "boxes":
        return "".join(texts) or _NOTHING
    if bound.gap is not None and bound.gap.parts:
        return "-".join(texts).strip("-") or _NOTHING
    return "、".join(text or _NOTHING for text in texts)


def _name(labels: Sequence[str]) -> str:
    more = "等" if len(labels) > _MOST_NAMED else ""
    return "、".join(labels[:_MOST_NAMED]) + more
