"""The body of an Excel document, opened again: slots by the address of their cell and the words around it.

Knows the cells of a compiled sheet and the parts of a document; touches no file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from lxml import etree

from formgen.forms.contents import FIELD
from formgen.forms.document import Remedy, SlotReading
from formgen.forms.excel.beside import LaidThing, list_laid_things
from formgen.forms.excel.book import STYLES, compute_on_load
from formgen.forms.excel.cells import PrintedCell, SlotCell, is_number
from formgen.forms.excel.guards import OwnFormula, guard_formula
from formgen.forms.excel.matching import SheetMatch
from formgen.forms.excel.other_texts import (
    OtherText,
    list_filled_worksheets,
    list_other_texts,
    name_added_texts,
)
from formgen.forms.excel.page_setup import SheetPage, list_page_changes, read_sheet_page
from formgen.forms.excel.plain_styles import PlainStyles
from formgen.forms.excel.reading import Grid, OpenedBook, SeenCell, has_formula
from formgen.forms.excel.runs import NS
from formgen.forms.excel.shown_numbers import shows_another
from formgen.forms.excel.worksheet import Worksheet, uses_itself
from formgen.forms.pairing import list_added
from formgen.forms.spans import (
    OTHER_SHAPE,
    AlteredText,
    ChangedWords,
    PlacedWords,
    PrintedText,
    ShownText,
    Span,
    find_changed_around,
    find_changed_words,
    find_spans,
)
from formgen.forms.text import SlotValue, clean, format_value
from formgen.forms.text_marks import explain_marks
from formgen.forms.xmltree import Element, parse_xml
from formgen.office.cells import CellAddress, format_address, parse_address
from formgen.office.package import UnreadableError
from formgen.office.relations import write_part

_S = f"{{{NS}}}"
_WORKBOOK = "xl/workbook.xml"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_CHANGED, _GONE = "旁边的文字改过", "找不到这一格"
_CIRCULAR = "这一格的公式把自己也算进去了，算不出数"
_SEVERAL = "有几张一样的工作表，填的不一样，不知道以哪张为准"


@dataclass(frozen=True, slots=True)
class _FoundSlot:
    """A slot: its cell in the template, where that is now, and where its text lies in the cell's if it can be read."""

    cell: SlotCell
    reading: SlotReading
    address: CellAddress | None = None
    span: Span | None = None


