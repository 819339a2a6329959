"""What stands in the places of a form: in the blank, as it is filled now, and in a file that a person may have saved.

Cells of a row of a list, boxes of one number and boxes to tick belong together, so that nothing is ever put together of
two sources. Knows cells and texts only.
"""

import contextlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from formgen.binding.cells import FormCell, FormOfCells
from formgen.binding.choices import Option
from formgen.binding.edits import PlaceEdit, UnfitError, place_opinion
from formgen.binding.excel_cells import FORMULA
from formgen.binding.fields import BoundField
from formgen.binding.filled_form import TICKS_AS_ONE, FilledBlank, name_blank_cell
from formgen.binding.gaps import list_gaps
from formgen.binding.wording import squeeze
from formgen.forms.ticks import BOX

_MOVED = "表上的格子、行或文字挪动过"
_SHOWN = 20  # signs of the words that a reason quotes
_YEAR = 4  # digits


class CannotMergeError(Exception):
    """A form that cannot be merged; the message says why, in Chinese."""

    def __init__(self, why: str, at: str = "") -> None:
        """Say why, and at which place."""
        super().__init__(f"{why}：{at}" if at else why)


# -- the places of two forms ----------------------------------------------------------------------------
class PlaceKey(NamedTuple):
    """Where a place is: table, row and column, or, with table 0, the number of a paragraph."""

    table: int
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class FilledPlace:
    """One place in the blank, as it was filled now, and as it stands in the file."""

    blank: str
    fresh: str
    there: str
    cell: FormCell | None  # of the file
    paragraph: int


def place_texts(form: FormOfCells) -> dict[PlaceKey, str]:
    """Return the text of each place of a form."""
    cells = {key_of_cell(each): each.text for table in form.tables for each in table.cells}
    return cells | {PlaceKey(0, each.number, 0): each.text for each in form.paragraphs}


def key_of_cell(cell: FormCell) -> PlaceKey:
    """Return the place of a cell."""
    return PlaceKey(cell.table, cell.row, cell.col)


def pair_places(filled: FilledBlank, there: FormOfCells) -> dict[PlaceKey, FilledPlace]:
    """Return the places of a form with their three texts. Raises CannotMergeError where they do not lie as they did."""
    blank, fresh, now = place_texts(filled.blank.form), place_texts(filled.written), place_texts(there)
    cells = _pair_cells(filled, there)
    lines = {each.number for each in filled.written.paragraphs}
    if any(each.text.strip() and each.number not in lines for each in there.paragraphs):
        raise CannotMergeError(_MOVED)
    held = {key for each in filled.blank.bound.fields for key in keys_of_field(each)}
    found = {}
    for key, text in fresh.items():
        own, cell = blank.get(key, ""), cells.get(key)
        seen = cell.text if cell is not None else now.get(key, "") if not key.table else ""
        if key not in held and own.strip() and squeeze(seen) != squeeze(text):
            raise CannotMergeError(_MOVED, _describe_change(filled, key, own, seen))
        found[key] = FilledPlace(own, text, seen, cell, 0 if key.table else key.row)
    return found


def _describe_change(filled: FilledBlank, key: PlaceKey, own: str, seen: str) -> str:
    """Return where words of the form are others now, and what stood and stands there."""
    cells = (each for table in filled.blank.form.tables for each in table.cells)
    cell = next((each for each in cells if key_of_cell(each) == key), None)
    where = name_blank_cell(cell, filled.blank) if cell else f"第{key.row}段"
    if own == FORMULA:
        return f"{where}的公式改成了“{quote_start(seen)}”"
    return f"{where}的“{quote_start(own)}”，现在是“{quote_start(seen)}”"


