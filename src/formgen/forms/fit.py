"""Whether a text fits its box on paper: a ladder of smaller types, then a cut with a continuation page.

Everything is calculated from the geometry of the template before a document is made: a text that does not fit a
cell is lost or moves the seals to a second page, and neither the number of pages nor the extracted text shows it.
Knows boxes and texts, whatever program prints them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from formgen.forms.text import SlotValue
from formgen.forms.typeset import break_lines, may_break, measure_characters

SEE_NEXT = "（续见附页）"
NEXT_PARAGRAPH = (
    f"\u3000{SEE_NEXT}"  # where the text goes on with a new paragraph: the blank tells it when read back
)
_SEE_NEXT_AT_END = re.compile(rf"(\s*){SEE_NEXT}\s*$")
MORE = ".more"  # ends the name of a slot that holds the rest of a text, on the continuation page
Over = Literal["grow", "continue", "refuse"]
_FEW = 4  # signs that close quotes and brackets behind a sentence
_CLOSERS = "”’」』）》〉】〕\"')"
_ENDS = re.compile(rf"[。！？；!?;…][{_CLOSERS}]*|\n")
_CLAUSES = re.compile(rf"[，、：,:][{_CLOSERS}]*")
_WIDEST = 1.3  # em a character can take, air included
SMALLEST = 9.0  # points: no name is set smaller
_LEAST = 0.75  # no short text is set smaller than this part of its own type
_BLANKS = " \t\n\u3000\u00a0"
_NARROW = 16  # em
_NEAR = 0.01  # points


@dataclass(frozen=True, slots=True)
class TypeSize:
    """A size of type on lines of a pitch, both in points; written ``12/22``."""

    size: float
    pitch: float

    def __str__(self) -> str:
        """Return ``12/22``."""
        return f"{self.size:g}/{self.pitch:g}"


_SHORT = (
    TypeSize(12, 15),
    TypeSize(10.5, 12),
    TypeSize(SMALLEST, 11),
)  # types for what is not a narrative: names, addresses, telephone numbers


def list_shorter(size: float) -> tuple[TypeSize, ...]:
    """Return the types that a short text of a size, in points, is set in where that is too large; the largest first."""
    return tuple(each for each in _SHORT if each.size >= size * _LEAST)


class Sized(str):
    """A text that is printed in another type than its template's."""

    __slots__ = ("step",)
    step: TypeSize

    @classmethod
    def of(cls, text: str, step: TypeSize) -> "Sized":
        """Return a text in a type."""
        made = cls(text)
        made.step = step
        return made


@dataclass(frozen=True, slots=True)
class Box:
    """The room of a slot: its paragraph's width and height in points, and the types it may be set in.

    ``steps`` begins with the template's own; ``indent`` is that of the first line in em; ``before`` and ``after``
    are the fixed words of the paragraph; ``over`` says what to do with a text that fits in none of the types.
    The texts of boxes with the same ``row`` are set in one type.
    """

    slot: str
    face: str
    width: float
    height: float
    steps: tuple[TypeSize, ...]
    over: Over = "grow"
    indent: float = 0
    before: str = ""
    after: str = ""
    row: int | None = None

    @property
    def alone(self) -> bool:
        """Return whether the slot is all its paragraph holds, so that the lines may move closer too."""
        return not (self.before or self.after)

    def holds(self, text: str, step: TypeSize) -> bool:
        """Return whether a text fits in a type."""
        own = self.steps[0]
        pitch = step.pitch if self.alone else own.pitch
        most = max(int((self.height + _NEAR) / pitch), 1)
        if self._easily(text, step):
            return True
        shown = f"{self.before}{text}{self.after}"
        room = [
            *measure_characters(self.before, own.size, self.face),
            *measure_characters(text, step.size, self.face),
            *measure_characters(self.after, own.size, self.face),
        ]
        blanks = sum(map(shown.count, _BLANKS)) * step.size  # they may hang at the ends of lines
        if sum(room) - blanks > most * self._line(step):
            return False
        found = break_lines(shown, room, self._line(step), self.indent * step.size)
        return next(islice(found, most, None), None) is None

    def _line(self, step: TypeSize) -> float:
        """Return what a line is counted on to hold: in a narrow box, where a wrong guess costs most, a little less."""
        return self.width - (step.size / 2 if self.width < _NARROW * step.size else 0)

    def _easily(self, text: str, step: TypeSize) -> bool:
        """Check cheaply, without typesetting, that a text fits on one line; nearly all do."""
        around = (len(self.before) + len(self.after)) * self.steps[0].size
        return "\n" not in text and (around + (len(text) + self.indent) * step.size) * _WIDEST <= self.width


