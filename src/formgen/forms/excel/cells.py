"""The cells of a compiled sheet: those with slots, and those that are printed as they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from formgen.forms.contents import FIELD
from formgen.forms.excel.painting import read_font
from formgen.forms.excel.runs import TextRun, is_rich, map_runs, parse_look
from formgen.forms.excel.shown_numbers import explain_format, shows_another
from formgen.forms.text import SlotValue, escape_value, format_value
from formgen.forms.text_marks import TextLook

_STYLE = re.compile(r' s="(\d+)"')
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,9})(\.[0-9]?[1-9])?")


@lru_cache(maxsize=4096)
def _count_hundredths(text: str) -> int | None:
    """Return how many hundredths a number in a cell is, None for a text; points repeat, so they are cached."""
    return int(Fraction(text) * 100) if _NUMBER.fullmatch(text) else None


def is_number(text: str) -> bool:
    """Return whether a text is a plain number as a cell may hold it."""
    return _count_hundredths(text) is not None


@dataclass(frozen=True, slots=True)
class TotalFormula:
    """A total's formula and its element, and the slots it adds up; ``places`` are their numbers among those of the sheet."""

    formula: str
    element: str
    added: tuple[str, ...]
    places: tuple[int, ...] = ()

    def gives(
        self, total: SlotValue, shown: str, values: Mapping[str, SlotValue], words: Sequence[str]
    ) -> bool:
        """Return whether the formula makes of the printed values the total that is printed, ``shown``.

        It does not where values are rounded or have so many digits that they are written as text.
        """
        if isinstance(total, str):
            return not total or all(values[slot] == total for slot in self.added)
        added = 0
        for slot, at in zip(self.added, self.places, strict=True):
            if not isinstance(values[slot], str):
                known = _count_hundredths(words[at])
                if known is None:
                    return False
                added += known
        return added == _count_hundredths(shown)


class PrintedCell(NamedTuple):
    """A cell without slots: the text that every document has there, and how the template lets it be seen apart."""

    address: str
    text: str
    looks: frozenset[TextLook] = frozenset()