def quote_start(text: str) -> str:
    """Return the beginning of a text on one line, as a reason quotes it."""
    plain = squeeze(text)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def _pair_cells(filled: FilledBlank, there: FormOfCells) -> dict[PlaceKey, FormCell]:
    """Return the cell of a file for each cell of the form: in Word the same one of its row, in Excel of its address.

    Word and WPS may number the columns of a table anew. Raises CannotMergeError for other rows or cells.
    """
    if not filled.blank.is_word:
        return {key_of_cell(each): each for table in there.tables for each in table.cells}
    meant, seen = (
        [cell for table in form.tables for cell in table.cells] for form in (filled.written, there)
    )
    rows = [[(each.table, each.row, each.rows) for each in cells] for cells in (meant, seen)]
    if rows[0] != rows[1]:
        raise CannotMergeError(_MOVED)
    return {key_of_cell(each): own for each, own in zip(meant, seen, strict=True)}


def keys_of_field(bound: BoundField) -> list[PlaceKey]:
    """Return the places that a field fills."""
    if bound.cells:
        return [key_of_cell(each) for each in bound.cells]
    return [PlaceKey(0, bound.paragraph, 0)] if bound.paragraph else []


def key_of_edit(edit: PlaceEdit) -> PlaceKey:
    """Return the place that an edit is written into."""
    return key_of_cell(edit.cell) if edit.cell is not None else PlaceKey(0, edit.paragraph, 0)


# -- values that belong together ------------------------------------------------------------------------
class PlaceStretch(NamedTuple):
    """A stretch of a place's text in the blank, ``line`` where a line of its own is put in there.

    ``holds`` is what can stand in it: any text, words of one line, a number of a date, a box to tick.
    """

    key: PlaceKey
    start: int
    end: int
    line: bool = False
    holds: Literal["text", "words", "date", "box"] = "text"


@dataclass(slots=True)
class ValueUnit:
    """Stretches that are one value, each with its field: a field, or a list.

    A ``whole`` one, a number in boxes or an answer of ticks, is never put together of two sources; in a list, whose rows
    may have changed places, no row is. What stands in a box for opinions, its date too, is one, and ``signed``: the data
    never take its place.
    """

    whole: bool = False
    signed: bool = False
    spans: dict[PlaceStretch, BoundField] = field(default_factory=dict)

    @property
    def is_list(self) -> bool:
        """Return whether it is a list of several rows."""
        return any(each.is_list for each in self.spans.values())


def list_units(filled: FilledBlank, places: Mapping[PlaceKey, FilledPlace]) -> list[ValueUnit]:
    """Return what belongs together in a form, with the stretches where the blank has room or now holds something."""
    written: dict[tuple[PlaceKey, str], list[PlaceStretch]] = defaultdict(list)
    for edit in filled.edits:
        key = key_of_edit(edit)
        written[key, edit.field.label] += [
            PlaceStretch(key, each.start, each.end, each.line) for each in edit.pieces
        ]
    signed = {
        key for each in filled.blank.bound.fields if each.kind == "opinion" for key in keys_of_field(each)
    }
    units, taken = dict[object, ValueUnit](), set[tuple[PlaceKey, int, int]]()
    for each in filled.blank.bound.fields:
        for key in keys_of_field(each):
            whole = bool(each.options) or each.kind == "boxes"
            for span in _room(each, key, places[key].blank, written.get((key, each.label), [])):
                if span[:3] not in taken:
                    taken.add(span[:3])
                    name = key if key in signed else _name_unit(each, span)
                    unit = units.setdefault(name, ValueUnit(whole=whole, signed=key in signed))
                    unit.spans[span] = each
    return [*units.values()]


def _name_unit(bound: BoundField, span: PlaceStretch) -> tuple[object, ...]:
    """Return what a stretch has in common with those that it is one value with."""
    if bound.is_list and bound.block:
        return ("list", bound.block)
    boxes = [
        each
        for each in bound.options
        if each.box == (span.start, span.end) and _place_of(bound, each, span.key) == span.key
    ]
    return (bound.number, *(each.group for each in boxes))


def _place_of(bound: BoundField, option: Option, key: PlaceKey) -> PlaceKey:
    """Return the place of an option: one of several cells, else the only one."""
    return key_of_cell(bound.cells[option.cell]) if len(bound.cells) > 1 else key


