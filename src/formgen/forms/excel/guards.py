"""The formulas of a template that would pass over a missing score: which scores each needs, and how it stays blank.

A formula needs the scores it names, and those that the formulas need which it names, on whatever sheet. One that only
asks whether there is a score needs none. Knows formulas and addresses; no value.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from formgen.forms.excel.book import BookSheet, TemplateBook
from formgen.forms.excel.references import list_operands, list_words
from formgen.forms.excel.runs import NS
from formgen.forms.excel.worksheet import Worksheet, covers
from formgen.forms.fit import PartialSum
from formgen.forms.text import SlotValue
from formgen.forms.xmltree import Element
from formgen.office.cells import format_column, parse_address
from formgen.office.package import Part, compress

_S = f"{{{NS}}}"
_BY_PROGRAM = re.compile(
    r"\s|'|_xlfn\.|^=", re.IGNORECASE
)  # blanks and marks that each program sets in its own way

_GUARD = "IF(COUNTBLANK("


class _Place(NamedTuple):
    """A cell of a workbook; the names of sheets know no case."""

    sheet: str
    address: str


class _ScoreFormula(NamedTuple):
    """A formula that needs scores: its sheet, address and element, and the addresses of the scores on the form."""

    sheet: BookSheet
    address: str
    element: Element
    needed: tuple[str, ...]

    def name_cell(self, form: BookSheet) -> str:
        """Return its address, with its sheet where that is not the form."""
        return self.address if self.sheet is form else f"{self.sheet.name}!{self.address}"

    def guard(self, form: BookSheet) -> None:
        """Let it stay blank while one of its scores is missing."""
        named = "" if self.sheet is form else form.name
        self.element.text = guard_formula(self.element.text or "", self.needed, named)


def guard_formula(formula: str, needed: Iterable[str], sheet: str = "") -> str:
    """Return a formula that stays blank while one of the cells it needs is empty; ``sheet`` is theirs if it is another."""
    name = sheet.replace("'", "''")
    prefix = f"'{name}'!" if sheet else ""
    missing = "+".join(f"COUNTBLANK({prefix}{each})" for each in _join_cells(needed))
    return f'IF({missing}>0,"",{formula})'


class OwnFormula(NamedTuple):
    """A formula that a template has: its cell, its text plain and guarded, the scores of the form that it needs.

    ``sheet`` is empty for one of the form itself.
    """

    address: str
    text: str
    guarded: str
    needed: tuple[str, ...] = ()
    sheet: str = ""

    def is_plain(self, text: str) -> bool:
        """Return whether a formula is this one without its guard."""
        return _simplify(text) == _simplify(self.text)

    def is_guarded(self, text: str) -> bool:
        """Return whether a formula is this one with its guard, whatever cells that asks for."""
        return self.text != self.guarded and _simplify(text).startswith(_GUARD)

    def is_said_by(self, text: str) -> bool:
        """Return whether a formula is this one, in either way."""
        return _simplify(text) in {_simplify(self.text), _simplify(self.guarded)}


@dataclass(frozen=True, slots=True)
class GuardedSheet:
    """What stands in a document that lacks scores: formulas that stay blank without those they need.

    ``texts`` and ``fixed`` are as those of a template; ``formulas`` are the cells, each with the slots it needs;
    ``own`` are all formulas of the form, and those of other sheets that need scores.
    """

    texts: tuple[bytes, ...] = ()
    fixed: tuple[Part, ...] = ()
    formulas: tuple[PartialSum, ...] = ()
    own: tuple[OwnFormula, ...] = ()

    def find_blank(self, values: Mapping[str, SlotValue]) -> tuple[PartialSum, ...]:
        """Return the formulas that lack scores, each with those."""
        found = (
            PartialSum(each.cell, tuple(slot for slot in each.missing if values[slot] == ""))
            for each in self.formulas
        )
        return tuple(each for each in found if each.missing)


def guard_formulas(
    book: TemplateBook,
    fixed: Sequence[Part],
    scores: Mapping[str, str],
    write: Callable[[Worksheet], tuple[bytes, ...]],
) -> GuardedSheet:
    """Return what stands in a document that lacks scores; the formulas of the book are guarded from now on.

    ``scores`` are their slots by the address on the form; ``write`` returns the texts of its sheet.
    """
    formulas, plain = _find_score_formulas(book, list(scores)), _read_formulas(book.form)
    elsewhere = [(each, each.element.text or "") for each in formulas if each.sheet is not book.form]
    for each in formulas:
        each.guard(book.form)
    needed = {each.address: each.needed for each in formulas if each.sheet is book.form}
    others = {each.sheet.part: each.sheet.sheet for each in formulas if each.sheet is not book.form}
    changed = {part: compress(part, sheet.write_part()) for part, sheet in others.items()}
    return GuardedSheet(
        write(book.form.sheet),
        tuple(changed.get(each.name, each) for each in fixed),
        tuple(
            PartialSum(each.name_cell(book.form), tuple(scores[address] for address in each.needed))
            for each in formulas
        ),
        (
            *(
                OwnFormula(at, plain[at], guarded, needed.get(at, ()))
                for at, guarded in _read_formulas(book.form).items()
            ),
            *(
                OwnFormula(each.address, text, each.element.text or "", each.needed, each.sheet.name)
                for each, text in elsewhere
            ),
        ),
    )


def _read_formulas(form: BookSheet) -> dict[str, str]:
    """Return the formulas of a form by their address."""
    cells = ((cell.get("r", ""), cell.findtext(f"{_S}f")) for cell in form.sheet.cells())
    return {address: text for address, text in cells if text}


def _simplify(formula: str) -> str:
    """Return a formula as programs that write it differently agree on it."""
    return _BY_PROGRAM.sub("", formula).upper()


def _find_score_formulas(book: TemplateBook, scores: Sequence[str]) -> list[_ScoreFormula]:
    """Return the formulas of a workbook that need any of the ``scores``, cells of the form."""
    needs = _Needs(book, scores)
    return [
        _ScoreFormula(formula.sheet, place.address, formula.element, tuple(needed))
        for place, formula in needs.formulas.items()
        if (needed := sorted(needs.find(place), key=parse_address))
    ]


class _Formula(NamedTuple):
    sheet: BookSheet
    element: Element


@dataclass
class _Needs:
    """Which scores each formula of a workbook needs."""

    book: TemplateBook
    scores: Sequence[str]
    formulas: dict[_Place, _Formula] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _found: dict[_Place, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """List all formulas, and what the names of the workbook stand for."""
        for sheet in self.book.sheets:
            for cell in sheet.sheet.cells():
                element = cell.find(f"{_S}f")
                if element is not None and element.text:
                    place = _Place(sheet.name.casefold(), cell.get("r", ""))
                    self.formulas[place] = _Formula(sheet, element)
        for each in self.book.form.sheet.workbook.iter(f"{_S}definedName"):
            self._names[each.get("name", "").casefold()] = each.text or ""

    def find(self, place: _Place) -> frozenset[str]:
        """Return the scores that a formula needs."""
        if place not in self._found:
            self._found[place] = frozenset()  # one that names itself, through others, needs nothing more
            own = self.formulas[place]
            self._found[place] = frozenset(self._list(own.element.text or "", own.sheet.name, set()))
        return self._found[place]

    def _list(self, formula: str, own: str, told: set[str]) -> Iterator[str]:
        """Yield the scores that a formula of a sheet needs; names that were ``told`` are not looked up again."""
        for target in self.book.sheets:
            areas = {each.area for each in list_operands(formula, own, target.name) if not each.asked}
            if target is self.book.form:
                yield from (each for each in self.scores if any(covers(area, each) for area in areas))
            for place in self.formulas:
                if place.sheet == target.name.casefold() and any(
                    covers(area, place.address) for area in areas
                ):
                    yield from self.find(place)
        for word in map(str.casefold, list_words(formula)):
            if word in self._names and word not in told:
                yield from self._list(self._names[word], own, told | {word})


def _join_cells(addresses: Iterable[str]) -> Iterator[str]:
    """Yield the ranges that some cells are, column by column."""
    by_column = dict[int, list[int]]()
    for column, row in map(parse_address, addresses):
        by_column.setdefault(column, []).append(row)
    for column, rows in by_column.items():
        yield from join_rows(format_column(column), sorted(rows))


def join_rows(column: str, rows: Sequence[int]) -> Iterator[str]:
    """Yield the ranges of a column that hold some rows."""
    first = rows[0]
    for row, following in zip(rows, [*rows[1:], 0], strict=True):
        if following != row + 1:
            yield f"{column}{first}:{column}{row}"
            first = following