@dataclass(frozen=True, slots=True)
class Overflow:
    """A text that fits its box in no type: what becomes of it, and how many of its characters go elsewhere.

    ``shrink`` is what Excel does by itself.
    """

    slot: str
    over: Over | Literal["shrink"]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class PartialSum:
    """A formula of a template that needs slots, some of which have no value: it would pass over them."""

    cell: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misprint:
    """A number that a cell shows as something else: its slot, the cell, and why."""

    slot: str
    cell: str
    why: str


@dataclass(frozen=True, slots=True)
class FaultyFormula:
    """A formula of a template that gives an error, whatever is filled in: its cell, and why."""

    cell: str
    why: str


@dataclass(frozen=True, slots=True)
class FittedValues:
    """The values of a form as its boxes take them, what did not fit, the formulas that stay blank, the misprints."""

    values: Mapping[str, SlotValue]
    overflows: tuple[Overflow, ...] = ()
    partial_sums: tuple[PartialSum, ...] = ()
    misprints: tuple[Misprint, ...] = ()


def fit_values(boxes: Mapping[str, Box], values: Mapping[str, SlotValue]) -> FittedValues:
    """Return values that fit their boxes: smaller, or cut with the rest under ``slot.more``; and what did not fit."""
    changed = dict[str, SlotValue]()
    overflows = list[Overflow]()
    chosen = dict[str, TypeSize]()
    for slot, box in boxes.items():
        text = values[slot]
        if not isinstance(text, str) or not text:
            continue
        step = next((step for step in box.steps if box.holds(text, step)), None)
        if step is None:
            rest = ""
            step = box.steps[-1]
            if box.over == "continue":
                text, rest = cut_to_fit(box, text, step)
                changed[slot] = text
                changed[f"{slot}{MORE}"] = rest
            overflows.append(Overflow(slot, box.over, len("".join(rest.split()))))
        chosen[slot] = step
    for slot, step in _level_rows(boxes, chosen).items():
        if step != boxes[slot].steps[0] or slot in changed:
            changed[slot] = Sized.of(str(changed.get(slot, values[slot])), step)
    return FittedValues({**values, **changed} if changed else values, tuple(overflows))


def _level_rows(boxes: Mapping[str, Box], chosen: Mapping[str, TypeSize]) -> dict[str, TypeSize]:
    """Return the type of each slot: in a row that is set in one type, the smallest that any of its texts needs."""
    smallest = dict[int, TypeSize]()
    for slot, step in chosen.items():
        row = boxes[slot].row
        if row is not None:
            smallest[row] = min(smallest.get(row, step), step, key=lambda each: (each.size, each.pitch))
    return {
        slot: step if (row := boxes[slot].row) is None else smallest[row] for slot, step in chosen.items()
    }


def cut_to_fit(box: Box, text: str, step: TypeSize) -> tuple[str, str]:
    """Return as much of a text as fits with （续见附页） behind it, and the rest.

    It is cut behind a sentence or a paragraph; where no sentence fits, behind a comma, else where a line may end.
    """
    low, high = 0, len(text)
    while low < high:  # the longest beginning that fits
        middle = (low + high + 1) // 2
        low, high = (middle, high) if box.holds(text[:middle] + SEE_NEXT, step) else (low, middle - 1)
    parted = (_part(text, at) for at in _list_cuts(text, low))
    return next((each for each in parted if box.holds(each[0], step)), _part(text, low))


def _part(text: str, at: int) -> tuple[str, str]:
    """Return both parts of a text, with the words that send the reader on behind the first."""
    first, rest = text[:at].rstrip(), text[at:].lstrip()
    between = text[len(first) : len(text) - len(rest)]
    return first + (NEXT_PARAGRAPH if "\n" in between else SEE_NEXT), rest


def _list_cuts(text: str, most: int) -> Iterator[int]:
    """Yield where a text may be cut, the best first."""
    for ends in (_ENDS, _CLAUSES):
        places = [match.end() for match in ends.finditer(text, 0, min(most + _FEW, len(text)))]
        yield from (at for at in reversed(places) if at <= most and _may_cut(text, at))
    yield from (at for at in range(most, 0, -1) if _may_cut(text, at))


def _may_cut(text: str, at: int) -> bool:
    """Return whether a text may be cut at a place: at its end, beside a blank, or where a line may end."""
    if at >= len(text) or text[at].isspace() or text[at - 1].isspace():
        return True
    return may_break(text[at - 1], text[at])


def rejoin(values: Mapping[str, str]) -> dict[str, str]:
    """Return texts of a document with those that continue on a continuation page put together again."""
    found = dict(values)
    for slot in [each for each in values if each.endswith(MORE)]:
        own = slot.removesuffix(MORE)
        rest = found.pop(slot)
        if own in found:
            mark = _SEE_NEXT_AT_END.search(found[own])
            first = found[own][: mark.start()] if mark else found[own]
            found[own] = f"{first}\n{rest}" if mark and mark[1] and first and rest else first + rest
    return found