def _room(bound: BoundField, key: PlaceKey, text: str, written: Sequence[PlaceStretch]) -> list[PlaceStretch]:
    """Return the stretches of a place that a field takes: those now written, else those that its blank leaves."""
    gap = bound.gap
    if bound.options:
        own = [option for option in bound.options if _place_of(bound, option, key) == key]
        return [PlaceStretch(key, *option.box, holds="box") for option in own]
    if gap is not None and gap.parts:
        return [PlaceStretch(key, start, end, holds="date") for start, end in gap.parts]
    if written:
        return [each._replace(holds="words" if gap is not None else "text") for each in written]
    if bound.kind == "opinion":
        with contextlib.suppress(UnfitError):
            piece = place_opinion(text, "")
            return [PlaceStretch(key, piece.start, piece.end, piece.line)]
    if gap is None:
        return [PlaceStretch(key, 0, len(text))] if not text.strip() else []
    gaps = (gap,) if gap.start >= 0 else list_gaps(text)
    return [PlaceStretch(key, each.start, each.end, holds="words") for each in gaps]


@dataclass(frozen=True, slots=True)
class StretchValue:
    """What stands in a stretch: in the blank, now, and in the file, where it begins and ends there.

    Where the words around it are others, or something stands there that it cannot hold, it is not ``clear`` what a person
    meant: then ``there`` is all that stands in the place.
    """

    span: PlaceStretch
    blank: str
    fresh: str
    there: str
    start: int = 0
    end: int = 0
    clear: bool = True

    @property
    def is_given(self) -> bool:
        """Return whether the data say something."""
        return plain_text(self.fresh) != plain_text(self.blank)

    @property
    def is_typed(self) -> bool:
        """Return whether something stands in the file, be it not clear."""
        return not self.clear or plain_text(self.there) != plain_text(self.blank)

    @property
    def differs(self) -> bool:
        """Return whether the file says something else than the data do now, or it is not clear what it says."""
        return not self.clear or plain_text(self.fresh) != plain_text(self.there)


def read_values(
    places: Mapping[PlaceKey, FilledPlace], spans: Sequence[PlaceStretch]
) -> dict[PlaceStretch, StretchValue]:
    """Return what stands in each stretch."""
    by_place: dict[PlaceKey, list[PlaceStretch]] = defaultdict(list)
    for span in spans:
        by_place[span.key].append(span)
    found = {}
    for key, own in by_place.items():
        own.sort(key=lambda span: (span.start, span.end))
        place = places[key]
        pattern = _around(place.blank, own)
        now, there = pattern.fullmatch(place.fresh), pattern.fullmatch(place.there)
        clear = there is not None and all(_can_hold(span, there[at]) for at, span in enumerate(own, 1))
        for at, span in enumerate(own, 1):
            blank = place.blank[span.start : span.end]
            fresh = now[at] if now is not None else place.fresh
            if there is not None and clear:
                found[span] = StretchValue(span, blank, fresh, there[at], *there.span(at))
            else:
                found[span] = StretchValue(span, blank, fresh, place.there, clear=False)
    return found


def _around(text: str, spans: Sequence[PlaceStretch]) -> re.Pattern[str]:
    """Return the pattern of a place: its own words, any blanks between them, and something in each stretch."""
    pattern, at = "", 0
    for span in spans:
        pattern += _words(text[at : span.start]) + ("(.*?)" if span.holds == "text" else r"([^\n]*?)")
        at = max(at, span.end)
    return re.compile(pattern + _words(text[at:]), re.DOTALL)


def _can_hold(span: PlaceStretch, text: str) -> bool:
    """Return whether a stretch can hold a text: one box, one number of a date."""
    plain = squeeze(text)
    if span.holds == "box":
        return not plain or BOX.fullmatch(plain) is not None
    plain = plain.strip("_")
    return span.holds != "date" or not plain or (plain.isdecimal() and len(plain) <= _YEAR)


def _words(text: str) -> str:
    plain = "".join(text.split())
    if not plain:
        return r"\s*" if text else ""
    before, after = (r"\s*" if each.isspace() else "" for each in (text[0], text[-1]))
    return before + r"\s*".join(map(re.escape, plain)) + after


def plain_text(text: str) -> str:
    """Return a text as two are compared: without blanks and underscores, every tick the same."""
    return squeeze(text).strip("_").translate(TICKS_AS_ONE)