@dataclass
class ExcelBody:
    """The slots of an Excel document. Raises UnreadableError for one without the sheet of the form.

    ``with_slots`` and ``printed_cells`` are the cells of the template, ``sheet_name`` is the name of its sheet there,
    ``printed_things`` are the remarks and drawings upon it, ``own_formulas`` the formulas of the template,
    ``other_texts`` what it says outside the cells of its form, ``page`` how its sheet is printed.
    """

    with_slots: Sequence[SlotCell]
    printed_cells: Sequence[PrintedCell]
    raw: dict[str, bytes]
    sheet_name: str = ""
    printed_things: Sequence[LaidThing] = ()
    own_formulas: Sequence[OwnFormula] = ()
    other_texts: Sequence[OtherText] = ()
    page: SheetPage = field(default_factory=SheetPage)
    name: str = field(init=False)
    sheet: Worksheet = field(init=False)
    grid: Grid = field(init=False)
    found: list[_FoundSlot] = field(init=False)
    _match: SheetMatch = field(init=False)
    _shown_name: str = field(init=False)
    _styles: str = field(init=False, default="")
    _plain: PlainStyles | None = field(init=False, default=None)
    _laid: list[LaidThing] = field(init=False)

    def __post_init__(self) -> None:
        """Find the sheet of the form, and every slot."""
        book = OpenedBook.of(self.raw, parse_xml(self.raw[_WORKBOOK]))
        own_places = (parse_address(own.address) for own in self.own_formulas if not own.sheet)
        printed = {place: PrintedText(("",)) for place in own_places}
        printed |= {parse_address(each.address): PrintedText((each.text,)) for each in self.printed_cells}
        first = 0
        for cell in self.with_slots:
            pieces = FIELD.split(cell.text)
            count = len(pieces) // 2
            printed[parse_address(cell.address)] = PrintedText(
                tuple(pieces[::2]), tuple(range(first, first + count))
            )
            first += count
        matches = {
            each: SheetMatch(printed, Grid(parse_xml(self.raw[each.part]), book, is_shown=each.is_shown))
            for each in list_filled_worksheets(self.raw)
        }
        counts = {each: match.count_words() for each, match in matches.items()}
        best = [each for each in matches if counts[each] == max(counts.values())]
        named = [each for each in best if each.name == self.sheet_name]
        chosen = next(iter(best if max(counts.values()) else named or best))
        several = best if counts[chosen] and len(best) > 1 else []
        texts = [[each.reading.text for each in self._find(matches[other])] for other in several]
        if any(each != texts[0] for each in texts):
            raise UnreadableError(_SEVERAL)
        self.name, self._shown_name, self._match = chosen.part, chosen.name, matches[chosen]
        self.sheet = Worksheet(self.raw[self.name], None, self.raw[_WORKBOOK])
        self.sheet.write_out_formulas()
        self.grid = Grid(self.sheet.tree, book, is_shown=chosen.is_shown)
        self._styles = next((name for name in self.raw if name.lower() == STYLES.lower()), "")
        self._plain = PlainStyles(book.styles) if book.styles is not None else None
        self.found = self._find(self._match)
        self._laid = list_added(
            list_laid_things(self.raw, self.name), self.printed_things, lambda thing: thing.words
        )
        if not (counts[chosen] or any(each.reading.text is not None for each in self.found)):
            raise UnreadableError(OTHER_SHAPE)

    def _find(self, match: SheetMatch) -> list[_FoundSlot]:
        """Return where each slot is in a sheet."""
        found: list[_FoundSlot] = []
        for cell in self.with_slots:
            pieces = FIELD.split(cell.text)
            found += [_find_slot(cell, pieces[::2], order, match) for order in range(len(pieces) // 2)]
        return found

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the slots."""
        return tuple(slot for cell in self.with_slots for slot in cell.slots)

    def read_slots(self) -> list[SlotReading]:
        """Return what stands in each slot, and what was laid upon its cell: a cell with several says it once."""
        readings, told = list[SlotReading](), set[CellAddress | None]()
        for each in self.found:
            first = each.address not in told
            told.add(each.address)
            aside = tuple(thing.words for thing in self._laid if first and thing.address == each.address)
            readings.append(replace(each.reading, aside=aside))
        return readings

    def list_beside(self) -> list[ShownText]:
        """Return what somebody added outside all slots: in free cells, on other sheets, in headers and footers."""
        used = {each.address for each in self.found if each.address}
        laid = [
            ShownText(f"单元格{format_address(each.address)}处", each.words)
            for each in self._laid
            if each.address not in used
        ]
        other = name_added_texts(list(list_other_texts(self.raw, self.name)), self.other_texts)
        return [*self._changed_words.added, *laid, *other]

    def list_altered(self) -> list[AlteredText]:
        """Return the printed words that somebody altered."""
        around = [text for cell in self.with_slots for text in self._list_altered_around(cell)]
        return [
            *self._changed_words.altered,
            *around,
            *self._list_set_apart(),
            *self._list_altered_formulas(),
        ]

    def _list_set_apart(self) -> Iterator[AlteredText]:
        """Yield the printed words that are as they were, but struck through or not seen any more."""
        for cell in self.printed_cells:
            place = self._match.place(parse_address(cell.address))
            if place is not None:
                where, found = f"单元格{format_address(place)}", self.grid.list_set_apart(place, cell.looks)
                yield from (AlteredText(where, each.text, "", each.how) for each in found)

    def _list_altered_around(self, cell: SlotCell) -> list[AlteredText]:
        """Return the words around the slots of a cell that somebody altered."""
        place = self._match.place(parse_address(cell.address))
        shown = ShownText(f"单元格{format_address(place)}", self.grid.see(place).text) if place else None
        return find_changed_around(FIELD.split(cell.text)[::2], shown) if shown else []

    def _list_altered_formulas(self) -> Iterator[AlteredText]:
        """Yield the formulas of the template that somebody changed, or wrote over; those of a row that moved change too."""
        for own, place in self._placed_formulas:
            formula, shown = self._formula_at(place), self._show(place)
            is_own = own.is_said_by(formula) or (formula and place != parse_address(own.address))
            if not is_own:
                now = f"={formula}" if formula else shown
                yield AlteredText(f"单元格{format_address(place)}", f"={own.text}", now)

    @cached_property
    def _placed_formulas(self) -> list[tuple[OwnFormula, CellAddress]]:
        """Return the formulas of the template that have a place in the sheet as it is now."""
        here = (own for own in self.own_formulas if not own.sheet)
        places = ((own, self._match.place(parse_address(own.address))) for own in here)
        return [(own, place) for own, place in places if place is not None]

    def _formula_at(self, address: CellAddress) -> str:
        cell = self.grid.elements.get(address)
        return (cell.findtext(f"{_S}f") or "") if cell is not None else ""

    def _show(self, address: CellAddress) -> str:
        """Return what a cell shows; of a formula without a result the formula."""
        seen = self.grid.see(address)
        return f"={self._formula_at(address)}" if seen.why and not seen.text else seen.text

    @cached_property
    def _changed_words(self) -> ChangedWords:
        places = [(text, self._match.place(at)) for at, text in self._match.printed.items()]
        used = {place for text, place in places if text.slots}
        used |= {each.address for each in self.found if each.address}
        used |= {place for _, place in self._placed_formulas}
        elsewhere = {at for at in self.grid.elements if not self.grid.is_hidden(at)}
        elsewhere |= {place for _, place in places if place is not None}
        texts = {
            at: ShownText(f"单元格{format_address(at)}", self._show(at))
            for at in sorted(elsewhere, key=lambda at: (at.row, at.column))
            if at not in used
        }
        placed = [
            PlacedWords(
                text.words[0],
                texts.get(place) if place is not None else None,
                f"单元格{format_address(at)}",
            )
            for (text, place), at in zip(places, self._match.printed, strict=True)
            if text.is_words
        ]
        return find_changed_words(placed, list(texts.values()))

    def list_page_changes(self) -> list[str]:
        """Return what of the sheet is printed otherwise than the template is."""
        own = [*(each.address for each in self.with_slots), *(each.address for each in self.printed_cells)]
        places = map(self._match.place, filter(self.page.prints, map(parse_address, own)))
        shown = read_sheet_page(self.sheet.tree, self.sheet.workbook, self._shown_name)
        return list(list_page_changes(self.page, shown, [each for each in places if each is not None]))

    def is_revised(self) -> bool:
        """Return False: a workbook keeps no changes, and its remarks are named with what lies beside."""
        return False

    def list_varying(self) -> dict[str, str]:
        """Return nothing: a sheet has no conditions."""
        return {}

    def find_computed(self) -> frozenset[int]:
        """Return the totals that are still formulas."""
        return frozenset(
            at
            for at, each in enumerate(self.found)
            if each.cell.total and each.address and has_formula(self.grid.elements.get(each.address))
        )

    def describe_places(self) -> list[str]:
        """Return where each slot stands now; of one that was not found where it stood."""
        places = (each.address or parse_address(each.cell.address) for each in self.found)
        return [f"单元格{format_address(place)}" for place in places]

    def write(self, values: Mapping[int, SlotValue]) -> dict[str, bytes]:
        """Return the parts of the document with values put into some slots that were found."""
        from_behind = sorted(values.items(), reverse=True)  # spans in front stay where they are
        for at, value in from_behind:
            found = self.found[at]
            if found.span is None or found.address is None:
                continue
            start, end = found.span
            shown = self.grid.see(found.address).text
            around = shown[:start] + shown[end:]
            self._put(
                self._cell(found.address),
                f"{shown[:start]}{format_value(value)}{shown[end:]}" if around else found.cell.count(value),
            )
            self.grid.forget(found.address)
        self._guard_formulas()
        self.sheet.drop_results(
            {format_address(each.address) for each in self.found if each.address and each.span}
        )
        others = dict(self._write_other_sheets())
        changed = {self.name: self.sheet.write_part(), **others}
        if self._plain and self._plain.added:
            changed[self._styles] = write_part(self._plain.styles)
        if self.own_formulas or others:
            compute_on_load(self.sheet.workbook)
            changed[_WORKBOOK] = write_part(self.sheet.workbook)
        return {**self.raw, **changed}

    def _guard_formulas(self) -> None:
        """Let the formulas of the form stay blank that would pass over a score that is gone."""
        for own, place in self._placed_formulas:
            formula = self._cell(place).find(f"{_S}f")
            if formula is not None:
                self._guard(own, formula, is_moved=place != parse_address(own.address))

    def _guard(self, own: OwnFormula, formula: Element, *, is_moved: bool) -> None:
        """Let a formula stay blank if a score is gone that it needs; one that somebody changed is left as it is."""
        places = [self._match.place(parse_address(each)) for each in own.needed]
        needed = [place for place in places if place is not None]
        if not any(not self.grid.see(place).text for place in needed):
            return
        text = formula.text or ""
        moved = is_moved or [format_address(place) for place in needed] != list(own.needed)
        if text and (own.is_plain(text) or (moved and not own.is_guarded(text))):
            sheet = self._shown_name if own.sheet else ""
            formula.text = guard_formula(text, map(format_address, needed), sheet)

    def _write_other_sheets(self) -> Iterator[tuple[str, bytes]]:
        """Yield the other sheets with formulas: guarded, and without results that may be of older values."""
        for sheet in list_filled_worksheets(self.raw):
            if sheet.part == self.name or not _FORMULA.search(self.raw[sheet.part]):
                continue
            other = Worksheet(self.raw[sheet.part], None, self.raw[_WORKBOOK])
            other.write_out_formulas()
            formulas = {cell.get("r", ""): cell.find(f"{_S}f") for cell in other.cells()}
            for own in self.own_formulas:
                found = formulas.get(own.address) if own.sheet.casefold() == sheet.name.casefold() else None
                if found is not None:
                    self._guard(own, found, is_moved=self._shown_name != self.sheet_name)
            other.drop_results()
            yield sheet.part, other.write_part()

    def _put(self, cell: Element, value: SlotValue) -> None:
        """Put a value into a cell: a figure as a number, the result of a formula beside its formula."""
        formula = cell.find(f"{_S}f")
        figure = isinstance(value, Fraction) and is_number(format_value(value))
        self.sheet.write(cell, "" if figure or formula is not None else clean(format_value(value)))
        if formula is not None:
            cell.append(formula)
            if not figure:
                cell.set("t", "str")
        if figure or formula is not None:
            etree.SubElement(cell, f"{_S}v").text = format_value(value)
        if figure:
            self._let_show(cell, Decimal(format_value(value)))

    def _let_show(self, cell: Element, number: Decimal) -> None:
        """Take the number format from a cell in which it would print another number."""
        style, codes = int(cell.get("s", "0")), self.grid.book.codes
        if self._plain and style < len(codes) and shows_another(codes[style], number):
            cell.set("s", str(self._plain.find(style)))

    def _cell(self, address: CellAddress) -> Element:
        """Return a cell, made where the document has none."""
        if address not in self.grid.elements:
            self.grid.elements[address] = self.sheet.make_cell(format_address(address))
        return self.grid.elements[address]


def _find_slot(cell: SlotCell, words: Sequence[str], order: int, match: SheetMatch) -> _FoundSlot:
    """Return where a slot is in a sheet, and what stands there."""
    found = match.find(parse_address(cell.address))
    if found is None:
        return _FoundSlot(cell, SlotReading(None, why=_GONE, remedy=Remedy.PLACE))
    seen = match.grid.see(found.address)
    spans = find_spans(words, seen.text)
    own = bool(cell.total) and has_formula(match.grid.elements.get(found.address))
    if spans is None or not found.known:
        near = seen.text if spans is None else seen.text[slice(*spans[order])]
        return _FoundSlot(cell, SlotReading(None, near, _CHANGED))
    if seen.why and not own:
        code = match.grid.code_of(found.address)
        touched = bool(seen.text) and code != cell.format  # somebody put another format on the number
        remedy = Remedy.FORMAT if seen.text else Remedy.FORMULA
        reading = SlotReading(None, seen.text or seen.why, seen.why, touched=touched, remedy=remedy)
        return _FoundSlot(cell, reading, found.address)
    if own:
        return _FoundSlot(
            cell, _read_total(cell, match.grid.elements[found.address], seen), found.address, spans[order]
        )
    text = seen.text[slice(*spans[order])]
    hidden = "" if cell.is_hidden or not text.strip() else match.grid.explain_hidden(found.address)
    ruled = "" if cell.may_change else match.grid.explain_rules(found.address)
    if why := hidden or ruled or explain_marks(seen.text, *spans[order], seen.marks, cell.list_looks(order)):
        remedy = Remedy.SHOWN if hidden else Remedy.LOOK if ruled else Remedy.MARKS
        reading = SlotReading(None, text, why, touched=not hidden, remedy=remedy)
        return _FoundSlot(cell, reading, found.address)
    return _FoundSlot(cell, SlotReading(text), found.address, spans[order])


def _read_total(cell: SlotCell, element: Element, seen: SeenCell) -> SlotReading:
    """Return the stored result of a total, also an error; the template's own formula may have none, and is untouched."""
    shown = seen.text or ((element.findtext(f"{_S}v") or "") if seen.why else "")
    if uses_itself(formula := element.findtext(f"{_S}f") or "", element.get("r", "")):
        return SlotReading(None, shown, _CIRCULAR, touched=True, remedy=Remedy.FORMULA)
    is_own = cell.total is not None and cell.total.formula == formula
    is_computed = element.get("t") == "str"  # as nothing, where nothing is shown
    return SlotReading(shown, why="" if is_own and not shown else seen.why, touched=is_computed)