@dataclass(frozen=True, slots=True)
class SlotCell:
    """A cell with slots: its text with ``{{ }}``, and all that stands in front of any value, written once.

    ``slot`` is the slot that is all the cell holds, empty where there is more; ``total`` is the formula of a total;
    ``first`` is the number of its first slot; ``runs`` is the text where stretches of it have types of their own;
    ``counts`` where formulas use it; ``looks`` are how the cell's own font lets a text be seen apart; ``format`` is the
    code of its number format; ``may_change`` where a conditional format of the template changes its look, ``is_hidden``
    where the template hides it; ``plain`` is its style without the number format.
    """

    address: str
    text: str
    slot: str
    head: str
    total: "TotalFormula | None" = None
    first: int = 0
    runs: tuple[TextRun, ...] = ()
    counts: bool = False
    looks: frozenset[TextLook] = frozenset()
    format: str = ""
    may_change: bool = False
    is_hidden: bool = False
    plain: int | None = None

    @classmethod
    def of(cls, address: str, style: str, runs: Sequence[TextRun], total: TotalFormula | None) -> "SlotCell":
        """Return the cell of a text, with the formula of a total where there is one."""
        text = "".join(run.text for run in runs)
        alone = FIELD.fullmatch(text)
        head = f'<c r="{address}" s="{style}"'
        slot = alone[1] if alone else ""
        rich = tuple(runs) if is_rich(runs) else ()
        return cls(address, text, slot, head, total, runs=rich)

    @property
    def slots(self) -> list[str]:
        """Return the slots of the cell in their order."""
        return FIELD.findall(self.text)

    @property
    def style(self) -> int:
        """Return the number of the cell's style."""
        found = _STYLE.search(self.head)
        return int(found[1]) if found else 0

    def list_looks(self, order: int) -> frozenset[TextLook]:
        """Return how the template lets a slot, by its order in the cell, be seen apart."""
        slots = [(run, name) for run in self.runs for name in FIELD.findall(run.text)]
        run = slots[order][0] if order < len(slots) else None
        return read_font(parse_look(run.look)) if run is not None and run.look else self.looks

    def explain_format(self, value: SlotValue) -> str:
        """Return why a number in the cell is seen as something else, or would be; empty where it is not."""
        text = format_value(value)
        is_figure = bool(self.format and self.slot) and (isinstance(value, Fraction) or self.counts)
        if not (is_figure and is_number(text)):
            return ""
        why, number = explain_format(self.format, Decimal(text)), Decimal(text)
        return f"{why}；这一格改用“常规”格式，照原数印" if why and self._is_plain(number) else why

    def _is_plain(self, number: Decimal) -> bool:
        """Return whether a number goes into the cell without the number format: it would print another one."""
        return bool(self.format) and self.plain is not None and shows_another(self.format, number)

    def _head_of(self, text: str) -> str:
        """Return what stands in front of a number in the cell."""
        if self.format and is_number(text) and self._is_plain(Decimal(text)):
            return _STYLE.sub(f' s="{self.plain}"', self.head, count=1)
        return self.head

    def count(self, value: SlotValue) -> SlotValue:
        """Return a value as it goes into the cell: a number where formulas use it and it is one."""
        return Fraction(value) if self.counts and isinstance(value, str) and is_number(value) else value

    def xml(self, values: Mapping[str, SlotValue], words: Sequence[str]) -> str:
        """Return the cell's XML: a number where it is one figure, else an inline string.

        A figure with many digits is text, which no narrow column rounds, unless formulas use it.
        ``words`` are the values of all slots of the sheet as they are printed.
        """
        if not self.slot:
            return self._write_text(self._worded(words), words)
        value, text = values[self.slot], words[self.first]
        figure = not isinstance(value, str)
        if self.total and self.total.gives(value, text, values, words):
            kind = "" if figure else ' t="str"'
            return f"{self._head_of(text)}{kind}>{self.total.element}<v>{escape_value(text, self.address)}</v></c>"
        if figure and (self.counts or _count_hundredths(text) is not None):
            return f"{self._head_of(text)}><v>{text}</v></c>"
        return self._write_text(text, words)

    def _write_text(self, text: str, words: Sequence[str]) -> str:
        """Return the XML of a cell with a text: a number where formulas use it and it is one."""
        if self.counts and is_number(text):
            return f"{self._head_of(text)}><v>{text}</v></c>"
        if not text:
            return f"{self.head}/>"
        if self.runs:
            return f'{self.head} t="inlineStr"><is>{self._worded_runs(words)}</is></c>'
        text = escape_value(text, self.address)
        return f'{self.head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def _worded_runs(self, words: Sequence[str]) -> str:
        own = iter(words[self.first :])
        filled = map_runs(self.runs, lambda text: FIELD.sub(lambda _: next(own), text))
        return "".join(
            f'<r>{run.look}<t xml:space="preserve">{escape_value(run.text, self.address)}</t></r>'
            for run in filled
        )

    def _worded(self, words: Sequence[str]) -> str:
        own = iter(words[self.first :])
        return FIELD.sub(lambda _: next(own), self.text)


def describe_cells(cells: Sequence[SlotCell]) -> list[str]:
    """Return where each slot stands, in the words of a clerk."""
    return [f"单元格{cell.address}" for cell in cells for _ in cell.slots]


def write_sum(ranges: Sequence[str], count: int, left_out: str) -> str:
    """Return the formula of a total: empty until every row has a number, or the word that no sum counts."""
    areas = ",".join(ranges)
    if not left_out:
        return f'IF(COUNT({areas})={count},SUM({areas}),"")'
    without = "".join(f'+COUNTIF({each},"{left_out}")' for each in ranges)
    added = f'IF(COUNT({areas})=0,"{left_out}",SUM({areas}))'
    return f'IF(COUNT({areas}){without}={count},{added},"")'
